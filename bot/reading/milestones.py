"""Milestones: the rows behind their label, and what each says: an activity, and when it starts and ends.

A plan's form writes them as a table (activity, who is responsible, start, end), a text as sentences that end in dates.
"""

from __future__ import annotations

import json
import re

from bot.reading.labels import label_tables
from bot.reading.passages import BULLETED, Finding, Passage, lines_of, trim
from bot.records.date_ranges import split_date_range
from bot.records.dates import DateSpan, find_dates

_NUMBERED = re.compile(r"(?:(?<=\s)|^)(?P<number>\d{1,2})[.)](?=\s+\S)")
_ITEM = re.compile(rf"(?:{BULLETED.pattern}|\d{{1,2}}\.\d{{1,2}}[.)]?[^\S\r\n]+(?=\S))")
_CELL = re.compile(r"(?<!\s)\s*(?:\t|(?<=\s)\|(?=\s))\s*")
_RULE = re.compile(r"[\s|:=+-]+$", re.MULTILINE)  # the line below a Markdown table's head
_IN_BRACKETS = re.compile(r"\(([^()]*)\)[\s.;,]*\Z")
_ONGOING = re.compile(
    r"(?:ongoing|on-going|continuous|in progress|en curso|continuo|permanente|en cours|continue?)\W*", re.IGNORECASE
)
_BETWEEN = re.compile(r"[\s\W]*(?:to|until|a|al|au|à|hasta|jusqu'(?:au|à)|y|and|et)?[\s\W]*", re.IGNORECASE)
_BROKEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010][^\S\r\n]*(?:\r\n|\r|\n)\s*(?=[^\W\d_A-Z])")
# A year alone, or two numbers with a dot, is more often a part of what is to be done than its date.
_LOOSE = frozenset({"year", "years", "dotted"})


def read_milestones(text: str, place: Passage) -> list[Finding]:
    """A row a milestone: bulleted or numbered lines, numbers that count up inside one text, else the whole."""
    lines = [
        bare for line in lines_of(text, *place) if (bare := trim(text, *line, "|")) and not _RULE.match(text, *bare)
    ]
    while len(lines) > 1 and _is_header(text, lines[0]):
        lines.pop(0)
    rows: list[Passage] = []
    if len(lines) > 1:
        bullets = [_ITEM.match(text, *bare) for bare in lines]
        listed = any(bullets)
        for bare, bullet in zip(lines, bullets, strict=True):
            if rows and not bullet and (listed or _is_dates(text[bare.start : bare.end]) or _dates_label(text, bare)):
                rows[-1] = Passage(rows[-1].start, bare.end)
            else:
                rows.append(_unmarked(text, bare))
    elif lines:
        rows = _counted(text, lines[0])
    return [Finding("milestones", *row, value=_milestone(text[row.start : row.end])) for row in rows if row]


def _dates_label(text: str, place: Passage) -> bool:
    return any(label.name in ("start", "end", "dates") for label, _ in label_tables().description.at(text, *place))


def _is_dates(words: str) -> bool:
    """A line that says when and nothing else: it belongs to the activity above it."""
    rest = list(words)
    for span in find_dates(words):
        rest[span.start : span.end] = " " * (span.end - span.start)
    return len(rest) > sum(char.isspace() for char in words) and sum(map(str.isalpha, rest)) <= len("until end")


def _unmarked(text: str, bare: Passage) -> Passage:
    """A row without its bullet and its number: `• 1. Open the register`."""
    for _ in range(2):
        bullet = _ITEM.match(text, *bare)
        bare = trim(text, bullet.end(), bare.end) if bullet else bare
    return bare


def _is_header(text: str, line: Passage) -> bool:
    """A line of the table's column names, or what is left of them behind the label."""
    raw = text[line.start : line.end]
    if any(char.isdigit() for char in raw):
        return False
    start = trim(text, *line, "|").start
    if any(stop >= line.end - 1 for _, stop in label_tables().description.at(text, start, line.end)):
        return True
    return len(_CELL.findall(raw)) > 0 and raw[-1] not in ".;"


def _counted(text: str, place: Passage) -> list[Passage]:
    starts: list[tuple[int, int]] = []
    for match in _NUMBERED.finditer(text, *place):
        if int(match["number"]) == len(starts) + 1:
            starts.append((match.start(), match.end()))
    if not starts:
        return [place]
    ends = [start for start, _ in starts[1:]] + [place.end]
    lead = trim(text, place.start, starts[0][0], ";,:")
    return ([lead] if lead else []) + [
        trim(text, start, end, ";") for (_, start), end in zip(starts, ends, strict=True)
    ]


def _milestone(raw: str) -> str:
    """A milestone as JSON: its activity, and its start and end where it states them."""
    activity, start, end = _of_cells(raw) or _of_brackets(raw) or _of_text(raw)
    row = {"activity": _words(activity) or _words(raw), "start": start, "end": end}
    return json.dumps({key: value for key, value in row.items() if value}, ensure_ascii=False)


def _words(text: str) -> str:
    return " ".join(_BROKEN.sub("", text).split()).rstrip(" ,;:-–(|")


_Row = tuple[str, str | None, str | None]


def _of_cells(raw: str) -> _Row | None:
    """A table's row: the activity stands in the first cell, the dates in the last ones."""
    cells = _CELL.split(raw)
    if len(cells) < 2:
        return None
    dates: list[str | None] = []
    for cell in reversed(cells[1:]):
        found = find_dates(cell)
        if not found and not _ONGOING.fullmatch(cell.strip()):
            break
        if len(found) > 1:
            dates = [found[-1].value, found[0].value]
            break
        dates.append(found[0].value if found else cell.strip())
    if not dates:
        return (cells[0], None, None) if len(cells[0].split()) > 2 else None
    return cells[0], dates[1] if len(dates) > 1 else None, dates[0]


def _of_brackets(raw: str) -> _Row | None:
    """`Open the register (new; 1 May 2020 – 30 June 2020)`: the dates stand in the brackets that end it."""
    match = _IN_BRACKETS.search(raw)
    dates = find_dates(match[1]) if match else []
    if not match or not dates:
        return None
    start, end = _ends(match[1], dates)
    return raw[: match.start()], start, end


def _of_text(raw: str) -> _Row:
    dates = find_dates(raw)
    if len(dates) > 1 and not raw[dates[-1].end :].strip(" .;,)") and _same_kind(raw, dates):
        return raw[: dates[-2].start], dates[-2].value, dates[-1].value
    dates = [span for span in dates if span.value and span.form not in _LOOSE]
    start, end = _ends(raw, dates)
    parts = split_date_range(raw)
    first = min((span.start for span in (parts.start, parts.end) if span), default=None)
    if first is None:
        first = dates[0].start if dates else len(raw)
    return raw[:first], start, end


def _same_kind(raw: str, dates: list[DateSpan]) -> bool:
    """The last two dates stand side by side, and neither is a year alone unless both are."""
    one, other = dates[-2:]
    return bool(_BETWEEN.fullmatch(raw, one.end, other.start)) and (one.form in _LOOSE) == (other.form in _LOOSE)


def _ends(raw: str, dates: list[DateSpan]) -> tuple[str | None, str | None]:
    if len(dates) > 1 and _same_kind(raw, dates):
        return dates[-2].value, dates[-1].value
    parts = split_date_range(raw)
    start, end = parts.start, parts.end
    if not start and not end and dates:
        start, end = (dates[0], dates[-1]) if len(dates) > 1 else (None, dates[0])
    return start.value if start else None, end.value if end else None
