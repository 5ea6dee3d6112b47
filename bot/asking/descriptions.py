"""The commitment that a description means, though it says it in other words than the title's."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.asking.conditions import fits
from bot.asking.frames import ALL, Condition
from bot.asking.lattice import Lattice
from bot.asking.passages import alternatives, any_of, held_of, may_hold, plain
from bot.records.folding import words as folded

_SHARE = 0.6
"""How much of what the words weigh, the rare ones more, must stand in the title or the short description."""

_Topic = tuple[tuple[str, ...], ...]
"""The stems of a word or phrase, then those of each of its translations."""


def likely(words: Sequence[str], within: Condition, made: Lattice) -> list[str]:
    """The commitments of a set that hold most of the words, those with most of them in the title first of all.

    A word may stand there in the other language that documents of the country are written in. Several come back where
    they fit as well. Two words at least are needed: one is no description.
    """
    called = alternatives(list(dict.fromkeys(words)), made.lexicon.language, placed=within != ALL)
    stem = made.linker.stem
    topics = list(dict.fromkeys(tuple(tuple(map(stem, folded(each))) for each in said) for said in called))
    if len({word for topic in topics for word in topic[0]}) < 2:
        return []
    asked = [word for said in called for each in said for word in folded(each)]
    pool = made.store.search_any(any_of(asked), 60 if within == ALL else 400, "{title prose}")
    if within != ALL:
        inside = set(made.store.select(*fits(within)))
        pool = [code for code in pool if code in inside]
    vocabulary = made.linker.vocabulary("title")
    rare = {topic: sum(map(vocabulary.weight, topic[0])) for topic in topics}
    total = sum(rare.values())
    held: dict[str, tuple[float, float]] = {}
    for code, row in made.store.columns(pool, ("title", "brief")).items():
        title, brief = str(row["title"] or ""), str(row["brief"] or "")
        text = plain(f"{title} {brief}")
        may = [topic for topic in topics if any(len(may_hold(text, each)) == len(each) for each in topic)]
        if sum(rare[topic] for topic in may) / total < _SHARE:
            continue
        in_title = _held(may, {stem(word) for word in folded(title)})
        in_brief = _held(may, {stem(word) for word in folded(brief)})
        both = [topic for topic in topics if topic in in_title or topic in in_brief]
        held[code] = (sum(rare[topic] for topic in both) / total, sum(rare[topic] for topic in in_title))
    if not held:
        return []
    best = max(held.values())
    return [code for code, has in held.items() if has == best] if best[0] >= _SHARE else []


def _held(topics: Sequence[_Topic], held: Collection[str]) -> list[_Topic]:
    """The topics that the stems of a text name, in one of their languages."""
    return [topic for topic in topics if any(len(held_of(each, held)) == len(each) for each in topic)]
