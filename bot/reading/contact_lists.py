"""Memos that list who answers for which commitment: its number and title in a line, body and contact in the next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.reading.export import made_code
from bot.reading.form import Form
from bot.reading.form_contacts import contacts_of
from bot.reading.plan_cover import cover_of, plan_words
from bot.reading.prose_labels import is_body
from bot.reading.said_plans import said_plan
from bot.reading.siblings import Title
from bot.reading.spans import CharSpan, Findings, FoundValue, Line, lines_of, trim
from bot.records.contacts import find_emails, find_phones
from bot.records.model import Document, Problem
from bot.records.text import line_of

_COUNT = re.compile(r"\s*(?:\(?\d{1,2}[.)]|[-–•*])?\s*")
_QUOTES = "\"'“”„«»‘’"
_FEWEST, _MOST_LINES, _LONGEST = 2, 3, 60_000


class ContactList(NamedTuple):
    """The commitments of a memo, and what the report says of their keys."""

    forms: list[Form]
    problems: tuple[Problem, ...]


class _Entry(NamedTuple):
    number: str
    title: CharSpan
    line: Line
    below: CharSpan


def read_contact_list(document: Document) -> ContactList | None:
    """The commitments of a memo that has a line for each and its contact below; None where most have no contact."""
    text = document.text
    entries = list(_entries(text)) if len(text) <= _LONGEST else []
    reached = [one for one in entries if find_emails(text[slice(*one.below)]) or find_phones(text[slice(*one.below)])]
    if len(entries) < _FEWEST or len(reached) * 2 < len(entries) or len({one.number for one in entries}) < len(entries):
        return None
    said = said_plan(document, entries[0].line.start)
    lines = [Line(one.start, one.end) for one in said if one.field != "cycle"]
    cover = cover_of(document, lines)
    forms = [_form(text, one, made_code(cover.letters, cover.plan, one.number), cover.letters, said) for one in entries]
    codes = [form.title.code for form in forms]
    at = line_of(text, entries[0].line.start)
    count = f"{len(codes)} commitments with their contacts ({codes[0]} to {codes[-1]})"
    message = f"The memo lists {count}; each was read under a key that was made for it."
    problems = [Problem(document.name, at, None, message, "info")]
    if cover.known is None:
        message = (
            "The memo names no member of the partnership: the keys of its commitments are made of the document's name."
            " Name the file after the country."
        )
        problems.append(Problem(document.name, at, "country", message))
    return ContactList(forms, tuple(problems))


def _entries(text: str) -> Iterator[_Entry]:
    lines = list(lines_of(text, 0, len(text)))
    heads = [(at, head) for at, line in enumerate(lines) if (head := _head(text, line))]
    starts = {head[2].start for _, head in heads}
    for at, (number, title, line) in heads:
        end = line.end
        for below in lines[at + 1 : at + 1 + _MOST_LINES]:
            if not trim(text, *below) or below.start in starts:
                break
            end = below.end
        yield _Entry(number, title, line, trim(text, line.end, end))


def _head(text: str, line: Line) -> tuple[str, CharSpan, Line] | None:
    count = _COUNT.match(text, *line)
    match = plan_words().commitment.match(text, count.end() if count else line.start, line.end)
    if not match or not match["number"][0].isdigit() or not match["mark"]:
        return None
    title = trim(text, *match.span("title"), _QUOTES + "*_")
    return (match["number"], title, line) if title else None


def _form(text: str, entry: _Entry, code: str, letters: str, said: list[FoundValue]) -> Form:
    """One commitment: the body before the first semicolon, and whoever stands behind it."""
    place = entry.below
    found = Findings(values=[FoundValue("title", *entry.title), *(FoundValue(*_parts(one)) for one in said)])
    found.claimed.append(CharSpan(*entry.line))
    stop = text.find(";", *place)
    body = trim(text, place.start, stop) if stop >= 0 else CharSpan(place.start, place.start)
    if body and is_body(text[slice(*body)]) and not find_emails(text[slice(*body)]):
        found.values.append(FoundValue("lead_institution", *body))
        place = trim(text, stop + 1, place.end)
    people = contacts_of("contacts", text, place, letters) if place else []
    sure = any(one.field in ("email", "phone") for one in people)  # `focal point not yet appointed` names nobody
    found.values += people if sure else []
    return Form(Title(entry.title, code, entry.line), found)


def _parts(one: FoundValue) -> tuple[str, int, int]:
    return one.field, one.start, one.end
