"""Interval grammar: "before March 2018", "next 90 days", "in 2017", "since Monday" → first and last day.

Isolated dates are read by `bot.records.dates`, as on the pages; what stands around them is read here, with each
language's words from its lexicon. Lists that end in `_after` hold words that stand behind a date, or are glued to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bot.asking.lexicon import Lexicon
from bot.asking.mentions.intervals import (
    UNITS,
    DateWords,
    Interval,
    calendar_unit,
    days_of,
    part_of_year,
    reach,
    shift,
    weekday_near,
)
from bot.asking.normalise import Token
from bot.records.dates import DateSpan, find_dates
from bot.records.frozen import replace
from bot.records.periods import days_later

_PREPOSITIONS = ("before", "after", "since", "from", "until", "in", "on")
_BOUNDS = ("before", "after", "since", "until")
# `Q4`, `T4` and `H2` are how `bot.records.dates` writes parts of a year shortly
_PART_LETTERS = {"q": "quarter", "t": "quarter", "h": "half"}


def find_intervals(
    text: str, tokens: Sequence[Token], lexicon: Lexicon, as_of: date, free: Sequence[bool]
) -> list[Interval]:
    """Every interval that a question names, in order. `free[i]` tells whether word token i is still unclaimed."""
    words = DateWords(tokens, lexicon)
    points = list(_points(text, words, free))
    for more in (find_relative(words, as_of, free), list(_bare_months(words, as_of, free, points))):
        points += [point for point in more if not any(point.overlaps(other) for other in points)]
    points.sort(key=lambda point: point.start)
    return _compose(points, words)


# -- dates with a year -------------------------------------------------------------------------------------------------


def _points(text: str, words: DateWords, free: Sequence[bool]) -> Iterator[Interval]:
    for span in find_dates(text):
        inside = [at for at, token in enumerate(words.tokens) if token.start < span.end and token.end > span.start]
        if span.value is None or not inside or not all(free[at] for at in inside) or span.form == "word":
            continue
        start, end = inside[0], inside[-1] + 1
        part = _part(words, range(start, end)) if span.form == "part" else None
        if part is None and len(span.value) == 4 and (part := _part_behind(words, end)):
            end = part[2]
        if part is not None:
            first, last = part_of_year(span.value, part[0], part[1])
            yield Interval(start, end, first, last)
        else:
            yield Interval(start, end, *days_of(span.value), year=_year(span))


def _year(span: DateSpan) -> str | None:
    return (
        span.value if span.form in ("year", "years") or (span.form == "korean" and len(span.value or "") == 4) else None
    )


def _part(words: DateWords, inside: range) -> tuple[str, int, int] | None:
    """Which quarter or half a date such as "Q4 2016" or "primer trimestre de 2014" names; None: a season."""
    units = [words.unit(at) or _PART_LETTERS.get(words.tokens[at].folded) for at in inside]
    numbers = [number for at in inside if (number := words.ordinal(at) or words.number(at) or 0) in range(1, 5)]
    unit = next((unit for unit in units if unit in ("quarter", "half")), None)
    return (unit, numbers[0], inside.stop) if unit and numbers else None


def _part_behind(words: DateWords, at: int) -> tuple[str, int, int] | None:
    """The quarter or half of the year that was just named: "2018년 1분기", "2018년 상반기"."""
    number, unit = words.number(at), words.unit(at + 1)
    if number and unit == "quarter" and number <= 4:
        return unit, number, at + 2
    for half, name in enumerate(("first_half", "second_half"), 1):
        if size := words.at(at, name):
            return "half", half, at + size
    return None


# -- dates without a year ----------------------------------------------------------------------------------------------


def _bare_months(words: DateWords, as_of: date, free: Sequence[bool], points: Sequence[Interval]) -> Iterator[Interval]:
    """A month or a day without its year: of the year that follows ("1 May to 30 June 2018"), else of today's."""
    at = 0
    while at < len(words.tokens):
        start, (month, day, end) = at, _month(words, at)
        at = max(end, at + 1)
        if month is None or not all(free[start:end]):
            continue
        # a month's name alone may be somebody's name or a verb ("may"): only a word before it makes it a date
        if (
            not day
            and end == start + 1
            and not any(words.before(start, name) for name in (*_BOUNDS, "in", "between", "this", "next", "last"))
        ):
            continue
        value = f"{_year_of(words, as_of, month, start, end, points):04d}-{month:02d}" + (f"-{day:02d}" if day else "")
        try:
            date.fromisoformat(value if day else f"{value}-01")
        except ValueError:
            continue  # the calendar has no such day
        yield Interval(start, end, *days_of(value), assumed=value)


def _month(words: DateWords, at: int) -> tuple[int | None, int | None, int]:
    """(month, day, where it ends) of "June", "30 June", "30 de junio", "June 30", "6월 30일" at a place."""
    number = words.number(at)
    if number is not None and words.at(at + 1, "month_sign") and 1 <= number <= 12:
        day = words.number(at + 2)
        if day and words.at(at + 3, "day_sign"):
            return number, day, at + 4
        return number, None, at + 2
    month = words.named(at, "months")
    if month is not None:
        day = words.number(at + 1)
        plain = day and 1 <= day <= 31 and not words.unit(at + 2) and words.tokens[at + 1].folded.isdecimal()
        if plain:
            return month + 1, day, at + 2 + words.at(at + 2, "day_suffix")
        return month + 1, None, at + 1
    if number is not None and 1 <= number <= 31:
        place = at + 1 + words.at(at + 1, "day_suffix")
        place += words.at(place, "of")
        month = words.named(place, "months")
        if month is not None:
            return month + 1, number, place + 1
    return None, None, at + 1


def _year_of(words: DateWords, as_of: date, month: int, start: int, end: int, points: Sequence[Interval]) -> int:
    for point in points:
        if point.first and (_joins(words, end, point.start) or _joins(words, point.end, start)):
            return int(point.first[:4])
    if words.before(start, "next") and not words.before(start, "in") and month <= as_of.month:
        return as_of.year + 1
    if words.before(start, "last") and month >= as_of.month:
        return as_of.year - 1
    return as_of.year


def _joins(words: DateWords, end: int, start: int) -> bool:
    """Whether a word such as "and" joins what ends at `end` and what begins at `start`."""
    gap = start - end
    return (gap > 0 and words.at(end, "and") == gap) or words.after(end, "and_after") == gap


# -- what stands around them -------------------------------------------------------------------------------------------


def _compose(points: list[Interval], words: DateWords) -> list[Interval]:
    """Join points by what stands before, between and behind them: "between A and B", "from A to B", "before A"."""
    out: list[Interval] = []
    skip = False
    for number, point in enumerate(points):
        following = points[number + 1] if number + 1 < len(points) else None
        if skip:
            skip = False
            continue
        joined = _joined(point, following, words) if following else None
        if joined is not None:
            out.append(joined)
            skip = True
        else:
            out.append(_with_preposition(point, words))
    return out


def _joined(point: Interval, following: Interval, words: DateWords) -> Interval | None:
    gap = following.start - point.end
    opener = words.before(point.start, "between")
    closer = words.after(following.end, "between_after")
    if not (
        (opener and gap and words.at(point.end, "and") == gap)
        or (closer is not None and words.after(point.end, "and_after") == gap)
        or (gap == 0 and point.year and following.year)
    ):
        return None
    first, last = sorted((point, following), key=lambda one: one.first or "")
    end = following.end + (closer or 0)
    return Interval(point.start - opener, end, first.first, last.last, said="between")


def _with_preposition(point: Interval, words: DateWords) -> Interval:
    stretch = point.said in ("in", "today")
    if stretch and (size := words.before(point.start, "late")):  # "by the end of this year"
        point = replace(point, start=point.start - size)
    names = _BOUNDS if stretch else _PREPOSITIONS
    if (edged := _at_an_edge(point, words)) is not None:
        return edged
    sizes = [(words.before(point.start, name), name) for name in names]
    size, said = max(sizes, key=lambda row: row[0])
    if said in ("in", "on", "from", "until", "since"):  # "in 2020 or later", "running until 2017 or later"
        trailing = [(extra, name) for name in ("since", "until") if (extra := words.at(point.end, f"{name}_after"))]
        if trailing and point.end < len(words.tokens):
            extra, said = max(trailing)
            point = replace(point, end=point.end + extra)
    if size:
        return _open_end(replace(point, start=point.start - size), said)
    behind = [(more, name) for name in names if (more := words.after(point.end, f"{name}_after")) is not None]
    if behind:
        more, said = max(behind, key=lambda row: row[0])
        return _open_end(replace(point, end=point.end + more), said)
    lead = words.before(point.start, "in") if point.said == "in" else 0
    return replace(point, start=point.start - lead)


def _at_an_edge(point: Interval, words: DateWords) -> Interval | None:
    """What lies before or after an edge of a year or a month: "before the *end of* 2014" is on its last day at most."""
    at = point.start
    if at and words.unit(at - 1) == "year":
        at -= 1  # "the end of the year 2014"
    for edge in ("late", "early"):
        start = point.start if words.at(point.start, edge) else at - words.before(at, edge)
        if start == at and not words.at(point.start, edge):
            continue
        size, said = max(((words.before(start, name), name) for name in _BOUNDS), key=lambda row: row[0])
        if size:
            point = replace(point, start=start - size)
            if (edge, said) == ("early", "until"):
                return replace(point, first=None, last=point.first, said=said)
            return _open_end(point, _EDGES.get((edge, said), said))
    size = words.before(point.start, "before")
    over = words.at(point.end, "is_over") if size and point.end < len(words.tokens) else 0
    return _open_end(replace(point, start=point.start - size, end=point.end + over), "until") if over else None


_EDGES = {("late", "before"): "until", ("early", "after"): "since"}
"""Before the end of a stretch of days lie its own days too, and after its beginning."""


def _open_end(point: Interval, said: str) -> Interval:
    if said == "before" and point.first:
        day = days_later(date.fromisoformat(point.first), -1)
        return replace(point, first=None, last=day.isoformat(), said=said)
    if said == "after" and point.last:
        day = days_later(date.fromisoformat(point.last), 1)
        return replace(point, first=day.isoformat(), last=None, said=said)
    if said in ("since", "from"):
        return replace(point, last=None, said=said)
    if said == "until":
        return replace(point, first=None, said=said)
    return replace(point, said=said)


# -- days that are reckoned from today: "next 90 days", "지난주 월요일" ------------------------------------------------

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
    for rule in (_day, _one_word, _adjective_first, _number_first, _one_ago, _ago, _adjective_last, _weekday):
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
    unit, times = words.length(at + 1)
    number *= times
    if unit:
        before, said = _compared_before(words, at)
        behind, said_behind = _compared_at(words, at + 2)  # Korean: "2년 이상 전"
        if size := words.at(at + 2 + behind, "ago"):
            end = at + 2 + behind + size
            return _so_long_ago(words, at - before, end, as_of, number, unit, said or said_behind)
    for name, sign in _SIDES[:2]:
        if unit and (size := words.at(at + 2, name) or words.at(at + 2, f"{name}_after")):
            return _reaching(at, at + 2 + size, as_of, sign * number, unit)
        if (size := words.at(at + 1, name)) and (later := words.unit(at + 1 + size)):
            return _reaching(at, at + 2 + size, as_of, sign * number, later)
    return None


def _one_ago(words: DateWords, at: int, as_of: date) -> Interval | None:
    """ "a year ago", "over a decade ago": an article stands for the number."""
    unit, times = words.length(at)
    one = at > 0 and words.tokens[at - 1].folded in words.lexicon.words("grammar", "indefinite")
    if not unit or not one or not (size := words.at(at + 1, "ago")):
        return None
    before, said = _compared_before(words, at - 1)
    return _so_long_ago(words, at - 1 - before, at + 1 + size, as_of, times, unit, said)


def _ago(words: DateWords, at: int, as_of: date) -> Interval | None:
    """Languages that say "ago" first: "hace 3 meses", "il y a deux semaines"."""
    size = words.at(at, "ago_before")
    if not size:
        return None
    more, said = _compared_at(words, at + size)  # "hace más de dos años"
    size += more
    number, (unit, times) = words.number(at + size), words.length(at + size + 1)
    if number is None or not unit:
        return None
    return _so_long_ago(words, at, at + size + 2, as_of, times * number, unit, said)


_COMPARED = (("more_than", "before"), ("at_least", "until"), ("fewer_than", "after"))
"""What is said of a time ago (the name of an intent), and which days it means, seen from that day."""
_DENIED = {"before": "since", "until": "after", "after": "until", "": ""}


def _compared_at(words: DateWords, at: int) -> tuple[int, str]:
    """How many words that compare begin at a place, and which days they mean: "more than" two years ago."""
    denied = words.intent(at, "negation") or words.intent(at, "missing")
    ways = [(words.intent(at + more, intent), more, said) for more in {0, denied} for intent, said in _COMPARED]
    size, more, said = max(ways, key=lambda way: (bool(way[0]), way[0] + way[1], way[1]))
    return (size + more, _DENIED[said] if more else said) if size else (0, "")


def _compared_before(words: DateWords, at: int) -> tuple[int, str]:
    """The same, of the words that end at a place."""
    starts = ((size, _compared_at(words, at - size)) for size in range(1, min(5, at) + 1))
    return max((found for size, found in starts if found[0] == size), default=(0, ""))


def _so_long_ago(words: DateWords, start: int, end: int, as_of: date, number: int, unit: str, said: str) -> Interval:
    """The year that was so many years ago, the month, the week; where it bounds or is compared, the day."""
    then = shift(as_of, -number, unit)
    day = then.isoformat()
    if not said:
        bounding = any(words.before(start, name) or words.after(end, f"{name}_after") is not None for name in _BOUNDS)
        return Interval(start, end, *((day, day) if bounding else calendar_unit(then, unit, 0)))
    found = _open_end(Interval(start, end, day, day), said)
    return replace(found, last=as_of.isoformat()) if said in ("after", "since") else found


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
