"""Questions that are asked and kept, so that a button under an answer can have it given again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from bot.asking.query import Answer
from bot.slack.answering import Answering
from bot.slack.payloads import Place
from bot.state.asked_questions import AskedQuestion, find, keep
from bot.state.database import State


class NotKeptError(LookupError):
    """A question is not kept any more, or its answer was never shown to whoever asks for it."""


@dataclass(frozen=True, slots=True)
class Given:
    """An answer, the thread's memory after it, and the id under which its question is kept, None where it is not."""

    answer: Answer
    memory: str
    key: str | None


@dataclass(frozen=True, slots=True)
class Questions:
    """Asks and keeps: each question for `days` days, none where that is 0."""

    state: State
    answering: Answering
    days: int

    def ask(self, place: Place, question: str, memory: str | None, *, private: bool = False) -> Given:
        """Answer a question that was asked in `place`; `private`: the asker alone will see the answer."""
        answer, after = self.answering.ask(question, memory)
        return Given(answer, after, self._keep(place, question, None, memory, answer, private))

    def choose(self, place: Place, pending: str, code: str, memory: str | None) -> Given:
        """Answer an earlier question for the commitment that was chosen in `place`."""
        answer, after = self.answering.choose(pending, code, memory)
        return Given(answer, after, self._keep(place, code, pending, memory, answer, private=False))

    def again(self, key: str, place: Place, page: int | None = 1) -> tuple[Answer, AskedQuestion]:
        """The answer that the question with this id had, and the question; every button under an answer asks here.

        The same page is the same answer, on the day and with the memory of then. It is given in the channel of
        the question only, a private one to its asker only. NotKeptError where there is none to give.
        """
        asked = find(self.state, key)
        if asked is None or asked.channel != place.channel or (asked.private and asked.user != place.user):
            raise NotKeptError(key)
        day = date.fromisoformat(asked.as_of)
        return self.answering.again(asked.question, asked.pending, asked.memory, day, page), asked

    def _keep(
        self, place: Place, question: str, pending: str | None, memory: str | None, answer: Answer, private: bool
    ) -> str | None:
        if not self.days:
            return None
        asked = AskedQuestion(
            team=place.team or "",
            channel=place.channel,
            thread_ts=place.thread_ts,
            user=place.user,
            private=private,
            question=question,
            pending=pending,
            memory=memory,
            as_of=answer.as_of,
            language=answer.lang,
            intent=answer.intent,
            outcome=answer.outcome,
            reason=answer.reason,
            frame=json.dumps(dict(answer.frame), ensure_ascii=False),
        )
        return keep(self.state, asked, self.days)
