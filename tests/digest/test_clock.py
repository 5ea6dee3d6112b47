"""When digests are due: local days and times where zones are at their oddest, and public holidays."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.digest.clock import (
    WINDOW,
    country_of_zone,
    instant,
    is_day_off,
    knows,
    name_of_country,
    next_occasion,
    occasion,
    zone_of,
)
from bot.digest.deliver import leave_days_off_out
from bot.state.deliveries import take_back
from bot.state.subscriptions import set_days_off
from tests.digest.office import DAY, Office
from tests.digest.reference import openings
from tests.present import present

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
def test_a_local_time_is_one_instant_or_none(day: date, zone: str, at: str, expected: datetime | None) -> None:
    """A time that exists twice is its first instant, one in a gap is where it ends, one on a day left out is none."""
    assert instant(day, zone, at) == expected


def test_a_digest_is_due_within_its_window() -> None:
    """From its time until its window closes, into the next day too; not before, and not on other weekdays."""
    opens = datetime(2026, 11, 20, 21, 30, tzinfo=UTC)  # a Friday, 23:30 in Kyiv
    for now, there in ((opens - timedelta(seconds=1), False), (opens, True), (opens + WINDOW, False)):
        found = occasion(now, "Europe/Kyiv", "23:30", EVERY_DAY)
        assert (found is not None and found.day == date(2026, 11, 20)) is there
    late = opens + WINDOW - timedelta(seconds=1)
    assert present(occasion(late, "Europe/Kyiv", "23:30", (4,))).day == date(2026, 11, 20)
    assert occasion(late, "Europe/Kyiv", "23:30", (5,)) is None


def test_no_day_is_due_twice_when_the_clock_is_turned_back() -> None:
    """Both hours that are called three o'clock belong to the same local day."""
    first, second = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))
    days = {present(occasion(now, "Europe/Kyiv", "03:30", EVERY_DAY)).day for now in (first, second)}
    assert days == {date(2026, 10, 25)}


@pytest.mark.parametrize("zone", ["Africa/Cairo", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia"])
@pytest.mark.parametrize("at", ["00:00", "02:30", "23:30"])
def test_a_year_of_days_agrees_with_looking_at_the_clock(zone: str, at: str) -> None:
    """Each day's instant is the first at which the zone's clock shows the time or later, to a quarter of an hour."""
    days = sorted(openings(zone, at, EVERY_DAY).items())[2:-2]
    assert [day for day, opens in days if not timedelta(0) <= opens - present(instant(day, zone, at)) < QUARTER] == []


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../../etc/passwd", "Europe", "x" * 300])
def test_a_zone_that_there_is_not(name: str) -> None:
    """A name that is no zone is a ValueError with a sentence."""
    with pytest.raises(ValueError, match="is no time zone"):
        zone_of(name)


# -- days off --------------------------------------------------------------------------------------------------------


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
def test_a_zone_lies_in_a_country(zone: str, country: str | None) -> None:
    """A zone, by its old name too, lies in one country; UTC and what is no zone in none."""
    assert country_of_zone(zone) == country


def test_holidays() -> None:
    """Holidays are of the whole country; of letters that are no country nothing is known, and no day is off."""
    assert is_day_off("KR", date(2026, 9, 25))
    assert not is_day_off("KR", date(2026, 9, 23))
    assert knows("GH")
    assert not knows("XX")
    assert not is_day_off("XX", date(2026, 12, 25))
    assert name_of_country("GH") == "Ghana"


def test_no_digest_comes_on_a_holiday(office: Office) -> None:
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


def test_a_holiday_is_left_out_before_its_time(office: Office) -> None:
    """What is due within a minute or two is left out already, so that no round can begin in between."""
    key = office.subscribe()
    set_days_off(office.state, key, "GB")
    leave_days_off_out(office.state, CHRISTMAS - timedelta(seconds=30))
    assert office.round(CHRISTMAS) == []


def test_a_day_that_is_off_no_longer(office: Office) -> None:
    """Whoever wants digests on holidays after all gets that of the day, while its window is open."""
    key = office.subscribe()
    set_days_off(office.state, key, "GB")
    assert office.round(CHRISTMAS) == []
    set_days_off(office.state, key, None)
    take_back(office.state, key)
    assert len(office.round(CHRISTMAS + timedelta(hours=1))) == 1


def test_the_next_time() -> None:
    """The next digest comes after now, on one of its days, and on no day that is off."""
    days = (0, 1, 2, 3, 4)

    def coming(now: datetime, zone: str = "UTC", country: str = "GB") -> str:
        found = next_occasion(now, zone, "09:00", days, lambda day: is_day_off(country, day))
        return found.opens.isoformat() if found else ""

    assert coming(CHRISTMAS - DAY - timedelta(hours=1)) == "2018-12-24T09:00:00+00:00"
    assert coming(CHRISTMAS - DAY) == "2018-12-27T09:00:00+00:00"
    assert coming(CHRISTMAS - DAY, "Asia/Seoul", "KR") == "2018-12-26T00:00:00+00:00"
    assert next_occasion(CHRISTMAS, "UTC", "09:00", (), lambda _day: False) is None
