"""What a digest was composed from is kept as long as its rest may be opened."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.state.deliveries import Basis, basis, keep_basis
from bot.state.subscriptions import add, remove
from tests.state.test_deliveries import NOW, ONE

BASIS = Basis("t1", "S1", "2026-11-21", "2026-11-14", 3, 7, 30, ("KR0029",), ("KR0032", "KR0001"), "8b42bb44ae72e71c")


@pytest.fixture
def state(state):
    """A state database with one subscription."""
    add(state, ONE, NOW)
    return state


def test_it_is_kept_as_given(state):
    """What is kept comes back the same under its token, and no other."""
    keep_basis(state, BASIS, NOW)
    assert basis(state, "t1") == BASIS
    assert basis(state, "t2") is None


def test_a_second_attempt_replaces_the_first(state):
    """A digest that is composed again under the same token has the later basis."""
    keep_basis(state, BASIS, NOW)
    keep_basis(state, replace(BASIS, told=5), NOW)
    assert basis(state, "t1").told == 5


def test_it_goes_with_its_subscription(state):
    """What an ended subscription had is gone."""
    keep_basis(state, BASIS, NOW)
    remove(state, "S1", "U1", NOW)
    assert basis(state, "t1") is None
