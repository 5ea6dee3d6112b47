"""conversations.* and users.info."""

from __future__ import annotations

from typing import Any

from tests.slack.double.methods import Args, Method, Request
from tests.slack.double.world import ME, Channel, SlackError, World

_PREFIX = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}
_MOST = 1_000


def open_direct(request: Request) -> Args:
    """The direct messages with a person."""
    users = str(request.args.get("users") or "").split(",")
    if len(users) != 1 or not users[0]:
        raise SlackError("users_list_not_supplied")
    if users[0] not in request.world.users:
        raise SlackError("user_not_found")
    return {"channel": {"id": request.world.direct(users[0]).id}}


def info(request: Request) -> Args:
    """A channel."""
    place = _place(request, "read")
    return {"channel": place.to_json()}


def members(request: Request) -> Args:
    """Who is in a channel."""
    place = _place(request, "read")
    chosen, more = _page(sorted(place.members), request.args, 100)
    return {"members": chosen} | more


def history(request: Request) -> Args:
    """The messages of a channel outside threads, the newest first."""
    place = _place(request, "history")
    found = [one for one in _visible(request.world, place) if one.get("thread_ts") in (None, one["ts"])]
    return _messages(request, found[::-1], 100)


def replies(request: Request) -> Args:
    """A thread, the oldest first."""
    place, root = _place(request, "history"), request.args["ts"]
    found = [one for one in _visible(request.world, place) if root in (one["ts"], one.get("thread_ts"))]
    return _messages(request, found, _MOST)


def user_info(request: Request) -> Args:
    """A person."""
    user = request.world.users.get(request.args["user"])
    if user is None:
        raise SlackError("user_not_found")
    return {"user": user.to_json()}


def _place(request: Request, right: str) -> Channel:
    place = request.world.channels.get(request.args["channel"])
    if place is None:
        raise SlackError("channel_not_found")
    scope = f"{_PREFIX[place.kind]}:{right}"
    if scope not in request.token.scopes:
        provided = ",".join(sorted(request.token.scopes))
        raise SlackError("missing_scope", needed=scope, provided=provided)
    if ME not in place.members and (place.kind != "channel" or right == "history"):
        raise SlackError("not_in_channel" if place.kind == "channel" else "channel_not_found")
    return place


def _visible(world: World, place: Channel) -> list[Args]:
    return [one for one in world.messages if one["channel"] == place.id and "ephemeral" not in one]


def _messages(request: Request, found: list[Args], usual: int) -> Args:
    args = request.args
    oldest, latest = float(args.get("oldest") or 0), float(args.get("latest") or "inf")
    asked_for = args.get("ts")  # a thread's first message comes whenever it was written
    kept = [one for one in found if oldest < float(one["ts"]) < latest or one["ts"] == asked_for]
    hidden = {"options", "channel"} | (set() if _true(args.get("include_all_metadata")) else {"metadata"})
    shown = [{name: value for name, value in one.items() if name not in hidden} for one in kept]
    most = request.world.most
    asked = {"limit": min(int(args.get("limit") or usual), most)} if most < _MOST else {}
    chosen, more = _page(shown, args | asked, usual)
    return {"messages": chosen} | more


def _page(found: list[Any], args: Args, usual: int) -> tuple[list[Any], Args]:
    limit = int(args.get("limit") or usual)
    if not 1 <= limit <= _MOST:
        raise SlackError("invalid_limit")
    try:
        start = int(args.get("cursor") or 0)
    except ValueError:
        raise SlackError("invalid_cursor") from None
    rest = str(start + limit) if start + limit < len(found) else ""
    return found[start : start + limit], {"has_more": bool(rest), "response_metadata": {"next_cursor": rest}}


def _true(value: Any) -> bool:
    return value in (True, 1, "1", "true", "True")


METHODS = {
    "conversations.open": Method(open_direct, ("im:write",)),
    "conversations.info": Method(info, (), ("channel",)),
    "conversations.members": Method(members, (), ("channel",)),
    "conversations.history": Method(history, (), ("channel",)),
    "conversations.replies": Method(replies, (), ("channel", "ts")),
    "users.info": Method(user_info, ("users:read",), ("user",)),
}
