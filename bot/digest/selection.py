"""Which commitments a digest is about: kinds of selections, each from a name as a person writes it to a condition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.asking import ask
from bot.asking.codes import codes_in
from bot.asking.conditions import Sql, condition
from bot.asking.frames import Has, among
from bot.records.fields import FIELDS
from bot.records.folding import fold, words
from bot.records.names import name_key
from bot.records.people import person_key
from bot.records.store import Name, Store
from bot.records.vocabulary import wordings

_NEAR = 5  # names that are offered in place of one that there is not


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


def select(store: Store, selections: Iterable[Selection], as_of: date) -> Sql:
    """The condition that `selections` make: of one kind any, of several kinds all of them.

    SelectionError where one names nothing that is known.
    """
    kinds: dict[str, list[Sql]] = {}
    for one in selections:
        kinds.setdefault(one.kind, []).append(_SELECTS[one.kind](store, one.value.strip(), as_of))
    sql = " AND ".join("(" + " OR ".join(f"({part})" for part, _ in parts) + ")" for parts in kinds.values())
    return sql or "1", [value for parts in kinds.values() for _, values in parts for value in values]


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
    return condition(Has("country", "is", tuple(sorted(found))))


def _area(store: Store, value: str, as_of: date) -> Sql:  # noqa: ARG001
    canonical = wordings("policy_areas").get(fold(value), value)
    keys = sorted({name_key(value), name_key(canonical)})
    known = [name.key for name in store.names_by_key(keys) if name.kind == "area"]
    if not known:
        raise SelectionError(f"No commitment here has the policy area “{value}”.{_near(store, value, 'area')}")
    return condition(Has("policy_areas", "is", tuple(known)))


def _institution(store: Store, value: str, as_of: date) -> Sql:  # noqa: ARG001
    return condition(Has("body", "is", _named(store, value, "institution", name_key(value))))


def _person(store: Store, value: str, as_of: date) -> Sql:  # noqa: ARG001
    return condition(Has("person", "is", _named(store, value, "person", " ".join(person_key(value)))))


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
    codes = [span.code for span in codes_in(value, store) if span.exists and span.typed == value]
    if not codes:
        raise SelectionError(f"There is no commitment “{value}” here; a code looks like KR0032.")
    return condition(among(tuple(codes)))


def _question(store: Store, value: str, as_of: date) -> Sql:
    answer, _thread = ask(store, value, as_of=as_of)
    result = answer.result or {}
    if answer.outcome != "answer" or result.get("type") != "set":
        # the answer to another kind of question is told by nobody who composes errors
        why = "It asks for something else." if answer.outcome == "answer" else answer.statement
        raise SelectionError(f"“{value}” is not understood as a list of commitments. {why}")
    return condition(among(tuple(result["value"])))


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
DECIDED_BY: Mapping[str, Sequence[str]] = {
    "area": ("policy_areas", "primary_sector"),
    "institution": [field.name for field in FIELDS if field.kind == "institution"],
    "person": ("person",),
}
"""The fields whose values decide whether a commitment fits; of the other kinds, any may."""
_NAMED = ("code", "country", "area", "institution", "person")


def read_selection(store: Store, text: str, as_of: date) -> tuple[Selection, ...]:
    """What a person means by `text`: nothing is everything, `area: Aid` is said outright, else a name or a question.

    Several where a name is that of several kinds: it has to be asked which. SelectionError where it is none.
    """
    said = text.strip()
    if fold(said) in ("", "everything", "all"):
        return (EVERYTHING,)
    kind, colon, value = said.partition(":")
    if colon and kind.strip().lower() in KINDS:
        chosen = Selection(kind.strip().lower(), value.strip())
        select(store, [chosen], as_of)
        return (chosen,)
    named = tuple(chosen for chosen in (Selection(kind, said) for kind in _NAMED) if _is_known(store, chosen, as_of))
    if named:
        return named
    asked = Selection("question", said)
    select(store, [asked], as_of)
    return (asked,)


def _is_known(store: Store, chosen: Selection, as_of: date) -> bool:
    try:
        select(store, [chosen], as_of)
    except SelectionError:
        return False
    return True
