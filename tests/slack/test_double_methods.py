"""The double speaks the Web API as Slack does: tokens, scopes, errors, rate limits, what stands afterwards."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.client import RemoteDisconnected
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from tests.slack.double import (
    ALICE,
    APP_TOKEN,
    BOB,
    BOT_TOKEN,
    CHANNEL,
    DIRECT,
    ME,
    RATES,
    Broken,
    Channel,
    Dropped,
    Garbled,
    Limited,
    Refused,
    Silent,
    SlackDouble,
    Token,
    User,
)
from tests.slack.double.entities import entity

MODAL = {"type": "modal", "title": {"type": "plain_text", "text": "x"}, "blocks": [{"type": "divider"}]}


@pytest.fixture
def slack() -> Iterator[SlackDouble]:
    """A double for one test."""
    with SlackDouble() as double:
        yield double


@pytest.fixture
def client(slack: SlackDouble) -> WebClient:
    """A client that repeats nothing."""
    return WebClient(BOT_TOKEN, base_url=slack.address, retry_handlers=[], timeout=10)


def refused(call: Callable[..., object], *args: Any, **others: Any) -> str:
    """The error with which a call is refused."""
    with pytest.raises(SlackApiError) as caught:
        call(*args, **others)
    return caught.value.response["error"]


@pytest.mark.parametrize(
    ("token", "error"),
    [
        ("", "not_authed"),
        ("xoxb-wrong", "invalid_auth"),
        ("xoxb-revoked", "token_revoked"),
        ("xoxb-old", "token_expired"),
        (APP_TOKEN, "not_allowed_token_type"),
    ],
)
def test_a_token_that_is_no_good_is_refused(slack: SlackDouble, token: str, error: str) -> None:
    """No token, a wrong, a revoked, an expired one and one of another kind each have their error."""
    slack.world.tokens["xoxb-revoked"] = Token(frozenset({"chat:write"}), error="token_revoked")
    slack.world.tokens["xoxb-old"] = Token(frozenset({"chat:write"}), expires=slack.clock())
    assert refused(WebClient(token, base_url=slack.address).auth_test) == error


def test_a_missing_scope_is_named(slack: SlackDouble, client: WebClient) -> None:
    """A method without its scope is refused with the scope that it needs and those that there are."""
    slack.world.tokens[BOT_TOKEN] = Token(frozenset({"commands", "im:write"}))
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel=CHANNEL, text="x")
    answer = caught.value.response
    assert (answer["error"], answer["needed"], answer["provided"]) == (
        "missing_scope",
        "chat:write",
        "commands,im:write",
    )
    assert answer.headers["x-oauth-scopes"] == "commands,im:write"


@pytest.mark.parametrize(("kind", "scope"), [("channel", "channels"), ("group", "groups"), ("im", "im")])
def test_reading_needs_the_scope_of_that_kind_of_channel(
    slack: SlackDouble, client: WebClient, kind: str, scope: str
) -> None:
    """History is read with the scope of its kind of channel only."""
    slack.world.channels["C02"] = Channel("C02", kind, {ME})
    kept = slack.world.tokens[BOT_TOKEN].scopes
    slack.world.tokens[BOT_TOKEN] = Token(kept - {f"{scope}:history"})
    assert refused(client.conversations_history, channel="C02") == "missing_scope"


def test_an_unknown_method_is_refused(slack: SlackDouble, client: WebClient) -> None:
    """A method that Slack does not have, or that this one lacks, is unknown."""
    slack.world.missing.add("chat.startStream")
    assert refused(client.api_call, "chat.whisper") == "unknown_method"
    assert refused(client.chat_startStream, channel=CHANNEL, thread_ts="1.1") == "unknown_method"


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("C0NOWHERE", "channel_not_found"),
        ("C0OLD", "is_archived"),
        ("C0OTHERS", "not_in_channel"),
        ("G0SECRET", "channel_not_found"),
        ("C0NEWS", "restricted_action"),
        ("U0GONE", "user_disabled"),
        (ME, "cannot_dm_bot"),
    ],
)
def test_a_place_that_cannot_be_posted_to_is_refused(
    slack: SlackDouble, client: WebClient, channel: str, error: str
) -> None:
    """Archived, foreign, secret and missing channels, people gone and bots each have their error."""
    places = [
        Channel("C0OLD", members={ME}, archived=True),
        Channel("C0OTHERS", members={ALICE}),
        Channel("G0SECRET", "group", {ALICE}),
        Channel("C0NEWS", members={ME}, read_only=True),
    ]
    slack.world.channels |= {one.id: one for one in places}
    slack.world.users["U0GONE"] = User("U0GONE", gone=True)
    assert refused(client.chat_postMessage, channel=channel, text="x") == error


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({}, "no_text"),
        ({"text": "x", "blocks": [{"type": "section"}]}, "invalid_blocks"),
        ({"text": "x", "blocks": "["}, "invalid_blocks_format"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"text": "x", "markdown_text": "x"}, "markdown_text_conflict"),
        ({"text": "x", "thread_ts": "yesterday"}, "invalid_thread_ts"),
        ({"text": "x", "metadata": {"event_type": "x"}}, "invalid_metadata_format"),
        ({"text": "x", "metadata": {"event_type": "x", "event_payload": {"a": "x" * 16_000}}}, "metadata_too_large"),
    ],
)
def test_a_message_that_is_none_is_refused(client: WebClient, args: dict[str, Any], error: str) -> None:
    """What a message may not say is refused with Slack's error."""
    assert refused(client.api_call, "chat.postMessage", json={"channel": CHANNEL} | args) == error


def test_a_missing_argument_is_refused(client: WebClient) -> None:
    """A call without what its method needs is refused as invalid arguments, and the field is named."""
    with pytest.raises(SlackApiError) as caught:
        client.api_call("chat.postMessage", json={"text": "x"})
    assert caught.value.response["error"] == "invalid_arguments"
    assert caught.value.response["response_metadata"]["messages"] == ["[ERROR] missing required field: channel"]


def test_what_is_posted_stands_there(slack: SlackDouble, client: WebClient) -> None:
    """A message, its replies and, where they are asked for, their metadata are read back page by page."""
    metadata = {"event_type": "answer", "event_payload": {"token": "t"}}
    root = client.chat_postMessage(channel=CHANNEL, text="one", metadata=metadata)["ts"]
    client.chat_postMessage(channel=CHANNEL, text="two", thread_ts=root)
    assert [one["text"] for one in client.conversations_history(channel=CHANNEL)["messages"]] == ["one"]
    first = client.conversations_replies(channel=CHANNEL, ts=root, limit=1, include_all_metadata=True)
    rest = first["response_metadata"]["next_cursor"]
    second = client.conversations_replies(channel=CHANNEL, ts=root, limit=1, cursor=rest)
    assert first["messages"][0]["metadata"] == metadata
    assert [one["text"] for one in second["messages"]] == ["two"]
    assert "metadata" not in client.conversations_history(channel=CHANNEL)["messages"][0]


def test_a_message_of_ones_own_is_changed_and_deleted(slack: SlackDouble, client: WebClient) -> None:
    """A message can be changed and deleted by its author only, and an update's text is at most 4,000 characters."""
    ts = client.chat_postMessage(channel=CHANNEL, text="one")["ts"]
    client.chat_update(channel=CHANNEL, ts=ts, text="two")
    slack.world.messages.append({"channel": CHANNEL, "ts": "1.5", "user": ALICE, "text": "mine"})
    assert slack.world.messages[0]["text"] == "two"
    assert refused(client.chat_update, channel=CHANNEL, ts=ts, text="x" * 4_001) == "msg_too_long"
    assert refused(client.chat_update, channel=CHANNEL, ts="1.5", text="x") == "cant_update_message"
    assert refused(client.chat_delete, channel=CHANNEL, ts="1.5") == "cant_delete_message"
    assert refused(client.chat_update, channel=CHANNEL, ts="1.6", text="x") == "message_not_found"
    client.chat_delete(channel=CHANNEL, ts=ts)
    assert [one["text"] for one in slack.world.messages] == ["mine"]


def test_an_ephemeral_message_is_for_one_who_is_there(slack: SlackDouble, client: WebClient) -> None:
    """An ephemeral message is said to a member, and is no part of the channel's history."""
    client.chat_postEphemeral(channel=CHANNEL, user=ALICE, text="psst")
    assert refused(client.chat_postEphemeral, channel=DIRECT, user=BOB, text="psst") == "user_not_in_channel"
    assert client.conversations_history(channel=CHANNEL)["messages"] == []
    assert slack.world.messages[0]["ephemeral"] == ALICE


def test_links_are_unfurled_within_limits(slack: SlackDouble, client: WebClient) -> None:
    """Cards must be well-formed and few."""
    card = {"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "x"}}]}
    client.chat_unfurl(channel=CHANNEL, ts="1.1", unfurls={"https://x.test": card})
    many = {f"https://x.test/{number}": card for number in range(6)}
    assert refused(client.chat_unfurl, channel=CHANNEL, ts="1.1", unfurls=many) == "cannot_unfurl_message"
    bad = {"https://x.test": {"blocks": [{"type": "section"}]}}
    assert refused(client.chat_unfurl, channel=CHANNEL, ts="1.1", unfurls=bad) == "invalid_unfurls_format"
    assert refused(client.chat_unfurl, channel=CHANNEL, unfurls={"https://x.test": card}, ts="") == "missing_ts"


ENTITY: dict[str, Any] = {
    "entity_type": "slack#/entities/item",
    "url": "https://x.test",
    "external_ref": {"id": "1"},
    "entity_payload": {"attributes": {"title": {"text": "x"}}},
}


def test_an_entity_that_is_wrong_is_dropped_and_only_a_warning_says_so(slack: SlackDouble, client: WebClient) -> None:
    """Slack takes entities with all that they need; others are dropped, with a warning beside `ok`."""
    whole = ENTITY | {"app_unfurl_url": "https://x.test"}
    client.chat_unfurl(unfurl_id="U1-x", source="composer", metadata={"entities": [whole]})
    assert len(slack.world.unfurls) == 1
    lacking = client.chat_unfurl(channel=CHANNEL, ts="1.1", metadata={"entities": [ENTITY]})
    assert lacking["warning"] == "invalid_metadata_format"
    assert "app_unfurl_url" in lacking["response_metadata"]["messages"][0]
    assert len(slack.world.unfurls) == 1
    fields = [{"key": "a", "label": "A", "type": "string", "value": "x" * 3_000} for _ in range(6)]
    fields = [one | {"key": str(number)} for number, one in enumerate(fields)]
    large = whole | {"entity_payload": whole["entity_payload"] | {"custom_fields": fields}}
    too_large = {"entities": [large]}
    assert refused(client.chat_unfurl, channel=CHANNEL, ts="1.1", metadata=too_large) == "error_processing_metadata"
    assert refused(client.chat_unfurl, channel=CHANNEL, ts="1.1") == "missing_unfurls"


@pytest.mark.parametrize(
    "field",
    [
        {"value": ""},
        {"value": 1},
        {"type": "strange"},
        {"tag_color": "purple"},
        {"type": "integer", "value": 1, "long": True},
        {"format": "markdown", "link": "https://x.test"},
        {"label": None},
    ],
)
def test_which_fields_an_entity_has(field: dict[str, Any]) -> None:
    """A field has a key, a label, a type, and a value that is not empty; some properties go with strings alone."""
    good = {"key": "a", "label": "A", "type": "string", "value": "x", "tag_color": "red", "long": True}
    payload = ENTITY["entity_payload"]
    assert list(entity(ENTITY | {"entity_payload": payload | {"custom_fields": [good]}}, "")) == []
    bad = {name: value for name, value in (good | field).items() if name not in ("tag_color", "long") or name in field}
    assert list(entity(ENTITY | {"entity_payload": payload | {"custom_fields": [bad]}}, ""))


def test_a_pane_is_filled_once_and_soon(slack: SlackDouble, client: WebClient) -> None:
    """A pane is filled with its own entity or with an error, once, within seconds; the trigger is looked at first."""
    present, trigger = client.entity_presentDetails, slack.world.open_pane("1")
    assert refused(present, trigger_id="1.x", metadata={}) == "invalid_trigger_id"
    assert refused(present, trigger_id=trigger) == "invalid_arguments"
    assert refused(present, trigger_id=trigger, metadata=ENTITY | {"url": None}) == "invalid_arguments"
    assert refused(present, trigger_id=trigger, error={"status": "no"}) == "invalid_arguments"
    other = ENTITY | {"external_ref": {"id": "2"}}
    assert refused(present, trigger_id=trigger, metadata=other) == "entity_metadata_does_not_match_trigger"
    present(trigger_id=trigger, metadata=ENTITY)
    assert refused(present, trigger_id=trigger, metadata=ENTITY) == "invalid_trigger_id"
    late = slack.world.open_pane("1")
    slack.clock.pass_(4)
    assert refused(present, trigger_id=late, error={"status": "not_found"}) == "invalid_trigger_id"


def test_a_stream_grows_until_it_is_stopped(slack: SlackDouble, client: WebClient) -> None:
    """A stream is a reply that grows; in a channel its reader is named, and it ends after some minutes."""
    assert refused(client.chat_startStream, channel=CHANNEL, thread_ts="1.1") == "missing_recipient_team_id"
    ts = client.chat_startStream(channel=DIRECT, thread_ts="1.1", markdown_text="a")["ts"]
    client.chat_appendStream(channel=DIRECT, ts=ts, markdown_text="b")
    too_long = "x" * 12_001
    assert refused(client.chat_appendStream, channel=DIRECT, ts=ts, markdown_text=too_long) == "msg_too_long"
    client.chat_stopStream(channel=DIRECT, ts=ts, markdown_text="c")
    assert slack.world.messages[0]["text"] == "abc"
    assert refused(client.chat_appendStream, channel=DIRECT, ts=ts, markdown_text="d") == (
        "message_not_in_streaming_state"
    )
    ts = client.chat_startStream(channel=DIRECT, thread_ts="1.1")["ts"]
    slack.clock.pass_(301)
    assert refused(client.chat_stopStream, channel=DIRECT, ts=ts) == "message_not_in_streaming_state"


def test_a_status_and_prompts_are_kept(slack: SlackDouble, client: WebClient) -> None:
    """A status and at most four prompts are set beside a conversation that exists; those of a thread show nowhere."""
    slack.world.agent()
    client.assistant_threads_setStatus(channel_id=DIRECT, thread_ts="1.1", status="is reading")
    prompts = [{"title": "t", "message": "m"}]
    client.assistant_threads_setSuggestedPrompts(channel_id=DIRECT, prompts=prompts)
    assert (slack.world.statuses[0]["status"], slack.world.prompts[0]["prompts"]) == ("is reading", prompts)
    assert refused(client.assistant_threads_setStatus, channel_id="C9", thread_ts="1", status="") == "channel_not_found"
    client.assistant_threads_setSuggestedPrompts(channel_id=DIRECT, thread_ts="1.1", prompts=prompts)
    assert len(slack.world.prompts) == 1
    many = prompts * 5
    assert refused(client.assistant_threads_setSuggestedPrompts, channel_id=DIRECT, prompts=many) == "invalid_arguments"


def test_a_session_begins_with_its_first_status(slack: SlackDouble, client: WebClient) -> None:
    """A session takes four statuses and is called as its first one says, until it is renamed."""
    client.agents_sessions_setStatus(channel_id=DIRECT, thread_ts="1.1", status="processing", title="a")
    client.agents_sessions_setStatus(channel_id=DIRECT, thread_ts="1.1", status="active", title="b")
    assert slack.world.sessions == {(DIRECT, "1.1"): {"title": "a", "statuses": ["processing", "active"]}}
    client.agents_sessions_rename(channel_id=DIRECT, thread_ts="1.1", title="c")
    assert slack.world.sessions[DIRECT, "1.1"]["title"] == "c"
    wrong: list[dict[str, Any]] = [
        {"status": "thinking"},
        {"status": "active", "title": "x" * 201},
        {"status": "active", "thread_ts": None},
    ]
    for one in wrong:
        with pytest.raises(SlackApiError):
            client.agents_sessions_setStatus(**{"channel_id": DIRECT, "thread_ts": "1.2"} | one)


def test_a_trigger_opens_one_view_within_three_seconds(slack: SlackDouble, client: WebClient) -> None:
    """A trigger is known, fresh and used once; three views may lie on each other."""
    trigger, late = slack.world.trigger(), slack.world.trigger()
    view = client.views_open(trigger_id=trigger, view=MODAL)["view"]
    assert refused(client.views_open, trigger_id=trigger, view=MODAL) == "exchanged_trigger_id"
    assert refused(client.views_open, trigger_id="1.2.3", view=MODAL) == "invalid_trigger_id"
    slack.clock.pass_(4)
    assert refused(client.views_open, trigger_id=late, view=MODAL) == "expired_trigger_id"
    for _ in range(2):
        client.views_push(trigger_id=slack.world.trigger(), view=MODAL)
    assert refused(client.views_push, trigger_id=slack.world.trigger(), view=MODAL) == "push_limit_reached"
    assert refused(client.views_update, view_id=view["id"], hash="old", view=MODAL) == "hash_conflict"
    assert refused(client.views_update, view_id="V9", view=MODAL) == "not_found"
    client.views_update(view_id=view["id"], hash=view["hash"], view=MODAL | {"callback_id": "c"})
    assert slack.world.views[view["id"]]["callback_id"] == "c"


def test_a_view_is_checked(client: WebClient, slack: SlackDouble) -> None:
    """A malformed view is refused with complaints that say where."""
    with pytest.raises(SlackApiError) as caught:
        client.views_open(trigger_id=slack.world.trigger(), view=MODAL | {"submit": {"type": "mrkdwn", "text": "x"}})
    assert caught.value.response["response_metadata"]["messages"] == [
        "[ERROR] unsupported type: mrkdwn [json-pointer:/view/submit/type]"
    ]
    client.views_publish(user_id=ALICE, view={"type": "home", "blocks": [{"type": "divider"}]})
    assert slack.world.homes[ALICE]["blocks"] == [{"type": "divider"}]
    assert refused(client.views_publish, user_id=ALICE, view=MODAL) == "invalid_arguments"


def test_people_and_direct_messages_are_found(slack: SlackDouble, client: WebClient) -> None:
    """A person is known by id, and their direct messages are opened once."""
    assert client.users_info(user=ALICE)["user"]["tz"] == "Europe/Kyiv"
    assert refused(client.users_info, user="U9") == "user_not_found"
    assert client.conversations_open(users=ALICE)["channel"]["id"] == DIRECT
    opened = client.conversations_open(users=BOB)["channel"]["id"]
    assert client.conversations_open(users=BOB)["channel"]["id"] == opened
    assert refused(client.conversations_open, users="U9") == "user_not_found"
    assert client.conversations_info(channel=CHANNEL)["channel"]["is_archived"] is False
    assert set(client.conversations_members(channel=CHANNEL)["members"]) == {ME, ALICE, BOB}


def test_a_file_is_uploaded_in_three_steps(slack: SlackDouble, client: WebClient) -> None:
    """A file is shared where its bytes came and are as long as was said."""
    client.files_upload_v2(channel=CHANNEL, thread_ts="1.1", content="a,b\n", filename="a.csv", title="A")
    (message,) = slack.world.messages
    assert (message["files"][0]["content"], message["files"][0]["title"]) == (b"a,b\n", "A")
    address = client.files_getUploadURLExternal(filename="b.csv", length=3)
    unsent = [{"id": address["file_id"], "title": "B"}]
    assert refused(client.files_completeUploadExternal, files=unsent, channel_id=CHANNEL) == "file_not_found"


def test_a_code_buys_one_token(slack: SlackDouble) -> None:
    """A code of an installation is used once, by the client it was made for; the token does what it was granted."""
    slack.world.codes["code"] = {"scopes": ["chat:write"], "team": "T02", "rotating": True}
    anyone = WebClient(base_url=slack.address)
    wrong = {"client_id": "1.2", "client_secret": "guess"}
    right = {"client_id": "1.2", "client_secret": "client-secret"}
    assert refused(anyone.oauth_v2_access, **wrong, code="code") == "bad_client_secret"
    assert refused(anyone.oauth_v2_access, **right, code="guess") == "invalid_code"
    given = anyone.oauth_v2_access(**right, code="code")
    assert refused(anyone.oauth_v2_access, **right, code="code") == "code_already_used"
    client = WebClient(given["access_token"], base_url=slack.address)
    assert client.auth_test()["team_id"] == "T02"
    slack.clock.pass_(given["expires_in"])
    assert refused(client.auth_test) == "token_expired"
    refresh = {"grant_type": "refresh_token", "refresh_token": given["refresh_token"]}
    again = anyone.oauth_v2_access(**right, **refresh)
    assert WebClient(again["access_token"], base_url=slack.address).auth_test()["ok"]
    assert refused(anyone.oauth_v2_access, **right, **refresh) == "invalid_refresh_token"


def test_a_token_can_be_given_back_and_exchanged(slack: SlackDouble, client: WebClient) -> None:
    """A token that was exchanged or revoked is revoked."""
    exchanged = client.oauth_v2_exchange(client_id="1.2", client_secret="client-secret", token=BOT_TOKEN)
    rotating = WebClient(exchanged["access_token"], base_url=slack.address)
    assert refused(client.auth_test) == "token_revoked"
    rotating.auth_revoke()
    assert refused(rotating.auth_test) == "token_revoked"


def test_a_socket_needs_an_app_token(slack: SlackDouble, client: WebClient) -> None:
    """A socket's address is given to an app-level token, where there is one."""
    app = WebClient(APP_TOKEN, base_url=slack.address)
    assert refused(app.apps_connections_open, app_token=APP_TOKEN) == "internal_error"
    slack.world.socket_url = "ws://127.0.0.1:1/link"
    assert app.apps_connections_open(app_token=APP_TOKEN)["url"] == "ws://127.0.0.1:1/link"
    assert refused(client.apps_connections_open, app_token=BOT_TOKEN) == "not_allowed_token_type"


def test_a_response_address_is_used_five_times(slack: SlackDouble) -> None:
    """An interaction's address takes five well-formed answers, and none after half an hour."""
    hook = WebhookClient(slack.world.response_url())
    assert hook.send(text="", blocks=[{"type": "section"}]).status_code == 400
    assert [hook.send(text="x").status_code for _ in range(5)] == [200] * 4 + [404]
    assert [one["ephemeral"] for one in slack.world.messages] == [ALICE] * 4
    hook = WebhookClient(slack.world.response_url())
    slack.clock.pass_(31 * 60)
    assert hook.send(text="x").body == '{"ok":false,"error":"expired_url"}'


def test_too_many_posts_in_a_channel_are_refused_until_later(slack: SlackDouble, client: WebClient) -> None:
    """One message a second is taken in each channel; the next is told when to come back."""
    slack.gauge.rates = RATES
    client.chat_postMessage(channel=CHANNEL, text="x")
    client.chat_postMessage(channel=DIRECT, text="x")
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel=CHANNEL, text="x")
    answer = caught.value.response
    assert (answer.status_code, answer["error"], answer.headers["Retry-After"]) == (429, "ratelimited", "1")
    slack.clock.pass_(1)
    client.chat_postMessage(channel=CHANNEL, text="x")


@pytest.mark.parametrize("taken", [False, True])
def test_a_connection_breaks_off_on_demand(slack: SlackDouble, client: WebClient, taken: bool) -> None:
    """A call whose connection breaks off was taken, or not, as the test said."""
    slack.weather.next("chat.postMessage", Dropped(taken))
    with pytest.raises(RemoteDisconnected):
        client.chat_postMessage(channel=CHANNEL, text="x")
    assert len(slack.world.messages) == int(taken)


def test_failures_come_on_demand(slack: SlackDouble, client: WebClient) -> None:
    """Limits, failures, refusals and pages of proxies are met in the order in which they were asked for."""
    slack.weather.next("chat.postMessage", Limited(7), Broken(502), Refused("fatal_error"), Garbled())
    seen = []
    for _ in range(4):
        with pytest.raises(SlackApiError) as caught:
            client.chat_postMessage(channel=CHANNEL, text="x")
        seen.append((caught.value.response.status_code, caught.value.response.data.get("error", "")[:11]))
    assert seen[0] == (429, "ratelimited")
    assert [status for status, _ in seen] == [429, 502, 200, 200]
    assert seen[2] == (200, "fatal_error")
    assert slack.world.messages == []


def test_silence_comes_on_demand(slack: SlackDouble, client: WebClient) -> None:
    """A call that is never answered times out at the client, and was taken."""
    release = threading.Event()
    slack.weather.next("chat.postMessage", Silent(release))
    client.timeout = 1
    with pytest.raises(TimeoutError):
        client.chat_postMessage(channel=CHANNEL, text="x")
    release.set()
    assert len(slack.world.messages) == 1


@pytest.mark.parametrize(
    ("given", "error", "pointers"),
    [
        ({}, "invalid_arguments", None),
        ({"blocks": [{"type": "divider"}], "view": MODAL}, "invalid_arguments", None),
        ({"blocks": [{"type": "divider"}, {"type": "section"}]}, "invalid_blocks", ["/1"]),
        ({"message": {"blocks": [{"type": "alert"}]}}, "invalid_message", ["/blocks/0/type"]),
        (
            {"message": {"attachments": [{"blocks": [{"type": "header"}]}]}},
            "invalid_message",
            ["/attachments/0/blocks/0"],
        ),
        ({"view": MODAL | {"title": None}}, "invalid_view", [""]),
        ({"view": MODAL | {"blocks": [{"type": "table"}]}}, "invalid_view", ["/blocks/0/type"]),
    ],
)
def test_what_is_looked_at_is_refused_with_pointers(
    slack: SlackDouble, given: dict[str, Any], error: str, pointers: list[str] | None
) -> None:
    """`blocks.validate` takes exactly one thing to look at, asks for no token, and says what is wrong with it where."""
    with pytest.raises(SlackApiError) as caught:
        WebClient(base_url=slack.address).blocks_validate(**given)
    answer = caught.value.response
    assert answer["error"] == error
    if pointers is not None:
        assert [one["pointer"] for one in answer["errors"]] == pointers
        assert all(one["code"] and one["message"] for one in answer["errors"])


def test_what_is_looked_at_may_be_good(slack: SlackDouble) -> None:
    """`blocks.validate` takes good blocks, a message without a text, a modal and a Home tab."""
    client, blocks = WebClient(base_url=slack.address), [{"type": "divider"}]
    assert client.blocks_validate(blocks=blocks)["ok"]
    assert client.blocks_validate(message={"blocks": blocks})["ok"]
    assert client.blocks_validate(view=MODAL)["ok"]
    assert client.blocks_validate(view={"type": "home", "blocks": blocks})["ok"]


def test_what_a_slack_does_not_know_is_refused_everywhere(slack: SlackDouble, client: WebClient) -> None:
    """A type that this Slack does not know is refused in a post, a view and a look, also deep in a block."""
    slack.world.unknown = {"tag", "divider"}
    tag = {"type": "rich_text_section", "elements": [{"type": "tag", "text": "Late"}]}
    blocks = [{"type": "rich_text", "elements": [tag]}]
    assert refused(client.chat_postMessage, channel=CHANNEL, text="x", blocks=blocks) == "invalid_blocks"
    assert refused(client.views_publish, user_id=ALICE, view=MODAL | {"type": "home"}) == "invalid_arguments"
    with pytest.raises(SlackApiError) as caught:
        client.blocks_validate(blocks=blocks)
    assert [one["pointer"] for one in caught.value.response["errors"]] == ["/0/elements/0/elements/0/type"]
