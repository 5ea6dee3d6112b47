"""What only signed HTTP has: the checks of the address and the certificate, and what is refused at the door."""

from __future__ import annotations

import json
import re
import select
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.slack.questions import FromDatabase
from bot.slack.web import FORM, JSON, LONGEST_QUERY
from tests.slack.conftest import NewWorkspace
from tests.slack.doorways import OverHttp, over_http
from tests.slack.double import ALICE, CHANNEL, TEAM


@pytest.fixture
def slack(workspace: NewWorkspace, database: str) -> Iterator[OverHttp]:
    """Slack, and the bot behind its own server."""
    bot = workspace(FromDatabase(Path(database), lambda: date(2026, 11, 21)), SHOW_CONTACTS="all")
    with over_http(bot) as requests:
        yield requests


def test_the_address_is_verified(slack: OverHttp) -> None:
    """The challenge with which Slack verifies the address comes back."""
    body = {"token": "t", "challenge": "3eZbrw1aB", "type": "url_verification"}
    for kind in (JSON, f"{JSON}; charset=utf-8"):
        assert slack.send(json.dumps(body).encode(), kind) == (200, {"challenge": "3eZbrw1aB"})


def test_a_kind_that_nothing_listens_to(slack: OverHttp) -> None:
    """A kind of request that is new to the bot is acknowledged, so that Slack does not send it again."""
    assert slack.send(b'{"type": "app_rate_limited", "team_id": "T01TEST", "token": "t"}', JSON)[0] == 200
    assert slack.seen == []


@pytest.mark.parametrize(("method", "kind"), [("POST", FORM), ("GET", None)])
@pytest.mark.parametrize("signed", [True, False], ids=["signed", "unsigned"])
def test_the_check_of_the_certificate(slack: OverHttp, method: str, kind: str | None, signed: bool) -> None:
    """Slack's check of the certificate gets an empty 200, signed or not; nothing is done for it."""
    form = urlencode({"ssl_check": "1", "token": "t"})
    body, path = (form.encode(), "/slack/events") if method == "POST" else (b"", f"/slack/events?{form}")
    assert slack.send(body, kind, method=method, path=path, signed=signed) == (200, "")
    command = {"command": "/commitment", "text": "who leads KR0032?", "ssl_check": "1", "user_id": ALICE}
    slack.send(urlencode(command | {"team_id": TEAM, "channel_id": CHANNEL}).encode(), FORM, signed=signed)
    assert slack.seen == []


def test_half_open_connections_keep_nobody_waiting(slack: OverHttp) -> None:
    """Six hundred connections whose request never ends hold up no other: it is answered while all of them are open."""
    with ExitStack() as stack:
        idle = [stack.enter_context(socket.create_connection(("127.0.0.1", slack.port))) for _ in range(600)]
        for one in idle:
            one.sendall(b"POST /slack/events HTTP/1.1\r\nHost: bot\r\n")
        assert slack.send(GOOD, JSON)[0] == 200
        ended = select.poll()
        for one in idle:
            ended.register(one, select.POLLIN)
        assert ended.poll(0) == []


# -- what is refused ---------------------------------------------------------------------------------------------


GOOD = b'{"type": "app_rate_limited"}'


@pytest.mark.parametrize(
    ("body", "kind", "others", "status"),
    [
        pytest.param(GOOD, JSON, {"signed": False}, 401, id="no signature"),
        pytest.param(GOOD, JSON, {"age": 301}, 401, id="an old request"),
        pytest.param(GOOD, JSON, {"method": "GET"}, 405, id="another method"),
        pytest.param(GOOD, JSON, {"path": "/slack"}, 404, id="another path"),
        pytest.param(GOOD, "text/plain", {}, 415, id="another type"),
        pytest.param(GOOD, None, {}, 415, id="no type"),
        pytest.param(GOOD, FORM, {}, 400, id="JSON that says that it is a form"),
        pytest.param(b"payload=%7B%22type%22:%22shortcut%22%7D", JSON, {}, 400, id="a form that says that it is JSON"),
        pytest.param(b"{", JSON, {}, 400, id="half a JSON object"),
        pytest.param(b"[1]", JSON, {}, 400, id="a JSON list"),
        pytest.param(b"{}", JSON, {}, 400, id="an object of no kind"),
        pytest.param(b'{"type": {}}', JSON, {}, 400, id="an object whose kind is no text"),
        pytest.param(b"payload=[]", FORM, {}, 400, id="a payload that is a list"),
        pytest.param(b"payload={", FORM, {}, 400, id="half a payload"),
        pytest.param(b"payload=", FORM, {}, 400, id="an empty payload"),
        pytest.param(b"payload=" + b"[" * 100_000, FORM, {}, 400, id="a payload without bottom"),
        pytest.param(b"a=1&" * 1_000 + b"payload={}", FORM, {}, 400, id="more fields than a form of Slack's has"),
        pytest.param(b"text=hello&user_id=U1&team_id=T1&channel_id=C1", FORM, {}, 400, id="a command without a name"),
        pytest.param(b"command=/commitment&text=%ff&user_id=U1&team_id=T1&channel_id=C1", FORM, {}, 400, id="no UTF-8"),
        pytest.param(b"command=/commitment&text=hello", FORM, {}, 400, id="a command of nobody"),
        pytest.param(b"ssl_check=2", FORM, {"signed": False}, 401, id="no check of the certificate"),
        pytest.param(b"ssl_check=1&a=" + b"a" * LONGEST_QUERY, FORM, {"signed": False}, 401, id="a check without end"),
        pytest.param(b"ssl_check=1", FORM, {"path": "/slack", "signed": False}, 404, id="a check of another path"),
    ],
)
def test_a_malformed_request(
    slack: OverHttp, body: bytes, kind: str | None, others: dict[str, Any], status: int
) -> None:
    """What Slack never sends is refused with a 4xx, and nothing is posted."""
    assert slack.send(body, kind, **others)[0] == status
    assert slack.seen == []


@pytest.mark.parametrize("instead", [None, 1, "x", [], {}], ids=repr)
@pytest.mark.parametrize(
    ("payload", "part"),
    [
        ({"type": "event_callback"}, "event"),
        ({"type": "url_verification"}, "challenge"),
        ({"type": "block_actions", "actions": [{"action_id": "choose:0"}]}, "user"),
        ({"type": "block_actions", "user": {"id": ALICE}}, "actions"),
        ({"type": "block_suggestion", "action_id": "search:country"}, "user"),
        ({"type": "view_submission", "user": {"id": ALICE}}, "view"),
        ({"type": "view_closed", "user": {"id": ALICE}}, "view"),
        ({"type": "shortcut", "callback_id": "search", "trigger_id": "1.2"}, "user"),
        ({"type": "message_action", "callback_id": "look_up", "trigger_id": "1.2", "user": {"id": ALICE}}, "channel"),
        ({"type": "app_rate_limited"}, "authorizations"),
    ],
)
def test_a_payload_that_lacks_what_its_kind_has(
    slack: OverHttp, payload: dict[str, Any], part: str, instead: Any
) -> None:
    """A signed payload without a part of its kind, or with another thing in its place, never makes the door fail."""
    status, _ = slack.send(json.dumps(payload | {part: instead}).encode(), JSON)
    assert status == 400 or (status == 200 and part in ("challenge", "authorizations"))


@pytest.mark.parametrize("instead", [None, 1, [], {}], ids=repr)
@pytest.mark.parametrize("form", ["search", "feedback:wrong", "digest:settings"])
def test_a_form_without_what_it_was_opened_with(slack: OverHttp, form: str, instead: Any) -> None:
    """A signed form whose private metadata is no text is refused with a 4xx."""
    view = {"id": "V1", "type": "modal", "callback_id": form, "state": {"values": {}}, "private_metadata": instead}
    body = {"type": "view_submission", "user": {"id": ALICE, "team_id": TEAM}, "view": view}
    assert slack.send(urlencode({"payload": json.dumps(body)}).encode(), FORM)[0] == 400


def test_a_wrong_signature_is_logged_once(slack: OverHttp, caplog: pytest.LogCaptureFixture) -> None:
    """Requests that are not signed as Slack signs are told in the log, once a minute: a setting may be wrong."""
    for _ in range(3):
        assert slack.send(b"{}", JSON, signed=False)[0] == 401
    (line,) = [record.getMessage() for record in caplog.records if "not signed" in record.getMessage()]
    assert "SLACK_SIGNING_SECRET" in line


def test_a_clock_that_is_off_is_logged(slack: OverHttp, caplog: pytest.LogCaptureFixture) -> None:
    """Where signed requests are dated far from this machine's clock, the log says to look at that clock."""
    assert slack.send(b"{}", JSON, age=3_600)[0] == 401
    assert any(re.search(r"36\d\d seconds from this machine's clock", record.getMessage()) for record in caplog.records)
