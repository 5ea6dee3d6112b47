"""Why an answer is what it is: what each word was taken for, the frame, the plan and the rows."""

from __future__ import annotations

import json
from datetime import date

from bot.asking.answers import draft
from bot.asking.conditions import condition
from bot.asking.frames import ALL, Choose, Reading, Refuse, dumps
from bot.asking.legacy import frame_of
from bot.asking.restate import restate
from bot.asking.spotting import spot
from bot.asking.thread import EMPTY, Thread
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
    reading = frame_of(frame)
    made = draft(reading, store, as_of)
    rows = [
        f"  {item.code} {item.field}: “{item.raw}” ({item.doc}, {item.start}-{item.end})" for item in made.items[:_ROWS]
    ]
    if len(made.items) > _ROWS:
        rows.append(f"  … and {len(made.items) - _ROWS} more")
    parts = [
        f"language: {spotted.lexicon.language}",
        "words:",
        *words,
        *_plan(reading, store, spotted.lexicon.language),
        f"outcome: {made.outcome}" + (f" ({made.reason})" if made.reason else ""),
        f"considered: {made.scope.considered}, decidable: {made.scope.decidable}, undecided: {len(made.unknown)}",
        "rows:" if rows else "rows: none",
        *rows,
    ]
    return "\n".join(parts)


def _plan(reading: Reading, store: Store, language: str) -> list[str]:
    """The frame in words and as data, or why there is none, and the SQL condition that chooses its commitments."""
    frame = reading.frame
    lines = [f"reading: {restate(frame, language, store)}", f"frame: {dumps(frame)}"]
    if isinstance(frame, Refuse):
        lines.insert(0, f"not answered: {frame.reason} {' '.join(frame.words)}".rstrip())
    if isinstance(frame, Choose):
        lines.insert(0, f"asked back: {frame.reason} {' '.join(frame.codes[:_ROWS])}".rstrip())
    where = getattr(frame, "where", ALL)
    if where == ALL:
        codes = ", ".join(getattr(frame, "codes", ())) or "no commitment"
        return [*lines, f"plan: {', '.join(getattr(frame, 'fields', ())) or type(frame).__name__.lower()} of {codes}"]
    sql, params = condition(where)
    return [*lines, f"plan: {sql} with {json.dumps(params, ensure_ascii=False)}"]
