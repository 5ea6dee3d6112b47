"""The weights of readings, read once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from bot.records.kept import table


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """Table → name → weight (`weights.toml`)."""
    return table(Path(__file__).with_name("weights.toml"))
