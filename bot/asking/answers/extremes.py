"""The commitments of a set that stand out by a date, by length or on a scale."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.asking.answer import Draft, Note
from bot.asking.answers.refusals import undecided
from bot.asking.answers.sets import listing
from bot.asking.conditions import ORDER_KEYS, SCALES, fits
from bot.asking.evidence import Evidence
from bot.asking.frames import (
    Extreme,
    Listing,
)
from bot.records.frozen import replace

_YEARS = "substr(c.end_to, 1, 4) - substr(c.start_from, 1, 4)"


def extreme(frame: Extreme, evidence: Evidence) -> Draft:
    """The commitments that stand out by a date or by length, ties included, or the first few of them."""
    frame = replace(frame, order=frame.order or "end")
    if frame.limit and frame.order not in SCALES:
        return _first_few(frame, evidence)
    if frame.order == "duration" or frame.order in SCALES:
        return _most(frame, evidence)
    name = frame.order
    sql, params = fits(frame.where)
    first, last, day = f"c.{name}_from", f"c.{name}_to", f"c.{name}_from = c.{name}_to"
    codes = evidence.store.extreme(last, f"({sql}) AND {day}", params, highest=frame.descending)
    # a date that is known to the year stands out when all of the year lies beyond the best day that is known
    beyond = f"{first} > ?" if frame.descending else f"{last} < ?"
    best = evidence.store.columns(codes[:1], (f"{name}_to",))[codes[0]][f"{name}_to"] if codes else ""
    vague = f"({sql}) AND NOT ({day})" + (f" AND {beyond}" if codes else "")
    years = evidence.store.extreme(last, vague, [*params, *([best] if codes else [])], highest=frame.descending)
    _true, unknown = evidence.sides(frame.where, known=f"{last} IS NOT NULL")
    if not (codes or years):
        return (_by_cycle(frame, evidence) if frame.loose else None) or _undated(frame, unknown)
    reaches = f"({sql}) AND NOT ({day}) AND {last if frame.descending else first} {'>' if frame.descending else '<'} ?"
    open_ = evidence.store.codes((reaches, [*params, best])) if codes and not years else ()
    made = _standing_out(frame, evidence, years or codes, unknown, (name,))
    return replace(made, notes=(*made.notes, *undecided(years, "vague"), *undecided(open_, "uncompared")))


def _by_cycle(frame: Extreme, evidence: Evidence) -> Draft | None:
    """Those whose plans are the latest, where no day is known of any: the most recent of some that only have years."""
    sql, params = fits(frame.where)
    known = "c.cycle GLOB '[0-9][0-9][0-9][0-9]'"
    codes = evidence.store.extreme("c.cycle", f"({sql}) AND {known}", params, highest=frame.descending)
    _true, unknown = evidence.sides(frame.where, known=known)
    return _standing_out(replace(frame, order="cycle"), evidence, codes, unknown, ("cycle",)) if codes else None


def _undated(frame: Extreme, unknown: Sequence[str]) -> Draft:
    lead = Note("none_dated", {"reading": frame})
    return Draft("abstain", lead=(lead,), reason="not_stated", unknown=unknown)


def _standing_out(
    frame: Extreme, evidence: Evidence, codes: Sequence[str], unknown: Sequence[str], fields: tuple[str, ...]
) -> Draft:
    lead = Note("extreme", {"count": len(codes), "reading": replace(frame, limit=None)})
    return listing(Listing(frame.where, fields), evidence, codes, unknown, lead)


def _most(frame: Extreme, evidence: Evidence) -> Draft:
    """The longest or shortest commitments, or those highest or lowest on a scale, of those where that is known."""
    sql, params = fits(frame.where)
    for key, known in _measures(frame.order):
        codes = evidence.store.extreme(key, f"({sql}) AND {known}", params, highest=frame.descending)
        if codes:
            _dated, unknown = evidence.sides(frame.where, known=known)
            return _measured(frame, evidence, codes, unknown, key)
    return _undated(frame, evidence.sides(frame.where, known=known)[1])


def _first_few(frame: Extreme, evidence: Evidence) -> Draft:
    """The first few by a date or by length, with all that are as good as the last of them."""
    sql, params = fits(frame.where)
    for key, known in _measures(frame.order):
        order = f"{key}{' DESC' if frame.descending else ''}"
        codes, unknown = evidence.sides(frame.where, order=order, known=known)
        if first := codes[: frame.limit or 1]:
            last = _value(evidence.store.columns(first[-1:], ("start_from", "end_to"))[first[-1]], frame.order, key)
            no_worse = f"{sql} AND ({known}) AND {key} {'>=' if frame.descending else '<='} ?"
            best = evidence.store.codes((no_worse, [*params, last]), order)
            return _measured(frame, evidence, best, unknown, key)
    return _undated(frame, unknown)


def _measured(frame: Extreme, evidence: Evidence, codes: Sequence[str], unknown: Sequence[str], key: str) -> Draft:
    fields = ("start", "end") if frame.order == "duration" else (frame.order,)
    made = _standing_out(frame, evidence, codes, unknown, fields)
    return replace(made, notes=(*made.notes, *undecided(codes if key == _YEARS else (), "vague")))


def _measures(order: str) -> tuple[tuple[str, str], ...]:
    """SQL for what commitments are ordered by and whether it is known; lengths by years where no day is known."""
    key = ORDER_KEYS[order]
    if order == "duration":
        return (key, "c.start_from = c.start_to AND c.end_from = c.end_to"), (_YEARS, f"{_YEARS} IS NOT NULL")
    return ((key, f"{key} IS NOT NULL"),)


def _value(row: dict[str, str], order: str, key: str) -> str | int:
    if key == _YEARS:
        return int(row["end_to"][:4]) - int(row["start_from"][:4])
    if order != "duration":
        return row["start_from"] if order == "start" else row["end_to"]
    return (date.fromisoformat(row["end_to"]) - date.fromisoformat(row["start_from"])).days
