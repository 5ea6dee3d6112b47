"""The queue in front of the turns: bounded, so that whoever finds it full hears so at once instead of waiting long."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from threading import Lock

log = logging.getLogger(__name__)

AT_ONCE = 10  # turns; each may wait out a rate limit
FULL = "I have more questions than I can answer at the moment. Please ask again in a minute."

Work = Callable[[], object]


class Turns:
    """Runs `AT_ONCE` turns at a time and keeps `waiting` more; words about that have threads of their own.

    Those words are bounded by Slack, which sends at most 30,000 events an hour, and by the throttles.
    """

    def __init__(self, waiting: int, pool: Executor | None = None, words: Executor | None = None) -> None:
        self.waiting = waiting
        self.pool = pool or ThreadPoolExecutor(AT_ONCE, thread_name_prefix="turn")
        self.words = words or ThreadPoolExecutor(2, thread_name_prefix="words")
        self._taken = 0
        self._lock = Lock()

    def take(self, turn: Work, *, in_line: Work, full: Work) -> None:
        """Have `turn` run: at once, or later and `in_line` at once, or instead of it `full` where there is no room."""
        with self._lock:
            room = self._taken < AT_ONCE + self.waiting
            later = self._taken >= AT_ONCE
            self._taken += room
        if room:
            self.pool.submit(self._run, turn)
        if later or not room:
            self.say(in_line if room else full)

    def say(self, words: Work) -> None:
        """Have `words` said beside the turns."""
        self.words.submit(_logged, words)

    def _run(self, turn: Work) -> None:
        try:
            _logged(turn)
        finally:
            with self._lock:
                self._taken -= 1


def _logged(work: Work) -> None:
    """The last edge: a thread has nobody to raise to."""
    try:
        work()
    except Exception:
        log.exception("A turn ended without a word")
