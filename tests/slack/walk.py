"""One person who goes through every door of the bot, and all that came out of them."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.settings import read_settings
from bot.slack.digest_courier import send_digests
from bot.slack.listeners.searches import FIELDS, LISTED
from bot.slack.questions import FromDatabase
from bot.state.database import open_state
from tests import hostile_contacts as hostile
from tests.slack.conftest import Workspace
from tests.slack.double import ALICE, BOT_TOKEN, CHANNEL, DIRECT, ME, TEAM, Channel, SlackDouble, User

GUEST, SHARED = "U03GUEST", "C02SHARED"
DAY = date(2026, 11, 21)
OURS = "users.info", "conversations.info", "conversations.members"  # what is only asked of Slack


class Walk:
    """The bot with hostile documents, and `who` uses it: a guest, a member in a shared channel, a member."""

    def __init__(self, api: SlackDouble, folder: Path, who: str) -> None:
        self.api, self.corpus, self.database = api, folder / "corpus", folder / "commitments.db"
        self.who = who
        self.user = GUEST if who == "guest" else ALICE
        self.channel, self.shared = (SHARED, True) if who == "shared" else (CHANNEL, False)
        api.world.users[GUEST] = User(GUEST, "gail", guest=True)
        readers = {ME, ALICE, GUEST} if who != "member" else {ME, ALICE}
        api.world.channels[SHARED] = Channel(SHARED, members=readers, shared=True)
        api.world.channels[CHANNEL].members |= readers
        hostile.write(self.corpus)
        hostile.read(self.corpus, self.database, "2026-11-20")
        rule = {"SHOW_CONTACTS": "never" if who == "never" else "members", "DIGEST_DAYS": "mon-sun"}
        answering = FromDatabase(self.database, today=lambda: DAY)
        many = {"PERSON_QUESTIONS": "0", "CHANNEL_QUESTIONS": "0", "FEEDBACK_BUTTONS": "plain"}
        self.bot = Workspace(api, str(folder / "state.db"), answering, **rule, **many)
        tokens = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_API_URL": api.address, "STATE_DB": self.bot.state_db}
        self.settings = read_settings(tokens | rule | {"COMMITMENTS_DB": str(self.database)})
        self.acknowledged: list[str] = []
        self._numbers = itertools.count(1)

    # -- doors -------------------------------------------------------------------------------------------------------

    def mention(self, question: str, *follow_ups: str) -> None:
        """Mention the bot in a channel, and ask on in the thread."""
        told = {"user": self.user, "channel": self.channel, "is_ext_shared_channel": self.shared, "user_team": TEAM}
        root = self.bot.mention(question, **told)["event"]["ts"]
        for one in follow_ups:
            self.bot.message(one, thread_ts=root, **told)

    def direct(self, question: str) -> None:
        """Write to the bot directly, which a member of a shared channel does elsewhere."""
        self.bot.message(question, user=self.user, channel=DIRECT, channel_type="im", user_team=TEAM)

    def command(self, text: str) -> None:
        """Type the slash command."""
        self._send({"command": "/commitment", "text": text, "user_id": self.user, "team_id": TEAM})

    def press_all(self) -> None:
        """Press every button of the last message, whatever it does."""
        message = self.api.posts[-1]
        container = {"type": "message", "message_ts": message["ts"], "is_ephemeral": "ephemeral" in message}
        for element in list(_buttons(message.get("blocks") or [])):
            action = {"type": "button", "block_id": "b", "action_ts": f"{next(self._numbers)}.5"} | element
            shown = {} if "ephemeral" in message else {"message": message}
            self._send({"type": "block_actions", "container": container, "actions": [action]} | shown)

    def complain(self, comment: str) -> None:
        """Say what was wrong with the last answer, in the form that its button opened."""
        self.press_all()
        view = self.api.world.views[self.api.world.stacks[self.user][-1]]
        kind = {"type": "radio_buttons", "selected_option": {"value": "wrong_value"}}
        said = {"kind": kind, "comment": {"type": "plain_text_input", "value": comment}}
        values = {name: {name: said.get(name, {})} for name in ("kind", "comment", "consent")}
        self._send({"type": "view_submission", "view": view | {"state": {"values": values}}})

    def search(self, **filled: str) -> None:
        """Fill in the search form, let its results come, send it, and look at all that it offers."""
        self.api.world.stacks.clear()
        self._send({"type": "shortcut", "callback_id": "search"})
        view = list(self.api.world.views.values())[-1]
        values: dict[str, Any] = {name: {f"search:{name}": {}} for name in FIELDS}
        for name, value in filled.items():
            chosen = {"value": value} if name == "words" else {"selected_option": {"value": value}}
            values[name] = {f"search:{name}": chosen}
        view = view | {"state": {"values": values}}
        action = {"type": "plain_text_input", "action_id": "search:words", "block_id": "words", "value": "x"}
        self._send({"type": "block_actions", "view": view, "actions": [action]})
        self._send({"type": "view_submission", "view": view})
        for button in list(_buttons(list(self.api.world.views.values())[-1]["blocks"])):
            self.api.world.stacks.clear()  # whatever was on top is closed again
            self._send({"type": "block_actions", "view": view, "actions": [{"block_id": "b"} | button]})

    def options(self, typed: str) -> list[str]:
        """What the form's lists offer for what is typed; gives the values of institutions."""
        for name in LISTED:
            body = {"type": "block_suggestion", "action_id": f"search:{name}", "block_id": name, "value": typed}
            view = {"id": "V1", "type": "modal", "callback_id": "search", "private_metadata": "en"}
            self._send(body | {"view": view})
        return [one["value"] for one in json.loads(self.acknowledged[-1])["options"]]

    def look_up(self, text: str) -> None:
        """Use the shortcut on a message."""
        message = {"type": "message", "user": ALICE, "ts": "1.1", "text": text}
        self._send({"type": "message_action", "callback_id": "look_up", "message": message})

    def home(self) -> None:
        """Open the app's page, and press all that is on it."""
        self.bot.dispatch(self.bot.event("app_home_opened", "", user=self.user, channel=DIRECT, tab="home"))
        for button in list(_buttons(self.api.of("views.publish")[-1]["view"]["blocks"])):
            if not button["action_id"].endswith(("unsubscribe", "change")):
                body = {"type": "block_actions", "view": {"type": "home"}, "actions": [{"block_id": "b"} | button]}
                self._send(body, channel=False)

    def link(self, code: str) -> None:
        """Write a message with the address of a page."""
        address = f"https://www.opengovpartnership.org/members/x/commitments/{code}/"
        body = self.bot.event("link_shared", "", is_ext_shared_channel=self.shared)
        ts = f"1.{next(self._numbers)}"
        event = {"type": "link_shared", "user": self.user, "channel": self.channel, "message_ts": ts}
        body["event"] = event | {"links": [{"domain": "www.opengovpartnership.org", "url": address}]}
        self.bot.dispatch(body)

    def pane(self, code: str) -> None:
        """Open the pane of a commitment's card."""
        body = self.bot.event("entity_details_requested", "", is_ext_shared_channel=self.shared)
        address = f"https://www.opengovpartnership.org/members/x/commitments/{code}/"
        event = {"type": "entity_details_requested", "user": self.user, "channel": self.channel, "entity_url": address}
        body["event"] = event | {"external_ref": {"id": code}, "trigger_id": self.api.world.open_pane(code)}
        self.bot.dispatch(body)

    def morning(self, **changed: str) -> None:
        """Documents change, and on the next day digests are posted; the whole of their sections is opened."""
        hostile.write(self.corpus, **changed)
        now = datetime.now(UTC).replace(hour=9, minute=30) + timedelta(days=1)
        before = len(self.api.posts)
        day = now.date().isoformat()
        send_digests(self.settings, lambda: hostile.read(self.corpus, self.database, day), now)
        assert len(self.api.posts) > before
        self.press_all()

    # -- what came out -----------------------------------------------------------------------------------------------

    def sent(self) -> str:
        """All that the bot sent: messages, views, cards, options, refusals, and the content of files."""
        calls = [(call.method, call.args) for call in self.api.calls if call.method not in OURS]
        files = [bytes(one["content"]).decode("utf-8", "replace") for one in self.api.world.files.values()]
        return _flat("\n".join([json.dumps(calls, ensure_ascii=False, default=str), *self.acknowledged, *files]))

    def kept(self) -> str:
        """All that the state database holds."""
        with open_state(self.bot.state_db).connect() as connection:
            names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
            return _flat(str([connection.exec_driver_sql(f'SELECT * FROM "{name}"').all() for name in names]))

    def _send(self, body: dict, *, channel: bool = True) -> None:
        world = self.api.world
        body = {"user": {"id": self.user, "team_id": TEAM}, "team": {"id": TEAM}} | body
        body |= {"trigger_id": world.trigger(self.user), "response_url": world.response_url(self.channel, self.user)}
        if channel:
            body |= {"channel": {"id": self.channel}, "channel_id": self.channel}
        response = self.bot.dispatch(body)
        self.acknowledged.append(json.dumps(json.loads(response.body), ensure_ascii=False) if response.body else "")


def found(text: str, typed: str = "") -> list[str]:
    """The contacts in a text that is no echo of what was typed, each with the words around it."""
    low = text.casefold()
    places = ((one, low.find(one.casefold())) for one in hostile.HIDDEN if one.casefold() not in typed.casefold())
    return [text[max(at - 150, 0) : at + 60] for _one, at in places if at >= 0]


def _buttons(value: Any) -> Iterator[dict]:
    if isinstance(value, dict):
        if value.get("type") == "button" and value.get("value"):
            yield {name: value[name] for name in ("type", "action_id", "value")}
        for one in value.values():
            yield from _buttons(one)
    elif isinstance(value, list):
        for one in value:
            yield from _buttons(one)


def _flat(text: str) -> str:
    return " ".join(text.split())
