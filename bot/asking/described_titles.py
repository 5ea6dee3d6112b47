"""The commitments that a description means: those whose titles hold its words, or most of them, in their languages."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.asking.conditions import fits
from bot.asking.frames import ALL, Condition, Has, Not, all_of, conjuncts, tests
from bot.asking.lattice import Lattice
from bot.asking.passages import alternatives, any_of, held_of, may_hold, plain, term
from bot.records.names import EMPTY_WORDS
from bot.records.text import words as folded

_SHARE = 0.6
"""How much of what the words weigh, the rare ones more, must stand in the title or the short description."""

_Topic = tuple[tuple[str, ...], ...]
"""The stems of a word or phrase, then those of each of its translations."""


def by_most(where: Condition, made: Lattice) -> list[str]:
    """The commitments that most words of a description fit: "missing persons database in Mexico"."""
    parts = conjuncts(where)
    topics = [
        part
        for part in parts
        if isinstance(part, Has) and (part.op == "mentions" or part.field in ("policy_areas", "ogp_values"))
    ]
    rest = [part for part in parts if part not in topics]
    if any(isinstance(part, Not) for part in parts):
        return []
    if any(
        part.values[0].startswith('{title prose} : ("') and part.label.count(" ") and " AND " not in part.values[0]
        for part in topics
        if part.op == "mentions"
    ):
        return []  # in quotation marks: these very words
    words = [word for part in topics for word in folded(part.label) if word not in made.light]
    return likely(words, all_of(*rest), made)


def _wanted(where: Condition) -> list[str]:
    """The words that are looked for."""
    said = [test for test in tests(where) if test.op == "mentions" or test.field == "policy_areas"]
    return [word for test in said for word in folded(test.label)]


def titled_in(few: list[str], where: Condition, made: Lattice) -> list[str]:
    """Those of very many whose title holds the words that are looked for; without any, the `few` that come first.

    Only titles with all of the words are read, or else those with any.
    """
    wanted = _wanted(where)
    if not wanted:
        return few
    if not EMPTY_WORDS.isdisjoint(wanted):  # no index of titles has these
        return titled_so(made.store.select(*fits(where)), where, made)
    said = [made.linker.title_words(made.linker.stem(word)) for word in dict.fromkeys(wanted)]
    each = [f"({' OR '.join(map(term, words))})" for words in said if words]
    for query in ((" AND ".join(each) if len(each) == len(said) else ""), " OR ".join(each)):
        titled = (
            made.store.select(*fits(all_of(where, Has("text", "mentions", (f"{{title}} : ({query})",)))))
            if query
            else []
        )
        if titled:
            return titled_so(titled, where, made)
    return few


def titled_so(codes: list[str], where: Condition, made: Lattice) -> list[str]:
    """Those whose title holds the words that are looked for, or what these are called in another language."""
    wanted = [word for word in _wanted(where) if word not in made.light]
    topics = _topics(_called(wanted, where, made), made)
    if not topics:
        return codes
    titles = made.store.columns(codes, ("title",))
    found = []
    for code in codes:
        held = {made.linker.stem(word) for word in folded(str(titles[code]["title"] or ""))}
        whole = _held(topics, held)
        found.append(sum(len(topic[0] if topic in whole else held.intersection(topic[0])) for topic in topics))
    most = max(found)
    return [code for code, held in zip(codes, found, strict=True) if held == most] if most else codes


# -- in other words than the title's -----------------------------------------------------------------------------------


def likely(words: Sequence[str], within: Condition, made: Lattice, unknown: int = 0) -> list[str]:
    """The commitments of a set that hold most of the words, those with most of them in the title first of all.

    `unknown`: so many more words stand in no document; each counts half as much as the rarest that does.

    A word may stand there in the other language that documents of the country are written in. Several come back where
    they fit as well. Two words at least are needed: one is no description.
    """
    called = _called(words, within, made)
    stem, topics = made.linker.stem, _topics(called, made)
    if len({word for topic in topics for word in topic[0]}) < 2:
        return []
    asked = [word for said in called for each in said for word in folded(each)]
    pool = made.store.search_any(any_of(asked), 60 if within == ALL else 400, "{title prose}")
    if within != ALL:
        inside = set(made.store.select(*fits(within)))
        pool = [code for code in pool if code in inside]
    vocabulary = made.linker.vocabulary("title")
    rare = {topic: sum(map(vocabulary.weight, topic[0])) for topic in topics}
    total = sum(rare.values()) + unknown * max(rare.values()) / 2
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


_RARE = 2
"""Titles of all countries that a word may stand in, to tell one commitment by itself."""
_TELLING = 5
"""Letters of such a word."""


def of_a_rare_word(words: Sequence[str], within: Condition, made: Lattice) -> str:
    """The one commitment of a set whose title has the rare words of a description: "the action on laws (Volgdewet)"."""
    found: set[str] = set()
    if made.lexicon.language == "en" and not all(map(made.linker.knows, words)):
        return ""  # "the nuclear safety commitment": most titles are in English, and would have the other words too
    for word in dict.fromkeys(words):
        held = made.linker.title_words(made.linker.stem(word))
        if len(word) < _TELLING or word in made.lexicon.ordinary or not held:
            continue
        titled = Has("text", "mentions", (f"{{title}} : ({' OR '.join(map(term, held))})",))
        if len(made.store.select(*fits(titled))) <= _RARE:
            found.update(made.store.select(*fits(all_of(within, titled))))
    return found.pop() if len(found) == 1 else ""


def _called(words: Sequence[str], within: Condition, made: Lattice) -> list[tuple[str, ...]]:
    """Words, each with what it is called in the other language that documents of the set may be written in."""
    return alternatives(list(dict.fromkeys(words)), made.lexicon.language, placed=within != ALL)


def _topics(called: Sequence[tuple[str, ...]], made: Lattice) -> list[_Topic]:
    stem = made.linker.stem
    return list(dict.fromkeys(tuple(tuple(map(stem, folded(each))) for each in said) for said in called))


def _held(topics: Sequence[_Topic], held: Collection[str]) -> list[_Topic]:
    """The topics that the stems of a text name, in one of their languages."""
    return [topic for topic in topics if any(len(held_of(each, held)) == len(each) for each in topic)]
