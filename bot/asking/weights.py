"""The weights of readings, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """Table → name → weight (`weights.toml`)."""
    return tomllib.loads((files(__package__) / "weights.toml").read_text(encoding="utf-8"))
