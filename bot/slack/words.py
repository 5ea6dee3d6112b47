"""The words of buttons and forms, as data: files with one table a language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def words(language: str, file: str = "words.toml") -> Mapping[str, str]:
    """The words of a language in a file beside this one, English where there are none of it."""
    tables = _tables(file)
    return tables.get(language, tables["en"])


@cache
def _tables(file: str) -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((files("bot.slack") / file).read_text("utf-8"))
