"""Whole plans as Word and PDF, and what a reader of them should find: made by `tests/plans/make.py`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tests.plans import make

PLANS = Path(__file__).parents[1] / "plans"
LANGUAGES = ("en", "es", "fr")


@cache
def plan_of(language: str) -> make.Plan:
    """The plan in a language."""
    return make.load(PLANS / f"{language}.toml")


def flat(text: str) -> str:
    """A text with every run of white space made one space."""
    return " ".join(text.split())


def stated(told: Mapping[str, Any] | list[Any]) -> Iterator[str]:
    """Every text that a plan's commitments state."""
    for said in told.values() if isinstance(told, Mapping) else told:
        if isinstance(said, Mapping | list):
            yield from stated(said)
        elif isinstance(said, str) and said:
            yield said


def missing(language: str, text: str) -> list[str]:
    """The texts of a plan's commitments that are not one stretch of `text`."""
    whole = flat(text)
    return [said for said in stated(make.truth(plan_of(language))["commitments"]) if said not in whole]
