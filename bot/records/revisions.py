"""The revisions of a commitment: what documents say of it, in the order of the days that they speak for.

The record holds, field by field, the latest statement of a document that still says so: silence erases nothing that
another document states. The differences along the chain of revisions are the commitment's changes. Both follow from the
documents, in whatever order these came.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import PurePath
from typing import NamedTuple

from bot.records.contradictions import ASK, NEWEST, contradictions, goes_first, unrelated
from bot.records.countries import NAMING, letters_of, stranger
from bot.records.fields import FIELDS
from bot.records.frozen import dataclass, replace
from bot.records.model import Change, Value
from bot.records.text import Lines
from bot.records.vocabulary import is_placeholder

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
                else row.field not in (said if row.raw else labelled)
            )
        )
        if rows or not held:
            held.append((revision.source, rows))
        said |= {row.field for row in revision.rows if row.raw}
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
