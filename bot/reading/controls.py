"""The controls of a web form, where somebody filled them in: what they hold is the value of their label."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from bot.reading.markup import LexborNode

_TYPED = frozenset("text date month datetime-local number email tel url week".split())
_TICKED = {"radio": "○◉", "checkbox": "☐☒"}
_BEHIND = {"td": ("th", "td"), "dd": ("dt",)}
_MOST_SIBLINGS, _MOST_PARENTS, _MOST_NODES = 40, 3, 120


class Filled(NamedTuple):
    """What a control holds, and whether its label stands right before it."""

    words: str
    labelled: bool


def is_control(node: LexborNode) -> bool:
    """A control that may hold a value."""
    return node.tag in ("input", "select", "textarea")


def filled_in(node: LexborNode) -> Filled | None:
    """What a control of a filled-in form holds; None for one without a label, such as a search field.

    A box or button that is chosen, and one that is not, are the signs for it, before the words that stand behind.
    """
    attributes = node.attributes
    kind = (attributes.get("type") or "text").casefold()
    if "hidden" in attributes:
        return None
    labelled = _label_before(node)
    if node.tag == "input" and kind in _TICKED:
        if not _is_answered(node):
            return None
        return Filled(_TICKED[kind]["checked" in attributes], labelled)
    if node.tag == "input" and kind not in _TYPED:
        return None
    if not labelled and not _is_behind(node):
        return None
    if node.tag == "textarea":
        return Filled(node.text().strip(), labelled)
    if node.tag == "input":
        return Filled((attributes.get("value") or "").strip(), labelled)
    chosen = [" ".join(one.text().split()) for one in node.css("option[selected]")]
    return Filled("; ".join(filter(None, chosen)), labelled)


def _label_before(node: LexborNode) -> bool:
    """A `label` stands right before a control, or its words do within one."""
    before, words = node.prev, False
    for _ in range(_MOST_SIBLINGS):
        if before is None:
            break
        if before.tag == "-text":
            words |= bool((before.text_content or "").strip(" \n\t:"))
        elif before.tag not in ("br", "-comment"):
            own = before.attributes.get("for") in (None, node.attributes.get("id"))
            return before.tag == "label" and not words and own and before.css_first("input") is None
        before = before.prev
    return words and node.parent is not None and node.parent.tag == "label"


def _is_behind(node: LexborNode) -> bool:
    """A control stands in a cell, behind that of its label, or in an element of its own below the label."""
    one = node
    for _ in range(_MOST_PARENTS):
        parent = one.parent
        if parent is None:
            return False
        before = parent.prev
        while before is not None and before.tag in ("-text", "-comment", "br"):
            before = before.prev
        if before is not None and before.tag in (*_BEHIND.get(parent.tag or "", ()), "label"):
            return True
        one = parent
    return False


def _is_answered(node: LexborNode) -> bool:
    """One of the boxes or buttons beside this one is chosen."""
    parent = node.parent
    for _ in range(_MOST_PARENTS):
        if parent is None:
            return False
        boxes = list(_boxes(parent))
        if len(boxes) > 1:
            return any("checked" in box.attributes for box in boxes)
        parent = parent.parent
    return False


def _boxes(node: LexborNode) -> Iterator[LexborNode]:
    """The first boxes and buttons to choose under a node."""
    waiting, nodes = [node.child], 0
    while waiting and nodes < _MOST_NODES:
        one = waiting.pop()
        if one is None:
            continue
        nodes += 1
        waiting += [one.next, one.child]
        if one.tag == "input" and (one.attributes.get("type") or "").casefold() in _TICKED:
            yield one
