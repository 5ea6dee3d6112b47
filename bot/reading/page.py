"""A commitment's page: its title and code, its sections, and every value on it."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from typing import NamedTuple

from bot.reading.description import read_description, read_summary
from bot.reading.header import read_header
from bot.reading.labels import label_tables
from bot.reading.line_labels import cut_glued, heading_of, label_of
from bot.reading.passages import Finding, Findings, Line, Passage, content, lines_of, trim
from bot.reading.review_blocks import blocks_of, names_another
from bot.reading.siblings import find_index, read_index
from bot.reading.titles import Title
from bot.records.countries import country_of, members
from bot.records.folding import fold

_LONGEST_COUNTRY, _FEW_CHARACTERS = 60, 200


class Section(NamedTuple):
    """A stretch of a page under one kind of heading: `header`, `description`, `irm` or `rest`.

    `headed`: a heading stands before it; `open_end`: none stands where its prose ends and the next section begins.
    """

    kind: str
    lines: list[Line]
    headed: bool
    open_end: bool
    start: int


def read_page(text: str, title: Title, start: int, end: int) -> Findings:
    """All values of the page whose title is `title`, and of the siblings that it lists, in `text[start:end]`."""
    prefix = re.sub(r"\d", "", title.code)
    found = Findings(values=[Finding("title", *title.place)], claimed=[Passage(*title.line)])
    _read_top(text, start, title, prefix, found)
    cut, rows = find_index(text, title.line.end, end)
    found.index, claimed = read_index(text, rows)
    found.claimed += claimed
    if rows:
        _claim_lines(text, rows[-1].whole.end, end, found)
    known: set[str] = set()
    counted = 0
    for section in split_sections(text, title.line.end, cut, found):
        known |= {value.field for value in found.values[counted:]}
        counted = len(found.values)
        _read_section(text, section, prefix, title, known, found)
    return found


def _read_top(text: str, start: int, title: Title, prefix: str, found: Findings) -> None:
    """The lines above the title: navigation, and the country right before the title."""
    above = [line for line in lines_of(text, start, title.line.start) if trim(text, *line)]
    for number, line in enumerate(above):
        bare = content(text, line)
        if fold(text[bare.start : bare.end]) in label_tables().navigation:
            found.claimed.append(Passage(*line))
        elif number == len(above) - 1 and _is_country(text, bare, above[:number], prefix):
            found.values.append(Finding("country", *bare))


def _is_country(text: str, bare: Passage, above: list[Line], prefix: str) -> bool:
    words = text[bare.start : bare.end]
    if not 1 < len(words) <= _LONGEST_COUNTRY or any(char in ".!?:;@" or char.isdigit() for char in words):
        return False
    names = country_names()
    if any(fold(part) in names for part in (words, words.rpartition(",")[2])):
        return True
    if not above:
        return country_of(prefix) is None
    before = content(text, above[-1])
    return fold(text[before.start : before.end]) in label_tables().navigation


@cache
def country_names() -> frozenset[str]:
    """The folded names of all members, in every language that the tables of members know."""
    return frozenset(fold(name) for member in members() for name in (member.name, *member.aliases))


def split_sections(text: str, start: int, end: int, found: Findings) -> list[Section]:
    """The page's own text by its headings; headings themselves are claimed."""
    sections = [Section("header", [], False, True, start)]
    lines = list(lines_of(text, start, end))
    for number, line in enumerate(lines):
        heading = heading_of(text, line)
        current = sections[-1]
        glued = None
        if heading is None and current.kind == "header":
            line, glued = cut_glued(text, line)
        if glued and glued != "header":
            current.lines.append(line)
            heading, line = glued, Line(line.end, lines[number].end)
        elif glued:
            current.lines.extend([line, Line(line.end, lines[number].end)])
            continue
        if heading is None or not _opens(text, heading, current, lines, number):
            current.lines.append(line)
            continue
        found.claimed.append(Passage(*line))
        if heading == "description" and current.kind == "header":
            sections[-1] = current._replace(open_end=False)
        sections.append(Section({"index": "rest"}.get(heading, heading), [], True, heading == "header", line.end))
    return sections


def _opens(text: str, heading: str, current: Section, lines: list[Line], number: int) -> bool:
    """The heading on line `number` begins a section rather than being a line of the one it stands in."""
    if heading == current.kind:
        return heading == "irm"
    following = [line for line in lines[number + 1 : number + 12] if trim(text, *line)]
    if heading == "header":
        return bool(following) and (
            label_of(text, following[0]) is not None or heading_of(text, following[0]) is not None
        )
    if heading == "index":
        rest = sum(line.end - line.start for line in following if not heading_of(text, line))
        return rest <= _FEW_CHARACTERS
    return True


def _read_section(
    text: str, section: Section, prefix: str, page: Title, known: Collection[str], found: Findings
) -> None:
    """Read one section; an IRM summary is not asked for what the sections before it made `known`."""
    title = text[page.place.start : page.place.end]
    if not section.lines:
        if section.kind == "irm":
            found.values.append(Finding("irm_summary", section.start, section.start))
        return
    place = trim(text, section.lines[0].start, section.lines[-1].end)
    if section.kind == "header":
        lines = section.lines
        if not section.open_end:
            lines = _own_lines(text, lines, title, page.code, found)
        header = read_header(text, lines, section.open_end, prefix)
        found.add(header.found)
        if section.open_end and (rest := trim(text, max(header.end, section.start), section.lines[-1].end)):
            stated = {value.field for value in header.found.values}
            found.add(read_description(text, rest, prefix, title, stated))
    elif section.kind == "description" and place:
        found.add(read_description(text, place, prefix, title, known))
    elif section.kind == "irm":
        blank = Passage(section.start, section.start)
        found.values.append(Finding("irm_summary", *(place or blank)))
        if place:
            for block, foreign in blocks_of(text, place, title, page.code):
                if foreign:
                    found.foreign.append(block)
                else:
                    inside = read_summary(text, block, prefix)
                    found.values += [value for value in inside.values if value.field not in known]
    elif section.kind == "rest":
        _claim_lines(text, section.lines[0].start, section.lines[-1].end, found)


def _own_lines(text: str, lines: list[Line], title: str, code: str, found: Findings) -> list[Line]:
    """The lines of a header above the first that heads a review of another commitment."""
    for number, line in enumerate(lines):
        if names_another(text, line, title, code, first=False):
            found.foreign.append(Passage(line.start, lines[-1].end))
            return lines[:number]
    return lines


def _claim_lines(text: str, start: int, end: int, found: Findings) -> None:
    """Headings and footers among lines that hold nothing else to read."""
    for line in lines_of(text, start, end):
        if trim(text, *line) and heading_of(text, line):
            found.claimed.append(Passage(*line))
