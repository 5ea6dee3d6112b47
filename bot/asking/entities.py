"""Entity linking: which title, person, institution, area or country some words of a question name.

Words are first taken as the corpus writes them, then repaired against the corpus's own vocabulary; a name is compared
word by word, and rare words weigh more. Codes are never compared by likeness.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import accumulate, combinations
from typing import NamedTuple

from bot.asking.corpus_words import PREFIX, CorpusWords, Vocabulary
from bot.asking.normalise import Token
from bot.records.names import EMPTY_WORDS
from bot.records.search_queries import Name


class Link(NamedTuple):
    """Some words (`start:end`) of a question and what they name.

    `names` are all that fit equally well. `recall` is how much of the name was said, `precision` how much of what was
    said is in the name (both weighted by rarity, 0 to 1). `repaired` tells that some word was not as the corpus has it.
    """

    kind: str
    start: int
    end: int
    names: tuple[Name, ...]
    recall: float
    precision: float
    repaired: bool
    used: tuple[int, ...] = ()

    @property
    def exact(self) -> bool:
        """The whole name and nothing else was said, as written."""
        return self.recall > 0.999 and self.precision > 0.999 and not self.repaired


# -- a name laid beside the words of a question ------------------------------------------------------------------------

GLUED_RATIO = 90
_MISSING_LETTERS = 2


class NameAlignment:
    """The words of a question as names of one kind are held against them, worked out once for all names.

    `near` has the words of the vocabulary that each free token may be, `light` words that may stand between a name's
    words, `barriers` words that may not.
    """

    def __init__(
        self,
        tokens: Sequence[Token],
        free: Sequence[bool],
        near: Mapping[int, Mapping[str, float]],
        light: Collection[str],
        vocabulary: Vocabulary,
        barriers: Collection[str] = (),
    ) -> None:
        self.tokens = tokens
        self._weighed = vocabulary.weighed
        self.places: dict[str, list[tuple[int, float]]] = {}
        for at, like in near.items():
            for word, likeness in like.items():
                self.places.setdefault(word, []).append((at, likeness))
        self.strange = [token.folded not in light for token in tokens]
        self.stops = {at for at, token in enumerate(tokens) if token.folded in barriers}
        self.weights = [vocabulary.weight(token.folded) for token in tokens]
        # sums up to each token: how many are not free, and the letters of those that mean something
        self._taken = list(accumulate((not one for one in free), initial=0))
        self._letters = list(accumulate((len(t.folded) * (t.folded not in EMPTY_WORDS) for t in tokens), initial=0))

    def align(self, name: Name) -> Link | None:
        """The stretch of the question that explains most of a name, None where no word of it was said."""
        parts, weights, total = self._weighed(name.key)
        said = self._words_of(parts)
        if not said:
            return None
        window = self._window(sorted(said), lambda at: weights[said[at][0]])
        hit, meant, missed, repaired = 0.0, 0.0, 0.0, False
        for at in window:
            number, likeness = said[at]
            hit += weights[number] * likeness
            meant += weights[number]
            repaired = repaired or likeness < 1
        first, end = window[0], window[-1] + 1
        if len(window) < end - first:
            missed = sum(self.weights[at] for at in range(first, end) if self.strange[at] and at not in said)
        recall = hit / total if total else 0.0
        precision = meant / (meant + missed) if meant + missed else 0.0
        return Link(name.kind, first, end, (name,), recall, precision, repaired, tuple(window))

    def _words_of(self, parts: Sequence[str]) -> dict[int, tuple[int, float]]:
        """Token → (which word of the name it is, how alike they are); each word and each token once."""
        pairs = [
            (likeness, at, number)
            for number, part in enumerate(parts)
            if part in self.places
            for at, likeness in self.places[part]
        ]
        said = {at: (number, likeness) for likeness, at, number in pairs}
        if len(pairs) < 2 or len(said) == len(pairs) == len({number for _likeness, _at, number in pairs}):
            return said
        pairs.sort(key=lambda pair: (-pair[0], abs(pair[1] - pair[2]), pair[1]))
        # where a word stands twice in the question, the one nearest to the rest of the name is meant
        times = Counter(number for _likeness, _at, number in pairs)
        once = [at for _likeness, at, number in pairs if times[number] == 1]
        if once:
            middle = sum(once) / len(once)
            pairs.sort(key=lambda pair: (-pair[0], abs(pair[1] - middle)))
        said = {}
        numbers: set[int] = set()
        for likeness, at, number in pairs:
            if at not in said and number not in numbers:
                said[at] = (number, likeness)
                numbers.add(number)
        return said

    def _window(self, places: list[int], weight: Callable[[int], float]) -> list[int]:
        """The heaviest cluster of places between which only light words (and one other word) stand, and no barrier."""
        if len(places) == 1:
            return places
        clusters: list[list[int]] = [[places[0]]]
        for place in places[1:]:
            between = range(clusters[-1][-1] + 1, place)
            if sum(self.strange[between.start : place]) > 1 or not self.stops.isdisjoint(between):
                clusters.append([])
            clusters[-1].append(place)
        return max(clusters, key=lambda cluster: sum(weight(at) for at in cluster))

    def glued(self, link: Link) -> Link | None:
        """The name of `link` with a space at a wrong place or none: `School MealT ransparency`."""
        from bot.asking.likeness import ratio  # only words that the corpus does not have get here

        name = link.names[0]
        whole = name.key.replace(" ", "")
        size = len(name.key.split())
        for start in range(max(link.start - size, 0), link.start + 1):
            for end in range(link.end, min(link.end + size, len(self.tokens)) + 1):
                letters = self._letters[end] - self._letters[start]
                if not letters or abs(letters - len(whole)) > _MISSING_LETTERS or self._taken[end] > self._taken[start]:
                    continue
                meant = [at for at in range(start, end) if self.tokens[at].folded not in EMPTY_WORDS]
                if ratio("".join(self.tokens[at].folded for at in meant), whole) >= GLUED_RATIO:
                    return Link(name.kind, meant[0], meant[-1] + 1, (name,), 0.9, 1.0, True, tuple(meant))
        return None


# -- a person's name: in any order, spelling errors and left out names allowed -----------------------------------------

# Measured on generated pages: a person's name with typing errors scores 84 or more, a stranger's under 60.
PERSON_RATIO = 84
GLUED_PERSON_RATIO = 95
SHORT_RATIO = 88
_MIDDLE_LEFT_OUT, _TWO_OF_THREE = 90.0, 85.0


class Stretch:
    """Some free tokens (`start:end`) of a question that may be a name, as names are held against them.

    `foreign` are the forms of those that are words of the language; `alone`: no word beside them looks like a name's.
    """

    __slots__ = ("alone", "end", "foreign", "glued", "spaced", "start", "words")

    def __init__(self, tokens: Sequence[Token], start: int, end: int, known: Collection[str], *, alone: bool) -> None:
        self.start, self.end, self.alone = start, end, alone
        stretch = tokens[start:end]
        said = [token.forms[-1] if token.folded.endswith("'s") else token.folded for token in stretch]
        self.words = frozenset(said)
        self.spaced, self.glued = " ".join(sorted(said)), "".join(sorted(said))
        self.foreign = [frozenset(token.forms) for token in stretch if token.folded in known]

    def may_name(self, parts: Collection[str]) -> bool:
        """Whether each word of the language in it is a word of the name too."""
        for forms in self.foreign:  # noqa: SIM110  # asked of every name, and a generator takes twice as long
            if forms.isdisjoint(parts):
                return False
        return True


class PersonAlignment:
    """The words of a question as names of people are held against them, worked out once for all names.

    `near` has the words of people's names that each free token may be, `known` the words of the language.
    """

    def __init__(
        self,
        tokens: Sequence[Token],
        free: Sequence[bool],
        near: Mapping[int, Mapping[str, float]],
        known: Collection[str],
    ) -> None:
        self._tokens = tokens
        self._free = free
        self._near = near
        self._known = known
        self._cased = is_cased(tokens)
        self._by_length: dict[int, list[Stretch]] = {}

    def link(self, name: Name) -> Link | None:
        """The words that are most like a person's name, None where they are not like it enough."""
        from bot.asking.likeness import ratio  # a question without a person needs none of it

        parts = name.key.split()
        size = len(parts)
        ordered = sorted(parts)
        spaced, glued = " ".join(ordered), "".join(ordered)
        best: tuple[float, Stretch] | None = None
        for length in sorted({2, max(size - 1, 2), size, size + 1}):
            for one in self._stretches(length):
                if not one.may_name(parts):
                    continue
                alike = ratio(one.spaced, spaced)
                if length != size and (joined := ratio(one.glued, glued)) > GLUED_PERSON_RATIO:
                    alike = max(alike, joined)
                if one.alone and length >= 2 and one.words < set(parts):
                    alike = max(alike, _MIDDLE_LEFT_OUT)  # given and family name, the middle one left out
                elif one.alone and length == 2 < size:
                    pairs = max(ratio(one.spaced, " ".join(two)) for two in combinations(ordered, 2))
                    alike = max(alike, _TWO_OF_THREE if pairs >= SHORT_RATIO else 0.0)
                if best is None or alike > best[0]:
                    best = alike, one
        if best is None or best[0] < PERSON_RATIO:
            return None
        alike, one = best
        return Link("person", one.start, one.end, (name,), alike / 100, 1.0, alike < 99.9)

    def _stretches(self, length: int) -> list[Stretch]:
        """The stretches of free tokens that hold a word like one of somebody's names."""
        if length not in self._by_length:
            self._by_length[length] = [
                Stretch(self._tokens, start, start + length, self._known, alone=self._alone(start, start + length))
                for start in range(len(self._tokens) - length + 1)
                if all(self._free[start : start + length])
                and any(at in self._near for at in range(start, start + length))
            ]
        return self._by_length[length]

    def _alone(self, start: int, end: int) -> bool:
        around = [at for at in (start - 1, end) if 0 <= at < len(self._tokens) and self._free[at]]
        return not any(at in self._near or (self._cased and self._tokens[at].text[:1].isupper()) for at in around)


def is_cased(tokens: Sequence[Token]) -> bool:
    """Whether capitals tell something: not where everything is typed in capitals, or nothing is."""
    return any(token.text[:1].isupper() for token in tokens) and any(token.text.islower() for token in tokens)


# -- links to the names of a store -------------------------------------------------------------------------------------

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
        said = NameAlignment(tokens, free, near, light, vocabulary, barriers)
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
        said = PersonAlignment(tokens, free, near, known)
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
