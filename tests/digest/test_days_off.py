"""Public holidays: whose they are by a time zone, and that no digest comes on one where somebody wants none."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.digest.clock import country_of_zone, is_day_off, knows, name_of_country, next_occasion
from bot.digest.deliver import leave_days_off_out
from bot.state.deliveries import take_back
from bot.state.digest_readers import set_days_off
from tests.digest.office import DAY

CHRISTMAS = datetime(2018, 12, 25, 9, 0, tzinfo=UTC)  # a Tuesday


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Europe/Kyiv", "UA"),
        ("Europe/Kiev", "UA"),
        ("Africa/Accra", "GH"),
        ("Asia/Seoul", "KR"),
        ("US/Eastern", "US"),
        ("UTC", None),
        ("Mars/Olympus", None),
    ],
)
def test_a_zone_lies_in_a_country(zone, country):
    """A zone, by its old name too, lies in one country; UTC and what is no zone in none."""
    assert country_of_zone(zone) == country


def test_holidays():
    """Holidays are of the whole country; of letters that are no country nothing is known, and no day is off."""
    assert is_day_off("KR", date(2026, 9, 25))
    assert not is_day_off("KR", date(2026, 9, 23))
    assert knows("GH")
    assert not knows("XX")
    assert not is_day_off("XX", date(2026, 12, 25))
    assert name_of_country("GH") == "Ghana"


def test_no_digest_comes_on_a_holiday(office):
    """A digest skips the holiday, and the next one tells what it would have told; others come as ever."""
    kept, skipping = office.subscribe("code", "KR0032"), office.subscribe("code", "KR0032", channel="C2")
    set_days_off(office.state, skipping, "GB")
    office.round(CHRISTMAS - DAY)
    office.edit("KR0032.txt", "Status:", "Status: Active")
    assert len(office.round(CHRISTMAS)) == 1
    assert office.round(CHRISTMAS + timedelta(hours=1)) == []
    assert office.round(CHRISTMAS + DAY) == []  # Boxing Day
    (late,) = office.round(CHRISTMAS + 2 * DAY)
    assert late.window.since == CHRISTMAS.date()
    assert office.box.changed() == [("KR0032", "", "Active")]
    assert kept != skipping


def test_a_holiday_is_left_out_before_its_time(office):
    """What is due within a minute or two is left out already, so that no round can begin in between."""
    key = office.subscribe()
    set_days_off(office.state, key, "GB")
    leave_days_off_out(office.state, CHRISTMAS - timedelta(seconds=30))
    assert office.round(CHRISTMAS) == []


def test_a_day_that_is_off_no_longer(office):
    """Whoever wants digests on holidays after all gets that of the day, while its window is open."""
    key = office.subscribe()
    set_days_off(office.state, key, "GB")
    assert office.round(CHRISTMAS) == []
    set_days_off(office.state, key, None)
    take_back(office.state, key)
    assert len(office.round(CHRISTMAS + timedelta(hours=1))) == 1


def test_the_next_time():
    """The next digest comes after now, on one of its days, and on no day that is off."""
    days = (0, 1, 2, 3, 4)

    def coming(now: datetime, zone: str = "UTC", country: str = "GB") -> str:
        found = next_occasion(now, zone, "09:00", days, lambda day: is_day_off(country, day))
        return found.opens.isoformat() if found else ""

    assert coming(CHRISTMAS - DAY - timedelta(hours=1)) == "2018-12-24T09:00:00+00:00"
    assert coming(CHRISTMAS - DAY) == "2018-12-27T09:00:00+00:00"
    assert coming(CHRISTMAS - DAY, "Asia/Seoul", "KR") == "2018-12-26T00:00:00+00:00"
    assert next_occasion(CHRISTMAS, "UTC", "09:00", (), lambda _day: False) is None
