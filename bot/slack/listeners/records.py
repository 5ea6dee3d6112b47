"""The buttons that open a commitment, under a card and in a table: all fields that its documents state, in a modal."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.asking.lexicon import LANGUAGES
from bot.slack.answer_view import record_view
from bot.slack.blocks import notice
from bot.slack.contacts import Audience
from bot.slack.delivery import failure_told
from bot.slack.doors import Doors
from bot.slack.ephemeral import say, say_or_tell
from bot.slack.open_views import LATE, show
from bot.slack.payloads import read_press
from bot.slack.tables import OPEN
from bot.slack.words import words

_OPEN = re.compile(rf"{OPEN}(:\d+)?\Z")


def register(app: App, doors: Doors) -> None:
    """Listen to the buttons. What opens is seen by whoever pressed it, alone."""

    def on_press(ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond, client: WebClient) -> None:
        ack()
        press = read_press(body, context)
        asker = Audience(press.place, client, press.names[0])
        with failure_told(partial(say_or_tell, respond, client, press.place), press.place.channel):
            if reason := doors.refusal(asker):
                say(respond, notice(reason))
                return
            language, _, code = press.value.partition(" ")
            if language not in LANGUAGES:  # it carried a question's id once, under answers that are still there
                say(respond, notice(words("en")["not_kept"]))
                return
            try:
                view = record_view(doors.record(asker, code, language), code)
                show(client.views_open, view, trigger_id=body["trigger_id"])
            except SlackApiError as error:
                if error.response.get("error") not in LATE:
                    raise
                say(respond, notice(words(language)["late"]))

    app.action(_OPEN)(on_press)
