"""How a workspace installs the app: Slack's OAuth v2, by Bolt's flow, with pages of our own.

The state that a browser is given and brings back lies in the state database, for ten minutes and one use, so that any
replica can take it back.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import URLError

from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.callback_options import CallbackOptions, FailureArgs, SuccessArgs
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth import OAuthStateUtils
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.state_store.sqlalchemy import SQLAlchemyOAuthStateStore
from slack_sdk.web import SlackResponse

from bot.settings import Settings
from bot.slack.delivery import SLACK
from bot.slack.install_pages import HEADERS, failure_page, install_page, success_page
from bot.slack.installations import Installations, tokenless_client
from bot.state.database import State, make_tables
from bot.state.workspaces import unsilence

log = logging.getLogger(__name__)

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"
_MINUTES = 10  # as long as Slack's own code is good


class NotInstallableError(Exception):
    """The app cannot be installed; the message is the reason, as Slack or a page of ours names it."""


class InstallFlow(OAuthFlow):
    """Bolt's flow; where Slack refuses, or is not to be reached, whoever installs is told why."""

    def __init__(self, state: State, settings: Settings, installations: Installations) -> None:
        self._state, self._teams = state, settings.allowed_teams
        manifest = Path(__file__).parent / ("manifest-agent.json" if settings.agent else "manifest.json")
        scopes = json.loads(manifest.read_text("utf-8"))["oauth_config"]["scopes"]["bot"]
        address = settings.slack_api_url or SLACK
        super().__init__(
            client=_Telling(base_url=address, retry_handlers=tokenless_client(address).retry_handlers),
            settings=OAuthSettings(
                client_id=settings.require("SLACK_CLIENT_ID"),
                client_secret=settings.require("SLACK_CLIENT_SECRET"),
                scopes=scopes,
                user_scopes=[],
                redirect_uri=settings.redirect,
                install_path=INSTALL,
                redirect_uri_path=REDIRECT,
                authorization_url=f"{address.removesuffix('api/')}oauth/v2/authorize",
                callback_options=CallbackOptions(success=_succeed, failure=_fail),
                installation_store=installations,
                installation_store_bot_only=True,
                state_store=States(state),
                state_expiration_seconds=_MINUTES * 60,
            ),
        )

    def build_install_page_html(self, url: str, request: BoltRequest) -> str:  # noqa: ARG002 - Bolt's signature
        """The page with the button."""
        return install_page(url)

    def handle_installation(self, request: BoltRequest) -> BoltResponse:
        """The install page, with a state for this browser."""
        response = super().handle_installation(request)
        response.headers.update({name: [value] for name, value in HEADERS.items()})
        return response

    def handle_callback(self, request: BoltRequest) -> BoltResponse:
        """What Slack sends the browser back with: an installation, or why there is none."""
        try:
            return super().handle_callback(request)
        except NotInstallableError as error:
            return _failure(str(error), 403 if str(error) == "team_not_allowed" else 400)
        except (URLError, HTTPException, OSError) as error:
            log.warning("Slack could not be asked about an installation: %s", error)
            return _failure("unreachable", 503)
        except Exception:
            log.exception("An installation could not be kept")
            return _failure("storage_error", 500)

    def store_installation(self, request: BoltRequest, installation: Installation) -> None:
        """Keep an installation. NotInstallableError where its workspace is none of those that are answered."""
        if self._teams and not self._teams & {installation.team_id, installation.enterprise_id}:
            self._uninstall(installation)
            raise NotInstallableError("team_not_allowed")
        super().store_installation(request, installation)
        log.info("Installed in %s (%s)", installation.team_id, installation.team_name)
        if installation.team_id:
            unsilence(self._state, installation.team_id, datetime.now(UTC))

    def _uninstall(self, installation: Installation) -> None:
        """Leave a workspace that is not answered as it was."""
        try:
            self.client.apps_uninstall(
                client_id=self.client_id, client_secret=self.settings.client_secret, token=installation.bot_token
            )
        except (NotInstallableError, URLError, HTTPException, OSError) as error:
            log.warning("The app could not be removed from %s again: %s", installation.team_id, error)


class States(SQLAlchemyOAuthStateStore):
    """The states that browsers were given, swept when one is added: the page can be asked for by anybody."""

    def __init__(self, state: State) -> None:
        super().__init__(_MINUTES * 60, state, logger=log)
        make_tables(state, self.metadata)

    def issue(self, *args: object, **kwargs: object) -> str:
        """A new state; those that are over are deleted."""
        now = datetime.now(UTC).replace(tzinfo=None)  # the store's columns know no zone
        with self.engine.begin() as connection:
            connection.execute(self.oauth_states.delete().where(self.oauth_states.c.expire_at < now))
        return super().issue(*args, **kwargs)


class _Telling(WebClient):
    """A client whose refusals go on to whoever installs: Bolt would log them with the code and say “invalid”."""

    def api_call(self, api_method: str, **arguments: Any) -> SlackResponse:
        """As slack_sdk's. NotInstallableError, with Slack's word for it, where Slack refuses."""
        try:
            return super().api_call(api_method, **arguments)
        except SlackApiError as error:
            raise NotInstallableError(str(error.response.get("error"))) from None


def _succeed(args: SuccessArgs) -> BoltResponse:
    one = args.installation
    body = success_page(one.team_name, one.team_id, one.app_id)
    return BoltResponse(status=200, headers=_headers(), body=body)


def _fail(args: FailureArgs) -> BoltResponse:
    return _failure(args.reason, args.suggested_status_code)


def _failure(reason: str, status: int) -> BoltResponse:
    log.info("An installation came to nothing: %r", reason[:80])
    return BoltResponse(status=status, headers=_headers(), body=failure_page(reason))


def _headers() -> dict[str, str | Sequence[str]]:
    """Those of a page that ends an attempt; the browser forgets the attempt's state."""
    return {**HEADERS, "set-cookie": OAuthStateUtils().build_set_cookie_for_deletion()}
