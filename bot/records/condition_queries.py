"""Commitments chosen by a condition, read from `commitments.db`: listed, counted, grouped.

A condition is an SQL expression over `commitments c` that is true, false or undecided (NULL) for each of them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import chain, islice
from typing import Any, overload

from bot.records.tallies import group_key, kept_groups, source

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
        rows, counted = source(condition[0])
        return int(self._db.execute(f"SELECT {counted} FROM {rows} c WHERE {condition[0]}", condition[1]).fetchone()[0])

    def count_found(self, statement: Sql) -> int:
        """How many different rows a statement finds."""
        sql, params = statement
        return int(self._db.execute(f"SELECT count(*) FROM (SELECT DISTINCT * FROM ({sql}))", params).fetchone()[0])

    def has_any(self, condition: str, params: Sequence[object]) -> bool:
        """Whether an SQL condition over `commitments c` is true of any."""
        rows, _counted = source(condition)
        sql = f"SELECT 1 FROM {rows} c WHERE {condition} LIMIT 1"
        return self._db.execute(sql, params).fetchone() is not None

    def tally(self, condition: str, params: Sequence[object]) -> tuple[int, int, int]:
        """(true, false, undecided): how many commitments a three-valued SQL condition sorts each way."""
        rows, counted = source(condition)
        sql = f"SELECT {condition} AS verdict, {counted} FROM {rows} c GROUP BY verdict"
        counts: dict[bool | None, int] = {}
        for verdict, number in self._db.execute(sql, params):
            key = None if verdict is None else bool(verdict)
            counts[key] = counts.get(key, 0) + number
        return counts.get(True, 0), counts.get(False, 0), counts.get(None, 0)

    def groups(self, key: str, condition: str, params: Sequence[object], joins: str = "") -> list[tuple[Any, int]]:
        """(key, how many commitments) for an SQL expression over the commitments that fit."""
        rows, counted = source(key, condition, joins)
        if "name_uses" in joins:  # the only one that gives a commitment several times
            counted = "count(DISTINCT c.code)"
        sql = f"SELECT {key} AS grouped, {counted} FROM {rows} c {joins} WHERE {condition} GROUP BY grouped"
        return list(self._db.execute(sql, params))

    def field_groups(
        self, field: str, condition: str, params: Sequence[object], *, members: bool = False
    ) -> list[tuple[Any, int]]:
        """(value, how many commitments) of a field over the commitments that fit; for `members` see `group_key`."""
        kept = kept_groups(field, condition)
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
        rows, _counted = source(key, condition)
        best = f"SELECT {'max' if highest else 'min'}({key}) FROM {rows} c WHERE {condition}"
        sql = f"SELECT c.code FROM commitments c WHERE {condition} AND {key} = ({best}) ORDER BY c.prefix, c.number"
        return [row[0] for row in self._db.execute(sql, [*params, *params])]
