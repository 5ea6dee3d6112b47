"""One turn of a conversation: is it for us, was it taken on already, what is the answer, where does it go."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from slack_bolt import BoltContext
from slack_sdk import WebClient

from bot.slack.answers import answer_message, choice
from bot.slack.blocks import Message, notice
from bot.slack.contacts import Audience, Sight
from bot.slack.delivery import Ledger, failure_told
from bot.slack.kit import Kit
from bot.slack.payloads import Place, Post, Press
from bot.slack.questions import Given, Questions
from bot.slack.turns import FULL, Throttle, Turns, Verdict
from bot.slack.working import Working, session
from bot.state.database import State
from bot.state.seen_events import claim
from bot.state.subscriptions import Subscription
from bot.state.threads import recall, remember
from bot.state.workspaces import place as place_channel

log = logging.getLogger(__name__)

MAIN_LINE = ""  # the thread_ts of what is said in a direct message outside any thread
AGENT = "assistant:write"
"""The scope that an app has where it is an agent, and nowhere else: Slack refuses a manifest with one of the two."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """What the listeners hand their payloads to. It holds no connection: state and answers open their own.

    `scopes` are those of the bot token at start-up.
    """

    state: State
    questions: Questions
    teams: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    scopes: frozenset[str] = frozenset()
    turns: Turns = field(kw_only=True)
    throttle: Throttle = field(kw_only=True)
    working: Working = field(kw_only=True)
    ledger: Ledger = field(kw_only=True)

    def take_post(self, said: Post, client: WebClient) -> None:
        """Answer `said` once, in its thread, where it is for us; keep silent where it is not."""
        if said.named or said.place.direct:
            log.debug("Heard %s: %s", said.names[0], said.text)
            self._asked(said, client)
        elif self._may_be_for_us(said):
            # what it asks depends on the questions before it, so it waits for its turn
            self.turns.take(
                said.place.channel,
                lambda: self._overhear(said, client, in_turn=True),
                in_line=lambda: None,
                full=lambda: self._overhear(said, client, in_turn=False),
            )

    def take_choice(self, press: Press, client: WebClient) -> None:
        """Answer the question that a button belongs to, for the commitment that the button names."""
        audience = Audience(press.place, client, press.names[0])
        self._turn(audience, press.names, lambda memory: self.questions.choose(audience, *choice(press.value), memory))

    @property
    def kit(self) -> Kit:
        """What messages are made of here."""
        return self.questions.kit

    def is_agent(self, context: BoltContext) -> bool:
        """Whether the app is an agent in this workspace, by what its installation was granted, else as at start-up."""
        known = context.authorize_result
        return AGENT in ((known.bot_scopes if known else None) or self.scopes)

    def refusal(self, place: Place) -> str | None:
        """Why nobody is answered there, None where they are."""
        return refusal(place, self.teams, self.channels)

    def sight(self, place: Place, client: WebClient, one: Subscription) -> Sight:
        """What the person of `place` may see of a digest."""
        return self.questions.disclosure.sight(Audience(place, client, one.id))

    def _may_be_for_us(self, said: Post) -> bool:
        """Whether it is a reply in a thread of ours that calls nobody else.

        Whom we do not answer and who did not speak to us is not told so at every word.
        """
        if not said.reply or said.for_another or self.refusal(said.place):
            return False
        return recall(self.state, said.place.channel, said.place.thread_ts) is not None

    def _overhear(self, said: Post, client: WebClient, *, in_turn: bool) -> None:
        """Answer what asks us without naming us; what people say to each other gets no word, whatever happens."""
        if self.questions.asks(said.text, self._memory(said.place)):
            log.debug("Overheard %s: %s", said.names[0], said.text)
            self._asked(said, client, in_turn=in_turn)

    def _asked(self, said: Post, client: WebClient, *, in_turn: bool = False) -> None:
        audience = Audience(said.place, client, said.names[0])
        self._turn(
            audience, said.names, lambda memory: self.questions.ask(audience, said.text, memory), said.text, in_turn
        )

    def _turn(
        self,
        asker: Audience,
        names: tuple[str, ...],
        answer: Callable[[str | None], Given],
        title: str = "",
        in_turn: bool = False,
    ) -> None:
        """Take on what was asked, where nobody did yet, and have it answered as soon as there is room for it.

        A mention's two events are one here already: they do not take two places in the queue. `title` is what a
        session with an agent is called that begins with it. `in_turn`: it is the channel's turn already, and it is
        answered at once.
        """
        place, client = asker.place, asker.client
        with self._failure_told(place, names[0], client):
            if not claim(self.state, *names):
                log.debug("%s was taken on already", names[0])
                return
            self.ledger.open(place, names[0])
            if self.ledger.is_due(place):
                self.turns.say(lambda: self.ledger.tell_left_behind(client, place))
            verdict, sentence = self.throttle.check(place.user, place.channel)
            if verdict is Verdict.TAKEN and in_turn:
                self._say(place, names[0], client, lambda: self._reply(place, names[0], answer), title)
                return
            if verdict is Verdict.TAKEN:
                self.turns.take(
                    place.channel,
                    lambda: self._say(place, names[0], client, lambda: self._reply(place, names[0], answer), title),
                    in_line=lambda: self.working.show(client, place, title),
                    full=lambda: self._say(place, names[0], client, lambda: notice(FULL), title),
                )
                return
            log.info("%s in %s is one question too many", names[0], place.channel)
            if verdict is Verdict.TOLD:
                self.turns.say(lambda: self._say(place, names[0], client, lambda: notice(sentence), title))
            else:
                self.ledger.close(names[0])

    def _say(self, place: Place, name: str, client: WebClient, reply: Callable[[], Message], title: str) -> None:
        """Post the reply, or that nobody is answered there."""
        with session(client, place, title), self._failure_told(place, name, client):
            reason = self.refusal(place)
            self.ledger.deliver(client, place, name, notice(reason) if reason else reply())

    def _failure_told(self, place: Place, name: str, client: WebClient) -> AbstractContextManager[None]:
        return failure_told(lambda message: self.ledger.deliver(client, place, name, message), place.channel)

    def _reply(self, place: Place, name: str, answer: Callable[[str | None], Given]) -> Message:
        # a channel has one turn at a time, or two quick questions would each forget the other
        given = answer(self._memory(place))
        place_channel(self.state, place.channel, place.workspace)
        # kept before the answer is seen: a follow-up may come the moment it is
        remember(self.state, place.channel, place.thread_ts, given.memory)
        if place.direct:
            remember(self.state, place.channel, MAIN_LINE, given.memory)
        one = given.answer
        log.info("%s in %s: %s, %s, %.1f ms", name, place.channel, one.outcome, one.intent, one.ms)
        return answer_message(one, given.key, self.questions.kit)

    def _memory(self, place: Place) -> str | None:
        """The thread's memory; a new message in a direct conversation goes on from the last one there."""
        memory = recall(self.state, place.channel, place.thread_ts)
        if memory is None and place.direct:
            return recall(self.state, place.channel, MAIN_LINE)
        return memory


def refusal(place: Place, teams: frozenset[str], channels: frozenset[str]) -> str | None:
    """Why nobody is answered there, as a sentence to the person; None where they are.

    Without `teams` the people of the app's own workspace are answered: in a channel that is shared with
    another workspace, its people are strangers, and so is whoever comes without a workspace. Without
    `channels` every channel and direct message is answered.
    """
    if place.team not in (teams or place.home):
        return "Sorry, I answer only people of the workspaces that I was set up for."
    if channels and place.channel not in channels:
        # a direct message has an id too, but no name to point to
        named = " or ".join(f"<#{channel}>" for channel in sorted(channels) if not channel.startswith("D"))
        return f"Sorry, I do not answer here; please ask me in {named or 'a place that I was set up for'}."
    return None
