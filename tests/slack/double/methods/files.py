"""Uploading a file: ask for an address, put the bytes there, say where the file goes."""

from __future__ import annotations

from tests.slack.double.blocks import message_error
from tests.slack.double.methods import Args, Method, Request
from tests.slack.double.world import SlackError, World


def get_address(request: Request) -> Args:
    """An address for the bytes of a file of that length."""
    world, args = request.world, request.args
    length = str(args["length"])
    if not length.isdecimal() or int(length) == 0:
        raise SlackError("invalid_arguments", ["[ERROR] must be more than 0 [json-pointer:/length]"])
    key = world.id("F")
    alt = args.get("alt_txt") or ""
    world.files[key] = {"id": key, "name": args["filename"], "length": int(length), "content": None, "alt_txt": alt}
    return {"upload_url": f"{world.address}upload/{key}", "file_id": key}


def receive(world: World, key: str, content: bytes) -> bool:
    """Take the bytes that were put at an upload's address; whether they are as long as was said."""
    kept = world.files.get(key)
    if kept is None or len(content) != kept["length"]:
        return False
    kept["content"] = content
    return True


def complete(request: Request) -> Args:
    """Share the files in a channel or a thread, or leave them unshared."""
    world, args = request.world, request.args
    named = args["files"]
    if not isinstance(named, list) or not named:
        raise SlackError("invalid_arguments", ["[ERROR] no less than 1 items allowed [json-pointer:/files]"])
    for one in named:
        kept = world.files.get(one.get("id"))
        if kept is None or kept["content"] is None:
            raise SlackError("file_not_found")
        kept["title"] = one.get("title") or kept["name"]
    channel = args.get("channel_id")
    if channel:
        place = world.writable(channel)
        error, complaints = message_error(args.get("blocks") or [])
        if error:
            raise SlackError(error, complaints)
        files = [world.files[one["id"]] for one in named]
        message: Args = {"type": "message", "subtype": "file_share", "channel": place.id, "user": request.token.user}
        message |= {"ts": world.ts(), "text": args.get("initial_comment") or "", "files": files}
        world.messages.append(message | ({"thread_ts": args["thread_ts"]} if args.get("thread_ts") else {}))
    return {"files": [{"id": one["id"], "title": world.files[one["id"]]["title"]} for one in named]}


METHODS = {
    "files.getUploadURLExternal": Method(get_address, ("files:write",), ("filename", "length")),
    "files.completeUploadExternal": Method(complete, ("files:write",), ("files",)),
}
