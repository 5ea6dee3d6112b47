"""The questions that were asked, each with what gives its answer again; old ones are swept as new ones come."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, insert, select

from bot.state.database import State, moment
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


def keep(state: State, asked: AskedQuestion, days: int, now: datetime | None = None) -> str:
    """Keep a question for `days` days; gives its id, a token that nobody can guess. Older ones are swept."""
    now = now or datetime.now(UTC)
    key = secrets.token_urlsafe(12)
    with state.begin() as connection:
        connection.execute(insert(ASKED_QUESTIONS).values(id=key, asked_at=moment(now), **asdict(asked)))
        before = moment(now - timedelta(days=days))
        connection.execute(delete(ASKED_QUESTIONS).where(ASKED_QUESTIONS.c.asked_at < before))
    return key


def find(state: State, key: str) -> AskedQuestion | None:
    """The question with this id; None where it is not kept, or no longer."""
    columns = [ASKED_QUESTIONS.c[field.name] for field in fields(AskedQuestion)]
    with state.connect() as connection:
        row = connection.execute(select(*columns).where(ASKED_QUESTIONS.c.id == key)).first()
    return AskedQuestion(*row) if row else None
