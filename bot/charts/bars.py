"""Counts by group: a bar a group, the group above it, the figure beside it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bot.charts.picture import (
    FAINT,
    MARGIN,
    SMALL,
    TITLE,
    WIDTH,
    Box,
    Picture,
    Shape,
    Stroke,
    Words,
    chart_words,
    drawn,
    fitting,
    more_than_shown,
    one_line,
    shortened,
)
from bot.records.languages import fill

_HEAD, _ROW, _BAR, _FOOT = 118, 104, 38, 62
_DIGIT, _GAP = 26, 18  # pixels that a digit of a figure takes, and those before it
_NAME = 120  # characters of a group's name in the alternative text


def bars(title: str, counts: Sequence[tuple[str, int]], *, most: int = 10, language: str = "en") -> Picture:
    """A picture of (group, count), in the order given; beyond `most` groups it says how many more there are.

    ValueError where there is nothing to count, or a count below 0.
    """
    if not counts or any(count < 0 for _name, count in counts):
        raise ValueError("bars are drawn of one group at least, and of counts from 0")
    words = chart_words(language)
    say, shown, rest = words["bars"], counts[:most], counts[most:]
    left_out = sum(count for _name, count in rest)
    shapes: list[Shape] = [Words(title, MARGIN, 64, size=TITLE, bold=True)]
    longest = max(count for _name, count in shown) or 1
    room = WIDTH - 2 * MARGIN - _GAP - _DIGIT * len(str(longest))
    for number, (name, count) in enumerate(shown):
        top = _HEAD + number * _ROW
        bottom = top + 50 + _BAR
        end = MARGIN + room * count / longest
        shapes.append(Words(name, MARGIN, top + 26, instead=f"#{number + 1}"))
        if count:
            shapes.append(Box(MARGIN, bottom - _BAR, max(end, MARGIN + 3), bottom))
        shapes.append(Stroke(MARGIN, bottom - _BAR - 4, MARGIN, bottom + 4, 3))
        shapes.append(Words(f"{count}", end + _GAP, bottom - _BAR / 2, bold=True))
    height = _HEAD + len(shown) * _ROW + 20
    more = fill(say["rest"], language, count=len(rest), sum=f"{left_out}")
    if rest:
        shapes.append(Words(more, MARGIN, height + 10, size=SMALL, colour=FAINT))
        height += _FOOT
    lead = fill(say["lead"], language, title=shortened(title, _NAME), count=len(counts))
    rows = [str(say["row"]).format(label=shortened(name, _NAME), figure=f"{count}") for name, count in shown]
    said = fitting(lead, rows, len(rest), partial(more_than_shown, language))
    return Picture(drawn(shapes, height), said, one_line(title))
