"""The slash command, and the buttons and the form of digests."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.charts.picture import available
from bot.slack.access import refusal
from bot.slack.answers import answer_message
from bot.slack.blocks import Message, notice
from bot.slack.conversation import Conversation
from bot.slack.delivery import failure_told
from bot.slack.digest_blocks import CHANGE, PREVIEW, RESUME, UNSUBSCRIBE, followed
from bot.slack.digest_modal import CALLBACK, read_settings_modal, settings_modal
from bot.slack.ephemeral import say, say_or_tell
from bot.slack.following import HELP, Caller, Following
from bot.slack.mrkdwn import literal
from bot.slack.payloads import Place
from bot.slack.throttle import Verdict

log = logging.getLogger(__name__)

COMMAND = "/commitment"


def register(app: App, conversation: Conversation, following: Following) -> None:
    """Listen to the command, to the buttons under digests, and to the form."""

    def on_command(ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond, client: WebClient) -> None:
        ack()
        place = _place(context, body["team_id"], body["channel_id"], body["user_id"])
        with failure_told(partial(say_or_tell, respond, client, place), place.channel):
            reason = refusal(place, conversation.teams, conversation.channels)
            said = (body.get("text") or "").strip()
            verdict, too_often = conversation.throttle.weigh(place.user, None)
            reason = reason or (None if verdict is Verdict.TAKEN else too_often)
            message = notice(reason) if reason else _command(conversation, following, place, said, client)
            say(respond, message)

    def on_button(ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond, client: WebClient) -> None:
        ack()
        team = body["user"].get("team_id") or body["team"]["id"]
        caller = Caller(body["user"]["id"], team, body["channel"]["id"])
        place = _place(context, team, caller.channel, caller.user)
        with failure_told(partial(say_or_tell, respond, client, place), place.channel):
            action = body["actions"][0]
            reason = refusal(place, conversation.teams, conversation.channels)
            if reason:
                say(respond, notice(reason))
            elif action["action_id"] == CHANGE:
                _open(following, caller, action["value"], body["trigger_id"], respond, client)
            else:
                say(respond, _press(following, caller, action["action_id"], action["value"], client))

    def on_form(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        values, wrong = read_settings_modal(body["view"]["state"]["values"])
        if wrong:
            ack(response_action="errors", errors=wrong)
            return
        ack()
        team = body["user"].get("team_id") or body["team"]["id"]
        key, _, channel = body["view"]["private_metadata"].partition(" ")
        caller = Caller(body["user"]["id"], team, channel)
        place = _place(context, team, channel, caller.user)
        if refusal(place, conversation.teams, conversation.channels) or following.of(caller, key) is None:
            return
        message = following.change(caller, key, values)
        _announce(client, caller, f"<@{caller.user}> changed a digest. {message.text}")

    app.command(COMMAND)(on_command)
    for name in (PREVIEW, CHANGE, RESUME, UNSUBSCRIBE):
        app.action(name)(on_button)
    app.view(CALLBACK)(on_form)


def _command(conversation: Conversation, following: Following, place: Place, said: str, client: WebClient) -> Message:
    caller = Caller(place.user, place.team or "", place.channel)
    verb, _, rest = said.partition(" ")
    match verb.lower():
        case "subscribe":
            return _subscribe(following, caller, rest.strip(), client)
        case "unsubscribe" if not rest.strip():
            message, ended = following.unsubscribe_all(caller)
            for one in ended:
                _announce(client, caller, f"<@{caller.user}> ended a digest: {literal(followed(one))}.")
            return message
        case "digest" if not rest.strip():
            return following.preview(caller, None)
        case "settings" if not rest.strip():
            return following.overview(caller)
        case "help" | "":
            return notice(HELP)
    given = conversation.questions.ask(place, said, None, private=True)
    return answer_message(given.answer, given.key, charts=available())


def _subscribe(following: Following, caller: Caller, words: str, client: WebClient) -> Message:
    """Subscribe the place, or with “me” the person alone; a channel sees who did."""
    first, _, rest = words.partition(" ")
    place = caller
    if first.lower() == "me":
        opened = client.conversations_open(users=caller.user)
        place, words = Caller(caller.user, caller.team, opened["channel"]["id"]), rest.strip()
    message, one = following.subscribe(place, words, _zone(client, caller.user))
    if one is None:
        return message
    try:
        _announce(client, place, f"<@{caller.user}> set up a digest: {literal(followed(one))}.")
    except SlackApiError as error:
        following.unsubscribe(place, one.id)
        log.info("No digest for %s: %s", place.channel, error.response.get("error"))
        return notice("I cannot post here. Invite me to this channel, then subscribe again.")
    return message


def _press(following: Following, caller: Caller, name: str, key: str, client: WebClient) -> Message:
    if name == PREVIEW:
        return following.preview(caller, key)
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


def refused(conversation: Conversation, context: BoltContext, team: str, channel: str, user: str) -> str | None:
    """Why a person of `team` is not answered in `channel`, as a sentence; None where they are."""
    return refusal(_place(context, team, channel, user), conversation.teams, conversation.channels)


def _place(context: BoltContext, team: str, channel: str, user: str) -> Place:
    known = context.authorize_result
    home = frozenset(filter(None, (known.team_id, known.enterprise_id))) if known else frozenset()
    return Place(channel, "", channel.startswith("D"), team, home, user)
