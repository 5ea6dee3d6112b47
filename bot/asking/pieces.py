"""The pieces of a tiling: which commitments are named, which conditions stand, what is asked of them.

`roles` tells what each mention may be, `coordination` puts one combination of it together.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property

from bot.asking.frames import Condition, Has, Not, all_of
from bot.asking.lattice import Lattice, Mention
from bot.records.frozen import dataclass, field

RESTRICTING = frozenset({"place", "plan", "cycle", "struck"})
"""Kinds of conditions that tell which commitment is meant rather than claim something of it."""


@dataclass(frozen=True, slots=True)
class Cond:
    """A condition and where it was said: `uses` are the mentions (by number in the tiling) that it expresses."""

    test: Condition
    start: int
    end: int
    uses: frozenset[int]
    kind: str
    cost: float = 0.0

    @property
    def field(self) -> str:
        """The field that it tests."""
        return (
            self.test.field
            if isinstance(self.test, Has)
            else self.test.part.field
            if isinstance(self.test, Not) and isinstance(self.test.part, Has)
            else ""
        )


@dataclass(frozen=True, slots=True)
class NamedCommitments:
    """Commitments that some words name: several where a title fits several."""

    codes: tuple[str, ...]
    start: int
    uses: frozenset[int]
    label: str
    exact: bool


class Tiled(tuple[Mention, ...]):
    """The mentions of a tiling, which cover all words in their order, with what each of them says."""

    @cached_property
    def said(self) -> dict[tuple[str, str], set[int]]:
        """The numbers of the mentions that have a sense, or with an empty name any sense of a role."""
        found: dict[tuple[str, str], set[int]] = {}
        for number, one in enumerate(self):
            for role, name in one.senses:
                found.setdefault((role, name), set()).add(number)
                found.setdefault((role, ""), set()).add(number)
        return found

    @cached_property
    def asking(self) -> list[tuple[int, Mention]]:
        """The mentions that ask for a field, with their numbers."""
        return [(number, self[number]) for number in sorted(self.said.get(("ask", ""), ()))]

    @cached_property
    def dates(self) -> list[Mention]:
        """The dates among them."""
        return [one for one in self if one.kind == "date"]

    @cached_property
    def names_somebody(self) -> bool:
        """Whether an institution or a person is named."""
        return any(one.kind in ("body", "person") for one in self)


@dataclass(slots=True)
class Pieces:
    """One way to take every mention of a tiling.

    `either`: an "and" between two topics means that one is enough. `none_of`: the field of which values are sought that
    no commitment of the set has, and the mentions that say so. `scattered`: countries that stand apart were taken for
    alternatives.
    """

    made: Lattice
    items: Tiled
    cost: float
    named: list[NamedCommitments] = field(default_factory=list)
    unknown_codes: list[tuple[str, int]] = field(default_factory=list)
    denied: set[int] = field(default_factory=set)
    dropped: list[Condition] = field(default_factory=list)
    conds: list[Cond] = field(default_factory=list)
    asks: dict[int, tuple[str, ...]] = field(default_factory=dict)
    people: list[int] = field(default_factory=list)
    elsewhere: list[int] = field(default_factory=list)
    connectives: set[int] = field(default_factory=set)
    groups: list[tuple[Condition, tuple[Cond, ...]]] = field(default_factory=list)
    either: bool = False
    scattered: bool = False
    none_of: tuple[str, frozenset[int]] | None = None

    def said(self, role: str, *names: str) -> set[int]:
        """The mentions that say this."""
        said = self.items.said
        found: set[int] = set()
        for name in names or ("",):
            if (role, name) in said:
                found |= said[role, name]
        return found

    def of_kind(self, kind: str) -> list[int]:
        """The mentions of a kind."""
        return [number for number, one in enumerate(self.items) if one.kind == kind]

    @property
    def where(self) -> Condition:
        """All conditions at once."""
        return all_of(*(test for test, _conds in self.groups))

    @property
    def cond_uses(self) -> set[int]:
        """The mentions that conditions express, what joins and denies them included."""
        return set().union(*(cond.uses for cond in self.conds)) | self.connectives

    def fields(self) -> tuple[str, ...]:
        """The fields asked for, in their order."""
        return tuple(dict.fromkeys(name for number in sorted(self.asks) for name in self.asks[number]))

    def words(self, number: int) -> str:
        """The question's words of a mention."""
        return self.made.words(self.items[number].start, self.items[number].end)


# -- where mentions stand ----------------------------------------------------------------------------------------------


def around(items: Sequence[Mention], one: Mention, span: int) -> Iterator[tuple[int, Mention]]:
    """The mentions that may stand within so many words of one, with their numbers: each has a word at least."""
    at = bisect_left(items, one.start, key=start_of)
    first, last = max(0, at - span - 1), min(len(items), at + span + 2)
    return zip(range(first, last), items[first:last])  # noqa: B905  # as long as each other


def between(items: Sequence[Mention], start: int, end: int) -> range:
    """The numbers of the mentions that lie wholly between two places."""
    first = bisect_left(items, start, key=start_of)
    return range(first, bisect_right(items, end, first, key=end_of))


def ending(items: Sequence[Mention], first: int, last: int) -> range:
    """The numbers of the mentions that end at one of these places."""
    return range(bisect_left(items, first, key=end_of), bisect_right(items, last, key=end_of))


def start_of(one: Mention) -> int:
    """The word that a mention begins at, as a key to look mentions up by."""
    return one.start


def end_of(one: Mention) -> int:
    """The word that a mention ends before, as a key."""
    return one.end
