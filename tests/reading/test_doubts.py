"""A page that speaks of another member than its code's letters is said, and no honest page is."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.reading import read
from bot.reading.export import read_export
from bot.reading.mapping import read_mapping
from bot.records.model import Document, Problem
from tests.records.sample_pages import page

ROOT = Path(__file__).parents[2]
PAGES = [*sorted((ROOT / "tests/reading/pages").glob("*.[th]*[!n]")), *sorted((ROOT / "corpus").iterdir())]
SITE = "https://www.opengovpartnership.org/members"


def korean(**said: str) -> bytes:
    """A Korean page with other labels; `country` is the line above its title."""
    country = said.pop("country", "Republic of Korea")
    plan = said.pop("plan", "South Korea Third National Action Plan 2016-2018")
    return page("KR0032", Action_Plan=plan, **said).replace(b"Avaria", country.encode(), 1)


def misfits(name: str, data: bytes, url: str | None = None) -> list[Problem]:
    """The problems with the letters of a code."""
    return [problem for problem in read(name, data, url).problems if "The letters of" in problem.message]


@pytest.mark.parametrize(
    ("name", "data", "url", "line", "field", "said"),
    [
        ("a.txt", korean(country="Nigeria"), None, 2, "country", "its country says “Nigeria”"),
        ("a.txt", korean(plan="Nigeria Action Plan 2023-2025"), None, 6, "action_plan", "its action plan says"),
        ("a.txt", korean(), f"{SITE}/nigeria/commitments/KR0032/", 3, "title", "its address says “nigeria”"),
        ("a.txt", korean(), f"{SITE}/kaduna-state-nigeria/", 3, "title", "its address says “kaduna-state-nigeria”"),
        ("a.txt", korean(), "https://example.org/commitments/NG0001/", 3, "title", "its address says “NG0001”"),
        ("members/nigeria/KR0032.txt", korean(), None, 3, "title", "its file name says “nigeria”"),
        ("nigeria-KR0032.txt", korean(), None, 3, "title", "its file name says “nigeria-KR0032.txt”"),
    ],
    ids=["country", "plan", "address", "local address", "code in address", "folder", "file name"],
)
def test_a_page_of_another_member_is_said(
    name: str, data: bytes, url: str | None, line: int, field: str, said: str
) -> None:
    """It is one warning with document, line and field, which says whose letters these are and what to do."""
    (problem,) = misfits(name, data, url)
    assert (problem.document, problem.line, problem.field, problem.severity) == (name, line, field, "warning")
    assert "The letters of KR0032 stand for Republic of Korea, but " in problem.message
    assert said in problem.message
    assert problem.message.endswith("check whether the document has a wrong code.")


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.name)
def test_no_honest_page_is_suspected(file: Path) -> None:
    """Pages of members national and local, in three languages and under every alias, fit their letters."""
    assert misfits(file.name, file.read_bytes()) == []


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("KR0032.txt", f"{SITE}/south-korea/commitments/KR0032/"),
        ("KR0032.txt", f"{SITE}/republic-of-korea/commitments/KR0032/"),
        ("KR0032.txt", f"{SITE}/seoul-south-korea/commitments/KR0032/"),
        ("KR0032.txt", "https://example.org/mirror/nigeria.html"),
        ("talks-with-nigeria-KR0032.txt", None),
        ("nigeria/KR0032.txt", None),
        ("paris.txt", None),
    ],
)
def test_an_address_or_name_that_may_fit_is_not_suspected(name: str, url: str | None) -> None:
    """Only a member's place in the site's addresses, and a file that is called after a member alone, tell."""
    assert misfits(name, korean(), url) == []


def test_a_row_of_a_table_is_suspected_too() -> None:
    """A CSV row whose country is not that of its code is named with its line."""
    mapping = read_mapping('[code]\ncolumn = "ID"\n[columns]\ntitle = "T"\ncountry = "C"', "a.toml")
    table = Document("a.csv", "ID,T,C\nKR0001,A,Korea\nKR0002,B,Nigeria\n", "csv", "0" * 64)
    (problem,) = read_export(table, mapping).problems
    assert (problem.line, problem.field, problem.severity) == (3, "country", "warning")
