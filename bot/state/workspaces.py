"""What is kept of a workspace: of which one a channel is, and what goes when the workspace does."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from bot.state.database import State, insertion, moment
from bot.state.tables import METADATA, PLACES, SUBSCRIPTION_ACTS, SUBSCRIPTIONS

REVOKED = "the app may no longer speak in this workspace; it goes on once the app is installed there again."


def place_within(connection: Connection, channel: str, team: str) -> None:
    """Note that a channel is one of a workspace's, within the transaction that keeps something of it."""
    connection.execute(insertion(connection, PLACES).values(channel=channel, team=team).on_conflict_do_nothing())


def forget(state: State, team: str, kept: frozenset[str] = frozenset()) -> None:
    """Delete every row of a workspace and of its channels, but of tables whose name is among `kept`.

    A table says whose its rows are by a column `team`, or else by `channel`. Of a channel that another workspace
    shares, what was said there stays.
    """
    shared = select(PLACES.c.channel).where(PLACES.c.team != team)
    channels = select(PLACES.c.channel).where(PLACES.c.team == team, PLACES.c.channel.not_in(shared))
    acts = SUBSCRIPTION_ACTS.c
    own = select(SUBSCRIPTIONS.c.id).where(SUBSCRIPTIONS.c.team == team)
    ended = select(acts.subscription).where(acts.act == "unsubscribe", acts.detail == team)
    with state.begin() as connection:
        mine = acts.subscription.in_(own) | acts.subscription.in_(ended)
        connection.execute(delete(SUBSCRIPTION_ACTS).where(mine))
        for table in METADATA.sorted_tables:
            if table is PLACES or table.name in kept:
                continue
            if "team" in table.c:
                connection.execute(delete(table).where(table.c.team == team))
            elif "channel" in table.c:
                connection.execute(delete(table).where(table.c.channel.in_(channels)))
        connection.execute(delete(PLACES).where(PLACES.c.team == team))


def silence(state: State, team: str, now: datetime) -> int:
    """Stop the running subscriptions of a workspace whose token was revoked; gives how many."""
    return _turn(state, team, None, REVOKED, now)


def unsilence(state: State, team: str, now: datetime) -> int:
    """Let the subscriptions go on that stand still for want of a token; gives how many."""
    return _turn(state, team, REVOKED, None, now)


def _turn(state: State, team: str, before: str | None, after: str | None, now: datetime) -> int:
    table = SUBSCRIPTIONS.c
    chosen = (table.team == team) & (table.stopped.is_(None) if before is None else table.stopped == before)
    act = {"at": moment(now), "user": "", "act": "stop" if after else "resume", "detail": after or ""}
    with state.begin() as connection:
        keys = list(connection.execute(select(table.id).where(chosen)).scalars())
        if keys:
            connection.execute(update(SUBSCRIPTIONS).where(table.id.in_(keys)).values(stopped=after))
            connection.execute(SUBSCRIPTION_ACTS.insert(), [act | {"subscription": key} for key in keys])
    return len(keys)
