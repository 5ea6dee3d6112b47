"""An hour of questions, with an outage of Slack in the middle: nobody is left silent, and nothing grows.

`SOAK_SECONDS` is how long it takes (a sixth of it is the outage), `SOAK_RATE` how many questions come in a second.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import NamedTuple

import pytest

from tests.slack import processes
from tests.slack.double import Broken
from tests.slack.end_to_end.conftest import until
from tests.slack.processes import Asked, Process, many_people

pytestmark = pytest.mark.faults
SECONDS = float(os.environ.get("SOAK_SECONDS", "3600"))
RATE = float(os.environ.get("SOAK_RATE", "20"))
LOOKS = 40
GROWN = 1.1
"""How many times more memory the process may have in the end than when two thirds of the time are over."""
LEAST = 50
"""Megabytes that a bot has: with fewer, another process was looked at."""
MORE = 20
"""How many more files or threads: those of questions that come just then."""


class Used(NamedTuple):
    """What a process has: megabytes of memory, open files and connections, threads."""

    megabytes: float
    files: int
    threads: int


def _used(process: Process) -> Used:
    home = Path(f"/proc/{process.process.pid}")
    resident = int((home / "status").read_text().split("VmRSS:")[1].split()[0]) / 1024
    return Used(resident, len(list((home / "fd").iterdir())), len(list((home / "task").iterdir())))


def _waiting(state: Path) -> int:
    with closing(sqlite3.connect(state)) as connection:
        return connection.execute("SELECT count(*) FROM unfinished_turns").fetchone()[0]


def test_an_hour_leaves_nobody_silent_and_nothing_grown(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With Slack failing for a sixth of the time all are answered, once; memory, open files and threads do not grow."""
    monkeypatch.setattr(processes, "python", lambda: (sys.executable,))  # what is forked is no child, nor to be seen
    state = tmp_path / "state.db"
    with many_people() as slack:
        bot = Process(slack, database, str(state), tmp_path, http=True, QUESTIONS_WAITING="1000")
        try:
            asked, looks, statuses = Asked(slack), list[Used](), list[int]()
            began = time.monotonic()
            with ThreadPoolExecutor(20) as people:
                number = 0
                while (passed := time.monotonic() - began) < SECONDS:
                    if SECONDS * 5 / 12 <= passed < SECONDS * 7 / 12:
                        slack.weather.always["*"] = Broken(503)
                    else:
                        slack.weather.clear()
                    people.submit(lambda: statuses.append(bot.send(asked.event())))
                    number += 1
                    if passed >= len(looks) * SECONDS / LOOKS:
                        looks.append(_used(bot))
                    time.sleep(max(0.0, began + number / RATE - time.monotonic()))
            until(lambda: not _waiting(state), "the end of what waits", SECONDS)
            time.sleep(5)
            looks.append(_used(bot))
            counts = Counter(map(len, asked.answers().values()))
        finally:
            bot.kill()
    after = len(looks) * 2 // 3  # caches are full by then, and what the outage left is answered
    first, last = (Used(*map(median, zip(*part, strict=True))) for part in (looks[after : after + 6], looks[-4:]))
    with capsys.disabled():
        print(f"\n{number} questions, answers of each {dict(counts)}, HTTP {dict(Counter(statuses))}; {first} → {last}")
        print("megabytes:", *(f"{look.megabytes:.0f}" for look in looks))
    assert counts == Counter({1: number})
    assert first.megabytes > LEAST
    assert last.megabytes <= GROWN * first.megabytes
    assert last.files <= first.files + MORE
    assert last.threads <= first.threads + MORE
