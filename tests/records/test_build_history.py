"""What changes from ingest to ingest is told once, with old and new, document and day; what is gone is told too."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.records.sample_pages import altered, arrival, contents, ingest, page, rows

MONDAY, FRIDAY, NEXT = date(2026, 11, 16), date(2026, 11, 20), date(2026, 11, 27)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A database that is not there yet."""
    return tmp_path / "commitments.db"


def changes(db: Path, field: str = "completion") -> list[tuple[object, ...]]:
    """(old, new, document, day) of the changes of one field."""
    return rows(db, "SELECT old, new, document, at FROM changes WHERE field = ? ORDER BY id", field)


def test_a_document_with_other_values_leaves_changes(db: Path) -> None:
    """The record is updated, and each field that differs leaves a row with old, new, document and the ingest's day."""
    ingest(db, {"XA0001.txt": page("XA0001", Completion="Limited")}, as_of=MONDAY)
    report = ingest(db, {"XA0001.txt": page("XA0001", Completion="Complete")}, as_of=FRIDAY)
    assert [(one.field, one.old, one.new, one.at) for one in report.changes] == [
        ("completion", "Limited", "Complete", "2026-11-20")
    ]
    assert changes(db) == [("Limited", "Complete", "XA0001.txt", "2026-11-20")]
    assert rows(db, "SELECT completion FROM commitments") == [("Complete",)]


def test_a_change_is_told_once(db: Path) -> None:
    """The same documents once more bring no change into the report and no row into the table."""
    for completion, day in (("Limited", MONDAY), ("Complete", FRIDAY)):
        ingest(db, {"XA0001.txt": page("XA0001", Completion=completion)}, as_of=day)
    before = contents(db)
    report = ingest(db, {"XA0001.txt": page("XA0001", Completion="Complete")}, as_of=NEXT)
    assert report.changes == []
    assert contents(db) == before


def test_a_field_that_comes_goes_or_turns_blank_is_a_change(db: Path) -> None:
    """Absent is NULL and blank is an empty text, in `old` as in `new`."""
    for said, day in (({}, MONDAY), ({"Completion": ""}, FRIDAY), ({"Completion": "Limited"}, NEXT)):
        ingest(db, {"XA0001.txt": page("XA0001", **said)}, as_of=day)
    assert [row[:2] for row in changes(db)] == [(None, ""), ("", "Limited")]


def test_white_space_is_no_change(db: Path) -> None:
    """A page that is saved with other spaces says the same."""
    ingest(db, {"XA0001.txt": page("XA0001", Lead_Institution="Ministry of Finance")}, as_of=MONDAY)
    data = page("XA0001", Lead_Institution="Ministry of Finance").replace(b"Ministry of", b"Ministry  of")
    assert ingest(db, {"XA0001.txt": data}, as_of=FRIDAY).changes == []


def test_a_second_document_is_told_as_a_change(db: Path) -> None:
    """The later of two documents wins, and what the earlier said is history with the later one's day."""
    ingest(db, {"first.txt": page("XA0001", Completion="Limited")}, as_of=MONDAY)
    ingest(db, {"a-later.txt": page("XA0001", Completion="Complete")}, as_of=FRIDAY)
    assert changes(db) == [("Limited", "Complete", "a-later.txt", "2026-11-20")]
    assert rows(db, "SELECT document, living FROM history") == [("first.txt", 1)]


def test_an_earlier_day_does_not_win_because_it_came_later(db: Path) -> None:
    """A document of an earlier day that is ingested afterwards goes before the later one in the history."""
    ingest(db, {"new.txt": page("XA0001", Completion="Complete")}, as_of=FRIDAY)
    ingest(db, {"old.txt": page("XA0001", Completion="Limited")}, as_of=MONDAY)
    assert rows(db, "SELECT completion FROM commitments") == [("Complete",)]
    assert changes(db) == [("Limited", "Complete", "new.txt", "2026-11-20")]


def test_a_document_found_between_two_others_takes_its_place(db: Path) -> None:
    """The step from the first to the third becomes two steps."""
    ingest(db, {"1.txt": page("XA0001", Completion="Not Started")}, as_of=MONDAY)
    ingest(db, {"3.txt": page("XA0001", Completion="Complete")}, as_of=NEXT)
    ingest(db, {"2.txt": page("XA0001", Completion="Limited")}, as_of=FRIDAY)
    assert [row[:3] for row in changes(db)] == [
        ("Not Started", "Limited", "2.txt"),
        ("Limited", "Complete", "3.txt"),
    ]


def test_a_document_never_goes_behind_its_own_earlier_state(db: Path) -> None:
    """A new version that is ingested as of an earlier day is still the newer one."""
    ingest(db, {"XA0001.txt": page("XA0001", Completion="Limited")}, as_of=FRIDAY)
    ingest(db, {"XA0001.txt": page("XA0001", Completion="Complete")}, as_of=MONDAY)
    assert rows(db, "SELECT completion FROM commitments") == [("Complete",)]
    assert changes(db) == [("Limited", "Complete", "XA0001.txt", "2026-11-20")]


def test_a_better_reader_is_no_change_of_the_commitment(db: Path) -> None:
    """What newer rules find in the same bytes is in the record, and earlier states are taken to have said it too."""
    ingest(db, {"XA0001.txt": page("XA0001", Completion="Limited")}, as_of=MONDAY)
    ingest(db, {"XA0001.txt": page("XA0001", Completion="Complete")}, as_of=FRIDAY)
    lost = rows(db, "SELECT count(*) FROM field_values WHERE field = 'status'")
    with_status = [("Active",)]
    assert (lost, rows(db, "SELECT status FROM commitments")) == ([(1,)], with_status)
    _forget_status(db)
    report = ingest(db, {"XA0001.txt": page("XA0001", Completion="Complete")}, as_of=NEXT, reader="2")
    assert report.changes == []
    assert rows(db, "SELECT status FROM commitments") == with_status
    assert [row[0] for row in rows(db, "SELECT field FROM changes")] == ["completion"]


def _forget_status(db: Path) -> None:
    """Make the database what an older reader would have made, which did not know the label `Status`."""
    import json

    with altered(db) as connection:
        connection.execute("DELETE FROM field_values WHERE field = 'status'")
        (says,) = connection.execute("SELECT says FROM history").fetchone()
        kept = [row for row in json.loads(says) if row[0] != "status"]
        connection.execute("UPDATE history SET says = ?", (json.dumps(kept),))


def test_prune_removes_what_only_gone_documents_said(db: Path, tmp_path: Path) -> None:
    """The record goes, and each of its fields leaves a change to nothing that still names the document."""
    file = tmp_path / "XA0001.txt"
    file.write_bytes(page("XA0001", Completion="Limited"))
    ingest(db, [arrival(file.name, file.read_bytes(), str(tmp_path))], as_of=MONDAY)
    file.unlink()
    report = ingest(db, {}, as_of=FRIDAY, prune=True)
    assert (report.removed, report.commitments) == (1, 0)
    assert changes(db) == [("Limited", None, "XA0001.txt", "2026-11-20")]
    assert rows(db, "SELECT count(*) FROM documents") == [(0,)]
    assert rows(db, "PRAGMA foreign_key_check") == []


def test_without_prune_a_gone_document_stays(db: Path) -> None:
    """Documents are not forgotten because they did not come this time."""
    ingest(db, {"XA0001.txt": page("XA0001")})
    assert ingest(db, {}).commitments == 1


def test_prune_gives_the_record_back_to_the_earlier_document(db: Path, tmp_path: Path) -> None:
    """Where the later of two documents is gone the earlier one speaks again, and that is a change of today."""
    for name, completion, day in (("1.txt", "Limited", MONDAY), ("2.txt", "Complete", FRIDAY)):
        (tmp_path / name).write_bytes(page("XA0001", Completion=completion))
        ingest(db, [arrival(name, (tmp_path / name).read_bytes(), str(tmp_path))], as_of=day)
    (tmp_path / "2.txt").unlink()
    ingest(db, [], as_of=NEXT, prune=True)
    assert rows(db, "SELECT completion FROM commitments") == [("Limited",)]
    assert changes(db) == [
        ("Limited", "Complete", "2.txt", "2026-11-20"),
        ("Complete", "Limited", "2.txt", "2026-11-27"),
    ]


def test_prune_of_the_earlier_document_changes_nothing(db: Path, tmp_path: Path) -> None:
    """What was said stays history."""
    for name, completion, day in (("1.txt", "Limited", MONDAY), ("2.txt", "Complete", FRIDAY)):
        (tmp_path / name).write_bytes(page("XA0001", Completion=completion))
        ingest(db, [arrival(name, (tmp_path / name).read_bytes(), str(tmp_path))], as_of=day)
    (tmp_path / "1.txt").unlink()
    assert ingest(db, [], as_of=NEXT, prune=True).changes == []
    assert changes(db) == [("Limited", "Complete", "2.txt", "2026-11-20")]


def test_a_page_that_becomes_another_commitments_page(db: Path) -> None:
    """The commitment that a document no longer describes is gone with its changes, the new one is there."""
    ingest(db, {"page.txt": page("XA0001", Completion="Limited")}, as_of=MONDAY)
    ingest(db, {"page.txt": page("XA0002", Completion="Complete")}, as_of=FRIDAY)
    assert rows(db, "SELECT code, completion FROM commitments") == [("XA0002", "Complete")]
    assert changes(db) == [("Limited", None, "page.txt", "2026-11-20")]


def test_a_listing_goes_to_another_page_that_has_it(db: Path) -> None:
    """A commitment that one page no longer lists is quoted from the next latest page that does."""
    listed = ["XA0007, 2018, Education", "XA0008, 2018, Health"]
    ingest(db, {name: page(name[:6], listing=listed) for name in ("XA0001.txt", "XA0002.txt")}, as_of=MONDAY)
    sql = "SELECT DISTINCT d.path FROM field_values v JOIN documents d ON d.id = document_id WHERE code = 'XA0007'"
    assert rows(db, sql) == [("XA0002.txt",)]
    ingest(db, {"XA0002.txt": page("XA0002")}, as_of=FRIDAY)
    assert rows(db, sql) == [("XA0001.txt",)]


def test_a_commitment_that_no_page_lists_any_more_is_gone(db: Path) -> None:
    """It leaves the record, and a change to nothing for its title."""
    ingest(db, {"XA0001.txt": page("XA0001", listing=["XA0007, 2018, Health", "XA0008, 2018, Health"])}, as_of=MONDAY)
    ingest(db, {"XA0001.txt": page("XA0001")}, as_of=FRIDAY)
    assert rows(db, "SELECT code FROM commitments") == [("XA0001",)]
    assert rows(db, "SELECT old, new, at FROM changes WHERE code = 'XA0007' AND field = 'title'") == [
        ("Title of XA0007", None, "2026-11-20")
    ]


def test_a_page_for_what_was_only_listed_is_no_change(db: Path) -> None:
    """A commitment that gets its page keeps what the index says of it beside what the page says."""
    ingest(db, {"XA0001.txt": page("XA0001", listing=["XA0007, 2018, Health", "XA0008, 2018, Health"])}, as_of=MONDAY)
    report = ingest(db, {"XA0007.txt": page("XA0007", "Open Clinics")}, as_of=FRIDAY)
    assert report.changes == []
    assert rows(db, "SELECT title, has_page FROM commitments WHERE code = 'XA0007'") == [("Open Clinics", 1)]
    assert rows(db, "SELECT DISTINCT origin FROM field_values WHERE code = 'XA0007' ORDER BY 1") == [
        ("index",),
        ("page",),
    ]


def test_the_documents_own_day_is_the_day_of_its_changes(db: Path) -> None:
    """A page that says of which day it is is placed there, whenever it is ingested."""
    html = (
        "<html><head><meta property='article:modified_time' content='{day}T10:00:00+00:00'></head><body>"
        "<h1>Open Budgets (XA0001)</h1><p>Action Plan: Avaria Action Plan 2018-2020</p><p>Action Plan Cycle: 2018</p>"
        "<p>Completion: {completion}</p></body></html>"
    )
    pages = {
        "b.html": html.format(day="2020-05-01", completion="Limited").encode(),
        "a.html": html.format(day="2021-05-01", completion="Complete").encode(),
    }
    ingest(db, pages, as_of=FRIDAY)
    assert rows(db, "SELECT date FROM documents ORDER BY path") == [("2021-05-01",), ("2020-05-01",)]
    assert changes(db) == [("Limited", "Complete", "a.html", "2021-05-01")]
