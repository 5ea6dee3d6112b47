"""A fault in one document, wherever it shows, is that document's problem."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.intake.reader import Rules
from bot.intake.sources import arrivals
from bot.reading.fetch import FetchSettings
from bot.records.build import build
from bot.records.model import DocumentReading, Value
from tests.ingest.conftest import Ingest
from tests.records.sample_pages import DAY, arrival, page, reread, rows

NEVER = FetchSettings("", Path("nowhere"))
CODES = ("XA0001", "XA0002", "XA0003")


def named(*given: str | Path) -> dict[str, str | None]:
    """What comes of paths: the name of each arrival, and its problem's sentence."""
    coming = arrivals([str(one) for one in given], lambda _name: "", NEVER)
    return {one.name: one.problem.message if one.problem else None for one in coming}


def spoilt(**change: object) -> type[Rules]:
    """Rules that read XA0002 with this change in each of its values."""

    class Spoilt(Rules):
        def read(self, name: str, data: bytes, url: str | None) -> DocumentReading:
            reading = super().read(name, data, url)
            if not name.startswith("XA0002"):
                return reading
            values: list[Value] = [replace(value, **change) for value in reading.values]  # type: ignore[arg-type]
            return replace(reading, values=tuple(values))

    return Spoilt


@pytest.mark.parametrize(
    "change", [{"raw": "\ud800"}, {"raw": None}, {"position": 2**70}, {"value": object()}, {"field": "unknown"}]
)
def test_values_that_cannot_be_stored_stop_no_other_document(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, change: dict[str, object]
) -> None:
    """What the database does not take, or no rule can derive from, costs its own document and nothing of the others."""
    db = tmp_path / "commitments.db"
    coming = [arrival(f"{code}.txt", page(code)) for code in CODES]
    report = build(db, coming, spoilt(**change)().read, reread, as_of=DAY)
    assert [(problem.document, problem.severity) for problem in report.problems] == [("XA0002.txt", "error")]
    assert [one.state for one in report.by_document] == ["read", "refused", "read"]
    assert "Traceback" in caplog.text
    assert rows(db, "SELECT code FROM commitments") == [("XA0001",), ("XA0003",)]
    assert rows(db, "SELECT path FROM documents") == [("XA0001.txt",), ("XA0003.txt",)]
    assert rows(db, "SELECT document FROM problems") == [("XA0002.txt",)]


def test_what_was_known_stays_when_a_new_state_cannot_be_stored(tmp_path: Path) -> None:
    """The record keeps what the document said before."""
    db = tmp_path / "commitments.db"
    build(db, [arrival("XA0002.txt", page("XA0002", Completion="Limited"))], Rules().read, reread, as_of=DAY)
    changed = [arrival("XA0002.txt", page("XA0002", Completion="Complete")), arrival("XA0003.txt", page("XA0003"))]
    report = build(db, changed, spoilt(raw=None)().read, reread, as_of=DAY)
    assert report.changes == []
    assert rows(db, "SELECT code, completion FROM commitments WHERE code = 'XA0002'") == [("XA0002", "Limited")]


def test_a_file_that_vanishes_is_a_problem(tmp_path: Path) -> None:
    """One that is gone when its turn comes is told of, and the next is read."""
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_bytes(page("XA0001"))
    coming = arrivals([str(tmp_path)], lambda _name: "", NEVER)
    assert next(coming).data
    (tmp_path / "b.txt").unlink()
    assert [(one.name, one.problem is None) for one in coming] == [("b.txt", False), ("c.txt", True)]


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/dev/zero")])
def test_what_is_no_file_is_a_problem(tmp_path: Path, make: Callable[[Path], None]) -> None:
    """A pipe or a device that is given is not read, which would never end."""
    make(tmp_path / "endless")
    (tmp_path / "XA0001.txt").write_bytes(page("XA0001"))
    found = named(tmp_path / "endless", tmp_path / "XA0001.txt")
    assert found["XA0001.txt"] is None
    assert [one for one in found.values() if one and "not a file" in one]


def test_a_name_begins_no_line(tmp_path: Path) -> None:
    """A file whose name holds the end of a line cannot write a line of the report."""
    (tmp_path / "new\nerror: line.txt").write_bytes(page("XA0001"))
    assert list(named(tmp_path)) == ["new�error: line.txt"]


def test_links_in_a_circle_are_passed_over(tmp_path: Path) -> None:
    """A folder inside itself is read once, and a link to itself is no file."""
    (tmp_path / "a.txt").write_bytes(page("XA0001"))
    (tmp_path / "self").symlink_to("self")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    assert named(tmp_path) == {"a.txt": None}


@pytest.mark.parametrize("given", ["x" * 5000, "self", "missing/a.txt"])
def test_a_path_that_leads_nowhere_stops_no_other(tmp_path: Path, given: str) -> None:
    """One too long for the system, one in a circle and one that is not there are problems with a sentence."""
    (tmp_path / "self").symlink_to("self")
    (tmp_path / "a.txt").write_bytes(page("XA0001"))
    found = named(tmp_path / given, tmp_path / "a.txt")
    assert found.pop("a.txt") is None
    ((_, said),) = found.items()
    assert said is not None


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every folder")
def test_a_closed_folder_is_a_problem(tmp_path: Path) -> None:
    """A folder that may not be looked into is named, and the files beside it are read."""
    (tmp_path / "a.txt").write_bytes(page("XA0001"))
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    found = named(tmp_path)
    assert found["a.txt"] is None
    assert len(found) == 2


def test_hostile_documents_are_read_or_refused_at_the_door(ingest: Ingest, db: Path, tmp_path: Path) -> None:
    """4,000 tabs behind a label and 100,000 attributes of a tag are read like anything else."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "a.txt").write_bytes(page("XA0001") + b"Lead Institution: " + b"\t" * 4000 + b"x\n")
    attributes = b" ".join(b"a%d=1" % number for number in range(100_000))
    (folder / "b.html").write_bytes(
        b"<html><body><p " + attributes + b"><h1>Aid (XA0002)</h1><p>Overview<p>Status: Active</p>"
    )
    assert ingest(folder).returncode == 0
    assert rows(db, "SELECT code FROM commitments") == [("XA0001",), ("XA0002",)]
