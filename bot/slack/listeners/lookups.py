"""The message shortcut: which commitments does this message name? The answer is for whoever asks, and nobody else."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient

from bot.asking.citations import citations
from bot.asking.thread import Thread
from bot.slack.answers import answer_message
from bot.slack.blocks import Message, notice
from bot.slack.contacts import Audience
from bot.slack.delivery import failure_told
from bot.slack.doors import Doors, asker_of, language_of
from bot.slack.ephemeral import say, say_or_tell
from bot.slack.lookup import CALLBACK, SHOW, SHOWN, found_message, message_text

SHOWS = re.compile(rf"{SHOW}:\d+\Z")


def register(app: App, doors: Doors) -> None:
    """Listen to the message shortcut, and to the buttons of what it found."""

    def on_message(ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond, client: WebClient) -> None:
        ack()
        asker = asker_of(body, context, client)
        with failure_told(partial(say_or_tell, respond, client, asker.place), asker.place.channel):
            reason = doors.refusal(asker, asks=True)
            say(respond, notice(reason) if reason else _look_up(doors, asker, body["message"]))

    def on_show(ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond, client: WebClient) -> None:
        ack()
        asker = asker_of(body, context, client)
        with failure_told(partial(say_or_tell, respond, client, asker.place), asker.place.channel):
            reason = doors.refusal(asker, asks=True)
            code = body["actions"][0]["value"]
            say(respond, notice(reason) if reason else _card(doors, asker, code, language_of(asker)))

    app.message_shortcut(CALLBACK)(on_message)
    app.action(SHOWS)(on_show)


def _look_up(doors: Doors, asker: Audience, message: dict[str, Any]) -> Message:
    """The card of the one commitment that is named, or all of them to choose from."""
    language = language_of(asker)
    with doors.store() as store:
        found = citations(store, message_text(message), doors.today())
        if len(found.codes) == 1 and not found.unknown:
            return _card(doors, asker, found.codes[0], language)
        titles = doors.titles(found.codes[:SHOWN])
        example = next(iter(store.select("c.has_page = 1", [])), "KR0032")
    return found_message(found, titles, example, language)


def _card(doors: Doors, asker: Audience, code: str, language: str) -> Message:
    """The answer to the code alone, asked in the person's language and kept as their own question."""
    given = doors.ask(asker, code, Thread(language=language).to_json())
    return answer_message(given.answer, given.key, doors.conversation.questions.kit)
