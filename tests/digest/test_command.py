"""`python -m bot digest` as people run it, and the examples of the documentation."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.forking import python

ROOT = Path(__file__).parents[2]
SECTIONS = ["changed", "overdue", "due_soon", "started", "new", "not_stated"]


def run(database: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """The command on a database."""
    command = [*python(), "-m", "bot", "digest", "--db", str(database), *arguments]
    environ = {**os.environ, **environ}
    return subprocess.run(command, cwd=ROOT, capture_output=True, env=environ, encoding="utf-8", check=False)


def test_json_is_the_contracts_object(database: Path) -> None:
    """The JSON has the contract's keys, sections in their order, and each source quotes what it says."""
    done = run(database, "--as-of", "2018-06-15", "--json")
    made = json.loads(done.stdout)
    assert (done.returncode, list(made)) == (0, ["as_of", "since", "sections", "text"])
    assert (made["as_of"], made["since"]) == ("2018-06-15", "2018-06-08")
    names = [section["name"] for section in made["sections"]]
    assert names == [name for name in SECTIONS if name in names]
    needed = {"code", "title", "field", "raw", "value", "old", "days", "source"}
    for section in made["sections"]:
        assert section["count"] == len(section["items"]) > 0
        for item in section["items"]:
            assert needed <= set(item)
            assert item["source"]["quote"] == item["raw"]
    overdue = next(section for section in made["sections"] if section["name"] == "overdue")
    assert [(item["code"], item["value"], item["days"]) for item in overdue["items"]] == [
        ("KR0032", "2017-12-31", -166)
    ]


def test_the_same_input_gives_the_same_bytes(database: Path) -> None:
    """Two runs print the same, to the byte, in whatever order each has its sets."""
    arguments = ("--as-of", "2018-06-15", "--json", "--lang", "ko")
    first, second = run(database, *arguments), run(database, *arguments, PYTHONHASHSEED="1")
    assert first.stdout == second.stdout != ""


@pytest.mark.parametrize(
    ("arguments", "codes"),
    [
        (("--days", "14"), {"KR0032"}),
        (("--days", "15"), {"KR0032", "KR0029"}),
        (("--code", "KR0029"), {"KR0029"}),
        (("--country", "South Korea", "--institution", "Ministry of the Interior"), {"KR0029", "KR0032"}),
        (("--area", "Fiscal Openness"), {"KR0029"}),
        (("--since", "2016-07-01", "--code", "KR0029"), {"KR0029"}),
    ],
)
def test_options_narrow_the_digest(database: Path, arguments: tuple[str, ...], codes: set[str]) -> None:
    """The days ahead and each filter decide what is in the digest."""
    made = json.loads(run(database, "--as-of", "2018-06-15", "--json", *arguments).stdout)
    assert {item["code"] for section in made["sections"] for item in section["items"]} == codes


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--country", "Atlantis"), "The countries are: Republic of Korea."),
        (("--code", "KR9999"), "There is no commitment “KR9999” here"),
        (("--days", "many"), "is no number of days"),
        (("--as-of", "2018-02-30"), "is no day"),
    ],
)
def test_a_mistake_is_a_sentence(database: Path, arguments: tuple[str, ...], sentence: str) -> None:
    """What cannot be understood ends with exit code 2 and says what to do."""
    done = run(database, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr


def test_the_documented_examples_are_true(database: Path) -> None:
    """Every command of docs/digest.md that shows its output prints exactly that."""
    page = (ROOT / "docs" / "digest.md").read_text("utf-8")
    examples = re.findall(r"```console\n\$ python -m bot digest (.*)\n((?s:.*?))```", page)
    assert len(examples) >= 4
    for arguments, expected in examples:
        assert run(database, *shlex.split(arguments)).stdout == expected


def test_composing_needs_no_large_library() -> None:
    """The command imports neither Slack nor SQLAlchemy nor a scheduler: composing needs none of them."""
    code = "import sys, bot.digest.forms; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"slack_bolt", "slack_sdk", "sqlalchemy", "apscheduler", "sqlite_utils"} & set(done.stdout.split())
