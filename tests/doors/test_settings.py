"""The environment is read once, checked, and complained about in one sentence."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from bot.settings import SettingError, read_settings


def test_defaults() -> None:
    """With nothing set, every setting has the contract's default."""
    settings = read_settings({})
    assert settings.commitments_db == Path("commitments.db")
    assert settings.state_db == "state.db"
    assert settings.corpus == Path("corpus")
    assert settings.slack_api_url is None
    assert settings.allowed_teams == settings.allowed_channels == frozenset()
    assert (settings.log_level, settings.log_format) == ("INFO", "text")
    assert (settings.feedback_kept, settings.feedback_buttons, settings.keep_unanswered) == (None, "auto", True)
    assert (settings.digest_time, settings.digest_days) == (time(9, 0), (0, 1, 2, 3, 4))
    assert (settings.redirect, settings.show_contacts, settings.audit_days) == (None, "members", 90)


def test_blank_is_not_set() -> None:
    """A setting of spaces counts as not set, as a template with empty lines leaves it."""
    assert read_settings({"STATE_DB": " ", "SLACK_BOT_TOKEN": ""}) == read_settings({})


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("LOG_LEVEL", "loud"),
        ("LOG_FORMAT", "xml"),
        ("SLACK_API_URL", "slack.com/api"),
        ("SLACK_API_URL", "https://"),
        ("ALLOWED_TEAMS", "acme"),
        ("ALLOWED_TEAMS", "C012AB3CD"),
        ("ALLOWED_CHANNELS", "#general"),
        ("STATE_DB", "mysql://host/state"),
        ("STATE_DB", "postgresql://host/state"),
        ("QUESTIONS_KEPT", "-1"),
        ("QUESTIONS_KEPT", "a month"),
        ("QUESTIONS_KEPT", "999999"),
        ("FEEDBACK_KEPT", "long"),
        ("FEEDBACK_KEPT", "99999"),
        ("FEEDBACK_BUTTONS", "none"),
        ("KEEP_UNANSWERED", "perhaps"),
        ("DIGEST_TIME", "24:00"),
        ("DIGEST_TIME", "9"),
        ("DIGEST_TIME", "nine"),
        ("DIGEST_DAYS", "weekdays"),
        ("DIGEST_DAYS", "mon-"),
        ("DIGEST_DAYS", ","),
        ("SLACK_REDIRECT_URI", "http://bot.example.org/slack/oauth_redirect"),
        ("SLACK_REDIRECT_URI", "https://bot.example.org/"),
        ("SLACK_REDIRECT_URI", "https://bot.example.org/slack/oauth_redirect?team=1"),
        ("SHOW_CONTACTS", "sometimes"),
        ("TRUST", "oldest"),
        ("AUDIT_DAYS", "-1"),
        ("AUDIT_DAYS", "3651"),
        ("AUDIT_DAYS", "a year"),
        ("SMTP_URL", "mail.example.org"),
        ("SMTP_URL", "smtp://"),
        ("SMTP_URL", "smtp://host:many"),
        ("SMTP_URL", "smtp://[host"),
        ("SMTP_URL", "smtp://user:pass/word@host"),
        ("SMTP_URL", "https://user:password@host"),
        ("SMTP_FROM", "Commitment Bot"),
        ("SMTP_FROM", "a@example.org, b@example.org"),
        ("SMTP_FROM", "Bot <a@example.org"),
    ],
)
def test_a_malformed_setting_is_named(name: str, text: str) -> None:
    """A malformed setting is one sentence that names it."""
    with pytest.raises(SettingError, match=f"^{name} [^\n]*\\.$"):
        read_settings({name: text})


@pytest.mark.parametrize(
    "text", ["smtp://user:hunter2/@host", "smpt://user:hunter2@host", "smtp://user:hunter2@host:x"]
)
def test_a_malformed_mail_server_is_not_repeated(text: str) -> None:
    """The sentence about a malformed address of a mail server does not have the password in it."""
    with pytest.raises(SettingError) as raised:
        read_settings({"SMTP_URL": text})
    assert "hunter2" not in str(raised.value)


@pytest.mark.parametrize(("text", "days"), [("forever", None), ("Forever", None), ("0", 0), ("365", 365)])
def test_how_long_feedback_is_kept(text: str, days: int | None) -> None:
    """Feedback is kept for good or for a number of days, none being not at all."""
    assert read_settings({"FEEDBACK_KEPT": text}).feedback_kept == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon-fri", (0, 1, 2, 3, 4)),
        ("Mon, wed,SUN", (0, 2, 6)),
        ("sat-mon", (0, 5, 6)),
        ("thu", (3,)),
        ("sun-sat", (0, 1, 2, 3, 4, 5, 6)),
        ("mon-mon", (0,)),
        ("tue fri-sat", (1, 4, 5)),
    ],
)
def test_digest_days(text: str, days: tuple[int, ...]) -> None:
    """Days are names and spans of names, and a span may run over the weekend."""
    assert read_settings({"DIGEST_DAYS": text}).digest_days == days


@pytest.mark.parametrize(("text", "expected"), [("7:05", time(7, 5)), ("00:00", time(0)), ("23:59", time(23, 59))])
def test_digest_time(text: str, expected: time) -> None:
    """The time of day is read on a 24-hour clock."""
    assert read_settings({"DIGEST_TIME": text}).digest_time == expected


@pytest.mark.parametrize(
    ("environ", "many"),
    [
        ({"SLACK_CLIENT_ID": "1.2"}, True),
        ({"SLACK_CLIENT_ID": "1.2", "SLACK_BOT_TOKEN": "xoxb-1"}, False),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, False),
        ({}, False),
    ],
)
def test_a_bot_token_means_one_workspace(environ: dict[str, str], many: bool) -> None:
    """Workspaces install the app themselves where there is a client id and no bot token."""
    assert read_settings(environ).by_oauth is many


def test_api_address_ends_in_a_slash() -> None:
    """Slack's client joins method names to the address, so it always ends in a slash."""
    assert read_settings({"SLACK_API_URL": "http://127.0.0.1:3000/api"}).slack_api_url == "http://127.0.0.1:3000/api/"


def test_ids_are_separated_by_commas_or_spaces() -> None:
    """Allow-lists take commas, spaces and line ends."""
    assert read_settings({"ALLOWED_CHANNELS": "C01AB, G02CD\nD03EF"}).allowed_channels == {
        "C01AB",
        "G02CD",
        "D03EF",
    }


def test_tokens_and_passwords_are_not_in_the_repr() -> None:
    """A log of the settings shows neither a token nor the password of a database or a mail server."""
    environ = {
        "SLACK_BOT_TOKEN": "xoxb-not-shown",
        "STATE_DB": "postgresql+psycopg://bot:not-shown@host/state",
        "SMTP_URL": "smtp://bot:not-shown@host",
    }
    assert "not-shown" not in repr(read_settings(environ))


def test_a_missing_token_is_named() -> None:
    """A token that is needed and not set is named, with where to find it."""
    with pytest.raises(SettingError, match=r"^SLACK_BOT_TOKEN is not set: see .*README"):
        read_settings({}).require("SLACK_BOT_TOKEN", "xoxb-")


def test_swapped_tokens_are_noticed() -> None:
    """An app token where the bot token belongs is said, without showing it."""
    settings = read_settings({"SLACK_BOT_TOKEN": "xapp-1-secret"})
    with pytest.raises(SettingError, match="swapped") as error:
        settings.require("SLACK_BOT_TOKEN", "xoxb-")
    assert "secret" not in str(error.value)
