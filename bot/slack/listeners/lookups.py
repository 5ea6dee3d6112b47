"""The message shortcut: which commitments does this message name? The answer is for whoever asks, and nobody else."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient

from bot.asking.mentions import mentions
from bot.asking.thread import Thread
from bot.slack.blocks import Message, notice
from bot.slack.delivery import failure_told
from bot.slack.doors import Doors, language_of
from bot.slack.ephemeral import say, say_or_tell
from bot.slack.lookup import CALLBACK, SHOW, found_message, message_text
from bot.slack.payloads import Place, read_actor

SHOWS = re.compile(rf"{SHOW}:\d+\Z")


def register(app: App, doors: Doors) -> None:
    """Listen to the message shortcut, and to the buttons of what it found."""

    def on_message(ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond, client: WebClient) -> None:
        ack()
        person = read_actor(body, context)
        with failure_told(partial(say_or_tell, respond, client, person), person.channel):
            reason = doors.refusal(person, asks=True)
            say(respond, notice(reason) if reason else _look_up(doors, person, body["message"], client))

    def on_show(ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond, client: WebClient) -> None:
        ack()
        person = read_actor(body, context)
        with failure_told(partial(say_or_tell, respond, client, person), person.channel):
            reason = doors.refusal(person, asks=True)
            code, language = body["actions"][0]["value"], language_of(client, person.user)
            say(respond, notice(reason) if reason else _card(doors, person, code, language, client))

    app.message_shortcut(CALLBACK)(on_message)
    app.action(SHOWS)(on_show)


def _look_up(doors: Doors, person: Place, message: dict[str, Any], client: WebClient) -> Message:
    """The card of the one commitment that is named, or all of them to choose from."""
    language = language_of(client, person.user)
    with doors.store() as store:
        found = mentions(store, message_text(message), doors.today())
        if len(found.codes) == 1 and not found.unknown:
            return _card(doors, person, found.codes[0], language, client)
        rows = store.columns(found.codes, ("title",))
        example = next(iter(store.select("c.has_page = 1", [])), "KR0032")
    titles = {code: row["title"] or "" for code, row in rows.items()}
    return found_message(found, titles, example, language)


def _card(doors: Doors, person: Place, code: str, language: str, client: WebClient) -> Message:
    """The answer to the code alone, asked in the person's language and kept as their own question."""
    memory = Thread(language=language).to_json()
    given = doors.conversation.questions.ask(person, code, memory, private=True)
    return doors.message(given.answer, person, client, given.key)
