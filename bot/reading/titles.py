"""Where the pages of a document begin: the title lines that end in a code in brackets."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import NamedTuple

from bot.reading.labels import heading_of, label_of
from bot.reading.siblings import CODE
from bot.reading.spans import CharSpan, Line, lines_of, trim
from bot.records.model import Document, Problem
from bot.records.text import line_of

_TITLE = re.compile(rf"\((?P<code>{CODE})\)[*_#|\s\u200b\ufeff]*$")
_CODE_IN_ADDRESS = re.compile(rf"/commitments?/({CODE})(?:[/?#]|$)", re.IGNORECASE)
_LONGEST_TITLE, _LONGEST_TAIL, _LINES_TO_HEADER = 600, 40, 2
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
        floor = max(0, match.start() - _LONGEST_TITLE - 1)
        line_start = max(text.rfind("\n", floor, match.start()), text.rfind("\r", floor, match.start())) + 1
        line_end = _line_end(text, match.end())
        found = _TITLE.match(text, match.start(), min(line_end, match.end() + _LONGEST_TAIL))
        if not found or line_end > match.end() + _LONGEST_TAIL or match.start() - line_start > _LONGEST_TITLE:
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
    address = _CODE_IN_ADDRESS.search(document.url or document.name)
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
