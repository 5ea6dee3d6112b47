"""Institutions that a corpus spells in several ways: with their country's name, and without it."""

from __future__ import annotations

from datetime import date

import pytest

from bot.asking import ask
from bot.asking.answer import Answer
from bot.intake.reader import Rules, reread
from bot.records.build import build
from bot.records.model import Arrival
from bot.records.store import Store

MAPPING = """
[code]
column = "Code"
[columns]
title = "Title"
lead_institution = "Lead"
"""
CSV = (
    "Code,Title,Lead\n"
    "CA0001,Roads,Treasury Board Secretariat\n"
    "CA0002,Courts,Treasury Board Secretariat\n"
    "CA0003,Taxes,Treasury Board of Canada Secretariat\n"
    "GE0001,Prisons,Ministry of Justice of Georgia\n"
    "GE0002,Notaries,Ministry of Justice\n"
    "KE0001,Water,Ministry of Justice\n"
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A database of a table whose countries spell an institution in two ways."""
    folder = tmp_path_factory.mktemp("tables")
    (folder / "m.toml").write_text(MAPPING, "utf-8")
    rules = Rules(folder / "m.toml")
    arrivals = [Arrival("plan.csv", "plan.csv", CSV.encode(), reader="1")]
    build(folder / "a.db", arrivals, rules.read, reread, as_of=date(2026, 11, 26))
    return Store(folder / "a.db")


def asked(question: str, store: Store) -> Answer:
    """The answer to a question."""
    return ask(store, question, as_of=date(2026, 11, 26))[0]


def test_an_exact_spelling_is_meant_alone(store: Store) -> None:
    """Who says a name as it stands means it, and not what is like it."""
    answer = asked("commitments led by the Treasury Board Secretariat", store)
    assert answer.result == {"type": "set", "value": ["CA0001", "CA0002"]}


@pytest.mark.parametrize(
    "question",
    [
        "commitments led by the Treasury Board of Canada Secretariat",
        "commitments led by the Treasury Board Secretariat of Canada",
        "commitments led by the Tresury Board Secretariate of Canada",
        "compromisos del Treasury Board Secretariat of Canada",
    ],
)
def test_spellings_of_the_same_words_are_meant_together_and_named(question: str, store: Store) -> None:
    """An institution that is named with its country is meant in each of its spellings, and the heading names them."""
    answer = asked(question, store)
    assert answer.result == {"type": "set", "value": ["CA0001", "CA0002", "CA0003"]}
    assert "Treasury Board of Canada Secretariat / Treasury Board Secretariat" in answer.reading


def test_a_spelling_that_other_countries_have_too_is_not_taken_along(store: Store) -> None:
    """The "Ministry of Justice" of Kenya is not that of Georgia."""
    answer = asked("commitments led by the Ministry of Justice of Georgia", store)
    assert "KE0001" not in answer.result["value"]  # type: ignore[index]
