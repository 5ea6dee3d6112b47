"""The words in and about pictures; they are data, one file a language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "es", "fr", "ko")


@cache
def chart_words(language: str) -> Mapping[str, Any]:
    """The words of one language (one of `LANGUAGES`)."""
    with (files("bot.charts") / "words" / f"{language}.toml").open("rb") as file:
        return tomllib.load(file)


def one_line(text: str) -> str:
    """`text` on one line."""
    return " ".join(text.split())


def shortened(text: str, limit: int) -> str:
    """`text` on one line, at most `limit` characters, cut at a word where it is longer."""
    flat = one_line(text)
    return flat if len(flat) <= limit else flat[: limit - 1].rsplit(" ", 1)[0] + "…"
