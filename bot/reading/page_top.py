"""What stands around the title of a page: navigation, and the country above or below it."""

from __future__ import annotations

from functools import cache

from bot.reading.label_tables import label_tables
from bot.reading.siblings import Title
from bot.reading.spans import CharSpan, Findings, FoundValue, Line, content, lines_of, trim
from bot.records.countries import country_of, members
from bot.records.text import fold

_LONGEST_COUNTRY = 60


def read_top(text: str, start: int, title: Title, prefix: str, found: Findings) -> None:
    """The lines above the title: navigation, and the country right before the title."""
    above = [line for line in lines_of(text, start, title.line.start) if trim(text, *line)]
    for number, line in enumerate(above):
        bare = content(text, line)
        if fold(text[bare.start : bare.end]) in label_tables().navigation:
            found.claimed.append(CharSpan(*line))
        elif number == len(above) - 1 and _is_country(text, bare, above[:number], prefix):
            found.values.append(FoundValue("country", *bare))


def read_below(text: str, title: Title, end: int, found: Findings) -> int:
    """Where the page goes on below its title and the country, where its name alone fills the next line."""
    if any(value.field == "country" for value in found.values):
        return title.line.end
    for line in lines_of(text, title.line.end, end):
        if bare := content(text, line):
            words = text[bare.start : bare.end]
            if len(words) > _LONGEST_COUNTRY or fold(words) not in country_names():
                break
            found.values.append(FoundValue("country", *bare))
            return line.end
    return title.line.end


def _is_country(text: str, bare: CharSpan, above: list[Line], prefix: str) -> bool:
    words = text[bare.start : bare.end]
    if not 1 < len(words) <= _LONGEST_COUNTRY or any(char in ".!?:;@" or char.isdigit() for char in words):
        return False
    names = country_names()
    if any(fold(part) in names for part in (words, words.rpartition(",")[2])):
        return True
    if not above:
        return country_of(prefix) is None
    before = content(text, above[-1])
    return fold(text[before.start : before.end]) in label_tables().navigation


@cache
def country_names() -> frozenset[str]:
    """The folded names of all members, in every language that the tables of members know."""
    return frozenset(fold(name) for member in members() for name in (member.name, *member.aliases))
