"""Codes are read however they are typed, and never bent to another code."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.asking.codes import find_codes
from bot.asking.normalise import normalise

KNOWN = {("KR", 29), ("KR", 32), ("QM", 6), ("KENDC", 3)}
PREFIXES = {"KR", "QM", "IS", "NO", "DE", "KENDC"}
WORDS = {"is", "no", "in", "for", "from", "de"}


def found(question: str) -> list[tuple[str, bool]]:
    """The codes in a question, and whether each exists."""
    text = normalise(question).text

    def by_number(prefix: str, number: int) -> list[str]:
        return [f"{prefix}{number:04d}"] if (prefix, number) in KNOWN else []

    return [(span.code, span.exists) for span in find_codes(text, PREFIXES, by_number, WORDS)]


@pytest.mark.parametrize(
    "typed",
    [
        "KR0032",
        "kr0032",
        "kr 32",
        "KR32",
        "KR-0O32",
        "#KR0032",
        "kr_032",
        "KR OO32",
        "KRO032",
        "K R 0032",
        "KR 0 0 3 2",
        "ＫＲ００３２",
        "КR00З2",
        "KR 0032's",
        "KR0032는",
        "commitments/KR0032/",
        "`KR0032`",
        "*KR0032*",
        "KR.0032",
        "kr00032",
    ],
)
def test_every_way_of_typing_is_the_same_code(typed: str) -> None:
    """However KR0032 is typed, it is KR0032."""
    assert found(f"who leads {typed}?") == [("KR0032", True)]


@pytest.mark.parametrize(
    "text", ["ended in 2017", "is 2016 the year", "no 2017 plan", "covid 19", "Gov 3.0", "de 2016", "+82-2-2100-3418"]
)
def test_words_and_numbers_are_no_codes(text: str) -> None:
    """A word before a year or a number is not a code."""
    assert found(text) == []


@pytest.mark.parametrize(
    ("typed", "code"), [("KR9999", "KR9999"), ("KR0023", "KR0023"), ("FR0012", "FR0012"), ("kr 33", "KR0033")]
)
def test_a_code_that_does_not_exist_stays_what_it_is(typed: str, code: str) -> None:
    """A code that does not exist is never bent to one that does."""
    assert found(f"who leads {typed}?") == [(code, False)]


def test_two_codes_in_one_question() -> None:
    """Each of two codes is found, with the word between them left alone."""
    assert found("KR0032 is led like kr 29") == [("KR0032", True), ("KR0029", True)]


@given(
    number=st.integers(0, 9999),
    prefix=st.sampled_from(["KR", "QM"]),
    gap=st.sampled_from(["", " ", "-", "_", " - ", "#"]),
)
def test_number_and_letters_survive_any_gap(number: int, prefix: str, gap: str) -> None:
    """Whatever stands between letters and number, neither is changed; only a year after a gap may be a year."""
    assume(not (gap and 1900 <= number <= 2099))
    assert [code for code, _exists in found(f"lead of {prefix}{gap}{number:04d}?")] == [f"{prefix}{number:04d}"]


@given(st.text(max_size=200))
def test_any_text_is_survived(text: str) -> None:
    """No text makes the search for codes fail, and every code found has letters and four digits."""
    for code, _exists in found(text):
        assert code[-4:].isdigit()
        assert code[:2].isalpha()
