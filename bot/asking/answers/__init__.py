"""Frame + store → a draft of the answer: one function a kind of frame, each value with its source."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from bot.asking.answer import Draft, Note, Scope
from bot.asking.answers.about import about, definitions, talk
from bot.asking.answers.checks import reachable, same, stands, verify
from bot.asking.answers.extremes import extreme
from bot.asking.answers.numbers import compare, count, exceeds, group, rank, share
from bot.asking.answers.records import changes, duration, find_text, holder, lookup
from bot.asking.answers.refusals import choice, refusal
from bot.asking.answers.sets import list_commitments
from bot.asking.conditions import fits
from bot.asking.evidence import SHOWN, Evidence
from bot.asking.frames import (
    About,
    Changes,
    Choose,
    Compare,
    Count,
    Define,
    Duration,
    Exceeds,
    Extreme,
    FindText,
    Frame,
    Group,
    Has,
    Holder,
    Listing,
    Lookup,
    Rank,
    Reachable,
    Reading,
    Refuse,
    Same,
    Several,
    Share,
    Stands,
    Talk,
    Verify,
    conjuncts,
    tests,
)
from bot.records.condition_queries import joined
from bot.records.frozen import replace
from bot.records.store import Store

_ANSWERS: dict[type, Callable[[Any, Evidence], Draft]] = {
    Lookup: lookup,
    Listing: list_commitments,
    Count: count,
    Group: group,
    Rank: rank,
    Extreme: extreme,
    Share: share,
    Verify: verify,
    Exceeds: exceeds,
    Same: same,
    Stands: stands,
    Reachable: reachable,
    Compare: compare,
    Duration: duration,
    FindText: find_text,
    Holder: holder,
    Define: definitions,
    Changes: changes,
    About: about,
    Talk: talk,
    Refuse: refusal,
    Choose: choice,
}


def draft(reading: Reading, store: Store, as_of: date, rows: int | None = SHOWN) -> Draft:
    """The answer to a question as it was read, before it is put into words; `rows` of a long list, None all."""
    made = draft_frame(reading.frame, Evidence(store, as_of, rows))
    corrections = tuple(Note("corrected", {"typed": one.typed, "taken": one.taken}) for one in reading.corrections)
    # words that stand between a question and its answer are told by the refusal itself
    ignored = reading.ignored if made.outcome in ("answer", "abstain") and not isinstance(reading.frame, Refuse) else ()
    unused = (Note("ignored", {"words": ", ".join(ignored)}),) if ignored else ()
    part = (Note("part", {"words": reading.part}),) if reading.part else ()
    return replace(made, notes=(*made.notes, *corrections, *unused, *part))


def draft_frame(frame: Frame, evidence: Evidence) -> Draft:
    """The answer to a frame."""
    if isinstance(frame, Several):
        return _several(frame, evidence)
    if _names_none(frame):
        frame = Choose("no_antecedent", (), frame)
    made = _ANSWERS[type(frame)](frame, evidence)
    if made.outcome != "answer":
        return made
    return replace(made, notes=(*made.notes, *_gaps(frame, evidence), *_columns(frame, evidence)))


def _gaps(frame: Frame, evidence: Evidence) -> tuple[Note, ...]:
    """What stands in a field that a set is without: “NR” is not the same as a blank."""
    if not isinstance(frame, Listing | Count):
        return ()
    names = [test.field for test in conjuncts(frame.where) if isinstance(test, Has) and test.op == "missing"]
    found = [evidence.store.written_gaps(name, fits(frame.where)) for name in names]
    return tuple(Note("written_gaps", {"counted": gaps}) for gaps in found if gaps)


def _columns(frame: Frame, evidence: Evidence) -> tuple[Note, ...]:
    """From which columns of a table that has several for it a field is read that a set is chosen or grouped by."""
    if not isinstance(frame, Listing | Count | Group | Rank | Extreme | Share | Compare | Verify):
        return ()
    wheres = frame.sets if isinstance(frame, Compare) else (frame.where,)
    names = dict.fromkeys(test.field for where in wheres for test in tests(where))
    names |= dict.fromkeys([frame.by] if isinstance(frame, Group | Rank) else [])
    found = {name: evidence.store.columns_of(name) for name in names}
    return tuple(Note("columns", {"fields": (name,), "counted": columns}) for name, columns in found.items() if columns)


def _names_none(frame: Frame) -> bool:
    """Whether a frame that is about named commitments names none."""
    if isinstance(frame, Verify):
        return frame.quantity == "each" and not frame.codes
    return isinstance(frame, Lookup | Duration | Same | Stands) and not frame.codes


def _several(frame: Several, evidence: Evidence) -> Draft:
    """The answers to the questions of one message, one after the other; what they show is cited together."""
    parts = [draft_frame(one, evidence) for one in frame.parts]
    answered = [one for one in parts if one.outcome == "answer"]
    first = (answered or parts)[0]
    others = [one.result for one in answered if one.result is not None]
    return Draft(
        first.outcome,
        items=tuple(item for one in parts for item in one.items),
        result=first.result if len(others) < 2 else {**(first.result or {}), "parts": others},
        unknown=joined([one.unknown for one in parts]),
        scope=Scope(max(one.scope.considered for one in parts), min(one.scope.decidable for one in parts)),
        reason=first.reason,
        options=first.options,
        options_total=first.options_total,
        confidence=min(one.confidence for one in parts),
        listed=joined([one.listed for one in parts]),
        entries=tuple(entry for one in parts for entry in one.entries),
        parts=tuple(parts),
    )
