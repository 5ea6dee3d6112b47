"""The picture of a weekly digest: in its thread, once, and never in the way of the digest."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from bot.slack import digest_courier
from bot.state.subscriptions import change, running
from tests.slack.digest_bot import ALICE, CHANNEL, MONDAY, Bot


@pytest.fixture
def weekly(bot: Bot) -> Bot:
    """A bot with one weekly digest in the channel."""
    bot.command("subscribe")
    (one,) = running(bot.state)
    change(bot.state, one.id, ALICE, "change", {"weekly": True, "days": (0,)}, MONDAY)
    return bot


def test_it_is_a_reply_to_its_digest(weekly: Bot) -> None:
    """A PNG is uploaded, and shared in the thread of the digest that was just posted, with words for it."""
    assert len(weekly.send(MONDAY)) == 1
    (png,) = weekly.api.uploaded
    assert Image.open(io.BytesIO(png)).format == "PNG"
    (shared,) = weekly.api.of("files.completeUploadExternal")
    assert (shared["channel_id"], shared["thread_ts"]) == (CHANNEL, weekly.api.messages[-1]["ts"])
    (asked,) = weekly.api.of("files.getUploadURLExternal")
    assert "KR0032" in asked["alt_txt"]
    assert "2017-12-31" in asked["alt_txt"]
    assert len(asked["alt_txt"]) <= 1_000


def test_a_daily_digest_has_none(bot: Bot) -> None:
    """Nothing is uploaded for a daily digest."""
    bot.command("subscribe")
    assert len(bot.send(MONDAY)) == 1
    assert bot.api.uploaded == []


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
def test_the_digest_stands_without(weekly: Bot, method: str, caplog: pytest.LogCaptureFixture) -> None:
    """Where Slack refuses the picture, as without its scope, the digest is posted and ended, and the log says why."""
    weekly.api.errors[method] = "missing_scope"
    assert len(weekly.send(MONDAY)) == 1
    assert "stays without a picture" in caplog.text
    assert "missing_scope" in caplog.text
    assert running(weekly.state)[0].sent_on == "2026-11-23"
    del weekly.api.errors[method]
    assert weekly.send(MONDAY) == []
    assert len(weekly.api.of(method)) == 1


@pytest.mark.parametrize("status", [500, 503])
def test_a_share_that_may_have_worked_is_not_repeated(weekly: Bot, status: int) -> None:
    """After an error of Slack's own the picture is not shared again: it might be there already."""
    weekly.api.statuses["files.completeUploadExternal"] = [status]
    assert len(weekly.send(MONDAY)) == 1
    assert len(weekly.api.of("files.completeUploadExternal")) == 1


def test_a_rate_limit_is_waited_for(weekly: Bot) -> None:
    """What Slack refuses for its rate it has not done: it is asked again."""
    weekly.api.statuses["files.completeUploadExternal"] = [429, 429]
    weekly.send(MONDAY)
    assert len(weekly.api.of("files.completeUploadExternal")) == 3
    assert len(weekly.api.uploaded) == 1


def test_without_the_library_there_is_none(weekly: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine that cannot draw, the digest comes as ever and nothing is uploaded."""
    monkeypatch.setattr(digest_courier, "available", lambda: False)
    assert len(weekly.send(MONDAY)) == 1
    assert weekly.api.of("files.getUploadURLExternal") == []
