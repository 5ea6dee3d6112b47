"""Ingest: documents → database, against the floor: the same bytes gone through and the same rows written, no more.

The floor is `csv.reader` (or opening the pages), `executemany` of the documents, commitments and values that the
database then holds, and SQLite's full-text index over their texts, in the same run: with nothing read, derived,
checked, indexed or compared. An ingest takes so many times the floor.

Time a document must not grow with their number: the last row of each kind says by how much it does. Documents that
did not change, whole action plans, and one page that lists a hundred thousand others have rows of their own. Processor
time is taken, which other programs on the machine disturb least.
"""

from __future__ import annotations

import csv
import io
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from html import escape
from pathlib import Path
from time import process_time

from bench import Ratio
from bot.intake.reader import Reader, Rules
from bot.intake.sources import arrivals
from bot.reading import read
from bot.reading.fetch import FetchSettings
from bot.reading.labels import WORD
from bot.records.build import build
from bot.records.schema import SEARCH_COLUMNS
from tests.generator import generate
from tests.plans import make

SIZES = tuple(int(size) for size in os.environ.get("BENCH_DOCUMENTS", "2000,20000").split(","))
"""How many documents; `BENCH_DOCUMENTS=200,2000` for a quick look."""
HEADER = "Ref,Country,Title,Year,Lead,Starts,Ends,Completion,Text".split(",")
PLAN = Path(make.__file__).with_name("en.toml")
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


SEARCH_TABLE = f"""CREATE VIRTUAL TABLE texts USING fts5(
  number UNINDEXED, {", ".join(SEARCH_COLUMNS)}, tokenize='porter unicode61 remove_diacritics 2'
)"""
_HELD = """
import pathlib, resource, sys
import ingest
ingest.main(sys.argv[1:])
own = pathlib.Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
print(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
"""

SIBLINGS = 100_000
"""How many other commitments one page lists."""


def measure() -> Iterator[Ratio]:
    """What one document takes; then pages in a folder, and the same number of rows in one CSV file."""
    yield from _reading()
    yield from _plans()
    yield from _siblings()
    kinds: list[tuple[str, Callable[[Path, int], None]]] = [("pages", _write_pages), ("rows of CSV", _write_csv)]
    for what, write in kinds:
        times = []
        for size in SIZES:
            with tempfile.TemporaryDirectory() as folder:
                root = Path(folder)
                write(root / "documents", size)
                seconds, floor = _timed(root)
                begun, held = (_held(root, kind) for kind in ("nothing", "documents"))
                again = _ingested(root)
                number = sum(1 for _ in (root / "documents").iterdir())
                count = sum(file.stat().st_size for file in (root / "documents").iterdir())
            times.append(seconds / size)
            yield Ratio(f"{size:,} {what}", seconds, "floor", floor, "s")
            yield Ratio(f"{count / 1e6:,.1f} MB of {size:,} {what}, at most held", held, "begun with", begun, "MB")
            if number > 1:
                yield Ratio(f"{size:,} {what} unchanged", number / again, "new", number / seconds, "documents/s")
        if len(times) > 1:
            each, first = times[-1] * 1000, times[0] * 1000
            yield Ratio(f"one of {SIZES[-1]:,} {what}", each, f"one of {SIZES[0]:,}", first, "ms")


def _timed(root: Path) -> tuple[float, float]:
    """Processor seconds of an ingest, and of its floor."""
    (root / "mapping.toml").write_text(MAPPING, "utf-8")
    return _ingested(root), _floor(root)


def _ingested(root: Path) -> float:
    """Processor seconds of an ingest, the first or, over the same database, another."""
    rules = Rules(root / "mapping.toml")
    coming = arrivals([str(root / "documents")], rules.version, FetchSettings("", root / "cache"))
    began = _processor_time()
    with Reader(rules) as reader:
        build(root / "commitments.db", coming, reader.read, reader.reread, as_of=date(2026, 11, 21))
    return _processor_time() - began


def _reading() -> Iterator[Ratio]:
    """Pages and HTML saves of them read in memory, against the time to go through their texts word by word."""
    pages = [(one.entry.page, one.text) for one in generate(seed=1, pages=300) if one.entry.page]
    saves = [(f"{name}.html", _html(text)) for name, text in pages]
    for what, documents in (("page read", pages), ("HTML save read", saves)):
        encoded = [(name, text.encode()) for name, text in documents]
        read(*encoded[0])
        began = process_time()
        for name, data in encoded:
            read(name, data)
        taken = process_time() - began
        floor = _words_gone_through(text for _name, text in documents)
        yield Ratio(what, 1000 * taken / len(documents), "its words gone through", 1000 * floor / len(documents), "ms")


def _words_gone_through(texts: Iterable[str]) -> float:
    began = process_time()
    assert sum(1 for text in texts for _ in WORD.finditer(text))
    return process_time() - began


def _plans() -> Iterator[Ratio]:
    """A commitment of a whole action plan in each of its formats, against its words; then one of ten times as many."""
    plan = make.load(PLAN)
    longer = replace(
        plan,
        layout=replace(plan.layout, gaps=()),
        commitments=tuple(
            replace(one, number=one.number + len(plan.commitments) * n, title=f"{one.title} {n}", group="")
            for n in range(10)
            for one in plan.commitments
        ),
    )
    for kind, made in (("docx", make.docx), ("pdf", make.pdf), ("html", make.html), ("txt", make.text)):
        each: list[float] = []
        for one in (plan, plan, longer):  # twice, since the first makes ready what all need
            written = made(one)
            data = written if isinstance(written, bytes) else written.encode()
            began = process_time()
            reading = read(f"plan.{kind}", data)
            taken = process_time() - began
            count = len({value.code for value in reading.values})
            assert reading.document and count == len(one.commitments)
            each.append(1000 * taken / count)
            if len(each) == 1:
                continue
            floor = 1000 * _words_gone_through([reading.document.text]) / count
            what = f"one of {count} commitments of a plan in {kind}"
            yield Ratio(what, each[-1], "its words gone through", floor, "ms")
        fewer, more = len(plan.commitments), len(longer.commitments)
        yield Ratio(f"one of {more} commitments in {kind}", each[2], f"one of {fewer}", each[1], "ms")


def _html(text: str) -> str:
    lines = "".join(f"<p>{escape(line)}</p>\n" for line in text.splitlines() if line.strip())
    return f"<!doctype html><html><head><title>-</title></head><body><nav>-</nav><div>{lines}</div></body></html>"


def _siblings() -> Iterator[Ratio]:
    """One page that lists very many others, with a tenth of it as the measure: ten times that would be linear."""
    started, tenth, whole = (_read_listing(count) for count in (10, SIBLINGS // 10, SIBLINGS))
    yield Ratio(f"a page with {SIBLINGS:,} siblings", whole - started, f"with {SIBLINGS // 10:,}", tenth - started, "s")


def _read_listing(count: int) -> float:
    """Processor seconds of a reader's process that reads one page, and of handing over what it says."""
    page = _listing(count)
    began = _processor_time()
    with Reader(Rules()) as reader:
        reading = reader.read("KR0001.txt", page, None)
    taken = _processor_time() - began
    assert len({value.code for value in reading.values}) == count + 1
    return taken


def _listing(count: int) -> bytes:
    letters = [f"{a}{b}" for a in "BCDEFGHIJKLM" for b in "ABCDEFGHIJ"]
    rows = [f"Title {n}\n{letters[n // 10_000]}{n % 10_000:04}, 2018, Anti-Corruption\n" for n in range(count)]
    head = (
        "A title (KR0001)\nAction Plan: Korea Action Plan 2016-2018\nStatus: Active\nDescription\nObjective: to be.\n"
    )
    return (head + "Other Commitments\n" + "".join(rows)).encode()


def _processor_time() -> float:
    """Seconds of this process and of those that it has ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _floor(root: Path) -> float:
    tables = ("documents", "commitments", "field_values")
    with closing(sqlite3.connect(root / "commitments.db")) as database:
        shapes = [
            database.execute(f"SELECT sql FROM sqlite_master WHERE name = '{table}'").fetchone()[0] for table in tables
        ]
        rows = {table: database.execute(f"SELECT * FROM {table}").fetchall() for table in tables}
        texts = database.execute(f"SELECT id, {', '.join(SEARCH_COLUMNS)} FROM commitment_texts").fetchall()
    with closing(sqlite3.connect(root / "floor.db")) as database:
        began = process_time()
        for path in (root / "documents").iterdir():
            with path.open(encoding="utf-8", newline="") as file:
                assert sum(1 for _ in csv.reader(file)) if path.suffix == ".csv" else file.read()
        for shape in (*shapes, SEARCH_TABLE):
            database.execute(shape)
        for table, held in {**rows, "texts": texts}.items():
            database.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(held[0]))})", held)
        database.commit()
        return process_time() - began


def _held(root: Path, folder: str) -> float:
    """The most memory (MB) that the two processes of an ingest of this folder, or of one without documents, held."""
    (root / "nothing").mkdir(exist_ok=True)
    (root / "nothing" / "nothing.txt").write_text("nothing", "utf-8")
    given = [str(root / folder), "--db", str(root / f"{folder}.db"), "--mapping", str(root / "mapping.toml"), "--json"]
    done = subprocess.run(
        [sys.executable, "-c", _HELD, *given], capture_output=True, text=True, check=True, env=os.environ
    )
    return sum(map(int, done.stderr.split()[-2:])) / 1024


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
