"""The seam between Slack and the asking room: question and memory in, answer and memory out."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.asking import ask, choose
from bot.asking.query import Answer
from bot.asking.thread import EMPTY, Thread
from bot.records.store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FromDatabase:
    """Answers from `commitments.db`; each one opens it anew, since a connection belongs to one thread."""

    database: Path
    today: Callable[[], date] = date.today

    def ask(self, question: str, memory: str | None) -> tuple[Answer, str]:
        """The answer to `question` as of today, and the thread's memory after it."""
        with Store(self.database) as store:
            answer, thread = ask(store, question, thread=_thread(memory), as_of=self.today(), lang="auto")
        return answer, thread.to_json()

    def choose(self, pending: str, code: str, memory: str | None) -> tuple[Answer, str]:
        """The answer to the `pending` question for the commitment `code`, and the memory after it."""
        with Store(self.database) as store:
            answer, thread = choose(store, pending, code, thread=_thread(memory), as_of=self.today(), lang="auto")
        return answer, thread.to_json()


def _thread(memory: str | None) -> Thread:
    try:
        return Thread.from_json(memory) if memory else EMPTY
    except ValueError:
        log.warning("A thread's memory is of another version; the thread begins anew", exc_info=True)
        return EMPTY
