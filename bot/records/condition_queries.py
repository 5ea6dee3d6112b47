"""Commitments chosen by a condition, read from `commitments.db`: listed, counted, grouped.

A condition is an SQL expression over `commitments c` that is true, false or undecided (NULL) for each of them.

What only changes with an ingest is counted by the ingest: how many commitments of each member have each value. A
condition that speaks of no other columns than such a tally has is counted from the tally's rows, each of which stands
for `n` commitments, instead of from every commitment.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache, cached_property
from itertools import chain, islice
from typing import Any, overload

from bot.records.fields import FIELD, FIELDS
from bot.records.schema import SEARCHED

NAMED = ("policy_areas", "ogp_values", "person", "support_institutions", "other_government", "other_actors")
"""Fields whose members are names of their own."""
BLANK = "(blank)"
"""The group of those whose label has nothing behind it."""
_BODIES = tuple(one.name for one in FIELDS if one.kind == "institution")
_DATED = ("start", "end")
_CHOSEN = ", ".join(f"'{one.name}'" for one in FIELDS if one.kind in ("choice", "yesno"))
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


def _source_for(*parts: str) -> tuple[str, str]:
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


def _kept_groups(field: str, condition: str) -> tuple[str, str, str] | None:
    """(key, what stands for `commitments`, joins) where a tally has a field's groups for a condition, else None."""
    if field not in (*NAMED, *_DATED, "lead_institution") or not set(_COLUMN.findall(condition)) <= {"prefix"}:
        return None
    rows = f"(SELECT prefix, x AS name, y AS id, n FROM tallies WHERE tally = 'by {field}')"
    if field in NAMED:
        return "coalesce(c.name, n.name)", rows, "LEFT JOIN names n ON n.id = c.id"
    return "c.name", rows, ""


def keep_tallies(connection: sqlite3.Connection, prefixes: Collection[str]) -> None:
    """Count anew: commitments of some members; of all members dates, words of names and what is not searched."""
    members = json.dumps(sorted(prefixes))
    inside = "prefix IN (SELECT value FROM json_each(?))"
    connection.execute(f"DELETE FROM tallies WHERE tally IN ('start', 'end', 'word', 'value') OR {inside}", (members,))
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
    connection.execute(
        "INSERT INTO tallies SELECT 'column', c.prefix, v.field, v.document_id, v.column, count(*) FROM commitments c"
        f" JOIN field_values v ON v.code = c.code AND v.field IN ({_CHOSEN}) AND v.column IS NOT NULL"
        f" WHERE c.{inside} GROUP BY 2, 3, 4, 5",
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
    unsearched = ", ".join(f"'{field.name}'" for field in FIELDS if field.name not in (*SEARCHED, "email", "phone"))
    connection.execute(
        "INSERT INTO tallies SELECT 'value', '', raw, NULL, NULL, count(*) FROM field_values"
        f" WHERE field IN ({unsearched}) GROUP BY raw"
    )


Sql = tuple[str, Sequence[object]]
"""An expression and its parameters."""
HEAD = 300
"""Codes that are read at once of a long list: as many as a thread remembers, and more than a message shows."""


class Codes(Sequence[str]):
    """The codes of commitments: the first few are read at once, their number and the rest only when it is asked for.

    Of those that are not `shown` not even the first few are. It reads from its store, and so has to be asked before
    that is closed.
    """

    def __init__(self, read: Callable[[int], Iterator[str]], count: Callable[[], int], *, shown: bool = True) -> None:
        self._read = read
        self._count = count
        self._shown = shown

    @cached_property
    def _head(self) -> list[str]:
        return list(self._read(HEAD))

    @cached_property
    def _all(self) -> list[str]:
        return self._head if len(self._head) < HEAD else list(self._read(-1))

    @cached_property
    def _size(self) -> int:
        if self._shown and len(self._head) < HEAD:
            return len(self._head)
        return self._count()

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        end = at.stop if isinstance(at, slice) else at + 1
        start = (at.start or 0) if isinstance(at, slice) else at
        near = end is not None and start >= 0 and 0 <= end <= HEAD and "_all" not in self.__dict__
        return (self._head if near else self._all)[at]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and self._all == list(other)

    def __hash__(self) -> int:
        return hash(tuple(self._all))

    def __repr__(self) -> str:
        read: list[str] = self.__dict__.get("_all") or self.__dict__.get("_head") or []
        return f"<Codes, of which were read {read}>"


def joined(parts: Sequence[Sequence[str]], count: Callable[[], int] | None = None) -> Codes:
    """Several lists behind each other, each code once; `count` tells how many these are, if there is a shorter way."""

    def read(limit: int) -> Iterator[str]:
        end = None if limit < 0 else limit
        return islice(dict.fromkeys(chain.from_iterable(part[:end] for part in parts)), end)

    return Codes(read, count or (lambda: sum(1 for _ in read(-1))), shown=False)


class ConditionQueries:
    """The part of a store that sorts commitments by conditions."""

    _db: sqlite3.Connection

    def select(self, condition: str, params: Sequence[object], order: str = "") -> list[str]:
        """Codes for which an SQL condition over `commitments c` is true."""
        return list(self._codes(condition, params, order, -1))

    def _codes(self, condition: str, params: Sequence[object], order: str, limit: int) -> Iterator[str]:
        sort = f"{order}, " if order else ""
        sql = f"SELECT c.code FROM commitments c WHERE {condition} ORDER BY {sort}c.prefix, c.number, c.code LIMIT ?"
        return (code for (code,) in self._db.execute(sql, [*params, limit]))

    def codes(
        self, condition: Sql, order: str = "", count: Callable[[], int] | None = None, *, shown: bool = True
    ) -> Codes:
        """The same, read as far as they are asked for; `count` tells how many there are, if there is a shorter way."""
        sql, params = condition
        counted = count or (lambda: self.count(condition))
        return Codes(lambda limit: self._codes(sql, params, order, limit), counted, shown=shown)

    def count(self, condition: Sql) -> int:
        """For how many commitments a condition is true."""
        rows, counted = _source_for(condition[0])
        return int(self._db.execute(f"SELECT {counted} FROM {rows} c WHERE {condition[0]}", condition[1]).fetchone()[0])

    def written_gaps(self, name: str, condition: Sql) -> list[tuple[str, int]]:
        """What stands in a field of the commitments that a condition is true of, and of how many; blanks left out.

        The three that most of them have.
        """
        sql, params = condition
        rows = self._db.execute(
            "SELECT v.raw, count(DISTINCT v.code) FROM commitments c JOIN field_values v ON v.code = c.code"
            f" AND v.field = ? WHERE {sql} AND v.raw <> '' GROUP BY v.raw ORDER BY 2 DESC, 1 LIMIT 3",
            (name, *params),
        )
        return [(str(raw), int(number)) for raw, number in rows]

    def count_found(self, statement: Sql) -> int:
        """How many different rows a statement finds."""
        sql, params = statement
        return int(self._db.execute(f"SELECT count(*) FROM (SELECT DISTINCT * FROM ({sql}))", params).fetchone()[0])

    def has_any(self, condition: str, params: Sequence[object]) -> bool:
        """Whether an SQL condition over `commitments c` is true of any."""
        rows, _counted = _source_for(condition)
        sql = f"SELECT 1 FROM {rows} c WHERE {condition} LIMIT 1"
        return self._db.execute(sql, params).fetchone() is not None

    def tally(self, condition: str, params: Sequence[object]) -> tuple[int, int, int]:
        """(true, false, undecided): how many commitments a three-valued SQL condition sorts each way."""
        rows, counted = _source_for(condition)
        sql = f"SELECT {condition} AS verdict, {counted} FROM {rows} c GROUP BY verdict"
        counts: dict[bool | None, int] = {}
        for verdict, number in self._db.execute(sql, params):
            key = None if verdict is None else bool(verdict)
            counts[key] = counts.get(key, 0) + number
        return counts.get(True, 0), counts.get(False, 0), counts.get(None, 0)

    def groups(self, key: str, condition: str, params: Sequence[object], joins: str = "") -> list[tuple[Any, int]]:
        """(key, how many commitments) for an SQL expression over the commitments that fit."""
        rows, counted = _source_for(key, condition, joins)
        if "name_uses" in joins:  # the only one that gives a commitment several times
            counted = "count(DISTINCT c.code)"
        sql = f"SELECT {key} AS grouped, {counted} FROM {rows} c {joins} WHERE {condition} GROUP BY grouped"
        return list(self._db.execute(sql, params))

    def field_groups(
        self, field: str, condition: str, params: Sequence[object], *, members: bool = False
    ) -> list[tuple[Any, int]]:
        """(value, how many commitments) of a field over the commitments that fit; for `members` see `group_key`."""
        kept = _kept_groups(field, condition)
        if kept is None:
            key, joins = group_key(field, members=members)
            return self.groups(key, condition, params, joins)
        key, rows, joins = kept
        sql = f"SELECT {key} AS grouped, sum(c.n) FROM {rows} c {joins} WHERE {condition} GROUP BY grouped"
        return list(self._db.execute(sql, params))

    def index_areas(self, condition: str, params: Sequence[object]) -> list[tuple[str, int]]:
        """(policy area, how many commitments) as indexes of commitments state them, own pages left out."""
        sql = (
            "SELECT v.raw, count(*) FROM field_values v JOIN commitments c ON c.code = v.code"
            f" WHERE v.field = 'policy_areas' AND v.origin = 'index' AND v.raw <> '' AND ({condition}) GROUP BY v.raw"
        )
        return list(self._db.execute(sql, params))

    def extreme(self, key: str, condition: str, params: Sequence[object], *, highest: bool) -> list[str]:
        """Codes that share the highest (or lowest) value of an SQL expression, undecided ones left out."""
        rows, _counted = _source_for(key, condition)
        best = f"SELECT {'max' if highest else 'min'}({key}) FROM {rows} c WHERE {condition}"
        sql = f"SELECT c.code FROM commitments c WHERE {condition} AND {key} = ({best}) ORDER BY c.prefix, c.number"
        return [row[0] for row in self._db.execute(sql, [*params, *params])]
