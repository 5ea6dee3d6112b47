"""Typing errors: what words that nobody knows may be meant for."""

from __future__ import annotations

from collections.abc import Iterator

from bot.asking.lattice import Lattice, Mention, once, weights
from bot.asking.mentions.areas import AREA_WORDS, find_areas
from bot.asking.mentions.phrases import find_dates, find_phrases
from bot.asking.normalise import forms
from bot.records.frozen import replace

_LONG_DEMONYM = 7
"""Letters of a word that may be a misspelt country though some document has it so: "ukranian"."""


def find_repaired(made: Lattice) -> Iterator[Mention]:
    """What words that nobody knows may be meant for: phrases of the lexicon, areas and members. Never a code."""
    dear = weights()["tile"]["repaired"]
    covered = {
        at
        for one in made.mentions
        if one.kind in ("code", "contact", "place", "date", "area")
        for at in range(one.start, one.end)
    }
    names = dict(made.linker.members())
    for at, token in enumerate(made.tokens):
        if at in covered or not token.folded.isalpha() or len(token.folded) < 3 or token.is_mention:
            continue
        if not made.lexicon.known.isdisjoint(token.forms) or token.folded in made.light:
            continue
        if not made.linker.knows(token.folded):
            yield from _misspelt_phrase(made, at, dear)
        for start, end in ((at - 1, at + 1), (at, at + 2), (at, at + 1)):
            rare = made.linker.knows(token.folded) and (end - start > 1 or len(token.folded) < _LONG_DEMONYM)
            if start < 0 or end > len(made.tokens) or rare:
                continue
            said = " ".join([*(t.folded for t in made.tokens[start : end - 1]), made.tokens[end - 1].forms[-1]])
            if prefixes := made.linker.country_near(said):
                typed = made.words(start, end).removesuffix("'s")
                yield Mention(
                    start, end, "place", (names[prefixes[0]], prefixes), dear, repairs=((typed, names[prefixes[0]]),)
                )


def _misspelt_phrase(made: Lattice, at: int, dear: float) -> Iterator[Mention]:
    from bot.asking.likeness import closest  # only a word that nobody knows needs repair

    token = made.tokens[at]
    if at and token.text[:1].isupper() and token.text[1:].islower():
        return  # a name of somebody or something that is not known is no misspelling
    for to in closest(token.folded, _spellings(made)):
        if to[:1] != token.folded[:1] and sorted(to) != sorted(token.folded):
            continue
        longest = max(AREA_WORDS, made.lexicon.longest)
        first = max(0, at - longest)
        tokens = list(made.tokens[first : at + longest])  # no phrase that has the word reaches further
        tokens[at - first] = replace(token, folded=to, forms=forms(to))
        for source in (find_phrases, find_areas):
            for one in source(made, tokens):
                if one.start <= at - first < one.end and any(
                    role not in ("empty", "question") for role, _said in one.senses or {("area", "")}
                ):
                    yield replace(
                        one,
                        start=one.start + first,
                        end=one.end + first,
                        cost=one.cost + dear,
                        repairs=((token.text, to),),
                    )
        if to in _dated(made):
            again = [*made.tokens[:at], replace(token, folded=to, forms=forms(to)), *made.tokens[at + 1 :]]
            for one in find_dates(replace(made, tokens=tuple(again))):
                if one.start <= at < one.end:
                    yield replace(one, cost=one.cost + dear, repairs=((token.text, to),))


@once
def _dated(made: Lattice) -> set[str]:
    """The words that tell of dates, long enough to be known when they are misspelt."""
    listed = (word for words in made.lexicon.dated.values() for phrase in words for word in phrase)
    return {word for word in listed if len(word) > 4 and word.isalpha()}


@once
def _spellings(made: Lattice) -> list[str]:
    """The words that one that nobody knows may be meant for."""
    words = made.lexicon.words
    nouns = {*words("empty", "commitments"), *words("empty", "commitment")}
    areas = made.linker.vocabulary("area").counts
    known = {*made.lexicon.known, *(word for word in made.lexicon.ordinary if word.endswith("ies"))}  # "countires"
    return sorted({*known, *nouns, *_dated(made), *(word for word in areas if len(word) > 4)})
