"""From a question in words to an answer whose every value is quoted from a document.

`ask` answers a question; `choose` answers the pending question of an earlier `clarify` for the chosen commitment, and
`answer_pending` another reading of a question; `answer_frame` a frame that no words made. `example_questions` are
questions to begin with. All are pure but for reading the store: the thread's memory is given and given back.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.asking.answer import Alternative, Answer, Draft, Intent, Note, frame_json, intent_of
from bot.asking.answers import draft
from bot.asking.evidence import SHOWN
from bot.asking.examples import example_questions
from bot.asking.frames import (
    CARD_FIELDS,
    About,
    Changes,
    Choose,
    Condition,
    Define,
    Duration,
    FindText,
    Frame,
    Lookup,
    Reachable,
    Reading,
    Refuse,
    Same,
    Several,
    Stands,
    Talk,
    Verify,
    all_of,
    among,
    dumps,
    loads,
)
from bot.asking.reading import read
from bot.asking.restate import Restatement
from bot.asking.thread import EMPTY, Thread, remembered, where_of
from bot.asking.wording import Wording
from bot.records.condition_queries import HEAD
from bot.records.frozen import replace
from bot.records.store import Store

__all__ = ["EMPTY", "Answer", "Thread", "answer_frame", "answer_pending", "ask", "choose", "example_questions"]

_ALTERNATIVES = 3


def ask(
    store: Store,
    question: str,
    *,
    thread: Thread = EMPTY,
    as_of: date,
    lang: str = "auto",
    rows: int | None = SHOWN,
    named: bool = True,
) -> tuple[Answer, Thread]:
    """Answer a question from the store, and give back what the thread remembers of it.

    `as_of` is the day that "overdue" and "next week" are reckoned from; `lang` is `auto` or a code of `LANGUAGES`;
    `rows` how many commitments of a long list are shown at once, None for all of them. Whether or not they are shown,
    the codes of a whole list and of what is undecided are `named`: all there is to read of a large corpus, and needless
    where the numbers are enough.
    """
    began = time.perf_counter()
    found = read(question, store, thread, as_of, lang)
    language = found.made.lexicon.language
    given, made = _answer(found.reading, store, question, as_of, language, began, rows, named=named)
    return given, _remember(found.reading.frame, found.where, made, thread, language)


def choose(
    store: Store, pending: str, code: str, *, thread: Thread = EMPTY, as_of: date, lang: str = "auto"
) -> tuple[Answer, Thread]:
    """Answer the question that waited for a choice (`Answer.pending`) for the commitment `code`.

    Raises ValueError where `pending` is no frame.
    """
    began = time.perf_counter()
    frame = _chosen(loads(pending), code)
    language = thread.language if lang == "auto" else lang
    if not store.existing([code]):
        refused = Reading(Refuse("no_such_code", (code,)))
        return _answer(refused, store, code, as_of, language, began)[0], replace(thread, language=language)
    given, made = _answer(Reading(frame), store, code, as_of, language, began)
    return given, remembered(thread, frame, None, made.listed or (code,), language)


def _chosen(frame: Frame, code: str) -> Frame:
    """The frame asked of one commitment."""
    if isinstance(frame, Choose):
        return _chosen(frame.pending, code)
    if isinstance(frame, Lookup | Duration | Verify | Same | Stands):
        return replace(frame, codes=(code,))
    if isinstance(frame, Changes | FindText):
        return replace(frame, where=all_of(among((code,)), frame.where))
    if isinstance(frame, Reachable):
        return replace(frame, code=code)
    return Lookup((code,), CARD_FIELDS, card=True)


def answer_pending(
    store: Store, pending: str, *, thread: Thread = EMPTY, as_of: date, lang: str = "auto", rows: int | None = SHOWN
) -> tuple[Answer, Thread]:
    """Answer another reading of a question (`Alternative.pending`) as it is. ValueError where it is no frame."""
    language = thread.language if lang == "auto" else lang
    frame = loads(pending)
    given, made = _answer(Reading(frame), store, "", as_of, language, time.perf_counter(), rows)
    return given, _remember(frame, None, made, thread, language)


def answer_frame(store: Store, frame: Frame, *, as_of: date, lang: str, named: bool = True) -> Answer:
    """Answer a frame that no words made, such as that of a form, in the language `lang`; `named` as in `ask`."""
    return _answer(Reading(frame), store, "", as_of, lang, time.perf_counter(), named=named)[0]


def _answer(
    reading: Reading,
    store: Store,
    question: str,
    as_of: date,
    language: str,
    began: float,
    rows: int | None = SHOWN,
    *,
    named: bool = True,
) -> tuple[Answer, Draft]:
    """The answer, of which nothing is read from the store any more, and its draft, which is."""
    frame, restatement = reading.frame, Restatement(language, store)
    made = draft(reading, store, as_of, rows)
    if made.offers_examples:
        offered = example_questions(store, as_of=as_of, lang=language)
        made = replace(made, lead=(*made.lead, *(Note("example", {"question": one}) for one in offered)))
    worded = Wording(language, store).put(made)
    codes: Sequence[str] = made.result["value"] if made.result and made.result["type"] == "set" else ()
    others = tuple(Alternative(restatement.of(one), dumps(one)) for one in reading.others[:_ALTERNATIVES])
    return Answer(
        query=question,
        as_of=as_of.isoformat(),
        lang=language,
        outcome=made.outcome,
        intent=_intent(frame, made),
        frame=frame_json(reading),
        statement=worded.statement,
        text=worded.text,
        items=made.items,
        lead=worded.lead,
        entries=made.entries,
        notes=worded.notes,
        sources=worded.sources,
        result=_result(made.result, named),
        unknown=tuple(made.unknown) if named else (),
        total=len(codes),
        first=_place(made.entries[0].code, codes) if made.entries and codes else 0,
        undecided=len(made.unknown),
        considered=made.scope.considered,
        decidable=made.scope.decidable,
        reason=made.reason,
        options=made.options,
        options_total=made.options_total,
        confidence=made.confidence * reading.confidence,
        pending=dumps(frame.pending) if isinstance(frame, Choose) else None,
        reading=restatement.of(frame),
        alternatives=others,
        ms=(time.perf_counter() - began) * 1000,
    ), made


def _result(made: Mapping[str, Any] | None, named: bool) -> dict[str, Any] | None:
    """A result with the codes of its sets as they are read now, or without them."""
    if made is None:
        return None
    result = dict(made)
    if result["type"] == "set":
        codes = result.pop("value")
        result |= {"value": list(codes)} if named else {}
    if "parts" in result:
        result["parts"] = [_result(one, named) for one in result["parts"]]
    return result


def _place(code: str, codes: Sequence[str]) -> int:
    """The place of a commitment in a list, from 1: nearly always among the first; 1 where it is not in it."""
    near = codes[:HEAD]
    listed = near if code in near or len(codes) <= HEAD else codes
    return listed.index(code) + 1 if code in listed else 1


def _intent(frame: Frame, made: Draft) -> Intent | None:
    """The contract's intent of an answer: “are there any …?” that is answered by those that there are is a list."""
    if made.outcome == "help":
        return "help"
    listed = isinstance(frame, Verify) and (made.result or {}).get("type") == "set"
    return "list" if listed else intent_of(frame)


def _remember(frame: Frame, where: Condition | None, made: Draft, thread: Thread, language: str) -> Thread:
    """What a follow-up may point back to; a question that was not understood changes nothing."""
    if isinstance(frame, Choose) and frame.named == "country":
        return remembered(thread, frame.pending, None, (), language)
    if isinstance(frame, Choose):
        return replace(thread, pending=frame.pending if frame.codes else None, options=frame.codes, language=language)
    if isinstance(frame, Refuse) and frame.asked is not None:
        return remembered(thread, frame.asked, None, (), language)
    if isinstance(frame, Several):
        for part, one in zip(frame.parts, made.parts, strict=True):
            thread = _remember(part, None, one, thread, language)
        if thread.turns and all(where_of(part) is not None for part in frame.parts):
            last = replace(thread.turns[-1], beside=frame.parts[:-1])
            thread = replace(thread, turns=(*thread.turns[:-1], last))
        return thread
    spoken = frame.codes or frame.fields or frame.reason == "no_such_country" if isinstance(frame, Refuse) else True
    if isinstance(frame, Talk | About | Define) or not spoken:
        return replace(thread, language=language)
    return remembered(thread, frame, where, made.listed, language)
