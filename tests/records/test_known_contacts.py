"""What counts as a contact in a text: what reads as one, and what some document states as one, however it looks."""

from __future__ import annotations

import sys
from types import FrameType

import pytest

from bot.records.known_contacts import MARK, KnownContacts

STATED = [
    ("phone", "02 2100 3418 ext. 7"),
    ("phone", "+82221003418"),
    ("phone", "none"),
    ("phone", "zero two"),
    ("phone", "민원 콜센터"),
    ("phone", "Not specified"),
    ("phone", "Ministry of Kilns"),
    ("phone", "110"),
    ("email", "kim (at) korea.kr"),
    ("email", "조로@한국.한국"),
    ("email", "front desk of the foundry"),
    ("email", "a@b.org; the night porter"),
]
KNOWN = KnownContacts.of(STATED, lambda text: text == "Ministry of Kilns")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        # what reads as one
        ("Write to kim.lee@korea.kr today", "Write to ▒▒▒ today"),
        ("kim.lee (at) korea (dot) kr or 02-2100-3499", "▒▒▒ or ▒▒▒"),
        ("Tel. +82-2-2100-3499, fax 2100 3419", "Tel. ▒▒▒, fax ▒▒▒"),
        ("조로@한국.한국는 누구인가요", "▒▒▒ 누구인가요"),
        ("이름@예.한국", "▒▒▒"),
        # what is stated as one
        ("call Zero  Two, or the front-desk of the Foundry", "call ▒▒▒, or the ▒▒▒"),
        ("민원 콜센터는 누구 번호인가요", "▒▒▒ 누구 번호인가요"),
        ("ask the night porter", "ask ▒▒▒"),
        ("02/2100/3418 or 21003418 or 82 2 2100 3418", "▒▒▒ or ▒▒▒ or ▒▒▒"),
        ("02－2100－3418, 2100·3418 and 2100−3418", "▒▒▒, ▒▒▒ and ▒▒▒"),
        ("Plan 2016-2018 02-2100-3418/9 hotline", "Plan 2016-2018 ▒▒▒ hotline"),
        ("٢١٠٠٣٤١٨ or ２１００３４１８", "▒▒▒ or ▒▒▒"),
        ("22. 2014-2015 Action Plan", None),
        ("kim at korea.kr, kim AT korea DOT kr, kim%40korea.kr", "▒▒▒, ▒▒▒, ▒▒▒"),
        ("조로 @ 한국.한국", "▒▒▒"),
        ("민원 콜센터", "▒▒▒"),  # taken apart, as macOS writes it
        # what its reader does not see parts no contact
        ("kim\u200b.lee@ko\u200brea.kr", "▒▒▒"),
        ("call zero\ufe0f two or ze\u034fro two", "call ▒▒▒ or ▒▒▒"),
        ("call zero\u200d two, 2100\u2060-3418", "call ▒▒▒, ▒▒▒"),
        # none of these is a contact
        ("1 July 2016 ~ 30 June 2018", None),
        ("2016-07-01 to 2018-06-30, 2016.07.01, 01/07/2016", None),
        ("12.500.000 won for 1 200 000 people in 2017-2018", None),
        ("there is none of it, not specified anywhere; 110 of them", None),
        ("KR0032, KR0029 and 47 others; law 2013", None),
        ("the Ministry of Kilns, zero and two, a desk at the front", None),
        ("commitments @ work", None),
    ],
)
def test_what_is_a_contact(text: str, left: str | None) -> None:
    """Addresses and numbers, and what is stated as such, however it is separated; dates, sums and names are none."""
    assert KNOWN.hide(text) == (left or text)


def test_contacts_that_touch_are_one() -> None:
    """Contacts that overlap, and places that are known otherwise, get one mark."""
    assert KNOWN.spans("Kim: a@b.org", [(0, 3, "phone"), (6, 9, "phone")]) == [(0, 3, "phone"), (5, 12, "email")]
    assert KNOWN.fields("zero two and a@b.org") == {"phone", "email"}


def test_the_name_of_a_file_is_no_number() -> None:
    """What merely reads as a number is none in a file's name; an address there is one."""
    assert KNOWN.spans("2022-01-01-1234.csv", numbers=False) == []
    assert KNOWN.spans("a@b.org.csv", numbers=False) != []


def test_the_mark_is_no_word() -> None:
    """The mark is no word of any language, so that nothing finds it or is named by it, and it is no contact again."""
    assert not any(map(str.isalnum, MARK))
    assert KNOWN.hide(MARK) == MARK


@pytest.mark.parametrize("piece", ["a@", "1 ", "1-", "(", "a", "zero ", "front desk ", "\u200b", "@ ", "a.b "])
def test_no_text_takes_the_square_of_its_size(piece: str) -> None:
    """Looking for contacts in a text of twice the size takes about twice as many calls."""
    once, twice = (_calls(piece * (size // len(piece)) + " @ 1") for size in (4_000, 8_000))
    assert twice < 3 * once + 100


def _calls(text: str) -> int:
    count = 0

    def called(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        KNOWN.hide(text)
    finally:
        sys.setprofile(before)
    return count
