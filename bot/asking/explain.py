"""Why an answer is what it is: what each word was taken for, the frame, the plan and the rows."""

from __future__ import annotations

import json
from datetime import date

from bot.asking.answers import draft
from bot.asking.conditions import condition
from bot.asking.query import Clarify, Query, Unknown
from bot.asking.spotting import spot
from bot.asking.thread import EMPTY, Thread
from bot.asking.turn import Frame
from bot.asking.understand import understand
from bot.records.store import Store

_ROWS = 12


def explain(store: Store, question: str, *, thread: Thread = EMPTY, as_of: date, lang: str = "auto") -> str:
    """The way of a question, as text of five parts: language, words, frame, plan, rows."""
    spotted = spot(question, store, as_of, lang, thread.language)
    frame = understand(spotted, store, thread, as_of)
    words = [
        f"  {token.text:<20} {claim or '(not understood)'}"
        for token, claim in zip(spotted.tokens, spotted.claim, strict=True)
    ]
    made = draft(frame, store, as_of)
    rows = [
        f"  {item.code} {item.field}: “{item.raw}” ({item.doc}, {item.start}-{item.end})" for item in made.items[:_ROWS]
    ]
    if len(made.items) > _ROWS:
        rows.append(f"  … and {len(made.items) - _ROWS} more")
    parts = [
        f"language: {spotted.lexicon.language}",
        "words:",
        *words,
        *_frame(frame),
        f"outcome: {made.outcome}" + (f" ({made.reason})" if made.reason else ""),
        f"considered: {made.scope.considered}, decidable: {made.scope.decidable}, undecided: {len(made.unknown)}",
        "rows:" if rows else "rows: none",
        *rows,
    ]
    return "\n".join(parts)


def _frame(frame: Frame) -> list[str]:
    """The frame, or why there is none, and the SQL condition that its filters make."""
    query = frame if isinstance(frame, Query) else frame.pending if isinstance(frame, Clarify) else frame.query
    lines = []
    if isinstance(frame, Unknown):
        lines.append(f"not answered: {frame.reason} {' '.join(frame.words)}".rstrip())
    if isinstance(frame, Clarify):
        lines.append(f"asked back: {frame.reason} {' '.join(frame.codes[:_ROWS])}".rstrip())
    lines.append(f"frame: {query.intent} {json.dumps(query.to_json(), ensure_ascii=False)}")
    if query.filters:
        sql, params = condition(query.filters, query.codes)
        lines.append(f"plan: {sql} with {json.dumps(params, ensure_ascii=False)}")
    else:
        lines.append(f"plan: {', '.join(query.fields) or query.intent} of {', '.join(query.codes) or 'no commitment'}")
    return lines
