"""The numbers that Word puts before paragraphs and that stand nowhere in their text: “Commitment 3:”, “2.1”, “IV.”.

The rules are those of ECMA-376, part 1, 17.9: a paragraph, or its style, names a list and a level; each level counts on
from what it counted last, and begins again below a new number of a level above.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from bot.reading.office import Archive

_PLACE = re.compile(r"%([1-9])")
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_MOST_ROMAN = 4000
_LEVELS = 9
_MOST_BYTES = 8 * 2**20
"""Of the parts that describe lists and styles; those of large documents have half a megabyte."""
_OFF = ("0", "false", "off")
_DEEPEST = 20
"""Styles that a style may be based on, one after another."""


@dataclass(slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int | None = None
    style: str = ""


@dataclass(slots=True)
class _AbstractList:
    """An abstract list: what its levels look like; `link` names the style that another list of the same look is of."""

    levels: dict[int, _Level] = field(default_factory=dict)
    link: str = ""


@dataclass(slots=True)
class _List:
    """A list of a kind; levels of its own, and where they begin instead."""

    kind: str = ""
    levels: dict[int, _Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _WordStyle:
    based_on: str = ""
    list: str | None = None
    level: int | None = None
    outline: int | None = None


class Numbering:
    """The lists and styles of a document, and how far each list has counted."""

    def __init__(self) -> None:
        self._kinds: dict[str, _AbstractList] = {}
        self._lists: dict[str, _List] = {}
        self._styles: dict[str, _WordStyle] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def heads(self, style: str) -> bool:
        """Whether a style is one of headings."""
        return any(one.outline is not None and one.outline < _LEVELS for one in self._chain(style))

    def next(self, style: str, number: str | None, level: int | None) -> str:
        """What Word shows before the next paragraph; empty where that is nothing, or a bullet.

        `style`, `number` (of a list) and `level` are what the paragraph itself says, None or empty where it does not.
        """
        if number is None or level is None:
            for one in self._chain(style):
                if number is None:
                    number = one.list
                if level is None and (one.level is not None or one.list is not None):
                    level = one.level or 0
        listed = self._lists.get(number or "")
        kind = self._kind(listed.kind) if listed else None
        if listed is None or kind is None:
            return ""
        if level is None:
            level = 0
        level = next((n for n, one in kind.levels.items() if style and one.style == style), level)
        return self._count(number or "", listed, kind, level)

    def _kind(self, name: str) -> _AbstractList | None:
        kind = self._kinds.get(name)
        if kind is not None and not kind.levels and kind.link:
            style = self._styles.get(kind.link)
            listed = self._lists.get(style.list or "") if style else None
            return self._kinds.get(listed.kind) if listed else None
        return kind

    def _count(self, number: str, listed: _List, kind: _AbstractList, level: int) -> str:
        levels = {**kind.levels, **listed.levels}
        shown = levels.get(level)
        if shown is None:
            return ""
        counts = self._counts.setdefault(listed.kind, {})
        if level in listed.starts and (number, level) not in self._begun:
            counts.pop(level, None)
            self._begun.add((number, level))
        begin = listed.starts.get(level, shown.start)
        counts[level] = counts[level] + 1 if level in counts else begin
        for deeper in [n for n in counts if n > level]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart != 0 and (restart is None or level < restart):
                del counts[deeper]
        if shown.format == "bullet":
            return ""

        def said(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            one = levels.get(at, _Level())
            count = counts.setdefault(at, listed.starts.get(at, one.start)) if at <= level else one.start
            return _written(count, "decimal" if shown.legal else one.format)

        return _PLACE.sub(said, shown.text).strip()

    def _chain(self, style: str) -> list[_WordStyle]:
        """A style and those that it is based on."""
        found: list[_WordStyle] = []
        while style in self._styles and len(found) < _DEEPEST:
            found.append(self._styles[style])
            style = found[-1].based_on
        return found


def read_numbering(archive: Archive, folder: str) -> Numbering:
    """The numbering of the document in `folder`, empty where it has none; expat.ExpatError where it is damaged."""
    found = Numbering()
    for name, take in (("numbering", _of_lists), ("styles", _of_styles)):
        if f"{folder}/{name}.xml" in archive.names:
            _parse(archive, f"{folder}/{name}.xml", take(found))
    return found


def _written(count: int, form: str) -> str:
    if form == "none":
        return ""
    if form == "decimalZero":
        return f"{count:02}"
    if form in ("upperLetter", "lowerLetter") and count > 0:
        letter = chr(ord("A") + (count - 1) % 26) * ((count - 1) // 26 % _LEVELS + 1)
        return letter if form == "upperLetter" else letter.lower()
    if form in ("upperRoman", "lowerRoman") and 0 < count < _MOST_ROMAN:
        written = ""
        for value, letters in _ROMAN:
            written += letters * (count // value)
            count %= value
        return written if form == "upperRoman" else written.lower()
    return str(count)


# -- the XML ---------------------------------------------------------------------------------------------------------

_Attributes = Mapping[str, str]


def _parse(archive: Archive, name: str, take: Callable[[str, _Attributes], None]) -> None:
    """Tell `take` of each element in turn, with its attributes."""
    parser = expat.ParserCreate(namespace_separator="|")

    def start(tag: str, attributes: _Attributes) -> None:
        take(tag.rpartition("|")[2], {key.rpartition("|")[2]: value for key, value in attributes.items()})

    def doctype(*_: object) -> None:
        raise expat.ExpatError("a document type")

    parser.StartElementHandler, parser.StartDoctypeDeclHandler = start, doctype
    left = _MOST_BYTES
    for chunk in archive.chunks(name):
        left -= len(chunk)
        if left < 0:
            raise expat.ExpatError("too much")
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else 0


def _of_lists(found: Numbering) -> Callable[[str, _Attributes], None]:
    kind, listed, level, at = _AbstractList(), _List(), _Level(), 0
    inside = ""  # a list of its own or a kind of list

    def take(tag: str, given: _Attributes) -> None:
        nonlocal kind, listed, level, at, inside
        value = given.get("val", "")
        if tag == "abstractNum":
            kind, inside = found._kinds.setdefault(given.get("abstractNumId", ""), _AbstractList()), tag
        elif tag == "num":
            listed, inside = found._lists.setdefault(given.get("numId", ""), _List()), tag
        elif tag in ("lvl", "lvlOverride"):
            at = _number(given.get("ilvl", "0"))
            if tag == "lvl":
                level = (kind if inside == "abstractNum" else listed).levels.setdefault(at, _Level())
        elif tag == "abstractNumId" and inside == "num":
            listed.kind = value
        elif tag == "startOverride":
            listed.starts[at] = _number(value)
        elif tag == "numStyleLink":
            kind.link = value
        elif tag == "start":
            level.start = _number(value)
        elif tag == "numFmt":
            level.format = value
        elif tag == "lvlText":
            level.text = value
        elif tag == "isLgl":
            level.legal = value not in _OFF
        elif tag == "lvlRestart":
            level.restart = _number(value)
        elif tag == "pStyle":
            level.style = value

    return take


def _of_styles(found: Numbering) -> Callable[[str, _Attributes], None]:
    style = _WordStyle()

    def take(tag: str, given: _Attributes) -> None:
        nonlocal style
        value = given.get("val", "")
        if tag == "style":
            style = found._styles.setdefault(given.get("styleId", ""), _WordStyle())
        elif tag == "basedOn":
            style.based_on = value
        elif tag == "numId":
            style.list = value
        elif tag == "ilvl":
            style.level = _number(value)
        elif tag == "outlineLvl":
            style.outline = _number(value)

    return take
