"""A thousand digests that are due in the same minute: all come, each once, within Slack's limits."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.digest.clock import WINDOW
from tests.slack.rush import A_CHANNEL, A_MINUTE, rush

THOUSAND = 1_000


@pytest.mark.parametrize("channels", [THOUSAND, 1])
def test_all_come_once(tmp_path, database, channels):
    """All are posted once within their window, whether each has a channel of its own or all share one."""
    found = rush(tmp_path, Path(database), THOUSAND, channels)
    assert set(found.posted.values()) == {1}
    assert len(found.posted) == THOUSAND
    least = max((THOUSAND / channels - 1) * A_CHANNEL, (THOUSAND / A_MINUTE - 1) * 60)
    assert least <= found.last < WINDOW.total_seconds()


def test_all_come_once_when_slack_fails(tmp_path, database):
    """With one request of ten failing, half of them after Slack posted, all still come once and in time."""
    found = rush(tmp_path, Path(database), THOUSAND, THOUSAND, trouble=0.1)
    assert found.lost > THOUSAND / 50
    assert set(found.posted.values()) == {1}
    assert len(found.posted) == THOUSAND
    assert found.last < WINDOW.total_seconds()
