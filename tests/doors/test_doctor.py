"""The doctor says what is wrong and what to do about it."""

from __future__ import annotations

import json
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.oauth.installation_store import Bot

from bot import doctor
from bot.doctor import (
    MANIFEST,
    database_finding,
    examine,
    redirect_finding,
    scope_findings,
    search_finding,
    state_finding,
    token_finding,
    workspace_findings,
)
from bot.records import languages
from bot.settings import read_settings
from bot.slack.installations import Installations
from bot.state.database import open_state
from tests.slack.double import SlackDouble, Token

BOT, APP, SECRET = {"SLACK_BOT_TOKEN": "xoxb-1"}, {"SLACK_APP_TOKEN": "xapp-1"}, {"SLACK_SIGNING_SECRET": "s"}
OAUTH = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "client-secret"}
WANTED = ",".join(json.loads(MANIFEST.read_text("utf-8"))["oauth_config"]["scopes"]["bot"])


@contextmanager
def slack(reply: object, scopes: str | None = None) -> Iterator[str]:
    """The address of a Slack that answers `auth.test` with `reply` and names the granted `scopes`."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.dumps(reply).encode()
            asked_well = self.path == "/api/auth.test" and self.headers["Authorization"] == "Bearer xoxb-1"
            self.send_response(200 if asked_well else 400)
            if scopes is not None:
                self.send_header("x-oauth-scopes", scopes)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Keep quiet."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/api/"
        server.shutdown()
        thread.join()


def scopes_at(address: str) -> tuple[str, str]:
    """Verdict and words of the look at the scopes."""
    finding = next(scope_findings(read_settings({"SLACK_API_URL": address}), "xoxb-1"))
    return finding.verdict, finding.says


def test_this_python_can_search() -> None:
    """Full-text search is there where the tests run."""
    assert search_finding().verdict == "ok"


@pytest.mark.parametrize(
    ("environ", "verdict", "says"),
    [
        ({}, "note", "none is set"),
        (BOT | APP, "ok", "set for Socket Mode"),
        (BOT | SECRET, "ok", "set for signed HTTP"),
        (BOT | APP | SECRET, "ok", "set for Socket Mode and signed HTTP"),
        (BOT, "wrong", "neither SLACK_APP_TOKEN"),
        (APP, "wrong", "SLACK_BOT_TOKEN is not set"),
        ({"SLACK_BOT_TOKEN": "xapp-1", "SLACK_APP_TOKEN": "xoxb-1"}, "wrong", "swapped"),
        (BOT | {"SLACK_APP_TOKEN": "xoxb-1"}, "wrong", "SLACK_APP_TOKEN should begin with “xapp-”"),
        (OAUTH | SECRET, "ok", "set for signed HTTP, in every workspace that installs the app"),
        (OAUTH | APP | SECRET, "ok", "set for Socket Mode and signed HTTP, in every workspace"),
        (OAUTH | APP, "note", "no other can install the app"),
        (OAUTH, "wrong", "SLACK_CLIENT_ID is set, but neither"),
        (BOT | OAUTH | APP, "note", "SLACK_CLIENT_ID is not used"),
        ({"SLACK_CLIENT_ID": "1.2"} | SECRET, "wrong", "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET belong together"),
        ({"SLACK_CLIENT_SECRET": "s"} | BOT | APP, "wrong", "belong together"),
    ],
)
def test_tokens(environ: dict[str, str], verdict: str, says: str) -> None:
    """Tokens are judged by their shape, and by whether they open a door together."""
    finding = token_finding(read_settings(environ))
    assert finding.verdict == verdict
    assert says in finding.says


def test_what_a_language_lacks_is_told_with_the_weightiest_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Of each language texts and lists of words are counted, the first needed named; a list that is not read too."""
    shutil.copytree(languages.FOLDER / "en", tmp_path / "en")
    (tmp_path / "pl").mkdir()
    (tmp_path / "pl/language.toml").write_text('name = "polski"\n')
    (tmp_path / "pl/lexicon.toml").write_text('[ask]\nend = ["koniec"]\n[thread]\nabout = ["o"]\n')
    monkeypatch.setattr(languages, "FOLDER", tmp_path)
    for module in (languages, doctor):
        monkeypatch.setattr(module, "LANGUAGES", languages.found())

    english, polish, unread = doctor.language_findings()

    assert (english.verdict, english.advice) == ("ok", "")
    assert re.fullmatch(r"polski; \d+ texts are English, .*; \d+ lists of words are not there, .*", polish.says)
    first = r"answers\.toml: say\.field_line, .* and \d+ more; lexicon\.toml: \[question\], .* and \d+ more\."
    assert re.search(first, polish.advice)
    assert (unread.verdict, "nothing reads “about” of [thread]" in unread.says) == ("note", True)


def test_all_scopes_granted() -> None:
    """A bot that has every scope of the manifest, and more, is well."""
    with slack({"ok": True, "team": "Acme"}, WANTED.replace(",", ", ") + ",users:read") as address:
        assert scopes_at(address) == ("ok", "workspace Acme grants every scope of the manifest")


def test_a_missing_scope_is_named() -> None:
    """A scope that the manifest asks for and Slack has not granted is named."""
    with slack({"ok": True, "team": "Acme"}, WANTED.replace("chat:write", "users:read")) as address:
        assert scopes_at(address) == ("wrong", "workspace Acme lacks the scopes chat:write")


@pytest.mark.parametrize(
    ("more", "verdict", "says"),
    [("", "ok", "installed manifest.json: guests can"), (",assistant:write", "note", "guests cannot use the bot")],
)
def test_which_manifest_is_installed(more: str, verdict: str, says: str) -> None:
    """The doctor says which of the two manifests a workspace installed, and what follows for guests."""
    with slack({"ok": True, "team": "Acme"}, WANTED + more) as address:
        found = list(scope_findings(read_settings({"SLACK_API_URL": address}), "xoxb-1"))
    assert [one.about for one in found] == ["Slack", "manifest"]
    assert found[1].verdict == verdict
    assert says in found[1].says


def test_an_agent_is_updated_from_its_own_manifest() -> None:
    """Where an agent lacks a scope, the advice names the agent's manifest."""
    with slack({"ok": True, "team": "Acme"}, "assistant:write") as address:
        found = next(scope_findings(read_settings({"SLACK_API_URL": address}), "xoxb-1"))
    assert "bot/slack/manifest-agent.json" in found.advice


def test_unknown_scopes_are_no_fault() -> None:
    """Where Slack does not say which scopes are granted, that is noted and is no fault."""
    with slack({"ok": True, "team": "Acme"}) as address:
        assert scopes_at(address)[0] == "note"


def test_a_refused_token_is_said_in_slacks_word() -> None:
    """A token that Slack refuses is reported with Slack's own word."""
    with slack({"ok": False, "error": "token_revoked"}) as address:
        assert scopes_at(address) == ("wrong", "the bot token is refused: token_revoked")


def test_an_unreachable_slack_is_said() -> None:
    """A Slack that does not answer is a fault with its reason, not a traceback."""
    with slack({}) as address:
        pass
    verdict, says = scopes_at(address)
    assert verdict == "wrong"
    assert "does not answer" in says


def test_an_answer_that_is_not_slacks() -> None:
    """A proxy's page in place of Slack's JSON object is a fault, not a traceback."""
    with slack(["not", "an", "object"]) as address:
        verdict, says = scopes_at(address)
    assert verdict == "wrong"
    assert "does not answer as Slack does" in says


def looked(**environ: str) -> list[tuple[str, str]]:
    """(verdict, words) of the look at the workspaces that installed the app."""
    return [(one.verdict, one.says) for one in workspace_findings(read_settings(OAUTH | SECRET | environ))]


def installed(state_db: str, team: str, **more: Any) -> str:
    """Install the app in a workspace; gives its token."""
    settings = read_settings(OAUTH | {"STATE_DB": state_db})
    token = f"xoxb-{team}"
    bot = Bot(app_id="A1", team_id=team, team_name=team.title(), bot_token=token, bot_id="B1", bot_user_id="U1",
              installed_at=1_700_000_000.0, **more)  # fmt: skip
    Installations(open_state(state_db), settings).save_bot(bot)
    return token


def test_no_workspace_yet(tmp_path: Path) -> None:
    """Before anybody installed the app that is noted, and no state database is made by the look."""
    ((verdict, says),) = looked(STATE_DB=str(tmp_path / "state.db"))
    assert (verdict, says) == ("note", "none has installed the app yet")
    assert list(tmp_path.iterdir()) == []


def test_the_missing_scopes_of_each_workspace(tmp_path: Path) -> None:
    """Each workspace that installed the app has lines of its own, with the scopes that it lacks and its manifest."""
    state = str(tmp_path / "state.db")
    with SlackDouble() as double:
        for team, scopes in (("TGOOD", WANTED), ("TLACKS", WANTED.replace("chat:write", "chat:read"))):
            double.world.tokens[installed(state, team)] = Token(frozenset(scopes.split(",")), team=team)
        installed(state, "TGONE")
        plain = "installed manifest.json: guests can use the bot, on any plan; no suggested questions"
        assert looked(STATE_DB=state, SLACK_API_URL=double.address) == [
            ("wrong", "the bot token of Tgone (TGONE) is refused: invalid_auth"),
            ("ok", "workspace Tgood (TGOOD) grants every scope of the manifest"),
            ("ok", f"workspace Tgood (TGOOD) {plain}"),
            ("wrong", "workspace Tlacks (TLACKS) lacks the scopes chat:write"),
            ("ok", f"workspace Tlacks (TLACKS) {plain}"),
        ]


def test_a_token_that_is_over(tmp_path: Path) -> None:
    """A workspace whose token is over and cannot be exchanged is a fault that names it."""
    state = str(tmp_path / "state.db")
    installed(state, "TOVER", bot_refresh_token="xoxe-1", bot_token_expires_at=1)
    with SlackDouble() as double:
        ((verdict, says),) = looked(STATE_DB=state, SLACK_API_URL=double.address)
    assert (verdict, says) == ("wrong", "the token of Tover (TOVER) is over, and Slack gives no other")


def test_the_redirect_address() -> None:
    """Where Slack sends whoever installs the app is shown, to be compared with the app's settings; none is noted."""
    address = "https://bot.example.org/slack/oauth_redirect"
    assert redirect_finding(read_settings({"SLACK_REDIRECT_URI": address})).says.endswith(address)
    assert redirect_finding(read_settings({})).verdict == "note"


def test_the_way_through_with_oauth(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The doctor looks at the OAuth settings and the workspaces when it is run."""
    for name, value in (OAUTH | SECRET | {"STATE_DB": str(tmp_path / "state.db")}).items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("SLACK_BOT_TOKEN", raising=False)
    examine(None)
    out = capsys.readouterr().out
    assert "note   redirect: SLACK_REDIRECT_URI is not set" in out
    assert "note   workspaces: none has installed the app yet" in out


def test_a_state_file_that_is_not_there_yet(tmp_path: Path) -> None:
    """A missing state file is well, and the look does not make it."""
    assert state_finding(str(tmp_path / "state.db")).verdict == "ok"
    assert list(tmp_path.iterdir()) == []


def test_a_state_file_in_no_folder(tmp_path: Path) -> None:
    """A state file whose folder does not exist cannot be written."""
    assert state_finding(str(tmp_path / "nowhere" / "state.db")).verdict == "wrong"


def test_a_state_file_that_is_something_else(tmp_path: Path) -> None:
    """A file that is no database is a fault with its reason."""
    file = tmp_path / "state.db"
    file.write_text("This is a letter, and no database at all." * 40)
    finding = state_finding(str(file))
    assert finding.verdict == "wrong"
    assert "not a database" in finding.says


def test_a_missing_database_names_the_command(tmp_path: Path) -> None:
    """A missing database is a fault that names the file and the command that makes it."""
    finding = database_finding(tmp_path / "none.db", tmp_path)
    assert finding.verdict == "wrong"
    assert "none.db" in finding.says
    assert "python -m bot ingest" in finding.says


def test_a_malformed_setting(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A malformed setting is a finding, and the exit code is 1."""
    monkeypatch.setenv("LOG_FORMAT", "xml")
    assert examine(None) == 1
    assert "WRONG  settings: LOG_FORMAT is “xml”" in capsys.readouterr().out
