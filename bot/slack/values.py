"""What records say, in the words of an answer: labels, marks, values, and the numbers of their sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from bot.asking.answer import Answer, Entry, Finding, Item
from bot.asking.wording import Wording

_NOTHING = "–"
_OPEN = "◌"
_UNCLEAR = "?"
_MARKS: dict[str, dict[str, str]] = {
    "status": {"Active": "▸", "Inactive": "■", "Withdrawn": "✕", "Complete": "●"},
    "completion": {
        "No Evidence Available": _UNCLEAR,
        "Not Started": "○",
        "Limited": "◔",
        "Substantial": "◕",
        "Complete": "●",
        "Withdrawn": "✕",
    },
    "early_results": {
        "No early results to report yet": _OPEN,
        "Worsened": "▼",
        "Did Not Change": "=",
        "Marginal": "△",
        "Major": "▲",
        "Outstanding": "★",
    },
}
COLOURS = {"▸": "blue", "●": "green", "◕": "green", "▲": "green", "★": "green", "◔": "yellow", "▼": "red", "✕": "red"}
"""The colour that Slack gives a mark's value where it colours values; gray where it has none."""
_COMMON = {"Unclear": _UNCLEAR, "No IRM Data": _UNCLEAR, "No Data": _UNCLEAR, "Pending IRM Review": _OPEN}


def mark(finding: Finding) -> str:
    """The mark of what a record says of a state, empty for other fields and for words that have none."""
    own = _MARKS.get(finding.field)
    if own is None:
        return ""
    if finding.state == "blank":
        return _NOTHING
    value = finding.items[0].value if finding.state == "value" else None
    return own.get(value or "") or _COMMON.get(value or "", "")


Key = tuple[str, str, int, int, int]


@dataclass(frozen=True, slots=True)
class Values:
    """The values of one answer; each is numbered as the answer's own text numbers it."""

    wording: Wording
    numbers: Mapping[Key, int]

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """Those of an answer, in its language."""
        numbers: dict[Key, int] = {}
        for number, item in enumerate(answer.items, 1):
            numbers.setdefault(_key(item), number)
        return cls(Wording(answer.lang), numbers)

    def label(self, field: str) -> str:
        """What a field is called where it begins a line."""
        return self.wording.heading(field)

    def line(self, finding: Finding, length: int, *, short: bool = False) -> str:
        """A field with what the record says of it; `short` in the middle of a line."""
        if finding.state == "change":
            return self.wording.change(finding, self.number)
        name = self.wording.label(finding.field) if short else self.label(finding.field)
        return self.wording.put_in("field_line", label=name, values=self.said(finding, length))

    def said(self, finding: Finding, length: int) -> str:
        """What a record says of a field, in about `length` characters: its mark, its values, their numbers."""
        each = finding.items if finding.state == "value" else ()
        plain = replace(finding, doubts=())
        one_by_one = [self.wording.values(replace(plain, items=(item,)), self.number, length) for item in each]
        joined = _joined(one_by_one, length) if each else self.wording.values(plain, self.number)
        values = self.wording.doubted(joined, finding)
        shape = mark(finding)
        return f"{shape} {values}" if shape else values

    def title(self, entry: Entry) -> str:
        """The title of a commitment with the number of its source, where the answer quotes it."""
        number = next((n for key, n in self.numbers.items() if key[:2] == (entry.code, "title")), None)
        return f"{entry.title} [{number}]" if number and entry.title else entry.title

    def number(self, item: Item) -> int:
        """The number of a value's source."""
        return self.numbers[_key(item)]


def _key(item: Item) -> Key:
    return item.code, item.field, item.document_id, item.start, item.end


def _joined(values: list[str], length: int) -> str:
    """The first of the values that fit, one at least, and how many more there are."""
    kept, room = values[:1], length - len(values[0])
    for value in values[1:]:
        room -= len(value) + 2
        if room < 0:
            return "; ".join([*kept, f"… (+{len(values) - len(kept)})"])
        kept.append(value)
    return "; ".join(kept)
