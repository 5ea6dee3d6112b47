"""Whole batches and chats over the real corpus: threads, bad lines, lines answered as they come."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.forking import python

ROOT = Path(__file__).parents[2]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def lines(*entries: object) -> str:
    """Entries as a batch."""
    return "".join(json.dumps(entry) + "\n" for entry in entries)


def test_a_batch_answers_in_order_with_ids(bot: Run) -> None:
    """Each line gets its answer, in order, under its id; bad lines too; exit code 0."""
    text = lines({"id": "a", "q": "when does KR0029 end?"}) + "nonsense\n" + lines({"id": "c", "q": "what is KR0044?"})
    done = bot("ask", "--batch", "-", text=text)
    assert (done.returncode, done.stderr) == (0, "")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(entry["id"], entry["outcome"]) for entry in answers[:2]] == [("a", "answer"), (None, "error")]
    assert answers[2]["id"] == "c"
    assert "30 June 2018" in answers[0]["text"]


def test_a_batch_reads_a_file(bot: Run, tmp_path: Path) -> None:
    """A batch may be a file, with or without a line end at its end."""
    file = tmp_path / "questions.jsonl"
    file.write_text('{"q": "who leads KR0032?"}\n{"q": "when does KR0029 end?"}', "utf-8")
    assert len(bot("ask", "--batch", str(file)).stdout.splitlines()) == 2


def test_a_batch_takes_day_and_language_of_each_line(bot: Run) -> None:
    """Day and language of a line win over those of the command."""
    text = lines({"q": "help", "as_of": "2017-01-31", "lang": "es"}, {"q": "help"})
    done = bot("ask", "--batch", "-", "--as-of", "2018-02-28", "--lang", "fr", text=text)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(entry["as_of"], entry["lang"]) for entry in answers] == [
        ("2017-01-31", "es"),
        ("2018-02-28", "fr"),
    ]


def test_a_thread_of_a_batch_is_remembered(bot: Run) -> None:
    """A question that points back is answered from the earlier questions of its own line only."""
    follow_up = {"q": "and when does it end?", "thread": ["who leads KR0029?"]}
    done = bot("ask", "--batch", "-", text=lines(follow_up, {"q": "and when does it end?"}))
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert "30 June 2018" in first["text"]
    assert second["outcome"] != "answer"


def test_each_line_is_answered_before_the_next_is_needed(environ: dict[str, str]) -> None:
    """A program may read the answer to one line before it writes the next."""
    with subprocess.Popen(
        [*python(), "-m", "bot", "ask", "--batch", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        cwd=ROOT,
        env=environ,
    ) as process:
        assert process.stdin
        assert process.stdout
        for number in range(3):
            process.stdin.write(lines({"id": number, "q": "who leads KR0032?"}))
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number


def test_a_chat_is_one_thread(bot: Run) -> None:
    """A follow-up in the chat is understood from what was asked before."""
    done = bot("chat", text="who leads KR0029?\nand when does it end?\n")
    assert done.returncode == 0
    assert "30 June 2018" in done.stdout


def test_a_choice_of_the_chat_is_made_by_number_or_code(bot: Run) -> None:
    """Where a name fits several commitments, the chat says how to pick one; number and code give the same answer."""
    asked = "policy area of the disclosure commitment"
    offered, by_number = bot("chat", text=f"{asked}\n2\n").stdout.split("\n\n")[:2]
    assert "by a number, 1 to 5" in offered
    code = offered.splitlines()[2].split()[1]
    assert by_number.startswith(code)
    assert bot("chat", text=f"{asked}\n{code}\n").stdout.split("\n\n")[1] == by_number


def test_run_without_tokens_chats_and_says_how_to_connect_slack(bot: Run) -> None:
    """`run` without tokens answers standard input, stops at its end and names the tokens."""
    done = bot("run", text="when does KR0029 end?\n")
    assert done.returncode == 0
    assert "30 June 2018" in done.stdout
    assert "SLACK_BOT_TOKEN" in done.stderr
    assert "README.md" in done.stderr


def test_run_reads_the_corpus_first(bot: Run, tmp_path: Path) -> None:
    """`run` makes a missing database, says so on standard error, and does not make it again."""
    database = str(tmp_path / "new.db")
    first = bot("run", text="when does KR0029 end?\n", COMMITMENTS_DB=database)
    assert f"Reading corpus into {database}" in first.stderr
    assert first.stdout.startswith("KR0029")
    assert "Reading" not in bot("run", COMMITMENTS_DB=database).stderr


def test_an_unreadable_document_stops_nothing(bot: Run, tmp_path: Path) -> None:
    """`run` reports a document that cannot be read, and answers from the others."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "KR0032.txt").write_bytes((ROOT / "corpus" / "KR0032.txt").read_bytes())
    (corpus / "broken.txt").write_bytes(b"\x00\x01\x02\xff" * 50)
    done = bot("run", text="who leads KR0032?\n", COMMITMENTS_DB=str(tmp_path / "new.db"), CORPUS=str(corpus))
    assert done.returncode == 0
    assert "broken.txt" in done.stderr
    assert "Ministry of the Interior" in done.stdout


def test_the_doctor_finds_a_fresh_set_up_well(bot: Run) -> None:
    """With the corpus ingested and no tokens, nothing is wrong and the exit code is 0."""
    done = bot("doctor")
    assert done.returncode == 0, done.stdout
    assert "WRONG" not in done.stdout
    assert "holds 48 commitments, 2 of them with a page" in done.stdout


def test_the_doctor_finds_a_missing_database(bot: Run, tmp_path: Path) -> None:
    """Without a database the doctor says which command makes it, and the exit code is 1."""
    done = bot("doctor", "--db", str(tmp_path / "none.db"))
    assert done.returncode == 1
    assert "python -m bot ingest" in done.stdout
