"""The question bank: every wording gets the answer that the truth of the generated pages asks for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.records.store import Store
from tests.questions.asked import Asked, converse, ingested
from tests.questions.bank import Case, load, marked
from tests.questions.judgement import complaints

CASES = load("en")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """The corpus of the bank."""
    return ingested(tmp_path_factory.mktemp("bank"))


@pytest.fixture(scope="module")
def opened(corpus: Asked) -> Iterator[Store]:
    """Its store."""
    with Store(corpus.database) as store:
        yield store


@pytest.mark.parametrize("case", marked(CASES, "answer"))
def test_the_bank_is_answered(case: Case, corpus: Asked, opened: Store) -> None:
    """A question of the bank gets the right answer, and every quote stands where the answer says."""
    answer = converse(opened, [*case.thread, case.question]).to_json()
    assert complaints(case, answer, corpus.truth) == []
    for item in answer["items"]:
        source = item["source"]
        assert corpus.texts[source["doc"]][source["start"] : source["end"]] == source["quote"] == item["raw"]


def test_the_bank_repeats_no_question() -> None:
    """No question of the bank is asked twice in the same thread."""
    asked = [(case.thread, case.question) for case in CASES]
    assert len(set(asked)) == len(asked)
