"""An answer that only its asker sees, and its way into the channel: a button, and what is then posted. Pure."""

from __future__ import annotations

from bot.slack.blocks import FALLBACK, Message, actions, button, context
from bot.slack.doors import words
from bot.slack.mrkdwn import fitted, literal

SHARE = "share"
_QUESTION = 300
_ROW = 25  # elements that Slack takes in one row


def with_share(message: Message, key: str | None, channel: str, language: str) -> Message:
    """A private answer with a button that shares it: not in a direct message, nor where its question is not kept."""
    if key is None or channel.startswith("D"):
        return message
    press = button(SHARE, words(language)["share"]["share"], key)
    last = message.blocks[-1] if message.blocks else {}
    if last.get("type") == "actions" and len(last["elements"]) < _ROW:
        return Message(message.text, [*message.blocks[:-1], actions([*last["elements"], press])])
    return Message(message.text, [*message.blocks, actions([press])])


def shared_message(message: Message, user: str, question: str, language: str) -> Message:
    """An answer as it is posted for everybody: who asked what stands above it."""
    asked = fitted(literal(" ".join(question.split())), _QUESTION)
    by = words(language)["share"]["by"].format(user=user, question=asked)
    return Message(fitted(f"{by} {message.text}", FALLBACK), [context(by), *message.blocks])
