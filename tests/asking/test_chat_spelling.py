"""What friends write to each other, said in full: “q prometió”, “xq”, “qtos”, “cb de”, “어케”."""

from __future__ import annotations

import pytest

from bot.asking.lexicon import lexicon
from bot.asking.normalise import normalise
from bot.records.languages import LANGUAGES
from tests.asking.conftest import Asks


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("kien lidera KR0032", "Ministry of the Interior"),
        ("xfa kien lidera KR0032", "Ministry of the Interior"),
        ("qd termina KR0029 e qm lidera?", "30 June 2018"),
        ("qdo termina o KR0029?", "30 June 2018"),
        ("qd finit KR0029", "30 June 2018"),
        ("ki pilote KR0032", "Ministry of the Interior"),
        ("wen does KR0029 end", "30 June 2018"),
        ("wan endet KR0029?", "30 June 2018"),
    ],
)
def test_a_question_in_chat_spelling_is_answered(question: str, value: str, asked: Asks) -> None:
    """A question gets its answer however friends write its words."""
    answer = asked(question)
    assert answer.outcome == "answer", answer.text
    assert value in answer.text


@pytest.mark.parametrize("question", ["qtos compromissos há?", "cb d'engagements y a-t-il ?", "ctos compromisos hay"])
def test_a_count_in_chat_spelling_is_made(question: str, asked: Asks) -> None:
    """How many there are is counted, whatever is written for “how many”."""
    assert asked(question).intent == "count"


def test_what_is_a_part_of_something_longer_is_no_chat_spelling() -> None:
    """A letter of a code, beside a figure or in capitals stands for itself."""
    for text in ("plan 3-q", "5q", "vitamina K"):
        words = [token for token in normalise(text).tokens if token.is_word]
        assert lexicon("es").spelled_out(words, text) == words


@pytest.mark.parametrize("language", LANGUAGES)
def test_chat_spellings_stand_for_other_words(language: str) -> None:
    """What friends write stands for words of the language, and never for itself."""
    chat = lexicon(language).chat
    assert chat
    assert [short for short, said in chat.items() if short == said or " " in short] == []
