"""The search form: how it opens, how its results follow what is chosen, and the card behind each result."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import BoltResponse

import ingest
from bot.asking import answer_frame
from bot.asking.search_form import Choice, Form, frame
from bot.records.store import Store
from bot.slack.doors import words
from bot.slack.listeners.searches import OPTIONS, Choices, option_list, read_form, search_view
from bot.slack.questions import FromDatabase
from tests.generator import write
from tests.present import present
from tests.slack.conftest import NewWorkspace, Workspace
from tests.slack.double import ALICE, TEAM, Refused
from tests.slack.double.elements import OPTION
from tests.slack.double.rules import array
from tests.slack.double.views import view_error

AS_OF = date(2026, 11, 21)


class Search:
    """Alice searches in the form."""

    def __init__(self, bot: Workspace) -> None:
        self.bot, self.world = bot, bot.web_api.world
        self.values: dict[str, dict] = {}

    def open(self) -> dict:
        """Use the global shortcut; gives the form."""
        self._send({"type": "shortcut", "callback_id": "search"})
        return self.view

    def choose(self, name: str, **state: Any) -> list[dict]:
        """Change a field; gives the blocks of the form after it."""
        self.values[name] = {f"search:{name}": state}
        return self.act({"action_id": f"search:{name}", "block_id": name} | state)

    def pick(self, name: str, typed: str = "") -> list[dict]:
        """Choose the first of what is offered for what is typed."""
        return self.choose(name, selected_option=self.options(name, typed)[0])

    def act(self, action: dict) -> list[dict]:
        """Change or press something in the form."""
        action = {"action_ts": f"{next(self.world.numbers)}.5"} | action
        self._send({"type": "block_actions", "actions": [action], "view": self._state()})
        return self.view["blocks"]

    def submit(self) -> dict:
        """Press Search; gives the answer to it."""
        return json.loads(self._send({"type": "view_submission", "view": self._state()}).body)

    def options(self, name: str, typed: str = "") -> list[dict]:
        """What is offered for what is typed."""
        body = {"type": "block_suggestion", "action_id": f"search:{name}", "block_id": name, "value": typed}
        return json.loads(self._send(body | {"view": self._state()}).body)["options"]

    @property
    def view(self) -> dict:
        """The form as Slack has it."""
        return next(iter(self.world.views.values()))

    @property
    def top(self) -> dict:
        """The modal on top."""
        return self.world.views[self.world.stacks[ALICE][-1]]

    def _state(self) -> dict:
        return (self.view if self.world.views else {}) | {"state": {"values": self.values}}

    def _send(self, body: dict) -> BoltResponse:
        user = {"id": ALICE, "team_id": TEAM}
        return self.bot.dispatch(body | {"user": user, "team": {"id": TEAM}, "trigger_id": self.world.trigger()})


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Sixty invented pages of many countries."""
    folder = tmp_path_factory.mktemp("search")
    database = str(folder / "commitments.db")
    ingest.main([str(write(folder, 3, 60).now), "--db", database, "--as-of", AS_OF.isoformat()])
    return database


@pytest.fixture
def search(workspace: NewWorkspace, many: str) -> Callable[..., Search]:
    """The form of a bot that answers from the invented pages; settings may be given by name."""

    def make(**environ: str) -> Search:
        return Search(workspace(FromDatabase(Path(many), lambda: AS_OF), COMMITMENTS_DB=many, **environ))

    return make


def count(blocks: list[dict]) -> int:
    """How many commitments the form says that it found."""
    said = [block["text"]["text"] for block in blocks if block["type"] == "section"]
    return int(present(re.fullmatch(r"\*(\d+)\* commitments?", said[0]))[1])


def codes(blocks: list[dict]) -> list[str]:
    """The commitments that the form shows."""
    return [block["accessory"]["value"] for block in blocks if "accessory" in block]


def test_the_form_opens(search: Callable[..., Search]) -> None:
    """The global shortcut opens the form with a field for each condition, and says how to begin."""
    one = search()
    blocks = one.open()["blocks"]
    fields = [block["block_id"] for block in blocks if block["type"] == "input"]
    assert fields == ["country", "area", "institution", "cycle", "status", "since", "until", "words"]
    assert all(block["dispatch_action"] for block in blocks if block["type"] == "input")
    assert words("en")["search"]["begin"] in json.dumps(blocks[-1], ensure_ascii=False)


def test_results_follow_what_is_chosen(search: Callable[..., Search]) -> None:
    """Each change shows at once how many fit, and a line with a button for each of them."""
    one = search()
    one.open()
    offered = one.options("country")[0]
    blocks = one.pick("country")
    assert offered["text"]["text"].endswith(f"({count(blocks)})")
    assert len(codes(blocks)) == min(count(blocks), 15)
    one.pick("area")
    shown = one.choose("status", selected_option={"value": "overdue"})
    chosen = Form(country=offered["value"], area=one.options("area")[0]["value"], status="overdue")
    with Store(one.bot.environ["COMMITMENTS_DB"]) as store:
        asked = present(frame(store, chosen, AS_OF.isoformat()))
        expected = present(answer_frame(store, asked, as_of=AS_OF, lang="en").result)["value"]
    assert codes(shown) == expected[:15]


def test_what_is_taken_back(search: Callable[..., Search]) -> None:
    """A field that is emptied again narrows no more."""
    one = search()
    one.open()
    one.pick("country")
    blocks = one.choose("country", selected_option=None)
    assert words("en")["search"]["begin"] in json.dumps(blocks[-1], ensure_ascii=False)


def test_every_kind_of_field_is_read(search: Callable[..., Search]) -> None:
    """Lists, days and words are read from the state that Slack sends."""
    values: dict[str, dict[str, dict[str, Any]]] = {
        "country": {"search:country": {"type": "external_select", "selected_option": {"value": "KR"}}},
        "since": {"search:since": {"type": "datepicker", "selected_date": "2017-01-01"}},
        "until": {"search:until": {"type": "datepicker", "selected_date": None}},
        "words": {"search:words": {"type": "plain_text_input", "value": " open "}},
    }
    assert read_form(values) == Form(country="KR", since="2017-01-01", words="open")


def test_the_pages_of_a_long_list(search: Callable[..., Search]) -> None:
    """A long list has pages: the buttons turn them, and a change begins at the first again."""
    one = search()
    one.open()
    first = one.choose("since", selected_date="1990-01-01")
    turn = {
        button["action_id"]: button for block in first if block["type"] == "actions" for button in block["elements"]
    }
    assert set(turn) == {"search:next"}
    second = one.act(turn["search:next"])
    assert not set(codes(first)) & set(codes(second))
    assert codes(one.choose("since", selected_date="1990-01-02")) == codes(first)


def test_the_card_behind_a_result(search: Callable[..., Search]) -> None:
    """A press of a result's button puts the card of that commitment on top of the form."""
    one = search()
    one.open()
    blocks = one.choose("since", selected_date="1990-01-01")
    show = next(block["accessory"] for block in blocks if "accessory" in block)
    one.act(show)
    assert one.top["title"]["text"] == show["value"]
    assert show["value"] in json.dumps(one.top["blocks"])
    assert len(one.world.stacks[ALICE]) == 2


def test_search_is_the_same_as_a_change(search: Callable[..., Search]) -> None:
    """Search shows what the last change shows, for words that were typed without Enter."""
    one = search()
    one.open()
    shown = one.choose("words", value="services")
    answered = one.submit()
    assert answered["response_action"] == "update"
    assert answered["view"]["blocks"] == shown


@pytest.mark.parametrize("order", [("1.5", "2.5"), ("2.5", "1.5")])
def test_an_older_result_never_replaces_a_newer_one(search: Callable[..., Search], order: tuple[str, ...]) -> None:
    """Of two changes that came close together, the last one's result stands, whichever is ready first."""
    one = search()
    one.open()
    since = {"since": {"search:since": {"selected_date": "1990-01-01"}}}
    chosen = {"1.5": since, "2.5": since | {"words": {"search:words": {"value": "zzzyzx"}}}}
    before = one._state()  # both come with the hash of before
    for at in order:
        action = {"action_id": "search:since", "action_ts": at}
        one._send({"type": "block_actions", "actions": [action], "view": before | {"state": {"values": chosen[at]}}})
    assert words("en")["search"]["found"]["0"] in json.dumps(one.view["blocks"])
    assert one.bot.web_api.errors("views.update") == []


def test_what_another_process_showed_stands(search: Callable[..., Search]) -> None:
    """An update that comes with a hash of before, which this process did not replace, is dropped without a word."""
    one = search()
    one.open()
    stale = one._state() | {"hash": "1.gone"}
    one._send({"type": "block_actions", "actions": [{"action_id": "search:since", "action_ts": "1.5"}], "view": stale})
    assert one.bot.web_api.errors("views.update") == ["hash_conflict"]
    assert one.world.messages == []


def test_nothing_fits(search: Callable[..., Search]) -> None:
    """Where nothing fits, the form says so."""
    one = search()
    one.open()
    assert words("en")["search"]["found"]["0"] in json.dumps(one.choose("words", value="zzzyzx"))


def test_lists_are_offered_as_one_types(search: Callable[..., Search]) -> None:
    """Countries, areas and institutions are offered by what is typed, at most as many as Slack lists."""
    one = search()
    one.open()
    for name in ("country", "area", "institution"):
        everything = one.options(name)
        typed = everything[-1]["text"]["text"].rpartition(" (")[0].rstrip("…")[:12]
        assert everything[-1] in one.options(name, typed)
        assert len(one.options(name, typed)) <= len(everything)
    assert one.options("country", "no such country") == []


def test_the_form_speaks_the_readers_language(search: Callable[..., Search]) -> None:
    """The form and its results are in the language that Slack knows of whoever searches."""
    one = search()
    one.world.users[ALICE].locale = "es-ES"
    assert one.open()["title"]["text"] == words("es")["search"]["title"]
    assert "compromisos" in json.dumps(one.choose("since", selected_date="1990-01-01"))


def test_people_of_other_workspaces_find_nothing(search: Callable[..., Search]) -> None:
    """Whoever is not answered is told why, and is offered nothing to choose."""
    one = search(ALLOWED_TEAMS="T0ANOTHER")
    assert "I answer only people of the workspaces" in json.dumps(one.open())
    assert one.options("country") == []


def test_a_failure_is_told(search: Callable[..., Search], tmp_path: Path) -> None:
    """Where the commitments cannot be read, the person hears of it directly."""
    one = search()
    one.bot.environ["COMMITMENTS_DB"] = str(tmp_path / "none.db")
    one.bot.start()
    one._send({"type": "shortcut", "callback_id": "search"})
    assert ["Reference" in message["text"] for message in one.world.messages] == [True]


@pytest.mark.parametrize("language", ["en", "es", "fr", "ko"])
def test_the_fullest_form_fits(many: str, language: str) -> None:
    """Very many choices with very long names, and a full page of results, stay within Slack's limits."""
    long = [Choice(f"{number}" * 30, "Ministry of &<* " * 90, 99_999) for number in range(500)]
    with Store(many) as store:
        asked = present(frame(store, Form(since="1990-01-01"), AS_OF.isoformat(), 2))
        found = answer_frame(store, asked, as_of=AS_OF, lang=language)
    view = search_view(Choices(long, {"status": long, "completion": long}), language, found, 2)
    assert view_error(view, "modal") == ("", [])
    assert list(array(OPTION, OPTIONS)(option_list(long), "/options")) == []


def test_a_card_and_a_result_that_slack_refuses_become_lines(search: Callable[..., Search]) -> None:
    """A card that is laid on the form, and the form itself after a change, are lines where Slack refuses them."""
    one = search()
    one.open()
    blocks = one.pick("country")
    (shown, *_) = [block["accessory"] for block in blocks if "accessory" in block]
    one.world.unknown = {"header", "context"}
    one.act(shown)
    assert shown["value"] in one.top["title"]["text"]
    assert {block["type"] for block in one.top["blocks"]} == {"section"}
    one.bot.web_api.weather.next("views.update", Refused("invalid_arguments"), Refused("invalid_arguments"))
    assert {block["type"] for block in one.pick("country")} == {"section"}
