"""The real delivery living through a world: two processes, kills, lost answers, an archived channel."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import create_engine, event
from sqlalchemy.pool import StaticPool

from bot.charts.drawings import TimelineSpan
from bot.digest.deliver import GoneError, Round, SendError
from bot.digest.model import Digest, DigestItem, Section, Timeline, Window
from bot.digest.subscriptions import Composed
from bot.state import journal
from bot.state.database import State, bring_up_to_date
from bot.state.subscriptions import Subscription, add
from tests.digest.world import BEGIN, History, World


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

    def sees(self, one: Subscription) -> bool:
        """Whether contacts are shown: there are none."""
        return False

    def send(self, one: Subscription, digest: Digest, token: str) -> str:
        """Post, or fail in the way that was drawn."""
        self._look(one)
        day = digest.window.as_of
        self.attempts[one.id, day] += 1
        outcome = self.world.outcome(one.id, day, self.attempts[one.id, day])
        if self.meanwhile:
            _until_done(self.meanwhile.pop())  # killed or not, it is another process
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

    def illustrate(self, one: Subscription, digest: Digest, message: str) -> None:
        """Draw a picture, or be killed before or after it is there."""
        day = digest.window.as_of
        outcome = self.world.outcome(f"picture of {one.id}", day, self.attempts[one.id, day])
        if outcome == "killed before":
            raise KilledError
        self.history.pictures.append((one.id, day))
        if outcome == "killed after":
            raise KilledError

    def find(self, one: Subscription, token: str, since: datetime) -> str | None:
        """The message with this token."""
        self._look(one)
        return self.messages.get(token)

    def tell(self, one: Subscription, sentence: str) -> None:
        """Note what an owner is told."""
        self.history.told[one.owner, "paused" if "is paused" in sentence else "could not"] += 1

    def _look(self, one: Subscription) -> None:
        archived = self.people[one.id].archived_at
        if archived is not None and self.latest >= archived:
            raise GoneError("the channel is archived.")

    def compose(self, one: Subscription, day: date, since: date, entries: Sequence[journal.JournalEntry]) -> Composed:
        """A digest of the journal's entries; an item's field is the number of its change."""
        codes = self.people[one.id].codes
        items = tuple(
            DigestItem(entry.code, "", entry.field, "", None, None, None, None)
            for entry in entries
            if entry.code in codes
        )
        sections = (Section("changed", len(items), items),) if items else ()
        dates = Timeline((TimelineSpan(one.id, "", None, None),), 0)
        made = Digest(Window(day, since, one.ahead), sections, 0, timeline=dates)
        return Composed(made, one.heartbeat or bool(items), ())


def quick_state(folder: Path) -> State:
    """A state database in a file that no machine's failure is to be tried on: the disk would take most of the time."""
    state = create_engine(f"sqlite:///{folder / 'state.db'}", poolclass=StaticPool)
    event.listen(state, "connect", lambda connection, _record: connection.execute("PRAGMA synchronous = OFF"))
    bring_up_to_date(state)
    return state


def simulate(world: World, state: State) -> History:
    """Let the real delivery live through a world, on a new state database, which is closed in the end."""
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
                journal.JournalEntry("change", one.code, str(one.number), None, one.at.date().isoformat())
                for one in world.changes[:read]
            ]
            journal.record(state, str(read), entries, str)
        rounds = [Round(state, slack, slack.compose, clock(now)) for _ in range(2)]
        slack.meanwhile = [rounds[1]] if draw.random() < 0.5 else []
        for one in rounds if draw.random() < 0.2 else rounds[:1]:
            _until_done(one)
    state.dispose()
    return slack.history


def clock(now: datetime) -> Callable[[], datetime]:
    """A clock that stands still."""
    return lambda: now


def _until_done(one: Round) -> None:
    """Run a process, and start it anew as often as it is killed."""
    while True:
        try:
            one.run()
        except KilledError:
            continue
        return
