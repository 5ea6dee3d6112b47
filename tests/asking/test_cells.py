"""Values of tables in answers: the term, and the cell by its row and its column's name."""

from __future__ import annotations

from datetime import date

import pytest

from bot.asking import ask
from bot.asking.answer import Answer
from bot.intake.reader import Rules, reread
from bot.records.build import build
from bot.records.model import Arrival
from bot.records.store import Store

MAPPING = """
[code]
column = "Code"
[columns]
title = "Title"
lead_institution = "Lead"
completion = "Done"
brief = "Text"
starred = ["Star 2015", "Star"]
[flags.policy_areas]
"Open data?" = "Open Data"
"""
CSV = (
    "Code,Title,Lead,Done,Text,Open data?,Star,Star 2015\n"
    'KE0001,Roads<br/>and courts,Ministry of Roads<br/>,d. Complete,"One<br/>two ""three""",1,0,1\n'
    "KE0002,Courts,,NR,,0,1,\n"
)
JSONL = '{"Code": "KE0003", "Title": "Caf\\u00e9s", "Lead": "Home Office"}\n'


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A database of two tables."""
    folder = tmp_path_factory.mktemp("tables")
    (folder / "m.toml").write_text(MAPPING, "utf-8")
    rules = Rules(folder / "m.toml")
    files = {"plan.csv": CSV, "plan.jsonl": JSONL}
    arrivals = [Arrival(name, name, text.encode(), reader="1") for name, text in files.items()]
    build(folder / "a.db", arrivals, rules.read, reread, as_of=date(2026, 11, 26))
    return Store(folder / "a.db")


def asked(question: str, store: Store) -> Answer:
    """The answer to a question."""
    return ask(store, question, as_of=date(2026, 11, 26), lang="en")[0]


@pytest.mark.parametrize(
    ("question", "said", "source"),
    [
        ("completion of KE0001", "Completion: Complete [1]", "plan.csv, row 2, column “Done”: “d. Complete”"),
        ("policy areas of KE0001", "Open Data [1]", "plan.csv, column “Open data?”, marked in the row of KE0001"),
        ("lead institution of KE0002", "left blank", "plan.csv, row 3, column “Lead” (empty)"),
        ("lead institution of KE0003", "Home Office [1]", "plan.jsonl, row 1, column “Lead”: “Home Office”"),
        ("title of KE0003", "Cafés", "plan.jsonl, row 1, column “Title”: “Cafés”"),
    ],
)
def test_a_value_of_a_table_is_its_term_and_its_cell(question: str, said: str, source: str, store: Store) -> None:
    """People read the term; its source is the row and the name of the column, with what is written there."""
    text = asked(question, store).text
    assert said in text
    assert source in text


def test_the_line_breaks_of_a_cell_are_shown(store: Store) -> None:
    """`<br/>` is a line break, and nothing at an end; a doubled quote is one."""
    text = asked("brief description and lead institution of KE0001", store).text
    assert 'One\ntwo "three" [' in text
    assert "Ministry of Roads [" in text
    assert "KE0001 · Roads and courts" in text


def test_what_says_that_nothing_is_stated_counts_so(store: Store) -> None:
    """NR is no completion."""
    found = asked("completion of KE0002", store)
    assert (found.outcome, found.reason) == ("abstain", "not_stated")
    assert "“NR” (plan.csv, row 3, column “Done”)" in found.text
    assert "NR (that is, not stated): 1" in asked("commitments by completion", store).text


def test_the_items_of_an_answer_are_as_written(store: Store) -> None:
    """The JSON quotes the cell as it is, names its heading, and has the term as its value."""
    (item,) = (one.to_json() for one in asked("completion of KE0001", store).items if one.field == "completion")
    assert (item["raw"], item["value"]) == ("d. Complete", "Complete")
    assert {name: item["source"][name] for name in ("quote", "row", "column", "heading")} == {
        "quote": "d. Complete", "row": 2, "column": 4, "heading": "Done",
    }  # fmt: skip
    assert CSV[item["source"]["start"] : item["source"]["end"]] == "d. Complete"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("how many commitments are starred?", "“Star” (1), “Star 2015” (1)"),
        ("which commitments are starred?", "“Star” (1), “Star 2015” (1)"),
        ("which country has the most starred commitments?", "“Star” (1), “Star 2015” (1)"),
        ("how many commitments are complete?", ""),
    ],
)
def test_a_set_by_a_field_of_several_columns_names_them(question: str, said: str, store: Store) -> None:
    """Where a table has several columns for a field, a set that is chosen by it says how many come from each."""
    text = asked(question, store).text
    assert ("several columns" in text) == bool(said)
    assert said in text


def test_what_stands_in_a_gap_is_told(store: Store) -> None:
    """A set without a field says what the documents have there: “NR” is no blank."""
    assert "“NR” (1)" in asked("which commitments have no completion?", store).text
