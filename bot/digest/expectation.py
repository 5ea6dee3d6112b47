"""What a subscription would have brought lately: the days of the last month composed anew, from changes and dates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.digest.gathering import dated_news
from bot.digest.model import Window
from bot.digest.selection import Selection, select
from bot.digest.subscriptions import compose_for
from bot.records.store import Store
from bot.state.journal import Entry
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
    count = len(store.select(*select(store, [Selection(one.kind, one.value)], today)))
    tried = min(DAYS, _MOST // max(count, 1))
    digests, since = 0, today - timedelta(tried)
    for day in (today - timedelta(tried - 1 - number) for number in range(tried)):
        if day.weekday() in one.days and _is_due(store, one, day, since):
            digests, since = digests + 1, day + timedelta(1)
    return Expectation(count, digests, tried)


def _is_due(store: Store, one: Subscription, day: date, since: date) -> bool:
    """Whether a digest of `day` with the news since `since` would have been sent."""
    known = replace(one, sent_on=(since - timedelta(1)).isoformat(), followed=())
    news = dated_news(store, Window(day, since, one.ahead))
    entries = [Entry("change", turn.code, turn.field, turn.old, turn.at) for turn in news.turns]
    entries += [Entry("new", code, "title", None, "") for code in sorted(news.new)]
    return compose_for(store, known, day, since, entries, limit=0).due
