"""Answers through a `response_url`: what only the person who typed or pressed sees."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from slack_bolt import Respond

from bot.slack.blocks import Message

log = logging.getLogger(__name__)


def say(respond: Respond, message: Message) -> None:
    """Show `message` to the person alone, beside what is there."""
    respond(text=message.text, blocks=message.blocks, response_type="ephemeral", replace_original=False)


@contextmanager
def failure_told(respond: Respond) -> Iterator[None]:
    """The edge of a command or a press: whatever fails within, the person is told so, and the log has the traceback."""
    try:
        yield
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("A command or a press failed; reference %s", reference)
        respond(
            text=f"Sorry, something went wrong on my side. Reference: `{reference}`",
            response_type="ephemeral",
            replace_original=False,
        )
