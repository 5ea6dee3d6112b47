"""What a person wants to follow, from the words that they type: one selection, several to choose from, or near ones.

What a question would understand is understood here: Slack's markup, the address of a page, a code in any writing. What
is kept is the canonical name, so that the same list in other words is the same selection.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from bot.asking.conditions import BODIES, condition
from bot.asking.frames import ALL, Compare, Condition, Frame, Has, Listing, Refuse, Talk, Verify, all_of, tests
from bot.asking.lattice import Lattice
from bot.asking.mentions.codes import codes_in
from bot.asking.normalise import normalise
from bot.asking.reading import Understood, read
from bot.asking.restate import Restatement
from bot.asking.thread import EMPTY
from bot.digest.selection import (
    EVERYTHING,
    SIGNS,
    Selection,
    SelectionError,
    areas,
    besides,
    in_country,
    named,
    near_names,
    prefixes_of,
    select,
)
from bot.records.condition_queries import Sql
from bot.records.contacts import person_key
from bot.records.countries import letters_of
from bot.records.languages import LANGUAGES, own
from bot.records.names import name_key
from bot.records.search_queries import Name
from bot.records.store import Store
from bot.records.text import fold

OFFERED = 8
"""Selections that are offered to choose from."""
ROLES = {"lead": "lead_institution", "support": "support_institutions"}
"""Kinds that follow what an institution does in one role, and the field that says it."""
_KIND_OF = {"body": "institution", "person": "person"} | {field: kind for kind, field in ROLES.items()}
_BODY = ("institution", *ROLES)
_EVERYWHERE = re.compile(r"\s{0,3}\((?:all|all countries)\)\s{0,3}\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Offer:
    """A selection that may be meant: how many commitments it has, of which countries, in how many of them it leads."""

    selection: Selection
    count: int
    countries: tuple[str, ...] = ()
    leads: int = 0
    supports: int = 0


def read_selection(store: Store, text: str, as_of: date) -> tuple[Selection, ...]:
    """What a person means by `text`: nothing is everything, `area: Aid` is said outright, else a name or a question.

    A country's own name is the country; a name that is said whole goes before names that only have its words. Several
    where it has to be asked which: a name of several kinds, or of institutions of several countries. SelectionError
    where it is none.
    """
    said = normalise(text).text
    if fold(said).strip(SIGNS) in ("", *_words("all")):
        return (EVERYTHING,)
    kind, value = _outright(said)
    if kind:
        return _of_kind(store, kind, value, as_of)
    ways = list(_ways(said))
    for way in ways:
        if found := _whole(store, way):
            return found
    role, value = _role(said)
    if role and (found := _bodies(store, role, value)):
        return found
    partly = next((found for way in ways if (found := _partly(store, way))), ())
    asked = Selection("question", said)
    try:
        select(store, [asked], as_of)
    except SelectionError:
        if not partly:
            raise
        return partly
    if len(partly) == 1 and set(codes_of(store, asked, as_of)) <= set(codes_of(store, partly[0], as_of)):
        return partly
    return (*partly[: OFFERED - 1], asked)


def offers(store: Store, selections: Sequence[Selection], as_of: date) -> list[Offer]:
    """What is offered to choose from, each with its countries, and with its roles where it is an institution."""
    names = dict(store.countries())
    found = []
    for one in selections:
        codes = codes_of(store, one, as_of)
        countries = tuple(dict.fromkeys(names.get(letters_of(code), "") for code in codes))
        leads = supports = 0
        if one.kind == "institution":
            leads, supports = (len(codes_of(store, Selection(role, one.value), as_of)) for role in ROLES)
        found.append(Offer(one, len(codes), tuple(filter(None, countries)), leads, supports))
    return found


def nearest(store: Store, text: str, as_of: date, refused: SelectionError | None = None) -> list[Selection]:
    """The lists that are nearest to words that are none: of what the question is asked, what it names, like names.

    Each has commitments; the nearest come first. `refused` is why they are none, where that is known: what is said
    outright to be an institution is near to institutions.
    """
    said = normalise(text).text
    understood = read(said, store, EMPTY, as_of, "auto")
    found: dict[tuple[str, ...], Selection] = {}
    named = [Selection(refused.kind, one.name) for one in refused.near] if refused else []
    for source in (named, _near(store, said, understood, as_of), _alike(store, understood.made)):
        for one in () if found else source:
            if codes := tuple(codes_of(store, one, as_of)):
                found.setdefault(codes, one)
            if len(found) >= OFFERED:
                break
    return list(found.values())


def same_list(store: Store, one: Selection, as_of: date) -> Sql | None:
    """What makes two selections the same list, however they are written; None where it is none any more."""
    try:
        if one.kind == "question":
            frame = read(one.value, store, EMPTY, as_of, "auto").reading.frame
            if isinstance(frame, Listing) and frame.limit is None and frame.where != ALL:
                sql, params = condition(frame.where)
                return f"({sql})", params
        sql, params = select(store, [one], as_of)
    except SelectionError:
        return None
    return sql.removeprefix("(").removesuffix(")"), params


def codes_of(store: Store, one: Selection, as_of: date) -> list[str]:
    """The commitments of a selection; none where it is known no more."""
    try:
        return store.select(*select(store, [one], as_of))
    except SelectionError:
        return []


# -- words -------------------------------------------------------------------------------------------------------


def _outright(said: str) -> tuple[str, str]:
    """The kind that stands before a colon, and what stands after it; nothing where none is said."""
    word, colon, value = said.partition(":")
    kind = _kinds().get(fold(word).strip(SIGNS), "") if colon else ""
    return (kind, value.strip()) if kind else ("", "")


def _role(said: str) -> tuple[str, str]:
    """The role that stands before or after a name without a colon, and the name: "led by Ministry of Finance"."""
    folded = fold(said).split()
    plain = said.split()
    for size in (3, 2, 1):
        for words, rest in ((folded[:size], plain[size:]), (folded[-size:], plain[:-size])):
            kind = _kinds().get(" ".join(words).strip(SIGNS), "")
            if kind in ROLES and rest:
                return kind, " ".join(rest)
    return "", ""


def _ways(said: str) -> Iterator[str]:
    """What is typed, then without the words that only lead to a name: "to Kenya", "commitments of Kenya", "케냐를"."""
    yield said
    yield said.strip(SIGNS)
    rest, folded = said.strip(SIGNS), fold(said).strip(SIGNS)
    for word in _words("before"):
        if folded.startswith(f"{word} "):
            rest = " ".join(rest.split()[len(word.split()) :])
            yield from _ways(rest)
            return
    for word in _words("after"):
        if folded.endswith(word) and len(rest) > len(word) + 1:
            yield rest[: -len(word)].strip(SIGNS)


def _of_kind(store: Store, kind: str, value: str, as_of: date) -> tuple[Selection, ...]:
    """The selection of a kind that was said outright; several where it is an institution of several countries."""
    if kind == "everything":
        return (EVERYTHING,)
    plain = value if kind == "question" else value.strip(SIGNS[:7])
    if kind in _BODY and not _EVERYWHERE.search(value):
        return _bodies(store, kind, plain) or _checked(store, Selection(kind, plain), as_of)
    plain = _EVERYWHERE.sub("", plain)
    whole = next((one for one in _canonical(store, plain) if one.kind == kind), None)
    return _checked(store, whole or Selection(kind, plain), as_of)


def _checked(store: Store, one: Selection, as_of: date) -> tuple[Selection, ...]:
    select(store, [one], as_of)
    return (one,)


# -- names -------------------------------------------------------------------------------------------------------


def _whole(store: Store, said: str) -> tuple[Selection, ...]:
    """What is called exactly so: codes, else a country, else whatever else has this name."""
    found = list(_canonical(store, said))
    if found and found[0].kind in ("code", "country"):
        return (found[0],)
    bodies = [one for one in found if one.kind == "institution"]
    return (*(one for one in found if one not in bodies), *(_bodies(store, "institution", said) if bodies else ()))


def _canonical(store: Store, said: str) -> Iterator[Selection]:
    """What is called exactly `said`, by its canonical names; codes in their order."""
    spans = codes_in(said, store)
    if spans and not besides(said, spans):
        missing = [span.code for span in spans if not span.exists]
        if missing:
            sentence = f"There is no commitment “{', '.join(missing)}” here; a code looks like KR0032."
            raise SelectionError(sentence, "code", ", ".join(missing))
        yield Selection("code", ", ".join(sorted({span.code for span in spans})))
        return
    if prefixes := prefixes_of(store, said):
        yield Selection("country", next(name for prefix, name in store.countries() if prefix in prefixes))
        return
    if found := areas(store, said):
        yield Selection("area", found[0].name)
    name, prefixes = in_country(store, said)
    for kind, key in (("institution", name_key(name)), ("person", " ".join(person_key(name)))):
        called = [one for one in store.names_by_key([key]) if one.kind == kind and _is_proper(one.name)]
        if called:
            after = f" ({_country(store, prefixes)})" if prefixes and kind == "institution" else ""
            yield Selection(kind, called[0].name + after)


def _is_proper(name: str) -> bool:
    """Whether an institution or a person may be called so; "health" in a list of institutions is a word."""
    return name != name.lower() or name.lower() == name.upper()


def _country(store: Store, prefixes: Sequence[str]) -> str:
    return next((name for prefix, name in store.countries() if prefix in prefixes), "")


def _partly(store: Store, said: str) -> tuple[Selection, ...]:
    """Institutions and people whose names have all the words of `said`."""
    people = store.names_with(" ".join(person_key(said)).split(), "person", OFFERED)
    return (*_bodies(store, "institution", said), *(Selection("person", one.name) for one in people))[: OFFERED + 1]


def _bodies(store: Store, kind: str, said: str) -> tuple[Selection, ...]:
    """The institutions that `said` may mean in the role of `kind`: one a name and country, the most active first.

    Where there are several, the last is all of them.
    """
    value, prefixes = in_country(store, said)
    key = name_key(value)
    names = named(store, "institution", key)
    fields = (ROLES[kind],) if kind in ROLES else BODIES
    by_id = {one.id: one for one in names}
    uses: dict[tuple[int, str], set[str]] = {}
    places: dict[int, set[str]] = {}
    for code, _field, number in store.uses(list(by_id), fields):
        letters = letters_of(code)
        places.setdefault(number, set()).add(letters)
        if not prefixes or letters in prefixes:
            uses.setdefault((number, letters), set()).add(code)
    if not uses:
        return ()
    # two spellings of the very same commitments are one institution, called by its shortest name
    lists: dict[frozenset[str], tuple[int, str]] = {}
    for (number, letters), codes in uses.items():
        held = lists.setdefault(frozenset(codes), (number, letters))
        if len(by_id[number].name) < len(by_id[held[0]].name):
            lists[frozenset(codes)] = number, letters
    ranked = sorted(lists.items(), key=lambda item: (-len(item[0]), by_id[item[1][0]].name, item[1][1]))
    if len(ranked) == 1:
        number, letters = ranked[0][1]
        return (Selection(kind, _called(store, by_id[number], letters if len(places[number]) > 1 else "")),)
    each = [_called(store, by_id[n], letters if len(places[n]) > 1 else "") for _codes, (n, letters) in ranked]
    everywhere = names[0].name if names[0].key == key else value
    return tuple(Selection(kind, name) for name in (*each[: OFFERED - 1], everywhere))


def _called(store: Store, name: Name, letters: str) -> str:
    return f"{name.name} ({_country(store, [letters])})" if letters else name.name


# -- what is near ------------------------------------------------------------------------------------------------


def _near(store: Store, said: str, understood: Understood, as_of: date) -> Iterator[Selection]:
    language = understood.made.lexicon.language
    frames: list[Frame] = [understood.reading.frame, *understood.reading.others]
    asked = [frame for frame in frames if not isinstance(frame, Refuse | Talk)]
    for frame in asked[:1]:
        yield from _about(frame, store, language, as_of)
    for code in [span.code for span in codes_in(said, store) if span.exists]:
        yield Selection("code", code)
    for frame in asked[1:]:
        yield from _about(frame, store, language, as_of)
    for mention in understood.made.mentions:
        if mention.kind == "place" and mention.value[1]:
            yield Selection("country", mention.value[0])


def _alike(store: Store, made: Lattice) -> Iterator[Selection]:
    """What has some of the words in its name that are no words of questions."""
    said = " ".join(
        token.folded
        for at, token in enumerate(made.tokens)
        if made.content(at) and made.lexicon.known.isdisjoint(token.forms)
    )
    for kind in ("institution", "area", "person") if said else ():
        for name in near_names(store, said, kind)[:2]:
            yield Selection(kind, name.name)


def _about(frame: Frame, store: Store, language: str, as_of: date) -> Iterator[Selection]:
    """The lists that a question is about: the one that it is asked of, and those that its conditions name."""
    wheres: list[Condition] = [*getattr(frame, "sets", ())] if isinstance(frame, Compare) else []
    if isinstance(frame, Verify):
        wheres.append(all_of(frame.of, frame.where) if frame.quantity != "each" else frame.of)
    elif (where := getattr(frame, "where", None)) is not None:
        wheres.append(where)
    for code in getattr(frame, "codes", ()):
        yield Selection("code", code)
    for where in (one for one in wheres if one != ALL):
        parts = list(tests(where))
        if len(parts) > 1 or not _simple(parts[0]):
            yield Selection("question", _undated(Restatement(language, store).of(Listing(where)), as_of))
        for one in parts:
            yield from _by_test(one, store)


def _undated(question: str, as_of: date) -> str:
    """A list's words without the day on which they were asked: it is another one tomorrow."""
    return re.sub(rf"\s?\b(?:on|el|le)?\s?{as_of.isoformat()}(?:\s현재)?", "", question).strip()


def _simple(one: Has) -> bool:
    """Whether a test alone is a selection of its own."""
    named = one.field in _KIND_OF and one.op == "is" and len(one.values) == 1
    return named or (one.field, one.op) in {("country", "is"), ("policy_areas", "is"), ("code", "among")}


def _by_test(one: Has, store: Store) -> Iterator[Selection]:
    """The selections that a test of a question names."""
    if one.field == "country" and one.op == "is":
        yield from (Selection("country", name) for prefix, name in store.countries() if prefix in one.values)
    elif one.field == "policy_areas" and one.op == "is":
        yield from (Selection("area", name.name) for name in store.names_by_key(one.values) if name.kind == "area")
    elif one.field in _KIND_OF and one.op == "is":
        names = store.names_by_id([int(value) for value in one.values])
        yield from (Selection(_KIND_OF[one.field], name.name) for name in names[:2])


@cache
def _words(name: str) -> tuple[str, ...]:
    """The words around what is followed, of all languages: `all`, `before`, `after`; folded, the longest first."""
    tables = [own(language, "lexicon").get("follow", {}) for language in LANGUAGES]
    found = {fold(word) for table in tables for word in table.get(name, ())}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


@cache
def _kinds() -> Mapping[str, str]:
    """Folded words → the kind that they say."""
    tables = [own(language, "lexicon").get("follow_kind", {}) for language in LANGUAGES]
    return {fold(word): kind for table in tables for kind, words in table.items() for word in (kind, *words)}
