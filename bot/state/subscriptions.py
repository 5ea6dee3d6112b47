"""Who follows what, where and when; and who did what to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from bot.state.database import State, moment
from bot.state.tables import SUBSCRIPTION_ACTS, SUBSCRIPTIONS

KEPT = timedelta(days=100)
"""How long what was done to a subscription stays known after its end."""
_LISTS = ("days", "sections", "muted", "followed")


@dataclass(frozen=True, slots=True)
class Subscription:
    """One subscription, as its table says. Days are local to `zone`, weekdays count from Monday, 0."""

    id: str
    team: str
    channel: str
    owner: str
    kind: str
    value: str
    zone: str
    at: str
    days: tuple[int, ...]
    weekly: bool
    ahead: int
    sections: tuple[str, ...]
    heartbeat: bool
    language: str
    muted: tuple[str, ...]
    paused_until: str | None
    stopped: str | None
    told: int
    sent_on: str | None
    followed: tuple[str, ...]
    created_on: str


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did to a subscription."""

    at: str
    user: str
    act: str
    detail: str


def add(state: State, one: Subscription, now: datetime) -> None:
    """Keep a new subscription; its owner made it."""
    with state.begin() as connection:
        connection.execute(insert(SUBSCRIPTIONS).values(_row(asdict(one))))
        _note(connection, one.id, one.owner, "subscribe", one.value, now)


def change(
    state: State,
    key: str,
    user: str,
    act: str,
    values: Mapping[str, Any],
    now: datetime,
    noted: Mapping[str, Any] | None = None,
) -> bool:
    """Give a subscription new `values`, and note who did it; False where there is no such subscription.

    `noted` is what is noted, where more was changed than the table of subscriptions holds.
    """
    table = SUBSCRIPTIONS
    statement = update(table).where(table.c.id == key).values(_row(values) or {"id": key})
    with state.begin() as connection:
        if not connection.execute(statement).rowcount:
            return False
        detail = json.dumps(dict(values if noted is None else noted), ensure_ascii=False)
        _note(connection, key, user, act, detail, now)
    return True


def stop(state: State, key: str, reason: str, now: datetime) -> bool:
    """Stop a subscription for a reason; True for the first caller only, who tells its owner."""
    running = (SUBSCRIPTIONS.c.id == key) & SUBSCRIPTIONS.c.stopped.is_(None)
    with state.begin() as connection:
        if not connection.execute(update(SUBSCRIPTIONS).where(running).values(stopped=reason)).rowcount:
            return False
        _note(connection, key, "", "stop", reason, now)
    return True


def remove(state: State, key: str, user: str, now: datetime) -> bool:
    """Remove a subscription with all that is kept of it, but what was done to it; False where there is none."""
    mine = SUBSCRIPTIONS.c.id == key
    with state.begin() as connection:
        team = connection.scalar(select(SUBSCRIPTIONS.c.team).where(mine))
        if team is None or not connection.execute(delete(SUBSCRIPTIONS).where(mine)).rowcount:
            return False
        _note(connection, key, user, "unsubscribe", team, now)
    return True


def get(state: State, key: str) -> Subscription | None:
    """The subscription with this id."""
    return next(iter(_find(state, SUBSCRIPTIONS.c.id == key)), None)


def running(state: State) -> list[Subscription]:
    """Every subscription that is not stopped."""
    return _find(state, SUBSCRIPTIONS.c.stopped.is_(None))


def of_channel(state: State, team: str, channel: str) -> list[Subscription]:
    """The subscriptions that are posted in a channel, the oldest first."""
    return _find(state, (SUBSCRIPTIONS.c.team == team) & (SUBSCRIPTIONS.c.channel == channel))


def of_owner(state: State, team: str, owner: str) -> list[Subscription]:
    """The subscriptions that a person made, wherever they are posted, the oldest first."""
    return _find(state, (SUBSCRIPTIONS.c.team == team) & (SUBSCRIPTIONS.c.owner == owner))


def acts(state: State, key: str) -> list[Act]:
    """What was done to a subscription, the first act first."""
    table = SUBSCRIPTION_ACTS.c
    query = select(table.at, table.user, table.act, table.detail).where(table.subscription == key)
    with state.connect() as connection:
        return [Act(*row) for row in connection.execute(query.order_by(table.number))]


def _find(state: State, condition: ColumnElement[bool]) -> list[Subscription]:
    query = select(SUBSCRIPTIONS).where(condition).order_by(SUBSCRIPTIONS.c.created_on, SUBSCRIPTIONS.c.id)
    with state.connect() as connection:
        return [_read(row._mapping) for row in connection.execute(query)]


def _read(row: Mapping[Any, Any]) -> Subscription:
    values = {field.name: row[field.name] for field in fields(Subscription)}
    return Subscription(**values | {name: tuple(json.loads(values[name])) for name in _LISTS})


def _row(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: json.dumps(value) if name in _LISTS else value for name, value in values.items()}


def _note(connection: Connection, key: str, user: str, act: str, detail: str, now: datetime) -> None:
    """Note an act; those of subscriptions that ended are swept on the way once they are older than `KEPT`."""
    table = SUBSCRIPTION_ACTS
    row = {"subscription": key, "at": moment(now), "user": user, "act": act, "detail": detail}
    connection.execute(insert(table).values(row))
    ended = table.c.subscription.not_in(select(SUBSCRIPTIONS.c.id))
    connection.execute(delete(table).where(ended, table.c.at < moment(now - KEPT)))
