"""Asking: the time of an answer by family of question and size of corpus, beside a bare FTS5 query in the same run.

`BENCH_SIZES=108,2000,20000 python -m bench asking` names the corpus sizes, in pages; without it 108 and 2,000.
`BENCH_DATABASES=FOLDER` keeps the databases that are made, so that the next run has only to ask them.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from math import log10
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

import ingest
from bench import Ratio
from bench._asker import TODAY
from bot.asking import ask
from bot.records.store import Store
from tests.generator import generate

ROUNDS = 120
FIRST = "which commitments of nobody mention anything at all?"
_MAPPING = """
[code]
column = "Ref"
[columns]
title = "Title"
end = "Ends"
brief = "Text"
"""
_TEMPLATES = {
    # the lexicon of a language is read when the first question in it comes
    "first in another language": ["¿quién dirige {code}?", "qui dirige {code} ?", "{code} 담당자는 누구입니까?"],
    "look-up by code": ["who leads {code}?", "phone of {code}", "when does {code} end?"],
    "look-up by title": ["when does the {title} of {country} end?", "who leads {title} ({country})?"],
    "typing errors": ["email for {typo}", "who is the contact of {lower}"],
    "person": ["what is {person}'s email?", "which commitments is {person} responsible for?"],
    "filters": ["which {country} commitments ended in 2017?", "active commitments about anti-corruption in {country}"],
    "counts and groups": ["how many commitments does {country} have?", "number of {country} commitments per year"],
    "superlatives": ["which {country} commitment runs the longest?"],
    "full text": ["which commitments mention a mobile app?", "anything about mining companies?"],
    "not answered": ["what is the budget of {code}?", "what's the weather in Seoul?", "who leads ZZ9999?"],
}


def measure() -> Iterator[Ratio]:
    """Per size and family: the median and the 99th percentile, against the median of FTS5 for the same words.

    Each size is asked by a process of its own. Between two sizes: the growth of the median for ten times the data.
    """
    sizes = [int(size) for size in os.environ.get("BENCH_SIZES", "108,2000").split(",")]
    before: tuple[int, dict[str, float]] | None = None
    yield from _long_document()
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(os.environ.get("BENCH_DATABASES", folder))
        for size in sizes:
            database = kept / f"{size}.db"
            if not database.exists():
                _make(database, size)
            medians: dict[str, float] = {}
            yield from _families(database, size, medians)
            if before is not None:
                smaller, times = before
                for family, time in times.items():
                    tenfold = time * (medians[family] / time) ** (1 / log10(size / smaller))
                    what = f"{family}, p50 for ten times {smaller:,} pages"
                    yield Ratio(what, tenfold, f"{smaller:,} pages", time, "ms")
            before = size, medians


def _make(database: Path, size: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for one in generate(seed=5, pages=size):
            if one.entry.page:
                (Path(folder) / one.entry.page).write_text(one.text, "utf-8", newline="")
        command = [sys.executable, ingest.__file__, folder, "--db", str(database), "--as-of", "2026-11-20"]
        subprocess.run(command, check=True, capture_output=True)


def _families(database: Path, size: int, medians: dict[str, float]) -> Iterator[Ratio]:
    subjects = _subjects(database)
    floor = _fts(database, subjects)
    asked = {family: _questions(family, subjects) for family in _TEMPLATES}
    began = perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "bench._asker", str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as asker:
        assert asker.stdin and asker.stdout
        asker.stdin.write(json.dumps(FIRST) + "\n")
        asker.stdin.flush()
        asker.stdout.readline()
        start = (perf_counter() - began) * 1000
        asker.stdin.write(json.dumps(asked) + "\n")
        asker.stdin.flush()
        taken = json.loads(asker.stdout.readline())
        memory = float(asker.stdout.readline())
    yield Ratio(f"{size:,} pages: start of the process to its first answer", start, "FTS5", floor, "ms")
    for family, times in taken.items():
        if len(times) < ROUNDS:
            yield Ratio(f"{size:,} pages: {family}, the longest", max(times), "FTS5", floor, "ms")
            continue
        medians[family] = median(times)
        percentile = quantiles(times, n=100, method="inclusive")[98]
        yield Ratio(f"{size:,} pages: {family}, p50", medians[family], "FTS5", floor, "ms")
        yield Ratio(f"{size:,} pages: {family}, p99", percentile, "FTS5", floor, "ms")
    stored = database.stat().st_size / 2**20
    yield Ratio(f"{size:,} pages: peak memory of a process that asks", memory, "the database", stored, "MiB")


def _questions(family: str, subjects: list[dict[str, str]]) -> list[str]:
    templates = _TEMPLATES[family]
    rounds = len(templates) if family.startswith("first") else ROUNDS
    return [templates[n % len(templates)].format(**subjects[n % len(subjects)]) for n in range(rounds)]


def _long_document() -> Iterator[Ratio]:
    """A look-up whose value stands at the end of one CSV file, against the same at the end of a short one."""
    times = {}
    for rows in (100, 10_000):
        with tempfile.TemporaryDirectory() as folder:
            table, mapping, database = (Path(folder) / name for name in ("all.csv", "all.toml", "all.db"))
            mapping.write_text(_MAPPING, "utf-8")
            lines = [
                f"KR{number:04},Budget {number},2017-{number % 12 + 1:02}-01,{'word ' * 400}" for number in range(rows)
            ]
            table.write_text("\n".join(["Ref,Title,Ends,Text", *lines]), "utf-8")
            command = [sys.executable, ingest.__file__, str(table), "--mapping", str(mapping), "--db", str(database)]
            subprocess.run(command, check=True, capture_output=True)
            times[table.stat().st_size / 2**20] = median(_asked(database, f"when does KR{rows - 1:04} end?"))
    (short, floor), (long, taken) = times.items()
    yield Ratio(f"a citation from the end of {long:,.1f} MiB, p50", taken, f"{short:,.1f} MiB", floor, "ms")


def _asked(database: Path, question: str) -> Iterator[float]:
    with Store(database) as store:
        for _ in range(ROUNDS):
            began = perf_counter()
            ask(store, question, as_of=TODAY)
            yield (perf_counter() - began) * 1000


def _subjects(database: Path) -> list[dict[str, str]]:
    with Store(database) as store:
        names = dict(store.countries())
        codes = store.select("c.has_page = 1 AND coalesce(c.person, '') <> ''", [])
        picked = codes[:: max(len(codes) // ROUNDS, 1)][:ROUNDS]
        rows = store.columns(picked, ("title", "person", "prefix"))
    return [
        {
            "code": code,
            "lower": f"{code[:2].lower()} {code[2:]}",
            "title": row["title"],
            "typo": row["title"][:4] + row["title"][5:],
            "person": row["person"].split("\n")[0],
            "country": names[row["prefix"]].split(",")[0],
        }
        for code, row in rows.items()
    ]


def _fts(database: Path, subjects: list[dict[str, str]]) -> float:
    """The median of a bare query for a title's words: what the full-text index alone takes."""
    taken = []
    for subject in subjects:
        words = " AND ".join('"' + word.replace('"', "") + '"' for word in subject["title"].split())
        began = perf_counter()
        connection = sqlite3.connect(database)
        connection.execute(
            "SELECT rowid FROM commitments_fts WHERE commitments_fts MATCH ? ORDER BY bm25(commitments_fts) LIMIT 10",
            (words,),
        ).fetchall()
        connection.close()
        taken.append((perf_counter() - began) * 1000)
    return median(taken)
