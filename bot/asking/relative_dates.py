"""Days that are reckoned from today: "next 90 days", "el mes pasado", "지난주 월요일", "3 months ago"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.asking.date_words import UNITS, DateWords
from bot.asking.interval import Interval, calendar_unit, reach, shift, weekday_near
from bot.records.periods import days_later

_DAYS = (("today", 0), ("tomorrow", 1), ("yesterday", -1))
_SIDES = (("next", 1), ("last", -1), ("this", 0))


def find_relative(words: DateWords, as_of: date, free: Sequence[bool]) -> list[Interval]:
    """Every such stretch of days among the free words of a question, in order."""
    found: list[Interval] = []
    at = 0
    while at < len(words.tokens):
        interval = _first_rule(words, at, as_of) if free[at] and words.begins(at) else None
        if interval is not None and interval.end > at:
            found.append(interval)
            at = interval.end
        else:
            at += 1
    return found


def _first_rule(words: DateWords, at: int, as_of: date) -> Interval | None:
    for rule in (_day, _one_word, _adjective_first, _number_first, _ago, _adjective_last, _weekday):
        interval = rule(words, at, as_of)
        if interval is not None:
            return interval
    return None


def _day(words: DateWords, at: int, as_of: date) -> Interval | None:
    """ "today", "mañana", "어제"."""
    for name, days in _DAYS:
        if size := words.at(at, name):
            day = days_later(as_of, days).isoformat()
            return Interval(at, at + size, day, day, said="today" if name == "today" else "")
    return None


def _one_word(words: DateWords, at: int, as_of: date) -> Interval | None:
    """Languages that have one word for it: "올해" (this year), "지난주" (last week)."""
    for name, sign in _SIDES:
        for unit in UNITS:
            if size := words.at(at, f"{name}_{unit}"):
                return _whole(words, at, at + size, as_of, unit, sign)
    return None


def _adjective_first(words: DateWords, at: int, as_of: date) -> Interval | None:
    """ "next 90 days", "este trimestre", "la semaine" after "cette", "last Monday"."""
    for name, sign in _SIDES:
        size = words.at(at, name)
        if not size:
            continue
        number = words.number(at + size)
        if number is not None and sign and (unit := words.unit(at + size + 1)):
            return _reaching(at, at + size + 2, as_of, sign * number, unit)
        if unit := words.unit(at + size):
            return _whole(words, at, at + size + 1, as_of, unit, sign)
        weekday = words.named(at + size, "weekdays")
        if weekday is not None:
            day = weekday_near(as_of, weekday, sign)
            return Interval(at, at + size + 1, day, day)
    return None


def _number_first(words: DateWords, at: int, as_of: date) -> Interval | None:
    """ "90 days ago", "los 90 días próximos", "les 90 prochains jours"."""
    number = words.number(at)
    if number is None:
        return None
    unit = words.unit(at + 1)
    if unit and (size := words.at(at + 2, "ago")):
        day = shift(as_of, -number, unit).isoformat()
        return Interval(at, at + 2 + size, day, day)
    for name, sign in _SIDES[:2]:
        if unit and (size := words.at(at + 2, name) or words.at(at + 2, f"{name}_after")):
            return _reaching(at, at + 2 + size, as_of, sign * number, unit)
        if (size := words.at(at + 1, name)) and (later := words.unit(at + 1 + size)):
            return _reaching(at, at + 2 + size, as_of, sign * number, later)
    return None


def _ago(words: DateWords, at: int, as_of: date) -> Interval | None:
    """Languages that say "ago" first: "hace 3 meses", "il y a deux semaines"."""
    size = words.at(at, "ago_before")
    number = words.number(at + size) if size else None
    unit = words.unit(at + size + 1)
    if number is None or not unit:
        return None
    day = shift(as_of, -number, unit).isoformat()
    return Interval(at, at + size + 2, day, day)


def _adjective_last(words: DateWords, at: int, as_of: date) -> Interval | None:
    """ "el mes pasado", "la semaine prochaine", "lundi dernier"."""
    unit = words.unit(at)
    weekday = words.named(at, "weekdays")
    for name, sign in _SIDES:
        size = words.at(at + 1, f"{name}_after")
        if size and unit and unit != "day":
            return _whole(words, at, at + 1 + size, as_of, unit, sign)
        if size and weekday is not None:
            day = weekday_near(as_of, weekday, sign)
            return Interval(at, at + 1 + size, day, day)
    return None


def _weekday(words: DateWords, at: int, as_of: date) -> Interval | None:
    """A weekday alone is the last one: "since Monday"."""
    weekday = words.named(at, "weekdays")
    if weekday is None or not words.in_full(at, "weekdays"):
        return None
    day = weekday_near(as_of, weekday, -1, today=True)
    return Interval(at, at + 1, day, day)


def _reaching(start: int, end: int, as_of: date, number: int, unit: str) -> Interval:
    first, last = reach(as_of, number, unit)
    return Interval(start, end, first, last, said="in")


def _whole(words: DateWords, start: int, end: int, as_of: date, unit: str, sign: int) -> Interval:
    """A whole unit of the calendar, or the day of that week that is named behind it ("지난주 월요일")."""
    first, last = calendar_unit(as_of, unit, sign)
    weekday = words.named(end, "weekdays") if unit == "week" else None
    if weekday is not None:
        day = days_later(date.fromisoformat(first), weekday).isoformat()
        return Interval(start, end + 1, day, day)
    return Interval(start, end, first, last, said="in")
