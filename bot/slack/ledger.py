"""What was asked and waits: written down before Slack hears that it arrived, taken up again when a process is gone.

Who asked is answered, or told that they are not; where Slack takes neither, what they asked stays until it does.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from threading import Lock

from slack_sdk import WebClient

from bot.slack.blocks import Message
from bot.slack.delivery import Sleep, UndeliveredError, post
from bot.slack.fallbacks import tell_alone, tell_elsewhere
from bot.slack.payloads import Place, Post, Press
from bot.state import unfinished_turns
from bot.state.database import State, StateError
from bot.state.questions import AskedQuestion
from bot.state.recent_questions import NO_LIMITS, Limits
from bot.state.unfinished_turns import NOBODY, Claim, Held, UnfinishedTurn

log = logging.getLogger(__name__)

NAMED, OVERHEARD, CHOICE, ALONE = "named", "overheard", "choice", "alone"
"""How something is asked: of us, in a thread of ours without a mention, with a button of a question back, by a command.

Of a command nothing is kept but who waits: its answer goes to an address that is good for half an hour.
"""
BEAT = 3.0
"""Seconds between two looks; at each a process says that it lives."""
STILL = 4
"""Looks after which a process whose beats stand still is dead."""
DEATHS = 3
"""Processes that may end over a question before its person is told instead."""
FIRST_WAIT, LONGEST_WAIT = 5.0, 300.0  # seconds until what Slack did not take is tried again, ever later
TOLD_AFTER = 40.0  # such a wait after which what fails in our own house is told: half a minute has passed

UNREACHABLE = "unreachable"
MOST_UNWRITTEN = 10_000


@dataclass(slots=True)
class _Pause:
    """Until when, by the monotonic clock, a turn is not tried again, and how long that was."""

    until: float
    seconds: float


class Ledger:
    """The unfinished turns of this process. Safe for use by several threads; `now` is monotonic."""

    def __init__(self, state: State, sleep: Sleep, now: Callable[[], float] = time.monotonic) -> None:
        self._state, self.sleep, self.now = state, sleep, now
        self.holder = secrets.token_hex(8)
        self._lock = Lock()
        self._mine: dict[str, UnfinishedTurn] = {}  # what waits for its turn here, or has it
        self._begun: set[str] = set()  # of these, what has it
        self._at_once: dict[str, float] = {}  # of these, what began as it was taken, and when
        self._seen: dict[str, tuple[str, int, int]] = {}  # others' turns: holder, beats, looks at which these stood
        self._pauses: dict[str, _Pause] = {}
        self._owed: dict[str, Callable[[], None]] = {}  # what the state database could not be told of a turn yet
        self._out: set[str] = set()  # workspaces for which Slack takes nothing at the moment

    def take(
        self, names: Sequence[str], turn: UnfinishedTurn, limits: Limits = NO_LIMITS, *, at_once: bool = False
    ) -> UnfinishedTurn | None:
        """Claim what was asked and write it down; gives what is written.

        None where that was done before, or where it is over a limit and its person knows. What is answered `at_once`
        may begin by that.
        """
        with self._lock:
            if turn.name in self._mine:
                return None
            self._mine[turn.name] = turn
        claim = Claim.KNOWN
        try:
            claim, turn = unfinished_turns.take(self._state, names, turn, self.holder, limits=limits, at_once=at_once)
        finally:
            if claim is Claim.KNOWN:
                self._mine.pop(turn.name, None)
        if claim is Claim.KNOWN:
            return None
        self._mine[turn.name] = turn
        if claim is Claim.BEGUN:
            self._at_once[turn.name] = self.now()
        return turn

    def is_asked_in(self, place: Place) -> bool:
        """Whether something that was asked in that thread waits for its answer, here or elsewhere."""
        return unfinished_turns.waits_in(self._state, place.channel, place.thread_ts)

    def is_out(self, turn: UnfinishedTurn) -> bool:
        """Whether Slack takes nothing at the moment for the workspace of a turn."""
        return turn.team in self._out

    def begin(self, turn: UnfinishedTurn, *, probes: bool = False) -> bool:
        """Whether a turn may be answered now. Else it is put back: one before it waits, or Slack takes nothing.

        `probes`: it is tried though Slack took nothing before. What is begun here already is left alone.
        """
        if not self.claims(turn):
            return False
        if (probes or not self.is_out(turn)) and (
            # not for long: should this process stand still, another one takes its turns
            self.now() - self._at_once.get(turn.name, float("-inf")) < BEAT
            or unfinished_turns.begin(self._state, turn, self.holder)
        ):
            return True
        self.put_back(turn)
        return False

    def deliver(
        self,
        client: WebClient,
        turn: UnfinishedTurn,
        message: Message,
        memories: Sequence[tuple[str, str]] = (),
        asked: tuple[str, AskedQuestion] | None = None,
    ) -> None:
        """Post the answer of a turn, or tell its person elsewhere, and end it; where neither works it is put back.

        Where Slack cannot be reached it is put back once before anything else is told. What was begun before is
        looked for first. What comes after the post is told to nobody, should it fail.
        """
        place = place_of(turn)
        since = float(turn.ts or 0) if turn.begun else None
        try:
            post(client, place, message, turn.name, self.sleep, unsure_since=since)
        except UndeliveredError as error:
            # Slack may be back in a moment: an answer that comes late is better than a word that there is none
            may_come = error.code == UNREACHABLE and turn.name not in self._pauses
            if may_come or not tell_elsewhere(client, place, error.code):
                self._undelivered(turn, error.code)
                return
        self._out.discard(turn.team)
        self.end(turn, memories, asked)

    def tell(self, client: WebClient, turn: UnfinishedTurn, message: Message) -> None:
        """Tell the person of a turn, and nobody else, and end it; where Slack does not take that it is put back."""
        if tell_alone(client, place_of(turn), message):
            self.end(turn)
        else:
            self.pause(turn)

    def end(
        self,
        turn: UnfinishedTurn,
        memories: Sequence[tuple[str, str]] = (),
        asked: tuple[str, AskedQuestion] | None = None,
    ) -> None:
        """A turn is over: it was answered or told, or nothing was to be said."""
        self._note_end(turn, partial(unfinished_turns.end, self._state, turn, self.holder, memories, asked))
        with self._lock:
            self._pauses.pop(turn.name, None)

    def put_back(self, turn: UnfinishedTurn) -> None:
        """Leave a turn for whoever comes next."""
        self._note_end(turn, partial(unfinished_turns.put_back, self._state, [turn.name], self.holder))

    def _note_end(self, turn: UnfinishedTurn, note: Callable[[], object]) -> None:
        """Note what became of a turn; where the state database fails later, and nobody is told of that."""

        def note_end() -> None:
            note()
            with self._lock:
                self._mine.pop(turn.name, None)
                self._begun.discard(turn.name)
                self._at_once.pop(turn.name, None)
                self._owed.pop(turn.name, None)

        try:
            note_end()
        except StateError as error:
            log.warning("What became of %s is noted later: %s", turn.name, error)
            with self._lock:
                self._owed[turn.name] = note_end

    def may_wait(self, turn: UnfinishedTurn) -> bool:
        """Whether a turn that failed may be tried again some more, before its person is told."""
        pause = self._pauses.get(turn.name)
        return pause is None or pause.seconds < TOLD_AFTER

    def pause(self, turn: UnfinishedTurn, *, ever_longer: bool = True) -> None:
        """Put a turn back that could not be ended, and try it again after a while."""
        with self._lock:
            before = self._pauses.get(turn.name)
            seconds = min(LONGEST_WAIT, 2 * before.seconds) if before and ever_longer else FIRST_WAIT
            self._pauses[turn.name] = _Pause(self.now() + seconds, seconds)
        self.put_back(turn)

    def claims(self, turn: UnfinishedTurn) -> bool:
        """Whether something is to be said to a turn: it is here still, and nothing was begun."""
        with self._lock:
            is_new = turn.name in self._mine and turn.name not in self._begun
            if is_new:
                self._begun.add(turn.name)
            return is_new

    def waiting(self) -> list[UnfinishedTurn]:
        """What this process has and did not begin; each is begun by that."""
        with self._lock:
            found = [turn for name, turn in self._mine.items() if name not in self._begun]
            self._begun |= {turn.name for turn in found}
            return found

    @property
    def is_empty(self) -> bool:
        """Whether this process has nothing left to answer or to note."""
        return not self._mine

    def let_go(self) -> int:
        """Leave all that this process has to whoever comes next; gives how many questions wait for that."""
        try:
            return unfinished_turns.let_go(self._state, self.holder)
        except StateError as error:
            log.warning("What is left could not be let go, and is taken up a little later: %s", error)
            return len(self._mine)

    def following(self, turn: UnfinishedTurn) -> UnfinishedTurn | None:
        """What was asked next in the same thread and put back meanwhile: it is ours now."""
        after = unfinished_turns.following(self._state, turn)
        return after if after and not self._is_paused(after) and self._take_over(after) else None

    def live(self) -> None:
        """Say that this process lives, and note what could not be noted before; to be called every `BEAT` seconds."""
        for note_end in list(self._owed.values()):
            note_end()
        if self._mine:
            unfinished_turns.beat(self._state, self.holder)

    def left_behind(self) -> Iterator[tuple[UnfinishedTurn, bool]]:
        """What nobody holds, or a dead process: each is ours now, the first of its line, in the order of asking.

        To be called every `BEAT` seconds. True with the one of a workspace that tries whether Slack is back there.
        """
        waiting = unfinished_turns.first_in_line(self._state, self.holder)
        if self._dead_are_freed(waiting):
            waiting = unfinished_turns.first_in_line(self._state, self.holder)
        tried: set[str] = set()
        for turn in (held.turn for held in waiting if held.holder == NOBODY):
            probes = self.is_out(turn)
            if turn.team not in tried and not self._is_paused(turn) and self._take_over(turn):
                tried |= {turn.team} if probes else set()
                yield turn, probes

    def _dead_are_freed(self, waiting: Sequence[Held]) -> bool:
        """Let go of what those processes hold whose beats stand still."""
        seen, self._seen = self._seen, {}
        freed = 0
        for held in waiting:
            holder, beats, looks = seen.get(held.turn.name, ("", 0, 0))
            looks = looks + 1 if (holder, beats) == (held.holder, held.beats) else 1
            if held.holder != NOBODY and looks > STILL:
                freed += unfinished_turns.free(self._state, held)
            elif held.holder != NOBODY:
                self._seen[held.turn.name] = (held.holder, held.beats, looks)
        if freed:
            log.warning("%d questions were left behind by a process that is gone, and are taken up", freed)
        return freed > 0

    def _take_over(self, turn: UnfinishedTurn) -> bool:
        with self._lock:
            if turn.name in self._mine:
                return False
            self._mine[turn.name] = turn
        taken = False
        try:
            taken = unfinished_turns.take_over(self._state, turn, self.holder)
        finally:
            if not taken:
                self._mine.pop(turn.name, None)
        return taken

    def _undelivered(self, turn: UnfinishedTurn, code: str) -> None:
        if code == UNREACHABLE and not self.is_out(turn):
            log.error("Slack takes nothing for %s: what is asked there is kept until it does", turn.team)
            self._out.add(turn.team)
        self.pause(turn, ever_longer=code != UNREACHABLE)

    def _is_paused(self, turn: UnfinishedTurn) -> bool:
        pause = self._pauses.get(turn.name)
        return pause is not None and self.now() < pause.until


def turn_of(said: Post | Press, kind: str) -> UnfinishedTurn:
    """What is written down of what was asked."""
    text = said.text if isinstance(said, Post) else said.value
    line = "" if said.place.direct else said.place.thread_ts
    return _turn(said.place, said.names[0], kind, text, said.ts, line)


def turn_alone(place: Place, name: str) -> UnfinishedTurn:
    """What is written down of a command; it waits for nothing."""
    return _turn(place, name, ALONE, "", "", name)


def _turn(place: Place, name: str, kind: str, text: str, ts: str, line: str) -> UnfinishedTurn:
    return UnfinishedTurn(
        name=name,
        kind=kind,
        text=text,
        ts=ts,
        team=place.workspace,
        home=" ".join(sorted(place.home)),
        channel=place.channel,
        thread_ts=place.thread_ts,
        line=line,
        person=place.user,
        person_team=place.team,
        direct=place.direct,
        shared=place.shared,
        agent=place.agent,
    )


def place_of(turn: UnfinishedTurn) -> Place:
    """Where what was asked is answered."""
    return Place(
        channel=turn.channel,
        thread_ts=turn.thread_ts,
        direct=turn.direct,
        team=turn.person_team,
        home=frozenset(turn.home.split()),
        user=turn.person,
        shared=turn.shared,
        agent=turn.agent,
    )


class Unwritten:
    """What the state database did not take: it is kept here, and tried again, until it is written down or told."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.now = now
        self._kept: dict[str, tuple[Post | Press, WebClient, float]] = {}
        self._told: deque[str] = deque(maxlen=MOST_UNWRITTEN)
        self._lock = Lock()

    def keep(self, said: Post | Press, client: WebClient) -> None:
        """Keep what was asked, by the name that all its events share; of too much only what is there already."""
        with self._lock:
            if len(self._kept) < MOST_UNWRITTEN:
                self._kept.setdefault(said.names[-1], (said, client, self.now()))

    def is_told(self, said: Post | Press) -> bool:
        """Whether its person knows that it stays unanswered: Slack may send it again."""
        return said.names[-1] in self._told

    def drop(self, said: Post | Press, *, told: bool = False) -> None:
        """It is written down, or told."""
        with self._lock:
            self._kept.pop(said.names[-1], None)
            if told:
                self._told.append(said.names[-1])

    def all(self) -> list[tuple[Post | Press, WebClient, bool]]:
        """What is kept, and whether it is so long already that its person is to be told."""
        with self._lock:
            return [(said, client, self.now() - since >= TOLD_AFTER) for said, client, since in self._kept.values()]
