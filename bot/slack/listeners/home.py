"""The app's own page: the Home tab and its buttons, and the prompts of the messages tab."""

from __future__ import annotations

import logging
import re
from typing import Any

from slack_bolt import Ack, App, BoltContext, SetSuggestedPrompts
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.asking import examples
from bot.slack.answer_view import answer_view, modal
from bot.slack.blocks import Message, notice
from bot.slack.digest_blocks import followed
from bot.slack.digest_modal import settings_modal
from bot.slack.doors import Doors, failure_written, language_of, words
from bot.slack.following import Caller
from bot.slack.home import ASK, CHANGE, PREVIEW, RESUME, UNSUBSCRIBE, home_view
from bot.slack.mrkdwn import literal
from bot.slack.overview import overview
from bot.slack.payloads import Place, read_actor
from bot.slack.prompts import SCOPE, suggested
from bot.state.subscriptions import Subscription, get, of_owner

log = logging.getLogger(__name__)

EVENT = "app_home_opened"
ASKS = re.compile(rf"{ASK}:\d+\Z")


def register(app: App, doors: Doors) -> None:
    """Listen to whoever opens the app's page, and to the buttons of its Home tab."""

    def on_opened(
        body: dict[str, Any], context: BoltContext, client: WebClient, set_suggested_prompts: SetSuggestedPrompts
    ) -> None:
        person = read_actor(body, context)
        if body["event"].get("tab") == "messages":
            if doors.may(SCOPE, context) and not doors.refusal(person):
                _suggest(doors, person, client, set_suggested_prompts)
        else:
            with failure_written(client, person):
                _publish(doors, _alone(person), client)

    def on_ask(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        ack()
        person = read_actor(body, context)
        with failure_written(client, person):
            view = _answer(doors, person, body["actions"][0]["value"], client)
            client.views_open(trigger_id=body["trigger_id"], view=view)

    def on_digest(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        ack()
        person = read_actor(body, context)
        with failure_written(client, person):
            if doors.refusal(person):
                _publish(doors, person, client)
            else:
                action = body["actions"][0]
                _press(doors, person, action["action_id"], action["value"], body["trigger_id"], client)

    app.event(EVENT)(on_opened)
    app.action(ASKS)(on_ask)
    for name in (PREVIEW, CHANGE, RESUME, UNSUBSCRIBE):
        app.action(name)(on_digest)


def _alone(person: Place) -> Place:
    """The person at a page of the app, which is no conversation."""
    return Place("", "", True, person.team, person.home, person.user)


def _suggest(doors: Doors, person: Place, client: WebClient, suggest: SetSuggestedPrompts) -> None:
    """Offer questions; they are an extra, so that where Slack does not take them only the log says so."""
    language = language_of(client, person.user)
    with doors.store() as store:
        questions = examples(store, as_of=doors.today(), lang=language)
    if not questions:
        return
    try:
        suggest(**suggested(questions, language))
    except SlackApiError as error:
        log.warning("Slack does not take suggested prompts: %s", error.response.get("error"))


def _publish(doors: Doors, person: Place, client: WebClient) -> None:
    """Show the Home tab to whoever is answered, and to others why they are not."""
    reason = doors.refusal(person)
    if reason:
        client.views_publish(user_id=person.user, view={"type": "home", "blocks": notice(reason).blocks})
        return
    language = language_of(client, person.user)
    follows = of_owner(doors.conversation.state, person.team or "", person.user)
    with doors.store() as store:
        seen = overview(store, follows, doors.today(), language)
    client.views_publish(user_id=person.user, view=home_view(seen, language))


def _answer(doors: Doors, person: Place, question: str, client: WebClient) -> dict[str, Any]:
    """The answer to a question of the page, asked and kept as the person's own."""
    if reason := doors.refusal(person, asks=True):
        language = language_of(client, person.user)
        return modal(words(language)["home"]["how"], notice(reason).blocks, language)
    given = doors.conversation.questions.ask(person, question, None, private=True)
    answer = doors.shown(given.answer, person, client)
    return answer_view(answer, words(answer.lang)["home"]["how"])


def _press(doors: Doors, person: Place, name: str, key: str, trigger_id: str, client: WebClient) -> None:
    """Do with a digest of the person's own what its button says; who did it is visible where the digest is posted."""
    one = get(doors.conversation.state, key)
    if one is None or (one.owner, one.team) != (person.user, person.team):
        language = language_of(client, person.user)
        say = words(language)["home"]
        client.views_open(trigger_id=trigger_id, view=modal(say["digest"], notice(say["gone"]).blocks, language))
        _publish(doors, person, client)
        return
    caller = Caller(one.owner, one.team, one.channel)
    if name == CHANGE:
        view = settings_modal(one) | {"private_metadata": f"{one.id} {one.channel}"}
        client.views_open(trigger_id=trigger_id, view=view)
    elif name == PREVIEW:
        shown = doors.following.preview(caller, one.id)
        read_only = [block for block in shown.blocks if block["type"] != "actions"]
        title = words(one.language)["home"]["preview"]
        client.views_open(trigger_id=trigger_id, view=modal(title, read_only, one.language))
    else:
        end = name == UNSUBSCRIBE
        done = doors.following.unsubscribe(caller, one.id) if end else doors.following.resume(caller, one.id)
        _publish(doors, person, client)
        _announce(one, person, done, client)


def _announce(one: Subscription, person: Place, done: Message, client: WebClient) -> None:
    """Say in its channel who ended or resumed a digest; a channel that is gone need not hear of it."""
    message = notice(f"<@{person.user}>: {done.text}")
    try:
        client.chat_postMessage(channel=one.channel, text=message.text, blocks=message.blocks)
    except SlackApiError as error:
        log.info("Nobody is told of “%s”: %s", literal(followed(one)), error.response.get("error"))
