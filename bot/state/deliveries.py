"""Deliveries: a digest is claimed here before it is sent, so that no crash and no second process sends it twice.

The primary key is the subscription and its local day. A claim is held under a lease; whoever takes an abandoned
claim on counts one attempt up, and whoever held it before can no longer end it.

Beside it is kept what each posted or previewed digest was composed from, its basis, so that the whole of a long section
can be shown. A basis bears the token that the digest's buttons carry; it goes with its subscription, or when it is old.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, select, update

from bot.state.database import State, insertion, moment
from bot.state.tables import DELIVERIES, DIGEST_BASES, DIGEST_SOURCES, SUBSCRIPTIONS


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
    """Claim a digest; True for the first caller only, in whatever process."""
    return _take(state, one, "claimed", moment(lease_until))


def leave_out(state: State, one: Delivery) -> bool:
    """Take a day off: nobody claims its digest, and the next one covers it. False where it is claimed already."""
    return _take(state, one, "off", one.closes_at)


def _take(state: State, one: Delivery, status: str, lease_until: str) -> bool:
    row = {name: getattr(one, name) for name in _NAMES} | {"status": status, "lease_until": lease_until}
    with state.begin() as connection:
        # a subscription that was removed meanwhile has no digest to claim
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


# -- what a digest was composed from ------------------------------------------------------------------------------

_LISTS = ("muted", "followed")


@dataclass(frozen=True, slots=True)
class Basis:
    """A digest's local day, the first day of its news, and the journal's numbers after and up to which they lie.

    `ahead`, `muted` and `followed` are the subscription's as they were then; `snapshot` is what it was composed from.
    """

    token: str
    subscription: str
    day: str
    since: str
    told: int
    upto: int
    ahead: int
    muted: tuple[str, ...]
    followed: tuple[str, ...]
    snapshot: str = ""


def keep_basis(state: State, one: Basis, now: datetime) -> None:
    """Keep a basis, in place of the one with the same token."""
    row = asdict(one) | {name: json.dumps(getattr(one, name)) for name in _LISTS} | {"made_at": moment(now)}
    source = {"token": one.token, "snapshot": row.pop("snapshot"), "made_at": row["made_at"]}
    statement = insertion(state, DIGEST_BASES).values(row)
    changed = {name: value for name, value in row.items() if name != "token"}
    with state.begin() as connection:
        connection.execute(statement.on_conflict_do_update(index_elements=[DIGEST_BASES.c.token], set_=changed))
        named = insertion(state, DIGEST_SOURCES).values(source)
        connection.execute(named.on_conflict_do_update(index_elements=[DIGEST_SOURCES.c.token], set_=source))


def basis(state: State, token: str) -> Basis | None:
    """The basis with this token, None where it is swept or its subscription has ended."""
    names = tuple(name for name in Basis.__dataclass_fields__ if name != "snapshot")
    query = select(*(DIGEST_BASES.c[name] for name in names)).where(DIGEST_BASES.c.token == token)
    with state.connect() as connection:
        row = connection.execute(query).mappings().first()
    if row is None:
        return None
    lists = {name: tuple(json.loads(row[name])) for name in _LISTS}
    return Basis(**{name: row[name] for name in names} | lists, snapshot=source(state, token))


def source(state: State, token: str) -> str:
    """The name of the snapshot that the digest with this token was composed from, empty where it is not known."""
    query = select(DIGEST_SOURCES.c.snapshot).where(DIGEST_SOURCES.c.token == token)
    with state.connect() as connection:
        return connection.execute(query).scalar_one_or_none() or ""
