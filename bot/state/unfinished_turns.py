"""Turns that were taken on and not ended: what a crash or a long outage leaves behind, so that nobody waits in vain."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select, update

from bot.state.database import State, insertion, moment
from bot.state.seen_events import KEPT
from bot.state.tables import UNFINISHED_TURNS

# Longer than a turn can take: the queue before it, and every wait for Slack that it may sit out.
LEFT_BEHIND = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class UnfinishedTurn:
    """What is needed to tell somebody that their question was left unanswered; nothing of the question.

    `name` is that of the event; `home` the ids of the workspace, separated by spaces.
    """

    name: str
    home: str
    channel: str
    thread_ts: str
    person: str
    direct: bool


def begin(state: State, turn: UnfinishedTurn, now: datetime | None = None) -> None:
    """Keep a turn until it is ended."""
    taken = moment(now or datetime.now(UTC))
    statement = insertion(state, UNFINISHED_TURNS).values(**asdict(turn), taken_at=taken)
    with state.begin() as connection:
        connection.execute(statement.on_conflict_do_nothing())


def end(state: State, name: str) -> None:
    """Forget a turn: its answer arrived, or the person was told."""
    with state.begin() as connection:
        connection.execute(delete(UNFINISHED_TURNS).where(UNFINISHED_TURNS.c.name == name))


def take_over(state: State, home: str, now: datetime | None = None) -> list[UnfinishedTurn]:
    """The turns of a workspace that were left behind, each given to one caller only, in whatever process.

    A caller that ends none of them leaves them for another, after as long again. After `KEPT` they are forgotten.
    """
    now = now or datetime.now(UTC)
    table = UNFINISHED_TURNS
    old = table.c.taken_at < moment(now - LEFT_BEHIND)
    columns = [table.c[name] for name in UnfinishedTurn.__slots__]
    with state.connect() as connection:
        found = connection.execute(select(*columns, table.c.taken_at).where(table.c.home == home, old)).all()
    given = []
    for *values, taken in found:
        lease = update(table).where(table.c.name == values[0], table.c.taken_at == taken).values(taken_at=moment(now))
        with state.begin() as connection:
            if connection.execute(lease).rowcount == 1:
                given.append(UnfinishedTurn(*values))
    with state.begin() as connection:
        connection.execute(delete(table).where(table.c.taken_at < moment(now - KEPT)))
    return given
