"""Commitments counted by a field, and the values of a field that most of them have."""

from __future__ import annotations

from collections.abc import Sequence

from bot.asking.answer import Draft, Note
from bot.asking.answers.refusals import undecided
from bot.asking.conditions import Sql, fits
from bot.asking.evidence import Evidence
from bot.asking.frames import Condition, Group, Has, Rank, conjuncts
from bot.records.condition_queries import joined
from bot.records.fields import FIELD
from bot.records.tallies import BLANK, NAMED, absent, group_key
from bot.records.vocabulary import is_placeholder

SHOWN = 40
"""Groups that are shown at once."""
_IN_ORDER = ("cycle", "start", "end", "action_plan")
"""Fields whose groups stand in the order of their values, not of their counts."""


def group(frame: Group, evidence: Evidence) -> Draft:
    """How many of the commitments that fit there are for each value of a field."""
    field = frame.by
    sql, params = fits(frame.where)
    found = evidence.store.field_groups(field, sql, params)
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
            *(Note("group_row", {"key": k, "count": n, "empty": _says_nothing(field, k)}) for k, n in rows[:SHOWN]),
            *((Note("more_groups", {"count": len(rows) - SHOWN}),) if len(rows) > SHOWN else ()),
        ),
        notes=(*undecided(rest, "ungrouped"), *undecided(unknown)),
        unknown=joined((unknown, rest), lambda: len(unknown) + len(rest)),
        scope=evidence.scope(undecided=len(unknown)),
        result={"type": "group", "value": {str(k): n for k, n in rows}},
    )


def rank(frame: Rank, evidence: Evidence) -> Draft:
    """The values of a field that most (or fewest) commitments have: the first few or the n-th, ties included."""
    members = frame.by == "action_plan" and not _of_one_country(frame.where)
    rows = distinct(frame.by, fits(frame.where), evidence, members=members)
    if not rows:
        return Draft("abstain", lead=(Note("none_ranked", {"reading": frame}),), reason="not_stated")
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
            *(Note("group_row", {"key": key, "count": number}) for key, number in shown[:SHOWN]),
            *((Note("more_groups", {"count": len(shown) - SHOWN}),) if len(shown) > SHOWN else ()),
        ),
        notes=undecided(unknown),
        unknown=unknown,
        scope=evidence.scope(undecided=len(unknown)),
        result={"type": "group", "value": value},
    )


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
