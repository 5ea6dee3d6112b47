"""Where answers say that a value of a PDF or Word document stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from bot.asking.answer import Item
from bot.asking.wording import Wording
from bot.records.store import Store
from tests.records.sample_pages import ingest, page, rows


def item(place: str | None) -> Item:
    """A value that stands there."""
    return Item("XA0001", "status", "Active", "plan.pdf", 0, 6, line=9, place=place)


@pytest.mark.parametrize(
    ("language", "place", "words"),
    [
        ("en", "page 17, line 3", "page 17, line 3"),
        ("es", "page 17, line 3", "página 17, línea 3"),
        ("fr", "table 3, row 5, cell 2", "tableau 3, ligne 5"),
        ("ko", "page 17, line 3", "17쪽, 3행"),
        ("en", "paragraph 12", "paragraph 12"),
        ("en", None, "line 9"),
    ],
)
def test_a_place_in_words(language: str, place: str | None, words: str) -> None:
    """A place is said as its file counts, in the answer's language; without one, by the line of the text."""
    assert Wording(language).where(item(place)) == words


def test_a_place_as_json() -> None:
    """The source of a value has what its file counts as numbers."""
    source = item("page 17, line 3").to_json()["source"]
    assert (source["page"], source["line"]) == (17, 3)


def test_a_value_is_stored_with_its_place(tmp_path: Path) -> None:
    """What is read of a PDF keeps page and line through the database, and the map of its places is kept beside it."""
    canvas = Canvas(str(tmp_path / "XA0001.pdf"))
    canvas.drawString(72, 700, "A cover")
    canvas.showPage()
    for n, line in enumerate(page("XA0001", Lead_Institution="Ministry").decode().splitlines()):
        canvas.drawString(72, 740 - 16 * n, line)
    canvas.save()
    ingest(tmp_path / "db", {"XA0001.pdf": (tmp_path / "XA0001.pdf").read_bytes()})
    with Store(tmp_path / "db") as store:
        (value,) = store.values(["XA0001"], ["lead_institution"])["XA0001"]
    assert (value.raw, value.place) == ("Ministry", "page 2, line 9")
    ((spots,),) = rows(tmp_path / "db", "SELECT spots FROM documents")
    assert str(spots).startswith("[[0,1,1],")
