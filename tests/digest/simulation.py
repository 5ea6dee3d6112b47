"""A year of digests in an hour-by-hour world that goes wrong, and a slow reference that says what must come of it.

The world: two processes that are killed at random, sends that fail or whose answer is lost, hours in which nothing
runs, a clock that is set back, channels that are archived, documents that change at any time. What goes wrong with
which attempt is drawn beforehand, so that the reference can follow it in plain lists and loops.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import event

from bot.digest.deliver import LEASE, RETRY, GoneError, Round, SendError
from bot.digest.model import SECTIONS, Digest, Item, Section, Window
from bot.digest.subscriptions import Composed
from bot.state import journal
from bot.state.database import open_state
from bot.state.digest_tables import make_digest_tables
from bot.state.subscriptions import Subscription, add

# A leap day; Samoa left out 30 December 2011; Russia, Belarus and Ukraine changed their rules; Egypt and Morocco
# began and ended daylight saving more than once; Chile, Brazil and New Zealand lie on the other side of the year.
BEGIN, END = datetime(2011, 3, 1, tzinfo=UTC), datetime(2012, 3, 10, tzinfo=UTC)
ZONES = (
    "Africa/Cairo Africa/Casablanca Africa/Johannesburg Africa/Lagos Africa/Windhoek America/Anchorage America/Bogota"
    " America/Caracas America/Halifax America/Havana America/Mexico_City America/New_York America/Los_Angeles"
    " America/Santiago America/Sao_Paulo America/St_Johns Asia/Amman Asia/Dhaka Asia/Gaza Asia/Jerusalem Asia/Kabul"
    " Asia/Kathmandu Asia/Kolkata Asia/Seoul Asia/Tehran Asia/Vladivostok Asia/Yangon Australia/Adelaide"
    " Australia/Lord_Howe Australia/Sydney Europe/Istanbul Europe/Kyiv Europe/London Europe/Minsk Europe/Moscow"
    " Pacific/Apia Pacific/Auckland Pacific/Chatham Pacific/Fiji Pacific/Marquesas"
).split()
TIMES = ("00:00", "00:30", "02:30", "08:00", "09:00", "13:15", "22:45", "23:30")
CODES = [f"QM{number:04}" for number in range(1, 13)]
OUTCOMES = ("ok", "refused", "killed before", "killed after", "answer lost")
WINDOW = timedelta(hours=4)


@dataclass(frozen=True)
class Person:
    """One subscription of the world, and what it follows."""

    subscription: Subscription
    codes: frozenset[str]
    archived_at: datetime | None


@dataclass(frozen=True)
class Change:
    """A document that changed."""

    at: datetime
    number: int
    code: str


@dataclass(frozen=True)
class World:
    """Everything that happens, drawn beforehand."""

    people: Sequence[Person]
    changes: Sequence[Change]
    ticks: Sequence[datetime]
    seed: int

    def outcome(self, key: str, day: date, attempt: int) -> str:
        """What comes of an attempt to send a digest."""
        draw = random.Random(f"{self.seed}/{key}/{day}/{attempt}")
        return draw.choices(OUTCOMES, (70, 12, 6, 6, 6))[0] if draw.random() < 0.5 else "ok"


Post = tuple[str, date, tuple[int, ...]]
"""Who got a digest, of which local day, and the numbers of the changes in it."""


@dataclass
class History:
    """What came of it: every message that was posted, and what owners were told."""

    posts: list[Post] = field(default_factory=list)
    told: Counter[tuple[str, str]] = field(default_factory=Counter)


def draw_world(seed: int, subscriptions: int, changes: int = 400) -> World:
    """A world of so many subscriptions."""
    draw = random.Random(seed)
    hours = int((END - BEGIN) / timedelta(hours=1))
    down = set()
    for _ in range(25):
        first = draw.randrange(hours)
        down |= set(range(first, first + draw.choice((1, 2, 5, 9, 30, 80))))
    ticks = [BEGIN + timedelta(hours=hour) for hour in range(hours) if hour not in down]
    for _ in range(6):  # the clock is set back some hours, and these hours come once more
        at = draw.randrange(100, len(ticks))
        ticks[at:at] = ticks[at - draw.randrange(2, 30) : at]
    made = [
        Change(BEGIN + timedelta(seconds=draw.randrange(hours * 3600)), number, draw.choice(CODES))
        for number in range(changes)
    ]
    return World(
        [_person(draw, number) for number in range(subscriptions)], sorted(made, key=lambda one: one.at), ticks, seed
    )


def _person(draw: random.Random, number: int) -> Person:
    weekly = draw.random() < 0.2
    days = (draw.randrange(7),) if weekly else draw.choice(((0, 1, 2, 3, 4), (0, 1, 2, 3, 4, 5, 6), (1, 3, 5)))
    paused = BEGIN.date() + timedelta(draw.randrange(60)) if draw.random() < 0.1 else None
    one = Subscription(
        id=f"S{number:04}",
        team="T1",
        channel=f"C{number:04}",
        owner=f"U{number:04}",
        kind="everything",
        value="",
        zone=ZONES[number % len(ZONES)],
        at=draw.choice(TIMES),
        days=days,
        weekly=weekly,
        ahead=30,
        sections=SECTIONS,
        heartbeat=draw.random() < 0.15,
        language="en",
        muted=(),
        paused_until=paused.isoformat() if paused else None,
        stopped=None,
        told=0,
        sent_on=None,
        followed=(),
        created_on=BEGIN.date().isoformat(),
    )
    archived = BEGIN + timedelta(days=draw.randrange(400)) if draw.random() < 0.1 else None
    return Person(one, frozenset(draw.sample(CODES, draw.choice((1, 2, 6)))), archived)


# -- the reference -----------------------------------------------------------------------------------------------


def expected(world: World) -> History:
    """What must come of a world, by plain lists and loops: every quarter of an hour is looked at by itself."""
    history = History()
    for person in world.people:
        _expect(world, person, _openings(person.subscription), history)
    return history


def _openings(one: Subscription) -> dict[date, datetime]:
    """local day → the first instant at which its clock shows the time or later, found by looking at the clock."""
    zone, openings = ZoneInfo(one.zone), {}
    moment = BEGIN - timedelta(days=2)
    while moment < END + timedelta(days=2):
        local = moment.astimezone(zone)
        if f"{local:%H:%M}" >= one.at and local.weekday() in one.days:
            openings.setdefault(local.date(), moment)
        moment += timedelta(minutes=15)
    return openings


def _expect(world: World, person: Person, openings: dict[date, datetime], history: History) -> None:
    one = person.subscription
    by_hour: dict[datetime, list[date]] = {}
    for day, opens in openings.items():
        for hour in range(6):
            by_hour.setdefault(opens.replace(minute=0) + timedelta(hours=hour), []).append(day)
    told: set[int] = set()
    attempts: dict[date, int] = {}
    waiting: dict[date, datetime] = {}  # claimed and not ended: when it may be tried again
    content: dict[date, tuple[int, ...]] = {}
    posted: set[date] = set()
    stopped = False
    latest = BEGIN  # how far documents were read, whatever the clock says
    for now in world.ticks:
        latest = max(latest, now)
        gone = person.archived_at is not None and latest >= person.archived_at
        for day in sorted(waiting):
            if now < waiting[day]:
                continue
            if gone:
                del waiting[day]
                if not stopped:
                    stopped = True
                    history.told[one.owner, "paused"] += 1
            elif day in posted:
                told |= set(content[day])
                del waiting[day]
            elif now >= openings[day] + WINDOW:
                history.told[one.owner, "could not"] += 1
                del waiting[day]
            else:
                _attempt(world, person, day, now, attempts, waiting, content, posted, history)
                if day not in waiting:
                    told |= set(content[day])
        for day in by_hour.get(now, ()):
            if stopped or day in attempts or not openings[day] <= now < openings[day] + WINDOW:
                continue
            if one.paused_until and day.isoformat() < one.paused_until:
                continue
            attempts[day] = 0
            news = tuple(
                change.number
                for change in world.changes
                if change.at <= latest and change.code in person.codes and change.number not in told
            )
            if not news and not one.heartbeat:
                continue
            if gone:
                stopped = True
                history.told[one.owner, "paused"] += 1
                continue
            content[day] = news
            _attempt(world, person, day, now, attempts, waiting, content, posted, history)
            if day not in waiting:
                told |= set(news)


def _attempt(
    world: World,
    person: Person,
    day: date,
    now: datetime,
    attempts: dict[date, int],
    waiting: dict[date, datetime],
    content: dict[date, tuple[int, ...]],
    posted: set[date],
    history: History,
) -> None:
    attempts[day] += 1
    outcome = world.outcome(person.subscription.id, day, attempts[day])
    waiting.pop(day, None)
    if outcome in ("ok", "killed after", "answer lost"):
        history.posts.append((person.subscription.id, day, content[day]))
        posted.add(day)
    if outcome != "ok":
        waiting[day] = now + (LEASE if outcome.startswith("killed") else RETRY)


# -- the real thing ----------------------------------------------------------------------------------------------


class KilledError(BaseException):
    """A process ends where it stands."""


class Slack:
    """Where digests are posted; it knows what will go wrong, and the other process may get its turn within a send."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.people = {person.subscription.id: person for person in world.people}
        self.history = History()
        self.messages: dict[str, str] = {}
        self.attempts: Counter[tuple[str, date]] = Counter()
        self.latest = BEGIN
        self.meanwhile: list[Round] = []

    def send(self, one: Subscription, digest: Digest, token: str) -> str:
        """Post, or fail in the way that was drawn."""
        self._look(one)
        day = digest.window.as_of
        self.attempts[one.id, day] += 1
        outcome = self.world.outcome(one.id, day, self.attempts[one.id, day])
        if self.meanwhile:
            self.meanwhile.pop().run()
        if outcome == "refused":
            raise SendError("Slack does not answer")
        if outcome == "killed before":
            raise KilledError
        numbers = tuple(int(item.field) for section in digest.sections for item in section.items)
        self.history.posts.append((one.id, day, numbers))
        self.messages[token] = f"{one.channel}/{len(self.messages)}"
        if outcome == "killed after":
            raise KilledError
        if outcome == "answer lost":
            raise SendError("the connection broke")
        return self.messages[token]

    def find(self, one: Subscription, token: str, since: datetime) -> str | None:
        """The message with this token."""
        self._look(one)
        return self.messages.get(token)

    def tell(self, user: str, sentence: str) -> None:
        """Note what an owner is told."""
        self.history.told[user, "paused" if "is paused" in sentence else "could not"] += 1

    def _look(self, one: Subscription) -> None:
        archived = self.people[one.id].archived_at
        if archived is not None and self.latest >= archived:
            raise GoneError("the channel is archived.")

    def compose(self, one: Subscription, day: date, since: date, entries: Sequence[journal.Entry]) -> Composed:
        """A digest of the journal's entries; an item's field is the number of its change."""
        codes = self.people[one.id].codes
        items = tuple(
            Item(entry.code, "", entry.field, "", None, None, None, None) for entry in entries if entry.code in codes
        )
        sections = (Section("changed", len(items), items),) if items else ()
        made = Digest(Window(day, since, one.ahead), sections, 0, 0, 0, news=bool(items))
        return Composed(made, one.heartbeat or made.news, ())


def simulate(world: World, folder: Path) -> History:
    """Let the real delivery live through a world."""
    state = open_state(str(folder / "state.db"))
    # no machine fails here, only processes: without this, the disk would take most of the time
    event.listen(state, "connect", lambda connection, _record: connection.execute("PRAGMA synchronous = OFF"))
    make_digest_tables(state)
    for person in world.people:
        add(state, person.subscription, BEGIN)
    slack = Slack(world)
    draw = random.Random(world.seed)
    read = 0
    for now in world.ticks:
        slack.latest = max(slack.latest, now)
        known = read
        while read < len(world.changes) and world.changes[read].at <= slack.latest:
            read += 1
        if read > known:
            entries = [
                journal.Entry("change", one.code, str(one.number), None, one.at.date().isoformat())
                for one in world.changes[:read]
            ]
            journal.record(state, str(read), entries)
        rounds = [Round(state, slack, slack.compose, lambda now=now: now) for _ in range(2)]
        slack.meanwhile = [rounds[1]] if draw.random() < 0.5 else []
        for one in rounds if draw.random() < 0.2 else rounds[:1]:
            _until_done(one)
    return slack.history


def _until_done(one: Round) -> None:
    """Run a process, and start it anew as often as it is killed."""
    while True:
        try:
            one.run()
        except KilledError:
            continue
        return
