"""Labels that no table knows: told from sentences by where they stand and by the words that only sentences have.

A paragraph of a template's page begins with a label or goes on with the value of the one before. Where its first words
are no sentence's and a value follows them, they are a label: it ends the value before it and is reported, since a label
that is taken for a value is lost without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from bot.reading.label_tables import label_tables
from bot.reading.label_tree import WORD, fold_word
from bot.reading.prose_labels import ProseHit, is_body
from bot.reading.spans import CharSpan, UnknownLabel, lines_of, paragraphs, trim
from bot.records.vocabulary import is_placeholder

# `1.6`, `2)`, `**`, `#`: what may stand before a label; a bullet begins an item of a list
_LEAD = re.compile(
    r"(?:#{1,6}[^\S\r\n]|>|\|)?[^\S\r\n]*(?P<bold>[*_]{2,3})?(?:(?P<number>\d{1,2}(?:\.\d{1,2}){1,2}[.)]?|[a-zA-Z][.)])[^\S\r\n]+)?"
    r"(?P<late>[*_]{2,3})?[¿]?"
)
_COLON = re.compile(
    r"(?P<label>[^\W\d_][^:：;.!?|\r\n\t]{1,100}?)[*_]{0,3}[^\S\r\n]?\??[^\S\r\n]?[:：][*_]{0,3}(?:[^\S\r\n]+(?=(?P<next>\S))|(?=[\r\n]|$))"
)
_BAR = re.compile(r"(?P<label>[^\W\d_][^:：;.!?|\r\n\t]{1,100}?)[*_]{0,3}[^\S\r\n\t]{0,40}+[|\t]")
_BOLD = re.compile(r"(?P<label>[^\W\d_][^:：;.!?|*\r\n]{1,100}?)[*_]{2,3}(?=[^\S\r\n]+\S)")
_LINE = re.compile(
    r"(?P<label>[^\W\d_][^:：;.!?|\r\n]{2,160}?)[*_]{0,3}[^\S\r\n]{0,200}+(?P<asked>[?？])?[*_]{0,3}[^\S\r\n]{0,200}+(?P<end>[\r\n]|$)"
)
_BARE = re.compile(
    r"(?P<label>[^\W\d_a-zß-ÿ][^\W\d_]*(?:[^\S\r\n'’-](?:[^\W\d_A-ZÀ-Þ]|['’-])+|(?:-|['’])[^\W\d_]+){0,5})[^\S\r\n]"
    r"(?=(?P<next>[A-ZÀ-ÞА-ЯІЇЄҐ\d“\"«][^\s]*))"
)
_SHOUTED = re.compile(
    r"(?P<label>[^\W\d_a-zß-ÿ]{2,}(?:[^\S\r\n][^\W\d_a-zß-ÿ]{2,}){1,8})[^\S\r\n](?=(?P<next>[^\W_]\S*[a-zß-ÿ\d]))"
)
_INLINE = re.compile(
    r"(?P<mark>;|(?<!\d)[.!?”»)])[^\S\r\n]{1,3}(?P<label>[^\W\d_a-zß-ÿ][^;:.?!\r\n]{1,70}?)[^\S\r\n]?\??[^\S\r\n]?[:：](?=[^\S\r\n]*(?P<next>\S?))"
)
_LIST_START = re.compile(r"\s*+(?:(?:[-–—•●▪◦*\uE000-\uF8FF]|\(?\d{1,2}[.)]|[a-z][.)])\s*+)?(?P<first>\S)")
_ITEM = re.compile(r"\s*(?:[-–—•●▪◦*\uE000-\uF8FF]|\(?\d{1,2}[.)](?!\d)|[a-z][.)])\s")
_MOST_WORDS_OF_STRAYS = 2
_MOST_WORDS, _MOST_BARE_WORDS, _MOST_LOWER_WORDS, _MOST_ASKED_WORDS = 8, 6, 4, 24
_SENTENCE_ENDS = '.!?:;”"»)…|*'
_ABOVE = 80
_GAP = re.compile(r"[^\S\r\n]*(?:\r\n|\r|\n)[^\S\r\n]*[\r\n]")
_APART = re.compile(r"\n\s*\n|\r\n?\s*\r")


class Style(NamedTuple):
    """How the labels of one description are written: alone on a line, without a colon, in the middle of lines.

    `tight`: lines of their own with no empty line above them; `gapped`: with an empty line below them. `tabbed`: a tab
    stands behind them, as in a table's rows.
    """

    lines: bool
    bare: bool
    inline: bool
    tight: bool
    gapped: bool
    tabbed: bool

    @classmethod
    def of(cls, text: str, hits: list[ProseHit]) -> Style:
        """The style of the labels that were found."""
        return cls(
            any(hit.before == "line" and hit.behind == "line end" for hit in hits),
            any(hit.before == "line" and hit.behind in ("capital", "other") for hit in hits),
            any(hit.before == "sentence" and hit.behind == "colon" for hit in hits),
            any(
                hit.behind == "line end" and not _APART.search(text, hit.start - 3, hit.label_start) for hit in hits[1:]
            ),
            any(hit.behind == "line end" and _GAP.match(text, hit.end) for hit in hits),
            any(hit.behind == "colon" and text[hit.end - 1] == "\t" for hit in hits),
        )


class Cut(NamedTuple):
    """Where an unknown label begins with its number and marks, and what it says."""

    start: int
    label: UnknownLabel


def unknown_labels_in(text: str, place: CharSpan, style: Style, first: bool) -> Iterator[Cut]:
    """The labels in `text[place]` that no table knows, in order.

    `first`: the first paragraph of the place may begin with one; else it belongs to the label before it.
    """
    cuts: list[Cut] = []
    if first or "\n" in text[place.start : place.end] or "\r" in text[place.start : place.end]:
        for number, paragraph in enumerate(paragraphs(text, *place)):
            if (number or first) and (label := _heading(text, paragraph, place, style)):
                cuts.append(Cut(paragraph.start, label))
    for match in _INLINE.finditer(text, *place):
        label = UnknownLabel(match["label"], match.start("label"))
        semicolon = match["mark"] == ";"
        if (semicolon or (style.inline and not match["next"].islower())) and is_label(
            label.text, _MOST_WORDS if semicolon else _MOST_LOWER_WORDS
        ):
            cuts.append(Cut(match.start() if semicolon else match.start("label"), label))
    yield from sorted(dict.fromkeys(cuts))


def labels_in_lines(text: str, place: CharSpan) -> Iterator[Cut]:
    """The lines below the first of a short value that are labels with values: `Media sponsor: The Daily`.

    The name of a body with what it does is none: `Ministry of Finance: the budget`.
    """
    for line in islice(lines_of(text, *place), 1, None):
        bare = trim(text, *line)
        lead = _LEAD.match(text, *bare) if bare else None
        match = _COLON.match(text, lead.end() if lead else bare.start, bare.end)
        if match and match["next"] and is_label(match["label"], _MOST_WORDS):
            words = [word for word in match["label"].split() if len(word) > _SMALL_WORD]
            if not (is_body(match["label"]) and all(word[0].isupper() for word in words)):
                yield Cut(line.start, _found(match))


_SMALL_WORD = 3


def stray_label(text: str, place: CharSpan) -> Cut | None:
    """The first paragraph of a body's name that is a word or two, but no body, above another: `Enlace`, `Ana Pérez`."""
    lines = list(paragraphs(text, *place))
    for paragraph in lines[1:-1]:
        bare = trim(text, *paragraph)
        label = text[slice(*bare)]
        if len(label.split()) <= _MOST_WORDS_OF_STRAYS and is_label(label, _MOST_LOWER_WORDS) and not is_body(label):
            return Cut(paragraph.start, UnknownLabel(label, bare.start))
    return None


def _is_date_label(text: str, start: int, end: int) -> bool:
    """A label of a date that was left to the milestone above it."""
    return any(label.name in ("start", "end", "dates") for label, _ in label_tables().description.at(text, start, end))


def _heading(text: str, paragraph: CharSpan, place: CharSpan, style: Style) -> UnknownLabel | None:
    lead = _LEAD.match(text, *paragraph)
    start = lead.end() if lead else paragraph.start
    marked = lead is not None and bool(lead["bold"] or lead["late"] or lead["number"])
    if match := _COLON.match(text, start, paragraph.end):
        if _is_date_label(text, start, paragraph.end):
            return None
        if match["next"] is None:
            return _found(match) if _is_above_value(text, match, place) else None
        most = _MOST_LOWER_WORDS if match["next"].islower() else _MOST_WORDS
        return _found(match) if is_label(match["label"], most) else None
    for pattern, fits in (
        (_BAR, text[paragraph.start] == "|" and text[slice(*paragraph)].strip("| ").count("|") == 1),
        (_BAR, style.tabbed and text[slice(*paragraph)].count("\t") == 1),
        (_BOLD, marked),
    ):
        if fits and (match := pattern.match(text, start, paragraph.end)) and is_label(match["label"], _MOST_WORDS):
            return _found(match)
    if style.tabbed and (match := _BAR.match(text, start, paragraph.end)) and match["label"][:1].isupper():
        said = trim(text, match.end(), paragraph.end)
        if not any(map(str.isalnum, text[slice(*said)])) or is_placeholder("person", text[slice(*said)]):
            return _found(match)  # `Other institutions involved | –`
    if (match := _LINE.match(text, start, paragraph.end)) and _stands_alone(text, match, paragraph, place, style):
        return _found(match)
    if match := _SHOUTED.match(text, start, paragraph.end):
        return _found(match)
    match = _BARE.match(text, start, paragraph.end)
    if not match or not _is_bare(match) or _goes_on(text, paragraph, place):
        return None
    return _found(match) if style.bare or _begins_value(text, match, paragraph) else None


def _goes_on(text: str, paragraph: CharSpan, place: CharSpan) -> bool:
    """The line above breaks off: what stands right below it goes on with it, however it is written.

    So does a list whose items are parted by semicolons, above and here.
    """
    above = text[max(place.start, paragraph.start - _ABOVE) : paragraph.start]
    last = above.rstrip()[-1:]
    broken = bool(last) and (last not in _SENTENCE_ENDS or (last == ";" and ";" in text[slice(*paragraph)]))
    return broken and not _APART.search(above[len(above.rstrip()) :])


def _found(match: re.Match[str]) -> UnknownLabel:
    return UnknownLabel(match["label"].strip(" *_"), match.start("label"))


def is_label(words: str, most: int) -> bool:
    """`words` could be a label: not too many of them, and none that only a sentence has."""
    inside = label_tables().inside
    return begins_label(words, most) and not any(fold_word(match[0]) in inside for match in WORD.finditer(words))


def begins_label(words: str, most: int) -> bool:
    """`words` are not too many for a label, and begin as one."""
    folded = [fold_word(match[0]) for match in WORD.finditer(words)]
    if not 0 < len(folded) <= most or not words[:1].isupper():
        return False
    return words[1:2] == "-" or folded[0] not in label_tables().opening  # `E-Post`


def _is_above_value(text: str, match: re.Match[str], place: CharSpan) -> bool:
    """A line that ends in a colon heads a value; before a list, a sentence introduces what it goes on with."""
    below = _LIST_START.match(text, match.end(), place.end)
    if not below or not is_label(match["label"], _MOST_WORDS):
        return False
    return not below["first"].islower() and (
        not _ITEM.match(text, match.end(), place.end) or len(match["label"].split()) <= _MOST_LOWER_WORDS
    )


def _stands_alone(text: str, match: re.Match[str], paragraph: CharSpan, place: CharSpan, style: Style) -> bool:
    """A line without a colon is a label where a value stands below it, and what stands above it is done."""
    below = trim(text, match.end(), place.end)
    asked = match["asked"] is not None
    if not below or (asked and len(match["label"].split()) > _MOST_ASKED_WORDS):
        return False
    line_end = min((at for at in (text.find("\n", *below), text.find("\r", *below)) if at >= 0), default=below.end)
    gap = text[match.end("label") : below.start]
    adjacent = gap.count("\n") + gap.count("\r") - gap.count("\r\n") <= 1
    if asked:
        return adjacent or style.lines
    if _ITEM.match(text, paragraph.start, paragraph.end):
        return False
    above = trim(text, max(place.start, paragraph.start - _ABOVE), paragraph.start)
    done = not above or text[above.end - 1] in _SENTENCE_ENDS
    apart = text.count("\n", above.end, paragraph.start) > 1 if above else True
    if not is_label(match["label"], _MOST_WORDS):
        # `Ministry or department which is in charge`: among labels on lines of their own its place is enough
        return style.lines and done and apart and adjacent and begins_label(match["label"], _MOST_WORDS)
    sentence = text[line_end - 1] in '.!?”"' and line_end - below.start > len(match["label"])
    if done and adjacent and sentence:
        return True
    if style.tight and above and len(match["label"].split()) <= _MOST_LOWER_WORDS:
        apart = True  # its paragraphs are parted by line ends only
    if style.gapped and above and len(match["label"].split()) <= _MOST_LOWER_WORDS:
        adjacent = True
    if done and apart and adjacent and above and len(match["label"].split()) <= _MOST_LOWER_WORDS:
        return True  # a block of its own
    return style.lines and done and (apart or sentence) and (adjacent or sentence)


def _begins_value(text: str, match: re.Match[str], paragraph: CharSpan) -> bool:
    """What follows can only begin a value: a capital on a word that has none inside a sentence, or a few words."""
    words = [fold_word(word[0]) for word in WORD.finditer(text, match.end(), paragraph.end)]
    tables = label_tables()
    few = len(words) <= _MOST_LOWER_WORDS and text[paragraph.end - 1] not in ".!?" and len(match["label"].split()) > 1
    return words[:1] != [] and (words[0] in tables.opening or (few and not tables.inside.intersection(words)))


def _is_bare(match: re.Match[str]) -> bool:
    """A noun and its adjectives, then what begins a value: `Beneficiary count 58 utilities`."""
    words = match["label"].split()
    tables = label_tables()
    return (
        is_label(match["label"], _MOST_BARE_WORDS)
        and fold_word(words[-1]) not in tables.opening
        and not (len(words) == 1 and match["next"][:1].isdigit())
        and not match["label"].endswith(("ed", "ó", "aron", "ieron"))
    )
