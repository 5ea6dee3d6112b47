"""The corpus that the bank asks: generated pages in two states and the documents of `corpus/`, and a way to ask it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ingest
from bot.asking import EMPTY, Answer, ask
from bot.records.store import Store
from tests.generator import write
from tests.generator.corpus import Entry
from tests.generator.seeds import seeds
from tests.questions.bank import AS_OF

SEED, PAGES = 3, 72
CORPUS = Path(__file__).parents[2] / "corpus"
SAVED = Path(__file__).parents[1] / "reading" / "pages"  # pages of many countries, as they were saved


@dataclass(frozen=True, slots=True)
class Asked:
    """An ingested corpus: its database, the texts of its documents and what is true of it."""

    database: Path
    texts: Mapping[str, str]
    truth: Mapping[str, Entry]


def ingested(folder: Path, *, backwards: bool = False) -> Asked:
    """Ingest the earlier pages on Monday and the present ones on Friday; `backwards`: the last file first."""
    pages = write(folder, SEED, PAGES)
    database = folder / "commitments.db"
    for day, state in (("2026-11-16", pages.before), ("2026-11-20", pages.now)):
        files = sorted([*state.glob("*.txt"), *CORPUS.glob("*.txt")], reverse=backwards)
        assert ingest.main([*map(str, files), "--db", str(database), "--as-of", day]) == 0
    texts = {file.name: file.read_bytes().decode("utf-8") for file in files}
    return Asked(database, texts, {**pages.truth, **seeds(CORPUS)})


def with_saved_pages(folder: Path) -> Path:
    """The database of the present pages of the bank's corpus together with saved pages of many countries."""
    generated = write(folder, SEED, PAGES).now
    files = [*generated.glob("*.txt"), *CORPUS.glob("*.txt"), *SAVED.glob("*.txt"), *SAVED.glob("*.html")]
    database = folder / "commitments.db"
    assert ingest.main([*map(str, sorted(files)), "--db", str(database), "--as-of", "2026-11-20"]) == 0
    return database


def converse(store: Store, questions: Sequence[str]) -> Answer:
    """Ask the questions of one thread, one after the other; the last answer."""
    thread = EMPTY
    answer = None
    for question in questions:
        answer, thread = ask(store, question, thread=thread, as_of=AS_OF)
    assert answer is not None
    return answer


def timeless(answer: Answer) -> dict[str, Any]:
    """The answer object without the time that it took."""
    return {name: value for name, value in answer.to_json().items() if name != "ms"}
