"""The revisions of a commitment: what documents say of it, how they contradict each other, and what the record holds.

Revisions stand in the order of the days that they speak for. The record holds, field by field, the latest statement of
a document that still says so: silence erases nothing that another document states. The differences along the chain of
revisions are the commitment's changes. Both follow from the documents, in whatever order these came.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple, TypeVar, Union

from bot.records.countries import NAMING, letters_of, named_in, stranger
from bot.records.fields import FIELD, FIELDS
from bot.records.frozen import dataclass, replace
from bot.records.model import Change, Value
from bot.records.names import name_key
from bot.records.text import Lines, fold
from bot.records.vocabulary import is_placeholder

if TYPE_CHECKING:
    from bot.records.store import Stored  # which finds contradictions by the table below


Said = Union["ValueRow", "Stored"]
S = TypeVar("S", "ValueRow", "Stored")
_FEWEST_DIGITS = 6
_TELLING = ("country", "title")


@dataclass(frozen=True, slots=True)
class Compared:
    """How a field is compared: what its values come down to, where they state anything, and when two are the same.

    `end`: how many signs two that are the same have in common at their ends, 0 for all.
    """

    keys: Callable[[Said], Sequence[str]]
    same: Callable[[str, str], bool] = str.__eq__
    end: int = 0


def _members(said: Said) -> list[str]:
    return [member.region or member.name for member in named_in(said.raw)] or [fold(said.raw)]


def _people(said: Said) -> list[str]:
    from bot.records.contacts import person_key  # only where documents speak of the same commitment

    return [" ".join(person_key(said.value))] if said.value else []


def _normal(said: Said) -> list[str]:
    value = said.value or ""
    return json.loads(value) if value.startswith("[") else [value] if value else []


def _numbers(said: Said) -> list[str]:
    written = _normal(said) or ["".join(char for char in said.raw if char.isdigit()).lstrip("0")]
    return [number for number in written if len(number) >= _FEWEST_DIGITS]


def _same_number(one: str, other: str) -> bool:
    """A number that is written without its country or area is the end of the other."""
    return one.endswith(other) or other.endswith(one)


NEWEST, FIRST, ASK = TRUST = ("newest", "first", "ask")
"""Which document goes first in a field in which two contradict each other: the later, the earlier, or neither.

A commitment is called by one title: with `ASK`, by the earlier."""

COMPARED: Mapping[str, Compared] = {
    "title": Compared(lambda said: [name_key(said.raw)]),
    "country": Compared(_members),
    "person": Compared(_people),
    "email": Compared(_normal),
    "phone": Compared(_numbers, _same_number, end=_FEWEST_DIGITS),
}
"""The fields in which two documents are held against each other. A new one is a row here."""


def goes_first(trust: str, field: str) -> str:
    """Which document goes first in one of these fields, under a setting."""
    return FIRST if trust == ASK and field == "title" else trust


def contradictions(mine: Sequence[S], theirs: Sequence[S]) -> Iterator[tuple[str, S, list[S]]]:
    """(field, a value of `mine`, those of `theirs` that stand against it) of two documents about one commitment.

    They contradict each other where each says something that the other does not. One that says less, or nothing,
    contradicts nobody.
    """
    for field, compared in COMPARED.items():
        if field == "title" and not _labelled_alike(mine, theirs):
            continue  # a translation
        own, other = _stated(mine, field, compared), _stated(theirs, field, compared)
        here, there = (_by_end(rows, compared.end) for rows in (own, other))
        alone = [said for said, keys in own if not _among(keys, there, compared)]
        against = [said for said, keys in other if not _among(keys, here, compared)]
        if alone and against:
            yield field, alone[0], against


DISPUTED = ("differs", "contested")


def states(one: Said) -> bool:
    """Whether a value states something, which a blank and “TBC” do not; “No IRM Data” is a finding."""
    found = FIELD[one.field].kind in ("choice", "yesno") and one.value is not None
    return bool(one.raw) and (found or not is_placeholder(one.field, one.raw))


def dispute(stated: Iterable[Stored], against: Sequence[Stored]) -> str:
    """How documents stand to each other in a field: `differs`, or `contested` where none of them goes first; or ""."""
    if len({one.document_id for one in stated if one.raw and one.origin != "index"}) > 1:
        return "contested"
    return "differs" if against else ""


def unrelated(mine: Sequence[S], theirs: Sequence[S]) -> bool:
    """Whether two documents seem to be of two commitments: of two countries, or of titles without a word in common."""
    apart = {field: (one, against) for field, one, against in contradictions(mine, theirs) if field in _TELLING}
    if "country" in apart:
        return True
    if "title" not in apart:
        return False
    one, against = apart["title"]
    return not any(set(name_key(one.raw).split()) & set(name_key(other.raw).split()) for other in against)


def _labelled_alike(mine: Sequence[S], theirs: Sequence[S]) -> bool:
    """Whether two documents have a label in common for what both state; those in two languages have none."""
    own, other = _labels(mine), _labels(theirs)
    both = own.keys() & other.keys()
    return not both or any(own[name] & other[name] for name in both)


def _labels(values: Sequence[S]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in values:
        if one.before.rstrip().endswith((":", "：")):
            found.setdefault(one.field, set()).add(fold(one.before))
    return found


def _stated(values: Sequence[S], field: str, compared: Compared) -> list[tuple[S, Sequence[str]]]:
    own = [one for one in values if one.field == field and states(one) and one.origin != "index"]
    return [(one, keys) for one in own if (keys := compared.keys(one))]


def _by_end(rows: Sequence[tuple[S, Sequence[str]]], end: int) -> dict[str, set[str]]:
    """The keys of values by what they end in, so that each is held against few others."""
    found: dict[str, set[str]] = {}
    for _said, keys in rows:
        for key in keys:
            found.setdefault(key[-end:], set()).add(key)
    return found


def _among(keys: Sequence[str], others: Mapping[str, set[str]], compared: Compared) -> bool:
    return any(compared.same(key, one) for key in keys for one in others.get(key[-compared.end :], ()))


_Natural = tuple[tuple[bool, int | str], ...]
_PENDING = "Pending IRM Review"
_FOUND = ("early_results", "completion")
_REVIEWED = (*_FOUND, "starred")
_SEVERAL = 2
_NONE: Mapping[str, Revision] = {}
_OF_PLAN = (*NAMING, "cycle")


class ValueRow(NamedTuple):
    """One value as it is stored, without its commitment and document.

    `line`, `before` and `after` are its place in the document's text (see `Lines`), `row` and `column` that in a table,
    `place` that in a file without lines of its own (`page 17, line 3`).
    """

    field: str
    position: int
    raw: str
    value: str | None
    precision: str | None
    start: int
    end: int
    origin: str
    line: int
    before: str
    after: str
    row: int | None
    column: int | None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """The document of a revision: of two, that of the later day is believed, then of the later ingest, then name.

    `id` is None when the document is gone.
    """

    id: int | None
    name: str
    day: str
    run: int

    @property
    def rank(self) -> tuple[str, int, _Natural]:
        """The greater, the later."""
        return self.day, self.run, _natural(self.name)


@dataclass(frozen=True, slots=True)
class Revision:
    """What a document says of one commitment; once it says something else, or is gone, it is no longer `living`.

    `made` is the key under which it says so, where that was made and is tied to the code (`ties`).
    """

    code: str
    source: Provenance
    rows: tuple[ValueRow, ...]
    living: bool = True
    made: str = ""


_Held = tuple[Provenance, tuple[ValueRow, ...]]


def row_of(value: Value, lines: Lines) -> ValueRow:
    """A value of the document whose lines these are, as it is stored."""
    line, before, after = lines.place(value.start, value.end)
    return _new(
        ValueRow,
        (
            value.field,
            value.position,
            value.raw,
            value.value,
            value.precision,
            value.start,
            value.end,
            value.origin,
            line,
            before,
            after,
            value.row,
            value.column,
            lines.where(value.start),
        ),
    )


_new = tuple.__new__  # half the time of a named tuple's own constructor


def summary(rows: Iterable[ValueRow], *, normalised: bool = False) -> dict[str, str]:
    """field → what it says, its members joined by line breaks; the page's own word goes before an index's."""
    parts: dict[str, dict[str, None]] = {}
    from_index: dict[str, bool] = {}
    for row in rows:
        if from_index.setdefault(row.field, row.origin == "index") == (row.origin == "index"):
            text = (row.value or row.raw) if normalised else row.raw
            parts.setdefault(row.field, {})[text] = None
    return {name: "\n".join(filter(None, texts)) for name, texts in parts.items()}


def in_order(revisions: Iterable[Revision]) -> list[Revision]:
    """The revisions, the later the further behind.

    A plan comes before the pages of its commitments. A page that says that its review is pending was saved before one
    that does not, unless its document says otherwise by an earlier revision of its own; then the days decide, then the
    ingest, then the name.
    """
    reviewed: dict[str, bool] = {}
    ranked = []
    for revision in sorted(revisions, key=lambda revision: (revision.source.day, revision.source.run, revision.living)):
        name = revision.source.name
        reviewed[name] = reviewed.get(name, False) or not _awaits_review(revision)
        ranked.append(((not revision.made, reviewed[name], *revision.source.rank, revision.living), revision))
    return [revision for _rank, revision in sorted(ranked, key=lambda one: one[0])]


def _awaits_review(revision: Revision) -> bool:
    """Whether a document says of the reviewers' findings that they are to come, and has none."""
    said = [row for row in revision.rows if row.field in _REVIEWED and row.raw]
    found = [row for row in said if row.field in _FOUND and row.value and not is_placeholder(row.field, row.raw)]
    return any(row.value == _PENDING for row in said) and all(row.value == _PENDING for row in found)


def trusted(revisions: Sequence[Revision]) -> list[Revision]:
    """Those of some revisions that name no other member than the letters of their code, all of them where each does."""
    if len(revisions) < _SEVERAL:
        return list(revisions)
    own = [
        revision
        for revision in revisions
        if not any(row.field in NAMING and stranger(letters_of(revision.code), row.raw) for row in revision.rows)
    ]
    return own or list(revisions)


def record(revisions: Iterable[Revision], trust: str = NEWEST) -> list[_Held]:
    """What a record holds: all of the latest revision, then what earlier ones state and the later are silent about.

    One that seems to be of another commitment adds nothing. A field in which they contradict each other is the
    earliest one's with `FIRST`, and that of each with `ASK` (`contradictions.TRUST`).
    """
    order = in_order(revisions)[::-1]
    fitting = _of_one_commitment(order, trust)
    held = _merged(fitting)
    if trust == NEWEST:
        return held
    rows = [row for _source, own in held for row in own]
    contested = {name for revision in order for name, _mine, _theirs in contradictions(rows, revision.rows)}
    shared = {name for name in contested if goes_first(trust, name) == ASK}
    earliest = {
        row.field: revision for revision in fitting for row in revision.rows if row.raw and row.field in contested
    }
    order = [
        one if one in fitting else replace(one, rows=tuple(row for row in one.rows if row.field in shared))
        for one in order
    ]
    return _merged(order, shared, {name: revision for name, revision in earliest.items() if name not in shared})


def _merged(
    order: Sequence[Revision], shared: Collection[str] = (), sole: Mapping[str, Revision] = _NONE
) -> list[_Held]:
    """Field by field what the first of some revisions says, of `shared` fields what each, of `sole` that one."""
    held: list[_Held] = []
    said: set[str] = set()
    labelled: set[str] = set()
    for revision in order:
        rows = tuple(
            row
            for row in revision.rows
            if (
                bool(row.raw) and sole.get(row.field, revision) is revision
                if row.field in shared or row.field in sole
                else row.field not in (said if states(row) else labelled)
            )
        )
        if rows or not held:
            held.append((revision.source, rows))
        said |= {row.field for row in revision.rows if states(row)}
        labelled |= {row.field for row in revision.rows}
    return held


def _of_one_commitment(order: Sequence[Revision], trust: str) -> list[Revision]:
    """States, the latest first, without those that seem to be of another commitment than the one that is believed."""
    believed = order[0 if trust == NEWEST else -1] if order else None
    return [one for one in order if believed is None or one is believed or not unrelated(believed.rows, one.rows)]


def latest(revisions: Iterable[Revision], trust: str = NEWEST) -> Revision | None:
    """The revision that goes first in the record: the latest of those that are living and can be trusted."""
    living = in_order(trusted([revision for revision in revisions if revision.living]))
    return next(iter(_of_one_commitment(living[::-1], trust)), None)


def chain(revisions: Iterable[Revision]) -> list[Revision]:
    """The revisions in their order, without those that can never count again and only repeat what was said before."""
    kept: list[Revision] = []
    for revision in in_order(revisions):
        if revision.living or not kept or not _same(kept[-1], revision):
            kept.append(revision)
    while len(kept) > 1 and not kept[0].living and _same(kept[0], kept[1]):
        kept.pop(0)
    return kept


def changes_along(revisions: Sequence[Revision], trust: str = NEWEST) -> list[tuple[Change, int | None]]:
    """The changes from revision to revision, each with the id of the document that brought it.

    That a commitment's page calls its plan otherwise than the plan itself is none.
    """
    found = []
    own = trusted(revisions)
    for number, after in enumerate(own[1:], 1):
        old, new = (_held_after(own[:end], trust) for end in (number, number + 1))
        published = own[number - 1].made and not after.made
        for name in _different(old, new):
            if published and name in _OF_PLAN:
                continue
            source = after.source
            change = Change(after.code, name, old.get(name), new.get(name), source.name, source.day)
            found.append((change, source.id))
    return found


def _held_after(revisions: Sequence[Revision], trust: str) -> dict[str, str]:
    """What the record held after these revisions, each document's last one counted."""
    last = {revision.source.name: revision for revision in revisions}
    return summary(row for _source, rows in record(last.values(), trust) for row in rows)


def carried(revision: Revision, old: Revision, new: Revision) -> Revision:
    """An earlier `revision`, after newer rules made `new` of the document of which earlier ones had made `old`.

    Its own text is gone, but a field in which it said what `old` said is taken to say what `new` says: a better reader
    is no change of the commitment.
    """
    said, was, now = summary(revision.rows), summary(old.rows), summary(new.rows)
    better = {name for name in _different(was, now) if said.get(name) == was.get(name)}
    rows = [row for row in revision.rows if row.field not in better]
    rows += [row for row in new.rows if row.field in better]
    return replace(revision, rows=tuple(rows))


def _different(old: dict[str, str], new: dict[str, str]) -> list[str]:
    return [one.name for one in FIELDS if _plain(old.get(one.name)) != _plain(new.get(one.name))]


def _plain(text: str | None) -> str | None:
    """White space, and the bars between a row's cells, are how a page was saved, not what it says."""
    return None if text is None else " ".join(text.replace("|", " ").split())


def _same(one: Revision, other: Revision) -> bool:
    return not _different(summary(one.rows), summary(other.rows))


@lru_cache(maxsize=4096)
def _natural(name: str) -> _Natural:
    """A name's order as people see it: `X-2` before `X-10`, and `X` before both."""
    path = PurePath(name)
    parts = re.split(r"([0-9]+)", str(path.with_suffix("")) if path.name else name)
    return tuple((part.isdecimal(), int(part) if part.isdecimal() else part) for part in parts if part)
