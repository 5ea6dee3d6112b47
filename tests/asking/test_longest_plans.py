"""Superlatives over action plans: by their commitments, and not by how long they last."""

from __future__ import annotations

import pytest

from tests.asking.conftest import Asks


@pytest.mark.parametrize(
    "question",
    [
        "longest action plan",
        "which action plan is the longest?",
        "¿cuál es el plan de acción más largo?",
        "quel est le plan d'action le plus long ?",
        "welcher Aktionsplan ist der längste?",
        "qual é o plano de ação mais longo?",
        "가장 긴 실행계획은?",
    ],
)
def test_how_long_a_plan_is_is_not_told_by_its_commitments(question: str, asked: Asks) -> None:
    """The longest plan is no longest commitment: that is said not to be understood."""
    answer = asked(question)
    assert (answer.outcome, answer.reason) == ("abstain", "not_understood")


@pytest.mark.parametrize(
    "question",
    ["what's the longest action plan, i.e. the one with most commitments", "the plan, the one with most commitments"],
)
def test_the_one_with_most_commitments_is_no_number_of_a_plan(question: str, asked: Asks) -> None:
    """ "i.e. the one with most commitments" behind a plan says how plans are ranked, and names none."""
    answer = asked(question)
    assert answer.intent == "superlative"
    assert answer.reading == "Action plans with the most commitments"


def test_a_commitment_of_a_plan_may_be_the_longest(asked: Asks) -> None:
    """Where commitments are spoken of, it is they that last."""
    assert asked("which commitment of the second plan is the longest?").reading.startswith("Longest commitments")
