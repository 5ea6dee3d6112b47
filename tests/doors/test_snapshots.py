"""Every door reads published snapshots, takes new ones, and says in one sentence what is wrong with a file."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from bot.doctor import database_finding
from bot.records.snapshots import published
from tests.doors.conftest import ROOT, Run
from tests.forking import python

ASKED = "what is the completion of KR0032?"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for snapshots that is not there yet."""
    return tmp_path / "snapshots"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A copy of the corpus."""
    return Path(shutil.copytree(ROOT / "corpus", tmp_path / "corpus"))


def publish(corpus: Path, folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Read the corpus, and publish what was read."""
    command = [*python(), "ingest.py", str(corpus), "--db", str(corpus.with_suffix(".db")), "--publish"]
    command += [str(folder), *more]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)


def complete(corpus: Path) -> None:
    """Let a page say what it left blank."""
    file = corpus / "KR0032.txt"
    file.write_text(file.read_text("utf-8").replace("Completion:", "Completion: Substantial", 1), "utf-8")


def test_each_door_reads_the_newest(bot: Run, corpus: Path, folder: Path) -> None:
    """`COMMITMENTS_SNAPSHOTS` is asked instead of the database, which need not be there; nothing is ingested."""
    done = publish(corpus, folder)
    assert done.returncode == 0
    assert done.stderr.splitlines()[-1] == f"Published as {published(folder)[0][2]}."
    setting = {"COMMITMENTS_SNAPSHOTS": str(folder), "COMMITMENTS_DB": str(folder / "none.db")}
    for arguments in (("ask", ASKED), ("chat",), ("digest",), ("prepare",), ("doctor",)):
        found = bot(*arguments, text=ASKED, **setting)
        assert (found.returncode, "Traceback" in found.stderr) == (0, False)
    assert not (folder / "none.db").exists()
    assert "left blank" in bot("ask", ASKED, **setting).stdout
    complete(corpus)
    publish(corpus, folder)
    assert "Substantial" in bot("ask", ASKED, **setting).stdout


def test_a_chat_takes_a_new_snapshot(environ: dict[str, str], corpus: Path, folder: Path) -> None:
    """The next question of a thread is answered from the snapshot that was published meanwhile."""
    publish(corpus, folder)
    chat = subprocess.Popen(
        [*python(), "-m", "bot", "chat"],
        cwd=ROOT,
        env=environ | {"COMMITMENTS_SNAPSHOTS": str(folder)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    )
    assert chat.stdin
    assert chat.stdout
    chat.stdin.write(f"{ASKED}\n")
    chat.stdin.flush()
    first = chat.stdout.readline() + chat.stdout.readline()
    complete(corpus)
    publish(corpus, folder)
    rest = chat.communicate("and its completion?\n")[0]
    assert "(nothing follows)" in first
    assert "Substantial" in rest


def test_without_a_folder_every_door_says_so(bot: Run, folder: Path) -> None:
    """One sentence that names the setting and the command that helps, and the exit code 2."""
    for arguments in (("ask", ASKED), ("chat",), ("digest",)):
        done = bot(*arguments, COMMITMENTS_SNAPSHOTS=str(folder))
        advice = f"write into it with “python -m bot ingest --publish {folder}”."
        said = f"COMMITMENTS_SNAPSHOTS is “{folder}”, but there is no such folder: {advice}\n"
        assert (done.returncode, done.stderr) == (2, said)


@pytest.mark.parametrize("content", ["empty", "half", "flipped"])
def test_a_broken_database_is_said_and_the_advice_works(bot: Run, corpus: Path, content: str) -> None:
    """`ask`, `chat`, `digest` and `doctor` say one sentence; once the file is moved away, the command in it helps."""
    db = corpus.with_suffix(".db")
    publish(corpus, corpus.with_name("snapshots"))
    data = db.read_bytes()
    middle = len(data) // 2
    db.write_bytes({"empty": b"", "half": data[:middle]}.get(content, data[:middle] + b"?" + data[middle + 1 :]))
    for arguments in (("ask", ASKED), ("chat",), ("digest",)):
        done = bot(*arguments, "--db", str(db))
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1 + ("fit its seal" in done.stderr))
        assert done.stderr.endswith(f"move it away, and make a new one with “python -m bot ingest --db {db}”.\n")
    assert database_finding(db, corpus).verdict == "wrong"
    db.rename(db.with_suffix(".away"))
    assert publish(corpus, corpus.with_name("snapshots")).returncode == 0
    assert bot("ask", ASKED, "--db", str(db)).returncode == 0


def test_the_doctor_tells_of_a_bad_newest_snapshot(corpus: Path, folder: Path) -> None:
    """The one before is read, and what to do is said."""
    publish(corpus, folder)
    assert database_finding(folder, corpus).verdict == "ok"
    path = folder / "commitments-000002-0123456789abcdef.db"
    path.write_bytes(published(folder)[0][2].read_bytes()[:5000])
    found = database_finding(folder, corpus)
    assert (found.verdict, path.name in found.says) == ("note", True)


def test_strict_publishes_nothing_that_has_a_problem(corpus: Path, folder: Path) -> None:
    """With `--strict` a problem keeps the snapshot from being published, without it does not."""
    (corpus / "broken.txt").write_bytes(b"\x00\x01")
    assert (publish(corpus, folder, "--strict").returncode, folder.exists()) == (1, False)
    assert publish(corpus, folder).returncode == 1
    assert len(published(folder)) == 1
