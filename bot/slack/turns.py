"""How much is asked at once: the queue in front of the turns, and what is said where it, or a limit, is full.

The queue is bounded: whoever finds no room is told so at once instead of waiting long.

What people see while they wait (a session that is processing with an agent, a status beside a thread elsewhere) is a
courtesy: where Slack refuses it the answer comes all the same, as soon, and nobody is told.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from http.client import HTTPException
from threading import Condition, Lock

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.blocks import fitted, plain
from bot.slack.payloads import Place
from bot.state.recent_questions import CHANNEL, PERSON, Limits

log = logging.getLogger(__name__)

AT_ONCE = 10  # turns; each may wait out a rate limit
FULL = "I have more questions than I can answer at the moment. Please ask again in a minute."

Work = Callable[[], object]


class Turns:
    """Runs `AT_ONCE` turns at a time and keeps `waiting` more; words about that have threads of their own.

    A channel has one turn at a time, in the order of its questions: each knows what the one before it left, and a
    channel that Slack limits holds up no other. The words are bounded by Slack, which sends at most 30,000 events an
    hour, and by the throttles.
    """

    def __init__(self, waiting: int, pool: Executor | None = None, words: Executor | None = None) -> None:
        self.waiting = waiting
        self.pool = pool or ThreadPoolExecutor(AT_ONCE, thread_name_prefix="turn")
        self.words = words or ThreadPoolExecutor(2, thread_name_prefix="words")
        self._taken = 0
        self._lines: dict[str, deque[Work]] = {}  # of the channels that have a turn now, what comes after it
        self._lock = Lock()
        self._empty = Condition(self._lock)

    def take(self, channel: str, turn: Work, *, in_line: Work, full: Work) -> bool:
        """Have `turn` run: at once, or later and `in_line` at once, or instead of it `full` where there is no room.

        False where there is none.
        """
        with self._lock:
            room = self._taken < AT_ONCE + self.waiting
            later = self._taken >= AT_ONCE
            first = room and channel not in self._lines
            self._taken += room
            if room and not first:
                self._lines[channel].append(turn)
            elif first:
                self._lines[channel] = deque()
        if first:
            self.pool.submit(self._run, channel, turn)
        if later or not room:
            self.say(in_line if room else full)
        return room

    def has_room_now(self, channel: str) -> bool:
        """Whether a turn of a channel would run at once."""
        with self._lock:
            return channel not in self._lines and self._taken < AT_ONCE

    def say(self, words: Work) -> None:
        """Have `words` said beside the turns."""
        self.words.submit(_logged, words)

    def close(self) -> None:
        """Wait until all that was taken is done; take nothing more."""
        with self._empty:
            self._empty.wait_for(lambda: not self._taken)
        self.pool.shutdown()
        self.words.shutdown()

    def _run(self, channel: str, turn: Work) -> None:
        """Run a turn, and have the next of its channel run, behind those of other channels that were there before."""
        following: Work | None = turn
        while following is not None:
            _logged(following)
            following = self._next(channel)
            if following is not None:
                try:
                    self.pool.submit(self._run, channel, following)
                except RuntimeError:  # the process ends, and what was taken is still answered
                    continue
                return

    def _next(self, channel: str) -> Work | None:
        with self._lock:
            self._taken -= 1
            line = self._lines[channel]
            following = line.popleft() if line else None
            if following is None:
                del self._lines[channel]
            self._empty.notify_all()
        return following


def _logged(work: Work) -> None:
    try:
        work()
    except Exception:  # the last edge: a thread has nobody to raise to
        log.exception("A turn ended without a word")


# -- how much is asked --------------------------------------------------------------------------------------------

_TOO_OFTEN = {
    PERSON: "You have asked me {most} questions within a minute, which is as many as I take. Please wait a little.",
    CHANNEL: "I was asked {most} questions here within a minute, which is as many as I take. Please wait a little.",
}


def too_often(over: str, limits: Limits) -> str:
    """What whoever is over the limit of a person, or of a channel, is told."""
    return _TOO_OFTEN[over].format(most=limits.person if over == PERSON else limits.channel)


# -- what people see while they wait ------------------------------------------------------------------------------

IN_LINE = "has other questions to answer first…"  # Slack puts the app's name before it, and clears it at the answer
TITLE = 200  # characters of a session's title
_TIMEOUT = 5  # seconds: an answer waits for no courtesy longer than that
# What Slack says where a workspace, or what the app was granted, has no statuses at all
_NONE_HERE = frozenset({"unknown_method", "missing_scope", "not_allowed_token_type", "feature_not_enabled"})


class Working:
    """Shows that a question waits, except in workspaces of which Slack said once that they have no statuses."""

    def __init__(self) -> None:
        self._without: set[str] = set()

    def show(self, client: WebClient, place: Place, title: str = "") -> None:
        """Say beside the thread of `place` what keeps the answer, or open the session that it will stand in."""
        if place.session:
            _set_session(client, place, "processing", title)
        elif place.thread_ts and place.workspace not in self._without:
            say = _quick(client).assistant_threads_setStatus
            error = _tried(partial(say, channel_id=place.channel, thread_ts=place.thread_ts, status=IN_LINE))
            if error in _NONE_HERE:
                log.info("There are no statuses in %s: %s", place.workspace, error)
                self._without.add(place.workspace)


@contextmanager
def session(client: WebClient, place: Place, title: str = "") -> Iterator[None]:
    """While an agent answers in direct messages, their thread is open and processing; a new one is called `title`.

    Elsewhere nothing is done.
    """
    if place.session:
        _set_session(client, place, "processing", title)
    try:
        yield
    finally:
        if place.session:
            _set_session(client, place, "active")


def _set_session(client: WebClient, place: Place, status: str, title: str = "") -> None:
    named = fitted(plain(" ".join(title.split())), TITLE) or None
    set_status = _quick(client).agents_sessions_setStatus
    call = partial(set_status, channel_id=place.channel, thread_ts=place.thread_ts, status=status, title=named)
    if error := _tried(call):
        log.info("The session in %s is not %s: %s", place.channel, status, error)


def _tried(call: Callable[[], object]) -> str:
    """Slack's error, or what became of the call; empty where it was taken."""
    try:
        call()
    except SlackApiError as error:
        return str(error.response.get("error"))
    except (HTTPException, OSError) as error:
        return type(error).__name__
    return ""


def _quick(client: WebClient) -> WebClient:
    """The same client without patience: it repeats nothing, and waits for no rate limit."""
    return WebClient(token=client.token, base_url=client.base_url, timeout=_TIMEOUT, retry_handlers=[])
