"""The corpus of the project, read once: what every test of the asking room asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

import ingest
from bot.asking import EMPTY, Answer, Thread, ask
from bot.intake.reader import Rules, reread
from bot.records.build import build
from bot.records.model import Arrival
from bot.records.store import Store

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 21)
Asks = Callable[..., Answer]


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two documents of `corpus/`, ingested as of a fixed day."""
    path = tmp_path_factory.mktemp("asking") / "commitments.db"
    assert ingest.main([str(ROOT / "corpus"), "--db", str(path), "--as-of", "2026-11-20"]) == 0
    return path


@pytest.fixture
def store(database: Path) -> Iterator[Store]:
    """An open store of the corpus."""
    with Store(database) as opened:
        yield opened


@pytest.fixture
def asked(store: Store) -> Asks:
    """Asks questions of one thread, one after the other, and gives the last answer."""

    def run(*questions: str, lang: str = "auto") -> Answer:
        thread: Thread = EMPTY
        answer: Answer | None = None
        for question in questions:
            answer, thread = ask(store, question, thread=thread, as_of=TODAY, lang=lang)
        assert answer is not None
        return answer

    return run


COLUMNS = {
    "Title": "title", "Brief": "brief", "Lead": "lead_institution", "Done": "completion", "Star": "starred",
    "Year": "cycle", "Start": "start", "End": "end", "Support": "support_institutions", "Impact": "potential_impact",
}  # fmt: skip
"""Columns of a test's table, and the fields that they are."""


def tabled(folder: Path, table: str) -> Store:
    """A database of a table whose columns are among `COLUMNS`, with a code in its first one."""
    head = table.partition("\n")[0].split(",")
    columns = "".join(f'{COLUMNS[name]} = "{name}"\n' for name in head if name in COLUMNS)
    (folder / "m.toml").write_text(f'[code]\ncolumn = "Code"\n[columns]\n{columns}', "utf-8")
    rules = Rules(folder / "m.toml")
    arrivals = [Arrival("plan.csv", "plan.csv", table.encode(), reader="1")]
    build(folder / "a.db", arrivals, rules.read, reread, as_of=TODAY)
    return Store(folder / "a.db")


def in_thread(store: Store, *questions: str) -> Answer:
    """The answer to the last question of a thread."""
    thread: Thread = EMPTY
    for question in questions:
        answer, thread = ask(store, question, thread=thread, as_of=TODAY)
    return answer


def listed(store: Store, *questions: str) -> tuple[str, ...]:
    """The commitments that the last question of a thread lists."""
    answer = in_thread(store, *questions)
    assert answer.result is not None, answer.text
    assert answer.result["type"] == "set", answer.text
    return tuple(answer.result["value"])
