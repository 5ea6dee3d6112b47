"""A state database of a test's own, in each kind of database that there is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.state.database import State, open_state
from tests.state_databases import KINDS, new_address


@pytest.fixture(params=KINDS)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a new state database."""
    with new_address(request.param, tmp_path) as made:
        yield made


@pytest.fixture
def state(address: str) -> Iterator[State]:
    """An open state database with all its tables."""
    made = open_state(address)
    yield made
    made.dispose()
