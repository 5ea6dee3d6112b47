"""Why an answer is what it is: the lattice of its words, the best readings, the frame, the plan and the rows."""

from __future__ import annotations

import json
from datetime import date

from bot.asking.answers import draft
from bot.asking.conditions import condition
from bot.asking.frames import ALL, Choose, Reading, Refuse, dumps
from bot.asking.lattice import Lattice
from bot.asking.mentions.names import NamedEntity
from bot.asking.reading import Understood, read
from bot.asking.restate import restate
from bot.asking.scoring import importance
from bot.asking.thread import EMPTY, Thread
from bot.records.store import Store

_ROWS, _READINGS = 12, 3


def explain(store: Store, question: str, *, thread: Thread = EMPTY, as_of: date, lang: str = "auto") -> str:
    """The way of a question, as text of its parts: language, lattice, readings, frame, plan, rows."""
    found = read(question, store, thread, as_of, lang)
    reading, language = found.reading, found.made.lexicon.language
    made = draft(reading, store, as_of)
    rows = [
        f"  {item.code} {item.field}: “{item.raw}” ({item.doc}, {item.start}-{item.end})" for item in made.items[:_ROWS]
    ]
    if len(made.items) > _ROWS:
        rows.append(f"  … and {len(made.items) - _ROWS} more")
    parts = [
        f"language: {language}",
        "lattice:",
        *_lattice(found.made),
        "readings:",
        *_readings(found, store, language),
        *_plan(reading, store, language),
        f"outcome: {made.outcome}" + (f" ({made.reason})" if made.reason else ""),
        f"considered: {made.scope.considered}, decidable: {made.scope.decidable}, undecided: {len(made.unknown)}",
        "rows:" if rows else "rows: none",
        *rows,
    ]
    return "\n".join(parts)


def _lattice(made: Lattice) -> list[str]:
    """Every reading of every stretch of words, with its cost."""
    lines = []
    for one in sorted(made.mentions, key=lambda one: (one.start, one.end, one.cost)):
        senses = ", ".join(sorted(f"{role} {said}" for role, said in one.senses if role != "empty"))
        if one.kind == "phrase" and not senses:
            continue
        value = senses or (
            one.value.names[0].name
            if isinstance(one.value, NamedEntity)
            else ""
            if one.value is None
            else str(one.value)
        )
        lines.append(f"  {made.words(one.start, one.end):<24} {one.kind:<8} {one.cost:.2f} {value[:80]}".rstrip())
    return lines


def _readings(found: Understood, store: Store, language: str) -> list[str]:
    """The best readings: their cost, what they are in words, what they leave out and what the documents say."""
    lines = []
    for one in found.ranked[:_READINGS]:
        p = one.pieces
        left = [
            p.words(n)
            for n, m in enumerate(p.items)
            if (n not in one.candidate.used and importance(m) > 0.3) or (m.kind == "word" and p.made.content(m.start))
        ]
        words = restate(one.frame, language, store) if one.frame is not None else ""
        lines.append(f"  {one.cost:.2f} {one.candidate.name}: {words}")
        lines += [f"       left out: {', '.join(left)}"] * bool(left)
        lines += [f"       from the thread: {', '.join(one.inherited or one.candidate.inherited)}"] * bool(
            one.inherited or one.candidate.inherited
        )
        lines += [f"       {said}" for said in one.said]
    return lines or ["  none"]


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
