"""What must not change an answer, and what must: case, politeness, typing errors, markup, another commitment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from bot.records.store import Store
from tests.generator.conditions import raws
from tests.questions.asked import Asked, converse, ingested, timeless
from tests.questions.bank import Case, load, marked
from tests.questions.judgement import complaints
from tests.thorough import some

CASES = [case for case in load("en") if "answer" not in case.open]
ANSWERED = [case for case in CASES if not {"reason", "clarify", "outcome"} & set(case.expected)]
_CODE = re.compile(r"\b(?:XL|XT|QS|XLPI|KR)\d{4}\b")
# these stand for themselves: an address, a mark-up, a text in quotation marks
_LITERAL = re.compile(r"[@<>`*_~\"{}$]|^/")
WORDED = [case for case in ANSWERED if not _LITERAL.search(case.question)]
CODED = [case for case in WORDED if _CODE.search(case.question)]
SINGLE = [
    case
    for case in CODED
    if "get" in case.expected
    and "verify" not in case.expected
    and not case.thread
    and len(_CODE.findall(case.question)) == 1
    and _CODE.findall(case.question) == [case.expected["get"].split()[0]]
]


def _longest(case: Case) -> str:
    """The longest word of a question that is no part of a code."""
    return max(re.findall(r"[^\W\d_]+", _CODE.sub("", case.question)), key=len, default="")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """The corpus of the bank."""
    return ingested(tmp_path_factory.mktemp("metamorphic"))


@pytest.fixture(scope="module")
def opened(corpus: Asked) -> Iterator[Store]:
    """Its store."""
    with Store(corpus.database) as store:
        yield store


@pytest.fixture(scope="module")
def backwards(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The store of the same documents, ingested in the opposite order."""
    with Store(ingested(tmp_path_factory.mktemp("backwards"), backwards=True).database) as store:
        yield store


def _said(answer: dict[str, Any]) -> tuple[object, ...]:
    """What an answer says, apart from how the question was typed."""
    items = sorted((item["code"], item["field"], item["raw"]) for item in answer["items"])
    return answer["outcome"], answer["reason"], answer["result"], answer["unknown"], items, answer["options"]


def _answers(store: Store, case: Case, question: str) -> tuple[object, ...]:
    return _said(converse(store, [*case.thread, question]).to_json())


@pytest.mark.parametrize("case", marked(some(WORDED, 30), "case"))
def test_case_does_not_matter(case: Case, opened: Store) -> None:
    """A question means the same in capitals and in small letters."""
    plain = _answers(opened, case, case.question)
    assert _answers(opened, case, case.question.upper()) == plain
    assert _answers(opened, case, case.question.lower()) == plain


@pytest.mark.parametrize("case", marked(some(ANSWERED, 30), "politeness"))
def test_politeness_does_not_matter(case: Case, opened: Store) -> None:
    """A greeting and thanks change nothing."""
    plain = _answers(opened, case, case.question)
    assert _answers(opened, case, f"Hello! {case.question}") == plain
    assert _answers(opened, case, f"{case.question} Thanks in advance!") == plain


@pytest.mark.parametrize("case", marked(some(CODED, 30), "markup"))
def test_markup_does_not_matter(case: Case, opened: Store) -> None:
    """A code in bold or in code quotes is a code, and naming the bot changes nothing."""
    plain = _answers(opened, case, case.question)
    assert _answers(opened, case, _CODE.sub(r"*\g<0>*", case.question)) == plain
    assert _answers(opened, case, "<@U0BOT> " + _CODE.sub(r"`\g<0>`", case.question)) == plain


@pytest.mark.parametrize("case", marked([case for case in some(WORDED, 30) if len(_longest(case)) > 5], "typing"))
def test_a_typing_error_never_makes_another_answer(case: Case, opened: Store) -> None:
    """With two letters of a long word swapped, the answer is the same, or nothing is found."""
    word = _longest(case)
    swapped = word[:3] + word[4] + word[3] + word[5:]
    mistyped = _answers(opened, case, case.question.replace(word, swapped))
    assert mistyped == _answers(opened, case, case.question) or mistyped[0] != "answer" or not mistyped[4]


@pytest.mark.parametrize("case", marked(some(SINGLE, 30), "swap"))
def test_another_commitment_gets_its_own_answer(case: Case, corpus: Asked, opened: Store) -> None:
    """The same question about another commitment gets what that one's page says."""
    code, *fields = case.expected["get"].split()
    others = [
        entry.code
        for entry in corpus.truth.values()
        if entry.code not in (code, "KR0029", "KR0032") and all(raws(entry, name) for name in fields)
    ]
    for other in others[::7]:
        about = replace(
            case,
            question=case.question.replace(code, other),
            expected={**case.expected, "get": " ".join((other, *fields))},
        )
        assert complaints(about, converse(opened, [about.question]).to_json(), corpus.truth) == []


@pytest.mark.parametrize("case", marked(some(CASES, 30), "order"))
def test_the_order_of_documents_does_not_matter(case: Case, opened: Store, backwards: Store) -> None:
    """Asked twice, and asked of the same documents read in another order, a question gets the same bytes."""
    questions = [*case.thread, case.question]
    answer = timeless(converse(opened, questions))
    assert timeless(converse(opened, questions)) == answer
    assert timeless(converse(backwards, questions)) == answer
