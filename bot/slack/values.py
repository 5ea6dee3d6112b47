"""What records say, in the words of an answer: labels, marks, values, the numbers of their sources.

And where they are quoted from: short lists of sources stand under the answer, long ones open on a press.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from bot.asking.answer import Answer, Entry, Finding, Item
from bot.asking.wording import Wording
from bot.records.languages import fill
from bot.slack.blocks import (
    TEXT,
    Block,
    bold,
    context,
    fitted,
    link,
    literal,
    modal,
    plain,
    rich_text,
    section,
    text_part,
    web_address,
    words,
)

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


# -- sources ------------------------------------------------------------------------------------------------------

INLINE = 3
"""Sources that stand under the answer; more of them are a button."""
_ROOM = 2_400
_SOURCE = 400
_NAME = 200
_LINKED = 1_000
_VIEW = 200_000  # bytes; Slack takes a view of 250,000
_BLOCKS = 95  # of the 100 that a view has room for


def inline_sources(answer: Answer, *, cited: bool = False) -> list[Block]:
    """The numbered sources as small text; those that find no room are counted.

    `cited`: as Slack's own citations, where every one of a few has the address of its page.
    """
    if cited and answer.sources and len(answer.items) <= INLINE and all(web_address(one.url) for one in answer.items):
        lines = zip(answer.items, answer.sources, strict=True)
        return [rich_text(part for number, one in enumerate(lines, 1) for part in _citation(*one, number))]
    shown: list[str] = []
    room = _ROOM
    for line in source_lines(answer):
        if len(line) + 1 > room:
            shown.append(fill(words(answer.lang)["sources_rest"], answer.lang, count=len(answer.sources) - len(shown)))
            break
        room -= len(line) + 1
        shown.append(line)
    return [context("\n".join(shown))] if shown else []


def _citation(item: Item, line: str, number: int) -> Iterator[Block]:
    """A source's line with its document as a citation, which shows the quote."""
    flat, name = " ".join(line.split()), " ".join(item.doc.split())
    told = flat.partition("] ")[2]
    after = told.removeprefix(name) if told.startswith(name) else f" {told}"
    shown = fitted(plain(name), _NAME) or "…"
    quote = fitted(plain(item.shown), _SOURCE) or shown
    details = {"citation_type": "web", "display_name": shown, "title": shown, "snippet": quote}
    yield text_part(f"[{number}] " if number == 1 else f"\n[{number}] ")
    yield {"type": "citation", "url": web_address(item.url), "text": shown, "index": number, "details": details}
    yield text_part(fitted(plain(after), _SOURCE) or " ")


def sources_view(answer: Answer) -> dict[str, Any]:
    """A modal of all sources, by commitment; what a view has no room for is counted."""
    said = words(answer.lang)
    blocks: list[Block] = []
    room, shown = _VIEW, 0
    for heading, lines in _by_commitment(answer):
        for part in _packed([heading, *lines]):
            block = section(part)
            size = len(str(block).encode())
            if size > room or len(blocks) == _BLOCKS:
                blocks.append(context(fill(said["sources_more"], answer.lang, count=len(answer.sources) - shown)))
                return modal(said["sources_title"], blocks, said["close"])
            room -= size
            blocks.append(block)
        shown += len(lines)
    return modal(said["sources_title"], blocks, said["close"])


def _by_commitment(answer: Answer) -> Iterator[tuple[str, list[str]]]:
    """The lines of each commitment in turn, under its code and title."""
    heads: dict[str, list[str]] = {}
    for item, line in zip(answer.items, source_lines(answer), strict=True):
        name = f"{item.code} · {item.title}" if item.title else item.code
        heads.setdefault(bold(name) if len(name) < _SOURCE else fitted(literal(name), _SOURCE), []).append(line)
    yield from heads.items()


def _packed(lines: list[str]) -> Iterator[str]:
    """The lines in texts that each fit a section; none is cut, for it may hold a link."""
    text = ""
    for line in lines:
        if text and len(text) + len(line) + 1 > TEXT:
            yield text
            text = ""
        text = f"{text}\n{line}" if text else line
    yield text


def source_lines(answer: Answer) -> list[str]:
    """The sources as the answer words them: the document's name, linked where its address is known, place and quote."""
    if not answer.sources:
        return []
    return [_linked(line, item) for item, line in zip(answer.items, answer.sources, strict=True)]


def _linked(line: str, item: Item) -> str:
    """A source's line; a long name is cut before the place in the document would be."""
    flat, name = " ".join(line.split()), " ".join(item.doc.split())
    number, _, told = flat.partition("] ")
    if not name or not told.startswith(name):
        return fitted(literal(flat), _SOURCE)
    before, shown = f"{literal(number)}] ", fitted(literal(name), _NAME)
    after = fitted(literal(told.removeprefix(name)), _SOURCE - len(before) - len(shown))
    linked = f"{before}{link(item.url, shown)}{after}"
    return linked if len(linked) <= _LINKED else f"{before}{shown}{after}"
