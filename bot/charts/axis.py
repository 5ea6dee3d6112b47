"""The days across a timeline: which are in the picture, where each stands, and which are written below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Self

from bot.charts.shapes import MARGIN, WIDTH, Arrow, Shape

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
