"""The corpus of the project, read once: what every test of the asking room asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

import ingest
from bot.asking import EMPTY, Answer, Thread, ask
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
