"""Questions about the bot and its data are answered with what the database holds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.asking import ask
from bot.records.store import Store
from tests.asking.conftest import TODAY, Asks
from tests.present import present
from tests.questions.asked import ingested


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The store of the corpus of the bank."""
    with Store(ingested(tmp_path_factory.mktemp("about")).database) as opened:
        yield opened


def test_coverage_counts_what_there_is(generated: Store) -> None:
    """What is covered is told in commitments, countries, plans and the first and last year of these."""
    years = sorted(key for key, _count in generated.groups("c.cycle", "1", []) if key)
    total, pages = generated.totals()
    statement = ask(generated, "what do you cover?", as_of=TODAY)[0].statement
    assert statement.startswith(f"Commitments: {total}; countries: {len(generated.countries())}; action plans: ")
    assert f"of the years {years[0][:4]} to {years[-1][:4]}. With a page or a row of their own: {pages}" in statement
    assert f"known from an index only: {total - pages}." in statement


def test_the_most_frequent_areas_are_told_and_the_others_counted(generated: Store, asked: Asks) -> None:
    """Fifteen areas are told, the rest is counted; where there are fewer, nothing is said of more."""
    many = ask(generated, "which policy areas are there?", as_of=TODAY)[0]
    assert len(present(many.result)["value"]) == 33
    assert [line[:1] for line in many.lead[1:]] == ["•"] * 15 + ["…"]
    assert many.lead[-1] == "… and 18 more groups."
    few = asked("which policy areas are there?")
    told = len(present(few.result)["value"])
    assert 0 < told <= 15
    assert len(few.lead) == 1 + told
