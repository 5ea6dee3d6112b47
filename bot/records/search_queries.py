"""Finding by words, in `commitments.db`: what can be named in a question, and the texts of commitments."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from bot.records.schema import in_batches


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


# -- texts -------------------------------------------------------------------------------------------------------

_SCORE = "bm25(commitments_fts, 8.0, 2.0, 2.0, 2.0, 1.0)"
_MORE = 40
"""Rows that are read behind the last one that is wanted, so that those that score as well are told from it by code."""
_LARGE = 5_000
"""Commitments from which on it pays to know how often each word stands."""
_MOST = 2.2  # what FTS5's bm25 gives a word at most for each of its idf: k1 + 1
_COUNTS: dict[str, dict[str, int]] = {}
_KEPT_STATES, _KEPT_COUNTS = 4, 20_000


class SearchQueries:
    """The part of a store that searches the texts of commitments (`commitments_fts`), the best first."""

    _db: sqlite3.Connection
    _found: dict[tuple[str, ...], tuple[int, list[str]]]

    def build_id(self) -> str:
        """Something that differs whenever the contents do."""
        raise NotImplementedError

    def totals(self) -> tuple[int, int]:
        """(commitments, how many of them have a page)."""
        raise NotImplementedError

    def search(self, query: str, limit: int = 20) -> list[tuple[str, float]]:
        """(code, score) of an FTS5 query whose words are already quoted; best (lowest) first."""
        return [(code, score) for score, code in self._ranked(query, limit)]

    def search_any(self, terms: Sequence[str], limit: int, columns: str = "") -> list[str]:
        """Codes of the texts that hold any of some quoted terms (in `columns`, such as `{title prose}`), best first.

        As `search` finds them, in less time: a question looks for the same words several times, and a text that holds
        only words that stand everywhere is never among the best.
        """
        asked = (columns, *terms)
        known = self._found.get(asked)
        if known is None or known[0] < limit:
            known = self._found[asked] = limit, [code for _score, code in self._with_any(terms, limit, columns)]
        return known[1][:limit]

    def mentions(self, query: str) -> bool:
        """Whether an FTS5 query matches any commitment."""
        sql = "SELECT 1 FROM commitments_fts WHERE commitments_fts MATCH ? LIMIT 1"
        return self._db.execute(sql, (query,)).fetchone() is not None

    def _ranked(self, query: str, limit: int) -> list[tuple[float, str]]:
        """(score, code), best first, of equal ones by code: only the codes of those are read."""
        sql = (
            f"SELECT rowid, {_SCORE} AS score FROM commitments_fts WHERE commitments_fts MATCH ? ORDER BY score LIMIT ?"
        )
        rows = self._db.execute(sql, (query, limit + _MORE)).fetchall()
        if len(rows) > limit and rows[-1][1] == rows[limit - 1][1]:  # too many are as good as the last
            rows = self._db.execute(sql, (query, -1)).fetchall()
        if len(rows) > limit:
            rows = [row for row in rows if row[1] <= rows[limit - 1][1]]
        codes: dict[int, str] = {}
        for marks, part in in_batches([rowid for rowid, _score in rows]):
            codes |= dict(self._db.execute(f"SELECT id, code FROM commitments WHERE id IN ({marks})", part))
        return sorted((score, codes[rowid]) for rowid, score in rows)[:limit]

    def _with_any(self, terms: Sequence[str], limit: int, columns: str) -> list[tuple[float, str]]:
        total = self.totals()[0]
        within = f"{columns} : " if columns else ""
        if total < _LARGE or len(terms) < 2:
            return self._ranked(f"{within}({' OR '.join(terms)})", limit)
        counts = {term: self._count(f"{within}{term}") for term in terms}
        ordered = sorted(counts, key=lambda term: (counts[term], term))
        rare = self._rare([(term, counts[term]) for term in ordered], total, limit)
        common = ordered[len(rare) :]
        if common:
            # what holds a common word as well, and what does not: the scores are those of the whole query
            telling, others = " OR ".join(rare), " OR ".join(common)
            found = self._ranked(f"{within}(({telling}) AND ({others}))", limit)
            found += self._ranked(f"{within}(({telling}) NOT ({others}))", limit)
            found = sorted(found)[:limit]
            most = sum(_idf(counts[term], total) for term in common) * _MOST
            if len(found) == limit and -found[-1][0] > most:
                return found
        return self._ranked(f"{within}({' OR '.join(ordered)})", limit)

    def _rare(self, counted: Sequence[tuple[str, int]], total: int, limit: int) -> list[str]:
        """The words without which no text is likely to be among the best, the rarest first."""
        enough, held = 0, 0
        while enough < len(counted) and held < limit:
            held += counted[enough][1]
            enough += 1
        least = _idf(counted[max(enough - 1, 0)][1], total) / _MOST
        kept = len(counted)
        while kept > enough and sum(_idf(count, total) for _term, count in counted[kept - 1 :]) < least:
            kept -= 1
        return [term for term, _count in counted[:kept]]

    def _count(self, query: str) -> int:
        """How many texts a query matches, kept for as long as the database stays the same."""
        build = self.build_id()
        if build not in _COUNTS:
            for older in list(_COUNTS)[: 1 - _KEPT_STATES]:
                _COUNTS.pop(older, None)
        counts = _COUNTS.setdefault(build, {})
        if query not in counts:
            if len(counts) > _KEPT_COUNTS:
                counts.clear()
            sql = "SELECT count(*) FROM commitments_fts WHERE commitments_fts MATCH ?"
            counts[query] = int(self._db.execute(sql, (query,)).fetchone()[0])
        return counts[query]


def _idf(count: int, total: int) -> float:
    """What bm25 takes a word for that stands in so many texts, as FTS5 reckons it."""
    return max(math.log((total - count + 0.5) / (count + 0.5)), 1e-6)
