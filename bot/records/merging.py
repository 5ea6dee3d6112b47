"""The commitments that documents describe: what each of them holds, by field, and what is left in its history."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.records.batches import in_batches
from bot.records.contradictions import ASK, FIRST, NEWEST, contradictions, goes_first
from bot.records.fields import FIELD
from bot.records.model import Change
from bot.records.states import Row, Speaker, State, carried, chain, changes_along, in_order, latest, record, trusted

VALUE_COLUMNS = ", ".join(f'v."{name}"' for name in Row._fields)
_COLUMNS = ", ".join(f'"{name}"' for name in Row._fields)
_Noted = list[tuple[Change, int | None]]
_Record = list[tuple[Speaker, tuple[Row, ...]]]
_SPEAKING = (
    " AND NOT EXISTS (SELECT 1 FROM history h WHERE h.code = v.code AND h.document_id = v.document_id AND h.living)"
)
"""What the record holds of the document that speaks first; what it holds of others is whole in their history."""
_LIVING, _FIRST = 1, 2
_CHECK = "check whether one of them has a wrong code or is out of date."
_GOES_FIRST = {
    NEWEST: f"The one here goes first in the record: {_CHECK}",
    FIRST: f"The earlier of the two goes first in the record: {_CHECK}",
    ASK: "Neither goes first in the record (TRUST=ask) until you decide: correct or remove one of the two documents.",
}


@dataclass(frozen=True, slots=True)
class Again:
    """A document that was read again, as it was before. `same`: its bytes are the same, only the reader is another."""

    speaker: Speaker
    same: bool = False
    gone: bool = False


class Merging:
    """Merges what one ingest's documents say, in its open transaction; `finish` comes once, after the last of them."""

    def __init__(self, connection: sqlite3.Connection, day: str, run: int, trust: str = NEWEST) -> None:
        self._db = connection
        self._trust = self._trusted = trust
        self._day = day
        self._run = run
        self._noted_before: dict[str, _Noted] = {}
        self._left: dict[str, Again] = {}
        self._gone: set[int] = set()
        self._told: set[str] = set()
        self.touched: set[str] = set()
        self.ties: dict[str, str] = dict(connection.execute("SELECT made, code FROM ties"))

    def merge(self, said: Mapping[str, list[State]], again: Mapping[int, Again], *, more: bool = False) -> None:
        """Take what documents say now, by code, and what the documents that were read `again` no longer say.

        With `more` it is a part of what one document says; what that no longer says is known after its last part.
        """
        self._gone |= {document_id for document_id, seen in again.items() if seen.gone}
        left = set() if more else self._described_by(again) - self._told
        if more:
            self._told |= said.keys()
        else:
            self._told.clear()
        for marks, codes in in_batches(sorted(left.union(said))):
            current, others = self._current(marks, codes, again), self._history(marks, codes)
            noted = self._noted(marks, codes)
            new: list[State] = []
            for code in codes:
                before = [*others.get(code, []), *([current[code]] if code in current else [])]
                now = said.get(code, [])
                if not before and len(now) == 1:
                    new += now  # as in most ingests most are: nothing is held of them, and one document describes them
                else:
                    self._write(code, before, self._next(code, before, now, again), noted.get(code, []))
            write_values(self._db, new)
            self.touched.update(state.code for state in new)

    def trust_otherwise(self, before: str) -> None:
        """Merge anew what several documents describe, which an earlier ingest did by another setting."""
        self._trusted = before
        rows = self._db.execute("SELECT DISTINCT code FROM history WHERE living")
        self.merge({code: [] for (code,) in rows}, {})
        self._trusted = self._trust

    def lose(self, code: str, state: State, again: Again) -> None:
        """Note that a commitment is no longer known at all: what an index said of it becomes its history."""
        if self._db.execute("SELECT 1 FROM history WHERE code = ?", (code,)).fetchone():
            return  # a page of its own is gone too, and that has been noted
        last = State(code, self._known(again.speaker), state.rows, living=False)
        self._write(code, [], [last, self._farewell(code, again, [])], [])

    def living(self, codes: Iterable[str]) -> list[State]:
        """What documents say now of the commitments `codes`."""
        found: list[State] = []
        for marks, part in in_batches(sorted(codes)):
            current, others = self._current(marks, part, {}), self._history(marks, part)
            found += current.values()
            found += [state for states in others.values() for state in states if state.living]
        return found

    def move(self, old: str, new: str, made: str) -> None:
        """Have said of `new` what is said of `old` under the key `made`."""
        marks, codes = "?,?", [old, new]
        current, others, noted = self._current(marks, codes, {}), self._history(marks, codes), self._noted(marks, codes)
        before = {code: [*others.get(code, []), *([current[code]] if code in current else [])] for code in codes}
        going = [state for state in before[old] if made in (old, state.made)]
        coming = [replace(state, code=new, made=made if made == old else "") for state in going]
        self._write(old, before[old], [state for state in before[old] if state not in going], noted.get(old, []))
        self._write(new, before[new], [*before[new], *coming], noted.get(new, []))
        for state in going:
            self._db.execute(
                "UPDATE unread_passages SET code = ? WHERE code = ? AND document_id = ?", (new, old, state.speaker.id)
            )

    def finish(self) -> list[Change]:
        """Say what became of commitments whose document left them; gives the changes that this ingest brought."""
        for marks, codes in in_batches(sorted(self._left)):
            current, others = self._current(marks, codes, {}), self._history(marks, codes)
            noted = self._noted(marks, codes)
            for code in codes:
                before = [*others.get(code, []), *([current[code]] if code in current else [])]
                again, speaks = self._left[code], latest(before, self._trust)
                if speaks is None or in_order(before)[-1] is not speaks:
                    after = [*before, self._farewell(code, again, before)]
                    self._write(code, before, after, noted.get(code, []))
        return self._new_changes()

    def _farewell(self, code: str, again: Again, states: Iterable[State]) -> State:
        """From today on other documents speak for the commitment, or none."""
        was = self._known(again.speaker)
        today = replace(was, day=max(self._day, was.day), run=self._run)
        rows = tuple(row for _speaker, rows in _held(states, self._trust) for row in rows)
        return State(code, today, rows, living=False)

    def _known(self, speaker: Speaker) -> Speaker:
        """A speaker as the history names it: without the number of its document once that is gone."""
        return replace(speaker, id=None) if speaker.id in self._gone else speaker

    def _next(self, code: str, before: list[State], said: list[State], again: Mapping[int, Again]) -> list[State]:
        """The states of a commitment, with those of documents that were read again replaced or left to history."""
        spoke = latest(before, self._trusted)
        kept: list[State] = []
        better: list[tuple[State, State]] = []
        for state in before:
            seen = again.get(state.speaker.id) if state.living and state.speaker.id is not None else None
            now = next((one for one in said if one.speaker.id == state.speaker.id), None)
            if seen is None:
                kept.append(state)
            elif seen.same:
                better += [(state, now)] if now else []
            else:
                kept.append(replace(state, speaker=self._known(state.speaker), living=False))
                if now is None and state is spoke:
                    self._left[code] = seen
        for old, new in better:
            kept = [one if one.living else carried(one, old, new) for one in kept]
        return [*kept, *said]

    # -- reading what is held ------------------------------------------------------------------------------------

    def _described_by(self, again: Mapping[int, Again]) -> set[str]:
        codes: set[str] = set()
        for marks, ids in in_batches(list(again)):
            codes |= {
                code
                for (code,) in self._db.execute(
                    f"SELECT code FROM field_values WHERE document_id IN ({marks}) AND origin <> 'index'"
                    f" UNION SELECT code FROM history WHERE document_id IN ({marks}) AND living",
                    [*ids, *ids],
                )
            }
        return codes

    def _current(self, marks: str, codes: list[str], again: Mapping[int, Again]) -> dict[str, State]:
        """What the record holds, said by its document as that was before it was read again."""
        held = held_states(self._db, marks, codes, index=False)
        for code, state in held.items():
            if state.speaker.id is not None and (seen := again.get(state.speaker.id)):
                held[code] = replace(state, speaker=seen.speaker)
        for made, code in self.ties.items():
            if code in held and self._says(held[code].speaker, made):
                held[code] = replace(held[code], made=made)
        return held

    def _says(self, speaker: Speaker, code: str) -> bool:
        """Whether a document itself names this code."""
        row = self._db.execute("SELECT codes FROM documents WHERE id = ?", (speaker.id,)).fetchone()
        return row is not None and code in json.loads(row[0])

    def _history(self, marks: str, codes: list[str]) -> dict[str, list[State]]:
        found: dict[str, list[State]] = {}
        for code, document_id, name, day, run, living, made, says in self._db.execute(
            "SELECT code, document_id, document, day, run, living, made, says FROM history"
            f" WHERE code IN ({marks}) ORDER BY rowid",
            codes,
        ):
            rows = tuple(Row(*row) for row in json.loads(says))
            speaker = Speaker(document_id, name, day, run)
            found.setdefault(code, []).append(State(code, speaker, rows, bool(living), made))
        return found

    def _noted(self, marks: str, codes: list[str]) -> dict[str, _Noted]:
        found: dict[str, _Noted] = {}
        for *change, document_id in self._db.execute(
            f"SELECT code, field, old, new, document, at, document_id FROM changes WHERE code IN ({marks}) ORDER BY id",
            codes,
        ):
            found.setdefault(change[0], []).append((Change(*change), document_id))
        return found

    # -- writing -------------------------------------------------------------------------------------------------

    def _write(self, code: str, before: list[State], after: list[State], noted: _Noted) -> None:
        speaks, held, holds = latest(after, self._trust), _held(before, self._trusted), _held(after, self._trust)
        if held != holds:
            self._write_values(code, held, holds)
        if len(before) + len(after) <= 1:
            return
        kept = chain(after)
        whole = speaks is None or dict(holds).get(speaks.speaker) == speaks.rows
        self._write_history(code, [state for state in kept if state is not speaks or not whole], speaks)
        changes = changes_along(kept, self._trust)
        if changes != noted:
            self._noted_before.setdefault(code, noted)
            self._db.execute("DELETE FROM changes WHERE code = ?", (code,))
            self._db.executemany(
                "INSERT INTO changes (code, field, old, new, document, at, document_id) VALUES (?,?,?,?,?,?,?)",
                [(c.code, c.field, c.old, c.new, c.document, c.at, document_id) for c, document_id in changes],
            )
        self._write_contradictions(code, speaks, after)

    def _write_values(self, code: str, held: _Record, holds: _Record) -> None:
        if held:
            self._db.execute("DELETE FROM field_values WHERE code = ? AND origin <> 'index'", (code,))
        write_values(self._db, [State(code, speaker, tuple(rows)) for speaker, rows in holds])
        self.touched.add(code)

    def _write_history(self, code: str, states: Iterable[State], speaks: State | None) -> None:
        self._db.execute("DELETE FROM history WHERE code = ?", (code,))
        self._db.executemany(
            "INSERT INTO history (code, document_id, document, day, run, living, made, says) VALUES (?,?,?,?,?,?,?,?)",
            [
                (
                    *(code, by.id, by.name, by.day, by.run),
                    _FIRST if state is speaks else _LIVING * state.living,
                    state.made,
                    json.dumps(state.rows, ensure_ascii=False),
                )
                for state in states
                for by in (state.speaker,)
            ],
        )

    def _write_contradictions(self, code: str, speaks: State | None, states: list[State]) -> None:
        """Say where two documents contradict each other: one of them has a wrong code, or is out of date."""
        self._db.execute("DELETE FROM problems WHERE code = ?", (code,))
        if speaks is None:
            return
        by = speaks.speaker
        for other in states:
            if not other.living or other is speaks:
                continue
            for field, mine, theirs in contradictions(speaks.rows, other.rows):
                where = theirs[0].place or f"line {theirs[0].line}"
                message = (
                    f"The {FIELD[field].label} of {code} is “{mine.raw}” here, but “{theirs[0].raw}” in "
                    f"{other.speaker.name}, {where}. {_GOES_FIRST[goes_first(self._trust, field)]}"
                )
                self._db.execute(
                    "INSERT INTO problems (document_id, document, line, field, message, severity, place, code)"
                    " VALUES (?,?,?,?,?,'warning',?,?)",
                    (by.id, by.name, mine.line, field, message, mine.place, code),
                )

    def _new_changes(self) -> list[Change]:
        found: list[Change] = []
        for marks, codes in in_batches(sorted(self._noted_before)):
            for code, noted in sorted(self._noted(marks, codes).items()):
                known = [change for change, _ in self._noted_before[code]]
                found += [change for change, _ in noted if change not in known]
        return found


def held_states(connection: sqlite3.Connection, marks: str, codes: list[str], *, index: bool) -> dict[str, State]:
    """code → what the record holds of it: from an `index`, or from the document that describes it."""
    rows: dict[str, list[Row]] = {}
    speakers: dict[str, Speaker] = {}
    for code, document_id, name, day, run, *columns in connection.execute(
        f"SELECT v.code, d.id, d.path, d.day, d.run, {VALUE_COLUMNS} FROM field_values v"
        f" JOIN documents d ON d.id = v.document_id WHERE v.code IN ({marks}) AND (v.origin = 'index') = ?"
        f"{'' if index else _SPEAKING}"
        " ORDER BY v.rowid",
        [*codes, index],
    ):
        rows.setdefault(code, []).append(Row(*columns))
        speakers[code] = Speaker(document_id, name, day, run)
    return {code: State(code, speakers[code], tuple(held)) for code, held in rows.items()}


def _held(states: Iterable[State], trust: str) -> _Record:
    """What the record holds of a commitment by these states of it."""
    return record(trusted([state for state in states if state.living]), trust)


def write_values(connection: sqlite3.Connection, states: Iterable[State]) -> None:
    """Write the rows of states."""
    connection.executemany(
        f"INSERT INTO field_values (code, document_id, {_COLUMNS}) VALUES (?,?{',?' * len(Row._fields)})",
        [(state.code, state.speaker.id, *row) for state in states for row in state.rows],
    )
