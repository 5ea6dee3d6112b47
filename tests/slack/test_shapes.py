"""Each answer takes the shape that reads best: card, comparison, table, lines; every value keeps its number."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.asking.answer import Answer, Finding, Item
from bot.records.vocabulary import terms
from bot.slack.answers import answer_message
from bot.slack.blocks import Message
from bot.slack.fallbacks import lines
from bot.slack.kit import Kit
from bot.slack.questions import FromDatabase
from bot.slack.values import mark

OLD = Kit("none", pictures=True)
NEW = Kit("none", table=True, chart=True, rich=True, container=True, pictures=True)


@pytest.fixture
def message(database: str) -> Callable[..., Message]:
    """The message that answers a question, as it is posted."""
    answers = FromDatabase(Path(database), today=lambda: date(2018, 1, 15))

    def made(question: str, kit: Kit = NEW) -> Message:
        answer = answers.again(question, None, None, date(2018, 1, 15), rows=kit.rows)
        return answer_message(answer, "key", kit)

    return made


def kinds(message: Message) -> list[str]:
    """The types of a message's blocks."""
    return [block["type"] for block in message.blocks]


def rows(message: Message) -> list[list[str]]:
    """The cells of a message's one table."""
    (table,) = [block for block in message.blocks if block["type"] in ("table", "data_table")]
    return [[" ".join(lines(cell)) for cell in row] for row in table["rows"]]


def labels(message: Message) -> list[str]:
    """What the buttons under a message say."""
    return [one["text"]["text"] for block in message.blocks if block["type"] == "actions" for one in block["elements"]]


def test_a_card(message: Callable[..., Message]) -> None:
    """All about one commitment is its title, its code with its states as tags, and its fields in two columns."""
    made = message("tell me about KR0032")
    assert kinds(made) == ["header", "rich_text", "section", "actions"]
    assert made.blocks[0]["text"]["text"] == "Citizen Services Application"
    code, number, *others = made.blocks[1]["elements"][0]["elements"]
    assert (code["text"], number["text"]) == ("KR0032", " [1]")
    assert "Early results: ◌ Pending IRM Review [8]" in [one["text"] for one in others if one["type"] == "tag"]
    fields = [field["text"] for field in made.blocks[2]["fields"]]
    assert "*Lead institution*\nMinistry of the Interior [2]" in fields
    assert labels(made) == ["Sources (10)", "All fields", "Timeline"]


def test_a_card_where_slack_has_no_tags(message: Callable[..., Message]) -> None:
    """Elsewhere the states stand among the fields."""
    made = message("tell me about KR0032", OLD)
    assert kinds(made) == ["header", "context", "section", "actions"]
    assert made.blocks[1]["elements"][0]["text"] == "*KR0032* [1]"
    fields = [field["text"] for field in made.blocks[2]["fields"]]
    assert "*Early results*\n◌ Pending IRM Review [8]" in fields


def test_a_few_fields_are_lines(message: Callable[..., Message]) -> None:
    """One or two fields are said in lines under the commitment's name, their sources below."""
    made = message("who leads KR0032?")
    assert kinds(made) == ["section", "context"]
    assert made.blocks[0]["text"]["text"].splitlines()[1] == "Lead institution: Ministry of the Interior [1]"


def test_a_comparison_is_side_by_side(message: Callable[..., Message]) -> None:
    """Two commitments stand in columns, their fields in rows, as they were asked for, gaps said in words."""
    table = rows(message("compare KR0029 and KR0032"))
    assert table[0] == [
        "Field",
        "KR0029 · Citizen Groups Government Service Design [1]",
        "KR0032 · Citizen Services Application [10]",
    ]
    assert ["End date", "30 June 2018 [5]", "31 December 2017 [14]"] in table
    named = [row[0] for row in table]
    assert named.index("Status") < named.index("Completion") < named.index("Early results")
    assert table[named.index("Completion")][1] == "not in this record"


@pytest.mark.parametrize(("kit", "kind"), [(NEW, "data_table"), (OLD, "table")])
def test_a_list_with_values_is_a_table(message: Callable[..., Message], kit: Kit, kind: str) -> None:
    """A list with values has a row a commitment and a column a field."""
    made = message("which commitments end before 2019?", kit)
    assert kinds(made)[1] == kind
    assert rows(made) == [
        ["Code", "Commitment", "End date"],
        ["KR0032", "Citizen Services Application [1]", "31 December 2017 [2]"],
        ["KR0029", "Citizen Groups Government Service Design [3]", "30 June 2018 [4]"],
    ]
    assert labels(made) == ["Sources (4)", "CSV", "Timeline"]


def test_a_list_of_titles_is_a_table(message: Callable[..., Message]) -> None:
    """All commitments of a country are one table, whose caption says what was asked."""
    made = message("list the commitments of South Korea")
    assert kinds(made) == ["section", "data_table", "actions"]
    assert made.blocks[1]["caption"] == "Commitments of Republic of Korea"
    assert rows(made)[1] == ["KR0001", "Provision of Diverse Public Services [1]"]
    assert len(rows(made)) == 49
    assert labels(made) == ["Sources (48)", "CSV"]


def test_a_list_of_titles_where_slack_has_no_such_table(message: Callable[..., Message]) -> None:
    """Elsewhere it is lines of text, and says which of how many it shows."""
    made = message("list the commitments of South Korea", OLD)
    assert kinds(made) == ["section", "section", "context", "actions"]
    assert made.blocks[1]["text"]["text"].splitlines()[0] == "• *KR0001* · Provision of Diverse Public Services [1]"
    assert made.blocks[2]["elements"][0]["text"] == "1–30 of 48"


def test_dates_of_a_table_sort(message: Callable[..., Message]) -> None:
    """A column of dates is of numbers that sort as the days do; what is not stated comes last."""
    table = next(b for b in message("start and end date of the commitments of South Korea").blocks if "rows" in b)
    dates = {row[-1]["text"].partition(" [")[0]: row[-1]["value"] for row in table["rows"][1:]}
    assert dates["31 December 2017"] == 20171231
    assert max(dates.values()) == dates.popitem()[1] == 99_999_999


def test_groups_are_a_table(message: Callable[..., Message]) -> None:
    """Groups have a row each, and their numbers sort; there is a picture of them."""
    made = message("how many commitments per policy area?")
    assert rows(made)[:3] == [["Policy areas", "Commitments"], ["Access to Information", "15"], ["E-Government", "14"]]
    assert made.blocks[1]["rows"][1][1] == {"type": "raw_number", "value": 15, "text": "15"}
    assert labels(made) == ["CSV", "Chart"]


@pytest.mark.parametrize(("kit", "shown"), [(NEW, 200), (OLD, 30)])
def test_many_groups_are_counted(kit: Kit, shown: int) -> None:
    """More groups than a table shows are counted."""
    made = answer_message(groups({f"group {number}": 1 for number in range(245)}), "key", kit)
    assert len(rows(made)) == 1 + shown
    assert {"type": "mrkdwn", "text": f"1–{shown} of 245", "verbatim": True} in made.blocks[-2]["elements"]


def test_a_few_groups_of_a_state_are_bars() -> None:
    """A few groups of a state are lines with Slack's own bars, and no picture of ours."""
    counts = {"Complete": 12, "Limited": 7, "Substantial": 5, "Not Started": 1}
    made = answer_message(groups(counts, "completion"), "key", NEW)
    assert kinds(made) == ["section", "data_visualization", "actions"]
    assert made.blocks[1]["chart"]["series"][0]["data"][0] == {"label": "Complete", "value": 12}
    assert labels(made) == ["CSV"]


@pytest.mark.parametrize(
    ("counts", "field"),
    [
        ({f"Ministry {number}": 2 for number in range(5)}, "lead_institution"),
        ({f"{year}": 2 for year in range(2011, 2019)}, "end"),
        ({"No early results to report yet": 3, "Major": 2, "Marginal": 2, "Worsened": 1}, "early_results"),
    ],
)
def test_what_does_not_fit_bars_is_a_table(counts: dict[str, int], field: str) -> None:
    """Names, many years and long words stand in a table."""
    assert "data_table" in kinds(answer_message(groups(counts, field), "key", NEW))


def groups(counts: dict[str, int], field: str = "country") -> Answer:
    """The answer to how many there are of each."""
    lead = ("Commitments: 25 in all", *(f"• {key}: {count}" for key, count in counts.items()))
    result = {"type": "group", "value": counts}
    return Answer("q", "2026-11-21", "en", "answer", "group", {"group": field}, "s", "s", result=result, lead=lead)


def test_buttons_speak_the_language_of_the_question(message: Callable[..., Message]) -> None:
    """Buttons and columns are in the language of the answer."""
    made = message("¿qué compromisos terminan antes de 2019?")
    assert rows(made)[0][:2] == ["Código", "Compromiso"]
    assert labels(made) == ["Fuentes (4)", "CSV", "Cronología"]


def test_a_notification_reads_well(message: Callable[..., Message]) -> None:
    """The text of notifications is the answer without the numbers of its sources."""
    assert message("who leads KR0032?").text == (
        "KR0032 · Citizen Services Application\n"
        "Lead institution: Ministry of the Interior\n"
        "Responsible person: Lee, hyo soon"
    )


@pytest.mark.parametrize(
    "question",
    [
        "tell me about KR0032",
        "compare KR0029 and KR0032",
        "which commitments end before 2019?",
        "what is the status of KR0029?",
    ],
)
def test_every_value_has_the_number_of_its_source(message: Callable[..., Message], question: str) -> None:
    """The numbers in an answer are those of its sources, each once."""
    made = message(question)
    texts = re.findall(r"\[(\d+)\]", str([block for block in made.blocks if block["type"] != "actions"]))
    count = next((int(label[9:-1]) for label in labels(made) if label.startswith("Sources")), None)
    if count is None:
        below = [int(number) for number in re.findall(r"\[(\d+)\]", str(made.blocks[-1]))]
        count = len(below)
        texts = texts[: -len(below)]
    assert sorted(map(int, texts)) == list(range(1, count + 1))


@pytest.mark.parametrize("field", ["status", "completion", "early_results"])
def test_states_differ_by_their_mark(field: str) -> None:
    """The states of a field that tell how far it is have marks of different shapes, none of them an emoji."""
    unknown = {"NR", "NA", "No Data", "No IRM Data", "Unclear", "No Evidence Available", "Pending IRM Review"}
    marks = {
        term: mark(Finding("KR0001", field, "value", (Item("KR0001", field, term, "d", 0, 1, value=term),)))
        for term in terms(field)
        if term not in unknown
    }
    assert all(len(one) == 1 for one in marks.values()), marks
    assert len(set(marks.values())) == len(marks)
