"""The last resort for a message that Slack finds too long: its beginning, and a word that it is no more than that."""

from __future__ import annotations

from bot.slack.blocks import Message, notice
from bot.slack.mrkdwn import fitted

ROOM = 2_000  # characters: far below every limit of Slack's
SHORTENED = "_This answer was too long for Slack, and only its beginning is shown. Ask for less at once._"


def shortened(message: Message) -> Message:
    """The beginning of what a message says in its sections, without buttons; the same where it is that already."""
    if message.blocks and message.blocks[-1:] == notice(SHORTENED).blocks:
        return message
    texts = [block["text"]["text"] for block in message.blocks if block.get("type") == "section" and "text" in block]
    lines: list[str] = []
    room = ROOM
    for line in "\n".join(texts or [message.text]).splitlines():
        if len(line) > room:
            break
        lines.append(line)
        room -= len(line) + 1
    beginning = "\n".join(lines).strip() or fitted(message.text.strip(), ROOM)
    blocks = notice(beginning).blocks if beginning else []
    return Message(message.text, [*blocks, *notice(SHORTENED).blocks])
