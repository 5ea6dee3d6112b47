"""The questions that a newcomer is offered: drawn from the corpus, each of them answered by it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import ingest
from bot.asking import ask, example_questions
from bot.records.languages import LANGUAGES, is_complete, own, read
from bot.records.store import Store
from tests.generator import write
from tests.present import present

AS_OF = date(2026, 11, 21)


@pytest.fixture(scope="module")
def another(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A corpus of many invented countries, of which some documents were read again after they changed."""
    folder = tmp_path_factory.mktemp("examples")
    written = write(folder, 5, 40)
    database = str(folder / "commitments.db")
    ingest.main([str(written.before), "--db", database, "--as-of", "2026-11-10"])
    ingest.main([str(written.now), "--db", database, "--as-of", "2026-11-20"])
    with Store(database) as opened:
        yield opened


@pytest.fixture(params=["the project's", "another"])
def corpus(request: pytest.FixtureRequest) -> Store:
    """One corpus or the other."""
    return request.getfixturevalue("store" if request.param == "the project's" else "another")


@pytest.mark.parametrize("language", [one for one in LANGUAGES if is_complete(one)])
def test_every_example_is_answered(corpus: Store, language: str) -> None:
    """Whoever types an example first gets an answer with values, in the language of the example."""
    offered = example_questions(corpus, as_of=AS_OF, lang=language)

    answers = [ask(corpus, question, as_of=AS_OF)[0] for question in offered]

    assert len(offered) >= 4
    assert [(one.outcome, one.lang) for one in answers] == [("answer", language)] * len(offered)
    assert all(one.items or present(one.result)["value"] for one in answers)


@pytest.mark.parametrize("language", [one for one in LANGUAGES if is_complete(one)])
def test_a_greeting_shows_all_examples(corpus: Store, language: str) -> None:
    """One “hi” tells what can be asked here, with every example on a line of its own."""
    answer, _thread = ask(corpus, own(language, "lexicon")["empty"]["greeting"][0], as_of=AS_OF)

    lines = answer.statement.splitlines()
    assert answer.outcome == "help"
    assert [f"• {one}" for one in example_questions(corpus, as_of=AS_OF, lang=language)] == lines[1:-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_example_asks_for_a_contact(corpus: Store, language: str) -> None:
    """No example shows an email or a phone, which not everybody may be shown."""
    shown = [
        item.field
        for question in example_questions(corpus, as_of=AS_OF, lang=language)
        for item in ask(corpus, question, as_of=AS_OF)[0].items
    ]

    assert not {"email", "phone"} & set(shown)


def test_a_change_is_an_example_only_where_there_was_one(store: Store, another: Store) -> None:
    """“what changed since …?” is offered where something changed of late, and nowhere else."""
    opening = read("en", "answers")["examples"]["changed"].partition("{")[0]

    def offers(one: Store) -> bool:
        return any(question.startswith(opening) for question in example_questions(one, as_of=AS_OF, lang="en"))

    assert (offers(store), offers(another)) == (False, True)


def test_an_empty_corpus_has_no_examples(tmp_path: Path) -> None:
    """Where there is nothing to ask about, nothing is offered, and a greeting is still answered."""
    (tmp_path / "empty").mkdir()
    ingest.main([str(tmp_path / "empty"), "--db", str(tmp_path / "commitments.db")])
    with Store(tmp_path / "commitments.db") as store:
        assert example_questions(store, as_of=AS_OF, lang="en") == ()
        assert ask(store, "hi", as_of=AS_OF)[0].outcome == "help"
