"""Draft → plain text, in the words of one language: the answer first, then what is assumed or unknown, then sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.asking.answer import Draft, Entry, Finding, Item, Note
from bot.asking.evidence import BREAK, label, unescaped
from bot.asking.restate import Restatement
from bot.records.countries import home_of
from bot.records.frozen import dataclass
from bot.records.languages import LANGUAGES, fill, name_of, read
from bot.records.store import Store
from bot.records.text import counts_of

_LONG = 600
"""Characters of one value that are shown; the whole is in the item."""


@dataclass(frozen=True, slots=True)
class Worded:
    """An answer in words: the whole, and the parts that it is made of, for who lays them out anew.

    `lead` are the sentences before the entries, `notes` those after (but how many commitments are not shown);
    `sources` has a line an item, in the draft's order.
    """

    statement: str
    lead: tuple[str, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def text(self) -> str:
        """The statement with its sources."""
        return "\n".join([self.statement, *dict.fromkeys(self.sources)])


class Wording:
    """Puts drafts into words of one language; a store gives the names of what conditions speak of."""

    def __init__(self, language: str, store: Store | None = None) -> None:
        self._restatement = Restatement(language, store)
        texts = read(language, "answers")
        self.say: Mapping[str, Any] = texts["say"]
        self.labels: Mapping[str, str] = texts["labels"]
        self._language = language

    def put_in(self, key: str, /, **values: object) -> str:
        """A text of `say` with its placeholders filled."""
        return fill(self.say[key], self._language, **values)

    def label(self, field: str) -> str:
        """What this language calls a field."""
        return self.labels.get(field) or label(field)

    def heading(self, field: str) -> str:
        """The same where it begins a line."""
        name = self.label(field)
        return name[:1].upper() + name[1:]

    def put(self, draft: Draft) -> Worded:
        """The draft in words."""
        lead = self._lead(draft)
        notes = [(note.key, self._note(note)) for part in (*draft.parts, draft) for note in part.notes]
        numbers = {item: number for number, item in reversed(list(enumerate(draft.items, 1)))}
        said = [self._statement(part, numbers) for part in (*draft.parts, draft)]
        return Worded(
            statement="\n".join(filter(None, said)),
            lead=tuple(line for part in draft.parts for line in self._lead(part)) + lead,
            notes=tuple(said for key, said in notes if said and key != "more"),
            sources=tuple(self._source(number, item) for number, item in enumerate(draft.items, 1)),
        )

    def _lead(self, draft: Draft) -> tuple[str, ...]:
        return tuple(filter(None, map(self._note, draft.lead)))

    def _statement(self, draft: Draft, numbers: Mapping[Item, int]) -> str:
        """A draft in words, without its sources; those of its parts stand for its entries."""
        entries = [] if draft.parts else self._entries(draft, numbers)
        lines = [*self._lead(draft), *entries, *map(self._note, draft.notes)]
        lines += [f"• {option.label}" for option in draft.options] if not draft.parts else []
        return "\n".join(filter(None, lines))

    def values(self, finding: Finding, number: Callable[[Item], int], length: int = _LONG) -> str:
        """What a record says of a field, each value (cut to `length`) with the number of its source."""
        if finding.state == "value":
            said = "; ".join(f"{_shown(item, length)} [{number(item)}]" for item in finding.items)
            return self.doubted(said, finding)
        if finding.state == "blank":
            return f"{self.say['blank']} [{number(finding.items[0])}]"
        if finding.items:  # of what was not read
            said = "; ".join(f"“{_cut(item.raw, length)}” [{number(item)}]" for item in finding.items)
            return self.put_in("may_say", passage=said)
        return self.put_in(finding.state, code=finding.code)

    def doubted(self, said: str, finding: Finding) -> str:
        """The values of a finding with what makes them doubtful."""
        if not finding.doubts:
            return said
        home = home_of(finding.code)
        member = home.name if home else ""
        told = {"code": finding.code, "member": member, "day": finding.day}
        return f"{said} ({'; '.join(self.put_in(key, **told) for key in finding.doubts)})"

    def change(self, finding: Finding, number: Callable[[Item], int]) -> str:
        """A line on a field that changed: what it said before and says now, and since when."""
        item = finding.items[0]
        old, new = (f"“{_cut(text)}”" if text else self.say["nothing"] for text in (item.old, item.raw))
        new = f"{new} [{number(item)}]"
        said = self.put_in("change_line", label=self.heading(finding.field), old=old, new=new, day=item.at)
        return self.doubted(said, finding)

    # -- entries -------------------------------------------------------------------------------------------------

    def _entries(self, draft: Draft, numbers: Mapping[Item, int]) -> list[str]:
        lines: list[str] = []
        titles = {item.code: number for item, number in numbers.items() if item.field == "title"}
        number = numbers.__getitem__
        listing = (draft.result or {}).get("type") == "set"
        for entry in draft.entries:
            bullet = listing or (entry.code in titles and all(one.field != "title" for one in entry.findings))
            head = f"{entry.code} · {entry.title}" if entry.title else entry.code
            if bullet:
                title_mark = f" [{titles[entry.code]}]" if entry.code in titles else ""
                told = [self._finding(one, number, short=True) for one in entry.findings]
                lines.append("• " + head + title_mark + ("" if not told else " — " + "; ".join(told)))
                continue
            if entry.findings:
                lines.append(head)
            lines += [
                self._finding(one, number)
                for one in entry.findings
                # it stands in the heading already, but what it was does not
                if one.field != "title" or one.state == "change" or len(entry.findings) == 1
            ]
        return lines

    def _finding(self, finding: Finding, number: Callable[[Item], int], *, short: bool = False) -> str:
        if finding.state == "change":
            return self.change(finding, number)
        name = self.label(finding.field) if short else self.heading(finding.field)
        values = self.values(finding, number)
        values = " ".join(values.split("\n")) if short else values
        return self.put_in("field_line", label=name, values=values)

    # -- notes ---------------------------------------------------------------------------------------------------

    def _note(self, note: Note) -> str:
        if not note.key:
            return ""
        key = note.key
        values: dict[str, Any] = dict(note.values)
        key = {"no_page": "no_page_reason", "not_read": "not_read_reason"}.get(key, key)
        if key in ("unread_passage", "unread_cell"):
            values["raw"] = _cut(str(values["raw"]))
        if key in ("several", "several_of") and values["count"] > values["shown"]:
            key = f"{key}_cut"
        title, code = values.get("title"), values.get("code", "")
        values["subject"] = f"{code} ({title})" if title else code
        values["about"] = self.put_in("about", subject=values["subject"]) if code else ""
        words = values.get("words")
        values["unread"] = self.put_in("unread", words=words) if words else ""
        if isinstance(values.get("fields"), tuple):
            named = ", ".join(self.label(name) for name in values["fields"])
            values["fields"] = named[:1].upper() + named[1:]
        if "counted" in values:
            counted = ((_cut(said), number) for said, number in values["counted"])
            values["counted"] = ", ".join(self.put_in("counted", said=said, count=number) for said, number in counted)
        if values.get("empty"):
            values["key"] = f"{values['key']} ({self.say['placeholder']})"
        if "field" in values:
            values["field"] = self.label(values["field"])
        if "what" in values:
            values["what"] = self._restatement.of_set(values["what"])
        if "reading" in values:
            values["reading"] = self._restatement.of(values["reading"])
        if "item" in values:
            values["where"] = self.where(values["item"])
        if "of" in values:
            values["of"] = self._restatement.many(values["of"])
        if key in ("nothing_changed", "none_changed"):
            values["since"] = self.put_in("since", day=values["since"]) if values["since"] else ""
        if "more" in values:
            values["rest"] = self.put_in("rest", more=values["more"]) if values["more"] else ""
        if "unit" in values:
            values["length"] = self.put_in(f"length_{values['unit']}", count=values["count"])
        for end in ("least", "most"):
            if isinstance(values.get(end), tuple):
                count, unit = values[end]
                values[end] = self.put_in(f"length_{unit}", count=count)
        if key == "about_languages":
            values["languages"] = ", ".join(map(name_of, LANGUAGES))
        return self.put_in(key, **values)

    # -- sources -------------------------------------------------------------------------------------------------

    def _source(self, number: int, item: Item) -> str:
        if item.heading:
            return self._cell(number, item)
        if not item.raw:
            return self.put_in(
                "source_blank", number=number, doc=item.doc, where=self.where(item), before=item.before.strip()
            )
        quote = f"“{item.before.lstrip()}{_cut(item.raw, 160)}{item.after.rstrip()}”"
        told = " ".join(quote.split())
        return self.put_in("source", number=number, doc=item.doc, where=self.where(item), quote=told)

    def where(self, item: Item) -> str:
        """Where in its document an item stands: its line, or what its file has in the place of lines."""
        counts = counts_of(item.place) or {"line": item.line or 1}
        return ", ".join(self.put_in(f"at_{name}", n=count) for name, count in counts.items() if name != "cell")

    def _cell(self, number: int, item: Item) -> str:
        """A source in a table: its sheet, row and column, and what is written there where that is not what is shown."""
        key = "source_mark" if item.heads else "source_cell" if item.raw else "source_cell_blank"
        doc = f"{item.doc}, {self.put_in('sheet', sheet=item.sheet)}" if item.sheet else item.doc
        quote = _cut(BREAK.sub(" ", unescaped(item.raw) if item.said else item.raw), 160)
        return self.put_in(
            key, number=number, doc=doc, row=f"{item.row or 0:,}", column=item.heading, quote=quote, code=item.code
        )


def _shown(item: Item, length: int) -> str:
    """A value as people read it; the line breaks of a table's cell are those that its text names (`<br/>`)."""
    if "\n" not in item.said or len(item.said) > length:
        return _cut(item.shown, length)
    return item.said


def _cut(text: str, length: int = _LONG) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[: length - 1].rsplit(" ", 1)[0] + " …"


__all__ = ["Entry", "Wording"]
