"""Digests: composing for many commitments, a simulated year, and a thousand that are due at the same minute."""

from __future__ import annotations

import logging
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from time import perf_counter

from bench import Ratio
from bot.digest.clock import WINDOW
from bot.digest.compose import SAID, sort
from bot.digest.model import Facts, Window
from bot.records import schema
from bot.records.snapshots import UNSEALED, seal
from tests.digest.reference import expected
from tests.digest.simulation import quick_state, simulate
from tests.digest.world import draw_world
from tests.slack.rush import rush

ROOT = Path(__file__).parents[1]
SIZES = (2_000, 200_000)
SUBSCRIPTIONS = 300
DUE = 1_000
"""Digests that are due in the same minute."""


def measure() -> Iterator[Ratio]:
    """Composition by size, then the year, then the thousand."""
    logging.getLogger("bot.digest").setLevel(logging.ERROR)  # a year has some thousand failed sends, as it is meant to
    for size in SIZES:
        yield from _compose(size)
    yield from _year()
    yield from _rush()


def _compose(size: int) -> Iterator[Ratio]:
    """Sorting in this process, and a whole digest in one of its own on a database of as many commitments."""
    facts = list(_facts(size))
    window = Window(date(2026, 11, 21), date(2026, 11, 14), 30)
    began = perf_counter()
    sort(facts, (), (), window)
    sorting = perf_counter() - began
    began = perf_counter()
    sorted(facts, key=lambda one: one.code)
    yield Ratio(f"sorting {size:,} into sections", sorting * 1000, "sorting them by code", _since(began), "ms")
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "commitments.db"
        _make_database(database, size)
        (taken, memory), (reading, rows) = _measured(DIGEST, database), _measured(READ, database)
    yield Ratio(f"a digest of {size:,}", taken, "reading their rows", reading, "ms")
    yield Ratio(f"its peak memory at {size:,}", memory, "reading their rows", rows, "MiB")


READ = "import sqlite3; kept = sqlite3.connect(sys.argv[1]).execute('SELECT * FROM commitments').fetchall()"
DIGEST = """
from datetime import date
from bot.digest.model import Window
from bot.digest.gathering import SHOWN, Wanted, digest
from bot.records.store import Store
window = Window(date(2026, 11, 21), date(2026, 11, 14), 30)
kept = digest(Store(sys.argv[1]), [], window, wanted=Wanted(limit=SHOWN))
"""
PEAK = "print([line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')][0])"


def _measured(script: str, database: Path) -> tuple[float, float]:
    """(milliseconds, peak MiB) of a process of its own."""
    began = perf_counter()
    command = [sys.executable, "-c", f"import sys\n{script}\n{PEAK}", str(database)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    return _since(began), int(done.stdout) / 1024


def _facts(size: int) -> Iterator[Facts]:
    for number in range(size):
        day = date.fromordinal(date(2024, 1, 1).toordinal() + number % 1_500)
        said = dict.fromkeys(SAID, "stated") | {"status": ("Active", "Inactive", "")[number % 3]}
        yield Facts(f"QM{number:06}", has_page=True, start=(day, day), end=(day, day), said=said)


def _make_database(path: Path, size: int) -> None:
    """A database of so many commitments, of the shape that the store reads."""
    database = sqlite3.connect(path)
    database.executescript(schema.TABLES)
    database.execute("INSERT INTO seal VALUES (?)", [UNSEALED])
    database.executescript(schema.INDEXES)
    database.executescript(schema.SEARCH)
    database.execute(f"PRAGMA user_version = {schema.VERSION}")
    columns = [row[1] for row in database.execute("PRAGMA table_info(documents)")]
    marks = {"id": 1, "path": "all.txt", "text": "31 December 2026"}
    values = [marks.get(name, 0 if name in ("run", "lists") else "") for name in columns]
    database.execute(f"INSERT INTO documents VALUES ({','.join('?' * len(columns))})", values)
    rows, stored = [], []
    for number, one in enumerate(_facts(size)):
        day, status = str(one.end and one.end[0]), one.said["status"]
        rows.append((one.code, number, "QM", number, one.code, 1, "2026-01-01", status, day, day, day, day, day, day))
        for field, raw in (("title", one.code), ("status", status), ("end", day), ("start", day)):
            stored.append((one.code, field, 0, raw, raw, None, 1, 0, len(raw or ""), "page", 1, "", ""))
    database.executemany(
        'INSERT INTO commitments (code, id, prefix, number, title, has_page, first_seen, status, start, "end",'
        " start_from, start_to, end_from, end_to, stated) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,0)",
        rows,
    )
    database.executemany(f"INSERT INTO field_values VALUES (?{',?' * 12}, NULL, NULL, NULL)", stored)
    database.commit()
    database.close()
    seal(path)


def _year() -> Iterator[Ratio]:
    """A simulated year of 300 subscriptions in forty zones; it fails where it is not the reference's."""
    world = draw_world(7, SUBSCRIPTIONS)
    began = perf_counter()
    wanted = expected(world)
    reference = perf_counter() - began
    with tempfile.TemporaryDirectory() as folder:
        began = perf_counter()
        found = simulate(world, quick_state(Path(folder)))
        taken = perf_counter() - began
    if sorted(found.posts) != sorted(wanted.posts) or found.told != wanted.told:
        raise AssertionError("the simulated year is not that of the reference")
    what = f"a year of {SUBSCRIPTIONS} subscriptions, {len(found.posts):,} digests as expected"
    yield Ratio(what, taken, "the slow reference", reference, "s")


def _rush() -> Iterator[Ratio]:
    """Digests that are due in the same minute, sent under Slack's limits on a clock that is moved."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "commitments.db"
        command = [sys.executable, str(ROOT / "ingest.py"), str(ROOT / "corpus"), "--db", str(database)]
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
        for channels, where in ((DUE, "to a channel each"), (1, "to one channel")):
            place = Path(folder) / str(channels)
            place.mkdir()
            found = rush(place, database, DUE, channels)
            if len(found.posted) != DUE or set(found.posted.values()) != {1}:
                raise AssertionError("a digest was lost or doubled")
            window = WINDOW.total_seconds()
            yield Ratio(f"{DUE:,} due at once {where}, the last is sent after", found.last, "the window", window, "s")


def _since(began: float) -> float:
    return (perf_counter() - began) * 1000
