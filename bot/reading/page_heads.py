"""Page numbers and running heads in a text that was copied from pages: printed on each, and saying nothing."""

from __future__ import annotations

import re
from collections import Counter

from bot.reading.passages import Line, Passage, lines_of, trim
from bot.reading.plan_words import plan_words
from bot.records.folding import fold

_PAGE = re.compile(
    r"\s*+(?:[-–—|]\s*+)?(?:(?:page|página|pag\.?|p\.|seite)\s*+)?(\d{1,4})\s*+(?:(?:/|of|de|sur|di)\s*+\d{1,4}\s*+)?(?:[-–—|]\s*+)?",
    re.IGNORECASE,
)
_FEWEST = 2


def furniture(text: str) -> list[Passage]:
    """Page numbers that count up, alone on a line or in a page's foot, and the lines beside them that come again."""
    lines = [line for line in lines_of(text, 0, len(text)) if trim(text, *line)]
    pages = _counting(
        [(place, int(match[1])) for place, line in enumerate(lines) if (match := _PAGE.fullmatch(text, *line))]
    )
    feet: dict[str, list[tuple[int, int]]] = {}
    for place, line in enumerate(lines):
        match = _FOOT.fullmatch(text, *line) if line.end - line.start <= _LONGEST_FOOT else None
        words = (match["before"] or match["after"]).strip() if match else ""
        if match and len(words.split()) > _FEWEST and not re.search(r"[:：\t]", words) and not _heads(text, line):
            feet.setdefault(words, []).append((place, int(match["first"] or match["last"])))
    for numbered in feet.values():
        pages += _counting(numbered)
    taken = set(pages)
    near = [
        other for place in pages for other in (place - 1, place + 1) if 0 <= other < len(lines) and other not in taken
    ]
    beside = Counter(fold(text[lines[place].start : lines[place].end]) for place in near)
    heads = {written for written, count in beside.items() if count > 1 and count * 3 >= len(pages)}
    taken |= {place for place in near if fold(text[lines[place].start : lines[place].end]) in heads}
    return [Passage(*lines[place]) for place in sorted(taken)]


_FOOT = re.compile(
    r"\s*(?:(?P<first>\d{1,3})[\s|–—-]+(?P<after>[^\W\d_][^\r\n]*)|(?P<before>[^\r\n]*[^\s.…])[\s|–—-]+(?P<last>\d{1,3}))\s*"
)
_LONGEST_FOOT = 160


def _heads(text: str, line: Line) -> bool:
    return bool(plan_words().commitment.match(text, *line) or plan_words().part.match(text, *line))


def _counting(numbers: list[tuple[int, int]]) -> list[int]:
    """The lines of the longest run of numbers that count up by one, where most numbers but years are in it."""
    last: dict[int, int] = {}
    run: list[tuple[int, int | None]] = []  # of each number: how long the run is that ends in it, and the one before
    for at, (_, number) in enumerate(numbers):
        before = last.get(number - 1)
        run.append((run[before][0] + 1 if before is not None else 1, before))
        last[number] = at
    longest: int | None = max(range(len(run)), key=lambda at: run[at][0], default=None)
    if longest is None or run[longest][0] <= _FEWEST:
        return []
    if run[longest][0] * 2 < sum(not _YEARS.start <= number < _YEARS.stop for _, number in numbers):
        return []
    found: list[int] = []
    while longest is not None:
        found.append(numbers[longest][0])
        longest = run[longest][1]
    return found[::-1]


_YEARS = range(1990, 2060)
