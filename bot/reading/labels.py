"""Labels and headings that stand at a line's start, alone on a line, or glued to the value before them."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple
from unicodedata import normalize

from bot.reading.label_tables import label_tables
from bot.reading.label_tree import Label
from bot.reading.spans import Line, content, trim

# What may follow a label: the bracket that it opened (`Support Institution(s)`), a note in brackets, then a colon, a
# tab or a table's bar.
_TAIL = re.compile(
    r"\)*+\.?[^\S\r\n]*(?:\((?:s|es|see [^()\r\n]{1,30}|[^()\r\n]{1,60}(?=\)[*_]{0,3}[^\S\r\n]{0,4}[:：]))\))?"
    r"[*_]{0,3}[^\S\r\n]{0,4}(?:[:：][*_]{0,3}|\t+|\|)"
)
LONGEST_HEADING = 160
_LONGEST_KEPT = 200
"""Characters of a line of which it is kept what heading it is."""
_JOINT = re.compile(r"\)?[^\S\r\n]?/[^\S\r\n]?(?=[^\W\d_])")


class HeaderHit(NamedTuple):
    """A header label: where it begins, where its value may begin, and whether a colon or a bar follows it."""

    label: Label
    start: int
    end: int
    marked: bool


def heading_of(text: str, line: Line) -> str | None:
    """The section that a line names when it is a heading and nothing else."""
    start, end = line
    if start == end:
        return None
    if end - start <= _LONGEST_KEPT:
        return _heading(text[start:end])
    return _heading.__wrapped__(text[start:end])


@lru_cache(maxsize=8192)  # a site's pages have many lines in common, and each is looked at by several rules
def _heading(text: str) -> str | None:
    bare = content(text, Line(0, len(text)))
    if bare and (text[bare.end - 1] == ":" or text[bare.start] == ":"):
        bare = trim(text, bare.start, bare.end, ":")
    if not bare or bare.end - bare.start > LONGEST_HEADING:
        return None
    return next((label.name for label, stop in label_tables().heading.at(text, *bare) if stop == bare.end), None)


def label_of(text: str, line: Line) -> HeaderHit | None:
    """The header label that a line begins with."""
    bare = content(text, line)
    return label_at(text, bare.start, trim(text, *line).end) if bare else None


def names_prose_label(text: str, line: Line) -> bool:
    """The line is a description's label by itself, or begins with one and a colon."""
    bare = content(text, line)
    return any(
        label.name is not None and (stop == bare.end or _TAIL.match(text, stop, bare.end))
        for label, stop in label_tables().description.at(text, bare.start, bare.end)
    )


def label_at(text: str, start: int, end: int) -> HeaderHit | None:
    """The header label that begins at `start`, on a line that ends at `end`."""
    for label, stop in label_tables().header.at(text, start, end):
        if label.role != "header":
            continue
        if joint := _JOINT.match(text, stop, end):
            # a label with its translation: `Institución líder / Lead Institution:`
            others = [
                stop for other, stop in label_tables().header.at(text, joint.end(), end) if other.role == "header"
            ]
            stop = others[0] if others else stop
        tail = _TAIL.match(text, stop, end)
        if tail:
            return HeaderHit(label, start, tail.end(), True)
        if not trim(text, stop, end, "*_|)"):
            return HeaderHit(label, start, end, False)
    return None


def _spelled(name: str) -> str:
    """A pattern for `name` in any of the ways in which its accents, apostrophes and spaces are encoded."""
    ways = {" ": r"\s", "'": "['’]"}
    return "".join(
        ways.get(char) or (re.escape(char) if char.isascii() else f"(?:{char}|{normalize('NFD', char)})")
        for char in name
    )


@cache
def _glued_heading() -> re.Pattern[str]:
    """A heading that stands right behind a value, its first letter making the only border: `…PolicyIRM Review`."""
    names = {label.text for label in label_tables().headings if label.name in ("header", "description", "irm")}
    wordings = "|".join(_spelled(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<=[^\W_A-Z]|[)\].,”’\"'])(?:{wordings})[^\S\r\n]*$")


@cache
def _ends_of_headings() -> tuple[str, ...]:
    """The last words of the headings that a value may be glued to, in both ways to write their accents."""
    last = {re.split(r"[^\w]", label.text)[-1] for label in label_tables().headings}
    return tuple({normalize(form, word) for word in last for form in ("NFC", "NFD")})


def glued_label(text: str, start: int, end: int) -> re.Match[str] | None:
    """The first header label inside a line, from `start` on; none is without a colon."""
    if text.find(":", start, end) < 0 and text.find("：", start, end) < 0:
        return None
    return _glued_labels().search(text, start, end)


@cache
def _glued_labels() -> re.Pattern[str]:
    """A header label inside a line: right behind a value, or parted from it by a bar or a gap.

    The gap is looked back at, not matched: a match from each of its places would take the square of a long one.
    """
    names = {label.text for label in label_tables().wordings if label.role == "header"}
    wordings = "|".join(_spelled(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?:(?<=[a-zß-ÿ0-9)\]|\t])|(?<=[|\s][^\S\r\n]))(?P<label>(?:{wordings}))(?=[^\S\r\n]?[:：])")


def cut_glued(text: str, line: Line) -> tuple[Line, str | None]:
    """A line without the heading glued to its end, and the section that heading names."""
    start = max(line.start, line.end - LONGEST_HEADING)
    if not text[start : line.end].rstrip().endswith(_ends_of_headings()):
        return line, None  # which spares most lines the pattern
    match = _glued_heading().search(text, start, line.end)
    if not match or match.start() <= trim(text, *line).start:
        return line, None
    return Line(line.start, match.start()), heading_of(text, Line(match.start(), line.end))
