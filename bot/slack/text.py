"""Text for Slack: words of ours by language; words of people and documents made literal, and cut to what Slack takes.

Slack's “Formatting text for app surfaces”: `&`, `<` and `>` are entities; marks work at the edges of words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
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
