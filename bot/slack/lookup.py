"""The commitments that a message names, shown to whoever asked about the message. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.asking.citations import Citations
from bot.slack.blocks import Block, Message, button, context, notice, section
from bot.slack.doors import words
from bot.slack.mrkdwn import fitted, literal

CALLBACK = "look_up"
"""The message shortcut, as the manifest names it."""
SHOW = "lookup:show"  # a button's action_id is `lookup:show:0`, `lookup:show:1`, …
SHOWN = 10
_TITLE = 200
_UNKNOWN = 5


def message_text(message: Mapping[str, Any]) -> str:
    """What a message says: its text, and what stands in its blocks and attachments where other apps write."""
    texts = [str(message.get("text") or "")]
    for part in (message.get("blocks"), message.get("attachments")):
        texts += [text for text in _texts(part) if text not in texts]
    return "\n".join(filter(None, texts))


def found_message(found: Citations, titles: Mapping[str, str], example: str, language: str) -> Message:
    """The commitments with a button each; `example` is a code of this corpus, shown where there are none."""
    table = words(language)
    say = table["lookup"]
    unknown = say["unknown"].format(codes=", ".join(map(literal, found.unknown[:_UNKNOWN]))) if found.unknown else ""
    if not found.codes:
        return notice(unknown or say["none"].format(code=example))
    blocks: list[Block] = [section(say["found"])]
    for number, code in enumerate(found.codes[:SHOWN]):
        title = fitted(literal(titles.get(code, "")), _TITLE)
        show = button(f"{SHOW}:{number}", table["show"], code, f"{table['show']}: {code}")
        blocks.append(section(f"*{literal(code)}*" + (f" · {title}" if title else "")) | {"accessory": show})
    if len(found.codes) > SHOWN:
        blocks.append(context(say["more"].format(count=len(found.codes) - SHOWN)))
    if unknown:
        blocks.append(context(unknown))
    return Message(f"{say['found']} {', '.join(found.codes[:SHOWN])}", blocks)


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value[name] for name in ("text", "fallback", "title") if isinstance(value.get(name), str)]
        return own + [text for inner in value.values() if not isinstance(inner, str) for text in _texts(inner)]
    return [text for inner in value for text in _texts(inner)] if isinstance(value, list) else []
