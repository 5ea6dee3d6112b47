"""The slash command, and the buttons and the form of digests."""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.charts.picture import available
from bot.slack.answers import answer_message
from bot.slack.blocks import Message, notice
from bot.slack.contacts import Audience
from bot.slack.conversation import Conversation
from bot.slack.delivery import failure_told
from bot.slack.digest_blocks import CHANGE, PREVIEW, RESUME, UNSUBSCRIBE, followed
from bot.slack.digest_modal import CALLBACK, read_settings_modal, settings_modal
from bot.slack.doors import asker_of, failure_written
from bot.slack.ephemeral import say, say_or_tell
from bot.slack.following import HELP, Caller, Following
from bot.slack.mrkdwn import literal
from bot.slack.payloads import Place, placed
from bot.slack.sharing import with_share
from bot.slack.throttle import Verdict

log = logging.getLogger(__name__)

COMMAND = "/commitment"


def register(app: App, conversation: Conversation, following: Following) -> None:
    """Listen to the command, to the buttons under digests, and to the form."""

    def on_command(ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond, client: WebClient) -> None:
        ack()
        place = placed(context, body["team_id"], body["channel_id"], body["user_id"])
        with failure_told(partial(say_or_tell, respond, client, place), place.channel):
            said = (body.get("text") or "").strip()
            verdict, too_often = conversation.throttle.weigh(place.user, None)
            reason = conversation.refusal(place) or (None if verdict is Verdict.TAKEN else too_often)
            audience = Audience(place, client, f"{place.channel}/{body.get('trigger_id')}")
            say(respond, notice(reason) if reason else _command(conversation, following, audience, said))

    def on_button(ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond, client: WebClient) -> None:
        ack()
        place = placed(context, body["user"].get("team_id"), body["channel"]["id"], body["user"]["id"])
        with failure_told(partial(say_or_tell, respond, client, place), place.channel):
            action = body["actions"][0]
            reason = conversation.refusal(place)
            if reason:
                say(respond, notice(reason))
            elif action["action_id"] == CHANGE:
                _open(following, Caller.at(place), action["value"], body["trigger_id"], respond, client)
            else:
                name, key = action["action_id"], action["value"]
                say(respond, _press(conversation, following, place, name, key, client))

    def on_form(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        values, wrong = read_settings_modal(body["view"]["state"]["values"])
        key, _, channel = body["view"]["private_metadata"].partition(" ")
        place = placed(context, body["user"].get("team_id"), channel, body["user"]["id"])
        caller = Caller.at(place)
        if not wrong:
            gone = None if following.of(caller, key) else "This digest is ended already."
            reason = conversation.refusal(place) or gone
            wrong = {"at": reason} if reason else {}  # the form stays open, and its first field says why
        if wrong:
            ack(response_action="errors", errors=wrong)
            return
        ack()
        with failure_written(asker_of(body, context, client)):  # the form is closed: its person is told elsewhere
            message = following.change(caller, key, values)
            _announce(client, caller, f"<@{caller.user}> changed a digest. {message.text}")

    app.command(COMMAND)(on_command)
    for name in (PREVIEW, CHANGE, RESUME, UNSUBSCRIBE):
        app.action(name)(on_button)
    app.view(CALLBACK)(on_form)


def _command(conversation: Conversation, following: Following, audience: Audience, said: str) -> Message:
    place, client = audience.place, audience.client
    verb, _, rest = said.partition(" ")
    caller = Caller.at(place)
    match verb.lower():
        case "subscribe":
            return _subscribe(conversation, following, place, rest.strip(), client)
        case "unsubscribe" if not rest.strip():
            message, ended = following.unsubscribe_all(caller)
            for one in ended:
                _announce(client, caller, f"<@{caller.user}> ended a digest: {literal(followed(one))}.")
            return message
        case "digest" if not rest.strip():
            return following.preview(caller, None, partial(conversation.sight, place, client))
        case "settings" if not rest.strip():
            return following.overview(caller)
        case "help" | "":
            return notice(HELP)
    given = conversation.questions.ask(audience, said, None, private=True)
    feedback = conversation.questions.feedback
    message = answer_message(given.answer, given.key, charts=available(), feedback=feedback)
    return with_share(message, given.key, place.channel, given.answer.lang)


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
    caller = Caller.at(place)
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
    caller = Caller.at(place)
    if name == PREVIEW:
        return following.preview(caller, key, partial(conversation.sight, place, client))
    one = following.of(caller, key)
    message = following.unsubscribe(caller, key) if name == UNSUBSCRIBE else following.resume(caller, key)
    if one is not None:
        _announce(client, caller, f"<@{caller.user}>: {message.text}")
    return message


def _open(following: Following, caller: Caller, key: str, trigger_id: str, respond: Respond, client: WebClient) -> None:
    one = following.of(caller, key)
    if one is None:
        say(respond, notice("This digest is ended already."))
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
