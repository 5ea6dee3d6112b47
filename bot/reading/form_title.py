"""The title and the code of a form: in a line above its rows, in one of them, or in the document's name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import PurePath

from bot.reading.form_labels import form_label
from bot.reading.form_rows import Row
from bot.reading.labels import label_tables, words_of
from bot.reading.siblings import CODE, CODE_IN_ADDRESS, Title
from bot.reading.spans import CharSpan, Mark, lines_of, trim
from bot.records.countries import country_named, country_of
from bot.records.model import Document

_CODE_FIRST = re.compile(
    rf"[^\S\r\n#*]{{0,3}}[#*]{{0,4}}[^\S\r\n]?(?:(?P<lead>[^\W\d_]+\s(?:n[.°º]{{0,2}}\s?)?\d{{1,3}})\s?)?\(?(?P<code>{CODE})\)?(?:[^\S\r\n]{{0,3}}[|:–—.·-][^\S\r\n]{{0,3}}|[^\S\r\n]{{2,6}}|[^\S\r\n](?=(?-i:[A-ZÀ-Þ])[^\r\n]{{0,249}}[^\r\n.]$))(?P<title>\S[^\r\n]{{2,250}})$",
    re.IGNORECASE,
)
_ANY_CODE = re.compile(rf"\b{CODE}\b")
_LABELLED = re.compile(r"(?P<label>[^\W\d_][^:：\r\n\t=]{1,40}?)\s?(?:[:：=\t]|\s[–—-]\s)\s{0,3}(?=\S)")
QUOTES, LONGEST_TITLE = "\"'", 250
_BEGINNING = 2000


def code_first(text: str) -> Title | None:
    """A line that begins with the code, or has it before a colon: `KR0032 | Title`, `Commitment 3 (KR0032): Title`."""
    for line in lines_of(text, 0, min(len(text), _BEGINNING)):
        if (match := _CODE_FIRST.match(text, *line)) and match["code"].isupper():
            return Title(trim(text, *match.span("title"), "*_"), match["code"], line)
    return None


def code_of(document: Document, rows: Iterable[Row]) -> str | None:
    """The code that a row states, or else the one of the document's address or name, or the only one above the rows."""
    rows = list(rows)
    for row in rows:
        said = document.text[slice(*row.value)].strip(" *_\"'")
        if row.meaning and "code" in row.meaning.names and re.fullmatch(CODE, said):
            return said
    stem = PurePath(document.name.rstrip("/")).stem.split("-")[0].upper()
    address = CODE_IN_ADDRESS.search(document.url or document.name)
    code = address[1].upper() if address else stem
    if re.fullmatch(CODE, code):
        return code
    first = next((row.start for row in rows if row.meaning), 0)
    above = {match[0]: match for match in _ANY_CODE.finditer(document.text, 0, min(first, _BEGINNING))}
    if len(above) != 1:
        return None
    code, place = above.popitem()
    return code if country_of(code) or _is_announced(document.text, place.start()) else None


def _is_announced(text: str, start: int) -> bool:
    """A word for a commitment, or for its number, stands before the code in its line: `Fiche engagement n° MA0025`."""
    line = text[max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1 : start]
    return bool(_words_before_code() & set(words_of(line)))


@cache
def _words_before_code() -> frozenset[str]:
    """The words of the labels of codes and commitments."""
    labels = [label.text for label in label_tables().form if label.name in ("code", "commitment")]
    return frozenset(word for label in labels for word in words_of(label)) - label_tables().opening


def title_place(text: str, title: Title | None, marks: Iterable[Mark], rows: list[Row]) -> CharSpan:
    """The title above the rows, without the label before it; a row may state it, else."""
    if title:
        place = title.place
        for _ in range(2):
            match = _LABELLED.match(text, *place)
            if not match or not _heads_title(match["label"]):
                break
            place = trim(text, match.end(), place.end, QUOTES)
        return place
    headings = [one for one in marks if one.kind == "h1"]
    first = rows[0].start if rows else len(text)
    for line in lines_of(text, 0, first):
        bare = trim(text, *line)
        if text.startswith("# ", bare.start):
            headings.append(Mark(bare.start, bare.end, "h1"))
    for mark in headings:
        place = trim(text, mark.start, mark.end, "#*_")
        said = text[slice(*place)]
        if place and not re.search(CODE, said) and not any(row.label.start == place.start for row in rows):
            return place
    return CharSpan(0, 0)


def first_line_of(text: str, rows: list[Row]) -> CharSpan:
    """The last line above the rows that reads as a title without a mark: no country, sentence, heading in capitals."""
    first = rows[0].start if rows else len(text)
    lines = [place for line in lines_of(text, 0, first) if (place := trim(text, *line, "#*_="))]
    for quiet in (True, False):
        for place in reversed(lines):
            said = text[slice(*place)]
            if country_named(said) or len(said) > LONGEST_TITLE:
                continue
            if not quiet or not (said[-1] in ".:,;" or said.isupper() or _ANY_CODE.search(said)):
                return place
    return CharSpan(0, 0)


def _heads_title(label: str) -> bool:
    """A label or a number before a title: `Commitment`, `Commitment 4 (PH0099)`."""
    said = re.sub(rf"\s?\(?{CODE}\)?$", "", label)
    meaning = form_label(said)
    return said != label or (
        meaning is not None
        and bool({"commitment", "title", "name", "heading"} & {*meaning.names})
        and not re.search(r"\d$", said)
    )
