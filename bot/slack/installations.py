"""The workspaces that installed the app, each with its bot token, and a client for each of them.

With a bot token in the settings there is one workspace, and nothing is kept. Else workspaces install the app themselves
(OAuth), and what Slack gave us for each lies in the state database, in the tables of slack_sdk's stores.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from http.client import HTTPException
from threading import Lock
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.sqlalchemy import SQLAlchemyInstallationStore
from slack_sdk.oauth.token_rotation import TokenRotator

from bot.settings import Settings
from bot.slack.delivery import slack_client
from bot.state.database import State, make_tables, open_state
from bot.state.retention import REVOKED

log = logging.getLogger(__name__)

AHEAD = 120  # minutes before its end that a token is exchanged, as Slack's guide to token rotation has it


class NotInstalledError(Exception):
    """A workspace has not installed the app, or not any more; the message is a sentence."""


class TokenError(Exception):
    """A workspace's token is over, and could not be exchanged for the next one; trying again may help."""


class Installations(SQLAlchemyInstallationStore):
    """slack_sdk's store in the state database. A bot that it gives has a token that is still good.

    Slack takes a refresh token once: of the threads and processes that want to exchange one at the same time, one
    does, and the others use what it got.
    """

    def __init__(self, state: State, settings: Settings) -> None:
        client_id, secret = settings.require("SLACK_CLIENT_ID"), settings.require("SLACK_CLIENT_SECRET")
        super().__init__(client_id, state, logger=log)
        make_tables(state, self.metadata)
        client = tokenless_client(settings.slack_api_url)
        self._rotator = TokenRotator(client_id=client_id, client_secret=secret, client=client)
        self._rotating = Lock()

    def find_bot(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        is_enterprise_install: bool | None = False,
    ) -> Bot | None:
        """The bot of a workspace, or of an organisation where the app is installed in the whole of it.

        A workspace is found by its own id: it may have joined an organisation since it installed the app. The refresh
        token stays here, or Bolt would exchange tokens too, and give up where it fails though the token lasts.
        """
        if is_enterprise_install or team_id is None:
            bot = super().find_bot(enterprise_id=enterprise_id, team_id=None, is_enterprise_install=True)
        else:
            bot = self.stored(team_id)
        if bot is not None and _ends_soon(bot):
            with self._rotating:
                bot = self._rotated(bot)
        if bot is not None:
            bot.bot_refresh_token = None
        return bot

    def stored(self, team: str) -> Bot | None:
        """The bot of a workspace as it is stored, whatever its token is worth."""
        columns = self.bots.c
        query = self.bots.select().where(columns.client_id == self.client_id, columns.team_id == team)
        with self.engine.connect() as connection:
            row = connection.execute(query.order_by(columns.installed_at.desc())).mappings().first()
        return self.build_bot_entity(row) if row else None

    def workspaces(self) -> list[Bot]:
        """The latest bot of every workspace, as it is stored, by name."""
        columns = self.bots.c
        query = self.bots.select().where(columns.client_id == self.client_id).order_by(columns.installed_at)
        with self.engine.connect() as connection:
            bots = [self.build_bot_entity(row) for row in connection.execute(query).mappings()]
        latest = {bot.team_id or bot.enterprise_id: bot for bot in bots}
        return sorted(latest.values(), key=lambda bot: bot.team_name or bot.enterprise_name or "")

    def save(self, installation: Installation) -> None:
        """Keep an installation, in place of earlier ones of the same workspace."""
        super().save(installation)
        if installation.team_id:
            self.forget(installation.team_id, before=installation.installed_at)

    def forget(self, team: str, before: float | None = None) -> None:
        """Delete what is kept of a workspace: all of it, or what was installed before a moment (Unix time)."""
        with self.engine.begin() as connection:
            for table in (self.bots, self.installations):
                columns = table.c
                statement = table.delete().where(columns.client_id == self.client_id, columns.team_id == team)
                if before is not None:
                    moment = datetime.fromtimestamp(before, UTC).replace(tzinfo=None)  # the columns know no zone
                    statement = statement.where(columns.installed_at < moment)
                connection.execute(statement)

    def client(self, team: str) -> WebClient:
        """A client that speaks for the app in a workspace, or in an organisation that installed it as a whole (`E…`).

        NotInstalledError where it is not installed there, TokenError where its token is over.
        """
        whole = team.startswith("E")
        bot = (
            self.find_bot(enterprise_id=team, team_id=None)
            if whole
            else self.find_bot(enterprise_id=None, team_id=team)
        )
        if bot is None and self.stored(team) is None:
            raise NotInstalledError(REVOKED)
        if bot is None:
            raise TokenError(f"the token of {team} is over, and Slack gives no other")
        return slack_client(bot.bot_token, self._rotator.client.base_url)

    def _rotated(self, seen: Bot) -> Bot | None:
        """The bot with its token exchanged; with the one that somebody else got for it meanwhile."""
        bot = self._again(seen)
        if bot is None or not _ends_soon(bot):
            return bot
        try:
            fresh = self._rotator.perform_bot_token_rotation(bot=bot, minutes_before_expiration=AHEAD)
        except (SlackTokenRotationError, URLError, HTTPException, OSError) as error:
            other = self._again(bot)
            if other is not None and other.bot_token != bot.bot_token:
                return other  # another process was faster
            reason = error.api_error.response.get("error") if isinstance(error, SlackTokenRotationError) else error
            log.warning("The token of %s could not be exchanged: %s", bot.team_id, reason)
            return other if other and (other.bot_token_expires_at or 0) > time.time() else None
        if fresh is None:
            return bot
        self.save_bot(fresh)
        log.info("The token of %s was exchanged", bot.team_id)
        return fresh

    def _again(self, bot: Bot) -> Bot | None:
        if bot.team_id is None:
            return super().find_bot(enterprise_id=bot.enterprise_id, team_id=None, is_enterprise_install=True)
        return self.stored(bot.team_id)


def client_for(settings: Settings, state: State) -> Callable[[str], WebClient]:
    """What gives the client of a workspace, by its id; it raises what `Installations.client` does.

    SettingError where a token is missing.
    """
    if settings.by_oauth:
        return Installations(state, settings).client
    client = slack_client(settings.require("SLACK_BOT_TOKEN", "xoxb-"), settings.slack_api_url)
    return lambda _team: client


def installed(settings: Settings) -> list[tuple[str, str | None]]:
    """(name and id, token) of every workspace that installed the app; None where its token is over for good.

    StateError where the state database cannot be used.
    """
    state = open_state(settings.state_db)
    try:
        store = Installations(state, settings)
        return [(f"{bot.team_name} ({bot.team_id})", _token(store, bot)) for bot in store.workspaces()]
    finally:
        state.dispose()


def _token(store: Installations, bot: Bot) -> str | None:
    found = store.find_bot(enterprise_id=bot.enterprise_id, team_id=bot.team_id)
    return found.bot_token if found else None


def tokenless_client(address: str | None) -> WebClient:
    """A client that speaks for no workspace: for what is asked with the app's own id and secret."""
    client = slack_client("", address)
    client.token = None  # Bolt takes an empty token for one
    return client


def _ends_soon(bot: Bot) -> bool:
    return bot.bot_token_expires_at is not None and bot.bot_token_expires_at <= time.time() + AHEAD * 60
