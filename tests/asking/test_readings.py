"""No question of the banks is read otherwise than it is recorded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.asking import EMPTY
from bot.asking.frames import About, AllOf, AnyOf, Choose, Correction, Has, Listing, Lookup, Not, Reading, Refuse, Talk
from bot.asking.reading import read
from bot.records.store import Store
from tests.asking.readings import BANKS, RECORDED, Change, changes, read_bank, recorded, report, stores, told
from tests.questions.asked import ingested
from tests.questions.bank import AS_OF, load


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Store]]:
    """The store that each bank is asked of."""
    with stores(tmp_path_factory.mktemp("readings")) as made:
        yield made


@pytest.mark.parametrize("bank", BANKS)
def test_a_question_is_read_as_it_is_recorded(bank: str, opened: dict[str, Store]) -> None:
    """Every question of a bank has the frame of its record; a change that is right is recorded anew."""
    asked = read_bank(bank, opened[bank], 9 if bank == "en" else 2)
    found = [change for change in changes(bank, asked) if change.asked in asked]
    assert not found, report(found)


@pytest.mark.parametrize("bank", BANKS)
def test_every_question_has_one_line(bank: str) -> None:
    """A record has as many lines as its bank has questions, sorted by thread and question."""
    file = RECORDED / f"{bank}.jsonl"
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    assert len(lines) == len(recorded(bank)) == len(load(bank)), f"{file}: `make readings` writes it anew"


def test_the_order_of_documents_changes_no_reading(tmp_path: Path) -> None:
    """The same documents, read in another order, have other numbers and the same readings."""
    with Store(ingested(tmp_path, backwards=True).database) as backwards:
        assert changes("es_generated", read_bank("es_generated", backwards)) == []


def test_what_is_offered_beside_a_reading_is_another_question(opened: dict[str, Store]) -> None:
    """The other readings of a question are answers that it may have meant: no refusal, and not the same once more."""
    offered = 0
    for case in load("es_generated"):
        reading = read(case.question, opened["es_generated"], EMPTY, AS_OF).reading
        assert not [one for one in reading.others if isinstance(one, Refuse | Talk | About) or one == reading.frame]
        offered += bool(reading.others)
    assert offered > 5


@pytest.mark.parametrize(
    "question", ["commitments of Lumeria", "which commitments are overdue?", "email of QS0016", "when does XL0012 end?"]
)
def test_beside_a_plain_reading_nothing_is_offered(question: str, opened: dict[str, Store]) -> None:
    """A reading that is far dearer than the best is no answer that may have been meant."""
    assert read(question, opened["en"], EMPTY, AS_OF).reading.others == ()


def test_a_record_tells_the_whole_frame(store: Store) -> None:
    """And, or and not are told apart; what is as by default is left out, what the reading repaired is not."""
    where = AllOf((AnyOf((Has("country", "is", ("KR",)), Has("end", "missing"))), Not(Has("starred", "is", ("yes",)))))
    reading = Reading(Listing(where, order="end", descending=True), corrections=(Correction("enddate", "end date"),))
    assert told(reading, store) == {
        "is": "Listing",
        "where": [{"any": ["country is KR", "end missing"]}, {"not": "starred is yes"}],
        "order": "end",
        "descending": True,
        "corrections": [{"from": "enddate", "to": "end date"}],
    }
    pending = Choose("several_entities", ("KR0029", "KR0032"), Lookup((), ("email",)), "services")
    assert told(Reading(pending), store)["pending"] == {"is": "Lookup", "codes": [], "fields": ["email"]}


def test_a_record_names_what_a_database_numbers(store: Store) -> None:
    """An institution is told by its name: another database gives it another number."""
    (ministry,) = (one for one in store.names_of_kind("institution") if one.name == "Ministry of the Interior")
    listing = Listing(Has("body", "is", (str(ministry.id),), "Ministry of the Interior"))
    assert told(Reading(listing), store)["where"] == f"body is {ministry.key}"


def test_a_change_is_told_with_both_readings() -> None:
    """What was read and what is read stand below the question, and how to accept it below all."""
    said = report([Change('{"q": "x?"}', '{"is": "Count"}', "")] * 25)
    assert said.startswith("25 questions are read otherwise than recorded:\n")
    assert '{"q": "x?"}\n  - {"is": "Count"}\n  + (not asked any more)' in said
    assert "… and 5 more" in said
    assert "make readings" in said
