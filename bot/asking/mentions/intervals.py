"""Stretches of days and the reckoning of them, and the words of a lexicon's `date` table that mean them.

Weeks begin on Monday (ISO 8601). Days are ISO 8601 text, as the records hold them.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date

from bot.asking.lexicon import Lexicon, phrase_words
from bot.asking.normalise import Token
from bot.records.frozen import dataclass
from bot.records.periods import days_later
from bot.records.text import fold

_MONTHS_OF = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_LAST_MONTH = 9999 * 12 + 11  # of the calendar, counted from the year 0


@dataclass(frozen=True, slots=True)
class Interval:
    """The days `first` to `last` (ISO 8601, both included, None: open) said by word tokens `start:end`.

    `year` is set where a year stands alone ("2016"): it may mean an action plan's cycle. `said` is the preposition's
    role (`in`, `before`, `after`, `since`, `from`, `until`, `between`, `on`), empty where there is none. `assumed` is
    set where something was not said (the year of "in June").
    """

    start: int
    end: int
    first: str | None
    last: str | None
    said: str = ""
    year: str | None = None
    assumed: str | None = None

    def overlaps(self, other: Interval) -> bool:
        """Whether both have a word in common."""
        return self.start < other.end and other.start < self.end


def days_of(value: str) -> tuple[str, str]:
    """First and last day of an ISO day, month or year."""
    if len(value) == 4:
        return f"{value}-01-01", f"{value}-12-31"
    if len(value) == 7:
        year, month = int(value[:4]), int(value[5:])
        return f"{value}-01", f"{value}-{calendar.monthrange(year, month)[1]:02d}"
    return value, value


def part_of_year(year: str, unit: str, number: int) -> tuple[str, str]:
    """First and last day of the `number`th quarter or half of a year, counted from 1."""
    size = _MONTHS_OF[unit]
    first, _end = days_of(f"{year}-{(number - 1) * size + 1:02d}")
    _start, last = days_of(f"{year}-{number * size:02d}")
    return first, last


def shift(day: date, number: int, unit: str) -> date:
    """The day that lies `number` units later (earlier, where negative), as far as the calendar reaches."""
    if unit in ("day", "week"):
        return days_later(day, number * (7 if unit == "week" else 1))
    months = day.year * 12 + day.month - 1 + number * _MONTHS_OF[unit]
    year, month = divmod(max(min(months, _LAST_MONTH), 12), 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def reach(as_of: date, number: int, unit: str) -> tuple[str, str]:
    """From today to the day that lies `number` units away, the earlier one first."""
    first, last = sorted((as_of, shift(as_of, number, unit)))
    return first.isoformat(), last.isoformat()


def calendar_unit(as_of: date, unit: str, sign: int) -> tuple[str, str]:
    """The whole of this (`sign` 0), last (-1) or next (1) day, week, month, quarter, half or year."""
    if unit == "day":
        day = days_later(as_of, sign).isoformat()
        return day, day
    if unit == "week":
        monday = days_later(as_of, 7 * sign - as_of.weekday())
        return monday.isoformat(), days_later(monday, 6).isoformat()
    size = _MONTHS_OF[unit]
    start = date(as_of.year, (as_of.month - 1) // size * size + 1, 1)
    first = shift(start, sign, unit)
    _start, last = days_of(f"{first.year:04d}-{min(first.month + size - 1, 12):02d}")
    return first.isoformat(), last


def weekday_near(as_of: date, weekday: int, sign: int, *, today: bool = False) -> str:
    """The nearest such day before (sign -1), after (1) or in this week (0); `today` may be it where that is set."""
    if sign == 0:
        return days_later(as_of, weekday - as_of.weekday()).isoformat()
    gap = (weekday - as_of.weekday()) * sign % 7
    return days_later(as_of, sign * (gap or (0 if today else 7))).isoformat()


# -- the words of dates, looked for among the tokens of a question -----------------------------------------------------

UNITS = ("day", "week", "month", "quarter", "half", "year")


class DateWords:
    """Matches the lists of the `date` table of one language in one question."""

    def __init__(self, tokens: Sequence[Token], lexicon: Lexicon) -> None:
        self.tokens = tokens
        self.lexicon = lexicon

    def at(self, place: int, name: str) -> int:
        """How many words of the list `name` stand at `place`: the longest phrase, 0 for none."""
        longest = 0
        listed = self.lexicon.dated_from.get(name, {})
        for form in self.lexicon.forms(self.tokens[place]) if place < len(self.tokens) else ():
            for words in listed.get(form, ()):
                stretch = self.tokens[place : place + len(words)]
                if len(words) > longest and len(stretch) == len(words) and self._match(words, stretch):
                    longest = len(words)
        return longest

    def intent(self, place: int, name: str) -> int:
        """How many words of a phrase of the `intent` table stand at `place`: the longest, 0 for none."""
        fits = (
            len(words)
            for words in map(phrase_words, self.lexicon.words("intent", name))
            if len(stretch := self.tokens[place : place + len(words)]) == len(words) and self._match(words, stretch)
        )
        return max(fits, default=0)

    def begins(self, place: int) -> bool:
        """Whether anything of the `date` table, or a number, may begin at `place`."""
        token = self.tokens[place]
        return token.folded.isdecimal() or not self.lexicon.date_starts.isdisjoint(self.lexicon.forms(token))

    def _match(self, words: Sequence[str], stretch: Sequence[Token]) -> bool:
        return all(word in self.lexicon.forms(token) for word, token in zip(words, stretch, strict=True))

    def before(self, place: int, name: str) -> int:
        """How many words of the list `name`, and an article after them, end just before `place`."""
        skipped = 1 if place and self.at(place - 1, "articles") else 0
        for article in sorted({0, skipped}):
            for size in range(min(4, place - article), 0, -1):
                if self.at(place - article - size, name) == size:
                    return size + article
        return 0

    def after(self, place: int, name: str) -> int | None:
        """How many words of the list `name` stand at `place`; 0: one is glued to the word before; None: neither.

        Korean has its prepositions behind the date, most of them glued to it: `2017년부터`.
        """
        if place < len(self.tokens) and (size := self.at(place, name)):
            return size
        if not self.lexicon.particles or not place:
            return None
        last = fold(self.tokens[place - 1].text)
        glued = any(
            len(words) == 1 and last != words[0] and last.endswith((words[0], f"{words[0]}인", f"{words[0]}의"))
            for words in self.lexicon.dated.get(name, ())
        )
        return 0 if glued else None

    def number(self, place: int) -> int | None:
        """The number that stands at `place`, in digits or words."""
        if place >= len(self.tokens):
            return None
        token = self.tokens[place]
        if token.folded.isdecimal():
            return int(token.folded)
        return next(
            (self.lexicon.numbers[form] for form in self.lexicon.forms(token) if form in self.lexicon.numbers), None
        )

    def ordinal(self, place: int) -> int | None:
        """The number that an ordinal word at `place` gives (`first`: 1), from the lexicon's `thread` table."""
        for number, phrases in enumerate(self.lexicon.data.get("thread", {}).get("ordinal", ()), 1):
            if any(
                self._match(words, self.tokens[place : place + 1])
                for words in map(phrase_words, phrases)
                if len(words) == 1
            ):
                return number
        return None

    def unit(self, place: int) -> str | None:
        """The unit of time that stands at `place`."""
        return next((unit for unit in UNITS if place < len(self.tokens) and self.at(place, unit)), None)

    def length(self, place: int) -> tuple[str | None, int]:
        """The unit of time that stands at `place`, and how many of it: a decade is ten years."""
        decade = place < len(self.tokens) and self.at(place, "decade")
        return ("year", 10) if decade else (self.unit(place), 1)

    def named(self, place: int, name: str) -> int | None:
        """The position, in a list of lists (months, weekdays), of the word at `place`."""
        if place >= len(self.tokens):
            return None
        ordered = self.lexicon.ordered.get(name, {})
        return next((ordered[form] for form in self.lexicon.forms(self.tokens[place]) if form in ordered), None)

    def in_full(self, place: int, name: str) -> bool:
        """Whether the word at `place` is unabbreviated: "Sun" and "Mon" are people's names too."""
        forms = self.lexicon.forms(self.tokens[place])
        return any(fold(names[0]) in forms for names in self.lexicon.data.get("date", {}).get(name, ()))
