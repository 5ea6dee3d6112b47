"""The commitments whose dates a digest tells, for a picture of them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from bot.charts.timeline import Span
from bot.digest.model import Evidence, Facts, Pick, Sorting

TIMED = ("overdue", "due_soon", "started")
"""The sections that are there because of a date."""
SPANS = 6
"""Commitments of a picture; the rest is a count."""


def nearest(sorting: Sorting, shown: Mapping[str, Sequence[Pick]]) -> tuple[list[str], int]:
    """The codes of a digest's timeline, the nearest date first and each once, and how many more there are."""
    names = [name for name in TIMED if name in shown]
    picks = sorted((pick for name in names for pick in shown[name]), key=lambda pick: abs(pick.days or 0))
    codes = list(dict.fromkeys(pick.code for pick in picks))[:SPANS]
    everyone = {pick.code for name in names for pick in sorting.picks[name]}
    return codes, len(everyone) - len(codes)


def spans(
    codes: Sequence[str], facts: Iterable[Facts], evidence: Evidence, hide: Callable[[str], str] = str
) -> tuple[Span, ...]:
    """The titles, as `hide` leaves them, and the dates of `codes`, in their order."""
    dates = {one.code: one for one in facts}
    return tuple(Span(code, hide(_title(code, evidence)), dates[code].start, dates[code].end) for code in codes)


def _title(code: str, evidence: Evidence) -> str:
    return next((one.raw for one in evidence.values.get((code, "title"), ()) if one.raw), "")
