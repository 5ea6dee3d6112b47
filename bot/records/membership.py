"""Which members a text names, and whether they fit the letters of a code."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from bot.records.countries import Country, home_of, members
from bot.records.folding import fold

_WORD = re.compile(r"[^\W_]+")
NAMING = ("country", "action_plan")
"""The fields whose values name the member that a commitment is of."""

_ELSEWHERE = frozenset({"america", "salvador"})
"""Names of members that are as often part of another place's."""
_SHORT = 3  # letters; “US” is also a word
_MOST_WORDS = 6


def named_in(text: str) -> list[Country]:
    """The members whose names stand in `text`, in order; of names within each other the longest: `Northern Ireland`."""
    words = _WORD.findall(fold(text))
    found: list[Country] = []
    at = 0
    while at < len(words):
        for size in range(min(_MOST_WORDS, len(words) - at), 0, -1):
            name = " ".join(words[at : at + size])
            if (member := _names().get(name)) and (size == len(words) or not _is_common(name)):
                found.append(member)
                break
        at += size
    return found


@lru_cache(maxsize=4096)
def stranger(code: str, text: str) -> Country | None:
    """The national member that `text` names where the letters of `code` are another's.

    None where one of the members that it names fits, or where nothing tells: the letters are nobody's, no member is
    named. A local member and its state fit each other (`SEO` and Korea, `KR` and Seoul); a city that is named without
    its state tells nothing, since places share names.
    """
    home = home_of(code)
    named = named_in(text) if home else []
    if home is None or any(member.region == home.region for member in named):
        return None
    return next((member for member in named if member.parent is None), None)


@cache
def _names() -> dict[str, Country]:
    """The members by their folded names; a local one by its place alone, its state is named for itself."""
    named: dict[str, Country] = {}
    for member in members():
        for name in (member.name, *member.aliases) if member.parent is None else member.aliases:
            named.setdefault(" ".join(_WORD.findall(fold(name))), member)
    return named


def _is_common(name: str) -> bool:
    """Whether a name is something else as often, where more words stand beside it."""
    return name in _ELSEWHERE or (name.isascii() and len(name) <= _SHORT)
