"""Who follows what, where and when, who did what to it, and what its readers did with it.

Their marks on single commitments (not told until it changes, or told on a day), the days off and the last press have
tables of their own: that of the subscriptions stays as it was first made.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from bot.state.database import State, insertion, moment
from bot.state.tables import (
    DELIVERIES,
    JOURNAL,
    MARKS,
    SUBSCRIPTION_ACTS,
    SUBSCRIPTION_CLICKS,
    SUBSCRIPTION_DAYS_OFF,
    SUBSCRIPTIONS,
)

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
    row = {"subscription": key, "at": moment(now), "user": user, "act": act, "detail": detail}
    connection.execute(insert(SUBSCRIPTION_ACTS).values(row))


# -- what its readers did with it ---------------------------------------------------------------------------------

CHECKED, REMIND = "checked", "remind"


def mark(state: State, subscription: str, code: str, name: str, value: str) -> None:
    """Set a mark of a commitment, in place of the one of the same name."""
    row = {"subscription": subscription, "code": code, "mark": name, "value": value}
    statement = insertion(state, MARKS).values(row)
    keys = [MARKS.c.subscription, MARKS.c.code, MARKS.c.mark]
    with state.begin() as connection:
        connection.execute(statement.on_conflict_do_update(index_elements=keys, set_={"value": value}))


def checked(state: State, subscription: str) -> frozenset[str]:
    """The codes that somebody checked and that did not change since."""
    mine = (MARKS.c.subscription == subscription) & (MARKS.c.mark == CHECKED)
    with state.connect() as connection:
        marks = {row.code: int(row.value) for row in connection.execute(select(MARKS).where(mine))}
        if not marks:
            return frozenset()
        latest = select(JOURNAL.c.code, func.max(JOURNAL.c.number)).where(JOURNAL.c.code.in_(marks))
        changed = {row[0]: row[1] for row in connection.execute(latest.group_by(JOURNAL.c.code))}
    return frozenset(code for code, number in marks.items() if changed.get(code, 0) <= number)


def reminded(state: State, subscription: str, after: date, upto: date) -> frozenset[str]:
    """The codes that somebody wants to be reminded of after one day, up to another."""
    days = MARKS.c.value.between(after.isoformat(), upto.isoformat()) & (MARKS.c.value > after.isoformat())
    query = select(MARKS.c.code).where(MARKS.c.subscription == subscription, MARKS.c.mark == REMIND, days)
    with state.connect() as connection:
        return frozenset(connection.scalars(query))


def set_days_off(state: State, key: str, country: str | None) -> None:
    """Send a digest on no public holiday of a country (ISO 3166 alpha-2); with None, on each of its days again."""
    table = SUBSCRIPTION_DAYS_OFF
    with state.begin() as connection:
        connection.execute(delete(table).where(table.c.subscription == key))
        if country:
            connection.execute(insertion(state, table).values(subscription=key, country=country))


def days_off(state: State) -> dict[str, str]:
    """Subscription → the country whose holidays it leaves out, of all that leave any out."""
    table = SUBSCRIPTION_DAYS_OFF.c
    with state.connect() as connection:
        return {row[0]: row[1] for row in connection.execute(select(table.subscription, table.country))}


def clicked(state: State, key: str, now: datetime) -> None:
    """Note that somebody did something with a digest. Nothing is noted of one that has ended."""
    table = SUBSCRIPTION_CLICKS
    with state.begin() as connection:
        if connection.execute(select(SUBSCRIPTIONS.c.id).where(SUBSCRIPTIONS.c.id == key)).first():
            statement = insertion(state, table).values(subscription=key, clicked_at=moment(now))
            changed = {"clicked_at": moment(now)}
            connection.execute(statement.on_conflict_do_update(index_elements=[table.c.subscription], set_=changed))


def silent(state: State, keys: Collection[str], since: datetime, fewest: int) -> list[str]:
    """Those of `keys` with which nobody did anything since a moment, though so many digests came, and nobody asked yet.

    Whoever made or changed one did something with it.
    """
    clicks, acts, sent = SUBSCRIPTION_CLICKS.c, SUBSCRIPTION_ACTS.c, DELIVERIES.c
    late = moment(since)
    active = select(acts.subscription).where(acts.user != "", acts.at >= late)
    touched = select(clicks.subscription).where((clicks.clicked_at >= late) | clicks.asked_at.is_not(None))
    told = (
        select(sent.subscription)
        .where(sent.status == "sent", sent.claimed_at >= late)
        .group_by(sent.subscription)
        .having(func.count() >= fewest)
    )
    mine = SUBSCRIPTIONS.c.id
    query = select(mine).where(mine.not_in(active), mine.not_in(touched), mine.in_(told))
    with state.connect() as connection:
        return [row[0] for row in connection.execute(query.order_by(mine)) if row[0] in keys]


def ask_once(state: State, key: str, now: datetime) -> bool:
    """Note that a digest's readers are asked whether they want it; True for the first caller only, ever."""
    table = SUBSCRIPTION_CLICKS
    with state.begin() as connection:
        connection.execute(insertion(state, table).values(subscription=key).on_conflict_do_nothing())
        fresh = (table.c.subscription == key) & table.c.asked_at.is_(None)
        return connection.execute(update(table).where(fresh).values(asked_at=moment(now))).rowcount == 1
