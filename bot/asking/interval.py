"""Stretches of days, and the reckoning of them: last day of a month, a quarter from today, the Monday of a week.

Weeks begin on Monday (ISO 8601). Days are ISO 8601 text, as the records hold them.
"""

from __future__ import annotations

import calendar
from datetime import date

from bot.records.frozen import dataclass
from bot.records.periods import days_later

_MONTHS_OF = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_LAST_MONTH = 9999 * 12 + 11  # of the calendar, counted from the year 0


@dataclass(frozen=True, slots=True)
class Interval:
    """The days `first` to `last` (ISO 8601, both included, None: open) said by word tokens `start:end`.

    `year` is set where a year stands alone ("2016"): it may mean an action plan's cycle. `said` is the preposition's
    role (`in`, `before`, `after`, `since`, `from`, `until`, `between`, `on`), empty where there is none. `assumed` is
    set where something was not said (the year of "in June").
    """

    start: int
    end: int
    first: str | None
    last: str | None
    said: str = ""
    year: str | None = None
    assumed: str | None = None

    def overlaps(self, other: Interval) -> bool:
        """Whether both have a word in common."""
        return self.start < other.end and other.start < self.end


def days_of(value: str) -> tuple[str, str]:
    """First and last day of an ISO day, month or year."""
    if len(value) == 4:
        return f"{value}-01-01", f"{value}-12-31"
    if len(value) == 7:
        year, month = int(value[:4]), int(value[5:])
        return f"{value}-01", f"{value}-{calendar.monthrange(year, month)[1]:02d}"
    return value, value


def part_of_year(year: str, unit: str, number: int) -> tuple[str, str]:
    """First and last day of the `number`th quarter or half of a year, counted from 1."""
    size = _MONTHS_OF[unit]
    first, _end = days_of(f"{year}-{(number - 1) * size + 1:02d}")
    _start, last = days_of(f"{year}-{number * size:02d}")
    return first, last


def shift(day: date, number: int, unit: str) -> date:
    """The day that lies `number` units later (earlier, where negative), as far as the calendar reaches."""
    if unit in ("day", "week"):
        return days_later(day, number * (7 if unit == "week" else 1))
    months = day.year * 12 + day.month - 1 + number * _MONTHS_OF[unit]
    year, month = divmod(max(min(months, _LAST_MONTH), 12), 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def reach(as_of: date, number: int, unit: str) -> tuple[str, str]:
    """From today to the day that lies `number` units away, the earlier one first."""
    first, last = sorted((as_of, shift(as_of, number, unit)))
    return first.isoformat(), last.isoformat()


def calendar_unit(as_of: date, unit: str, sign: int) -> tuple[str, str]:
    """The whole of this (`sign` 0), last (-1) or next (1) day, week, month, quarter, half or year."""
    if unit == "day":
        day = days_later(as_of, sign).isoformat()
        return day, day
    if unit == "week":
        monday = days_later(as_of, 7 * sign - as_of.weekday())
        return monday.isoformat(), days_later(monday, 6).isoformat()
    size = _MONTHS_OF[unit]
    start = date(as_of.year, (as_of.month - 1) // size * size + 1, 1)
    first = shift(start, sign, unit)
    _start, last = days_of(f"{first.year:04d}-{min(first.month + size - 1, 12):02d}")
    return first.isoformat(), last


def weekday_near(as_of: date, weekday: int, sign: int, *, today: bool = False) -> str:
    """The nearest such day before (sign -1), after (1) or in this week (0); `today` may be it where that is set."""
    if sign == 0:
        return days_later(as_of, weekday - as_of.weekday()).isoformat()
    gap = (weekday - as_of.weekday()) * sign % 7
    return days_later(as_of, sign * (gap or (0 if today else 7))).isoformat()
