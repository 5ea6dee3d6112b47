"""Lists, counts and the commitments that stand out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.asking.answers.groups import most
from bot.asking.answers.refusals import undecided
from bot.asking.conditions import ORDER_KEYS, condition
from bot.asking.draft import Draft, Entry, Note
from bot.asking.evidence import Evidence, Finding
from bot.asking.query import Query
from bot.records.fields import FIELD

SHOWN = 15
"""Commitments of a list that are shown at once: a Slack message holds about as many."""


def list_commitments(query: Query, evidence: Evidence) -> Draft:
    """The commitments that fit, in the order asked for."""
    codes, unknown = evidence.sides(query.filters, query.codes, order=_list_order(query))
    return listing(query, evidence, codes, unknown, Note("found", {"count": len(codes)}))


def _list_order(query: Query) -> str:
    if query.order in ORDER_KEYS:
        key = ORDER_KEYS[query.order]
        return f"{key} IS NULL, {key}{' DESC' if query.descending else ''}"
    dated = next((one.field for one in query.filters if one.field in ("start", "end") and one.op == "within"), None)
    return f"c.{dated}_to" if dated else ""


def listing(query: Query, evidence: Evidence, codes: Sequence[str], unknown: Sequence[str], lead: Note) -> Draft:
    """A list of commitments with the values that tell why each is there; undecided ones are counted."""
    if query.limit and query.order:
        codes = codes[: query.limit]
    shown, after = _page(codes, query)
    sorting = (
        ("start", "end") if query.order == "duration" else (query.order,) if query.order in ("start", "end") else ()
    )
    fields = tuple(dict.fromkeys(("title", *query.fields, *_told_by(query), *sorting)))
    found = evidence.findings(shown, fields)
    titles = evidence.titles(shown)
    entries = tuple(
        Entry(code, titles[code], tuple(one for one in findings if _is_told(one, query)))
        for code, findings in found.items()
    )
    items = tuple(
        item
        for findings in found.values()
        for one in findings
        for item in one.items
        if one.state == "value" or one.field != "title"
    )
    notes = []
    if after:
        notes.append(Note("more", {"count": after}))
    notes += undecided(unknown)
    return Draft(
        "answer",
        lead=(lead,),
        entries=entries,
        notes=tuple(notes),
        items=items,
        unknown=tuple(unknown),
        listed=tuple(codes),
        scope=evidence.scope(undecided=len(unknown)),
        result={"type": "set", "value": list(codes)},
    )


def _is_told(finding: Finding, query: Query) -> bool:
    """What stands beside a title: what is stated, and of what was asked for also that it is not."""
    return finding.field != "title" and (finding.state in ("value", "blank") or finding.field in query.fields)


def _page(codes: Sequence[str], query: Query) -> tuple[list[str], int]:
    """The commitments of the page that is asked for, and how many come after it."""
    if query.page is None:
        return list(codes), 0
    size = query.limit or SHOWN
    end = query.page * size
    return list(codes[end - size : end]), max(len(codes) - end, 0)


def _told_by(query: Query) -> list[str]:
    """Fields that the filters speak of: shown beside each commitment, so that one sees why it is there."""
    fields: list[str] = []
    for one in query.filters:
        if one.op == "missing" or one.field in ("country", "cycle", "page", "text"):
            continue
        if one.field == "running":
            fields += ["start", "end"]
        elif one.field in ("start", "end", "status", "completion", "early_results") or (
            one.field in FIELD and FIELD[one.field].kind in ("choice", "yesno")
        ):
            fields.append(one.field)
    return fields


def count(query: Query, evidence: Evidence) -> Draft:
    """How many commitments fit."""
    codes, unknown = evidence.sides(query.filters, query.codes)
    made = listing(replace(query, limit=5), evidence, codes, unknown, Note("", {}))
    count = len(made.listed)
    notes = tuple(note for note in made.notes if note.key != "more")
    return replace(
        made,
        lead=(Note("count", {"count": count}),),
        entries=made.entries if count <= 5 else (),
        notes=notes,
        items=made.items if count <= 5 else (),
        result={"type": "count", "value": count},
    )


def superlative(query: Query, evidence: Evidence) -> Draft:
    """The commitments that stand out by a date or by length, ties included."""
    if query.order == "count":
        return most(query, evidence)
    if query.order == "duration":
        return _longest(query, evidence)
    name = query.order or "end"
    sql, params = condition(query.filters, query.codes)
    first, last, day = f"c.{name}_from", f"c.{name}_to", f"c.{name}_from = c.{name}_to"
    codes = evidence.store.extreme(last, f"({sql}) AND {day}", params, highest=query.descending)
    # a date that is known to the year stands out when all of the year lies beyond the best day that is known
    beyond = f"{first} > ?" if query.descending else f"{last} < ?"
    best = evidence.store.columns(codes[:1], (f"{name}_to",))[codes[0]][f"{name}_to"] if codes else ""
    vague = f"({sql}) AND NOT ({day})" + (f" AND {beyond}" if codes else "")
    years = evidence.store.extreme(last, vague, [*params, *([best] if codes else [])], highest=query.descending)
    _true, unknown = evidence.sides(query.filters, query.codes, known=f"({last} IS NOT NULL OR NULL)")
    if not (codes or years):
        return Draft("abstain", lead=(Note("none_dated"),), reason="not_stated", unknown=tuple(unknown))
    reaches = f"({sql}) AND NOT ({day}) AND {last if query.descending else first} {'>' if query.descending else '<'} ?"
    open_ = evidence.store.select(reaches, [*params, best]) if codes and not years else []
    shown = years or codes
    made = listing(replace(query, fields=(name,)), evidence, shown, unknown, Note("extreme", {"count": len(shown)}))
    return replace(made, notes=(*made.notes, *undecided(years, "vague"), *undecided(open_, "uncompared")))


def _longest(query: Query, evidence: Evidence) -> Draft:
    """The longest or shortest commitments, of those whose first and last day are known."""
    sql, params = condition(query.filters, query.codes)
    known = "c.start_from = c.start_to AND c.end_from = c.end_to"
    codes = evidence.store.extreme(ORDER_KEYS["duration"], f"({sql}) AND {known}", params, highest=query.descending)
    _dated, unknown = evidence.sides(query.filters, query.codes, known=f"(({known}) OR NULL)")
    if not codes:
        return Draft("abstain", lead=(Note("none_dated"),), reason="not_stated", unknown=tuple(unknown))
    fields = replace(query, fields=("start", "end"))
    return listing(fields, evidence, codes, unknown, Note("extreme", {"count": len(codes)}))
