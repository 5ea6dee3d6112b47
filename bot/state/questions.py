"""The questions that were asked, each with what gives its answer again, and what every thread remembers."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime

from sqlalchemy import Connection, func, select

from bot.state.database import State, insertion, moment, patient
from bot.state.tables import ASKED_QUESTIONS, THREADS

_NEVER = "9999"


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One question and what became of it, as its table says; `memory`, `pending` and `frame` are JSON texts."""

    team: str
    channel: str
    thread_ts: str
    user: str
    private: bool
    question: str
    pending: str | None
    memory: str | None
    as_of: str
    language: str
    intent: str | None
    outcome: str
    reason: str | None
    frame: str


@patient
def keep(state: State, asked: AskedQuestion, now: datetime | None = None) -> str:
    """Keep a question; gives its id, a token that nobody can guess.

    The table holds a hash of the token alone: whoever reads it can neither press a button nor tell who did.
    """
    key = secrets.token_urlsafe(12)
    with state.begin() as connection:
        keep_within(connection, key, asked, now)
    return key


def keep_within(connection: Connection, key: str, asked: AskedQuestion, now: datetime | None = None) -> None:
    """The same under an id that was made for it, within a transaction; once, however often it is done."""
    row = {"id": _hashed(key), "asked_at": _instant(now or datetime.now(UTC))} | asdict(asked)
    connection.execute(insertion(connection, ASKED_QUESTIONS).values(row).on_conflict_do_nothing())


@patient
def find(state: State, key: str) -> AskedQuestion | None:
    """The question with this id; None where it is not kept, or no longer."""
    columns = [ASKED_QUESTIONS.c[field.name] for field in fields(AskedQuestion)]
    with state.connect() as connection:
        row = connection.execute(select(*columns).where(ASKED_QUESTIONS.c.id == _hashed(key))).first()
    return AskedQuestion(*row) if row else None


def earlier(state: State, key: str, asked: AskedQuestion, most: int) -> tuple[str, ...]:
    """The questions before this one that its thread's memory comes from, the latest `most`, in their order.

    In a channel that is a direct conversation every message goes on from the one before, whatever thread it is in.
    `key` is its id, though it may not be kept yet.
    """
    if asked.memory is None:
        return ()
    table, own = ASKED_QUESTIONS.c, ASKED_QUESTIONS.alias().c
    when = select(own.asked_at).where(own.id == _hashed(key)).scalar_subquery()
    with state.connect() as connection:
        query = select(table.question).where(
            table.team == asked.team,
            table.channel == asked.channel,
            table.private == asked.private,
            table.asked_at < func.coalesce(when, _NEVER),
        )
        if not asked.channel.startswith("D"):
            query = query.where(table.thread_ts == asked.thread_ts)
        return tuple(reversed(connection.scalars(query.order_by(table.asked_at.desc()).limit(most)).all()))


def _instant(when: datetime) -> str:
    """An instant to the microsecond: two questions of one second have an order."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


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
