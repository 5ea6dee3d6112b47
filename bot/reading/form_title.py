"""The title and the code of a form: in a line above its rows, in one of them, or in the document's name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from itertools import pairwise, takewhile
from pathlib import PurePath

from bot.reading.form_contacts import names_somebody
from bot.reading.form_labels import form_label
from bot.reading.form_rows import Row
from bot.reading.label_tables import label_tables
from bot.reading.label_tree import words_of
from bot.reading.siblings import CODE, CODE_IN_ADDRESS, Title
from bot.reading.spans import BULLETS, CharSpan, Line, Mark, lines_of, trim
from bot.records.countries import country_named, country_of
from bot.records.dates import find_dates
from bot.records.model import Document
from bot.records.text import fold
from bot.records.vocabulary import canonical

_ANY_CODE = re.compile(rf"\b{CODE}\b")
_KEY = re.compile(r"[A-Z]{2,5}-P\d{1,2}-\d{1,3}(?:\.\d{1,2})?(?![\w-])")
"""A commitment's key as it is made of its country, plan and number."""
_LABELLED = re.compile(r"(?P<label>[^\W\d_][^:：\r\n\t=]{1,40}?)\s?(?:[:：=\t]|\s[–—-]\s)\s{0,3}(?=\S)")
_CODE_IN_NAME = re.compile(rf"(?<![^\W_]){CODE}(?![^\W_])", re.IGNORECASE)
_NO_ROW = frozenset({"start", "end", "dates", "contacts"})
"""What the head of a letter seems to state: `From`, `To`, `Date`."""
QUOTES, LONGEST_TITLE = "\"'", 250
_BEGINNING, _LINE = 2000, 300
_WORDS_OF_COUNTRY, _SHORT_LINE = 3, 40


def code_of(document: Document, rows: Iterable[Row]) -> str | None:
    """The code that a row states, or the document's address or name, or the only one above the rows."""
    rows = list(rows)
    coded = [row for row in rows if row.meaning and "code" in row.meaning.names]
    head = list(takewhile(is_of_head, rows))
    titled = [row for row in head if row.meaning and {"title", "commitment"} & {*row.meaning.names}]
    for row in (*coded, *titled[:1]):
        end = min(row.value.end, row.value.start + _LINE)
        codes: set[str] = set(_ANY_CODE.findall(document.text, row.value.start, end))
        if len(codes) == 1:
            return codes.pop()
    for row in coded:
        if _KEY.fullmatch(key := document.text[slice(*row.value)].strip(" *_")) and country_of(key):
            return key
    whole = {said for row in rows if re.fullmatch(CODE, said := document.text[slice(*row.value)].strip(" *_"))}
    if len(whole) == 1 and country_of(max(whole)):
        return whole.pop()  # `OGP ID: NZ0031`
    if code := code_in_name(document):
        return code
    first = next((row.start for row in rows if row.meaning and not is_of_head(row)), 0)
    above = {match[0]: match for match in _ANY_CODE.finditer(document.text, 0, min(first, _BEGINNING))}
    if len(above) != 1:
        return None
    code, place = above.popitem()
    return code if country_of(code) or _is_announced(document.text, place.start()) else None


def is_of_head(row: Row) -> bool:
    """A row that may stand at a page's head, above its first fact: the title, the country, a text, a letter's head."""
    if row.meaning is None or _NO_ROW & {*row.meaning.names}:
        return True
    return row.meaning.core in (None, "title", "country")


def code_in_name(document: Document) -> str | None:
    """The code in the address of a document, or the only one in the name of its file: `Fwd_ KR0032 update.txt`."""
    if address := CODE_IN_ADDRESS.search(document.url or document.name):
        return str(address[1]).upper()
    codes: set[str] = set(_CODE_IN_NAME.findall(PurePath(document.name.rstrip("/")).stem))
    return codes.pop().upper() if len(codes) == 1 else None


def _is_announced(text: str, start: int) -> bool:
    """A word for a commitment, or for its number, stands before the code in its line: `Fiche engagement n° MA0025`."""
    line = text[max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1 : start]
    return bool(_words_before_code() & set(words_of(line)))


@cache
def _words_before_code() -> frozenset[str]:
    """The words of the labels of codes and commitments."""
    labels = [label.text for label in label_tables().form if label.name in ("code", "commitment")]
    return frozenset(word for label in labels for word in words_of(label)) - label_tables().opening


def title_place(text: str, title: Title | None, code: str, marks: Iterable[Mark], rows: list[Row]) -> CharSpan:
    """The title above the rows, without the label before it; a row may state it, else.

    A line with the code whose other words are a country or a plan is none: a heading is, or what stands behind the code
    in a line that announces it (`Commitment KR0032: Open Roads`).
    """
    if title:
        place = trim(text, *title.place, BULLETS + "–—-*")
        for _ in range(2):
            match = _LABELLED.match(text, *place)
            if not match or not _heads_title(match["label"]):
                break
            place = trim(text, match.end(), place.end, QUOTES)
        place = _among_facts(text, title_of(text, _with_line_above(text, place)))
        said, _, beside = text[slice(*place)].partition("\t")
        if _LABELLED.match(beside):  # `Open Roads`, and in the next cell `Lead: the Mint`
            place = trim(text, place.start, place.start + len(said))
        said = text[slice(*place)]
        if place and "\t" not in said and not is_form_name(said):  # in several cells stand other values, too
            return place
    known = {row.label.start for row in rows if row.meaning}
    first = min(known, default=len(text))
    for mark in [*_main_headings(marks, first), *_headings_of_text(text, first)]:
        place = trim(text, mark.start, mark.end, "#*_")
        own = _without_site(text, title_of(text, place))
        said = text[slice(*own)]
        if own and place.start not in known and not _ANY_CODE.search(said) and " " in said and _may_be_title(said):
            return own
    return next(_announced(text, code, known), CharSpan(0, 0))


def _main_headings(marks: Iterable[Mark], first: int) -> list[Mark]:
    """A web page's headings of the first level, or the only one of the second above its rows; none folds anything."""
    marks = list(marks)
    folding = {one.start for one in marks if one.kind == "button"}
    levels: dict[str, list[Mark]] = {"h1": [], "h2": []}
    for one in marks:
        if one.start not in folding:
            levels.get(one.kind, []).append(one)
    above = [one for one in levels["h2"] if one.start < first]
    return levels["h1"] or (above if len(levels["h2"]) == 1 else [])


def _may_be_title(said: str) -> bool:
    """Whether a line without the code may be one: it names no form, country or day."""
    return not (is_form_name(said) or _names_country(said) or _is_dated(said))


def _among_facts(text: str, place: CharSpan) -> CharSpan:
    """The title in a line that states facts beside it: `Open Roads | Ghana | Draft 2`; none where it has only facts.

    What stands in several cells of a table is none: other rows say what each cell is.
    """
    start, parts = place.start, []
    for match in [*_BESIDE.finditer(text, *place), None]:
        part = trim(text, start, match.start() if match else place.end, "*_()[]")
        start = match.end() if match else place.end
        if part:
            parts.append(part)
    titles = [part for part in parts if not _is_fact(text[slice(*part)])]
    if len(parts) < 2 or len(titles) == len(parts):
        return place
    return titles[0] if len(titles) == 1 and "\t" not in text[slice(*place)] else CharSpan(0, 0)


def _is_fact(said: str) -> bool:
    """A country, a day, a status, the number of a draft or the name of a form."""
    return (
        _names_country(said)
        or _is_dated(said)
        or is_form_name(said)
        or canonical("completion", said) is not None
        or _VERSION.match(said) is not None
    )


def _without_site(text: str, place: CharSpan) -> CharSpan:
    """A heading without the part of the site before it: `Commitments - Open Roads`, `NAP4 : Open Roads`."""
    match = _OF_SITE.match(text, *place)
    if not match or not is_form_name(re.sub(r"(?<=[^\W\d_])\d{1,2}\b", "", match["site"])):
        return place
    rest = trim(text, match.end(), place.end)
    said = text[slice(*rest)]
    return rest if " " in said and not said[0].islower() and not is_form_name(said) else place


def _with_line_above(text: str, place: CharSpan) -> CharSpan:
    """A title whose line goes on from the one above, in small letters: `Transparent procure-`, `ment complaints`."""
    above = text[: place.start].rstrip(" \t")
    breaks = len(above) - len(above.rstrip("\r\n"))
    bare = above.rstrip()
    if not text[place.start].islower() or not bare or above[len(bare) :].count("\n") > 1 or not breaks:
        return place
    start = max(bare.rfind("\n"), bare.rfind("\r")) + 1
    begun = trim(text, start, len(bare), "#*_")
    return CharSpan(begun.start, place.end) if begun and bare[-1] not in ".:;" else place


def _headings_of_text(text: str, first: int) -> Iterator[Mark]:
    """The main headings of Markdown: `# Title`, or a line that is underlined by `====`."""
    for line, below in pairwise([*lines_of(text, 0, first), Line(first, first)]):
        bare = trim(text, *line)
        if re.search(r"\s{3}\S", text[slice(*bare)]):
            continue  # a running head, with a page's number at its end
        if text.startswith("# ", bare.start) or (bare and re.fullmatch("={3,}", text[slice(*below)].strip())):
            yield Mark(bare.start, bare.end, "h1")


def _announced(text: str, code: str, known: Collection[int]) -> Iterator[CharSpan]:
    """What stands behind the code in a line that numbers or announces it: `Item 2 – KR0032: Open Roads`."""
    below = False
    for line in lines_of(text, 0, min(len(text), _BEGINNING)):
        bare = trim(text, *line, "#*_")
        said = text[slice(*bare)]
        if (
            below
            and bare
            and bare.start not in known
            and " " in said
            and not _NO_TITLE.search(said)
            and _may_be_title(said)
        ):
            yield bare
        below = _is_code_alone(text, line, code)
        if (quoted := _QUOTED.search(text, *line)) and quoted["code"] == code and " " in quoted["title"]:
            yield CharSpan(*quoted.span("title"))
        match = _BEHIND_CODE.match(text, *line)
        if (
            not match
            or match["code"] != code
            or not (_POINT.fullmatch(match["before"]) or _is_announced(text, match.start("code")))
        ):
            continue
        place = trim(text, *match.span("title"), "*_\"“”«»'.")
        said = text[slice(*place)]
        if " " in said and ". " not in said and _may_be_title(said):
            yield place


def _is_code_alone(text: str, line: Line, code: str) -> bool:
    """A line that only announces the code, above the title: `Compromiso PE0124`."""
    said = text[slice(*trim(text, *line, "#*_"))]
    return (
        said.endswith(code)
        and len(said) <= _SHORT_LINE
        and _ANNOUNCEMENT.fullmatch(said) is not None
        and (_is_announced(text, line.start + text[line.start : line.end].rindex(code)))
    )


def first_line_of(text: str, rows: list[Row]) -> CharSpan:
    """The last line above the rows that reads as a title without a mark.

    No country, sentence, heading in capitals, menu, trail, date, list of people or address is one, nor is the name of
    a kind of form.
    """
    first = next((row.start for row in rows if row.meaning), rows[0].start if rows else len(text))
    lines = [place for line in lines_of(text, 0, first) if (place := trim(text, *line, "#*_="))]
    lines = [
        place for place in lines if not any(row.start <= place.start < row.label.end for row in rows if row.meaning)
    ]
    for quiet in (True, False):
        for place in reversed(lines):
            said = text[slice(*place)]
            if said[-1] == "," or said[0].islower():
                continue  # `Dear Ms Thill,`
            if len(said) > LONGEST_TITLE or is_form_name(said) or _NO_TITLE.search(said):
                continue
            behind = said.partition(":")[2].strip()
            if _is_dated(said) or (behind and (" " not in behind or names_somebody(behind))):
                continue  # `Lima, 18 de octubre de 2023`; `Category: OGP`; `Present: Ana Ruiz, Luis Gil`
            if _names_country(said) or _goes_on_below(text, place) or fold(said) in label_tables().navigation:
                continue
            if not quiet or not (said[-1] in ".:,;" or said.isupper() or _ANY_CODE.search(said)):
                return place
    return CharSpan(0, 0)


def _names_country(said: str) -> bool:
    """A line that is a country's name, or has one between its marks: `Suomi – Finland`."""
    return any(country_named(part.strip()) for part in (said, *re.split(r"\s[–—·-]\s", said)))


def _goes_on_below(text: str, place: CharSpan) -> bool:
    """The next line goes on with this one in small letters, as in a paragraph."""
    after = text[place.end : place.end + LONGEST_TITLE]
    below = after.lstrip()
    gap = after[: len(after) - len(below)]
    return gap.count("\n") + gap.count("\r") - gap.count("\r\n") == 1 and below[:1].islower()


_BESIDE = re.compile(r"[|\t•·]")
_VERSION = re.compile(
    r"(?:draft|version|v\.?\s?\d|rev(?:ision)?|entwurf|borrador|versi[oó]n|ébauche|rascunho|bozza)\b", re.I
)
_OF_SITE = re.compile(r"(?P<site>[^\W\d_][^:|\r\n]{1,40}?)(?:\s[:|–—-]\s)")
_NO_TITLE = re.compile(r"[|»>@•·\t]|https?:|\d[./-]\d\d?[./-]\d|\s{3}\S|^\[.{0,200}\]$|^\(.{0,200}\)$")
_BEHIND_CODE = re.compile(
    rf"(?P<before>[^\r\n|]{{0,90}}?)[*_(\[]{{0,3}}(?P<code>{CODE})[*_)\]]{{0,3}}\s?"
    r"(?:(?:d[eoa]l?|of|du|des|della|for)\s[^:,\r\n]{1,30}\s?:|[:,–—-])\s{0,2}(?P<title>[^\r\n]{3,250})"
)
# `the commitment HN0037, "Planillas Públicas"`, `zu LU0008 „Bürgerrat Verkehr“`
_QUOTED = re.compile(
    rf"(?P<code>{CODE})[),]{{0,2}}\s{{0,2}}(?:[\"“„«‹‘]\s?)(?P<title>[^\W_][^\r\n\"“”„»›’]{{2,200}}?)\s?[\"“”»›’]"
)
_ANNOUNCEMENT = re.compile(rf"[^\W\d_][^:=|\t\r\n]{{2,30}}\s{CODE}")
_POINT = re.compile(r"[\s#*•-]{0,4}(?:[^\W\d_]{1,12}\s?)?\d{0,2}(?:\.\d)?\s?[.):–—-]?\s?")
"""What numbers a point of minutes: `Point 1 –`, `2.`."""


def _is_dated(said: str) -> bool:
    return any(span.precision == "day" for span in find_dates(said))


def is_form_name(said: str) -> bool:
    """A line that only says what kind of form it heads: `Ficha técnica del compromiso`, `National Action Plan`."""
    words = [word for word in words_of(said) if not word[0].isdigit()]
    if _OF_YEARS.search(said) and _is_plan(words):
        return True
    tables = label_tables()
    known = _form_words() | tables.opening | tables.inside
    if set(words) <= known:
        return not words or bool(_form_words("form_nouns") & set(words))  # "Open Government Data" is a title
    return any(
        country_named(" ".join(part)) and set(rest) <= known
        for number in range(1, _WORDS_OF_COUNTRY + 1)
        for part, rest in ((words[-number:], words[:-number]), (words[:number], words[number:]))
    )


_OF_YEARS = re.compile(r"(?:19|20)\d\d\s?[-–—/]\s?(?:20)?\d\d\W*$")
_WORDS_OF_PLAN = 4


def _is_plan(words: list[str]) -> bool:
    """A plan's name, before its years: `Plan de Acción de Estado Abierto 2023-2027`, whatever it calls its subject."""
    tables = label_tables()
    first = [word for word in words if word not in tables.opening][:_WORDS_OF_PLAN]
    return bool(_form_words("form_nouns") & {*first}) and len(_form_words() & {*first}) > 1


@cache
def _form_words(*kinds: str) -> frozenset[str]:
    """The words of names of forms; `form_nouns` are those of which each holds one."""
    kinds = kinds or ("form", "form_nouns")
    return frozenset(
        word for words in label_tables().words for kind in kinds for phrase in words.get(kind, ()) for word in phrase
    )


def title_of(text: str, place: CharSpan) -> CharSpan:
    """A title without the number and the code that are written before or behind it: `5. Open Roads [KR0032]`."""
    if (match := _OF_COUNTRY.fullmatch(text, *place)) and country_named(match["country"]):
        place = CharSpan(*match.span("title"))
    match = _NUMBERED.fullmatch(text, *place)
    return CharSpan(*match.span("title")) if match else place


_NUMBERED = re.compile(
    rf"(?:(?:[^\W\d_]+\s)?(?:[nN][.°º]{{0,2}}\s?|#)?\d{{1,3}}(?:\.\d{{1,2}}){{0,2}}(?:\s[:–—-]|[.):–—-]{{0,2}})\s{{1,3}})?(?:[(\[]?{CODE}[)\]]?\s{{0,2}}[–—:|.-]\s{{1,2}}|\[{CODE}\]\s{{1,2}})?"
    rf"(?P<title>\S.{{2,260}}?)(?:\s{{0,2}}[(\[]{CODE}[)\]]|(?:\s[–—|-])?\s{CODE}|\s\#\d{{1,6}})?",
    re.DOTALL,
)


# `Open Roads (KR0032), South Korea`
_OF_COUNTRY = re.compile(rf"(?P<title>\S.{{2,200}}?)\s[(\[]{CODE}[)\]],\s(?P<country>[^,\r\n]{{3,60}})")


def _heads_title(label: str) -> bool:
    """A label or a number before a title: `Commitment`, `Commitment 4 (PH0099)`."""
    said = re.sub(rf"\s?\(?{CODE}\)?$", "", label)
    meaning = form_label(said)
    return said != label or (
        meaning is not None
        and bool({"commitment", "title", "name", "heading", None} & {*meaning.names})
        and not re.search(r"\d$", said)
    )
