"""The app's own page: what its Home tab shows to whom, its buttons, and the prompts of the messages tab."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from bot.asking import answer_frame, ask, example_questions
from bot.digest.selection import Selection
from bot.digest.subscriptions import Order, subscribe
from bot.records.languages import LANGUAGES
from bot.records.store import Store
from bot.slack.doors import words
from bot.slack.fallbacks import lines
from bot.slack.listeners.home import CHANGE, EVENT, Overview, coming, home_view, overview
from bot.slack.questions import FromDatabase
from bot.state.database import open_state
from bot.state.subscriptions import Subscription, acts, get, of_owner
from tests.present import present
from tests.slack.conftest import NewWorkspace, Workspace
from tests.slack.double import ALICE, BOB, BOT_TOKEN, CHANNEL, DIRECT, TEAM, Refused
from tests.slack.double.views import view_error

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
AS_OF = date(2017, 6, 1)
OPENED = {"type": EVENT, "user": ALICE, "channel": DIRECT, "event_ts": "1700000000.5"}


class Page:
    """The app's page as Alice uses it."""

    def __init__(self, bot: Workspace, database: str) -> None:
        self.bot, self.database, self.world = bot, database, bot.web_api.world
        self.state = open_state(bot.state_db)

    def agent(self) -> None:
        """Start the bot where it was installed as an agent."""
        self.world.agent()
        self.bot.start()

    def open(self, tab: str = "home", user: str = ALICE, **others: Any) -> list[dict]:
        """Open a tab; gives the blocks of the Home tab as Slack has them."""
        body = self.bot.event(EVENT, "")
        body["event"] = OPENED | {"tab": tab, "user": user} | others
        self.bot.dispatch(body)
        shown = self.world.homes.get(user)
        return shown["blocks"] if shown else []

    def press(self, action: dict, user: str = ALICE) -> None:
        """Press a button of the Home tab."""
        pressed = {"type": "button", "block_id": "b", "action_ts": "1.5"}
        pressed |= {name: action[name] for name in ("action_id", "value")}
        body = {"type": "block_actions", "team": {"id": TEAM}, "user": {"id": user, "team_id": TEAM}}
        body |= {"container": {"type": "view"}, "view": {"type": "home"}, "trigger_id": self.world.trigger(user)}
        self.bot.dispatch(body | {"actions": [pressed]})

    def follow(self, kind: str, value: str, channel: str = DIRECT, owner: str = ALICE) -> Subscription:
        """Follow something."""
        order = Order(TEAM, channel, owner, Selection(kind, value), "Europe/Kyiv", "09:00", (0, 1, 2, 3, 4))
        with Store(self.database) as store:
            return subscribe(self.state, store, order, NOW)

    @property
    def modal(self) -> dict:
        """The modal that was opened last."""
        return list(self.world.views.values())[-1]


@pytest.fixture
def page(workspace: NewWorkspace, database: str) -> Callable[..., Page]:
    """The page of a bot that answers from the corpus; settings may be given by name."""

    def make(**environ: str) -> Page:
        answering = FromDatabase(Path(database), lambda: NOW.date())
        return Page(workspace(answering, COMMITMENTS_DB=database, **environ), database)

    return make


def seen(database: str, language: str, follows: Sequence[Subscription] = ()) -> Overview:
    """What App Home tells, as of a day on which both commitments of the corpus still run."""
    with Store(database) as store:
        dated = answer_frame(store, coming(AS_OF), as_of=AS_OF, lang=language)
        questions = example_questions(store, as_of=AS_OF, lang=language)
        return overview(store, AS_OF, questions, dated, tuple(follows), {})


def text(blocks: list[dict]) -> str:
    """All that some blocks say."""
    return json.dumps(blocks, ensure_ascii=False)


def buttons(blocks: list[dict], action: str = "") -> list[dict]:
    """The buttons in some blocks whose action begins so."""
    inside = [one for block in blocks for one in (*block.get("elements", ()), block.get("accessory", {}))]
    return [one for one in inside if one.get("type") == "button" and one["action_id"].startswith(action)]


def test_home_says_what_the_corpus_holds(page: Callable[..., Page]) -> None:
    """The Home tab counts the commitments and names their countries, the newest document and the last ingest."""
    one = page()
    said = text(one.open())
    with Store(one.database) as store:
        total, pages = store.totals()
        newest, read = present(store.newest_document()), store.fact("as_of")
    assert f"*{total}* commitments, *{pages}*" in said
    assert "Republic of Korea" in said
    assert newest.doc in said
    assert f"last read on {read}" in said


@pytest.mark.parametrize(("locale", "language"), [("es-LA", "es"), ("fr-FR", "fr"), ("ko-KR", "ko"), ("sv-SE", "en")])
def test_home_speaks_the_readers_language(page: Callable[..., Page], locale: str, language: str) -> None:
    """The Home tab is in the language that Slack knows of its reader, English where it is none of ours."""
    one = page()
    one.world.users[ALICE].locale = locale
    heads = [block["text"]["text"] for block in one.open() if block["type"] == "header"]
    say = words(language)["home"]
    assert heads == [say[name] for name in ("holds", "how", "deadlines", "follows")]


def test_home_is_english_where_slack_does_not_say(page: Callable[..., Page]) -> None:
    """Where Slack refuses to say who reads, the Home tab is shown all the same."""
    one = page()
    one.world.tokens[BOT_TOKEN].scopes -= {"users:read"}
    assert words("en")["home"]["how"] in text(one.open())


def test_every_question_on_home_is_answered(page: Callable[..., Page]) -> None:
    """Each question that the Home tab shows has a button, and a press opens its answer with its sources."""
    one = page()
    asked = [button["value"] for button in buttons(one.open(), "home:ask")]
    assert len(asked) >= 4
    for button in buttons(one.open(), "home:ask"):
        before = len(one.world.views)
        one.press(button)
        with Store(one.database) as store:
            given, _thread = ask(store, button["value"], as_of=NOW.date())
        assert len(one.world.views) == before + 1
        assert given.outcome == "answer"
        assert all(str(item.raw)[:40] in text(one.modal["blocks"]) for item in given.items[:1])


def test_too_many_questions_on_home(page: Callable[..., Page]) -> None:
    """A person may ask as many questions a minute there as anywhere, and is told so where it is one too many."""
    one = page(PERSON_QUESTIONS="1")
    button = buttons(one.open(), "home:ask")[0]
    one.press(button)
    assert "KR0029" in text(one.modal["blocks"])
    one.press(button)
    assert "1 questions within a minute" in text(one.modal["blocks"])


def test_contacts_are_withheld_on_home(page: Callable[..., Page]) -> None:
    """Whoever may not see contacts is shown none there either."""
    one = page(SHOW_CONTACTS="never")
    one.press({"action_id": "home:ask:0", "value": "email of KR0032?"})
    assert "leehs30" not in text(one.modal["blocks"])
    assert "KR0032" in text(one.modal["blocks"])


def test_coming_deadlines_are_quoted(database: str) -> None:
    """Deadlines are the ends from today on, the nearest first, as written, and how far away they are."""
    told = seen(database, "en")
    said = text(home_view(told, "en")["blocks"])
    assert [(item.code, item.raw) for item in told.ends] == [("KR0032", "31 December 2017"), ("KR0029", "30 June 2018")]
    assert "31 December 2017 (in 6 months)" in said
    assert said.index("31 December 2017") < said.index("30 June 2018 (in 12 months)")
    assert f"The end of {told.undated} commitments is not known." in said


def test_no_deadline_is_said(page: Callable[..., Page]) -> None:
    """Where nothing ends from today on, the Home tab says so."""
    assert words("en")["home"]["no_deadlines"] in text(page().open())


def test_home_shows_what_one_follows(page: Callable[..., Page]) -> None:
    """The Home tab shows the digests that a person made, wherever they are posted, and no one else's."""
    one = page()
    one.follow("code", "KR0032")
    one.follow("everything", "", CHANNEL)
    one.follow("code", "KR0029", CHANNEL, BOB)
    blocks = one.open()
    said = text(blocks[[block.get("text", {}).get("text") for block in blocks].index("What you follow") :])
    assert "*KR0032 · Citizen Services Application*\\nto you · daily (Mon, Tue, Wed, Thu, Fri) at 09:00" in said
    assert f"*every commitment*\\n<#{CHANNEL}>" in said
    assert "KR0029" not in said


def test_a_digest_is_previewed_on_home(page: Callable[..., Page]) -> None:
    """A press of Preview opens the digest as it would be now, without buttons that a modal has no channel for."""
    one = page()
    one.follow("everything", "")
    one.press(buttons(one.open(), "home:preview")[0])
    assert "news since" in text(one.modal["blocks"])
    assert buttons(one.modal["blocks"]) == []


def test_a_digest_is_changed_on_home(page: Callable[..., Page]) -> None:
    """A press of Change opens its settings, and what is saved there holds."""
    one = page()
    key = one.follow("code", "KR0032").id
    one.press(buttons(one.open(), "home:change")[0])
    values = {}
    for block in one.modal["blocks"][1:]:
        element = {name.replace("initial_", "selected_"): value for name, value in block["element"].items()}
        element["value"] = block["element"].get("initial_value")
        values[block["block_id"]] = {block["block_id"]: element}
    values["at"]["at"]["selected_time"] = time(17, 30).strftime("%H:%M")
    view = one.modal | {"state": {"values": values}}
    user = {"id": ALICE, "team_id": TEAM}
    one.bot.dispatch({"type": "view_submission", "team": {"id": TEAM}, "user": user, "view": view})
    assert present(get(one.state, key)).at == "17:30"


def test_a_digest_is_ended_on_home(page: Callable[..., Page]) -> None:
    """A press of Unsubscribe ends it, says so where it was posted, and takes it off the Home tab."""
    one = page()
    key = one.follow("code", "KR0032", CHANNEL).id
    one.press(buttons(one.open(), "home:unsubscribe")[0])
    assert of_owner(one.state, TEAM, ALICE) == []
    assert [act.act for act in acts(one.state, key)] == ["subscribe", "unsubscribe"]
    assert [(post["channel"], post["text"]) for post in one.world.messages] == [
        (CHANNEL, f"<@{ALICE}>: Unsubscribed: code: KR0032.")
    ]
    assert words("en")["home"]["follows_nothing"] in text(one.world.homes[ALICE]["blocks"])


def test_a_digest_that_is_ended_already(page: Callable[..., Page]) -> None:
    """Whoever presses a button of a digest that is gone is told so, and sees a page without it."""
    one = page()
    one.follow("code", "KR0032")
    stale = buttons(one.open(), "home:preview")[0]
    one.press(buttons(one.open(), "home:unsubscribe")[0])
    one.press(stale)
    assert words("en")["home"]["gone"] in text(one.modal["blocks"])


def test_nobody_ends_the_digest_of_another(page: Callable[..., Page]) -> None:
    """A button with the id of somebody else's digest does nothing to it."""
    one = page()
    key = one.follow("code", "KR0032", CHANNEL, BOB).id
    one.press({"action_id": "home:unsubscribe", "value": key})
    assert get(one.state, key) is not None


def test_people_of_other_workspaces_are_shown_nothing(page: Callable[..., Page]) -> None:
    """Whoever is not answered sees on the Home tab why, and nothing of the corpus."""
    one = page(ALLOWED_TEAMS="T0ANOTHER")
    said = text(one.open())
    assert "I answer only people of the workspaces" in said
    assert "KR0" not in said


def test_a_failure_on_home_is_told(page: Callable[..., Page], tmp_path: Path) -> None:
    """Where the commitments cannot be read, the person hears of it directly, with a reference."""
    one = page()
    one.bot.environ["COMMITMENTS_DB"] = str(tmp_path / "none.db")
    one.bot.start()
    one.open()
    assert [(post["channel"], "Reference" in post["text"]) for post in one.world.messages] == [(DIRECT, True)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fullest_home_fits(database: str, page: Callable[..., Page], language: str) -> None:
    """Many countries, long titles and 40 digests stay within what Slack takes of a Home tab."""
    one = page()
    follows = [replace(one.follow("everything", ""), kind="question", value="*<&" * 500) for _ in range(40)]
    told = seen(database, language, follows)
    title, url = "*<&" * 500, "https://example.org/" + "é" * 900
    ends = tuple(replace(item, title=title, raw="_" * 5_000, url=url) for item in told.ends) * 4
    full = replace(told, countries=("<Republic of>" * 20,) * 200, ends=ends, questions=("?" * 3_000, "*" * 300) * 3)
    assert view_error(home_view(full, language), "home") == ("", [])


def test_the_messages_tab_offers_questions(page: Callable[..., Page]) -> None:
    """Whoever opens an agent's messages tab is offered questions of this corpus, in no thread, as they are asked."""
    one = page()
    one.agent()
    one.open("messages")
    (offer,) = one.world.prompts
    assert offer["channel_id"] == DIRECT
    assert 1 <= len(offer["prompts"]) <= 4
    for prompt in offer["prompts"]:
        one.bot.message(prompt["message"], channel=DIRECT, channel_type="im")
    assert len(one.bot.texts()) == len(offer["prompts"])
    assert "KR0029" in one.bot.texts()[0]


def test_prompts_are_offered_only_where_they_are_granted(page: Callable[..., Page]) -> None:
    """An app that is no agent never asks Slack for prompts: that was decided when it started."""
    one = page()
    one.open("messages")
    assert "assistant.threads.setSuggestedPrompts" not in one.bot.web_api.called


def test_prompts_that_slack_refuses_are_logged(page: Callable[..., Page], caplog: pytest.LogCaptureFixture) -> None:
    """Prompts are an extra: a refusal of Slack's is in the log, and nobody is troubled."""
    one = page()
    one.agent()
    one.world.missing.add("assistant.threads.setSuggestedPrompts")
    one.open("messages")
    assert "unknown_method" in caplog.text
    assert one.world.messages == []


# -- what Slack refuses ------------------------------------------------------------------------------------------

REFUSED = Refused("invalid_arguments")


def test_a_block_that_slack_refuses_leaves_the_page_standing(
    page: Callable[..., Page], caplog: pytest.LogCaptureFixture
) -> None:
    """Of App Home only the refused blocks become lines, buttons stay, and the log has Slack's own words."""
    one = page()
    whole = one.open()
    one.world.unknown = {"header"}
    blocks = one.open()
    headings = [block["text"]["text"] for block in whole if block["type"] == "header"]
    assert headings
    assert all(heading in text(blocks) for heading in headings)
    assert len(buttons(blocks)) == len(buttons(whole))
    assert "unsupported type: header [json-pointer:/view/blocks/0/type]" in caplog.text


def test_a_page_that_slack_refuses_becomes_lines(page: Callable[..., Page]) -> None:
    """App Home that is refused without a word of where is plain lines, with what it said."""
    one = page()
    said = [line for line in lines(one.open()) if line]
    one.bot.web_api.weather.next("views.publish", REFUSED, REFUSED)
    blocks = one.open()
    assert {block["type"] for block in blocks} == {"section"}
    assert [line for line in said if line not in "\n".join(lines(blocks))] == []


def test_a_form_that_slack_refuses_can_be_read(page: Callable[..., Page]) -> None:
    """Of the form of a digest that Slack does not take its present values are shown, and nothing can be sent."""
    one = page()
    one.follow("code", "KR0029")
    (change,) = buttons(one.open(), CHANGE)
    one.world.unknown = {"input"}
    one.press(change)
    assert {block["type"] for block in one.modal["blocks"]} == {"section"}
    assert "submit" not in one.modal
    for line in ("Local time: 09:00", "Time zone (such as Europe/Kyiv): Europe/Kyiv", "Language: English"):
        assert line in "\n".join(lines(one.modal["blocks"]))


def test_a_view_that_slack_never_takes_is_told(page: Callable[..., Page]) -> None:
    """Where Slack takes nothing of a modal, whoever pressed is told that it failed."""
    one = page()
    one.follow("code", "KR0029")
    (change,) = buttons(one.open(), CHANGE)
    one.bot.web_api.weather.always["views.open"] = REFUSED
    one.press(change)
    assert "something went wrong" in one.bot.web_api.posts[-1]["text"]


def test_views_are_shown_in_one_way() -> None:
    """Nothing calls Slack's methods of views but the function that shows what Slack takes of them."""
    sources = [path.read_text("utf-8") for path in (Path(__file__).parents[2] / "bot").rglob("*.py")]
    assert [found for source in sources for found in re.findall(r"views_(?:open|push|publish|update)\(", source)] == []
