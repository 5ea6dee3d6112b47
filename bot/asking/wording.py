"""Draft → plain text, in the words of one language: the answer first, then what is assumed or unknown, then sources."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.asking.draft import Draft, Entry, Note
from bot.asking.evidence import Finding, label
from bot.asking.lexicon import lexicon
from bot.asking.query import Item
from bot.records.store import Store

_LONG = 600
"""Characters of one value that are shown; the whole is in the item."""
_SIDE = 48


class Wording:
    """Puts drafts into words of one language."""

    def __init__(self, language: str) -> None:
        own, english = lexicon(language).data, lexicon("en").data
        self.say: Mapping[str, str] = {**english["say"], **own.get("say", {})}
        self.labels: Mapping[str, str] = own.get("labels", {})

    def label(self, field: str) -> str:
        """What this language calls a field."""
        return self.labels.get(field) or label(field)

    def put(self, draft: Draft, store: Store) -> tuple[str, str, tuple[Item, ...]]:
        """(statement, statement with its sources, the items with line and surroundings)."""
        items = tuple(_placed(item, store) for item in draft.items)
        parts = [self._note(note) for note in draft.lead]
        parts += self._entries(draft)
        parts += [self._note(note) for note in draft.notes]
        if draft.options:
            parts += [f"• {option.label}" for option in draft.options]
        statement = "\n".join(part for part in parts if part)
        sources = [self._source(number, item) for number, item in enumerate(items, 1)]
        sources = list(dict.fromkeys(sources))
        return statement, "\n".join([statement, *sources]), items

    # -- entries -------------------------------------------------------------------------------------------------

    def _entries(self, draft: Draft) -> list[str]:
        lines: list[str] = []
        number = _Counter()
        listing = (draft.result or {}).get("type") == "set"
        for entry in draft.entries:
            head = f"{entry.code} · {entry.title}" if entry.title else entry.code
            if listing:
                title_mark = (
                    f" [{number.next()}]"
                    if any(item.code == entry.code and item.field == "title" for item in draft.items)
                    else ""
                )
                told = [self._finding(one, number, short=True) for one in entry.findings]
                lines.append("• " + head + title_mark + ("" if not told else " — " + "; ".join(told)))
                continue
            if entry.findings:
                lines.append(head)
            lines += [
                self._finding(one, number)
                for one in entry.findings
                if not (one.field == "title" and len(entry.findings) > 1 and self._skip_title(one, number))
            ]
        return lines

    def _skip_title(self, finding: Finding, number: _Counter) -> bool:
        """The title stands in the heading already: its number is used up without a line of its own."""
        for _item in finding.items:
            number.next()
        return True

    def _finding(self, finding: Finding, number: _Counter, *, short: bool = False) -> str:
        name = self.label(finding.field)
        name = name if short else name[:1].upper() + name[1:]
        if finding.state == "change":
            item = finding.items[0]
            old, new = (f"“{_cut(text)}”" if text else self.say["nothing"] for text in (item.old, item.raw))
            return self.say["change_line"].format(label=name, old=old, new=f"{new} [{number.next()}]", day=item.at)
        if finding.state == "value":
            values = "; ".join(f"{_cut(item.raw)} [{number.next()}]" for item in finding.items)
        elif finding.state == "blank":
            values = f"{self.say['blank']} [{number.next()}]"
        else:
            values = self.say[finding.state].format(code=finding.code)
        return self.say["field_line"].format(label=name, values=values)

    # -- notes ---------------------------------------------------------------------------------------------------

    def _note(self, note: Note) -> str:
        if not note.key:
            return ""
        key = note.key
        values: dict[str, Any] = dict(note.values)
        count = values.get("count")
        for suffix, wanted in (("_none", 0), ("_one", 1)):
            if count == wanted and f"{key}{suffix}" in self.say:
                key += suffix
                break
        if key == "no_page":
            key = "no_page_reason"
        if key == "several" and values["count"] > values["shown"]:
            key = "several_cut"
        title, code = values.get("title"), values.get("code", "")
        values["subject"] = f"{code} ({title})" if title else code
        values["about"] = self.say["about"].format(subject=values["subject"]) if code else ""
        words = values.get("words")
        values["unread"] = self.say["unread"].format(words=words) if words else ""
        if isinstance(values.get("fields"), tuple):
            named = ", ".join(self.label(name) for name in values["fields"])
            values["fields"] = named[:1].upper() + named[1:]
        if "field" in values:
            values["field"] = self.label(values["field"])
        if key == "nothing_changed":
            values["since"] = self.say["since"].format(day=values["since"]) if values["since"] else ""
        if key == "undecided_set":
            values["rest"] = self.say["rest"].format(more=values["more"]) if values["more"] else ""
        return self.say[key].format(**values)

    # -- sources -------------------------------------------------------------------------------------------------

    def _source(self, number: int, item: Item) -> str:
        if not item.raw:
            return self.say["source_blank"].format(
                number=number, doc=item.doc, line=item.line, before=item.before.strip()
            )
        quote = f"“{item.before.lstrip()}{_cut(item.raw, 160)}{item.after.rstrip()}”"
        return self.say["source"].format(number=number, doc=item.doc, line=item.line, quote=" ".join(quote.split()))


class _Counter:
    def __init__(self) -> None:
        self.number = 0

    def next(self) -> int:
        self.number += 1
        return self.number


def _placed(item: Item, store: Store) -> Item:
    context = store.context(item.document_id, item.start, item.end)
    before = context.before
    if len(before) > _SIDE:
        before = "… " + re.sub(r"^\S*\s", "", before[-_SIDE:])
    after = (
        context.after if len(context.after) <= _SIDE // 2 else re.sub(r"\s\S*$", "", context.after[: _SIDE // 2]) + " …"
    )
    return replace(item, line=context.line, before=before, after=after)


def _cut(text: str, length: int = _LONG) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[: length - 1].rsplit(" ", 1)[0] + " …"


__all__ = ["Entry", "Wording"]
