"""Lengths of time that a commitment is held against: "longer than two years", "for at least 18 months"."""

from __future__ import annotations

from collections.abc import Iterator

from bot.asking.lattice import Lattice, Mention, phrase_ends
from bot.records.frozen import dataclass

_COMPARING = (
    ("longer", "longer", True), ("shorter", "shorter", True), ("more_than", "longer", False),
    ("fewer_than", "shorter", False), ("at_least", "shorter", False),
)  # fmt: skip
"""(intent, how a length compares, whether the word itself speaks of time)."""
_UNITS = {"year": ("month", 12), "month": ("month", 1), "week": ("day", 7), "day": ("day", 1)}


@dataclass(frozen=True, slots=True)
class Length:
    """Lasting longer or shorter (`op`) than a number of months or days, or not (`denied`); `typed` are its words."""

    op: str
    number: int
    unit: str
    typed: str
    denied: bool = False


def find_lengths(made: Lattice) -> Iterator[Mention]:
    """Numbers of years, months, weeks or days that something lasts longer or shorter than."""
    words = made.lexicon.words
    lasting = dict.fromkeys(words("grammar", "lasting"))
    verbs, behind = dict[int, int](), dict[int, int]()
    for begin, end in phrase_ends(made, lasting):
        verbs[end] = min(begin, verbs.get(end, begin))
        behind[begin] = max(end, behind.get(begin, end))
    amounts = {one.start: one.value for one in made.mentions if one.kind == "number"}
    ago = frozenset(words("date", "ago"))
    found: dict[tuple[int, int], Length] = {}
    for intent, op, timed in _COMPARING:
        for first, end in phrase_ends(made, words("intent", intent)):
            at = end + (end < len(made.tokens) and made.tokens[end].folded in words("grammar", "than"))
            unit = _unit(made, at + 1)
            number = amounts.get(at) or 0
            if unit and not number and made.tokens[at].folded in words("grammar", "indefinite"):
                number = 1  # "longer than a year"
            if not unit or not number or (at + 2 < len(made.tokens) and made.tokens[at + 2].folded in ago):
                continue
            before = first - (first > 0 and made.tokens[first - 1].folded in words("grammar", "lasting_for"))
            start = verbs.get(before, verbs.get(first))
            last = at + 2 if start is not None else behind.get(at + 2, at + 2)  # German: "mehr als zwei Jahre dauern"
            if start is None and last == at + 2 and not timed:
                continue  # "ended more than two years ago": nothing lasts
            name, times = _UNITS[unit]
            typed = made.words(at, at + 2)
            span = (first if start is None else start, last)
            found.setdefault(span, Length(op, number * times, name, typed, intent == "at_least"))
    for (begin, end), length in found.items():
        inside = any(s <= begin and end <= e and (s, e) != (begin, end) for s, e in found)
        if not inside:
            yield Mention(begin, end, "length", length)


def _unit(made: Lattice, at: int) -> str:
    """Which unit of time a word names."""
    if at >= len(made.tokens):
        return ""
    word = made.tokens[at].folded
    forms = {word, word.removesuffix("s"), *made.tokens[at].forms}  # "ans" is too short for a plural elsewhere
    return next((name for name in _UNITS if not forms.isdisjoint(made.lexicon.words("date", name))), "")
