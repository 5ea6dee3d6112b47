"""The signed HTTP door: what is signed and well-formed is answered, all else is refused with a 4xx."""

from __future__ import annotations

import json
import time
from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from wsgiref.types import WSGIApplication

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_sdk.signature import SignatureVerifier

from bot.slack.web import application
from tests.slack.conftest import NewWorkspace, Workspace
from tests.slack.wsgi import answer_of

SECRET = "secret"


def post(
    app: WSGIApplication,
    body: bytes,
    *,
    secret: str = SECRET,
    age: int = 0,
    path: str = "/slack/events",
    **environ: Any,
) -> int:
    """The status with which the door answers `body`, signed `age` seconds ago."""
    timestamp = str(int(time.time()) - age)
    try:
        signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
    except UnicodeDecodeError:
        signature = "v0=0"
    request = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_X_SLACK_REQUEST_TIMESTAMP": timestamp,
        "HTTP_X_SLACK_SIGNATURE": signature,
        "wsgi.input": BytesIO(body),
    }
    return answer_of(app, request | environ).status


@pytest.fixture
def bot(workspace: NewWorkspace) -> Workspace:
    """The bot in its workspace."""
    return workspace()


@pytest.fixture
def door(bot: Workspace) -> WSGIApplication:
    """The signed HTTP door to the bot."""
    return application(bot.app, SECRET)


def test_a_signed_event_is_answered(bot: Workspace, door: WSGIApplication) -> None:
    """A signed event gets 200 and its answer is posted."""
    body = json.dumps(bot.event("app_mention", "hello")).encode()
    assert post(door, body) == 200
    assert bot.texts() == ["You said “hello” after 0 before."]


def test_a_signed_press_is_answered(bot: Workspace, door: WSGIApplication) -> None:
    """A press of a button comes as a form whose payload is JSON."""
    payload = {
        "type": "block_actions",
        "team": {"id": "T01TEST"},
        "user": {"id": "U01ALICE", "team_id": "T01TEST"},
        "channel": {"id": "C01GEN"},
        "message": {"ts": "1.1", "thread_ts": "1.0"},
        "trigger_id": "1.2.3",
        "actions": [{"type": "button", "action_id": "choose:0", "value": "KR0029\nq"}],
    }
    body = urlencode({"payload": json.dumps(payload)}).encode()
    assert post(door, body, CONTENT_TYPE="application/x-www-form-urlencoded") == 200
    assert bot.texts() == ["You chose KR0029 for q."]


def test_slack_can_verify_the_address(door: WSGIApplication) -> None:
    """The challenge with which Slack verifies a request address is answered."""
    assert post(door, b'{"type": "url_verification", "challenge": "abc", "token": "t"}') == 200


@pytest.mark.parametrize(
    ("environ", "status"),
    [
        pytest.param({"secret": "another"}, 401, id="another secret"),
        pytest.param({"age": 301}, 401, id="an old request"),
        pytest.param({"age": -301}, 401, id="a request of the future"),
        pytest.param({"HTTP_X_SLACK_SIGNATURE": ""}, 401, id="no signature"),
        pytest.param({"HTTP_X_SLACK_SIGNATURE": "v0=é"}, 401, id="a signature that is not ASCII"),
        pytest.param({"HTTP_X_SLACK_REQUEST_TIMESTAMP": "soon"}, 401, id="a time that is no number"),
        pytest.param({"HTTP_X_SLACK_REQUEST_TIMESTAMP": "9" * 5000}, 401, id="a time without end"),
        pytest.param({"path": "/"}, 404, id="another path"),
        pytest.param({"REQUEST_METHOD": "GET"}, 405, id="another method"),
    ],
)
def test_what_slack_did_not_sign_is_refused(
    bot: Workspace, door: WSGIApplication, environ: dict[str, Any], status: int
) -> None:
    """A request that is not Slack's, not for us or not of now is refused, and nothing is posted."""
    body = json.dumps(bot.event("app_mention", "hello")).encode()
    assert post(door, body, **environ) == status
    assert bot.texts() == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"payload=",
        b"payload=[]",
        b"payload={",
        b'{"event": "app_mention"}',
        b'{"event": null}',
        b'{"a":' * 100_000,
    ],
)
def test_a_malformed_body_is_refused(door: WSGIApplication, body: bytes) -> None:
    """A body that is no event is refused with 400, though it is signed."""
    assert post(door, body) == 400


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.binary(max_size=200))
def test_no_body_makes_the_door_fail(door: WSGIApplication, body: bytes) -> None:
    """Whatever bytes arrive, the answer is a 4xx."""
    assert 400 <= post(door, body) < 500
