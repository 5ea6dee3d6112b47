"""The buttons with which people judge an answer, and the form in which they say what was wrong."""

from __future__ import annotations

import logging
import re
import secrets
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.blocks import notice
from bot.slack.conversation import Conversation
from bot.slack.ephemeral import LATE, say, show, told_alone
from bot.slack.feedback import (
    ACTION,
    CALLBACK,
    Verdicts,
    feedback_modal,
    feedback_note,
    feedback_words,
    pressed,
    read_feedback_modal,
)
from bot.slack.payloads import Press, read_press
from bot.slack.questions import NotKeptError
from bot.state.feedback import BAD, GOOD, Details
from bot.state.unfinished_turns import claim

log = logging.getLogger(__name__)

ACTIONS = re.compile(rf"{ACTION}(:({GOOD}|{BAD}))?\Z")


def register(app: App, conversation: Conversation, verdicts: Verdicts) -> None:
    """Listen to the buttons and to the form."""

    def on_press(ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond, client: WebClient) -> None:
        ack()
        press = read_press(body, context)
        place = press.place
        with told_alone(respond, client, place):
            if not claim(conversation.state, *press.names):
                log.debug("%s was taken on already", press.names[0])
                return
            reason = conversation.refusal(place)
            sentence = reason or _judge(conversation, verdicts, press, body["trigger_id"], client)
            if sentence:
                # what only one person sees stands in no thread
                alone = (body.get("container") or {}).get("is_ephemeral")
                say(respond, notice(sentence), thread_ts=None if alone else place.thread_ts or None)

    def on_form(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        language, key, kind, comment, agreed = read_feedback_modal(body["view"])
        said, user = feedback_words(language), body["user"]
        if kind is None:
            ack(response_action="errors", errors={"kind": said["choose"]})
            return
        ack(response_action="update", view=feedback_note(language, "sent", conversation.kit))
        details = Details(kind, comment, user["id"] if agreed else None)
        try:
            sentence = "" if verdicts.explain(key, user["id"], details) else said["not_kept"]
        except Exception:  # the edge: the form is closed already, and its person is told
            reference = secrets.token_hex(4)
            log.exception("A form was not kept; reference %s", reference)
            sentence = said["failed"].format(reference=reference)
        if sentence:
            # without a hash: which one the note above has got, Slack does not say
            show(client.views_update, feedback_note(language, sentence, conversation.kit), view_id=body["view"]["id"])

    app.action(ACTIONS)(on_press)
    app.view(CALLBACK)(on_form)


def _judge(conversation: Conversation, verdicts: Verdicts, press: Press, trigger_id: str, client: WebClient) -> str:
    """Keep the verdict, and open the form where it is a bad one; gives what the person is told, if anything."""
    verdict, key = pressed(press.value)
    try:
        answer, asked = conversation.questions.unshown(key, press.place)
    except NotKeptError:
        return feedback_words("en")["not_kept"]
    details = verdicts.vote(key, press.place.user, verdict, answer, asked)
    said = feedback_words(asked.language)
    if verdict == GOOD:
        return said["thanks"]
    question = asked.question if asked.pending is None else ""  # of a choice it is but a code
    try:
        show(client.views_open, feedback_modal(key, question, asked.language, details), trigger_id=trigger_id)
    except SlackApiError as error:
        if error.response.get("error") not in LATE:
            raise
        return said["noted"]
    return ""
