"""What a digest's readers did with it beside its settings: marks on single commitments, days off, the last press.

A commitment is not told until it changes, or told on a day. Each has a table of its own, for the table of subscriptions
stays as it was first made.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import delete, func, select, update

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
