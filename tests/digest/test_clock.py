"""Local days and times as instants, where zones are at their oddest."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from bot.digest.clock import WINDOW, instant, occasion, zone_of
from tests.digest.reference import openings

EVERY_DAY = range(7)
QUARTER = timedelta(minutes=15)


@pytest.mark.parametrize(
    ("day", "zone", "at", "expected"),
    [
        (date(2026, 3, 29), "Europe/Kyiv", "03:30", datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),  # does not exist
        (date(2026, 10, 25), "Europe/Kyiv", "03:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # exists twice
        (date(2026, 7, 1), "Asia/Kathmandu", "09:00", datetime(2026, 7, 1, 3, 15, tzinfo=UTC)),
        (date(2011, 12, 29), "Pacific/Apia", "09:00", datetime(2011, 12, 29, 19, 0, tzinfo=UTC)),
        (date(2011, 12, 30), "Pacific/Apia", "09:00", None),  # Samoa left this day out
        (date(2011, 12, 31), "Pacific/Apia", "09:00", datetime(2011, 12, 30, 19, 0, tzinfo=UTC)),
        (date(2024, 2, 29), "America/Sao_Paulo", "00:00", datetime(2024, 2, 29, 3, 0, tzinfo=UTC)),
        (
            date(2018, 11, 4),
            "America/Sao_Paulo",
            "00:00",
            datetime(2018, 11, 4, 3, 0, tzinfo=UTC),
        ),  # it began at 1
    ],
)
def test_a_local_time_is_one_instant_or_none(day, zone, at, expected):
    """A time that exists twice is its first instant, one in a gap is where it ends, one on a day left out is none."""
    assert instant(day, zone, at) == expected


def test_a_digest_is_due_within_its_window():
    """From its time until its window closes, into the next day too; not before, and not on other weekdays."""
    opens = datetime(2026, 11, 20, 21, 30, tzinfo=UTC)  # a Friday, 23:30 in Kyiv
    for now, there in ((opens - timedelta(seconds=1), False), (opens, True), (opens + WINDOW, False)):
        found = occasion(now, "Europe/Kyiv", "23:30", EVERY_DAY)
        assert (found is not None and found.day == date(2026, 11, 20)) is there
    late = opens + WINDOW - timedelta(seconds=1)
    assert occasion(late, "Europe/Kyiv", "23:30", (4,)).day == date(2026, 11, 20)
    assert occasion(late, "Europe/Kyiv", "23:30", (5,)) is None


def test_no_day_is_due_twice_when_the_clock_is_turned_back():
    """Both hours that are called three o'clock belong to the same local day."""
    first, second = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))
    days = {occasion(now, "Europe/Kyiv", "03:30", EVERY_DAY).day for now in (first, second)}
    assert days == {date(2026, 10, 25)}


@pytest.mark.parametrize("zone", ["Africa/Cairo", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia"])
@pytest.mark.parametrize("at", ["00:00", "02:30", "23:30"])
def test_a_year_of_days_agrees_with_looking_at_the_clock(zone, at):
    """Each day's instant is the first at which the zone's clock shows the time or later, to a quarter of an hour."""
    year = SimpleNamespace(zone=zone, at=at, days=EVERY_DAY)
    days = sorted(openings(year).items())[2:-2]
    assert [day for day, opens in days if not timedelta(0) <= opens - instant(day, zone, at) < QUARTER] == []


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../../etc/passwd", "Europe", "x" * 300])
def test_a_zone_that_there_is_not(name):
    """A name that is no zone is a ValueError with a sentence."""
    with pytest.raises(ValueError, match="is no time zone"):
        zone_of(name)
