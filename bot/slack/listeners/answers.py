"""The buttons under an answer: its sources, the files that are made of it, and all fields of a commitment.

Each press has the question asked again, with the memory and on the day of then, and shows another side of the answer.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.asking.answer import Answer
from bot.records.languages import LANGUAGES, fill
from bot.slack.answers import CHART, CSV, SOURCES, TIMELINE, record_view
from bot.slack.blocks import Message, notice
from bot.slack.contacts import Audience
from bot.slack.doors import Doors
from bot.slack.ephemeral import LATE, say, show, told_alone
from bot.slack.files import answer_chart, answer_timeline, csv_file
from bot.slack.payloads import Press, read_press
from bot.slack.questions import NotKeptError, WithheldError
from bot.slack.tables import OPEN
from bot.slack.text import literal, plain, words
from bot.slack.values import inline_sources, sources_view
from bot.state.questions import AskedQuestion
from bot.state.unfinished_turns import claim

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


def register(app: App, doors: Doors) -> None:
    """Listen to every button under an answer, and to those in its table."""
    for name, handle in _HANDLERS.items():
        app.action(name)(_listener(doors, handle))


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
