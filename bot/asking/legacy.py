"""The frames of the rules under `rules/` as frames of `frames.py`, until questions are read into these directly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.asking import conditions
from bot.asking.frames import (
    ALL,
    CARD_FIELDS,
    Changes,
    Choose,
    Condition,
    Count,
    Define,
    Duration,
    Extreme,
    FindText,
    Frame,
    Group,
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
    Stands,
    Talk,
    Verify,
    all_of,
    among,
    any_of,
)
from bot.asking.query import Clarify, Filter, Query, Unknown

_SENTENCES: dict[tuple[str, ...], str] = {("mention",): "slack_mention", ("search",): "no_words"}


def condition(filters: Sequence[Filter], codes: Sequence[str] = ()) -> conditions.Sql:
    """All of `filters` at once, within `codes` where given, as SQL."""
    return conditions.condition(where(filters, codes))


def where(filters: Sequence[Filter], codes: Sequence[str] = ()) -> Condition:
    """The condition that filters make."""
    parts = [_test(one) for one in filters]
    return all_of(*([among(tuple(codes))] if codes else []), *parts) if parts or codes else ALL


def _test(one: Filter) -> Condition:
    test: Condition
    if one.op == "either":
        test = any_of(*map(_test, one.parts))
    else:
        test = Has(one.field, "among" if one.op == "named" else one.op, one.values, one.label)
    return Not(test) if one.negated else test


def frame_of(old: Query | Clarify | Unknown) -> Reading:
    """The reading that an old frame is."""
    if isinstance(old, Clarify):
        query = old.pending
        frame: Frame = Choose(old.reason, old.codes, _frame(query), old.named)
    elif isinstance(old, Unknown):
        query = old.query
        frame = _refusal(old)
    else:
        query, frame = old, _frame(old)
    return Reading(frame, query.corrections, query.inherited, query.ignored, query.confidence)


def _refusal(old: Unknown) -> Frame:
    if old.query.words == ("polite",):
        return Talk("polite")
    return Refuse(old.reason, old.words, old.query.codes, old.query.fields, _SENTENCES.get(old.query.words, ""))


def _frame(query: Query) -> Frame:
    held = where(query.filters, query.codes)
    match query.intent:
        case "lookup" | "compare":
            card = query.fields == CARD_FIELDS or set(query.fields) >= {"lead_institution", "support_institutions"}
            person = query.words[:1] == ("person",)
            return Lookup(query.codes, query.fields, card, query.words == ("code",), person)
        case "reverse" if query.words[:1] != ("person",):
            return Holder(query.words[0], query.words[1], query.fields)
        case "count":
            return Count(held)
        case "group":
            return Group(held, query.group or "country")
        case "superlative" if query.order == "count":
            return Rank(held, query.group or "country", query.descending, query.limit or 1)
        case "superlative":
            return Extreme(held, query.order or "end", query.descending)
        case "verify":
            return _verified(query)
        case "duration":
            return Duration(query.codes, query.words == ("left",))
        case "define":
            return Define(query.words, query.fields)
        case "changes":
            previous = query.words == ("previous",)
            return Changes(held, query.fields, query.since or "", query.until or "", previous)
        case "search" if not any(part.op == "mentions" for one in query.filters for part in (one, *one.parts)):
            return FindText(query.words, query.near, held)
        case "help":
            return Talk("help")
    return Listing(held, query.fields, query.order or "", query.descending, query.limit, query.page)


def _verified(query: Query) -> Frame:
    if query.words == ("same",):
        return Same(query.codes, query.fields[0])
    if query.words[:1] == ("contact",):
        return Reachable(query.codes[0], query.words[1], query.words[2])
    if query.words == ("first",):
        return Stands(query.codes, query.order or "end", query.descending)
    return Verify(where(query.filters), query.codes)


def query_of(frame: Frame, pending: Query | None) -> Query:
    """What a thread remembers of a pending frame whose commitment was chosen."""
    codes = tuple(getattr(frame, "codes", ()))
    if pending is not None:
        return replace(pending, codes=codes)
    fields = frame.fields if isinstance(frame, Lookup) else CARD_FIELDS
    return Query("lookup", codes=codes, fields=fields)
