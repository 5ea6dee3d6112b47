"""What a digest is made of and what it is: frozen values, free of language, of Slack and of any database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.charts.timeline import Span
from bot.records.lines import counts_of
from bot.records.store import Stored

SECTIONS = ("changed", "overdue", "due_soon", "started", "new", "not_stated")
"""The sections in the order in which a digest has them (the contract)."""


@dataclass(frozen=True, slots=True)
class Window:
    """The days that a digest is about: news from `since` to `as_of`, both included, and `ahead` days to come."""

    as_of: date
    since: date
    ahead: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What the sections are decided by, for one commitment; a date is the days between which it lies.

    `said` has the fields of `SAID` as the columns of `commitments` hold them: None without a label, empty where
    the label has nothing behind it, several values joined by line breaks. `unread` are fields that a part of its
    documents which nobody understood may state.
    """

    code: str
    has_page: bool
    start: tuple[date, date] | None
    end: tuple[date, date] | None
    said: Mapping[str, str | None]
    unread: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Turn:
    """One change of one field: what stood there before, and the day (ISO 8601) of the change."""

    code: str
    field: str
    old: str | None
    at: str


@dataclass(frozen=True, slots=True)
class Pick:
    """A commitment's place in a section, before its values are fetched.

    `days` counts from the day of the digest to the day that matters, negative in the past; `fresh` says that it
    came into the section within the window.
    """

    code: str
    field: str
    days: int | None = None
    old: str | None = None
    at: str | None = None
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class Sorting:
    """The picks of every section, the nearest first, and how many commitments were looked at.

    `undated` of them have an end that is not known, or not well enough to be called on time or overdue.
    """

    picks: Mapping[str, Sequence[Pick]]
    considered: int
    undated: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """The values that picks are shown with: all that stand behind (code, field)."""

    values: Mapping[tuple[str, str], Sequence[Stored]]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value is quoted from: `documents.text[start:end]` of the document is the quote."""

    doc: str
    start: int
    end: int
    quote: str
    url: str | None = None
    line: int | None = None
    place: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The source as the contract's JSON."""
        out: dict[str, Any] = {"doc": self.doc, "start": self.start, "end": self.end, "quote": self.quote}
        out |= {name: said for name in ("line", "url") if (said := getattr(self, name)) is not None}
        return out | counts_of(self.place)


@dataclass(frozen=True, slots=True)
class Said:
    """Another value of the same commitment that stands beside an item: its status beside its end, say."""

    field: str
    raw: str
    source: Source


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a digest: a quoted value; empty `raw` where the document leaves it open, with the label's place."""

    code: str
    title: str
    field: str
    raw: str
    value: str | None
    old: str | None
    days: int | None
    source: Source | None
    at: str | None = None
    beside: tuple[Said, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The item as the contract's JSON."""
        out: dict[str, Any] = {
            name: getattr(self, name) for name in ("code", "title", "field", "raw", "value", "old", "days")
        }
        out["source"] = self.source.to_json() if self.source else None
        if self.at:
            out["at"] = self.at
        if self.beside:
            out["beside"] = [
                {"field": one.field, "raw": one.raw, "source": one.source.to_json()} for one in self.beside
            ]
        return out


@dataclass(frozen=True, slots=True)
class Section:
    """One section: how many items it has in all, and those of them that are shown."""

    name: str
    count: int
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The commitments whose dates a digest tells, the nearest first, and how many more there are."""

    spans: tuple[Span, ...]
    rest: int


NO_TIMELINE = Timeline((), 0)


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest before it is put into words.

    `considered` commitments were looked at, the end of `undated` of them is not known, and whether `undecided`
    more belong to what is followed at all is not stated. `news` says that something came into it in its window;
    `timeline` is what a picture of it shows.
    """

    window: Window
    sections: tuple[Section, ...]
    considered: int
    undated: int
    undecided: int
    news: bool
    timeline: Timeline = NO_TIMELINE

    def to_json(self, text: str) -> dict[str, Any]:
        """The digest object of the contract; `text` is the digest in words."""
        return {
            "as_of": self.window.as_of.isoformat(),
            "since": self.window.since.isoformat(),
            "sections": [
                {"name": one.name, "count": one.count, "items": [item.to_json() for item in one.items]}
                for one in self.sections
            ],
            "text": text,
        }
