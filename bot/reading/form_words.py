"""Labels of a form that no table holds, known by their words and by what stands behind them.

`Departments assisting`, `Reach them`, `Who is the person in charge?`: a word tells what they may mean, and the value
has to be of that kind. So an address is no person, and what names somebody leads nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from bot.reading.contact_owner import Owner, owner
from bot.reading.form_contacts import names_somebody
from bot.reading.form_labels import FormLabel
from bot.reading.form_rows import Row
from bot.reading.label_tables import Phrases, holds, label_tables
from bot.reading.label_tree import words_of
from bot.reading.prose_labels import is_body
from bot.reading.siblings import CODE
from bot.records.contacts import find_emails, find_phones
from bot.records.countries import country_named
from bot.records.dates import find_dates
from bot.records.text import fold
from bot.records.vocabulary import canonical, wordings

_SHORT, _LINE, _MOST = 60, 120, 400
_MOST_WORDS, _WORDS_OF_AREA = 10, 5
_SEVERAL = frozenset({"support_institutions", "other_actors", "contacts"})
_PARTS = {"dates": ("start", "end"), "start": ("dates",), "end": ("dates",), "completion": ("status",)}
_PEOPLE = frozenset({"responsible", "person", "person_title", "contacts", "email", "phone", "email_phone"})


class _Said(NamedTuple):
    """A value: its words, its first line, the field of the label above, and whether its own label asks a question."""

    whole: str
    first: str
    above: str | None
    asked: bool


def _holds_contact(said: _Said) -> bool:
    return bool(find_emails(said.first) or find_phones(said.first)) and len(said.first) <= _LINE


def _is_contact(said: _Said) -> bool:
    """An address or a number right below the person whose it is, or behind a question for it."""
    return _holds_contact(said) and (said.asked or said.above in _PEOPLE)


def _reaches_somebody(said: _Said) -> bool:
    """Somebody who is named, with an address or a number: `Ana Ruiz, Director, ana.ruiz@…`."""
    known = find_emails(said.whole) or find_phones(said.whole)
    return bool(known) and len(said.whole) <= _MOST and names_somebody(said.first)


def _is_person(said: _Said) -> bool:
    name = re.split(r"[,;:(]|\s[–-]\s", said.first, maxsplit=1)[0].strip()
    ends_in_country = any(country_named(" ".join(name.split()[-number:])) for number in (1, 2, 3))
    return names_somebody(said.first) and len(said.first) <= _LINE and not is_body(name) and not ends_in_country


def _is_position(said: _Said) -> bool:
    return said.above in _PEOPLE and len(said.first) <= _LINE and not any(map(str.isdigit, said.first))


def _is_date(said: _Said) -> bool:
    return len(said.whole) <= _LINE and len(list(find_dates(said.whole))) == 1


def _are_dates(said: _Said) -> bool:
    return len(said.whole) <= _LINE and len(list(find_dates(said.whole))) == 2


def _is_state(said: _Said) -> bool:
    return (
        not list(find_dates(said.first))
        and len(said.first) <= _SHORT
        and not _holds_contact(said)
        and not names_somebody(said.first)
    )


def _is_body(said: _Said) -> bool:
    return (
        len(said.whole) <= _MOST
        and said.whole[:1].isupper()
        and not _is_person(said)
        and not _holds_contact(said)
        and not list(find_dates(said.first))
        and not re.search(CODE, said.whole)
        and not re.search(r"\.\s+[^\W\d_]", said.first)
    )


def _are_areas(said: _Said) -> bool:
    return len(said.whole) <= _LINE and not _holds_contact(said) and not said.first.endswith(".")


def _are_topics(said: _Said) -> bool:
    """Short parts behind a question for what it is about, of which one is known as an area: `Transport, Open Data`."""
    parts = [part.strip(" .•*-") for part in re.split(r"[,;\n]|\s/\s", said.whole)]
    known = wordings("policy_areas")
    return all(len(part.split()) <= _WORDS_OF_AREA for part in parts) and any(fold(part) in known for part in parts)


def _is_text(said: _Said) -> bool:
    return len(said.whole) > _SHORT


_KINDS: dict[str, Callable[[_Said], bool]] = {
    "contacts": _is_contact,
    "person": _is_person,
    "dates": _are_dates,
    "start": _is_date,
    "end": _is_date,
    "person_title": _is_position,
    "completion": _is_state,
    "support_institutions": _is_body,
    "lead_institution": _is_body,
    "policy_areas": _are_areas,
    "topics": _are_topics,
    "problem": _is_text,
    "brief": _is_text,
}
"""What a value has to be, by field, in the order in which the fields are tried."""


def known_by_words(text: str, rows: list[Row]) -> list[Row]:
    """The rows with a meaning for each label that no table holds, where its words and its value tell one.

    Only words of the page's own language count, and only for what no other label of the page states.
    """
    stated = {name for row in rows if row.meaning for name in row.meaning.names}
    tables = [label_tables().words[number] for number in _languages(text, rows)]
    found: list[Row] = []
    for row in rows:
        above = found[-1].meaning.core if found and found[-1].meaning else None
        name = None if row.meaning else _name(text[slice(*row.label)], text[slice(*row.value)], above, tables)
        free = name is not None and (name in _SEVERAL or not {name, *_PARTS.get(name, ())} & stated)
        found.append(row._replace(meaning=FormLabel((name,))) if free else row)
    return found


def _languages(text: str, rows: list[Row]) -> list[int]:
    """The languages that most of the page's labels are of; all where none is known."""
    known = label_tables().languages
    times = Counter(number for row in rows for number in known.get(" ".join(words_of(text[slice(*row.label)])), ()))
    most = max(times.values(), default=0)
    return [number for number in range(len(label_tables().words)) if times[number] == most]


def _name(label: str, value: str, above: str | None, tables: list[dict[str, Phrases]]) -> str | None:
    words = words_of(label)
    if not words or len(words) > _MOST_WORDS or not value:
        return None
    asked = holds(words[:2], label_tables().asking)
    value = value.lstrip("•*- \n") or value
    said = _Said(value, value.splitlines()[0].strip(), above, asked)
    meant = {name for table in tables for name, phrases in table.items() if holds(words, phrases)}
    if {"start", "end"} <= meant:
        meant.add("dates")
    if "other_actors" in meant and is_body(said.first) and not names_somebody(said.first):
        return "other_actors"
    if owner(label) is Owner.OTHER:
        return None
    if asked and "brief" in meant:
        meant.add("topics")
    named = "contacts" in meant and _is_person(said)
    if asked and {"contacts", "person"} & meant and (named or _reaches_somebody(said)):
        return "contacts"  # `Who can tell me more?`, `Where can I turn with questions?`; not `Who monitors it?`
    for name, is_kind in _KINDS.items():
        fits = is_kind(said) or (name == "completion" and canonical(name, said.first) is not None)
        if name in meant and fits and (asked or name not in ("problem", "brief")):
            return "policy_areas" if name == "topics" else name
    return None
