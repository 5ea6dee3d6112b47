"""No pattern takes the square of a text's length."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from bot.reading import page, pdf, plans, prose_labels, siblings
from bot.records import derivation

from .collecting import ROOT
from .pumping import SLOW, Pump, pumps, seconds

SHORT, LONG = 500, 4000
PARTS = 4
"""They are tried in so many tests, so that several processors have their share."""
WORTH_A_LOOK = 1e-4
"""Seconds for a SHORT text below which a pattern cannot have taken its square."""
LINEAR = 20
"""How many times longer the LONG text, eight times the SHORT one, may take: a square takes 64 times as long."""

# Patterns that see no long text, and what they see.
BOUNDED = {
    prose_labels._LINE_START.pattern: "the 48 characters before what may be a label",
    prose_labels._LEAD_IN.pattern: "the 48 characters before what may be a label",
    page._BEFORE_ADDRESS.pattern: "the 120 characters before an address",
    siblings._MARK.pattern: "a row of an index, of at most 600 characters",
    plans._FOOT.pattern: "a line of at most 160 characters",
    pdf._BARE_NUMBER.pattern: "a line of at most 60 characters",
    derivation._PLAN.pattern: "the first 300 characters of an action plan's name",
}


def grows(pattern: re.Pattern[str], methods: list[str], pump: Pump) -> bool:
    """Whether the time grows faster than the text, in each of three comparisons."""
    for _ in range(3):
        short = seconds(pattern, methods, pump.text(SHORT))
        if short < WORTH_A_LOOK:
            return False
        long = seconds(pattern, methods, pump.text(LONG))
        if long < SLOW and long <= LINEAR * short:
            return False
    return True


@pytest.fixture(scope="module")
def collected() -> list[tuple[str, int, str, list[str]]]:
    """All patterns that importing, ingesting and asking compile, with their flags, places and uses."""
    found = subprocess.run(
        [sys.executable, "-m", "tests.growth.collecting"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [tuple(one) for one in json.loads(found.stdout)]


@pytest.mark.parametrize("part", range(PARTS))
def test_every_pattern_is_linear(part: int, collected: list[tuple[str, int, str, list[str]]]) -> None:
    """Of all patterns that importing, ingesting and asking compile, none grows faster than the text it is given."""
    assert len(collected) > 150
    slow = []
    for source, flags, place, methods in collected[part::PARTS]:
        if source in BOUNDED:
            continue
        pattern = re.compile(source, flags)
        worst = next((pump for pump in pumps(source, flags) if grows(pattern, methods, pump)), None)
        if worst:
            slow.append((place, source[:80], worst))
    assert slow == []
