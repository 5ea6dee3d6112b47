"""What a commitment is: the values that pass between reading a document and answering from it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Literal

Origin = Literal["page", "index", "export"]
Severity = Literal["error", "warning", "info"]
Precision = Literal["day", "month", "year"]


@dataclass(frozen=True, slots=True)
class Document:
    """One document as read: its whole text, in which every place is counted in Unicode code points.

    `name` is how it is cited (`KR0029.txt`); `date` is the day the document itself says it is of, ISO 8601.
    """

    name: str
    text: str
    format: str
    sha256: str
    url: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """One field of one commitment, as written at `text[start:end]` of its document.

    Blank (the label stands there with nothing behind it) is an empty `raw` with `start == end`.
    `value` is the normalised form of typed fields (ISO date, E.164 phone, canonical term, JSON list), None where
    there is none. `row` and `column` are its place in a table, from 1, where it stands in one.
    """

    code: str
    field: str
    raw: str
    start: int
    end: int
    position: int = 0
    value: str | None = None
    precision: Precision | None = None
    origin: Origin = "page"
    row: int | None = None
    column: int | None = None

    def __reduce__(self) -> tuple[type[Value], tuple[object, ...]]:
        """How a value passes between processes: documents are full of them, and the usual way is four times slower."""
        return Value, _parts(self)

    @property
    def blank(self) -> bool:
        """The label is there and nothing behind it."""
        return not self.raw


_parts = attrgetter(*(one.name for one in fields(Value)))


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about a document that a person should know; `line` counts from 1, None for the whole document."""

    document: str
    line: int | None
    field: str | None
    message: str
    severity: Severity = "warning"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a document's text that no rule claimed: kept, counted and reported."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TablePlace:
    """A table of a document: the line of its header, its sheet (empty where there are none), its headings in order."""

    line: int
    sheet: str
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one document gave: its values (of one or many commitments), its problems, its unread text.

    `document` is None when nothing could be read at all (binary, empty): then `problems` says why. `tables` are those
    that its values stand in.
    """

    document: Document | None
    values: tuple[Value, ...] = ()
    problems: tuple[Problem, ...] = ()
    unread: tuple[Span, ...] = field(default=())
    tables: tuple[TablePlace, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one commitment that differs from what was known before; None: there was, or is, no such value."""

    code: str
    field: str
    old: str | None
    new: str | None
    document: str
    at: str
