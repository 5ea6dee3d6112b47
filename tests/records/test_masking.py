"""What people write is kept without contacts: addresses, numbers and mentions are masked, dates and codes are not."""

from __future__ import annotations

import pytest

from bot.records.masking import masked, masked_values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("whose email is leehs30@korea.kr?", "whose email is [email]?"),
        ("leehs30@korea.kr는 누구 이메일인가요?", "[email] 누구 이메일인가요?"),
        ("write to anna (at) example.org please", "write to [email] please"),
        ("who is <mailto:anna@example.org|anna@example.org>?", "who is [email]?"),
        ("¿quién contesta en el +82 2 2100 3466?", "¿quién contesta en el [phone]?"),
        ("+82-2-2100-3466은 누구 번호인가요", "[phone]은 누구 번호인가요"),
        ("call me at 5551234567", "call me at [phone]"),
        ("call <tel:+8222100|2100-3418>", "call [phone]"),
        ("ring (02) 2100-3418 ext 12", "ring [phone]"),
        ("ask <@U02BOB> or <@U02BOB|bob>", "ask [person] or [person]"),
        ("a@b.org, c@d.org and 02-2100-3418", "[email], [email] and [phone]"),
    ],
)
def test_a_contact_is_masked(text, expected):
    """An address, a number or a mention is masked, however it is written, and the words around it stay."""
    assert masked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "who leads KR0032 and kr 0029 0032 0036?",
        "which end between 2016-07-01 and 2018-06-30?",
        "what ended from 2016-07-01 - 2018-06-30",
        "from 1.7.2016 to 30.06.2018, or 20180630",
        "plans of 2012 2014 2016-2018",
        "the 1,234 pages of KR-P2-3.1",
        "commitments @ work",
    ],
)
def test_what_is_no_contact_stays(text):
    """Codes, dates, years and counts are left as they are."""
    assert masked(text) == text


def test_every_text_of_a_frame_is_masked():
    """In what JSON holds, texts at any depth are masked, and all else stays."""
    frame = {"codes": ["KR0032"], "filters": [{"values": ["a@b.org"], "negated": False}], "limit": 21003466}
    assert masked_values(frame) == {
        "codes": ["KR0032"],
        "filters": [{"values": ["[email]"], "negated": False}],
        "limit": 21003466,
    }
