"""Large tables: packed and merged in parts they say the same, and take statements by the batch, not by the row."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest

from bot.reading.export import read_export
from bot.reading.mapping import read_mapping
from bot.records import build as building
from bot.records import model
from bot.records.build import build
from bot.records.model import Document, DocumentReading, Packed, Packing, Report, UnreadPassage, Value
from tests.records.sample_pages import DAY, arrival, contents, reread, rows

MAPPING = read_mapping('[code]\ncolumn = "ID"\n[columns]\ntitle = "Name"\nlead_institution = "Lead"', "ours.toml")


def table(count: int, *, without: Sequence[int] = (), lead: str = "Ministry") -> bytes:
    """A CSV table of so many commitments, with a column that is not read; `without` leaves out some of them."""
    lines = ["ID,Name,Lead,Remark"]
    lines += [f'KR{n:04},"Title {n}",{lead} {n % 7},Seen {n} times' for n in range(count) if n not in without]
    return "\n".join(lines).encode()


def read(name: str, data: bytes, _url: str | None) -> DocumentReading:
    """The reading of a table by the mapping of these tests."""
    return read_export(Document(name, data.decode(), "csv", "0" * 64), MAPPING)


def ingest(db: Path, data: bytes) -> Report:
    """One ingest of a table."""
    return build(db, [arrival("a.csv", data)], read, reread, as_of=DAY)


def test_a_table_says_the_same_packed_and_merged_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was said, is said otherwise and is said no more is the same for a table that is taken in parts."""
    states = table(60), table(60, without=[3, 40], lead="Office")
    for data in states:
        ingest(tmp_path / "whole.db", data)
    monkeypatch.setattr(model, "PACK_SIZE", 11)
    monkeypatch.setattr(building, "_MOST_VALUES", 25)
    assert isinstance(read("a.csv", states[0], None).values, Packed)
    for data in states:
        ingest(tmp_path / "parts.db", data)
    assert rows(tmp_path / "parts.db", "SELECT count(*) FROM commitments") == [(58,)]
    passages = "SELECT code, raw, line, fields FROM unread_passages ORDER BY code"
    assert contents(tmp_path / "parts.db") == contents(tmp_path / "whole.db")
    assert rows(tmp_path / "parts.db", passages) == rows(tmp_path / "whole.db", passages)


class Counting(sqlite3.Connection):
    """A connection that counts what it is asked to do."""

    asked = 0

    def execute(self, *given: object) -> sqlite3.Cursor:
        """As usual."""
        Counting.asked += 1
        return super().execute(*given)  # type: ignore[arg-type]

    def executemany(self, *given: object) -> sqlite3.Cursor:
        """As usual."""
        Counting.asked += 1
        return super().executemany(*given)  # type: ignore[arg-type]


def test_statements_do_not_grow_with_the_rows_of_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five hundred rows more take a batch of statements more."""
    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Counting))
    asked = []
    for count in (500, 1000):
        before = Counting.asked
        ingest(tmp_path / f"{count}.db", table(count))
        asked.append(Counting.asked - before)
    assert asked[1] - asked[0] < 40


def test_packed_rows_are_those_that_were_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Packed values, with what they quote, and passages come back in their order as often as they are asked for."""
    monkeypatch.setattr(model, "PACK_SIZE", 2)
    text = "Open Budgets"
    values = [Value("KR0001", "title", text[n:], n, len(text), n, "x", row=n) for n in range(7)]
    passages = [UnreadPassage(n, n + 1, ("title",), "KR0001") for n in range(7)]
    for kind, given in ((Value, values), (Value, values[:6]), (UnreadPassage, passages)):
        packing = Packing(kind, text)
        for one in given:
            packing.add([one])
        kept = packing.done()
        assert isinstance(kept, Packed)
        assert (list(kept), list(kept), len(kept)) == (given, given, len(given))


def test_what_is_no_quotation_is_not_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A value whose text does not stand at its place is refused."""
    monkeypatch.setattr(model, "PACK_SIZE", 0)
    with pytest.raises(ValueError, match="no quotation"):
        Packing(Value, "Open Budgets").add([Value("KR0001", "title", "Open", 5, 9)])
