"""Words that are not understood narrow nothing: behind "per" and "by", in brackets, and where a degree is asked for."""

from __future__ import annotations

import pytest

from tests.asking.conftest import Asks


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("commitments per year of ratification", "ratification"),
        ("commitments by region", "region"),
        ("how many commitments for each river?", "river"),
        ("engagements par année de ratification", "ratification"),
        ("Verpflichtungen pro Jahr der Ratifizierung", "Ratifizierung"),
        ("compromissos por ano de ratificação", "ratificação"),
    ],
)
def test_an_unknown_grouping_is_said_not_to_be_understood(question: str, word: str, asked: Asks) -> None:
    """By what nobody knows is not counted, and it is no text that commitments are to mention."""
    answer = asked(question)
    assert (answer.outcome, answer.reason) == ("abstain", "not_understood")
    assert word in answer.text


def test_brackets_do_not_narrow_by_words_that_are_not_known(asked: Asks) -> None:
    """A formula in brackets says how the marks are given, and is no text of commitments."""
    answer = asked("countries by starred commitments (new formula)")
    assert (answer.outcome, answer.reason) == ("abstain", "not_understood")
    assert "formula" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "how high is the potential impact of KR0032?",
        "Wie hoch ist die potenzielle Wirkung von KR0032?",
        "¿qué tan alto es el impacto potencial de KR0032?",
        "quão alto é o impacto potencial de KR0032?",
    ],
)
def test_how_high_something_is_asks_for_its_degree(question: str, asked: Asks) -> None:
    """ "High" behind "how" is no value of another scale."""
    frame = asked(question).frame
    assert frame["codes"] == ["KR0032"]
    assert frame["fields"] == ["potential_impact"]


def test_what_is_announced_behind_a_grouping_is_looked_for(asked: Asks) -> None:
    """A topic that "about" or "mention" announces narrows, also behind "by country"."""
    assert "budget" in asked("commitments by country that mention budget").reading
