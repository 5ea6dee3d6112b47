"""Query + store → a draft of the answer: one function an intent, each value with its source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.asking.answers.changes import changes
from bot.asking.answers.checks import verify
from bot.asking.answers.groups import group
from bot.asking.answers.holders import reverse
from bot.asking.answers.records import duration, lookup
from bot.asking.answers.refusals import clarification, help_text, refusal
from bot.asking.answers.sets import count, list_commitments, superlative
from bot.asking.answers.texts import definitions, search_text
from bot.asking.draft import Draft, Note
from bot.asking.evidence import Evidence
from bot.asking.query import Clarify, Query, Unknown
from bot.asking.turn import Frame
from bot.records.store import Store

_INTENTS: dict[str, Callable[[Query, Evidence], Draft]] = {
    "lookup": lookup,
    "compare": lookup,
    "reverse": reverse,
    "list": list_commitments,
    "count": count,
    "group": group,
    "superlative": superlative,
    "verify": verify,
    "duration": duration,
    "define": definitions,
    "changes": changes,
    "search": search_text,
    "help": help_text,
}


def draft(frame: Frame, store: Store, as_of: date) -> Draft:
    """The answer to a frame, before it is put into words."""
    evidence = Evidence(store, as_of)
    if isinstance(frame, Clarify):
        return clarification(frame, evidence)
    if isinstance(frame, Unknown):
        return refusal(frame, evidence)
    made = _INTENTS[frame.intent](frame, evidence)
    corrections = tuple(Note("corrected", {"typed": one.typed, "taken": one.taken}) for one in frame.corrections)
    ignored = (Note("ignored", {"words": ", ".join(frame.ignored)}),) if frame.ignored else ()
    return replace(made, notes=(*made.notes, *corrections, *ignored))
