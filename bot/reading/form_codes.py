"""Lines with the partnership's code that head a commitment: before its title, above it, or with what is open there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache

from bot.reading.form_labels import form_label
from bot.reading.label_tables import label_tables
from bot.reading.label_tree import words_of
from bot.reading.siblings import CODE, Title
from bot.reading.spans import BULLETS, Line, lines_of, trim
from bot.records.countries import country_of

_CODE_FIRST = re.compile(
    rf"[^\S\r\n#*]{{0,3}}[#*]{{0,4}}[^\S\r\n]?(?:\d{{1,2}}(?:\.\d{{1,2}}){{0,2}}[.)]?\s{{1,3}})?(?:(?P<lead>[^\W\d_]+\s(?:n[.°º]{{0,2}}\s?)?\d{{1,3}})\s?)?(?P<square>\[)?\(?(?P<code>{CODE})\)?(?(square)\])(?:(?(square)[^\S\r\n]{{1,3}}(?=[^\r\n]{{2,250}}[^\r\n.]$)|(?!))|[^\S\r\n]{{0,3}}[|:–—.·-][^\S\r\n]{{0,3}}|[^\S\r\n]{{2,6}}|[^\S\r\n](?=(?-i:[A-ZÀ-Þ])[^\r\n]{{0,249}}[^\r\n.]$))(?P<title>\S[^\r\n]{{2,250}})$",
    re.IGNORECASE,
)
_NAMED_CODE = re.compile(
    rf"[^\S\r\n]{{0,3}}[#*_]{{0,6}}[^\S\r\n]?(?P<name>[^\W\d_]{{2,25}}(?:[^\S\r\n][^\W\d_]{{1,25}}){{0,2}})[^\S\r\n]"
    rf"(?:n[.°ºro]{{0,2}}[^\S\r\n]?|#)?[(\[]?(?P<code>{CODE})[)\]]?[*_]{{0,3}}[^\S\r\n]{{0,3}}[|:：–—·-][^\S\r\n]{{0,3}}"
    r"(?P<title>[^\s|–—-][^\r\n]{2,250})$"
)
"""A heading that names what it heads and its code: `Commitment KR0032 – Open Roads`."""
_BEGINNING = 2000


def codes_first(text: str, whole: bool = False) -> Iterator[Title]:
    """Lines that begin with a code, or a commitment's name and its code: `KR0032 | Title`, `Commitment KR0032 – Title`.

    They are looked for at the beginning of the text, or in the `whole` of it.
    """
    for line in lines_of(text, 0, len(text) if whole else min(len(text), _BEGINNING)):
        if match := _headed_by_code(text, line):
            yield Title(trim(text, *match.span("title"), "*_"), match["code"], line)


def codes_alone(text: str, start: int, known: Collection[str]) -> Iterator[Title]:
    """Lines behind `start` that begin with another code than those `known`, and say in a sentence what is open there.

    `KR0032 Open Roads – no contact point has been named.`
    """
    taken = set(known)
    for line in lines_of(text, start, len(text)):
        match = _CODE_ALONE.fullmatch(text, *trim(text, *line, BULLETS + "*_"))
        if match and match["code"] not in taken and country_of(match["code"]):
            taken.add(match["code"])
            yield Title(trim(text, *match.span("title"), "*_\"'"), match["code"], line)


_CODE_ALONE = re.compile(
    rf"[(\[]?(?P<code>{CODE})[)\]]?[:.–—-]?\s{{1,3}}(?P<title>[^\W\d_][^\r\n:;]{{3,200}}?)(?:\s?:|\s?;|\s[–—-])\s[^\r\n]{{3,300}}\."
)


def _headed_by_code(text: str, line: Line) -> re.Match[str] | None:
    if (match := _CODE_FIRST.match(text, *line)) and match["code"].isupper():
        return match
    match = _NAMED_CODE.match(text, *line)
    named = match is not None and {*words_of(match["name"])} <= _words_of_commitment()
    return match if match and named and not match["title"][0].islower() else None


@cache
def _words_of_commitment() -> frozenset[str]:
    """The words for a commitment alone: a line with a word for its number may state facts beside that."""
    labels = [label.text for label in label_tables().form if label.name == "commitment"]
    return frozenset(word for label in labels for word in words_of(label)) - label_tables().opening


def coded_headings(text: str) -> set[str]:
    """The codes that lines hold behind the word for a commitment, each above its title: `COMPROMISO PE0099`."""
    return {
        match["code"]
        for match in _CODED_HEADING.finditer(text)
        if (meaning := form_label(match["word"])) and "commitment" in meaning.names
    }


_CODED_HEADING = re.compile(
    r"^[^\S\r\n#*_]*[#*_ ]{0,6}(?P<word>[^\W\d_]{3,20})[^\S\r\n]?[:.–-]?[^\S\r\n]?"
    rf"\(?(?P<code>{CODE})\)?[.:*_]{{0,3}}[^\S\r\n]*$",
    re.MULTILINE,
)
