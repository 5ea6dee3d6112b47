"""The commitments that indexes list: the latest document that lists one is quoted for it.

A member's pages each list all its commitments, so what documents list is folded together as it comes, code by code,
and never held page by page.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from bot.records.batches import in_batches
from bot.records.lines import Lines
from bot.records.merging import Again, Merging, held_states, write_values
from bot.records.model import Document, Problem, Value
from bot.records.register import failure
from bot.records.states import Row, Speaker, State, row_of

Reread = Callable[[Document], Iterable[Value]]
"""The values of a document from its stored text."""


class _Heard(NamedTuple):
    """What a document lists of one commitment; most of it is listed by the next document too, and then not written."""

    rank: tuple[object, ...]
    speaker: Speaker
    values: list[Value]
    lines: Lines

    def state(self, code: str) -> State:
        return State(code, self.speaker, tuple(row_of(value, self.lines) for value in self.values))


class Listings:
    """One ingest's indexes, merged within its open transaction; `finish` comes once, after the last document."""

    def __init__(self, connection: sqlite3.Connection, merging: Merging, reread: Reread) -> None:
        self._db = connection
        self._merging = merging
        self._reread = reread
        self._heard: dict[str, _Heard] = {}
        self.problems: list[Problem] = []
        self._orphans: dict[str, tuple[State, Again]] = {}

    def hear(self, speaker: Speaker, values: Iterable[Value], lines: Lines) -> None:
        """Take what a document with these lines lists."""
        rank, heard = speaker.rank, self._heard
        for value in values:
            before = heard.get(value.code)
            if before is None or (before.speaker is not speaker and before.rank <= rank):
                heard[value.code] = _Heard(rank, speaker, [value], lines)
            elif before.speaker is speaker:
                before.values.append(value)

    def merge(self, again: Mapping[int, Again]) -> None:
        """Write what was heard where it is later than what is held, and take back what is no longer listed."""
        for marks, codes in in_batches(sorted({*self._heard, *self._listed_by(again)})):
            held = held_states(self._db, marks, codes, index=True)
            news: list[State] = []
            for code in codes:
                heard = self._heard.get(code)
                self._merge(code, held.get(code), heard.state(code) if heard else None, again, news)
            write_values(self._db, news)
        self._heard.clear()

    def forget(self) -> None:
        """Leave out what was heard and is not merged."""
        self._heard.clear()

    def _merge(
        self, code: str, held: State | None, heard: State | None, again: Mapping[int, Again], news: list[State]
    ) -> None:
        seen = again.get(held.speaker.id) if held and held.speaker.id is not None else None
        if held and (heard is None or heard.speaker.rank < held.speaker.rank):
            if seen:
                # the document that was quoted no longer lists it; an earlier one may
                self._orphans[code] = held, seen
                self._clear(code)
            return
        if heard and heard != held:
            if held:
                self._clear(code)
            news.append(heard)
            self._merging.touched.add(code)

    def _clear(self, code: str) -> None:
        self._db.execute("DELETE FROM field_values WHERE code = ? AND origin = 'index'", (code,))
        self._merging.touched.add(code)

    def finish(self) -> None:
        """Look for another document that lists what lost its own; what is found nowhere is no longer known."""
        missing = set(self._orphans)
        for speaker, document in self._candidates() if missing else ():
            named = [code for code in missing if code in document.text]
            if not named:
                continue
            found: dict[str, list[Row]] = {}
            try:
                values = self._reread(document)
            except Exception as error:  # noqa: BLE001 - an edge: another document may list the same
                self.problems.append(failure(document.name, error))
                continue
            lines = Lines(document.text, document.spots)
            for value in values:
                if value.origin == "index" and value.code in named:
                    found.setdefault(value.code, []).append(row_of(value, lines))
            write_values(self._db, [State(code, speaker, tuple(rows)) for code, rows in found.items()])
            self._merging.touched |= found.keys()
            missing -= found.keys()
            if not missing:
                break
        for code in sorted(missing):
            state, again = self._orphans[code]
            known = self._db.execute("SELECT 1 FROM field_values WHERE code = ?", (code,)).fetchone()
            if not known and not again.same:
                self._merging.lose(code, State(code, again.speaker, state.rows), again)

    def _candidates(self) -> Iterable[tuple[Speaker, Document]]:
        """The documents that list commitments, the latest first."""
        rows = self._db.execute("SELECT id, path, day, run FROM documents WHERE listed").fetchall()
        for speaker in sorted((Speaker(*row) for row in rows), key=lambda speaker: speaker.rank, reverse=True):
            path, text, kind, sha, url, day, spots = self._db.execute(
                "SELECT path, text, format, sha256, url, date, spots FROM documents WHERE id = ?", (speaker.id,)
            ).fetchone()
            yield speaker, Document(path, text, kind, sha, url, day, tuple(map(tuple, json.loads(spots))))

    def _listed_by(self, again: Mapping[int, Again]) -> set[str]:
        codes: set[str] = set()
        for marks, ids in in_batches(list(again)):
            sql = f"SELECT DISTINCT code FROM field_values WHERE document_id IN ({marks}) AND origin = 'index'"
            codes |= {code for (code,) in self._db.execute(sql, ids)}
        return codes
