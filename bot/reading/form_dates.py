"""The days of a form: which are the commitment's own, and what stands where a day would and is none."""

from __future__ import annotations

import re
from collections import Counter

from bot.reading.form_contacts import is_unstated
from bot.reading.form_labels import FormLabel
from bot.reading.form_rows import Row
from bot.reading.spans import CharSpan
from bot.records.contacts import find_emails
from bot.records.dates import find_dates
from bot.records.vocabulary import canonical

DATES = frozenset({"start", "end", "dates"})
_LONGEST_PERIOD, _PAIR, _LETTERS_BETWEEN = 80, 2, 9


def core(row: Row) -> str | None:
    """The field of a row's label, apart from what else it names."""
    return row.meaning.core if row.meaning else None


def own_dates(rows: list[Row]) -> list[Row]:
    """The rows without those that stand below milestones and are theirs, which go to the milestones above.

    So are dates where they are repeated or the commitment's own stand elsewhere, and all that each milestone has anew.
    """
    kept: list[Row] = []
    below: set[int] = set()
    milestones = False
    groups: dict[FormLabel | None, set[int]] = {}
    group = -1
    for number, row in enumerate(rows):
        if row.meaning and "milestones" in row.meaning.names:
            group = number
        elif group >= 0 and row.meaning:
            groups.setdefault(row.meaning, set()).add(group)
    first = next((number for number, row in enumerate(rows) if row.meaning and "milestones" in row.meaning.names), -1)
    anew = {meaning for meaning, found in groups.items() if len(found) > 1}
    for number, row in enumerate(rows):
        if row.meaning and core(row) not in DATES:
            milestones = row.meaning is not None and "milestones" in row.meaning.names
        elif milestones:
            below.add(number)
    times = Counter(rows[number].meaning for number in below)
    dated = any(core(row) in DATES for number, row in enumerate(rows) if number not in below)
    for number, row in enumerate(rows):
        own = number in below and (dated or times[row.meaning] > 1)
        if kept and (own or (number > first >= 0 and row.meaning in anew)):
            value = CharSpan(kept[-1].value.start, max(kept[-1].value.end, row.value.end))
            kept[-1] = kept[-1]._replace(value=value)
        else:
            kept.append(row)
    return kept


def says_no_date(said: str) -> bool:
    """Whether words behind "Start" or "End" are no date at all, as in a menu or a letter: they stay unread."""
    return bool(find_emails(said)) or (
        len(said.split()) > 1 and not any(map(str.isdigit, said)) and not is_unstated("start", said)
    )


def are_events(said: str) -> bool:
    """Lines of a calendar, each a day and what happens on it: `9 November 2022 – webinar`."""
    lines = [line.strip(" •*-") for line in said.splitlines() if line.strip()]
    days = [next(iter(find_dates(line)), None) for line in lines]
    told = [
        day and day.start == 0 and re.search(r"[^\W\d_]{4}", line[day.end :])
        for day, line in zip(days, lines, strict=True)
    ]
    return len(lines) > 1 and all(told)


def states_nothing(name: str, said: str) -> bool:
    """A date or a status that says that there is none: `TBD`, `-`; not “Pending IRM review”, which is a finding."""
    found = name in ("status", "completion") and canonical(name, said) is not None
    return not found and is_unstated("start" if name == "dates" else name, said)


def is_period(said: str) -> bool:
    """Two dates, and nothing else but what joins them."""
    days = list(find_dates(said)) if len(said) <= _LONGEST_PERIOD and any(map(str.isdigit, said)) else []
    rest = said
    for day in reversed(days):
        rest = rest[: day.start] + " " + rest[day.end :]
    return len(days) == _PAIR and len(rest.split()) <= _PAIR and sum(map(str.isalpha, rest)) <= _LETTERS_BETWEEN
