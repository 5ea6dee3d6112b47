"""One turn of a conversation: is it for us, was it taken on already, what is the answer, what comes after it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from threading import Event

from slack_bolt import BoltContext
from slack_sdk import WebClient

from bot.logs import about
from bot.slack.answers import answer_message, choice
from bot.slack.blocks import Message, notice
from bot.slack.contacts import Audience, Sight
from bot.slack.delivery import UndeliveredError, failure_told, post
from bot.slack.fallbacks import tell_elsewhere
from bot.slack.installations import NotInstalledError, TokenError
from bot.slack.kit import Kit
from bot.slack.ledger import ALONE, CHOICE, DEATHS, NAMED, OVERHEARD, Ledger, Unwritten, place_of, turn_alone, turn_of
from bot.slack.metrics import count_answer
from bot.slack.payloads import Place, Post, Press
from bot.slack.questions import Questions
from bot.slack.turns import AT_ONCE, FULL, Turns, Working, session, too_often
from bot.state.database import State, StateError
from bot.state.questions import AskedQuestion, recall
from bot.state.recent_questions import NO_LIMITS, Limits, Verdict, check
from bot.state.subscriptions import Subscription
from bot.state.unfinished_turns import UnfinishedTurn

log = logging.getLogger(__name__)

MAIN_LINE = ""  # the thread_ts of what is said in a direct message outside any thread
AGENT = "assistant:write"
"""The scope that an app has where it is an agent, and nowhere else: Slack refuses a manifest with one of the two."""


UNWRITTEN = "I cannot take questions at the moment, and this one stays unanswered. Please ask again later."
STOPPING = "I am being restarted, and cannot answer this any more. Please ask again in a minute."
INTERRUPTED = "I was interrupted before I could answer this. Please ask again."


@dataclass(frozen=True, slots=True)
class Reply:
    """What is posted, what its threads remember then: (thread, memory), and the question that its buttons ask for."""

    message: Message
    memories: tuple[tuple[str, str], ...] = ()
    asked: tuple[str, AskedQuestion] | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """What the listeners hand their payloads to. It holds no connection: state and answers open their own.

    `scopes` are those of the bot token at start-up. `clients` gives that of a workspace.
    """

    state: State
    questions: Questions
    teams: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    scopes: frozenset[str] = frozenset()
    turns: Turns = field(kw_only=True)
    limits: Limits = field(kw_only=True)
    working: Working = field(kw_only=True)
    ledger: Ledger = field(kw_only=True)
    clients: Callable[[str], WebClient] = field(kw_only=True)
    unwritten: Unwritten = field(default_factory=Unwritten)
    leaving: Event = field(default_factory=Event)

    def take(self, said: Post | Press, client: WebClient) -> UnfinishedTurn | None:
        """Write down what was asked, once, where it is for us; None where nothing is to be done.

        It is done before Slack hears that what it sent arrived: what a crash leaves is answered then, or told.
        StateError where it cannot be written down: it is tried again, and Slack sends it again too.
        """
        if self.unwritten.is_told(said):
            return None
        try:
            with about(said.names[0]):
                turn = self._claim(said)
        except StateError:
            if not isinstance(said, Post) or not said.for_another:
                self.unwritten.keep(said, client)
            raise
        self.unwritten.drop(said)
        return turn

    def take_alone(self, place: Place, name: str) -> UnfinishedTurn | None:
        """Write down that somebody waits for the answer to a command; None where it cannot be, or was before.

        Whoever answers it ends the turn. Where a crash comes before that, its person is told.
        """
        turn = turn_alone(place, name)
        with suppress(StateError):
            if self.ledger.take([name], turn) and self.ledger.claims(turn):
                return turn
        return None

    def _claim(self, said: Post | Press) -> UnfinishedTurn | None:
        if isinstance(said, Press):
            kind = CHOICE
        elif _addresses_us(said):
            kind = NAMED
        elif self._may_be_for_us(said):
            kind = OVERHEARD
        else:
            return None
        turn = turn_of(said, kind)
        # what was overheard is counted in its turn, if it asks us; while Slack takes nothing nobody is turned away
        limits = NO_LIMITS if kind == OVERHEARD or self.ledger.is_out(turn) else self.limits
        taken = self.ledger.take(said.names, turn, limits, at_once=self.turns.has_room_now(turn.channel))
        if taken:
            log.debug("Took on %s, %s: %s", turn.name, kind, turn.text)
        else:
            log.debug("%s was taken on already, or is one too many", turn.name)
        return taken

    def answer(self, turn: UnfinishedTurn, client: WebClient) -> None:
        """Have what was taken answered as soon as there is room for it, unless too much is asked.

        What was overheard is judged first, in its turn: what it asks depends on the questions before it.
        """
        if turn.over:
            log.info("%s in %s is one question too many", turn.name, turn.channel)
            self.turns.say(lambda: self._say_now(turn, client, too_often(turn.over, self.limits)))
        else:
            self._queue(turn, client)

    def look(self) -> None:
        """Take up what waits: what could not be written down, what a dead process left, what Slack did not take."""
        if self.leaving.is_set():
            return
        self._write_late()
        for turn, probes in self.ledger.left_behind():
            try:
                client = self.clients(turn.team)
            except (NotInstalledError, TokenError) as error:
                log.warning("%s in %s cannot be answered: %s", turn.name, turn.channel, error)
                self.ledger.pause(turn)
                continue
            except Exception:  # one workspace holds up no other
                log.exception("%s in %s cannot be answered", turn.name, turn.channel)
                self.ledger.pause(turn)
                continue
            if not self._queue(turn, client, probes=probes, again=True):
                return

    def too_often(self, person: str) -> str | None:
        """Count what a person asks where only they see the answer; why it is not answered, None where it is.

        While the state database fails nothing is counted.
        """
        with suppress(StateError):
            _verdict, over = check(self.state, self.limits, person)
            return too_often(over, self.limits) if over else None
        return None

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

    def stop(self, seconds: float) -> int:
        """Answer what was taken, in order, and tell in the last fifth of the time who cannot be answered any more.

        Gives how many questions were neither: they wait in the state database for whoever comes next.
        """
        began = time.monotonic()
        self.leaving.set()
        tellers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="parting")
        while not self.ledger.is_empty and (passed := time.monotonic() - began) < seconds:
            if passed >= seconds * 4 / 5:
                for turn in self.ledger.waiting():
                    tellers.submit(self._part, turn)
            time.sleep(0.05)
        return self.ledger.let_go()

    def _part(self, turn: UnfinishedTurn) -> None:
        if turn.kind == OVERHEARD:  # whoever comes next judges it
            self.ledger.put_back(turn)
            return
        try:
            self._say(turn, self.clients(turn.team), lambda: Reply(notice(STOPPING)))
        except Exception:  # whoever leaves tells as many as it can
            log.exception("%s in %s could not be told that it is not answered", turn.name, turn.channel)

    def _write_late(self) -> None:
        """Write down what could not be before; who waited too long for that is told, once."""
        for said, client, is_late in self.unwritten.all():
            try:
                if turn := self.take(said, client):
                    self.answer(turn, client)
            except StateError:
                if not is_late:
                    raise
                if isinstance(said, Press) or _addresses_us(said):
                    self.turns.say(partial(self._tell_unwritten, said, client))
                self.unwritten.drop(said, told=True)

    def _tell_unwritten(self, said: Post | Press, client: WebClient) -> None:
        log.error("%s in %s could not be written down, and is not answered", said.names[0], said.place.channel)
        try:
            post(client, said.place, notice(UNWRITTEN), said.names[-1], self.ledger.sleep)
        except UndeliveredError as error:
            tell_elsewhere(client, said.place, error.code)

    def _may_be_for_us(self, said: Post) -> bool:
        """Whether it is a reply in a thread of ours, or one that waits for us, and calls nobody else.

        Whom we do not answer and who did not speak to us is not told so at every word.
        """
        if not said.reply or said.for_another or self.refusal(said.place):
            return False
        # in this order: what waits and ends meanwhile leaves its memory in the same moment
        waits = self.ledger.is_asked_in(said.place)
        return waits or recall(self.state, said.place.channel, said.place.thread_ts) is not None

    def _queue(self, turn: UnfinishedTurn, client: WebClient, *, probes: bool = False, again: bool = False) -> bool:
        """Have a turn answered when its channel's turn comes; False where there was no room for it.

        `again`: it was asked some time ago, and where there is no room for it waits on.
        """
        silent = again or turn.kind == OVERHEARD or self.ledger.is_out(turn)
        return self.turns.take(
            turn.channel,
            lambda: self._answer(turn, client, probes=probes),
            in_line=lambda: None if silent else self.working.show(client, place_of(turn), _title(turn)),
            full=lambda: self.ledger.put_back(turn) if again else self._no_room(turn, client),
        )

    def _no_room(self, turn: UnfinishedTurn, client: WebClient) -> None:
        if turn.kind != OVERHEARD or self._is_asked(turn):
            self._say_now(turn, client, FULL)
        else:
            self.ledger.end(turn)

    def _say_now(self, turn: UnfinishedTurn, client: WebClient, sentence: str) -> None:
        """Tell why nothing is answered; while Slack takes nothing it waits instead, and is answered then."""
        if self.ledger.is_out(turn):
            self.ledger.put_back(turn)
        elif self.ledger.claims(turn):
            with about(turn.name):
                self._say(turn, client, lambda: Reply(notice(sentence)))

    def _answer(self, turn: UnfinishedTurn, client: WebClient, *, probes: bool = False) -> None:
        """The turn of what was asked, in the order of its thread; then what was asked there next, if that waits."""
        with about(turn.name):
            self._answer_now(turn, client, probes=probes)

    def _answer_now(self, turn: UnfinishedTurn, client: WebClient, *, probes: bool) -> None:
        try:
            if not self.ledger.begin(turn, probes=probes):
                return
            self._have_turn(turn, client)
        except StateError as error:
            log.warning("%s in %s waits for the state database: %s", turn.name, turn.channel, error)
            self.ledger.pause(turn)
            return
        except Exception:  # the edge of a turn: it is tried again, and the log has the traceback
            log.exception("%s in %s ended without a word, and is tried again", turn.name, turn.channel)
            self.ledger.pause(turn)
            return
        with suppress(StateError):  # what follows is found at the next look too
            if after := self.ledger.following(turn):
                self._queue(after, client, again=True)

    def _have_turn(self, turn: UnfinishedTurn, client: WebClient) -> None:
        """Answer what was asked, or say why not; what was overheard only if it asks us."""
        if turn.kind == ALONE:
            self.ledger.tell(client, turn, notice(INTERRUPTED))
            return
        verdict, over = Verdict.TAKEN, turn.over
        if turn.kind == OVERHEARD:
            verdict = Verdict.KNOWN
            if self._is_asked(turn):
                verdict, over = check(self.state, self.limits, turn.person, turn.channel)
        if verdict is Verdict.KNOWN:
            self.ledger.end(turn)
        elif turn.deaths >= DEATHS or not turn.kind:
            self._say(turn, client, lambda: Reply(notice(INTERRUPTED)))
        elif over:
            self._say(turn, client, lambda: Reply(notice(too_often(over, self.limits))))
        else:
            self._say(turn, client, lambda: self._reply(turn, client))

    def _is_asked(self, turn: UnfinishedTurn) -> bool:
        """Whether what was overheard asks us; what people say to each other gets no word, whatever happens."""
        place = place_of(turn)
        memory = self._memory(place)
        try:
            return memory is not None and self.questions.asks(turn.text, memory)
        except Exception:  # what people say to each other gets no word, whatever fails
            log.exception("%s in %s could not be judged", turn.name, turn.channel)
            return False

    def _say(self, turn: UnfinishedTurn, client: WebClient, make: Callable[[], Reply]) -> None:
        """Post the reply, or that nobody is answered there, or that it failed."""
        place = place_of(turn)
        tell = partial(self.ledger.deliver, client, turn)
        with session(client, place, _title(turn)), failure_told(tell, place.channel):
            reason = self.refusal(place)
            try:
                reply = Reply(notice(reason)) if reason else make()
            except StateError:
                if self.ledger.may_wait(turn):
                    self.ledger.pause(turn)
                    log.warning("%s in %s waits for the state database", turn.name, place.channel)
                    return
                raise
            self.ledger.deliver(client, turn, reply.message, reply.memories, reply.asked)

    def _reply(self, turn: UnfinishedTurn, client: WebClient) -> Reply:
        place = place_of(turn)
        audience, memory = Audience(place, client, turn.name), self._memory(place)
        if turn.kind == CHOICE:
            given = self.questions.choose(audience, *choice(turn.text), memory, event=turn.name)
        else:
            given = self.questions.ask(audience, turn.text, memory, event=turn.name)
        one = given.answer
        count_answer(one.outcome, one.ms / 1_000)
        log.info("%s in %s: %s, %s, %.1f ms", turn.name, place.channel, one.outcome, one.intent, one.ms)
        # what follows in the thread has its turn after this one is ended, and finds what it left
        threads = dict.fromkeys((place.thread_ts, MAIN_LINE) if place.direct else (place.thread_ts,))
        message = answer_message(one, given.key, self.questions.kit)
        kept = (given.key, given.asked) if given.key and given.asked else None
        return Reply(message, tuple((thread, given.memory) for thread in threads), kept)

    def _memory(self, place: Place) -> str | None:
        """The thread's memory; a new message in a direct conversation goes on from the last one there."""
        memory = recall(self.state, place.channel, place.thread_ts)
        if memory is None and place.direct:
            return recall(self.state, place.channel, MAIN_LINE)
        return memory


def _addresses_us(said: Post) -> bool:
    return said.named or said.place.direct


def _title(turn: UnfinishedTurn) -> str:
    """What a session with an agent is called that begins with a question."""
    return "" if turn.kind == CHOICE else turn.text


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
