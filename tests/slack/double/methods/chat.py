"""chat.*: messages, ephemeral messages, unfurls."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.slack.double.blocks import message_error, unknown_types
from tests.slack.double.entities import unfurled
from tests.slack.double.limits import (
    MARKDOWN_TEXT,
    METADATA_BYTES,
    TEXT_OF_A_MESSAGE,
    TEXT_OF_AN_UPDATE,
    UNFURLS,
)
from tests.slack.double.methods import Args, Method, Request
from tests.slack.double.rules import array, shape
from tests.slack.double.world import SlackError, World

_CONTENT = ("text", "blocks", "attachments", "markdown_text")


def content(world: World, args: Args, longest: int = TEXT_OF_A_MESSAGE) -> Args:
    """What a message says, as Slack takes it; SlackError where it does not."""
    text, blocks, markdown = args.get("text") or "", args.get("blocks"), args.get("markdown_text")
    attachments = args.get("attachments")
    if not (text or blocks or attachments or markdown):
        raise SlackError("no_text")
    if markdown and (text or blocks):
        raise SlackError("markdown_text_conflict")
    if (markdown and len(markdown) > MARKDOWN_TEXT) or len(text) > longest:
        raise SlackError("msg_too_long")
    if blocks:
        error, complaints = message_error(blocks)
        if error:
            raise SlackError(error, complaints)
        unknown = list(unknown_types(blocks, world.unknown, "/blocks"))
        if unknown:
            raise SlackError("invalid_blocks", unknown)
    for one in attachments or []:
        error, complaints = message_error(one.get("blocks") or [])
        if error:
            raise SlackError("invalid_attachments", complaints)
    return {name: args[name] for name in (*_CONTENT, "metadata") if args.get(name)}


def _metadata(args: Args) -> None:
    """`event_type` and a flat `event_payload`, at most 16 KB."""
    metadata = args.get("metadata")
    if metadata is None:
        return
    whole = isinstance(metadata, dict) and isinstance(metadata.get("event_payload"), dict)
    if not whole or not re.fullmatch(r"[A-Za-z_]\w*", str(metadata.get("event_type") or "")):
        raise SlackError("invalid_metadata_format")
    if any(isinstance(value, dict) for value in metadata["event_payload"].values()):
        raise SlackError("invalid_metadata_schema")
    if len(json.dumps(metadata)) > METADATA_BYTES:
        raise SlackError("metadata_too_large")


def post_message(request: Request) -> Args:
    """Post; a reply in a thread that is not there is posted as a message of its own."""
    world, args = request.world, request.args
    place = world.writable(args["channel"])
    said = content(world, args)
    _metadata(args)
    message: Args = {"type": "message", "channel": place.id, "user": request.token.user, "bot_id": "B0BOT"}
    message |= {"ts": world.ts(), "text": ""} | said
    if args.get("thread_ts"):
        if not re.fullmatch(r"\d+\.\d+", str(args["thread_ts"])):
            raise SlackError("invalid_thread_ts")
        message["thread_ts"] = args["thread_ts"]
    message["options"] = {name: args[name] for name in args if name not in (*message, *_CONTENT, "token")}
    world.messages.append(message)
    return {"channel": place.id, "ts": message["ts"], "message": _shown(message)}


def update(request: Request) -> Args:
    """Change a message of one's own."""
    world, args = request.world, request.args
    message = world.message(world.place(args["channel"]).id, args["ts"])
    if message is None:
        raise SlackError("message_not_found")
    if message["user"] != request.token.user:
        raise SlackError("cant_update_message")
    _metadata(args)
    message |= {"text": ""} | content(world, args, TEXT_OF_AN_UPDATE) | {"edited": {"user": request.token.user}}
    return {"channel": message["channel"], "ts": message["ts"], "text": message["text"]}


def delete(request: Request) -> Args:
    """Delete a message of one's own."""
    world, args = request.world, request.args
    message = world.message(world.place(args["channel"]).id, args["ts"])
    if message is None:
        raise SlackError("message_not_found")
    if message["user"] != request.token.user:
        raise SlackError("cant_delete_message")
    world.messages.remove(message)
    return {"channel": message["channel"], "ts": message["ts"]}


def post_ephemeral(request: Request) -> Args:
    """Say something that one person of the channel sees."""
    world, args = request.world, request.args
    place = world.writable(args["channel"])
    if args["user"] not in place.members:
        raise SlackError("user_not_in_channel")
    ts = world.ts()
    message = {"type": "message", "ephemeral": args["user"], "channel": place.id, "user": request.token.user, "ts": ts}
    world.messages.append(message | {"text": ""} | content(world, args) | _thread(args))
    return {"message_ts": ts}


def unfurl(request: Request) -> Args:
    """Give cards to the links of a message, by its channel and time or by an unfurl id: entities, or blocks.

    Entities that are not well-formed are dropped, and only a warning tells so.
    """
    world, args = request.world, request.args
    if not (args.get("unfurl_id") and args.get("source") in ("composer", "conversations_history")):
        world.place(args.get("channel"))
        if not args.get("ts"):
            raise SlackError("missing_ts")
    if args.get("metadata") is not None:
        return _entities(request)
    cards = args.get("unfurls")
    if not cards:
        raise SlackError("missing_unfurls")
    if not isinstance(cards, dict):
        raise SlackError("invalid_unfurls_format")
    if len(cards) > UNFURLS:
        raise SlackError("cannot_unfurl_message")
    for card in cards.values():
        error, complaints = message_error(card.get("blocks") or [])
        if error:
            raise SlackError("invalid_unfurls_format", complaints)
    world.unfurls.append(dict(args))
    return {}


def _entities(request: Request) -> Args:
    metadata = request.args["metadata"]
    complaints = list(shape({"entities": array(unfurled, UNFURLS)})(metadata, "/metadata"))
    if complaints:
        return {"warning": "invalid_metadata_format", "response_metadata": {"messages": complaints}}
    if len(json.dumps(metadata, ensure_ascii=False).encode()) > METADATA_BYTES:
        raise SlackError("error_processing_metadata")
    request.world.unfurls.append(dict(request.args))
    return {}


def _thread(args: Args) -> Args:
    return {"thread_ts": args["thread_ts"]} if args.get("thread_ts") else {}


def _shown(message: Args) -> dict[str, Any]:
    return {name: value for name, value in message.items() if name not in ("options", "channel")}


METHODS = {
    "chat.postMessage": Method(post_message, ("chat:write",), ("channel",)),
    "chat.update": Method(update, ("chat:write",), ("channel", "ts")),
    "chat.delete": Method(delete, ("chat:write",), ("channel", "ts")),
    "chat.postEphemeral": Method(post_ephemeral, ("chat:write",), ("channel", "user")),
    "chat.unfurl": Method(unfurl, ("links:write",)),
}
