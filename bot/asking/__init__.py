"""From a question in words to an answer whose every value is quoted from a document.

`ask` answers a question; `choose` answers the pending question of an earlier `clarify` for the chosen commitment;
`answer` a frame that no words made. `examples` are questions to begin with.
All are pure but for reading the store: the thread's memory is given and given back.
"""

from __future__ import annotations

import json
import time
from dataclasses import asdict, replace
from datetime import date

from bot.asking.answers import draft
from bot.asking.draft import Draft, Note
from bot.asking.examples import examples
from bot.asking.query import Answer, Clarify, Query, Unknown
from bot.asking.spotting import spot
from bot.asking.thread import EMPTY, Thread, query_from
from bot.asking.turn import CARD_FIELDS, Frame
from bot.asking.understand import understand
from bot.asking.wording import Wording
from bot.records.store import Store

__all__ = ["EMPTY", "Answer", "Thread", "answer", "ask", "choose", "examples"]


def ask(
    store: Store, question: str, *, thread: Thread = EMPTY, as_of: date, lang: str = "auto", page: int | None = 1
) -> tuple[Answer, Thread]:
    """Answer a question from the store, and give back what the thread remembers of it.

    `as_of` is the day that "overdue" and "next week" are reckoned from; `lang` one of `auto`, `en`, `es`, `fr`, `ko`;
    `page` which page of a long list is shown, None for the whole list.
    """
    began = time.perf_counter()
    spotted = spot(question, store, as_of, lang, thread.language)
    frame = understand(spotted, store, thread, as_of)
    if page != 1 and isinstance(frame, Query):
        frame = replace(frame, page=page)
    return _answer(frame, store, question, thread, as_of, spotted.lexicon.language, began)


def choose(
    store: Store, pending: str, code: str, *, thread: Thread = EMPTY, as_of: date, lang: str = "auto"
) -> tuple[Answer, Thread]:
    """Answer the question that waited for a choice (`Answer.pending`) for the commitment `code`.

    Raises ValueError where `pending` is no frame.
    """
    began = time.perf_counter()
    try:
        query = query_from(json.loads(pending))
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"this is no pending question: {error}") from error
    if query is None:
        raise ValueError("this is no pending question")
    language = thread.language if lang == "auto" else lang
    frame: Frame = replace(query, codes=(code,))
    if not store.existing([code]):
        frame = Unknown("no_such_code", query, (code,))
    return _answer(frame, store, code, thread, as_of, language, began)


def answer(store: Store, query: Query, *, as_of: date, lang: str) -> Answer:
    """Answer a frame that no words made, such as that of a form, in the language `lang`."""
    return _answer(query, store, "", EMPTY, as_of, lang, time.perf_counter())[0]


def _answer(
    frame: Frame, store: Store, question: str, thread: Thread, as_of: date, language: str, began: float
) -> tuple[Answer, Thread]:
    made = draft(frame, store, as_of)
    if made.outcome == "help":
        offered = examples(store, as_of=as_of, lang=language)
        made = replace(made, lead=(*made.lead, *(Note("example", {"question": one}) for one in offered)))
    worded = Wording(language).put(made)
    query = frame if isinstance(frame, Query) else frame.pending if isinstance(frame, Clarify) else frame.query
    pending = None
    if isinstance(frame, Clarify):
        pending = json.dumps(asdict(frame.pending), ensure_ascii=False, separators=(",", ":"))
    answer = Answer(
        query=question,
        as_of=as_of.isoformat(),
        lang=language,
        outcome=made.outcome,
        intent=query.intent if made.outcome != "help" else "help",
        frame=query.to_json(),
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
        confidence=made.confidence * query.confidence,
        pending=pending,
        ms=(time.perf_counter() - began) * 1000,
    )
    return answer, _remember(frame, made, thread, language)


def _remember(frame: Frame, made: Draft, thread: Thread, language: str) -> Thread:
    """What a follow-up may point back to; a question that was not understood changes nothing."""
    if isinstance(frame, Clarify):
        return replace(thread, pending=frame.pending, options=frame.codes[:50], language=language)
    query = frame if isinstance(frame, Query) else frame.query
    if query.intent in ("help", "define") or (isinstance(frame, Unknown) and not query.codes and not query.fields):
        return replace(thread, language=language, pending=None)
    if isinstance(frame, Unknown):  # what it was about may be pointed at; that it asked cannot be asked again
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
