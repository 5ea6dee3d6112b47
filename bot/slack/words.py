"""The words of buttons, forms and sentences, as data: a table for each subject in a language's `slack.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.records.languages import read


def words(language: str, subject: str = "buttons") -> Mapping[str, Any]:
    """The words of a language about a subject, English where it lacks them."""
    found: Mapping[str, Any] = read(language, "slack")[subject]
    return found
