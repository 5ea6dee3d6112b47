"""App Home against an independent Slack server, in Socket Mode and over signed HTTP."""

from __future__ import annotations

import json

from tests.slack.end_to_end.conftest import ALICE, until


def test_app_home(door):
    """Whoever opens the app's page sees what the corpus holds, and questions that it answers."""

    def published() -> list[dict]:
        calls = door.slack.call("log")["log"]
        return [one["detail"]["view"] for one in calls if one["summary"] == "views.publish"]

    door.slack.call("open-home", {"user": ALICE})
    said = json.dumps(until(published, "the Home tab")[0], ensure_ascii=False)
    assert "What is here" in said
    assert "who leads KR0029?" in said
