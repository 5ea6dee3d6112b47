"""Questions that are asked and kept, so that a button under an answer can have it given again.

Every answer that goes to Slack is given here, and here what it may show is decided, by who sees it.
"""

from __future__ import annotations

import base64
import hmac
import json
import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from bot.asking import ask, choose
from bot.asking.addressed import asks
from bot.asking.answer import Answer
from bot.asking.evidence import SHOWN
from bot.asking.thread import EMPTY, Thread
from bot.charts.drawings import Days, TimelineSpan
from bot.records.withholding import Sees, WithholdingStore, nobody
from bot.slack.contacts import Audience, Disclosure, Sight
from bot.slack.feedback import Verdicts
from bot.slack.kit import PLAIN, Kit
from bot.slack.payloads import Place
from bot.state.database import State
from bot.state.questions import AskedQuestion, find, keep

log = logging.getLogger(__name__)


class Answering(Protocol):
    """What a conversation asks. A memory is JSON text; None at the start of a thread.

    `sees` says whether the answer may have contacts; by default it has none. `rows` of a long list are shown, None is
    the whole of it, and names what is undecided too.
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

    def spans(self, codes: Sequence[str]) -> list[TimelineSpan]:
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
            answer, thread = ask(
                store, question, thread=thread, as_of=self.today(), lang="auto", rows=rows, named=rows is None
            )
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
            return ask(store, question, thread=thread, as_of=as_of, lang="auto", rows=rows, named=rows is None)[0]

    def spans(self, codes: Sequence[str]) -> list[TimelineSpan]:
        """When each of the commitments starts and ends, in their order."""
        columns = ("title", "start_from", "start_to", "end_from", "end_to")
        with WithholdingStore(self.database) as store:
            rows = store.columns(codes, columns)
        return [_span(code, rows[code]) for code in codes if code in rows]


def _span(code: str, row: Mapping[str, Any]) -> TimelineSpan:
    start, end = _days(row["start_from"], row["start_to"]), _days(row["end_from"], row["end_to"])
    return TimelineSpan(code, row["title"] or "", start, end)


def _days(first: str | None, last: str | None) -> Days | None:
    return (date.fromisoformat(first), date.fromisoformat(last)) if first and last else None


def _thread(memory: str | None) -> Thread:
    try:
        return Thread.from_json(memory) if memory else EMPTY
    except ValueError:
        log.warning("A thread's memory is of another version; the thread begins anew", exc_info=True)
        return EMPTY


class NotKeptError(LookupError):
    """A question is not kept any more, or its answer was never shown to whoever asks for it."""


class WithheldError(Exception):
    """Whoever asks for the answer of a question may not see it at all; the message is what they are told."""


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it may be shown, the thread's memory after it, and the id of its question, None if it is not kept.

    A refused question is not kept, and the memory is the one before it. `asked` is the question where it is still to be
    kept under its id, when its answer is posted.
    """

    answer: Answer
    memory: str
    key: str | None
    asked: AskedQuestion | None = None


@dataclass(frozen=True, slots=True)
class Questions:
    """Asks and keeps: each question for `days` days, none where that is 0.

    `verdicts` keeps those that found no answer; `kit` says what the answers are made of, and so how much they show.
    Of `secret` and an event the id of a question is made: the same in every process that answers it.
    """

    state: State
    answering: Answering
    days: int
    disclosure: Disclosure
    verdicts: Verdicts | None = None
    kit: Kit = PLAIN
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    def ask(
        self, audience: Audience, question: str, memory: str | None, *, private: bool = False, event: str = ""
    ) -> Given:
        """Answer a question of the audience's place; `private`: the asker alone will see the answer.

        With an `event` the question is kept by whoever posts the answer, else here.
        """
        sight = self.disclosure.sight(audience)
        answer, after = self.answering.ask(question, memory, sight.sees, self.kit.rows)
        asked = _asked(audience.place, question, None, memory, answer, private)
        return self._given(sight, answer, after, asked, event)

    def asks(self, said: str, memory: str | None) -> bool:
        """Whether a message of a thread of ours asks for an answer, though it does not name us."""
        return self.answering.asks(said, memory)

    def choose(self, audience: Audience, pending: str, code: str, memory: str | None, *, event: str = "") -> Given:
        """Answer an earlier question for the commitment that was chosen in the audience's place; as in `ask`."""
        sight = self.disclosure.sight(audience)
        answer, after = self.answering.choose(pending, code, memory, sight.sees)
        asked = _asked(audience.place, code, pending, memory, answer, private=False)
        return self._given(sight, answer, after, asked, event)

    def again(self, key: str, audience: Audience, *, whole: bool = False) -> tuple[Answer, AskedQuestion]:
        """The answer that the question with this id had, and the question; every button under an answer asks here.

        It is the same, or the `whole` of its list, on the day and with the memory of then; of contacts it has those
        that the audience may see now. It is given in the channel of the question only, a private one to its asker only.
        NotKeptError where there is none to give, WithheldError where the question is refused.
        """
        asked = self._kept(key, audience.place)
        if asked.private:
            audience = replace(audience, everybody=False)
        return self._allowed(asked, audience, None if whole else self.kit.rows), asked

    def share(self, key: str, audience: Audience) -> tuple[Given, AskedQuestion]:
        """A private answer, of the same day, for everybody of its channel, with the contacts that all of them may see.

        The question is kept anew, so that all may use the buttons under it. The errors are those of `again`.
        """
        asked = replace(self._kept(key, audience.place), private=False)
        shown = self._allowed(asked, replace(audience, everybody=True), self.kit.rows)
        return Given(shown, asked.memory or "", keep(self.state, asked) if self.days else None), asked

    def unshown(self, key: str, place: Place) -> tuple[Answer, AskedQuestion]:
        """The same without contacts, for what shows it to nobody; NotKeptError where there is none to give."""
        asked = self._kept(key, place)
        return self._repeated(asked, self.kit.rows), asked

    def spans(self, answer: Answer) -> list[TimelineSpan]:
        """When the commitments that an answer shows start and end, under the titles that it gives them."""
        titles = {entry.code: entry.title for entry in answer.entries if entry.findings}
        return [replace(span, title=titles[span.code]) for span in self.answering.spans(list(titles))]

    def _kept(self, key: str, place: Place) -> AskedQuestion:
        asked = find(self.state, key)
        if asked is None or asked.channel != place.channel or (asked.private and asked.user != place.user):
            raise NotKeptError(key)
        return asked

    def _repeated(self, asked: AskedQuestion, rows: int | None, sees: Sees = nobody) -> Answer:
        day = date.fromisoformat(asked.as_of)
        return self.answering.again(asked.question, asked.pending, asked.memory, day, sees, rows)

    def _allowed(self, asked: AskedQuestion, audience: Audience, rows: int | None) -> Answer:
        sight = self.disclosure.sight(audience)
        shown, refused = sight.answer(self._repeated(asked, rows, sight.sees))
        if refused:
            raise WithheldError(shown.statement)
        return shown

    def _given(self, sight: Sight, answer: Answer, after: str, asked: AskedQuestion, event: str) -> Given:
        answer, refused = sight.answer(answer)
        if refused:  # else “it” would go on to be whose the contact is
            return Given(answer, asked.memory or EMPTY.to_json(), None)
        key = None
        if self.days:
            key = self._id_of(event) if event else keep(self.state, asked)
        if self.verdicts:
            self.verdicts.note(key, answer, asked)
        return Given(answer, after, key, asked if event else None)

    def _id_of(self, event: str) -> str:
        """The id of the question that an event asked: nobody can guess it who does not know the secret."""
        return base64.urlsafe_b64encode(hmac.digest(self.secret, event.encode(), "sha256")[:12]).decode()


def _asked(
    place: Place, question: str, pending: str | None, memory: str | None, answer: Answer, private: bool
) -> AskedQuestion:
    return AskedQuestion(
        team=place.workspace,
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
