"""The words of buttons, forms and sentences, as data: a file for each subject, in it a table for each language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


def words(language: str, file: str = "words.toml") -> Mapping[str, Any]:
    """The words of a language in a file beside this one, English where there are none of it."""
    tables = _tables(file)
    return tables.get(language, tables["en"])


@cache
def _tables(file: str) -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((files("bot.slack") / file).read_text("utf-8"))
