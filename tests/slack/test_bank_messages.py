"""Every message that the bank's questions lead to, in four languages and with the longest real values, fits Slack."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.asking import EMPTY, ask, choose
from bot.asking.answer import Answer
from bot.records.fields import FIELDS
from bot.records.languages import LANGUAGES
from bot.records.store import Store
from bot.slack.answers import answer_message, choice
from bot.slack.kit import Kit
from bot.slack.questions import FromDatabase
from bot.slack.values import sources_view
from tests.questions.asked import with_saved_pages
from tests.questions.bank import AS_OF, Case, load
from tests.slack.conftest import NewWorkspace
from tests.slack.double.blocks import message_error
from tests.slack.double.views import view_error
from tests.thorough import some

CASES = [case for language in LANGUAGES for case in load(language)]
FAMILIES = {
    key: list(cases)
    for key, cases in itertools.groupby(CASES, key=lambda case: f"{case.id.partition('-')[0]}-{case.family}")
}
ALL = Kit("native", table=True, chart=True, rich=True, container=True, pictures=True)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus of the bank together with saved pages of many countries, ingested."""
    return with_saved_pages(tmp_path_factory.mktemp("messages"))


@pytest.fixture(scope="module")
def store(pages: Path) -> Iterator[Store]:
    """Its store."""
    with Store(pages) as opened:
        yield opened


def complaints(store: Store, answer: Answer) -> Iterator[tuple[str, list[str]]]:
    """What Slack would refuse of an answer, and of the answers behind its buttons."""
    message = answer_message(answer)
    yield message_error(message.blocks)
    yield message_error(answer_message(answer, "k" * 16, ALL).blocks)
    if answer.sources:
        yield view_error(sources_view(answer), "modal")
    assert message.text.strip()
    for block in message.blocks:
        button = block.get("accessory", {})
        if button.get("value", "").partition("\n")[1]:
            pending, code = choice(button["value"])
            chosen, _ = choose(store, pending, code, thread=EMPTY, as_of=AS_OF, lang="auto")
            yield message_error(answer_message(chosen).blocks)


def refused(store: Store, questions: tuple[str, ...]) -> list[tuple[str, list[str]]]:
    """What Slack would refuse of the last answer in a thread of questions."""
    thread = EMPTY
    for question in questions:
        answer, thread = ask(store, question, thread=thread, as_of=AS_OF)
    return [one for one in complaints(store, answer) if one != ("", [])]


@pytest.mark.parametrize("cases", FAMILIES.values(), ids=FAMILIES)
def test_an_answer_to_the_bank_fits(cases: list[Case], store: Store) -> None:
    """Slack takes the answer to every question of the bank, and the answer behind each of its buttons."""
    assert {
        case.id: found for case in some(cases, 12) if (found := refused(store, (*case.thread, case.question)))
    } == {}


@pytest.mark.parametrize("family", some(FAMILIES, 3))
def test_a_question_of_each_family_is_posted(family: str, workspace: NewWorkspace, pages: Path) -> None:
    """Through the app, one question of each family ends in messages that Slack took, and in no excuse."""
    bot = workspace(FromDatabase(pages, lambda: AS_OF))
    case = FAMILIES[family][0]
    root = bot.mention((*case.thread, case.question)[0])["event"]["ts"]
    for question in (*case.thread, case.question)[1:]:
        bot.mention(question, thread_ts=root)
    assert len(bot.texts()) == len(case.thread) + 1
    assert bot.web_api.errors("chat.postMessage") == []


def longest(database: Path) -> Iterator[tuple[str, str]]:
    """For each field, the commitment whose value is the longest."""
    connection = sqlite3.connect(database)
    query = "SELECT code, field, max(length(raw)) FROM field_values GROUP BY field"
    yield from [(code, field) for code, field, _ in connection.execute(query)]
    connection.close()


def test_the_longest_values_fit(pages: Path, store: Store) -> None:
    """Slack takes the longest value of every field, asked for alone and beside the rest of its commitment."""
    labels = {field.name: field.label for field in FIELDS}
    asked = [f"{labels[field]} of {code}" for code, field in longest(pages)]
    asked += [f"tell me everything about {code}" for code in {code for code, _ in longest(pages)}]
    assert len(asked) > len(FIELDS)
    assert {question: found for question in asked if (found := refused(store, (question,)))} == {}


def test_the_longest_values_of_all_together_fit(pages: Path, store: Store) -> None:
    """Slack takes an answer that holds the longest value of every field, each with its source."""
    answers = [ask(store, f"tell me everything about {code}", as_of=AS_OF)[0] for code, _ in longest(pages)]
    items = tuple(item for answer in answers for item in answer.items)
    statement = "\n".join(answer.statement for answer in answers)
    whole = Answer(
        query="everything",
        as_of=AS_OF.isoformat(),
        lang="en",
        outcome="answer",
        intent="lookup",
        frame={},
        statement=statement,
        text=statement,
        items=items,
        entries=tuple(entry for answer in answers for entry in answer.entries),
        sources=tuple(source for answer in answers for source in answer.sources),
    )
    assert len(statement) > 10_000
    assert set(map(str, complaints(store, whole))) == {str(("", []))}
