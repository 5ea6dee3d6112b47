"""What others take for the same questions: SQLite's own search and counting, and libraries where they are installed.

`python -m bench._peers DATABASE` prints the names of those that are there, then for each JSON line `{"question", "sql",
"title"}` the milliseconds of processor time of each that can answer it. tantivy and DuckDB come with the extra `bench`.
"""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from time import process_time
from typing import Any

_WORD = re.compile(r"\w+")
_TEXTS = ("title", "institutions", "people", "areas", "prose")
_COLUMNS = "code, prefix, title, lead_institution, policy_areas, completion, start, end"
Peer = Callable[[Mapping[str, Any]], object]


def main(database: str) -> None:
    """Answer the lines of the input."""
    with tempfile.TemporaryDirectory() as folder, sqlite3.connect(f"file:{database}?mode=ro", uri=True) as source:
        peers = _peers(source, Path(folder))
        print(json.dumps(list(peers)), flush=True)
        for line in sys.stdin:
            given, taken = json.loads(line), {}
            for name, (peer, needs) in peers.items():
                if given.get(needs):
                    began = process_time()
                    peer(given)
                    taken[name] = (process_time() - began) * 1000
            print(json.dumps(taken), flush=True)


def _peers(source: sqlite3.Connection, folder: Path) -> dict[str, tuple[Peer, str]]:
    """Name → the peer, and what a line must have for it."""
    found: dict[str, tuple[Peer, str]] = {
        "FTS5, any word": (_any_word(source), "question"),
        "FTS5, rarest word and others": (_rarest(source), "question"),
        "rapidfuzz over all titles": (_fuzzy(source), "title"),
        "SQL": (lambda given: source.execute(given["sql"]).fetchall(), "sql"),
    }
    quoted = ", ".join(f'"{name}"' for name in _COLUMNS.split(", "))
    source.execute(f"CREATE TEMP TABLE t AS SELECT {quoted} FROM commitments")
    if find_spec("tantivy"):
        found["tantivy"] = (_tantivy(source, folder), "question")
    if find_spec("duckdb"):
        found["DuckDB"] = (_duckdb(source, folder), "sql")
    return found


def _words(given: Mapping[str, Any]) -> list[str]:
    return list(dict.fromkeys(word.lower() for word in _WORD.findall(given["question"])))


def _matching(source: sqlite3.Connection, query: str) -> list[Any]:
    sql = "SELECT rowid FROM commitments_fts WHERE commitments_fts MATCH ? ORDER BY bm25(commitments_fts) LIMIT 10"
    return source.execute(sql, (query,)).fetchall()


def _any_word(source: sqlite3.Connection) -> Peer:
    return lambda given: _matching(source, " OR ".join(f'"{word}"' for word in _words(given)))


def _rarest(source: sqlite3.Connection) -> Peer:
    """How often each word stands is known before, as an index of its own would know it."""
    source.execute("CREATE VIRTUAL TABLE temp.stems USING fts5vocab('main', 'commitments_fts', 'row')")
    known: dict[str, int] = dict(source.execute("SELECT term, doc FROM temp.stems"))

    def ask(given: Mapping[str, Any]) -> object:
        words = sorted((known[word], f'"{word}"') for word in _words(given) if word in known)
        if not words:
            return []
        return _matching(source, f"{words[0][1]} AND ({' OR '.join(word for _number, word in words)})")

    return ask


def _fuzzy(source: sqlite3.Connection) -> Peer:
    from rapidfuzz import fuzz, process

    titles = [title.lower() for (title,) in source.execute("SELECT title FROM commitments WHERE title IS NOT NULL")]
    return lambda given: process.extract(given["question"].lower(), titles, scorer=fuzz.token_set_ratio, limit=10)


def _tantivy(source: sqlite3.Connection, folder: Path) -> Peer:
    import tantivy

    shape = tantivy.SchemaBuilder()
    shape.add_text_field("code", stored=True, tokenizer_name="raw")
    for name in _TEXTS:
        shape.add_text_field(name, tokenizer_name="en_stem")
    place = folder / "tantivy"
    place.mkdir()
    index = tantivy.Index(shape.build(), path=str(place))
    writer = index.writer(heap_size=200_000_000, num_threads=1)
    for code, *texts in source.execute(f"SELECT code, {', '.join(_TEXTS)} FROM commitment_texts"):
        writer.add_document(tantivy.Document(code=code, **dict(zip(_TEXTS, texts, strict=True))))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ask(given: Mapping[str, Any]) -> object:
        query = index.parse_query(" ".join(_words(given)), list(_TEXTS))
        return [searcher.doc(place)["code"] for _score, place in searcher.search(query, 10).hits]

    return ask


def _duckdb(source: sqlite3.Connection, folder: Path) -> Peer:
    import duckdb

    table = folder / "t.csv"
    with table.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([_COLUMNS.split(", "), *source.execute("SELECT * FROM t")])
    held = duckdb.connect(config={"threads": 1})
    held.execute(f"CREATE TABLE t AS SELECT * FROM read_csv('{table}', header = true, all_varchar = true)")
    days = "datediff('day', try_cast(start AS date), try_cast(\"end\" AS date))"
    return lambda given: held.execute(given["sql"].replace('julianday("end") - julianday(start)', days)).fetchall()


if __name__ == "__main__":
    main(sys.argv[1])
