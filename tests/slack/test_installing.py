"""Installing the app by OAuth: the pages, the tokens of many workspaces, their exchange, and departures."""

from __future__ import annotations

import html
import re
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from slack_sdk.oauth.installation_store import Bot
from sqlalchemy import inspect

from bot.digest.deliver import GoneError, SendError
from bot.digest.model import SECTIONS
from bot.doctor import MANIFEST
from bot.settings import read_settings
from bot.slack.contacts import Disclosure
from bot.slack.digest_courier import SlackCourier
from bot.slack.installations import Installations, client_for
from bot.slack.web import application
from bot.state.database import open_state
from bot.state.questions import recall
from bot.state.subscriptions import CHECKED, Subscription, acts, add, clicked, get, mark, remove, set_days_off
from bot.state.unfinished_turns import claim
from tests.slack.conftest import Parrot, Workspace
from tests.slack.double import BOT_TOKEN, CHANNEL, ME, Broken, Channel, Refused, SlackDouble, Token
from tests.state_databases import KINDS, new_address

ROOT = Path(__file__).parents[2]
OAUTH = {"SLACK_BOT_TOKEN": "", "SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "client-secret"}
REDIRECT = "https://bot.example.org/slack/oauth_redirect"
ACME, OTHER = "T0ACME", "T0OTHER"


class Page:
    """What a browser got: the status, the headers, the text."""

    def __init__(self, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status, self.headers, self.text = int(status.split()[0]), dict(headers), body.decode()


class Browser:
    """A browser before the HTTP door, with its cookie."""

    def __init__(self, app) -> None:
        self.door, self.cookie = application(app, "secret"), ""

    def get(self, path: str, query: str = "", method: str = "GET", body: bytes = b"") -> Page:
        """A page."""
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_PROTOCOL": "HTTP/1.1",
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_COOKIE": self.cookie,
            "wsgi.input": BytesIO(body),
        }
        got: list = []
        body = b"".join(self.door(environ, lambda status, headers: got.extend((status, headers))))
        page = Page(*got, body)
        if cookie := page.headers.get("set-cookie"):
            self.cookie = cookie.partition(";")[0]
        return page

    def asked(self) -> dict[str, str]:
        """Open the install page; gives what its button asks Slack for."""
        link = re.search(r'href="([^"]+oauth/v2/authorize[^"]+)"', self.get("/slack/install").text)
        return {name: given[0] for name, given in parse_qs(urlsplit(html.unescape(link[1])).query).items()}

    def back(self, **query: str) -> Page:
        """What Slack sends the browser back to."""
        return self.get("/slack/oauth_redirect", urlencode(query))


class Many:
    """The bot for many workspaces, and somebody who installs it."""

    def __init__(self, bot, api: SlackDouble) -> None:
        self.bot, self.api = bot, api
        self.settings = read_settings(OAUTH | {"SLACK_API_URL": api.address, "STATE_DB": bot.state_db} | bot.environ)
        self.state = open_state(bot.state_db)
        self.store = Installations(self.state, self.settings)
        self.browser = Browser(bot.app)

    def install(self, team: str, **code) -> Page:
        """Somebody installs the app in a workspace."""
        asked = self.browser.asked()
        code = {"scopes": asked["scope"].split(","), "team": team} | code
        self.api.world.codes[f"code-{team}"] = code
        return self.browser.back(code=f"code-{team}", state=asked["state"])

    def event(self, kind: str, team: str, **others) -> dict:
        """An event of a workspace."""
        body = self.bot.event(kind, "", **others.pop("event", {}))
        body |= {"team_id": team, "event_time": int(time.time()) + 60} | others
        body["authorizations"][0]["team_id"] = team
        return body

    def mention(self, text: str, team: str) -> None:
        """Somebody of a workspace mentions the bot there."""
        body = self.event("app_mention", team)
        body["event"] |= {"text": f"<@{ME}> {text}", "user_team": team}
        self.bot.dispatch(body)

    def follow(self, key: str, team: str) -> None:
        """Somebody of a workspace follows everything."""
        one = Subscription(
            key, team, CHANNEL, "U01ALICE", "everything", "", "UTC", "09:00", (0, 1), False, 30, SECTIONS, False, "en",
            (), None, None, 0, None, (), "2026-11-20",
        )  # fmt: skip
        add(self.state, one, datetime.now(UTC))


@pytest.fixture(params=KINDS)
def many(request, web_api, tmp_path):
    """Makes the bot for many workspaces; settings may be given by name."""
    with new_address(request.param, tmp_path) as address, ExitStack() as stack:

        def make(**environ: str) -> Many:
            bot = Workspace(web_api, address, Parrot(), **(OAUTH | environ))
            one = Many(bot, web_api)
            stack.callback(one.state.dispose)
            stack.callback(bot.app.oauth_flow.settings.installation_store.engine.dispose)
            return one

        yield make


# -- pages -------------------------------------------------------------------------------------------------------


def test_the_install_page_asks_for_the_manifests_scopes(many):
    """The button leads to Slack with the app's id, the scopes of the manifest, and the redirect address."""
    asked = many(SLACK_REDIRECT_URI=REDIRECT).browser.asked()
    assert asked["client_id"] == "1.2"
    assert asked["redirect_uri"] == REDIRECT
    assert f'"{asked["scope"].split(",")[0]}"' in MANIFEST.read_text()
    assert "user_scope" not in asked


@pytest.mark.parametrize(("agent", "asked"), [("no", False), ("yes", True)])
def test_an_agent_asks_for_one_scope_more(many, agent, asked):
    """With SLACK_AGENT the scopes are those of the agent's manifest."""
    scopes = many(SLACK_AGENT=agent).browser.asked()["scope"].split(",")
    assert ("assistant:write" in scopes) is asked


def test_who_installs_it_is_told_so(many):
    """After Slack's question the page names the workspace, and the app is installed there."""
    bot = many()
    page = bot.install(ACME)
    assert page.status == 200
    assert "It is now in <b>Test</b>" in page.text
    assert bot.store.stored(ACME).bot_token in bot.api.world.tokens


def test_each_workspace_is_answered_with_its_own_token(many):
    """In two workspaces that installed the app, each question is answered with the token of its own."""
    bot = many()
    bot.install(ACME)
    bot.install(OTHER)
    bot.mention("one", ACME)
    bot.mention("two", OTHER)
    used = [call.token for call in bot.api.calls if call.method == "chat.postMessage"]
    assert used == [bot.store.stored(ACME).bot_token, bot.store.stored(OTHER).bot_token]
    assert used[0] != used[1]


def test_installing_again_keeps_one_token(many):
    """A second installation of a workspace takes the place of the first."""
    bot = many()
    bot.install(ACME)
    first = bot.store.stored(ACME).bot_token
    bot.install(ACME)
    assert len(bot.store.workspaces()) == 1
    with bot.state.connect() as connection:
        held = connection.exec_driver_sql("SELECT bot_token FROM slack_installations").scalars().all()
    assert held == [bot.store.stored(ACME).bot_token]
    assert held != [first]


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ({"error": "access_denied"}, 200, "You did not allow it"),
        ({"error": "<script>alert(1)</script>"}, 200, "&lt;script&gt;"),
        ({"code": "c"}, 400, "not opened by the button"),
        ({"code": "c", "state": "made-up"}, 400, "not opened by the button"),
        ({"code": "unknown", "state": "{state}"}, 400, "no longer knows this attempt"),
        ({"state": "{state}"}, 401, "not opened by Slack"),
    ],
)
def test_who_cannot_install_it_is_told_why(many, query, status, said):
    """Whatever goes wrong, the page says what happened, and nothing is installed."""
    bot = many()
    state = bot.browser.asked()["state"]
    page = bot.browser.back(**{name: text.format(state=state) for name, text in query.items()})
    assert page.status == status
    assert said in page.text
    assert "<script" not in page.text
    assert bot.store.workspaces() == []


def test_a_state_is_good_once(many):
    """What a browser brings back a second time is refused, though the cookie is there."""
    bot = many()
    state = bot.browser.asked()["state"]
    cookie = bot.browser.cookie
    bot.browser.back(code="unknown", state=state)
    bot.browser.cookie = cookie
    page = bot.browser.back(code="unknown", state=state)
    assert page.status == 401
    assert "used twice" in page.text


def test_another_browser_cannot_bring_a_state_back(many):
    """The state of one browser is worth nothing in another: nobody installs it by a link that somebody sent."""
    bot = many()
    state = bot.browser.asked()["state"]
    bot.browser.cookie = ""
    assert bot.browser.back(code="c", state=state).status == 400


def test_old_states_are_swept(many):
    """States that are over are deleted when the page is asked for, however often it is."""
    bot = many()
    bot.browser.asked()
    with bot.state.begin() as connection:
        connection.exec_driver_sql("UPDATE slack_oauth_states SET expire_at = '2001-01-01 00:00:00.000000'")
    bot.browser.asked()
    with bot.state.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM slack_oauth_states").scalar() == 1


@pytest.mark.parametrize(
    ("fault", "status", "said"),
    [
        (Refused("bad_client_secret"), 400, "SLACK_CLIENT_SECRET is not that of this app"),
        (Broken(503), 400, "Slack says"),
    ],
)
def test_slacks_refusal_is_told_and_the_code_is_not_logged(many, caplog, fault, status, said):
    """Where Slack gives no token the page says why, and the code of the attempt stands in no log."""
    bot = many()
    for _ in range(3):  # a 5xx is repeated
        bot.api.weather.next("oauth.v2.access", fault)
    page = bot.install(ACME)
    assert page.status == status
    assert said in page.text
    assert f"code-{ACME}" not in caplog.text


def test_a_workspace_that_is_not_invited_is_left_as_it_was(many):
    """With ALLOWED_TEAMS another workspace gets a page that says so; its token is given back and not kept."""
    bot = many(ALLOWED_TEAMS=OTHER)
    page = bot.install(ACME)
    assert page.status == 403
    assert "yours is not one of them" in page.text
    assert bot.store.workspaces() == []
    assert "apps.uninstall" in bot.api.called


def test_pages_load_nothing_and_are_not_kept(many):
    """No page may be cached, framed, or load anything; nor does its address go anywhere."""
    bot = many()
    for page in (bot.browser.get("/slack/install"), bot.browser.back(error="access_denied"), bot.install(ACME)):
        assert page.headers["content-security-policy"].startswith("default-src 'none'")
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["referrer-policy"] == "no-referrer"
        assert not re.search(r"<script|src=|url\(", page.text)


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"method": "POST"}, 405),
        ({"method": "HEAD"}, 405),
        ({"body": b"x"}, 400),
        ({"query": "code=1&code=2"}, 400),
        ({"query": "code=%00"}, 400),
        ({"query": "code=%0Ax"}, 400),
        ({"query": "code=%ff"}, 400),
        ({"query": "code"}, 400),
        ({"query": "state=" + "x" * 5_000}, 400),
    ],
)
@pytest.mark.parametrize("path", ["/slack/install", "/slack/oauth_redirect"])
def test_what_is_no_browsers_request_is_refused(many, path, request_, status):
    """The pages are asked for by GET, without a body, with a short query of plain text; all else gets a 4xx."""
    assert many().browser.get(path, **request_).status == status


@pytest.mark.parametrize("path", ["/slack/install", "/slack/oauth_redirect"])
def test_with_a_bot_token_there_are_no_pages(workspace, path):
    """Where the one workspace is known by its token, nobody can install anything."""
    assert Browser(workspace().app).get(path).status == 404


# -- tokens ------------------------------------------------------------------------------------------------------


def expiring(bot: Many, seconds: int) -> Bot:
    """Let the token of a workspace end in so many seconds; gives it as stored."""
    bot.install(ACME, rotating=True)
    one = bot.store.stored(ACME)
    one.bot_token_expires_at = int(time.time()) + seconds
    bot.store.save_bot(one)
    return bot.store.stored(ACME)


def test_a_token_that_ends_soon_is_exchanged(many):
    """A question in the last two hours of a token is answered with the next one, which is kept."""
    bot = many()
    old = expiring(bot, 3_600)
    bot.mention("hello", ACME)
    new = bot.store.stored(ACME)
    assert new.bot_token != old.bot_token
    assert [call.token for call in bot.api.calls if call.method == "chat.postMessage"] == [new.bot_token]


def test_a_token_that_lasts_is_left_alone(many):
    """No token is exchanged before its last two hours."""
    bot = many()
    old = expiring(bot, 3 * 3_600)
    bot.mention("hello", ACME)
    assert bot.store.stored(ACME).bot_token == old.bot_token


def test_a_token_is_exchanged_once(many):
    """Of many that need the next token at once, one gets it from Slack, which takes a refresh token once."""
    bot = many()
    expiring(bot, 60)
    with ThreadPoolExecutor(8) as pool:
        tokens = {client.token for client in pool.map(bot.store.client, [ACME] * 8)}
    assert tokens == {bot.store.stored(ACME).bot_token}
    assert len(bot.api.of("oauth.v2.access")) == 2  # the installation and one exchange


def test_who_comes_second_takes_what_the_first_got(many, monkeypatch):
    """Another process that exchanged the token meanwhile is no failure: its token is used."""
    bot = many()
    expiring(bot, 60)
    elsewhere = Installations(bot.state, bot.settings)
    monkeypatch.setattr(elsewhere, "_again", Late(elsewhere, bot.store))
    assert elsewhere.client(ACME).token == bot.store.stored(ACME).bot_token


class Late:
    """Looks a bot up, and lets another process exchange its token right after."""

    def __init__(self, store: Installations, faster: Installations) -> None:
        self.store, self.faster = store, faster

    def __call__(self, bot: Bot) -> Bot | None:
        """The bot as it was before."""
        found = self.store.stored(bot.team_id)
        self.faster.find_bot(enterprise_id=None, team_id=bot.team_id)
        return found


@pytest.mark.parametrize(("seconds", "answers"), [(60, 1), (-60, 0)])
def test_a_failed_exchange_costs_nothing_while_the_token_lasts(many, seconds, answers, caplog):
    """While Slack gives no next token the present one is used until its end; the log says what is wrong."""
    bot = many()
    expiring(bot, seconds)
    for _ in range(4):
        bot.api.weather.next("oauth.v2.access", Refused("internal_error"))
    bot.mention("hello", ACME)
    assert len(bot.api.posts) == answers
    assert "could not be exchanged: internal_error" in caplog.text


def test_digests_go_out_with_the_token_of_their_workspace(many):
    """The client of a workspace has its token; with a bot token in the settings it is that one everywhere."""
    bot = many()
    bot.install(ACME)
    assert client_for(bot.settings, bot.state)(ACME).token == bot.store.stored(ACME).bot_token
    one = read_settings({"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_API_URL": bot.api.address})
    assert client_for(one, bot.state)(ACME).token == BOT_TOKEN


def test_a_digest_of_a_workspace_without_a_token(many):
    """Where the app is gone a digest stops and says so; where only its token is over it is tried again."""
    bot = many()
    bot.follow("one", ACME)
    courier = SlackCourier(client_for(bot.settings, bot.state), Disclosure.of(bot.settings, bot.state))
    with pytest.raises(GoneError, match="may no longer speak in this workspace"):
        courier.tell(get(bot.state, "one"), "hello")
    expiring(bot, -60)
    bot.api.weather.always["oauth.v2.access"] = Refused("internal_error")
    with pytest.raises(SendError, match="is over"):
        courier.tell(get(bot.state, "one"), "hello")
    bot.api.weather.always.clear()
    courier.tell(get(bot.state, "one"), "hello")
    assert [post["text"] for post in bot.api.posts] == ["hello"]


# -- departures --------------------------------------------------------------------------------------------------


def rows(bot: Many, table: str) -> int:
    """How many rows a table of the state database has."""
    with bot.state.connect() as connection:
        return connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()


def test_a_workspace_that_leaves_takes_its_data_along(many):
    """After an uninstallation nothing of the workspace is left, and all of another is."""
    bot = many()
    for team, channel in ((ACME, "C0ACME"), (OTHER, "C0OTHER")):
        bot.api.world.channels[channel] = Channel(channel, members={ME})
        bot.install(team)
        body = bot.event("app_mention", team)
        body["event"] |= {"text": f"<@{ME}> hi", "channel": channel, "ts": "1700000009.1"}
        bot.bot.dispatch(body)
        bot.follow(f"follows-{team}", team)
    assert (rows(bot, "threads"), rows(bot, "subscription_acts"), rows(bot, "asked_questions")) == (2, 2, 2)
    bot.bot.dispatch(bot.event("app_uninstalled", ACME))
    assert [one.team_id for one in bot.store.workspaces()] == [OTHER]
    assert recall(bot.state, "C0ACME", "1700000009.1") is None
    assert rows(bot, "asked_questions") == 1
    assert recall(bot.state, "C0OTHER", "1700000009.1") is not None
    assert get(bot.state, f"follows-{ACME}") is None
    assert acts(bot.state, f"follows-{ACME}") == []
    assert get(bot.state, f"follows-{OTHER}") is not None


def test_no_row_names_a_workspace_that_left(many):
    """Then only events seen, for three days, the audit and, for a minute, who asked may name its people."""
    bot = many()
    bot.install(ACME)
    for key in ("running", "ended"):
        bot.follow(key, ACME)
        set_days_off(bot.state, key, "KR")
        clicked(bot.state, key, datetime.now(UTC))
        mark(bot.state, key, "KR0032", CHECKED, "1")
    assert remove(bot.state, "ended", "U01ALICE", datetime.now(UTC))
    assert (rows(bot, "subscription_days_off"), rows(bot, "digest_marks"), rows(bot, "subscription_clicks")) == (
        1,
        1,
        1,
    )
    bot.mention("hi", ACME)
    bot.bot.dispatch(bot.event("app_uninstalled", ACME))
    kept = {table: rows(bot, table) for table in inspect(bot.state).get_table_names()}
    nobodys = {"seen_events", "recent_questions", "audit", "slack_oauth_states", "state_version"}
    assert {table for table, count in kept.items() if count} <= nobodys


def test_every_table_is_named_where_it_is_said_what_is_kept(many):
    """The documentation of what is kept of people names each table of the state database."""
    named = (ROOT / "docs/privacy.md").read_text("utf-8")
    assert [table for table in inspect(many().state).get_table_names() if f"`{table}`" not in named] == []


@pytest.mark.parametrize("order", [["app_uninstalled", "tokens_revoked"], ["tokens_revoked", "app_uninstalled"]])
def test_both_events_of_a_departure_may_come_in_any_order(many, order, caplog):
    """Slack sends both when the app is removed; whichever is first, everything goes and nothing fails."""
    bot = many()
    bot.install(ACME)
    bot.follow("one", ACME)
    for kind in order:
        bot.bot.dispatch(bot.event(kind, ACME, event={"tokens": {"bot": [ME]}}))
    assert bot.store.workspaces() == []
    assert get(bot.state, "one") is None
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


def test_a_revoked_token_pauses_digests_until_the_app_is_installed_again(many):
    """Without a token digests stand still, and say why; a new installation lets them go on by itself."""
    bot = many()
    bot.install(ACME)
    bot.follow("one", ACME)
    bot.bot.dispatch(bot.event("tokens_revoked", ACME, event={"tokens": {"bot": [ME]}}))
    assert bot.store.stored(ACME) is None
    assert "once the app is installed there again" in get(bot.state, "one").stopped
    bot.install(ACME)
    assert get(bot.state, "one").stopped is None
    assert [act.act for act in acts(bot.state, "one")] == ["subscribe", "stop", "resume"]


def test_a_persons_own_token_is_none_of_ours(many):
    """The revocation of a person's token changes nothing: none is ever asked for."""
    bot = many()
    bot.install(ACME)
    bot.bot.dispatch(bot.event("tokens_revoked", ACME, event={"tokens": {"oauth": ["U01ALICE"], "bot": []}}))
    assert bot.store.stored(ACME) is not None


def test_an_event_of_before_the_installation_removes_nothing(many):
    """A departure that is delivered after the app was installed again does not undo that installation."""
    bot = many()
    bot.install(ACME)
    bot.bot.dispatch(bot.event("app_uninstalled", ACME, event_time=int(time.time()) - 600))
    assert bot.store.stored(ACME) is not None


def test_a_departure_that_comes_again_is_taken_once(many):
    """The same event delivered a second time does nothing, even where it seems new."""
    bot = many()
    gone = bot.event("app_uninstalled", ACME)
    assert claim(bot.state, f"{gone['event_id']}/app_uninstalled")
    bot.install(ACME)
    bot.bot.dispatch(gone)
    assert bot.store.stored(ACME) is not None


def test_a_stranger_to_the_store_is_told_in_the_command(many):
    """Who uses the command where the app is not installed any more is told what to do."""
    bot = many()
    body = {"command": "/commitment", "text": "help", "team_id": ACME, "channel_id": CHANNEL, "user_id": "U01ALICE"}
    response = bot.bot.dispatch(body | {"response_url": bot.api.world.response_url(), "trigger_id": "1.2"})
    said = [call["text"] for call in bot.api.of("response_url")]
    assert response.status == 200
    assert said == ["I am not installed in this workspace any more: please have me installed again."]


def test_with_a_bot_token_a_departure_deletes_too(workspace):
    """The one workspace of a bot token takes its threads along as well."""
    bot = workspace()
    asked = bot.mention("hello")
    bot.dispatch(bot.event("app_uninstalled", "", event_time=1) | {"event_time": 1})
    assert recall(open_state(bot.state_db), CHANNEL, asked["event"]["ts"]) is None


def test_the_double_takes_the_tokens_it_gave(many):
    """What is installed is a token that Slack knows, with the scopes that were asked for."""
    bot = many()
    bot.install(ACME)
    kept: Token = bot.api.world.tokens[bot.store.stored(ACME).bot_token]
    assert kept.scopes == frozenset(bot.store.stored(ACME).bot_scopes)
