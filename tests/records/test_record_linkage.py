"""A plan's commitment whose page is there too is one record, under the code of the page."""

from __future__ import annotations

import tempfile
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.asking import ask
from bot.records.record_linkage import NamedCommitment, ties_of
from bot.records.store import Store
from tests.records.sample_pages import DAY, contents, ingest, page, rows

FORM = """Commitment {n}: {title}

Lead implementing agency/actor
Ministry {n}

What is the commitment?
To publish list {n}.

Name of responsible person from implementing agency
Jane Doe {n}

"""
PLAN = "Republic of Georgia\nOpen Government Action Plan 2018-2020\n\n"


def plan(*titles: str, name: str = PLAN) -> bytes:
    """A plan with commitments of these titles."""
    return (name + "".join(FORM.format(n=n, title=title) for n, title in enumerate(titles, 1))).encode()


def georgian(code: str, title: str, plan: str = "Georgia Action Plan 2018-2020", **said: str) -> bytes:
    """A page of a commitment of Georgia."""
    return page(code, title, Action_Plan=plan, **said).replace(b"Avaria", b"Georgia")


TITLES = ("Open budgets", "Open courts", "Open rivers")
DOCUMENTS = {
    "plan.txt": plan(*TITLES),
    "GE0032.txt": georgian("GE0032", "Open Courts", Completion="Limited"),
    "GE0033.txt": georgian("GE0033", "Open Schools"),
    "GE0003.txt": georgian("GE0003", "Open rivers", plan="Georgia Action Plan 2012-2014"),
}


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A database that is not there yet."""
    return tmp_path / "commitments.db"


def codes(db: Path) -> list[object]:
    """The codes of the database."""
    return [code for (code,) in rows(db, "SELECT code FROM commitments ORDER BY code")]


BOTH = ["GE-P18-1", "GE-P18-3", "GE0003", "GE0032", "GE0033"]


def test_a_page_that_comes_later_takes_the_record_over(db: Path) -> None:
    """One record with both sources; the change of code is reported, and the day it was first seen is the plan's."""
    ingest(db, {"plan.txt": DOCUMENTS["plan.txt"]}, as_of=date(2026, 11, 1))
    report = ingest(db, {"GE0032.txt": DOCUMENTS["GE0032.txt"]}, as_of=date(2026, 11, 2))
    assert codes(db) == ["GE-P18-1", "GE-P18-3", "GE0032"]
    first = report.changes[0]
    assert (first.code, first.field, first.old, first.new, first.document) == (
        *("GE0032", "code", "GE-P18-2", "GE0032", "GE0032.txt"),
    )
    assert [change.field for change in report.changes[1:]] == ["title", "status", "completion", "summary"]
    held = "SELECT v.field, v.raw, d.path FROM field_values v JOIN documents d ON d.id = v.document_id WHERE code = ?"
    said = {str(field): (raw, path) for field, raw, path in rows(db, held, "GE0032")}
    assert said["title"] == ("Open Courts", "GE0032.txt")
    assert said["person"] == ("Jane Doe 2", "plan.txt")
    assert rows(db, "SELECT first_seen FROM commitments WHERE code = 'GE0032'") == [("2026-11-01",)]


@settings(deadline=None, max_examples=15)
@given(names=st.permutations(list(DOCUMENTS)), parts=st.integers(1, 4), again=st.booleans())
def test_the_order_of_plan_and_pages_does_not_matter(names: list[str], parts: int, again: bool) -> None:
    """In any order, in one ingest or several, read again or not, the database holds the same."""

    def built(names: list[str], parts: int) -> dict[str, list[tuple[object, ...]]]:
        with tempfile.TemporaryDirectory() as folder:
            db = Path(folder) / "commitments.db"
            for part in range(parts):
                ingest(db, {name: DOCUMENTS[name] for name in names[part::parts]})
            if again:
                told = ingest(db, DOCUMENTS)
                better = ingest(db, DOCUMENTS, reader="2")
                assert told.changes == better.changes == []
            assert codes(db) == BOTH
            return contents(db)

    mine, theirs = built(names, parts), built(list(DOCUMENTS), 1)
    for table in ("values", "commitments", "names", "countries"):
        assert mine[table] == theirs[table]


def test_the_old_key_is_still_found(db: Path) -> None:
    """Asked by the key that was made, the answer is that of the code; by another key there is none."""
    ingest(db, DOCUMENTS)
    with Store(db) as store:
        answer = ask(store, "who is responsible for GE-P18-2?", as_of=DAY, lang="en")[0]
        other = ask(store, "who is responsible for GE-P18-9?", as_of=DAY, lang="en")[0]
    assert "GE0032 · Open Courts" in answer.text
    assert "Jane Doe 2" in answer.text
    assert "Jane Doe" not in other.text


def test_the_number_in_the_plan_still_finds_it(db: Path) -> None:
    """Commitment 2 of the country's plan is the one whose page there is; with all of them tied as well."""
    ingest(db, DOCUMENTS)
    with Store(db) as store:
        assert "Jane Doe 2" in ask(store, "person responsible for commitment 2 of the Georgia plan?", as_of=DAY)[0].text
    ingest(db, {"GE0031.txt": georgian("GE0031", TITLES[0]), "GE0034.txt": georgian("GE0034", TITLES[2])})
    assert codes(db) == ["GE0003", "GE0031", "GE0032", "GE0033", "GE0034"]
    with Store(db) as store:
        assert "Jane Doe 3" in ask(store, "person responsible for commitment 3 of the Georgia plan?", as_of=DAY)[0].text


def test_what_is_tied_comes_apart_again_where_the_page_is_gone_or_another(db: Path, tmp_path: Path) -> None:
    """The plan's part goes back under its key, with nothing lost."""
    ingest(db, {"plan.txt": DOCUMENTS["plan.txt"]})
    before = contents(db)
    ingest(db, DOCUMENTS)
    report = ingest(db, {"GE0032.txt": georgian("GE0032", "Another title")})
    assert [(one.old, one.new) for one in report.changes if one.field == "code"] == [("GE0032", "GE-P18-2")]
    assert set(before["values"]) <= set(contents(db)["values"])
    ingest(db, {"GE0032.txt": DOCUMENTS["GE0032.txt"]})
    assert codes(db) == BOTH
    ingest(db, {}, prune=True)  # no file of these tests is really there
    assert codes(db) == []
    assert rows(db, "SELECT count(*) FROM field_values") == [(0,)]


def test_the_plan_read_again_with_a_change_changes_the_record(db: Path) -> None:
    """A change in the plan's text is one of the commitment under its code."""
    ingest(db, DOCUMENTS, as_of=date(2026, 11, 1))
    newer = DOCUMENTS["plan.txt"].replace(b"Jane Doe 2", b"John Roe")
    report = ingest(db, {"plan.txt": newer}, as_of=date(2026, 11, 2))
    assert [(one.code, one.field, one.old, one.new) for one in report.changes] == [
        ("GE0032", "person", "Jane Doe 2", "John Roe")
    ]


def test_nothing_is_tied_where_two_fit(db: Path) -> None:
    """Two pages of one title and plan, two commitments of one title, a plan without years: the report says so."""
    report = ingest(
        db,
        {
            "plan.txt": plan("Open courts", "Open rivers", "Open rivers", "Open parks"),
            "GE0032.txt": georgian("GE0032", "Open courts"),
            "GE0033.txt": georgian("GE0033", "Open courts"),
            "GE0034.txt": georgian("GE0034", "Open rivers"),
            "GE0035.txt": georgian("GE0035", "Open parks", plan="Georgia’s plan", Action_Plan_Cycle=""),
        },
    )
    assert len(codes(db)) == 8
    told = [problem.message for problem in report.problems if "kept apart" in problem.message]
    assert [one.partition(":")[0] for one in told] == [
        "GE0035 has the title of GE-P18-4, but names no plan with its years",
        "GE0032 and GE0033 have the title of GE-P18-1 and are of its plan",
        "GE0034 has the title of GE-P18-2 and GE-P18-3, which are of one plan",
    ]


def test_a_row_of_a_table_is_tied_to_as_a_page_is(db: Path, tmp_path: Path) -> None:
    """A row with a code of the partnership takes the record over."""
    from bot.intake.reader import Rules
    from bot.records.build import build
    from tests.records.sample_pages import arrival, reread

    mapping = tmp_path / "own.toml"
    mapping.write_text('[code]\ncolumn = "Code"\n[columns]\ntitle = "Title"\naction_plan = "Plan"\n')
    table = b"Code,Title,Plan\nGE0031,Open budgets,Georgia 2018-2020\n"
    coming = [arrival("plan.txt", DOCUMENTS["plan.txt"]), arrival("own.csv", table)]
    build(db, coming, Rules(mapping).read, reread, as_of=DAY)
    assert codes(db) == ["GE-P18-2", "GE-P18-3", "GE0031"]


def test_a_key_of_a_year_is_tied_to_one_of_a_number() -> None:
    """And with it to the code to which that one is tied; a table's own rows are tied to nothing."""
    courts = partial(NamedCommitment, titles={"open courts"}, years=(2018, None))
    of_year = courts("GE-P18-2", documents={1}, planned=True)
    of_number = courts("GE-P4-2", documents={2}, planned=True)
    code = courts("GE0032", documents={3})
    assert ties_of([of_year, of_number])[0] == {"GE-P18-2": "GE-P4-2"}
    assert ties_of([of_year, of_number, code])[0] == {"GE-P18-2": "GE0032", "GE-P4-2": "GE0032"}
    assert ties_of([courts("GE-P4-2", documents={2}), code])[0] == {}
