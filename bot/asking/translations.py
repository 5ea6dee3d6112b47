"""English words for everyday words of other languages (`translations.toml`): most documents are written in English."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from bot.asking.tables import table
from bot.records.folding import fold


@cache
def _table(name: str) -> dict[str, tuple[str, ...]]:
    data = table(Path(__file__).with_name("translations.toml"))
    return {fold(key): tuple(values) for key, values in data.get(name, {}).items()}


def alternatives(words: Sequence[str], language: str, *, placed: bool) -> list[tuple[str, ...]]:
    """The words in their order, those that a phrase of the table covers as one, each with what else it may be called.

    From English only where a place is named (`placed`), into Spanish: some countries' documents are written in it.
    """
    known = _table(language) if language != "en" else _table("en_es") if placed else {}
    found: list[tuple[str, ...]] = []
    at = 0
    while at < len(words):
        for end in range(min(len(words), at + 5), at, -1):
            said = " ".join(words[at:end])
            if (other := known.get(fold(said))) is not None:
                found.append((said, *other))
                at = end
                break
        else:
            found.append((words[at],))
            at += 1
    return found


__all__ = ["alternatives"]
