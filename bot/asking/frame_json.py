"""What the answer object says of a frame: its kind, the contract's keys, and the intent."""

from __future__ import annotations

from typing import Any

from bot.asking.answer import Intent
from bot.asking.frames import (
    ALL,
    INTENTS,
    Choose,
    Condition,
    Define,
    FindText,
    Frame,
    Has,
    Holder,
    Listing,
    Lookup,
    Not,
    Rank,
    Reachable,
    Reading,
    Refuse,
    Same,
    Several,
    Share,
    Verify,
    tests,
)


def intent_of(frame: Frame) -> Intent | None:
    """The contract's intent of a frame; that of what is pending where a choice is open."""
    if isinstance(frame, Choose):
        return intent_of(frame.pending)
    if isinstance(frame, Several):
        return intent_of(frame.parts[0])
    if isinstance(frame, Lookup) and len(frame.codes) > 1 and not frame.once:
        return "compare"
    if isinstance(frame, Listing):
        fields = {(one.field, one.op) for one in tests(frame.where)}
        return "search" if ("text", "mentions") in fields else "reverse" if ("person", "is") in fields else "list"
    if isinstance(frame, Refuse) and frame.reason in ("out_of_scope", "refused"):
        return "help"
    return INTENTS.get(type(frame))  # type: ignore[return-value]


def frame_json(reading: Reading) -> dict[str, Any]:
    """A reading as the contract's JSON shows it; of a choice, what waits for it."""
    frame = reading.frame
    shown: Frame = frame.pending if isinstance(frame, Choose) else frame
    out: dict[str, Any] = {
        "kind": type(frame).__name__.lower(),
        "codes": list(_codes(shown)),
        "fields": list(_fields(shown)),
        "filters": [one for where in _conditions(shown) for one in _filters(where)],
        "inherited": list(reading.inherited),
        "corrections": [{"from": one.typed, "to": one.taken} for one in reading.corrections],
        "ignored_words": list(reading.ignored),
    }
    if by := getattr(shown, "by", None):
        out["group"] = by
    if order := "count" if isinstance(shown, Rank) else getattr(shown, "order", ""):
        out["order"] = order
    for name in ("limit", "since", "until"):
        if value := getattr(shown, name, None):
            out[name] = value
    if words := _words(shown):
        out["words"] = list(words)
    if isinstance(frame, Several):
        out["parts"] = [frame_json(Reading(part)) for part in frame.parts]
    return out


def _codes(frame: Frame) -> tuple[str, ...]:
    if isinstance(frame, Reachable):
        return (frame.code,)
    named = [one.values for where in _conditions(frame) for one in tests(where) if one.op == "among"]
    return getattr(frame, "codes", None) or (named[0] if len(named) == 1 else ())


def _fields(frame: Frame) -> tuple[str, ...]:
    if isinstance(frame, Same | Reachable):
        return (frame.field,)
    return getattr(frame, "fields", ())


def _words(frame: Frame) -> tuple[str, ...]:
    if isinstance(frame, Define):
        return frame.terms
    if isinstance(frame, Holder | Reachable):
        return (frame.typed,)
    return frame.words if isinstance(frame, FindText) else ()


def _conditions(frame: Frame) -> tuple[Condition, ...]:
    """Every condition that a frame speaks of."""
    where = getattr(frame, "where", ALL)
    if isinstance(frame, Share | Verify):
        return where, frame.part if isinstance(frame, Share) else frame.of
    return getattr(frame, "sets", (where,))


def _filters(where: Condition, *, negated: bool = False) -> list[dict[str, Any]]:
    """Each test of a condition, but that of codes, which have a place of their own."""
    if isinstance(where, Has):
        if where.op == "among":
            return []
        shown = [where.label] if where.label else list(where.values)
        return [{"field": where.field, "op": where.op, "values": shown, "negated": negated}]
    if isinstance(where, Not):
        return _filters(where.part, negated=not negated)
    return [one for part in where.parts for one in _filters(part, negated=negated)]
