"""Where in a document pages begin, and the index of other commitments that stands beside them.

A page begins at a title line that ends in a code in brackets. The index is a list at its foot: a title, then
`KR0036, 2018, Anti-Corruption`.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from pathlib import PurePath
from typing import NamedTuple

from bot.reading.label_tables import label_tables
from bot.reading.label_tree import WORD, fold_word
from bot.reading.labels import heading_of, label_of
from bot.reading.spans import BULLET, CharSpan, Line, lines_of, trim
from bot.records.fields import FIELD
from bot.records.model import Document, Problem, Value
from bot.records.text import line_of
from bot.records.values import normalise

CODE = r"[A-Z]{2,5}\d{4}"
_ROW = re.compile(
    rf"(?P<code>{CODE})\)?[^\S\r\n]{{0,4}},[^\S\r\n]{{0,4}}(?P<year>(?:19|20)\d\d)?[^\S\r\n]{{0,4}}(?:,(?P<area>[^\r\n]{{0,200}}))?$"
)
_CODE_AND_COMMA = re.compile(rf"{CODE}\)?[^\S\r\n]{{0,4}},")
_MARK_ALONE_OR_NOT = re.compile(rf"\s*(?:(?:{BULLET}|\d{{1,6}}[.)])\s*$|(?:{BULLET}|\d{{1,6}}[.)]|#{{1,6}})\s+)")
_MARK = re.compile(rf"\s*(?:{BULLET}|\d{{1,6}}[.)]|#{{1,6}})\s+")
_LINK = re.compile(r"\[(?P<text>[^\[\]]*)\]\([^()\s]*\)$")
_LONGEST_ROW, _LONGEST_TITLE, _LINES_OF_TITLE = 600, 400, 4


_new = tuple.__new__  # half the time of a named tuple's own constructor: a page may list a hundred thousand


class IndexRow(NamedTuple):
    """One commitment of the index and the lines that it takes; `title` is empty where the page lost it."""

    code: str
    title: CharSpan
    year: CharSpan
    area: CharSpan | None
    whole: CharSpan


def find_index(text: str, start: int, end: int) -> tuple[int, list[IndexRow]]:
    """Where in `text[start:end]` the index begins (`end` where there is none), and its rows.

    A single line in the page's own text that looks like a row is no index: an index is several rows on end, or stands
    under its heading, or is the last thing on the page.
    """
    if not _CODE_AND_COMMA.search(text, start, end):
        return end, []
    lines = list(lines_of(text, start, end))
    rows = _row_matches(text, lines, start, end)
    numbers = [number for number in rows if lines[number].end - lines[number].start <= _LONGEST_ROW]
    if not numbers:
        return end, []
    leads = {number: lead for number in numbers if (lead := _marker_above(text, lines, rows, number))}
    run: list[IndexRow] = []
    floor = 0
    for number in numbers:
        row = _row(text, lines, number, rows[number], floor, leads)
        if run and not _apart(text, run[-1], row):
            if len(run) > 1 or _headed(text, start, run[0].whole.start):
                break
            run = []
        run.append(row)
        floor = number + 1
    tail = trim(text, run[-1].whole.end, end)
    if len(run) == 1 and not _headed(text, start, run[0].whole.start) and tail.end - tail.start > _LONGEST_TITLE:
        return end, []
    return run[0].whole.start, run


def _apart(text: str, row: IndexRow, after: IndexRow) -> bool:
    """Nothing but white space stands between two rows."""
    between = text[row.whole.end : after.whole.start]
    return between == "\n" or between.isspace() or not trim(between, 0, len(between))


def read_index(text: str, rows: list[IndexRow]) -> tuple[list[Value], list[CharSpan]]:
    """Title, cycle and policy area of each row, each for its own commitment, the blank ones last; and what rows claim.

    Of a hundred thousand rows most say the same few years and areas: these are read once.
    """
    values: list[Value] = []
    blanks: list[Value] = []
    read: dict[tuple[str, str], tuple[str, str | None]] = {}
    times: dict[tuple[str, str], int] = {}
    for code, title, year, area, _whole in rows:
        for name, place in (("title", title or None), ("cycle", year), ("policy_areas", area)):
            if place is None:
                continue
            start, end = place
            raw, value, key = text[start:end], None, (name, code)
            if name != "title":
                said = name, raw
                if said not in read:
                    read[said] = raw, normalise(FIELD[name], raw, None)[0]
                raw, value = read[said]
            times[key] = position = times.get(key, -1) + 1
            one = Value(code, name, raw, start, end, position, value, None, "index")
            (values if raw else blanks).append(one)
    return values + blanks, [row.whole for row in rows]


def _row_matches(text: str, lines: list[Line], start: int, end: int) -> dict[int, re.Match[str]]:
    """What is written as a row, by the number of its line; only lines in which a code and a comma stand are tried."""
    found: dict[int, re.Match[str]] = {}
    number, tried = 0, -1
    for code in _CODE_AND_COMMA.finditer(text, start, end):
        place = code.start()
        while lines[number].end < place:
            number += 1
        if number == tried:
            continue
        tried = number
        if match := _row_match(text, lines[number], place):
            found[number] = match
    return found


def _row_match(text: str, line: Line, first: int) -> re.Match[str] | None:
    """A line as a row, where it is one; the `first` code with a comma on it stands there."""
    match = _ROW.search(text, first, trim(text, first, line.end).end)
    if match is None or (match["year"] is None and match["area"] is None):
        return None
    if match.start() == line.start:
        return match
    before = text[trim(text, *line).start : match.start()]
    # a title on the row's own line must be led by a bullet or a number, else it is a sentence that cites a code
    return match if not before.strip(" \t\xa0(*-–—•●") or _MARK.match(before) else None


def _row(
    text: str, lines: list[Line], number: int, match: re.Match[str], floor: int, leads: dict[int, tuple[int, int]]
) -> IndexRow:
    start, end = lines[number]
    place, after = match.span("code")
    title = own = _new(CharSpan, (place, place))
    if place > start:
        own = trim(text, start, place, "(,")
    first = number
    if own and (mark := _MARK.match(text, own.start, own.end)):
        title = _plain(text, trim(text, mark.end(), own.end))
    elif not own:
        first, title = _title_above(text, lines, number, floor, leads)
        title = _plain(text, title)
    # a blank area stands where the area would
    begin, stop = match.span("area")
    area = None if begin < 0 else trim(text, begin, stop) or _new(CharSpan, (begin, begin))
    year = match.span("year") if match["year"] else (after + 1, after + 1)
    whole = _new(CharSpan, (lines[first].start, end))
    return _new(IndexRow, (match["code"], title, _new(CharSpan, year), area, whole))


def _marker_above(text: str, lines: list[Line], rows: dict[int, re.Match[str]], number: int) -> tuple[int, int] | None:
    """The line, a title's length above the row `number` at most, that leads it with a mark, and where the mark ends."""
    seen = 0
    for above in range(number - 1, max(0, number - 2 * _LINES_OF_TITLE) - 1, -1):
        start, end = lines[above]
        if start == end:
            continue
        if not text[start].isalpha():  # which no mark begins with, nor an empty line
            if mark := _MARK_ALONE_OR_NOT.match(text, start, end):
                return above, mark.end()
            if not trim(text, start, end):
                continue
        seen += 1
        if seen >= _LINES_OF_TITLE or above in rows:
            return None
    return None


def _title_above(
    text: str, lines: list[Line], number: int, floor: int, leads: dict[int, tuple[int, int]]
) -> tuple[int, CharSpan]:
    """The first line of the row at `number` and its title: what stands between its mark and the codes."""
    led = leads.get(number)
    if led and led[0] >= floor:
        return led[0], trim(text, led[1], lines[number].start)
    for above in () if leads else range(number - 1, max(floor, number - 3) - 1, -1):
        bare = trim(text, *lines[above])
        if bare:
            if bare.end - bare.start <= _LONGEST_TITLE and not _is_heading(text, bare):
                return above, bare
            break
    return number, CharSpan(lines[number].start, lines[number].start)


def _plain(text: str, title: CharSpan) -> CharSpan:
    """A title without the word that it is starred and without Markdown's link around it."""
    if text.startswith("[", title.start) and (link := _LINK.match(text, *title)):
        title = trim(text, *link.span("text"))
    title = trim(text, title.start, title.end, "*_")
    first = WORD.search(text, *title)
    starred = _starred().get(fold_word(first[0])) if first else None
    for prefix in starred or ():
        words = list(islice(WORD.finditer(text, *title), len(prefix)))
        if tuple(fold_word(word[0]) for word in words) == prefix and words[-1].end() < title.end:
            return trim(text, words[-1].end(), title.end)
    return title


@cache
def _starred() -> dict[str, list[tuple[str, ...]]]:
    """What an index writes before a starred title, by its first word."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for prefix in label_tables().starred:
        found.setdefault(prefix[0], []).append(prefix)
    return found


def _is_heading(text: str, bare: CharSpan) -> bool:
    found = label_tables().heading.at(text, bare.start, bare.end)
    return bool(found) and any(stop == bare.end for _, stop in found)


def _headed(text: str, start: int, place: int) -> bool:
    """The last line before `place` is the heading of an index."""
    above = trim(text, max(start, place - _LONGEST_TITLE), place)
    line = text.rfind("\n", above.start, above.end) + 1 or above.start
    bare = trim(text, line, above.end, "#*_:")
    found = label_tables().heading.at(text, *bare)
    return any(label.name == "index" and stop == bare.end for label, stop in found)


_TITLE = re.compile(rf"\((?P<code>{CODE})\)[*_#|\s\u200b\ufeff]*$")
CODE_IN_ADDRESS = re.compile(rf"/commitments?/({CODE})(?:[/?#]|$)", re.IGNORECASE)
_LONGEST_TITLE_LINE, _LONGEST_TAIL, _LINES_TO_HEADER = 600, 40, 2
# How far below a title its header is looked for, and how far above one the top of its page may begin.
_REACH_OF_HEADER, _REACH_OF_PAGE, _REACH_OF_TOP = 2000, 50_000, 400
_LONGEST_TOP_LINE, _ENOUGH_LABELS, _MOST_NAMED = 60, 2, 10


class Title(NamedTuple):
    """The title of a page and the code in brackets behind it; `line` is the line they stand on."""

    place: CharSpan
    code: str
    line: Line


def find_titles(text: str) -> list[Title]:
    """Every line that ends in a code in brackets, where a page could begin."""
    titles = []
    for match in re.finditer(rf"\({CODE}\)", text):
        floor = max(0, match.start() - _LONGEST_TITLE_LINE - 1)
        line_start = max(text.rfind("\n", floor, match.start()), text.rfind("\r", floor, match.start())) + 1
        line_end = _line_end(text, match.end())
        found = _TITLE.match(text, match.start(), min(line_end, match.end() + _LONGEST_TAIL))
        if not found or line_end > match.end() + _LONGEST_TAIL or match.start() - line_start > _LONGEST_TITLE_LINE:
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
    for line in lines_of(text, title.line.end, min(end, title.line.end + _REACH_OF_HEADER)):
        if not trim(text, *line):
            continue
        if heading_of(text, line) in ("header", "description", "irm") or label_of(text, line):
            return True
        seen += 1
        if seen > _LINES_TO_HEADER:
            return False
    return False


def pages_of(document: Document) -> tuple[list[Title], list[Problem]]:
    """The titles of the pages in a document: nearly always one."""
    text, name = document.text, document.name
    candidates = _without_reviews(text, find_titles(text))
    titles: list[Title] = []
    seen: set[str] = set()
    for title, after in zip(candidates, [*candidates[1:], None], strict=False):
        if title.code not in seen and begins_page(text, title, after.line.start if after else len(text)):
            seen.add(title.code)
            titles.append(title)
    if not titles and candidates and _labels_after(text, candidates[0]) >= 1:
        titles = candidates[:1]
    if not titles:
        untitled = _untitled(document)
        if untitled:
            message = f"There is no line “Title ({untitled.code})”; the code is that of the document's name or address."
            return [untitled], [Problem(name, None, "title", message)]
        if candidates:
            line = line_of(text, candidates[0].line.start)
            message = (
                "No header, such as “Action Plan:”, stands below this line; it was taken for a title all the same."
            )
            return candidates[:1], [Problem(name, line, "title", message)]
    if len(titles) > 1:
        codes = ", ".join(title.code for title in titles[:_MOST_NAMED]) + (", …" if len(titles) > _MOST_NAMED else "")
        line = line_of(text, titles[1].line.start)
        message = f"The document holds {len(titles)} commitments ({codes}); each was read. Save each page by itself."
        return titles, [Problem(name, line, "title", message)]
    return titles, []


_NUMBERED = re.compile(r"[^\W\d_]+\s+(?:n[.°º]{1,2}\s*)?\d{1,3}\b", re.IGNORECASE)


def _without_reviews(text: str, titles: list[Title]) -> list[Title]:
    """The titles without those that number a commitment below the heading of a review: they head blocks of a report."""
    kept: list[Title] = []
    review = False
    for title in titles:
        above = trim(text, max(0, title.line.start - _REACH_OF_TOP), title.line.start)
        start = max(text.rfind("\n", *above), text.rfind("\r", *above)) + 1
        below = bool(above) and heading_of(text, Line(start, above.end)) in ("header", "irm")
        review = bool(_NUMBERED.match(text, *title.place)) and (review or below)
        if not review:
            kept.append(title)
    return kept


def _labels_after(text: str, title: Title) -> int:
    return sum(
        1
        for line in lines_of(text, title.line.end, min(len(text), title.line.end + _REACH_OF_PAGE))
        if label_of(text, line)
    )


def _untitled(document: Document) -> Title | None:
    """A title for a page that lost its code: the code of its address or file name, where labels show it is a page."""
    text = document.text
    stem = PurePath(document.name.rstrip("/")).stem.split("-")[0].upper()
    address = CODE_IN_ADDRESS.search(document.url or document.name)
    code = address[1].upper() if address else stem
    if not re.fullmatch(CODE, code):
        return None
    labelled = [line for line in lines_of(text, 0, min(len(text), _REACH_OF_PAGE)) if label_of(text, line)]
    if len(labelled) < _ENOUGH_LABELS:
        return None
    above = [line for line in lines_of(text, 0, labelled[0].start) if trim(text, *line) and not heading_of(text, line)]
    if above:
        return Title(trim(text, *above[-1], extra="#*_"), code, above[-1])
    return Title(CharSpan(0, 0), code, Line(0, 0))


def top_of(text: str, before: Title, title: Title) -> int:
    """Where the page of `title` begins: at the navigation or the country that stands above the title."""
    lines = list(lines_of(text, max(before.line.end, title.line.start - _REACH_OF_TOP), title.line.start))
    start = title.line.start
    for line in reversed(lines):
        bare = trim(text, *line)
        if bare and (
            bare.end - bare.start > _LONGEST_TOP_LINE
            or "," in text[bare.start : bare.end]
            or ":" in text[bare.start : bare.end]
        ):
            break
        if bare and text[bare.start : bare.end].isascii() and label_of(text, line):
            break
        start = line.start if bare else start
    return start
