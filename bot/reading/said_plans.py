"""A plan that a letter or a memo names in passing: `commitments of Jordan's Fifth National Action Plan 2021-2025`."""

from __future__ import annotations

import re

from bot.reading.plan_cover import YEARS, name_start, plan_words
from bot.reading.spans import CharSpan, FoundValue, Line, lines_of
from bot.records.countries import member_at_home
from bot.records.model import Document

_FAR = 60


def said_plan(document: Document, end: int) -> list[FoundValue]:
    """The plan's name, its first year and its member, as far as a line before `end` says them with its years."""
    for line in lines_of(document.text, 0, end):
        if found := _in_line(document.text, line):
            return found
    return []


def _in_line(text: str, line: Line) -> list[FoundValue]:
    name = plan_words().name.search(text, *line)
    years = YEARS.search(text, name.end(), line.end) if name else None
    if not name or not years or years["end"] is None or years.start() - name.end() > _FAR:
        return []
    place = CharSpan(name_start(text, line.start, name.start()), years.end())
    found = [FoundValue("action_plan", *place), FoundValue("cycle", *years.span("start"))]
    for word in re.finditer(r"[^\W\d_]+(?:[^\S\r\n]+[^\W\d_]+){0,2}", text[line.start : place.start]):
        for said in (word, *re.finditer(r"[^\W\d_]+", word[0])):
            member = member_at_home(said[0])
            if member and said[0][:1].isupper():
                start = line.start + said.start() + (word.start() if said is not word else 0)
                return [*found, FoundValue("country", start, start + len(said[0]))]
    return found
