"""Which commitments a digest is about, and reading their facts and values from the store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.asking import ask
from bot.asking.codes import find_codes
from bot.asking.conditions import Sql, condition
from bot.asking.query import Filter
from bot.digest.compose import SAID, compose, sort, wanted
from bot.digest.model import SECTIONS, Digest, Evidence, Facts, Pick, Turn, Window
from bot.records.folding import fold, words
from bot.records.names import name_key
from bot.records.people import person_key
from bot.records.store import Name, Store, Stored
from bot.records.vocabulary import wordings

SHOWN = 10
"""Items of a section that a text shows; the rest is a count."""
_AT_ONCE = 5_000
_DAYS = ("start_from", "start_to", "end_from", "end_to")
_NEAR = 5


class SelectionError(ValueError):
    """What is to be followed is not known; the message is a sentence that says what there is instead."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What is followed: `kind` is one of `KINDS`, `value` its name as a person wrote it.

    It is kept by name and looked up for each digest, since a database that is built anew numbers its rows anew.
    """

    kind: str
    value: str = ""


EVERYTHING = Selection("everything")


@dataclass(frozen=True, slots=True)
class News:
    """What is news by a record of its own: changes, the oldest first, and codes that are new."""

    turns: Sequence[Turn]
    new: frozenset[str]


def select(store: Store, selections: Iterable[Selection], as_of: date) -> Sql:
    """The condition that `selections` make: of one kind any, of several kinds all of them.

    SelectionError where one names nothing that is known.
    """
    kinds: dict[str, list[Sql]] = {}
    for one in selections:
        kinds.setdefault(one.kind, []).append(_SELECTS[one.kind](store, one.value.strip(), as_of))
    sql = " AND ".join("(" + " OR ".join(f"({part})" for part, _ in parts) + ")" for parts in kinds.values())
    return sql or "1", [value for parts in kinds.values() for _, values in parts for value in values]


def dated_news(store: Store, window: Window) -> News:
    """The news of a window by the days that the database gives them.

    What was there on the first day of the database is its stock and not new.
    """
    since, until = window.since.isoformat(), window.as_of.isoformat()
    turns = [Turn(code, field, old, at) for code, field, old, _new, at, _doc in store.changes(since, until)]
    first = min((day for day, _count in store.groups("c.first_seen", "1", [])), default="")
    codes = store.select("c.first_seen BETWEEN ? AND ? AND c.first_seen > ?", [since, until, first])
    return News(turns, frozenset(codes))


def digest(
    store: Store,
    selections: Iterable[Selection],
    window: Window,
    *,
    news: News | None = None,
    sections: Sequence[str] = SECTIONS,
    muted: Sequence[str] = (),
    followed: Sequence[str] = (),
    limit: int | None = None,
) -> Digest:
    """The digest of the selected commitments without the `muted` ones; `news` is by dates where it is not given.

    `followed` are the codes of the digest before, of which changes are told even where they are selected no more.
    `limit` bounds the items of a section. SelectionError as in `select`.
    """
    sql, params = select(store, selections, window.as_of)
    codes = [code for code in store.select(sql, params) if code not in muted]
    given = news or dated_news(store, window)
    departed = set(followed) - set(codes) - set(muted)
    sorting = sort(_facts(store, codes), given.turns, given.new, window, departed)
    shown = wanted(sorting, sections, limit)
    _true, _false, undecided = store.tally(f"({sql})", params)
    return compose(sorting, shown, _evidence(store, shown), window, undecided)


# -- reading -----------------------------------------------------------------------------------------------------


def _facts(store: Store, codes: Sequence[str]) -> Iterator[Facts]:
    for at in range(0, len(codes), _AT_ONCE):
        rows = store.columns(codes[at : at + _AT_ONCE], ("has_page", *_DAYS, *SAID))
        for code, row in rows.items():
            said = {name: row[name] for name in SAID}
            yield Facts(code, bool(row["has_page"]), _span(row, "start"), _span(row, "end"), said)


def _span(row: Mapping[str, Any], name: str) -> tuple[date, date] | None:
    first, last = row[f"{name}_from"], row[f"{name}_to"]
    return (date.fromisoformat(first), date.fromisoformat(last)) if first and last else None


def _evidence(store: Store, shown: Mapping[str, Sequence[Pick]]) -> Evidence:
    picks = [pick for picks in shown.values() for pick in picks]
    fields = sorted({"title", *SAID, *(pick.field for pick in picks)})
    values: dict[tuple[str, str], list[Stored]] = {}
    for stored in store.values(sorted({pick.code for pick in picks}), fields).values():
        for one in stored:
            held = values.setdefault((one.code, one.field), [])
            if not held or (held[0].origin == "index") == (one.origin == "index"):
                held.append(one)
    lines: dict[tuple[int, int], int] = {}
    for first in shown.values():
        for pick in first[:SHOWN]:
            for one in values.get((pick.code, pick.field), ()):
                place = one.document_id, one.start
                if place not in lines:
                    lines[place] = store.context(one.document_id, one.start, one.end, 0).line
    return Evidence(values, lines)


# -- kinds of selections -----------------------------------------------------------------------------------------


def _everything(store: Store, value: str, as_of: date) -> Sql:  # noqa: ARG001 - one shape for every kind
    return "1", []


def _country(store: Store, value: str, as_of: date) -> Sql:  # noqa: ARG001
    prefixes = {prefix for prefix, _name in store.countries()}
    wanted = fold(value)
    found = {prefix for name, prefix in store.country_names() if name == wanted} | ({value.upper()} & prefixes)
    if not found:
        there = ", ".join(name for _prefix, name in store.countries()) or "none"
        raise SelectionError(f"No commitment here is of “{value}”. The countries are: {there}.")
    return condition([Filter("country", "is", tuple(sorted(found)))])


def _area(store: Store, value: str, as_of: date) -> Sql:  # noqa: ARG001
    canonical = wordings("policy_areas").get(fold(value), value)
    keys = sorted({name_key(value), name_key(canonical)})
    known = [name.key for name in store.names_by_key(keys) if name.kind == "area"]
    if not known:
        raise SelectionError(f"No commitment here has the policy area “{value}”.{_near(store, value, 'area')}")
    return condition([Filter("policy_areas", "is", tuple(known))])


def _institution(store: Store, value: str, as_of: date) -> Sql:  # noqa: ARG001
    return condition([Filter("body", "is", _named(store, value, "institution", name_key(value)))])


def _person(store: Store, value: str, as_of: date) -> Sql:  # noqa: ARG001
    return condition([Filter("person", "is", _named(store, value, "person", " ".join(person_key(value))))])


def _named(store: Store, value: str, kind: str, key: str) -> tuple[str, ...]:
    """The ids of the names that `value` is, or whose words it has all; as text, as a filter holds them."""
    exact = [name for name in store.names_by_key([key]) if name.kind == kind]
    found: list[Name] = exact or store.names_with(key.split(), kind)
    if not found:
        raise SelectionError(f"No {kind} here is called “{value}”.{_near(store, value, kind)}")
    return tuple(str(name.id) for name in found)


def _near(store: Store, value: str, kind: str) -> str:
    names = [name.name for name in store.names_with_any(words(value), kind, _NEAR)]
    return f" There is: {'; '.join(names)}." if names else ""


def _code(store: Store, value: str, as_of: date) -> Sql:  # noqa: ARG001
    prefixes = {prefix for prefix, _name in store.countries()}
    codes = [span.code for span in find_codes(value, prefixes, store.by_number) if span.exists]
    if not codes:
        raise SelectionError(f"There is no commitment “{value}” here; a code looks like KR0032.")
    return condition((), codes)


def _question(store: Store, value: str, as_of: date) -> Sql:
    answer, _thread = ask(store, value, as_of=as_of)
    result = answer.result or {}
    if answer.outcome != "answer" or result.get("type") != "set":
        raise SelectionError(f"“{value}” is not understood as a list of commitments: {answer.statement}")
    # no commitment at all fits: an empty list of codes would mean any
    return condition((), list(result["value"])) if result["value"] else ("0", [])


_SELECTS: Mapping[str, Callable[[Store, str, date], Sql]] = {
    "everything": _everything,
    "country": _country,
    "area": _area,
    "institution": _institution,
    "person": _person,
    "code": _code,
    "question": _question,
}
KINDS = tuple(_SELECTS)
