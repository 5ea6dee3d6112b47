"""Everything that Slack sends by HTTP, signed, over a real socket to the real application: what it comes to."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_sdk.signature import SignatureVerifier

from bot.slack.answering import FromDatabase
from bot.slack.sharing import SHARE
from bot.slack.web import FORM, JSON, LONGEST_QUERY, listen
from tests.slack.double import ALICE, CHANNEL, DIRECT, TEAM

SECRET = "secret"
PAGE = "https://www.opengovpartnership.org/members/republic-of-korea/commitments/KR0032/"
LEAD = "Ministry of the Interior"


class Slack:
    """Slack as it speaks to the bot's HTTP door: it signs, and sends events as JSON and all else as forms."""

    def __init__(self, bot, port: int) -> None:
        self.bot, self.port = bot, port
        self.world = bot.web_api.world

    def send(
        self,
        body: bytes,
        kind: str | None,
        *,
        method: str = "POST",
        path: str = "/slack/events",
        signed: bool = True,
        age: int = 0,
    ) -> tuple[int, Any]:
        """The status of a request, and what its answer says."""
        headers = {"Content-Type": kind} if kind else {}
        if signed:
            timestamp = str(int(time.time()) - age)
            signature = SignatureVerifier(SECRET).generate_signature(timestamp=timestamp, body=body)
            headers |= {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            said = response.read().decode()
        finally:
            connection.close()
        return response.status, json.loads(said) if said.startswith("{") else said

    def event(self, kind: str, **event: Any) -> tuple[int, Any]:
        """Something happened in the workspace."""
        body = self.bot.event(kind, "") | {"token": "t", "api_app_id": "A1"}
        return self.send(json.dumps(body | {"event": {"type": kind, **event}}).encode(), JSON)

    def command(self, text: str) -> tuple[int, Any]:
        """Alice types the command: the form has no payload."""
        form = {
            "token": "t",
            "team_id": TEAM,
            "team_domain": "test",
            "channel_id": CHANNEL,
            "channel_name": "general",
            "user_id": ALICE,
            "user_name": "alice",
            "command": "/commitment",
            "text": text,
            "api_app_id": "A1",
            "is_enterprise_install": "false",
            "response_url": self.world.response_url(),
            "trigger_id": self.world.trigger(),
        }
        return self.send(urlencode(form).encode(), FORM)

    def interact(self, kind: str, **payload: Any) -> tuple[int, Any]:
        """Alice uses something: a button, a form, a shortcut, a menu that is filled as she types."""
        common = {
            "type": kind,
            "team": {"id": TEAM, "domain": "test"},
            "user": {"id": ALICE, "team_id": TEAM},
            "api_app_id": "A1",
            "enterprise": None,
            "is_enterprise_install": False,
            "trigger_id": self.world.trigger(),
        }
        return self.send(urlencode({"payload": json.dumps(common | payload)}).encode(), FORM)

    def in_channel(self) -> dict[str, Any]:
        """What an interaction with a message says besides."""
        return {"channel": {"id": CHANNEL, "name": "general"}, "response_url": self.world.response_url()}

    @property
    def seen(self) -> list[tuple[str, str | None, str]]:
        """What was posted: where, for whom alone, and all its text."""
        posts = self.bot.web_api.posts
        return [(one["channel"], one.get("ephemeral"), json.dumps(one, ensure_ascii=False)) for one in posts]

    def form(self) -> dict[str, Any]:
        """The search form as Slack has it, opened by the shortcut."""
        assert self.interact("shortcut", callback_id="search", action_ts="1.5") == (200, "")
        return next(iter(self.world.views.values()))


@pytest.fixture
def slack(workspace, database) -> Iterator[Slack]:
    """Slack, and the bot behind its own server."""
    bot = workspace(FromDatabase(Path(database), lambda: date(2026, 11, 21)), SHOW_CONTACTS="all")
    server = listen(bot.app, SECRET, 0)
    thread = Thread(target=server.run)
    thread.start()
    yield Slack(bot, server.socket.getsockname()[1])
    # it closes in its own thread, after which its loop has nothing left, and may do so before it is woken to
    with suppress(OSError):
        server.trigger.pull_trigger(server.close)
    thread.join()


# -- what people get ---------------------------------------------------------------------------------------------


def test_a_mention(slack):
    """A mention is answered in its thread."""
    assert slack.event(
        "app_mention", user=ALICE, text="<@U0BOT> who leads KR0032?", channel=CHANNEL, ts="1700000000.1"
    ) == (200, "")
    ((channel, alone, text),) = slack.seen
    assert (channel, alone) == (CHANNEL, None)
    assert LEAD in text


def test_a_direct_message(slack):
    """A direct message is answered where it stands."""
    slack.event("message", channel_type="im", user=ALICE, text="who leads KR0032?", channel=DIRECT, ts="1700000000.1")
    ((channel, _, text),) = slack.seen
    assert channel == DIRECT
    assert LEAD in text


def test_a_link(slack):
    """A link to a commitment gets its card."""
    body = slack.bot.event("link_shared", "")
    links = [{"domain": "www.opengovpartnership.org", "url": PAGE}]
    body["event"] = {"type": "link_shared", "user": ALICE, "channel": CHANNEL, "message_ts": "1.1", "links": links}
    assert slack.send(json.dumps(body).encode(), f"{JSON}; charset=utf-8")[0] == 200
    assert [list(one["unfurls"]) for one in slack.world.unfurls] == [[PAGE]]


def test_the_home_tab(slack):
    """Who opens the app's page gets its Home tab."""
    slack.event("app_home_opened", user=ALICE, channel=DIRECT, tab="home")
    assert "KR00" in json.dumps(slack.world.homes[ALICE])


@pytest.mark.parametrize(
    ("kind", "event"), [("app_uninstalled", {}), ("tokens_revoked", {"tokens": {"oauth": [], "bot": ["U0BOT"]}})]
)
def test_a_departure(slack, kind, event):
    """That the app was removed, or its token revoked, is taken note of: nobody is written to."""
    assert slack.event(kind, **event) == (200, "")
    assert slack.seen == []


def test_the_address_is_verified(slack):
    """The challenge with which Slack verifies the address comes back."""
    body = {"token": "t", "challenge": "3eZbrw1aB", "type": "url_verification"}
    assert slack.send(json.dumps(body).encode(), JSON) == (200, {"challenge": "3eZbrw1aB"})


@pytest.mark.parametrize("text", ["who leads KR0032?", "who leads KR0032, whatever the payload?"])
def test_a_command(slack, text):
    """A command is answered to its asker alone, whatever words it has."""
    assert slack.command(text) == (200, "")
    ((channel, alone, said),) = slack.seen
    assert (channel, alone) == (CHANNEL, ALICE)
    assert LEAD in said


def test_a_command_without_words(slack):
    """The bare command says what it can do."""
    assert slack.command("") == (200, "")
    assert "/commitment subscribe" in slack.seen[0][2]


def test_a_button(slack):
    """A press of a button under an answer does what it says: the answer is shared in the channel."""
    slack.command("who leads KR0032?")
    blocks = slack.bot.web_api.posts[0]["blocks"]
    share = next(one for block in blocks for one in block.get("elements", ()) if one.get("action_id") == SHARE)
    action = {"type": "button", "block_id": "b", "action_ts": "1.5"}
    action |= {name: share[name] for name in ("action_id", "value")}
    container = {"type": "message", "message_ts": "1.1", "channel_id": CHANNEL, "is_ephemeral": True}
    assert slack.interact("block_actions", actions=[action], container=container, **slack.in_channel()) == (200, "")
    channel, alone, text = slack.seen[1]
    assert (channel, alone) == (CHANNEL, None)
    assert LEAD in text


def test_the_global_shortcut(slack):
    """The global shortcut opens the search form."""
    assert slack.form()["callback_id"] == "search"


def test_a_menu_that_is_filled_as_one_types(slack):
    """What fits what is typed is offered."""
    status, said = slack.interact(
        "block_suggestion",
        action_id="search:country",
        block_id="country",
        value="kor",
        view=slack.form() | {"state": {"values": {}}},
        container={"type": "view"},
    )
    assert status == 200
    assert [one["value"] for one in said["options"]] == ["KR"]


def test_a_form_is_sent(slack):
    """A form that is sent is answered with what it finds."""
    values = {"words": {"search:words": {"type": "plain_text_input", "value": "Citizen Services"}}}
    view = slack.form() | {"state": {"values": values}}
    status, said = slack.interact("view_submission", view=view, response_urls=[])
    assert (status, said["response_action"]) == (200, "update")
    assert "KR0032" in json.dumps(said["view"])


def test_a_form_is_closed(slack):
    """That a form was closed is acknowledged, and that is all."""
    view = slack.form() | {"state": {"values": {}}}
    assert slack.interact("view_closed", view=view, is_cleared=False) == (200, "")
    assert slack.seen == []


def test_a_message_shortcut(slack):
    """The shortcut on a message shows its commitments to whoever uses it."""
    message = {"type": "message", "user": "U02BOB", "ts": "1700000000.1", "text": "KR0032, please"}
    status, _ = slack.interact("message_action", callback_id="look_up", message=message, **slack.in_channel())
    ((channel, alone, text),) = slack.seen
    assert (status, channel, alone) == (200, CHANNEL, ALICE)
    assert LEAD in text


def test_a_kind_that_nothing_listens_to(slack):
    """A kind of request that is new to the bot is acknowledged, so that Slack does not send it again."""
    assert slack.send(b'{"type": "app_rate_limited", "team_id": "T01TEST", "token": "t"}', JSON)[0] == 200
    assert slack.seen == []


@pytest.mark.parametrize(("method", "kind"), [("POST", FORM), ("GET", None)])
@pytest.mark.parametrize("signed", [True, False], ids=["signed", "unsigned"])
def test_the_check_of_the_certificate(slack, method, kind, signed):
    """Slack's check of the certificate gets an empty 200, signed or not; nothing is done for it."""
    form = urlencode({"ssl_check": "1", "token": "t"})
    body, path = (form.encode(), "/slack/events") if method == "POST" else (b"", f"/slack/events?{form}")
    assert slack.send(body, kind, method=method, path=path, signed=signed) == (200, "")
    command = {"command": "/commitment", "text": "who leads KR0032?", "ssl_check": "1", "user_id": ALICE}
    slack.send(urlencode(command | {"team_id": TEAM, "channel_id": CHANNEL}).encode(), FORM, signed=signed)
    assert slack.seen == []


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
def test_a_malformed_request(slack, body, kind, others, status):
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
def test_a_payload_that_lacks_what_its_kind_has(slack, payload, part, instead):
    """A signed payload without a part of its kind, or with another thing in its place, never makes the door fail."""
    status, _ = slack.send(json.dumps(payload | {part: instead}).encode(), JSON)
    assert status == 400 or (status == 200 and part in ("challenge", "authorizations"))


@pytest.mark.parametrize("instead", [None, 1, [], {}], ids=repr)
@pytest.mark.parametrize("form", ["search", "feedback:wrong", "digest:settings"])
def test_a_form_without_what_it_was_opened_with(slack, form, instead):
    """A signed form whose private metadata is no text is refused with a 4xx."""
    view = {"id": "V1", "type": "modal", "callback_id": form, "state": {"values": {}}, "private_metadata": instead}
    body = {"type": "view_submission", "user": {"id": ALICE, "team_id": TEAM}, "view": view}
    assert slack.send(urlencode({"payload": json.dumps(body)}).encode(), FORM)[0] == 400
