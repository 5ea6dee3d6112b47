"""An answer in a modal: the same blocks as in a message where a modal takes them, its words where not."""

from __future__ import annotations

from typing import Any

from bot.asking.answer import Answer
from bot.slack.answers import answer_message
from bot.slack.blocks import TEXT, Block, section
from bot.slack.doors import words
from bot.slack.mrkdwn import fitted, literal, parts, plain
from bot.slack.sources import inline_sources

TITLE = 24  # characters of a modal's title
_TAKEN = frozenset({"header", "section", "context", "divider", "image", "input", "actions"})
_STATEMENT = 9_000


def answer_view(answer: Answer, title: str) -> dict[str, Any]:
    """A modal that shows an answer with its sources."""
    blocks = answer_message(answer).blocks
    if any(block["type"] not in _TAKEN for block in blocks):  # a modal has no tables
        said = fitted(literal(answer.statement.strip() or answer.text), _STATEMENT)
        blocks = [*map(section, parts(said, TEXT)), *inline_sources(answer)]
    return modal(title, blocks, answer.lang)


def modal(title: str, blocks: list[Block], language: str) -> dict[str, Any]:
    """A modal that is only read."""
    return {
        "type": "modal",
        "title": plain_text(fitted(plain(title), TITLE)),
        "close": plain_text(words(language)["close"]),
        "blocks": blocks,
    }


def plain_text(text: str) -> dict[str, Any]:
    """A text without markup."""
    return {"type": "plain_text", "text": text, "emoji": False}
