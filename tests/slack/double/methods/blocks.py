"""blocks.validate: whether Slack would take blocks, without posting them."""

from __future__ import annotations

import json

from tests.slack.double.blocks import message_error
from tests.slack.double.methods import Args, Method, Request
from tests.slack.double.world import SlackError


def validate(request: Request) -> Args:
    """Look at the blocks of a message; whoever asks needs no token."""
    blocks = request.args.get("blocks")
    if not blocks:
        raise SlackError("invalid_arguments", ["[ERROR] must provide exactly one of blocks, view, or message"])
    error, complaints = message_error(json.loads(blocks) if isinstance(blocks, str) else blocks)
    if error:
        raise SlackError("invalid_blocks", complaints)
    return {}


METHODS = {"blocks.validate": Method(validate, open=True)}
