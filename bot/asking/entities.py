"""Entity linking: which title, person, institution, area or country some words of a question name.

The only importer of rapidfuzz. Words are first taken as the corpus writes them, then repaired against the corpus's
own vocabulary; a name is compared word by word, rare words weighing more. Codes are never compared by likeness.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from bot.asking.corpus_words import CorpusWords, Vocabulary
from bot.asking.normalise import Token
from bot.records.names import EMPTY_WORDS
from bot.records.store import Name

# Measured on generated pages: a person's name with typing errors scores 84 or more, a stranger's under 60.
PERSON_RATIO = 84
TWIN_ERRORS = 2
GLUED_RATIO = 90
SHORTEST_PLACE, LONG_PLACE = 5, 8
"""Letters: a shorter name of a country is never repaired, one that is this long may hold two errors."""
_SPACED, _RESPACED = 0.75, 25
PREFIX = 0.9
"""Likeness of a word to one that begins with it: `app` and `application`."""
SHORT_RATIO = 88
_CANDIDATES = 120
_KEPT_WORDS = 20_000


@dataclass(frozen=True, slots=True)
class Link:
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


class Linker(CorpusWords):
    """Links names of one store."""

    def near(self, token: Token, kind: str) -> dict[str, float]:
        """Words of the vocabulary that a token may be, each with its likeness from 0 to 1."""
        found: dict[str, float] = {}
        for form in token.forms:
            key = (kind, form)
            if key not in self.kept.near:
                if len(self.kept.near) > _KEPT_WORDS:
                    self.kept.near.clear()
                self.kept.near[key] = _near(form, self.vocabulary(kind))
            for word, likeness in self.kept.near[key].items():
                found[word] = max(found.get(word, 0.0), likeness)
        return found

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
            if free[at] and (like := self.near(token, kind)):
                if token.folded in known:
                    like = {word: likeness for word, likeness in like.items() if likeness >= PREFIX}
                near[at] = like
        if not near:
            return []
        vocabulary = self.vocabulary(kind)
        asked = {word for like in near.values() for word in like}
        rare = sorted(asked, key=vocabulary.weight, reverse=True)[:12]
        links = []
        for name in self.store.names_with_any(rare, kind, _CANDIDATES):
            link = self._align(name, near, tokens, vocabulary, light, barriers)
            if link is not None:
                links.append(link)
        links.sort(key=lambda link: (-_score(link), link.names[0].key))
        if kind == "title" and links and links[0].recall < _SPACED:
            links[:_RESPACED] = [self._glued(link.names[0], link, tokens, free) or link for link in links[:_RESPACED]]
            links.sort(key=lambda link: (-_score(link), link.names[0].key))
        return links

    def _glued(self, name: Name, link: Link, tokens: Sequence[Token], free: Sequence[bool]) -> Link | None:
        """The name with a space at a wrong place or none: `School MealT ransparency`."""
        from rapidfuzz import fuzz  # only words that the corpus does not have get here

        whole = name.key.replace(" ", "")
        size = len(name.key.split())
        for start in range(max(link.start - size, 0), link.start + 1):
            for end in range(link.end, min(link.end + size, len(tokens)) + 1):
                meant = [at for at in range(start, end) if tokens[at].folded not in EMPTY_WORDS]
                said = "".join(tokens[at].folded for at in meant)
                if not meant or not all(free[start:end]) or abs(len(said) - len(whole)) > 2:
                    continue
                if fuzz.ratio(said, whole) >= GLUED_RATIO:
                    return Link(name.kind, meant[0], meant[-1] + 1, (name,), 0.9, 1.0, True, tuple(meant))
        return None

    def _align(
        self,
        name: Name,
        near: dict[int, dict[str, float]],
        tokens: Sequence[Token],
        vocabulary: Vocabulary,
        light: Collection[str],
        barriers: Collection[str],
    ) -> Link | None:
        parts = name.key.split()
        pairs = sorted(
            (
                (like[part], at, number)
                for at, like in near.items()
                for number, part in enumerate(parts)
                if part in like
            ),
            key=lambda pair: (-pair[0], abs(pair[1] - pair[2]), pair[1]),
        )
        # where a word stands twice in the question, the one nearest to the rest of the name is meant
        once = [at for _likeness, at, number in pairs if sum(n == number for _l, _a, n in pairs) == 1]
        if once:
            middle = sum(once) / len(once)
            pairs.sort(key=lambda pair: (-pair[0], abs(pair[1] - middle)))
        taken: dict[int, tuple[int, float]] = {}
        numbers: set[int] = set()
        for likeness, at, number in pairs:
            if at not in taken and number not in numbers:
                taken[at] = (number, likeness)
                numbers.add(number)
        if not taken:
            return None
        stops = {at for at, token in enumerate(tokens) if token.folded in barriers and at not in taken}
        window = _window(sorted(taken), tokens, light, stops, lambda at: vocabulary.weight(parts[taken[at][0]]))
        total = sum(vocabulary.weight(part) for part in parts)
        hit = sum(vocabulary.weight(parts[taken[at][0]]) * taken[at][1] for at in window)
        inside = [at for at in range(window[0], window[-1] + 1) if tokens[at].folded not in light]
        missed = sum(vocabulary.weight(tokens[at].folded) for at in inside if at not in taken)
        said = sum(vocabulary.weight(parts[taken[at][0]]) for at in window)
        return Link(
            name.kind,
            window[0],
            window[-1] + 1,
            (name,),
            hit / total if total else 0.0,
            said / (said + missed) if said + missed else 0.0,
            any(taken[at][1] < 1 for at in window),
            tuple(window),
        )

    # -- people --------------------------------------------------------------------------------------------------

    def people(self, tokens: Sequence[Token], free: Sequence[bool], known: Collection[str]) -> list[Link]:
        """People whom the free tokens name in any order, spelling errors allowed; best first.

        A word of the language (`known`) is part of a name only where somebody is so called.
        """
        from rapidfuzz import fuzz  # a question without a person needs none of it

        near = {at: like for at, token in enumerate(tokens) if free[at] and (like := self.near(token, "person"))}
        asked = sorted({word for like in near.values() for word in like})
        found: list[Link] = []
        cased = is_cased(tokens)
        for name in self.store.names_with_any(asked, "person", _CANDIDATES):
            parts = name.key.split()
            wanted = " ".join(sorted(parts))
            best: tuple[float, int, int] | None = None
            for start, end in _runs(tokens, free, near, len(parts)):
                if any(t.folded in known and not set(t.forms) & set(parts) for t in tokens[start:end]):
                    continue
                said = [token.forms[-1] if token.folded.endswith("'s") else token.folded for token in tokens[start:end]]
                ratio = fuzz.ratio(" ".join(sorted(said)), wanted)
                glued = fuzz.ratio("".join(sorted(said)), "".join(sorted(parts)))
                ratio = max(ratio, glued if len(said) != len(parts) and glued > 95 else 0)
                around = [at for at in (start - 1, end) if 0 <= at < len(tokens) and free[at]]
                if (
                    len(said) >= 2
                    and set(said) < set(parts)
                    and not any(_names(tokens[at], at in near, cased) for at in around)
                ):
                    ratio = max(ratio, 90.0)  # given and family name, the middle one left out
                elif len(said) == 2 < len(parts) and not any(_names(tokens[at], at in near, cased) for at in around):
                    pairs = (
                        fuzz.ratio(" ".join(sorted(said)), " ".join(sorted(two))) for two in combinations(parts, 2)
                    )
                    ratio = max(ratio, 85.0 if max(pairs) >= SHORT_RATIO else 0.0)
                if best is None or ratio > best[0]:
                    best = (ratio, start, end)
            if best and best[0] >= PERSON_RATIO:
                exact = best[0] >= 99.9
                found.append(Link("person", best[1], best[2], (name,), best[0] / 100, 1.0, not exact))
        found.sort(key=lambda link: (-link.recall, link.names[0].key))
        return found

    def twins(self, name: Name, links: Sequence[Link]) -> tuple[Name, ...]:
        """Names among `links` that differ from `name` by a letter or two: whoever says one may mean the other."""
        from rapidfuzz.distance import OSA  # as above

        return tuple(
            other
            for link in links
            for other in link.names
            if other.id != name.id and OSA.distance(other.key, name.key, score_cutoff=TWIN_ERRORS) <= TWIN_ERRORS
        )

    def country_near(self, said: str) -> tuple[str, ...]:
        """The prefixes of the one member of the corpus that folded words nearly name; none where two are as near."""
        from rapidfuzz import process  # as above
        from rapidfuzz.distance import OSA

        if len(said) < SHORTEST_PLACE:
            return ()
        names = [name for name in self.countries() if len(name) >= SHORTEST_PLACE and name[0] == said[0]]
        reach = 1 if len(said) < LONG_PLACE else 2
        near = process.extract(said, names, scorer=OSA.distance, score_cutoff=reach, limit=None)
        least = min((distance for _name, distance, _place in near), default=0)
        found = {self.countries()[name] for name, distance, _place in near if distance == least}
        return found.pop() if len(found) == 1 else ()

    def part_of_person(self, token: Token) -> tuple[Name, ...]:
        """People one of whose names is exactly this word."""
        return tuple(name for form in token.forms for name in self.store.names_with((form,), "person"))


def _score(link: Link) -> float:
    return link.recall * 0.5 + link.precision * 0.5 + 0.02 * len(link.used)


def _names(token: Token, like_a_name: bool, cased: bool) -> bool:
    """Whether a word beside a name looks like one more part of it."""
    return like_a_name or (cased and token.text[:1].isupper())


def is_cased(tokens: Sequence[Token]) -> bool:
    """Whether capitals tell something: not where everything is typed in capitals, or nothing is."""
    return any(token.text[:1].isupper() for token in tokens) and any(token.text.islower() for token in tokens)


def _runs(
    tokens: Sequence[Token], free: Sequence[bool], near: dict[int, dict[str, float]], size: int
) -> Iterator[tuple[int, int]]:
    """Stretches of free tokens of about `size` words that hold a word like one of somebody's names."""
    for length in {2, max(size - 1, 2), size, size + 1}:
        for start in range(len(tokens) - length + 1):
            stretch = range(start, start + length)
            if all(free[at] for at in stretch) and any(at in near for at in stretch):
                yield start, start + length


def _window(
    places: list[int],
    tokens: Sequence[Token],
    light: Collection[str],
    stops: set[int],
    weight: Callable[[int], float],
) -> list[int]:
    """The heaviest cluster of places between which only light words (and one other word) stand, and no stop."""
    clusters: list[list[int]] = [[places[0]]]
    for place in places[1:]:
        between = range(clusters[-1][-1] + 1, place)
        strangers = [at for at in between if tokens[at].folded not in light]
        if len(strangers) > 1 or not stops.isdisjoint(between):
            clusters.append([])
        clusters[-1].append(place)
    return max(clusters, key=lambda cluster: sum(weight(at) for at in cluster))


def _near(word: str, vocabulary: Vocabulary) -> dict[str, float]:
    found = {word: 1.0} if word in vocabulary.weights and word else {}
    if len(word) < 3 or word.isdigit():
        return found
    starts = sorted((other for other in vocabulary.words if other != word and other.startswith(word)), key=len)
    found |= dict.fromkeys(starts[:6], PREFIX)
    if 1.0 in found.values() or len(word) < 4:
        return found
    from rapidfuzz import process  # only a word that the corpus does not have needs repair
    from rapidfuzz.distance import OSA

    reach = allowance(word)
    for other, distance, _place in process.extract(
        word, vocabulary.words, scorer=OSA.distance, score_cutoff=reach, limit=12
    ):
        if other and other != word and len(other) > 2:
            found[other] = max(found.get(other, 0.0), 1 - distance / max(len(word), len(other)))
    return found


def allowance(word: str) -> int:
    """How many typing errors a word of its length is taken to hold at most."""
    return 1 if len(word) < 5 else 2


def closest(word: str, known: Sequence[str]) -> str | None:
    """The one of `known` that differs from `word` by the fewest typing errors, None where none is near or two are.

    Words of three letters are taken for one another only when two letters changed places (`teh`).
    """
    from rapidfuzz import process  # as above
    from rapidfuzz.distance import OSA

    reach = 1 if len(word) < 7 else 2
    found = process.extract(word, known, scorer=OSA.distance, score_cutoff=reach, limit=8)
    near = [(distance, other[:1] != word[:1], other) for other, distance, _place in found if len(other) > 2]
    if len(word) == 3:
        near = [row for row in near if sorted(row[2]) == sorted(word)]
    near.sort()
    if not near or (len(near) > 1 and near[0][:2] == near[1][:2]):
        return None
    return str(near[0][2])
