"""A year of an hour-by-hour world that goes wrong: everything that happens in it, drawn beforehand."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from bot.digest.model import SECTIONS
from bot.state.subscriptions import Subscription

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
        bad_day = random.Random(f"{self.seed}/{day}").random() < 0.1
        return draw.choices(OUTCOMES, (20, 50, 10, 10, 10) if bad_day else (85, 6, 3, 3, 3))[0]


Post = tuple[str, date, tuple[int, ...]]
"""Who got a digest, of which local day, and the numbers of the changes in it."""


@dataclass
class History:
    """What came of it: every message and every picture that was posted, and what owners were told."""

    posts: list[Post] = field(default_factory=list)
    pictures: list[tuple[str, date]] = field(default_factory=list)
    told: Counter[tuple[str, str]] = field(default_factory=Counter)


def draw_world(
    seed: int, subscriptions: int, zones: Sequence[str] = ZONES, changes: int = 400, end: datetime = END
) -> World:
    """A world of so many subscriptions in these zones, up to the day `end`."""
    draw = random.Random(seed)
    hours = int((end - BEGIN) / timedelta(hours=1))
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
        [_person(draw, number, zones) for number in range(subscriptions)],
        sorted(made, key=lambda one: one.at),
        ticks,
        seed,
    )


def _person(draw: random.Random, number: int, zones: Sequence[str]) -> Person:
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
        zone=zones[number % len(zones)],
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
