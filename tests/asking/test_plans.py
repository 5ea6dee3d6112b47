"""Questions about the commitments of whole action plans, read from the files that governments publish."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import ingest
from bot.asking import Answer, ask
from bot.records.store import Store
from tests.plans import make

PLANS = Path(make.__file__).parent
TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The store of one plan as a PDF and another one as a Word document."""
    folder = tmp_path_factory.mktemp("plans")
    (folder / "kenya.pdf").write_bytes(make.pdf(make.load(PLANS / "en.toml")))
    (folder / "argentina.docx").write_bytes(make.docx(make.load(PLANS / "es.toml")))
    database = tmp_path_factory.mktemp("database") / "commitments.db"
    assert ingest.main([str(folder), "--db", str(database), "--as-of", "2026-11-20"]) == 0
    with Store(database) as opened:
        yield opened


def asked(store: Store, question: str) -> Answer:
    """The answer to a question."""
    return ask(store, question, as_of=TODAY)[0]


@pytest.mark.parametrize(
    "question",
    [
        "who is responsible for commitment 3 of the Kenya plan?",
        "Kenya, commitment no. 3: who is the responsible person?",
        "¿quién es la persona responsable del compromiso 3 de Kenia?",
        "who is responsible for Kenya's measure 3?",
        "who is responsible for Kenya, plan no. 20, commitment no. 3?",
    ],
)
def test_a_commitment_is_found_by_its_number_in_a_countrys_plan(store: Store, question: str) -> None:
    """“Commitment 3 of the Kenya plan” is that one and no other, cited by page and line."""
    answer = asked(store, question)
    people = [item for item in answer.items if item.field == "person"]
    assert [(item.code, item.raw) for item in people] == [("KE-P20-3", "Dr. Amina Hussein Abdi")]
    source = people[0].to_json()["source"]
    assert source["page"] > 1 and source["line"] > 1
    assert "kenya.pdf, " in answer.text


def test_the_number_of_a_plan_is_none_of_a_commitment(store: Store) -> None:
    """“Action plan number 20 of Kenya” is the plan, whichever of its commitments has that number."""
    answer = asked(store, "list action plan number 20 of Kenya").to_json()
    assert answer["frame"]["kind"] != "lookup"


def test_a_word_document_is_cited_by_table_and_row(store: Store) -> None:
    """A value of a Word document has its table and row in the answer's source."""
    answer = asked(store, "¿cuándo termina el compromiso 2 de Argentina?")
    assert {item.code for item in answer.items} == {"AR-P3-2"}
    assert {"table", "row"} <= answer.items[0].to_json()["source"].keys()


def test_a_number_that_a_plan_does_not_have_names_nothing(store: Store) -> None:
    """“Commitment 99 of the Kenya plan” is no other commitment."""
    assert asked(store, "who is responsible for commitment 99 of the Kenya plan?").outcome != "answer"
