"""Which commitments a text of people names: codes and whole titles, wherever they stand in it."""

from __future__ import annotations

import pytest

from bot.asking.mentions import LOOKED_AT, citations
from bot.records.store import Store
from tests.asking.conftest import TODAY

TEXTS = [
    ("did anybody look at Citizen Services Application since last week?", ["KR0032"]),
    ("kr 29 and KR0032 are late", ["KR0029", "KR0032"]),
    ("Notes:\n- Citizen Groups Government Service Design\n- KR0032 (see there)\nThanks!", ["KR0029", "KR0032"]),
    ("the citizen servcies application, again", ["KR0032"]),
    ("see https://www.opengovpartnership.org/members/republic-of-korea/commitments/KR0029/", ["KR0029"]),
    ("we publish it as Open Data now", ["KR0044"]),
]


@pytest.mark.parametrize(("text", "codes"), TEXTS, ids=[text[:20] for text, _codes in TEXTS])
def test_what_is_named(store: Store, text: str, codes: list[str]) -> None:
    """Codes and titles are found in their order, also with typing errors; each commitment once."""
    assert citations(store, text, TODAY).codes == tuple(codes)


@pytest.mark.parametrize(
    "text",
    [
        "Lunch at 12? The ministry called about the budget.",
        "Contact Lee, hyo soon about the app",
        "the government's anti-corruption plan and services for citizens",
        "when does the commitment end, and who leads it?",
        "",
    ],
)
def test_what_is_not_named(store: Store, text: str) -> None:
    """People, areas, fields, and a word or two that titles hold too name no commitment."""
    assert citations(store, text, TODAY).codes == ()


def test_a_code_that_no_document_has(store: Store) -> None:
    """A code that there is not is told apart, and never taken for a like one."""
    found = citations(store, "KR9999 and KR0029", TODAY)
    assert (found.codes, found.unknown) == (("KR0029",), ("KR9999",))


def test_a_long_text_is_looked_at_up_to_a_length(store: Store) -> None:
    """What stands far down in a very long text is not looked at."""
    assert citations(store, "x. " * LOOKED_AT + "KR0029", TODAY).codes == ()
