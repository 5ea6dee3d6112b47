"""The seam between Slack and the asking room: question and memory in, answer and memory out."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from bot.asking import ask, choose
from bot.asking.addressed import asks
from bot.asking.answer import Answer
from bot.asking.evidence import SHOWN
from bot.asking.thread import EMPTY, Thread
from bot.charts.timeline import Days, Span
from bot.records.withholding import Sees, WithholdingStore, nobody

log = logging.getLogger(__name__)


class Answering(Protocol):
    """What a conversation asks. A memory is JSON text; None at the start of a thread.

    `sees` says whether the answer may have contacts; by default it has none. `rows` of a long list are shown, None is
    the whole of it.
    """

    def ask(
        self, question: str, memory: str | None, sees: Sees = nobody, rows: int | None = SHOWN
    ) -> tuple[Answer, str]:
        """The answer to `question`, and the thread's memory after it."""

    def asks(self, said: str, memory: str | None) -> bool:
        """Whether a message of a thread asks for an answer, though it does not name the bot."""

    def choose(self, pending: str, code: str, memory: str | None, sees: Sees = nobody) -> tuple[Answer, str]:
        """The answer to an earlier question, now that its commitment is chosen, and the memory after it."""

    def again(
        self,
        question: str,
        pending: str | None,
        memory: str | None,
        as_of: date,
        sees: Sees = nobody,
        rows: int | None = SHOWN,
    ) -> Answer:
        """The answer that `question` had, or the choice of it for `pending`, with that memory and on that day."""

    def spans(self, codes: Sequence[str]) -> list[Span]:
        """When each of the commitments starts and ends, as far as its documents say."""


@dataclass(frozen=True, slots=True)
class FromDatabase:
    """Answers from `commitments.db`; each one opens it anew, since a connection belongs to one thread."""

    database: Path
    today: Callable[[], date] = date.today

    def ask(
        self, question: str, memory: str | None, sees: Sees = nobody, rows: int | None = SHOWN
    ) -> tuple[Answer, str]:
        """The answer to `question` as of today, and the thread's memory after it."""
        with WithholdingStore(self.database, sees) as store:
            thread = _thread(memory)
            answer, thread = ask(store, question, thread=thread, as_of=self.today(), lang="auto", rows=rows)
        return answer, thread.to_json()

    def asks(self, said: str, memory: str | None) -> bool:
        """Whether a message of a thread asks for an answer, though it does not name the bot."""
        with WithholdingStore(self.database) as store:
            return asks(store, said, _thread(memory), self.today())

    def choose(self, pending: str, code: str, memory: str | None, sees: Sees = nobody) -> tuple[Answer, str]:
        """The answer to the `pending` question for the commitment `code`, and the memory after it."""
        with WithholdingStore(self.database, sees) as store:
            answer, thread = choose(store, pending, code, thread=_thread(memory), as_of=self.today(), lang="auto")
        return answer, thread.to_json()

    def again(
        self,
        question: str,
        pending: str | None,
        memory: str | None,
        as_of: date,
        sees: Sees = nobody,
        rows: int | None = SHOWN,
    ) -> Answer:
        """The answer of then; from the documents as they are now."""
        thread = _thread(memory)
        with WithholdingStore(self.database, sees) as store:
            if pending:
                return choose(store, pending, question, thread=thread, as_of=as_of, lang="auto")[0]
            return ask(store, question, thread=thread, as_of=as_of, lang="auto", rows=rows)[0]

    def spans(self, codes: Sequence[str]) -> list[Span]:
        """When each of the commitments starts and ends, in their order."""
        columns = ("title", "start_from", "start_to", "end_from", "end_to")
        with WithholdingStore(self.database) as store:
            rows = store.columns(codes, columns)
        return [_span(code, rows[code]) for code in codes if code in rows]


def _span(code: str, row: Mapping[str, Any]) -> Span:
    start, end = _days(row["start_from"], row["start_to"]), _days(row["end_from"], row["end_to"])
    return Span(code, row["title"] or "", start, end)


def _days(first: str | None, last: str | None) -> Days | None:
    return (date.fromisoformat(first), date.fromisoformat(last)) if first and last else None


def _thread(memory: str | None) -> Thread:
    try:
        return Thread.from_json(memory) if memory else EMPTY
    except ValueError:
        log.warning("A thread's memory is of another version; the thread begins anew", exc_info=True)
        return EMPTY
