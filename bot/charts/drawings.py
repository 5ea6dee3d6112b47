"""What is drawn: a timeline, a bar a commitment from its start to its end, and bars of counts by group.

A date is the days between which it lies. What lies within such days is hatched; what no document states is a dashed
line that ends in a “?”, never a bar; what lies further off than `REACH` is an arrow at the picture's edge. Of counts
the group stands above its bar, the figure beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Literal, Self, TypeAlias

from bot.charts.picture import (
    ALT,
    BAR,
    FAINT,
    GRID,
    GROUND,
    MARGIN,
    SMALL,
    TITLE,
    TODAY,
    WIDTH,
    Arrow,
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

Days: TypeAlias = tuple[date, date]
"""The first and the last day that a date may mean: the same one where it is known to the day."""

_HEAD, _ROW, _BAR, _AXIS, _NOTE = 162, 152, 32, 66, 44
_TEXT = 92  # pixels of a row that its two lines of text take, above its bar
_MARK = 36  # pixels that a “?” at the edge takes
_NAME = 90  # characters of a title in the alternative text


@dataclass(frozen=True, slots=True)
class TimelineSpan:
    """A commitment in time; None for a date that is not known."""

    code: str
    title: str
    start: Days | None
    end: Days | None


def timeline(
    spans: Sequence[TimelineSpan],
    today: date,
    *,
    title: str | None = None,
    rest: int = 0,
    most: int = 6,
    language: str = "en",
    alt: int = ALT,
    ahead: int | None = None,
) -> Picture:
    """A picture of `spans`, in the order given; beyond `most` it says how many more there are, `rest` among them.

    With `ahead` it shows the weeks around today, so many days of them to come, else all the years of the spans.

    Its words take at most `alt` characters.

    ValueError where there is no span.
    """
    if not spans:
        raise ValueError("a timeline is drawn of one span at least")
    words = chart_words(language)
    say, shown, left_out = words["timeline"], spans[:most], rest + max(len(spans) - most, 0)
    heading = one_line(title or str(say["title"]))
    dates = [day for one in shown for days in (one.start, one.end) if days for day in days]
    axis = Axis.of(dates, today) if ahead is None else Axis.around(today, ahead)
    foot = _HEAD + len(shown) * _ROW
    shapes: list[Shape] = [Words(heading, MARGIN, 64, size=TITLE, bold=True)]
    shapes += _grid(axis, foot)
    for number, one in enumerate(shown):
        shapes += _row(one, axis, _HEAD + number * _ROW)
    shapes += _today(axis, len(shown), str(say["today"]).format(day=today))
    notes = list(_notes(shown, axis, left_out, language))
    height = foot + _AXIS + len(notes) * _NOTE + (14 if notes else 0)
    for number, note in enumerate(notes):
        shapes.append(Words(note, MARGIN, foot + _AXIS + 16 + number * _NOTE, size=SMALL, colour=FAINT))
    lead = fill(say["lead"], language, count=len(spans) + rest, day=today)
    rows = [_sentence(one, today, words["timeline"]) for one in shown]
    said = fitting(lead, rows, left_out, partial(more_than_shown, language), alt)
    return Picture(drawn(shapes, height), said, heading)


# -- shapes ------------------------------------------------------------------------------------------------------


def _grid(axis: Axis, foot: float) -> Iterator[Shape]:
    for x, label in axis.ticks():
        yield Stroke(x, _HEAD - 14, x, foot + 8, 2, GRID)
        yield Words(label, x, foot + 34, size=SMALL, colour=FAINT, align="center")


def _today(axis: Axis, rows: int, label: str) -> Iterator[Shape]:
    """Today's line, which leaves out the lines of text, and its label."""
    x = axis.place(axis.today)
    pieces = [(_HEAD - 24, _HEAD - 2)]
    pieces += [(_HEAD + row * _ROW + _TEXT - 2, _HEAD + (row + 1) * _ROW) for row in range(rows)]
    for top, bottom in pieces:
        yield Stroke(x, top, x, bottom, 11, GROUND)
        yield Stroke(x, top, x, bottom, 5, TODAY)
    align, at = axis.beside(x)
    yield Words(label, at, _HEAD - 42, size=SMALL, bold=True, colour=TODAY, align=align)


def _row(one: TimelineSpan, axis: Axis, top: float) -> Iterator[Shape]:
    yield Stroke(MARGIN, top + _TEXT / 2, WIDTH - MARGIN, top + _TEXT / 2, _TEXT, GROUND)  # no grid behind a text
    yield Words(one.title, MARGIN, top + 28, lead=one.code)
    yield Words(f"{_written(one.start)} – {_written(one.end)}", MARGIN, top + 70, size=SMALL, colour=FAINT)
    upper, lower = top + _TEXT + 6, top + _TEXT + 6 + _BAR
    middle = (upper + lower) / 2
    if one.start and one.end and one.start[1] < one.end[0]:
        left, right = axis.place(one.start[1]), axis.place(one.end[0])
        if left < right:
            yield Box(left, upper, right, lower)
    for days in filter(None, (one.start, one.end)):
        yield from _date(days, axis, upper, lower)
        yield from axis.beyond(days[0] if days[0] < axis.today else days[1], middle)
    if one.start is None:
        yield from _unknown(axis.place(one.end[0]) if one.end else WIDTH - MARGIN - _MARK, MARGIN, middle)
    if one.end is None:
        yield from _unknown(axis.place(one.start[1]) if one.start else MARGIN + _MARK, WIDTH - MARGIN, middle)


def _date(days: Days, axis: Axis, upper: float, lower: float) -> Iterator[Shape]:
    """A date that is known to the day is a mark taller than the bar; else the days that it may be are hatched."""
    left, right = axis.place(days[0]), axis.place(days[1])
    if days[0] == days[1] and axis.shows(days[0]):
        yield Stroke(left, upper - 7, left, lower + 7, 7)
    elif left < right:
        yield Stroke(left, (upper + lower) / 2, right, (upper + lower) / 2, _BAR, GROUND)
        yield Box(left, upper, right, lower, hatched=True)


def _unknown(known: float, edge: float, middle: float) -> Iterator[Shape]:
    """A dashed line from what is known to a “?” at the picture's edge."""
    inner = edge + (_MARK if edge < known else -_MARK)
    yield Stroke(known, middle, inner, middle, 5, BAR, dashed=True)
    yield Words("?", edge, middle, bold=True, align="left" if edge < known else "right")


# -- words -------------------------------------------------------------------------------------------------------


def _notes(shown: Sequence[TimelineSpan], axis: Axis, left_out: int, language: str) -> Iterator[str]:
    """How many are not in the picture, and what its marks mean, of those that it has."""
    say = chart_words(language)["timeline"]
    dates = [days for one in shown for days in (one.start, one.end)]
    if left_out:
        yield more_than_shown(language, left_out)
    if any(days and days[0] != days[1] for days in dates):
        yield str(say["hatched"])
    if None in dates:
        yield str(say["dashed"])
    if not all(axis.shows(day) for days in dates if days for day in days):
        yield str(say["further"]) if axis.weeks else str(say["arrow"]).format(years=REACH)


def _sentence(one: TimelineSpan, today: date, say: Mapping[str, Any]) -> str:
    past, ahead = one.end and one.end[1] < today, one.start and today < one.start[0]
    side = say["past"] if past else say["ahead"] if ahead else ""
    label = f"{one.code} {shortened(one.title, _NAME)}".strip()
    start, end = (_written(days, str(say["open"])) for days in (one.start, one.end))
    return str(say["row"]).format(label=label, start=start, end=end, side=side)


def _written(days: Days | None, unknown: str = "?") -> str:
    """A date as precisely as it is known: 2018-06-30, 2018-06, 2018, or two days with “…” between them."""
    if days is None:
        return unknown
    first, last = days
    if first == last:
        return first.isoformat()
    begins = first.day == 1 and (last == date.max or last.fromordinal(last.toordinal() + 1).day == 1)
    if begins and (first.year, first.month) == (last.year, last.month):
        return f"{first:%Y-%m}"
    if begins and first.year == last.year and (first.month, last.month) == (1, 12):
        return f"{first:%Y}"
    return f"{first}…{last}"


# -- the days across ----------------------------------------------------------------------------------------------

REACH = 20
"""Years before and after today that a picture shows at most: one odd date must not press all others together."""
LEFT, RIGHT = MARGIN + 76, WIDTH - MARGIN - 76
"""Pixels between which days stand; outside there is room for what is not known and what lies further off."""

_LABELS = 6
_FORTNIGHT = 14
_YEAR = 366
_LABEL = 170  # half of the width of “today 2018-06-15”, in pixels


@dataclass(frozen=True, slots=True)
class Axis:
    """The days from `first` to `last`, as ordinals, with today among them."""

    first: int
    last: int
    today: date
    weeks: bool = False

    @classmethod
    def around(cls, today: date, ahead: int) -> Self:
        """The weeks around today: two before, and the days `ahead` with two weeks more behind them."""
        now = today.toordinal()
        return cls(
            max(now - _FORTNIGHT, 1), min(now + max(ahead, _FORTNIGHT) + _FORTNIGHT, date.max.toordinal()), today, True
        )

    @classmethod
    def of(cls, days: Sequence[date], today: date) -> Self:
        """The axis that has all of `days` within `REACH`, and at least half a year to each side of today."""
        now, reach = today.toordinal(), REACH * _YEAR
        near = [day.toordinal() for day in days if abs(day.toordinal() - now) <= reach]
        first, last = min(*near, now, now), max(*near, now, now)
        short = max(_YEAR - (last - first), 0)
        return cls(max(first - short // 2, 1), min(last + short // 2, date.max.toordinal()), today)

    def shows(self, day: date) -> bool:
        """Whether a day is in the picture."""
        return self.first <= day.toordinal() <= self.last

    def place(self, day: date) -> float:
        """Where a day stands, in pixels; one outside stands at the edge."""
        within = min(max(day.toordinal(), self.first), self.last)
        return LEFT + (RIGHT - LEFT) * (within - self.first) / (self.last - self.first)

    def ticks(self) -> Iterator[tuple[float, str]]:
        """Days with a label below: the first of years, of months or of weeks, as the picture is short; six at most."""
        if self.weeks:
            every = 7 * -(-(self.last - self.first) // (7 * _LABELS))
            mondays = range(self.first + (1 - self.first) % 7, self.last + 1, every)
            yield from ((self.place(day), f"{day:%m-%d}") for day in map(date.fromordinal, mondays))
            return
        begin, end = date.fromordinal(self.first), date.fromordinal(self.last)
        months = (end.year - begin.year) * 12 + end.month - begin.month
        yearly = months > 24
        step = next(n for n in (1, 2, 3, 6, 12, 24, 48, 120, 240) if months / n <= _LABELS and (n >= 12 or not yearly))
        for month in range(begin.year * 12 + begin.month - 1, end.year * 12 + end.month):
            day = date(month // 12, month % 12 + 1, 1)
            if month % step == 0 and self.shows(day):
                yield self.place(day), f"{day.year}" if yearly else f"{day:%Y-%m}"

    def beside(self, x: float) -> tuple[Literal["left", "center", "right"], float]:
        """How a label over `x` is aligned so that it stays in the picture, and where it then stands."""
        if x - _LABEL < MARGIN:
            return "left", MARGIN
        return ("right", WIDTH - MARGIN) if x + _LABEL > WIDTH - MARGIN else ("center", x)

    def beyond(self, day: date, middle: float) -> Iterator[Shape]:
        """An arrow at the edge behind which a day lies, nothing where it is in the picture."""
        if day.toordinal() < self.first:
            yield Arrow(LEFT - 34, middle, "left")
        elif day.toordinal() > self.last:
            yield Arrow(RIGHT + 34, middle, "right")


_BARS_TOP, _BARS_STEP, _BARS_HIGH, _FOOT = 118, 104, 38, 62
_DIGIT, _GAP = 26, 18  # pixels that a digit of a figure takes, and those before it
_GROUP_NAME = 120  # characters of a group's name in the alternative text


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
        top = _BARS_TOP + number * _BARS_STEP
        bottom = top + 50 + _BARS_HIGH
        end = MARGIN + room * count / longest
        shapes.append(Words(name, MARGIN, top + 26, instead=f"#{number + 1}"))
        if count:
            shapes.append(Box(MARGIN, bottom - _BARS_HIGH, max(end, MARGIN + 3), bottom))
        shapes.append(Stroke(MARGIN, bottom - _BARS_HIGH - 4, MARGIN, bottom + 4, 3))
        shapes.append(Words(f"{count}", end + _GAP, bottom - _BARS_HIGH / 2, bold=True))
    height = _BARS_TOP + len(shown) * _BARS_STEP + 20
    more = fill(say["rest"], language, count=len(rest), sum=f"{left_out}")
    if rest:
        shapes.append(Words(more, MARGIN, height + 10, size=SMALL, colour=FAINT))
        height += _FOOT
    lead = fill(say["lead"], language, title=shortened(title, _GROUP_NAME), count=len(counts))
    rows = [str(say["row"]).format(label=shortened(name, _GROUP_NAME), figure=f"{count}") for name, count in shown]
    said = fitting(lead, rows, len(rest), partial(more_than_shown, language))
    return Picture(drawn(shapes, height), said, one_line(title))
