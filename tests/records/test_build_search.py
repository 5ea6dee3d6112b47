"""The full-text index finds what the records say, however it is accented, and nothing that they no longer say."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from bot.records.store import Store
from tests.records.sample_pages import ingest, page

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A database that is not there yet."""
    return tmp_path / "commitments.db"


def matching(db: Path, query: str) -> list[str]:
    """The codes that an FTS5 query matches."""
    with Store(db) as store:
        return sorted(code for code, _score in store.search(query))


@pytest.mark.parametrize("word", ["Citizen", "citizens", '"citizens\'"', "CITIZEN"])
def test_words_match_in_all_their_forms(db: Path, word: str) -> None:
    """Case, plural and possessive do not matter."""
    ingest(db, {path.name: path.read_bytes() for path in CORPUS.iterdir()})
    assert {"KR0029", "KR0032"} <= set(matching(db, word))


@pytest.mark.parametrize("word", ["Büro", "Buro", "buro", '"BÜRO"'])
def test_accents_do_not_matter(db: Path, word: str) -> None:
    """`Büro` in a document is found with and without its accent."""
    ingest(db, {"XA0001.txt": page("XA0001", Lead_Institution="Büro für Bürgerbeteiligung"), "b.txt": page("XA0002")})
    assert matching(db, word) == ["XA0001"]


@pytest.mark.parametrize("others", [0, 40], ids=["index made anew", "index amended"])
def test_no_ghosts_after_updates(db: Path, others: int) -> None:
    """A word that a record no longer has does not find it, whether or not the whole index is made anew."""
    ingest(db, {f"XB{n:04}.txt": page(f"XB{n:04}", "Clean Rivers") for n in range(others)})
    ingest(db, {"XA0001.txt": page("XA0001", "Open Fountains")})
    ingest(db, {"XA0001.txt": page("XA0001", "Open Courts")})
    assert matching(db, "fountains") == []
    assert matching(db, "courts") == ["XA0001"]
    connection = sqlite3.connect(db)
    connection.execute("INSERT INTO commitments_fts (commitments_fts) VALUES ('integrity-check')")
    connection.close()


def test_no_ghosts_after_removal(db: Path, tmp_path: Path) -> None:
    """A record that is gone is not found."""
    ingest(db, {"XA0001.txt": page("XA0001", "Open Fountains")})
    ingest(db, {"XA0001.txt": page("XA0002", "Open Courts")})
    assert matching(db, "fountains") == []


def test_names_that_nothing_uses_are_forgotten(db: Path) -> None:
    """An institution that no record names any more is not offered."""
    ingest(db, {"XA0001.txt": page("XA0001", Lead_Institution="Ministry of Magic")})
    ingest(db, {"XA0001.txt": page("XA0001", Lead_Institution="Ministry of Finance")})
    with Store(db) as store:
        assert [name.name for name in store.names_of_kind("institution")] == ["Ministry of Finance"]
        assert store.names_with(["magic"], "institution") == []
        assert "magic" not in store.word_counts()["institution"]
