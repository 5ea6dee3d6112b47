"""`ask --explain` shows the way from words to rows."""

from __future__ import annotations

import re

import pytest

from bot.asking.explain import explain
from bot.records.store import Store
from tests.asking.conftest import TODAY


def test_every_part_is_shown(store: Store) -> None:
    """Words with all that they may be, readings with what each costs, frame, plan and rows stand below each other."""
    text = explain(store, "which anti-corruption commitments ended in 2017?", as_of=TODAY)
    assert "language: en" in text
    assert re.search(r"^  ended +phrase +\d\.\d\d .*\bask end\b", text, re.MULTILINE)
    assert re.search(r"^  in 2017 +date ", text, re.MULTILINE)
    assert re.search(r"^  \d\.\d\d listing: .*that end in 2017$", text, re.MULTILINE)
    assert "reading: Commitments in the policy area anti-corruption, that end in 2017" in text
    assert "plan: (CASE WHEN c.code IN" in text
    assert "KR0032 end: “31 December 2017” (KR0032.txt, 904-920)" in text
    assert "undecided: " in text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("who leads KR9999?", "not answered: no_such_code KR9999"),
        ("who is the contact for public data quality management?", "asked back: several_entities KR0026 KR0047"),
        ("flibbertigibbet KR0032 phone", "left out: flibbertigibbet"),
    ],
)
def test_what_was_not_understood_is_shown(store: Store, question: str, told: str) -> None:
    """Why a question is not answered is told like everything else."""
    assert told in explain(store, question, as_of=TODAY)
