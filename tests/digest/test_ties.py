"""A commitment of a plan whose page comes later: one commitment, and no news but what the page says."""

from __future__ import annotations

import pytest

from bot.records.store import Store
from bot.state.subscriptions import get
from tests.digest.office import DAY, MONDAY, Office
from tests.present import present

PLAN = """Kenya National Action Plan 2020-2022

Commitment 1: Open budgets
Lead implementing agency: National Treasury
Start date: 1 January 2021
End date: 31 December 2021

Commitment 2: Open courts
Lead implementing agency: Judiciary
Start date: 1 January 2021
End date: 31 December 2021

Commitment 3: Open geospatial data
Lead implementing agency: Survey of Kenya
Start date: 1 January 2021
End date: 31 December 2021
"""
PAGE = """Open geospatial data (KE0031)

Overview

Country: Kenya
Action Plan: Kenya Action Plan 2020-2022
Action Plan Cycle: 2020
Status: Active

Institutions

Lead Institution: Survey of Kenya

Description

Start date: 1 January 2021; End date: 31 December 2021
"""


@pytest.fixture
def office(office: Office) -> Office:
    """An office that has a plan of three commitments."""
    (office.corpus / "kenya-plan.txt").write_text(PLAN, "utf-8")
    office.ingest()
    return office


@pytest.mark.parametrize(
    ("kind", "value"), [("country", "Kenya"), ("code", "KE-P20-3"), ("institution", "Survey of Kenya")]
)
def test_a_page_of_a_plans_commitment_is_neither_new_nor_is_it_gone(office: Office, kind: str, value: str) -> None:
    """When its page comes, a plan's commitment is found under its code, and nothing is told to be new or gone."""
    key = office.subscribe(kind, value)
    office.round(MONDAY)
    (office.corpus / "KE0031.txt").write_text(PAGE, "utf-8")
    posted = office.round(MONDAY + DAY)
    with Store(office.database) as store:
        assert store.tied("KE") == {"KE-P20-3": "KE0031"}
    told = [(line.code, one.kind) for made in posted for line in made.news.happened for one in line.told]
    assert {kind for _code, kind in told} <= {"change"}
    assert present(get(office.state, key)).stopped is None
