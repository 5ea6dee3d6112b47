"""Commitments chosen by a condition, read from `commitments.db`: listed, counted, grouped.

A condition is an SQL expression over `commitments c` that is true, false or undecided (NULL) for each of them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

Sql = tuple[str, Sequence[object]]
"""An expression and its parameters."""


class ConditionQueries:
    """The part of a store that sorts commitments by conditions."""

    _db: sqlite3.Connection

    def select(self, condition: str, params: Sequence[object], order: str = "") -> list[str]:
        """Codes for which an SQL condition over `commitments c` is true."""
        sort = f"{order}, " if order else ""
        sql = f"SELECT c.code FROM commitments c WHERE {condition} ORDER BY {sort}c.prefix, c.number, c.code"
        return [row[0] for row in self._db.execute(sql, params)]

    def has_any(self, condition: str, params: Sequence[object]) -> bool:
        """Whether an SQL condition over `commitments c` is true of any."""
        sql = f"SELECT 1 FROM commitments c WHERE {condition} LIMIT 1"
        return self._db.execute(sql, params).fetchone() is not None

    def sides(self, certain: Sql, open_: Sql, order: str = "") -> tuple[list[str], list[str]]:
        """Codes for which a condition over `commitments c` is true, and those for which it is undecided.

        The condition is `certain AND open_`; `certain` is never undecided, and an index may find what it is true of.
        `order` sorts those for which it is true.
        """
        params = [*certain[1], *open_[1]]
        if order:
            undecided = self.select(f"{certain[0]} AND ({open_[0]}) IS NULL", params)
            return self.select(f"{certain[0]} AND ({open_[0]})", params, order), undecided
        sql = (
            f"SELECT c.code, ({open_[0]}) AS verdict FROM commitments c WHERE verdict IS NOT 0 AND {certain[0]}"
            " ORDER BY c.prefix, c.number, c.code"
        )
        sides: tuple[list[str], list[str]] = [], []
        for code, verdict in self._db.execute(sql, [*open_[1], *certain[1]]):
            sides[verdict is None].append(code)
        return sides

    def tally(self, condition: str, params: Sequence[object]) -> tuple[int, int, int]:
        """(true, false, undecided): how many commitments a three-valued SQL condition sorts each way."""
        sql = f"SELECT {condition} AS verdict, count(*) FROM commitments c GROUP BY verdict"
        counts = {None if v is None else bool(v): n for v, n in self._db.execute(sql, params)}
        return counts.get(True, 0), counts.get(False, 0), counts.get(None, 0)

    def groups(self, key: str, condition: str, params: Sequence[object], joins: str = "") -> list[tuple[Any, int]]:
        """(key, how many commitments) for an SQL expression over the commitments that fit."""
        many = "count(DISTINCT c.code)" if joins else "count(*)"  # only a join gives a commitment several times
        counted = f"SELECT {key} AS grouped, {many} FROM commitments c {joins}"
        sql = f"{counted} WHERE {condition} GROUP BY grouped"
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
        best = f"SELECT {'max' if highest else 'min'}({key}) FROM commitments c WHERE {condition}"
        sql = f"SELECT c.code FROM commitments c WHERE {condition} AND {key} = ({best}) ORDER BY c.prefix, c.number"
        return [row[0] for row in self._db.execute(sql, [*params, *params])]
