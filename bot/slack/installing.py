"""How a workspace installs the app (Slack's OAuth v2, by Bolt's flow, with pages of our own), and how it leaves.

The state that a browser is given and brings back lies in the state database, for ten minutes and one use, so that any
replica can take it back.

An app that is removed: everything of the workspace goes at once, since nobody there could ask for it any more. What is
kept is the audit, for its own time: it is there for those whose contacts were shown. A token that was revoked means
less: an administrator's precaution, or the step before a removal. The token goes, digests stand still, and go on when
the app is installed again.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import URLError

from slack_bolt import App, BoltRequest, BoltResponse
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
from bot.slack.installations import Installations, tokenless_client
from bot.slack.payloads import Payload
from bot.state.database import State, make_tables
from bot.state.retention import forget, silence, unsilence
from bot.state.unfinished_turns import claim

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
                state_store=InstallStateStore(state),
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
        except Exception:  # the edge: a browser gets a page, the log the traceback
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


class InstallStateStore(SQLAlchemyOAuthStateStore):
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


HEADERS = {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",  # a page holds a state that is good once
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",  # the address of a page may hold a code of Slack's
    "x-content-type-options": "nosniff",
}
_STYLE = (
    "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 1.25rem;color:#1d1c1d;"
    "background:#fff}h1{font-size:1.5rem}a.button{display:inline-block;padding:.6rem 1.2rem;border-radius:.4rem;"
    "background:#1f4e5f;color:#fff;text-decoration:none}a{color:#1f4e5f}code{font-size:.95em}"
    "@media(prefers-color-scheme:dark){body{color:#e8e8e8;background:#1a1d21}a{color:#8cc8dc}}"
)
# What Slack, Bolt and we call a failure, and what is said of it: what happened, what to do
_FAILURES = {
    "access_denied": "You did not allow it, and nothing was changed.",
    "invalid_browser": "This page was not opened by the button of the install page, or it was opened a second time.",
    "invalid_state": "The install page was open for too long, or its button was used twice.",
    "missing_code": "This page was not opened by Slack.",
    "invalid_code": "Slack no longer knows this attempt; it takes each one once, within ten minutes.",
    "team_not_allowed": "This bot answers only in workspaces that its operator chose, and yours is not one of them.",
    "unreachable": "Slack could not be reached from here.",
    "storage_error": "The installation could not be kept.",
}
_FOR_OPERATOR = {
    "bad_client_secret": "SLACK_CLIENT_SECRET is not that of this app.",
    "invalid_client_id": "SLACK_CLIENT_ID is not that of this app.",
    "bad_redirect_uri": "SLACK_REDIRECT_URI is not one of the redirect URLs of the app's settings.",
    "invalid_team_for_non_distributed_app": "The app's distribution is not switched on (Manage Distribution).",
}


def install_page(address: str) -> str:
    """The page with the button that leads to Slack's question whether to allow it; `address` is that question's."""
    return _page(
        "Add Commitment Bot to Slack",
        "<p>It answers questions about open-government commitments with values quoted from their documents, "
        "in channels that it is invited to and in direct messages.</p>"
        f'<p><a class="button" href="{escape(address)}">Add to Slack</a></p>'
        "<p>Slack shows you what it may do, and asks you to allow it. It is sent the messages of the channels that it "
        "is in, and answers those that are for it.</p>",
    )


def success_page(workspace: str | None, team: str | None, app: str | None) -> str:
    """The page after the app was installed in a workspace; the ids lead back into Slack."""
    where = f"https://slack.com/app_redirect?app={app}&team={team}" if app and team else "https://slack.com/"
    return _page(
        "Commitment Bot is installed",
        f"<p>It is now in {f'<b>{escape(workspace)}</b>' if workspace else 'your workspace'}. Write to it, or invite "
        "it to a channel with <code>/invite @commitmentbot</code> and ask: "
        "<code>@commitmentbot what can you do?</code></p>"
        f'<p><a class="button" href="{escape(where)}">Open it in Slack</a></p>',
    )


def failure_page(reason: str) -> str:
    """The page where the app was not installed: what happened, and what to do."""
    if reason in _FAILURES:
        said = f"<p>{_FAILURES[reason]}</p>"
    else:
        known = _FOR_OPERATOR.get(reason, "")
        said = f"<p>Slack says <code>{escape(reason[:80])}</code>. {known} Please tell whoever runs this bot.</p>"
    again = "" if reason == "team_not_allowed" else '<p><a class="button" href="install">Try again</a></p>'
    return _page("Commitment Bot was not installed", said + again)


def _page(title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><style>{_STYLE}</style></head>'
        f"<body><main><h1>{title}</h1>{body}</main></body></html>\n"
    )


# -- departures ---------------------------------------------------------------------------------------------------

KEPT = frozenset({"audit"})
LEAVING = ("app_uninstalled", "tokens_revoked")


@dataclass(frozen=True, slots=True)
class Departures:
    """What the events of a departure do. Without `installations` there is one workspace, by a bot token."""

    state: State
    installations: Installations | None
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def leave(self, body: Payload) -> None:
        """`app_uninstalled`: delete what is kept of the workspace."""
        team = self._team(body)
        if team is None:
            return
        if self.installations:
            self.installations.forget(team)
        forget(self.state, team, KEPT)
        log.info("The app was removed from %s; what was kept of it is deleted", team)

    def revoke(self, body: Payload) -> None:
        """`tokens_revoked`: delete the token, and let digests stand still. Nobody's own token is ever asked for."""
        tokens: dict[str, Any] = body["event"].get("tokens") or {}
        team = self._team(body) if tokens.get("bot") else None
        if team is None:
            return
        if self.installations is None:
            log.error("SLACK_BOT_TOKEN was revoked: install the app again, and start the bot with the new token")
            return
        self.installations.forget(team)
        log.warning("The token of %s was revoked; %d digests stand still", team, silence(self.state, team, self.now()))

    def _team(self, body: Payload) -> str | None:
        """The workspace of an event that is not seen yet, and is not older than its present installation."""
        team = body.get("team_id")
        if not team or not claim(self.state, f"{body.get('event_id')}/{body['event']['type']}"):
            return None
        installed = self.installations.stored(team) if self.installations else None
        if installed and installed.installed_at > body.get("event_time", 0) + 1:
            log.info("An event of %s is older than its installation", team)
            return None
        return str(team)


def listen_to_departures(app: App, departures: Departures) -> None:
    """Listen to both events; Slack sends them in either order."""

    def on_uninstalled(body: dict[str, Any]) -> None:
        departures.leave(body)

    def on_revoked(body: dict[str, Any]) -> None:
        departures.revoke(body)

    for event, listener in zip(LEAVING, (on_uninstalled, on_revoked), strict=True):
        app.event(event)(listener)
