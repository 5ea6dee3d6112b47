"""Where two documents of one commitment contradict each other, by a table of the fields that are compared."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar, Union

from bot.records.countries import named_in
from bot.records.frozen import dataclass
from bot.records.names import name_key
from bot.records.text import fold

if TYPE_CHECKING:
    from bot.records.revisions import ValueRow
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
    own = [one for one in values if one.field == field and one.raw and one.origin != "index"]
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
