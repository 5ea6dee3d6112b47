"""What only the person who typed or pressed sees: an answer through a `response_url`, or a view.

Views are modals and the Home tab alike: what Slack refuses of one is shown as Slack takes it. Of two results for an
open modal it shows the one that was asked for last, whichever is ready first. Slack refuses an update whose `hash` is
not that of the view as it stands. Two changes that a person makes quickly both come with the hash of before, though: so
it is kept which hashes our own updates have replaced, and by what.
"""

from __future__ import annotations

import json
import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from http.client import HTTPException
from threading import Lock
from typing import Any

from slack_bolt import Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookResponse

from bot.slack.blocks import Block, Message
from bot.slack.delivery import UndeliveredError, failure_told
from bot.slack.fallbacks import as_lines, fallback, send_fitting, tell_elsewhere
from bot.slack.payloads import Place


def say(respond: Respond, message: Message, *, instead: bool = False, thread_ts: str | None = None) -> None:
    """Show `message` to the person alone, beside what is there or `instead`; UndeliveredError where Slack refuses it.

    It stands in the channel, or in the thread `thread_ts`. An address takes five answers within thirty minutes. What
    Slack refuses is shown as it takes it.
    """
    try:
        response = respond(
            text=message.text,
            blocks=message.blocks,
            response_type="ephemeral",
            replace_original=instead,
            thread_ts=thread_ts,
        )
    except (HTTPException, OSError) as error:
        raise UndeliveredError("unreachable") from error
    refusal = _refusal(response)
    if refusal is None:
        return
    less = fallback(message, refusal)
    if less is None:
        raise UndeliveredError(str(refusal["error"]))
    say(respond, less, instead=instead, thread_ts=thread_ts)


def say_or_tell(respond: Respond, client: WebClient, place: Place, message: Message) -> bool:
    """Show `message` to the person alone; where that fails, tell them another way that it did. False where both do."""
    try:
        say(respond, message)
    except UndeliveredError as error:
        return tell_elsewhere(client, place, error.code)
    return True


def told_alone(
    respond: Respond, client: WebClient, place: Place, untold: Callable[[], object] = lambda: None
) -> AbstractContextManager[None]:
    """The edge of what one person typed or pressed: what fails within, they alone are told; else `untold` is called."""
    return failure_told(lambda message: say_or_tell(respond, client, place, message) or untold(), place.channel)


def _refusal(response: WebhookResponse) -> dict[str, Any] | None:
    """What Slack says in refusing the answer, as JSON or in a word; None where it took it, which is a plain `ok`."""
    if response.body.startswith("{"):
        said: dict[str, Any] = json.loads(response.body)
        return None if said.get("ok") else {"error": "unreachable"} | said
    if response.status_code == 200:
        return None
    word = response.body.strip()
    return {"error": word if response.status_code < 500 and word.isidentifier() else "unreachable"}


log = logging.getLogger(__name__)

# -- views --------------------------------------------------------------------------------------------------------

LATE = frozenset({"expired_trigger_id", "exchanged_trigger_id"})
"""What Slack says where a modal is opened later than three seconds after the press, or once already."""
KEPT = 1_000  # views that are remembered; nobody has so many open at a time


def show(call: Callable[..., SlackResponse], view: Mapping[str, Any], **where: Any) -> SlackResponse:
    """What `call` (`client.views_open` and its like) gives for a view, or for what Slack takes of it instead.

    A form of which Slack refuses a field is shown to be read, and cannot be sent. SlackApiError where it takes nothing.
    """

    def send(less: Message) -> SlackResponse:
        if less.blocks and _fields(less.blocks) == _fields(view["blocks"]):
            return call(view={**view, "blocks": less.blocks}, **where)
        read = {name: value for name, value in view.items() if name != "submit"}
        return call(view=read | {"blocks": as_lines(view["blocks"])}, **where)

    return send_fitting(send, Message("", view["blocks"]))


@dataclass(slots=True)
class _View:
    """`asked`: when the last change was made in it; `hash`: what our last update gave, in the place of `replaced`."""

    lock: Lock = field(default_factory=Lock)
    asked: float = 0.0
    hash: str = ""
    replaced: set[str] = field(default_factory=set)


class OpenViews:
    """The views that people have open, as far as this process changed them."""

    def __init__(self) -> None:
        self._views: OrderedDict[str, _View] = OrderedDict()
        self._lock = Lock()

    def change(self, client: WebClient, body: Mapping[str, Any], make: Callable[[], dict[str, Any]]) -> None:
        """Show what `make` gives in the view of an action, unless something else was asked for there meanwhile."""
        shown, at = body["view"], float(body["actions"][0].get("action_ts") or 0)
        view = self._asked(shown["id"], at)
        made = make()
        with view.lock:
            if at < view.asked:
                log.debug("A newer change was made in %s", shown["id"])
                return
            last = view.hash if shown["hash"] in view.replaced else shown["hash"]
            try:
                updated = show(client.views_update, made, view_id=shown["id"], hash=last)["view"]
            except SlackApiError as error:
                if error.response.get("error") != "hash_conflict":
                    raise
                log.info("%s shows something newer already", shown["id"])
                return
            view.replaced.add(last)
            view.hash = updated["hash"]

    def _asked(self, name: str, at: float) -> _View:
        with self._lock:
            view = self._views.setdefault(name, _View())
            view.asked = max(view.asked, at)
            self._views.move_to_end(name)
            if len(self._views) > KEPT:
                self._views.popitem(last=False)
            return view


def _fields(blocks: Sequence[Block]) -> int:
    return sum(block["type"] == "input" for block in blocks)
