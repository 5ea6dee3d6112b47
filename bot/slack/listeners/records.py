"""The button under a card for the rest of the commitment: all fields that its documents state, in a modal."""

from __future__ import annotations

from functools import partial
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.answer_view import record_view
from bot.slack.blocks import notice
from bot.slack.buttons import RECORD, pressed
from bot.slack.contacts import Audience
from bot.slack.delivery import failure_told
from bot.slack.doors import Doors
from bot.slack.ephemeral import say, say_or_tell
from bot.slack.mrkdwn import literal
from bot.slack.open_views import LATE, show
from bot.slack.payloads import read_press
from bot.slack.questions import NotKeptError, WithheldError
from bot.slack.words import words


def register(app: App, doors: Doors) -> None:
    """Listen to the button. What opens is seen by whoever pressed it, alone."""

    def on_press(ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond, client: WebClient) -> None:
        ack()
        press = read_press(body, context)
        asker = Audience(press.place, client, press.names[0])
        with failure_told(partial(say_or_tell, respond, client, press.place), press.place.channel):
            if reason := doors.refusal(asker):
                say(respond, notice(reason))
                return
            try:
                shown, _asked = doors.conversation.questions.again(pressed(press.value)[0], asker)
                code = shown.entries[0].code
                view = record_view(doors.record(asker, code, shown.lang), code)
                show(client.views_open, view, trigger_id=body["trigger_id"])
            except NotKeptError:
                say(respond, notice(words("en")["not_kept"]))
            except WithheldError as withheld:
                say(respond, notice(literal(str(withheld))))
            except SlackApiError as error:
                if error.response.get("error") not in LATE:
                    raise
                say(respond, notice(words(shown.lang)["late"]))

    app.action(RECORD)(on_press)
