"""The commitments whose dates a digest tells, for a picture of them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from bot.charts.timeline import TimelineSpan
from bot.digest.model import TIMED, Evidence, Facts, Sorting

SPANS = 6
"""Commitments of a picture; the rest is a count."""


def nearest(sorting: Sorting) -> tuple[list[str], int]:
    """The codes of a digest's timeline, the nearest date first and each once, and how many more there are."""
    picks = [pick for name in TIMED for pick in sorting.picks.get(name, ())]
    codes = list(dict.fromkeys(pick.code for pick in sorted(picks, key=lambda pick: abs(pick.days or 0))))[:SPANS]
    return codes, sorting.timed - len(codes)


def spans(
    codes: Sequence[str], facts: Iterable[Facts], evidence: Evidence, hide: Callable[[str], str] = str
) -> tuple[TimelineSpan, ...]:
    """The titles, as `hide` leaves them, and the dates of `codes`, in their order."""
    dates = {one.code: one for one in facts}
    return tuple(TimelineSpan(code, hide(_title(code, evidence)), dates[code].start, dates[code].end) for code in codes)


def _title(code: str, evidence: Evidence) -> str:
    return next((one.raw for one in evidence.values.get((code, "title"), ()) if one.raw), "")
