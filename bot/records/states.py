"""What documents say of one commitment, in the order of the days that they speak for.

The latest state of a document that still says so is what the record holds; the differences along the chain of states
are the commitment's changes. Both follow from the documents, in whatever order these came.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import PurePath
from typing import NamedTuple

from bot.records.fields import FIELDS
from bot.records.lines import Lines
from bot.records.model import Change, Value

_Natural = tuple[tuple[bool, int | str], ...]


class Row(NamedTuple):
    """One value as it is stored, without its commitment and document.

    `line`, `before` and `after` are its place in the document's text (see `lines`), `row` and `column` that in a table,
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
class Speaker:
    """A document as one that speaks: of two, that of the later day is believed, then of the later ingest, then name.

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
class State:
    """What a document says of one commitment; once it says something else, or is gone, it is no longer `living`."""

    code: str
    speaker: Speaker
    rows: tuple[Row, ...]
    living: bool = True


def row_of(value: Value, lines: Lines) -> Row:
    """A value of the document whose lines these are, as it is stored."""
    return Row(
        value.field,
        value.position,
        value.raw,
        value.value,
        value.precision,
        value.start,
        value.end,
        value.origin,
        *lines.place(value.start, value.end),
        value.row,
        value.column,
        lines.where(value.start),
    )


def summary(rows: Iterable[Row], *, normalised: bool = False) -> dict[str, str]:
    """field → what it says, its members joined by line breaks; the page's own word goes before an index's."""
    parts: dict[str, dict[str, None]] = {}
    from_index: dict[str, bool] = {}
    for row in rows:
        if from_index.setdefault(row.field, row.origin == "index") == (row.origin == "index"):
            text = (row.value or row.raw) if normalised else row.raw
            parts.setdefault(row.field, {})[text] = None
    return {name: "\n".join(texts) for name, texts in parts.items()}


def latest(states: Iterable[State]) -> State | None:
    """The state that the record holds: the latest of those that are living."""
    return max((state for state in states if state.living), key=lambda state: state.speaker.rank, default=None)


def chain(states: Iterable[State]) -> list[State]:
    """The states in their order, without those that can never speak again and only repeat what was said before."""
    kept: list[State] = []
    for state in sorted(states, key=lambda state: (*state.speaker.rank, state.living)):
        if state.living or not kept or not _same(kept[-1], state):
            kept.append(state)
    while len(kept) > 1 and not kept[0].living and _same(kept[0], kept[1]):
        kept.pop(0)
    return kept


def changes_along(states: Sequence[State]) -> list[tuple[Change, int | None]]:
    """The changes from state to state, each with the id of the document that brought it."""
    found = []
    for before, after in pairwise(states):
        old, new = summary(before.rows), summary(after.rows)
        for name in _different(old, new):
            speaker = after.speaker
            change = Change(after.code, name, old.get(name), new.get(name), speaker.name, speaker.day)
            found.append((change, speaker.id))
    return found


def carried(state: State, old: State, new: State) -> State:
    """An earlier `state`, after newer rules made `new` of the document of which earlier ones had made `old`.

    Its own text is gone, but a field in which it said what `old` said is taken to say what `new` says: a better reader
    is no change of the commitment.
    """
    said, was, now = summary(state.rows), summary(old.rows), summary(new.rows)
    better = {name for name in _different(was, now) if said.get(name) == was.get(name)}
    rows = [row for row in state.rows if row.field not in better]
    rows += [row for row in new.rows if row.field in better]
    return replace(state, rows=tuple(rows))


def _different(old: dict[str, str], new: dict[str, str]) -> list[str]:
    return [one.name for one in FIELDS if _plain(old.get(one.name)) != _plain(new.get(one.name))]


def _plain(text: str | None) -> str | None:
    """White space is how a page was saved, not what it says."""
    return None if text is None else " ".join(text.split())


def _same(one: State, other: State) -> bool:
    return not _different(summary(one.rows), summary(other.rows))


@lru_cache(maxsize=4096)
def _natural(name: str) -> _Natural:
    """A name's order as people see it: `X-2` before `X-10`, and `X` before both."""
    path = PurePath(name)
    parts = re.split(r"([0-9]+)", str(path.with_suffix("")) if path.name else name)
    return tuple((part.isdecimal(), int(part) if part.isdecimal() else part) for part in parts if part)
