"""How alike two spellings are: the only importer of rapidfuzz.

Itself imported only where words need repair: a question whose words the corpus knows does without.
"""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

ratio = fuzz.ratio
"""How alike two texts are, 0 to 100."""


def is_near(one: str, other: str, errors: int) -> bool:
    """Whether two texts differ by at most so many typing errors."""
    return OSA.distance(one, other, score_cutoff=errors) <= errors


def repairs(word: str, known: Sequence[str]) -> dict[str, float]:
    """Those of `known` that `word` may be a misspelling of, each with its likeness from 0 to 1."""
    reach = allowance(word)
    return {
        other: 1 - distance / max(len(word), len(other))
        for other, distance, _place in process.extract(word, known, scorer=OSA.distance, score_cutoff=reach, limit=12)
        if other != word and len(other) > 2
    }


def nearest(word: str, known: Sequence[str], errors: int) -> list[str]:
    """Those of `known` that differ from `word` by the fewest typing errors, where those are at most `errors`."""
    found = process.extract(word, known, scorer=OSA.distance, score_cutoff=errors, limit=None)
    least = min((distance for _other, distance, _place in found), default=0)
    return [other for other, distance, _place in found if distance == least]


def allowance(word: str) -> int:
    """How many typing errors a word of its length is taken to hold at most."""
    return 1 if len(word) < 5 else 2


def closest(word: str, known: Sequence[str]) -> list[str]:
    """Those of `known` that differ from `word` by the fewest typing errors, those with its first letter before others.

    Where two errors are needed and several words are as near, none is meant for sure, unless letters were left out.
    Words of three letters are taken for one another only when two letters changed places (`teh`).
    """
    reach = 1 if len(word) < 7 else 2
    found = process.extract(word, known, scorer=OSA.distance, score_cutoff=reach, limit=8)
    letters = sorted(word)  # two letters that changed places are a likelier error than a wrong one
    near = [
        (distance, other[:1] != word[:1], sorted(other) != letters, other)
        for other, distance, _place in found
        if len(other) > 2
    ]
    if len(word) == 3:
        near = [row for row in near if not row[2]]
    near.sort()
    best = [row[3] for row in near if row[:3] == near[0][:3]]
    if len(best) > 1 and near[0][0] > 1:  # "specifity": letters are only left out, in one place
        best = [other for other in best if _is_cut_from(word, other)]
    return best if len(best) == 1 or not near or near[0][0] == 1 else []


_LONG = 8
"""Letters: a shorter word that lacks two is too many others ("fishing" is no "finishing")."""


def _is_cut_from(word: str, other: str) -> bool:
    """Whether a word is the beginning and the end of another one."""
    return _LONG <= len(word) < len(other) and any(
        other.startswith(word[:at]) and other.endswith(word[at:]) for at in range(1, len(word))
    )
