"""Whatever a document does to the process that reads it is that document's problem."""

from __future__ import annotations

import hashlib
import logging
import os
import signal
from pathlib import Path

import pytest

from bot.intake import reader
from bot.intake.reader import Reader, Rules, reread
from bot.records.build import build
from bot.records.model import DocumentReading, ReadError
from tests.reading.test_export import HEADER, export
from tests.records.sample_pages import DAY, arrival, page, rows

ROOT = Path(__file__).parents[2]


class Faulty(Rules):
    """Rules that fail on a document in the way that its name says."""

    def read(self, name: str, data: bytes, url: str | None) -> DocumentReading:
        """Fail, or read what is there."""
        match name.removesuffix(".txt"):
            case "deep":
                return self.read(name, data, url)
            case "memory":
                raise MemoryError
            case "text":
                "\ud800".encode()
            case "exit":
                os._exit(3)
            case "crash":
                os.kill(os.getpid(), signal.SIGSEGV)
            case "loop":
                while True:
                    pass
            case "loop in C":
                # in one call, which neither hears signals nor gives the interpreter a turn
                hashlib.pbkdf2_hmac("sha256", b"", b"", 2**31 - 1)
        return super().read(name, data, url)


FAILURES = {
    "deep": "which is a fault of the program",
    "memory": "more than 2 GB of memory",
    "text": "which is a fault of the program",
    "exit": "(exit code 3)",
    "crash": "(SIGSEGV)",
    "loop": "was not read within 2 seconds",
    "loop in C": "was not read within 2 seconds",
}


@pytest.mark.parametrize("name", ["KR0029.txt", "KR0032.txt"])
def test_another_process_reads_the_same(name: str) -> None:
    """A reading, and a second reading of the stored page, pass between processes unchanged."""
    data = (ROOT / "corpus" / name).read_bytes()
    with Reader(Rules()) as process:
        reading = process.read(name, data, None)
        assert reading == Rules().read(name, data, None)
        assert reading.document is not None
        assert process.reread(reading.document) == reread(reading.document)


def test_a_table_keeps_its_places_between_processes(tmp_path: Path) -> None:
    """The row and the column of a cell are stored, whichever process read the table."""
    table = export({"Commitment Title": "A"}).text.encode()
    db = tmp_path / "commitments.db"
    with Reader(Rules()) as process:
        build(db, [arrival("export.csv", table)], process.read, process.reread, as_of=DAY)
    column = HEADER.index("Commitment Title") + 1
    assert rows(db, """SELECT "row", "column" FROM field_values WHERE field = 'title'""") == [(3, column)]


@pytest.mark.parametrize(("failure", "said"), FAILURES.items())
def test_a_document_that_fails_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, failure: str, said: str
) -> None:
    """One that raises, dies, or never ends is a problem with a sentence; those before and after it are stored."""
    monkeypatch.setattr(reader, "SECONDS_A_MEGABYTE", 0)
    coming = [
        arrival(f"{name}.txt", page(code)) for name, code in (("a", "XA0001"), (failure, "XA0002"), ("c", "XA0003"))
    ]
    db = tmp_path / "commitments.db"
    with Reader(Faulty(), seconds=2) as process:
        report = build(db, coming, process.read, process.reread, as_of=DAY)
    ((problem, state),) = [(one.problems[0], one.state) for one in report.by_document if one.problems]
    assert (problem.document, problem.severity, state) == (f"{failure}.txt", "error", "refused")
    assert said in problem.message
    assert rows(db, "SELECT code FROM commitments") == [("XA0001",), ("XA0003",)]
    assert ("Traceback" in caplog.text) is ("fault of the program" in said)


def test_time_is_bounded_for_a_real_document(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that takes longer than its time is refused, and the next one is read by a new process."""
    monkeypatch.setattr(reader, "SECONDS_A_MEGABYTE", 0)
    with Reader(Rules(), seconds=1) as process:
        with pytest.raises(ReadError, match="not read within 1 seconds"):
            process.read("XA0001.txt", page("XA0001") + b"; Main Objective: a" * 200_000, None)
        assert process.read("XA0002.txt", page("XA0002"), None).values


def test_a_larger_document_has_more_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time grows with the size, so that a whole export is not refused for being long."""
    monkeypatch.setattr(reader, "SECONDS_A_MEGABYTE", 1_000_000)
    with Reader(Rules(), seconds=0) as process:
        assert process.read("XA0001.txt", page("XA0001"), None).values


def test_no_process_outlives_its_reader() -> None:
    """Closing ends the process, also in the middle of a document."""
    process = Reader(Faulty())
    process.read("a.txt", page("XA0001"), None)
    running = process._process
    assert running is not None
    process.close()
    assert running.poll() is not None


def test_a_process_that_ended_between_documents_is_no_fault_of_the_next() -> None:
    """What ends an idle process refuses no document."""
    with Reader(Rules()) as process:
        process.read("a.txt", page("XA0001"), None)
        assert process._process is not None
        process._process.kill()
        process._process.wait()
        assert process.read("b.txt", page("XA0002"), None).values


def test_an_interrupt_leaves_no_answer_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was under way when a person stopped it is not taken for the answer to the next question."""
    with Reader(Rules()) as process:
        process.read("a.txt", page("XA0001"), None)
        assert process._line is not None

        def interrupted(_seconds: float) -> bool:
            raise KeyboardInterrupt

        monkeypatch.setattr(process._line, "poll", interrupted)
        with pytest.raises(KeyboardInterrupt):
            process.read("a.txt", page("XA0001"), None)
        assert {value.code for value in process.read("b.txt", page("XA0002"), None).values} == {"XA0002"}


def test_the_log_has_the_traceback(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    """A fault in the other process is logged here, with the place where it happened."""
    with Reader(Faulty()) as process, caplog.at_level(logging.ERROR):
        build(tmp_path / "c.db", [arrival("text.txt", page("XA0001"))], process.read, process.reread, as_of=DAY)
    assert "UnicodeEncodeError" in caplog.text
