"""What a question costs, counted: rows and statements, not seconds, which tell of the machine."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

import ingest
from bench._corpus import write
from bot.asking import ask
from bot.records.condition_queries import HEAD
from bot.records.store import Store

DAY = date(2026, 11, 21)
SMALL, LARGE = 400, 1_600
QUESTIONS = (
    "how many commitments are there?",
    "how many are complete?",
    "how many are overdue?",
    "how many are about open data?",
    "number of commitments per country",
    "commitments per policy area",
    "how many ended per year?",
    "which country has the most commitments?",
    "which commitment runs the longest?",
    "which commitments are overdue?",
    "which commitments ended in 2020?",
    "which commitments are not about education?",
    "are more commitments complete or limited?",
    "list all commitments",
)


class Counting:
    """A connection that counts the statements that it is given and the rows that it gives."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self.statements = self.rows = 0

    def execute(self, *given: Any) -> Any:
        """The rows of a statement."""
        self.statements += 1
        return Rows(self, self._connection.execute(*given))

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


class Rows:
    """A cursor whose rows are counted as they are taken."""

    def __init__(self, counting: Counting, cursor: Any) -> None:
        self._counting, self._cursor = counting, cursor

    def __iter__(self) -> Iterator[Any]:
        for row in self._cursor:
            self._counting.rows += 1
            yield row

    def fetchone(self) -> Any:
        """One row."""
        self._counting.rows += 1
        return self._cursor.fetchone()

    def fetchall(self) -> list[Any]:
        """The rows that are left."""
        return list(self)


@pytest.fixture(scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """A corpus and one of four times its size."""
    found = {}
    for size in (SMALL, LARGE):
        folder = tmp_path_factory.mktemp(str(size))
        mapping = write(folder, size)
        found[size] = folder / "commitments.db"
        given = [str(folder / "000.csv"), "--mapping", str(mapping), "--db", str(found[size])]
        assert ingest.main(given) == 0
    return found


def work(database: Path, question: str, rows: int = 15) -> tuple[int, int]:
    """(statements, rows) that the second asking of a question takes."""
    for _ in range(2):
        with Store(database) as store:
            counting = Counting(store._db)
            store._db = cast(sqlite3.Connection, counting)
            ask(store, question, as_of=DAY, rows=rows, named=False)
    return counting.statements, counting.rows


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_about_everything_reads_no_more_of_a_larger_corpus(
    databases: dict[int, Path], question: str
) -> None:
    """Of four times the commitments as many rows are read: the first of each list, and names to compare with."""
    (few, small), (many, large) = (work(databases[size], question) for size in (SMALL, LARGE))
    assert abs(many - few) <= 5
    assert large <= max(small * 1.5, 2 * HEAD) + 200


def test_two_hundred_rows_of_a_list_take_no_more_statements_than_ten(databases: dict[int, Path]) -> None:
    """Their values, titles and documents are read together."""
    statements = [work(databases[LARGE], "list all commitments", rows)[0] for rows in (10, 200)]
    assert statements[0] == statements[1]


@pytest.mark.parametrize("question", [*QUESTIONS, "how many are complete, and which ended in 2020?"])
def test_an_answer_is_whole_when_its_store_is_closed(databases: dict[int, Path], question: str) -> None:
    """Every code is named, or none is and their numbers are told."""
    with Store(databases[SMALL]) as store:
        named, _ = ask(store, question, as_of=DAY)
        counted, thread = ask(store, question, as_of=DAY, named=False)
    told, result = named.to_json(), named.result or {}
    assert json.loads(json.dumps(told)) == told
    assert (named.total, named.undecided) == (counted.total, counted.undecided)
    assert len(named.unknown) == named.undecided
    assert len(result["value"] if result["type"] == "set" else ()) == named.total
    assert counted.unknown == ()
    assert "value" not in (counted.result or {}) or result["type"] != "set"
    assert (named.text, named.items) == (counted.text, counted.items)
    assert thread.to_json()
