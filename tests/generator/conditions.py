"""Which commitments a condition holds for, reckoned from the truth alone: the gold of the question bank.

A condition is a text: `country XL`, `cycle 2016`, `area Open Data`, `title open data` (words in the title),
`has email`, `blank email` (no value, whether or not the label stands there), `page`, `overdue`, `running 2021-05-01`,
`start in 2016-07`, `end before 2018`, `end after 2026-06-30`, `end between 2016 2018`, `longer 24` and `shorter 24`
(lasting so many months), `mentions mobile app`, `lead Ministry of Health`, or any other field and its value
(`status Active`). `not …` turns it round, ` | ` stands between alternatives, ` & ` (stronger) between what must hold
together. True, false, or None where the documents do not say.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from datetime import date

from tests.generator.corpus import Entry

_SHORT = {"lead": "lead_institution", "support": "support_institutions"}
_DONE = {"inactive", "withdrawn", "complete"}


_SAYING_NOTHING = {"No Data", "No IRM Data", "NA"}  # what is written where nothing is stated


def chosen(truth: Mapping[str, Entry], conditions: Iterable[str], as_of: date) -> tuple[list[str], list[str]]:
    """The codes for which all `conditions` hold, and those for which the documents do not say."""
    met, open_ = [], []
    for code, entry in sorted(truth.items()):
        holds = _all([judge(entry, condition, as_of) for condition in conditions])
        if holds is None:
            open_.append(code)
        elif holds:
            met.append(code)
    return met, open_


def judge(entry: Entry, condition: str, as_of: date) -> bool | None:
    """Whether `condition` holds for `entry` on the day `as_of`; None: undecided."""
    if " | " in condition:
        return _any([judge(entry, one, as_of) for one in condition.split(" | ")])
    if " & " in condition:
        return _all([judge(entry, one, as_of) for one in condition.split(" & ")])
    word, _, rest = condition.partition(" ")
    if word == "not":
        holds = judge(entry, rest, as_of)
        return None if holds is None else not holds
    return _one(entry, word, rest, as_of)


def days(value: str) -> tuple[str, str]:
    """The first and the last day of an ISO date of any precision: `2016-02` is 2016-02-01 to 2016-02-29."""
    if len(value) == 4:
        return f"{value}-01-01", f"{value}-12-31"
    if len(value) == 7:
        last = calendar.monthrange(int(value[:4]), int(value[5:]))[1]
        return f"{value}-01", f"{value}-{last}"
    return value, value


def raws(entry: Entry, name: str) -> list[str]:
    """The values of a field as written, blanks left out."""
    return [place.raw for place in entry.fields.get(name, []) if place.raw]


def _one(entry: Entry, word: str, rest: str, as_of: date) -> bool | None:
    if word == "country":
        return entry.prefix == rest
    if word == "cycle":
        return entry.cycle == rest
    if word == "page":
        return entry.page is not None
    if word == "title":
        return rest.lower() in entry.title.lower()
    if word == "area":
        return rest.lower() in {area.lower() for area in (*raws(entry, "policy_areas"), entry.area)}
    if word in ("has", "blank"):
        stated = [raw for raw in raws(entry, rest) if raw not in _SAYING_NOTHING]
        return None if not entry.page and rest not in ("policy_areas",) else bool(stated) == (word == "has")
    if word == "overdue":
        ended = _between(entry, "end", "0001-01-01", as_of.isoformat())
        said = {raw.lower() for name in ("status", "completion") for raw in raws(entry, name)}
        return False if said & _DONE else ended
    if word == "running":
        return _all([_between(entry, "start", "0001-01-01", _next(rest)), _between(entry, "end", rest, "9999-12-31")])
    if word in ("longer", "shorter"):
        return _lasts(entry, word, int(rest))
    if word in ("start", "end"):
        return _date(entry, word, rest)
    if word == "mentions":
        prose = " ".join(raw for name in ("problem", "objective", "brief", "other_actors") for raw in raws(entry, name))
        return rest.lower() in f"{entry.title} {prose}".lower()
    values = raws(entry, _SHORT.get(word, word))
    return rest.lower() in [_plain(value).lower() for value in values] if values else None


def _plain(value: str) -> str:
    """`Major Major` as `Major`, `Yes Starred` as `Yes`: what a page writes twice or decorates."""
    words = value.split()
    return words[0] if len(words) == 2 and (words[0] == words[1] or words[1] == "Starred") else value


def _date(entry: Entry, name: str, rest: str) -> bool | None:
    how, *limits = rest.split()
    first, last = days(limits[0])[0], days(limits[-1])[1]
    if how == "before":
        return _between(entry, name, "0001-01-01", first)
    if how == "after":
        return _between(entry, name, _next(last), "9999-12-31")
    if how == "since":
        return _between(entry, name, first, "9999-12-31")
    return _between(entry, name, first, _next(last))  # in, between: both limits included


def _lasts(entry: Entry, how: str, months: int) -> bool | None:
    """Whether it lasts longer (shorter) than so many months; a month begins on its first day and ends on its last."""
    dates = [[place.value for place in entry.fields.get(name, []) if place.value][:1] for name in ("start", "end")]
    if not all(dates) or any(len(values[0]) < len("2016-07") for values in dates):
        return None
    over, limit = _next(days(dates[1][0])[1]), _months_on(days(dates[0][0])[0], months)
    return over > limit if how == "longer" else over < limit


def _months_on(day: str, months: int) -> str:
    year, month = divmod(int(day[:4]) * 12 + int(day[5:7]) - 1 + months, 12)
    return date.fromordinal(date(year, month + 1, 1).toordinal() + int(day[8:]) - 1).isoformat()


def _between(entry: Entry, name: str, first: str, end: str) -> bool | None:
    """Whether a date lies in `[first, end)`; None where it is not known, or known too roughly."""
    values = [place.value for place in entry.fields.get(name, []) if place.value]
    if not values:
        return None
    begins, ends = days(values[0])
    if first <= begins and ends < end:
        return True
    return False if ends < first or begins >= end else None


def _next(day: str) -> str:
    return date.fromordinal(date.fromisoformat(day).toordinal() + 1).isoformat()


def _all(held: list[bool | None]) -> bool | None:
    return False if False in held else None if None in held else True


def _any(held: list[bool | None]) -> bool | None:
    return True if True in held else None if None in held else False
