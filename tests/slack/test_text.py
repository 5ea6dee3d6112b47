"""Slack's text markup: what is literal, what is cut."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.blocks import fitted, link, literal, parts

PRINTABLE = st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"]))


@given(PRINTABLE)
def test_every_character_stays(text: str) -> None:
    """Nothing is lost or replaced: undone, the markup is the text again."""
    assert html.unescape(literal(text).replace("\u2060", "")) == text


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("a *bold* word", "a \u2060*bold* word"),
        ("_one_ and ~two~", "\u2060_one_ and \u2060~two~"),
        ("`code`", "\u2060`code`"),
        ("> quoted", "\u2060&gt; quoted"),
        ("mail my_own_name@korea.kr", "mail my_own_name@korea.kr"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("at 10:30", "at 10:30"),
        (":tada:", ":\u2060tada:"),
        ("@channel, @Everyone and @hereafter", "@\u2060channel, @\u2060Everyone and @hereafter"),
    ],
)
def test_marks_of_formatting_are_disarmed(text: str, marked: str) -> None:
    """An invisible joiner stands where a mark would format, and nowhere else."""
    assert literal(text) == marked


@pytest.mark.parametrize("bad", ["\x00", "\x1b", "\x85", "\ud800"])
def test_what_cannot_be_shown_is_replaced(bad: str) -> None:
    """Control characters and lone surrogates become the replacement character."""
    assert literal(f"a{bad}b") == "a\ufffdb"


@pytest.mark.parametrize("text", ["\u200b", " \u202e\xad ", "\u2066 \U000e0041"])
def test_a_text_that_only_hides_is_no_empty_text(text: str) -> None:
    """Where nothing of a text can be shown, a sign stands for it: Slack refuses an empty text."""
    assert literal(text) == "\ufffd"


@given(st.text(), st.integers(20, 200))
def test_what_is_fitted_fits(text: str, limit: int) -> None:
    """Text is cut to the limit, counted as Slack counts, and then ends in an ellipsis."""
    whole = literal(text)
    cut = fitted(whole, limit)
    assert len(cut) <= limit
    assert cut == whole or cut.endswith("…")


@given(st.lists(st.sampled_from(["&", "<", "word ", "x", "\n", "*", " "])).map("".join), st.integers(20, 60))
def test_parts_hold_everything(text: str, limit: int) -> None:
    """The parts of a text hold all of it but white space, none is too long, and no entity is torn."""
    markup = literal(text)
    pieces = parts(markup, limit)
    assert "".join("".join(pieces).split()) == "".join(markup.split())
    for piece in pieces:
        assert 0 < len(piece) <= limit
        assert "&" not in html.unescape(piece).replace("&", "") and piece.count("&") == piece.count(";")


@pytest.mark.parametrize(
    ("address", "linked"),
    [
        ("https://example.org/a?b=1&c=2", "<https://example.org/a?b=1&amp;c=2|label>"),
        ("https://example.org/>|<", "<https://example.org/%3E%7C%3C|label>"),
        ("mailto:a@b.org", "label"),
    ],
)
def test_an_address_cannot_end_its_link(address: str, linked: str) -> None:
    """What would end a link early is percent-encoded, and only web addresses are linked."""
    assert link(address, "label") == linked
