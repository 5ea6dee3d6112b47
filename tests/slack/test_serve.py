"""Starting the Slack app: what does not work is told in a sentence before anything is served."""

from __future__ import annotations

import re
import socket

import pytest

from bot.settings import SettingError, read_settings
from bot.slack import serve

MANY = {"SLACK_BOT_TOKEN": "", "SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "client-secret"}


@pytest.fixture
def run(web_api, tmp_path, monkeypatch):
    """Runs the app with some settings changed; the database that it would answer from is taken as given."""
    monkeypatch.setattr(serve, "Store", _NoStore)
    monkeypatch.setattr(serve.signal, "signal", lambda *_: None)

    def run(http_port: int | None = None, **environ: str) -> int:
        given = {
            "SLACK_BOT_TOKEN": "xoxb-test",
            "SLACK_APP_TOKEN": "xapp-test",
            "SLACK_SIGNING_SECRET": "secret",
            "SLACK_API_URL": web_api.address,
            "STATE_DB": str(tmp_path / "state.db"),
        }
        return serve.run(read_settings(given | environ), http_port)

    return run


class _NoStore:
    def __init__(self, path):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def assure(self):
        pass


@pytest.mark.parametrize(
    ("http_port", "environ", "sentence"),
    [
        (None, {"SLACK_APP_TOKEN": ""}, "SLACK_APP_TOKEN is not set"),
        (None, {"SLACK_APP_TOKEN": "xoxb-1"}, "SLACK_APP_TOKEN should begin with “xapp-”"),
        (None, {"SLACK_BOT_TOKEN": ""}, "SLACK_BOT_TOKEN is not set"),
        (8080, {"SLACK_SIGNING_SECRET": ""}, "SLACK_SIGNING_SECRET is not set"),
        (8080, {"SLACK_BOT_TOKEN": "", "SLACK_CLIENT_ID": "1.2"}, "SLACK_CLIENT_SECRET is not set"),
        (None, MANY | {"SLACK_APP_TOKEN": ""}, "SLACK_APP_TOKEN is not set"),
        (None, MANY, "Slack says that something is wrong on its side (internal_error, HTTP 200)"),
        (None, {}, "Slack says that something is wrong on its side (internal_error, HTTP 200)"),
        (
            None,
            {"STATE_DB": "/nowhere/at/all/state.db"},
            "STATE_DB: the state database /nowhere/at/all/state.db",
        ),
    ],
)
def test_a_setting_that_does_not_work_is_named(run, http_port, environ, sentence):
    """A missing, swapped or refused setting is an error whose sentence begins with its name."""
    with pytest.raises(SettingError, match=re.escape(sentence)):
        run(http_port, **environ)


def test_a_refused_token_is_told(run, web_api):
    """A bot token that Slack does not know is named together with Slack's own reason."""
    web_api.world.tokens["xoxb-test"].error = "token_revoked"
    with pytest.raises(SettingError, match=r"^SLACK_BOT_TOKEN: Slack does not accept this token \(token_revoked\)\.$"):
        run()


def test_no_network_is_told(run):
    """Where Slack cannot be reached the sentence says at which address."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{closed.getsockname()[1]}/api/"
        with pytest.raises(SettingError, match=f"Slack cannot be reached at {address}"):
            run(SLACK_API_URL=address)


def test_a_port_in_use_is_told(run):
    """A port that somebody else listens on is named."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SettingError, match=f"port {port} of this machine cannot be used"):
            run(port)
