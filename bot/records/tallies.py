"""Counts that only change with an ingest, kept with it: how many commitments of each member have each value.

A condition that speaks of no other columns than a tally has is counted from the tally's rows, each of which stands for
`n` commitments, instead of from every commitment.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Collection
from functools import cache

from bot.records.fields import FIELD, FIELDS

NAMED = ("policy_areas", "ogp_values", "person", "support_institutions", "other_government", "other_actors")
"""Fields whose members are names of their own."""
BLANK = "(blank)"
"""The group of those whose label has nothing behind it."""
_BODIES = tuple(one.name for one in FIELDS if one.kind == "institution")
_DATED = ("start", "end")
_JOINED = "LEFT JOIN institutions i ON i.prefix = c.prefix AND i.said ="
"""The name that a spelling of an institution is counted under."""
_ALONE = tuple(one.name for one in FIELDS if one.kind in ("choice", "yesno", "year"))

OF_MEMBERS: dict[str, tuple[str, ...]] = {
    "has_page": ("has_page",),
    "stated": ("stated", "labelled"),
    **{name: (name,) for name in (*_ALONE, "action_plan", "first_seen")},
}
"""Tallies of each member, with their columns."""
OF_ALL = {"start": ("start_from", "start_to"), "end": ("closed", "end_from", "end_to")}
"""Tallies of all members together: a date is shared by too few commitments of one."""
_COLUMN = re.compile(r'\bc\."?(\w+)')


def source(*parts: str) -> tuple[str, str]:
    """What stands for `commitments` where some SQL over `commitments c` counts, and how it is counted there."""
    wanted = frozenset(name for part in parts for name in _COLUMN.findall(part))
    return _source(wanted)


@cache
def _source(wanted: frozenset[str]) -> tuple[str, str]:
    for tallies, shared in ((OF_MEMBERS, {"prefix"}), (OF_ALL, set[str]())):
        for name, columns in tallies.items():
            if wanted <= {*columns, *shared}:
                named = ", ".join(f'{place} AS "{column}"' for place, column in zip("xyz", columns, strict=False))
                return f"(SELECT prefix, {named}, n FROM tallies WHERE tally = '{name}')", "coalesce(sum(c.n), 0)"
    return "commitments", "count(*)"


def group_key(field: str, *, members: bool = False) -> tuple[str, str]:
    """(SQL expression, joins) by which commitments are counted for a field.

    `members`: an action plan is that of its country, so that plans of several countries are told apart.
    """
    if field in NAMED:
        joins = (
            f"LEFT JOIN name_uses u ON u.code = c.code AND u.field = '{field}' LEFT JOIN names n ON n.id = u.name_id"
        )
        if field in _BODIES:
            return f"coalesce(i.name, n.name, {_gap(field)})", f"{joins} {_JOINED} n.key"
        return f"coalesce(n.name, {_gap(field)})", joins
    if field == "lead_institution":
        return f"coalesce(i.name, NULLIF(c.{field}, ''), {_gap(field)})", f"{_JOINED} c.{field}"
    if field == "country":
        return "coalesce(p.name, c.prefix)", "LEFT JOIN countries p ON p.prefix = c.prefix"
    if field in _DATED:
        return f"coalesce(substr(c.{field}_to, 1, 4), {_gap(field)})", ""
    if field == "action_plan" and members:
        plan = "coalesce(p.name, c.prefix) || ' ' || NULLIF(c.action_plan, '')"
        return f"coalesce({plan}, CASE c.action_plan WHEN '' THEN '{BLANK}' END)", (
            "LEFT JOIN countries p ON p.prefix = c.prefix"
        )
    return f"coalesce(NULLIF(c.\"{field}\", ''), CASE c.\"{field}\" WHEN '' THEN '{BLANK}' END)", ""


def _gap(field: str) -> str:
    bit = FIELD[field].bit
    return f"CASE WHEN c.labelled & {bit} AND NOT c.stated & {bit} THEN '{BLANK}' END"


def absent(field: str) -> str:
    """Whether a commitment has no label of a field, as SQL over `commitments c`."""
    return f"NOT c.labelled & {FIELD[field].bit}"


def kept_groups(field: str, condition: str) -> tuple[str, str, str] | None:
    """(key, what stands for `commitments`, joins) where a tally has a field's groups for a condition, else None."""
    if field not in (*NAMED, *_DATED, "lead_institution") or not set(_COLUMN.findall(condition)) <= {"prefix"}:
        return None
    rows = f"(SELECT prefix, x AS name, y AS id, n FROM tallies WHERE tally = 'by {field}')"
    if field in NAMED:
        return "coalesce(c.name, n.name)", rows, "LEFT JOIN names n ON n.id = c.id"
    return "c.name", rows, ""


def keep_tallies(connection: sqlite3.Connection, prefixes: Collection[str]) -> None:
    """Count anew: the commitments of some members, and of all members dates, and names by their words."""
    members = json.dumps(sorted(prefixes))
    inside = "prefix IN (SELECT value FROM json_each(?))"
    connection.execute(f"DELETE FROM tallies WHERE tally IN ('start', 'end', 'word') OR {inside}", (members,))
    for tallies, prefix, where, given in (
        (OF_MEMBERS, "c.prefix", f"c.{inside}", (members,)),
        (OF_ALL, "''", "1", ()),
    ):
        for name, columns in tallies.items():
            named = [f'c."{column}"' for column in columns]
            places = ", ".join([*named, *["NULL"] * (3 - len(named))])
            connection.execute(
                f"INSERT INTO tallies SELECT '{name}', {prefix}, {places}, count(*) FROM commitments c"
                f" WHERE {where} GROUP BY {', '.join([prefix, *named])}",
                given,
            )
    for field in (*NAMED, *_DATED, "lead_institution"):
        key, joins = group_key(field)
        name, number = key, "NULL"
        if field in NAMED:  # by its number, since a name may come to be written otherwise
            name, number = f"CASE WHEN u.name_id IS NULL THEN {_gap(field)} END", "u.name_id"
            if field in _BODIES:
                name, number = f"coalesce(i.name, {name})", "CASE WHEN i.name IS NULL THEN u.name_id END"
        connection.execute(
            f"INSERT INTO tallies SELECT 'by {field}', c.prefix, {name}, {number}, NULL, count(DISTINCT c.code)"
            f" FROM commitments c {joins} WHERE c.{inside} GROUP BY 2, 3, 4",
            (members,),
        )
    connection.execute(f"DELETE FROM name_homes WHERE {inside}", (members,))
    bodies = ", ".join(f"'{name}'" for name in _BODIES)
    connection.execute(
        "INSERT INTO name_homes SELECT DISTINCT u.name_id, c.prefix FROM commitments c"
        f" JOIN name_uses u ON u.code = c.code AND u.field IN ({bodies}) WHERE c.{inside}",
        (members,),
    )
    connection.execute(
        "INSERT INTO tallies SELECT 'word', kind, word, NULL, NULL, count(*) FROM name_words GROUP BY kind, word"
        " ORDER BY kind, word"
    )
