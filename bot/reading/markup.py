"""HTML to text: what a reader of the page sees, a line a block, so that a quote can be checked against the page."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from bot.reading.controls import filled_in, is_control
from bot.reading.spans import APART, Mark
from bot.reading.stretches import (
    Parting,
    edits,
    is_beside,
    is_chip,
    is_footnote_mark,
    is_heading,
    is_portrait,
    parting_of,
    reached_by,
)

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser
    from selectolax.lexbor import LexborNode as LexborNode

_HIDDEN = frozenset(
    "script style noscript template head title svg iframe object embed canvas audio video select option"
    " textarea button nav dialog map math".split()
)
_BLOCK = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hr html legend li main ol p pre section summary table tbody tfoot"
    " thead tr ul caption".split()
)
_PARAGRAPHS = frozenset("p h1 h2 h3 h4 h5 h6 ul ol table dl blockquote section article header footer main".split())
_CELL = ("td", "th")
_LAYING_OUT = frozenset("table h1 h2 h3 h4 h5 h6 form article section".split())
_MOST_NODES, _LONGEST_CELL = 60, 1000
_WHITE = " \t\n\r\f"
_SPACE = re.compile(r"[ \t\n\r\f]{2,}|[\t\n\r\f]")  # one space is left as it is
_NO_DISPLAY = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://\S+)\s*-->", re.IGNORECASE)
_CODE_POINTS_OF_HEAD = 2000
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# An attribute as a parser reads it: it may hold `>` in quotes, and `<` or a stray quote anywhere in its name.
_ATTRIBUTE = re.compile(
    r"(?:=[^\s/>=]*+|[^\s/>=]++)(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)?+)?+",
)
# A comment, or a tag. No part gives back what it took, and a tag that never ends takes all, so that none is read twice.
_TAG = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))|<(?P<closing>/?)(?P<name>[a-zA-Z][^\s/>]*+)"
    rf"(?P<attributes>(?:[\s/]++|{_ATTRIBUTE.pattern})*+)(?:>|\Z)",
    re.DOTALL,
)
_RAW = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in ("script", "style", "textarea", "title")}
# Elements that have no end, or that the next one of their kind ends: they do not nest.
_ENDED_BY_NEXT = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li td th tr dt dd option tbody"
    " thead tfoot colgroup".split()
)
DEEPEST = 1000
FOOTER = "footer"
_MARKING = frozenset("h1 h2 h3 h4 h5 h6 b strong dt th legend summary button".split())
_CLASSED = frozenset("div span p em i label".split())
_LONGEST_MARK = 200
# Elements that a parser opens anew in every paragraph behind one that leaves them open (HTML's formatting elements).
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
_MOST_OPEN = 50
_MOST_ATTRIBUTES = 100


class WebPage(NamedTuple):
    """The visible text of an HTML page, the address and the day that it gives itself.

    `flattened` where it nested deeper than any page does, and the text of the deepest was taken for its parents'.
    """

    text: str
    url: str | None
    date: str | None
    flattened: bool
    marks: tuple[Mark, ...] = ()


def read_html(source: str) -> WebPage:
    """The visible text of `source`, without scripts, navigation and whatever else a reader does not see."""
    from selectolax.lexbor import LexborHTMLParser

    shallow, flattened = _flatten(source)
    tree = LexborHTMLParser(shallow)
    lines = _LaidOut()
    if tree.body is not None:
        _walk(tree.body, lines)
    return WebPage(lines.text(), _address(tree, source), _date(tree), flattened, lines.marks())


def _flatten(source: str) -> tuple[str, bool]:
    """`source` without tags below DEEPEST and attributes after the first 100 of a tag, and whether tags were left out.

    A parser takes the square of both; no page that people write comes near either.
    """
    depth, place, end = 0, 0, 0
    kept: list[str] = []
    opened: Counter[str] = Counter()
    formatting = 0
    deep = False
    while match := _TAG.search(source, place):
        place = match.end()
        closing, tag, attributes = match.groups()
        if tag is None:
            continue
        tag, closing = tag.lower(), bool(closing)
        if tag in _RAW and not closing:
            # what looks like a tag in a script is none
            stop = _RAW[tag].search(source, place)
            place = stop.start() if stop else len(source)
        nests = tag not in _ENDED_BY_NEXT and not match[0].endswith("/>")
        if nests and closing:
            # the end of what is not open ends nothing
            nests = opened[tag] > 0
        if nests:
            change = -1 if closing else 1
            opened[tag] += change
            depth += change
            formatting += change * (tag in _FORMATTING)
        open_ = formatting if tag in _FORMATTING else 0
        if nests and (depth + closing > DEEPEST or open_ + closing > _MOST_OPEN):
            deep = True
            kept.append(source[end : match.start()])
            end = match.end()
        elif len(attributes) > 2 * _MOST_ATTRIBUTES and (surplus := _surplus(source, match)):
            kept.append(source[end:surplus])
            end = match.end("attributes")
    return ("".join([*kept, source[end:]]), deep) if end else (source, False)


def _surplus(source: str, tag: re.Match[str]) -> int | None:
    """Where the attributes begin that are too many, None where there are none."""
    surplus = islice(_ATTRIBUTE.finditer(source, *tag.span("attributes")), _MOST_ATTRIBUTES, None)
    first = next(surplus, None)
    return first.start() if first else None


class _LaidOut:
    """Text put together as a browser lays it out: spaces collapse, blocks begin lines."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._breaks = 0
        self._space = False
        self._empty = True
        self._bullet = False
        self._length = 0
        self._row = -1
        self._marks: list[Mark] = []

    def _put(self, part: str) -> None:
        self._parts.append(part)
        self._length += len(part)

    def place(self) -> int:
        """How much is written."""
        return self._length

    def mark(self, kind: str, start: int) -> None:
        """What was written from `start` on is of one kind."""
        if start < self._length and (kind in (FOOTER, APART) or self._length - start <= _LONGEST_MARK):
            self._marks.append(Mark(start, self._length, kind))

    def marks(self) -> tuple[Mark, ...]:
        """The marks, at their places in `text`."""
        whole = "".join(self._parts)
        lead = len(whole) - len(whole.lstrip(" \n"))
        return tuple(Mark(max(0, one.start - lead), one.end - lead, one.kind) for one in self._marks)

    def write(self, text: str, preserve: bool) -> None:
        if preserve:
            self._flush()
            self._put(text)
            self._empty = False
            return
        core = text.strip(_WHITE)
        if text[:1] in _WHITE:
            self._space |= bool(text)
        if not core:
            return
        self._flush()
        self._put(_SPACE.sub(" ", core))
        self._empty = False
        self._space = text[-1] in _WHITE

    def _flush(self) -> None:
        self._bullet = False
        if self._breaks and not self._empty:
            self._put("\n" * min(self._breaks, 2))
        elif self._space and not self._empty:
            self._put(" ")
        self._breaks, self._space = 0, False

    def newline(self, apart: bool = False) -> None:
        if self._bullet:
            return
        self._breaks = max(self._breaks, 2 if apart else 1)
        self._space = False

    def line_break(self) -> None:
        self._breaks += 1
        self._space = False

    def cell(self) -> None:
        """Cells of a row, and a term and its definition, stand on one line."""
        if self._length == self._row:
            self._flush()  # the row's first cell is empty
        self._breaks, self._space = 0, False
        if not self._empty:
            self._put("\t")
            self._bullet = True

    def part(self, parting: Parting) -> None:
        """What stands here is apart from what stands before it."""
        if parting is Parting.CELL:
            self.cell()
        elif parting is Parting.LINE:
            self.newline()
        else:
            self.write(" ", preserve=False)

    def end_cell(self) -> None:
        """Whatever a cell holds, what comes behind it begins anew."""
        self._bullet = False

    def row(self) -> None:
        """A table's row begins here, on a line of its own."""
        self.newline()
        self._row = self._length

    def bullet(self) -> None:
        self.newline()
        self._flush()
        self._put("• ")
        self._empty = False
        self._bullet = True

    def text(self) -> str:
        return "".join(self._parts).strip(" \n") + ("\n" if self._parts else "")


def _walk(body: LexborNode, lines: _LaidOut) -> None:
    """Write the text under `body`; the way is kept on a list of its own, so that no depth exhausts the stack."""
    stack: list[tuple[LexborNode, int | None, bool, bool]] = [(body, None, False, False)]
    while stack:
        node, entered, preserve, in_cell = stack.pop()
        tag = node.tag or ""
        if entered is not None:
            if tag == "a" and (reached := reached_by(node)):
                lines.write(reached, preserve=False)
            if kind := _kind(tag, node):
                lines.mark(kind, entered)
            if tag in _CELL or tag == "dd":
                lines.end_cell()
            if tag in _BLOCK or tag == "button":
                lines.newline((tag in _PARAGRAPHS or tag == "button") and not in_cell)
        elif tag == "-text":
            lines.write(node.text_content or "", preserve)
        elif tag == "br":
            lines.line_break()
        elif is_control(node):
            _fill(node, lines)
        elif not (tag.startswith(("-", "_", "!")) or (tag in _HIDDEN and not is_heading(node)) or _unseen(node)):
            _enter(tag, node, lines, in_cell)
            stack.append((node, lines.place(), preserve, in_cell))
            in_cell |= (tag in _CELL or tag == "dd") and _is_of_data(node)
            child = node.last_child
            while child is not None:
                stack.append((child, None, preserve or tag == "pre", in_cell))
                child = child.prev


def _fill(node: LexborNode, lines: _LaidOut) -> None:
    """What a form's control holds, as a cell behind its label."""
    filled = filled_in(node)
    if filled is None:
        return
    if filled.labelled:
        lines.cell()
    if filled.words:
        lines.write(filled.words, preserve=True)
        lines.write(" ", preserve=False)
    lines.end_cell()


def _kind(tag: str, node: LexborNode) -> str | None:
    """What an element is marked as, so that elements that look alike have one name; None for what marks nothing."""
    if tag == "footer":
        return FOOTER
    if is_beside(node):
        return APART
    if tag in _MARKING:
        return tag
    if tag in _CLASSED and (names := (node.attributes.get("class") or "").split()):
        return f"{tag}.{names[0]}"
    if tag == "li" and (names := (node.attributes.get("class") or "").split()) and is_chip(node):
        return f"li.{names[0]}"
    first = node.prev is None or not (node.prev.text_content or "").strip()
    return tag if tag == "span" and first and node.parent is not None and node.parent.tag in _BLOCK else None


def _is_of_data(cell: LexborNode) -> bool:
    """A cell with a few words, whose paragraphs are no paragraphs of the page; others lay the page out."""
    waiting, nodes, length = [cell.child], 0, 0
    while waiting:
        node = waiting.pop()
        while node is not None:
            nodes += 1
            length += len(node.text_content or "") if node.tag == "-text" else 0
            if node.tag in _LAYING_OUT or nodes > _MOST_NODES or length > _LONGEST_CELL:
                return False
            waiting.append(node.child)
            node = node.next
    return True


def _enter(tag: str, node: LexborNode, lines: _LaidOut, in_cell: bool) -> None:
    if tag == "li":
        lines.bullet()
    elif tag == "tr":
        lines.row()
    elif (tag in _CELL and _follows(node, _CELL)) or (tag == "dd" and _follows(node, ("dt",))):
        lines.cell()
    elif tag in _BLOCK or tag == "button":  # one that heads what it folds
        lines.newline((tag in _PARAGRAPHS or tag == "button") and not in_cell)
    elif parting := parting_of(node):
        lines.part(parting)


def _follows(node: LexborNode, tags: tuple[str, ...]) -> bool:
    before = node.prev
    while before is not None and before.tag in ("-text", "-comment"):
        before = before.prev
    return before is not None and before.tag in tags


def _unseen(node: LexborNode) -> bool:
    attributes = node.attributes
    if node.tag == "sup" and is_footnote_mark(node):
        return True  # it is none of the words before it
    if (node.tag == "a" and edits(node)) or is_portrait(node):
        return True
    return bool(attributes) and (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or _NO_DISPLAY.search(attributes.get("style") or "") is not None
    )


def _any(tree: LexborHTMLParser, *selectors: str) -> bool:
    """One of them is there: to look for each by itself goes through the whole tree each time."""
    return tree.css_first(", ".join(selectors)) is not None


def _address(tree: LexborHTMLParser, source: str) -> str | None:
    addresses = (("link[rel=canonical]", "href"), ('meta[property="og:url"]', "content"))
    for selector, name in addresses if _any(tree, *(selector for selector, _ in addresses)) else ():
        node = tree.css_first(selector)
        address = (node.attributes.get(name) or "").strip() if node is not None else ""
        if re.match(r"https?://\S+$", address):
            return address
    saved = _SAVED_FROM.search(source[:_CODE_POINTS_OF_HEAD])
    return saved[1] if saved else None


def _date(tree: LexborHTMLParser) -> str | None:
    """The day of its last change, else of its publication, as the page's own head states it."""
    selectors = [
        f'meta[property="{name}"], meta[name="{name}"]'
        for name in (
            "article:modified_time",
            "og:updated_time",
            "last-modified",
            "dcterms.modified",
            "article:published_time",
        )
    ]
    for selector in selectors if _any(tree, *selectors) else ():
        node = tree.css_first(selector)
        day = _DAY.match(node.attributes.get("content") or "") if node is not None else None
        if day:
            return day[0]
    return None
