"""Keeping account of the turns: what is not ended is told to whoever asked, after a crash or an outage too."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime

from slack_sdk import WebClient

from bot.slack.blocks import Message, notice
from bot.slack.delivery import deliver
from bot.slack.payloads import Place
from bot.slack.retries import Sleep
from bot.slack.working import session
from bot.state.database import State
from bot.state.seen_events import claimed_at
from bot.state.unfinished_turns import UnfinishedTurn, begin, end, take_over

log = logging.getLogger(__name__)

INTERRUPTED = "I was interrupted before I could answer this. Please ask again."
LOOKED_AFTER = 60.0  # seconds between two looks for turns that were left behind


class Ledger:
    """Which turns are open. It looks for what was left behind when something new is asked in the same workspace."""

    def __init__(self, state: State, sleep: Sleep, now: Callable[[], float] = time.monotonic) -> None:
        self._state, self._sleep, self._now = state, sleep, now
        self._looked: dict[str, float] = {}

    def open(self, place: Place, name: str) -> None:
        """A turn begins: somebody waits for an answer."""
        turn = UnfinishedTurn(name, _home(place), place.channel, place.thread_ts, place.user, place.direct)
        begin(self._state, turn)

    def close(self, name: str) -> None:
        """A turn has ended without a word, as it should."""
        end(self._state, name)

    def deliver(
        self, client: WebClient, place: Place, name: str, message: Message, *, unsure_since: float | None = None
    ) -> None:
        """Post the answer of a turn, or tell the person elsewhere; the turn stays open where neither could be done."""
        if deliver(client, place, message, name, self._sleep, unsure_since=unsure_since):
            end(self._state, name)

    def is_due(self, place: Place) -> bool:
        """Whether it is time to look for what was left behind in this workspace: once a minute."""
        home, now = _home(place), self._now()
        due = now - self._looked.get(home, float("-inf")) >= LOOKED_AFTER
        if due:
            self._looked[home] = now
        return due

    def look_after(self, client: WebClient, place: Place) -> None:
        """Tell everyone in this workspace whose turn was left behind, unless their answer stands there after all."""
        for turn in take_over(self._state, _home(place)):
            log.warning("%s in %s was left unanswered", turn.name, turn.channel)
            there = Place(turn.channel, turn.thread_ts, turn.direct, None, place.home, turn.person, agent=place.agent)
            asked = claimed_at(self._state, turn.name) or datetime.now(UTC)
            with session(client, there):
                self.deliver(client, there, turn.name, notice(INTERRUPTED), unsure_since=asked.timestamp())


def _home(place: Place) -> str:
    return " ".join(sorted(place.home))
