"""How long everything is kept that grows with use, in one table, and the one job that lets go of the rest.

It goes by the clock and not by what people do. What is not named here stays: it is bounded by workspaces, digests and
documents, or goes with them: what is kept of a workspace goes when the workspace does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Column, ColumnElement, Connection, Table, delete, select, tuple_, update

from bot.state.database import State, insertion, moment, patient
from bot.state.recent_questions import WINDOW
from bot.state.tables import (
    ASKED_QUESTIONS,
    AUDIT,
    DELIVERIES,
    DIGEST_BASES,
    DIGEST_SOURCES,
    FEEDBACK,
    METADATA,
    PLACES,
    RECENT_QUESTIONS,
    SEEN_EVENTS,
    SUBSCRIPTION_ACTS,
    SUBSCRIPTIONS,
    THREADS,
    UNFINISHED_TURNS,
)

EVENTS = timedelta(days=3)
"""Slack delivers again after 1 and 5 minutes, and for 24 hours where an app has delayed events switched on."""
BASES = timedelta(days=100)
"""How long the rest of a digest can be opened, and what was done to one stays known after its end."""
SENT = timedelta(days=200)
"""How long it is known that a digest was sent, and of what: longer than it must be silent to be asked about."""
_AT_ONCE = 5_000
"""Rows of one transaction: nobody waits long for the database."""


class RetentionTimes(Protocol):
    """How many days things are kept, None for good, as the settings say."""

    @property
    def questions_kept(self) -> int:
        """Questions that were answered."""

    @property
    def audit_days(self) -> int:
        """Who was shown whose contact."""

    @property
    def feedback_kept(self) -> int | None:
        """What people said of answers."""

    @property
    def threads_kept(self) -> int | None:
        """What threads in which nobody asks any more are about."""


@dataclass(frozen=True, slots=True)
class _Retention:
    table: Table
    when: Column[str]
    kept: timedelta
    which: ColumnElement[bool] | None = None


def prune(state: State, kept: RetentionTimes, now: datetime, tables: Collection[Table] | None = None) -> int:
    """Delete what was kept long enough, of some tables alone where these are given.

    Gives how many questions were neither answered nor told in all that time.
    """
    rules = [rule for rule in _rules(kept) if tables is None or rule.table in tables]
    counts = {rule.table.name: sum(_deleted(state, rule, now)) for rule in rules}
    return counts.get(UNFINISHED_TURNS.name, 0)


def _rules(kept: RetentionTimes) -> Iterator[_Retention]:
    ended = SUBSCRIPTION_ACTS.c.subscription.not_in(select(SUBSCRIPTIONS.c.id))
    yield _Retention(SEEN_EVENTS, SEEN_EVENTS.c.claimed_at, EVENTS)
    yield _Retention(RECENT_QUESTIONS, RECENT_QUESTIONS.c.at, WINDOW)
    yield _Retention(UNFINISHED_TURNS, UNFINISHED_TURNS.c.taken_at, EVENTS)
    yield _Retention(DIGEST_BASES, DIGEST_BASES.c.made_at, BASES)
    yield _Retention(SUBSCRIPTION_ACTS, SUBSCRIPTION_ACTS.c.at, BASES, ended)
    yield _Retention(DIGEST_SOURCES, DIGEST_SOURCES.c.made_at, SENT)
    yield _Retention(DELIVERIES, DELIVERIES.c.day, SENT, DELIVERIES.c.status != "claimed")
    yield _Retention(ASKED_QUESTIONS, ASKED_QUESTIONS.c.asked_at, timedelta(kept.questions_kept))
    yield _Retention(AUDIT, AUDIT.c.at, timedelta(kept.audit_days))
    if kept.feedback_kept is not None:
        yield _Retention(FEEDBACK, FEEDBACK.c.at, timedelta(kept.feedback_kept))
    if kept.threads_kept is not None:
        yield _Retention(THREADS, THREADS.c.updated_at, timedelta(kept.threads_kept))


def _deleted(state: State, rule: _Retention, now: datetime) -> Iterator[int]:
    count = _AT_ONCE
    while count >= _AT_ONCE:
        count = _delete_some(state, rule, now)
        yield count


@patient
def _delete_some(state: State, rule: _Retention, now: datetime) -> int:
    keys = list(rule.table.primary_key.columns)
    old = rule.when < moment(now - rule.kept)  # of days too: a text that is shorter is before those it begins
    if rule.which is not None:
        old &= rule.which
    some = select(*keys).where(old).limit(_AT_ONCE)
    with state.begin() as connection:
        if not connection.execute(some.limit(1)).first():
            return 0  # mostly, and then nothing is written
        return connection.execute(delete(rule.table).where(tuple_(*keys).in_(some))).rowcount


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
