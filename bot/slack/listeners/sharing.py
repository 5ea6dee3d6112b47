"""“Share in channel” under an answer that only its asker sees."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.answers import answer_message
from bot.slack.blocks import FALLBACK, ROW, Block, Message, actions, button, context, notice
from bot.slack.contacts import Audience
from bot.slack.doors import Doors, asker_of, words
from bot.slack.ephemeral import say, told_alone
from bot.slack.fallbacks import send_fitting
from bot.slack.feedback import ACTION as FEEDBACK
from bot.slack.questions import NotKeptError, WithheldError
from bot.slack.text import fitted, literal
from bot.slack.text import words as answer_words
from bot.state.unfinished_turns import claim, release

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


log = logging.getLogger(__name__)

# Slack's errors of chat.postMessage for a place in which the bot cannot write
_CLOSED = ("not_in_channel", "channel_not_found", "is_archived", "restricted_action")


def register(app: App, doors: Doors) -> None:
    """Listen to the button."""

    def on_share(ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond, client: WebClient) -> None:
        ack()
        asker = asker_of(body, context, client)
        with told_alone(respond, client, asker.place):
            reason = doors.refusal(asker)
            key = body["actions"][0]["value"]
            say(respond, notice(reason) if reason else _share(doors, asker, key))

    app.action(SHARE)(on_share)


def _share(doors: Doors, asker: Audience, key: str) -> Message:
    """Post the answer once, and tell its asker what became of it."""
    try:
        given, asked = doors.conversation.questions.share(key, asker)
    except NotKeptError:
        return notice(answer_words("en")["not_kept"])
    except WithheldError as withheld:
        return notice(literal(str(withheld)))
    person = asker.place
    tell = words(given.answer.lang)["share"]
    name = f"share/{key}"
    if not claim(doors.conversation.state, name):
        return notice(tell["already"])
    answer = answer_message(given.answer, given.key, doors.conversation.kit)
    message = shared_message(answer, person.user, asked.question, given.answer.lang)
    try:
        send_fitting(partial(_post, asker.client, person.channel), message)
    except SlackApiError as error:
        if error.response.get("error") not in _CLOSED:
            raise  # it may stand there already: it is not posted again
        log.info("Nothing is shared in %s: %s", person.channel, error.response.get("error"))
        release(doors.conversation.state, name)
        return notice(tell["cannot"])
    return notice(tell["done"])


def _post(client: WebClient, channel: str, message: Message) -> None:
    client.chat_postMessage(
        channel=channel,
        text=message.text,
        blocks=message.blocks,
        unfurl_links=False,
        unfurl_media=False,
        parse="none",
        link_names=False,
    )
