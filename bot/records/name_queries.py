"""What can be named in a question, read from `commitments.db`: titles, people, institutions, areas."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from bot.records.batches import in_batches


class Name(NamedTuple):
    """Something that can be named: a title, a person, an institution, an area. A question reads hundreds of them."""

    id: int
    kind: str
    name: str
    key: str


class NameQueries:
    """The part of a store that knows names."""

    _db: sqlite3.Connection

    def names_by_key(self, keys: Sequence[str]) -> list[Name]:
        """Names whose key is one of `keys`."""
        found: list[Name] = []
        for marks, part in in_batches(keys):
            found += [
                Name(*row)
                for row in self._db.execute(f"SELECT id, kind, name, key FROM names WHERE key IN ({marks})", part)
            ]
        return found

    def names_by_id(self, ids: Sequence[int]) -> list[Name]:
        """Names by their number, in the order of these."""
        found: dict[int, Name] = {}
        for marks, part in in_batches(ids):
            rows = self._db.execute(f"SELECT id, kind, name, key FROM names WHERE id IN ({marks})", part)
            found |= {row[0]: Name(*row) for row in rows}
        return [found[one] for one in ids if one in found]

    def names_with(self, words: Sequence[str], kind: str, limit: int = 400) -> list[Name]:
        """Names of a kind that hold all of these words."""
        if not words:
            return []
        sql = (
            "SELECT n.id, n.kind, n.name, n.key FROM names n WHERE n.id IN ("
            + " INTERSECT ".join(["SELECT name_id FROM name_words WHERE word = ? AND kind = ?"] * len(words))
            + ") ORDER BY length(n.key), n.key LIMIT ?"
        )
        params: list[object] = [value for word in words for value in (word, kind)]
        return [Name(*row) for row in self._db.execute(sql, [*params, limit])]

    def names_with_any(self, words: Sequence[str], kind: str, limit: int = 400) -> list[Name]:
        """Names of a kind that hold any of these words, those that hold most of them and little else first.

        It is quickest where the commonest of the words comes last.
        """
        if not words:
            return []
        # the names of a word stand by their size: of those with the last word alone only the first are read
        *others, common = dict.fromkeys(words)
        marks = ",".join("?" * len(others))
        hits = (
            "SELECT name_id, size, max(hits) AS hits FROM ("
            " SELECT name_id, size, count(*) + EXISTS (SELECT 1 FROM name_words o"
            " WHERE o.word = ? AND o.kind = w.kind AND o.size = w.size AND o.name_id = w.name_id) AS hits"
            f" FROM name_words w WHERE kind = ? AND word IN ({marks}) GROUP BY name_id"
            " UNION ALL SELECT * FROM (SELECT name_id, size, 1 FROM name_words WHERE word = ? AND kind = ?"
            " ORDER BY size, name_id LIMIT ?)"
            ") GROUP BY name_id ORDER BY hits DESC, size, name_id LIMIT ?"
        )
        sql = (
            f"SELECT n.id, n.kind, n.name, n.key FROM ({hits}) w JOIN names n ON n.id = w.name_id"
            " ORDER BY w.hits DESC, w.size, n.key"
        )
        given = [common, kind, *others, common, kind, limit, limit]
        return [Name(*row) for row in self._db.execute(sql, given)]

    def word_counts(self) -> dict[str, dict[str, int]]:
        """kind → word → in how many names of the kind: the vocabularies that spelling is repaired against, in order."""
        found: dict[str, dict[str, int]] = {}
        sql = "SELECT prefix, x, n FROM tallies WHERE tally = 'word' ORDER BY prefix, rowid"  # as they stand
        for kind, word, count in self._db.execute(sql):
            found.setdefault(kind, {})[word] = count
        return found

    def homes(self, name_ids: Sequence[int]) -> dict[int, set[str]]:
        """Institution's id → the letters of the members whose commitments name it."""
        found: dict[int, set[str]] = {one: set() for one in name_ids}
        for marks, part in in_batches(list(found)):
            sql = f"SELECT name_id, prefix FROM name_homes WHERE name_id IN ({marks})"
            for name_id, prefix in self._db.execute(sql, part):
                found[name_id].add(prefix)
        return found

    def uses(self, name_ids: Sequence[int], fields: Sequence[str] | None = None) -> list[tuple[str, str, int]]:
        """(code, field, name id) of every use of these names."""
        found: list[tuple[str, str, int]] = []
        for marks, part in in_batches(name_ids):
            wanted = f" AND field IN ({','.join('?' * len(fields))})" if fields is not None else ""
            sql = f"SELECT code, field, name_id FROM name_uses WHERE name_id IN ({marks}){wanted} ORDER BY code"
            found += list(self._db.execute(sql, [*part, *(fields or ())]))
        return found

    def uses_of(self, codes: Sequence[str], fields: Sequence[str]) -> list[tuple[str, str, int]]:
        """(code, field, name id): what commitments name in some fields."""
        found: list[tuple[str, str, int]] = []
        for marks, part in in_batches(codes):
            asked = ",".join("?" * len(fields))
            sql = f"SELECT code, field, name_id FROM name_uses WHERE code IN ({marks}) AND field IN ({asked})"
            found += list(self._db.execute(sql, [*part, *fields]))
        return found

    def names_of_kind(self, kind: str) -> list[Name]:
        """Every name of a kind."""
        return [Name(*row) for row in self._db.execute("SELECT id, kind, name, key FROM names WHERE kind = ?", (kind,))]
