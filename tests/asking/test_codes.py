"""Codes are read however they are typed, and never bent to another code."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.asking.mentions.codes import find_made_codes, find_page_codes
from bot.asking.normalise import normalise

KNOWN = {("KR", 29), ("KR", 32), ("QM", 6), ("KENDC", 3)}
PREFIXES = {"KR", "QM", "IS", "NO", "DE", "KENDC"}
WORDS = {"is", "no", "in", "for", "from", "de"}


def found(question: str) -> list[tuple[str, bool]]:
    """The codes in a question, and whether each exists."""
    text = normalise(question).text

    def by_number(prefix: str, number: int) -> list[str]:
        return [f"{prefix}{number:04d}"] if (prefix, number) in KNOWN else []

    return [(span.code, span.exists) for span in find_page_codes(text, PREFIXES, by_number, WORDS)]


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
    "text",
    [
        "ended in 2017",
        "is 2016 the year",
        "no 2017 plan",
        "covid 19",
        "no32 fits",
        "Gov 3.0",
        "de 2016",
        "+82-2-2100-3418",
    ],
)
def test_words_and_numbers_are_no_codes(text: str) -> None:
    """A word before a year or a number is not a code."""
    assert found(text) == []


@pytest.mark.parametrize(
    ("typed", "code"),
    [("KR9999", "KR9999"), ("KR0023", "KR0023"), ("FR0012", "FR0012"), ("kr 33", "KR0033"), ("NO32", "NO0032")],
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


MADE = [
    "GE-P2-12",
    "GE-P2-1",
    "GE-P2-11.2",
    "GE-P2-6.B",
    "GT-P1-3.2",
    "GT-P1-3_2",
    "BR-P2-2.1",
    "BR-P2-2.1_2",
    "KE-P1-B_4",
]


def made(question: str) -> list[tuple[str, bool]]:
    """The made codes in a question, and whether each exists."""
    prefixes = {"GE", "GT", "BR", "KE", "IN"}
    spans = find_made_codes(
        normalise(question).text, prefixes, lambda start: [one for one in MADE if one.startswith(start)]
    )
    return [(span.code, span.exists) for span in spans]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("GE-P2-12", "GE-P2-12"),
        ("ge-p2-12", "GE-P2-12"),
        ("GE P2 12 - who supports it?", "GE-P2-12"),
        ("ge‑p2–12", "GE-P2-12"),
        ("GE-P2-6B", "GE-P2-6.B"),
        ("GE-P2-6(b)", "GE-P2-6.B"),
        ("gt-p1-3_2", "GT-P1-3_2"),
        ("BR-P2-2.1", "BR-P2-2.1"),
        ("BR-P2-2.1_2", "BR-P2-2.1_2"),
        ("KE-P1-B_4?", "KE-P1-B_4"),
        ("GE-P2-12은 누가", "GE-P2-12"),
    ],
)
def test_made_codes_are_read_as_people_type_them(typed: str, code: str) -> None:
    """A code that was made for a row is read in either case, with any signs between its parts."""
    assert made(typed) == [(code, True)]


@pytest.mark.parametrize("typed", ["GE-P2-1.12", "GE-P2-2", "BR-P2-2.1_3", "GE-P2-6", "GE-P2-11", "GT P1 3 2"])
def test_a_made_code_that_is_not_there_is_never_another(typed: str) -> None:
    """What no row has, or several rows may have, is a code without a commitment."""
    assert [exists for _code, exists in made(typed)] == [False]


def test_several_made_codes_in_a_row_are_several() -> None:
    """One code ends where the next begins."""
    assert made("GE-P2-12 GE-P2-1, BR-P2-2.1 and BR-P2-2.1_2") == [
        ("GE-P2-12", True),
        ("GE-P2-1", True),
        ("BR-P2-2.1", True),
        ("BR-P2-2.1_2", True),
    ]


@pytest.mark.parametrize("text", ["in P1 we trust", "the P2 plan", "GE is in P2", "in p2p lending"])
def test_words_are_no_made_code(text: str) -> None:
    """A plan's number after a word is no code."""
    assert made(text) == []


@given(st.text(alphabet="GEBRKP0123.-_ ab(", max_size=30))
def test_a_made_code_that_is_read_was_typed(text: str) -> None:
    """Letters and figures of a code that is found are those that were typed, in their order."""
    for span in find_made_codes(text, {"GE", "BR", "KE"}, lambda start: [one for one in MADE if one.startswith(start)]):
        if span.exists:
            bare = [char for char in text[span.start : span.end].upper() if char.isalnum()]
            assert "".join(bare).replace("0", "") == "".join(filter(str.isalnum, span.code)).replace("0", "")


def test_what_was_typed_goes_before_its_repair() -> None:
    """SEO0004 is the code that it is, though SE and O0004 would make another."""
    spans = find_page_codes("SEO0004", {"SE", "SEO"}, lambda prefix, number: [f"{prefix}{number:04d}"])
    assert [span.code for span in spans] == ["SEO0004"]
