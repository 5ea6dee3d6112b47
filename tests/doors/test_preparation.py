"""When the documents are read again: the database is missing, or older than a document or a reader."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from bot.doctor import is_fresh
from tests.doors.conftest import Run
from tests.forking import python

ROOT = Path(__file__).parents[2]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A copy of the corpus, an hour older than everything else."""
    folder = tmp_path / "corpus"
    shutil.copytree(ROOT / "corpus", folder)
    for path in (*folder.iterdir(), folder):
        age(path, -3600)
    return folder


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A database of this moment."""
    file = tmp_path / "commitments.db"
    file.touch()
    return file


def age(path: Path, seconds: int) -> None:
    """Let `path` have been changed so many seconds from now."""
    then = time.time() + seconds
    os.utime(path, (then, then))


def test_a_newer_database_is_fresh(corpus: Path, made: Path) -> None:
    """A database newer than its documents and readers is left alone."""
    assert is_fresh(made, corpus)


def test_a_missing_database_is_not(corpus: Path, tmp_path: Path) -> None:
    """A missing database has to be made."""
    assert not is_fresh(tmp_path / "none.db", corpus)


def test_a_changed_document_makes_it_old(corpus: Path, made: Path) -> None:
    """A document that is newer than the database is read."""
    age(corpus / "KR0032.txt", 7200)
    assert not is_fresh(made, corpus)


def test_a_removed_document_makes_it_old(corpus: Path, made: Path) -> None:
    """A document that is gone changes its folder's time, and that counts."""
    age(made, -60)
    (corpus / "KR0032.txt").unlink()
    assert not is_fresh(made, corpus)


def test_a_document_in_a_folder_within_counts(corpus: Path, made: Path) -> None:
    """Documents may lie in folders of the corpus."""
    (corpus / "kr").mkdir()
    (corpus / "KR0029.txt").rename(corpus / "kr" / "KR0029.txt")
    age(corpus / "kr" / "KR0029.txt", 7200)
    age(corpus, -3600)
    age(corpus / "kr", -3600)
    assert not is_fresh(made, corpus)


def test_a_newer_reader_makes_it_old(corpus: Path, made: Path) -> None:
    """A database that older readers made is made again: they may have read less."""
    os.utime(made, (0, 0))
    for path in (*corpus.iterdir(), corpus):
        os.utime(path, (0, 0))
    assert not is_fresh(made, corpus)


ASIDE = "new.db.before"
ONE = "Open Data for Schools (KR0901)\nOverview\nLead institution: Ministry of Education\n"


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder of somebody's own pages."""
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "KR0901.txt").write_text(ONE, "utf-8")
    return folder


def test_another_folder_takes_the_place_of_the_samples(bot: Run, tmp_path: Path, pages: Path) -> None:
    """Where CORPUS names a folder that the database is not of, it is made again of that one alone, and this is said."""
    database = str(tmp_path / "new.db")
    bot("prepare", COMMITMENTS_DB=database)
    done = bot("prepare", COMMITMENTS_DB=database, CORPUS=str(pages))
    said = (
        f"{database} is of {ROOT / 'corpus'}, and CORPUS names {pages}. It is made again, and the old one is {ASIDE}."
    )
    assert (done.returncode, done.stderr.splitlines()[0]) == (0, said)
    assert "All commitments: 1." in bot("ask", "how many commitments are there?", COMMITMENTS_DB=database).stdout
    assert bot("prepare", COMMITMENTS_DB=database, CORPUS=str(pages)).stderr == ""


def test_what_was_read_from_elsewhere_besides_stays(bot: Run, tmp_path: Path, pages: Path) -> None:
    """Documents that somebody added by hand to those of the corpus are left in the database."""
    database, corpus = tmp_path / "new.db", shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    for folder in (corpus, pages):
        subprocess.run([*python(), "ingest.py", str(folder), "--db", str(database)], cwd=ROOT, check=True)
    settings = {"COMMITMENTS_DB": str(database), "CORPUS": str(corpus)}
    age(database, 60)
    assert bot("prepare", **settings).stderr == ""
    assert "Ministry of Education" in bot("ask", "who leads KR0901?", **settings).stdout


@pytest.mark.parametrize("content", [b"", b"no database at all", "half"], ids=["empty", "text", "cut off"])
def test_a_database_of_no_use_is_made_again(bot: Run, tmp_path: Path, pages: Path, content: bytes | str) -> None:
    """A database that is broken, or of another version, is moved aside and made again, and this is said."""
    settings = {"COMMITMENTS_DB": str(tmp_path / "new.db"), "CORPUS": str(pages)}
    file = tmp_path / "new.db"
    bot("prepare", **settings)
    old = file.read_bytes()
    file.write_bytes(old[: len(old) // 2] if isinstance(content, str) else content)
    done = bot("prepare", **settings)
    assert (done.returncode, "It is made again" in done.stderr) == (0, True)
    assert (tmp_path / "new.db.before").exists()
    assert "Ministry of Education" in bot("ask", "who leads KR0901?", **settings).stdout


@pytest.mark.parametrize("name", ["empty", "nowhere"])
def test_nothing_to_read_makes_no_database(bot: Run, tmp_path: Path, name: str) -> None:
    """An empty or missing folder is told in one sentence with the exit code 1, and no database is made of it."""
    (tmp_path / "empty").mkdir()
    done = bot("run", COMMITMENTS_DB=str(tmp_path / "new.db"), CORPUS=str(tmp_path / name))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert f"nothing to read in {tmp_path / name}" in done.stderr
    assert not (tmp_path / "new.db").exists()


def test_settings_may_stand_in_a_file(environ: dict[str, str], tmp_path: Path) -> None:
    """Lines of `.env` in the folder are settings, and the environment goes before them."""
    (tmp_path / ".env").write_text("SLACK_BOT_TOKEN=xoxb-1\nDIGEST_TIME='25:00'\n", "utf-8")
    command = [*python(), "-m", "bot", "run"]
    where = environ | {"PYTHONPATH": str(ROOT), "CORPUS": str(ROOT / "corpus")}
    done = subprocess.run(command, cwd=tmp_path, env=where, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (
        2,
        "DIGEST_TIME is “25:00”, but must be a time of day from 00:00 to 23:59.\n",
    )
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env=where | {"DIGEST_TIME": "8:00"},
        input="",
        capture_output=True,
        text=True,
        check=False,
    )
    assert "SLACK_BOT_TOKEN is set, SLACK_APP_TOKEN is not" in done.stdout + done.stderr


def test_ingest_is_a_command_too(bot: Run, tmp_path: Path, pages: Path) -> None:
    """`python -m bot ingest`, which an installed package has, does what ingest.py does, and the advice names it."""
    database = str(tmp_path / "new.db")
    assert f"python -m bot ingest --db {database}" in bot("ask", "who leads KR0901?", "--db", database).stderr
    assert bot("ingest", str(pages), "--db", database).returncode == 0
    assert "Ministry of Education" in bot("ask", "who leads KR0901?", "--db", database).stdout
    assert "usage: python -m bot ingest" in bot("ingest", "--help").stdout
