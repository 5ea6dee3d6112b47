"""State databases of earlier and of later versions: nothing of them is lost, and none is damaged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, create_engine, insert, inspect, select, update

from bot.doctor import state_finding
from bot.state.database import StateError, found_versions, open_state
from bot.state.tables import FEEDBACK, METADATA, STATE_VERSION, STEPS, VERSION

_EARLIER = Path(__file__).with_name("earlier_tables.sql").read_text(encoding="utf-8")


def _earlier() -> Iterator[tuple[str, list[str]]]:
    """Each earlier version's name with the statements that make its tables and indexes."""
    made: dict[str, str] = {}
    for part in re.split(r"^-- (?=\d+: )", _EARLIER, flags=re.MULTILINE)[1:]:
        name, *statements = part.strip().splitlines()
        made |= {re.split(r"[ (]", one.removeprefix("CREATE ").replace("UNIQUE ", ""))[1]: one for one in statements}
        yield name, list(made.values())


def _fill(connection: Connection) -> dict[str, dict[str, object]]:
    """A row in every table that is there: text where text is held, None where nothing need be."""
    rows = {}
    for table in METADATA.sorted_tables:
        if not inspect(connection).has_table(table.name):
            continue
        columns = inspect(connection).get_columns(table.name)
        rows[table.name] = {
            one["name"]: None if one["nullable"] else table.c[one["name"]].type.python_type(1) for one in columns
        }
        connection.execute(insert(table), rows[table.name])
    return rows


def _form(engine: Engine) -> dict[str, tuple[object, ...]]:
    looked = inspect(engine)
    return {
        table.name: (
            {one["name"]: str(one["type"]) for one in looked.get_columns(table.name)},
            looked.get_pk_constraint(table.name)["constrained_columns"],
            sorted((str(one["name"]), one["column_names"]) for one in looked.get_indexes(table.name)),
            [one["constrained_columns"] for one in looked.get_foreign_keys(table.name)],
        )
        for table in METADATA.sorted_tables
    }


@pytest.mark.parametrize(("name", "statements"), tuple(_earlier()), ids=lambda one: one if isinstance(one, str) else "")
def test_an_earlier_version_is_brought_up_to_date(
    name: str, statements: list[str], address: str, tmp_path: Path
) -> None:
    """The tables of every earlier version become those of a new database, and each row of them is still there."""
    before = create_engine(address if "://" in address else f"sqlite:///{address}")
    with before.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
        rows = _fill(connection)
    before.dispose()
    state, new = open_state(address), open_state(str(tmp_path / "new.db"))
    if state.dialect.name == new.dialect.name:
        assert _form(state) == _form(new)
    with state.connect() as connection:
        for table in METADATA.sorted_tables:
            for column, value in rows.get(table.name, {}).items():
                kept = connection.execute(select(table.c[column])).scalar_one()
                assert kept == ("" if (table, column, value) == (FEEDBACK, "team", None) else value)
    assert found_versions(address).version == VERSION
    state.dispose()


def test_the_doctor_changes_nothing(tmp_path: Path) -> None:
    """The doctor says of an earlier version's file what the bot will do with it, and leaves it as it is."""
    path = tmp_path / "state.db"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE seen_events (event_id TEXT PRIMARY KEY, claimed_at TEXT NOT NULL)")
    engine.dispose()
    found = state_finding(str(path))
    assert (found.verdict, "version 0" in found.says, f"to version {VERSION}" in found.advice) == ("note", True, True)
    assert inspect(engine).get_table_names() == ["seen_events"]


def _written_by_a_later(address: str, oldest: int) -> None:
    state = open_state(address)
    with state.begin() as connection:
        connection.execute(update(STATE_VERSION).values(version=VERSION + 2, oldest=oldest))
    state.dispose()


def test_a_later_version_that_would_be_damaged_is_refused(address: str) -> None:
    """What a later version wrote in another form is refused in a sentence, by the bot and by the doctor."""
    _written_by_a_later(address, VERSION + 1)
    with pytest.raises(StateError, match=rf"later version .* {VERSION + 2}, this one knows {VERSION}"):
        open_state(address)
    assert state_finding(address).verdict == "wrong"


def test_a_later_version_may_be_at_work_beside_this_one(address: str) -> None:
    """While machines are brought to a later version one after the other, this one goes on where that one says so."""
    _written_by_a_later(address, VERSION)
    open_state(address).dispose()
    assert found_versions(address).version == VERSION + 2


def test_every_step_is_there() -> None:
    """The steps are numbered without a gap, and none shuts out a version that is not older than itself."""
    assert list(STEPS) == list(range(1, VERSION + 1))
    assert all(0 <= step.oldest <= number for number, step in STEPS.items())
