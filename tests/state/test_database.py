"""The state database: made where missing, the same for SQLite and PostgreSQL, told in words when unusable."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Self

import pytest
from sqlalchemy import create_engine, event
from sqlalchemy.exc import OperationalError

from bot.state.database import State, StateError, insertion, open_state, shared_clock
from bot.state.tables import METADATA, SEEN_EVENTS
from bot.state.unfinished_turns import claim
from tests.forking import python
from tests.present import present
from tests.state_databases import SERVER


def test_a_file_is_made_with_its_tables(tmp_path: Path) -> None:
    """A path is the address of a SQLite file in write-ahead mode with foreign keys, made once and kept."""
    path = tmp_path / "state.db"
    open_state(str(path))
    with open_state(str(path)).connect() as connection:
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars()
        assert set(tables) - {"sqlite_sequence"} == set(METADATA.tables)
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


@pytest.mark.skipif(not SERVER, reason="TEST_POSTGRES names no server: these tests ran on SQLite alone")
def test_postgresql_is_tried() -> None:
    """The server that TEST_POSTGRES names is a PostgreSQL, on which the tests of state and digests run as well."""
    engine = create_engine(SERVER)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT version()").scalar_one().startswith("PostgreSQL")
    engine.dispose()


MAKE_ALL = """
import sys
from bot.state.database import open_state
sys.stdin.readline()
state = open_state(sys.argv[1])
state.dispose()
"""


def test_processes_that_start_at_once_make_the_tables_once(address: str) -> None:
    """Several processes that open the same new database at the same moment all find it usable."""
    pipe = subprocess.PIPE
    command = [*python(), "-c", MAKE_ALL, address]
    started = [subprocess.Popen(command, stdin=pipe, stderr=pipe, text=True) for _ in range(6)]
    for process in started:
        stdin = present(process.stdin)
        stdin.write("\n")
        stdin.flush()
    errors = [process.communicate()[1] for process in started]
    assert [(process.returncode, error) for process, error in zip(started, errors, strict=True)] == [(0, "")] * 6


def test_a_connection_stays_open_and_is_lent_to_one_use_at_a_time(tmp_path: Path) -> None:
    """One after the other uses of a file share a connection; those at the same time have one each."""
    state = open_state(str(tmp_path / "state.db"))
    opened = []
    event.listen(state, "connect", lambda *_: opened.append(1))
    assert all(claim(state, f"Ev{number}") for number in range(3))
    assert opened == []
    with state.connect() as one, state.connect() as other:
        assert one.connection.dbapi_connection is not other.connection.dbapi_connection
    assert opened == [1]


def test_what_is_written_goes_into_the_file_that_is_there(tmp_path: Path) -> None:
    """Once a file was replaced by another nothing more is written into the one that is gone."""
    path, other = tmp_path / "state.db", tmp_path / "other.db"
    state, kept = open_state(str(path)), open_state(str(other))
    assert claim(state, "Ev1")
    kept.dispose()
    other.replace(path)
    assert claim(state, "Ev1")
    with sqlite3.connect(path) as found:
        assert found.execute("SELECT event_id FROM seen_events").fetchall() == [("Ev1",)]


def test_postgresql_gets_the_same_statement() -> None:
    """The claim of an event compiles to one INSERT … ON CONFLICT DO NOTHING for PostgreSQL as for SQLite."""
    rows = [{"event_id": "Ev1", "claimed_at": "2026-11-21T00:00:00Z"}]
    statements = [
        str(insertion(engine, SEEN_EVENTS).values(rows).on_conflict_do_nothing().compile(dialect=engine.dialect))
        for engine in (create_engine("postgresql+psycopg://"), create_engine("sqlite://"))
    ]
    assert all(
        statement.startswith("INSERT INTO seen_events (event_id, claimed_at) VALUES (") for statement in statements
    )
    assert all(statement.endswith("ON CONFLICT DO NOTHING") for statement in statements)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/nowhere/at/all/state.db", "STATE_DB: the state database /nowhere/at/all/state.db cannot be used"),
        ("mysql+pymysql://u:hunter2@h/d", "is no database that we know"),
        ("oddbase://u:hunter2@h/d", "no such kind of database address"),
        ("://", "no such kind of database address"),
    ],
)
def test_an_unusable_database_is_told(address: str, sentence: str) -> None:
    """What cannot be opened is a sentence that names the setting and shows no password."""
    with pytest.raises(StateError, match=sentence) as told:
        open_state(address)
    assert str(told.value).startswith("STATE_DB")
    assert "hunter2" not in str(told.value)


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    """A file of another kind is a sentence, and it is left as it was."""
    path = tmp_path / "notes.txt"
    path.write_text("not a database, but long enough to be mistaken for one " * 100)
    with pytest.raises(StateError, match=r"notes\.txt cannot be used"):
        open_state(str(path))
    assert path.read_text().startswith("not a database")


def test_nothing_is_opened_at_import(tmp_path: Path) -> None:
    """Importing the room makes no file and needs none of our other rooms."""
    code = (
        "import sys, bot.state.questions, bot.state.unfinished_turns\n"
        "print([name for name in sys.modules if name.startswith('bot.') and 'bot.state' not in name])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert list(tmp_path.iterdir()) == []


def test_a_new_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    """The file of a new database, and those that SQLite lays beside it, can be read and written by their owner only."""
    before = os.umask(0)
    try:
        state = open_state(str(tmp_path / "state.db"))
        with state.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE held (one INTEGER)")
            files = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}
    finally:
        os.umask(before)
    assert files == dict.fromkeys(("state.db", "state.db-shm", "state.db-wal"), 0o600)


@pytest.mark.parametrize("failures", [1, 3])
def test_what_fails_in_passing_is_tried_again(state: State, failures: int) -> None:
    """A use that meets a lock or a lost connection takes place once that is over."""
    left = [failures]

    def disturb(*_: object) -> None:
        if left[0]:
            left[0] -= 1
            raise OperationalError("INSERT", {}, Exception("database is locked"))

    event.listen(state, "before_cursor_execute", disturb)
    assert claim(state, "Ev1")
    assert left == [0]


def test_what_does_not_pass_is_told(state: State) -> None:
    """Where the database stays unusable, a sentence says why, after a few tries."""
    tries = []

    def fail(*_: object) -> None:
        tries.append(1)
        raise OperationalError("INSERT", {}, Exception("disk I/O error"))

    event.listen(state, "before_cursor_execute", fail)
    with pytest.raises(StateError, match=r"^The state database cannot be used: disk I/O error\.$"):
        claim(state, "Ev1")
    assert 1 < len(tries) < 10


def test_a_file_that_is_deleted_is_made_anew(tmp_path: Path) -> None:
    """Where the file of a running bot is gone, or is another, it gets its tables anew, for its owner alone."""
    path = tmp_path / "state.db"
    state = open_state(str(path))
    claim(state, "Ev1")
    for file in tmp_path.iterdir():
        file.unlink()
    assert [claim(state, "Ev1"), claim(state, "Ev1")] == [True, False]
    assert path.stat().st_mode & 0o777 == 0o600
    path.unlink()
    with closing(sqlite3.connect(path)) as another:
        another.execute("CREATE TABLE notes (text)")
    assert claim(state, "Ev2")


READ = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('SELECT count(*) FROM seen_events').fetchall()"


def test_a_process_that_opens_it_again_keeps_its_locks(tmp_path: Path) -> None:
    """While one connection is open no other process tidies its log away, though this one opens the database again."""
    path = str(tmp_path / "state.db")
    with open_state(path).connect() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM seen_events")
        open_state(path)
        subprocess.run([*python(), "-c", READ, path], check=True)
        assert (tmp_path / "state.db-wal").exists()


def test_a_broken_file_is_told_at_once(tmp_path: Path) -> None:
    """A file that is damaged does not come right: nothing is tried again."""
    path = tmp_path / "state.db"
    state = open_state(str(path))
    for file in tmp_path.iterdir():
        file.write_bytes(b"damaged" * 1_000)
    with pytest.raises(StateError, match="cannot be used: file is not a database"):
        claim(state, "Ev1")


def test_a_clock_that_is_off_does_not_count(
    state: State, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Who shares a PostgreSQL goes by its clock, however far their own is ahead; on SQLite there is one machine."""

    class Ahead(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return super().now(tz) + timedelta(minutes=20)

    monkeypatch.setattr("bot.state.database.datetime", Ahead)
    off = shared_clock(state)() - datetime.now(UTC)
    postgresql = state.dialect.name == "postgresql"
    assert (abs(off) < timedelta(seconds=5)) == postgresql
    assert ("1200 s off" in caplog.text) == postgresql
