"""The question bank: every wording gets the answer that the truth of the generated pages asks for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.records.store import Store
from tests.questions.asked import Asked, converse, ingested
from tests.questions.bank import Case, load, marked
from tests.questions.citations import misleading
from tests.questions.judgement import complaints
from tests.records.sample_pages import deny_texts
from tests.thorough import some

CASES = [case for bank in ("en", "es_generated", "fr_generated", "ko_generated") for case in load(bank)]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """The corpus of the bank."""
    return ingested(tmp_path_factory.mktemp("bank"))


@pytest.fixture(scope="module")
def opened(corpus: Asked) -> Iterator[Store]:
    """Its store."""
    with Store(corpus.database) as store:
        yield store


@pytest.mark.parametrize("case", marked(some(CASES, 5), "answer"))
def test_the_bank_is_answered(case: Case, corpus: Asked, opened: Store) -> None:
    """A question of the bank gets the right answer in its own language, every number and quote where it says."""
    given = converse(opened, [*case.thread, case.question])
    answer = given.to_json()
    if case.id[:2] != "en":  # the English bank holds a few injections in other languages
        assert answer["lang"] == case.id[:2]
    assert complaints(case, answer, corpus.truth) == []
    assert misleading(given, corpus.texts) == []


def test_no_answer_reads_a_document(corpus: Asked) -> None:
    """Citations come with the values: the text of a document, however long, is read for no question of the bank."""
    with Store(corpus.database) as store:
        deny_texts(store)
        for case in CASES[::7]:
            converse(store, [*case.thread, case.question])


def test_the_bank_repeats_no_question() -> None:
    """No question of the bank is asked twice in the same thread."""
    asked = [(case.thread, case.question) for case in CASES]
    assert len(set(asked)) == len(asked)
