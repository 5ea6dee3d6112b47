"""A commitment that is described, not named: of several that fit, titles with the words looked for go first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

import ingest
from bot.asking import Answer, ask
from bot.records.store import Store

PAGES = {
    "KR0044.txt": "Pass an Archives Act to support the Right to Access Information Act in a bid for trust",
    "KR0045.txt": "Implementation of the Right to Access Information Law",
}
ROWS = "South Korea\n\nLead: The Mint\nPolicy areas: Access to Information\nEnd: 2026\n"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The pages, read."""
    folder = tmp_path_factory.mktemp("pages")
    for name, title in PAGES.items():
        (folder / name).write_text(f"{title} ({name[:6]})\n{ROWS}")
    database = tmp_path_factory.mktemp("database") / "commitments.db"
    assert ingest.main([str(folder), "--db", str(database), "--as-of", "2026-11-20"]) == 0
    with Store(database) as opened:
        yield opened


def asked(store: Store, question: str) -> Answer:
    """The answer to a question."""
    return ask(store, question, as_of=date(2026, 11, 21), lang="auto")[0]


@pytest.mark.parametrize(
    "question",
    [
        "qui dirige la loi sur l'accès à l'information en Corée du Sud ?",
        "¿quién lidera la ley de acceso a la información de Corea del Sur?",
    ],
)
def test_small_words_choose_no_title(question: str, store: Store) -> None:
    """“à” and “a” stand in one title and not in the other, which says nothing of which is meant: it is asked."""
    given = asked(store, question)
    assert (given.outcome, len(given.options)) == ("clarify", 2)


def test_a_word_of_one_title_chooses_it(store: Store) -> None:
    """“Law” stands in one of the titles."""
    assert {item.code for item in asked(store, "who leads the access to information law of Korea?").items} == {"KR0045"}
