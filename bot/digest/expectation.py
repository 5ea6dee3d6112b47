"""What a subscription would have brought lately: the days of the last month composed anew, from changes and dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.digest.selection import Selection, select
from bot.digest.shared import Shared
from bot.digest.subscriptions import LASTING, compose_for
from bot.records.store import Store
from bot.state.journal import JournalEntry
from bot.state.subscriptions import Subscription

DAYS = 30
"""Days that are looked back."""
_MOST = 60_000  # commitments that are looked at in all: of a long list fewer days are tried


@dataclass(frozen=True, slots=True)
class Expectation:
    """How many commitments are followed, and how many digests the last `days` would have brought.

    Of too many commitments to try a single day, `days` is 0.
    """

    commitments: int
    digests: int
    days: int


def expectation(store: Store, one: Subscription, today: date) -> Expectation:
    """What a subscription may expect; its reader is one who followed it before. SelectionError as in `select`."""
    codes = store.select(*select(store, [Selection(one.kind, one.value)], today))
    tried = min(DAYS, _MOST // max(len(codes), 1))
    # what is followed today was followed then: nothing enters or leaves for being looked at now
    known = replace(one, followed=() if one.kind in LASTING else tuple(codes))
    first = today - timedelta(tried - 1)
    news = _news(store, first, today) if tried else []
    digests, since, shared = 0, first, Shared(store)
    for day in (first + timedelta(number) for number in range(tried)):
        if day.weekday() in one.days and _is_due(store, known, day, since, news, shared):
            digests, since = digests + 1, day + timedelta(1)
    return Expectation(len(codes), digests, tried)


def _news(store: Store, first: date, last: date) -> list[tuple[str, JournalEntry]]:
    """(day, entry) of what became known within some days, by the days that the database gives.

    What was there on the first day of the database is its stock and not new.
    """
    since, until = first.isoformat(), last.isoformat()
    stock = min((day for day, _count in store.groups("c.first_seen", "1", [])), default="")
    news = [
        (at, JournalEntry("change", code, name, old, at))
        for code, name, old, _new, at, _doc in store.changes(since, until)
    ]
    new = store.select("c.first_seen BETWEEN ? AND ? AND c.first_seen > ?", [since, until, stock])
    rows = store.columns(new, ("first_seen",))
    return [*news, *((row["first_seen"], JournalEntry("new", code, "title", None, "")) for code, row in rows.items())]


def _is_due(
    store: Store, one: Subscription, day: date, since: date, news: Sequence[tuple[str, JournalEntry]], shared: Shared
) -> bool:
    """Whether a digest of `day` with the news since `since` would have been sent."""
    before = replace(one, sent_on=(since - timedelta(1)).isoformat())
    entries = [entry for at, entry in news if since.isoformat() <= at <= day.isoformat()]
    return compose_for(store, before, day, since, entries, limit=0, shared=shared).due
