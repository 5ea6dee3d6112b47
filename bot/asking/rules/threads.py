"""Rules for questions that point back at what was said before."""

from __future__ import annotations

from dataclasses import replace

from bot.asking.query import Clarify, Query
from bot.asking.rules.commitments import about
from bot.asking.rules.sets import conditions_of
from bot.asking.spotting import Spotted
from bot.asking.thread import Thread
from bot.asking.turn import CARD_FIELDS, MAX_OPTIONS, Frame, Turn


def _ordinal(turn: Turn) -> int | None:
    """Which of the last list is meant, counted from 0: "the second one"."""
    if turn.spotted.of("thread", "last_one") and turn.thread.listed:
        return len(turn.thread.listed) - 1
    hit = next((hit for hit in turn.spotted.of("thread") if hit.says.startswith("ordinal:")), None)
    return int(hit.says.split(":")[1]) - 1 if hit and turn.thread.listed else None


def thread_turn(turn: Turn) -> Frame | None:
    last = turn.thread.query
    if last is None or turn.left():
        return None
    that_many = turn.spotted.of("thread", "that_many")
    if that_many and not turn.filters and not turn.plural and turn.thread.listed:
        return replace(last, intent="count", inherited=("filters",), corrections=turn.corrections)
    ordinal = _ordinal(turn)
    if ordinal is not None:
        if not 0 <= ordinal < len(turn.thread.listed):
            pending = turn.query("lookup", fields=tuple(turn.asked.fields))
            return Clarify("no_antecedent", turn.thread.listed[:MAX_OPTIONS], pending)
        meant = about(turn, (turn.thread.listed[ordinal],), narrowed=True)
        return replace(meant, inherited=("codes",)) if isinstance(meant, Query) else meant
    if turn.has("only") and conditions_of(turn) and last.intent in ("list", "count", "reverse", "search"):
        kept = tuple(one for one in last.filters if one.field not in {new.field for new in conditions_of(turn)})
        return replace(
            last,
            intent="count" if turn.has("count") else "list",
            filters=(*kept, *conditions_of(turn)),
            inherited=("filters",),
            corrections=turn.corrections,
        )
    swaps = turn.spotted.of("thread", "swap") or turn.spotted.of("thread", "correction") or turn.has("overview")
    if swaps and conditions_of(turn) and not turn.asked.fields and last.filters:
        fresh = conditions_of(turn)
        kept = tuple(one for one in last.filters if one.field not in {new.field for new in fresh})
        return replace(last, filters=(*kept, *fresh), inherited=("intent", "filters"), corrections=turn.corrections)
    if turn.nothing_named() and turn.thread.focus and (turn.asked.fields or turn.has("duration")):
        if turn.plural:
            return None
        meant = about(turn, turn.thread.focus[:1], narrowed=False)
        return replace(meant, inherited=("codes",)) if isinstance(meant, Query) else meant
    return None


def swapped(frame: Frame, spotted: Spotted, thread: Thread) -> Frame:
    """Let "what about KR0029?" and "sorry, I meant KR0029" ask again what was asked before."""
    last = thread.query
    if not isinstance(frame, Query) or last is None or frame.fields != CARD_FIELDS or frame.intent != "lookup":
        return frame
    points_back = (
        spotted.of("thread", "swap") or spotted.of("thread", "correction") or spotted.has("intent", "overview")
    )
    asks_card = any(hit.says == "overview" and hit.size > 2 for hit in spotted.of("intent"))  # "tell me about"
    if not points_back or asks_card or not last.codes and not last.fields:
        return frame
    wording = spotted.question.text.casefold()
    if spotted.has("intent", "overview") and not spotted.of("thread", "swap") and "about" not in wording:
        return frame
    return replace(last, codes=frame.codes, filters=(), inherited=("fields",), corrections=frame.corrections)
