"""One ingest: all of it or nothing, what comes again changes nothing, what cannot be read is said and stops nobody."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.reading import read
from bot.records import build as building
from bot.records.build import build
from bot.records.model import Arrival
from bot.records.schema import VERSION
from bot.records.snapshots import BuildError, beside
from tests.records.sample_pages import DAY, altered, arrival, contents, everything, ingest, page, reread, rows

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A database that is not there yet."""
    return tmp_path / "commitments.db"


@pytest.fixture
def seeds() -> dict[str, bytes]:
    """The two documents of the corpus."""
    return {path.name: path.read_bytes() for path in sorted(CORPUS.iterdir())}


def test_the_same_documents_again_change_nothing(db: Path, seeds: dict[str, bytes]) -> None:
    """The second ingest says `unchanged` of each document and leaves every row of every table as it is."""
    first = ingest(db, seeds)
    before = everything(db)
    second = ingest(db, seeds)
    assert (first.documents, first.unchanged) == (2, 0)
    assert (second.documents, second.unchanged) == (2, 2)
    assert everything(db) == before


def test_the_same_documents_read_by_other_rules_are_no_change(db: Path, seeds: dict[str, bytes]) -> None:
    """Another version of the reader reads again, and where it finds the same the contents are the same."""
    ingest(db, seeds)
    before = contents(db)
    report = ingest(db, seeds, reader="2")
    assert (report.unchanged, report.changes) == (0, [])
    assert contents(db) == before


def test_only_the_documents_that_came_count_as_read_by_new_rules(db: Path, seeds: dict[str, bytes]) -> None:
    """After an ingest of one document by new rules, the other one is still read again when it comes."""
    ingest(db, seeds)
    name = next(iter(seeds))
    ingest(db, {name: seeds[name]}, reader="2")
    assert ingest(db, seeds, reader="2").unchanged == 1


def test_a_failure_leaves_the_old_database_whole(db: Path, seeds: dict[str, bytes]) -> None:
    """An ingest that breaks off half-way has written nothing."""
    ingest(db, seeds)
    before = everything(db)

    def breaking() -> Iterator[Arrival]:
        yield arrival("XA0001.txt", page("XA0001"))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(db, breaking(), read, reread, as_of=DAY)
    assert everything(db) == before


def test_a_failure_after_a_batch_was_written_leaves_the_old_database_whole(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a batch wrote is taken back with the rest."""
    monkeypatch.setattr(building, "_MOST_DOCUMENTS", 1)
    ingest(db, {"XA0001.txt": page("XA0001")})
    before = everything(db)

    def breaking() -> Iterator[Arrival]:
        for number in range(2, 6):
            yield arrival(f"XA000{number}.txt", page(f"XA000{number}"))
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="gone"):
        build(db, breaking(), read, reread, as_of=DAY)
    assert everything(db) == before


@pytest.mark.parametrize(
    "data",
    [b"", b"  \n\n", b"A letter about the weather, and nothing else.\n", b"%PDF-1.7\n\x00\x01", bytes(range(256)) * 20],
    ids=["empty", "blank", "no commitment", "a PDF", "binary"],
)
def test_a_document_that_gives_nothing_is_said_and_the_others_are_read(db: Path, data: bytes) -> None:
    """The problem names the document, and the page beside it is in the database."""
    report = ingest(db, {"bad.txt": data, "XA0001.txt": page("XA0001")})
    assert (report.documents, report.unreadable, report.commitments) == (1, 1, 1)
    assert {problem.document for problem in report.problems} == {"bad.txt"}
    assert "error" in {problem.severity for problem in report.problems}
    assert rows(db, "SELECT DISTINCT document FROM problems") == [("bad.txt",)]


def test_a_document_that_is_mended_loses_its_problem(db: Path) -> None:
    """The problems that are kept are those of the last reading."""
    ingest(db, {"XA0001.txt": b"nothing"})
    report = ingest(db, {"XA0001.txt": page("XA0001")})
    assert report.problems == []
    assert rows(db, "SELECT * FROM problems") == []


def test_an_unchanged_document_keeps_its_problems(db: Path) -> None:
    """What looked wrong is said again as long as the document is the same."""
    document = {"XA0002.txt": page("XA0001")}
    first, second = ingest(db, document), ingest(db, document)
    assert second.unchanged == 1
    assert second.problems == first.problems != []


def test_a_new_version_that_cannot_be_read_leaves_what_the_good_one_gave(db: Path) -> None:
    """A page that turns into rubbish keeps its values, and the problem is said."""
    ingest(db, {"XA0001.txt": page("XA0001", Completion="Limited")})
    report = ingest(db, {"XA0001.txt": b"\x00\x01\x02 rubbish"})
    assert (report.unreadable, report.commitments) == (1, 1)
    assert rows(db, "SELECT completion FROM commitments") == [("Limited",)]


@pytest.mark.parametrize("kept", [0.5, 0.6, 0.7, 0.8, 0.9])
def test_a_new_version_that_breaks_off_leaves_what_the_whole_one_gave(db: Path, kept: float) -> None:
    """A page that is cut in the middle of a line is no news; the problem names the line."""
    whole = page("XA0001", Completion="Limited", more="; Main Objective: " + "To let everybody see the budget " * 40)
    ingest(db, {"XA0001.txt": whole})
    before = contents(db)["values"]
    cut = whole[: int(len(whole) * kept)]
    report = ingest(db, {"XA0001.txt": cut})
    assert (report.unreadable, report.changes) == (1, [])
    assert [problem.line for problem in report.problems if "breaks off" in problem.message] == [cut.count(b"\n") + 1]
    assert contents(db)["values"] == before


def test_a_new_version_that_was_shortened_by_whole_lines_is_believed(db: Path) -> None:
    """Somebody who takes lines out of a page changes it."""
    whole = page("XA0001")
    ingest(db, {"XA0001.txt": whole + b"Completion: Limited\n"})
    report = ingest(db, {"XA0001.txt": whole})
    assert (report.unreadable, report.unchanged) == (0, 0)


def test_a_name_that_is_taken_by_another_document_is_made_longer(db: Path) -> None:
    """Two files of one name with different commitments are both in the database, each under a name of its own."""
    ingest(db, [arrival("page.txt", page("XA0001"), "/a/one")])
    ingest(db, [arrival("page.txt", page("XA0002"), "/a/two")])
    assert rows(db, "SELECT path, codes FROM documents ORDER BY id") == [
        ("page.txt", '["XA0001"]'),
        ("two/page.txt", '["XA0002"]'),
    ]
    report = ingest(db, [arrival("page.txt", page("XA0002"), "/a/two")])
    assert report.unchanged == 1


def test_a_document_that_moved_is_the_same_document(db: Path) -> None:
    """The same commitments under the same name from another folder are a new version, not a second document."""
    ingest(db, [arrival("XA0001.txt", page("XA0001"), "/old")])
    ingest(db, [arrival("XA0001.txt", page("XA0001", Completion="Complete"), "/new")])
    assert rows(db, "SELECT path, origin FROM documents") == [("XA0001.txt", "/new/XA0001.txt")]


def test_blank_absent_and_index_only_are_kept_apart(db: Path, seeds: dict[str, bytes]) -> None:
    """A blank is a row without text, an absent field no row, an index-only commitment one without a page."""
    ingest(db, seeds)
    assert rows(db, "SELECT raw, start = end FROM field_values WHERE code = 'KR0032' AND field = 'completion'") == [
        ("", 1)
    ]
    assert rows(db, "SELECT raw FROM field_values WHERE code = 'KR0032' AND field = 'starred'") == []
    assert rows(db, "SELECT completion, starred FROM commitments WHERE code = 'KR0032'") == [("", None)]
    assert rows(db, "SELECT has_page, count(*) FROM commitments GROUP BY has_page") == [(0, 46), (1, 2)]


def test_two_sources_of_one_field_are_both_kept(db: Path, seeds: dict[str, bytes]) -> None:
    """KR0032 has policy areas on its own page and another one in the index of KR0029's."""
    ingest(db, seeds)
    found = rows(
        db,
        "SELECT v.origin, d.path, v.raw FROM field_values v JOIN documents d ON d.id = v.document_id"
        " WHERE v.code = 'KR0032' AND v.field = 'policy_areas' ORDER BY v.origin, v.position",
    )
    assert {(origin, path) for origin, path, _ in found} == {("page", "KR0032.txt"), ("index", "KR0029.txt")}
    texts = {origin: {raw for one, _, raw in found if one == origin} for origin in ("page", "index")}
    assert not texts["page"] & texts["index"]


def test_every_value_stands_where_it_says(db: Path, seeds: dict[str, bytes]) -> None:
    """`text[start:end] == raw` for every value that is stored."""
    ingest(db, seeds)
    found = rows(
        db, 'SELECT d.text, v.start, v."end", v.raw FROM field_values v JOIN documents d ON d.id = document_id'
    )
    assert [raw for text, start, end, raw in found if str(text)[int(str(start)) : int(str(end))] != raw] == []


def test_the_database_is_sound(db: Path, seeds: dict[str, bytes]) -> None:
    """Foreign keys hold and the file is whole, after ingests that add, change and remove."""
    ingest(db, seeds)
    ingest(db, {"XA0001.txt": page("XA0001", listing=["XA0002, 2018, Open Data", "XA0003, 2018, Open Data"])})
    ingest(db, {"XA0001.txt": page("XA0001", Completion="Limited")}, prune=True)
    assert rows(db, "PRAGMA foreign_key_check") == []
    assert rows(db, "PRAGMA integrity_check") == [("ok",)]
    assert rows(db, "SELECT count(*) FROM commitments") == [(0,)]


def test_a_database_of_another_version_is_refused(db: Path, seeds: dict[str, bytes]) -> None:
    """A file of another version is left alone, and the sentence says what to do."""
    ingest(db, seeds)
    with altered(db) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = everything(db)
    with pytest.raises(BuildError, match=r"not a database of this version.*move it away.*--db"):
        ingest(db, seeds)
    assert everything(db) == before


def test_another_programs_database_is_refused(db: Path, seeds: dict[str, bytes]) -> None:
    """A database with other tables is nobody's to write into."""
    connection = sqlite3.connect(db)
    connection.execute("CREATE TABLE accounts (name TEXT)")
    connection.close()
    with pytest.raises(BuildError, match="not a database of this version"):
        ingest(db, seeds)
    assert rows(db, "SELECT name FROM sqlite_master") == [("accounts",)]


def test_a_file_that_is_no_database_is_refused(db: Path, seeds: dict[str, bytes]) -> None:
    """A text file given as the database stays as it is."""
    db.write_text("dear diary, " * 100)
    with pytest.raises(BuildError, match="is no database"):
        ingest(db, seeds)
    assert db.read_text() == "dear diary, " * 100


def test_a_database_in_use_is_said(db: Path, seeds: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that another program is writing is waited for, then refused with a sentence."""
    ingest(db, seeds)
    monkeypatch.setattr(building, "_PATIENCE", 0.1)
    with beside(db, 0), pytest.raises(BuildError, match="another program"):
        ingest(db, seeds)


def test_an_unfinished_database_is_not_there(db: Path) -> None:
    """Until the first ingest is done there is no file of that name."""
    seen = []

    def looking() -> Iterator[Arrival]:
        seen.append(db.exists())
        yield arrival("XA0001.txt", page("XA0001"))

    build(db, looking(), read, reread, as_of=DAY)
    assert seen == [False]
    assert sorted(path.name for path in db.parent.iterdir()) == [db.name]
