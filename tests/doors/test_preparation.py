"""When the documents are read again: the database is missing, or older than a document or a reader."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from bot.preparation import is_fresh

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
def database(tmp_path: Path) -> Path:
    """A database of this moment."""
    file = tmp_path / "commitments.db"
    file.touch()
    return file


def age(path: Path, seconds: int) -> None:
    """Let `path` have been changed so many seconds from now."""
    then = time.time() + seconds
    os.utime(path, (then, then))


def test_a_newer_database_is_fresh(corpus: Path, database: Path) -> None:
    """A database newer than its documents and readers is left alone."""
    assert is_fresh(database, corpus)


def test_a_missing_database_is_not(corpus: Path, tmp_path: Path) -> None:
    """A missing database has to be made."""
    assert not is_fresh(tmp_path / "none.db", corpus)


def test_a_changed_document_makes_it_old(corpus: Path, database: Path) -> None:
    """A document that is newer than the database is read."""
    age(corpus / "KR0032.txt", 7200)
    assert not is_fresh(database, corpus)


def test_a_removed_document_makes_it_old(corpus: Path, database: Path) -> None:
    """A document that is gone changes its folder's time, and that counts."""
    age(database, -60)
    (corpus / "KR0032.txt").unlink()
    assert not is_fresh(database, corpus)


def test_a_document_in_a_folder_within_counts(corpus: Path, database: Path) -> None:
    """Documents may lie in folders of the corpus."""
    (corpus / "kr").mkdir()
    (corpus / "KR0029.txt").rename(corpus / "kr" / "KR0029.txt")
    age(corpus / "kr" / "KR0029.txt", 7200)
    age(corpus, -3600)
    age(corpus / "kr", -3600)
    assert not is_fresh(database, corpus)


def test_a_newer_reader_makes_it_old(corpus: Path, database: Path) -> None:
    """A database that older readers made is made again: they may have read less."""
    os.utime(database, (0, 0))
    for path in (*corpus.iterdir(), corpus):
        os.utime(path, (0, 0))
    assert not is_fresh(database, corpus)
