"""The groups that a thread's last answer counted, and what a follow-up says of one: "those of the *second country*"."""

from __future__ import annotations

from collections.abc import Iterator

from bot.asking.conditions import fits
from bot.asking.frames import Condition, Group, Has, Rank
from bot.asking.lattice import Lattice, ordinals
from bot.asking.pieces import Cond, Pieces
from bot.asking.thread import Thread
from bot.records.condition_queries import BLANK
from bot.records.fields import FIELD
from bot.records.names import name_key
from bot.records.store import Store

_IN_ORDER = ("cycle", "start", "end", "action_plan")
"""Fields whose groups stand in the order of their values."""
_KINDS = {"lead_institution": "institution", "support_institutions": "institution", "person": "person"}
_KEYED = ("policy_areas", "ogp_values")


def group_pointed(p: Pieces, thread: Thread) -> Iterator[tuple[Condition, Cond, set[int]]]:
    """The set of the last answer, what says which of its groups is meant, and the mentions that say so."""
    frame = thread.turns[-1].frame if thread.turns else None
    if not isinstance(frame, Group | Rank) or p.named:
        return
    for number, one in enumerate(p.items):
        asks = {n for n in (number + 1, number - 1) if n in p.asks and frame.by in p.asks[n]}
        said = asks or p.said("thread", "one") or one.end - one.start > 1  # "the second country", "the first one"
        for place in ordinals(one) if said else ():
            if test := _value_at(frame, place, p.made.store):
                cond = Cond(test, one.start, one.end, frozenset({number, *asks}), "place")
                yield frame.where, cond, asks


def _value_at(frame: Group | Rank, place: int, store: Store) -> Has | None:
    """The value of the group that stood at a place of the answer, as a condition."""
    found = [(str(value), count) for value, count in store.field_groups(frame.by, *fits(frame.where)) if value]
    rows = [row for row in found if row[0] != str(BLANK)]
    down = not isinstance(frame, Rank) or frame.descending
    rows.sort(key=lambda row: (-row[1] if down else row[1], row[0]))
    if isinstance(frame, Group) and frame.by in _IN_ORDER:
        return None
    if isinstance(frame, Group) and frame.comparison:
        rows = [row for row in rows if _COMPARES[frame.comparison](row[1], frame.number)]
    return _test(frame.by, rows[place - 1][0], store) if place <= len(rows) else None


_COMPARES = {">": int.__gt__, "<": int.__lt__, ">=": int.__ge__, "<=": int.__le__}


def _test(by: str, value: str, store: Store) -> Has | None:
    if by == "country":
        return Has("country", "is", tuple(prefix for prefix, name in store.countries() if name == value), value)
    if by in _KINDS:
        names = store.names_with(tuple(name_key(value).split()), _KINDS[by])
        ids = tuple(str(name.id) for name in names if name.name == value)
        return Has(by, "is", ids, value) if ids else None
    if by in _KEYED:
        return Has(by, "is", (name_key(value),), value)
    return Has(by, "is", (value,), value) if by in FIELD and FIELD[by].kind in ("choice", "yesno") else None


def points_at_country(made: Lattice) -> bool:
    """Whether an ordinal stands at the word for a country: "the *first country*" is one of an answer."""
    places = [one for one in made.mentions if one.kind == "phrase" and one.says("ask", "country")]
    edges = {one.start for one in places} | {one.end for one in places}
    return any(ordinals(one) and edges & {one.start, one.end} for one in made.mentions if one.kind == "phrase")
