"""“Overdue” is the same commitments wherever it is asked: in a question, in a digest, in the search form."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

import ingest
from bot.asking import answer_frame
from bot.asking.search_form import OVERDUE, Form, frame
from bot.records.store import Store
from tests.doors.conftest import Run
from tests.generator import write
from tests.present import present

DAY = "2026-11-21"
ROOT = Path(__file__).parents[2]
RECORDS = {
    # code: status, completion, how it ends; and whether it is overdue, None where nobody can know
    "KR0901": ("Complete", "", "31 December 2017", False),
    "KR0902": ("", "Inactive", "31 December 2017", False),
    "KR0903": ("COMPLETE", "Limited", "31 December 2017", False),
    "KR0904": ("Active", "Limited", "31 December 2017", True),
    "KR0905": ("Pending IRM Review", "", "31 December 2017", True),
    "KR0906": ("Active", "Substantial", "December 2026", False),
    "KR0907": ("Active", "Limited", "2026", None),
    "KR0908": ("Active", "Complete", "2025", False),
    "KR0909": ("Retirado", "", "2025", False),
    "KR0910": ("", "Finalizado", "2025", False),
    "KR0911": ("Something else", "In progress", "2025", None),  # whose words nobody understands
    "KR0912": ("", "withdrawn", "2026", False),
}


def page(code: str, status: str, completion: str, end: str) -> str:
    """A page as the corpus has them, with its own code, status, completion and end."""
    text = (ROOT / "corpus" / "KR0032.txt").read_text("utf-8").replace("KR0032", code)
    text = text.replace("Status:\n", f"Status: {status}\n", 1).replace(
        "Completion:\n", f"Completion: {completion}\n", 1
    )
    return text.replace("31 December 2017", end)


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Those records and sixty invented pages, read."""
    folder = tmp_path_factory.mktemp("overdue")
    corpus = write(folder / "pages", 3, 60).now
    for code, (*said, _overdue) in RECORDS.items():
        (corpus / f"{code}.txt").write_text(page(code, *said), "utf-8")
    shutil.copy(ROOT / "corpus" / "KR0032.txt", corpus)
    assert ingest.main([str(corpus), "--db", str(folder / "commitments.db"), "--as-of", DAY]) == 0
    return folder / "commitments.db"


def test_a_question_and_a_digest_name_the_same(bot: Run, records: Path) -> None:
    """`ask` and `digest` name the same commitments; the digest counts those of which neither can tell."""
    asked = json.loads(
        bot("ask", "which commitments are overdue?", "--json", "--as-of", DAY, "--db", str(records)).stdout
    )
    made = json.loads(bot("digest", "--json", "--as-of", DAY, "--db", str(records)).stdout)
    overdue = next(section for section in made["sections"] if section["name"] == "overdue")
    assert sorted(asked["result"]["value"]) == sorted(item["code"] for item in overdue["items"])
    assert f"{len(asked['unknown'])} that cannot be judged" in made["text"]
    for code, (*_said, verdict) in RECORDS.items():
        assert (code in asked["result"]["value"], code in asked["unknown"]) == (verdict is True, verdict is None), code


@pytest.mark.parametrize("code", RECORDS)
def test_a_claim_is_judged_by_the_same_rule(bot: Run, records: Path, code: str) -> None:
    """“Is it overdue?” is answered yes, no, or that nobody can know, as the list has it."""
    asked = json.loads(bot("ask", f"is {code} overdue?", "--json", "--as-of", DAY, "--db", str(records)).stdout)
    verdict = RECORDS[code][-1]
    assert (asked["result"] or {}).get("value") is verdict


def test_the_search_form_finds_the_same(bot: Run, records: Path) -> None:
    """“Overdue” in the search form is what the question finds."""
    asked = json.loads(
        bot("ask", "which commitments are overdue?", "--json", "--as-of", DAY, "--db", str(records)).stdout
    )
    with Store(records) as store:
        query = present(frame(store, Form(status=OVERDUE), DAY))
        found = answer_frame(store, query, as_of=date.fromisoformat(DAY), lang="en")
    assert (present(found.result)["value"], list(found.unknown)) == (asked["result"]["value"], asked["unknown"])


@pytest.mark.parametrize("others", ["active", "active and complete", "withdrawn"])
def test_overdue_with_a_status_is_still_overdue(bot: Run, records: Path, others: str) -> None:
    """A status beside “overdue” narrows what is overdue, and never says that something else is."""
    every = json.loads(
        bot("ask", "which commitments are overdue?", "--json", "--as-of", DAY, "--db", str(records)).stdout
    )
    some = json.loads(
        bot("ask", f"which {others} commitments are overdue?", "--json", "--as-of", DAY, "--db", str(records)).stdout
    )
    assert set((some["result"] or {"value": ()})["value"]) <= set(every["result"]["value"])
