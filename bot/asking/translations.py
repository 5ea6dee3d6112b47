"""English words for everyday words of other languages: most documents are written in English.

They are data, `translations.toml` of each language. That of English has Spanish words: other documents are Spanish.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from bot.asking import normalise
from bot.asking.normalise import singular
from bot.records import folding, names
from bot.records.folding import fold
from bot.records.kept import derived, table
from bot.records.languages import file_of
from bot.records.names import EMPTY_WORDS

_ELIDED = re.compile(r"\b(?:[ldnsc]|qu)'")


@cache
def _table(name: str) -> dict[str, tuple[str, ...]]:
    file = file_of(name, "translations")
    makers = (__file__, normalise.__file__, folding.__file__, names.__file__)
    return derived(file, makers, lambda: _made(file)) if file.is_file() else {}


def _made(file: Path) -> dict[str, tuple[str, ...]]:
    return {_bare(key): tuple(values) for key, values in table(file).items()}


def _bare(text: str) -> str:
    """Folded words without their elided articles, empty words and plural endings: "lanceurs d'alerte"."""
    said = [singular(word) for word in _ELIDED.sub("", fold(text)).split()]
    return " ".join([word for word in said if word not in EMPTY_WORDS] or said)


def alternatives(words: Sequence[str], language: str, *, placed: bool) -> list[tuple[str, ...]]:
    """The words in their order, those that a phrase of the table covers as one, each with what else it may be called.

    From English only where a place is named (`placed`), into Spanish: some countries' documents are written in it.
    """
    known = _table(language) if language != "en" or placed else {}
    found: list[tuple[str, ...]] = []
    at = 0
    while at < len(words):
        for end in range(min(len(words), at + 5), at, -1):
            said = " ".join(words[at:end])
            if (other := known.get(_bare(said))) is not None:
                found.append((said, *other))
                at = end
                break
        else:
            found.append((words[at],))
            at += 1
    return found


__all__ = ["alternatives"]
