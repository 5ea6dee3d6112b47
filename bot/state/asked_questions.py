"""The questions that were asked, each with what gives its answer again; old ones are swept as new ones come."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, insert, select

from bot.state.database import State, patient
from bot.state.tables import ASKED_QUESTIONS


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
def keep(state: State, asked: AskedQuestion, days: int, now: datetime | None = None) -> str:
    """Keep a question for `days` days; gives its id, a token that nobody can guess. Older ones are swept.

    The table holds a hash of the token alone: whoever reads it can neither press a button nor tell who did.
    """
    now = now or datetime.now(UTC)
    key = secrets.token_urlsafe(12)
    with state.begin() as connection:
        connection.execute(insert(ASKED_QUESTIONS).values(id=_hashed(key), asked_at=_instant(now), **asdict(asked)))
        before = _instant(now - timedelta(days=days))
        connection.execute(delete(ASKED_QUESTIONS).where(ASKED_QUESTIONS.c.asked_at < before))
    return key


@patient
def find(state: State, key: str) -> AskedQuestion | None:
    """The question with this id; None where it is not kept, or no longer."""
    columns = [ASKED_QUESTIONS.c[field.name] for field in fields(AskedQuestion)]
    with state.connect() as connection:
        row = connection.execute(select(*columns).where(ASKED_QUESTIONS.c.id == _hashed(key))).first()
    return AskedQuestion(*row) if row else None


def earlier(state: State, key: str, most: int) -> tuple[str, ...]:
    """The questions before this one that its thread's memory comes from, the latest `most`, in their order.

    In a channel that is a direct conversation every message goes on from the one before, whatever thread it is in.
    """
    table = ASKED_QUESTIONS.c
    with state.connect() as connection:
        own = connection.execute(select(ASKED_QUESTIONS).where(table.id == _hashed(key))).first()
        if own is None or own.memory is None:
            return ()
        query = select(table.question).where(
            table.team == own.team,
            table.channel == own.channel,
            table.private == own.private,
            table.asked_at < own.asked_at,
        )
        if not own.channel.startswith("D"):
            query = query.where(table.thread_ts == own.thread_ts)
        return tuple(reversed(connection.scalars(query.order_by(table.asked_at.desc()).limit(most)).all()))


def _instant(when: datetime) -> str:
    """An instant to the microsecond: two questions of one second have an order."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
