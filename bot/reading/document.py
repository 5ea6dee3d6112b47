"""A document read: opened, taken apart into pages, its values normalised, its problems gathered."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from itertools import groupby, pairwise

from bot.reading.contact_lists import read_contact_list
from bot.reading.doubts import (
    doubts_of,
    foreign_blocks,
    misfits,
    not_understood,
    other_contacts,
    unknown_labels,
    unread_passages,
)
from bot.reading.form import Form, read_form, read_forms
from bot.reading.form_data import read_data
from bot.reading.form_objects import read_listed_objects
from bot.reading.form_sheets import Sheets, read_sheets
from bot.reading.formats import READABLE, open_document
from bot.reading.mapping import PlanMapping
from bot.reading.page import read_page
from bot.reading.plan_splitting import heads_several
from bot.reading.plans import Plan, read_plan
from bot.reading.siblings import Title, begins_page, find_index, find_titles, pages_of, read_index, top_of
from bot.reading.spans import CharSpan, Findings, FoundValue, Mark, trim
from bot.reading.table import FORMATS
from bot.records.dates import DayOrder, read_date, slash_order
from bot.records.fields import FIELD
from bot.records.model import Document, DocumentReading, Precision, Problem, Span, Value
from bot.records.text import Lines
from bot.records.values import normalise

_DATES = frozenset(field.name for field in FIELD.values() if field.kind == "date")
_LETTERS = re.compile(r"\D*")
_PUNCTUATION = re.compile(r"[\W_]*(?:\d{1,3}[.)][\W_]*)?")


def read(name: str, data: bytes, url: str | None = None, mapping: PlanMapping | None = None) -> DocumentReading:
    """Everything that the file called `name` says; `url` is where it was fetched from, `mapping` an action plan's own.

    Never raises, whatever the bytes: what cannot be read is said in the reading's problems, each of which names the
    document and, where there is one, the line.
    """
    reading = _read(name, data, url, mapping)
    document = reading.document
    if document is None or not document.spots:
        return reading
    lines = Lines(document.text, document.spots)
    return replace(reading, problems=tuple(_placed(problem, lines) for problem in reading.problems))


def _placed(problem: Problem, lines: Lines) -> Problem:
    """A problem of a document whose file has no lines: at its place there."""
    if problem.line is None:
        return problem
    return replace(problem, place=lines.where(lines.start(problem.line)))


def _read(name: str, data: bytes, url: str | None, mapping: PlanMapping | None) -> DocumentReading:
    opened = open_document(name, data, url)
    document = opened.document
    if document is None:
        return DocumentReading(None, problems=opened.problems)
    if document.format in FORMATS:
        from bot.reading.export import is_export, read_export

        if not is_export(document) and (forms := read_data(document)):
            return _of_data(document, forms, opened.problems)
        if not is_export(document) and (sheets := read_sheets(document)):
            return _of_sheets(document, sheets, opened.problems)
        if not is_export(document) and document.format == "json" and (listed := read_listed_objects(document)):
            return _of_data(document, listed.forms, (*opened.problems, *listed.problems))
        reading = read_export(document)
        return replace(reading, problems=(*opened.problems, *reading.problems))
    values, problems, unread = read_pages(document, mapping, opened.marks)
    if not values and (forms := read_data(document)):
        return _of_data(document, forms, opened.problems)
    if not values and mapping is None and (sheets := read_sheets(document)):
        return replace(_of_sheets(document, sheets, opened.problems), tables=())
    if not values and mapping is None and (listed := read_listed_objects(document)):
        return _of_data(document, listed.forms, (*opened.problems, *listed.problems))
    if not values and mapping is None and (memo := read_contact_list(document)):
        return _of_data(document, memo.forms, (*opened.problems, *memo.problems))
    passages = unread_passages(document.text, unread)
    return DocumentReading(document, values, (*opened.problems, *problems), unread, passages)


def read_pages(
    document: Document, mapping: PlanMapping | None = None, marks: tuple[Mark, ...] = ()
) -> tuple[tuple[Value, ...], tuple[Problem, ...], tuple[Span, ...]]:
    """The values, problems and unread stretches of a document that holds one page or several, or a whole action plan.

    `mapping` names a plan's own labels; `marks` are what the page's markup sets apart.
    """
    text = document.text
    if mapping is None and (form := read_form(document, marks)):
        return _of_form(document, form)
    if mapping is None and (forms := read_forms(document, marks)):
        return _of_forms(document, forms)
    titles, problems = pages_of(document)
    if len(titles) < 2 and (not titles or titles[0].code not in text or heads_several(text)):
        plan = read_plan(document, mapping)
        if plan and _is_plan(text, titles, plan):
            return _of_plan(document, plan)
    if not titles:
        return _index_alone(document, problems)
    claimed: list[CharSpan] = []
    values: list[Value] = []
    found_all = Findings()
    starts = [0, *(top_of(text, before, title) for before, title in pairwise(titles))]
    for number, title in enumerate(titles):
        end = starts[number + 1] if number + 1 < len(titles) else len(text)
        found = read_page(text, title, starts[number], end)
        own = _values(text, title.code, found.values)
        values += own
        values += found.index
        # what an index says stands in its rows, which are claimed as a whole
        claimed += [CharSpan(one.start, one.end) for one in own]
        found_all.add(found)
    claimed += found_all.claimed
    problems += [
        *unknown_labels(document, found_all.unknown),
        *other_contacts(document, found_all.others),
        *foreign_blocks(document, found_all.foreign),
    ]
    problems += [
        *doubts_of(document, titles, values),
        *not_understood(document, values),
        *misfits(document, values),
    ]
    return tuple(values), tuple(problems), unread(text, claimed)


def _of_data(document: Document, forms: list[Form], problems: tuple[Problem, ...]) -> DocumentReading:
    """The commitments of a short table or of objects."""
    values, own, left = _of_forms(document, forms)
    return DocumentReading(document, values, (*problems, *own), left, unread_passages(document.text, left))


def _of_sheets(document: Document, sheets: Sheets, problems: tuple[Problem, ...]) -> DocumentReading:
    """The commitments of a table or a workbook, each value with its row and column."""
    values, own, left = _of_forms(document, sheets.forms)
    cells = sorted((cell for cell in sheets.cells if cell.raw), key=lambda cell: cell.start)
    starts = [cell.start for cell in cells]
    placed = []
    for value in values:
        at = bisect_right(starts, value.start) - 1
        cell = cells[at] if at >= 0 and value.end <= cells[at].end and not value.blank and cells[at].row else None
        placed.append(replace(value, row=cell.row, column=cell.column) if cell else value)
    bare = (trim(document.text, one.start, one.end, ',;|"') for one in left)
    left = tuple(Span(*one) for one in bare if one)
    passages = unread_passages(document.text, left)
    return DocumentReading(document, tuple(placed), (*problems, *sheets.problems, *own), left, passages, sheets.tables)


def _of_forms(document: Document, forms: list[Form]) -> tuple[tuple[Value, ...], tuple[Problem, ...], tuple[Span, ...]]:
    """Several commitments, each of which is read as a form."""
    order = _page_order(document.text, [one for form in forms for one in form.found.values])
    read = [_of_form(document, form, order) for form in forms]
    values = tuple(value for own, _, _ in read for value in own)
    claimed = [
        *(one for form in forms for one in form.found.claimed),
        *(CharSpan(one.start, one.end) for one in values),
    ]
    said = tuple(dict.fromkeys(problem for _, own, _ in read for problem in own))
    return values, said, unread(document.text, claimed)


def _of_form(
    document: Document, form: Form, order: DayOrder | None = None
) -> tuple[tuple[Value, ...], tuple[Problem, ...], tuple[Span, ...]]:
    """The commitment of a page that is a form; `order` is that of the slash dates of several on one page."""
    values = _values(document.text, form.title.code, form.found.values, order=order)
    claimed = [*form.found.claimed, *(CharSpan(value.start, value.end) for value in values)]
    problems = [
        *form.problems,
        *unknown_labels(document, form.found.unknown),
        *other_contacts(document, form.found.others),
        *doubts_of(document, [form.title], values),
        *not_understood(document, values),
        *misfits(document, values),
    ]
    return tuple(values), tuple(problems), unread(document.text, claimed)


def _is_plan(text: str, titles: list[Title], plan: Plan) -> bool:
    """Rather a plan than the page, or the list of commitments, for which the document was taken."""
    if not titles:
        return bool(plan.codes) or not _lists_several(text)
    if titles[0].code in text and begins_page(text, titles[0], len(text)):
        return len(set(plan.codes) & {title.code for title in find_titles(text)}) > 1
    return len(plan.codes) > 1


def _of_plan(document: Document, plan: Plan) -> tuple[tuple[Value, ...], tuple[Problem, ...], tuple[Span, ...]]:
    """The commitments of a whole action plan."""
    values: list[Value] = []
    for code, found in groupby(plan.found.values, key=lambda one: one.code or ""):
        values += _values(document.text, code, list(found), plan.text)
    claimed = [*plan.found.claimed, *(CharSpan(value.start, value.end) for value in values)]
    problems = [
        *plan.problems,
        *unknown_labels(document, plan.found.unknown),
        *other_contacts(document, plan.found.others),
        *doubts_of(document, [], values),
    ]
    problems += not_understood(document, values)
    return tuple(values), (*problems, *misfits(document, values)), unread(document.text, claimed)


def _lists_several(text: str) -> bool:
    return len(find_index(text, 0, len(text))[1]) > 1


def _index_alone(
    document: Document, problems: list[Problem]
) -> tuple[tuple[Value, ...], tuple[Problem, ...], tuple[Span, ...]]:
    """A document without a page: it may still list commitments."""
    text = document.text
    _, rows = find_index(text, 0, len(text))
    if len(rows) > 1:
        values, claimed = read_index(text, rows)
        message = "There is no commitment's page here, only a list of commitments; what the list says was read."
        problem = Problem(document.name, None, None, message)
        return tuple(values), (*problems, problem), unread(text, claimed)
    message = (
        "There is no commitment in this document: no line “Title (KR0032)” and no header such as “Action Plan:”."
        f" Save a commitment's page, an action plan or a table as {READABLE.replace(' and ', ' or ')}."
    )
    return (), (*problems, Problem(document.name, None, None, message, "error")), unread(text, [])


def _values(
    text: str, own: str, found: list[FoundValue], clean: str | None = None, order: DayOrder | None = None
) -> list[Value]:
    """Findings as values: in order of place, numbered within a field, a blank after what is not blank.

    `clean` is the text with its page heads blanked, from which normal forms are made.
    """
    clean = clean or text
    order = order or _page_order(text, found)
    numbered: dict[tuple[str, str], int] = {}
    values: list[Value] = []
    seen: set[tuple[str, str, int, int]] = set()
    before, prefix = "", ""
    for one in sorted(found, key=lambda one: (one.start == one.end, one.start, one.end)):
        name, start, end = one.field, one.start, one.end
        code = one.code or own
        key = (code, name)
        position = numbered.get(key, 0)
        place = (code, name, start, end)
        if place in seen or (start == end and position):
            continue  # found twice, or the same label twice, once with nothing behind it: the page does say it
        seen.add(place)
        numbered[key] = position + 1
        if code != before:
            before, prefix = code, _LETTERS.match(code)[0]  # type: ignore[index]  # it matches whatever there is
        raw = text[start:end]
        value, precision = _normalised(one, clean[start:end], prefix, order)
        values.append(Value(code, name, raw, start, end, position, value, precision))
    return values


def _normalised(one: FoundValue, raw: str, prefix: str, order: DayOrder | None) -> tuple[str | None, Precision | None]:
    if one.value is not None:
        return one.value, one.precision
    if order and one.field in _DATES:
        return read_date(raw, order)
    return normalise(FIELD[one.field], raw, prefix or None)


def _page_order(text: str, found: list[FoundValue]) -> DayOrder | None:
    """Whether the page's slash dates put the day or the month first, where one of them tells."""
    return slash_order([text[one.start : one.end] for one in found if one.field in _DATES])


def unread(text: str, claimed: list[CharSpan]) -> tuple[Span, ...]:
    """The stretches of `text` that nothing claimed, without those that hold only punctuation."""
    spans: list[Span] = []
    place = 0
    for start, end in [*sorted(claimed), (len(text), len(text))]:
        if start > place and not text[place:start].isspace():
            bare = trim(text, place, start, ";:|*_#-–—•●")
            if bare and not _PUNCTUATION.fullmatch(text, *bare):
                spans.append(Span(*bare))
        if end > place:
            place = end
    return tuple(spans)
