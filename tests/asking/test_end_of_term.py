"""What was assessed at the end of the term: a column of its own, whose value no other column's stands in for."""

from __future__ import annotations

import pytest

from tests.asking.conftest import Asks


@pytest.mark.parametrize(
    "question",
    [
        "end-of-term completion of KR0032",
        "what is the completion of KR0032 at the end of the term?",
        "was KR0032 completed by the end of the term?",
        "¿cumplimiento al final del periodo de KR0032?",
        "achèvement de KR0032 en fin de période",
        "Umsetzungsstand von KR0032 am Ende der Laufzeit",
        "cumprimento de KR0032 no fim do período",
        "KR0032 기간 종료 시점의 이행 정도",
    ],
)
def test_the_completion_at_the_end_of_the_term_is_not_that_of_the_progress_report(question: str, asked: Asks) -> None:
    """The documents are said to hold no such field; neither the other completion nor the end date is given for it."""
    answer = asked(question)
    assert (answer.outcome, answer.items) == ("abstain", ())
    assert answer.reason == "field_unknown"


def test_a_count_by_the_completion_at_the_end_of_the_term_is_not_given(asked: Asks) -> None:
    """A number of those that the progress report calls complete is none of those complete at the end of the term."""
    answer = asked("how many commitments have a completion at end of term of complete?")
    assert (answer.outcome, answer.reason) == ("abstain", "field_unknown")


def test_the_results_at_the_end_of_the_term_are_the_early_results(asked: Asks) -> None:
    """Whether government was opened is assessed at the end of the term alone, so it may be asked for so."""
    assert asked("end of term result of KR0032").frame["fields"] == ["early_results"]
