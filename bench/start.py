"""Start: a question from the command line, process and all, against Python opening the same database."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

import ingest
from bench import Ratio

ROUNDS = 15
OPEN = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('select count(*) from documents').fetchone()"


def measure() -> Iterator[Ratio]:
    """The median of whole processes, taken in turns so that both meet the same machine."""
    with tempfile.TemporaryDirectory() as folder:
        database = str(Path(folder) / "commitments.db")
        subprocess.run([sys.executable, ingest.__file__, "--db", database], check=True, capture_output=True)
        ask = [sys.executable, "-m", "bot", "ask", "--db", database]
        commands = {
            "one answer": [*ask, "who leads KR0032?"],
            "one answer as JSON": [*ask, "--json", "who leads KR0032?"],
            "reference": [sys.executable, "-c", OPEN, database],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(ROUNDS):
            for name, command in commands.items():
                times[name].append(_milliseconds(command))
    reference = median(times.pop("reference"))
    for name, taken in times.items():
        yield Ratio(name, median(taken), "Python that opens the database", reference, "ms")


def _milliseconds(command: list[str]) -> float:
    began = perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return (perf_counter() - began) * 1000
