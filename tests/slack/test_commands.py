"""Commands are read in any writing; what is none is a question, as it was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.listeners.commands import Command, read_command


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("subscribe", Command("subscribe")),
        ("subscribe KR0032", Command("subscribe", "KR0032")),
        ("Subscribe: KR0032", Command("subscribe", "KR0032")),
        ("subscribe *KR0032*", Command("subscribe", "*KR0032*")),
        ("subscribe `KR0032`", Command("subscribe", "`KR0032`")),
        ("subscribe\u00a0KR0032", Command("subscribe", "KR0032")),
        ("subscribe\u00a0me\u00a0KR0032", Command("subscribe", "KR0032", True)),
        ("subscribe me", Command("subscribe", "", True)),
        ("subscribe me: to Kenya", Command("subscribe", "to Kenya", True)),
        ("subscribe media law", Command("subscribe", "media law")),
        ("구독 나에게 케냐", Command("subscribe", "케냐", True)),
        ("unsubscribe.", Command("unsubscribe")),
        ("unsubscribe Kenya", Command("unsubscribe", "Kenya")),
        ("settings!", Command("settings")),
        ("weekly", Command("weekly")),
        ("mute kr 32", Command("mute", "kr 32")),
        ("", Command("help")),
        (" \u00a0 ", Command("help")),
        ("help?", Command("help")),
        ("settings of KR0032", Command("", "settings of KR0032")),
        ("digest of what changed", Command("", "digest of what changed")),
        ("who leads *KR0032*?", Command("", "who leads *KR0032*?")),
        ("?", Command("", "?")),
    ],
)
def test_what_is_typed(text: str, expected: Command) -> None:
    """A verb, whatever signs are around it, and the words behind it; anything else is a question, untouched."""
    assert read_command(text) == expected


@given(st.text(max_size=60))
def test_nothing_typed_is_lost(text: str) -> None:
    """Any text is a command or the question itself."""
    read = read_command(text)
    assert read.verb or read.rest == text
