"""Whose contact a block of a page holds: the commitment's, or somebody else's, as the words above it say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import Enum, auto
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from bot.reading.form_contacts import names_somebody
from bot.reading.form_labels import form_label
from bot.reading.label_tables import Phrases, holds, label_tables
from bot.reading.label_tree import words_of
from bot.reading.spans import CharSpan, Mark, lines_of, trim
from bot.records.contacts import find_emails, find_phones
from bot.records.contacts import names_somebody as says_more
from bot.records.text import fold

_OF_CONTACTS = frozenset({"person", "person_title", "contacts", "responsible", "lead_institution", "email", "phone"})
_NAMING = frozenset({"person", "responsible"})
_EXPLICIT = frozenset({"person", "contacts", "responsible"})
_GENERIC = frozenset({"name", "heading", "person_title", "email", "phone", "email_phone"})
_DATES = frozenset({"start", "end", "dates", "status", "completion"})
_LONGEST_HEADING, _BOLD = 80, 7
_SHORTEST = 4
"""Letters of a word that can tell anything: shorter ones stand in labels of every kind."""


class Owner(Enum):
    """Who is meant by words above a contact."""

    COMMITMENT = auto()
    OTHER = auto()
    UNKNOWN = auto()


class _Reach(Enum):
    """What belongs to somebody else below the words for them.

    AGAIN: numbers of a kind that was stated above; CONTACTS: all numbers, up to who is responsible; ALL: these too,
    and whatever was stated above; STEP: so do the dates of a milestone.
    """

    AGAIN = auto()
    CONTACTS = auto()
    ALL = auto()
    STEP = auto()


@lru_cache(maxsize=4096)
def owner(words: str) -> Owner:
    """Whose contact stands below a heading, or behind a label that no table knows.

    >>> owner("Media contact").name, owner("Official in charge").name, owner("Tide table").name
    ('OTHER', 'COMMITMENT', 'UNKNOWN')
    """
    said = words_of(words)
    if holds(said, label_tables().others):
        return Owner.OTHER
    return Owner.COMMITMENT if _words_of_contacts() & set(said) else Owner.UNKNOWN


@cache
def _words_of_contacts() -> frozenset[str]:
    """The words of labels for people, their numbers and the body that leads."""
    tables = label_tables()
    wordings = [label.text for label in (*tables.form, *tables.wordings) if label.name in _OF_CONTACTS]
    words = {word for text in wordings if "?" not in text for word in words_of(text) if len(word) >= _SHORTEST}
    return frozenset(words - tables.opening - tables.inside)


class Labelled(NamedTuple):
    """A label with its value, and the fields it may mean; none where it is not `known`, or where no field keeps it."""

    label: CharSpan
    value: CharSpan
    names: frozenset[str]
    known: bool


def others_contacts(text: str, marks: Iterable[Mark], rows: list[Labelled]) -> dict[int, str]:
    """The labelled values that are somebody else's, by their number, each with the words above it that say so.

    A heading or label with a word for others (`Media contact`) holds for the contacts below it, and for all that was
    stated above, up to what is new. Below other words that no table knows stand somebody else's only where a label of
    a contact stood above, and up to a label that names who is responsible. The steps of milestones have owners, too.
    """
    levels = {mark.start: int(mark.kind[1]) for mark in marks if re.fullmatch(r"h\d", mark.kind[:2])}
    found: dict[int, str] = {}
    seen: set[str] = set()
    people: set[str] = set()
    above, reach = "", _Reach.ALL
    milestones, level = "", 0
    for number, row in enumerate(rows):
        said, names = text[slice(*row.label)], row.names
        for heading in _headings(text, levels, rows[number - 1], row) if number else ():
            who = Owner.COMMITMENT if form_label(heading.words) else owner(heading.words)
            if who is Owner.COMMITMENT:
                above = ""
            elif who is Owner.OTHER:
                above, reach = heading.words, _Reach.ALL
            elif milestones and heading.level > level:
                above, reach = heading.words, _Reach.STEP
            elif heading.apart and seen & (_EXPLICIT | _GENERIC):
                above, reach = heading.words, _Reach.CONTACTS
        if not names:
            kind = _named(said, text[slice(*row.value)], row.known, seen)
            if kind and not (kind is _Reach.CONTACTS and _writes_to(text, rows[number + 1 :], people)):
                above, reach = said, kind
            continue
        if above and names & _NAMING and not names & seen and _is_responsible(said):
            above = ""  # whoever stands above, this is the commitment's first person: `Name of responsible person`
        value = text[slice(*row.value)][:_LONGEST_HEADING]
        office = " ".join(word for word in value.split() if "@" not in word)
        office_of_others = owner(office) is Owner.OTHER or _reaches_office(value, seen)
        if "contacts" in names and office_of_others and not names_somebody(office):
            found[number] = value  # `For more information: the press office, …`
            continue
        if "milestones" in names:
            milestones, level = said, _level(text, levels, row.label.start)
        elif milestones and "person" in names & seen:
            above, reach = above or milestones, _Reach.STEP
        if "heading" in names and "person" not in seen:
            if number - 1 in found and rows[number - 1].names & _NAMING:
                found[number] = found[number - 1]  # the position of the somebody else who is named above it
            continue  # `Title` is the commitment's, where nobody is named yet
        if above and _belongs(names, seen, reach):
            found[number] = above
            continue
        if not names & _GENERIC or names & _EXPLICIT:
            above = ""
        seen |= names
        if names & _EXPLICIT:
            people.update(word for word in words_of(text[slice(*row.value)]) if len(word) >= _SHORTEST)
    return found


def _reaches_office(value: str, seen: set[str]) -> bool:
    """An office's address or number, where somebody's of that kind stands above: `Enquiries: Registry, 555 0100`."""
    kinds = {"email"} if find_emails(value) else set()
    kinds |= {"phone"} if find_phones(value) else set()
    return bool(kinds) and kinds | {"person"} <= seen and says_more(value)


def _is_responsible(label: str) -> bool:
    """A label says that its person is responsible for something: not only `Contact person`, `Name`."""
    said = words_of(label)
    return holds(said, _words_of_duty()) and not holds(said, label_tables().others)


@cache
def _words_of_duty() -> Phrases:
    return frozenset(phrase for words in label_tables().words for phrase in words.get("duty", ()))


def _named(label: str, value: str, known: bool, seen: set[str]) -> _Reach | None:
    """What belongs to the somebody else that a label without a field names, or its value; None where it names none."""
    who, somebody = owner(label), names_somebody(value)
    body = "person" in seen and not any(char.isdigit() or char == "@" for char in value)
    if who is Owner.OTHER and (not value or somebody or body):
        return _Reach.CONTACTS if value and not seen & _EXPLICIT else _Reach.ALL
    if known or not somebody:
        return None
    return _Reach.AGAIN if who is Owner.COMMITMENT else _Reach.CONTACTS


def _belongs(names: frozenset[str], seen: set[str], reach: _Reach) -> bool:
    """A label for `names` goes with the somebody else who is named above it."""
    number = bool(names & _GENERIC) and not names & _EXPLICIT
    if reach is _Reach.AGAIN:
        return number and bool(names & seen)
    if reach is _Reach.CONTACTS or number:
        return number
    return bool(names & (_EXPLICIT | seen)) or (reach is _Reach.STEP and bool(names & _DATES))


def _writes_to(text: str, rows: list[Labelled], people: set[str]) -> bool:
    """The next address below is made of the name of one of `people`: what stands between is no other person's."""
    for row in rows:
        if not row.names or not row.names & _GENERIC or row.names & _EXPLICIT:
            return False
        local, at, _ = text[slice(*row.value)].partition("@")
        if at:
            return any(word in fold(local) for word in people)
    return False


class _Heading(NamedTuple):
    """A line that may be a heading: its level (0: not marked as one), and whether no label's value holds it."""

    words: str
    level: int
    apart: bool


def _headings(text: str, levels: dict[int, int], before: Labelled, row: Labelled) -> Iterator[_Heading]:
    """The lines between two labels that could be headings, below an empty line or marked as such."""
    lines = lines_of(text, before.label.end, max(before.label.end, row.label.start))
    for line, after in pairwise(lines):
        bare = trim(text, *after, "*_#:•-–—= ")
        if not bare or bare.end - bare.start > _LONGEST_HEADING or "\t" in text[slice(*bare)]:
            continue  # the cells of a table head no contacts below it
        if text[bare.end - 1] in ".!?,;" and owner(text[slice(*bare)]) is not Owner.OTHER:
            continue  # `Kind regards,` heads a signature
        level = _level(text, levels, bare.start)
        begins_value = after.start <= before.value.start < after.end
        if level or not (begins_value or trim(text, *line)):
            yield _Heading(text[slice(*bare)], level, after.start >= before.value.end)


def _level(text: str, levels: dict[int, int], start: int) -> int:
    """The level of a heading: of the page's markup, of Markdown, bold as the lowest; 0 where it is not marked."""
    line = text[max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1 : start].strip()
    hashes = len(line) - len(line.lstrip("#"))
    return levels.get(start) or hashes or (_BOLD if line.startswith("**") else 0)
