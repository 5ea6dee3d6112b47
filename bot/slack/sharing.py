"""An answer that only its asker sees, and its way into the channel: a button, and what is then posted. Pure."""

from __future__ import annotations

from bot.slack.blocks import FALLBACK, ROW, Block, Message, actions, button, context
from bot.slack.doors import words
from bot.slack.feedback_blocks import ACTION as FEEDBACK
from bot.slack.mrkdwn import fitted, literal

SHARE = "share"
_QUESTION = 300


def with_share(message: Message, key: str | None, channel: str, language: str) -> Message:
    """A private answer with a button that shares it: not in a direct message, nor where its question is not kept."""
    if key is None or channel.startswith("D"):
        return message
    press = button(SHARE, words(language)["share"]["share"], key)
    blocks = list(message.blocks)
    for at, block in enumerate(blocks):
        if block["type"] == "actions" and len(block["elements"]) < ROW and not _judges(block):
            blocks[at] = actions([*block["elements"], press])
            return Message(message.text, blocks)
    below = next((at for at, block in enumerate(blocks) if _judges(block)), len(blocks))
    return Message(message.text, [*blocks[:below], actions([press]), *blocks[below:]])


def _judges(block: Block) -> bool:
    """Whether a row is that of the feedback buttons."""
    return any(str(one.get("action_id")).startswith(FEEDBACK) for one in block.get("elements", ()))


def shared_message(message: Message, user: str, question: str, language: str) -> Message:
    """An answer as it is posted for everybody: who asked what stands above it."""
    asked = fitted(literal(" ".join(question.split())), _QUESTION)
    by = words(language)["share"]["by"].format(user=user, question=asked)
    return Message(fitted(f"{by} {message.text}", FALLBACK), [context(by), *message.blocks])
