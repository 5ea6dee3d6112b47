"""What messages and modals are made of: text that Slack shows as it is, Block Kit's blocks, and the message of both.

Words of ours come by language; words of people and documents are made literal, and cut to what Slack takes. Slack's
“Formatting text for app surfaces”: `&`, `<` and `>` are entities; marks work at the edges of words.

Slack's limits: 50 blocks a message, 100 a modal, 3,000 characters a text, 150 a header, 75 a button's label and 2,000
its value, 24 a modal's title, 200 an alert; and a message is refused as too long from about 11,000 characters in all.
Of a row of buttons it shows five.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from bot.records.languages import read
from bot.records.text import cleaned

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_JOINER = "\N{WORD JOINER}"
# Before a mark that would open bold, italic, strike-through, code or a quotation; inside an emoji's name and
# inside the three names that call everybody: there, an invisible joiner keeps Slack from reading markup.
_MARK = re.compile(
    r"""(?<!\w)(?=[*_~`]\S)
      | ^(?=&gt;)
      | (?<=:)(?=[\w+'-]+:)
      | (?<=@)(?=(?:channel|everyone|group|here)\b)""",
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
_WEB = re.compile(r"https?://", re.IGNORECASE)
_ADDRESS = 3_000  # characters
_IN_ADDRESSES = ":/?#[]@!$&'()*+,;=%-._~"  # RFC 3986
_TORN = re.compile(r"(?:&[a-z]{0,3}|\u2060)\Z")  # what a cut may leave of an entity or of a joiner's pair


def literal(text: str) -> str:
    """`text` such that Slack shows exactly it: no link, mention, broadcast, emoji or formatting."""
    return _MARK.sub(_JOINER, plain(text).translate(_ENTITIES))


def plain(text: str) -> str:
    """`text` as Slack takes it where there is no markup: without what no client can show, or what would hide.

    Of a text that only hides `�` is left, for Slack takes no empty text.
    """
    shown = cleaned(text)
    return shown if shown.strip() or not text.strip() else "\N{REPLACEMENT CHARACTER}"


def fitted(markup: str, limit: int) -> str:
    """`markup` (from `literal`), ending in “…” where it had to be cut to `limit` characters."""
    return markup if len(markup) <= limit else _cut(markup, limit - 1)[0] + "…"


def parts(markup: str, limit: int) -> list[str]:
    """`markup` (from `literal`) in pieces of at most `limit` characters, cut where a line or a word ends."""
    pieces = []
    rest = markup.strip()
    while len(rest) > limit:
        head, rest = _cut(rest, limit)
        pieces.append(head)
    return [*pieces, rest] if rest else pieces


def bold(text: str) -> str:
    """A short line of literal text in bold; as it is where a mark of its own would end the bold early."""
    return literal(text) if "*" in text or not text.strip() else f"*{literal(text.strip())}*"


def link(address: str | None, label: str) -> str:
    """`label` (from `literal`) as a link to `address`; the label alone where that is no web address."""
    url = web_address(address)
    return f"<{url.translate(_ENTITIES)}|{label}>" if url else label


def web_address(address: str | None) -> str | None:
    """`address` as a link leads to it; None where it is no web address that Slack takes."""
    if not address or not _WEB.match(address):
        return None
    quoted = quote(address, safe=_IN_ADDRESSES)
    return quoted if len(quoted) <= _ADDRESS else None


def _cut(markup: str, limit: int) -> tuple[str, str]:
    """The first part of `markup`, at most `limit` characters and never half an entity, and the rest."""
    late = limit * 3 // 4  # an earlier break would waste too much of the room
    at = markup.rfind("\n", late, limit)
    if at < 0:
        at = markup.rfind(" ", late, limit)
    head = _TORN.sub("", markup[: at if at > 0 else limit])
    return head.rstrip(), markup[len(head) :].strip()


def words(language: str, subject: str = "buttons") -> Mapping[str, Any]:
    """The words of a language about a subject, English where it lacks them."""
    found: Mapping[str, Any] = read(language, "slack")[subject]
    return found


Block = dict[str, Any]

TEXT = 3_000
HEADER = 150
LABEL = 75
VALUE = 2_000
FALLBACK = 600
TITLE, ALERT = 24, 200
ROW = 5
"""Buttons of a row that are shown; Slack takes 25 and hides the others behind “+ N more”."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted: the blocks, and the text that notifications and screen readers get instead of them."""

    text: str
    blocks: list[Block]


def notice(sentence: str) -> Message:
    """One sentence of our own, such as a refusal or the news of a failure; it may hold Slack markup."""
    return Message(sentence, [section(sentence)])


def section(markup: str) -> Block:
    """A section of text, shown whole: without `expand` Slack hides what is long behind “See more”."""
    return {"type": "section", "text": mrkdwn(markup), "expand": True}


def columns(cells: Sequence[str]) -> Block:
    """A section of two columns, filled by rows; Slack takes ten of at most 2,000 characters."""
    return {"type": "section", "fields": [mrkdwn(cell) for cell in cells], "expand": True}


def context(markup: str) -> Block:
    """Small text below what it belongs to."""
    return {"type": "context", "elements": [mrkdwn(markup)]}


def rich_text(elements: Iterable[Block]) -> Block:
    """Text of parts: words, links, tags, citations."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def text_part(text: str, *, bold: bool = False) -> Block:
    """Words of rich text, which are literal there."""
    return {"type": "text", "text": text} | ({"style": {"bold": True}} if bold else {})


def container(title: str, blocks: Sequence[Block], *, folded: bool) -> Block:
    """Up to ten blocks under a title, which people can fold; at first they see what is not `folded`."""
    folds = {"is_collapsible": True, "default_collapsed": folded}
    return {"type": "container", "title": plain_text(title, HEADER), "child_blocks": list(blocks)} | folds


def header(text: str) -> Block:
    """A heading of plain words, cut where Slack would refuse it."""
    return {"type": "header", "text": plain_text(text, HEADER)}


def actions(elements: Sequence[Block]) -> Block:
    """A row of buttons."""
    return {"type": "actions", "elements": list(elements)}


def button_rows(elements: Sequence[Block]) -> list[Block]:
    """Buttons in as many rows as it takes to show each of them."""
    return [actions(elements[at : at + ROW]) for at in range(0, len(elements), ROW)]


def button(action: str, label: str, value: str, spoken: str = "") -> Block:
    """A button; `spoken` is what a screen reader says instead of its label."""
    said = {"accessibility_label": fitted(plain(spoken), LABEL)} if spoken else {}
    return {"type": "button", "action_id": action, "text": plain_text(label), "value": value} | said


def modal(title: str, blocks: Sequence[Block], close: str, **more: Any) -> Block:
    """A modal; what is only read has no more than these."""
    view = {"type": "modal", "title": plain_text(title, TITLE), "close": plain_text(close, TITLE)}
    return view | {"blocks": list(blocks)} | more


def alert(markup: str, level: str) -> Block:
    """A sentence about the whole of a modal, which no message takes; a section where it is too long for that."""
    return {"type": "alert", "text": mrkdwn(markup), "level": level} if len(markup) <= ALERT else section(markup)


def field(name: str, label: str, element: Block, *, hint: str = "", optional: bool = False) -> Block:
    """A field of a form; its element has the field's name where it has none of its own."""
    block = {"type": "input", "block_id": name, "label": plain_text(label, TEXT), "optional": optional}
    return block | {"element": {"action_id": name} | element} | ({"hint": plain_text(hint, TEXT)} if hint else {})


def option(value: str, text: str) -> Block:
    """One choice of a list, of ticks or of a menu."""
    return {"text": plain_text(text), "value": value}


def plain_text(text: str, limit: int = LABEL) -> Block:
    """Words without markup."""
    return {"type": "plain_text", "text": fitted(plain(text), limit), "emoji": False}


def mrkdwn(markup: str) -> Block:
    """A text with Slack's markup, and no other links, names or channels than we set."""
    return {"type": "mrkdwn", "text": markup, "verbatim": True}
