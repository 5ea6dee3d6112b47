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
    assert (settings.digest_time, settings.digest_days) == (time(9, 0), (0, 1, 2, 3, 4))


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
        ("DIGEST_TIME", "24:00"),
        ("DIGEST_TIME", "9"),
        ("DIGEST_TIME", "nine"),
        ("DIGEST_DAYS", "weekdays"),
        ("DIGEST_DAYS", "mon-"),
        ("DIGEST_DAYS", ","),
    ],
)
def test_a_malformed_setting_is_named(name: str, text: str) -> None:
    """A malformed setting is one sentence that names it."""
    with pytest.raises(SettingError, match=f"^{name} [^\n]*\\.$"):
        read_settings({name: text})


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
    """A log of the settings shows neither a token nor a database password."""
    environ = {
        "SLACK_BOT_TOKEN": "xoxb-not-shown",
        "STATE_DB": "postgresql+psycopg://bot:not-shown@host/state",
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
