"""Conditions → SQL that is true, false or undecided (NULL) for each commitment.

A commitment whose end nobody knows is neither before nor after a day: SQL's own three-valued logic keeps it apart
through AND, OR and NOT.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from bot.asking.frames import AllOf, AnyOf, Condition, Has, Not, conjuncts
from bot.records.fields import FIELD
from bot.records.overdue import CONDITION
from bot.records.vocabulary import placeholders, terms

Sql = tuple[str, list[object]]

BODIES = ("lead_institution", "support_institutions", "institutions", "other_government", "other_actors")
_LINKED = {"person": ("person",), "policy_areas": ("policy_areas",), "ogp_values": ("ogp_values",), "body": BODIES}
# Said instead of a finding: neither a yes nor a no, neither this term nor another (the glossary of the partnership).
_UNDECIDED = ("Pending IRM Review", "No IRM Data", "No Data", "NR", "NA")

_ALL: Sql = ("1", [])
_NONE: Sql = ("0", [])

SCALES = {
    "completion": ("Not Started", "Limited", "Substantial", "Complete"),
    "potential_impact": ("None", "Minor", "Moderate", "Transformative"),
    "specificity": ("None", "Low", "Medium", "High"),
}
"""Terms of the reviewers that stand in an order, the least first (IRM procedures manual); others are in none."""

ORDER_KEYS = {
    "start": "c.start_from",
    "end": "c.end_to",
    "title": "c.title COLLATE NOCASE",
    "duration": "(julianday(c.end_to) - julianday(c.start_from))",
    **{
        name: f"CASE c.{name} " + " ".join(f"WHEN '{term}' THEN {at}" for at, term in enumerate(terms)) + " END"
        for name, terms in SCALES.items()
    },
}
"""What commitments are ordered by, as SQL over `commitments c`."""


def condition(where: Condition) -> Sql:
    """A condition as one SQL expression over `commitments c`."""
    return _joined([part for part in split(where) if part != _ALL])


def split(where: Condition) -> tuple[Sql, Sql]:
    """`condition` in two: what is true or false of every commitment, and what may be undecided.

    Only commitments for which the first is true need to be looked at, whether one asks for those that fit or for those
    that are undecided.
    """
    parts = conjuncts(where)
    named = [_compile(one) for one in parts if isinstance(one, Has) and one.op == "among"]
    countries = [_compile(one) for one in parts if _is_country(one)]
    if named:  # found by their code, so the plus keeps SQLite from going through a whole country for them
        countries = [(f"+{sql}", values) for sql, values in countries]
    rest = [one for one in parts if not (_is_country(one) or (isinstance(one, Has) and one.op == "among"))]
    return _joined([*named, *countries]), _joined([_compile(one) for one in rest])


def looked_up(where: Condition) -> tuple[Sql, str] | None:
    """A single test that an index answers: what it is true of, and what of the others it is false of, as SQL.

    It is undecided of the rest, which is the same for every name or word that is looked for. None for other conditions.
    """
    return _found(where) if isinstance(where, Has) else None


def _is_country(one: Condition) -> bool:
    test = one.part if isinstance(one, Not) else one
    return isinstance(test, Has) and test.field == "country" and test.op == "is"


def _found(one: Has) -> tuple[Sql, str] | None:
    if one.op == "mentions":
        found = "c.id IN (SELECT rowid FROM commitments_fts WHERE commitments_fts MATCH ?)"
        return (found, [one.values[0]]), "c.has_page"
    if one.op == "is" and (one.field in _LINKED or one.field in BODIES):
        return _linked(one)
    return None


def _joined(parts: Sequence[Sql], by: str = " AND ") -> Sql:
    if not parts:
        return _ALL
    return by.join(sql for sql, _ in parts), [value for _, values in parts for value in values]


def _compile(where: Condition) -> Sql:
    if isinstance(where, AllOf):
        sql, values = _joined(list(map(_compile, where.parts)))
    elif isinstance(where, AnyOf):
        sql, values = _joined(list(map(_compile, where.parts)), " OR ") if where.parts else _NONE
    elif isinstance(where, Not):
        sql, values = _compile(where.part)
        sql = f"NOT {sql}"
    elif found := _found(where):
        (true, values), false = found
        sql = f"CASE WHEN {true} THEN 1 WHEN {false} THEN 0 END"
    else:
        sql, values = _TESTS[where.op](where)
    return f"({sql})", values


def _is(one: Has) -> Sql:
    if one.field == "country":
        return f"c.prefix IN ({_marks(one.values)})", list(one.values)
    if FIELD[one.field].kind == "yesno" and one.values in (("yes",), ("no",)):
        wanted = one.values[0]
        return f'CASE c."{one.field}" WHEN ? THEN 1 WHEN ? THEN 0 END', [wanted, "no" if wanted == "yes" else "yes"]
    known = f"NULLIF(c.\"{one.field}\", '')"
    if FIELD[one.field].kind == "choice":  # a wording that is not understood is neither this term nor another
        others = [term for term in terms(one.field) if term not in (*_UNDECIDED, *one.values)]
        return (
            f"CASE WHEN {known} IN ({_marks(one.values)}) THEN 1 WHEN {known} IN ({_marks(others)}) THEN 0 END",
            [*one.values, *others],
        )
    pending = [term for term in _UNDECIDED if term not in one.values]
    return (
        f"CASE WHEN {known} IN ({_marks(pending)}) THEN NULL ELSE {known} IN ({_marks(one.values)}) END",
        [*pending, *one.values],
    )


def _linked(one: Has) -> tuple[Sql, str]:
    """`values` are ids of names (people, institutions) or keys of them (areas)."""
    fields = _LINKED.get(one.field, (one.field,))
    by_key = one.field in ("policy_areas", "ogp_values")
    names = f"SELECT id FROM names WHERE key IN ({_marks(one.values)})" if by_key else _marks(one.values)
    sql = f"c.code IN (SELECT code FROM name_uses WHERE name_id IN ({names}) AND field IN ({_marks(fields)}))"
    return (sql, [*(one.values if by_key else map(int, one.values)), *fields]), f"(c.stated & {_bits(fields)})"


def _within(one: Has) -> Sql:
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
    """Whether a date is this very day: a month or a year that holds it leaves that open, and so does no date at all."""
    date = f'c."{field}"'
    held = f"length({date}) < 10 AND substr(?, 1, length({date})) = {date}"
    read = f"c.{field}_from IS NOT NULL OR c.{field}_to IS NOT NULL"
    return f"CASE WHEN {date} = ? THEN 1 WHEN {held} THEN NULL WHEN {read} THEN 0 END", [day, day]


def _overdue(one: Has) -> Sql:
    return CONDITION, [one.values[0]]


_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def plan_number(row: str = "c") -> str:
    """The number of a commitment's action plan as SQL: a file's own number, or the word in the plan's name."""
    name = f"lower(NULLIF({row}.action_plan, ''))"
    words = " ".join(f"WHEN {name} LIKE '%{word} %' THEN {number}" for number, word in enumerate(_ORDINALS, 1))
    return f"CASE WHEN {name} NOT GLOB '*[^0-9]*' THEN CAST({name} AS INTEGER) {words} END"


def _plan(one: Has) -> Sql:
    """Whether a commitment is of its country's plan of this number, or of the latest that is known of its country."""
    if one.values[0] == "latest":
        plans = "SELECT DISTINCT prefix, action_plan FROM commitments"
        last = f"SELECT o.prefix, max({plan_number('o')}) FROM ({plans}) o GROUP BY o.prefix"
        return f"(c.prefix, {plan_number()}) IN ({last})", []
    return f"{plan_number()} = ?", [int(one.values[0])]


def _missing(one: Has) -> Sql:
    absent, words = f"(c.stated & {FIELD[one.field].bit}) = 0", placeholders(one.field)
    if words:
        absent = f'({absent} OR c."{one.field}" COLLATE NOCASE IN ({_marks(words)}))'
    # what was not read of a document may state it
    unread = f"c.code IN (SELECT u.code FROM unread_passages u, json_each(u.fields) f WHERE f.value = '{one.field}')"
    absent = f"CASE WHEN NOT {absent} THEN 0 WHEN NOT {unread} THEN 1 END"
    if FIELD[one.field].indexed:
        return absent, list(words)
    # a commitment without a page of its own may well have one: nobody here knows
    return f"CASE WHEN c.has_page THEN {absent} END", list(words)


def _among(one: Has) -> Sql:
    return "c.code IN (SELECT value FROM json_each(?))", [json.dumps(list(one.values))]


def _page(one: Has) -> Sql:
    return "c.has_page = ?", [int(one.values[0] == "yes")]


_TESTS: dict[str, Callable[[Has], Sql]] = {
    "is": _is,
    "within": _within,
    "overdue": _overdue,
    "plan": _plan,
    "missing": _missing,
    "page": _page,
    "among": _among,
}


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def _bits(fields: Sequence[str]) -> int:
    return sum(FIELD[name].bit for name in fields)
