"""New state databases: a SQLite file, and a PostgreSQL database as well where TEST_POSTGRES names a server."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import make_url

from bot.state.database import _POSTGRES
from tests.thorough import THOROUGH

SERVER = os.environ.get("TEST_POSTGRES", "")
"""Such as postgresql+psycopg://user:password@127.0.0.1:5432/postgres; its user may create schemas."""
KINDS = ("sqlite", "postgresql") if SERVER else ("sqlite",)
KINDS_OF_DIGESTS = KINDS if THOROUGH else ("sqlite",)
"""What digests keep is tried on both by the tests of the state; a year of them on the second one takes minutes."""


@contextmanager
def new_address(kind: str, folder: Path) -> Iterator[str]:
    """The address of a new database of one of `KINDS`; on PostgreSQL it is dropped in the end.

    There it is a schema of its own, which the connections that have its address see alone: to them it is a database,
    and it is made in a hundredth of the time.
    """
    if kind == "sqlite":
        yield str(folder / "state.db")
        return
    name = f"test_{secrets.token_hex(8)}"
    server = _server()
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {name}")
    alone = {"options": f"{_POSTGRES['options']} -c search_path={name}", "application_name": name}
    try:
        yield make_url(SERVER).update_query_dict(alone).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s"
            connection.exec_driver_sql(ended, (name,))
            connection.exec_driver_sql(f"DROP SCHEMA {name} CASCADE")


@cache
def _server() -> Engine:
    return create_engine(SERVER, isolation_level="AUTOCOMMIT")
