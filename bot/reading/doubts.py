"""What looks wrong on a page that was read: said to a person, never mended in silence."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import PurePath

from bot.reading.labels import label_tables
from bot.reading.passages import Passage, UnknownLabel
from bot.reading.siblings import CODE
from bot.reading.titles import Title
from bot.records.fields import FIELD
from bot.records.folding import fold
from bot.records.lines import line_of
from bot.records.model import Document, Problem, Value
from bot.records.report import NO_KNOWN_LABEL

_MOST_REPORTED, _LONGEST_SHOWN = 40, 80
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
        guess = guess_field(label.text)
        meant = f"It might be {FIELD[guess].label} ({guess})." if guess else "It is like none that is known."
        message = f"“{label.text}”{NO_KNOWN_LABEL} {meant} Its text was kept as unread."
        problems.append(Problem(document.name, line_of(document.text, label.start), guess, message, "info"))
    return problems


def foreign_blocks(document: Document, blocks: list[Passage]) -> list[Problem]:
    """Each block of a review whose heading names another commitment: its text is not the page's own."""
    problems = []
    for block in blocks:
        heading = document.text[block.start : block.end].strip().splitlines()[0].strip(" #*_")[:_LONGEST_SHOWN]
        message = f"“{heading}” heads a block of another commitment: nothing in it was taken for this page's own."
        problems.append(Problem(document.name, line_of(document.text, block.start), None, message, "info"))
    return problems


@lru_cache(maxsize=1024)
def guess_field(text: str) -> str | None:
    """The field whose labels are written most like `text`, None where none is near."""
    return _nearest(fold(text))


@lru_cache(maxsize=4096)
def _nearest(folded: str) -> str | None:
    """To compare a text with every wording takes longer than to read a page, and documents share their templates."""
    near = get_close_matches(folded, _wordings(), n=1, cutoff=0.72)
    return _wordings()[near[0]] if near else None


@cache
def _wordings() -> dict[str, str]:
    return {fold(label.text): label.name for label in label_tables().wordings if label.name in FIELD}


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


def _at(document: Document, value: Value, message: str) -> Problem:
    return Problem(document.name, line_of(document.text, value.start), value.field, message)
