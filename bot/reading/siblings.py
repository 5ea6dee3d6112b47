"""The index of a member's other commitments at the foot of a page: a title, then `KR0036, 2018, Anti-Corruption`."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import NamedTuple

from bot.reading.labels import WORD, fold_word, label_tables
from bot.reading.spans import BULLET, CharSpan, Line, lines_of, trim
from bot.records.fields import FIELD
from bot.records.model import Value
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
