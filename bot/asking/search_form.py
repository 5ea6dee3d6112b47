"""A search form: what can be chosen in it, and the query frame that choices make, which is answered as any other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from bot.asking.conditions import BODIES
from bot.asking.frames import Condition, Has, Listing, all_of, among
from bot.asking.passages import term
from bot.records.frozen import dataclass
from bot.records.store import Store
from bot.records.text import fold

OVERDUE = "overdue"
LONGEST = 150
"""Characters of a choice's value; a longer name is told by its beginning."""
_KINDS = {"area": ("policy_areas",), "institution": BODIES}
_STATES = ("status", "completion")
_NOTHING = among(())  # what was chosen is gone: no commitment has it
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Form:
    """What was chosen: `country` by its letters, `area` and `institution` by their key, empty where nothing was.

    `status` is `overdue`, or a field and its term (`status=Active`); `since` and `until` bound the end (ISO days).
    """

    country: str = ""
    cycle: str = ""
    area: str = ""
    institution: str = ""
    status: str = ""
    since: str = ""
    until: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose, and how many commitments have it."""

    value: str
    label: str
    count: int


def frame(store: Store, form: Form, today: str, page: int = 1) -> Listing | None:
    """The list that a form asks for, None where nothing is chosen; “overdue” is reckoned from `today`."""
    chosen = tuple(_conditions(store, form, today))
    if not chosen:
        return None
    return Listing(all_of(*chosen), order="end" if form.since or form.until else "", page=page)


def _conditions(store: Store, form: Form, today: str) -> Iterator[Condition]:
    if form.country:
        yield Has("country", "is", (form.country,))
    if form.cycle:
        yield Has("cycle", "within", (f"{form.cycle}-01-01", f"{form.cycle}-12-31"))
    if form.area:
        keys = tuple(name.key for name in store.names_of_kind("area") if name.key[:LONGEST] == form.area)
        yield Has("policy_areas", "is", keys) if keys else _NOTHING
    if form.institution:
        ids = [str(n.id) for n in store.names_of_kind("institution") if n.key[:LONGEST] == form.institution]
        yield Has("body", "is", tuple(ids)) if ids else _NOTHING
    if form.status == OVERDUE:
        yield Has("end", "overdue", (today,))
    elif form.status:
        field, _, value = form.status.partition("=")
        yield Has(field, "is", (value,))
    if form.since or form.until:
        yield Has("end", "within", (form.since, form.until))
    if words := _WORD.findall(form.words):
        yield Has("text", "mentions", (" AND ".join(map(term, words)),), " ".join(words))


def choices(store: Store, name: str, typed: str = "") -> list[Choice]:
    """What there is in this corpus for one field of the form whose name holds all that was typed.

    The most frequent first; years, the latest first.
    """
    found = _CHOICES[name](store)
    wanted = fold(typed).split()
    fitting = [one for one in found if all(word in fold(one.label) for word in wanted)]
    if name == "cycle":
        return sorted(fitting, key=lambda one: one.value, reverse=True)
    return sorted(fitting, key=lambda one: (-one.count, one.label))


def state_choices(store: Store) -> dict[str, list[Choice]]:
    """The terms of each field of state in this corpus, by field."""
    return {
        field: [
            Choice(f"{field}={term}", term, count)
            for term, count in sorted(store.groups(f"NULLIF(c.{field}, '')", "1", []), key=lambda row: -row[1])
            if term
        ]
        for field in _STATES
    }


def _countries(store: Store) -> list[Choice]:
    counts = dict(store.groups("c.prefix", "1", []))
    return [Choice(prefix, name, counts.get(prefix, 0)) for prefix, name in store.countries()]


def _cycles(store: Store) -> list[Choice]:
    years = store.groups("substr(NULLIF(c.cycle, ''), 1, 4)", "1", [])
    return [Choice(year, year, count) for year, count in years if year and year.isdecimal()]


def _named(store: Store, kind: str) -> list[Choice]:
    fields = ", ".join(f"'{field}'" for field in _KINDS[kind])
    joins = f"JOIN name_uses u ON u.code = c.code AND u.field IN ({fields})"
    counts = dict(store.groups("u.name_id", "1", [], joins))
    return [
        Choice(name.key[:LONGEST], name.name, counts[name.id])
        for name in store.names_of_kind(kind)
        if name.id in counts and name.key
    ]


_CHOICES: Mapping[str, Callable[[Store], list[Choice]]] = {
    "country": _countries,
    "cycle": _cycles,
    "area": lambda store: _named(store, "area"),
    "institution": lambda store: _named(store, "institution"),
}
