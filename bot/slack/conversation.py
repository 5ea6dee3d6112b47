"""One turn of a conversation: is it for us, was it taken on already, what is the answer, where does it go."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Protocol

from slack_sdk import WebClient

from bot.asking.query import Answer
from bot.asking.thread import EMPTY
from bot.slack.access import refusal
from bot.slack.blocks import Message, answer_message, choice, notice
from bot.slack.contacts import Disclosure, Shown
from bot.slack.delivery import failure_told, post
from bot.slack.payloads import Place, Post, Press
from bot.state.database import State
from bot.state.seen_events import claim
from bot.state.threads import recall, remember
from bot.state.workspaces import place as place_channel

log = logging.getLogger(__name__)

MAIN_LINE = ""  # the thread_ts of what is said in a direct message outside any thread


class Answering(Protocol):
    """What a conversation asks. A memory is JSON text; None at the start of a thread."""

    def ask(self, question: str, memory: str | None) -> tuple[Answer, str]:
        """The answer to `question`, and the thread's memory after it."""

    def choose(self, pending: str, code: str, memory: str | None) -> tuple[Answer, str]:
        """The answer to an earlier question, now that its commitment is chosen, and the memory after it."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """What the listeners hand their payloads to. It holds no connection: state and answers open their own."""

    state: State
    answering: Answering
    disclosure: Disclosure
    teams: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    _locks: tuple[Lock, ...] = field(default_factory=lambda: tuple(Lock() for _ in range(64)))

    def hear(self, said: Post, client: WebClient) -> None:
        """Answer `said` once, in its thread, where it is for us; keep silent where it is not."""
        if not self._is_for_us(said):
            return
        log.debug("Heard %s: %s", said.names[0], said.text)
        self._turn(said.place, said.names, client, lambda memory: self.answering.ask(said.text, memory))

    def take_choice(self, press: Press, client: WebClient) -> None:
        """Answer the question that a button belongs to, for the commitment that the button names."""

        def answer(memory: str | None) -> tuple[Answer, str]:
            return self.answering.choose(*choice(press.value), memory)

        self._turn(press.place, press.names, client, answer)

    def refusal(self, place: Place) -> str | None:
        """Why nobody is answered there, None where they are."""
        return refusal(place, self.teams, self.channels)

    def shown_digest(self, place: Place, client: WebClient) -> Shown:
        """What makes of a digest the one that the person of `place` may see."""
        return lambda digest, one: self.disclosure.digest(digest, one, place, client)

    def _is_for_us(self, said: Post) -> bool:
        """A mention, a direct message, or a reply in a thread of ours that names nobody else.

        Whom we do not answer and who did not speak to us is not told so at every word.
        """
        if said.named or said.place.direct:
            return True
        if not said.reply or said.for_another or self.refusal(said.place):
            return False
        return recall(self.state, said.place.channel, said.place.thread_ts) is not None

    def _turn(
        self,
        place: Place,
        names: tuple[str, ...],
        client: WebClient,
        answer: Callable[[str | None], tuple[Answer, str]],
    ) -> None:
        with failure_told(client, place):
            if not claim(self.state, *names):
                log.debug("%s was taken on already", names[0])
                return
            reason = self.refusal(place)
            message = notice(reason) if reason else self._reply(place, names[0], client, answer)
            post(client, place, message)

    def answer_alone(self, place: Place, question: str, client: WebClient, name: str) -> Answer:
        """The answer to a question outside any thread, as the person of `place` may see it."""
        given, _memory = self.answering.ask(question, None)
        return self.disclosure.answer(given, place, client, name)[0]

    def _reply(
        self, place: Place, name: str, client: WebClient, answer: Callable[[str | None], tuple[Answer, str]]
    ) -> Message:
        # one turn of a channel at a time, or two quick questions would each forget the other
        with self._locks[hash(place.channel) % len(self._locks)]:
            before = self._memory(place)
            given, memory = answer(before)
            given, is_refused = self.disclosure.answer(given, place, client, name)
            if is_refused:
                memory = before or EMPTY.to_json()  # else “it” would go on to be whose the contact is
            place_channel(self.state, place.channel, place.workspace)
            # kept before the answer is seen: a follow-up may come the moment it is
            remember(self.state, place.channel, place.thread_ts, memory)
            if place.direct:
                remember(self.state, place.channel, MAIN_LINE, memory)
        log.info("%s in %s: %s, %s, %.1f ms", name, place.channel, given.outcome, given.intent, given.ms)
        return answer_message(given)

    def _memory(self, place: Place) -> str | None:
        """The thread's memory; a new message in a direct conversation goes on from the last one there."""
        memory = recall(self.state, place.channel, place.thread_ts)
        if memory is None and place.direct:
            return recall(self.state, place.channel, MAIN_LINE)
        return memory
