"""What a thread remembers: its turns, what a follow-up may point at, and the same question of another set.

A turn keeps its frame, the condition that chose its commitments, and those that it showed, in their order; never its
text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from bot.asking.frames import (
    ALL,
    AnyOf,
    Changes,
    Compare,
    Condition,
    Count,
    Define,
    Duration,
    Exceeds,
    Extreme,
    FindText,
    Frame,
    Group,
    Has,
    Listing,
    Lookup,
    Not,
    Rank,
    Refuse,
    Same,
    Share,
    Stands,
    Verify,
    all_of,
    among,
    conjuncts,
    from_data,
    tests,
    to_data,
)
from bot.records.fields import FIELD
from bot.records.frozen import dataclass, replace

TURNS = 8
_LISTED = 300


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a thread: its frame, what chose its commitments, and those shown (`whole`: all there were).

    `beside` are the questions that stood before it in the same message.
    """

    frame: Frame
    where: Condition | None = None
    listed: tuple[str, ...] = ()
    beside: tuple[Frame, ...] = ()


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread's memory, the last turn last; `pending` waits for a choice among `options`."""

    turns: tuple[Turn, ...] = ()
    language: str = "en"
    pending: Frame | None = None
    options: tuple[str, ...] = ()

    def to_json(self) -> str:
        """The memory as a JSON text, for storing."""
        turns = [
            {"frame": to_data(t.frame), "where": to_data(t.where), "listed": list(t.listed)}
            | ({"beside": [to_data(one) for one in t.beside]} if t.beside else {})
            for t in self.turns
        ]
        data = {
            "version": 2,
            "turns": turns,
            "language": self.language,
            "pending": to_data(self.pending),
            "options": list(self.options),
        }
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Thread:
        """The memory that `to_json` wrote; ValueError where the text is none."""
        try:
            data = json.loads(text)
            turns = tuple(
                Turn(
                    from_data(t["frame"]),
                    from_data(t["where"]),
                    tuple(t["listed"]),
                    tuple(map(from_data, t.get("beside", ()))),
                )
                for t in data["turns"]
            )
            return cls(turns, data["language"], from_data(data["pending"]), tuple(data["options"]))
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"this is no thread's memory: {error}") from error


EMPTY = Thread()


def remembered(thread: Thread, frame: Frame, where: Condition | None, listed: Sequence[str], language: str) -> Thread:
    """The memory with one more turn; commitments that are spoken of again are still those that were described."""
    if where is None and thread.turns and codes_of(frame) and codes_of(frame) == codes_of(thread.turns[-1].frame):
        where = thread.turns[-1].where
    if isinstance(frame, Extreme) and not frame.limit and 1 < len(listed) <= _LISTED:
        where = among(tuple(listed))  # those that stand out together are what is spoken of
    return Thread((*thread.turns, Turn(frame, where, tuple(listed[:_LISTED])))[-TURNS:], language)


# -- what a follow-up may point at -------------------------------------------------------------------------------------


def codes_of(frame: Frame) -> tuple[str, ...]:
    """The commitments that a frame names."""
    return tuple(getattr(frame, "codes", ()) or ()) if not isinstance(frame, Refuse) or frame.codes else ()


_TIES = 12
"""Commitments that stand out together and are spoken of as one answer: "its lead?" is the lead of each."""


def focus(thread: Thread) -> list[tuple[str, int]]:
    """The commitments spoken of, the latest first, each with how many turns ago that was."""
    found: dict[str, int] = {}
    for ago, turn in enumerate(reversed(thread.turns)):
        named = codes_of(turn.frame) or (turn.listed if len(turn.listed) == 1 else ())
        if isinstance(turn.frame, Stands) or (isinstance(turn.frame, Extreme) and turn.frame.limit):
            named = turn.listed[:3]
        elif isinstance(turn.frame, Extreme):  # of many that end on one day none is "that one"
            named = turn.listed if len(turn.listed) <= _TIES else ()
        if isinstance(turn.frame, FindText):
            named = turn.listed[:1]
        whole = where_of(turn.frame)
        if named and whole is not None:  # one of several that were named: "and the other one?"
            named = (
                *named,
                *(code for test in tests(whole) if test.op == "among" for code in test.values if len(test.values) <= 3),
            )
        for code in named:
            found.setdefault(code, ago)
    return list(found.items())


def last_set(thread: Thread) -> tuple[Condition, int] | None:
    """The condition of the set last spoken of, and how many turns ago."""
    return next(sets_of(thread), None)


def sets_of(thread: Thread) -> Iterator[tuple[Condition, int]]:
    """The conditions of the sets spoken of, the last one first, and how many turns ago."""
    for ago, turn in enumerate(reversed(thread.turns)):
        where = _meant(turn.frame) or where_of(turn.frame)
        if where is not None:
            yield (turn.where if isinstance(turn.frame, Rank | Extreme) and turn.where is not None else where), ago


def _meant(frame: Frame) -> Condition | None:
    """The commitments that a mark is of whose meaning was asked: "what is starred?", "how many got one?"."""
    marks = [name for name in frame.fields if FIELD[name].kind == "yesno"] if isinstance(frame, Define) else []
    return Has(marks[0], "is", ("yes",), marks[0]) if marks else None


def where_of(frame: Frame) -> Condition | None:
    """The set that a frame speaks of, None where it is of named commitments."""
    if isinstance(frame, Listing | Count | Group | Rank | Extreme | Exceeds):
        return frame.where
    if isinstance(frame, Share):
        return all_of(frame.where, frame.part)
    if isinstance(frame, Verify) and not frame.codes:
        return all_of(frame.of, frame.where)
    if isinstance(frame, Compare):
        shared = [part for part in conjuncts(frame.sets[0]) if all(part in conjuncts(one) for one in frame.sets)]
        own = [part for one in frame.sets for part in conjuncts(one) if part not in shared]
        return all_of(*shared, AnyOf(tuple(dict.fromkeys(own)))) if own else all_of(*shared)
    return None


# -- the same question of others ---------------------------------------------------------------------------------------


def with_where(frame: Frame, where: Condition) -> Frame | None:
    """The same question of another set."""
    if isinstance(frame, Listing):
        return replace(frame, where=where, page=1)
    if isinstance(frame, Count | Group | Rank | Extreme | Exceeds):
        return replace(frame, where=where)
    if isinstance(frame, Verify) and not frame.codes:
        return replace(frame, where=where, of=ALL, quantity="any") if frame.quantity == "any" else Listing(where)
    if isinstance(frame, Share):
        part = [one for one in conjuncts(frame.part) if one in conjuncts(where)]
        rest = [one for one in conjuncts(where) if one not in part]
        return replace(frame, where=all_of(*rest), part=all_of(*part)) if part else Count(where)
    if isinstance(frame, Compare):
        return Count(where)
    return None


def with_codes(frame: Frame, codes: tuple[str, ...]) -> Frame | None:
    """The same question of other commitments."""
    if isinstance(frame, Lookup | Duration | Same | Stands):
        return replace(frame, codes=codes)
    if isinstance(frame, Verify) and frame.quantity == "each":
        return replace(frame, codes=codes)
    if isinstance(frame, Changes):
        return replace(frame, where=among(codes))
    if isinstance(frame, Refuse) and (frame.codes or frame.reason == "no_such_code"):
        return (
            Lookup(codes, frame.fields, card=False)
            if frame.fields
            else replace(frame, codes=codes)
            if frame.reason != "no_such_code"
            else None
        )
    return None


FINDINGS = frozenset({"completion", "potential_impact", "specificity", "early_results", "starred", "status"})
SCOPE = frozenset({"country", "action_plan", "cycle"})
"""What tells where commitments are of, and says nothing of them."""
_TOPIC = frozenset({"policy_areas", "text", "ogp_values"})
BODY_FIELDS = frozenset(
    {"lead_institution", "support_institutions", "body", "institutions", "other_government", "other_actors"}
)


def _slot(test: Has) -> str:
    return "topic" if test.field in _TOPIC else "body" if test.field in BODY_FIELDS else test.field


def slots_of(where: Condition) -> set[str]:
    """The kinds of things that a condition is about: of two of the same kind one takes the other's place."""
    return {_slot(test) for test in tests(where)}


def merged(old: Condition, own: list[Condition], *, narrow: bool) -> Condition:
    """The old set with new conditions: one of the same kind is exchanged, unless the new ones only narrow it."""
    kept = []
    for part in conjuncts(old):
        exchanged = any(
            (isinstance(new, Not) and (new.part == part or part == new))
            or (isinstance(part, Not) and part.part == new)
            or (not narrow and not isinstance(new, Not) and slots_of(new) & slots_of(part))
            for new in own
        )
        if not exchanged:
            kept.append(part)
    return all_of(*kept, *own)
