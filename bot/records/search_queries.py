"""Words looked for in the texts of commitments (`commitments_fts`), the best first."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Sequence

from bot.records.batches import in_batches

_SCORE = "bm25(commitments_fts, 8.0, 2.0, 2.0, 2.0, 1.0)"
_MORE = 40
"""Rows that are read behind the last one that is wanted, so that those that score as well are told from it by code."""
_LARGE = 5_000
"""Commitments from which on it pays to know how often each word stands."""
_MOST = 2.2  # what FTS5's bm25 gives a word at most for each of its idf: k1 + 1
_COUNTS: dict[str, dict[str, int]] = {}
_KEPT_STATES, _KEPT_COUNTS = 4, 20_000


class SearchQueries:
    """The part of a store that searches texts."""

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
