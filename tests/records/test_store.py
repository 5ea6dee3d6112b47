"""Reading the database: what the store gives of records that were built from documents."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.records.condition_queries import OF_ALL, OF_MEMBERS
from bot.records.store import Store, StoreError
from tests.records.sample_pages import ingest, page

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """The store of the corpus."""
    db = tmp_path / "commitments.db"
    ingest(db, {path.name: path.read_bytes() for path in sorted(CORPUS.iterdir())})
    with Store(db) as opened:
        yield opened


def test_a_missing_database_is_said(tmp_path: Path) -> None:
    """The sentence names the file and the command that makes it."""
    with pytest.raises(StoreError, match=r"no database .*commitments\.db.*python -m bot ingest"):
        Store(tmp_path / "commitments.db")


@pytest.mark.parametrize(("content", "said"), [(b"", "is empty"), (b"dear diary, " * 100, "is no database")])
def test_a_file_that_is_no_database_of_ours_is_said(tmp_path: Path, content: bytes, said: str) -> None:
    """An empty or foreign file is refused with a sentence, never with an error of SQLite's."""
    file = tmp_path / "commitments.db"
    file.write_bytes(content)
    with pytest.raises(StoreError, match=rf"commitments\.db {said}: move it away.*python -m bot ingest --db"):
        Store(file)


def test_a_database_in_a_folder_that_cannot_be_written_is_read(store: Store) -> None:
    """The store needs no more than reading."""
    folder = store.path.parent
    folder.chmod(0o555)
    try:
        with Store(store.path) as again:
            assert again.totals() == (48, 2)
    finally:
        folder.chmod(0o755)


def test_nothing_can_be_written(store: Store) -> None:
    """The store's connection refuses to write."""
    import sqlite3

    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        store._db.execute("DELETE FROM commitments")


def test_a_code_is_found_by_its_number(store: Store) -> None:
    """However many zeros were typed."""
    assert store.by_number("KR", 32) == ["KR0032"]
    assert store.by_number("KR", 9999) == []


def test_only_existing_codes_exist(store: Store) -> None:
    """Codes that are in no document are not there."""
    assert store.existing(["KR0032", "KR0999", "XX0001"]) == {"KR0032"}


def test_values_come_with_their_document(store: Store) -> None:
    """A value is quoted from a place in a document."""
    values = store.values(["KR0029"], ["end"])["KR0029"]
    assert [(one.raw, one.value, one.precision, one.doc) for one in values] == [
        ("30 June 2018", "2018-06-30", "day", "KR0029.txt")
    ]


def test_the_pages_own_values_go_before_an_indexes(store: Store) -> None:
    """KR0032's own policy areas first, then the one of KR0029's index."""
    origins = [one.origin for one in store.values(["KR0032"], ["policy_areas"])["KR0032"]]
    assert origins == sorted(origins, reverse=True)
    assert set(origins) == {"page", "index"}


def test_a_value_comes_with_its_line(store: Store) -> None:
    """The line number counts from 1, and the words before and after are those of the document."""
    value = store.values(["KR0029"], ["end"])["KR0029"][0]
    text = (CORPUS / "KR0029.txt").read_text("utf-8")
    assert value.line == text.count("\n", 0, value.start) + 1
    assert text[: value.start].endswith(value.before)
    assert text[value.end :].startswith(value.after)


@pytest.mark.parametrize("field", ["email", "phone"])
def test_a_contact_finds_its_commitment(store: Store, field: str) -> None:
    """Every contact that is stored leads back to the commitments that hold it."""
    contacts = store.contacts(field)
    assert contacts
    assert all(code in store.holders(field, [value]) for code, _raw, value in contacts)


def test_other_fields_hold_no_contacts(store: Store) -> None:
    """Only emails and phones are looked up this way."""
    assert store.contacts("title") == []
    assert store.holders("title", ["Citizen Services Application"]) == []


@pytest.mark.parametrize(
    ("words", "held"),
    [
        (["unicorns"], False),
        (["citizen", "services"], True),
        (["services", "unicorns"], False),
        (["pending"], True),
        (["support", "institution"], True),
    ],
)
def test_words_are_looked_up_without_reading_every_value(store: Store, words: list[str], held: bool) -> None:
    """Whether words stand in some document is known from the index, the few values that it lacks, and the labels."""
    statements: list[str] = []
    store._db.set_trace_callback(statements.append)
    assert store.may_hold(words) is held
    store._db.set_trace_callback(None)
    plans = [
        str(step[3])
        for one in statements
        if "SELECT" in one[:7]
        for step in store._db.execute(f"EXPLAIN QUERY PLAN {one}")
    ]
    assert all("COVERING INDEX field_values_label" in step for step in plans if "field_values" in step)


def test_a_three_valued_condition_is_tallied(store: Store) -> None:
    """True, false and undecided add up to all commitments."""
    assert sum(store.tally("c.end_to < ?", ["2018-01-01"])) == 48
    true, false, undecided = store.tally("c.end_to < ?", ["2018-01-01"])
    assert (true, false, undecided) == (1, 1, 46)


def test_a_list_is_read_as_far_as_it_is_asked_for(store: Store) -> None:
    """Its beginning is read in one statement; of one that nobody is shown, only the number."""
    statements: list[str] = []
    store._db.set_trace_callback(statements.append)
    codes = store.codes(("c.prefix = ?", ["KR"]))
    assert (len(codes), codes[:2]) == (48, ["KR0001", "KR0002"])
    assert (len(statements), "c.code" in statements[0]) == (1, True)
    statements.clear()
    assert len(store.codes(("c.prefix = ?", ["KR"]), shown=False)) == 48
    assert (len(statements), "tallies" in statements[0], "c.code" in statements[0]) == (1, True, False)
    assert codes == store.select("c.prefix = ?", ["KR"])
    assert store.codes(("c.prefix = ?", ["FR"])) == []


def test_a_tally_counts_what_the_commitments_do(store: Store) -> None:
    """Whatever a condition over a tally's columns is true of is counted alike in its rows and in the commitments."""
    for tally, columns in (OF_MEMBERS | OF_ALL).items():
        for column in columns:
            value = "0" if column in ("has_page", "stated", "labelled", "closed") else "'2'"
            condition = f"c.{column} IS NULL OR c.{column} > {value}"
            known = store._db.execute(f"SELECT count(*) FROM commitments c WHERE {condition}").fetchone()[0]
            assert store.count((condition, [])) == known, tally


@pytest.mark.parametrize("words", [["budgets"], ["open", "budgets"]])
def test_the_shortest_of_the_names_that_share_words_go_first(tmp_path: Path, words: list[str]) -> None:
    """Where more names hold the words than are looked at, a name that holds nothing else is among them."""
    pages = [page(f"AV{number:04}", f"Open Budgets of District {number}") for number in range(1, 9)]
    pages.append(page("AV0009", "Open Budgets"))
    ingest(tmp_path / "names.db", {f"{number}.txt": text for number, text in enumerate(pages)})
    with Store(tmp_path / "names.db") as opened:
        found = opened.names_with_any(words, "title", limit=3)
    assert [name.name for name in found] == ["Open Budgets", "Open Budgets of District 1", "Open Budgets of District 2"]


def test_the_totals_follow_the_documents(tmp_path: Path) -> None:
    """The numbers of commitments and of pages are those of the latest ingest."""
    db = tmp_path / "totals.db"
    ingest(db, {"AV0001.txt": page("AV0001", listing=["AV0009, 2018, Health"])})
    with Store(db) as opened:
        assert opened.totals() == (2, 1)
    ingest(db, {"AV0009.txt": page("AV0009")})
    with Store(db) as opened:
        assert opened.totals() == (2, 2)
    ingest(db, [], prune=True)  # the files are nowhere
    with Store(db) as opened:
        assert opened.totals() == (0, 0)


def test_the_build_differs_when_the_contents_do(store: Store, tmp_path: Path) -> None:
    """What is cached for one state of the database is not taken for another."""
    before = store.build_id()
    ingest(
        tmp_path / "commitments.db", {"KR0032.txt": (CORPUS / "KR0032.txt").read_bytes() + b"\nCompletion: Limited\n"}
    )
    with Store(store.path) as again:
        assert again.build_id() != before


def test_reading_needs_the_standard_library_only() -> None:
    """The store is what every answer starts with, so it imports nothing that is slow."""
    code = (
        "import sys, bot.records.store\n"
        "outside = {name.partition('.')[0] for name in sys.modules} - set(sys.stdlib_module_names)\n"
        "print(sorted(name for name in outside if not name.startswith('_')))"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], capture_output=True, text=True, check=False, cwd=CORPUS.parent
    )
    assert (done.stdout.strip(), done.stderr) == ("['bot']", "")
