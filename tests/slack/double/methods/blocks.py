"""blocks.validate: whether Slack would take blocks, a message or a view, without posting them."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.slack.double.blocks import message_error, unknown_types
from tests.slack.double.methods import Args, Method, Request
from tests.slack.double.views import view_error
from tests.slack.double.world import SlackError

KINDS = ("blocks", "message", "view")


def validate(request: Request) -> Args:
    """Look at blocks, a message or a view, without its text; whoever asks needs no token."""
    given = {kind: request.args[kind] for kind in KINDS if request.args.get(kind)}
    if len(given) != 1:
        raise SlackError("invalid_arguments", ["[ERROR] must provide exactly one of blocks, view, or message"])
    ((kind, value),) = given.items()
    value = json.loads(value) if isinstance(value, str) else value
    found = [*_complaints(kind, value), *unknown_types(value, request.world.unknown, "/blocks" * (kind == "blocks"))]
    if found:
        raise SlackError(f"invalid_{kind}", errors=[_error(kind, one) for one in dict.fromkeys(found)])
    return {}


def _complaints(kind: str, value: Any) -> list[str]:
    """What is wrong with it; a refusal that has but a name is a complaint about the whole."""
    if kind == "view":
        asked = value.get("type") if isinstance(value, dict) else None
        error, found = view_error(value, asked if asked in ("home", "modal") else "modal")
        return found or [error] * bool(error)
    if kind == "blocks":
        error, found = message_error(value)
        return found or [error] * bool(error)
    if not isinstance(value, dict):
        return ["must be an object"]
    whole = []
    for place, one in enumerate([value, *(value.get("attachments") or [])]):
        error, found = message_error(one.get("blocks") or [])
        at = f"[json-pointer:/attachments/{place - 1}" if place else "[json-pointer:"
        whole += [complaint.replace("[json-pointer:", at) for complaint in found or [error] * bool(error)]
    return whole


def _error(kind: str, complaint: str) -> Args:
    """A complaint as this method gives it; its pointer begins at what was sent."""
    message, _, pointer = complaint.removesuffix("]").partition(" [json-pointer:")
    pointer = pointer.removeprefix({"blocks": "/blocks", "view": "/view"}.get(kind, ""))
    return {"pointer": pointer, "code": "failed_constraint", "message": message} | _field(message)


def _field(message: str) -> Args:
    name = re.fullmatch(r"(?:missing required field|invalid additional property): (\w+)", message)
    return {"field": name[1]} if name else {}


METHODS = {"blocks.validate": Method(validate, open=True)}
