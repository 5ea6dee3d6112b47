"""The buttons under an answer: pages, sources, files, for those who may see them, through a strict Slack."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.asking.answer import Answer, Item
from bot.asking.spreadsheet import COLUMNS, csv_file
from bot.slack.questions import FromDatabase
from tests.slack.conftest import NewWorkspace, Workspace
from tests.slack.double import ALICE, BOB, CHANNEL, DIRECT, Refused

LIST = "list the commitments of South Korea"
DATES = "which commitments end before 2019?"
GROUPS = "how many commitments per policy area?"
CARD = "tell me about KR0032"


@pytest.fixture
def bot(workspace: NewWorkspace, database: str) -> Workspace:
    """The bot with the commitments of `corpus/`, on a fixed day."""
    return workspace(FromDatabase(Path(database), today=lambda: date(2018, 1, 15)))


def buttons(message: dict) -> dict[str, dict]:
    """The buttons of a message by what they do."""
    elements = [element for block in message["blocks"] for element in block.get("elements", [])]
    return {one["action_id"].partition(":")[2]: one for one in elements if one["type"] == "button"}


def answered(bot: Workspace, question: str, **others: Any) -> dict:
    """The message that answers a question."""
    bot.mention(question, **others)
    return bot.web_api.posts[-1]


def press(bot: Workspace, message: dict, name: str, by: str = ALICE, **others: Any) -> None:
    """Somebody presses a button of a message that stands in a channel."""
    button = buttons(message)[name]
    world = bot.web_api.world
    bot.press(
        button["value"],
        message=message,
        action_id=button["action_id"],
        **{
            "user": {"id": by, "team_id": "T01TEST"},
            "channel": {"id": message["channel"]},
            "trigger_id": world.trigger(by),
            "response_url": world.response_url(message["channel"], by),
        }
        | others,
    )


def asked_privately(bot: Workspace, question: str) -> dict:
    """The message that answers the slash command, which Alice alone sees."""
    world = bot.web_api.world
    body = {"command": "/commitment", "text": question, "user_id": ALICE, "team_id": "T01TEST", "channel_id": CHANNEL}
    bot.dispatch(body | {"response_url": world.response_url(), "trigger_id": world.trigger()})
    return world.messages[-1]


def privately(message: dict) -> dict:
    """The container of a press in a message that one person sees."""
    return {"container": {"type": "message", "message_ts": message["ts"], "is_ephemeral": True}}


def words(message: dict) -> str:
    """The texts of a message's sections."""
    return "\n".join(block["text"]["text"] for block in message["blocks"] if block["type"] == "section")


def files(bot: Workspace) -> list[dict]:
    """The files that the bot sent, the first one first."""
    return list(bot.web_api.world.files.values())


def table(content: bytes) -> list[list[str]]:
    """The rows of a CSV file."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_list_is_one_message(bot: Workspace) -> None:
    """A list of all commitments of a country is one table, whose codes open the commitments."""
    message = answered(bot, LIST)
    (table,) = [block for block in message["blocks"] if block["type"] == "data_table"]
    assert len(table["rows"]) == 1 + 48
    assert table["caption"] == "Commitments of Republic of Korea"
    opening = table["rows"][32][0]["element"]
    assert opening["text"]["text"] == "KR0032"
    bot.press(
        opening["value"],
        message=message,
        action_id=opening["action_id"],
        user={"id": BOB, "team_id": "T01TEST"},
        channel={"id": CHANNEL},
        trigger_id=bot.web_api.world.trigger(BOB),
    )
    (view,) = bot.web_api.world.views.values()
    assert "Ministry of the Interior" in words(view)


@pytest.mark.parametrize("action", ["answer:back", "answer:next", "answer:record"])
def test_a_button_of_before_is_told(bot: Workspace, action: str) -> None:
    """Under answers that are still there stand buttons that are no more: whoever presses is asked to ask again."""
    message = answered(bot, CARD)
    key = buttons(message)["sources"]["value"]
    press(bot, message, "sources", actions=[{"type": "button", "action_id": action, "value": f"{key} 2"}])
    assert "Please ask it again" in bot.texts()[-1]


def test_sources_open_with_their_numbers(bot: Workspace) -> None:
    """The sources of a page are a form: each with its number, its document, its place and its quote."""
    message = answered(bot, CARD)
    assert buttons(message)["sources"]["text"]["text"] == "Sources (10)"
    press(bot, message, "sources")
    (view,) = bot.web_api.world.views.values()
    assert words(view).startswith("*KR0032 · Citizen Services Application*\n[1] KR0032.txt, line 4: “Citizen Services")
    assert "[5] KR0032.txt, line 46: “… Start and End Date: New / 1 July 2016 ~ 31 December 2017" in words(view)


def test_sources_that_come_too_late_for_a_form(bot: Workspace) -> None:
    """Where Slack takes no form any more, the person alone gets the sources as a message."""
    message = answered(bot, CARD)
    world = bot.web_api.world
    late = world.trigger()
    world.triggers[late] = (world.now() - 60, ALICE)
    press(bot, message, "sources", trigger_id=late)
    body = bot.web_api.of("response_url")[-1]
    assert body["response_type"] == "ephemeral"
    assert "[10] KR0032.txt" in str(body["blocks"])
    assert world.views == {}


def test_few_sources_stand_below(bot: Workspace) -> None:
    """Up to three sources stand under the answer, and there is no button for them."""
    message = answered(bot, "who leads KR0032?")
    assert "[2] KR0032.txt, line 46" in str(message["blocks"])
    assert buttons(message) == {}


def test_a_list_as_csv(bot: Workspace) -> None:
    """The CSV of a list is posted in its thread and holds the whole list, with each value's document and place."""
    message = answered(bot, DATES)
    press(bot, message, "csv")
    (file,) = files(bot)
    post = bot.web_api.posts[-1]
    assert (post["channel"], post["thread_ts"]) == (CHANNEL, message["thread_ts"])
    assert (file["name"], file["title"]) == ("commitments-2018-01-15.csv", DATES)
    head, *rows = [dict(zip(COLUMNS, row, strict=True)) for row in table(file["content"])]
    assert tuple(head.values()) == COLUMNS
    (ends,) = [row for row in rows if row["code"] == "KR0032" and row["field"] == "end"]
    assert (ends["raw"], ends["value"], ends["precision"]) == ("31 December 2017", "2017-12-31", "day")
    assert (ends["document"], ends["line"], ends["title"]) == ("KR0032.txt", "46", "Citizen Services Application")
    assert "1 July 2016 ~ 31 December 2017" in ends["quote"]
    text = (Path(__file__).parents[2] / "corpus" / "KR0032.txt").read_text("utf-8")
    assert text[int(ends["start"]) : int(ends["end"])] == ends["raw"]
    assert len([row for row in rows if row["state"] == "undecided"]) == 46


def test_a_csv_holds_the_whole_list(bot: Workspace) -> None:
    """Where a message shows the first of a list, the CSV has all of its commitments."""
    bot.web_api.world.unknown = {"data_table"}
    bot.start()
    message = answered(bot, LIST)
    assert "1–30 of 48" in str(message["blocks"])
    press(bot, message, "csv")
    codes = {row[0] for row in table(files(bot)[0]["content"])[1:]}
    assert codes == {f"KR{number:04}" for number in range(1, 49)}


def test_groups_as_csv(bot: Workspace) -> None:
    """The CSV of groups has a row a group with its count."""
    press(bot, answered(bot, GROUPS), "csv")
    rows = table(files(bot)[0]["content"])
    assert rows[:2] == [["policy_areas", "commitments"], ["Access to Information", "15"]]
    assert len(rows) == 17


@pytest.mark.parametrize("raw", ["=1+1", "+82-2-2100-3418", "-5", "@SUM(A1)", "\t=1", "  =1", "＝1"])
def test_a_cell_is_never_a_formula(raw: str) -> None:
    """What a spreadsheet would compute begins with an apostrophe; nothing else is changed."""
    item = Item("KR0032", "phone", raw, "KR0032.txt", 0, 2, title='plain, with "quotes"')
    answer = Answer("q", "2026-11-21", "en", "answer", "list", {}, "s", "s", items=(item,))
    (row,) = table(csv_file(answer))[1:]
    assert row[4] == f"'{raw}"
    assert row[1] == 'plain, with "quotes"'
    assert table(csv_file(replace(answer, items=(replace(item, raw="a=b"),))))[1][4] == "a=b"


@pytest.mark.parametrize(("question", "name"), [(DATES, "timeline"), (CARD, "timeline"), (GROUPS, "chart")])
def test_a_picture(bot: Workspace, question: str, name: str) -> None:
    """Dates are posted as a timeline and groups as a chart: a PNG with words for who does not see it."""
    press(bot, answered(bot, question), name)
    (file,) = files(bot)
    assert file["content"].startswith(b"\x89PNG")
    assert file["name"] == f"{name}-2018-01-15.png"
    assert ("KR0032" if name == "timeline" else "Access to Information") in file["alt_txt"]


def test_files_of_a_private_answer_go_to_its_asker(bot: Workspace) -> None:
    """The file of an answer that one person sees is sent to that person directly, and they are told."""
    message = asked_privately(bot, DATES)
    press(bot, message, "csv", **privately(message))
    (post,) = [one for one in bot.web_api.posts if one.get("files")]
    assert (post["channel"], post.get("thread_ts")) == (DIRECT, None)
    assert "sent it to you directly" in bot.web_api.of("response_url")[-1]["text"]


def test_a_press_that_comes_again_sends_one_file(bot: Workspace) -> None:
    """The same press delivered twice sends one file."""
    message = answered(bot, DATES)
    for _ in range(2):
        press(bot, message, "csv")
    assert len(files(bot)) == 1


def test_anybody_of_the_channel_may_press(bot: Workspace) -> None:
    """A button under an answer in a channel works for others there too."""
    press(bot, answered(bot, CARD), "sources", by=BOB)
    assert len(bot.web_api.world.views) == 1


@pytest.mark.parametrize(
    ("others", "sentence"),
    [
        ({"user": {"id": "U09STRANGER", "team_id": "T09OTHER"}}, "only people of the workspaces"),
        ({"user": {"id": "U09STRANGER", "team_id": "T09OTHER"}, "team": {"id": "T09OTHER"}}, "only people of"),
        ({"channel": {"id": DIRECT}}, "I no longer have this question"),
    ],
)
def test_who_may_not_ask_may_not_press(bot: Workspace, others: dict[str, Any], sentence: str) -> None:
    """A stranger is refused as when asking, and in another channel the answer is not given again."""
    press(bot, answered(bot, CARD), "sources", **others)
    assert sentence in bot.web_api.of("response_url")[-1]["text"]
    assert bot.web_api.world.views == {}


def test_a_private_answer_is_its_askers_alone(bot: Workspace) -> None:
    """Whoever else sends the id of a private answer gets nothing of it."""
    message = asked_privately(bot, CARD)
    press(bot, message, "sources", by=BOB, **privately(message))
    assert "I no longer have this question" in bot.web_api.of("response_url")[-1]["text"]
    assert bot.web_api.world.views == {}


def test_a_question_that_is_not_kept_is_told(bot: Workspace) -> None:
    """The button of a question that is not kept any more says so to the person alone."""
    message = answered(bot, CARD)
    buttons(message)["sources"]["value"] = "gone 1"
    press(bot, message, "sources")
    body = bot.web_api.of("response_url")[-1]
    assert (body["response_type"], body["replace_original"]) == ("ephemeral", False)
    assert body["text"].startswith("I no longer have this question")


def test_a_failure_of_a_press_is_told(bot: Workspace) -> None:
    """A press that fails tells the person a reference."""
    message = answered(bot, CARD)
    bot.web_api.weather.always["views.open"] = Refused("fatal_error")
    press(bot, message, "sources")
    assert "Reference: `" in bot.web_api.of("response_url")[-1]["text"]


def test_without_kept_questions_there_are_no_buttons(workspace: NewWorkspace, database: str) -> None:
    """Where no question is kept, answers have no buttons, and their sources stand below them."""
    bot = workspace(FromDatabase(Path(database)), QUESTIONS_KEPT="0")
    message = answered(bot, CARD)
    assert buttons(message) == {}
    assert "[10] KR0032.txt, line 12" in str(message["blocks"])
