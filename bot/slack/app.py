"""The Bolt app, built by a function: nothing happens at import."""

from __future__ import annotations

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from slack_bolt import App, BoltResponse
from slack_bolt.authorization.authorize import InstallationStoreAuthorize
from slack_bolt.error import BoltUnhandledRequestError

from bot.settings import Settings
from bot.slack.contacts import Disclosure
from bot.slack.conversation import Conversation
from bot.slack.delivery import Sleep, slack_client
from bot.slack.doors import Doors, scopes_of
from bot.slack.feedback import Verdicts
from bot.slack.following import Following
from bot.slack.installations import Installations, tokenless_client
from bot.slack.installing import Departures, InstallFlow, listen_to_departures
from bot.slack.kit import kit_of
from bot.slack.ledger import Ledger
from bot.slack.listeners import answers, commands, home, links, messages, searches
from bot.slack.questions import Answering, Questions
from bot.slack.turns import Turns, Working
from bot.state.database import State, StateError
from bot.state.recent_questions import Limits

log = logging.getLogger(__name__)

DOORS = (home, links, searches)
NOT_INSTALLED = "I am not installed in this workspace any more: please have me installed again."
LISTENING = 10  # requests at the same time; what takes long is handed on to the turns


def build_app(
    settings: Settings,
    *,
    state: State,
    answering: Answering,
    turns: Turns | None = None,
    sleep: Sleep = time.sleep,
) -> App:
    """The app with its listeners, as `build` makes it."""
    return build(settings, state=state, answering=answering, turns=turns, sleep=sleep)[0]


def build(
    settings: Settings,
    *,
    state: State,
    answering: Answering,
    turns: Turns | None = None,
    sleep: Sleep = time.sleep,
) -> tuple[App, Conversation]:
    """The app with its listeners, and the conversation that they hand what is asked to.

    With a bot token it asks Slack once who it is and what it may (`auth.test`).
    Either way it asks which of its newer blocks Slack takes.

    SettingError where a token is missing; BoltError where Slack does not accept SLACK_BOT_TOKEN; URLError where
    Slack cannot be reached.
    """
    installations = Installations(state, settings) if settings.by_oauth else None
    app = App(
        name="commitment-bot",
        **(_of_one_workspace(settings, sleep) if installations is None else _of_many(state, settings, installations)),
        signing_secret=settings.token("SLACK_SIGNING_SECRET") or "",
        raise_error_for_unhandled_request=True,
        listener_executor=ThreadPoolExecutor(LISTENING, thread_name_prefix="listener"),
    )
    app.error(on_error)
    disclosure = Disclosure.of(settings, state)
    verdicts = Verdicts(state, settings.feedback_kept, settings.keep_unanswered, disclosure.hide)
    conversation = Conversation(
        state,
        Questions(
            state,
            answering,
            settings.questions_kept,
            disclosure,
            verdicts,
            kit_of(settings, app.client),
            f"question {settings.token('SLACK_BOT_TOKEN') or settings.require('SLACK_CLIENT_SECRET')}".encode(),
        ),
        settings.allowed_teams,
        settings.allowed_channels,
        scopes_of(app.client),
        turns=turns or Turns(settings.questions_waiting),
        limits=Limits(settings.person_questions, settings.channel_questions),
        working=Working(),
        ledger=Ledger(state, sleep),
        clients=installations.client if installations else lambda _team: app.client,
    )
    messages.register(app, conversation)
    following = Following(state, settings.database, settings.digest_time, settings.digest_days)
    commands.register(app, conversation, following)
    listen_to_departures(app, Departures(state, installations))
    doors = Doors(conversation, following)
    answers.register(app, doors, verdicts)
    for door in DOORS:
        door.register(app, doors)
    return app, conversation


def _of_one_workspace(settings: Settings, sleep: Sleep) -> dict[str, Any]:
    """What Bolt is given for the one workspace of a bot token."""
    return {"client": slack_client(settings.require("SLACK_BOT_TOKEN", "xoxb-"), settings.slack_api_url, sleep)}


def _of_many(state: State, settings: Settings, installations: Installations) -> dict[str, Any]:
    """What Bolt is given to speak in every workspace that installed the app, each with its own token."""
    return {
        "client": tokenless_client(settings.slack_api_url),
        "oauth_flow": InstallFlow(state, settings, installations),
        "installation_store": installations,
        "installation_store_bot_only": True,  # it asks for no one's own token
        "authorize": InstallationStoreAuthorize(
            logger=log,
            installation_store=installations,
            bot_only=True,
            cache_enabled=True,  # else Slack is asked who we are at every event
        ),
        "user_facing_authorize_error_message": NOT_INSTALLED,
    }


def on_error(error: Exception) -> BoltResponse | None:
    """Log what no turn could tell a person. A request that nothing listens to is not an error to Slack.

    Bolt itself would log such a request with all its text.
    """
    if isinstance(error, BoltUnhandledRequestError):
        log.info("Nothing listens to a request of type %s", error.request.body.get("type"))
        return BoltResponse(status=200)
    if isinstance(error, StateError):
        log.error("What Slack sent could not be written down: %s", error)
        return BoltResponse(status=503)
    log.error("A request failed", exc_info=error)
    return None
