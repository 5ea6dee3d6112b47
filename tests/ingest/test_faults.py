"""A fault of the reader is one document's problem."""

from __future__ import annotations

from pathlib import Path

import pytest

import bot.reading
from bot.intake.rules import Rules
from bot.records.build import build
from bot.records.model import Reading
from tests.records.sample_pages import DAY, arrival, page, reread, rows


def test_a_fault_of_the_reader_stops_no_other_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The person is told, the log has the traceback, and the document after it is read."""
    right = bot.reading.read

    def faulty(name: str, data: bytes, url: str | None = None) -> Reading:
        if name == "XA0001.txt":
            raise IndexError("off by one")
        return right(name, data, url)

    monkeypatch.setattr(bot.reading, "read", faulty)
    db = tmp_path / "commitments.db"
    coming = [arrival(f"{code}.txt", page(code)) for code in ("XA0001", "XA0002")]
    report = build(db, coming, Rules().read, reread, as_of=DAY)
    assert [problem.document for problem in report.problems] == ["XA0001.txt"]
    assert "off by one" in caplog.text
    assert rows(db, "SELECT code FROM commitments") == [("XA0002",)]
