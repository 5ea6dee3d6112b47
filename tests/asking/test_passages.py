"""Which words of a question a sentence of a document holds."""

from __future__ import annotations

import pytest

from bot.asking.passages import alike, held_of


@pytest.mark.parametrize(
    ("word", "other"), [("agency", "agency"), ("report", "reporting"), ("publish", "publication"), ("train", "trains")]
)
def test_endings_make_no_other_word(word: str, other: str) -> None:
    """Words that differ in their endings alone are alike, whichever comes first."""
    assert alike(word, other)
    assert alike(other, word)


@pytest.mark.parametrize(("word", "other"), [("transport", "transparency"), ("contract", "contact"), ("data", "date")])
def test_words_that_only_begin_alike_are_others(word: str, other: str) -> None:
    """A shared beginning is not enough, and short words are alike only where they are the same."""
    assert not alike(word, other)
    assert held_of([word], {other}) == []
