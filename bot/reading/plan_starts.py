"""Where one commitment of a plan begins: its heading, or the title that stands above its first label."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from bot.reading.prose_labels import ProseHit
from bot.reading.siblings import CODE
from bot.reading.spans import CharSpan, Line, lines_of, trim
from bot.records.date_ranges import split_date_range

MARKS = "#*_|\\>"
CODE_BEHIND = re.compile(rf"(?<![\s*_])[\s*_]*+\((?P<code>{CODE})\)[\s*_#|\\]*+\Z")
LONGEST_TITLE, _MOST_LINES = 300, 4


class Start(NamedTuple):
    """Where a commitment begins: its heading (or, without one, its first label), and where its labels begin."""

    place: int
    number: str | None
    title: CharSpan | None
    code: str | None
    body: int


def raised(text: str, starts: list[Start], labels: Sequence[ProseHit], breaks: frozenset[int]) -> list[Start]:
    """The starts, of which one without a title has it above labels that only its own commitment has.

    They stand in the same block of lines, right above its first label.
    """
    lines = [hit for hit in labels if hit.before == "line"]
    found: list[Start] = []
    for start in starts:
        number = bisect_left(lines, start.place, key=lambda hit: hit.start)
        first = number
        while first and start.title is None and not _parted(text, lines[first - 1].start, lines[first].start):
            first -= 1
        better = above(text, lines[first], lines[first - 1].end if first else 0, breaks) if first < number else start
        free = not found or better.place > found[-1].body
        found.append(better if better.title and free else start)
    return found


def _parted(text: str, start: int, end: int) -> bool:
    """An empty line stands in `text[start:end]`."""
    return any(not trim(text, *line) for line in islice(lines_of(text, start, end), 1, None))


def above(text: str, hit: ProseHit, floor: int, breaks: frozenset[int], *, titled: bool = False) -> Start:
    """The start of a commitment whose first label is `hit`: the title that stands right above it, if one does.

    `titled`: the others have titles, so that what might as well be the value of the label above is taken for one.
    """
    bare = Start(hit.start, None, None, None, hit.start)
    group: list[Line] = []
    bounded = floor == 0
    for line in reversed(list(lines_of(text, floor, max(floor, hit.start)))):
        if _RULE.fullmatch(text, *trim(text, *line)) or (not group and _is_frame(text, line)):
            if group:
                bounded = True
                break
        elif trim(text, *line):
            if line.start == floor and floor:
                break  # the rest of the line on which the label before this one stands
            group.insert(0, line)
            if line.start in breaks or text.startswith("#", line.start):
                bounded = True
                break
        elif group:
            bounded = True
            break
        if len(group) > _MOST_LINES:
            break
    below = hit.start
    while len(group) > 1 and _is_period(text, group[-1]):
        below = group.pop().start  # `1 December 2021 – 31 December 2023` in a row of its own
    if not group or not bounded or any("\t" in text[line.start : line.end] for line in group):
        return bare
    coded = _CODE_ABOVE.fullmatch(text, *trim(text, *group[0], MARKS)) if len(group) > 1 else None
    if coded:
        title = trim(text, group[1].start, group[-1].end, MARKS)
        return Start(group[0].start, None, title or None, coded["code"], below)
    place = trim(text, group[0].start, group[-1].end, MARKS)
    if place.end - place.start > LONGEST_TITLE or (not titled and _is_value(text, place, floor, breaks, group[0])):
        return bare
    code = CODE_BEHIND.search(text, *place)
    title = trim(text, place.start, code.start(), MARKS) if code else place
    return Start(group[0].start, None, title or None, code["code"] if code else None, min(below, group[-1].end))


_RULE = re.compile(r"-{3,}+|={3,}+|_{3,}+|\*{3,}+|~{3,}+|—{2,}+|–{3,}+")
_CODE_ABOVE = re.compile(rf"(?:[^\W\d_]{{3,20}}+[^\S\r\n]*+[:.–-]?[^\S\r\n]*+)?\(?(?P<code>{CODE})\)?[.:]?")


def _is_frame(text: str, line: Line) -> bool:
    """A line of a table that holds nothing: `| | |`, `---|---`."""
    return "|" in text[line.start : line.end] and not any(map(str.isalnum, text[line.start : line.end]))


def _is_period(text: str, line: Line) -> bool:
    """A line that holds two dates and nothing else."""
    said = text[slice(*trim(text, *line, MARKS))]
    if len(said) > _LONGEST_PERIOD or not any(map(str.isdigit, said)):
        return False
    dates = split_date_range(said)
    if not dates.start or not dates.end:
        return False
    rest = said[: dates.start.start] + said[dates.start.end : dates.end.start] + said[dates.end.end :]
    return sum(map(str.isalpha, rest)) <= len("until")


_LONGEST_PERIOD = 80


def _is_value(text: str, place: CharSpan, floor: int, breaks: frozenset[int], first: Line) -> bool:
    """The paragraph is the first behind a label: that label's value and no title."""
    return floor > 0 and first.start not in breaks and not trim(text, floor, place.start, MARKS + ":：")
