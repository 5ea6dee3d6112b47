"""Digests and forms keep to the places and people of the settings, and show contacts to whom a question would."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

import ingest
from bot.digest.model import Citation, Digest, DigestItem, Section, Window
from bot.settings import read_settings
from bot.slack.contacts import Disclosure
from bot.slack.digest_courier import SlackCourier, send_digests
from bot.slack.installations import client_for
from bot.slack.questions import FromDatabase
from bot.slack.subscription_blocks import settings_modal
from bot.state.database import open_state
from bot.state.questions import showings
from bot.state.subscriptions import get, of_channel, running
from tests.slack.conftest import ROOT, Workspace
from tests.slack.double import ALICE, BOT_TOKEN, CHANNEL, DIRECT, TEAM, Channel, SlackDouble
from tests.slack.double.world import World

OLD, NEW = "leehs30@korea.kr", "hslee@korea.kr"
PARTNER, OTHER = "T09PARTNER", "C02OTHER"
ONLY_MEMBERS = "are shown only to members of this workspace"


class Place:
    """A workspace whose documents change, with what people do in it."""

    def __init__(self, api: SlackDouble, folder: Path, **environ: str) -> None:
        self.corpus, self.database = folder / "corpus", folder / "commitments.db"
        shutil.copytree(ROOT / "corpus", self.corpus, dirs_exist_ok=True)
        given = {"COMMITMENTS_DB": str(self.database), "DIGEST_DAYS": "mon-sun"} | environ
        self.ingest(date(2026, 11, 20))
        answering = FromDatabase(self.database)
        self.bot = Workspace(api, str(folder / "state.db"), answering, **given)
        tokens = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_API_URL": api.address, "STATE_DB": self.bot.state_db}
        self.settings, self.api = read_settings(tokens | given), api
        self.state = open_state(self.bot.state_db)

    def ingest(self, day: date) -> None:
        """Read the documents."""
        assert ingest.main([str(self.corpus), "--db", str(self.database), "--as-of", day.isoformat()]) == 0

    def command(self, text: str, channel: str = CHANNEL, team: str = TEAM) -> dict:
        """Alice types the command; what she sees."""
        body = {"command": "/commitment", "text": text, "user_id": ALICE, "team_id": team, "channel_id": channel}
        self.bot.dispatch(body | {"response_url": self.api.world.response_url(channel), "trigger_id": "1.2"})
        return self.api.of("response_url")[-1]

    def press(self, name: str, key: str, channel: str = CHANNEL, **user: str) -> dict:
        """Alice presses a button under a digest; what she sees."""
        body = {"type": "block_actions", "team": {"id": TEAM}, "user": {"id": ALICE} | user, "channel": {"id": channel}}
        body |= {"container": {"type": "message", "message_ts": "1.1"}, "trigger_id": self.api.world.trigger()}
        action = {"type": "button", "action_id": name, "value": key, "block_id": "b"}
        self.bot.dispatch(body | {"actions": [action], "response_url": self.api.world.response_url(channel)})
        return self.api.of("response_url")[-1]

    def open(self, key: str) -> dict:
        """Alice opens the form of a digest."""
        self.press("digest:form", key, team_id=TEAM)
        return self.api.of("views.open")[-1]["view"]

    def submit(self, view: dict, **user: str) -> dict:
        """She saves it as it was opened; the answer to Slack."""
        values = {
            block["block_id"]: {block["block_id"]: _filled(block)} for block in view["blocks"] if "element" in block
        }
        view = {"type": "modal", "callback_id": view["callback_id"], "private_metadata": view["private_metadata"]}
        body = {"type": "view_submission", "team": {"id": TEAM}, "user": {"id": ALICE} | user}
        response = self.bot.dispatch(body | {"view": view | {"state": {"values": values}}})
        return json.loads(response.body) if response.body else {}

    def tomorrow(self) -> list[str]:
        """The contact's address changes; what is posted on the next morning."""
        file = self.corpus / "KR0032.txt"
        file.write_text(file.read_text("utf-8").replace(OLD, NEW), "utf-8")
        now = datetime.now(UTC).replace(hour=8, minute=0) + timedelta(days=1)
        before = len(self.api.posts)
        send_digests(self.settings, lambda: self.ingest(now.date()), now)
        return [json.dumps(post, ensure_ascii=False) for post in self.api.posts[before:]]


def _filled(block: dict) -> dict:
    element = dict(block["element"])
    for name in ("time", "date", "option", "options"):
        if f"initial_{name}" in element:
            element[f"selected_{name}"] = element[f"initial_{name}"]
    return element | {"value": element.get("initial_value")}


@pytest.fixture
def place(web_api: SlackDouble, tmp_path: Path) -> Callable[..., Place]:
    """Makes the workspace of a test; settings may be given by name."""
    web_api.world.channels[OTHER] = Channel(OTHER, members={"U0BOT", ALICE})
    return lambda **environ: Place(web_api, tmp_path, **environ)


@pytest.mark.parametrize(
    ("change", "environ"),
    [
        pytest.param(lambda world: None, {}, id="members alone"),
        pytest.param(lambda world: setattr(world.channels[CHANNEL], "shared", True), {}, id="a shared channel"),
        pytest.param(lambda world: setattr(world.users[ALICE], "guest", True), {}, id="its owner is a guest"),
        pytest.param(lambda world: None, {"SHOW_CONTACTS": "never"}, id="never"),
    ],
)
def test_a_digest_tells_that_a_contact_changed_and_shows_none(
    place: Callable[..., Place], change: Callable[[World], object], environ: dict[str, str]
) -> None:
    """Of an address that changed neither the old nor the new is shown, wherever the digest goes: who wants it asks."""
    here = place(**environ)
    here.command("subscribe KR0032")
    change(here.api.world)
    (post,) = here.tomorrow()
    assert "a contact changed" in post
    assert OLD not in post
    assert NEW not in post
    assert showings(here.state) == []


# -- allow-lists -------------------------------------------------------------------------------------------------


def test_a_channel_that_is_off_the_list_gets_nothing(place: Callable[..., Place]) -> None:
    """Command, button and form are refused in a channel that is not on the list, each in a sentence."""
    here = place()
    here.command("subscribe KR0032", OTHER)
    (one,) = of_channel(here.state, TEAM, OTHER)
    here.bot.environ |= {"ALLOWED_CHANNELS": CHANNEL}
    here.bot.start()
    assert "I do not answer here" in here.command("settings", OTHER)["text"]
    assert "I do not answer here" in here.press("digest:unsubscribe", one.id, OTHER, team_id=TEAM)["text"]
    form = settings_modal(one) | {"private_metadata": f"{one.id} {OTHER}"}
    assert "I do not answer here" in here.submit(form, team_id=TEAM)["errors"]["at"]
    assert get(here.state, one.id) == one


@pytest.mark.parametrize("user", [{"team_id": PARTNER}, {}])
def test_who_is_no_member_gets_nothing(place: Callable[..., Place], user: dict[str, str]) -> None:
    """Of another workspace, or of one that Slack does not name, nobody changes anything; each is told so."""
    here = place()
    here.command("subscribe KR0032")
    (one,) = running(here.state)
    assert "I answer only people of the workspaces" in here.press("digest:unsubscribe", one.id, **user)["text"]
    form = here.open(one.id)
    assert "I answer only people of the workspaces" in here.submit(form, **user)["errors"]["at"]
    assert get(here.state, one.id) == one
    assert here.submit(form, team_id=TEAM) == {}


def test_a_form_of_a_digest_that_is_ended_says_so(place: Callable[..., Place]) -> None:
    """Who saves the form of a digest that somebody ended meanwhile is told, instead of a form that just closes."""
    here = place()
    here.command("subscribe KR0032")
    (one,) = running(here.state)
    form = here.open(one.id)
    here.command("unsubscribe")
    assert here.submit(form, team_id=TEAM)["errors"]["at"] == "This digest is ended already."


def test_no_digest_for_direct_messages_that_are_off_the_list(place: Callable[..., Place]) -> None:
    """“me” is refused where direct messages are not on the list, and nothing is set up."""
    here = place(ALLOWED_CHANNELS=CHANNEL)
    assert "I do not answer here" in here.command("subscribe me KR0032")["text"]
    assert running(here.state) == []
    both = place(ALLOWED_CHANNELS=f"{CHANNEL} {DIRECT}")
    both.command("subscribe me KR0032")
    assert [one.channel for one in running(both.state)] == [DIRECT]


def test_a_digest_stops_where_its_channel_is_taken_off_the_list(place: Callable[..., Place]) -> None:
    """A digest for a channel that is taken off the list is not sent: it stops, and its owner is told why."""
    here = place()
    here.command("subscribe KR0032", OTHER)
    here.settings = read_settings(
        {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_API_URL": here.api.address,
            "STATE_DB": here.bot.state_db,
            "COMMITMENTS_DB": str(here.database),
            "ALLOWED_CHANNELS": CHANNEL,
        }
    )
    (told,) = here.tomorrow()
    assert "is paused: this is not one of the places any more" in told
    assert running(here.state) == []


def test_a_digest_that_was_composed_for_others_is_not_posted(place: Callable[..., Place]) -> None:
    """A digest with contacts never goes to people who may not see them, whoever composed it."""
    here = place()
    here.command("subscribe KR0032")
    here.tomorrow()
    (one,) = running(here.state)
    item = DigestItem("KR0032", "", "email", NEW, NEW, None, None, Citation("KR0032.txt", 0, len(NEW), NEW))
    section, window = Section("changed", 1, (item,)), Window(date(2026, 11, 22), date(2026, 11, 20), 30)
    made = Digest(window, (section,), 0)
    here.api.world.users[ALICE].guest = True
    courier = SlackCourier(client_for(here.settings, here.state), Disclosure.of(here.settings, here.state))
    before = len(here.api.posts)
    with pytest.raises(RuntimeError, match="composed for people who may see more"):
        courier.send(one, made, "token")
    assert len(here.api.posts) == before
