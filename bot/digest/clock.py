"""When a digest is due: local times in IANA zones, computed with `zoneinfo`, and days off. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from holidays import country_holidays, list_supported_countries

WINDOW = timedelta(hours=4)
"""How long after its time a digest is still sent; after that the day is skipped."""

_YEAR = 366


@dataclass(frozen=True, slots=True)
class Occasion:
    """One local day's digest, and the instants (UTC) between which it is sent."""

    day: date
    opens: datetime
    closes: datetime


def occasion(now: datetime, zone: str, at: str, days: Collection[int]) -> Occasion | None:
    """The digest that is due at the instant `now`, None where none is.

    `at` is a local time such as 09:00, `days` are weekdays from Monday, 0. A time that exists twice means the first;
    one that does not exist means the moment at which the clock jumps over it. A local day that a zone leaves out, or
    at whose end the clock jumps over the time, has no digest. ValueError where there is no such zone.
    """
    place = zone_of(zone)
    today = now.astimezone(place).date()
    # a window may have opened yesterday, and before a day that the zone left out, as Samoa did in 2011
    for day in (today, today - timedelta(1), today - timedelta(2)):
        opens = instant(day, zone, at)
        if opens is not None and day.weekday() in days and opens <= now < opens + WINDOW:
            return Occasion(day, opens, opens + WINDOW)
    return None


def next_occasion(
    now: datetime, zone: str, at: str, days: Collection[int], off: Callable[[date], bool] = lambda _day: False
) -> Occasion | None:
    """The next digest after the instant `now`, on no day that is `off`; None where there is none within a year."""
    today = now.astimezone(zone_of(zone)).date()
    for day in (today + timedelta(number) for number in range(-1, _YEAR)):
        opens = instant(day, zone, at) if day.weekday() in days and not off(day) else None
        if opens is not None and opens > now:
            return Occasion(day, opens, opens + WINDOW)
    return None


@lru_cache(4096)
def instant(day: date, zone: str, at: str) -> datetime | None:
    """The instant (UTC) of a local day and time; None where that day does not have it."""
    place = zone_of(zone)
    local = datetime.combine(day, time.fromisoformat(at), place)
    found = local.astimezone(UTC)
    if found.astimezone(place).replace(tzinfo=None) != local.replace(tzinfo=None):
        found = _end_of_gap(local.replace(fold=1).astimezone(UTC), found, place)
    return found if found.astimezone(place).date() == day else None


def _end_of_gap(before: datetime, after: datetime, place: ZoneInfo) -> datetime:
    """The instant, to the second, at which a clock jumps forward between two instants."""
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        if middle.astimezone(place).utcoffset() == before.astimezone(place).utcoffset():
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


@lru_cache(1024)  # the library's own cache of eight would read files all the time
def zone_of(name: str) -> ZoneInfo:
    """The IANA zone called `name`; ValueError where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError) as error:
        raise ValueError(f"“{name}” is no time zone: give one such as Europe/Kyiv.") from error


def is_zone(name: str) -> bool:
    """Whether this machine knows a zone."""
    try:
        zone_of(name)
    except ValueError:
        return False
    return True


# -- days off: the public holidays of a country, and the country that a time zone lies in ----------------------------
# Holidays are those of a whole country as the `holidays` package knows them; those of its regions alone are not.


@lru_cache(512)
def is_day_off(country: str, day: date) -> bool:
    """Whether a day is a public holiday of a country (ISO 3166 alpha-2); never of one whose holidays nobody knows."""
    return day in _of_year(country, day.year)


def knows(country: str) -> bool:
    """Whether the holidays of a country are known."""
    return country in _supported()


@cache
def country_of_zone(zone: str) -> str | None:
    """The country (ISO 3166 alpha-2) that an IANA zone lies in, where its holidays are known; None for `UTC`."""
    zones = {name: country for country, name in _rows("zone.tab", 0, 2)}
    country = zones.get(zone) or zones.get(_renamed().get(zone, ""))
    return country if country and knows(country) else None


@cache
def name_of_country(country: str) -> str:
    """What a country is called in English."""
    return next((name for letters, name in _rows("iso3166.tab", 0, 1) if letters == country), country)


@lru_cache(256)
def _of_year(country: str, year: int) -> frozenset[date]:
    return frozenset(country_holidays(country, years=year)) if knows(country) else frozenset()


@cache
def _supported() -> frozenset[str]:
    return frozenset(list_supported_countries(include_aliases=False))


@cache
def _renamed() -> dict[str, str]:
    """Old names of zones, such as Europe/Kiev, and their present ones."""
    lines = (files("tzdata.zoneinfo") / "tzdata.zi").read_text("utf-8").splitlines()
    return {old: new for _kind, new, old in (line.split() for line in lines if line.startswith("L "))}


def _rows(table: str, *columns: int) -> Iterator[tuple[str, ...]]:
    for line in (files("tzdata.zoneinfo") / table).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            cells = line.split("\t")
            yield tuple(cells[column] for column in columns)
