"""A commitment's time: the days that a date may mean, the last day of its plan, and what *overdue* means.

That stands once: Python asks `is_overdue`, SQL what `OVERDUE` makes of `is_closed`, a column. The contract's rule: the
end date has passed and no value of the record (status, completion) says inactive, withdrawn or complete. An end that is
known to the month or the year only counts where all of it lies on one side of the day.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache
from typing import TypeVar

from bot.records.vocabulary import canonical

_PLAN_YEARS = 2
"""Years that an action plan lasts of which only the beginning is known (the partnership's rule since 2012)."""
_TWO_NUMBERS = re.compile(r"(?P<one>\d{1,2})[/.-](?P<other>\d{1,2})[/.-](?P<year>\d{4})")
_YEARS = re.compile(r"(?<!\d)20(\d\d)(?!\d)|(?<=\d\d\d\d[-–/])(\d\d)(?!\d)")


@lru_cache(4096)
def bounds(field: str, value: str, precision: str | None, raw: str = "") -> tuple[str | None, str | None]:
    """First and last possible day (ISO 8601) of a normalised date of the field `start` or `end`.

    A month starts on its first day and ends on its last; a year leaves the day open, but where it is written with two
    numbers, either of which may be the month (`raw`): then it is one of two days.

    >>> bounds("end", "2018-06", "month")
    ('2018-06-30', '2018-06-30')
    >>> bounds("end", "2018", "year")
    ('2018-01-01', '2018-12-31')
    >>> bounds("end", "2015", "year", "07/01/2015")
    ('2015-01-07', '2015-07-01')
    """
    if precision == "day" and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return value, value
    if precision == "month" and re.fullmatch(r"\d{4}-\d\d", value):
        year, month = int(value[:4]), int(value[5:])
        day = calendar.monthrange(year, month)[1] if field == "end" else 1
        return f"{value}-{day:02d}", f"{value}-{day:02d}"
    if precision == "year" and re.fullmatch(r"\d{4}", value):
        written = _TWO_NUMBERS.fullmatch(raw.strip())
        if written and written["year"] == value:
            first, last = sorted(int(written[name]) for name in ("one", "other"))
            if 0 < first < last <= 12:
                return f"{value}-{first:02d}-{last:02d}", f"{value}-{last:02d}-{first:02d}"
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


PROGRESS = ("status", "completion")
"""The fields that say how far a commitment has come."""
OVER = frozenset({"Inactive", "Withdrawn", "Complete"})
"""The terms after which an end that has passed is missed by nobody."""
OVERDUE = "c.closed = 0 AND c.end_to < ?", "c.closed = 1 OR c.end_from >= ?"
"""The rule as SQL over `commitments c`, for the day (ISO 8601) that each is given: when it is so, and when it is not.

Where it is neither, it is undecided.
"""

Day = TypeVar("Day", date, str)


def is_overdue(
    status: str | None, completion: str | None, first: Day | None, last: Day | None, day: Day
) -> bool | None:
    """Whether a commitment is overdue on `day`; None where its end, from `first` to `last`, leaves that open.

    So does a wording that nobody understands: it may say that the commitment is complete.
    `status` and `completion` are as the columns of `commitments` hold them: None without a label, empty where nothing
    stands behind it, several values joined by line breaks. Days are dates, or all of them ISO texts.
    """
    closed = is_closed(status, completion)
    if closed or (first is not None and first >= day):
        return False
    return True if closed is False and last is not None and last < day else None


def is_closed(status: str | None, completion: str | None) -> bool | None:
    """Whether a commitment is over whatever its end; None where one of the two is not understood, and may say so."""
    if says_over(status) or says_over(completion):
        return True
    return None if _not_understood(status) or _not_understood(completion) else False


@lru_cache(maxsize=4096)
def says_over(said: str | None) -> bool:
    """Whether a status or a completion, as a column holds it, says that a commitment is closed."""
    # a term may stand under the other field's label: a completion that says “Inactive”, a status “Finalizado”
    parts = said.split("\n") if said else ()
    return any(canonical(name, part) in OVER for name in PROGRESS for part in parts)


@lru_cache(maxsize=4096)
def _not_understood(said: str | None) -> bool:
    parts = said.split("\n") if said else ()
    return any(part.strip() and all(canonical(name, part) is None for name in PROGRESS) for part in parts)
