"""Digest → plain text in one language; its words are data, one file a language. Values stay as written."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from bot.asking.wording import Wording
from bot.digest.gathering import SHOWN
from bot.digest.model import Digest, Item, Section
from bot.records.known_contacts import MARK

LANGUAGES = ("en", "es", "fr", "ko")
_LONG = 120  # characters of a value that a line shows; the whole is in the item
_DAYS, _MONTHS = 60, 24  # below so many, days (months) say it best


class DigestWording:
    """Puts a digest into the words of one language (one of `LANGUAGES`)."""

    def __init__(self, language: str) -> None:
        self.words = _words(language)
        self.label = Wording(language).label

    def text(self, digest: Digest) -> str:
        """The whole digest: sections with their counts, the rule of “overdue”, what is unknown, the sources."""
        sources: dict[str, int] = {}
        parts = [self.heading(digest)]
        for section in digest.sections:
            lines = [f"• {self.line(section.name, item)}{_cite(item, sources)}" for item in section.items[:SHOWN]]
            hidden = self.hidden(section, SHOWN)
            parts.append("\n".join([self.section(section), *lines, *([hidden] if hidden else [])]))
        if not digest.sections:
            parts.append(self.words["nothing"])
        parts.append("\n".join(self.footer(digest)))
        if sources:
            parts.append("\n".join(f"[{number}] {source}" for source, number in sources.items()))
        return "\n\n".join(parts)

    def heading(self, digest: Digest) -> str:
        """What the digest is of."""
        return str(self.words["heading"]).format(as_of=digest.window.as_of, since=digest.window.since)

    def everything(self, name: str, **values: object) -> str:
        """One of the wordings about the whole of a section."""
        return str(self.words["all"][name]).format(**values)

    def section(self, section: Section) -> str:
        """A section's name with its count."""
        return f"{self.words['section'][section.name]} ({section.count})"

    def hidden(self, section: Section, shown: int) -> str:
        """How many of a section are not shown, empty where all are."""
        more = max(section.count, len(section.items)) - min(len(section.items), shown)
        return str(self.words["more"]).format(count=more) if more > 0 else ""

    def line(self, section: str, item: Item) -> str:
        """One item in words: the commitment, its value, and how far away the day is."""
        return f"{self.subject(item)} — {self.value(section, item)}"

    def subject(self, item: Item) -> str:
        """The commitment of an item: its code and title."""
        return f"{item.code} · {item.title}" if item.title else item.code

    def value(self, section: str, item: Item) -> str:
        """What an item says."""
        say, label = self.words["line"], self.label(item.field)
        if section == "changed":
            old, new = (f"“{_cut(text)}”" if text else say["nothing"] for text in (item.old, item.raw))
            if item.old == MARK:
                hidden = "contact_gone" if not item.raw else "contact" if item.raw == MARK else "contact_now"
                return str(say[hidden]).format(label=label, new=new, at=item.at)
            form = "back" if old == new else "changed" if item.old else "added" if item.raw else "removed"
            return str(say[form]).format(label=label, old=old, new=new, at=item.at)
        if section == "new":
            return str(say["new"])
        if not item.raw:
            return str(say["open"]).format(label=label)
        when = self.when(item.days) if item.days is not None else ""
        beside = "".join(
            str(say["beside"]).format(label=self.label(one.field), value=_cut(one.raw)) for one in item.beside
        )
        return str(say["dated"]).format(label=label, value=_cut(item.raw), when=when) + beside

    def when(self, days: int) -> str:
        """So many days from now in words: “in 12 days”, “3 months ago”."""
        table = self.words["when"]
        if str(days) in table:
            return str(table[str(days)])
        unit, count = _rounded(abs(days))
        side = "ahead" if days > 0 else "ago"
        return str(table[side][unit][0 if count == 1 else 1]).format(count=count)

    def footer(self, digest: Digest) -> list[str]:
        """The rule of “overdue”, and what is not known."""
        say = self.words["footer"]
        lines = [str(say["overdue"])]
        if digest.undated:
            lines.append(str(say["undated"]).format(count=digest.undated, total=digest.considered))
        if digest.undecided:
            lines.append(str(say["undecided"]).format(count=digest.undecided))
        return lines


@cache
def _words(language: str) -> Mapping[str, Any]:
    with (files("bot.digest") / "words" / f"{language}.toml").open("rb") as file:
        return tomllib.load(file)


def _rounded(days: int) -> tuple[str, int]:
    """Days, whole months or whole years, by the mean length of each in the calendar (400 years: 146,097 days)."""
    if days < _DAYS:
        return "day", days
    months = round(days * 4_800 / 146_097)
    return ("month", months) if months < _MONTHS else ("year", months // 12)


def _cite(item: Item, sources: dict[str, int]) -> str:
    """The number of an item's source, after the item; `sources` gathers them."""
    if item.source is None:
        return ""
    at = f", {item.source.place}" if item.source.place else f":{item.source.line}" if item.source.line else ""
    place = f"{item.source.doc}{at}"
    shown = f"{place} “{_cut(item.source.quote)}”" if item.source.quote else place
    return f" [{sources.setdefault(shown, len(sources) + 1)}]"


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONG else flat[: _LONG - 1].rsplit(" ", 1)[0] + " …"
