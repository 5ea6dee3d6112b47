"""The app's own page: the Home tab and its buttons, and the prompts of the messages tab."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.asking import example_questions
from bot.slack.answer_view import answer_view, record_view
from bot.slack.blocks import Message, modal, notice
from bot.slack.cards import is_card
from bot.slack.contacts import Audience
from bot.slack.digest_modal import settings_modal
from bot.slack.doors import Doors, announce, asker_of, failure_written, language_of, words
from bot.slack.following import Caller
from bot.slack.home import ASK, CHANGE, PREVIEW, RESUME, UNSUBSCRIBE, coming, home_view, overview, suggested
from bot.slack.mrkdwn import literal
from bot.slack.subscribing import unsubscribe
from bot.slack.subscription_blocks import followed
from bot.slack.views import show
from bot.state.subscriptions import Subscription, get, of_owner

log = logging.getLogger(__name__)

EVENT = "app_home_opened"
ASKS = re.compile(rf"{ASK}:\d+\Z")


def register(app: App, doors: Doors) -> None:
    """Listen to whoever opens the app's page, and to the buttons of its Home tab."""

    def on_opened(body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        asker = asker_of(body, context, client)
        if body["event"].get("tab") == "messages":
            if doors.conversation.is_agent(context) and not doors.refusal(asker):
                _suggest(doors, asker)
        else:
            # its channel is that of the direct messages, which are another tab
            page = replace(asker, place=replace(asker.place, channel="", direct=True))
            with failure_written(page):
                _publish(doors, page)

    def on_ask(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        ack()
        asker = asker_of(body, context, client)
        with failure_written(asker):
            view = _answer(doors, asker, body["actions"][0]["value"])
            show(client.views_open, view, trigger_id=body["trigger_id"])

    def on_digest(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        ack()
        asker = asker_of(body, context, client)
        with failure_written(asker):
            if doors.refusal(asker):
                _publish(doors, asker)  # which says why
            else:
                action = body["actions"][0]
                _press(doors, asker, action["action_id"], action["value"], body["trigger_id"])

    app.event(EVENT)(on_opened)
    app.action(ASKS)(on_ask)
    for name in (PREVIEW, CHANGE, RESUME, UNSUBSCRIBE):
        app.action(name)(on_digest)


def _suggest(doors: Doors, asker: Audience) -> None:
    """Offer questions; they are an extra, so that where Slack does not take them only the log says so.

    They belong to the whole of the messages tab: with a thread Slack would show them nowhere, and not say so.
    """
    language = language_of(asker)
    with doors.store() as store:
        questions = example_questions(store, as_of=doors.today(), lang=language)
    if not questions:
        return
    try:
        asker.client.assistant_threads_setSuggestedPrompts(
            channel_id=asker.place.channel, **suggested(questions, language)
        )
    except SlackApiError as error:
        log.warning("Slack does not take suggested prompts: %s", error.response.get("error"))


def _publish(doors: Doors, asker: Audience) -> None:
    """Show the Home tab to whoever is answered, and to others why they are not."""
    person = asker.place
    reason = doors.refusal(asker)
    if reason:
        show(asker.client.views_publish, {"type": "home", "blocks": notice(reason).blocks}, user_id=person.user)
        return
    language, today = language_of(asker), doors.today()
    follows = tuple(of_owner(doors.conversation.state, person.workspace, person.user))
    with doors.store() as store:
        codes = store.existing(one.value for one in follows if one.kind == "code")
        seen = overview(
            store,
            today,
            example_questions(store, as_of=today, lang=language),
            doors.answer(coming(today), asker, language),
            follows,
            doors.titles(sorted(codes)),
        )
    show(asker.client.views_publish, home_view(seen, language), user_id=person.user)


def _answer(doors: Doors, asker: Audience, question: str) -> dict[str, Any]:
    """The answer to a question of the page, asked and kept as the person's own."""
    if reason := doors.refusal(asker, asks=True):
        language = language_of(asker)
        return modal(words(language)["home"]["how"], doors.kit.notice(reason), words(language)["close"])
    answer = doors.ask(asker, question).answer
    title = words(answer.lang)["home"]["how"]
    if is_card(answer):  # a modal has room for the rest of it too
        return record_view(doors.record(asker, answer.entries[0].code, answer.lang), title)
    return answer_view(answer, title)


def _press(doors: Doors, asker: Audience, name: str, key: str, trigger_id: str) -> None:
    """Do with a digest of the person's own what its button says; who did it is visible where the digest is posted."""
    one, client = get(doors.conversation.state, key), asker.client
    if one is None or (one.owner, one.team) != (asker.place.user, asker.place.workspace):
        language = language_of(asker)
        say = words(language)["home"]
        view = modal(say["digest"], doors.kit.notice(say["gone"]), words(language)["close"])
        show(client.views_open, view, trigger_id=trigger_id)
        _publish(doors, asker)
        return
    caller = Caller(one.owner, one.team, one.channel)
    if name == CHANGE:
        view = settings_modal(one, doors.following.off(one.id)) | {"private_metadata": f"{one.id} {one.channel}"}
        show(client.views_open, view, trigger_id=trigger_id)
    elif name == PREVIEW:
        shown = doors.following.preview(caller, one.id, partial(doors.conversation.sight, asker.place, client))
        read_only = [block for block in shown.blocks if block["type"] != "actions"]
        title = words(one.language)["home"]["preview"]
        show(client.views_open, modal(title, read_only, words(one.language)["close"]), trigger_id=trigger_id)
    else:
        end = name == UNSUBSCRIBE
        done = unsubscribe(doors.following, caller, one.id) if end else doors.following.resume(caller, one.id)
        _publish(doors, asker)
        _announce(one, asker, done)


def _announce(one: Subscription, asker: Audience, done: Message) -> None:
    """Say in its channel who ended or resumed a digest; a channel that is gone need not hear of it."""
    try:
        announce(asker.client, one.channel, f"<@{asker.place.user}>: {done.text}")
    except SlackApiError as error:
        log.info("Nobody is told of “%s”: %s", literal(followed(one)), error.response.get("error"))
