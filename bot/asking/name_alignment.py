"""A name laid beside the words of a question: which of its words were said, and where.

Words are compared as the corpus writes them or as they were repaired; rare words weigh more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from bot.asking.corpus_words import Vocabulary
from bot.asking.normalise import Token
from bot.records.names import EMPTY_WORDS
from bot.records.search_queries import Name

GLUED_RATIO = 90
_MISSING_LETTERS = 2


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


class Said:
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
