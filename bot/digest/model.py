"""What a digest is made of and what it is: frozen values, free of language, of Slack and of any database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.charts.drawings import TimelineSpan
from bot.records.store import Stored
from bot.records.text import counts_of

SECTIONS = ("changed", "overdue", "due_soon", "started", "new", "not_stated")
"""The sections in the order in which a digest has them (the contract)."""
TIMED = ("overdue", "due_soon", "started")
"""The sections in which a commitment stands because of a date."""
KINDS = {
    "change": "changed",
    "contact": "changed",
    "overdue": "overdue",
    "started": "started",
    "closed": "changed",
    "no_longer_overdue": "overdue",
    "new": "new",
    "back": "new",
    "entered": "new",
    "gone": "new",
    "left": "new",
    "left_ended": "new",
    "left_closed": "new",
    "left_year": "new",
    "due": "due_soon",
    "milestone_due": "due_soon",
    "milestone_overdue": "overdue",
    "still_overdue": "overdue",
    "reminder": "due_soon",
}
"""What can be news of a commitment, in the order in which it is told, and the section that one chooses it by."""
PARTS = ("happened", "due")
"""The parts of a digest's news."""
DUE = ("due", "milestone_due", "milestone_overdue", "still_overdue", "reminder")
"""Those that are a date's doing and told again at its steps; the others happened."""


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
    documents which nobody understood may state. `plan_over` is the last day that its action plan can last;
    `milestones` are (position, last day) of those whose end is known. Of commitments that are `alike` the same is
    known: what is decided of one is decided once for all of them.
    """

    code: str
    has_page: bool
    start: tuple[date, date] | None
    end: tuple[date, date] | None
    said: Mapping[str, str | None]
    unread: frozenset[str] = frozenset()
    plan_over: date | None = None
    milestones: tuple[tuple[int, date], ...] = ()
    alike: Sequence[str] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """The commitment and those that are alike."""
        return (self.code, *self.alike)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One change of one field: what stood there before, and the day (ISO 8601) of the change."""

    code: str
    field: str
    old: str | None
    at: str


@dataclass(frozen=True, slots=True)
class Pick:
    """A commitment's place in a section, before its values are fetched.

    `days` counts from the day of the digest to the day that matters, negative in the past.
    """

    code: str
    field: str
    days: int | None = None
    old: str | None = None
    at: str | None = None


def code_order(code: str) -> tuple[str, int, str]:
    """Codes as people count them: letters, number.

    >>> sorted(["KR0032", "KE0100", "KE0031"], key=code_order)
    ['KE0031', 'KE0100', 'KR0032']
    """
    letters = code.rstrip("0123456789")
    return letters, int(code[len(letters) :] or 0), code


@dataclass(frozen=True, slots=True)
class Sorting:
    """The picks of every section that are shown, the nearest first, and how many there are.

    `timed` counts the commitments that stand anywhere because of a date.
    """

    picks: Mapping[str, Sequence[Pick]]
    counts: Mapping[str, int]
    timed: int = 0


@dataclass(frozen=True, slots=True)
class QuotedValues:
    """The values that picks are shown with: all that stand behind (code, field), and where documents contradict them.

    `disputed` says how, in the words of `bot.records.revisions.dispute`.
    """

    values: Mapping[tuple[str, str], Sequence[Stored]]
    disputed: Mapping[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Citation:
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
class RelatedValue:
    """Another value of the same commitment that stands beside an item: its status beside its end, say."""

    field: str
    raw: str
    source: Citation


@dataclass(frozen=True, slots=True)
class DigestItem:
    """One line of a digest: a quoted value; empty `raw` where the document leaves it open, with the label's place."""

    code: str
    title: str
    field: str
    raw: str
    value: str | None
    old: str | None
    days: int | None
    source: Citation | None
    at: str | None = None
    beside: tuple[RelatedValue, ...] = ()
    dispute: str = ""

    def to_json(self) -> dict[str, Any]:
        """The item as the contract's JSON."""
        out: dict[str, Any] = {
            name: getattr(self, name) for name in ("code", "title", "field", "raw", "value", "old", "days")
        }
        out["source"] = self.source.to_json() if self.source else None
        if self.at:
            out["at"] = self.at
        if self.dispute:
            out["dispute"] = self.dispute
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
    items: tuple[DigestItem, ...]


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that is news of a commitment, before its value is fetched: its `kind` is one of `KINDS`.

    `days` counts from the day of the digest to the day that matters, negative in the past; `old` is what a field said
    before; `position` is that of the value in its field (of a milestone), None where all of it is meant.
    """

    kind: str
    field: str = ""
    old: str | None = None
    at: str | None = None
    days: int | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A happening with the value that it is quoted by: empty `raw` where the document says nothing."""

    kind: str
    field: str
    raw: str
    value: str | None
    precision: str | None
    old: str | None
    days: int | None
    at: str | None
    source: Citation | None
    dispute: str = ""


@dataclass(frozen=True, slots=True)
class NewsLine:
    """All the news of one commitment, the weightiest first; `country` where several are followed, else empty."""

    code: str
    title: str
    country: str
    lead: RelatedValue | None
    person: RelatedValue | None
    progress: tuple[RelatedValue, ...]
    url: str | None
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class PageNote:
    """Pages that changed without saying anything new of their commitments: why, and of a site which field."""

    kind: str
    field: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands as it was told before: counts, and the nearest of those that are due and the oldest overdue.

    `older` are overdue commitments of plans that are over, by name where they are few. Nobody can say of those
    `unjudged` whether they are overdue; None where they are not to be counted this time.
    """

    due: int = 0
    next_due: tuple[str, date] | None = None
    overdue: int = 0
    oldest: tuple[str, date] | None = None
    older: int = 0
    older_codes: tuple[str, ...] = ()
    unjudged: int | None = None


@dataclass(frozen=True, slots=True)
class Week:
    """The days of a digest in numbers, of a country or, without a name, of all: overdue are counted now and before."""

    name: str
    overdue: int
    overdue_before: int
    ended: int
    closed: int
    changed: int


@dataclass(frozen=True, slots=True)
class Review:
    """The weeks of all that is followed, which comes first, and of its countries, where there are several."""

    rows: tuple[Week, ...]


@dataclass(frozen=True, slots=True)
class News:
    """What a digest tells: what happened, what is due, pages that changed only as pages, and what stands.

    `happened` and `due` hold the lines that are shown; `happened_count` and `due_count` say how many there are.
    `ends` are the sources of the dates that what stands is named with. `stayed` are followed though they do not fit any
    more: nothing new was said of them.
    """

    happened: tuple[NewsLine, ...] = ()
    due: tuple[NewsLine, ...] = ()
    happened_count: int = 0
    due_count: int = 0
    notes: tuple[PageNote, ...] = ()
    standing: Standing = Standing()
    ends: Mapping[str, Citation] = field(default_factory=dict)
    review: Review | None = None
    stayed: tuple[str, ...] = ()

    def part(self, name: str) -> tuple[tuple[NewsLine, ...], int]:
        """The lines of one of `PARTS` that are shown, and how many it has."""
        return (self.happened, self.happened_count) if name == "happened" else (self.due, self.due_count)

    def __bool__(self) -> bool:
        return bool(self.happened_count or self.due_count)


NO_NEWS = News()


@dataclass(frozen=True, slots=True)
class Timeline:
    """The commitments whose dates a digest tells, the nearest first, and how many more there are."""

    spans: tuple[TimelineSpan, ...]
    rest: int


NO_TIMELINE = Timeline((), 0)


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest before it is put into words.

    Whether `undecided` commitments belong to what is followed at all is not stated. `sections` are all that stands,
    for whoever asks; `news` is what is told. `timeline` is what a picture of it shows. `dates` are the ends and
    milestones of a calendar, a line each, where they were asked for.
    """

    window: Window
    sections: tuple[Section, ...]
    undecided: int
    news: News = NO_NEWS
    timeline: Timeline = NO_TIMELINE
    dates: tuple[NewsLine, ...] = ()

    def to_json(self, text: str) -> dict[str, Any]:
        """The digest object of the contract; `text` is the digest in words, with its news."""
        return {
            "as_of": self.window.as_of.isoformat(),
            "since": self.window.since.isoformat(),
            "sections": [
                {"name": one.name, "count": one.count, "items": [item.to_json() for item in one.items]}
                for one in self.sections
            ],
            "text": text,
        }
