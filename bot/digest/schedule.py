"""The schedule: a round each minute beside whatever else the process does, and what a round is made of."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

from apscheduler.schedulers.background import BackgroundScheduler  # type: ignore[import-untyped]

from bot.digest.days_off import is_day_off
from bot.digest.deliver import Courier, Round, Source, Tally, due
from bot.digest.shared import Shared
from bot.digest.subscriptions import Composed, compose_for, keep_journal, marks_of
from bot.records.store import Store
from bot.records.withholding import WithholdingStore
from bot.state import deliveries
from bot.state.database import State, moment
from bot.state.journal import JournalEntry
from bot.state.subscriptions import Subscription, days_off

log = logging.getLogger(__name__)
_AHEAD = timedelta(minutes=2)


def send_due(
    state: State, database: Path, courier: Courier, reingest: Callable[[], object], now: Callable[[], datetime]
) -> Tally:
    """Send what is due now. Documents are read again first, so that “changed” means what they say today.

    All are composed from one snapshot, whatever is swapped in meanwhile. Without anything due nothing is read and
    nothing is opened. StoreError where `database` does not open.
    """
    leave_days_off_out(state, now())
    if not deliveries.abandoned(state, now()) and not due(state, now()):
        return Tally()
    reingest()
    with Store(database) as store:
        store.assure()
        shared = Shared(store)

        def compose(one: Subscription, day: date, since: date, entries: Sequence[JournalEntry]) -> Composed:
            seen = WithholdingStore.over(store, partial(courier.sees, one))
            return compose_for(seen, one, day, since, entries, marks=marks_of(state, one, day, since), shared=shared)

        tally = Round(state, courier, compose, now, Source(store.name, keep_journal(state, store))).run()
    log.info("Digests: %s", tally)
    return tally


def leave_days_off_out(state: State, now: datetime) -> None:
    """Claim nothing on public holidays where somebody wants none: the next digest covers them.

    Days are taken off a little before their time, so that no round that begins meanwhile sends on one.
    """
    wanting = days_off(state)
    if not wanting:
        return
    coming = {(one.id, when.day): when for at in (now, now + _AHEAD) for one, when in due(state, at)}
    for (key, day), when in coming.items():
        if key in wanting and is_day_off(wanting[key], day):
            left = deliveries.Delivery(
                subscription=key,
                day=day.isoformat(),
                token=secrets.token_hex(16),
                since=day.isoformat(),
                upto=0,
                claimed_at=moment(now),
                closes_at=moment(when.closes),
                attempts=0,
            )
            if deliveries.leave_out(state, left):
                log.info("No digest of %s on %s: a public holiday of %s", key, day, wanting[key])


@contextmanager
def every_minute(job: Callable[[], object], second: str = "0") -> Iterator[None]:
    """Run `job` at a `second` of each minute in a thread of its own, one at a time, while the block lasts.

    `second` is as in APScheduler's cron trigger; whatever runs at the end of the block is waited for.
    Minutes that pass while it runs, or while the machine sleeps, are made up for once. Its failures are logged.
    """
    logging.getLogger("apscheduler").setLevel(logging.WARNING)  # it reports every minute that it ran a job
    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.add_job(job, "cron", second=second, max_instances=1, coalesce=True, misfire_grace_time=None)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=True)
