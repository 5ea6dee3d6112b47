"""A simulated year, or its first nine months, hour by hour: the digests of the reference, none twice, none lost."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest

from bot.state.database import open_state
from tests.digest.reference import expected
from tests.digest.simulation import quick_state, simulate
from tests.digest.world import END, History, World, draw_world
from tests.state_databases import KINDS_OF_DIGESTS, new_address
from tests.thorough import THOROUGH, some

# The zones of the year in which most happens; `python -m bench digest` lives it with 300 subscriptions in all forty.
ODD = (
    "Africa/Cairo Africa/Casablanca America/Caracas America/Havana America/New_York America/Sao_Paulo Asia/Kathmandu"
    " Asia/Tehran Australia/Lord_Howe Europe/Kyiv Europe/Moscow Pacific/Apia Pacific/Auckland Pacific/Chatham"
).split()


@pytest.fixture(scope="module", params=KINDS_OF_DIGESTS)
def lived(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[World, History, History]:
    """A world of odd zones, what must come of it, and what came of it."""
    end = END if THOROUGH else datetime(2011, 11, 20, tzinfo=UTC)  # by then all clocks were changed twice
    zones = some(ODD, 2)
    world, folder = draw_world(seed=7, subscriptions=len(zones), zones=zones, end=end), tmp_path_factory.mktemp("year")
    with new_address(request.param, folder) as address:
        state = quick_state(folder) if request.param == "sqlite" else open_state(address)
        return world, expected(world), simulate(world, state)


def test_the_year_is_that_of_the_reference(lived: tuple[World, History, History]) -> None:
    """Exactly the digests that the reference computes were posted, each with exactly its changes."""
    _world, wanted, found = lived
    assert sorted(found.posts) == sorted(wanted.posts)
    assert len(found.posts) > 200


def test_no_digest_is_posted_twice(lived: tuple[World, History, History]) -> None:
    """No subscription got two digests of one local day, and no change twice."""
    _world, _wanted, found = lived
    days = Counter((key, day) for key, day, _numbers in found.posts)
    told = Counter((key, number) for key, _day, numbers in found.posts for number in numbers)
    assert set(days.values()) == {1}
    assert set(told.values()) == {1}


def test_pictures_are_of_weekly_digests_and_come_once(lived: tuple[World, History, History]) -> None:
    """A picture belongs to a weekly digest that was posted, none comes twice, and most come, killed or not."""
    world, _wanted, found = lived
    weekly = {person.subscription.id for person in world.people if person.subscription.weekly}
    posted = {(key, day) for key, day, _numbers in found.posts if key in weekly}
    assert set(Counter(found.pictures).values()) == {1}
    assert set(found.pictures) <= posted
    assert len(found.pictures) > len(posted) / 2


def test_owners_are_told_once(lived: tuple[World, History, History]) -> None:
    """An owner hears once that a digest is paused, and once of each digest that was given up."""
    _world, wanted, found = lived
    assert found.told == wanted.told
    assert {count for (_user, what), count in found.told.items() if what == "paused"} == {1}


def test_the_year_goes_wrong_often_enough(lived: tuple[World, History, History]) -> None:
    """The drawn year has what it is meant to try: kills after the send, lost answers, digests that were given up."""
    world, _wanted, found = lived
    outcomes = Counter(world.outcome(key, day, 1) for key, day, _numbers in found.posts)
    assert min(outcomes[name] for name in ("refused", "killed before", "killed after", "answer lost")) > 5
    assert sum(count for (_user, what), count in found.told.items() if what == "could not") > 1
