"""Sets of commitments: listed, counted, grouped by a field, held against each other, and those that stand out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.asking.answer import Draft, Entry, Finding, Note
from bot.asking.answers.refusals import nearest, undecided
from bot.asking.conditions import ORDER_KEYS, SCALES, fits
from bot.asking.evidence import Evidence
from bot.asking.frames import (
    ALL,
    Compare,
    Condition,
    Count,
    Exceeds,
    Extreme,
    Group,
    Has,
    Listing,
    Not,
    Rank,
    Share,
    all_of,
    conjuncts,
    tests,
)
from bot.records.condition_queries import BLANK, NAMED, Codes, Sql, absent, group_key, joined
from bot.records.fields import FIELD
from bot.records.frozen import replace
from bot.records.vocabulary import is_placeholder

FEW = 5
"""Commitments that a count names beside the number."""
_YEARS = "substr(c.end_to, 1, 4) - substr(c.start_from, 1, 4)"
_RELATIONS = {">": int.__gt__, "<": int.__lt__, ">=": int.__ge__, "<=": int.__le__, "=": int.__eq__}


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
        return replace(
            with_doubtful(made, doubted), lead=(lead, *undecided(unknown)), notes=nearest(frame.where, evidence)
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


# -- numbers -----------------------------------------------------------------------------------------------------------


def count(frame: Count, evidence: Evidence) -> Draft:
    """How many commitments fit, a few of them named; or how many countries, institutions … these have."""
    codes, unknown = evidence.sides(frame.where)
    if frame.of:
        number = len(distinct(frame.of, fits(frame.where), evidence))
        lead = Note("count_of", {"what": frame.where, "of": frame.of, "count": number})
        return Draft(
            "answer",
            lead=(lead,),
            notes=undecided(unknown),
            unknown=unknown,
            scope=evidence.scope(undecided=len(unknown)),
            result={"type": "count", "value": number},
        )
    lead = Note("count", {"count": len(codes), "what": frame.where})
    result = {"type": "count", "value": len(codes)}
    if not codes and (doubted := doubtful(frame.where, unknown, evidence)):
        made = listing(Listing(frame.where), evidence, codes, unknown, lead)
        return replace(with_doubtful(made, doubted), lead=(lead, *undecided(unknown)), notes=(), result=result)
    if len(codes) <= FEW:
        return replace(listing(Listing(frame.where), evidence, codes, unknown, lead, FEW), result=result)
    return Draft(
        "answer",
        lead=(lead,),
        notes=undecided(unknown),
        unknown=unknown,
        listed=codes,
        scope=evidence.scope(undecided=len(unknown)),
        result=result,
    )


def exceeds(frame: Exceeds, evidence: Evidence) -> Draft:
    """Whether a set has so many members, and how many it has; those undecided are told where they could change it."""
    codes, unknown = evidence.sides(frame.where)
    compares = _RELATIONS[frame.comparison]
    holds = compares(len(codes), frame.number)
    # the most that can be are those and the undecided ones; of equality only as many as are missing
    reached = [0, len(unknown), min(max(frame.number - len(codes), 0), len(unknown))]
    open_ = () if {compares(len(codes) + more, frame.number) for more in reached} == {holds} else unknown
    lead = (Note("yes" if holds else "no"), Note("count", {"count": len(codes), "what": frame.where}))
    return Draft(
        "answer",
        lead=lead,
        notes=undecided(open_),
        unknown=open_,
        listed=codes,
        scope=evidence.scope(undecided=len(open_)),
        result={"type": "verify", "value": holds},
    )


def share(frame: Share, evidence: Evidence) -> Draft:
    """How many of a set meet a further condition, and how much of it that is in per cent."""
    whole, _unknown = evidence.sides(frame.where)
    part, unknown = evidence.sides(all_of(frame.where, frame.part))
    if not whole:
        lead = Note("found", {"count": 0, "what": frame.where})
        return Draft("abstain", lead=(lead,), reason="not_stated", scope=evidence.scope())
    percent = round(100 * len(part) / len(whole), 1)
    numbers = {"count": len(part), "whole": len(whole), "percent": f"{percent:g}"}
    if frame.by:
        return _shares(frame, evidence, unknown)
    return Draft(
        "answer",
        lead=(Note("share", {"what": all_of(frame.where, frame.part), **numbers}),),
        notes=undecided(unknown),
        unknown=unknown,
        listed=part,
        scope=evidence.scope(undecided=len(unknown)),
        result={"type": "count", "value": len(part), "of": len(whole), "percent": percent},
    )


_SIDES = 5
"""Shares that stand side by side where the highest is asked for, though fewer are."""


def _shares(frame: Share, evidence: Evidence, unknown: Codes) -> Draft:
    """The share of each value of a field, the highest first (the lowest, where that is asked for), ties included.

    A value of which no commitment states what is asked for has no share.
    """
    members = frame.by == "action_plan" and not _of_one_country(frame.where)
    told = all_of(frame.where, *(Not(Has(test.field, "missing", (), test.field)) for test in tests(frame.part)))
    stating = dict(distinct(frame.by, fits(told), evidence, members=members))
    meeting = dict(distinct(frame.by, fits(all_of(frame.where, frame.part)), evidence, members=members))
    found = distinct(frame.by, fits(frame.where), evidence, members=members)
    rows = [
        (key, meeting.get(key, 0), number) for key, number in found if number >= frame.least and stating.get(key, 0)
    ]
    rows.sort(key=lambda row: (row[1] / row[2] * (1 if frame.asks == "fewest" else -1), -row[2], row[0]))
    if frame.asks and len(rows) > _SIDES:
        last = rows[min(frame.limit, len(rows)) - 1]
        rows = [row for row in rows if row in rows[: frame.limit] or row[1] * last[2] == last[1] * row[2]]
    percents = {key: round(100 * count / whole, 1) for key, count, whole in rows}
    return Draft(
        "answer" if rows else "abstain",
        lead=(
            Note("ranked" if rows else "none_ranked", {"reading": frame}),
            *(
                Note("share_row", {"key": key, "count": count, "whole": whole, "percent": f"{percents[key]:g}"})
                for key, count, whole in rows[:SHOWN_GROUPS]
            ),
            *((Note("more_groups", {"count": len(rows) - SHOWN_GROUPS}),) if len(rows) > SHOWN_GROUPS else ()),
        ),
        notes=undecided(unknown),
        unknown=unknown,
        reason=None if rows else "not_stated",
        scope=evidence.scope(undecided=len(unknown)),
        result={"type": "group", "value": percents},
    )


def compare(frame: Compare, evidence: Evidence) -> Draft:
    """Sets side by side: every number, and which is the most, the difference, the sum, or whether the first is more."""
    sides = [evidence.sides(one) for one in frame.sets]
    counts = [len(codes) for codes, _unknown in sides]
    unknown = joined([open_ for _codes, open_ in sides], lambda: evidence.undecided(frame.sets))
    verdict: tuple[Note, ...] = ()
    result: dict[str, object] = {"type": "group", "value": dict(zip(frame.labels, counts, strict=True))}
    if frame.asks in ("more", "fewer"):
        holds = counts[0] > counts[1] if frame.asks == "more" else counts[0] < counts[1]
        verdict, result = (Note("yes" if holds else "no"),), {"type": "verify", "value": holds}
    elif frame.asks in ("most", "fewest"):
        best = max(counts) if frame.asks == "most" else min(counts)
        names = [label for label, number in zip(frame.labels, counts, strict=True) if number == best]
        key = f"compare_{frame.asks}" if len(names) == 1 else "compare_tie"
        verdict = (Note(key, {"names": ", ".join(names), "number": best}),)
    elif frame.asks == "difference":
        verdict = (Note("compare_difference", {"number": max(counts) - min(counts)}),)
    elif frame.asks == "total":
        verdict = (Note("compare_total", {"number": sum(counts)}),)
    rows = (Note("group_row", {"key": k, "count": n}) for k, n in zip(frame.labels, counts, strict=True))
    return Draft(
        "answer",
        lead=(*verdict, *rows),
        notes=undecided(unknown),
        unknown=unknown,
        scope=evidence.scope(undecided=len(unknown)),
        result=result,
    )


# -- counted by a field ------------------------------------------------------------------------------------------------

SHOWN_GROUPS = 40
"""Groups that are shown at once."""
_IN_ORDER = ("cycle", "start", "end", "action_plan")
"""Fields whose groups stand in the order of their values, not of their counts."""


def group(frame: Group, evidence: Evidence) -> Draft:
    """How many of the commitments that fit there are for each value of a field."""
    if frame.comparison:
        return _bounded(frame, evidence)
    field = frame.by
    sql, params = fits(frame.where)
    found = evidence.store.field_groups(field, sql, params)
    if field == "action_plan" and frame.where != ALL and not _of_one_country(frame.where):  # each plan of each member
        each = evidence.store.field_groups(field, sql, params, members=True)
        found = each if len(each) <= SHOWN_GROUPS else found
    ungrouped = sum(number for value, number in found if value is None)
    rows = [row for row in found if row[0] is not None]
    rows.sort(key=lambda row: (-row[1], str(row[0])) if field not in _IN_ORDER else (str(row[0]),))
    true, unknown = evidence.sides(frame.where)
    # no label for it, or no page: in no group, but told
    stated = field in FIELD and field != "country"  # its letters tell the country
    without = absent(field) if field not in ("start", "end") else f"({group_key(field)[0]}) IS NULL"
    rest = evidence.store.codes(
        (f"{sql} AND {without}" if stated else "0", params if stated else []),
        count=(lambda: ungrouped) if stated and field not in NAMED else None,  # what is stated may name nothing
        shown=False,
    )
    return Draft(
        "answer",
        lead=(
            Note("grouped", {"count": len(true) - len(rest), "field": field, "reading": frame}),
            *(
                Note("group_row", {"key": k, "count": n, "empty": _says_nothing(field, k)})
                for k, n in rows[:SHOWN_GROUPS]
            ),
            *((Note("more_groups", {"count": len(rows) - SHOWN_GROUPS}),) if len(rows) > SHOWN_GROUPS else ()),
        ),
        notes=(*undecided(rest, "ungrouped"), *undecided(unknown)),
        unknown=joined((unknown, rest), lambda: len(unknown) + len(rest)),
        scope=evidence.scope(undecided=len(unknown)),
        result={"type": "group", "value": {str(k): n for k, n in rows}},
    )


def _bounded(frame: Group, evidence: Evidence) -> Draft:
    """The values of a field that so many of the commitments have, most first, and how many values these are."""
    compares = _RELATIONS[frame.comparison]
    found = distinct(frame.by, fits(frame.where), evidence)
    if compares(0, frame.number):
        found += _with_none(frame, found, evidence)
    rows = sorted((row for row in found if compares(row[1], frame.number)), key=lambda row: (-row[1], row[0]))
    _true, unknown = evidence.sides(frame.where)
    return Draft(
        "answer",
        lead=(
            Note("bounded", {"count": len(rows), "reading": frame}),
            *(Note("group_row", {"key": key, "count": number}) for key, number in rows[:SHOWN_GROUPS]),
            *((Note("more_groups", {"count": len(rows) - SHOWN_GROUPS}),) if len(rows) > SHOWN_GROUPS else ()),
        ),
        notes=undecided(unknown),
        unknown=unknown,
        scope=evidence.scope(undecided=len(unknown)),
        result={"type": "group", "value": dict(rows)},
    )


def rank(frame: Rank, evidence: Evidence) -> Draft:
    """The values of a field that most (or fewest) commitments have: the first few or the n-th, ties included."""
    members = frame.by == "action_plan" and not _of_one_country(frame.where)
    rows = distinct(frame.by, fits(frame.where), evidence, members=members)
    if not rows:
        return Draft("abstain", lead=(Note("none_ranked", {"reading": frame}),), reason="not_stated")
    if not frame.descending:
        rows += _with_none(frame, rows, evidence, members=members)
    rows.sort(key=lambda row: (-row[1] if frame.descending else row[1], row[0]))
    numbers = list(dict.fromkeys(number for _key, number in rows))
    if frame.place > 1:
        wanted = numbers[frame.place - 1 : frame.place]
        shown = [row for row in rows if row[1] in wanted]
    else:
        last = rows[min(frame.limit, len(rows)) - 1][1]
        shown = [row for row in rows if (row[1] >= last if frame.descending else row[1] <= last)]
    if not shown:
        return Draft("abstain", lead=(Note("none_ranked", {"reading": frame}),), reason="not_stated")
    _true, unknown = evidence.sides(frame.where)
    keys = [key for key, _number in shown]
    value: object = dict(shown) if frame.limit > 1 else keys[0] if len(keys) == 1 else keys
    return Draft(
        "answer",
        lead=(
            Note("ranked", {"reading": frame, "count": len(shown)}),
            *(Note("group_row", {"key": key, "count": number}) for key, number in shown[:SHOWN_GROUPS]),
            *((Note("more_groups", {"count": len(shown) - SHOWN_GROUPS}),) if len(shown) > SHOWN_GROUPS else ()),
        ),
        notes=undecided(unknown),
        unknown=unknown,
        scope=evidence.scope(undecided=len(unknown)),
        result={"type": "group", "value": value},
    )


_SCOPE = ("country", "action_plan", "cycle")
"""Fields that tell whose commitments are looked at, and not what is counted of them."""


def _with_none(
    frame: Group | Rank, found: Sequence[tuple[str, int]], evidence: Evidence, *, members: bool = False
) -> list[tuple[str, int]]:
    """The groups that have none of what is counted: those of all commitments, of the same countries and plans."""
    scope = all_of(*(one for one in conjuncts(frame.where) if all(test.field in _SCOPE for test in tests(one))))
    if scope == frame.where:
        return []
    counted = {name for name, _number in found}
    every = distinct(frame.by, fits(scope), evidence, members=members)
    return [(name, 0) for name, _number in every if name not in counted]


def distinct(field: str, where: Sql, evidence: Evidence, *, members: bool = False) -> list[tuple[str, int]]:
    """(value, how many commitments) of a field, without gaps and what only says that nothing is stated."""
    rows: Sequence[tuple[object, int]] = evidence.store.field_groups(field, *where, members=members)
    return [
        (str(name), number) for name, number in rows if name not in (None, BLANK) and not _says_nothing(field, name)
    ]


def _says_nothing(field: str, name: object) -> bool:
    """Whether a group is of those whose documents only say that nothing is stated."""
    return field in FIELD and is_placeholder(field, str(name))


def _of_one_country(where: Condition) -> bool:
    countries = (one for one in conjuncts(where) if isinstance(one, Has) and one.field == "country")
    return any(len(one.values) == 1 for one in countries)


# -- those that stand out ----------------------------------------------------------------------------------------------


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
        return _undated(frame, unknown)
    reaches = f"({sql}) AND NOT ({day}) AND {last if frame.descending else first} {'>' if frame.descending else '<'} ?"
    open_ = evidence.store.codes((reaches, [*params, best])) if codes and not years else ()
    made = _standing_out(frame, evidence, years or codes, unknown, (name,))
    return replace(made, notes=(*made.notes, *undecided(years, "vague"), *undecided(open_, "uncompared")))


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
