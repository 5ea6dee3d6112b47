"""Who one is, OAuth, and the address of a socket."""

from __future__ import annotations

from tests.slack.double.limits import CODE_SECONDS, TOKEN_SECONDS
from tests.slack.double.methods import Args, Method, Request
from tests.slack.double.world import ME, SlackError, Token, World


def test(request: Request) -> Args:
    """Whose token it is."""
    token = request.token
    who = {"user": "commitmentbot", "user_id": token.user, "bot_id": "B0BOT", "team": "Test", "team_id": token.team}
    return {"url": "https://test.slack.com/"} | who


def revoke(request: Request) -> Args:
    """Give a token back."""
    if request.args.get("test") not in (True, 1, "1", "true"):
        request.token.error = "token_revoked"
    return {"revoked": bool(request.token.error)}


def open_socket(request: Request) -> Args:
    """The address of a socket, where this Slack has one."""
    if not request.world.socket_url:
        raise SlackError("internal_error")
    return {"url": request.world.socket_url}


def access(request: Request) -> Args:
    """A token for a code of an installation, or for a refresh token."""
    world, args = request.world, request.args
    _client(world, args)
    if args.get("grant_type") == "refresh_token":
        found = [one for one in world.tokens.values() if one.refresh and one.refresh == args.get("refresh_token")]
        if not found:
            raise SlackError("invalid_refresh_token")
        found[0].refresh = ""
        return _granted(world, found[0].scopes, found[0].team, rotating=True)
    code = world.codes.get(args.get("code") or "")
    if code is None:
        raise SlackError("invalid_code")
    if code.get("used"):
        raise SlackError("code_already_used")
    if world.now() - code.get("made", world.now()) > CODE_SECONDS:
        raise SlackError("invalid_code")
    if world.redirects and args.get("redirect_uri") not in world.redirects:
        raise SlackError("bad_redirect_uri")
    code["used"] = True
    return _granted(world, frozenset(code["scopes"]), code["team"], rotating=bool(code.get("rotating")))


def exchange(request: Request) -> Args:
    """A token that rotates for one that does not."""
    world, args = request.world, request.args
    _client(world, args)
    token = world.tokens.get(args.get("token") or "")
    if token is None or token.error:
        raise SlackError("invalid_auth")
    if token.refresh:
        raise SlackError("cannot_exchange_token")
    token.error = "token_revoked"
    return _granted(world, token.scopes, token.team, rotating=True)


def _client(world: World, args: Args) -> None:
    if args.get("client_id") not in world.clients:
        raise SlackError("invalid_client_id")
    if world.clients[args["client_id"]] != args.get("client_secret"):
        raise SlackError("bad_client_secret")


def _granted(world: World, scopes: frozenset[str], team: str, *, rotating: bool) -> Args:
    token = world.id("xoxe.xoxb-" if rotating else "xoxb-")
    kept = Token(scopes, team=team)
    answer: Args = {"access_token": token, "token_type": "bot", "scope": ",".join(sorted(scopes)), "bot_user_id": ME}
    answer |= {"app_id": "A01APP", "team": {"id": team, "name": "Test"}, "enterprise": None}
    answer |= {"authed_user": {"id": "U01ALICE"}, "is_enterprise_install": False}
    if rotating:
        kept.refresh, kept.expires = world.id("xoxe-1-"), world.now() + TOKEN_SECONDS
        answer |= {"refresh_token": kept.refresh, "expires_in": TOKEN_SECONDS}
    world.tokens[token] = kept
    return answer


METHODS = {
    "auth.test": Method(test),
    "auth.revoke": Method(revoke),
    "apps.connections.open": Method(open_socket, ("connections:write",), app=True),
    "oauth.v2.access": Method(access, open=True),
    "oauth.v2.exchange": Method(exchange, open=True),
}
