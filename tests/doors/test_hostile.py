"""Whatever documents, file names and people write, no command prints what would steer a terminal or hide."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.records.snapshots import seal
from bot.state.database import open_state
from bot.state.questions import BAD, AnsweredQuestion, Details, Showing, explain, keep_unanswered, record, vote
from tests.forking import python
from tests.hostile import ADDRESS, FILE, NASTY, unsafe, write

ROOT = Path(__file__).parents[2]
ASKED = [
    "KR0032",
    "who leads KR0032?",
    "list the commitments of Korea",
    "which commitments are overdue?",
    "how many commitments by lead institution?",
    "compare KR0029 and KR0032",
    "what does the record of KR0032 say about strange labels?",
    f"who {NASTY} leads {NASTY}?",
    "commitments of Citizen Services",
    "what changed in KR0032?",
    "what is the completion of KR0032?",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Hostile documents, read, beside a state database with hostile questions, comments and names."""
    folder = tmp_path_factory.mktemp("hostile")
    write(folder / "pages")
    run(folder, "ingest.py", str(folder / "pages"))
    with sqlite3.connect(folder / "commitments.db") as database:
        database.execute("UPDATE documents SET url = ? WHERE path = ?", [ADDRESS, FILE])
        assert database.total_changes == 1
    database.close()
    seal(folder / "commitments.db")
    state, now = open_state(str(folder / "state.db")), datetime.now(UTC)
    subject = AnsweredQuestion(
        team=f"T{NASTY}", question=f"who {NASTY}?", thread=(NASTY,), outcome="answer", intent="lookup",
        reason=None, answer=f"{NASTY} leads", frame=json.dumps({"codes": [f"KR{NASTY}"]}), language="en",
        as_of="2026-11-21",
    )  # fmt: skip
    vote(state, "one", BAD, subject, now)
    explain(state, "one", Details("wrong_value", f"said {NASTY}", f"U{NASTY}"), now + timedelta(seconds=1))
    keep_unanswered(state, subject, now)
    record(state, [Showing("T1", "C1", f"U{NASTY}", "KR0032", "email", f"who {NASTY}?")], 90, now)
    state.dispose()
    return folder


def run(folder: Path, *arguments: str, text: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """A command on those documents."""
    environ = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(folder), "CORPUS": str(folder / "pages")}
    environ |= {"COMMITMENTS_DB": str(folder / "commitments.db"), "STATE_DB": str(folder / "state.db")}
    return subprocess.run(
        [*python(), *arguments],
        input=text.encode("utf-8", "surrogateescape").decode("utf-8", "replace"),
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        env=environ | more,
        timeout=120,
        check=False,
    )


def harmless(done: subprocess.CompletedProcess[str]) -> str:
    """What a command printed, which must be something, all of it safe to show."""
    assert done.stdout or done.stderr
    assert "Traceback" not in done.stderr
    assert unsafe(done.stdout) == []
    assert unsafe(done.stderr) == []
    return done.stdout


def commands(folder: Path) -> dict[str, tuple[str, ...]]:
    """Every command whose output holds words of documents, file names or people."""
    bot = ("-m", "bot")
    pages = str(folder / "pages")
    return {
        "ingest": ("ingest.py", pages, "--db", str(folder / "again.db")),
        "ingest again": ("ingest.py", pages, "--db", str(folder / "again.db")),
        "ingest --json": ("ingest.py", pages, "--db", str(folder / "json.db"), "--json"),
        "ingest of nothing": ("ingest.py", f"{pages}/none{NASTY}"),
        "ingest into nothing": ("ingest.py", pages, "--db", f"/nowhere{NASTY}/c.db"),
        "ingest, a bad argument": ("ingest.py", "--as-of", NASTY),
        "ingest --explain of nothing": ("ingest.py", "--explain", f"{pages}/none{NASTY}"),
        "ingest --mapping": ("ingest.py", pages, "--mapping", f"{pages}/none{NASTY}"),
        "digest": (*bot, "digest", "--as-of", "2026-11-21"),
        "digest --since": (*bot, "digest", "--as-of", "2018-06-15", "--since", "2016-01-01", "--lang", "ko"),
        "digest of nothing": (*bot, "digest", "--institution", f"Nobody{NASTY}"),
        "doctor": (*bot, "doctor", "--db", f"{folder}/{NASTY}.db"),
        "feedback": (*bot, "feedback"),
        "feedback --json": (*bot, "feedback", "--json"),
        "feedback --forget": (*bot, "feedback", "--forget", f"U{NASTY}"),
        "feedback --export": (*bot, "feedback", "--export", f"{folder}/{NASTY}.toml"),
        "audit": (*bot, "audit"),
        "audit --csv": (*bot, "audit", "--csv"),
        "audit --json": (*bot, "audit", "--json"),
        "ask, a bad argument": (*bot, "ask", "--as-of", NASTY, "KR0032"),
        "ask without a database": (*bot, "ask", "KR0032", "--db", f"{folder}/{NASTY}.db"),
        "ask --batch of nothing": (*bot, "ask", "--batch", f"{folder}/{NASTY}"),
        "an unknown command": (*bot, NASTY),
    }


@pytest.mark.parametrize("name", commands(Path()))
def test_no_command_steers_or_hides(folder: Path, name: str) -> None:
    """A command prints nothing that would steer a terminal, turn its order round or hide."""
    harmless(run(folder, *commands(folder)[name]))


@pytest.mark.parametrize("form", [(), ("--json",), ("--explain",)], ids=["text", "json", "explain"])
@pytest.mark.parametrize("question", ASKED, ids=range(len(ASKED)))
def test_no_answer_steers_or_hides(folder: Path, question: str, form: tuple[str, ...]) -> None:
    """An answer is safe to show in each of its forms."""
    harmless(run(folder, "-m", "bot", "ask", question, *form))


def test_the_chat(folder: Path) -> None:
    """The chat is safe, whatever is asked and answered."""
    shown = harmless(run(folder, "-m", "bot", "chat", text="\n".join(ASKED)))
    assert "Ministry of the Interior" in shown


def test_json_quotes_exactly(folder: Path) -> None:
    """What is escaped in JSON parses to the very text of the document, so that every quote stands at its place."""
    documents = dict(sqlite3.connect(folder / "commitments.db").execute("SELECT path, text FROM documents"))
    asked = json.loads(harmless(run(folder, "-m", "bot", "ask", "KR0032", "--json")))
    digest = json.loads(harmless(run(folder, "-m", "bot", "digest", "--as-of", "2026-11-21", "--json")))
    sources = [item["source"] for item in asked["items"]]
    sources += [item["source"] for section in digest["sections"] for item in section["items"]]
    assert any(NASTY.strip() in source["quote"] for source in sources)
    for source in sources:
        assert documents[source["doc"]][source["start"] : source["end"]] == source["quote"]


def test_a_batch_quotes_exactly(folder: Path) -> None:
    """A batch is safe to show, and gives back the questions that it was given."""
    lines = [json.dumps({"q": question, "id": NASTY}) for question in ASKED]
    answers = harmless(run(folder, "-m", "bot", "ask", "--batch", "-", text="\n".join([*lines, NASTY]))).splitlines()
    assert [json.loads(one)["id"] for one in answers] == [NASTY] * len(ASKED) + [None]
    assert [json.loads(one)["query"] for one in answers][: len(ASKED)] == ASKED


LOGGING = """
import logging, sys
from bot.logs import configure
from bot.output import prepare_streams

prepare_streams()
configure("INFO", sys.argv[1])
log = logging.getLogger("bot.test")
log.info("reading %s", sys.argv[2])
try:
    raise ValueError(sys.argv[2])
except ValueError:
    log.exception("“%s” failed", sys.argv[2])
print(sys.argv[2], sys.argv[2] + "\\r", file=sys.stderr)
sys.stderr.writelines([sys.argv[2]])
raise RuntimeError(sys.argv[2])
"""


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_the_log(folder: Path, log_format: str) -> None:
    """What is logged, tracebacks included, is safe to show, and so is a traceback that nobody caught."""
    done = run(folder, "-c", LOGGING, log_format, FILE)
    assert done.stderr.count("KR0032") == 7
    assert unsafe(done.stderr) == []


def test_a_document_as_it_was_understood(folder: Path) -> None:
    """`--explain` of a document into a pipe has brackets for colours, and nothing that steers a terminal."""
    done = run(folder, "ingest.py", "--explain", str(folder / "pages" / FILE))
    assert "⟨title: " in done.stdout
    assert unsafe(done.stdout) == []
    assert unsafe(done.stderr) == []


def test_an_export_is_read_back_exactly(folder: Path) -> None:
    """The candidates of `feedback --export` hold the questions as they were asked, with nothing hidden in the file."""
    file = folder / "exported.toml"
    run(folder, "-m", "bot", "feedback", "--export", str(file))
    text = file.read_text("utf-8")
    assert unsafe(text) == []
    questions = [row["q"] for rows in tomllib.loads(text).values() for row in rows]
    assert f"who {NASTY}?" in questions
