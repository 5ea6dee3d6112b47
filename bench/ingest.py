"""Ingest: documents → database, against plain `executemany` of the rows that the database then holds.

Time a document must not grow with their number: the last row of each kind says by how much it does. Processor time
is taken, which other programs on the machine disturb least.
"""

from __future__ import annotations

import csv
import io
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from time import process_time

from bench import Ratio
from bot.intake.reader import Reader
from bot.intake.rules import Rules
from bot.intake.sources import arrivals
from bot.reading.fetch import FetchSettings
from bot.records.build import build
from tests.generator import generate

SIZES = tuple(int(size) for size in os.environ.get("BENCH_DOCUMENTS", "2000,20000").split(","))
"""How many documents; `BENCH_DOCUMENTS=200,2000` for a quick look."""
HEADER = "Ref,Country,Title,Year,Lead,Starts,Ends,Completion,Text".split(",")
MAPPING = """
[code]
column = "Ref"
[columns]
title = "Title"
cycle = "Year"
lead_institution = "Lead"
start = "Starts"
end = "Ends"
completion = "Completion"
brief = "Text"
"""


def measure() -> Iterator[Ratio]:
    """Pages in a folder, then the same number of rows in one CSV file."""
    for what, write in (("pages", _write_pages), ("rows of CSV", _write_csv)):
        times = []
        for size in SIZES:
            with tempfile.TemporaryDirectory() as folder:
                root = Path(folder)
                write(root / "documents", size)
                seconds, floor = _timed(root)
                count = sum(file.stat().st_size for file in (root / "documents").iterdir())
            times.append(seconds / size)
            yield Ratio(f"{size:,} {what}", size / seconds, "executemany", size / floor, "documents/s")
            yield Ratio(f"{size:,} {what}", count / seconds / 1e6, "executemany", count / floor / 1e6, "MB/s")
        if len(times) > 1:
            each, first = times[-1] * 1000, times[0] * 1000
            yield Ratio(f"one of {SIZES[-1]:,} {what}", each, f"one of {SIZES[0]:,}", first, "ms")


def _timed(root: Path) -> tuple[float, float]:
    """Processor seconds of an ingest, and of writing the same rows with nothing read, derived or checked."""
    mapping = root / "mapping.toml"
    mapping.write_text(MAPPING, "utf-8")
    rules = Rules(mapping)
    coming = arrivals([str(root / "documents")], rules.version, FetchSettings("", root / "cache"))
    began = _processor_time()
    with Reader(rules) as reader:
        build(root / "commitments.db", coming, reader.read, reader.reread, as_of=date(2026, 11, 21))
    taken = _processor_time() - began
    return taken, _floor(root / "commitments.db", root / "floor.db")


def _processor_time() -> float:
    """Seconds of this process and of those that it has ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _floor(source: Path, target: Path) -> float:
    with closing(sqlite3.connect(source)) as database:
        shapes = {
            table: database.execute(f"SELECT sql FROM sqlite_master WHERE name = '{table}'").fetchone()[0]
            for table in ("documents", "commitments", "field_values")
        }
        rows = {table: database.execute(f"SELECT * FROM {table}").fetchall() for table in shapes}
    with closing(sqlite3.connect(target)) as database:
        began = process_time()
        for table, shape in shapes.items():
            database.execute(shape)
            marks = ",".join("?" * len(rows[table][0]))
            database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows[table])
        database.commit()
        return process_time() - began


def _write_pages(folder: Path, count: int) -> None:
    folder.mkdir()
    for one in generate(seed=1, pages=count):
        if one.entry.page:
            (folder / one.entry.page).write_text(one.text, "utf-8", newline="")


def _write_csv(folder: Path, count: int) -> None:
    folder.mkdir()
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    writer.writerows(_csv_rows(count))
    (folder / "export.csv").write_text(text.getvalue(), "utf-8", newline="")


def _csv_rows(count: int) -> Iterable[list[str]]:
    for one in generate(seed=1, pages=count):
        said = {name: values[0].raw for name, values in one.entry.fields.items() if values}
        if one.entry.page:
            fields = ("lead_institution", "start", "end", "completion", "brief")
            yield [
                *(one.entry.code, one.entry.country, one.entry.title, one.entry.cycle),
                *(said.get(name, "") for name in fields),
            ]
