"""What a document names itself, its address or its file name after, where that does not fit the letters of its code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePath
from typing import NamedTuple

from bot.reading.siblings import CODE
from bot.records.countries import NAMING, country_named, country_of, home_of, letters_of, stranger
from bot.records.fields import FIELD
from bot.records.lines import Lines
from bot.records.model import Document, Problem, Value

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
