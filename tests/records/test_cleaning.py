"""Text is safe to show once it is cleaned, and JSON is without losing anything."""

from __future__ import annotations

import json
import sys
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.records.text import cleaned, cleaned_json
from tests.hostile import NASTY, unsafe

SHAPED = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
SPELLING = "\u200c\u200d\u180e" + "".join(map(chr, range(0x13430, 0x13440)))
anything = st.text(st.one_of(st.characters(), st.sampled_from(NASTY + "\r\n\t\u2028\ud800\U000e0001")))


@given(anything)
def test_what_is_cleaned_is_safe(text: str) -> None:
    """No control character but tab and line feed is left, nor anything that hides or turns the order round."""
    assert unsafe(cleaned(text), allowed=SHAPED + SPELLING) == []


@given(anything)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    """What is clean stays as it is."""
    assert cleaned(cleaned(text)) == cleaned(text)


@given(st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"])))
def test_what_people_write_stays(text: str) -> None:
    """Letters, marks, numbers, signs and spaces of every script stay."""
    assert cleaned(text) == text


@pytest.mark.parametrize("text", ["می‌خواهم", "क्‍ष", "👩‍👩‍👧 ❤️", "한국어", "ᠬᠦᠨ᠎ᠠ", "۝", "a\tb\nc", "e\u0301"])
def test_scripts_and_emoji_keep_what_they_need(text: str) -> None:
    """Joiners within Persian, Indic and emoji, variation selectors and signs with a shape are no hidden text."""
    assert cleaned(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[2Jb", "a�[2Jb"),
        ("a\x9b31mb", "a�31mb"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("pay \u202eeurt\u202c", "pay eurt"),
        ("in\u200bvis\u00adible\U000e0041", "invisible"),
        ("\ud800", "�"),
    ],
)
def test_what_is_shown_instead(text: str, shown: str) -> None:
    """A control leaves a mark where it stood; what has no shape leaves nothing."""
    assert cleaned(text) == shown


def test_every_formatting_character_is_decided_on() -> None:
    """Each character of Unicode's category Cf is left out, or is one that a script needs or that has a shape."""
    kept = {
        char for char in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(char) == "Cf" and cleaned(char)
    }
    assert kept <= set(SHAPED + SPELLING)


@given(st.recursive(anything, lambda inner: st.lists(inner) | st.dictionaries(anything, inner), max_leaves=5))
def test_json_is_safe_and_exact(value: Any) -> None:
    """The JSON holds nothing unsafe and parses to the very value."""
    text = cleaned_json(value)
    assert unsafe(text, allowed=SHAPED + SPELLING) == []
    assert json.loads(text) == value


def test_json_stays_readable() -> None:
    """Only what is unsafe is escaped."""
    assert cleaned_json({"title": "한국어 é", "bad": "\x9b\u202e"}) == '{"title": "한국어 é", "bad": "\\u009b\\u202e"}'
