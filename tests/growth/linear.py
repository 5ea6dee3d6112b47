"""The patterns that were found linear once: whatever is tried again is new, or all of it with THOROUGH=1.

python -m tests.growth.linear    # try those that are not recorded, and record those that are linear
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

from bot.reading import page, pdf, plans, prose_labels, siblings
from bot.records import derivation

from .collecting import ROOT
from .pumping import SLOW, Pump, pumps, seconds

RECORD = Path(__file__).with_name("linear.txt")
"""A line for each: the hash of a pattern, its flags and how it is used."""
Collected = tuple[str, int, str, list[str]]
SHORT, LONG = 500, 4000
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


def is_linear(one: Collected) -> bool:
    """Whether a pattern sees no long text, or takes none of the hostile ones its square."""
    source, flags, _place, methods = one
    pattern = re.compile(source, flags)
    return source in BOUNDED or not any(grows(pattern, methods, pump) for pump in pumps(source, flags))


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


def collected() -> list[Collected]:
    """All patterns that importing, ingesting and asking compile, with their flags, places and uses."""
    command = [sys.executable, "-m", "tests.growth.collecting"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [tuple(one) for one in json.loads(found.stdout)]


def name_of(one: Collected) -> str:
    """A short hash of a pattern with its flags and uses, as it is recorded."""
    source, flags, _place, methods = one
    return hashlib.sha256(json.dumps([source, flags, sorted(methods)]).encode()).hexdigest()[:16]


def recorded() -> frozenset[str]:
    """The names of the patterns that were found linear."""
    return frozenset(RECORD.read_text("utf-8").split())


if __name__ == "__main__":
    known = recorded()
    linear = sorted(name_of(one) for one in collected() if name_of(one) in known or is_linear(one))
    RECORD.write_text("\n".join(linear) + "\n", "utf-8")
