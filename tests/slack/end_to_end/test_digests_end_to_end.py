"""Digests against an independent Slack server: subscribe, preview, a digest at its time, a change, unsubscribe."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.state.database import open_state
from bot.state.subscriptions import change, running
from tests.forking import python
from tests.present import present
from tests.slack.end_to_end.conftest import ALICE, GENERAL, ME, ROOT, Door, Slack, until

pytestmark = pytest.mark.parametrize("door", ["socket"], indirect=True)


class Digests:
    """What Alice does with digests, and the digests that the bot posts in the channel."""

    def __init__(self, door: Door[Slack], folder: Path) -> None:
        self.door, self.folder = door, folder
        shutil.copytree(ROOT / "corpus", folder / "corpus")
        for page in (folder / "corpus").iterdir():  # a plan that is not over
            page.write_text(page.read_text("utf-8").replace("Plan 2016-2018", "Plan 2026-2028"), "utf-8")
        shutil.copy(door.environ["COMMITMENTS_DB"], folder / "commitments.db")

    def command(self, text: str) -> None:
        """Type the command."""
        self.door.slack.call("command", {"channel": GENERAL, "user": ALICE, "command": "/commitment", "text": text})

    def posted(self, words: str) -> list[dict]:
        """The bot's messages in the channel that hold these words."""
        found = self.door.slack.call(f"messages/{GENERAL}")["messages"]
        return [one for one in found if one["user"] == ME and words in json.dumps(one, ensure_ascii=False)]

    def called(self, method: str) -> list[str]:
        """What the bot called a method of the server with, as JSON text, since the server began."""
        log = self.door.slack.call("log")["log"]
        return [json.dumps(one["detail"], ensure_ascii=False) for one in log if one["summary"] == method]

    def ingest(self, day: int) -> tuple[str, str]:
        """Read the documents as on a day of March 2027; gives their folder and the database."""
        corpus, database = str(self.folder / "corpus"), str(self.folder / "commitments.db")
        ingest = [*python(), str(ROOT / "ingest.py"), corpus, "--db", database, "--as-of", f"2027-03-{day:02}"]
        subprocess.run(ingest, check=True, capture_output=True, cwd=ROOT)
        return corpus, database

    def send(self, day: int) -> str:
        """Send what is due at nine on a day of March 2027; gives what the command says."""
        corpus, database = self.ingest(day)
        done = subprocess.run(
            [*python(), "-m", "bot", "digest", "--send", "--at", self.nine(day)],
            env=os.environ | self.door.environ | {"COMMITMENTS_DB": database, "CORPUS": corpus},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def nine(self, day: int) -> str:
        """Nine o'clock of a day in the time zone that the server gave for Alice."""
        with open_state(self.door.environ["STATE_DB"]).connect() as connection:
            zone = connection.exec_driver_sql("SELECT zone FROM subscriptions UNION SELECT 'UTC' ORDER BY 1").scalar()
        return datetime(2027, 3, day, 9, tzinfo=ZoneInfo(present(zone))).isoformat()


@pytest.fixture
def digests(door: Door[Slack], tmp_path: Path) -> Digests:
    """Digests of the corpus as it lies in a folder of the test's own."""
    return Digests(door, tmp_path)


def test_a_digest_from_subscription_to_its_end(digests: Digests) -> None:
    """A channel subscribes, gets its digest once, hears of a change with old and new value, and unsubscribes."""
    digests.command("subscribe KR0032")
    until(lambda: digests.posted("set up a digest"), "the news that a digest was set up")
    assert "sent 1" in digests.send(1)
    (first,) = digests.posted("1 March 2027, news since")
    assert "31 December 2017" in json.dumps(first["blocks"])
    assert "sent 0" in digests.send(1)
    assert "sent 0, found 0, quiet 1" in digests.send(2)
    page = digests.folder / "corpus" / "KR0032.txt"
    page.write_text(page.read_text("utf-8").replace("31 December 2017", "30 November 2027"), "utf-8")
    assert "sent 1" in digests.send(3)
    (changed,) = digests.posted("3 March 2027, news since")
    assert "end date moved from 31 December 2017 to 30 November 2027" in json.dumps(changed["blocks"])
    ends = [e for block in changed["blocks"] for e in block.get("elements", []) if e.get("value")]
    digests.door.slack.press(changed, next(e for e in ends if e["text"]["text"] == "Unsubscribe"))
    until(lambda: digests.posted("Unsubscribed"), "the news that the digest was ended")
    assert "sent 0, found 0, quiet 0" in digests.send(4)


@pytest.fixture
def long_digest(door: Door[Slack], digests: Digests) -> Iterator[dict[str, Any]]:
    """A weekly digest that was posted, of more overdue commitments than it shows; the bot reads the same documents."""
    before = door.environ["COMMITMENTS_DB"]
    page = (digests.folder / "corpus" / "KR0032.txt").read_text("utf-8")
    for number in range(500, 512):
        copy = digests.folder / "corpus" / f"KR0{number}.txt"
        copy.write_text(page.replace("KR0032", f"KR0{number}"), "utf-8")
    door.environ["COMMITMENTS_DB"] = str(digests.folder / "commitments.db")
    digests.ingest(7)
    door.restart()
    digests.command("subscribe South Korea")
    until(lambda: digests.posted("set up a digest: country"), "the news that a digest was set up")
    state = open_state(door.environ["STATE_DB"])
    (one,) = running(state)
    change(state, one.id, ALICE, "change", {"weekly": True, "days": (0,)}, datetime.now(UTC))
    state.dispose()
    assert "sent 1" in digests.send(8)  # a Monday
    (posted,) = digests.posted("8 March 2027, news since")
    yield posted
    digests.command("unsubscribe")
    until(lambda: digests.posted("ended a digest: country"), "the news that the digest was ended")
    door.environ["COMMITMENTS_DB"] = before
    door.restart()


def test_a_long_section_and_its_picture(digests: Digests, long_digest: dict[str, Any]) -> None:
    """A weekly digest has its timeline in its thread, once, and the button under a long section opens all of it."""
    buttons = [e for block in long_digest["blocks"] for e in block.get("elements", []) if e.get("value")]
    digests.door.slack.press(long_digest, next(e for e in buttons if e["text"]["text"] == "Show all 13"))
    (filled,) = until(lambda: digests.called("views.update"), "the modal to be filled")
    assert "As of 8 March 2027" in filled
    assert all(f"(KR0{number})" in filled for number in range(500, 512))
    (reply,) = [one for one in digests.door.slack.replies(long_digest) if one.get("files")]
    (picture,) = reply["files"]
    assert (picture["mimetype"], picture["title"]) == ("image/png", "Timeline")
    assert "KR0032 Citizen Services Application: start 2016-07-01, end 2017-12-31" in picture["alt_txt"]
    assert "sent 0" in digests.send(8)
    assert len(digests.called("files.completeUploadExternal")) == 1
