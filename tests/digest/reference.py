"""What must come of a world: a slow reference of plain lists and loops, which shares no code with the delivery."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.digest.deliver import LEASE, RETRY
from tests.digest.world import BEGIN, END, WINDOW, History, Person, World


def expected(world: World) -> History:
    """What must come of a world, by plain lists and loops: every quarter of an hour is looked at by itself."""
    history = History()
    for person in world.people:
        one = person.subscription
        _expect(world, person, openings(one.zone, one.at, one.days), history)
    return history


def openings(zone: str, at: str, days: Collection[int]) -> dict[date, datetime]:
    """local day → the first instant at which its clock shows the time or later, found by looking at the clock."""
    found: dict[date, datetime] = {}
    moment = BEGIN - timedelta(days=2)
    while moment < END + timedelta(days=2):
        local = moment.astimezone(ZoneInfo(zone))
        if f"{local:%H:%M}" >= at and local.weekday() in days:
            found.setdefault(local.date(), moment)
        moment += timedelta(minutes=15)
    return found


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
