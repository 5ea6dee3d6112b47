"""Entity linking: which title, person, institution, area or country some words of a question name.

Words are first taken as the corpus writes them, then repaired against the corpus's own vocabulary; a name is compared
word by word. Codes are never compared by likeness.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.asking.corpus_words import PREFIX, CorpusWords
from bot.asking.name_alignment import Link, Said
from bot.asking.normalise import Token
from bot.asking.people_alignment import SaidOfPeople, is_cased
from bot.records.names import EMPTY_WORDS
from bot.records.search_queries import Name

__all__ = ["Link", "Linker", "is_cased"]

TWIN_ERRORS = 2
SHORTEST_PLACE, LONG_PLACE = 5, 8
"""Letters: a shorter name of a country is never repaired, one that is this long may hold two errors."""
_SPACED, _RESPACED = 0.75, 25
_CANDIDATES = 120


class Linker(CorpusWords):
    """Links names of one store."""

    # -- titles and institutions ---------------------------------------------------------------------------------

    def candidates(
        self,
        kind: str,
        tokens: Sequence[Token],
        free: Sequence[bool],
        light: Collection[str] = EMPTY_WORDS,
        known: Collection[str] = (),
        barriers: Collection[str] = (),
    ) -> list[Link]:
        """Names of a kind that share words with the free tokens, best first, each with the stretch that it explains.

        `light` words may stand between a name's words without speaking against it, `barriers` may not; `known` words
        are words of the language, so that they are never taken for misspellings of a name's.
        """
        near: dict[int, dict[str, float]] = {}
        for at, token in enumerate(tokens):
            if token.folded in EMPTY_WORDS:
                continue
            if free[at] and (like := self.near(token, kind, PREFIX if token.folded in known else 0.0)):
                near[at] = like
        if not near:
            return []
        vocabulary = self.vocabulary(kind)
        asked: dict[str, float] = {}
        for like in near.values():
            for word, likeness in like.items():
                asked[word] = max(asked.get(word, 0.0), likeness)
        # what was typed goes before what it may begin or be a misspelling of
        rare = sorted(asked, key=lambda word: (asked[word] < 1, -vocabulary.weight(word), word))[:12]
        said = Said(tokens, free, near, light, vocabulary, barriers)
        names = self.store.names_with_any(sorted(rare, key=vocabulary.weight, reverse=True), kind, _CANDIDATES)
        links = [link for name in names if (link := said.align(name)) is not None]
        links.sort(key=lambda link: (-_score(link), link.names[0].key))
        if kind == "title" and links and links[0].recall < _SPACED:
            links[:_RESPACED] = [said.glued(link) or link for link in links[:_RESPACED]]
            links.sort(key=lambda link: (-_score(link), link.names[0].key))
        return links

    # -- people --------------------------------------------------------------------------------------------------

    def people(self, tokens: Sequence[Token], free: Sequence[bool], known: Collection[str]) -> list[Link]:
        """People whom the free tokens name in any order, spelling errors allowed; best first.

        A word of the language (`known`) is part of a name only where somebody is so called.
        """
        near = {at: like for at, token in enumerate(tokens) if free[at] and (like := self.near(token, "person"))}
        asked = sorted({word for like in near.values() for word in like})
        said = SaidOfPeople(tokens, free, near, known)
        asked.sort(key=self.vocabulary("person").weight, reverse=True)
        names = self.store.names_with_any(asked, "person", _CANDIDATES)
        found = [link for name in names if (link := said.link(name)) is not None]
        found.sort(key=lambda link: (-link.recall, link.names[0].key))
        return found

    def twins(self, name: Name, links: Sequence[Link], errors: int = TWIN_ERRORS) -> tuple[Name, ...]:
        """Names among `links` that differ from `name` by a letter or two: whoever says one may mean the other.

        A figure is no letter: “Open data 1” is not “Open data 2”.
        """
        from bot.asking.likeness import is_near  # only where a title was said

        figures = _figures(name)
        return tuple(
            other
            for link in links
            for other in link.names
            if other.id != name.id and is_near(other.key, name.key, errors) and _figures(other) == figures
        )

    def country_near(self, said: str) -> tuple[str, ...]:
        """The prefixes of the one member of the corpus that folded words nearly name; none where two are as near."""
        from bot.asking.likeness import nearest  # only where a word is left that nobody knows

        if len(said) < SHORTEST_PLACE:
            return ()
        names = [name for name in self.countries() if len(name) >= SHORTEST_PLACE and name[0] == said[0]]
        near = nearest(said, names, 1 if len(said) < LONG_PLACE else 2)
        found = {self.countries()[name] for name in near}
        return found.pop() if len(found) == 1 else ()

    def part_of_person(self, token: Token) -> tuple[Name, ...]:
        """People one of whose names is exactly this word."""
        known = self.vocabulary("person").counts
        return tuple(name for form in token.forms if form in known for name in self.store.names_with((form,), "person"))


def _figures(name: Name) -> str:
    return "".join(filter(str.isdigit, name.key))


def _score(link: Link) -> float:
    return link.recall * 0.5 + link.precision * 0.5 + 0.02 * len(link.used)
