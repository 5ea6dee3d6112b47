"""The days that a date of some precision may mean, and the last day of an action plan."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache

_PLAN_YEARS = 2
"""Years that an action plan lasts of which only the beginning is known (the partnership's rule since 2012)."""
_YEARS = re.compile(r"(?<!\d)20(\d\d)(?!\d)|(?<=\d\d\d\d[-–/])(\d\d)(?!\d)")


@lru_cache(4096)
def bounds(field: str, value: str, precision: str | None) -> tuple[str | None, str | None]:
    """First and last possible day (ISO 8601) of a normalised date of the field `start` or `end`.

    A month starts on its first day and ends on its last; a year leaves the day open.

    >>> bounds("end", "2018-06", "month")
    ('2018-06-30', '2018-06-30')
    >>> bounds("end", "2018", "year")
    ('2018-01-01', '2018-12-31')
    """
    if precision == "day" and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return value, value
    if precision == "month" and re.fullmatch(r"\d{4}-\d\d", value):
        year, month = int(value[:4]), int(value[5:])
        day = calendar.monthrange(year, month)[1] if field == "end" else 1
        return f"{value}-{day:02d}", f"{value}-{day:02d}"
    if precision == "year" and re.fullmatch(r"\d{4}", value):
        return f"{value}-01-01", f"{value}-12-31"
    return None, None


def days_later(day: date, days: int) -> date:
    """The day that lies `days` later (earlier, where negative), or the last (first) one where the calendar ends.

    >>> days_later(date(9999, 12, 31), 1)
    datetime.date(9999, 12, 31)
    """
    return date.fromordinal(max(min(day.toordinal() + days, date.max.toordinal()), date.min.toordinal()))


@lru_cache(4096)
def plan_over(action_plan: str, cycle: str) -> date | None:
    """The last day on which an action plan may end: of the last year in its name, else of the second after its cycle.

    None where neither is known.

    >>> plan_over("South Korea Action Plan 2016-18", "2016"), plan_over("3", "2012")
    (datetime.date(2018, 12, 31), datetime.date(2014, 12, 31))
    """
    years = [int("20" + (found[1] or found[2])) for found in _YEARS.finditer(action_plan)]
    years = [year for year in years if year <= date.max.year]
    if len(years) > 1:
        return date(max(years), 12, 31)
    begun = years[0] if years else int(cycle[:4]) if cycle[:4].isdecimal() else None
    return date(begun + _PLAN_YEARS, 12, 31) if begun and begun + _PLAN_YEARS <= date.max.year else None
