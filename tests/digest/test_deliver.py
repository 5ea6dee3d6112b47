"""Delivery over real documents: what is told when, what is quiet, and what a crash leaves behind."""

from __future__ import annotations

import subprocess
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event

import pytest

from bot.digest.deliver import LEASE, RETRY, Round, SendError, every_minute
from bot.digest.model import Digest
from bot.digest.selection import SelectionError
from bot.digest.subscriptions import compose_for
from bot.records.store import Store
from bot.state.subscriptions import Subscription, change, get
from tests.digest.office import DAY, MONDAY, Office
from tests.forking import python
from tests.present import present


def test_quiet_until_there_is_news(office: Office) -> None:
    """The first digest has what stands; after it nothing comes until something is new, by day or by document."""
    office.subscribe()
    (first,) = office.round(MONDAY)
    assert [section.name for section in first.sections] == ["overdue", "due_soon"]
    assert office.round(MONDAY + DAY) == []
    office.edit("KR0032.txt", "Status:", "Status: Active")
    (second,) = office.round(MONDAY + 2 * DAY)
    assert office.box.changed() == [("KR0032", "", "Active")]
    assert second.window.since == MONDAY.date() + DAY
    assert office.round(MONDAY + 3 * DAY) == []


def test_a_sign_of_life_comes_once_a_week(office: Office) -> None:
    """Where a sign of life is wanted, one comes a week after the last digest though there is no news."""
    office.subscribe("code", "KR0029", heartbeat=True)
    sent = [number for number in range(20) if office.round(MONDAY + number * DAY)]
    assert sent == [0, 5, 11, 12, 19]  # the first; a week and a day before its end, and on it; a sign of life


def test_what_changed_on_days_that_were_missed_is_told(office: Office) -> None:
    """After days without the bot one digest comes, with all that changed since the last one."""
    office.subscribe()
    office.round(MONDAY)
    office.edit("KR0032.txt", "Status:", "Status: Active")
    office.day = (MONDAY + DAY).date()
    office.ingest()
    office.edit("KR0029.txt", "Status: Inactive", "Status: Active")
    assert len(office.round(MONDAY + 5 * DAY)) == 1
    assert office.box.changed() == [("KR0029", "Inactive", "Active"), ("KR0032", "", "Active")]


def test_a_change_after_the_digest_of_a_day_is_in_the_next_one(office: Office) -> None:
    """What becomes known an hour after a digest is told by the next, though it bears the day of the first."""
    office.subscribe()
    office.round(MONDAY)
    office.edit("KR0029.txt", "Status: Inactive", "Status: Active")
    office.ingest()
    assert office.round(MONDAY + timedelta(hours=1)) == []
    assert len(office.round(MONDAY + DAY)) == 1
    assert office.box.changed() == [("KR0029", "Inactive", "Active")]


def test_the_change_by_which_a_commitment_leaves_is_told(office: Office) -> None:
    """A commitment that by its change no longer fits the question that is followed is told of once more."""
    office.subscribe("question", "inactive commitments")
    office.round(MONDAY)
    office.edit("KR0029.txt", "Status: Inactive", "Status: Active")
    assert len(office.round(MONDAY + DAY)) == 1
    assert office.box.changed() == [("KR0029", "Inactive", "Active")]
    office.edit("KR0029.txt", "Verifiable: No", "Verifiable: Yes")
    assert office.round(MONDAY + 2 * DAY) == []


def test_a_database_that_is_built_anew_is_no_news(office: Office) -> None:
    """After `commitments.db` is deleted and made again nothing counts as new, and what was not told yet still is."""
    office.subscribe()
    office.round(MONDAY)
    office.edit("KR0029.txt", "Status: Inactive", "Status: Active")
    office.box.posts.clear()
    key = office.subscribe(channel="C2")
    change(office.state, key, "U1", "pause", {"paused_until": "2018-06-20"}, MONDAY)
    office.round(MONDAY + DAY)
    office.database.unlink()
    office.round(MONDAY + 2 * DAY)
    assert office.box.changed() == [("KR0029", "Inactive", "Active")]
    assert not [section for made in office.box.posts for section in made.sections if section.name == "new"]


def test_not_stated_is_for_the_weekly_one(office: Office) -> None:
    """Only a weekly digest says what the documents leave open."""
    office.subscribe("code", "KR0032", weekly=True, days=(0,))
    office.subscribe("code", "KR0032")
    weekly, daily = office.round(MONDAY)
    sections = sorted(len(made.sections) for made in (weekly, daily))
    assert sections == [1, 2]


def test_what_is_followed_may_go(office: Office) -> None:
    """What no document names any more is told of each commitment; then it is paused, and its owner is told why once."""
    key = office.subscribe("person", "Lee, hyo soon")
    office.edit("KR0032.txt", "Lee, hyo soon", "Park, Ji")
    (left,) = office.round(MONDAY)
    assert [one.kind for one in left.news.happened[0].told] == ["change", "left"]
    assert office.round(MONDAY + DAY) == []
    assert office.round(MONDAY + 2 * DAY) == []
    assert len(office.box.told) == 1
    assert "Lee, hyo soon" in office.box.told[0]
    assert "Lee, hyo soon" in present(present(get(office.state, key)).stopped)


def test_nothing_unknown_is_followed(office: Office) -> None:
    """Nobody can subscribe to what there is not, nor in a zone that there is not."""
    with pytest.raises(SelectionError):
        office.subscribe("country", "Atlantis")
    with pytest.raises(ValueError, match="no time zone"):
        office.subscribe(zone="Mars/Olympus")


CRASH = """
import json, os, sys
from datetime import datetime
from functools import partial
from pathlib import Path
from bot.digest.deliver import Round
from bot.digest.subscriptions import compose_for
from bot.records.store import Store
from bot.state.database import open_state

class Crash:
    def send(self, one, digest, token):
        if sys.argv[4] == "after":
            Path(sys.argv[3]).write_text(token)
        os._exit(9)

now = datetime.fromisoformat("2018-06-18T09:00:00+00:00")
Round(open_state(sys.argv[1]), Crash(), partial(compose_for, Store(sys.argv[2])), lambda: now).run()
"""


@pytest.mark.parametrize(("when", "posts"), [("before", 1), ("after", 0)])
def test_a_process_that_dies_within_a_send(
    office: Office, address: str, tmp_path: Path, when: str, posts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a crash another process looks for the message, and sends the digest only where it is not there."""
    key = office.subscribe()
    posted = tmp_path / "posted"
    arguments = [address, str(office.database), str(posted), when]
    assert subprocess.run([*python(), "-c", CRASH, *arguments], check=False).returncode == 9

    def find(one: Subscription, token: str, since: datetime) -> str | None:
        return "C1/1.1" if posted.exists() and posted.read_text() == token else None

    monkeypatch.setattr(office.box, "find", find)
    assert office.round(MONDAY + LEASE / 2) == []
    assert len(office.round(MONDAY + LEASE)) == posts
    assert present(get(office.state, key)).sent_on == MONDAY.date().isoformat()
    assert office.round(MONDAY + 2 * LEASE) == []


def test_it_is_looked_for_from_the_last_try_on(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A digest that failed twice is looked for from its second try on: the first was looked for then."""
    office.subscribe()
    looked: list[datetime] = []

    def fail(*_: object) -> str:
        raise SendError("no luck")

    def find(one: Subscription, token: str, since: datetime) -> str | None:
        looked.append(since)
        return None

    monkeypatch.setattr(office.box, "send", fail)
    monkeypatch.setattr(office.box, "find", find)
    for number in range(3):
        office.round(MONDAY + number * RETRY)
    assert looked == [MONDAY, MONDAY + RETRY]


def test_two_rounds_at_once_send_one(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second process that has its turn while the first is sending does not send the same digest."""
    office.subscribe()
    send = office.box.send

    def slow(one: Subscription, digest: Digest, token: str) -> str:
        monkeypatch.undo()
        with Store(office.database) as store:
            Round(office.state, office.box, partial(compose_for, store), lambda: MONDAY).run()
        return send(one, digest, token)

    monkeypatch.setattr(office.box, "send", slow)
    assert len(office.round(MONDAY)) == 1


def test_a_round_without_anything_due_reads_nothing(office: Office) -> None:
    """Nothing due: neither the documents nor the database are opened."""
    office.subscribe()
    office.database.unlink()
    assert office.round(MONDAY - timedelta(minutes=1)) == []
    assert not office.database.exists()


def test_the_schedule_runs_and_ends(caplog: pytest.LogCaptureFixture) -> None:
    """The job runs while the block lasts, again after a failure, and its failure is logged."""
    runs: list[int] = []
    twice = Event()

    def job() -> None:
        runs.append(1)
        if len(runs) > 1:
            twice.set()
        raise RuntimeError("no luck")

    with every_minute(job, second="*"):
        assert twice.wait(30)
    assert "no luck" in caplog.text
