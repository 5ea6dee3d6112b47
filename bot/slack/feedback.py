"""The buttons with which people judge an answer, and the form in which they say what was wrong.

Slack's limits: 5 elements in `context_actions`; 75 characters a label, 24 a form's title, 2,000 a button's value,
3,000 what travels with a form.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from bot.asking.answer import Answer
from bot.records.contacts import masked, masked_values
from bot.slack.blocks import (
    Block,
    actions,
    button,
    field,
    fitted,
    literal,
    modal,
    option,
    plain,
    plain_text,
    section,
    words,
)
from bot.slack.kit import PLAIN, Buttons, Kit
from bot.state.database import State
from bot.state.questions import (
    BAD,
    GOOD,
    KINDS,
    AnsweredQuestion,
    AskedQuestion,
    Details,
    earlier,
    explain,
    keep_unanswered,
    vote,
    voter,
)

ACTION = "feedback"  # ordinary buttons are `feedback:good` and `feedback:bad`: unique in their block
CALLBACK = "feedback:wrong"
COMMENT = 2_000
_QUESTION = 300
_AGREED = "agreed"


def feedback_row(key: str | None, language: str, buttons: Buttons) -> list[Block]:
    """The buttons under an answer, as a list of one block; of none where its question is not kept under a `key`."""
    if key is None or buttons == "none":
        return []
    said = feedback_words(language)
    ordinary = [
        button(f"{ACTION}:{verdict}", said[verdict], f"{verdict} {key}", said[f"{verdict}_label"])
        for verdict in (GOOD, BAD)
    ]
    if buttons == "plain":
        return [actions(ordinary)]
    good, bad = ({name: one[name] for name in ("text", "value", "accessibility_label")} for one in ordinary)
    element = {"type": "feedback_buttons", "action_id": ACTION, "positive_button": good, "negative_button": bad}
    return [{"type": "context_actions", "elements": [element]}]


def pressed(value: str) -> tuple[str, str]:
    """The verdict and the question's key that a button's value carries; ValueError where it carries none."""
    verdict, _, key = value.partition(" ")
    if verdict not in (GOOD, BAD) or not key:
        raise ValueError("this button carries no verdict")
    return verdict, key


def feedback_modal(key: str, question: str, language: str, details: Details) -> Block:
    """The form about one answer, with what the same person said of it before."""
    said = feedback_words(language)
    kinds = [option(kind, said[kind]) for kind in KINDS]
    agree = [option(_AGREED, said["agree"])]
    kind: Block = {"type": "radio_buttons", "options": kinds}
    comment: Block = {"type": "plain_text_input", "multiline": True, "max_length": COMMENT}
    consent: Block = {"type": "checkboxes", "options": agree}
    if details.kind in KINDS:
        kind["initial_option"] = kinds[KINDS.index(details.kind)]
    if details.comment:
        comment["initial_value"] = plain(details.comment)
    if details.person:
        consent["initial_options"] = agree
    blocks = [
        field("kind", said["kind"], kind),
        field("comment", said["comment"], comment, hint=said["hint"], optional=True),
        field("consent", said["consent"], consent, hint=said["anonymous"], optional=True),
    ]
    if question.strip():
        asked = f"{said['about']}: {question}"
        blocks.insert(0, section(fitted(literal(asked), _QUESTION)))
    sent = {"private_metadata": f"{language} {key}", "callback_id": CALLBACK, "submit": plain_text(said["submit"])}
    return modal(said["title"], blocks, said["cancel"], **sent)


def feedback_note(language: str, said: str, kit: Kit = PLAIN) -> Block:
    """What stands in the place of the form once it is sent: `said` is one of the words about it, or a sentence."""
    table = feedback_words(language)
    blocks = kit.notice(table.get(said, said), "success" if said == "sent" else "warning")
    return modal(table["title"], blocks, table["close"])


def read_feedback_modal(view: Mapping[str, Any]) -> tuple[str, str, str | None, str | None, bool]:
    """What a sent form says: language, key, what was wrong (None where nothing is chosen), comment, consent."""
    values = view["state"]["values"]
    language, _, key = view["private_metadata"].partition(" ")
    kind = (values["kind"]["kind"].get("selected_option") or {}).get("value")
    comment = (values["comment"]["comment"].get("value") or "").strip()
    agreed = any(one["value"] == _AGREED for one in values["consent"]["consent"].get("selected_options") or ())
    return language, key, kind if kind in KINDS else None, comment or None, agreed


def feedback_words(language: str) -> Mapping[str, str]:
    """What buttons and form say in a language."""
    return words(language, "feedback")


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
        return vote(self.state, voter(key, user), verdict, self._subject(key, answer, asked), self.now())

    def explain(self, key: str, user: str, details: Details) -> bool:
        """Keep what a person says was wrong; False where their verdict is no longer there."""
        said = replace(details, comment=details.comment and self._kept(details.comment))
        return explain(self.state, voter(key, user), said, self.now())

    def note(self, key: str | None, answer: Answer, asked: AskedQuestion) -> None:
        """Keep a question where it found no answer for a reason that may be ours."""
        if self.unanswered and self.days != 0 and answer.reason in _UNANSWERED:
            keep_unanswered(self.state, self._subject(key, answer, asked), self.now())

    def _subject(self, key: str | None, answer: Answer, asked: AskedQuestion) -> AnsweredQuestion:
        before = earlier(self.state, key, asked, _THREAD) if key else ()
        return AnsweredQuestion(
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
