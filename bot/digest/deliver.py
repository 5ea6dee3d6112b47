"""Delivery: at most one digest a subscription and local day, whatever happens; none lost that should be told.

A digest is claimed in the state database, composed, and only then sent. A claim that nobody ended (a crash, a failed
send) is taken on once its lease is over: first it is looked whether the message is there after all, by its metadata.
When its window closes it is given up, and the owner is told. A day whose window passed without a claim is skipped;
the next digest covers it, since it reckons from the last one that was sent.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Protocol

from apscheduler.schedulers.background import BackgroundScheduler  # type: ignore[import-untyped]

from bot.digest.clock import Occasion, is_day_off, occasion
from bot.digest.model import Digest
from bot.digest.selection import SelectionError
from bot.digest.shared import Shared
from bot.digest.subscriptions import Composed, basis_of, compose_for, first_day, keep_journal, marks_of
from bot.records.store import Store
from bot.records.withholding import WithholdingStore
from bot.state import deliveries, journal
from bot.state.database import State, moment
from bot.state.deliveries import Delivery, keep_basis
from bot.state.journal import JournalEntry
from bot.state.subscriptions import Subscription, days_off, get, running, stop

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=15)
"""How long one process has for one send, waits for rate limits included."""
RETRY = timedelta(minutes=5)
"""How long after a failed send the next one is tried."""

_KEPT = 3
"""Stretches of the journal that are kept at a time for the next subscriptions."""


class SendError(Exception):
    """A message could not be sent, or it is not known whether it was; trying again may help."""


class GoneError(Exception):
    """There is nowhere to send to any more; the message is the reason, as a sentence."""


class Courier(Protocol):
    """What carries digests to people."""

    def sees(self, one: Subscription) -> bool:
        """Whether those who read a digest are shown contacts; asked where there is one. SendError, GoneError."""

    def send(self, one: Subscription, digest: Digest, token: str) -> str:
        """Post a digest with `token` in its metadata; gives the message's name. SendError, GoneError."""

    def illustrate(self, one: Subscription, digest: Digest, message: str) -> None:
        """Add a picture to a digest that was posted as `message`. It never raises: a digest stands without."""

    def find(self, one: Subscription, token: str, since: datetime) -> str | None:
        """The name of the message with `token` in its metadata, if `send` posted it when it began at `since`.

        SendError, also where that cannot be told; GoneError.
        """

    def tell(self, one: Subscription, sentence: str) -> None:
        """Tell the owner of a subscription something privately. SendError, GoneError."""


@dataclass(frozen=True, slots=True)
class SourceSnapshot:
    """What digests are composed from: a snapshot's name, and the journal's number up to which it knows."""

    snapshot: str
    upto: int


Composer = Callable[[Subscription, date, date, Sequence[journal.JournalEntry]], Composed]


@dataclass(slots=True)
class Tally:
    """What one round did."""

    sent: int = 0
    found: int = 0
    quiet: int = 0
    failed: int = 0
    given_up: int = 0
    stopped: int = 0
    waiting: int = 0


def due(state: State, now: datetime) -> list[tuple[Subscription, Occasion]]:
    """The subscriptions whose digest is due now and not claimed yet."""
    found = [(one, when) for one in running(state) if (when := occasion(now, one.zone, one.at, one.days))]
    if not found:
        return []
    claimed = deliveries.claimed_days(state, min(when.day for _, when in found).isoformat())
    return [
        (one, when)
        for one, when in found
        if (one.id, when.day.isoformat()) not in claimed
        and (one.paused_until is None or when.day.isoformat() >= one.paused_until)
    ]


@dataclass(slots=True)
class Round:
    """One round over all subscriptions. `now` is asked again for each, since sending takes its time."""

    state: State
    courier: Courier
    compose: Composer
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    source: SourceSnapshot | None = None
    """Without it, the last that the journal knows of."""
    tally: Tally = field(default_factory=Tally)
    _sent: list[tuple[Subscription, Digest, str]] = field(default_factory=list)
    _entries: dict[tuple[int, int], Sequence[journal.JournalEntry]] = field(default_factory=dict)

    def run(self) -> Tally:
        """Take abandoned claims on, then claim and send what is due; pictures come when every digest is out."""
        self._sent.clear()
        for left in deliveries.abandoned(self.state, self.now()):
            self._take_on(left)
        for one, when in due(self.state, self.now()):
            self._begin(one, when)
        self._illustrate()
        if self.tally.waiting:
            log.warning(
                "%d digests wait for a newer snapshot: %s is older than what their readers were told of",
                self.tally.waiting,
                self.source and self.source.snapshot,
            )
        return self.tally

    def _upto(self) -> int:
        return journal.latest(self.state) if self.source is None else self.source.upto

    def _illustrate(self) -> None:
        """Add the pictures of what this round posted: each is tried once, so that none comes twice.

        No digest waits for a picture: when another one is due, the rest go without.
        """
        for number, (one, digest, message) in enumerate(self._sent):
            if deliveries.abandoned(self.state, self.now()) or due(self.state, self.now()):
                log.info("%d digests stay without a picture: others are due", len(self._sent) - number)
                return
            self.courier.illustrate(one, digest, message)

    # -- one digest ----------------------------------------------------------------------------------------------

    def _begin(self, one: Subscription, when: Occasion) -> None:
        now, upto = self.now(), self._upto()
        if upto < one.told:  # composed from this snapshot, what changed since would look as if it had changed back
            self.tally.waiting += 1
            return
        claim = Delivery(
            subscription=one.id,
            day=when.day.isoformat(),
            token=secrets.token_hex(16),
            since=first_day(one, when.day).isoformat(),
            upto=upto,
            claimed_at=moment(now),
            closes_at=moment(when.closes),
            attempts=1,
        )
        if deliveries.claim(self.state, claim, now + LEASE):
            self._guarded(one, claim, self._send)

    def _take_on(self, left: Delivery) -> None:
        now = self.now()
        claim = deliveries.take_on(self.state, left, now, now + LEASE)
        one = get(self.state, left.subscription) if claim else None
        if claim and one:
            self._guarded(one, claim, self._resume)

    def _resume(self, one: Subscription, claim: Delivery) -> None:
        """Check whether it was sent after all; else send it again, or give it up where its window is closed."""
        message = self.courier.find(one, claim.token, datetime.fromisoformat(claim.claimed_at))
        if message is not None:
            followed = self._composed(one, claim).followed if self._upto() >= claim.upto else None
            self.tally.found += deliveries.end(self.state, claim, "sent", message=message, followed=followed)
        elif moment(self.now()) < claim.closes_at and one.stopped is None:
            self._send(one, claim)
        else:
            self._give_up(one, claim)

    def _send(self, one: Subscription, claim: Delivery) -> None:
        upto = self._upto()
        if upto < max(claim.upto, one.told):
            self.tally.waiting += 1
            raise SendError("this snapshot is older than the one that it was begun from")
        if self.source:  # taken on, it is composed anew, and covers what became known since it was begun
            claim = replace(claim, upto=upto)
        composed = self._composed(one, claim)
        if not composed.due:
            self.tally.quiet += deliveries.end(self.state, claim, "quiet", followed=composed.followed)
            return
        now = self.now()
        if not deliveries.hold(self.state, claim, now + LEASE, now):
            return  # it took too long: somebody else has it
        snapshot = self.source.snapshot if self.source else ""
        keep_basis(self.state, basis_of(one, claim.token, composed.digest, claim.upto, snapshot), now)
        message = self.courier.send(one, composed.digest, claim.token)
        if deliveries.end(self.state, claim, "sent", message=message, followed=composed.followed):
            self.tally.sent += 1
            if one.weekly and composed.digest.timeline.spans:
                self._sent.append((one, composed.digest, message))

    def _composed(self, one: Subscription, claim: Delivery) -> Composed:
        stretch = one.told, claim.upto
        if stretch not in self._entries:  # many were told up to the same
            while len(self._entries) >= _KEPT:
                del self._entries[next(iter(self._entries))]
            self._entries[stretch] = journal.between(self.state, *stretch)
        entries = self._entries[stretch]
        return self.compose(one, date.fromisoformat(claim.day), date.fromisoformat(claim.since), entries)

    # -- when it fails -------------------------------------------------------------------------------------------

    def _guarded(self, one: Subscription, claim: Delivery, act: Callable[[Subscription, Delivery], None]) -> None:
        """One subscription's trouble is told and logged, and does not keep the others from their digests."""
        try:
            act(one, claim)
        except GoneError as gone:
            self._stop(one, claim, str(gone))
        except SelectionError as error:
            self._stop(one, claim, str(error))
        except SendError as failed:
            log.warning("The digest of %s for %s could not be sent: %s", one.id, claim.day, failed)
            self._fail(one, claim)
        except Exception:  # the last guard of a round: a fault of one digest keeps no other from being sent
            log.exception("The digest of %s for %s failed", one.id, claim.day)
            self._fail(one, claim)

    def _fail(self, one: Subscription, claim: Delivery) -> None:
        """Leave the claim to be taken on soon; without any hope, give it up."""
        self.tally.failed += 1
        now = self.now()
        if moment(now) >= claim.closes_at:
            self._give_up(one, claim)
        else:
            deliveries.hold(self.state, claim, now + RETRY)

    def _give_up(self, one: Subscription, claim: Delivery) -> None:
        if deliveries.end(self.state, claim, "failed"):
            self.tally.given_up += 1
            self._tell(
                one,
                f"Your digest of {claim.day} ({subject(one)}) could not be sent. The next one covers its days too.",
            )

    def _stop(self, one: Subscription, claim: Delivery, reason: str) -> None:
        deliveries.end(self.state, claim, "failed")
        if stop(self.state, one.id, reason, self.now()):
            self.tally.stopped += 1
            self._tell(one, f"Your digest ({subject(one)}) is paused: {reason}")

    def _tell(self, one: Subscription, sentence: str) -> None:
        try:
            self.courier.tell(one, sentence)
        except (GoneError, SendError) as error:
            log.warning("%s could not be told “%s”: %s", one.owner, sentence, error)


def subject(one: Subscription) -> str:
    """What a subscription follows, in short."""
    return f"{one.kind} {one.value}" if one.value else one.kind


# -- the schedule: a round each minute beside whatever else the process does, and what a round is made of ------------


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

        tally = Round(state, courier, compose, now, SourceSnapshot(store.name, keep_journal(state, store))).run()
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
            left = Delivery(
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
