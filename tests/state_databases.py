"""New state databases: a SQLite file, and a PostgreSQL database as well where TEST_POSTGRES names a server."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from tests.thorough import THOROUGH

SERVER = os.environ.get("TEST_POSTGRES", "")
"""Such as postgresql+psycopg://user:password@127.0.0.1:5432/postgres; its user may create databases."""
KINDS = ("sqlite", "postgresql") if SERVER else ("sqlite",)
KINDS_OF_DIGESTS = KINDS if THOROUGH else ("sqlite",)
"""What digests keep is tried on both by the tests of the state; a year of them on the second one takes minutes."""


@contextmanager
def new_address(kind: str, folder: Path) -> Iterator[str]:
    """The address of a new database of one of `KINDS`; on PostgreSQL it is dropped in the end."""
    if kind == "sqlite":
        yield str(folder / "state.db")
        return
    name = f"test_{secrets.token_hex(8)}"
    engine = create_engine(SERVER, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    try:
        yield make_url(SERVER).set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        engine.dispose()
