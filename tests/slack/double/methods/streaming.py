"""Streaming messages."""

from __future__ import annotations

from tests.slack.double.blocks import message_error
from tests.slack.double.limits import MARKDOWN_TEXT, STREAM_SECONDS
from tests.slack.double.methods import Args, Method, Request
from tests.slack.double.world import SlackError


def start(request: Request) -> Args:
    """Begin a message that grows; in a channel Slack wants to know for whom."""
    world, args = request.world, request.args
    place = world.writable(args["channel"])
    if not args.get("thread_ts"):
        raise SlackError("invalid_thread_ts")
    if place.kind != "im":
        for name in ("recipient_team_id", "recipient_user_id"):
            if not args.get(name):
                raise SlackError(f"missing_{name}")
    _fits(args)
    message = {"type": "message", "channel": place.id, "user": request.token.user, "ts": world.ts()}
    message |= {"thread_ts": args["thread_ts"], "text": args.get("markdown_text") or ""}
    world.messages.append(message)
    world.streams[message["ts"]] = {"since": world.now(), "message": message}
    return {"channel": place.id, "ts": message["ts"]}


def append(request: Request) -> Args:
    """Add text to it."""
    _fits(request.args)
    message = _streaming(request)
    message["text"] += request.args.get("markdown_text") or ""
    return {"channel": message["channel"], "ts": message["ts"]}


def stop(request: Request) -> Args:
    """End it, with the last text and blocks."""
    args = request.args
    _fits(args)
    message = _streaming(request)
    error, complaints = message_error(args.get("blocks") or [])
    if error:
        raise SlackError(error, complaints)
    message["text"] += args.get("markdown_text") or ""
    message |= {name: args[name] for name in ("blocks", "metadata") if args.get(name)}
    del request.world.streams[message["ts"]]
    return {"channel": message["channel"], "ts": message["ts"]}


def _fits(args: Args) -> None:
    if len(args.get("markdown_text") or "") > MARKDOWN_TEXT:
        raise SlackError("msg_too_long")


def _streaming(request: Request) -> Args:
    world, args = request.world, request.args
    stream = world.streams.get(args["ts"])
    if stream is None or stream["message"]["channel"] != args["channel"]:
        raise SlackError("message_not_found" if world.message(args["channel"], args["ts"]) is None else _OVER)
    if world.now() - stream["since"] > STREAM_SECONDS:
        raise SlackError(_OVER)
    message: Args = stream["message"]
    return message


_OVER = "message_not_in_streaming_state"
_WRITE = ("chat:write",)
METHODS = {
    "chat.startStream": Method(start, _WRITE, ("channel",)),
    "chat.appendStream": Method(append, _WRITE, ("channel", "ts", "markdown_text")),
    "chat.stopStream": Method(stop, _WRITE, ("channel", "ts")),
}
