"""What a commitment is: the values that pass between reading a document and answering from it."""

from __future__ import annotations

from operator import attrgetter
from typing import Any, Literal

from bot.records.frozen import dataclass, field
from bot.records.packed import Packed

Origin = Literal["page", "index", "export"]
Severity = Literal["error", "warning", "info"]
Precision = Literal["day", "month", "year"]
Spot = tuple[int, ...]
"""From which offset of a document's text on which place of its file: (offset, page, line) in a PDF, (offset, table,
row, cell) or (offset, paragraph) in a Word document, all counted from 1."""


@dataclass(frozen=True, slots=True)
class Document:
    """One document as read: its whole text, in which every place is counted in Unicode code points.

    `name` is how it is cited (`KR0029.txt`); `date` is the day the document itself says it is of, ISO 8601. `spots`
    tell where in the file stretches of the text stand, in their order, where the text's own lines do not.
    """

    name: str
    text: str
    format: str
    sha256: str
    url: str | None = None
    date: str | None = None
    spots: tuple[Spot, ...] = ()


@dataclass(slots=True, unsafe_hash=True)
class Value:
    """One field of one commitment, as written at `text[start:end]` of its document.

    Blank (the label stands there with nothing behind it) is an empty `raw` with `start == end`.
    `value` is the normalised form of typed fields (ISO date, E.164 phone, canonical term, JSON list), None where
    there is none. `row` and `column` are its place in a table, from 1, where it stands in one.

    A value is never changed, only replaced. It is not declared frozen, which would make it four times slower to make:
    a page may list a hundred thousand commitments.
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

    @property
    def blank(self) -> bool:
        """The label is there and nothing behind it."""
        return not self.raw


_columns = tuple(map(attrgetter, Value.__match_args__))


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about a document that a person should know; `line` counts from 1, None for the whole document.

    `place` is where it is in a file that has no lines (`page 17, line 3`), None elsewhere.
    """

    document: str
    line: int | None
    field: str | None
    message: str
    severity: Severity = "warning"
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a document's text that no rule claimed: kept, counted and reported."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class UnreadPassage:
    """A part of the unread text, at its place, that may hold an answer; `fields` are those that it is likely to be of.

    Prose without a label may be of any field of prose; a passage that is like no field has none. The `code` is said of
    one that stands in a table, with its `row` and `column` there, from 1.
    """

    start: int
    end: int
    fields: tuple[str, ...] = ()
    code: str | None = None
    row: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class TablePlace:
    """A table of a document: the line of its header, its sheet (empty where there are none), its headings in order."""

    line: int
    sheet: str
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one document gave: its values (of one or many commitments), its problems, its unread text.

    `passages` are what of the unread text is worth quoting. `document` is None when nothing could be read at all
    (binary, empty): then `problems` says why. `tables` are those that its values stand in. The values of a large table
    are packed; all of one commitment then stand behind each other.
    """

    document: Document | None
    values: tuple[Value, ...] | Packed[Value] = ()
    problems: tuple[Problem, ...] = ()
    unread: tuple[Span, ...] = field(default=())
    passages: tuple[UnreadPassage, ...] | Packed[UnreadPassage] = ()
    tables: tuple[TablePlace, ...] = ()

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        """How a reading passes between processes: its values as columns, which takes a fifth of the time of objects."""
        return _read_elsewhere, (
            self.document,
            self.values
            if isinstance(self.values, Packed)
            else tuple(tuple(map(column, self.values)) for column in _columns),
            self.problems,
            self.unread,
            self.passages,
            self.tables,
        )


def _read_elsewhere(
    document: Document | None,
    values: tuple[tuple[Any, ...], ...] | Packed[Value],
    problems: tuple[Problem, ...],
    unread: tuple[Span, ...],
    passages: tuple[UnreadPassage, ...] | Packed[UnreadPassage],
    tables: tuple[TablePlace, ...],
) -> Reading:
    held = values if isinstance(values, Packed) else tuple(map(Value, *values))
    return Reading(document, held, problems, unread, passages, tables)


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one commitment that differs from what was known before; None: there was, or is, no such value."""

    code: str
    field: str
    old: str | None
    new: str | None
    document: str
    at: str
