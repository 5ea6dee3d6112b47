"""views.*: modals and the Home tab."""

from __future__ import annotations

from tests.slack.double.limits import TRIGGER_SECONDS, VIEWS_ON_A_STACK
from tests.slack.double.methods import Args, Method, Request
from tests.slack.double.rules import complaint
from tests.slack.double.views import view_error
from tests.slack.double.world import SlackError


def open_view(request: Request) -> Args:
    """Open a modal with the trigger of an interaction."""
    view = _checked(request, "modal")
    user = _trigger(request)
    return _keep(request, view, user, on_top=False)


def push(request: Request) -> Args:
    """Put a modal on top of the one that is open."""
    view = _checked(request, "modal")
    user = _trigger(request)
    if len(request.world.stacks.get(user, [])) >= VIEWS_ON_A_STACK:
        raise SlackError("push_limit_reached")
    return _keep(request, view, user, on_top=True)


def update(request: Request) -> Args:
    """Change a modal, by its id or by the id that one gave it."""
    world, args = request.world, request.args
    if not args.get("view_id") and not args.get("external_id"):
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: view_id"])
    view = _checked(request, "modal")
    given = args.get("external_id")
    named = [one for one in world.views.values() if given and one.get("external_id") == given]
    kept = world.views.get(args.get("view_id") or "") or (named[0] if named else None)
    if kept is None:
        raise SlackError("not_found")
    if args.get("hash") and args["hash"] != kept["hash"]:
        raise SlackError("hash_conflict")
    kept |= view | {"hash": _hash(request)}
    return {"view": dict(kept)}


def publish(request: Request) -> Args:
    """Show a Home tab to a person."""
    world, args = request.world, request.args
    view = _checked(request, "home")
    if args["user_id"] not in world.users:
        raise SlackError("user_not_found")
    shown = world.homes.get(args["user_id"])
    if args.get("hash") and shown and args["hash"] != shown["hash"]:
        raise SlackError("hash_conflict")
    world.homes[args["user_id"]] = view | {"id": world.id("V"), "hash": _hash(request)}
    return {"view": world.homes[args["user_id"]]}


def _checked(request: Request, kind: str) -> Args:
    view: Args = request.args["view"]
    error, complaints = view_error(view, kind)
    if not error:
        kinds = {f"/view/blocks/{at}/type": block["type"] for at, block in enumerate(view["blocks"])}
        complaints = [
            complaint(f"unsupported type: {one}", at) for at, one in kinds.items() if one in request.world.unknown
        ]
        error = "invalid_arguments" if complaints else ""
    if error:
        raise SlackError(error, complaints)
    return view


def _trigger(request: Request) -> str:
    """The person whose interaction it was; a trigger is good for three seconds and for one view."""
    world, name = request.world, request.args["trigger_id"]
    if name not in world.triggers:
        raise SlackError("invalid_trigger_id")
    made, user = world.triggers[name]
    if not user:
        raise SlackError("exchanged_trigger_id")
    if world.now() - made > TRIGGER_SECONDS:
        raise SlackError("expired_trigger_id")
    world.triggers[name] = (made, "")
    return user


def _keep(request: Request, view: Args, user: str, *, on_top: bool) -> Args:
    world = request.world
    if view.get("external_id") and any(one.get("external_id") == view["external_id"] for one in world.views.values()):
        raise SlackError("duplicate_external_id")
    kept = view | {"id": world.id("V"), "hash": _hash(request)}
    world.views[kept["id"]] = kept
    world.stacks[user] = [*(world.stacks.get(user, []) if on_top else []), kept["id"]]
    return {"view": dict(kept)}


def _hash(request: Request) -> str:
    """A new one for each change, also where nothing is another than before."""
    return f"{int(request.world.now())}.{next(request.world.numbers):08}"


METHODS = {
    "views.open": Method(open_view, (), ("trigger_id", "view")),
    "views.push": Method(push, (), ("trigger_id", "view")),
    "views.update": Method(update, (), ("view",)),
    "views.publish": Method(publish, (), ("user_id", "view")),
}
