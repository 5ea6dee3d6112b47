"""Blocks of an IRM review that speak of another commitment than the page's own.

A report is written for a whole action plan, and pages carry blocks of it under a heading such as `Commitment 7. Open
Contracting Portal`. Where number and title are not the page's, nothing in the block is said of its commitment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.reading.passages import Line, Passage, content, lines_of
from bot.records.folding import fold

_NAMED = re.compile(
    r"(?:commitment|compromiso|engagement|impegno|compromisso|зобов'язання|공약)s?[^\S\r\n]*(?:(?:no|nr|n)?[.°º]{1,2}[^\S\r\n]*|number[^\S\r\n]+)?"
    r"(?P<number>\d{1,3}(?:\.\d{1,2})?)(?!\d)[^\S\r\n]*(?:[.:：)–—-][^\S\r\n]*)?(?P<title>[^\r\n]*)",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?P<number>\d{1,3})(?!\d)[.:)]?[^\S\r\n]+(?P<title>[^\W\d_][^\r\n]*)")
_CODE = re.compile(r"\(?\b(?P<code>[A-Z]{2,5}\d{4})\b\)?")
_DIGIT, _REACH = re.compile(r"\d"), 40
_LONGEST_TITLE, _SHORTEST_WORD, _STEM = 140, 4, 5


def names_another(text: str, line: Line, title: str, code: str, first: bool) -> bool | None:
    """The line heads a block of another commitment (True), of the page's own (False), or is no such heading (None).

    `first`: it is the first line of its section, where a number alone (`9. Mine the hills`) is enough.
    """
    if not _DIGIT.search(text, line.start, min(line.end, line.start + _REACH)):
        return None
    bare = content(text, line)
    start = line.start
    while start < bare.start and not text[start].isdigit():
        start += 1
    words = text[start if first else bare.start : bare.end].strip(" *_#")
    match = _NAMED.match(words) or (_BARE.match(words) if first else None)
    if not match or len(match["title"]) > _LONGEST_TITLE:
        return None
    named = _CODE.search(match["title"])
    if named:
        return named["code"] != code
    said = match["title"].strip(" .:*_")
    if not said:
        return None
    if match["title"].rstrip()[-1:] in ".;" and len(said.split()) > 12:
        return None
    return not _alike(said, title)


def _alike(said: str, title: str) -> bool:
    """Half of the words of the shorter title begin as words of the longer do."""
    one, other = _stems(said), _stems(title)
    return bool(one and other) and 2 * len(one & other) >= min(len(one), len(other))


def _stems(title: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in re.findall(r"\w+", fold(title)) if len(word) >= _SHORTEST_WORD)


def blocks_of(text: str, place: Passage, title: str, code: str) -> Iterator[tuple[Passage, bool]]:
    """The blocks of a review in order, each with whether it is another commitment's."""
    start, foreign = place.start, False
    first = True
    for line in lines_of(text, *place):
        if line.end == line.start:
            continue
        another = names_another(text, line, title, code, first)
        first = False
        if another is not None and another != foreign:
            if line.start > start:
                yield Passage(start, line.start), foreign
            start, foreign = line.start, another
    yield Passage(start, place.end), foreign
