"""Which feedback buttons this Slack takes: decided once, at start-up, never by failing in front of a person."""

from __future__ import annotations

import logging
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.settings import Settings
from bot.slack.feedback_blocks import Buttons, feedback_row

log = logging.getLogger(__name__)


def feedback_buttons(settings: Settings, client: WebClient) -> Buttons:
    """What the settings say, and where they leave it to Slack, what it says of such a block (`blocks.validate`)."""
    if settings.feedback_kept == 0:
        return "none"
    if settings.feedback_buttons != "auto":
        return "native" if settings.feedback_buttons == "native" else "plain"
    try:
        client.blocks_validate(blocks=feedback_row("probe", "en", "native"))
    except SlackApiError as error:
        log.info("Slack does not take its feedback buttons here (%s): they are ordinary ones", _reason(error))
        return "plain"
    except (HTTPException, OSError) as error:
        log.info("Slack could not be asked for its feedback buttons (%s): they are ordinary ones", error)
        return "plain"
    return "native"


def _reason(error: SlackApiError) -> str:
    return str(error.response.get("error") or error.response.status_code)
