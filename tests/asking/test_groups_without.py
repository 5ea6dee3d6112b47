"""Groups that have none of what is counted: named by "the fewest", by "no" and by a bound that zero meets."""

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
completion = "Done"
starred = "Star"
"""
CSV = (
    "Code,Title,Lead,Done,Star\n"
    "KE0001,Roads,Ministry of Roads,Complete,1\n"
    "KE0002,Courts,Ministry of Justice,Limited,0\n"
    "GH0001,Taxes,Ministry of Finance,Limited,0\n"
    "GH0002,Budgets,Ministry of Finance,Not Started,0\n"
    "CA0001,Water,Department of Health,Complete,0\n"
    "CA0002,Forests,Department of Forests,Complete,0\n"
    "LR0001,Mines,Ministry of Mines,NR,0\n"
)
NONE = {"Ghana": 0, "Liberia": 0}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A database of a table of four countries, two of them without a complete commitment."""
    folder = tmp_path_factory.mktemp("tables")
    (folder / "m.toml").write_text(MAPPING, "utf-8")
    rules = Rules(folder / "m.toml")
    arrivals = [Arrival("plan.csv", "plan.csv", CSV.encode(), reader="1")]
    build(folder / "a.db", arrivals, rules.read, reread, as_of=date(2026, 11, 26))
    return Store(folder / "a.db")


def asked(question: str, store: Store) -> Answer:
    """The answer to a question."""
    return ask(store, question, as_of=date(2026, 11, 26))[0]


@pytest.mark.parametrize(
    "question",
    [
        "which countries have no completed commitment?",
        "which country has none completed?",
        "which countries have not completed any commitment?",
        "which countries have 0 completed commitments?",
        "¿qué países no tienen ningún compromiso completo?",
        "¿qué países no han completado ningún compromiso?",
        "quels pays n'ont aucun engagement achevé ?",
        "quels pays n'ont achevé aucun engagement ?",
        "welche Länder haben keine abgeschlossene Verpflichtung?",
        "welche Länder haben keine einzige Verpflichtung abgeschlossen?",
        "quais países não têm nenhum compromisso concluído?",
        "완료된 공약이 하나도 없는 나라는?",
        "countries without any completed commitment",
        "countries that never completed anything",
        "which countries never completed a commitment?",
        "países sin ningún compromiso completado",
        "¿qué países nunca han completado un compromiso?",
        "pays sans aucun engagement achevé",
        "quels pays n'ont jamais achevé d'engagement ?",
        "países sem nenhum compromisso concluído",
        "quais países nunca concluíram um compromisso?",
        "länder ohne eine einzige abgeschlossene verpflichtung",
        "welche länder haben nie eine verpflichtung abgeschlossen?",
        "공약을 한 번도 완료하지 못한 나라는?",
    ],
)
def test_no_over_a_group_seeks_the_groups_without_any(question: str, store: Store) -> None:
    """ "No", "none" and "not any" behind a country ask for the countries whose count is zero, in every language."""
    answer = asked(question, store)
    assert answer.result == {"type": "group", "value": NONE}


def test_what_is_undecided_of_groups_without_any_is_told(store: Store) -> None:
    """A commitment that nothing is reported of may be one of those that its country seems to lack."""
    assert "For 1 more commitment" in asked("which countries have no completed commitment?", store).text


def test_the_fewest_may_be_none(store: Store) -> None:
    """The groups among which the fewest are sought are those of all commitments, so that none is the fewest."""
    answer = asked("which country finished the fewest commitments?", store)
    assert answer.result == {"type": "group", "value": ["Ghana", "Liberia"]}


def test_a_bound_that_zero_meets_counts_those_without_any(store: Store) -> None:
    """ "Fewer than two" is true of those that have none."""
    answer = asked("which countries have fewer than 2 completed commitments?", store)
    assert answer.result == {"type": "group", "value": {"Kenya": 1, **NONE}}


def test_groups_are_those_of_the_countries_spoken_of(store: Store) -> None:
    """What has none in Kenya is an institution of Kenya."""
    answer = asked("which institutions in Kenya have no completed commitment?", store)
    assert answer.result == {"type": "group", "value": {"Ministry of Justice": 0}}


def test_without_a_field_behind_the_noun_is_said_of_commitments(store: Store) -> None:
    """What commitments are without, behind their noun, is a blank of theirs."""
    answer = asked("which countries have commitments without a lead institution?", store)
    assert '"Not' not in (answer.reading or "")
    assert answer.result == {"type": "group", "value": {}}
