"""A page of one commitment that has a number instead of the partnership's code: `Commitment 7: Algorithm Register`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from bot.reading.export import made_code
from bot.reading.form_rows import Row, asides
from bot.reading.form_title import LONGEST_TITLE
from bot.reading.plan_cover import made_letters, plan_words, read_cover
from bot.reading.siblings import Title
from bot.reading.spans import CharSpan, FoundValue, Line, lines_of, trim
from bot.records.countries import member_at_home
from bot.records.model import Document, Problem
from bot.records.text import line_of

_MARKS = "#*_|\\>–—- "
_MOST_CHARACTERS = 30_000


class Numbered(NamedTuple):
    """The title with the key that was made for it, what the report says of the key, and what stands above the title.

    That is the plan's name and its first year, and the country: what a plan's cover says.
    """

    title: Title
    problems: tuple[Problem, ...]
    cover: tuple[FoundValue, ...]


def numbered(document: Document, rows: list[Row]) -> Numbered | None:
    """The commitment's number and title above the rows; None where there is none, or the text numbers several."""
    text = document.text
    first = next((row.start for row in rows if row.meaning and row.meaning.core not in (None, "title", "country")), 0)
    if len(text) > _MOST_CHARACTERS:
        return None
    stop = next(asides(text, Line(first, first), len(text)), len(text))  # others are listed there
    heads = [head for head in _heads(text) if head[2].start < stop]
    above = [head for head in heads if head[2].start < first and head[0]]
    if not above or len({number for _, number, _ in heads}) != 1:
        return None
    place, number, line = max(above, key=lambda head: head[2].start)
    cover = read_cover(document, 0, line.start)
    stated = (member_at_home(text[slice(*row.value)]) for row in rows if row.meaning and "country" in row.meaning.names)
    member = next((one for one in stated if one), None)
    if member:
        cover = cover._replace(letters=member.prefix or made_letters(member.name), known=member, named=True)
    code = made_code(cover.letters, cover.plan, number)
    at = line_of(text, line.start)
    said = f"The commitment has a number and no code; it was read under the key {code}, which was made for it."
    problems = [Problem(document.name, at, None, said, "info")]
    if cover.known is None:
        said = (
            "The page names no member of the partnership: the key of its commitment is made of the document's name. "
            "Name the file after the country."
        )
        problems.append(Problem(document.name, at, "country", said))
    return Numbered(Title(place, code, line), tuple(problems), tuple(cover.findings()))


def _heads(text: str) -> Iterable[tuple[CharSpan, str, Line]]:
    """The lines that head a commitment by its number: the title, in the line below where the number is alone."""
    pattern = plan_words().alone
    lines = [line for line in lines_of(text, 0, len(text)) if trim(text, *line)]
    for line, below in pairwise([*lines, Line(len(text), len(text))]):
        match = pattern.match(text, *trim(text, *line, _MARKS)) if line.end - line.start <= LONGEST_TITLE else None
        if not match or not match["number"][0].isdigit():
            continue
        title = trim(text, *match.span("title"), _MARKS)
        if not title:
            title = trim(text, *below, _MARKS)
        elif not match["mark"] and not _is_apart(text, line, match.end("number")):
            continue
        said = text[slice(*title)]
        if said and (not (said[0].isalnum() or said[0] in "¿¡«“\"'„") or said[-1] in ".;:" or said[0].islower()):
            continue
        yield title, match["number"], line


def _is_apart(text: str, line: Line, number: int) -> bool:
    """A title behind its number without a mark: behind a gap, or in a line with empty ones above and below it."""
    if re.match(r"[^\S\r\n]{2}|\t", text[number : number + 2]):
        return True
    above, below = text[: line.start].rstrip(" \t"), text[line.end :].lstrip(" \t")
    return bool(_ENDS_EMPTY.search(above)) and bool(_BEGINS_EMPTY.match(below))


_ENDS_EMPTY = re.compile(r"(?:\A|(?:\r\n|\r|\n)[^\S\r\n]*(?:\r\n|\r|\n))\Z")
_BEGINS_EMPTY = re.compile(r"(?:\r\n|\r|\n)[^\S\r\n]*(?:[\r\n]|\Z)")
