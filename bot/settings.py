"""The environment, read once and checked: every setting of the project is declared here."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from urllib.parse import urlsplit

from bot.records.frozen import dataclass, field


class SettingError(ValueError):
    """A setting is missing or malformed; the message is one sentence that names it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says; tokens are kept out of `repr` so that no log shows them.

    `state_db` is a file or a `postgresql+psycopg://` address. `digest_days` counts from Monday, 0, to
    Sunday, 6. Empty `allowed_teams` means the app's own workspace, empty `allowed_channels` all of them.
    `questions_kept` is in days, 0 for not at all; so are `feedback_kept` and `threads_kept`, None for good.
    `feedback_buttons` is `auto`, `native` or `plain`.
    `redirect` is where Slack sends whoever installs the app, and `agent` whether that app is an agent.
    `show_contacts` is `never`, `members` or `all`, and `audit_days` how many days it is kept who was shown a contact.
    `fetch_contact` is sent to sites that pages are fetched from, `fetch_cache` the folder that keeps what was fetched,
    and `fetch_private` lets loopback and private addresses be fetched. `person_questions` and `channel_questions` are
    taken in a minute (0: any number), and `questions_waiting` wait for their turn at most.
    `trust` is which of two documents that contradict each other goes first: `newest`, `first` or `ask`.
    `corpus_named`: the environment says which folder the corpus is.
    `snapshots` is the folder of published snapshots that the bot reads instead of `commitments_db`.
    `stop_seconds` is how long a bot that is told to stop goes on answering.
    `health_address` is the host and the port at which a running bot says how it is.
    `smtp_url` is where digests by e-mail are handed in, with user and password, and `smtp_from` who sends them.
    """

    commitments_db: Path
    state_db: str
    corpus: Path
    slack_api_url: str | None
    allowed_teams: frozenset[str]
    allowed_channels: frozenset[str]
    log_level: str
    log_format: str
    digest_time: time = time(9)
    digest_days: tuple[int, ...] = (0, 1, 2, 3, 4)
    questions_kept: int = 30
    feedback_kept: int | None = None
    feedback_buttons: str = "auto"
    keep_unanswered: bool = True
    fetch_contact: str = ""
    fetch_cache: Path = Path("~/.cache/commitment-bot")
    fetch_private: bool = False
    redirect: str | None = None
    agent: bool = False
    show_contacts: str = "members"
    audit_days: int = 90
    threads_kept: int | None = 365
    person_questions: int = 20
    channel_questions: int = 60
    questions_waiting: int = 200
    stop_seconds: int = 25
    smtp_url: str = ""
    smtp_from: str = ""
    snapshots: Path | None = None
    health_address: tuple[str, int] | None = None
    corpus_named: bool = False
    trust: str = "newest"
    _tokens: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        state = re.sub(r"://[^@/]*@", "://…@", self.state_db)  # a password may stand in the address
        return f"Settings(commitments_db={str(self.commitments_db)!r}, state_db={state!r})"

    @property
    def database(self) -> Path:
        """What the bot reads: the database that ingest writes, or a folder of snapshots; SettingError without that."""
        if self.snapshots is None:
            return self.commitments_db
        if not self.snapshots.is_dir():
            where = f"COMMITMENTS_SNAPSHOTS is “{self.snapshots}”, but there is no such folder"
            raise SettingError(f"{where}: write into it with “python -m bot ingest --publish {self.snapshots}”.")
        return self.snapshots

    def token(self, name: str) -> str | None:
        """The token called `name` (`SLACK_BOT_TOKEN`, …), None where it is not set."""
        return self._tokens.get(name)

    def require(self, name: str, prefix: str = "") -> str:
        """The token called `name`; SettingError where it is missing or does not begin with `prefix`."""
        value = self._tokens.get(name)
        if not value:
            raise SettingError(f"{name} is not set: see “Connect Slack” in README.md for where to find it.")
        if not value.startswith(prefix):
            raise SettingError(f"{name} should begin with “{prefix}”: check whether two tokens were swapped.")
        return value

    @property
    def by_oauth(self) -> bool:
        """Whether workspaces install the app themselves; a bot token means one workspace and goes first."""
        return bool(self.token("SLACK_CLIENT_ID")) and not self.token("SLACK_BOT_TOKEN")


TOKENS = (
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET",
)
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
_FORMATS = ("text", "json")
_BUTTONS = ("auto", "native", "plain")
_CONTACTS = ("never", "members", "all")
_TRUST = ("newest", "first", "ask")
_MAILBOX = r"[^@\s<>,;:()]+@[^@\s<>,;:()]+"
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read and check the settings; SettingError names the first that is wrong. Blank counts as not set.

    They are those of the environment, and where it says nothing, of the file `.env` in this folder.
    """
    env = _of_file(Path(".env")) | os.environ if environ is None else environ

    def get(name: str, default: str = "") -> str:
        return env.get(name, "").strip() or default

    return Settings(
        commitments_db=Path(get("COMMITMENTS_DB", "commitments.db")),
        state_db=_state(get("STATE_DB", "state.db")),
        corpus=Path(get("CORPUS", "corpus")),
        slack_api_url=_address("SLACK_API_URL", get("SLACK_API_URL")),
        allowed_teams=_ids("ALLOWED_TEAMS", get("ALLOWED_TEAMS"), "TE"),
        allowed_channels=_ids("ALLOWED_CHANNELS", get("ALLOWED_CHANNELS"), "CDG"),
        log_level=_one_of("LOG_LEVEL", get("LOG_LEVEL", "INFO").upper(), _LEVELS),
        log_format=_one_of("LOG_FORMAT", get("LOG_FORMAT", "text").lower(), _FORMATS),
        digest_time=_time("DIGEST_TIME", get("DIGEST_TIME", "09:00")),
        digest_days=_days("DIGEST_DAYS", get("DIGEST_DAYS", "mon-fri")),
        questions_kept=_number("QUESTIONS_KEPT", get("QUESTIONS_KEPT", "30"), 3_650),
        feedback_kept=_days_or_forever("FEEDBACK_KEPT", get("FEEDBACK_KEPT", "forever")),
        feedback_buttons=_one_of("FEEDBACK_BUTTONS", get("FEEDBACK_BUTTONS", "auto").lower(), _BUTTONS),
        keep_unanswered=_one_of("KEEP_UNANSWERED", get("KEEP_UNANSWERED", "yes").lower(), ("yes", "no")) == "yes",
        fetch_contact=get("FETCH_CONTACT"),
        fetch_cache=Path(get("FETCH_CACHE", "~/.cache/commitment-bot")),
        fetch_private=_one_of("FETCH_PRIVATE", get("FETCH_PRIVATE", "no").lower(), ("yes", "no")) == "yes",
        redirect=_redirect("SLACK_REDIRECT_URI", get("SLACK_REDIRECT_URI")),
        agent=_one_of("SLACK_AGENT", get("SLACK_AGENT", "no").lower(), ("yes", "no")) == "yes",
        show_contacts=_one_of("SHOW_CONTACTS", get("SHOW_CONTACTS", "members").lower(), _CONTACTS),
        threads_kept=_days_or_forever("THREADS_KEPT", get("THREADS_KEPT", "365")),
        audit_days=_number("AUDIT_DAYS", get("AUDIT_DAYS", "90"), 3_650),
        person_questions=_number("PERSON_QUESTIONS", get("PERSON_QUESTIONS", "20"), 100_000),
        channel_questions=_number("CHANNEL_QUESTIONS", get("CHANNEL_QUESTIONS", "60"), 100_000),
        questions_waiting=_number("QUESTIONS_WAITING", get("QUESTIONS_WAITING", "200"), 100_000),
        stop_seconds=_number("STOP_SECONDS", get("STOP_SECONDS", "25"), 3_600),
        smtp_url=_mail_server("SMTP_URL", get("SMTP_URL")),
        smtp_from=_mail_sender("SMTP_FROM", get("SMTP_FROM")),
        snapshots=Path(get("COMMITMENTS_SNAPSHOTS")) if get("COMMITMENTS_SNAPSHOTS") else None,
        corpus_named=bool(get("CORPUS")),
        trust=_one_of("TRUST", get("TRUST", "newest").lower(), _TRUST),
        health_address=_host_and_port("HEALTH_ADDRESS", get("HEALTH_ADDRESS")),
        _tokens={name: get(name) for name in TOKENS if get(name)},
    )


def _of_file(file: Path) -> dict[str, str]:
    """The lines `NAME=value` of a file; nothing where there is none."""
    if not file.is_file():
        return {}
    from dotenv import dotenv_values  # hardly anybody has one who asks a single question

    try:
        return {name: value for name, value in dotenv_values(file, interpolate=False).items() if value is not None}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(f"{file.absolute()} cannot be read: {error}.") from error


def _one_of(name: str, text: str, allowed: tuple[str, ...]) -> str:
    if text not in allowed:
        raise SettingError(f"{name} is “{text}”, but must be one of {', '.join(allowed)}.")
    return text


def _state(text: str) -> str:
    if "://" in text and not text.startswith("postgresql+psycopg://"):
        scheme = text.partition("://")[0]
        raise SettingError(f"STATE_DB begins with “{scheme}://”, but must be a file or postgresql+psycopg://….")
    return text


def _address(name: str, text: str) -> str | None:
    if not text:
        return None
    if not re.fullmatch(r"https?://[^\s/]\S*", text):
        example = "http://127.0.0.1:3000/api/"
        raise SettingError(f"{name} is “{text}”, but must be an http(s) address such as {example}.")
    return text if text.endswith("/") else text + "/"


def _host_and_port(name: str, text: str) -> tuple[str, int] | None:
    parts = re.fullmatch(r"(?:([A-Za-z0-9.-]+):)?([0-9]{1,5})", text)
    if text and not (parts and 0 < int(parts[2]) < 65_536):
        raise SettingError(f"{name} is “{text}”, but must be a port, or an address such as 0.0.0.0:8081.")
    return (parts[1] or "127.0.0.1", int(parts[2])) if parts else None


def _mail_server(name: str, text: str) -> str:
    # the sentence does not repeat the text: a password may stand in it
    example = "smtp://user:password@mail.example.org:587 or smtps://mail.example.org"
    wrong = f"{name} must be an address such as {example}, with %40 for an @ in the password, %2F for a /."
    try:
        parts = urlsplit(text)
        fits = parts.scheme in ("smtp", "smtps") and parts.hostname and parts.port != 0
    except ValueError:
        raise SettingError(wrong) from None
    if text and (not fits or parts.path.strip("/") or parts.query or parts.fragment or re.search(r"\s", text)):
        raise SettingError(wrong)
    return text


def _mail_sender(name: str, text: str) -> str:
    if text and not re.fullmatch(rf"{_MAILBOX}|[^<>@\r\n,;:\"()]*<{_MAILBOX}>", text):
        example = "Commitment Bot <bot@example.org>"
        raise SettingError(f"{name} is “{text}”, but must be an e-mail address such as {example}.")
    return text


def _redirect(name: str, text: str) -> str | None:
    # Slack sends people to https addresses only; the path is the one that the HTTP door answers
    if text and not re.fullmatch(r"https://[^\s/?#&]+(?:/[^\s?#&]*)?/slack/oauth_redirect", text):
        example = "https://bot.example.org/slack/oauth_redirect"
        raise SettingError(f"{name} is “{text}”, but must be an https address such as {example}.")
    return text or None


def _ids(name: str, text: str, letters: str) -> frozenset[str]:
    ids = [part for part in re.split(r"[\s,]+", text) if part]
    for one in ids:
        if not re.fullmatch(f"[{letters}][A-Z0-9]+", one):
            raise SettingError(f"{name} holds “{one}”, which is no Slack id (such as {letters[0]}012AB3CD).")
    return frozenset(ids)


def _number(name: str, text: str, largest: int) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text) or int(text) > largest:
        raise SettingError(f"{name} is “{text}”, but must be a whole number from 0 to {largest}.")
    return int(text)


def _days_or_forever(name: str, text: str) -> int | None:
    if text.lower() == "forever":
        return None
    if not re.fullmatch(r"[0-9]{1,6}", text) or int(text) > 36_500:
        raise SettingError(f"{name} is “{text}”, but must be “forever” or a number of days from 0 to 36500.")
    return int(text)


def _time(name: str, text: str) -> time:
    parts = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", text, re.ASCII)
    if not parts:
        raise SettingError(f"{name} is “{text}”, but must be a time of day from 00:00 to 23:59.")
    return time(int(parts[1]), int(parts[2]))


def _days(name: str, text: str) -> tuple[int, ...]:
    days: set[int] = set()
    for part in re.split(r"[\s,]+", text.lower().strip(", ")):
        first, dash, last = part.partition("-")
        if first not in _WEEK or (dash and last not in _WEEK):
            raise SettingError(f"{name} holds “{part}”, but must name days such as mon-fri or mon,wed,sun.")
        start, end = _WEEK.index(first), _WEEK.index(last if dash else first)
        days.update(day % 7 for day in range(start, end + 1 if end >= start else end + 8))
    return tuple(sorted(days))
