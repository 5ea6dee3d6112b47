"""What is in the database follows from the documents, in whatever order and batches they come."""

from __future__ import annotations

import tempfile
from pathlib import Path
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.records import build as building
from tests.records.sample_pages import contents, ingest, page

LISTED = ["XA0001, 2018, Open Data", "XA0007, 2018, Education", "XA0008, 2016, Health"]
DOCUMENTS = {
    "XA0001.txt": page("XA0001", Completion="Limited", Lead_Institution="MINISTRY OF FINANCE", listing=LISTED),
    "XA0001-2.txt": page("XA0001", "Open budgets", Completion="Substantial", Lead_Institution="Ministry of Finance"),
    "XA0001-10.txt": page("XA0001", "Budgets in the Open", Completion="Complete"),
    "XA0002.txt": page("XA0002", "Open Courts", listing=[*LISTED[:2], "XA0008, 2018, Justice"]),
    "XA0003.txt": page("XA0003", "Open Parks", Lead_Institution="Ministry of Finance", listing=LISTED[2:]),
    "other.txt": page("XB0001", "Open Rivers"),
    "empty.txt": b"",
}


def built(names: list[str], batch: int, *, again: bool = False) -> dict[str, list[tuple[object, ...]]]:
    """What a database says after an ingest of the documents in this order, written in batches of this size."""
    with tempfile.TemporaryDirectory() as folder, patch.object(building, "_MOST_DOCUMENTS", batch):
        db = Path(folder) / "commitments.db"
        for _ in range(2 if again else 1):
            ingest(db, {name: DOCUMENTS[name] for name in names})
        return contents(db)


@settings(deadline=None, max_examples=25)
@given(names=st.permutations(list(DOCUMENTS)), batch=st.sampled_from([1, 2, 3, 500]), again=st.booleans())
def test_the_order_of_documents_does_not_matter(names: list[str], batch: int, again: bool) -> None:
    """Any order and any batches give the same values, history, changes, problems and names, also when repeated."""
    assert built(names, batch, again=again) == built(list(DOCUMENTS), 500)


def test_the_later_of_two_documents_speaks() -> None:
    """Of three documents of one day the last by name holds the record, and the changes lead up to it."""
    said = built(list(DOCUMENTS), 500)
    assert ("XA0001", "Budgets in the Open", "2018", "Complete", 1, "XA", 1) in said["commitments"]
    completion = [row[2:5] for row in said["changes"] if row[:2] == ("XA0001", "completion")]
    assert sorted(completion, key=str) == [
        ("Limited", "Substantial", "XA0001-2.txt"),
        ("Substantial", "Complete", "XA0001-10.txt"),
    ]


def test_two_titles_of_one_code_are_a_problem_of_the_later_document() -> None:
    """Titles that differ only in case are one title; another one is said, with the line that it stands on."""
    problems = built(list(DOCUMENTS), 500)["problems"]
    named = [row for row in problems if "XA0001" in str(row[3]) and row[2] == "title"]
    assert [(row[0], row[1]) for row in named] == [("XA0001-10.txt", 3), ("XA0001-10.txt", 3)]
