"""Stretches of a web page's line that only style keeps apart: labels and values, words in frames, parts of a card."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING
from urllib.parse import unquote

from bot.reading.siblings import CODE

if TYPE_CHECKING:
    from bot.reading.markup import LexborNode

_INLINE = ("span", "b", "strong", "i", "em", "small", "label")
_STRETCHES = (*_INLINE, "a", "mark", "time", "code")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_UNREAD = ("script", "style", "svg", "button", "select", "textarea", "noscript", "template")
_SHORTEST_LABEL, _MOST_SIBLINGS, _MOST_NODES = 3, 40, 60
# What sites call a word in a frame of its own: `<span class="badge">Health</span> <span class="badge">Water</span>`.
_CHIP = re.compile(r"chip|badge|pill|tag(?!line)|lozenge|token|bubble|selected-value", re.IGNORECASE)
_EDITING = frozenset(
    "change edit editar modifier modificar modifica bearbeiten ändern wijzigen alterar cambiar 편집".split()
)
_MOST_WORDS_OF_EDITING = 3
_FOOTNOTE = re.compile(r"\[(?:\d{1,3}|[a-z]|(?:note|nota|anm\.?)\s?\d{1,3})\]", re.IGNORECASE)
_MAILTO = re.compile(r"\s*mailto:\s*(?P<address>[^\s?<>\"',;:@]{1,80}@[^\s?<>\"',;:@]{3,120})", re.IGNORECASE)
_TEL = re.compile(r"\s*tel:\s*(?P<number>\+?[\d(][\d\s().-]{4,24}\d)\s*$", re.IGNORECASE)


class Parting(Enum):
    """What stands between two stretches on the page: a new cell, a new line, or a space within a sentence."""

    CELL = auto()
    LINE = auto()
    SPACE = auto()


def parting_of(node: LexborNode) -> Parting | None:
    """What parts a stretch from the one right before it; None where they are one, or a space is written already.

    `<span class="k">Owner</span><span class="v">…` is a row. `<b>Health Canada</b><b>Data Circle</b>` are two lines
    where nothing else stands beside them, and two words within a sentence.
    """
    if node.tag not in _STRETCHES:
        return None
    before, space = _stretch_before(node)
    if before is None:
        return None
    first, second = _text_of(before), _text_of(node)
    if not first or not second:
        return None
    chips = before.tag == node.tag and is_chip(before) and is_chip(node)
    if space:
        return Parting.LINE if chips and _stands_alone(node) else None
    alike = before.tag == node.tag and _first_class(before) == _first_class(node)
    begins = second[0].isupper() or second[0].isdigit() or second[0] in "+(" or "@" in second.split()[0]
    if not alike and begins and _is_second(before, node, first):
        return Parting.CELL
    ends = len(first) >= _SHORTEST_LABEL and not first[-1].isupper() and first[-1] not in "-/(@'’"
    if chips or (begins and ends):
        return Parting.LINE if _stands_alone(node) else Parting.SPACE
    return None


def reached_by(link: LexborNode) -> str:
    """The address or number that a link leads to, where its words do not tell it: `Write to us`, to `mailto:…`."""
    target, said = link.attributes.get("href") or "", _text_of(link)
    if match := _MAILTO.match(target):
        return "" if "@" in said else f" <{unquote(match['address'])}>"
    if match := _TEL.match(target):
        return "" if any(map(str.isdigit, said)) else f" {match['number']}"
    return ""


def edits(link: LexborNode) -> bool:
    """A link that changes the page rather than to say something: `Change`, with words for screen readers, `[edit]`."""
    words = _text_of(link).casefold().split()
    return bool(words) and words[0] in _EDITING and len(words) <= _MOST_WORDS_OF_EDITING


def is_portrait(node: LexborNode) -> bool:
    """Initials that stand for a picture of somebody: `<span class="user-icon">W</span>Wanjiru …`, no part of a name."""
    classes = (node.attributes.get("class") or "").casefold()
    return any(sign in classes for sign in _PORTRAIT) and len(_text_of(node).strip()) <= _INITIALS


_PORTRAIT, _INITIALS = ("avatar", "user-icon", "initials", "monogram"), 3


def is_beside(node: LexborNode) -> bool:
    """A container of what readers wrote, or of other pages: `<section id="comments">`, `<div class="view-related">`."""
    if node.tag not in _CONTAINERS:
        return False
    names = f"{node.attributes.get('id') or ''} {node.attributes.get('class') or ''}"
    return any(_BESIDE.fullmatch(name) for name in names.split())


_CONTAINERS = ("div", "section", "aside", "ol", "ul", "article", "table")
# Whole names: a field of its own may be called `field-comment` or `irm-comments`, and `related-institutions` are its.
_PLACE = r"(?:(?:all|article|block|entry|node|page|post|reader|section|user|view|visitor|wp)[-_]{1,2})?"
_PAGES = (
    r"[-_]{1,2}(?:articles?|commitments?|contents?|entries|items|links|news|nodes|pages|posts|projects|reading|stories)"
)
_BESIDE = re.compile(
    rf"{_PLACE}(?:comments?|responses|discussion|replies|disqus(?:[-_]thread)?)"
    r"(?:[-_](?:area|section|list|wrapper|wrap|block|container|thread|template))?|commentlist|respond"
    rf"|{_PLACE}(?:related|similar)(?:{_PAGES})?|(?:recent|more|recommended){_PAGES}"
    r"|see-also|also-like|you-may-also-like|recommended|recommendations",
    re.IGNORECASE,
)


def is_heading(node: LexborNode) -> bool:
    """A button that heads what it folds: `<button>KR0032 – Open Roads</button>`, one of an accordion."""
    if node.tag != "button":
        return False
    words = _text_of(node)
    if _CODED.search(words) is not None:
        return True
    folds = _FOLDING.search(f"{node.attributes.get('class') or ''} {node.attributes.get('data-bs-toggle') or ''}")
    return folds is not None and _SHORTEST_LABEL <= len(words) <= _LONGEST_LABEL


_FOLDING = re.compile(
    r"accordion|collaps|disclosure|expander|faq|toggle-(?:title|header)|panel-(?:title|heading)", re.I
)
_LONGEST_LABEL = 90
_CODED = re.compile(rf"(?<![^\W_]){CODE}(?![^\W_])")


def is_footnote_mark(node: LexborNode) -> bool:
    """`[1]`, `[note 2]`: what refers to a note below."""
    return _FOOTNOTE.fullmatch(_text_of(node)) is not None


def _is_second(before: LexborNode, node: LexborNode, first: str) -> bool:
    """The second of several stretches of which the first is a label: it is written in another way than they are."""
    if before.tag not in _INLINE or node.tag not in _STRETCHES or not first[-1].isalpha():
        return False
    if len(first) < _SHORTEST_LABEL or _stretch_before(before)[0] is not None or _before(before) is not None:
        return False
    return _stands_alone(node)


def _stretch_before(node: LexborNode) -> tuple[LexborNode | None, bool]:
    """The stretch right before a node, and whether there is space between; none where other words are."""
    before, space = _before(node), False
    if before is not None and before.tag == "-text":
        space = True
        before = _before(before) if not (before.text_content or "").strip() else None
    return (before, space) if before is not None and before.tag in _STRETCHES else (None, space)


def _before(node: LexborNode) -> LexborNode | None:
    """What stands before a node, without the icons and comments between."""
    before = node.prev
    for _ in range(_MOST_SIBLINGS):
        if before is None or (before.tag == "-text" and before.text_content):
            return before
        if before.tag == "br" or (before.tag != "-comment" and _text_of(before)):
            return before
        before = before.prev
    return None


def _stands_alone(node: LexborNode) -> bool:
    """Nothing but stretches, and marks between them, stands around a node in its parent, which is no heading."""
    if node.parent is not None and node.parent.tag in _HEADINGS:
        return False
    one, number = node.parent.child if node.parent is not None else None, 0
    while one is not None:
        number += 1
        if number > _MOST_SIBLINGS or (one.tag == "-text" and any(map(str.isalnum, one.text_content or ""))):
            return False
        one = one.next
    return True


def is_chip(node: LexborNode) -> bool:
    """A word in a frame of its own: `<span class="badge">Health</span>`."""
    return _CHIP.search(node.attributes.get("class") or "") is not None


def _first_class(node: LexborNode) -> str:
    return next(iter((node.attributes.get("class") or "").split()), "")


def _text_of(node: LexborNode) -> str:
    """The words in a stretch; those of the beginning, where it holds more elements than any stretch has."""
    parts: list[str] = []
    waiting = [node.child]
    nodes = 0
    while waiting and nodes < _MOST_NODES:
        one = waiting.pop()
        if one is None:
            continue
        nodes += 1
        waiting.append(one.next)
        if one.tag == "-text":
            parts.append(one.text_content or "")
        elif one.tag not in _UNREAD:
            waiting.append(one.child)
    return "".join(parts).strip()
