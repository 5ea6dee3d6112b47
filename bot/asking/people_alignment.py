"""A person's name laid beside the words of a question: in any order, spelling errors and left out names allowed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import combinations

from bot.asking.name_alignment import Link
from bot.asking.normalise import Token
from bot.records.search_queries import Name

# Measured on generated pages: a person's name with typing errors scores 84 or more, a stranger's under 60.
PERSON_RATIO = 84
GLUED_RATIO = 95
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


class SaidOfPeople:
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
                if length != size and (joined := ratio(one.glued, glued)) > GLUED_RATIO:
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
