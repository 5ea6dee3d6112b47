"""What is held against: a length of time ("longer than two years"), a fraction of a set ("more than half of them")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.asking.lattice import Lattice, Mention, phrase_ends, weights
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


# -- fractions of a set ------------------------------------------------------------------------------------------------

MAJORITY = "majority"
_RELATIONS = (("more_than", ">"), ("at_least", ">="), ("fewer_than", "<"), ("at_most", "<="))
_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d+)?)\s?%")
_BESIDE = 2
"""Words that may stand between a fraction and what it is held against by: "more than *a* half", "50 % *or* more"."""


@dataclass(frozen=True, slots=True)
class FractionSaid:
    """A fraction that a share is held against by a `sign`: `1/2`, `40/100`; `~` is about so much."""

    sign: str
    part: str


def find_fractions(made: Lattice) -> Iterator[Mention]:
    """Halves, thirds, per cents and majorities, each with what it is held against by: "at least a third of"."""
    words = made.lexicon.words
    found = [
        (begin, end, "1/2" if name == MAJORITY else name, name == MAJORITY)
        for name in made.lexicon.lists.get("fraction", {})
        if name == MAJORITY or "/" in name
        for begin, end in phrase_ends(made, words("fraction", name))
    ]
    percents = set(words("fraction", "percent"))
    for at, token in enumerate(made.tokens):
        follows = made.tokens[at + 1].folded if at + 1 < len(made.tokens) else ""
        after = made.question.text[token.end : token.end + 2].strip()[:1]
        if percent := _PERCENT.fullmatch(token.folded):
            found.append((at, at + 1, f"{percent[1].replace(',', '.')}/100", False))
        elif token.folded.isdecimal() and 0 < int(token.folded) <= 100 and (follows in percents or after == "%"):
            found.append((at, at + 1 + (follows in percents), f"{token.folded}/100", False))
    if not found:
        return
    relations = {
        span: sign for name, sign in _RELATIONS for span in phrase_ends(made, words("intent", name))
    } | dict.fromkeys(phrase_ends(made, words("fraction", "about")), "~")
    for begin, end, part, most in found:
        if any(one[0] <= begin and end <= one[1] and (one[0], one[1]) != (begin, end) for one in found):
            continue  # "half" in "one half of"
        sign, first, last = ">" if most else ">=", begin, end
        for (start, stop), said in relations.items():
            if (
                most
                or (start < begin and not 0 <= begin - stop < _BESIDE)
                or (stop > end and not start - end < _BESIDE)
            ):
                continue
            if stop <= begin or start >= end:
                sign, first, last = said, min(first, start), max(last, stop)
        yield Mention(first, last, "fraction", FractionSaid(sign, part), weights()["tile"]["number"])
