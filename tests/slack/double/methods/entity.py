"""entity.presentDetails: what a reader sees in the pane of a Work Object."""

from __future__ import annotations

import json

from tests.slack.double.entities import entity, refusal
from tests.slack.double.limits import METADATA_BYTES, TRIGGER_SECONDS
from tests.slack.double.methods import Args, Method, Request
from tests.slack.double.world import SlackError


def present(request: Request) -> Args:
    """Fill the pane that a reader opened: the trigger is looked at first, and is good for one content."""
    world, args = request.world, request.args
    made, opened = world.opened.get(args["trigger_id"], (0.0, ""))
    if not opened or world.now() - made > TRIGGER_SECONDS:
        raise SlackError("invalid_trigger_id")
    if (args.get("metadata") is None) == (args.get("error") is None):
        raise SlackError("invalid_arguments", ["must provide either metadata or error"])
    name, rule = ("metadata", entity) if args.get("metadata") is not None else ("error", refusal)
    complaints = list(rule(args[name], f"/{name}"))
    if complaints:
        raise SlackError("invalid_arguments", complaints)
    if len(json.dumps(args[name], ensure_ascii=False).encode()) > METADATA_BYTES:
        raise SlackError("invalid_metadata")
    if name == "metadata" and args[name]["external_ref"]["id"] != opened:
        raise SlackError("entity_metadata_does_not_match_trigger")
    del world.opened[args["trigger_id"]]
    world.panes.append(dict(args))
    return {}


METHODS = {"entity.presentDetails": Method(present, (), ("trigger_id",))}
