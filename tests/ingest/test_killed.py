"""`kill -9` in the middle of an ingest leaves the old database or the new one, never anything between."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from bot.records.store import Store, StoreError
from tests.ingest.conftest import ROOT, Ingest
from tests.records.sample_pages import page, rows

KILLS = 10
PAGES = 150


def write_pages(folder: Path, completion: str) -> None:
    """The same commitments, all with this completion."""
    folder.mkdir(exist_ok=True)
    for number in range(PAGES):
        code = f"XA{number:04}"
        (folder / f"{code}.txt").write_bytes(page(code, f"Open Budgets {number}", Completion=completion))


def completions(db: Path) -> dict[object, object]:
    """completion → how many commitments."""
    return dict(rows(db, "SELECT completion, count(*) FROM commitments GROUP BY 1"))


def test_a_killed_ingest_leaves_the_old_or_the_new(
    ingest: Ingest, db: Path, tmp_path: Path, environ: dict[str, str]
) -> None:
    """Ten kills at moments spread over an ingest: sound every time, and all of one state; then it runs through."""
    folder = tmp_path / "documents"
    write_pages(folder, "Limited")
    began = time.monotonic()
    assert ingest(folder).returncode == 0
    whole = time.monotonic() - began
    states = ["Limited", "Complete"]
    dice = random.Random(20261121)
    killed = 0
    for attempt in range(KILLS):
        new = states[(attempt + 1) % 2]
        old = next(iter(completions(db)))
        write_pages(folder, new)
        process = subprocess.Popen(
            [sys.executable, "ingest.py", str(folder), "--db", str(db)],
            cwd=ROOT,
            env=environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(dice.uniform(0.2, 1.0) * whole)
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        assert rows(db, "PRAGMA integrity_check") == [("ok",)]
        assert rows(db, "PRAGMA foreign_key_check") == []
        assert completions(db) in ({old: PAGES}, {new: PAGES})
        with Store(db) as store:
            assert store.totals() == (PAGES, PAGES)
    assert killed > 0
    assert ingest(folder).returncode == 0
    assert completions(db) == {states[KILLS % 2]: PAGES}


def test_a_killed_first_ingest_leaves_a_file_that_is_made_anew(db: Path, ingest: Ingest) -> None:
    """A database that was begun and never finished is said to be none, and the next ingest makes it."""
    code = (
        "import os, signal, sys; from pathlib import Path; from datetime import date;"
        "from bot.records.build import build; from bot.reading import read\n"
        "def kill():\n    os.kill(os.getpid(), signal.SIGKILL)\n    yield\n"
        "build(Path(sys.argv[1]), kill(), read, list, as_of=date.today())"
    )
    assert subprocess.run([sys.executable, "-c", code, str(db)], cwd=ROOT, check=False).returncode == -signal.SIGKILL
    with pytest.raises(StoreError):
        Store(db)
    assert ingest().returncode == 0
    with closing(sqlite3.connect(db)) as connection:
        assert connection.execute("SELECT count(*) FROM commitments").fetchone() == (48,)
