"""What looks wrong in a document that was read: said to a person, never mended in silence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import PurePath
from typing import NamedTuple

from bot.reading.siblings import CODE
from bot.reading.spans import CharSpan, UnknownLabel
from bot.reading.titles import Title
from bot.reading.unclaimed import like_fields
from bot.records.countries import NAMING, country_named, country_of, home_of, letters_of, stranger
from bot.records.date_ranges import is_dateless
from bot.records.fields import FIELD
from bot.records.model import Document, Problem, Value
from bot.records.report import NO_KNOWN_LABEL
from bot.records.text import Lines, fold, line_of
from bot.records.vocabulary import is_placeholder

_MOST_REPORTED, _LONGEST_SHOWN = 40, 80
_TYPED = ("date", "choice", "yesno")
_LAST_OF = {"year": "-99-99", "month": "-99", "day": ""}


def unknown_labels(document: Document, unknown: list[UnknownLabel]) -> list[Problem]:
    """Each label that the tables do not know, once, with what it might be; its text was kept, under no field."""
    problems = []
    seen: set[str] = set()
    for label in unknown:
        key = fold(label.text)
        if key in seen or len(seen) >= _MOST_REPORTED:
            continue
        seen.add(key)
        guess = next(iter(like_fields(label.text)), None)
        meant = f"It might be {FIELD[guess].label} ({guess})." if guess else "No known label is similar."
        message = f"“{label.text}”{NO_KNOWN_LABEL} {meant} Its text was kept as unread."
        problems.append(Problem(document.name, line_of(document.text, label.start), guess, message, "info"))
    return problems


def foreign_blocks(document: Document, blocks: list[CharSpan]) -> list[Problem]:
    """Each block of a review whose heading names another commitment: its text is not the page's own."""
    problems = []
    for block in blocks:
        heading = document.text[block.start : block.end].strip().splitlines()[0].strip(" #*_")[:_LONGEST_SHOWN]
        message = f"“{heading}” heads a block of another commitment: nothing in it was taken for this page's own."
        problems.append(Problem(document.name, line_of(document.text, block.start), None, message, "info"))
    return problems


def doubts_of(document: Document, titles: list[Title], values: list[Value]) -> list[Problem]:
    """What looks wrong: an end before its start, an address without an @, a code that is not the file's."""
    problems = []
    by_code: dict[str, dict[str, list[Value]]] = {}
    for value in values:
        if value.origin == "page":
            by_code.setdefault(value.code, {}).setdefault(value.field, []).append(value)
    for fields in by_code.values():
        for start, end in zip(fields.get("start", []), fields.get("end", []), strict=False):
            if start.value and end.value and end.value + _LAST_OF[end.precision or "day"] < start.value:
                message = f"The commitment ends ({end.raw}) before it starts ({start.raw})."
                problems.append(_at(document, end, message))
        problems += [
            _at(
                document,
                value,
                f"“{value.raw[:_LONGEST_SHOWN]}” stands where an email address should, but has no @ in it.",
            )
            for value in fields.get("email", [])
            if value.raw and not value.value and "@" not in value.raw
        ]
    stem = PurePath(document.name.rstrip("/")).stem.upper()
    named = re.match(rf"({CODE})(?!\d)", stem)
    if named and titles and named[1] not in {title.code for title in titles}:
        line = line_of(document.text, titles[0].place.start)
        message = (
            f"The page is that of {titles[0].code}, but the document is called {document.name}. The title was trusted."
        )
        problems.append(Problem(document.name, line, "title", message))
    return problems


def is_not_understood(value: Value) -> bool:
    """Whether a field with a normal form says something that has none."""
    return value.value is None and bool(value.raw) and FIELD[value.field].kind in _TYPED


def not_understood(document: Document, values: Iterable[Value]) -> list[Problem]:
    """Each wording that a field with a normal form has and that nobody understands, once, with how often it stands."""
    met: dict[tuple[str, str], list[Value]] = {}
    for value in filter(is_not_understood, values):
        met.setdefault((value.field, fold(value.raw)), []).append(value)
    told = [held for (name, _), held in met.items() if not _says_nothing(name, held[0].raw)]
    return [
        replace(_at(document, held[0], _strange(held)), severity="info")
        for held in sorted(told, key=lambda held: (-len(held), held[0].start))[:_MOST_REPORTED]
    ]


def _says_nothing(name: str, raw: str) -> bool:
    """Whether a value only says that nothing is stated, or is a date without a day, such as “ongoing”."""
    return is_placeholder(name, raw) or (FIELD[name].kind == "date" and is_dateless(raw))


def _strange(held: list[Value]) -> str:
    first = held[0]
    often = f" ({len(held):,} times)" if len(held) > 1 else ""
    return (
        f"“{first.raw[:_LONGEST_SHOWN]}”{often} is not understood as {FIELD[first.field].label}: it is kept as it is "
        "written, and what is asked of it is undecided."
    )


def _at(document: Document, value: Value, message: str) -> Problem:
    return Problem(document.name, line_of(document.text, value.start), value.field, message)


# -- what a document names itself, where that does not fit the letters of its code -----------------------------------


_MEMBER = re.compile(r"/members?/([^/?#]+)", re.IGNORECASE)
_CODE_IN_ADDRESS = re.compile(rf"/commitments?/({CODE})(?:[/?#]|$)", re.IGNORECASE)
_NO_NAME = re.compile(rf"{CODE}|[\W\d_]+", re.IGNORECASE)


class _Claim(NamedTuple):
    what: str
    said: str
    place: int
    field: str
    code: str


def may_misfit(document: Document) -> Callable[[Value], bool]:
    """Which values `misfits` can find anything by: of a large table these are few, and only they need to be kept."""
    outside = any(_outside(document))

    def tells(value: Value) -> bool:
        if value.field == "title":
            return outside
        return value.field in NAMING and stranger(letters_of(value.code), value.raw) is not None

    return tells


def misfits(document: Document, values: Iterable[Value]) -> list[Problem]:
    """A problem for each place at which the document speaks of another member than the letters of its code do."""
    claims = list(_claims(document, values))
    if not claims:
        return []
    lines = Lines(document.text)
    return [
        Problem(
            document.name,
            lines.number(one.place),
            one.field,
            f"The letters of {one.code} stand for {home.name}, but its {one.what} says “{one.said}”. The letters were "
            "trusted: check whether the document has a wrong code.",
        )
        for one in claims
        if (home := home_of(one.code))
    ]


def _claims(document: Document, values: Iterable[Value]) -> Iterator[_Claim]:
    titles: dict[str, Value] = {}
    for value in values:
        if value.origin == "index":
            continue
        if value.field == "title":
            titles.setdefault(value.code, value)
        elif value.field in NAMING and stranger(letters_of(value.code), value.raw):
            yield _Claim(FIELD[value.field].label, value.raw, value.start, value.field, value.code)
    outside = list(_outside(document))
    for code, title in titles.items() if outside else ():
        for what, said, member in outside:
            if stranger(letters_of(code), member):
                yield _Claim(what, said, title.start, "title", code)
                return  # one code of a table stands for all of them


def _outside(document: Document) -> Iterator[tuple[str, str, str]]:
    """(where it is said, as written, the member's name) of what the address and the file name say."""
    for what, place in (("address", document.url or ""), ("file name", document.name)):
        if what == "file name" and place == document.url:
            continue
        if match := _MEMBER.search(f"/{place}"):
            yield what, match[1], match[1]
        if (match := _CODE_IN_ADDRESS.search(f"/{place}")) and (member := country_of(match[1])):
            yield what, match[1], member.name
    stem = PurePath(document.name.rstrip("/")).stem
    if (named := country_named(_NO_NAME.sub(" ", stem))) and named.parent is None:
        yield "file name", PurePath(document.name).name, named.name
