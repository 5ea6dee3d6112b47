"""One comparable form for the many ways in which the same words are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.records.text import fold, is_slip, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("GARCÍA  López’s", "garcia lopez's"),
        ("Büro\u00a0X", "buro x"),
        ("Øresund – Łódź", "oresund - lodz"),
        ("Ｋ Ｒ００３２", "k r0032"),
        ("co\u00adoperation", "cooperation"),
        ("«Œuvre»", '"oeuvre"'),
        ("이효순", "이효순"),
        ("Straße", "strasse"),
    ],
)
def test_writing_does_not_matter(text: str, folded: str) -> None:
    """Case, accents, quotes, dashes, spaces, full width and soft hyphens are folded away; letters stay."""
    assert fold(text) == folded


def test_words_lose_possessive_endings() -> None:
    """`citizens’` and `citizen's` are the words themselves."""
    assert words("Citizens’ e-People and the ministry's") == ["citizens", "e", "people", "and", "the", "ministry"]


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    """A folded text is its own folded form."""
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_words_are_folded_and_without_gaps(text: str) -> None:
    """No word is empty or has white space in it."""
    assert all(word and not any(char.isspace() for char in word) for word in words(text))


@pytest.mark.parametrize("typed", ["novmber", "novembber", "novenber", "novmeber", "ovember", "novembe", "onvember"])
def test_a_slip_is_one_letter_or_two_that_changed_places(typed: str) -> None:
    """A letter too few, too many or wrong, and two in the wrong order: each is one slip."""
    assert is_slip(typed, "november")
    assert is_slip("november", typed)


@given(st.text(alphabet="abcd", max_size=6), st.text(alphabet="abcd", max_size=6))
def test_a_slip_is_what_a_matcher_counts_as_one(one: str, other: str) -> None:
    """It is the distance of one that rapidfuzz's optimal string alignment tells."""
    assert is_slip(one, other) == (OSA.distance(one, other) == 1)
