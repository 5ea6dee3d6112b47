"""Several documents of one commitment are one record, field by field, in whatever order they come."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from bot.asking import ask
from bot.records.store import Store
from tests.records.sample_pages import DAY, contents, ingest, page, rows

CODE = "XA0001"
EARLIER = page(CODE, Completion="Complete", Starred="Yes Starred", Early_Results="Major")
LATER = page(CODE, Early_Results="Marginal", Status="Inactive")


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A database that is not there yet."""
    return tmp_path / "commitments.db"


def held(db: Path) -> dict[str, tuple[str, str]]:
    """field → (what the record holds of it, the document that says so)."""
    found = rows(db, "SELECT v.field, v.raw, d.path FROM field_values v JOIN documents d ON d.id = v.document_id")
    return {str(name): (str(raw), str(path)) for name, raw, path in found if raw}


def test_what_a_later_document_is_silent_about_is_kept_with_its_source(db: Path) -> None:
    """The later one wins where it speaks; where it is silent the earlier one is quoted, and nothing has changed."""
    report = ingest(db, {"a.txt": EARLIER, "b.txt": LATER})
    record = held(db)
    assert record["early_results"] == ("Marginal", "b.txt")
    assert record["status"] == ("Inactive", "b.txt")
    assert record["completion"] == ("Complete", "a.txt")
    assert record["starred"] == ("Yes Starred", "a.txt")
    assert [change.field for change in report.changes] == ["status", "early_results"]
    columns = rows(db, "SELECT completion, starred, early_results FROM commitments")
    assert columns == [("Complete", "yes", "Marginal")]


def test_a_blank_label_erases_nothing_either(db: Path) -> None:
    """A label with nothing behind it in the later document leaves the earlier value, and is no change."""
    report = ingest(db, {"a.txt": page(CODE, Completion="Complete"), "b.txt": page(CODE, Completion="")})
    assert held(db)["completion"] == ("Complete", "a.txt")
    assert report.changes == []
    assert rows(db, "SELECT completion FROM commitments") == [("Complete",)]


def test_the_answer_says_that_a_value_is_of_an_earlier_document(db: Path) -> None:
    """With its source, and the day of its document or that of its ingest."""
    ingest(db, {"a.txt": EARLIER, "b.txt": LATER}, as_of=date(2026, 11, 20))
    with Store(db) as store:
        answer = ask(store, f"was {CODE} starred?", as_of=DAY, lang="en")[0]
        later = ask(store, f"early results of {CODE}", as_of=DAY, lang="en")[0]
    assert answer.result == {"type": "verify", "value": True}
    assert "Yes Starred [1] (in an earlier document, read on 2026-11-20; the later one does not say)" in answer.text
    assert "earlier document" not in later.text


@pytest.mark.parametrize("names", list(permutations(["a.txt", "b.txt", "c.txt"])))
def test_documents_come_in_any_order_one_by_one(tmp_path: Path, names: tuple[str, ...]) -> None:
    """The record, its history and its changes are those of all documents at once."""
    documents = {"a.txt": EARLIER, "b.txt": LATER, "c.txt": page(CODE, "Open Budgets Again", Ambition="High")}
    whole, single = tmp_path / "whole.db", tmp_path / "single.db"
    ingest(whole, documents)
    ingest(single, {name: documents[name] for name in names})
    assert contents(single) == contents(whole)


def test_a_document_that_goes_takes_what_only_it_said(db: Path, tmp_path: Path) -> None:
    """What the earlier document stated is gone from the record with it, and told as a change of its day."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    ingest(db, {"a.txt": EARLIER, "b.txt": LATER})
    ingest(db, {"a.txt": page(CODE, Early_Results="Major"), "b.txt": LATER}, as_of=date(2026, 11, 22))
    assert "completion" not in held(db)
    assert rows(db, "SELECT completion FROM commitments") == [(None,)]


@pytest.mark.parametrize("together", [True, False])
def test_a_page_whose_review_is_pending_is_the_older_whatever_its_name(db: Path, together: bool) -> None:
    """A translation saved before the review does not win by its name, and its title is no sign of a wrong code."""
    english = page(CODE, "Open roads", Early_Results="Major")
    spanish = (
        page(CODE, "Caminos abiertos", Resultados_iniciales="Revisión pendiente de IRM", Terminación="Limitada")
        .replace(b"Action Plan:", "Plan de acción:".encode())
        .replace(b"Action Plan Cycle:", "Ciclo del plan de acción:".encode())
        .replace(b"Status: Active", "Estado: Activo\nTerminación: pendiente".encode())
        .replace("Terminación: Limitada\n".encode(), b"")
    )
    documents = {"XA0001.txt": english, "XA0001-es.txt": spanish}
    reports = [ingest(db, documents)] if together else [ingest(db, {name: data}) for name, data in documents.items()]
    assert held(db)["title"] == ("Open roads", "XA0001.txt")
    assert held(db)["early_results"] == ("Major", "XA0001.txt")
    assert held(db)["completion"] == ("pendiente", "XA0001-es.txt")
    assert not [problem for report in reports for problem in report.problems if "wrong code" in problem.message]


def test_a_document_is_never_older_than_its_own_earlier_state(db: Path) -> None:
    """The same file whose review is pending again is the newer state of it, and the change is told so."""
    ingest(db, {"a.txt": page(CODE, Early_Results="Major")})
    report = ingest(db, {"a.txt": page(CODE, Early_Results="Pending IRM Review")})
    assert [(one.field, one.old, one.new) for one in report.changes] == [
        ("early_results", "Major", "Pending IRM Review")
    ]


def test_a_page_of_another_commitment_under_the_same_code_adds_nothing(db: Path) -> None:
    """Where no word of two titles is the same, the earlier page's values are not taken for the later one's."""
    report = ingest(
        db, {"a.txt": page(CODE, "Prison visits", Completion="Complete"), "b.txt": page(CODE, "Open roads")}
    )
    assert "completion" not in held(db)
    assert any("wrong code" in problem.message for problem in report.problems)


def test_a_page_that_names_another_country_is_not_believed(db: Path) -> None:
    """It is reported, and neither its values nor its silence change the record, whichever comes first."""
    own = page("KR0032", Action_Plan="South Korea Action Plan 2016", Completion="Limited").replace(
        b"Avaria", b"Korea", 1
    )
    other = page("KR0032", Action_Plan="Nigeria Action Plan 2016", Completion="Complete", Ambition="High")
    report = ingest(db, {"a.txt": own, "b.txt": other})
    assert held(db)["completion"] == ("Limited", "a.txt")
    assert "ambition" not in held(db)
    assert report.changes == []
    assert any(problem.document == "b.txt" and "wrong code" in problem.message for problem in report.problems)


def test_an_index_row_never_beats_a_page(db: Path) -> None:
    """What a page states counts, however late an index lists the commitment otherwise."""
    listing = [f"{CODE}, 2020, Health", "XA0008, 2016, Health"]
    own = page(CODE, Policy_Areas="Education")
    ingest(db, {"a.txt": own, "z.txt": page("XA0009", "Open Parks", listing=listing)})
    assert rows(db, "SELECT cycle, title FROM commitments WHERE code = ?", CODE) == [("2018", "Open Budgets")]
