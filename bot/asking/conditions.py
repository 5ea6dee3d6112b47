"""Filters → SQL that is true, false or undecided (NULL) for each commitment.

A commitment whose end nobody knows is neither before nor after a day: SQL's own three-valued logic keeps it apart
through AND, OR and NOT.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from bot.asking.query import Filter
from bot.records.fields import FIELD
from bot.records.overdue import CONDITION

Sql = tuple[str, list[object]]

BODIES = ("lead_institution", "support_institutions", "institutions", "other_government", "other_actors")
_LINKED = {"person": ("person",), "policy_areas": ("policy_areas",), "ogp_values": ("ogp_values",), "body": BODIES}
# Said instead of a finding: neither a yes nor a no, neither this term nor another (the glossary of the partnership).
_UNDECIDED = ("Pending IRM Review", "No IRM Data", "No Data", "NR", "NA")

_ALL: Sql = ("1", [])

ORDER_KEYS = {
    "start": "c.start_from",
    "end": "c.end_to",
    "title": "c.title COLLATE NOCASE",
    "duration": "(julianday(c.end_to) - julianday(c.start_from))",
}
"""What commitments are ordered by, as SQL over `commitments c`."""


def condition(filters: Sequence[Filter], codes: Sequence[str] = ()) -> Sql:
    """All of `filters` at once, within `codes` where given, as one SQL expression over `commitments c`."""
    return _all_of([part for part in split(filters, codes) if part != _ALL])


def split(filters: Sequence[Filter], codes: Sequence[str] = ()) -> tuple[Sql, Sql]:
    """`condition` in two: what is true or false of every commitment, and what may be undecided.

    Only commitments for which the first is true need to be looked at, whether one asks for those that fit or for those
    that are undecided.
    """
    filters = list({(one.field, one.op, one.values, one.negated, one.parts): one for one in filters}.values())
    certain = [one for one in filters if one.field == "country" and one.op == "is"]
    parts = [_compile(one) for one in certain]
    if codes:  # found by their code, so the plus keeps SQLite from going through a whole country for them
        parts = [_among(codes), *((f"+({sql})", values) for sql, values in parts)]
    return _all_of(parts), _all_of([_compile(one) for one in filters if one not in certain])


def looked_up(filters: Sequence[Filter]) -> tuple[Sql, str] | None:
    """A single condition that an index answers: what it is true of, and what of the others it is false of, as SQL.

    It is undecided of the rest, which is the same for every name or word that is looked for. None for other conditions.
    """
    if len(filters) != 1 or filters[0].negated:
        return None
    return _found(filters[0])


def _found(one: Filter) -> tuple[Sql, str] | None:
    if one.op == "mentions":
        found = "c.id IN (SELECT rowid FROM commitments_fts WHERE commitments_fts MATCH ?)"
        return (found, [one.values[0]]), "c.has_page"
    if one.op == "is" and (one.field in _LINKED or one.field in BODIES):
        return _linked(one)
    return None


def _all_of(parts: Sequence[Sql]) -> Sql:
    if not parts:
        return _ALL
    return " AND ".join(sql for sql, _ in parts), [value for _, values in parts for value in values]


def _compile(one: Filter) -> Sql:
    if one.op == "either":
        parts = [_compile(part) for part in one.parts]
        sql, values = " OR ".join(sql for sql, _ in parts), [value for _, values in parts for value in values]
    elif found := _found(one):
        (true, values), false = found
        sql = f"CASE WHEN {true} THEN 1 WHEN {false} THEN 0 END"
    else:
        sql, values = _RULES[one.op](one)
    return f"NOT ({sql})" if one.negated else f"({sql})", values


def _is(one: Filter) -> Sql:
    if one.field == "country":
        return f"c.prefix IN ({_marks(one.values)})", list(one.values)
    if FIELD[one.field].kind == "yesno":
        wanted = one.values[0]
        return f'CASE c."{one.field}" WHEN ? THEN 1 WHEN ? THEN 0 END', [wanted, "no" if wanted == "yes" else "yes"]
    known = f"NULLIF(c.\"{one.field}\", '')"
    pending = [term for term in _UNDECIDED if term not in one.values]
    return (
        f"CASE WHEN {known} IN ({_marks(pending)}) THEN NULL ELSE {known} IN ({_marks(one.values)}) END",
        [*pending, *one.values],
    )


def _linked(one: Filter) -> tuple[Sql, str]:
    """`values` are ids of names (people, institutions) or keys of them (areas)."""
    fields = _LINKED.get(one.field, (one.field,))
    by_key = one.field in ("policy_areas", "ogp_values")
    names = f"SELECT id FROM names WHERE key IN ({_marks(one.values)})" if by_key else _marks(one.values)
    sql = f"c.code IN (SELECT code FROM name_uses WHERE name_id IN ({names}) AND field IN ({_marks(fields)}))"
    return (sql, [*(one.values if by_key else map(int, one.values)), *fields]), f"(c.stated & {_bits(fields)})"


def _within(one: Filter) -> Sql:
    if one.field == "cycle":
        year = "CAST(substr(NULLIF(c.cycle, ''), 1, 4) AS INTEGER)"
        years: list[object] = [
            int((value or bound)[:4])
            for value, bound in zip(one.values, ("0000", "9999") * len(one.values), strict=False)
        ]
        return " OR ".join([f"{year} BETWEEN ? AND ?"] * (len(years) // 2)), years
    first, last = (value or None for value in one.values)
    if one.field == "running":
        return (
            "CASE WHEN c.start_from > ? OR c.end_to < ? THEN 0 WHEN c.start_to <= ? AND c.end_from >= ? THEN 1 END",
            [last or "9999", first or "0000", last or "9999", first or "0000"],
        )
    if first is not None and first == last:
        return _on_day(one.field, first)
    low, high = f"c.{one.field}_from", f"c.{one.field}_to"
    return (
        f"CASE WHEN {low} >= ? AND {high} <= ? THEN 1 WHEN {high} < ? OR {low} > ? THEN 0 END",
        [first or "0000", last or "9999", first or "0000", last or "9999"],
    )


def _on_day(field: str, day: str) -> Sql:
    """Whether a date is this very day: a month or a year that holds it leaves that open."""
    date = f'c."{field}"'
    held = f"length({date}) < 10 AND substr(?, 1, length({date})) = {date}"
    return f"CASE WHEN {date} = ? THEN 1 WHEN {held} THEN NULL WHEN {date} <> '' THEN 0 END", [day, day]


def _overdue(one: Filter) -> Sql:
    return CONDITION, [one.values[0]]


_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def _plan(one: Filter) -> Sql:
    """Whether a commitment is of a member's plan of this number: a file's number, or the word in the plan's name."""
    name = "lower(NULLIF(c.action_plan, ''))"
    word = _ORDINALS[int(one.values[0]) - 1]
    other = " OR ".join(f"{name} LIKE '%{each} %'" for each in _ORDINALS)
    known = f"{name} GLOB '[0-9]' OR {name} GLOB '[0-9][0-9]' OR {other}"
    sql = f"CASE WHEN {name} = ? OR {name} LIKE ? THEN 1 WHEN {known} THEN 0 END"
    return sql, [one.values[0], f"%{word} %"]


def _missing(one: Filter) -> Sql:
    absent = f"(c.stated & {FIELD[one.field].bit}) = 0"
    if FIELD[one.field].indexed:
        return absent, []
    # a commitment without a page of its own may well have one: nobody here knows
    return f"CASE WHEN c.has_page THEN {absent} END", []


def _named(one: Filter) -> Sql:
    return _among(one.values)


def _among(codes: Sequence[str]) -> Sql:
    return "c.code IN (SELECT value FROM json_each(?))", [json.dumps(list(codes))]


def _page(one: Filter) -> Sql:
    return "c.has_page = ?", [int(one.values[0] == "yes")]


_RULES: dict[str, Callable[[Filter], Sql]] = {
    "is": _is,
    "within": _within,
    "overdue": _overdue,
    "plan": _plan,
    "missing": _missing,
    "page": _page,
    "named": _named,
}


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def _bits(fields: Sequence[str]) -> int:
    return sum(FIELD[name].bit for name in fields)
