"""Days off: the public holidays of a country, and the country that a time zone lies in.

Holidays are those of a whole country as the `holidays` package knows them; those of its regions alone are not.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files

from holidays import country_holidays, list_supported_countries


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
