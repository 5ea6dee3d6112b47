"""Questions to begin with: forms of a language, filled with what the corpus holds, each tried before it is offered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice

from bot.asking.answers import draft
from bot.asking.corpus_words import kept
from bot.asking.reading import read
from bot.asking.thread import EMPTY
from bot.records.condition_queries import BLANK
from bot.records.languages import read as read_texts
from bot.records.periods import days_later
from bot.records.store import Store

_TRIED = 5  # fillings of one form
_LOOKED_AT = 200  # commitments
_LONG = 80  # characters of a title that a person would type
_RECENT = 60  # days
_KEPT = 40  # languages and days

Filling = Mapping[str, object]


def example_questions(store: Store, *, as_of: date, lang: str) -> tuple[str, ...]:
    """Questions in a language that get an answer from this corpus, as of a day; none asks for an email or a phone."""
    made = kept(store).examples
    if (as_of, lang) not in made:
        if len(made) >= _KEPT:
            made.clear()
        made[as_of, lang] = tuple(_examples(store, as_of, lang))
    return made[as_of, lang]


def _examples(store: Store, as_of: date, lang: str) -> Iterator[str]:
    known = _fillings(store, as_of)
    for form in read_texts(lang, "answers")["examples"].values():
        tried = (form.format(**one) for one in known[_names(form)])
        question = next((one for one in tried if _is_answered(one, store, as_of)), None)
        if question:
            yield question


def _is_answered(question: str, store: Store, as_of: date) -> bool:
    """Whether somebody who types this first gets something to read, not that there is nothing."""
    made = draft(read(question, store, EMPTY, as_of).reading, store, as_of)
    return made.outcome == "answer" and bool(made.items or (made.result or {}).get("value"))


def _names(form: str) -> frozenset[str]:
    from string import Formatter

    return frozenset(name for _text, name, _format, _conversion in Formatter().parse(form) if name)


def _fillings(store: Store, as_of: date) -> Mapping[frozenset[str], list[Filling]]:
    """What can stand in a form, by the names of its gaps, the most telling first."""
    rows: dict[frozenset[str], list[Filling]] = {frozenset(): [{}]}
    for names, found in (
        ("code", _codes(store)),
        ("title", _titles(store)),
        ("country year", _years(store, as_of)),
        ("area", _areas(store)),
        ("day", _days(store, as_of)),
    ):
        keys = names.split()
        rows[frozenset(keys)] = [dict(zip(keys, row, strict=True)) for row in islice(found, _TRIED)]
    return rows


def _codes(store: Store) -> Iterator[tuple[str]]:
    stated = ("c.lead_institution", "c.end_to")
    for condition in (" AND ".join(f"coalesce({column}, '') <> ''" for column in stated), "c.has_page = 1"):
        for code in store.codes((condition, []))[:_TRIED]:
            yield (code,)


def _titles(store: Store) -> Iterator[tuple[str]]:
    codes = store.codes(("coalesce(c.person, '') <> '' AND coalesce(c.title, '') <> ''", []))[:_LOOKED_AT]
    titles = [str(row["title"]) for row in store.columns(codes, ("title",)).values()]
    for title in sorted((one for one in titles if len(one) <= _LONG), key=len):
        yield (title,)


def _years(store: Store, as_of: date) -> Iterator[tuple[str, str]]:
    """Members and the years in which commitments of theirs ended, the busiest first."""
    key = "coalesce(p.name, c.prefix) || '/' || substr(c.end_to, 1, 4)"
    joins = "LEFT JOIN countries p ON p.prefix = c.prefix"
    for found, _count in sorted(store.groups(key, "c.end_to <= ?", [as_of.isoformat()], joins), key=_by_count):
        country, _slash, year = str(found).rpartition("/")
        yield country, year


def _areas(store: Store) -> Iterator[tuple[str]]:
    for area, _count in sorted(store.field_groups("policy_areas", "1", []), key=_by_count):
        if area not in (None, BLANK):
            yield (str(area),)


def _days(store: Store, as_of: date) -> Iterator[tuple[str]]:
    """The last day on which something changed, where that is not long ago."""
    changes = store.changes(days_later(as_of, -_RECENT).isoformat(), as_of.isoformat())
    if changes:
        yield (changes[-1][4],)


def _by_count(row: tuple[object, int]) -> tuple[int, str]:
    return -row[1], str(row[0])
