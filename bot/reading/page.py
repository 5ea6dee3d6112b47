"""A commitment's page: its title and code, its sections, and every value on it."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.reading.description import read_description, read_summary
from bot.reading.header import cut_glued, heading_of, label_of, read_header
from bot.reading.labels import label_tables
from bot.reading.passages import Finding, Findings, Line, Passage, content, lines_of, trim
from bot.reading.siblings import CODE, find_index, read_index
from bot.records.countries import country_of, members
from bot.records.folding import fold

_TITLE = re.compile(rf"\((?P<code>{CODE})\)[*_#|\s\u200b\ufeff]*$")
_LONGEST_TITLE = 600
_LONGEST_COUNTRY = 60


class Title(NamedTuple):
    """The title of a page and the code in brackets behind it; `line` is the line they stand on."""

    place: Passage
    code: str
    line: Line


class Section(NamedTuple):
    """A stretch of a page under one kind of heading: `header`, `description`, `irm` or `rest`.

    `headed`: a heading stands before it; `open_end`: none stands where its prose ends and the next section begins.
    """

    kind: str
    lines: list[Line]
    headed: bool
    open_end: bool
    start: int


def find_titles(text: str) -> list[Title]:
    """Every line that ends in a code in brackets, where a page could begin."""
    titles = []
    for match in re.finditer(rf"\({CODE}\)", text):
        line_start = max(text.rfind("\n", 0, match.start()), text.rfind("\r", 0, match.start())) + 1
        line_end = _line_end(text, match.end())
        found = _TITLE.search(text, match.start(), min(line_end, match.end() + 40))
        if not found or line_end > match.end() + 40 or match.start() - line_start > _LONGEST_TITLE:
            continue
        line = Line(line_start, line_end)
        bare = trim(text, line_start, match.start(), "#*_")
        if bare:
            titles.append(Title(bare, found["code"], line))
    return titles


def _line_end(text: str, start: int) -> int:
    ends = [at for at in (text.find("\n", start, start + 100), text.find("\r", start, start + 100)) if at >= 0]
    return min(ends) if ends else (len(text) if len(text) <= start + 100 else start + 101)


def begins_page(text: str, title: Title, end: int) -> bool:
    """A header follows the title within a few lines; a line of prose that only ends in a code has none."""
    seen = 0
    for line in lines_of(text, title.line.end, min(end, title.line.end + 2000)):
        if not trim(text, *line):
            continue
        if heading_of(text, line) in ("header", "description", "irm") or label_of(text, line):
            return True
        seen += 1
        if seen > 2:  # noqa: PLR2004
            return False
    return False


def read_page(text: str, title: Title, start: int, end: int) -> Findings:
    """All values of the page whose title is `title`, and of the siblings that it lists, in `text[start:end]`."""
    prefix = re.sub(r"\d", "", title.code)
    found = Findings(values=[Finding("title", *title.place)], claimed=[Passage(*title.line)])
    _read_top(text, start, title, prefix, found)
    cut, rows = find_index(text, title.line.end, end)
    found.add(read_index(text, rows))
    if rows:
        _claim_lines(text, rows[-1].whole.end, end, found)
    for section in split_sections(text, title.line.end, cut, found):
        _read_section(text, section, prefix, text[title.place.start : title.place.end], found)
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


def country_names() -> frozenset[str]:
    """The folded names of all members, in every language that the tables of members know."""
    return frozenset(fold(name) for member in members() for name in (member.name, *member.aliases))


def split_sections(text: str, start: int, end: int, found: Findings) -> list[Section]:
    """The page's own text by its headings; headings themselves are claimed."""
    sections = [Section("header", [], False, True, start)]
    lines = [line for line in lines_of(text, start, end)]
    for number, line in enumerate(lines):
        heading = heading_of(text, line) if trim(text, *line) else None
        current = sections[-1]
        glued = None
        if heading is None and current.kind == "header":
            line, glued = cut_glued(text, line)  # noqa: PLW2901
        if glued and glued != "header":
            current.lines.append(line)
            heading, line = glued, Line(line.end, lines[number].end)  # noqa: PLW2901
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
    if heading == current.kind or heading == "rest" and current.kind == "header":
        return heading == "irm"
    following = [line for line in lines[number + 1 : number + 12] if trim(text, *line)]
    if heading == "header":
        return bool(following) and (
            label_of(text, following[0]) is not None or heading_of(text, following[0]) is not None
        )
    if heading == "index":
        rest = sum(line.end - line.start for line in following if not heading_of(text, line))
        return rest <= _LONGEST_TITLE // 3
    return True


def _read_section(text: str, section: Section, prefix: str, title: str, found: Findings) -> None:
    if not section.lines:
        if section.kind == "irm":
            found.values.append(Finding("irm_summary", section.start, section.start))
        return
    place = trim(text, section.lines[0].start, section.lines[-1].end)
    if section.kind == "header":
        header = read_header(text, section.lines, section.open_end, prefix)
        found.add(header.found)
        if section.open_end and (rest := trim(text, max(header.end, section.start), section.lines[-1].end)):
            found.add(read_description(text, rest, prefix, title))
    elif section.kind == "description" and place:
        found.add(read_description(text, place, prefix, title))
    elif section.kind == "irm":
        blank = Passage(section.start, section.start)
        found.values.append(Finding("irm_summary", *(place or blank)))
        if place:
            inside = read_summary(text, place, prefix)
            known = {value.field for value in found.values if value.origin == "page"}
            found.values += [value for value in inside.values if value.field not in known]
    elif section.kind == "rest":
        _claim_lines(text, section.lines[0].start, section.lines[-1].end, found)


def _claim_lines(text: str, start: int, end: int, found: Findings) -> None:
    """Headings and footers among lines that hold nothing else to read."""
    for line in lines_of(text, start, end):
        if trim(text, *line) and heading_of(text, line):
            found.claimed.append(Passage(*line))
