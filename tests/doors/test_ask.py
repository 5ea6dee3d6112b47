"""`python -m bot ask`: one answer, as text or as JSON; exit codes; what it must not import."""

from __future__ import annotations

import csv
import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
Run = Callable[..., "subprocess.CompletedProcess[str]"]

KEYS = (
    "v id query as_of lang outcome intent frame reading alternatives items result unknown scope reason options"
    " confidence ms text"
).split()
INTENTS = set("lookup reverse list count group superlative compare verify duration define changes search help".split())
REASONS: dict[str, set[str | None]] = {
    "abstain": set(
        "no_such_code no_such_person no_such_title no_such_institution no_such_country no_page blank_value"
        " not_in_record not_read field_unknown not_stated out_of_scope refused".split()
    ),
    "clarify": {"several_entities", "no_antecedent"},
    "answer": {None},
    "help": {None},
}
QUESTIONS = [
    "who leads KR0032?",
    "when does kr 0029 end?",
    "what is KR0044?",
    "what is the status of KR0032?",
    "what is the budget of KR0032?",
    "what is KR9999 about?",
    "email and phone of the KR0029 contact",
    "is it raining",
    "help",
    "",
    "'; DROP TABLE commitments; --",
    "KR0032 \N{MATHEMATICAL BOLD CAPITAL E}nd date\N{NO-BREAK SPACE}?",
]


def is_of(value: object, *kinds: type | None) -> bool:
    """Whether `value` is of one of `kinds`; None stands for null, and true is no number."""
    return any(value is None if kind is None else type(value) is kind for kind in kinds)


def check_item(item: dict[str, Any], database: Path) -> None:
    """Hold an item against the contract: its keys, and that its source says what it says."""
    assert set(item) - {"old", "at"} == {"code", "field", "raw", "value", "precision", "source"}
    assert re.fullmatch(r"[A-Z]{2,5}\d{4}", item["code"])
    assert is_of(item["field"], str)
    assert is_of(item["value"], str, list, None)
    assert item["precision"] in ("day", "month", "year", None)
    source = item["source"]
    assert set(source) >= {"doc", "start", "end", "quote"}
    with sqlite3.connect(database) as db:
        (text,) = db.execute("SELECT text FROM documents WHERE path = ?", (source["doc"],)).fetchone()
    assert text[source["start"] : source["end"]] == source["quote"] == item["raw"]


def check_answer(entry: dict[str, Any], database: Path) -> None:
    """Hold an answer object against the contract, key by key."""
    assert list(entry) == KEYS
    assert entry["v"] == 1
    assert is_of(entry["query"], str)
    assert date.fromisoformat(entry["as_of"]).isoformat() == entry["as_of"]
    assert entry["lang"] in ("en", "es", "fr", "ko")
    assert entry["intent"] in INTENTS or entry["intent"] is None
    assert set(entry["frame"]) >= {"codes", "fields", "filters", "inherited", "corrections", "ignored_words"}
    assert all(set(repair) == {"from", "to"} for repair in entry["frame"]["corrections"])
    for item in entry["items"]:
        check_item(item, database)
    if entry["result"] is not None:
        assert set(entry["result"]) - {"of", "percent", "parts"} == {"type", "value"}
    assert all(is_of(code, str) for code in entry["unknown"])
    assert is_of(entry["reading"], str)
    assert all(set(other) == {"text", "pending"} for other in entry["alternatives"])
    assert set(entry["scope"]) == {"considered", "decidable"}
    assert entry["scope"]["considered"] >= entry["scope"]["decidable"] >= 0
    assert entry["reason"] in REASONS[entry["outcome"]]
    assert len(entry["options"]) <= 10
    assert all(set(option) == {"code", "label"} for option in entry["options"])
    assert is_of(entry["confidence"], float, int)
    assert 0 <= entry["confidence"] <= 1
    assert is_of(entry["ms"], float, int)
    assert entry["ms"] >= 0
    assert entry["text"]


def test_the_answer_names_who_leads_and_where_it_stands(bot: Run) -> None:
    """“Who leads KR0032?” names the institution, the person and the document."""
    done = bot("ask", "who leads KR0032?")
    assert done.returncode == 0
    assert done.stderr == ""
    for expected in ("Ministry of the Interior", "Lee, hyo soon", "KR0032.txt"):
        assert expected in done.stdout


def test_a_python_without_our_packages_is_no_fault_of_the_bot(environ: dict[str, str]) -> None:
    """Outside the environment the person is told which one to use, with the package that is not there."""
    command = [sys.executable, "-S", "-m", "bot", "ask", "who leads KR0032?"]
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "has no package “" in done.stderr
    assert ". .venv/bin/activate" in done.stderr
    assert "Traceback" not in done.stderr


def test_words_need_no_quotes(bot: Run) -> None:
    """A question may be typed without quotes around it."""
    assert bot("ask", "when", "does", "KR0029", "end?").stdout == bot("ask", "when does KR0029 end?").stdout


@pytest.mark.parametrize("question", QUESTIONS)
def test_json_is_as_the_contract_says(bot: Run, database: Path, question: str) -> None:
    """Whatever is asked, the answer is one JSON object with the contract's keys, and the exit code is 0."""
    done = bot("ask", "--json", "--as-of", "2017-10-05", "--", question)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1
    entry = json.loads(done.stdout)
    check_answer(entry, database)
    assert entry["as_of"] == "2017-10-05"
    assert entry["query"] == question


def test_text_and_json_say_the_same(bot: Run) -> None:
    """The text of the JSON answer is the text answer."""
    text = json.loads(bot("ask", "--json", "when does KR0029 end?").stdout)["text"]
    assert bot("ask", "when does KR0029 end?").stdout.rstrip("\n") == text


def test_the_day_is_today_unless_given(bot: Run) -> None:
    """Without --as-of the answer is of today."""
    before = date.today()
    as_of = json.loads(bot("ask", "--json", "help").stdout)["as_of"]
    assert before <= date.fromisoformat(as_of) <= date.today()


def test_the_console_script_is_the_same(bot: Run, environ: dict[str, str]) -> None:
    """`commitment-bot` answers what `python -m bot` answers, from any folder."""
    script = Path(sys.executable).with_name("commitment-bot")
    done = subprocess.run(
        [script, "ask", "who leads KR0032?"], capture_output=True, cwd="/", env=environ, encoding="utf-8", check=False
    )
    assert done.stdout == bot("ask", "who leads KR0032?").stdout


def test_a_missing_database_is_one_sentence(bot: Run, tmp_path: Path) -> None:
    """Without a database: exit code 2, and one sentence with the file and the command that makes it."""
    done = bot("ask", "who leads KR0032?", "--db", str(tmp_path / "none.db"))
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"[^\n]*none\.db[^\n]*python -m bot ingest --db[^\n]*\n", done.stderr)
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("content", [b"", b"This is no database.", b"SQLite format 3\x00" + b"\x00" * 100])
def test_a_file_that_is_no_database_is_one_sentence(bot: Run, tmp_path: Path, content: bytes) -> None:
    """A file that is no database of ours: exit code 2, and one sentence that names it."""
    (tmp_path / "odd.db").write_bytes(content)
    done = bot("ask", "who leads KR0032?", "--db", str(tmp_path / "odd.db"))
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"[^\n]*odd\.db[^\n]*\n", done.stderr)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["asks", "x"],
        ["ask"],
        ["ask", "x", "--batch", "-"],
        ["ask", "x", "--as-of", "yesterday"],
        ["ask", "x", "--as-of", "2026-02-30"],
        ["ask", "x", "--lang", "xx"],
        ["ask", "x", "--colour"],
        ["ask", "--batch", "no-such-file.jsonl"],
        ["slack", "--http", "0"],
        ["slack", "--http", "web"],
        ["digest", "--days", "soon"],
    ],
)
def test_bad_arguments_end_with_2(bot: Run, arguments: list[str]) -> None:
    """Bad arguments: exit code 2, a reason on standard error, nothing on standard output."""
    done = bot(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_a_malformed_setting_ends_with_2(bot: Run) -> None:
    """A malformed setting: exit code 2 and one sentence that names it."""
    done = bot("ask", "help", LOG_LEVEL="loud")
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"LOG_LEVEL [^\n]*\n", done.stderr)


def test_slack_without_tokens_names_the_first_that_is_missing(bot: Run) -> None:
    """`slack` without tokens: exit code 2 and one sentence that names the token."""
    done = bot("slack")
    assert done.returncode == 2
    assert re.fullmatch(r"SLACK_\w+ is not set: [^\n]*\n", done.stderr)


def test_a_terminal_without_unicode_gets_an_answer(bot: Run) -> None:
    """Where the locale has no Unicode, the answer still comes."""
    done = bot("ask", "when does KR0029 end?", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert done.returncode == 0
    assert "30 June 2018" in done.stdout


def test_bytes_that_are_no_text_are_a_question(environ: dict[str, str]) -> None:
    """A question with a broken byte is answered or abstained from, not a traceback."""
    command = [sys.executable.encode(), b"-m", b"bot", b"ask", b"who leads KR0032\xff?"]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, env=environ, timeout=60, check=False)
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr


def test_a_reader_that_stops_early_is_no_error(environ: dict[str, str]) -> None:
    """When the program that reads the output is gone, nothing is printed about it."""
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "bot", "ask", "--batch", "-"]
    with os.fdopen(writer, "wb") as output:
        done = subprocess.run(
            command,
            input=b'{"q": "help"}\n' * 50,
            stdout=output,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            env=environ,
            timeout=60,
            check=False,
        )
    assert done.stderr == b""


HEAVY = (
    "sqlite_utils",
    "sqlalchemy",
    "slack_bolt",
    "slack_sdk",
    "phonenumbers",
    "selectolax",
    "waitress",
    "babel",
    "icalendar",
)


@pytest.mark.parametrize("question", ["who leads KR0032?", "citizen services app", "which mention a mobile app?"])
def test_an_answer_imports_nothing_heavy(environ: dict[str, str], question: str) -> None:
    """Answering from the command line imports no library of ingest, of state or of Slack."""
    command = [sys.executable, "-X", "importtime", "-m", "bot", "ask", question]
    done = subprocess.run(
        command, capture_output=True, cwd=ROOT, env=environ, encoding="utf-8", timeout=60, check=False
    )
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert "sqlite3" in imported
    assert imported & set(HEAVY) == set()
    ours = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if "| " in line}
    assert {name for name in ours if name.startswith(("bot.slack", "bot.state", "bot.reading"))} == set()


def test_a_whole_list_goes_to_a_spreadsheet(bot: Run, tmp_path: Path) -> None:
    """`--csv` writes all of a list with the place of each value, and says how many there are."""
    file = tmp_path / "all.csv"
    done = bot("ask", "--csv", str(file), "list all commitments")
    assert (done.returncode, done.stdout) == (0, f"All commitments: 48\nAll of it is in {file}.\n")
    rows = list(csv.DictReader(file.read_text("utf-8-sig").splitlines()))
    assert len({row["code"] for row in rows}) == 48
    assert all(row["document"] and row["quote"] for row in rows if row["raw"])


@pytest.mark.parametrize("options", [["--json"], ["--explain"], ["--batch", "-"]])
def test_a_spreadsheet_is_of_one_answer(bot: Run, options: list[str]) -> None:
    """With another form, or with many questions, `--csv` is refused in a sentence."""
    question = [] if "--batch" in options else ["who leads KR0032?"]
    done = bot("ask", "--csv", "-", *options, *question)
    assert done.returncode == 2
    assert "--csv is for one question" in done.stderr


def test_nothing_is_no_file(bot: Run, tmp_path: Path) -> None:
    """Where nothing is answered no file is made, and the reason is said."""
    done = bot("ask", "--csv", str(tmp_path / "none.csv"), "what is the budget of KR0032?")
    assert done.returncode == 1
    assert "There is nothing to write to a file." in done.stderr
    assert not (tmp_path / "none.csv").exists()
