"""The Bolt app, built by a function: nothing happens at import."""

from __future__ import annotations

import logging
import time
from concurrent.futures import ThreadPoolExecutor

from slack_bolt import App, BoltResponse
from slack_bolt.error import BoltUnhandledRequestError

from bot.settings import Settings
from bot.slack.answering import Answering
from bot.slack.conversation import Conversation
from bot.slack.delivery import slack_client
from bot.slack.following import Following
from bot.slack.ledger import Ledger
from bot.slack.listeners import answers, choices, commands, messages, sections
from bot.slack.questions import Questions
from bot.slack.retries import Sleep
from bot.slack.throttle import Throttle
from bot.slack.turns import Turns
from bot.slack.working import Working, status_is_supported
from bot.state.database import State

log = logging.getLogger(__name__)

LISTENERS = (messages, choices, answers)
LISTENING = 10  # requests at the same time; what takes long is handed on to the turns


def build_app(
    settings: Settings,
    *,
    state: State,
    answering: Answering,
    turns: Turns | None = None,
    sleep: Sleep = time.sleep,
) -> App:
    """The app with its listeners. It asks Slack once who it is (`auth.test`) and whether there are statuses.

    SettingError where SLACK_BOT_TOKEN is missing; BoltError where Slack does not accept it; URLError where
    Slack cannot be reached.
    """
    app = App(
        name="commitment-bot",
        client=slack_client(settings.require("SLACK_BOT_TOKEN", "xoxb-"), settings.slack_api_url, sleep),
        signing_secret=settings.token("SLACK_SIGNING_SECRET") or "",
        raise_error_for_unhandled_request=True,
        listener_executor=ThreadPoolExecutor(LISTENING, thread_name_prefix="listener"),
    )
    app.error(on_error)
    conversation = Conversation(
        state,
        Questions(state, answering, settings.questions_kept),
        settings.allowed_teams,
        settings.allowed_channels,
        turns=turns or Turns(settings.questions_waiting),
        throttle=Throttle(settings.person_questions, settings.channel_questions),
        working=Working(status_is_supported(app.client)),
        ledger=Ledger(state, sleep),
    )
    for listener in LISTENERS:
        listener.register(app, conversation)
    following = Following(state, settings.commitments_db, settings.digest_time, settings.digest_days)
    following.prepare()
    commands.register(app, conversation, following)
    sections.register(app, conversation, following)
    return app


def on_error(error: Exception) -> BoltResponse | None:
    """Log what no turn could tell a person. A request that nothing listens to is not an error to Slack.

    Bolt itself would log such a request with all its text.
    """
    if isinstance(error, BoltUnhandledRequestError):
        log.info("Nothing listens to a request of type %s", error.request.body.get("type"))
        return BoltResponse(status=200)
    log.error("A request failed", exc_info=error)
    return None
