"""Hundreds of digests that are due in the same minute: all come, each once, within Slack's limits."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.digest.clock import WINDOW
from tests.slack.rush import A_CHANNEL, A_MINUTE, rush
from tests.thorough import THOROUGH

MANY = 1_000 if THOROUGH else 150


@pytest.mark.parametrize("channels", [MANY, 1])
def test_all_come_once(tmp_path: Path, database: str, channels: int) -> None:
    """All are posted once within their window, whether each has a channel of its own or all share one."""
    found = rush(tmp_path, Path(database), MANY, channels)
    assert set(found.posted.values()) == {1}
    assert len(found.posted) == MANY
    least = max((MANY / channels - 1) * A_CHANNEL, (MANY / A_MINUTE - 1) * 60)
    assert least <= found.last < WINDOW.total_seconds()


def test_all_come_once_when_slack_fails(tmp_path: Path, database: str) -> None:
    """With one request of ten failing, half of them after Slack posted, all still come once and in time."""
    found = rush(tmp_path, Path(database), MANY, MANY, trouble=0.1)
    assert found.lost > MANY / 50
    assert set(found.posted.values()) == {1}
    assert len(found.posted) == MANY
    assert found.last < WINDOW.total_seconds()
