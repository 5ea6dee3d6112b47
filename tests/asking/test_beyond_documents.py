"""What no document tells: opinions, and the future."""

from __future__ import annotations

import pytest

from tests.asking.conftest import Asks


@pytest.mark.parametrize(
    "question",
    [
        "which government is the most corrupt?",
        "what do you think, which government is the most honest?",
        "qué opinas tú, cuál gobierno es el más corrupto?",
        "¿qué gobierno es el más corrupto?",
        "à ton avis, quel pays est le plus corrompu ?",
        "quel gouvernement est le plus corrompu ?",
        "o que você acha, qual país é o mais corrupto?",
        "qual governo é o mais corrupto?",
        "wer ist am korruptesten?",
        "was denken Sie, welche regierung ist die korrupteste?",
        "어느 정부가 가장 부패했나요?",
        "어떻게 생각하세요, 어느 나라가 제일 부패했어요?",
    ],
)
def test_an_opinion_is_out_of_scope(question: str, asked: Asks) -> None:
    """What somebody thinks of governments is refused, and its words are not looked for in documents."""
    answer = asked(question)
    assert (answer.outcome, answer.reason) == ("abstain", "out_of_scope"), answer.text


@pytest.mark.parametrize(
    "question",
    [
        "will korea complete its next plan in 2028?",
        "¿cumplirá corea el próximo plan en 2028?",
        "¿corea va a cumplir el próximo plan en 2028?",
        "la corée va-t-elle achever le prochain plan en 2028 ?",
        "a coreia vai cumprir o proximo plano em 2028?",
        "wird korea den nächsten plan 2028 abschließen?",
        "한국은 2028년에 다음 계획을 완료할까요?",
    ],
)
def test_what_is_still_to_come_is_not_stated(question: str, asked: Asks) -> None:
    """Whether a later plan will be kept no document states, in every language."""
    answer = asked(question)
    assert (answer.outcome, answer.reason) == ("abstain", "not_stated"), answer.text


def test_what_the_reviewers_call_relevant_are_the_values(asked: Asks) -> None:
    """The relevance that the reviewers give is told by the OGP values."""
    assert asked("what relevance did the irm give to KR0032?").frame["fields"] == ["ogp_values"]
