"""What *overdue* means, once: Python asks `is_overdue`, SQL what `OVERDUE` makes of `is_closed`, a column.

The contract's rule: the end date has passed and no value of the record (status, completion) says inactive, withdrawn or
complete. An end that is known to the month or the year only counts where all of it lies on one side of the day.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TypeVar

from bot.records.vocabulary import canonical

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
