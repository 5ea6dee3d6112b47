"""No pattern takes the square of a text's length."""

from __future__ import annotations

import pytest

from tests.thorough import THOROUGH

from .linear import Collected, collected, is_linear, name_of, recorded

PARTS = 2
"""They are tried in so many tests, so that several processors have their share."""


@pytest.fixture(scope="module")
def found() -> list[Collected]:
    """All patterns that importing, ingesting and asking compile."""
    return collected()


@pytest.mark.parametrize("part", range(PARTS))
def test_every_pattern_is_linear(part: int, found: list[Collected]) -> None:
    """Of all patterns that importing, ingesting and asking compile, none grows faster than the text it is given."""
    assert len(found) > 150
    known = frozenset() if THOROUGH else recorded()
    new = [one for one in found if name_of(one) not in known]
    assert [one for one in new[part::PARTS] if not is_linear(one)] == []


def test_a_square_is_noticed() -> None:
    """A pattern that tries each end for each beginning is not taken for a linear one, nor is it recorded."""
    slow: Collected = (r"(?:a|b)*c$", 0, "here", ["search"])
    assert not is_linear(slow)
    assert name_of(slow) not in recorded()
