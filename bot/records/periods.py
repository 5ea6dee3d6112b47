"""The days that a date of some precision may mean."""

from __future__ import annotations

import calendar
import re
from datetime import date


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
