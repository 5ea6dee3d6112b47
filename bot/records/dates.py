"""Dates as documents write them, with the precision that they carry.

Nothing is guessed: where day and month of `9/1/2018` cannot be told apart, the year is all that is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from bot.records.date_rules import MONTH_NAMES, RULES, SHORT_RULES, SHORT_YEAR, Form, iso, mistyped_month
from bot.records.model import Precision
from bot.records.patterns import compiled

Order = Literal["dm", "md"]


class DateSpan(NamedTuple):
    """A date at `text[start:end]`.

    `value` is ISO 8601 (`2018-06-30`, `2018-06`, `2018`), None for a word such as “ongoing” and for a day that there
    is not (30 Feb 2017). `form` is how it is written, so that a caller can leave out what its place cannot mean:
    `dotted` dates are often those of laws, `year` is a bare year, `years` one end of `2014-2016`, `part` a quarter, a
    season or a half, known by its year only.
    """

    start: int
    end: int
    value: str | None
    precision: Precision | None
    form: Form = "words"


_S = r"\s{0,4}"
_MONTH_NAME = rf"(?<!\w)(?!may\b)(?:{MONTH_NAMES})(?!\w)"
_DIGIT = re.compile(r"\d")
_ISO_MONTH = re.compile(r"(?:19[5-9]|20\d)\d-(?:0[1-9]|1[0-2])")
_CUT_WORD = re.compile(r"[^\W\d_]-\s[^\W\d_]")
_ANY_YEAR = re.compile(r"(?<!\d)(?:19[5-9]|20\d)\d(?!\d)")
_SLASH = re.compile(
    rf"(?<![\d/.])(?P<a>\d\d?){_S}(?P<sep>[/.-]){_S}(?P<b>\d\d?){_S}(?P=sep){_S}"
    r"(?P<y>(?:19[5-9]|20\d)\d|[0-3]\d)(?![\d/])(?!\.\d)"
)
_BARE_YEAR = re.compile(
    r"(?<![\w.,/-])(?P<y>(?:19[5-9]|20\d)\d)(?P<to>\s?[-–—/]\s?(?P<z>(?:19[5-9]|20\d)\d|\d\d))?(?![\d/])(?![.,]\d)"
)
_LAST_DAY = 31
# How far before a year the longest wording of a date reaches, cut words included.
_REACH = 64
# And how far behind it: a time of day, with its zone.
_REACH_BEHIND = 40


def slash_order(texts: Iterable[str]) -> Order | None:
    """Whether the slash dates of `texts` are day first or month first: at least one proves it and none denies it."""
    orders: set[Order] = set()
    for text in texts:
        for match in _SLASH.finditer(text):
            a, b = int(match["a"]), int(match["b"])
            if a > 12 >= b:
                orders.add("dm")
            elif b > 12 >= a:
                orders.add("md")
    return orders.pop() if len(orders) == 1 else None


def find_dates(text: str, order: Order | None = None) -> list[DateSpan]:
    """Every date that `text` states, in order, none overlapping another.

    `order` settles slash dates in which day and month could be either; without it they give the year alone.
    """
    if not _DIGIT.search(text):
        return []  # as in most text
    found = sorted(_candidates(text, order), key=lambda span: (span.start, -span.end))
    dates: list[DateSpan] = []
    for span in found:
        if not dates or span.start >= dates[-1].end:
            dates.append(span)
    return dates


def read_date(text: str, order: Order | None = None) -> tuple[str | None, Precision | None]:
    """The value and precision of `text` that is one date as a whole; of several, only what they share: the year."""
    return (_read_date if len(text) <= _REACH else _read_date.__wrapped__)(text, order)


@lru_cache(maxsize=8192)  # a table says the same few days again and again
def _read_date(text: str, order: Order | None) -> tuple[str | None, Precision | None]:
    month = _ISO_MONTH.fullmatch(text.strip())
    if month:
        # inside a sentence 2018-07 is rather the years of a plan
        return month[0], "month"
    spans = [span for span in find_dates(text, order) if span.value]
    if not spans:
        return None, None
    if len(spans) == 1:
        other = text[: spans[0].start] + text[spans[0].end :]
        if spans[0].value and compiled(_MONTH_NAME).search(other):
            # “September/December 2011” is no one month
            return spans[0].value[:4], "year"
        return spans[0].value, spans[0].precision
    years = {span.value[:4] for span in spans if span.value}
    return (years.pop(), "year") if len(years) == 1 else (None, None)


def _candidates(text: str, order: Order | None) -> Iterator[DateSpan]:
    cut = _CUT_WORD.search(text) is not None
    found = ((RULES, _windows(text, _ANY_YEAR)), (SHORT_RULES, _windows(text, SHORT_YEAR)))
    for rules, start, end in ((rules, *window) for rules, windows in found for window in windows):
        for rule in rules:
            for match in rule.pattern(cut=cut).finditer(text, start, end):
                told = rule.read(match)
                if told:
                    yield DateSpan(match.start(), match.end(), *told, rule.form)
                elif (rule.form == "words" or (rule.form == "slip" and mistyped_month(match["m"]))) and int(
                    match["d"]
                ) <= _LAST_DAY:
                    # 30 Feb 2017 is no day, and whether the day or the month is wrong nobody knows
                    yield DateSpan(match.start(), match.end(), None, None, rule.form)
    for match in _SLASH.finditer(text):
        span = _slash(match, order)
        if span:
            yield span
    for match in _BARE_YEAR.finditer(text):
        if not match["to"]:
            yield DateSpan(match.start(), match.end(), match["y"], "year", "year")
        elif len(match["z"]) == 4:
            yield DateSpan(match.start("y"), match.end("y"), match["y"], "year", "years")
            yield DateSpan(match.start("z"), match.end("z"), match["z"], "year", "years")


def _windows(text: str, year: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Stretches around years: no date of the rules is without one, and most text is without any."""
    start = end = -1
    for match in year.finditer(text):
        low, high = max(0, match.start() - _REACH), min(len(text), match.end() + _REACH_BEHIND)
        if low <= end:
            end = high
            continue
        if end >= 0:
            yield start, end
        start, end = low, high
    if end >= 0:
        yield start, end


def _slash(match: re.Match[str], order: Order | None) -> DateSpan | None:
    a, b, digits = int(match["a"]), int(match["b"]), match["y"]
    year = int(digits) if len(digits) == 4 else 2000 + int(digits)
    if match["sep"] != "/" and (len(digits) == 2 or (match["sep"] == "-" and " " in match[0])):
        return None
    form: Form = "dotted" if match["sep"] == "." else "slash"
    if match["sep"] == ".":
        order = "dm"
    elif a > 12 or b > 12:
        order = "dm" if a > 12 else "md"
    elif a == b:
        order = "dm"
    if order is None:
        return DateSpan(match.start(), match.end(), str(year), "year", form) if min(a, b) > 0 else None
    told = iso(year, b, a) if order == "dm" else iso(year, a, b)
    if told is None:
        # 31/9/2014 is no day, but its year is stated all the same
        return DateSpan(match.start(), match.end(), str(year), "year", form) if min(a, b) > 0 else None
    return DateSpan(match.start(), match.end(), *told, form)
