"""Which commitments a digest is about: kinds of selections, each from a name as a person writes it to a condition."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.asking import ask
from bot.asking.conditions import condition
from bot.asking.frames import Has, all_of, among
from bot.asking.mentions.codes import CodeSpan, codes_in
from bot.records.condition_queries import Sql
from bot.records.contacts import person_key
from bot.records.fields import FIELDS
from bot.records.names import name_key
from bot.records.search_queries import Name
from bot.records.store import Store
from bot.records.text import fold, words
from bot.records.vocabulary import wordings

_NEAR = 5  # names that are offered in place of one that there is not
SIGNS = " \t.,;:!?¿¡\"'()"
"""What may stand around a name and is none of it."""
_COUNTRY_AFTER = re.compile(
    r"(?P<name>.{2,200}?)\s{0,3}(?:\((?P<country>[^()]{2,40})\)|,\s{0,3}(?P<after>[^,()]{2,40}))\s{0,3}"
)
_JOINING = frozenset("and or y e o et ou commitment commitments 와 과 및".split())


class SelectionError(ValueError):
    """What is to be followed is not known; the message is a sentence that says what there is instead.

    `kind` is what `value` was taken for, and `near` are names that may be meant.
    """

    def __init__(self, sentence: str, kind: str = "", value: str = "", near: Sequence[Name] = ()) -> None:
        super().__init__(sentence)
        self.kind, self.value, self.near = kind, value, tuple(near)


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
    found = prefixes_of(store, value)
    if not found:
        there = ", ".join(name for _prefix, name in store.countries()) or "none"
        raise SelectionError(f"No commitment here is of “{value}”. The countries are: {there}.", "country", value)
    return condition(Has("country", "is", found))


def _area(store: Store, value: str, as_of: date) -> Sql:  # noqa: ARG001
    known = [name.key for name in areas(store, value)]
    if not known:
        near = near_names(store, value, "area")
        raise SelectionError(f"No commitment here has the policy area “{value}”.{_near(near)}", "area", value, near)
    return condition(Has("policy_areas", "is", tuple(known)))


def _body(field: str) -> Callable[[Store, str, date], Sql]:
    """The selection of what an institution does as `field` says: leads, supports, or either (`body`)."""

    def selects(store: Store, value: str, as_of: date) -> Sql:  # noqa: ARG001
        name, prefixes = in_country(store, value)
        whose = [Has("country", "is", prefixes)] if prefixes else []
        return condition(all_of(Has(field, "is", _named(store, name, "institution", name_key(name))), *whose))

    return selects


def _person(store: Store, value: str, as_of: date) -> Sql:  # noqa: ARG001
    return condition(Has("person", "is", _named(store, value, "person", " ".join(person_key(value)))))


def _named(store: Store, value: str, kind: str, key: str) -> tuple[str, ...]:
    """The ids of the names that `value` is, or whose words it has all; as text, as a filter holds them."""
    found = named(store, kind, key)
    if not found:
        near = near_names(store, value, kind)
        raise SelectionError(f"No {kind} here is called “{value}”.{_near(near)}", kind, value, near)
    return tuple(str(name.id) for name in found)


def _near(names: Iterable[Name]) -> str:
    said = "; ".join(name.name for name in names)
    return f" There is: {said}." if said else ""


def _code(store: Store, value: str, as_of: date) -> Sql:  # noqa: ARG001
    spans = codes_in(value, store)
    codes = tuple(dict.fromkeys(span.code for span in spans if span.exists))
    if not codes or besides(value, spans):
        raise SelectionError(f"There is no commitment “{value}” here; a code looks like KR0032.", "code", value)
    return condition(among(codes))


def _question(store: Store, value: str, as_of: date) -> Sql:
    answer, _thread = ask(store, value, as_of=as_of)
    result = answer.result or {}
    if answer.outcome != "answer" or result.get("type") != "set":
        # the answer to another kind of question is told by nobody who composes errors
        why = "It asks for something else." if answer.outcome == "answer" else answer.statement
        raise SelectionError(f"“{value}” is not understood as a list of commitments. {why}", "question", value)
    return condition(among(tuple(result["value"])))


_SELECTS: Mapping[str, Callable[[Store, str, date], Sql]] = {
    "everything": _everything,
    "country": _country,
    "area": _area,
    "institution": _body("body"),
    "lead": _body("lead_institution"),
    "support": _body("support_institutions"),
    "person": _person,
    "code": _code,
    "question": _question,
}
KINDS = tuple(_SELECTS)
DECIDED = ("everything", "country", "code", "question")
"""Those of which it is never open whether a commitment fits."""
DECIDED_BY: Mapping[str, Sequence[str]] = {
    "area": ("policy_areas", "primary_sector"),
    "institution": [field.name for field in FIELDS if field.kind == "institution"],
    "lead": ("lead_institution",),
    "support": ("support_institutions",),
    "person": ("person",),
}
"""The fields whose values decide whether a commitment fits; of the other kinds, any may."""

# -- what names mean ---------------------------------------------------------------------------------------------


def prefixes_of(store: Store, value: str) -> tuple[str, ...]:
    """The letters of the country that `value` names as a whole, by a name of its own or by its letters."""
    said = fold(value).strip()
    ways = {said, said.strip(SIGNS), said.strip(SIGNS).removeprefix("the ")}
    found = {prefix for name, prefix in store.country_names() if name in ways}
    return tuple(sorted(found or {value.strip(SIGNS).upper()} & {prefix for prefix, _name in store.countries()}))


def areas(store: Store, value: str) -> list[Name]:
    """The policy areas that are called so."""
    canonical = wordings("policy_areas").get(fold(value), value)
    keys = sorted({name_key(value), name_key(canonical)})
    return [name for name in store.names_by_key(keys) if name.kind == "area"]


def named(store: Store, kind: str, key: str) -> list[Name]:
    """The names of a kind that are `key`; where none is, those that have all of its words."""
    return [name for name in store.names_by_key([key]) if name.kind == kind] or store.names_with(key.split(), kind)


def in_country(store: Store, value: str) -> tuple[str, tuple[str, ...]]:
    """An institution's name, and the letters of the country that is said after it: `Ministry of Justice (Georgia)`.

    Without letters where the whole is a name, or no country is said.
    """
    said = _COUNTRY_AFTER.fullmatch(value)
    if said is None or any(name.kind == "institution" for name in store.names_by_key([name_key(value)])):
        return value, ()
    prefixes = prefixes_of(store, said["country"] or said["after"])
    return (said["name"], prefixes) if prefixes else (value, ())


def near_names(store: Store, value: str, kind: str) -> tuple[Name, ...]:
    """Names of a kind that have some of the words of `value`."""
    return tuple(store.names_with_any(words(value), kind, _NEAR))


def besides(text: str, spans: Iterable[CodeSpan]) -> str:
    """What stands in a text besides codes, signs and the words that join codes."""
    for span in spans:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return " ".join(word for word in words(text) if word not in _JOINING)
