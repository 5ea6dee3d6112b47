"""What two documents of one commitment say against each other is a problem, whichever comes first."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from bot.records.model import Report
from bot.records.store import Store
from tests.records.sample_pages import arrival, contents, ingest, page, rows

CONTACTS = {"person": "Ana Ruiz", "email": "ana@example.org", "phone": "+82-2-2100-3418"}
LABELS = {"person": "Person responsible from implementing agency", "email": "Email", "phone": "Phone"}


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A database that is not there yet."""
    return tmp_path / "commitments.db"


def with_contacts(**said: str) -> bytes:
    """A page of one commitment that names contacts."""
    told = "; ".join(f"{LABELS[field]}: {text}" for field, text in said.items())
    return page("KR0032", more=told, Action_Plan="South Korea Action Plan 2016").replace(b"Avaria", b"South Korea", 1)


def between(report: Report) -> list[tuple[str, int | None, str | None, str]]:
    """(document, line, field, severity) of the problems between two documents."""
    between = [one for one in report.problems if "goes first in the record" in one.message]
    return [(one.document, one.line, one.field, one.severity) for one in between]


@pytest.mark.parametrize(
    ("field", "other"),
    [("person", "Luis Gil"), ("email", "luis@example.org"), ("phone", "+82-2-2100-9999")],
)
def test_another_contact_is_a_warning(db: Path, field: str, other: str) -> None:
    """It names the document that is in the record, the line, the field, both values and where the other one stands."""
    ingest(db, {"a.txt": with_contacts(**CONTACTS)})
    report = ingest(db, {"b.txt": with_contacts(**{**CONTACTS, field: other})})
    assert between(report) == [("b.txt", 11, field, "warning")]
    (message,) = (one.message for one in report.problems if one.field == field)
    assert f"KR0032 is “{other}” here, but “{CONTACTS[field]}” in a.txt, line 11." in message


def test_another_country_is_a_warning(db: Path) -> None:
    """A page that says it is of another country than its code contradicts the first, and is not believed for it."""
    report = ingest(
        db, {"a.txt": with_contacts(), "b.txt": with_contacts().replace(b"South Korea\nOpen", b"Nigeria\nOpen")}
    )
    assert ("a.txt", 2, "country", "warning") in between(report)
    assert rows(db, "SELECT raw FROM field_values WHERE field = 'country'") == [("South Korea",)]
    assert report.changes == []


@pytest.mark.parametrize(
    "other",
    [
        {"person": "Ms. Ana RUIZ", "email": "ANA@example.org", "phone": "+82 2 2100 3418"},
        {"person": "Ruiz, Ana", "email": "ana (at) example.org", "phone": "02-2100-3418"},
        {"email": "ana@example.org"},
        {**CONTACTS, "person": "Ana Ruiz / Luis Gil"},
        {"person": "N/A", "email": "", "phone": ""},
        {},
    ],
    ids=["other letters", "other forms", "less", "more", "unstated", "nothing"],
)
def test_what_says_the_same_or_less_contradicts_nobody(db: Path, other: dict[str, str]) -> None:
    """Contacts are compared by what they mean, and a page that leaves some out is no rival, nor one that adds some."""
    assert between(ingest(db, {"a.txt": with_contacts(**CONTACTS), "b.txt": with_contacts(**other)})) == []


def test_what_is_still_to_come_replaces_nothing(db: Path) -> None:
    """A later page with “TBC” states no less than a blank: what an earlier one states stays in the record beside it."""
    documents = {"a.txt": with_contacts(**CONTACTS), "b.txt": with_contacts(person="TBC", email="Por definir")}
    assert between(ingest(db, documents)) == []
    kept = "SELECT raw FROM field_values WHERE field = ? ORDER BY raw"
    assert rows(db, kept, "person") == [("Ana Ruiz",), ("TBC",)]
    assert rows(db, kept, "phone") == [(CONTACTS["phone"],)]


def test_the_order_of_documents_plays_no_part(db: Path, tmp_path: Path) -> None:
    """The same documents, in any order and one by one, leave the same problems and the same record."""
    documents = {
        "a.txt": with_contacts(**CONTACTS),
        "b.txt": with_contacts(**{**CONTACTS, "email": "luis@example.org"}),
        "c.txt": with_contacts(email="mia@example.org"),
    }
    made = []
    for number, names in enumerate(permutations(documents)):
        each = tmp_path / f"{number}.db"
        ingest(each, {name: documents[name] for name in names})
        made.append(contents(each))
    assert all(one == made[0] for one in made)
    assert [row[:3] for row in made[0]["problems"]] == [("c.txt", 11, "email")] * 2


@pytest.mark.parametrize(
    ("trust", "emails", "said"),
    [
        ("newest", ["mia@example.org"], "The one here goes first"),
        ("first", ["ana@example.org"], "The earlier of the two goes first"),
        ("ask", ["ana@example.org", "luis@example.org", "mia@example.org"], "Neither goes first"),
    ],
)
def test_a_setting_decides_which_document_goes_first(
    db: Path, tmp_path: Path, trust: str, emails: list[str], said: str
) -> None:
    """The later, the earlier or neither; in any order, and the same when the setting comes after the documents."""
    documents = {f"{name}.txt": with_contacts(email=f"{name}@example.org") for name in ("ana", "luis", "mia")}
    report = ingest(db, documents, trust=trust)
    assert rows(db, "SELECT raw FROM field_values WHERE field = 'email' ORDER BY raw") == [(one,) for one in emails]
    assert [said in one.message for one in report.problems] == [True, True]
    other = tmp_path / "other.db"
    ingest(other, {name: documents[name] for name in reversed(documents)})
    ingest(other, {}, trust=trust)
    assert contents(other) == contents(db)


def test_who_came_first_keeps_the_record_from_a_page_of_another_commitment(db: Path) -> None:
    """A later page under its code, with another title, brings it nothing, until the setting says otherwise."""
    ingest(db, {"a.txt": page("XL9001")}, trust="first")
    report = ingest(db, {"b.txt": page("XL9001", "Fishing Licences", Status="Complete")}, trust="first")
    assert rows(db, "SELECT title, status FROM commitments") == [("Open Budgets", "Active")]
    assert (report.changes, [one.field for one in report.problems]) == ([], ["title"])
    ingest(db, {})
    assert rows(db, "SELECT title, status FROM commitments") == [("Fishing Licences", "Complete")]


def test_a_files_name_is_not_enough_to_be_believed(db: Path) -> None:
    """Where the earlier goes first, a file of the same name from elsewhere that changes a contact is another one."""
    for folder, name in (("/here", "ana"), ("/there", "luis")):
        ingest(db, [arrival("KR0032.txt", with_contacts(email=f"{name}@example.org"), folder)], trust="first")
    assert rows(db, "SELECT raw FROM field_values WHERE field = 'email'") == [("ana@example.org",)]
    assert rows(db, "SELECT path FROM documents ORDER BY path") == [("KR0032.txt",), ("there/KR0032.txt",)]


def test_the_ingest_of_either_tells_of_both(db: Path) -> None:
    """The document that comes second brings the warning, also where the first one is the later."""
    ingest(db, {"b.txt": with_contacts(email="luis@example.org")}, as_of=date(2026, 11, 20))
    report = ingest(db, {"a.txt": with_contacts(email="ana@example.org")}, as_of=date(2026, 11, 16))
    assert between(report) == [("b.txt", 11, "email", "warning")]
    assert [(one.document, len(one.problems)) for one in report.by_document] == [("a.txt", 1)]


def test_a_problem_between_documents_is_told_once(db: Path) -> None:
    """An ingest of both documents names it with one of them."""
    documents = {"a.txt": with_contacts(email="ana@example.org"), "b.txt": with_contacts(email="luis@example.org")}
    assert len(between(ingest(db, documents))) == len(between(ingest(db, documents))) == 1


def test_a_rival_that_is_gone_or_agrees_is_none(db: Path) -> None:
    """Once the other document says the same the problem is gone from the database."""
    ingest(db, {"a.txt": with_contacts(email="ana@example.org"), "b.txt": with_contacts(email="luis@example.org")})
    ingest(db, {"a.txt": with_contacts(email="luis@example.org")})
    assert rows(db, "SELECT * FROM problems") == []


def test_a_file_of_the_same_name_from_elsewhere_that_changes_a_contact_is_said(db: Path) -> None:
    """It is taken for a newer state, so that the change is told; and a warning says where the other one was."""
    ingest(db, [arrival("KR0032.txt", with_contacts(email="ana@example.org"), "/here")])
    report = ingest(db, [arrival("KR0032.txt", with_contacts(email="luis@example.org"), "/there")])
    (problem,) = report.problems
    assert (problem.document, problem.line, problem.field) == ("KR0032.txt", 11, "email")
    assert "was “ana@example.org” in the document of this name from /here/KR0032.txt" in problem.message
    assert [change.field for change in report.changes] == ["email"]


@pytest.mark.parametrize("folder", ["/here", "/there"])
def test_a_newer_state_of_a_document_is_no_rival_of_it(db: Path, folder: str) -> None:
    """What changes at its own place, or says more, is told as a change alone."""
    ingest(db, [arrival("KR0032.txt", with_contacts(email="ana@example.org"), "/here")])
    said = {"email": "luis@example.org"} if folder == "/here" else {"email": "ana@example.org", "person": "Ana Ruiz"}
    assert ingest(db, [arrival("KR0032.txt", with_contacts(**said), folder)]).problems == []


def test_a_page_under_a_wrong_code_moves_no_commitment(db: Path) -> None:
    """The letters say whose a commitment is: another country's page gives them neither its name nor its country."""
    ingest(db, {"a.txt": with_contacts().replace(b"South Korea", b"Nigeria")})
    assert rows(db, "SELECT country FROM commitments") == [("Republic of Korea",)]
    assert rows(db, "SELECT raw FROM field_values WHERE field = 'country'") == [("Nigeria",)]
    with Store(db) as store:
        assert store.countries() == [("KR", "Republic of Korea")]
        names = {name for name, _prefix in store.country_names()}
    assert "korea" in names
    assert not {name for name in names if "nigeria" in name}
