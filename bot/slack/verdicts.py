"""What people say of answers, and the questions that found none: kept without contacts, and without who it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.asking.answer import Answer
from bot.records.masking import masked, masked_values
from bot.state.asked_questions import AskedQuestion, earlier
from bot.state.database import State
from bot.state.feedback import Details, Subject, explain, keep_unanswered, sweep, vote, voter

_UNANSWERED = ("not_stated", "field_unknown", "out_of_scope")  # reasons that may be ours, not the documents'
_THREAD = 5  # questions before it that are kept with one
_LONGEST = 3_000  # characters of a text


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Keeps them for `days` days: for good where that is None, not at all where it is 0.

    `hide` takes the contacts out of a text that do not look like any.
    """

    state: State
    days: int | None = None
    unanswered: bool = True
    hide: Callable[[str], str] = str
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def vote(self, key: str, user: str, verdict: str, answer: Answer, asked: AskedQuestion) -> Details:
        """Keep what a person says of an answer; gives the details that they gave before."""
        self.sweep()
        return vote(self.state, voter(key, user), verdict, self._subject(key, answer, asked), self.now())

    def explain(self, key: str, user: str, details: Details) -> bool:
        """Keep what a person says was wrong; False where their verdict is no longer there."""
        said = replace(details, comment=details.comment and self._kept(details.comment))
        return explain(self.state, voter(key, user), said, self.now())

    def note(self, key: str | None, answer: Answer, asked: AskedQuestion) -> None:
        """Keep a question where it found no answer for a reason that may be ours."""
        if self.unanswered and self.days != 0 and answer.reason in _UNANSWERED:
            self.sweep()
            keep_unanswered(self.state, self._subject(key, answer, asked), self.now())

    def sweep(self) -> None:
        """Remove what was kept long enough."""
        if self.days is not None:
            sweep(self.state, self.days, self.now())

    def _subject(self, key: str | None, answer: Answer, asked: AskedQuestion) -> Subject:
        before = earlier(self.state, key, _THREAD) if key else ()
        return Subject(
            team=asked.team,
            question=self._kept(asked.question),
            thread=tuple(map(self._kept, before)),
            answer=self._kept(answer.text),
            outcome=asked.outcome,
            intent=asked.intent,
            reason=asked.reason,
            frame=json.dumps(masked_values(json.loads(asked.frame), self._masked), ensure_ascii=False),
            language=asked.language,
            as_of=asked.as_of,
        )

    def _masked(self, text: str) -> str:
        return self.hide(masked(text))

    def _kept(self, text: str) -> str:
        return self._masked(text)[:_LONGEST]
