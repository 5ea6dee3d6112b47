"""`--watch`: what changes in a folder is read, once it is written to its end."""

from __future__ import annotations

import json
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import pytest

from tests.forking import python
from tests.ingest.conftest import ROOT
from tests.records.sample_pages import page, rows

SECONDS = 30


class Watching:
    """A running `ingest.py --watch --json`, and its reports one after another."""

    def __init__(self, command: list[str], environ: dict[str, str]) -> None:
        pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        self.process = subprocess.Popen(command, cwd=ROOT, env=environ, encoding="utf-8", **pipes)
        self.reports: Queue[dict[str, Any]] = Queue()
        self.watching = threading.Event()
        self._threads = [threading.Thread(target=self._listen), threading.Thread(target=self._await_watch)]
        for thread in self._threads:
            thread.start()

    def _listen(self) -> None:
        for line in self.process.stdout or ():
            self.reports.put(json.loads(line))

    def _await_watch(self) -> None:
        for line in self.process.stderr or ():
            if line.startswith("Watching"):
                self.watching.set()

    def report(self) -> dict[str, Any]:
        """The next report."""
        return self.reports.get(timeout=SECONDS)

    def ready(self) -> None:
        """Wait until changes are seen: the first report, the word that it watches, and a moment for the system."""
        assert self.report()["documents"] == 1
        assert self.watching.wait(SECONDS)
        time.sleep(1)

    def stop(self) -> None:
        """End the process and its listeners."""
        self.process.terminate()
        self.process.wait(SECONDS)
        for thread in self._threads:
            thread.join()
        for pipe in (self.process.stdout, self.process.stderr):
            if pipe:
                pipe.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one page."""
    made = tmp_path / "documents"
    made.mkdir()
    (made / "XA0001.txt").write_bytes(page("XA0001", Completion="Limited"))
    return made


@pytest.fixture
def watching(folder: Path, db: Path, environ: dict[str, str]) -> Iterator[Watching]:
    """The folder under watch."""
    command = [*python(), "ingest.py", str(folder), "--db", str(db), "--watch", "--json", "--prune"]
    made = Watching(command, environ)
    try:
        made.ready()
        yield made
    finally:
        made.stop()


def test_what_changes_is_read(watching: Watching, folder: Path, db: Path) -> None:
    """A changed page, a new page and a removed page each give a report of their own documents."""
    (folder / "XA0001.txt").write_bytes(page("XA0001", Completion="Complete"))
    report = watching.report()
    assert [(one["field"], one["old"], one["new"]) for one in report["changes"]] == [
        ("completion", "Limited", "Complete")
    ]
    (folder / "XA0002.txt").write_bytes(page("XA0002"))
    assert [one["document"] for one in watching.report()["by_document"]] == ["XA0002.txt"]
    (folder / "XA0001.txt").unlink()
    assert watching.report()["removed"] == 1
    assert rows(db, "SELECT code FROM commitments") == [("XA0002",)]


def test_a_file_that_is_still_being_written_is_waited_for(watching: Watching, folder: Path, db: Path) -> None:
    """A page that arrives piece by piece is read once, whole."""
    whole = page("XA0001", Completion="Complete", more="; Main Objective: To let everybody see the budget")
    size = len(whole) // 6
    with (folder / "XA0001.txt").open("wb") as file:
        for at in range(0, len(whole), size):
            file.write(whole[at : at + size])
            file.flush()
            time.sleep(0.15)
    assert [one["state"] for one in watching.report()["by_document"]] == ["read"]
    with pytest.raises(Empty):
        watching.reports.get(timeout=2)
    assert rows(db, "SELECT DISTINCT old FROM changes WHERE field = 'completion'") == [("Limited",)]
    assert rows(db, "SELECT completion FROM commitments") == [("Complete",)]


def test_a_file_that_was_left_half_written_keeps_the_record(watching: Watching, folder: Path, db: Path) -> None:
    """The problem is said, the values stay, and the watch goes on."""
    whole = (folder / "XA0001.txt").read_bytes()
    (folder / "XA0001.txt").write_bytes(whole[: len(whole) - 20])
    assert [one["state"] for one in watching.report()["by_document"]] == ["refused"]
    assert rows(db, "SELECT completion FROM commitments") == [("Limited",)]
    (folder / "XA0001.txt").write_bytes(whole)
    assert watching.report()["unchanged"] == 1


def test_a_file_that_is_replaced_is_read(watching: Watching, folder: Path, db: Path) -> None:
    """Many programs write another file and give it the name of the old one."""
    fresh = folder.parent / "fresh.txt"
    fresh.write_bytes(page("XA0001", Completion="Complete"))
    fresh.replace(folder / "XA0001.txt")
    assert len(watching.report()["changes"]) == 1
    assert rows(db, "SELECT completion FROM commitments") == [("Complete",)]
