"""Deliveries: a digest is claimed here before it is sent, so that no crash and no second process sends it twice.

The primary key is the subscription and its local day. A claim is held under a lease; whoever takes an abandoned
claim on counts one attempt up, and whoever held it before can no longer end it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, select, update

from bot.state.database import State, insertion, moment
from bot.state.tables import DELIVERIES, SUBSCRIPTIONS

KEPT = timedelta(days=200)
"""How long it is known that a digest was sent: longer than a digest must be silent to be asked about."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One claimed digest: of which subscription and local day, and what it covers.

    `claimed_at` is when it was claimed, and once it was sent or tried, when that was.
    """

    subscription: str
    day: str
    token: str
    since: str
    upto: int
    claimed_at: str
    closes_at: str
    attempts: int


def claimed_days(state: State, since: str) -> set[tuple[str, str]]:
    """(subscription, day) of every delivery from a day on, whatever became of it."""
    query = select(DELIVERIES.c.subscription, DELIVERIES.c.day).where(DELIVERIES.c.day >= since)
    with state.connect() as connection:
        return {(row[0], row[1]) for row in connection.execute(query)}


def claim(state: State, one: Delivery, lease_until: datetime) -> bool:
    """Claim a digest; True for the first caller only, in whatever process. Those older than `KEPT` are swept."""
    table, before = DELIVERIES.c, (date.fromisoformat(one.day) - KEPT).isoformat()
    old = (table.subscription == one.subscription) & (table.day < before) & (table.status != "claimed")
    columns = {name: getattr(one, name) for name in _NAMES}
    row = columns | {"status": "claimed", "lease_until": moment(lease_until)}
    with state.begin() as connection:
        # a subscription that was removed meanwhile has no digest to claim
        if not connection.execute(select(SUBSCRIPTIONS.c.id).where(SUBSCRIPTIONS.c.id == one.subscription)).first():
            return False
        connection.execute(delete(DELIVERIES).where(old))
        done = connection.execute(
            insertion(state, DELIVERIES).values(row).on_conflict_do_nothing(),
            execution_options={"preserve_rowcount": True},
        )
    return done.rowcount == 1


def leave_out(state: State, one: Delivery) -> bool:
    """Take a day off: nobody claims its digest, and the next one covers it. False where it is claimed already."""
    row = {name: getattr(one, name) for name in _NAMES} | {"status": "off", "lease_until": one.closes_at}
    with state.begin() as connection:
        if not connection.execute(select(SUBSCRIPTIONS.c.id).where(SUBSCRIPTIONS.c.id == one.subscription)).first():
            return False
        done = connection.execute(
            insertion(state, DELIVERIES).values(row).on_conflict_do_nothing(),
            execution_options={"preserve_rowcount": True},
        )
    return done.rowcount == 1


def take_back(state: State, key: str) -> None:
    """Forget the days off of a subscription that are left out: its digest is sent on them after all."""
    mine = (DELIVERIES.c.subscription == key) & (DELIVERIES.c.status == "off")
    with state.begin() as connection:
        connection.execute(delete(DELIVERIES).where(mine))


def abandoned(state: State, now: datetime) -> list[Delivery]:
    """Claims that nobody ended and whose lease is over."""
    columns = [DELIVERIES.c[name] for name in _NAMES]
    query = select(*columns).where(DELIVERIES.c.status == "claimed", DELIVERIES.c.lease_until <= moment(now))
    with state.connect() as connection:
        return [_read(row) for row in connection.execute(query.order_by(DELIVERIES.c.claimed_at))]


def take_on(state: State, one: Delivery, now: datetime, lease_until: datetime) -> Delivery | None:
    """Take an abandoned claim on; None where somebody else did."""
    held = _held(one) & (DELIVERIES.c.lease_until <= moment(now))
    values = {"attempts": one.attempts + 1, "lease_until": moment(lease_until)}
    with state.begin() as connection:
        if not connection.execute(update(DELIVERIES).where(held).values(values)).rowcount:
            return None
    return Delivery(**{name: getattr(one, name) for name in _NAMES} | {"attempts": one.attempts + 1})


def hold(state: State, one: Delivery, lease_until: datetime, sent_at: datetime | None = None) -> bool:
    """Set the lease of a claim that is still ours anew; False where it is not.

    `sent_at`: it is sent now, with what it covers. Whoever takes the claim on looks for the message from then on, not
    from the first try.
    """
    values = {"lease_until": moment(lease_until)} | (
        {"claimed_at": moment(sent_at), "upto": one.upto} if sent_at else {}
    )
    with state.begin() as connection:
        return connection.execute(update(DELIVERIES).where(_held(one)).values(values)).rowcount == 1


def end(
    state: State, one: Delivery, status: str, *, message: str | None = None, followed: Sequence[str] | None = None
) -> bool:
    """End a claim that is still ours as `sent`, `quiet` or `failed`; False where it is not.

    What was sent, or was looked at and held no news, is told; the next digest covers what comes after it. Only what
    was sent moves the day from which the next one reckons.
    """
    with state.begin() as connection:
        statement = update(DELIVERIES).where(_held(one)).values(status=status, message=message)
        if not connection.execute(statement).rowcount:
            return False
        if status == "failed":
            return True
        mine, table = SUBSCRIPTIONS.c.id == one.subscription, SUBSCRIPTIONS.c
        # one that was found to be sent only after the next one was must not turn the subscription back
        connection.execute(update(SUBSCRIPTIONS).where(mine, table.told < one.upto).values(told=one.upto))
        if followed is not None:
            connection.execute(update(SUBSCRIPTIONS).where(mine).values(followed=json.dumps(list(followed))))
        if status == "sent":
            later = table.sent_on.is_(None) | (table.sent_on < one.day)
            connection.execute(update(SUBSCRIPTIONS).where(mine, later).values(sent_on=one.day))
    return True


_NAMES = ("subscription", "day", "token", "since", "upto", "claimed_at", "closes_at", "attempts")


def _held(one: Delivery) -> ColumnElement[bool]:
    table = DELIVERIES.c
    return (
        (table.subscription == one.subscription)
        & (table.day == one.day)
        & (table.status == "claimed")
        & (table.attempts == one.attempts)
    )


def _read(row: Row[Any]) -> Delivery:
    return Delivery(**dict(zip(_NAMES, row, strict=True)))
