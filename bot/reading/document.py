"""A document read: opened, taken apart into pages, its values normalised, its problems gathered."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from bot.reading.claims import misfits
from bot.reading.doubts import doubts_of, unknown_labels
from bot.reading.formats import READABLE, open_document
from bot.reading.page import read_page
from bot.reading.passages import Finding, Findings, Passage, trim
from bot.reading.siblings import find_index, read_index
from bot.reading.table import FORMATS
from bot.reading.titles import pages_of, top_of
from bot.records.dates import Order, read_date, slash_order
from bot.records.fields import FIELD
from bot.records.model import Document, Precision, Problem, Reading, Span, Value
from bot.records.values import normalise

_PUNCTUATION = re.compile(r"[\W_]*(?:\d{1,3}[.)][\W_]*)?")


def read(name: str, data: bytes, url: str | None = None) -> Reading:
    """Everything that the file called `name` says; `url` is where it was fetched from.

    Never raises, whatever the bytes: what cannot be read is said in the reading's problems, each of which names the
    document and, where there is one, the line.
    """
    opened = open_document(name, data, url)
    document = opened.document
    if document is None:
        return Reading(None, problems=opened.problems)
    if document.format in FORMATS:
        from bot.reading.export import read_export

        reading = read_export(document)
        return replace(reading, problems=(*opened.problems, *reading.problems))
    values, problems, unread = read_pages(document)
    return Reading(document, values, (*opened.problems, *problems), unread)


def read_pages(document: Document) -> tuple[tuple[Value, ...], tuple[Problem, ...], tuple[Span, ...]]:
    """The values, problems and unread stretches of a document that holds one page or several."""
    text = document.text
    titles, problems = pages_of(document)
    if not titles:
        return _index_alone(document, problems)
    claimed: list[Passage] = []
    values: list[Value] = []
    found_all = Findings()
    starts = [0, *(top_of(text, before, title) for before, title in pairwise(titles))]
    for number, title in enumerate(titles):
        end = starts[number + 1] if number + 1 < len(titles) else len(text)
        found = read_page(text, title, starts[number], end)
        values += _values(text, title.code, found.values)
        found_all.add(found)
    claimed = [*found_all.claimed, *(Passage(value.start, value.end) for value in values)]
    problems += unknown_labels(document, found_all.unknown)
    problems += [*doubts_of(document, titles, values), *misfits(document, values)]
    return tuple(values), tuple(problems), unread(text, claimed)


def _index_alone(
    document: Document, problems: list[Problem]
) -> tuple[tuple[Value, ...], tuple[Problem, ...], tuple[Span, ...]]:
    """A document without a page: it may still list commitments."""
    text = document.text
    _, rows = find_index(text, 0, len(text))
    if len(rows) > 1:
        found = read_index(rows)
        values = _values(text, "", found.values)
        message = "There is no commitment's page here, only a list of commitments; what the list says was read."
        problem = Problem(document.name, None, None, message)
        return tuple(values), (*problems, problem), unread(text, found.claimed)
    message = (
        "There is no commitment in this document: no line “Title (KR0032)” and no header such as “Action Plan:”."
        f" Save a commitment's page as {READABLE.replace('and', 'or')}."
    )
    return (), (*problems, Problem(document.name, None, None, message, "error")), unread(text, [])


def _values(text: str, own: str, found: list[Finding]) -> list[Value]:
    """Findings as values: in order of place, numbered within a field, a blank after what is not blank."""
    order = _page_order(text, found)
    numbered: dict[tuple[str, str, str], int] = {}
    values: list[Value] = []
    seen: set[tuple[str, str, int, int]] = set()
    for one in sorted(found, key=lambda one: (one.origin == "index", one.start == one.end, one.start, one.end)):
        code = one.code or own
        place = (code, one.field, one.start, one.end)
        if place in seen:
            continue
        seen.add(place)
        key = (code, one.field, one.origin)
        position = numbered.get(key, 0)
        if one.start == one.end and position and one.origin == "page":
            # the same label twice, once with nothing behind it: the page does say it
            continue
        numbered[key] = position + 1
        raw = text[one.start : one.end]
        value, precision = _normalised(one, raw, _letters(code), order)
        values.append(Value(code, one.field, raw, one.start, one.end, position, value, precision, one.origin))
    return values


@lru_cache
def _letters(code: str) -> str:
    return re.sub(r"\d.*", "", code)


def _normalised(one: Finding, raw: str, prefix: str, order: Order | None) -> tuple[str | None, Precision | None]:
    if one.value is not None:
        return one.value, one.precision
    if order and FIELD[one.field].kind == "date":
        return read_date(raw, order)
    return normalise(FIELD[one.field], raw, prefix or None)


def _page_order(text: str, found: list[Finding]) -> Order | None:
    """Whether the page's slash dates put the day or the month first, where one of them tells."""
    return slash_order([text[one.start : one.end] for one in found if FIELD[one.field].kind == "date"])


def unread(text: str, claimed: list[Passage]) -> tuple[Span, ...]:
    """The stretches of `text` that nothing claimed, without those that hold only punctuation."""
    spans: list[Span] = []
    place = 0
    for start, end in [*sorted(claimed), (len(text), len(text))]:
        if start > place:
            bare = trim(text, place, start, ";:|*_#-–—•●")
            if bare and not _PUNCTUATION.fullmatch(text, *bare):
                spans.append(Span(*bare))
        place = max(place, end)
    return tuple(spans)
