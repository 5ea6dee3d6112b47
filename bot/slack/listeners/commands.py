"""The slash command, and the buttons and the form of digests."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.blocks import Message, answer_message, notice
from bot.slack.conversation import Conversation
from bot.slack.digest_blocks import CHANGE, PREVIEW, RESUME, UNSUBSCRIBE, followed
from bot.slack.digest_modal import CALLBACK, read_settings_modal, settings_modal
from bot.slack.following import HELP, Caller, Following
from bot.slack.mrkdwn import literal
from bot.slack.payloads import Place

log = logging.getLogger(__name__)

COMMAND = "/commitment"


def register(app: App, conversation: Conversation, following: Following) -> None:
    """Listen to the command, to the buttons under digests, and to the form."""

    def on_command(ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond, client: WebClient) -> None:
        ack()
        with _failure_told(respond):
            place = _place(context, body["team_id"], body["channel_id"], body["user_id"])
            reason = conversation.refusal(place)
            said = (body.get("text") or "").strip()
            name = f"{place.channel}/{body.get('trigger_id')}"
            message = notice(reason) if reason else _command(conversation, following, place, said, client, name)
            _say(respond, message)

    def on_button(ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond, client: WebClient) -> None:
        ack()
        with _failure_told(respond):
            place = _place(context, body["user"].get("team_id"), body["channel"]["id"], body["user"]["id"])
            action = body["actions"][0]
            reason = conversation.refusal(place)
            if reason:
                _say(respond, notice(reason))
            elif action["action_id"] == CHANGE:
                _open(following, _caller(place), action["value"], body["trigger_id"], respond, client)
            else:
                name, key = action["action_id"], action["value"]
                _say(respond, _press(conversation, following, place, name, key, client))

    def on_form(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        values, wrong = read_settings_modal(body["view"]["state"]["values"])
        key, _, channel = body["view"]["private_metadata"].partition(" ")
        place = _place(context, body["user"].get("team_id"), channel, body["user"]["id"])
        caller = _caller(place)
        if not wrong:
            gone = None if following.of(caller, key) else "This digest is ended already."
            reason = conversation.refusal(place) or gone
            wrong = {"at": reason} if reason else {}  # the form stays open, and its first field says why
        if wrong:
            ack(response_action="errors", errors=wrong)
            return
        ack()
        message = following.change(caller, key, values)
        _announce(client, caller, f"<@{caller.user}> changed a digest. {message.text}")

    app.command(COMMAND)(on_command)
    for name in (PREVIEW, CHANGE, RESUME, UNSUBSCRIBE):
        app.action(name)(on_button)
    app.view(CALLBACK)(on_form)


def _command(
    conversation: Conversation, following: Following, place: Place, said: str, client: WebClient, name: str
) -> Message:
    verb, _, rest = said.partition(" ")
    caller = _caller(place)
    match verb.lower():
        case "subscribe":
            return _subscribe(conversation, following, place, rest.strip(), client)
        case "unsubscribe" if not rest.strip():
            message, ended = following.unsubscribe_all(caller)
            for one in ended:
                _announce(client, caller, f"<@{caller.user}> ended a digest: {literal(followed(one))}.")
            return message
        case "digest" if not rest.strip():
            return following.preview(caller, None, conversation.shown_digest(place, client))
        case "settings" if not rest.strip():
            return following.overview(caller)
        case "help" | "":
            return notice(HELP)
    return answer_message(conversation.answer_alone(place, said, client, name))


def _subscribe(
    conversation: Conversation, following: Following, place: Place, words: str, client: WebClient
) -> Message:
    """Subscribe the place, or with “me” the person alone; a channel sees who did."""
    first, _, rest = words.partition(" ")
    if first.lower() == "me":
        opened = client.conversations_open(users=place.user)
        place, words = replace(place, channel=opened["channel"]["id"], direct=True), rest.strip()
        if reason := conversation.refusal(place):
            return notice(reason)
    caller = _caller(place)
    message, one = following.subscribe(caller, words, _zone(client, caller.user))
    if one is None:
        return message
    try:
        _announce(client, caller, f"<@{caller.user}> set up a digest: {literal(followed(one))}.")
    except SlackApiError as error:
        following.unsubscribe(caller, one.id)
        log.info("No digest for %s: %s", caller.channel, error.response.get("error"))
        return notice("I cannot post here. Invite me to this channel, then subscribe again.")
    return message


def _press(
    conversation: Conversation, following: Following, place: Place, name: str, key: str, client: WebClient
) -> Message:
    caller = _caller(place)
    if name == PREVIEW:
        return following.preview(caller, key, conversation.shown_digest(place, client))
    one = following.of(caller, key)
    message = following.unsubscribe(caller, key) if name == UNSUBSCRIBE else following.resume(caller, key)
    if one is not None:
        _announce(client, caller, f"<@{caller.user}>: {message.text}")
    return message


def _open(following: Following, caller: Caller, key: str, trigger_id: str, respond: Respond, client: WebClient) -> None:
    one = following.of(caller, key)
    if one is None:
        _say(respond, notice("This digest is ended already."))
        return
    view = settings_modal(one)
    client.views_open(trigger_id=trigger_id, view=view | {"private_metadata": f"{one.id} {caller.channel}"})


def _zone(client: WebClient, user: str) -> str | None:
    """The person's time zone where Slack gives it."""
    zone = client.users_info(user=user)["user"].get("tz")
    return str(zone) if zone else None


def _announce(client: WebClient, caller: Caller, sentence: str) -> None:
    """Who did what is visible where the digest is posted."""
    message = notice(sentence)
    client.chat_postMessage(channel=caller.channel, text=message.text, blocks=message.blocks)


def _place(context: BoltContext, team: str | None, channel: str, user: str) -> Place:
    """Where somebody acts: `team` is the person's own workspace, None where Slack does not say."""
    known = context.authorize_result
    home = frozenset(filter(None, (known.team_id, known.enterprise_id))) if known else frozenset()
    return Place(channel, "", channel.startswith("D"), team, home, user)


def _caller(place: Place) -> Caller:
    return Caller(place.user, place.workspace, place.channel)


def _say(respond: Respond, message: Message) -> None:
    respond(text=message.text, blocks=message.blocks, response_type="ephemeral", replace_original=False)


@contextmanager
def _failure_told(respond: Respond) -> Iterator[None]:
    """The edge of a command: whatever fails within, the person is told so, and the log has the traceback."""
    try:
        yield
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("A command failed; reference %s", reference)
        respond(text=f"Sorry, something went wrong on my side. Reference: `{reference}`", response_type="ephemeral")
