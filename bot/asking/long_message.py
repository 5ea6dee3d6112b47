"""The question inside a long message: a story around one sentence that asks.

All words of a story cannot be understood, and some would be taken for conditions by chance ("in the *first* line"). So
of a long message one sentence or clause is read that asks and is understood with all its words; the answer tells
which. Where the rest names a country or a commitment and the clause names none, nothing is read, since the question
may be of that one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from bot.asking.frames import Frame, Several
from bot.records.frozen import replace

if TYPE_CHECKING:
    from bot.asking.lattice import Lattice
    from bot.asking.reading import Understood

LONG = 40
"""Words: from here on a message is a story."""
_SENTENCE = re.compile(r"(?<=[.!?…:;])\s+|[\r\n]+")
_CLAUSE = re.compile(r"[,:]\s+|\s[-–—]\s")
_MOST_SENTENCES, _MOST_QUESTIONS, _LONGEST = 2, 2, 40
_PAIR, _NEAR = 2, 4
_NAMING = ("place", "code")


def question_of(whole: Understood, read: Callable[[str], Understood | None]) -> Understood | None:
    """The reading of the part of a long message that asks, or of two; None where none does, or the story tells of what.

    `read` gives the reading of a part, None where it is not understood with all its words.
    """
    told: list[tuple[str, Understood]] = []
    for start, end in _asking_sentences(whole.made):
        told += islice(_understood(whole.made, start, end, read), 1)
    told = told[:_MOST_QUESTIONS][::-1]
    if not told:
        return None
    found, part = told[0][1], " … ".join(words for words, _ in told)
    frames = tuple(dict.fromkeys(one.reading.frame for _, one in told))
    several = len(frames) > 1 and not any(isinstance(frame, Several) for frame in frames)
    frame: Frame = Several(frames) if several else found.reading.frame
    reading = replace(found.reading, frame=frame, part=part if several or len(frames) == 1 else told[0][0])
    return replace(found, reading=reading, where=None if several else found.where)


def _understood(
    made: Lattice, start: int, end: int, read: Callable[[str], Understood | None]
) -> Iterator[tuple[str, Understood]]:
    """The clauses of a sentence that are understood, the longest first, with their readings."""
    for begin in _clauses(made, start, end):
        words = made.question.text[begin:end].strip()
        if len(words.split()) > _LONGEST or _names_elsewhere(made, begin, end) or _points_back(made, begin, end):
            continue
        if found := read(words):
            yield words, found


def _asking_sentences(made: Lattice) -> list[tuple[int, int]]:
    """The places of the sentences that ask, the last first: those with a question mark where there are such."""
    text = made.question.text
    ends = [match.start() for match in _SENTENCE.finditer(text)]
    begins = [0, *(match.end() for match in _SENTENCE.finditer(text))]
    places = list(zip(begins, [*ends, len(text)], strict=True))
    marked = [(begin, end) for begin, end in places if text[begin:end].rstrip().endswith("?")]
    asking = marked or [(begin, end) for begin, end in places if any(True for _ in _questions(made, begin, end))]
    return asking[::-1][:_MOST_SENTENCES]


def _questions(made: Lattice, begin: int, end: int) -> Iterator[int]:
    """Where the words that ask stand."""
    for one in made.mentions:
        start = made.tokens[one.start].start
        asks = one.kind == "phrase" and (one.says("question") or one.says("intent", "count", "list"))
        if asks and begin <= start < end and not one.cost:
            yield start


def _clauses(made: Lattice, begin: int, end: int) -> list[int]:
    """Where a sentence may begin to ask: as a whole, at its first word that asks, behind its last comma."""
    commas = [match.end() for match in _CLAUSE.finditer(made.question.text, begin, end)]
    return list(dict.fromkeys((begin, *sorted(_questions(made, begin, end))[:1], *commas[-1:])))


def _points_back(made: Lattice, begin: int, end: int) -> bool:
    """Whether a part points at what the story told, "*that* Mongolian commitment"; of "it" alone nothing is read."""
    pairs = [phrase.split() for phrase in made.lexicon.words("thread", "pronoun")]
    pairs = [pair for pair in pairs if len(pair) == _PAIR]
    pointing, nouns = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
    words = [token.folded for token in made.tokens if begin <= token.start < end]
    return any(word in pointing and nouns & {*words[at + 1 : at + _NEAR]} for at, word in enumerate(words))


def _names_elsewhere(made: Lattice, begin: int, end: int) -> bool:
    """Whether a country or a code is named outside of a part, and none in it."""
    kinds = {kind: set[bool]() for kind in _NAMING}
    for one in made.mentions:
        if one.kind in kinds and one.cost < 1:
            kinds[one.kind].add(begin <= made.tokens[one.start].start < end)
    return not any(True in inside for inside in kinds.values()) and any(False in inside for inside in kinds.values())
