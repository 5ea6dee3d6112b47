"""The words of a corpus: what its names are made of, its areas and its members, loaded once for many questions."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

from bot.asking.frames import Condition
from bot.asking.normalise import Token, singular
from bot.records import names, terms, text, vocabulary
from bot.records.frozen import dataclass, field
from bot.records.kept import derived
from bot.records.languages import files_of
from bot.records.names import name_key
from bot.records.store import Store
from bot.records.text import words
from bot.records.vocabulary import wordings

# what some pages have where areas should stand
_NO_AREA = frozenset({"pending irm review", "nr", "na", "n", "no data", "yes", "no"})
PREFIX = 0.9
"""Likeness of a word to one that begins with it: `app` and `application`."""
_PREFIXED = 6
_KEPT_NAMES = 5_000
_ELIDED = re.compile(r"\b(?:[ld]|qu)'", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of all names of one kind in alphabetical order, and how much each weighs."""

    words: tuple[str, ...]
    counts: Mapping[str, int]
    total: int
    names: dict[str, tuple[list[str], list[float], float]] = field(default_factory=dict, repr=False, compare=False)

    def weighed(self, key: str) -> tuple[list[str], list[float], float]:
        """The words of a name, what each of them weighs, and all of them together; kept for the next question."""
        known = self.names.get(key)
        if known is None:
            if len(self.names) > _KEPT_NAMES:
                self.names.clear()
            parts = key.split()
            weights = [self.weight(part) for part in parts]
            known = self.names[key] = parts, weights, sum(weights)
        return known

    def weight(self, word: str) -> float:
        """How much a word tells: rare words more, unknown words most."""
        count = self.counts.get(word)
        return math.log(1 + (self.total / count if count else self.total))

    def near(self, word: str, least: float = 0.0) -> dict[str, float]:
        """The words that `word` is, begins or is a misspelling of, each with its likeness from 0 to 1.

        Misspellings are left out where none is as like as `least`, such as one letter too few in a short word.
        """
        found = {word: 1.0} if word in self.counts else {}
        if len(word) < 3 or word.isdigit():
            return found
        starts = self.words[bisect_left(self.words, word) : bisect_left(self.words, f"{word}\U0010ffff")]
        found |= dict.fromkeys(sorted((other for other in starts if other != word), key=len)[:_PREFIXED], PREFIX)
        if 1.0 in found.values() or len(word) < 4 or 1 - 1 / (len(word) + 1) < least:
            return found
        from bot.asking.likeness import repairs  # only a word that the corpus does not have needs repair

        for other, likeness in repairs(word, self.words).items():
            found[other] = max(found.get(other, 0.0), likeness)
        return found


def _vocabulary(counts: Mapping[str, int]) -> Vocabulary:
    return Vocabulary(tuple(counts), counts, max(sum(counts.values()), 1))


class CorpusCache:
    """What was loaded of one state of one database, kept for the questions that follow."""

    def __init__(self) -> None:
        self.vocabularies: dict[str, Vocabulary] = {}
        self.near: dict[tuple[str, str, float], dict[str, float]] = {}
        self.areas: dict[str, str] | None = None
        self.title_words: dict[str, list[str]] = {}
        self.countries: dict[str, tuple[str, ...]] | None = None
        self.members: list[tuple[str, str]] | None = None
        self.undecided: dict[str, tuple[int, tuple[str, ...]]] = {}
        self.met: dict[Condition, bool] = {}
        self.counts: dict[tuple[object, ...], int] = {}
        self.examples: dict[tuple[date, str], tuple[str, ...]] = {}


def _areas() -> dict[str, str]:
    """Folded wording → key of a policy area of the vocabulary."""
    modules = (__file__, names.__file__, text.__file__, vocabulary.__file__)
    makers: list[str | Path] = [*modules, *files_of("names")]
    return derived(Path(terms.__file__), makers, _made)


def _made() -> dict[str, str]:
    found: dict[str, str] = {}
    wanted = wordings("policy_areas")
    keys = {canonical: name_key(canonical) for canonical in set(wanted.values())}
    for wording, canonical in wanted.items():
        if keys[canonical] not in _NO_AREA:
            # a question's words come without their elided article: `accès à l'information`
            for said in dict.fromkeys((wording, _ELIDED.sub("", wording))):
                found.setdefault(name_key(said), keys[canonical])
    return found


@lru_cache(50_000)
def _stem(word: str) -> str:
    bare = singular(word)
    for ending in ("ing", "ed", "ion", "al"):
        if len(bare) > len(ending) + 3 and bare.endswith(ending):
            return bare[: -len(ending)]
    return bare


_KEPT_WORDS = 20_000
_KEPT: dict[str, CorpusCache] = {}
_KEPT_STATES = 4


def kept(store: Store) -> CorpusCache:
    """What is kept of a store for as long as its database stays the same."""
    build = store.build_id()
    if build not in _KEPT:
        for older in list(_KEPT)[: 1 - _KEPT_STATES]:
            _KEPT.pop(older, None)  # another thread may have let it go
    return _KEPT.setdefault(build, CorpusCache())


class CorpusWords:
    """The words of one store; what is loaded is kept for as long as the database stays the same."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.kept = kept(store)

    def vocabulary(self, kind: str) -> Vocabulary:
        """The vocabulary of a kind of name; all are read at once, which takes no longer than one."""
        known = self.kept.vocabularies
        if kind not in known:
            counts = self.store.word_counts()
            known.update({one: _vocabulary(counts.get(one, {})) for one in (kind, *counts)})
        return known[kind]

    def near(self, token: Token, kind: str, least: float = 0.0) -> dict[str, float]:
        """Words of the vocabulary that a token may be, each with its likeness from `least` to 1."""
        found: dict[str, float] = {}
        for form in token.forms:
            key = (kind, form, least)
            if key not in self.kept.near:
                if len(self.kept.near) > _KEPT_WORDS:
                    self.kept.near.clear()
                self.kept.near[key] = self.vocabulary(kind).near(form, least)
            for word, likeness in self.kept.near[key].items():
                if likeness >= least:
                    found[word] = max(found.get(word, 0.0), likeness)
        return found

    def areas(self) -> dict[str, str]:
        """Folded wording → key of a policy area, the vocabulary's other wordings included."""
        if self.kept.areas is None:
            found = {name.key: name.key for name in self.store.names_of_kind("area") if name.key not in _NO_AREA}
            for said, key in _areas().items():
                found.setdefault(said, key)
            self.kept.areas = found
        return self.kept.areas

    def countries(self) -> dict[str, tuple[str, ...]]:
        """Folded name → the prefixes of the members of this corpus that are so called."""
        if self.kept.countries is None:
            found: dict[str, set[str]] = {}
            for name, prefix in self.store.country_names():
                plain = name.isascii() and name.replace(" ", "").isalpha()  # it is folded: most are their own words
                found.setdefault(name if plain else " ".join(words(name)), set()).add(prefix)
            self.kept.countries = {name: tuple(sorted(prefixes)) for name, prefixes in found.items()}
        return self.kept.countries

    def members(self) -> list[tuple[str, str]]:
        """(prefix, name) of the members of this corpus."""
        if self.kept.members is None:
            self.kept.members = self.store.countries()
        return self.kept.members

    def stem(self, word: str) -> str:
        """A folded word without plural and verbal endings, for comparing words of titles."""
        return _stem(word)

    def title_words(self, stem: str) -> list[str]:
        """The words of titles that have a stem, empty words left out."""
        if not self.kept.title_words:
            known: dict[str, list[str]] = {}
            for word in self.vocabulary("title").words:
                known.setdefault(_stem(word), []).append(word)
            self.kept.title_words = known  # whole, since other threads ask too
        return self.kept.title_words.get(stem, [])

    def knows(self, word: str) -> bool:
        """Whether the corpus has this word in any name."""
        return any(word in self.vocabulary(kind).counts for kind in ("title", "person", "institution", "area"))
