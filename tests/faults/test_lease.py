"""The digest of a bot that was killed while it sent: `make faults`, which waits for the real lease."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import select

from bot.digest.deliver import LEASE
from bot.state.database import open_state
from bot.state.subscriptions import add
from bot.state.tables import DELIVERIES
from tests.slack.double import TEAM, SlackDouble
from tests.slack.double.weather import Silent
from tests.slack.end_to_end.conftest import until
from tests.slack.processes import Process, many_people
from tests.slack.rush import subscription

pytestmark = pytest.mark.faults
PLACE, STATE = "C9000", "state.db"


@contextmanager
def running(slack: SlackDouble, database: str, folder: Path) -> Iterator[Process]:
    """A bot with its state in `folder`, which is killed in the end."""
    one = Process(slack, database, str(folder / STATE), folder, http=True)
    try:
        yield one
    finally:
        one.kill()


@pytest.mark.parametrize("taken", [False, True], ids=["not posted", "posted"])
def test_the_digest_of_a_killed_bot_is_taken_on_after_its_lease(
    taken: bool, database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It comes once, after the lease, whether Slack had taken it from the bot that was killed or not."""
    state, released = open_state(str(tmp_path / STATE)), Event()
    due = datetime.now(UTC) + timedelta(minutes=1)
    add(state, replace(subscription(0, PLACE), at=f"{due:%H:%M}", team=TEAM), due - timedelta(days=1))
    with many_people() as slack:
        slack.weather.next("chat.postMessage", Silent(released, taken=taken))

        def posts() -> int:
            with slack.world.lock:
                return sum(one["channel"] == PLACE for one in slack.world.messages)

        def outcome() -> tuple[str, int]:
            with state.connect() as connection:
                status, attempts = connection.execute(select(DELIVERIES.c.status, DELIVERIES.c.attempts)).one()
            return status, attempts

        with running(slack, database, tmp_path):
            until(lambda: bool(slack.weather.met), "the digest is being sent", 150)
        killed = time.monotonic()
        released.set()
        assert posts() == taken
        with running(slack, database, tmp_path):
            until(lambda: outcome()[0] == "sent", "the digest is taken on", LEASE.total_seconds() + 120)
            waited = time.monotonic() - killed
            assert waited > LEASE.total_seconds() - 60  # it was claimed a little before the kill
            time.sleep(70)  # another round, in which it might come again
        assert (posts(), outcome()) == (1, ("sent", 2))
    state.dispose()
    with capsys.disabled():
        print(f"\n{'posted' if taken else 'not posted'} before the kill: taken on after {waited:.0f} s")
