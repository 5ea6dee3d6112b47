"""Conditions → SQL that is true, false or undecided (NULL) for each commitment.

A commitment whose end nobody knows is neither before nor after a day: SQL's own three-valued logic keeps it apart
through AND, OR and NOT.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from bot.asking.frames import AllOf, AnyOf, Condition, Has, Not, all_of, conjuncts, tests
from bot.records.condition_queries import Sql
from bot.records.fields import FIELD
from bot.records.names import KIND_OF_FIELD
from bot.records.periods import OVERDUE
from bot.records.vocabulary import placeholders, terms

BODIES = ("lead_institution", "support_institutions", "institutions", "other_government", "other_actors")
_LINKED = {"person": ("person",), "policy_areas": ("policy_areas",), "ogp_values": ("ogp_values",), "body": BODIES}
# Said instead of a finding: neither a yes nor a no, neither this term nor another (the glossary of the partnership).
_UNDECIDED = ("Pending IRM Review", "No IRM Data", "No Data", "NR", "NA")

_KEYED = ("policy_areas", "ogp_values")

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
    "cycle": "c.cycle",
    "duration": "julianday(c.end_to) - julianday(c.start_from)",
    **{
        name: f"CASE c.{name} " + " ".join(f"WHEN '{term}' THEN {at}" for at, term in enumerate(terms)) + " END"
        for name, terms in SCALES.items()
    },
}
"""What commitments are ordered by, as SQL over `commitments c`."""


def condition(where: Condition) -> Sql:
    """A condition as one SQL expression over `commitments c`: true, false or undecided."""
    if isinstance(where, AllOf | AnyOf):
        return _joined(list(map(condition, where.parts)), isinstance(where, AllOf))
    if isinstance(where, Not):
        sql, values = condition(where.part)
        return f"(NOT {sql})", values
    (true, given), (false, others) = _test(where)
    if found := looked_up(where):  # whatever else can be decided is false
        false, others = found[0], []
    return f"CASE WHEN {true} THEN 1 WHEN {false} THEN 0 END", [*given, *others]


def fits(where: Condition, *, wanted: bool = True) -> Sql:
    """The same, true of the commitments of which the condition is true (`wanted`) or false, and of no others.

    It is worded so that indexes find them: what is undecided has no place in it.
    """
    if isinstance(where, AllOf | AnyOf):
        both = isinstance(where, AllOf) is wanted
        parts = [fits(one, wanted=wanted) for one in where.parts]
        if both and any(isinstance(one, Has) and one.op == "among" for one in where.parts):
            # found by their code, so the plus keeps SQLite from going through a whole country for them
            parts = [(sql.replace("c.prefix", "+c.prefix", 1), values) for sql, values in parts]
        elif both and any(map(_is_narrow, where.parts)):  # an area is of too many to begin with it
            parts = [
                (
                    f"+{sql}" if wanted and isinstance(one, Has) and one.field in _KEYED and one.op == "is" else sql,
                    values,
                )
                for one, (sql, values) in zip(where.parts, parts, strict=True)
            ]
        return _joined([part for part in parts if part != _ALL] if both else parts, both)
    if isinstance(where, Not):
        return fits(where.part, wanted=not wanted)
    true, false = _test(where)
    return true if wanted else false


def _is_narrow(where: Condition) -> bool:
    """Whether an index finds what a condition is true of, which is a small part of all."""
    if not isinstance(where, Has):
        return False
    dated = where.op == "within" and where.field in ("start", "end") and all(where.values)
    return dated or (where.field == "country" and where.op == "is")


def unsure(where: Condition, known: str = "1") -> Sql:
    """The same, true of the commitments for which `where`, or what the SQL `known` tells, is undecided."""
    parts = conjuncts(where)
    certain = [one for one in parts if _is_certain(one)]
    open_ = sorted((one for one in parts if one not in certain), key=_is_dear)
    if not open_ and known == "1":
        return _NONE
    sql, values = fits(all_of(*certain))
    for one in open_:
        false, given = fits(one, wanted=False)
        sql, values = f"{sql} AND {false} IS NOT TRUE", [*values, *given]
    true, given = fits(all_of(*open_))
    return f"{sql} AND ({true} AND {known}) IS NOT TRUE", [*values, *given]


def _is_dear(where: Condition) -> bool:
    """Whether a condition is looked up elsewhere than in the columns of a commitment: best asked of few."""
    return any(looked_up(one) or one.op in ("among", "missing") for one in tests(where))


def _is_certain(one: Condition) -> bool:
    """Whether a condition is undecided for no commitment."""
    if isinstance(one, Not):
        return _is_certain(one.part)
    return isinstance(one, Has) and (one.op in ("among", "page") or (one.field == "country" and one.op == "is"))


def looked_up(where: Condition) -> tuple[str, Sql] | None:
    """How an index answers a single test: when it can be decided at all, and the statement that finds what it fits.

    The first is the same for every name or word that is looked for. None for other conditions.
    """
    if not isinstance(where, Has):
        return None
    if where.op == "mentions":
        return "c.has_page", _mentioned(where)
    if where.op == "is" and _is_linked(where.field):
        return _stated(_linked_fields(where.field)), _users(where)
    return None


def indexed(where: Condition) -> str:
    """Whether the index of a test that `looked_up` knows may have a commitment at all, as SQL.

    Few have what is not stated of them: an area that only another page tells, words in the title of one without a page.
    """
    if isinstance(where, Has) and where.op == "is":
        fields = ", ".join(f"'{name}'" for name in _linked_fields(where.field))
        return f"EXISTS (SELECT 1 FROM name_uses u WHERE u.code = c.code AND u.field IN ({fields}))"
    return "1"


def _test(one: Has) -> tuple[Sql, Sql]:
    """What a test is true of, and what it is false of."""
    if one.op == "is" and _is_linked(one.field):
        return _linked(one)
    return _TESTS[one.op](one)


def _joined(parts: Sequence[Sql], both: bool = True) -> Sql:
    if not parts:
        return _ALL if both else _NONE
    values = [value for _, given in parts for value in given]
    if len(parts) == 1:
        return parts[0]
    return f"({(' AND ' if both else ' OR ').join(sql for sql, _ in parts)})", values


def _negated(sql: str, values: list[object]) -> tuple[Sql, Sql]:
    """A test that SQL itself finds true, false or undecided."""
    return (f"({sql})", values), (f"(NOT ({sql}))", values)


def _is(one: Has) -> tuple[Sql, Sql]:
    values = list(one.values)
    if one.field == "country":
        return (f"c.prefix IN ({_marks(values)})", [*values]), (f"c.prefix NOT IN ({_marks(values)})", [*values])
    column = f'c."{one.field}"'
    if FIELD[one.field].kind == "yesno" and one.values in (("yes",), ("no",)):
        return (f"{column} = ?", [*values]), (f"{column} = ?", ["no" if one.values == ("yes",) else "yes"])
    said = [value for value in values if value]
    true = f"{column} IN ({_marks(said)})"
    if FIELD[one.field].kind == "choice":  # a wording that is not understood is neither this term nor another
        others = [term for term in terms(one.field) if term not in (*_UNDECIDED, *values)]
        return (true, [*said]), (f"{column} IN ({_marks(others)})", [*others])
    pending = [term for term in _UNDECIDED if term not in values]
    left = ["", *pending, *said]
    return (true, [*said]), (f"{column} NOT IN ({_marks(left)})", [*left])


def _is_linked(field: str) -> bool:
    return field in _LINKED or field in BODIES


def _linked_fields(field: str) -> tuple[str, ...]:
    return _LINKED.get(field, (field,))


def _stated(fields: Sequence[str]) -> str:
    return f"c.stated & {sum(FIELD[name].bit for name in fields)}"


def _users(one: Has) -> Sql:
    """The commitments that use some names: `values` are their ids (people, institutions) or keys (areas)."""
    fields = _linked_fields(one.field)
    by_key = one.field in _KEYED
    names = _marks(one.values)
    if by_key:
        names = f"SELECT id FROM names WHERE kind = '{KIND_OF_FIELD[one.field]}' AND key IN ({names})"
    sql = f"SELECT code FROM name_uses WHERE name_id IN ({names}) AND field IN ({_marks(fields)})"
    return sql, [*(one.values if by_key else map(int, one.values)), *fields]


def _linked(one: Has) -> tuple[Sql, Sql]:
    sql, given = _users(one)
    found = f"c.code IN ({sql})"
    return (found, [*given]), (f"({_stated(_linked_fields(one.field))} AND NOT {found})", [*given])


def _mentioned(one: Has) -> Sql:
    return "SELECT rowid FROM commitments_fts WHERE commitments_fts MATCH ?", [one.values[0]]


def _mentions(one: Has) -> tuple[Sql, Sql]:
    sql, given = _mentioned(one)
    found = f"c.id IN ({sql})"
    return (found, [*given]), (f"(c.has_page AND NOT {found})", [*given])


def _within(one: Has) -> tuple[Sql, Sql]:
    if one.field == "cycle":
        year = "CAST(substr(NULLIF(c.cycle, ''), 1, 4) AS INTEGER)"
        years: list[object] = [
            int((value or bound)[:4])
            for value, bound in zip(one.values, ("0000", "9999") * len(one.values), strict=False)
        ]
        return _negated(" OR ".join([f"{year} BETWEEN ? AND ?"] * (len(years) // 2)), years)
    first, last = one.values[0] or "0000", one.values[1] or "9999"
    if one.field == "running":
        return ("(c.start_to <= ? AND c.end_from >= ?)", [last, first]), (
            "(c.start_from > ? OR c.end_to < ?)",
            [last, first],
        )
    if one.values[0] and first == last:
        return _on_day(one.field, first)
    low, high = f"c.{one.field}_from", f"c.{one.field}_to"
    # that the last day is not before the first is said only because an index has the last days; where one is not told,
    # so many are meant that the plus keeps SQLite from reading them in the order of that index
    plus = "" if all(one.values) else "+"
    return (f"({plus}{high} BETWEEN ? AND ? AND {low} >= ?)", [first, last, first]), (
        f"({high} < ? OR {low} > ?)",
        [first, last],
    )


def _on_day(field: str, day: str) -> tuple[Sql, Sql]:
    """Whether a date is this very day: a month or a year that holds it leaves that open, and so does no date at all."""
    date, last = f'c."{field}"', f"c.{field}_to"
    held = f"length({date}) < 10 AND substr(?, 1, length({date})) = {date}"
    read = f"c.{field}_from IS NOT NULL OR {last} IS NOT NULL"
    return (f"({date} = ? AND {last} = ?)", [day, day]), (
        f"CASE WHEN {date} = ? THEN 0 WHEN {held} THEN 0 WHEN {read} THEN 1 ELSE 0 END",
        [day, day],
    )


def _overdue(one: Has) -> tuple[Sql, Sql]:
    so, not_so = OVERDUE
    return (f"({so})", [one.values[0]]), (f"({not_so})", [one.values[0]])


def _longer(one: Has) -> tuple[Sql, Sql]:
    """Whether it lasts longer than some months or days, both its first and its last day counted."""
    after = f"+{int(one.values[0])} {one.values[1]}s"
    return ("(c.end_from >= date(c.start_to, ?))", [after]), ("(c.end_to < date(c.start_from, ?))", [after])


def _shorter(one: Has) -> tuple[Sql, Sql]:
    """Whether it lasts shorter than some months or days; one that ends before it starts is neither."""
    after = f"+{int(one.values[0])} {one.values[1]}s"
    days = "date(c.{}, ?, '-1 day')"
    return (f"(c.end_to >= c.start_from AND c.end_to < {days.format('start_from')})", [after]), (
        f"(c.end_from >= {days.format('start_to')})",
        [after],
    )


_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def plan_number(row: str = "c") -> str:
    """The number of a commitment's action plan as SQL: a file's own number, or the word in the plan's name."""
    name = f"lower(NULLIF({row}.action_plan, ''))"
    words = " ".join(f"WHEN {name} LIKE '%{word} %' THEN {number}" for number, word in enumerate(_ORDINALS, 1))
    return f"CASE WHEN {name} NOT GLOB '*[^0-9]*' THEN CAST({name} AS INTEGER) {words} END"


def _plan(one: Has) -> tuple[Sql, Sql]:
    """Whether a commitment is of its country's plan of this number, or of the latest that is known of its country."""
    if one.values[0] == "latest":
        plans = "SELECT DISTINCT prefix, x AS action_plan FROM tallies WHERE tally = 'action_plan'"
        last = f"SELECT o.prefix, max({plan_number('o')}) FROM ({plans}) o GROUP BY o.prefix"
        return _negated(f"(c.prefix, {plan_number()}) IN ({last})", [])
    return _negated(f"{plan_number()} = ?", [int(one.values[0])])


def _missing(one: Has) -> tuple[Sql, Sql]:
    absent, words = f"NOT {_stated((one.field,))}", placeholders(one.field)
    if words:
        absent = f'({absent} OR c."{one.field}" COLLATE NOCASE IN ({_marks(words)}))'
    # what was not read of a document may state it
    unread = f"c.code IN (SELECT u.code FROM unread_passages u, json_each(u.fields) f WHERE f.value = '{one.field}')"
    # a commitment without a page of its own may well have one: nobody here knows
    decided = "" if FIELD[one.field].indexed else "c.has_page AND "
    return (f"({decided}{absent} AND NOT {unread})", [*words]), (f"({decided}NOT ({absent}))", [*words])


def _among(one: Has) -> tuple[Sql, Sql]:
    sql = "c.code IN (SELECT value FROM json_each(?))"
    return (sql, [json.dumps(list(one.values))]), (f"NOT {sql}", [json.dumps(list(one.values))])


def _page(one: Has) -> tuple[Sql, Sql]:
    wanted = int(one.values[0] == "yes")
    return ("c.has_page = ?", [wanted]), ("c.has_page <> ?", [wanted])


_TESTS: dict[str, Callable[[Has], tuple[Sql, Sql]]] = {
    "is": _is,
    "within": _within,
    "overdue": _overdue,
    "longer": _longer,
    "shorter": _shorter,
    "plan": _plan,
    "missing": _missing,
    "page": _page,
    "among": _among,
    "mentions": _mentions,
}


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))
