"""Spans of a text: its lines and paragraphs, what stands at their edges, and the findings made in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from bot.records.model import Precision, Value

_LINE = re.compile(r"(?!\Z)([^\r\n]*)(?:\r\n?|\n|\Z)")
# zero-width marks, soft hyphens and a byte order mark are no part of a value's edge
_EDGES = frozenset(
    " \t\r\n\f\v\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000\u00ad\ufeff\u200b\u200c\u200d\x00"
    + "".join(chr(code) for code in range(0x2000, 0x200B))
)
# Private-use characters are the bullets of symbol fonts.
BULLET = r"[-–—*•●▪◦‣∙·■□►✓○◆\uE000-\uF8FF]"
LEAD = re.compile(
    rf"[^\S\r\n]*(?:#{{1,6}}|>|\||{BULLET}|\(?\d{{1,3}}[.)]|[a-zA-Z][.)])?[^\S\r\n]*[*_]{{0,3}}[^\S\r\n]*"
)
BULLETED = re.compile(rf"[\s\ufeff]*(?:{BULLET}|\(?\d{{1,3}}[.)](?!\d))[^\S\r\n]*(?=\S)")


_new = tuple.__new__  # half the time of a named tuple's own constructor: a page has a thousand of these


_EMPHASIS, _MARKS = "*_|#", (".", ")")


class Line(NamedTuple):
    """A line without its end."""

    start: int
    end: int


class CharSpan(NamedTuple):
    """A stretch of text."""

    start: int
    end: int

    def __bool__(self) -> bool:
        """There is something in it."""
        return self.end > self.start


@dataclass(slots=True, unsafe_hash=True)
class FoundValue:
    """A value of a field at its place; `code` is None for the page's own commitment.

    `value` is set where reading the place already gave its normalised form. Not to be changed, as a `Value` is not.
    """

    field: str
    start: int
    end: int
    value: str | None = None
    precision: Precision | None = None
    code: str | None = None


class Mark(NamedTuple):
    """A stretch that a page's markup sets apart: `kind` is its element and class, the same for all that look alike."""

    start: int
    end: int
    kind: str


BULLETS = "•▪◦■○●□◆◇◈▶►▷·∙‣⁃※☞❖"
"""Signs that lead lines in plain text, besides hyphens and stars."""
APART = "apart"
"""The kind of a stretch that is beside the page's own: comments, related pages."""


class UnknownLabel(NamedTuple):
    """What stands where a label would and is none that the tables know."""

    text: str
    start: int


class OtherContact(NamedTuple):
    """A label of a contact that is not the commitment's, since it stands below `heading`; above the title, if none."""

    label: str
    heading: str
    start: int


@dataclass(slots=True)
class Findings:
    """What reading a stretch of a page gave: values, the places that labels and headings take, labels unknown.

    `foreign`: what the page says of another commitment than its own; `index`: what it lists of others; `others`: the
    contacts of somebody else.
    """

    values: list[FoundValue] = field(default_factory=list)
    claimed: list[CharSpan] = field(default_factory=list)
    unknown: list[UnknownLabel] = field(default_factory=list)
    foreign: list[CharSpan] = field(default_factory=list)
    index: list[Value] = field(default_factory=list)
    others: list[OtherContact] = field(default_factory=list)

    def add(self, other: Findings) -> None:
        """Take over what `other` holds."""
        self.values += other.values
        self.claimed += other.claimed
        self.unknown += other.unknown
        self.foreign += other.foreign
        self.index += other.index
        self.others += other.others


def lines_of(text: str, start: int, end: int) -> Iterator[Line]:
    """The lines of `text[start:end]`; CR LF, LF and CR end one."""
    for match in _LINE.finditer(text, start, end):
        yield _new(Line, match.span(1))


def trim(text: str, start: int, end: int, extra: str = "") -> CharSpan:
    """`text[start:end]` without white space, invisible characters and `extra` at its ends."""
    edge = _edges(extra) if extra else _EDGES
    while start < end and text[start] in edge:
        start += 1
    while end > start and text[end - 1] in edge:
        end -= 1
    return _new(CharSpan, (start, end))


@cache
def _edges(extra: str) -> frozenset[str]:
    return _EDGES | frozenset(extra)


def content(text: str, line: Line) -> CharSpan:
    """A line without the bullet, number, Markdown mark or quotation mark that leads it."""
    bare = trim(text, line.start, line.end)
    beginning = text[bare.start : bare.start + 2]
    if beginning[:1].isalpha() and beginning[1:] not in _MARKS and text[bare.end - 1] not in _EMPHASIS:
        return bare  # as most lines are
    lead = LEAD.match(text, bare.start, bare.end)
    start = lead.end() if lead and lead.end() < bare.end else bare.start
    return trim(text, start, bare.end, _EMPHASIS)


def paragraphs(text: str, start: int, end: int) -> Iterator[CharSpan]:
    """The paragraphs of a stretch: parted by empty lines, and by every line end where lines are not wrapped."""
    block: list[Line] = []
    for line in lines_of(text, start, end):
        if trim(text, *line):
            block.append(line)
        elif block:
            yield from _unwrapped(text, block)
            block = []
    if block:
        yield from _unwrapped(text, block)


_NARROWEST, _WIDEST, _RAGGED = 45, 100, 20


def _unwrapped(text: str, block: list[Line]) -> Iterator[CharSpan]:
    """The paragraphs of lines without an empty line between: a full line that ends in no sentence's end goes on."""
    first = block[0].start
    widths = [line.end - line.start for line in block]
    widest = max(widths)
    wrapped = all(_NARROWEST <= width <= _WIDEST and widest - width <= _RAGGED for width in widths[:-1])
    for line, after in zip(block, [*block[1:], None], strict=True):
        bare = trim(text, *line)
        goes_on = (
            wrapped
            and after is not None
            and text[after.start] != "|"  # a table's row
            and _NARROWEST <= bare.end - bare.start <= _WIDEST
            and (text[bare.end - 1] not in ".!?:;" or after.end - after.start >= _NARROWEST)
        )
        if not goes_on:
            yield trim(text, first, line.end)
            if after is not None:
                first = after.start
