"""Asking: processor time of an answer by family of question and size of corpus, beside what others take for the same.

`BENCH_SIZES=2000,20000,200000 python -m bench asking` names the corpus sizes, in commitments; without it the first two.
`BENCH_DATABASES=FOLDER` keeps the databases that are made, so that the next run has only to ask them.
`BENCH_ROWS=200` asks as Slack does, which shows so many rows of a list. The extra `bench` installs tantivy and DuckDB;
without them they are left out.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from math import log10
from pathlib import Path
from statistics import median, quantiles
from time import process_time
from typing import Any

import ingest
from bench import Ratio
from bench._asker import TODAY
from bench._corpus import AREAS, write
from bot.asking import ask
from bot.records.store import Store

ROUNDS = 60
ROWS = int(os.environ.get("BENCH_ROWS", "15"))
FIRST = "which commitments of nobody mention anything at all?"
TARGETS = {2_000: (4, 20), 20_000: (8, 40), 200_000: (15, 100)}
"""Milliseconds of processor time on two cores, p50 and p99 of a family, for corpora of up to so many commitments."""
_SUBJECT = "bot"
_MAPPING = """
[code]
column = "Ref"
[columns]
title = "Title"
end = "Ends"
brief = "Text"
"""
_RAMBLING = (
    (
        "Hello, sorry to bother you, but my colleague from the {country} desk told me over lunch that someone promised",
        "and I was wondering who is in charge of it and when it is supposed to be finished, thank you so much",
    ),
    (
        "I was reading the newspaper and thought about our meeting in {country} in which we discussed",
        "and I do not remember whether it had ended or who was responsible, but I should like to know its end date",
    ),
)
_TEMPLATES: dict[str, list[str]] = {
    # the lexicon of a language is read when the first question in it comes
    "first in another language": ["¿quién dirige {code}?", "qui dirige {code} ?", "{code} 담당자는 누구입니까?"],
    "look-up by code": ["who leads {code}?", "phone of {code}", "when does {code} end?", "who leads {lower}?"],
    "look-up by title": ["when does {title} end?", "who leads {title}?", "contact for “{title}”"],
    "misspelt title": ["when does {typo} end?", "email for {typo}", "who is responsible for {typo}"],
    "description": ["which commitment is about {words}?", "what was that promise on {words} again?"],
    "person": ["what is {person}'s email?", "which commitments is {person} responsible for?", "who is {person}?"],
    "institution": ["which commitments does {lead} lead?", "how many commitments does {lead} support?"],
    "dates": ["which commitments ended in {year}?", "what started after 1 June {year}?", "which are overdue?"],
    "areas": ["which commitments are about {area}?", "commitments on {area} that ended in {year}"],
    "country": ["list the commitments of {country}", "which {country} commitments ended in {year}?"],
    "counts": ["how many commitments are there?", "how many are complete?", "how many are about {area}?",
               "how many commitments does {country} have?", "how many ended in {year}?"],
    "groups": ["number of commitments per country", "how many commitments per policy area?", "how many ended per year?",
               "commitments per lead institution", "{country} commitments by completion"],
    "superlatives": ["which commitment runs the longest?", "which {country} commitment ends last?",
                     "which country has the most commitments?", "the five that end first"],
    "chains of “or”": ["commitments of {country} or {country2} or {country3} that are complete or limited",
                       "which commitments ended in {year} or 2016 or 2018 or 2020 or 2022?",
                       "commitments about open data or education or {area} in {country} or {country2}"],
    "full text": ["which commitments mention {word}?", "anything about {words}?", "search for {word} and {word2}"],
    "not answered": ["what is the budget of {code}?", "what's the weather in Seoul?", "who leads ZZ9999?"],
    "rambling": [f"{hello} {{words}} {tail}" for hello, tail in _RAMBLING],
    "480 words": ["{long}"],
}  # fmt: skip
_SQL = {
    "which commitments ended in {year}?": "SELECT code FROM t WHERE \"end\" BETWEEN '{year}-01-01' AND '{year}-12-31'",
    "which commitments are about {area}?": "SELECT code FROM t WHERE policy_areas LIKE '%{area}%'",
    "list the commitments of {country}": "SELECT code FROM t WHERE prefix = '{prefix}'",
    "how many commitments are there?": "SELECT count(*) FROM t",
    "how many are complete?": "SELECT count(*) FROM t WHERE completion = 'Complete'",
    "how many are about {area}?": "SELECT count(*) FROM t WHERE policy_areas LIKE '%{area}%'",
    "how many commitments does {country} have?": "SELECT count(*) FROM t WHERE prefix = '{prefix}'",
    "how many ended in {year}?": "SELECT count(*) FROM t WHERE \"end\" BETWEEN '{year}-01-01' AND '{year}-12-31'",
    "number of commitments per country": "SELECT prefix, count(*) FROM t GROUP BY 1",
    "how many commitments per policy area?": "SELECT policy_areas, count(*) FROM t GROUP BY 1",
    "how many ended per year?": 'SELECT substr("end", 1, 4), count(*) FROM t GROUP BY 1',
    "commitments per lead institution": "SELECT lead_institution, count(*) FROM t GROUP BY 1",
    "{country} commitments by completion": "SELECT completion, count(*) FROM t WHERE prefix = '{prefix}' GROUP BY 1",
    "which commitment runs the longest?": "SELECT code FROM t WHERE \"end\" > ''"
    ' ORDER BY julianday("end") - julianday(start) DESC LIMIT 1',
    "which country has the most commitments?": "SELECT prefix, count(*) FROM t GROUP BY 1 ORDER BY 2 DESC LIMIT 1",
}
_RETRIEVAL = ("look-up by title", "misspelt title", "description", "full text")
"""Families that a search engine may be asked as they are."""
_LONG = (
    "my colleague from the desk told me last week that somebody in the government had promised something about {area}"
    " and I was wondering who is in charge of it and when it is supposed to be finished and whether {lead} has already"
    " published what it said it would by the end of {year} or not and "
)


def measure() -> Iterator[Ratio]:
    """Per size and family: the median and the 99th percentile beside their targets, and the medians of others.

    The bot and the others are processes of their own, asked in turns. Between two sizes: the growth of the median for
    ten times the data.
    """
    sizes = [int(size) for size in os.environ.get("BENCH_SIZES", "2000,20000").split(",")]
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
                    what = f"{family}, p50 for ten times {smaller:,} commitments"
                    yield Ratio(what, tenfold, f"{smaller:,} commitments", time, "ms")
            before = size, medians


def _targets(size: int) -> tuple[float, float]:
    """What the median and the 99th percentile of every family should stay below."""
    return next((targets for most, targets in TARGETS.items() if size <= most), TARGETS[max(TARGETS)])


def _make(database: Path, size: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        mapping = write(Path(folder), size)
        files = [str(one) for one in sorted(Path(folder).glob("*.csv"))]
        command = [sys.executable, ingest.__file__, *files, "--mapping", str(mapping), "--db", str(database)]
        subprocess.run([*command, "--as-of", "2026-11-20"], check=True, capture_output=True)


class _Process:
    """A process that answers a JSON line with one."""

    def __init__(self, module: str, database: Path) -> None:
        self._run = subprocess.Popen(
            [sys.executable, "-m", module, str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def hear(self) -> Any:
        assert self._run.stdout
        return json.loads(self._run.stdout.readline())

    def ask(self, given: object) -> Any:
        assert self._run.stdin
        self._run.stdin.write(json.dumps(given) + "\n")
        self._run.stdin.flush()
        return self.hear()

    def close(self) -> None:
        self._run.communicate()


def _families(database: Path, size: int, medians: dict[str, float]) -> Iterator[Ratio]:
    subjects = _subjects(database)
    asker, peers = _Process("bench._asker", database), _Process("bench._peers", database)
    floor = "FTS5, any word"
    peers.hear()
    start = asker.ask({"question": FIRST, "rows": ROWS})[_SUBJECT]
    bare = peers.ask({"question": FIRST, "sql": "", "title": False})[floor]
    yield Ratio(f"{size:,}: the first answer of a process", start, floor, bare, "ms")
    for family in _TEMPLATES:
        taken: dict[str, list[float]] = {}
        for given in _questions(family, subjects):
            for process in (asker, peers):
                for name, time in process.ask(given | {"rows": ROWS}).items():
                    taken.setdefault(name, []).append(time)
        own = taken.pop(_SUBJECT)
        reference = median(taken[floor])
        if len(own) < ROUNDS:
            yield Ratio(f"{size:,}: {family}, the longest", max(own), floor, reference, "ms")
            continue
        medians[family] = median(own)
        percentile = quantiles(own, n=100, method="inclusive")[98]
        for name, times in taken.items():
            if name == floor or family in _RETRIEVAL or name in ("SQL", "DuckDB"):
                yield Ratio(f"{size:,}: {family}, p50", medians[family], name, median(times), "ms")
        for what, figure, target in zip(("p50", "p99"), (medians[family], percentile), _targets(size), strict=True):
            yield Ratio(f"{size:,}: {family}, {what}", figure, "the target", target, "ms")
    stored = database.stat().st_size / 2**20
    yield Ratio(f"{size:,}: peak memory of a process that asks", asker.ask({}), "the database", stored, "MiB")
    asker.close()
    peers.close()


def _questions(family: str, subjects: Sequence[dict[str, str]]) -> list[dict[str, Any]]:
    templates = _TEMPLATES[family]
    rounds = len(templates) if family.startswith("first") else ROUNDS
    asked = []
    for number in range(rounds):
        form, subject = templates[number % len(templates)], subjects[number % len(subjects)]
        sql = _SQL.get(form, "").format(**subject)
        asked.append({"question": form.format(**subject), "sql": sql, "title": family in _RETRIEVAL[:2]})
    return asked


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
            began = process_time()
            ask(store, question, as_of=TODAY, named=False)
            yield (process_time() - began) * 1000


def _subjects(database: Path) -> list[dict[str, str]]:
    """What the forms are filled with, from the corpus itself."""
    luck = random.Random(3)
    with Store(database) as store:
        names = dict(store.countries())
        codes = store.select("c.has_page = 1 AND coalesce(c.person, '') <> ''", [])
        picked = luck.sample(codes, min(len(codes), 2 * ROUNDS))
        rows = store.columns(picked, ("title", "person", "prefix", "lead_institution", "brief"))
    found = []
    for code, row in rows.items():
        words = [word.lower() for word in re.findall(r"[^\W\d_]{4,}", row["brief"])]
        at = luck.randrange(max(len(words) - 6, 1))
        others = luck.sample(sorted(names), 2)
        said = {
            "code": code,
            "lower": f"{code[:2].lower()} {code[2:].lstrip('0')}",
            "title": row["title"],
            "typo": _misspelt(row["title"], luck),
            "person": row["person"].split("\n")[0],
            "lead": row["lead_institution"],
            "words": " ".join(words[at : at + luck.randint(4, 6)]),
            "word": words[at],
            "word2": luck.choice(words),
            "country": names[row["prefix"]].split(",")[0],
            "country2": names[others[0]].split(",")[0],
            "country3": names[others[1]].split(",")[0],
            "prefix": row["prefix"],
            "area": luck.choice(AREAS),
            "year": str(luck.randint(2014, 2027)),
        }
        long = (_LONG * 10).format(**said).split()
        found.append({**said, "long": " ".join(long[:480])})
    return found


def _misspelt(title: str, luck: random.Random) -> str:
    """A title with two letters that changed places, and one that is missing."""
    words = title.split()
    for number, at in enumerate(luck.sample(range(len(words)), min(2, len(words)))):
        if len(word := words[at]) > 3:
            place = luck.randrange(1, len(word) - 2)
            swapped = word[place + 1] + word[place] if number else word[place + 1]
            words[at] = word[:place] + swapped + word[place + 2 :]
    return " ".join(words)
