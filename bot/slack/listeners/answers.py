"""The buttons under an answer: its sources, files that are made of it, all fields of a commitment, verdicts, sharing.

Each press of the first has the question asked again, with the memory and on the day of then, and shows another side of
the answer.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.asking.answer import Answer
from bot.asking.spreadsheet import csv_file
from bot.records.languages import LANGUAGES, fill
from bot.slack.answers import CHART, CSV, SOURCES, TIMELINE, answer_message, record_view
from bot.slack.blocks import (
    FALLBACK,
    ROW,
    Block,
    Message,
    actions,
    button,
    context,
    fitted,
    literal,
    notice,
    plain,
    words,
)
from bot.slack.contacts import Audience
from bot.slack.conversation import Conversation
from bot.slack.doors import LATE, Doors, asker_of, say, show, told_alone
from bot.slack.doors import words as door_words
from bot.slack.fallbacks import send_fitting
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
from bot.slack.files import answer_chart, answer_timeline
from bot.slack.payloads import Press, read_press
from bot.slack.questions import NotKeptError, WithheldError
from bot.slack.values import OPEN, inline_sources, sources_view
from bot.state.questions import BAD, GOOD, AskedQuestion, Details
from bot.state.unfinished_turns import claim, release

log = logging.getLogger(__name__)

_TITLE = 80
_ALT = 1_000  # characters that Slack takes as the description of a picture


@dataclass(frozen=True, slots=True)
class Pressed:
    """A press of one of the buttons, and with what it can be answered."""

    press: Press
    key: str
    trigger_id: str
    doors: Doors
    client: WebClient
    respond: Respond


def register(app: App, doors: Doors, verdicts: Verdicts) -> None:
    """Listen to every button under an answer, and to those in its table."""
    for name, handle in _HANDLERS.items():
        app.action(name)(_listener(doors, handle))
    _listen_to_verdicts(app, doors.conversation, verdicts)
    _listen_to_sharing(app, doors)


def _listener(doors: Doors, handle: Callable[[Pressed], None]) -> Callable[..., None]:
    def on_press(ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond, client: WebClient) -> None:
        ack()
        press = read_press(body, context)
        place = press.place
        with told_alone(respond, client, place):
            if reason := doors.conversation.refusal(place):
                say(respond, notice(reason))
                return
            key = press.value.partition(" ")[0]  # a page stood behind it once, under answers that are still there
            one = Pressed(press, key, body["trigger_id"], doors, client, respond)
            try:
                handle(one)
            except NotKeptError:
                say(respond, notice(words("en")["not_kept"]))
            except WithheldError as withheld:
                say(respond, notice(literal(str(withheld))))

    return on_press


def _again(one: Pressed, *, everybody: bool = False, whole: bool = False) -> tuple[Answer, AskedQuestion]:
    """The answer as whoever presses may see it, or as everybody may who reads what is posted."""
    audience = Audience(one.press.place, one.client, one.press.names[0], everybody=everybody)
    return one.doors.conversation.questions.again(one.key, audience, whole=whole)


def _sources(one: Pressed) -> None:
    """Open the sources of what is shown; where it is too late for a form, show them to the person."""
    answer, _asked = _again(one)
    try:
        show(one.client.views_open, sources_view(answer), trigger_id=one.trigger_id)
    except SlackApiError as error:
        if error.response.get("error") not in LATE:
            raise
        title = fill(words(answer.lang)["sources"], answer.lang, count=len(answer.sources))
        say(one.respond, Message(title, inline_sources(answer)))


def _csv(one: Pressed) -> None:
    """Send the whole list as a file."""
    answer, asked = _again(one, everybody=True, whole=True)
    _send(one, asked, csv_file(answer), f"commitments-{answer.as_of}.csv", answer.lang)


def _timeline(one: Pressed) -> None:
    """Send the dates that are shown as a picture."""
    answer, asked = _again(one, everybody=True)
    picture = answer_timeline(answer, one.doors.conversation.questions.spans(answer))
    _send(one, asked, picture.png, f"timeline-{answer.as_of}.png", answer.lang, picture.alt)


def _chart(one: Pressed) -> None:
    """Send the counts that are shown as a picture."""
    answer, asked = _again(one, everybody=True)
    picture = answer_chart(answer)
    _send(one, asked, picture.png, f"chart-{answer.as_of}.png", answer.lang, picture.alt)


def _send(one: Pressed, asked: AskedQuestion, content: bytes, name: str, language: str, alt: str | None = None) -> None:
    """Post a file in the answer's thread; of an answer that only its asker sees, to the asker directly."""
    if not claim(one.doors.conversation.state, *one.press.names):
        log.debug("%s was taken on already", one.press.names[0])
        return
    place = one.press.place
    channel, thread_ts = place.channel, place.thread_ts or None
    if asked.private:
        channel, thread_ts = one.client.conversations_open(users=place.user)["channel"]["id"], None
    one.client.files_upload_v2(
        channel=channel,
        thread_ts=thread_ts,
        file=content,
        filename=name,
        title=plain(asked.question)[:_TITLE],
        alt_txt=plain(alt)[:_ALT] if alt else None,
    )
    if asked.private:
        say(one.respond, notice(words(language)["sent"]))


def _open(one: Pressed) -> None:
    """Open all fields of a commitment, with their sources, for whoever pressed; contacts as they may see them."""
    language, _, code = one.press.value.partition(" ")
    if language not in LANGUAGES:  # it carried a question's id once, under answers that are still there
        raise NotKeptError(code)
    asker = Audience(one.press.place, one.client, one.press.names[0])
    try:
        view = record_view(one.doors.record(asker, code, language), code)
        show(one.client.views_open, view, trigger_id=one.trigger_id)
    except SlackApiError as error:
        if error.response.get("error") not in LATE:
            raise
        say(one.respond, notice(words(language)["late"]))


def _retired(one: Pressed) -> None:
    """The pages of a list were buttons once, under answers that are still there."""
    raise NotKeptError(one.key)


_HANDLERS: dict[str | re.Pattern[str], Callable[[Pressed], None]] = {
    re.compile(r"answer:(?:back|next)\Z"): _retired,
    re.compile(rf"{OPEN}(?::\d+)?\Z"): _open,
    SOURCES: _sources,
    CSV: _csv,
    TIMELINE: _timeline,
    CHART: _chart,
}


_VERDICTS = re.compile(rf"{ACTION}(:({GOOD}|{BAD}))?\Z")


def _listen_to_verdicts(app: App, conversation: Conversation, verdicts: Verdicts) -> None:
    """Listen to the buttons with which people judge an answer, and to the form in which they say what was wrong."""

    def on_press(ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond, client: WebClient) -> None:
        ack()
        press = read_press(body, context)
        place = press.place
        with told_alone(respond, client, place):
            if not claim(conversation.state, *press.names):
                log.debug("%s was taken on already", press.names[0])
                return
            reason = conversation.refusal(place)
            sentence = reason or _judged(conversation, verdicts, press, body["trigger_id"], client)
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

    app.action(_VERDICTS)(on_press)
    app.view(CALLBACK)(on_form)


def _judged(conversation: Conversation, verdicts: Verdicts, press: Press, trigger_id: str, client: WebClient) -> str:
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


SHARE = "share"
_QUESTION = 300


def with_share(message: Message, key: str | None, channel: str, language: str) -> Message:
    """A private answer with a button that shares it: not in a direct message, nor where its question is not kept."""
    if key is None or channel.startswith("D"):
        return message
    press = button(SHARE, door_words(language)["share"]["share"], key)
    blocks = list(message.blocks)
    for at, block in enumerate(blocks):
        if block["type"] == "actions" and len(block["elements"]) < ROW and not _judges(block):
            blocks[at] = actions([*block["elements"], press])
            return Message(message.text, blocks)
    below = next((at for at, block in enumerate(blocks) if _judges(block)), len(blocks))
    return Message(message.text, [*blocks[:below], actions([press]), *blocks[below:]])


def _judges(block: Block) -> bool:
    """Whether a row is that of the feedback buttons."""
    return any(str(one.get("action_id")).startswith(ACTION) for one in block.get("elements", ()))


def shared_message(message: Message, user: str, question: str, language: str) -> Message:
    """An answer as it is posted for everybody: who asked what stands above it."""
    asked = fitted(literal(" ".join(question.split())), _QUESTION)
    by = door_words(language)["share"]["by"].format(user=user, question=asked)
    return Message(fitted(f"{by} {message.text}", FALLBACK), [context(by), *message.blocks])


# Slack's errors of chat.postMessage for a place in which the bot cannot write
_CLOSED = ("not_in_channel", "channel_not_found", "is_archived", "restricted_action")


def _listen_to_sharing(app: App, doors: Doors) -> None:
    """Listen to “Share in channel” under an answer that only its asker sees."""

    def on_share(ack: Ack, body: dict[str, Any], context: BoltContext, respond: Respond, client: WebClient) -> None:
        ack()
        asker = asker_of(body, context, client)
        with told_alone(respond, client, asker.place):
            reason = doors.refusal(asker)
            key = body["actions"][0]["value"]
            say(respond, notice(reason) if reason else _share(doors, asker, key))

    app.action(SHARE)(on_share)


def _share(doors: Doors, asker: Audience, key: str) -> Message:
    """Post the answer once, and tell its asker what became of it."""
    try:
        given, asked = doors.conversation.questions.share(key, asker)
    except NotKeptError:
        return notice(words("en")["not_kept"])
    except WithheldError as withheld:
        return notice(literal(str(withheld)))
    person = asker.place
    tell = door_words(given.answer.lang)["share"]
    name = f"share/{key}"
    if not claim(doors.conversation.state, name):
        return notice(tell["already"])
    answer = answer_message(given.answer, given.key, doors.conversation.kit)
    message = shared_message(answer, person.user, asked.question, given.answer.lang)
    try:
        send_fitting(partial(_post, asker.client, person.channel), message)
    except SlackApiError as error:
        if error.response.get("error") not in _CLOSED:
            raise  # it may stand there already: it is not posted again
        log.info("Nothing is shared in %s: %s", person.channel, error.response.get("error"))
        release(doors.conversation.state, name)
        return notice(tell["cannot"])
    return notice(tell["done"])


def _post(client: WebClient, channel: str, message: Message) -> None:
    client.chat_postMessage(
        channel=channel,
        text=message.text,
        blocks=message.blocks,
        unfurl_links=False,
        unfurl_media=False,
        parse="none",
        link_names=False,
    )
