"""The bot as its own process over HTTP: somebody installs it in a workspace, and it answers there."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.forking import python
from tests.present import present
from tests.slack.double import CHANNEL, ME, SlackDouble
from tests.slack.end_to_end.conftest import SECRET, Door, free_port, until

ACME = "T0ACME"


class Process(Door[SlackDouble]):
    """The bot for many workspaces, before the strict Slack of the tests."""

    def get(self, path: str, cookie: str = "") -> tuple[int, str, str]:
        """(status, cookie, text) of a page."""
        with closing(HTTPConnection("127.0.0.1", int(self.command[-1]))) as connection:
            connection.request("GET", path, headers={"Cookie": cookie})
            response = connection.getresponse()
            given = (response.getheader("set-cookie") or "").partition(";")[0]
            return response.status, given, response.read().decode()


@pytest.fixture
def bot(database: str, tmp_path: Path) -> Iterator[Process]:
    """The process, and the Slack that it speaks to."""
    with SlackDouble() as double:
        port = free_port()
        command = [*python(), "-m", "bot", "slack", "--http", str(port)]
        ready = f"The page to install the app is http://127.0.0.1:{port}/slack/install"
        tokens = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "client-secret", "SLACK_SIGNING_SECRET": SECRET}
        place = {"STATE_DB": str(tmp_path / "state.db"), "COMMITMENTS_DB": database}
        none = dict.fromkeys(("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_REDIRECT_URI", "ALLOWED_TEAMS"), "")
        settings = tokens | place | none | {"SLACK_API_URL": double.address, "LOG_LEVEL": "DEBUG"}
        process = Process(tmp_path, double, command, ready, **settings)
        with process.processes:
            process.start()
            yield process


def mention(question: str) -> bytes:
    """Somebody of the workspace mentions the bot."""
    event = {"type": "app_mention", "user": "U01ALICE", "channel": CHANNEL, "ts": "1700000001.1", "user_team": ACME}
    body = {"type": "event_callback", "event_id": "Ev01", "team_id": ACME, "event_time": 1_700_000_001}
    return json.dumps(body | {"event": event | {"text": f"<@{ME}> {question}"}}).encode()


def test_from_the_install_page_to_an_answer(bot: Process) -> None:
    """The page, Slack's question, the page after it; then a question of that workspace is answered with its token."""
    double = bot.slack
    status, cookie, page = bot.get("/slack/install")
    asked = parse_qs(urlsplit(html.unescape(present(re.search(r'href="([^"]+authorize[^"]+)"', page))[1])).query)
    assert status == 200
    double.world.codes["code"] = {"scopes": asked["scope"][0].split(","), "team": ACME}
    answer = urlencode({"code": "code", "state": asked["state"][0]})
    status, _, page = bot.get(f"/slack/oauth_redirect?{answer}", cookie)
    assert (status, "Commitment Bot is installed" in page) == (200, True)
    assert bot.send(mention("who leads KR0032?")) == 200
    (post,) = until(lambda: double.posts, "an answer")
    assert "Ministry of the Interior" in post["text"]
    (token,) = {call.token for call in double.calls if call.method == "chat.postMessage"}
    assert double.world.tokens[token].team == ACME
    for secret in (token, "client-secret", SECRET):
        assert not bot.says(secret)
