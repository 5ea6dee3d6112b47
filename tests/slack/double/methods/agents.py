"""Agents: the lifecycle of their sessions, statuses beside threads, suggested prompts."""

from __future__ import annotations

from tests.slack.double.limits import LOADING_MESSAGES, PROMPTS, SESSION_TITLE, STATUS
from tests.slack.double.methods import Args, Method, Request
from tests.slack.double.world import SlackError

STATUSES = ("active", "processing", "suspended", "closed")


def set_session(request: Request) -> Args:
    """Set the status of a session, which begins with it where there is none; its title is taken then only."""
    world, args = request.world, request.args
    place = world.place(args["channel_id"])
    if args["status"] not in STATUSES or len(args.get("title") or "") > SESSION_TITLE:
        raise SlackError("invalid_arguments", ["[ERROR] status or title"])
    if not args.get("thread_ts"):
        raise SlackError("invalid_thread_ts")
    session = world.sessions.setdefault((place.id, args["thread_ts"]), {"title": args.get("title"), "statuses": []})
    session["statuses"].append(args["status"])
    return {"status": args["status"], "title": session["title"]}


def rename_session(request: Request) -> Args:
    """Give a session another title."""
    world, args = request.world, request.args
    session = world.sessions.get((args["channel_id"], args.get("thread_ts") or ""))
    if session is None:
        raise SlackError("session_not_found")
    if not 1 <= len(args["title"]) <= SESSION_TITLE:
        raise SlackError("invalid_arguments", ["[ERROR] title"])
    session["title"] = args["title"]
    return {"title": args["title"]}


def set_status(request: Request) -> Args:
    """Say beside a thread what is being done; empty: nothing."""
    world, args = request.world, request.args
    world.place(args["channel_id"])
    if len(args["status"]) > STATUS or len(args.get("loading_messages") or []) > LOADING_MESSAGES:
        raise SlackError("invalid_arguments", ["[ERROR] too long"])
    world.statuses.append(dict(args))
    return {}


def set_prompts(request: Request) -> Args:
    """Offer questions to press; those of a thread are taken without a word, and shown nowhere."""
    world, args = request.world, request.args
    world.place(args["channel_id"])
    prompts = args["prompts"]
    if not isinstance(prompts, list) or not 1 <= len(prompts) <= PROMPTS:
        raise SlackError("invalid_arguments", [f"[ERROR] no more than {PROMPTS} items allowed"])
    if not all(isinstance(one, dict) and one.get("title") and one.get("message") for one in prompts):
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: title or message"])
    if not args.get("thread_ts"):
        world.prompts.append(dict(args))
    return {}


METHODS = {
    "agents.sessions.setStatus": Method(set_session, ("chat:write",), ("channel_id", "status")),
    "agents.sessions.rename": Method(rename_session, ("chat:write",), ("channel_id", "title")),
    "assistant.threads.setStatus": Method(set_status, ("chat:write", "assistant:write"), ("channel_id", "thread_ts")),
    "assistant.threads.setSuggestedPrompts": Method(set_prompts, ("assistant:write",), ("channel_id", "prompts")),
}
