"""Asking: the time of an answer by family of question and size of corpus, beside a bare FTS5 query in the same run.

`BENCH_SIZES=108,2000,20000 python -m bench asking` names the corpus sizes, in pages; without it 108 and 2,000.
"""

from __future__ import annotations

import contextlib
import io
import os
import resource
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

import ingest
from bench import Ratio
from bot.asking import ask
from bot.records.store import Store
from tests.generator.corpus import write

TODAY = date(2026, 11, 21)
ROUNDS = 40
_TEMPLATES = {
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
    """Per size and family: the median and the 99th percentile, against the median of FTS5 for the same words."""
    sizes = [int(size) for size in os.environ.get("BENCH_SIZES", "108,2000").split(",")]
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder) / "pages", 5, size)
            database = Path(folder) / "commitments.db"
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                ingest.main([str(Path(folder) / "pages" / "now"), "--db", str(database), "--as-of", "2026-11-20"])
            yield from _families(database, size)


def _families(database: Path, size: int) -> Iterator[Ratio]:
    began = perf_counter()
    with Store(database) as store:
        ask(store, "which commitments of nobody mention anything at all?", as_of=TODAY)
    start = (perf_counter() - began) * 1000
    subjects = _subjects(database)
    floor = _fts(database, subjects)
    yield Ratio(f"{size:,} pages: first question, caches cold", start, "FTS5", floor, "ms")
    for family, templates in _TEMPLATES.items():
        taken = []
        for number in range(ROUNDS):
            question = templates[number % len(templates)].format(**subjects[number % len(subjects)])
            began = perf_counter()
            with Store(database) as store:
                ask(store, question, as_of=TODAY)
            taken.append((perf_counter() - began) * 1000)
        yield Ratio(f"{size:,} pages: {family}, p50", median(taken), "FTS5", floor, "ms")
        yield Ratio(f"{size:,} pages: {family}, p99", quantiles(taken, n=100)[98], "FTS5", floor, "ms")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Ratio(
        f"{size:,} pages: peak memory of this process", memory, "the database", database.stat().st_size / 2**20, "MiB"
    )


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
