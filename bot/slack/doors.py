"""What the doors besides messages share: who may come in, what they may see, and how one person alone is told.

That is an answer through a `response_url`, or a view. Views are modals and the Home tab alike: what Slack refuses of
one is shown as Slack takes it. Of two results for an open modal it shows the one that was asked for last, whichever is
ready first. Slack refuses an update whose `hash` is not that of the view as it stands. Two changes that a person makes
quickly both come with the hash of before, though: so it is kept which hashes our own updates have replaced, and by
what.
"""

from __future__ import annotations

import json
import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import date
from http.client import HTTPException
from threading import Lock
from typing import Any

from slack_bolt import BoltContext, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookResponse

from bot.asking import answer_frame
from bot.asking.answer import Answer
from bot.asking.frames import Frame, Lookup
from bot.records.fields import FIELD
from bot.records.languages import LANGUAGES
from bot.records.store import Store
from bot.records.withholding import WithholdingStore
from bot.slack.blocks import Block, Message, notice
from bot.slack.blocks import words as _words
from bot.slack.contacts import Audience
from bot.slack.conversation import Conversation, refusal
from bot.slack.delivery import UndeliveredError, failure_told
from bot.slack.fallbacks import as_lines, fallback, send_fitting, tell_elsewhere
from bot.slack.following import Following
from bot.slack.kit import Kit
from bot.slack.payloads import Place, read_actor
from bot.slack.questions import Given

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Doors:
    """What listeners answer with. It holds no connection."""

    conversation: Conversation
    following: Following
    today: Callable[[], date] = date.today

    @property
    def kit(self) -> Kit:
        """What messages and modals are made of here."""
        return self.conversation.kit

    def store(self) -> Store:
        """The commitments without contacts, opened anew: a connection belongs to one thread."""
        return WithholdingStore(self.following.database)

    def refusal(self, asker: Audience, *, asks: bool = False) -> str | None:
        """Why a person gets nothing there. What only they see, outside any channel, needs no channel's leave.

        `asks`: it is a question, of which a person has so many a minute.
        """
        place = asker.place
        channels = self.conversation.channels if place.channel else frozenset[str]()
        reason = refusal(place, self.conversation.teams, channels)
        if reason or not asks:
            return reason
        return self.conversation.too_often(place.user)

    def ask(self, asker: Audience, question: str, memory: str | None = None) -> Given:
        """The answer to a person's question as they may see it; nobody else sees it."""
        return self.conversation.questions.ask(asker, question, memory, private=True)

    def answer(self, frame: Frame, asker: Audience, language: str, typed: str = "") -> Answer:
        """The answer to a frame that no question made, as its audience may see it; `typed` are words in it."""
        sight = self.conversation.questions.disclosure.sight(asker)
        with sight.store() as store:
            given = answer_frame(store, frame, as_of=self.today(), lang=language, named=False)
        return sight.answer(replace(given, query=typed))[0]

    def record(self, asker: Audience, code: str, language: str) -> Answer:
        """Every field that a commitment's documents state, as its audience may see it."""
        return self.answer(Lookup((code,), tuple(FIELD), card=True), asker, language)

    def titles(self, codes: Sequence[str]) -> dict[str, str]:
        """code → title of commitments, without contacts."""
        with self.store() as store:
            return {code: row["title"] or "" for code, row in store.columns(codes, ("title",)).items()}


def asker_of(body: Mapping[str, Any], context: BoltContext, client: WebClient) -> Audience:
    """Who came in at a door; what names it in the record of contacts is Slack's id of what they did."""
    place = read_actor(body, context)
    name = body.get("trigger_id") or body.get("event_id") or ""
    return Audience(place, client, f"{place.channel or 'app'}/{name}")


def scopes_of(client: WebClient) -> frozenset[str]:
    """The scopes that Slack granted the client's token, asked once; none where it has no token of its own."""
    if not client.token:
        return frozenset()
    headers = {name.lower(): value for name, value in client.auth_test().headers.items()}
    return frozenset(filter(None, map(str.strip, headers.get("x-oauth-scopes", "").split(","))))


def words(language: str) -> Mapping[str, Any]:
    """What the doors say in one of the languages that are answered in."""
    return _words(language, "doors")


def language_of(asker: Audience) -> str:
    """The reader's language as Slack knows it, English where it is none of ours or Slack does not say."""
    return _language(_profile(asker))


def reader_of(asker: Audience) -> tuple[Audience, str]:
    """Who acted, and their language, where only Slack can tell which workspace they are of: where it does not, none."""
    said, place = _profile(asker), asker.place
    own: set[Any] = {said.get("team_id"), (said.get("enterprise_user") or {}).get("enterprise_id")}
    team = max(own & place.home, default=said.get("team_id"))  # T… before E…
    return replace(asker, place=replace(place, team=team)), _language(said)


def _profile(asker: Audience) -> Mapping[str, Any]:
    try:
        said: Mapping[str, Any] = asker.client.users_info(user=asker.place.user, include_locale=True)["user"]
    except SlackApiError as error:
        log.info("Slack does not say who %s is and what they read: %s", asker.place.user, error.response.get("error"))
        return {}
    return said


def _language(said: Mapping[str, Any]) -> str:
    language = str(said.get("locale") or "")[:2].lower()
    return language if language in LANGUAGES else "en"


def failure_written(asker: Audience) -> AbstractContextManager[None]:
    """The edge of what happens in no channel: of a failure the person is told directly."""

    def write(message: Message) -> None:
        asker.client.chat_postMessage(channel=asker.place.user, text=message.text, blocks=message.blocks)

    return failure_told(write, "none")


def announce(client: WebClient, channel: str, sentence: str) -> None:
    """Say in the channel of a digest who did what with it; SlackApiError where Slack refuses it."""
    message = notice(sentence)
    client.chat_postMessage(channel=channel, text=message.text, blocks=message.blocks)


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
