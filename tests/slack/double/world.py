"""What the double's workspaces hold: tokens, people, channels, messages, views, files, streams, response addresses."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import RLock
from typing import Any

TEAM, CHANNEL, DIRECT = "T01TEST", "C01GEN", "D01ALICE"
ME, ALICE, BOB = "U0BOT", "U01ALICE", "U02BOB"
BOT_TOKEN, APP_TOKEN = "xoxb-test", "xapp-test"


class SlackError(Exception):
    """An answer with `ok: false`: the error's name, the complaints in `response_metadata`, and other fields."""

    def __init__(self, name: str, complaints: list[str] | None = None, **others: Any) -> None:
        super().__init__(name)
        self.name, self.complaints, self.others = name, complaints or [], others


@dataclass
class Token:
    """A token, what it may do, and whose it is; `error` is what Slack says to it when it is no longer good."""

    scopes: frozenset[str]
    team: str = TEAM
    user: str = ME
    error: str = ""
    refresh: str = ""
    expires: float | None = None


@dataclass
class Channel:
    """A place for messages. `kind`: channel, group, im or mpim; a `person` is whose direct messages these are."""

    id: str
    kind: str = "channel"
    members: set[str] = field(default_factory=set)
    archived: bool = False
    person: str = ""
    shared: bool = False
    read_only: bool = False

    def to_json(self) -> dict[str, Any]:
        """The channel as `conversations.info` gives it."""
        kinds = {f"is_{kind}": kind == self.kind for kind in ("channel", "group", "im", "mpim")}
        about = {"id": self.id, "name": self.id.lower(), "is_archived": self.archived, "is_ext_shared": self.shared}
        return about | kinds | {"is_private": self.kind != "channel", "is_member": ME in self.members}


@dataclass
class User:
    """A person. `gone`: the account is deactivated."""

    id: str
    name: str = "alice"
    tz: str = "Europe/Kyiv"
    team: str = TEAM
    locale: str = "en-US"
    gone: bool = False
    bot: bool = False
    guest: bool = False
    stranger: bool = False

    def to_json(self) -> dict[str, Any]:
        """The person as `users.info` gives them."""
        about = {"id": self.id, "name": self.name, "tz": self.tz, "team_id": self.team, "deleted": self.gone}
        rights = {"is_bot": self.bot, "is_restricted": self.guest, "is_stranger": self.stranger}
        return about | rights | {"is_admin": False, "locale": self.locale, "profile": {"real_name": self.name.title()}}


@dataclass
class ResponseUrl:
    """An address for answers to one interaction."""

    channel: str
    user: str
    made: float
    uses: int = 0


@dataclass(frozen=True)
class Call:
    """A call that reached the double, and what it answered."""

    method: str
    args: dict[str, Any]
    token: str
    answer: dict[str, Any]
    at: float = 0.0


class World:
    """All of it. Whoever reads or changes it while the server runs holds `lock`."""

    def __init__(self, now: Callable[[], float]) -> None:
        self.now, self.lock, self.numbers = now, RLock(), itertools.count(1)
        self.tokens = {
            BOT_TOKEN: Token(EVERYTHING),
            APP_TOKEN: Token(frozenset({"connections:write"})),
        }
        self.users = {one.id: one for one in (User(ME, "commitmentbot", bot=True), User(ALICE), User(BOB, "bob"))}
        self.channels = {
            CHANNEL: Channel(CHANNEL, members={ME, ALICE, BOB}),
            DIRECT: Channel(DIRECT, "im", {ME, ALICE}, person=ALICE),
        }
        self.messages: list[dict[str, Any]] = []
        self.views: dict[str, dict[str, Any]] = {}
        self.homes: dict[str, dict[str, Any]] = {}
        self.stacks: dict[str, list[str]] = {}
        self.triggers: dict[str, tuple[float, str]] = {}
        self.files: dict[str, dict[str, Any]] = {}
        self.statuses: list[dict[str, Any]] = []
        self.prompts: list[dict[str, Any]] = []
        self.sessions: dict[tuple[str, str], dict[str, Any]] = {}
        self.unfurls: list[dict[str, Any]] = []
        self.panes: list[dict[str, Any]] = []
        self.opened: dict[str, tuple[float, str]] = {}
        self.streams: dict[str, dict[str, Any]] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.codes: dict[str, dict[str, Any]] = {}
        self.clients: dict[str, str] = {"1.2": "client-secret"}
        self.redirects: set[str] = set()
        self.socket_url = ""
        self.missing: set[str] = set()  # methods that this Slack does not know
        self.unknown: set[str] = set()  # types of blocks, and of what stands in them, that it does not know
        self.most = 1_000  # messages that one look gives; 15 to an app that is distributed outside the Marketplace
        self.address = ""

    def ts(self) -> str:
        """A new message's timestamp; no two are the same."""
        return f"{int(self.now())}.{next(self.numbers):06}"

    def id(self, letter: str) -> str:
        """A new id."""
        return f"{letter}{next(self.numbers):08}"

    def place(self, channel: Any) -> Channel:
        """The channel to post in: also a person's id, which means their direct messages."""
        if channel in self.users:
            return self.direct(channel)
        if not isinstance(channel, str) or channel not in self.channels:
            raise SlackError("channel_not_found")
        return self.channels[channel]

    def direct(self, user: str) -> Channel:
        """The direct messages with a person."""
        found = [one for one in self.channels.values() if one.kind == "im" and one.person == user]
        if self.users[user].gone:
            raise SlackError("user_disabled")
        if self.users[user].bot:
            raise SlackError("cannot_dm_bot")
        if not found:
            found = [Channel(self.id("D"), "im", {ME, user}, person=user)]
            self.channels[found[0].id] = found[0]
        return found[0]

    def writable(self, channel: Any) -> Channel:
        """The channel, where the bot may post in it."""
        place = self.place(channel)
        if place.archived:
            raise SlackError("is_archived")
        if ME not in place.members:
            # a private channel that one is not in does not exist for one
            raise SlackError("not_in_channel" if place.kind == "channel" else "channel_not_found")
        if place.read_only:
            raise SlackError("restricted_action")
        return place

    def message(self, channel: str, ts: Any) -> dict[str, Any] | None:
        """The message at a timestamp."""
        return next((one for one in self.messages if (one["channel"], one["ts"]) == (channel, ts)), None)

    def agent(self) -> None:
        """Install the app from its other manifest: as an agent, in whose direct messages each thread is a session."""
        self.tokens[BOT_TOKEN].scopes |= AGENT

    def trigger(self, user: str = ALICE) -> str:
        """A new trigger of an interaction, good for three seconds and one view."""
        name = f"{next(self.numbers)}.{TEAM}.trigger"
        self.triggers[name] = (self.now(), user)
        return name

    def open_pane(self, entity: str) -> str:
        """The trigger of a pane that somebody opens, of the entity of that id."""
        name = f"{next(self.numbers)}.{TEAM}.pane"
        self.opened[name] = (self.now(), entity)
        return name

    def response_url(self, channel: str = CHANNEL, user: str = ALICE) -> str:
        """A new address for answers to an interaction: five uses in thirty minutes."""
        name = self.id("R")
        self.response_urls[name] = ResponseUrl(channel, user, self.now())
        return f"{self.address}response/{name}"


AGENT = frozenset({"assistant:write"})  # what an agent is granted, and no other app
EVERYTHING = frozenset(
    """app_mentions:read channels:history channels:read chat:write commands files:read files:write
    groups:history groups:read im:history im:read im:write links.embed:write links:read links:write mpim:history
    mpim:read users:read""".split()
)
