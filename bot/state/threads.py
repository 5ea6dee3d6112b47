"""What each thread remembers: the memory of a conversation, kept so that a restart forgets nothing."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, select

from bot.state.database import State, insertion, moment, patient
from bot.state.tables import THREADS


@patient
def recall(state: State, channel: str, thread_ts: str) -> str | None:
    """The memory (JSON) of a thread; None where we are no part of it."""
    query = select(THREADS.c.memory).where(THREADS.c.channel == channel, THREADS.c.thread_ts == thread_ts)
    with state.connect() as connection:
        return connection.execute(query).scalar_one_or_none()


@patient
def remember(state: State, channel: str, thread_ts: str, memory: str) -> None:
    """Keep `memory` (JSON) as that of a thread, in place of what was there."""
    with state.begin() as connection:
        remember_within(connection, channel, thread_ts, memory)


def remember_within(connection: Connection, channel: str, thread_ts: str, memory: str) -> None:
    """The same within a transaction that ends the turn."""
    row = {"memory": memory, "updated_at": moment(datetime.now(UTC))}
    statement = insertion(connection, THREADS).values(channel=channel, thread_ts=thread_ts, **row)
    connection.execute(
        statement.on_conflict_do_update(index_elements=[THREADS.c.channel, THREADS.c.thread_ts], set_=row)
    )
