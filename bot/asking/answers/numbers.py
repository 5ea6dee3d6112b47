"""How many: counted, held against a number, side by side, and by the values of a field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from bot.asking.answer import Draft, Note
from bot.asking.answers.refusals import undecided
from bot.asking.answers.sets import FEW, doubtful, listing, with_doubtful
from bot.asking.conditions import fits, unsure
from bot.asking.evidence import Evidence
from bot.asking.frames import (
    ALL,
    AnyOf,
    Compare,
    Condition,
    Count,
    Exceeds,
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

_RELATIONS = {">": int.__gt__, "<": int.__lt__, ">=": int.__ge__, "<=": int.__le__, "=": int.__eq__}


def count(frame: Count, evidence: Evidence) -> Draft:
    """How many commitments fit, a few of them named; or how many countries, institutions … these have."""
    codes, unknown = evidence.sides(frame.where)
    if frame.average:
        return _average(frame, codes, unknown, evidence)
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
    each = _of_each(frame.where, evidence) if codes else ()
    if not codes and (doubted := doubtful(frame.where, unknown, evidence)):
        made = listing(Listing(frame.where), evidence, codes, unknown, lead)
        return replace(with_doubtful(made, doubted), lead=(lead, *undecided(unknown)), notes=(), result=result)
    if len(codes) <= FEW:
        made = listing(Listing(frame.where), evidence, codes, unknown, lead, FEW)
        return replace(made, lead=(*made.lead, *each), result=result)
    return Draft(
        "answer",
        lead=(lead, *each),
        notes=undecided(unknown),
        unknown=unknown,
        listed=codes,
        scope=evidence.scope(undecided=len(unknown)),
        result=result,
    )


_EACH = 6
"""Alternatives of a set whose own numbers are told beside their sum."""


def _of_each(where: Condition, evidence: Evidence) -> tuple[Note, ...]:
    """How many there are of each of a few alternatives: "how many have Ghana and Tanzania?"."""
    parts = conjuncts(where)
    either = next((one for one in parts if isinstance(one, AnyOf) and len(one.parts) <= _EACH), None)
    each = [one for one in either.parts if isinstance(one, Has) and one.op == "is" and one.label] if either else []
    if either is None or len(each) < len(either.parts) or len({one.field for one in each}) > 1:
        return ()
    rest = all_of(*(one for one in parts if one is not either))
    counts = [(one.label, len(evidence.sides(all_of(rest, one))[0])) for one in each]
    return tuple(Note("group_row", {"key": label, "count": number}) for label, number in counts)


def _average(frame: Count, codes: Codes, unknown: Codes, evidence: Evidence) -> Draft:
    """How many commitments of a set each value of a field has on average, with the numbers that this is reckoned of."""
    members = frame.of == "action_plan" and not _of_one_country(frame.where)
    number = len(distinct(frame.of, fits(_scope(frame.where)), evidence, members=members))  # those with none too
    average = round(len(codes) / number, 1) if number else 0
    told = {"what": frame.where, "field": frame.of, "count": len(codes), "number": number, "average": f"{average:g}"}
    return Draft(
        "answer" if number else "abstain",
        lead=(Note("average", told) if number else Note("found", {"count": 0, "what": frame.where}),),
        notes=undecided(unknown),
        unknown=unknown,
        reason=None if number else "not_stated",
        scope=evidence.scope(undecided=len(unknown)),
        result={"type": "count", "value": average, "of": number} if number else None,
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
    read = _read(frame.where, frame.part, evidence)
    whole, _unknown = evidence.sides(read)
    part, unknown = evidence.sides(all_of(read, frame.part))
    left = _not_counted(frame.where, read, evidence)
    if not whole:
        lead = Note("found", {"count": 0, "what": frame.where})
        return Draft("abstain", lead=(lead,), reason="not_stated", scope=evidence.scope())
    percent = round(100 * len(part) / len(whole), 1)
    numbers = {"count": len(part), "whole": len(whole), "percent": f"{percent:g}"}
    if frame.by:
        return _shares(frame, read, evidence, (*left, *undecided(unknown)), unknown)
    verdict: tuple[Note, ...] = ()
    if frame.comparison in _RELATIONS:
        verdict = (Note("yes" if _is_so_much(frame, len(part), len(whole)) else "no"),)
    return Draft(
        "answer",
        lead=(*verdict, Note("share", {"what": all_of(frame.where, frame.part), **numbers})),
        notes=(*left, *undecided(unknown)),
        unknown=unknown,
        listed=part,
        scope=evidence.scope(undecided=len(unknown)),
        result={"type": "count", "value": len(part), "of": len(whole), "percent": percent},
    )


_PAGE = Has("page", "page", ("yes",))


def _read(where: Condition, part: Condition, evidence: Evidence) -> Condition:
    """A set without those known from an index only, where no index tells what a share of it is asked for."""
    sql, params = unsure(all_of(where, part))
    return all_of(where, _PAGE) if evidence.store.has_any(f"{sql} AND NOT c.has_page", params) else where


def _not_counted(where: Condition, read: Condition, evidence: Evidence) -> tuple[Note, ...]:
    """How many of a set are left out of it as they are known from an index only."""
    if where == read:
        return ()
    return (Note("not_counted", {"count": len(evidence.sides(where)[0]) - len(evidence.sides(read)[0])}),)


def _is_so_much(frame: Share, count: int, whole: int) -> bool:
    """Whether so many of a set are the fraction of it that is asked about."""
    part, of = map(Fraction, frame.fraction.split("/"))
    over = count * of - whole * part
    return _RELATIONS[frame.comparison]((over > 0) - (over < 0), 0)


_SIDES = 5
"""Shares that stand side by side where the highest is asked for, though fewer are."""


def _shares(frame: Share, read: Condition, evidence: Evidence, notes: tuple[Note, ...], unknown: Codes) -> Draft:
    """The share of each value of a field, of those that were `read`, the highest (or lowest) first, ties included.

    A value has no share where the documents tell of no commitment whether it meets the condition.
    """
    members = frame.by == "action_plan" and not _of_one_country(frame.where)

    def of_each(*more: Condition) -> dict[str, int]:
        return dict(distinct(frame.by, fits(all_of(read, *more)), evidence, members=members))

    meeting, missing = of_each(frame.part), of_each(Not(frame.part))
    rows = [
        (key, meeting.get(key, 0), number)
        for key, number in of_each().items()
        if number >= frame.least and (key in meeting or key in missing)
    ]
    if frame.comparison in _RELATIONS:
        rows = [row for row in rows if _is_so_much(frame, *row[1:])]
    rows.sort(key=lambda row: (row[1] / row[2] * (1 if frame.asks == "fewest" else -1), -row[2], row[0]))
    if frame.asks and len(rows) > _SIDES:
        last = rows[min(frame.limit, len(rows)) - 1]
        rows = [row for row in rows if row in rows[: frame.limit] or row[1] * last[2] == last[1] * row[2]]
    return Draft(
        "answer" if rows else "abstain",
        lead=(
            Note("ranked" if rows else "none_ranked", {"reading": frame}),
            *_share_rows(rows[:SHOWN_GROUPS]),
            *((Note("more_groups", {"count": len(rows) - SHOWN_GROUPS}),) if len(rows) > SHOWN_GROUPS else ()),
        ),
        notes=notes,
        unknown=unknown,
        reason=None if rows else "not_stated",
        scope=evidence.scope(undecided=len(unknown)),
        result=_as_result(rows),
    )


Row = tuple[str, int, int]
"""What a group is called, how many of it meet a condition, and how many it has."""


def _percent(row: Row) -> float:
    return round(100 * row[1] / row[2], 1)


def _share_rows(rows: Sequence[Row]) -> Iterator[Note]:
    for key, count, whole in rows:
        percent = f"{_percent((key, count, whole)):g}"
        yield Note("share_row", {"key": key, "count": count, "whole": whole, "percent": percent})


def _as_result(rows: Sequence[Row]) -> dict[str, object]:
    return {
        "type": "shares",
        "value": {row[0]: _percent(row) for row in rows},
        "count": {key: count for key, count, _whole in rows},
        "of": {key: whole for key, _count, whole in rows},
    }


def _shares_of_sets(frame: Compare, evidence: Evidence) -> Draft:
    """The share of each of several sets that meets a condition, the highest or lowest first where that is asked for."""
    sets = tuple(_read(one, frame.part, evidence) for one in frame.sets)
    sides = [(evidence.sides(one)[0], *evidence.sides(all_of(one, frame.part))) for one in sets]
    unknown = joined([open_ for _set, _part, open_ in sides], lambda: evidence.undecided(sets))
    left = sum(len(evidence.sides(one)[0]) for one in frame.sets) - sum(len(whole) for whole, _part, _open in sides)
    rows = [
        (label, len(part), len(whole)) for label, (whole, part, _open) in zip(frame.labels, sides, strict=True) if whole
    ]
    if frame.asks:
        rows.sort(key=lambda row: row[1] / row[2] * (1 if frame.asks == "fewest" else -1))
    return Draft(
        "answer" if rows else "abstain",
        lead=(Note("ranked" if rows else "none_ranked", {"reading": frame}), *_share_rows(rows)),
        notes=(*((Note("not_counted", {"count": left}),) if left else ()), *undecided(unknown)),
        unknown=unknown,
        reason=None if rows else "not_stated",
        scope=evidence.scope(undecided=len(unknown)),
        result=_as_result(rows),
    )


def compare(frame: Compare, evidence: Evidence) -> Draft:
    """Sets side by side: every number, and which is the most, the difference, the sum, or whether the first is more."""
    if frame.part != ALL:
        return _shares_of_sets(frame, evidence)
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


def _scope(where: Condition) -> Condition:
    """What of a condition tells whose commitments are looked at."""
    return all_of(*(one for one in conjuncts(where) if all(test.field in _SCOPE for test in tests(one))))


def _with_none(
    frame: Group | Rank, found: Sequence[tuple[str, int]], evidence: Evidence, *, members: bool = False
) -> list[tuple[str, int]]:
    """The groups that have none of what is counted: those of all commitments, of the same countries and plans."""
    scope = _scope(frame.where)
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
