"""Running heads, feet and page numbers: lines at the edges of pages that are no part of what the pages say."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from statistics import median

from bot.reading.pdf_layout import Line

_MARGIN = 0.13
"""The part of a page's height, above and below, in which such lines stand."""
_DEEPEST = 3
_LONGEST_NUMBER = 60
_NUMBER = re.compile(r"\d+")
_BARE_NUMBER = re.compile(
    r"\W*(?:(?:page|página|pagina|pág\.?|p\.?|seite)\W*)?(?:\d{1,4}|[ivxlc]{1,7})"
    r"(?:\W*(?:/|of|de|sur|von|di|\|)\W*\d{1,4})?\W*",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"\W*(?:commitment|compromiso|engagement|milestone|hito|jalon|action|theme|eje|axe)\W", re.IGNORECASE
)


def furniture_of(pages: Sequence[tuple[float, Sequence[Line]]]) -> list[set[int]]:
    """For each page (its height, its lines) the numbers of the lines that are running heads, feet or page numbers."""
    sizes = [line.height for _, lines in pages for line in lines]
    body = median(sizes) if sizes else 0.0
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    candidates: list[list[tuple[Line, str, int]]] = []
    for number, (height, lines) in enumerate(pages):
        edge = []
        for line in _outer(lines, height):
            if line.height > body + 1 or _HEADING.match(line.text):
                continue
            key = _NUMBER.sub("#", line.text), round(line.top / 6)
            edge.append((line, *key))
            if len(lines) > _DEEPEST:
                for near in (-1, 0, 1):
                    seen[key[0], key[1] + near].add(number)
        candidates.append(edge)
    few = max(2, min(len(pages), 40) // 5)
    return [
        {
            line.number
            for line, text, place in edge
            if len(seen[text, place]) >= few or (len(pages) > 1 and _is_number(line, pages[n]))
        }
        for n, edge in enumerate(candidates)
    ]


def _outer(lines: Sequence[Line], height: float) -> list[Line]:
    above = [line for line in lines[:_DEEPEST] if line.bottom < _MARGIN * height]
    below = [line for line in lines[-_DEEPEST:] if line.top > (1 - _MARGIN) * height]
    return [*above, *(line for line in below if line not in above)]


def _is_number(line: Line, page: tuple[float, Sequence[Line]]) -> bool:
    """Whether a line is a page's number and stands apart from its text."""
    _, lines = page
    others = [abs(line.top - other.top) - line.height for other in lines if other is not line]
    return (
        len(line.text) <= _LONGEST_NUMBER
        and bool(_BARE_NUMBER.fullmatch(line.text))
        and min(others, default=99.0) > line.height
    )
