"""Somebody who has never seen the bot writes “hi”, and finds out in one message what it can do here."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import ingest
from bot.asking import Answer
from bot.records.languages import LANGUAGES, is_complete, own
from bot.records.withholding import Sees, nobody
from bot.slack.questions import FromDatabase
from tests.generator import write
from tests.present import present
from tests.slack.conftest import NewWorkspace
from tests.slack.double import DIRECT

AS_OF = date(2026, 11, 21)


class Heard(FromDatabase):
    """Answers from a database, and keeps in `given` what was answered."""

    def __init__(self, database: str) -> None:
        super().__init__(Path(database), lambda: AS_OF)
        self.given: list[Answer]
        object.__setattr__(self, "given", [])

    def ask(
        self, question: str, memory: str | None, sees: Sees = nobody, rows: int | None = None
    ) -> tuple[Answer, str]:
        """The answer, which is kept."""
        answer, after = super().ask(question, memory, sees, rows)
        self.given.append(answer)
        return answer, after


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database of many invented countries."""
    folder = tmp_path_factory.mktemp("invented")
    path = str(folder / "commitments.db")
    ingest.main([str(write(folder / "pages", 7, 40).now), "--db", path, "--as-of", AS_OF.isoformat()])
    return path


@pytest.fixture(params=["the project's", "another"])
def corpus(request: pytest.FixtureRequest, database: str, invented: str) -> str:
    """The project's corpus, and one of many invented countries."""
    return database if request.param == "the project's" else invented


@pytest.mark.parametrize("language", [one for one in LANGUAGES if is_complete(one)])
def test_a_greeting_is_enough(workspace: NewWorkspace, corpus: str, language: str) -> None:
    """One greeting gets one message, and every question that stands in it is answered when it is written back."""
    answering = Heard(corpus)
    bot = workspace(answering, COMMITMENTS_DB=corpus)
    bot.message(own(language, "lexicon")["empty"]["greeting"][0], channel=DIRECT, channel_type="im")
    (told,) = bot.web_api.posts
    said = "\n".join(block["text"]["text"] for block in told["blocks"] if block["type"] == "section")
    questions = [line.removeprefix("• ") for line in said.splitlines() if line.startswith("• ")]
    assert len(questions) >= 4
    for question in questions:
        bot.message(question, channel=DIRECT, channel_type="im")
    answers = answering.given[1:]
    assert [one.outcome for one in answers] == ["answer"] * len(questions)
    assert all(one.items or present(one.result)["value"] for one in answers)
    assert len(bot.web_api.posts) == 1 + len(questions)
