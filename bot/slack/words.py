"""The words of buttons and forms, as data: one table a language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def words(language: str) -> Mapping[str, str]:
    """The words of a language, English where there are none of it."""
    tables = _tables()
    return tables.get(language, tables["en"])


@cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((files("bot.slack") / "words.toml").read_text("utf-8"))
