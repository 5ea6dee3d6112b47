"""Interval grammar: "before March 2018", "next 90 days", "in 2017", "since Monday" → first and last day.

Isolated dates are read by `bot.records.dates`, as on the pages; what stands around them is read here, with each
language's words from its lexicon. Weeks begin on Monday (ISO 8601).
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.asking.lexicon import Lexicon
from bot.asking.normalise import Token
from bot.records.dates import find_dates
from bot.records.folding import fold


@dataclass(frozen=True, slots=True)
class Interval:
    """The days `first` to `last` (ISO 8601, both included, None: open) said by word tokens `start:end`.

    `year` is set where a year stands alone ("2016"): it may mean an action plan's cycle. `said` is the preposition's
    role (`in`, `before`, `after`, `since`, `from`, `until`, `between`, `on`), empty where there is none. `assumed` is set
    where something was not said (the year of "in June").
    """

    start: int
    end: int
    first: str | None
    last: str | None
    said: str = ""
    year: str | None = None
    assumed: str | None = None


_UNITS = ("day", "week", "month", "quarter", "year")


def find_intervals(text: str, tokens: Sequence[Token], lexicon: Lexicon, as_of: date, free: Sequence[bool]) -> list[Interval]:
    """Every interval that a question names, in order. `free[i]` tells whether word token i is still unclaimed."""
    points = _points(text, tokens, free)
    points += [p for p in _relative(tokens, lexicon, as_of, free) if not any(_overlap(p, q) for q in points)]
    points += [p for p in _bare_months(tokens, lexicon, as_of, free) if not any(_overlap(p, q) for q in points)]
    points.sort(key=lambda point: point.start)
    return _compose(points, tokens, lexicon)


def _overlap(one: Interval, other: Interval) -> bool:
    return one.start < other.end and other.start < one.end


def _points(text: str, tokens: Sequence[Token], free: Sequence[bool]) -> list[Interval]:
    found: list[Interval] = []
    for span in find_dates(text):
        inside = [i for i, token in enumerate(tokens) if token.start < span.end and token.end > span.start]
        if span.value is None or not inside or not all(free[i] for i in inside) or span.form in ("word",):
            continue
        first, last = _days(span.value)
        year = span.value if span.form in ("year", "years") else None
        found.append(Interval(inside[0], inside[-1] + 1, first, last, year=year))
    return found


def _days(value: str) -> tuple[str, str]:
    """First and last day of an ISO day, month or year."""
    if len(value) == 4:
        return f"{value}-01-01", f"{value}-12-31"
    if len(value) == 7:
        year, month = int(value[:4]), int(value[5:])
        return f"{value}-01", f"{value}-{calendar.monthrange(year, month)[1]:02d}"
    return value, value


class _Reader:
    """Matches lists of the lexicon's `date` table at a place among the tokens."""

    def __init__(self, tokens: Sequence[Token], lexicon: Lexicon) -> None:
        self.tokens = tokens
        self.lexicon = lexicon

    def at(self, place: int, name: str) -> int:
        """How many words of the list `name` stand at `place`: the longest phrase, 0 for none."""
        longest = 0
        for words in self.lexicon.dated.get(name, ()):
            if place >= len(self.tokens) or words[0] not in self.lexicon.forms(self.tokens[place]):
                continue
            stretch = self.tokens[place : place + len(words)]
            if len(stretch) == len(words) and all(
                word in self.lexicon.forms(token) for word, token in zip(words, stretch, strict=True)
            ):
                longest = max(longest, len(words))
        return longest

    def before(self, place: int, name: str) -> int:
        """How many words of the list `name` end just before `place`."""
        skipped = 1 if place and self.at(place - 1, "articles") else 0
        for article in {0, skipped}:
            for size in range(min(4, place - article), 0, -1):
                if self.at(place - article - size, name) == size:
                    return size + article
        return 0

    def number(self, place: int) -> int | None:
        """The number that stands at `place`, in digits or words."""
        if place >= len(self.tokens):
            return None
        token = self.tokens[place]
        if token.folded.isdigit():
            return int(token.folded)
        numbers = self.lexicon.words("numbers", "words")
        for form in self.lexicon.forms(token):
            if form in numbers:
                return numbers.index(form)
        units = self.lexicon.data.get("numbers", {}).get("units", {})
        return next((int(units[form]) for form in self.lexicon.forms(token) if form in units), None)

    def unit(self, place: int) -> str | None:
        """The unit of time that stands at `place`."""
        return next((unit for unit in _UNITS if place < len(self.tokens) and self.at(place, unit)), None)

    def named(self, place: int, name: str) -> int | None:
        """The position, in a list of lists (months, weekdays), of the word at `place`."""
        if place >= len(self.tokens):
            return None
        names = self.lexicon.ordered.get(name, {})
        return next((names[form] for form in self.lexicon.forms(self.tokens[place]) if form in names), None)


def _relative(tokens: Sequence[Token], lexicon: Lexicon, as_of: date, free: Sequence[bool]) -> list[Interval]:
    """Days that are reckoned from today: "next 90 days", "last quarter", "yesterday", "Monday", "3 months ago"."""
    reader = _Reader(tokens, lexicon)
    found: list[Interval] = []
    at = 0
    while at < len(tokens):
        interval = _relative_at(reader, at, as_of) if free[at] else None
        if interval is not None and interval.end > at:
            found.append(interval)
            at = interval.end
        else:
            at += 1
    return found


def _relative_at(reader: _Reader, at: int, as_of: date) -> Interval | None:
    for name, shift in (("today", 0), ("tomorrow", 1), ("yesterday", -1)):
        if size := reader.at(at, name):
            day = (as_of + timedelta(shift)).isoformat()
            return Interval(at, at + size, day, day, said="today" if name == "today" else "")
    for name, sign in (("next", 1), ("last", -1), ("this", 0)):
        size = reader.at(at, name)
        if not size:
            continue
        number = reader.number(at + size)
        if number is not None and sign and (unit := reader.unit(at + size + 1)):
            first, last = _reach(as_of, sign * number, unit)
            return Interval(at, at + size + 2, first, last, said="in")
        if unit := reader.unit(at + size):
            first, last = _calendar_unit(as_of, unit, sign)
            return Interval(at, at + size + 1, first, last, said="in")
        weekday = reader.named(at + size, "weekdays")
        if weekday is not None:
            day = _weekday(as_of, weekday, sign)
            return Interval(at, at + size + 1, day, day)
    number = reader.number(at)
    if number is not None and (unit := reader.unit(at + 1)):
        # "90 days ago", and languages that put the adjective last: "los 90 días próximos", "30 jours prochains"
        if size := reader.at(at + 2, "ago"):
            day = _shift(as_of, -number, unit).isoformat()
            return Interval(at, at + 2 + size, day, day)
        for name, sign in (("next", 1), ("last", -1)):
            if size := reader.at(at + 2, name):
                first, last = _reach(as_of, sign * number, unit)
                return Interval(at, at + 2 + size, first, last, said="in")
    if unit := reader.unit(at):
        for name, sign in (("next", 1), ("last", -1), ("this", 0)):
            if unit != "day" and (size := reader.at(at + 1, f"{name}_after")):
                first, last = _calendar_unit(as_of, unit, sign)
                return Interval(at, at + 1 + size, first, last, said="in")
    weekday = reader.named(at, "weekdays")
    if weekday is not None and reader.tokens[at].forms[-1] in _full_names(reader.lexicon):
        day = _weekday(as_of, weekday, -1, today=True)
        return Interval(at, at + 1, day, day)
    return None


def _full_names(lexicon: Lexicon) -> set[str]:
    """The unabbreviated weekdays: "Sun" and "Mon" are people's names too."""
    return {fold(names[0]) for names in lexicon.data.get("date", {}).get("weekdays", ())}


def _reach(as_of: date, number: int, unit: str) -> tuple[str, str]:
    other = _shift(as_of, number, unit)
    first, last = sorted((as_of, other))
    return first.isoformat(), last.isoformat()


def _shift(day: date, number: int, unit: str) -> date:
    if unit in ("day", "week"):
        days = number * (7 if unit == "week" else 1)
        return day + timedelta(max(min(days, 400_000), -400_000))
    months = day.year * 12 + day.month - 1 + number * {"month": 1, "quarter": 3, "year": 12}[unit]
    year, month = divmod(max(min(months, 9998 * 12), 12), 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _calendar_unit(as_of: date, unit: str, sign: int) -> tuple[str, str]:
    """The whole of this, last or next week, month, quarter, year."""
    if unit == "day":
        day = (as_of + timedelta(sign)).isoformat()
        return day, day
    if unit == "week":
        monday = as_of - timedelta(as_of.weekday()) + timedelta(7 * sign)
        return monday.isoformat(), (monday + timedelta(6)).isoformat()
    size = {"month": 1, "quarter": 3, "year": 12}[unit]
    start = date(as_of.year, (as_of.month - 1) // size * size + 1, 1)
    first = _shift(start, sign, unit)
    return first.isoformat(), (_shift(first, 1, unit) - timedelta(1)).isoformat()


def _weekday(as_of: date, weekday: int, sign: int, *, today: bool = False) -> str:
    """The nearest such day before (sign -1), after (1) or in this week (0)."""
    if sign == 0:
        return (as_of - timedelta(as_of.weekday() - weekday)).isoformat()
    gap = (weekday - as_of.weekday()) * sign % 7
    return (as_of + timedelta(sign * (gap or (0 if today else 7)))).isoformat()


def _bare_months(tokens: Sequence[Token], lexicon: Lexicon, as_of: date, free: Sequence[bool]) -> list[Interval]:
    """A month without its year, after a word such as "in": of the year of the day that is asked from."""
    reader = _Reader(tokens, lexicon)
    found = []
    for at in range(len(tokens)):
        month = reader.named(at, "months") if free[at] else None
        if month is None:
            continue
        if not any(reader.before(at, name) for name in ("in", "before", "after", "since", "until", "this", "next", "last")):
            continue
        year = as_of.year
        if reader.before(at, "next") and not reader.before(at, "in") and month + 1 <= as_of.month:
            year += 1
        if reader.before(at, "last") and month + 1 >= as_of.month:
            year -= 1
        first, last = _days(f"{year:04d}-{month + 1:02d}")
        found.append(Interval(at, at + 1, first, last, assumed=f"{year:04d}-{month + 1:02d}"))
    return found


def _compose(points: list[Interval], tokens: Sequence[Token], lexicon: Lexicon) -> list[Interval]:
    """Join points by what stands before and between them: "between A and B", "from A to B", "before A"."""
    reader = _Reader(tokens, lexicon)
    out: list[Interval] = []
    skip = False
    for number, point in enumerate(points):
        following = points[number + 1] if number + 1 < len(points) else None
        if skip:
            skip = False
            continue
        if following is not None:
            gap = following.start - point.end
            opener = reader.before(point.start, "between")
            joined = gap and reader.at(point.end, "and") == gap
            if (opener and joined) or (gap == 0 and point.year and following.year):
                first, last = sorted((point, following), key=lambda one: one.first or "")
                out.append(Interval(point.start - opener, following.end, first.first, last.last, said="between"))
                skip = True
                continue
        out.append(_with_preposition(point, reader))
    return out


def _with_preposition(point: Interval, reader: _Reader) -> Interval:
    if point.said in ("in", "today"):
        lead = reader.before(point.start, "in") if point.said == "in" else 0
        for name in ("before", "after", "since", "until"):
            if size := reader.before(point.start, name):
                return _open_end(replace(point, start=point.start - size), name)
        return replace(point, start=point.start - lead)
    best, longest = "", 0
    for name in ("before", "after", "since", "from", "until", "in", "on"):
        size = reader.before(point.start, name)
        if size > longest:
            best, longest = name, size
    if not best:
        trailing = reader.at(point.end, "before_after") if point.end < len(reader.tokens) else 0
        return replace(point, end=point.end + trailing)
    return _open_end(replace(point, start=point.start - longest), best)


def _open_end(point: Interval, said: str) -> Interval:
    if said == "before" and point.first:
        day = date.fromisoformat(point.first) - timedelta(1)
        return replace(point, first=None, last=day.isoformat(), said=said)
    if said == "after" and point.last:
        day = date.fromisoformat(point.last) + timedelta(1)
        return replace(point, first=day.isoformat(), last=None, said=said)
    if said in ("since", "from"):
        return replace(point, last=None, said=said)
    if said == "until":
        return replace(point, first=None, said=said)
    return replace(point, said=said)
