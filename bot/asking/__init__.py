"""From a question in words to an answer whose every value is quoted from a document.

`ask` answers a question; `choose` answers the pending question of an earlier `clarify` for the chosen commitment, and
`answer_pending` another reading of a question; `answer` a frame that no words made. `examples` are questions to begin
with. All are pure but for reading the store: the thread's memory is given and given back.
"""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

from bot.asking.answer import Alternative, Answer
from bot.asking.answers import draft
from bot.asking.draft import Draft, Note
from bot.asking.examples import examples
from bot.asking.frame_json import frame_json, intent_of
from bot.asking.frames import (
    CARD_FIELDS,
    Changes,
    Choose,
    Duration,
    FindText,
    Frame,
    Lookup,
    Reachable,
    Reading,
    Refuse,
    Same,
    Stands,
    Verify,
    all_of,
    among,
    dumps,
    loads,
)
from bot.asking.legacy import frame_of, query_of
from bot.asking.query import Clarify, Query, Unknown
from bot.asking.restate import Restatement
from bot.asking.spotting import spot
from bot.asking.thread import EMPTY, Thread
from bot.asking.understand import understand
from bot.asking.wording import Wording
from bot.records.store import Store

__all__ = ["EMPTY", "Answer", "Thread", "answer", "answer_pending", "ask", "choose", "examples"]

_ALTERNATIVES = 3


def ask(
    store: Store, question: str, *, thread: Thread = EMPTY, as_of: date, lang: str = "auto", page: int | None = 1
) -> tuple[Answer, Thread]:
    """Answer a question from the store, and give back what the thread remembers of it.

    `as_of` is the day that "overdue" and "next week" are reckoned from; `lang` one of `auto`, `en`, `es`, `fr`, `ko`;
    `page` which page of a long list is shown, None for the whole list.
    """
    began = time.perf_counter()
    spotted = spot(question, store, as_of, lang, thread.language)
    old = understand(spotted, store, thread, as_of)
    language = spotted.lexicon.language
    given, made = _answer(frame_of(old), store, question, as_of, language, began, page)
    return given, _remember(old, made, thread, language)


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
    return given, _remember(replace(query_of(frame, thread.pending), codes=(code,)), made, thread, language)


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
    store: Store, pending: str, *, thread: Thread = EMPTY, as_of: date, lang: str = "auto", page: int | None = 1
) -> tuple[Answer, Thread]:
    """Answer another reading of a question (`Alternative.pending`) as it is. ValueError where it is no frame."""
    language = thread.language if lang == "auto" else lang
    given, made = _answer(Reading(loads(pending)), store, "", as_of, language, time.perf_counter(), page)
    return given, replace(thread, listed=tuple(made.listed[:1000]) or thread.listed, language=language)


def answer(store: Store, frame: Frame, *, as_of: date, lang: str) -> Answer:
    """Answer a frame that no words made, such as that of a form, in the language `lang`."""
    return _answer(Reading(frame), store, "", as_of, lang, time.perf_counter())[0]


def _answer(
    reading: Reading, store: Store, question: str, as_of: date, language: str, began: float, page: int | None = 1
) -> tuple[Answer, Draft]:
    frame, restatement = reading.frame, Restatement(language, store)
    made = draft(reading, store, as_of, page)
    if made.offers_examples:
        offered = examples(store, as_of=as_of, lang=language)
        made = replace(made, lead=(*made.lead, *(Note("example", {"question": one}) for one in offered)))
    worded = Wording(language, store).put(made)
    others = tuple(Alternative(restatement.of(one), dumps(one)) for one in reading.others[:_ALTERNATIVES])
    return Answer(
        query=question,
        as_of=as_of.isoformat(),
        lang=language,
        outcome=made.outcome,
        intent=intent_of(frame) if made.outcome != "help" else "help",
        frame=frame_json(reading),
        statement=worded.statement,
        text=worded.text,
        items=made.items,
        lead=worded.lead,
        entries=made.entries,
        notes=worded.notes,
        sources=worded.sources,
        result=made.result,
        unknown=made.unknown,
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


def _remember(old: Query | Clarify | Unknown, made: Draft, thread: Thread, language: str) -> Thread:
    """What a follow-up may point back to; a question that was not understood changes nothing."""
    if isinstance(old, Clarify):
        return replace(thread, pending=old.pending, options=old.codes[:50], language=language)
    query = old if isinstance(old, Query) else old.query
    if query.intent in ("help", "define") or (isinstance(old, Unknown) and not query.codes and not query.fields):
        return replace(thread, language=language, pending=None)
    if isinstance(old, Unknown):  # what it was about may be pointed at; that it asked cannot be asked again
        query = replace(query, intent="lookup", fields=query.fields or CARD_FIELDS, filters=(), words=())
    shown = [item.code for item in made.items]
    focus = (
        (*made.listed, *query.codes)
        if query.intent == "superlative"
        else query.codes or made.listed[:1] or thread.focus
    )
    if len(query.codes) == 1:
        focus = (*query.codes, *thread.focus)  # "and when do both end?" means this one and the one before
    focus = tuple(dict.fromkeys(focus)) if focus else tuple(dict.fromkeys(shown))
    listed = (
        made.listed if len(made.listed) > 1 or query.intent in ("list", "reverse", "search", "count") else thread.listed
    )
    return Thread(query, focus[:10], tuple(listed[:1000]), None, language, thread.options)
