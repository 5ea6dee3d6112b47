"""What is changed in a frame before it is answered: sets compared by a field, a field that only its sibling states."""

from __future__ import annotations

from bot.asking.conditions import fits
from bot.asking.constructions.form import GROUPED
from bot.asking.frames import (
    AnyOf,
    Compare,
    Condition,
    Frame,
    Group,
    Has,
    Listing,
    Lookup,
    Not,
    Rank,
    Several,
    all_of,
    among,
    conjuncts,
)
from bot.asking.lattice import Lattice
from bot.asking.scoring import Scored
from bot.records.frozen import replace


def adjusted(frame: Frame, best: Scored, made: Lattice) -> tuple[Frame, tuple[str, ...]]:
    """The frame as it is answered, and the words that it leaves out."""
    return _compared(_stated_instead(frame, made), best)


def _compared(frame: Frame, best: Scored) -> tuple[Frame, tuple[str, ...]]:
    """The frame, of a comparison by a field its groups: "compare the two plans *on completion*"; what it leaves out."""
    p = best.pieces
    by = _grouped_by(frame)
    if by is not None and p.said("intent", "compare"):  # "compare Georgia and Armenia by completion"
        shared = conjuncts(by.where)
        if sides := next((one for one in shared if isinstance(one, AnyOf)), None):
            rest = [one for one in shared if one != sides]
            return Several(tuple(replace(by, where=all_of(*rest, side)) for side in sides.parts)), ()
    left = sorted(set(p.asks) - best.candidate.used) if isinstance(frame, Compare) else []
    fields = [name for n in left for name in p.asks[n][:1] if name in GROUPED]
    if isinstance(frame, Compare) and not frame.asks and len(left) == len(fields) == 1:
        return Several(tuple(Group(where, fields[0]) for where in frame.sets)), ()
    return frame, tuple(p.words(n) for n in left)


def _grouped_by(frame: Frame) -> Group | None:
    """The groups that a frame is, or those of a list with one field: "compare them on *how far along* they are"."""
    if isinstance(frame, Listing) and len(frame.fields) == 1 and frame.fields[0] in GROUPED:
        return Group(frame.where, frame.fields[0])
    return frame if isinstance(frame, Group) else None


_SIBLINGS = {"status": "completion", "completion": "status", "ambition": "potential_impact"}
"""Fields that tell much the same in another year's words: how far a commitment is, and how far it would reach."""


def _stated_instead(frame: Frame, made: Lattice) -> Frame:
    """A frame with a field's sibling, where only that one is stated: beside it, of groups in its place."""
    if isinstance(frame, Group | Rank) and (other := _SIBLINGS.get(frame.by)):
        only_other = _is_stated(other, frame.where, made) and not _is_stated(frame.by, frame.where, made)
        return replace(frame, by=other) if only_other else frame
    if isinstance(frame, Lookup) and frame.codes and len(frame.fields) == 1 and frame.fields[0] in _SIBLINGS:
        name = frame.fields[0]
        members = made.store.columns(list(frame.codes), ("prefix",)).values()
        theirs = Has("country", "is", tuple(sorted({str(row["prefix"]) for row in members})))
        if _is_stated(_SIBLINGS[name], among(frame.codes), made) and not _is_stated(name, theirs, made):
            return replace(frame, fields=(name, _SIBLINGS[name]))  # nobody of that member states it
    return frame


def _is_stated(name: str, where: Condition, made: Lattice) -> bool:
    return made.store.has_any(*fits(all_of(where, Not(Has(name, "missing", (), name)))))
