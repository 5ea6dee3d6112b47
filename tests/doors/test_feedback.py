"""The command that lists feedback, writes it as candidate test questions, and forgets people."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.review import candidates
from bot.settings import read_settings
from bot.state.database import open_state
from bot.state.questions import BAD, GOOD, KINDS, AnsweredQuestion, Details, explain, keep_unanswered, vote
from tests.forking import python
from tests.questions.bank import Case, read
from tests.questions.judgement import complaints

ROOT = Path(__file__).parents[2]
NOW = datetime(2020, 11, 21, 12, 30, tzinfo=UTC)
SUBJECT = AnsweredQuestion(
    team="T01TEST", question="who leads KR0032?", thread=(),
    answer="KR0032 · Citizen Services\nLead institution: Interior [1]",
    outcome="answer", intent="lookup", reason=None, frame='{"codes": ["KR0032"], "fields": ["lead_institution"]}',
    language="en", as_of="2020-11-21",
)  # fmt: skip
NASTY = 'a "quote", a \\ and\na line,\ta tab, \x07\x7f\x85, { } [ ] # = 𝄞 한국어 é'


@pytest.fixture
def state_db(tmp_path: Path) -> Path:
    """A state database with three entries: a good one, a bad one with a name, an unanswered one."""
    path = tmp_path / "state.db"
    state = open_state(str(path))
    vote(state, "one", GOOD, SUBJECT, NOW)
    thread = ("¿quién dirige KR0032?",)
    vote(state, "two", BAD, replace(SUBJECT, question="¿y cuándo termina?", thread=thread, language="es"), NOW)
    details = Details("wrong_value", "it is the\nother year", "U01ALICE")
    explain(state, "two", details, NOW + timedelta(days=1))
    unanswered = replace(SUBJECT, question="weather?", outcome="abstain", intent="help", reason="out_of_scope")
    keep_unanswered(state, unanswered, NOW + timedelta(days=2))
    state.dispose()
    return path


@pytest.fixture
def feedback(environ: dict[str, str], state_db: Path) -> Callable[..., str]:
    """Runs the command; gives what it printed, or with `fails` what it said on standard error."""

    def run(*arguments: str, fails: bool = False, **changed: str) -> str:
        done = subprocess.run(
            [*python(), "-m", "bot", "feedback", *arguments],
            cwd=ROOT,
            env=environ | {"STATE_DB": str(state_db)} | changed,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == (2 if fails else 0), done.stderr
        return done.stderr if fails else done.stdout

    return run


def test_the_list(feedback: Callable[..., str]) -> None:
    """Entries are listed newest first, each with question, answer and all that was said of it."""
    assert feedback() == (
        "2020-11-23 12:30  unanswered  [en] “weather?”\n"
        "    abstain, out_of_scope: KR0032 · Citizen Services Lead institution: Interior [1]\n"
        "2020-11-22 12:30  bad: wrong value  [es] “¿y cuándo termina?”\n"
        "    after: “¿quién dirige KR0032?”\n"
        "    answer: KR0032 · Citizen Services Lead institution: Interior [1]\n"
        "    said: it is the other year\n"
        "    may be asked: U01ALICE of T01TEST\n"
        "2020-11-21 12:30  good  [en] “who leads KR0032?”\n"
        "    answer: KR0032 · Citizen Services Lead institution: Interior [1]\n"
    )


@pytest.mark.parametrize(
    ("arguments", "verdicts"),
    [
        ((), ["unanswered", "bad", "good"]),
        (("--since", "2020-11-22"), ["unanswered", "bad"]),
        (("--verdict", "good"), ["good"]),
        (("--verdict", "bad"), ["bad"]),
        (("--verdict", "unanswered"), ["unanswered"]),
        (("--verdict", "good", "--since", "2020-11-22"), []),
    ],
)
def test_json(feedback: Callable[..., str], arguments: tuple[str, ...], verdicts: list[str]) -> None:
    """With `--json` each entry is an object on a line of its own; a day and a verdict choose among them."""
    entries = [json.loads(line) for line in feedback("--json", *arguments).splitlines()]
    assert [one["verdict"] for one in entries] == verdicts
    assert all(one["frame"]["codes"] == ["KR0032"] for one in entries)


def test_nothing_is_kept(feedback: Callable[..., str], tmp_path: Path) -> None:
    """Where nothing fits, that is said."""
    assert feedback("--since", "2021-01-01") == "Nothing is kept.\n"


def test_what_is_too_old_is_not_listed(feedback: Callable[..., str]) -> None:
    """The command keeps to the days for which feedback is kept."""
    assert feedback(FEEDBACK_KEPT="30") == "Nothing is kept.\n"


def test_no_database_is_told(feedback: Callable[..., str], tmp_path: Path) -> None:
    """Where there is no state database, that is said, and none is made."""
    missing = tmp_path / "none.db"
    assert feedback(fails=True, STATE_DB=str(missing)).startswith(f"STATE_DB: there is no {missing} here")
    assert not missing.exists()
    assert feedback(fails=True, STATE_DB="/nowhere/at/all/state.db").startswith("STATE_DB: ")
    assert feedback(fails=True, STATE_DB=str(tmp_path)).startswith(f"STATE_DB: the state database {tmp_path} cannot")


def test_a_person_is_forgotten(feedback: Callable[..., str]) -> None:
    """Forgetting a person removes what they had put their name to, and says how much it was."""
    assert feedback("--forget", "U01ALICE") == "1 entry of U01ALICE removed.\n"
    assert feedback("--forget", "U01ALICE") == "0 entries of U01ALICE removed.\n"
    assert "U01ALICE" not in feedback("--json")


def test_the_export_is_read_by_the_banks_loader(feedback: Callable[..., str], tmp_path: Path) -> None:
    """The file holds each entry as a case of the bank, with its thread and what it is to be held against."""
    file = tmp_path / "candidates.toml"
    assert feedback("--export", str(file)) == f"{file}: 3 questions, to be checked by a person.\n"
    assert {case.family: (case.question, case.thread, case.expected, case.open) for case in read(file)} == {
        "bad_es": ("¿y cuándo termina?", ("¿quién dirige KR0032?",), {"outcome": "?"}, {"answer"}),
        "good_en": ("who leads KR0032?", (), {"get": "KR0032 lead_institution"}, frozenset()),
        "unanswered_en": ("weather?", (), {"outcome": "?"}, {"answer"}),
    }
    text = file.read_text("utf-8")
    assert "  # said: it is the other year\n" in text
    assert "U01ALICE" not in text


def test_a_file_that_is_there_is_not_overwritten(feedback: Callable[..., str], tmp_path: Path) -> None:
    """An export never replaces a file, on which somebody may be at work."""
    file = tmp_path / "candidates.toml"
    file.write_text("mine")
    assert feedback("--export", str(file), fails=True) == f"{file} is there already; give another name, or remove it.\n"
    assert file.read_text() == "mine"
    nowhere = tmp_path / "none" / "candidates.toml"
    assert feedback("--export", str(nowhere), fails=True).startswith(f"{nowhere} cannot be written")


def test_one_thing_at_a_time(feedback: Callable[..., str]) -> None:
    """A list, an export and forgetting exclude each other."""
    assert "not allowed with" in feedback("--json", "--forget", "U01ALICE", fails=True)


def test_what_is_still_to_be_written_fails() -> None:
    """What a row without a known answer expects is met by no answer: pasted into the bank, it stays open."""
    case = Case("x", "bad_en", "q", (), {"outcome": "?"}, frozenset({"answer"}))
    outcomes = ("answer", "clarify", "abstain", "help")
    assert all(complaints(case, {"outcome": one, "reason": None}, {}) for one in outcomes)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, {"get": "KR0032 lead_institution"}),
        ({"frame": '{"codes": ["KR1", "KR2"], "fields": ["start", "end"]}'}, {"get": "KR1 start end; KR2 start end"}),
        ({"frame": '{"codes": ["KR1"], "fields": []}'}, {"outcome": "answer"}),
        ({"intent": "list"}, {"outcome": "answer"}),
        ({"outcome": "clarify", "reason": "several_entities"}, {"outcome": "clarify"}),
        ({"outcome": "abstain", "reason": "field_unknown"}, {"reason": "field_unknown"}),
    ],
)
def test_what_a_good_answer_expects(tmp_path: Path, changes: dict[str, Any], expected: dict[str, str]) -> None:
    """An answer that was called good is expected again: its values, its reason, or its outcome."""
    assert [dict(case.expected) for case in exported(tmp_path, replace(SUBJECT, **changes))] == [expected]


@settings(deadline=None, max_examples=50)
@given(st.text(), st.text(), st.text())
def test_any_words_survive_the_export(
    tmp_path_factory: pytest.TempPathFactory, question: str, earlier: str, comment: str
) -> None:
    """Whatever characters people write, question and thread are read back as they were."""
    folder = tmp_path_factory.mktemp("words")
    question, earlier, comment = (
        text.encode("utf-8", "replace").decode("utf-8") for text in (question, earlier, comment)
    )
    subject = replace(SUBJECT, question=question, thread=(earlier, NASTY), answer=comment)
    (case,) = exported(folder, subject, comment)
    assert (case.question, case.thread) == (question, (earlier, NASTY))


def exported(folder: Path, subject: AnsweredQuestion, comment: str | None = None) -> list[Case]:
    """What the bank's loader reads of the export of one entry."""
    chosen = read_settings({"STATE_DB": str(folder / "state.db")})
    state = open_state(chosen.state_db)
    vote(state, "one", GOOD if comment is None else BAD, subject, NOW)
    explain(state, "one", Details(KINDS[0], comment), NOW)
    state.dispose()
    file = folder / "candidates.toml"
    file.unlink(missing_ok=True)
    candidates(chosen, None, None, file)
    return read(file)
