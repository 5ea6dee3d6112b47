"""What a commitment is, and what an ingest did: the values that pass between a document and an answer from it."""

from __future__ import annotations

import pickle
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import fields
from operator import attrgetter
from typing import Any, Generic, Literal, TypeVar

from bot.records.frozen import dataclass, field
from bot.records.text import Spot, fold

Origin = Literal["page", "index", "export"]
Severity = Literal["error", "warning", "info"]
Precision = Literal["day", "month", "year"]


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
class DocumentReading:
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
) -> DocumentReading:
    held = values if isinstance(values, Packed) else tuple(map(Value, *values))
    return DocumentReading(document, held, problems, unread, passages, tables)


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one commitment that differs from what was known before; None: there was, or is, no such value."""

    code: str
    field: str
    old: str | None
    new: str | None
    document: str
    at: str


# -- very many values --------------------------------------------------------------------------------------------


T = TypeVar("T")
PACK_SIZE = 4096
"""Rows that are packed together, and the most that are not packed at all."""


class Packed(Collection[T], Generic[T]):
    """Very many rows of the dataclass `kind`, to be gone through as often as one likes: a tenth of what objects take.

    Kept in their order, as pickled columns. `raw` is no column, but cut from the text at `start` and `end` when a row
    is asked for.
    """

    def __init__(self, kind: type[T], text: str, parts: list[bytes], size: int) -> None:
        self._kind, self._text, self._parts, self._size = kind, text, parts, size

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[T]:
        names = [one.name for one in fields(self._kind)]  # type: ignore[arg-type]  # it is a dataclass
        for part in self._parts:
            columns: dict[str, Iterable[Any]] = pickle.loads(part)  # noqa: S301 - from this program's own process
            if "raw" in names:
                columns["raw"] = [self._text[a:b] for a, b in zip(columns["start"], columns["end"], strict=True)]
            yield from map(self._kind, *(columns[name] for name in names))

    def __contains__(self, row: object) -> bool:
        return any(one == row for one in self)


class Packing(Generic[T]):
    """Takes rows of the dataclass `kind`, which quote `text`, one after another."""

    def __init__(self, kind: type[T], text: str) -> None:
        self._kind, self._text = kind, text
        self._names = [one.name for one in fields(kind)]  # type: ignore[arg-type]  # it is a dataclass
        self._get = attrgetter(*self._names)
        self._parts: list[bytes] = []
        self._waiting: list[T] = []
        self._size = 0

    def add(self, rows: Iterable[T]) -> None:
        """Take some more; ValueError for one whose `raw` is no quotation."""
        self._waiting += rows
        if len(self._waiting) > PACK_SIZE:
            self._pack()

    def done(self) -> tuple[T, ...] | Packed[T]:
        """All of them, packed where they are many."""
        if not self._parts:
            return tuple(self._waiting)
        if self._waiting:
            self._pack()
        return Packed(self._kind, self._text, self._parts, self._size)

    def _pack(self) -> None:
        columns = dict(zip(self._names, zip(*map(self._get, self._waiting), strict=True), strict=False))
        self._size += len(self._waiting)
        self._waiting = []
        if raws := columns.pop("raw", ()):
            places = zip(columns["start"], columns["end"], strict=True)
            if any(raw != self._text[start:end] for raw, (start, end) in zip(raws, places, strict=True)):
                raise ValueError("what is read is no quotation from its document")
        self._parts.append(pickle.dumps(columns, pickle.HIGHEST_PROTOCOL))


# -- what an ingest did ---------------------------------------------------------------------------------------------


STAYS = "What was known from it stays."
FAULT = f"The reader failed on this document, which is a fault of the program: the log says where. {STAYS}"

NO_KNOWN_LABEL = " looks like a label, but it is not a known one."
"""How a problem goes on behind the words, in quotation marks, that may be a label that the tables lack."""
_NO_KNOWN_LABEL = re.compile(f"“(.+?)”{re.escape(NO_KNOWN_LABEL)}", re.DOTALL)

DocumentState = Literal["read", "unchanged", "refused", "removed"]


@dataclass(frozen=True, slots=True)
class Arrival:
    """One document at the door: how it is cited, where it came from, its bytes (None, and a problem that says why).

    `reader` names the version of the rules that it is to be read by: a document whose bytes are as before is read again
    only where that differs. `gone` is a document that its site says it no longer has.
    """

    name: str
    origin: str
    data: bytes | None
    url: str | None = None
    reader: str = ""
    problem: Problem | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """What one document gave: the commitments it describes, how many others it lists, its values, what was not read.

    `values` are those of the described commitments, `blank` how many of them are labels with nothing behind them;
    `unread` counts characters, `unread_places` the stretches that they stand in, `characters` those of the whole text.
    """

    document: str
    state: DocumentState
    commitments: tuple[str, ...] = ()
    listed: int = 0
    values: int = 0
    blank: int = 0
    unread: int = 0
    unread_places: int = 0
    problems: tuple[Problem, ...] = ()
    characters: int = 0

    @property
    def understood(self) -> float | None:
        """The share of its text that a rule claimed, 0 to 1; None where nothing could be read."""
        return 1 - self.unread / self.characters if self.characters else None


class ReadError(Exception):
    """One document cannot be read; the message is the sentence to say, `traceback` what belongs into the log."""

    def __init__(self, said: str, traceback: str | None = None) -> None:
        super().__init__(said)
        self.traceback = traceback


@dataclass(slots=True)
class Report:
    """What one ingest did: what came in, document by document, and what the database then holds."""

    documents: int = 0
    unchanged: int = 0
    unreadable: int = 0
    removed: int = 0
    gone: int = 0
    commitments: int = 0
    index_only: int = 0
    fields: int = 0
    problems: list[Problem] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    by_document: list[DocumentReport] = field(default_factory=list)


def unknown_labels(report: Report) -> list[tuple[str, int]]:
    """What looks like a label and is none that is known, with the number of documents that have it, the most first."""
    counts: Counter[str] = Counter()
    spelt: dict[str, str] = {}
    for one in report.by_document:
        found = [match[1] for problem in one.problems if (match := _NO_KNOWN_LABEL.match(problem.message))]
        keys = {fold(label): label for label in reversed(found)}
        counts.update(keys.keys())
        for key, label in keys.items():
            spelt.setdefault(key, label)
    return [(spelt[key], count) for key, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))]
