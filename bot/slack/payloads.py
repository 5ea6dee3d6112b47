"""What Slack sends, read into what a conversation needs: a person's post, or the press of a button.

Facts (Slack's event reference): a mention in a channel arrives twice, as `app_mention` and as `message`, with
two event ids; joins, edits and deletions are messages with a subtype; other apps' messages carry a `bot_id`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Payload = Mapping[str, Any]

_SUBTYPES = (
    None,
    "thread_broadcast",
    "file_share",
)  # what people write; every other subtype is news about it
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
# a person, another app's bot, a user group, or everybody who is there
_CALLED = re.compile(r"<(?:@[UWB][A-Z0-9]+|!subteam\^[A-Z0-9]+|!here|!channel|!everyone)(?:\|[^>]*)?>")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reply goes, and whose words it answers.

    `team` is the person's workspace, None where Slack does not say; `home` are the ids of the workspace (and
    of its organisation) that the app is installed in; `user` is the person. `shared`: the channel is shared with
    another organisation, None where Slack does not say. `agent`: the app is an agent there; an empty `thread_ts` is
    no thread, as in the direct messages of an app that is none.
    """

    channel: str
    thread_ts: str
    direct: bool
    team: str | None
    home: frozenset[str]
    user: str = ""
    shared: bool | None = None
    agent: bool = False

    @property
    def session(self) -> bool:
        """Whether the thread is a session with an agent, as every thread of its direct messages is."""
        return self.agent and self.direct

    @property
    def workspace(self) -> str:
        """The workspace that the app is installed in; the organisation where it is installed in the whole of it."""
        return max(self.home, default="")  # T… before E…


@dataclass(frozen=True, slots=True)
class Post:
    """A person's new message. `names` are all the names under which the same message may arrive again.

    `named`: it mentions us; `for_another`: it calls only others (people, a group, a bot, everybody); `reply`: it
    stands in a thread. `ts` is Slack's time of it.
    """

    place: Place
    names: tuple[str, ...]
    text: str
    named: bool
    for_another: bool
    reply: bool
    ts: str


@dataclass(frozen=True, slots=True)
class Press:
    """A press, at Slack's time `ts`, of a button in the message `message_ts`: `value` is what the button carries."""

    place: Place
    names: tuple[str, ...]
    value: str
    message_ts: str
    ts: str


def read_post(body: Payload, context: Payload, *, agent: bool = False) -> Post | None:
    """The post of an event; None where it is no person's new message.

    It is answered in its thread, which with an agent it begins; but an app that is none answers direct messages as
    they were written: where they stand in no thread, so does the answer, that would be hidden under “1 reply”.
    """
    event: Payload = body["event"]
    me = context.get("bot_user_id")
    if event.get("bot_id") or event.get("subtype") not in _SUBTYPES or "edited" in event:
        return None
    if not event.get("user") or event["user"] in (me, "USLACKBOT"):
        return None
    text = _readable(event.get("text") or "")
    mentioned = set(_MENTION.findall(text))
    named = event["type"] == "app_mention" or me in mentioned
    channel, ts = event["channel"], event["ts"]
    direct = event.get("channel_type") == "im" or channel.startswith("D")
    return Post(
        place=Place(
            channel,
            event.get("thread_ts") or ("" if direct and not agent else ts),
            direct,
            _team(event.get("user_team"), context),
            _home(context),
            event["user"],
            _flag(body.get("is_ext_shared_channel")),
            agent,
        ),
        names=tuple(filter(None, (body.get("event_id"), f"{channel}/{ts}"))),
        text=_without_mention(text, me),
        named=named,
        for_another=bool(_CALLED.search(text)) and not named,
        reply="thread_ts" in event,
        ts=ts,
    )


def read_press(body: Payload, context: Payload, *, agent: bool = False) -> Press:
    """The press of a button in a message; the container may not say in which thread that message stands."""
    message: Payload = body.get("message") or {}
    container: Payload = body.get("container") or {}
    channel = body["channel"]["id"]
    message_ts = container.get("message_ts") or message["ts"]
    direct = channel.startswith("D")
    thread_ts = container.get("thread_ts") or message.get("thread_ts") or ("" if direct and not agent else message_ts)
    action: Payload = body["actions"][0]
    team = _team(body["user"].get("team_id"), context)
    return Press(
        place=Place(channel, thread_ts, direct, team, _home(context), body["user"]["id"], agent=agent),
        names=(f"{channel}/{message_ts}/{action['action_id']}/{action.get('action_ts') or body['trigger_id']}",),
        value=_readable(action.get("value") or ""),
        message_ts=message_ts,
        ts=action.get("action_ts") or message_ts,
    )


def placed(context: Payload, team: str | None, channel: str, user: str) -> Place:
    """Where somebody acts outside any thread: `team` is the person's own workspace, None where Slack does not say."""
    return Place(channel, "", channel.startswith("D"), team, _home(context), user)


def read_actor(body: Payload, context: Payload) -> Place:
    """The person of an event or an interaction, and where they acted; outside any channel it is theirs alone."""
    event: Payload = body.get("event") or {}
    user: Payload = body.get("user") or {}
    channel = event.get("channel") or (body.get("channel") or {}).get("id") or ""
    direct = not channel or channel.startswith("D")
    team = _team(user.get("team_id"), context)
    shared = _flag(body.get("is_ext_shared_channel"))
    return Place(channel, "", direct, team, _home(context), event.get("user") or user["id"], shared)


def _team(stated: str | None, context: Payload) -> str | None:
    return stated or context.get("actor_team_id")


def _flag(stated: object) -> bool | None:
    return stated if isinstance(stated, bool) else None


def _home(context: Payload) -> frozenset[str]:
    # a press or a command comes with the workspace of the person, an installation with ours
    known = context.get("authorize_result")
    ids = (known.team_id, known.enterprise_id) if known else (context.get("team_id"), context.get("enterprise_id"))
    return frozenset(filter(None, ids))


def _without_mention(text: str, me: str | None) -> str:
    return " ".join(_MENTION.sub(lambda found: " " if found[1] == me else found[0], text).split())


def _readable(text: str) -> str:
    """`text` without lone surrogates, which JSON can carry and neither a database nor Slack takes."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
