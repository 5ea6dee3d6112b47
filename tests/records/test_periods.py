"""The days that a date of some precision may mean."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.records.periods import bounds


@pytest.mark.parametrize(
    ("field", "value", "precision", "expected"),
    [
        ("start", "2016-07-01", "day", ("2016-07-01", "2016-07-01")),
        ("start", "2018-06", "month", ("2018-06-01", "2018-06-01")),
        ("end", "2018-06", "month", ("2018-06-30", "2018-06-30")),
        ("end", "2020-02", "month", ("2020-02-29", "2020-02-29")),
        ("end", "2018", "year", ("2018-01-01", "2018-12-31")),
        ("end", "ongoing", None, (None, None)),
        ("end", "2018-06", "day", (None, None)),
    ],
)
def test_bounds(field: str, value: str, precision: str | None, expected: tuple[str | None, str | None]) -> None:
    """A day is itself, a month its first or last day, a year is open, what is no date has no days."""
    assert bounds(field, value, precision) == expected


@given(st.dates(), st.sampled_from(["start", "end"]), st.sampled_from(["day", "month", "year"]))
def test_bounds_are_days_in_order(day: date, field: str, precision: str) -> None:
    """The first possible day is never after the last, and both exist."""
    value = day.isoformat()[: {"day": 10, "month": 7, "year": 4}[precision]]
    first, last = bounds(field, value, precision)
    assert first is not None
    assert last is not None
    assert date.fromisoformat(first) <= date.fromisoformat(last)
