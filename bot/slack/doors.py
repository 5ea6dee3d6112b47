"""What the doors besides messages share: who may come in, what they may see, and the words that a door speaks in."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from slack_bolt import BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.asking import answer_frame
from bot.asking.answer import Answer
from bot.asking.frames import Frame, Lookup
from bot.records.fields import FIELD
from bot.records.languages import LANGUAGES
from bot.records.store import Store
from bot.records.withholding import WithholdingStore
from bot.slack.blocks import Message, notice
from bot.slack.contacts import Audience
from bot.slack.conversation import Conversation, refusal
from bot.slack.delivery import failure_told
from bot.slack.following import Following
from bot.slack.kit import Kit
from bot.slack.payloads import read_actor
from bot.slack.questions import Given
from bot.slack.text import words as _words

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Doors:
    """What listeners answer with. It holds no connection."""

    conversation: Conversation
    following: Following
    today: Callable[[], date] = date.today

    @property
    def kit(self) -> Kit:
        """What messages and modals are made of here."""
        return self.conversation.kit

    def store(self) -> Store:
        """The commitments without contacts, opened anew: a connection belongs to one thread."""
        return WithholdingStore(self.following.database)

    def refusal(self, asker: Audience, *, asks: bool = False) -> str | None:
        """Why a person gets nothing there. What only they see, outside any channel, needs no channel's leave.

        `asks`: it is a question, of which a person has so many a minute.
        """
        place = asker.place
        channels = self.conversation.channels if place.channel else frozenset[str]()
        reason = refusal(place, self.conversation.teams, channels)
        if reason or not asks:
            return reason
        return self.conversation.too_often(place.user)

    def ask(self, asker: Audience, question: str, memory: str | None = None) -> Given:
        """The answer to a person's question as they may see it; nobody else sees it."""
        return self.conversation.questions.ask(asker, question, memory, private=True)

    def answer(self, frame: Frame, asker: Audience, language: str, typed: str = "") -> Answer:
        """The answer to a frame that no question made, as its audience may see it; `typed` are words in it."""
        sight = self.conversation.questions.disclosure.sight(asker)
        with sight.store() as store:
            given = answer_frame(store, frame, as_of=self.today(), lang=language, named=False)
        return sight.answer(replace(given, query=typed))[0]

    def record(self, asker: Audience, code: str, language: str) -> Answer:
        """Every field that a commitment's documents state, as its audience may see it."""
        return self.answer(Lookup((code,), tuple(FIELD), card=True), asker, language)

    def titles(self, codes: Sequence[str]) -> dict[str, str]:
        """code → title of commitments, without contacts."""
        with self.store() as store:
            return {code: row["title"] or "" for code, row in store.columns(codes, ("title",)).items()}


def asker_of(body: Mapping[str, Any], context: BoltContext, client: WebClient) -> Audience:
    """Who came in at a door; what names it in the record of contacts is Slack's id of what they did."""
    place = read_actor(body, context)
    name = body.get("trigger_id") or body.get("event_id") or ""
    return Audience(place, client, f"{place.channel or 'app'}/{name}")


def scopes_of(client: WebClient) -> frozenset[str]:
    """The scopes that Slack granted the client's token, asked once; none where it has no token of its own."""
    if not client.token:
        return frozenset()
    headers = {name.lower(): value for name, value in client.auth_test().headers.items()}
    return frozenset(filter(None, map(str.strip, headers.get("x-oauth-scopes", "").split(","))))


def words(language: str) -> Mapping[str, Any]:
    """What the doors say in one of the languages that are answered in."""
    return _words(language, "doors")


def language_of(asker: Audience) -> str:
    """The reader's language as Slack knows it, English where it is none of ours or Slack does not say."""
    return _language(_profile(asker))


def reader_of(asker: Audience) -> tuple[Audience, str]:
    """Who acted, and their language, where only Slack can tell which workspace they are of: where it does not, none."""
    said, place = _profile(asker), asker.place
    own: set[Any] = {said.get("team_id"), (said.get("enterprise_user") or {}).get("enterprise_id")}
    team = max(own & place.home, default=said.get("team_id"))  # T… before E…
    return replace(asker, place=replace(place, team=team)), _language(said)


def _profile(asker: Audience) -> Mapping[str, Any]:
    try:
        said: Mapping[str, Any] = asker.client.users_info(user=asker.place.user, include_locale=True)["user"]
    except SlackApiError as error:
        log.info("Slack does not say who %s is and what they read: %s", asker.place.user, error.response.get("error"))
        return {}
    return said


def _language(said: Mapping[str, Any]) -> str:
    language = str(said.get("locale") or "")[:2].lower()
    return language if language in LANGUAGES else "en"


def failure_written(asker: Audience) -> AbstractContextManager[None]:
    """The edge of what happens in no channel: of a failure the person is told directly."""

    def write(message: Message) -> None:
        asker.client.chat_postMessage(channel=asker.place.user, text=message.text, blocks=message.blocks)

    return failure_told(write, "none")


def announce(client: WebClient, channel: str, sentence: str) -> None:
    """Say in the channel of a digest who did what with it; SlackApiError where Slack refuses it."""
    message = notice(sentence)
    client.chat_postMessage(channel=channel, text=message.text, blocks=message.blocks)
