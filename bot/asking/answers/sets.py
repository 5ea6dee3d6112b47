"""Sets of commitments as lists: which there are, in what order, and those that a few doubts leave open."""

from __future__ import annotations

from collections.abc import Sequence

from bot.asking.answer import Draft, Entry, Finding, Note
from bot.asking.answers.refusals import nearest, undecided
from bot.asking.conditions import ORDER_KEYS, fits
from bot.asking.evidence import Evidence
from bot.asking.frames import (
    Condition,
    Has,
    Listing,
    Not,
    conjuncts,
    tests,
)
from bot.records.fields import FIELD
from bot.records.frozen import replace

FEW = 5
"""Commitments that are named beside a number, or that a few doubts leave open."""


def list_commitments(frame: Listing, evidence: Evidence) -> Draft:
    """The commitments that fit, in the order asked for."""
    codes, unknown = evidence.sides(frame.where, order=_list_order(frame))
    total = len(codes)
    if told := _seldom_stated(frame, total, evidence):
        return _those_stated(frame, told, evidence)
    few = codes[: frame.limit] if frame.limit else codes
    key = "found" if len(few) == total else "found_first"
    lead = Note(key, {"count": len(few), "total": total, "what": frame.where})
    made = listing(frame, evidence, few, unknown, lead)
    if codes:
        return made
    if doubted := doubtful(frame.where, unknown, evidence):
        none = Note("none_for_certain", {"what": frame.where})
        return replace(
            with_doubtful(made, doubted), lead=(none, *undecided(unknown)), notes=nearest(frame.where, evidence)
        )
    return replace(made, notes=(*nearest(frame.where, evidence), *made.notes))


def doubtful(where: Condition, unknown: Sequence[str], evidence: Evidence) -> tuple[Entry, ...]:
    """The few commitments that may belong to a set, with the dates that do not tell; none where one has no such date.

    Of “07/01/2015” nobody knows whether it is in July: who asked for July can look at it.
    """
    fields = [name for name in told_by(where) if name in ("start", "end")]
    if not fields or not 0 < len(unknown) <= FEW:
        return ()
    entries = entries_of(unknown, ("title", *fields), evidence, fields)
    stated = all(one.state == "value" for entry in entries for one in entry.findings)
    return entries if stated else ()


def with_doubtful(made: Draft, doubted: Sequence[Entry]) -> Draft:
    """An answer of nothing found with the commitments that may belong to it."""
    items = tuple(item for entry in doubted for one in entry.findings for item in one.items)
    return replace(made, entries=tuple(map(untitled, doubted)), items=items)


def _seldom_stated(frame: Listing, total: int, evidence: Evidence) -> str:
    """SQL for the commitments of a long list that state a field which was asked for, where few of them do; or empty."""
    bits = sum(FIELD[name].bit for name in frame.fields if name in FIELD and name != "country")
    if not bits or frame.order or frame.limit or evidence.rows is None or total <= evidence.rows:
        return ""
    stated = f"c.stated & {bits}"
    sql, params = fits(frame.where)
    return stated if 2 * evidence.store.count((f"{sql} AND {stated}", params)) < total else ""


def _those_stated(frame: Listing, stated: str, evidence: Evidence) -> Draft:
    """A long list of which few state what was asked: how many do, those first, and of the others only their number."""
    codes, unknown = evidence.sides(frame.where, order=f"NOT ({stated}), c.code")
    sql, params = fits(frame.where)
    number, without_page = (evidence.store.count((f"{sql} AND {one}", params)) for one in (stated, "NOT c.has_page"))
    told = {"count": number, "total": len(codes), "fields": tuple(n for n in frame.fields if n in FIELD)}
    lead = Note("found", {"count": len(codes), "what": frame.where})
    made = listing(frame, evidence, codes, unknown, lead, first=min(number, evidence.rows or number))
    notes = (Note("of_index", {"count": without_page}),) if without_page else ()
    return replace(made, lead=(*made.lead, Note("stated_by", told)), notes=(*made.notes, *notes))


def _list_order(frame: Listing) -> str:
    if frame.order in ORDER_KEYS:
        key = ORDER_KEYS[frame.order]
        return f"{key} IS NULL, {key}{' DESC' if frame.descending else ''}"
    dated = next(
        (one.field for one in tests(frame.where) if one.field in ("start", "end") and one.op == "within"), None
    )
    return f"c.{dated}_to" if dated else ""


def listing(
    frame: Listing,
    evidence: Evidence,
    codes: Sequence[str],
    unknown: Sequence[str],
    lead: Note,
    size: int = 0,
    *,
    first: int | None = None,
) -> Draft:
    """A list of commitments with the values that tell why each is there; undecided ones are counted.

    `size` of them are shown at once; where it is 0 as many as were asked for, or as the evidence shows. `first` are
    shown on the first page, where that is another number.
    """
    shown, after = _page(codes, frame.page, size or frame.limit or evidence.rows, first)
    sorting = {"duration": ("start", "end"), "start": ("start",), "end": ("end",), "cycle": ("cycle",)}.get(
        frame.order, ()
    )
    fields = tuple(dict.fromkeys(("title", *frame.fields, *told_by(frame.where), *sorting)))
    entries = entries_of(shown, fields, evidence, frame.fields)
    items = tuple(item for entry in entries for one in entry.findings for item in one.items)
    notes = (Note("more", {"count": after}),) if after else ()
    return Draft(
        "answer",
        lead=(lead,),
        entries=tuple(map(untitled, entries)),
        notes=(*notes, *undecided(unknown)),
        items=items,
        unknown=unknown,
        listed=codes,
        scope=evidence.scope(undecided=len(unknown)),
        result={"type": "set", "value": codes},
    )


def entries_of(
    codes: Sequence[str], fields: Sequence[str], evidence: Evidence, asked: Sequence[str] = ()
) -> tuple[Entry, ...]:
    """Commitments with what is stated of `fields`, and of what was `asked` for also that it is not."""
    found, titles = evidence.findings(codes, fields), evidence.titles(codes)
    return tuple(
        Entry(code, titles[code], tuple(one for one in findings if _is_told(one, asked)))
        for code, findings in found.items()
    )


def untitled(entry: Entry) -> Entry:
    """A commitment of a list, whose title stands in its heading."""
    return replace(entry, findings=tuple(one for one in entry.findings if one.field != "title"))


def _is_told(finding: Finding, asked: Sequence[str]) -> bool:
    if finding.field == "title":
        return finding.state == "value"
    return finding.state in ("value", "blank") or finding.field in asked


def _page(codes: Sequence[str], page: int | None, size: int | None, first: int | None = None) -> tuple[list[str], int]:
    """The commitments of the page that is asked for, and how many come after it."""
    if page is None or size is None:
        return list(codes), 0
    end = page * size if first is None else first + (page - 1) * size
    begin = 0 if page == 1 else end - size
    return list(codes[begin:end]), max(len(codes) - end, 0)


def told_by(where: Condition) -> list[str]:
    """Fields that a condition speaks of: shown beside each commitment, so that one sees why it is there."""
    stated = [part.part for part in conjuncts(where) if isinstance(part, Not) and isinstance(part.part, Has)]
    fields = [one.field for one in stated if one.op == "missing"]  # "those with an email": which
    for one in tests(where):
        if one.op == "missing" or one.field in ("country", "cycle", "page", "text", "code"):
            continue
        if one.field in ("running", "duration"):
            fields += ["start", "end"]
        elif one.field in ("start", "end") or (one.field in FIELD and FIELD[one.field].kind in ("choice", "yesno")):
            fields.append(one.field)
    return list(dict.fromkeys(fields))
