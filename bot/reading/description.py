"""Labelled fields inside prose: what a Description, or an IRM summary, says behind the labels of its template.

Labels are matched longest first at every word that begins one; whether a label is meant there is told by what stands
before it (a line's start, a semicolon, a sentence's end) and behind it (a colon, the line's end, a capital letter).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.reading.labels import WORD, Label, fold_word, label_tables
from bot.reading.members import members_of
from bot.reading.passages import Findings, Passage, UnknownLabel, paragraphs, trim
from bot.records.values import find_emails, find_phones, split_date_range
from bot.records.fields import FIELD
from bot.records.folding import fold

Before = Literal["line", "semicolon", "sentence", "word"]
Behind = Literal["colon", "line end", "capital", "other"]

_TAIL = re.compile(
    r"(?:[^\S\r\n]?\((?=[^()\r\n]{0,60}(?:\d|max|caract|charact|word|palabra|mots|option|applicable|aplica))[^()\r\n]{1,60}\))?"
    r"(?:[^\S\r\n]{1,2}(?:19|20)\d\d(?=[^\S\r\n]?[:：]))?"
    r"(?:\)(?=[^\S\r\n]?[:：*]))?"
    r"[*_]{0,3}[^\S\r\n]{0,2}(?P<question>[?？])?[*_]{0,3}[^\S\r\n]{0,2}(?P<colon>[:：]|\.?[-–—](?=\s)|\|)?[*_]{0,3}"
)
_LINE_START = re.compile(
    r"(?:^|[\r\n])[^\S\r\n]*(?:[-–—*•●▪◦‣∙·■>|#\uE000-\uF8FF]{1,6}|\(?\d{1,2}(?:\.\d{1,2}){0,2}[.)]?|[a-zA-Z][.)])?[^\S\r\n]*[¿¡*_\"“«]*$"
)
_LEAD_IN = re.compile(r"(?:[¿¡*_\"“«•●\uE000-\uF8FF]|(?:(?<=\s)|^)\(?\d{1,2}(?:\.\d{1,2}){0,2}[.)]|\s)+$")
_VALUE_START = re.compile(r"[\s*_]*(?:[•●▪◦\uE000-\uF8FF\-–—\"“«‘'(¿¡]\s*)*(?P<first>\S)")
_GAP_BEFORE = re.compile(r"(?:[^\S\r\n]{3,}|\t)$")
_REST_OF_LINE = re.compile(r"[^\S\r\n]*(?:[\r\n]|$)")
_LOOK_BACK = 48
_SHORT_VALUED = frozenset(
    {
        "person",
        "person_title",
        "email",
        "phone",
        "contacts",
        "dates",
        "start",
        "end",
        "newness",
        "lead_institution",
        "other_government",
        "other_actors",
        "support_institutions",
    }
)
_ONE_LINED = frozenset({"person", "person_title", "email", "phone", "dates", "start", "end", "newness", "completion"})
_REACH_OF_SHORT = 240
# `; Indicators of success:` inside a value, or a line of its own, is a label that the tables do not know
_UNKNOWN_INLINE = re.compile(r";\s{0,3}(?P<label>[^\W\d_a-zß-ÿ][^;:.?\r\n]{1,70}?)[^\S\r\n]?\??[^\S\r\n]?[:：](?=\s)")
_UNKNOWN_LINE = re.compile(
    r"(?<=[\r\n])[^\S\r\n]*(?P<label>[^\W\d_a-zß-ÿ][^;:.?!\r\n]{2,70}?)[^\S\r\n]*(?P<colon>[:：?])?[^\S\r\n]*(?:\r\n|\r|\n)[^\S\r\n]*(?=(?P<next>\S[^\r\n]*))"
)
_MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Hit:
    """A label in prose: from `start` (with its bullet or number) over `label_start` to `end`, where its value begins."""

    label: Label
    start: int
    label_start: int
    end: int
    before: Before
    behind: Behind
    sure: bool


def read_description(text: str, place: Passage, prefix: str, title: str) -> Findings:
    """The fields of a Description; its unlabelled beginning is the summary."""
    hits = find_labels(text, place)
    found = Findings()
    lead_end = hits[0].start if hits else place.end
    _lead(text, Passage(place.start, lead_end), prefix, title, bool(hits), found)
    found.add(_labelled(text, hits, place.end, prefix))
    return found


def read_summary(text: str, place: Passage, prefix: str) -> Findings:
    """The fields inside an IRM summary: only labels with a colon or a line of their own count there."""
    hits = [hit for hit in find_labels(text, place) if hit.behind == "colon"]
    return _labelled(text, hits, place.end, prefix)


def find_labels(text: str, place: Passage) -> list[Hit]:
    """The labels that are meant as labels in `text[place]`, in order."""
    tree = label_tables().description
    hits: list[Hit] = []
    resume = place.start
    for match in WORD.finditer(text, *place):
        if match.start() < resume or not tree.begins(fold_word(match[0])):
            continue
        for label, end in tree.at(text, match.start(), place.end):
            hit = _judge(text, place, label, match.start(), end, hits[-1] if hits else None)
            if hit:
                hits.append(hit)
                resume = max(hit.end, match.end())
                break
    company = any(hit.sure for hit in hits)
    return [hit for hit in hits if hit.sure or company]


def _judge(text: str, place: Passage, label: Label, start: int, end: int, last: Hit | None) -> Hit | None:
    """The hit, when `label` at `start` is meant as a label."""
    tail = _TAIL.match(text, end, place.end)
    assert tail is not None
    asks = label.text.endswith("?")
    if asks and not tail["question"]:
        return None
    before, lead = _before(text, place, start, last)
    value = _VALUE_START.match(text, tail.end(), place.end)
    line_end = _REST_OF_LINE.match(text, tail.end(), place.end) is not None
    first = value["first"] if value else ""
    capital = text[start].isupper() or not text[start].isalpha()
    if tail["colon"] and (tail["colon"] in ":：" or before == "line"):
        behind: Behind = "colon"
    elif line_end:
        behind = "line end"
    else:
        behind = "capital" if first.isupper() or first.isdigit() or not first.isalnum() else "other"
    sure = _meant(text, place, label, start, end, tail.end(), before, behind, capital, bool(tail["question"]), last)
    return None if sure is None else Hit(label, lead, start, tail.end(), before, behind, sure)


def _meant(  # noqa: PLR0911, PLR0913
    text: str,
    place: Passage,
    label: Label,
    start: int,
    end: int,
    stop: int,
    before: Before,
    behind: Behind,
    capital: bool,
    asked: bool,
    last: Hit | None,
) -> bool | None:
    """True: a label for sure; False: one if others stand around it; None: no label."""
    bounded = before != "word"
    near = last is not None and last.label.name in _SHORT_VALUED and start - last.end <= _REACH_OF_SHORT
    if behind == "colon":
        if before == "semicolon" or (bounded and capital):
            return True
        return True if capital and (label.words > 2 or near) else (False if before == "line" else None)
    if not capital:
        return None
    if behind == "line end":
        # the last word of a wrapped line is no label, nor is a page's last word
        return True if before == "line" and (stop < place.end or label.words > 1) else None
    if label.text.endswith("?") and asked:
        return True if bounded or label.words > 3 else None
    if behind == "other":
        return _fits(text, place, label, stop) or None
    shouted = text[start:end].isupper() and end - start > 3 and not text[stop : stop + 40].isupper()
    if shouted and bounded:
        return True
    if _fits(text, place, label, stop) and (bounded or near):
        return True
    if not label.bare:
        return None
    if bounded:
        return label.words > 2
    return True if label.words > 4 else ((label.words > 1 and near) or None)


def _fits(text: str, place: Passage, label: Label, stop: int) -> bool:
    """What follows is what only this label could stand before: an address behind `E-mail`."""
    following = text[stop : min(place.end, stop + 80)]
    if label.name == "email":
        return any(not following[: span.start].strip(" :\xa0") for span in find_emails(following))
    if label.name == "phone":
        return any(not following[: span.start].strip(" :\xa0") for span in find_phones(following))
    return False


def _before(text: str, place: Passage, start: int, last: Hit | None) -> tuple[Before, int]:
    """What stands before a label, and where the label begins with its bullet, number or opening mark."""
    floor = max(place.start, last.end if last else place.start, start - _LOOK_BACK)
    behind_label = last is not None and floor == last.end and not text[floor:start].strip("*_ \t\xa0")
    window = text[floor:start]
    lead_in = _LEAD_IN.search(window)
    lead = floor + lead_in.start() if lead_in else start
    if floor == place.start or behind_label:
        at_start = not window.strip(' \t\xa0\r\n¿¡*_"“«-–—•●|#0123456789.()')
    else:
        at_start = False
    if at_start and (not behind_label or "\n" in window or "\r" in window):
        return "line", lead
    if behind_label:
        return "sentence", lead
    if _LINE_START.search(text[max(place.start, start - _LOOK_BACK) : start]) and (
        "\n" in window or "\r" in window or floor == place.start
    ):
        return "line", lead
    kept = window[: lead - floor].rstrip()
    last_char = kept[-1:]
    if last_char == ";":
        return "semicolon", lead
    bullet = lead_in is not None and any(char in "•●" or "\ue000" <= char <= "\uf8ff" for char in lead_in[0])
    if not last_char or last_char in '.!?:»”")]…' or bullet or _GAP_BEFORE.search(window):
        return "sentence", lead
    return "word", lead if lead_in and "¿" in lead_in[0] else start


def _labelled(text: str, hits: list[Hit], end: int, prefix: str) -> Findings:
    """The values behind each label, up to the next one."""
    found = Findings()
    for hit, after in zip(hits, [*hits[1:], None], strict=False):
        found.claimed.append(Passage(hit.label_start, hit.end))
        limit = after.start if after else end
        value = _value_place(text, hit, limit)
        value = _cut_unknown(text, hit, value, found)
        name = hit.label.name
        if name is None or (hit.label.role == "group" and not value):
            continue
        if name in _ONE_LINED and value:
            value = next(iter(paragraphs_of_short(text, value)), value)
        found.values += members_of(name, text, value, prefix)
    return found


def paragraphs_of_short(text: str, value: Passage) -> list[Passage]:
    """The first stretch without an empty line in it: a telephone number does not go on behind one."""
    match = re.search(r"(?:\r\n|\r|\n)[^\S\r\n]*(?:\r\n|\r|\n)", text[value.start : value.end])
    return [trim(text, value.start, value.start + match.start(), ";|")] if match else [value]


def _value_place(text: str, hit: Hit, limit: int) -> Passage:
    value = trim(text, hit.end, limit, ";|*_")
    if value:
        return value
    place = hit.end
    if place < limit and text[place] in " \xa0":
        place += 1
    return Passage(place, place)


def _cut_unknown(text: str, hit: Hit, value: Passage, found: Findings) -> Passage:
    """`value` up to the first label in it that the tables do not know."""
    cuts: list[tuple[int, UnknownLabel]] = []
    for match in _UNKNOWN_INLINE.finditer(text, *value):
        if len(match["label"].split()) <= _MOST_WORDS:
            cuts.append((match.start(), UnknownLabel(match["label"], match.start("label"))))
    if hit.behind == "line end" or (hit.before == "line" and hit.behind == "colon"):
        for match in _UNKNOWN_LINE.finditer(text, *value):
            label, following = match["label"].strip(), match["next"]
            complete = (
                text[: match.start()].rstrip()[-1:]
                if match.start() - value.start < 2
                else trim(text, value.start, match.start())
            )
            last = complete if isinstance(complete, str) else text[complete.end - 1 : complete.end]
            is_head = len(following) > len(label) and (match["colon"] or following.rstrip()[-1:] in ".!?")
            if last in '.!?;:”"' and is_head and 1 <= len(label.split()) <= _MOST_WORDS:
                cuts.append((match.start(), UnknownLabel(label, match.start("label"))))
                break
    if not cuts:
        return value
    cut, label_found = min(cuts)
    found.unknown += [unknown for _, unknown in cuts]
    found.claimed.append(Passage(label_found.start, label_found.start))
    return trim(text, value.start, cut, ";|*_")


def _lead(text: str, place: Passage, prefix: str, title: str, labelled: bool, found: Findings) -> None:
    """The text before the first label: a date line, a title said again, and the summary."""
    for paragraph in paragraphs(text, *trim(text, *place, ";")):
        bare = trim(text, *paragraph, ";*_#|")
        words = text[bare.start : bare.end]
        if not bare:
            continue
        if fold(words).strip(" .") == fold(title).strip(" ."):
            found.claimed.append(bare)
        elif _is_date_line(words):
            found.values += members_of("dates", text, bare, prefix)
        else:
            first = _UNKNOWN_INLINE.search(text, *bare) if labelled else None
            if first:
                found.unknown.append(UnknownLabel(first["label"], first.start("label")))
                bare = trim(text, bare.start, first.start(), ";")
            found.values += members_of("summary", text, bare, prefix)


_LONGEST_DATE_LINE = 80


def _is_date_line(words: str) -> bool:
    """A range of dates that fills a line by itself: `July 2018-March 2020`."""
    if len(words) > _LONGEST_DATE_LINE:
        return False
    parts = split_date_range(words)
    if not (parts.start and parts.end):
        return False
    taken = [(span.start, span.end) for span in (parts.newness, parts.start, parts.end) if span]
    rest = "".join(char for at, char in enumerate(words) if not any(start <= at < end for start, end in taken))
    return sum(char.isalpha() for char in rest) <= len("until")


def names_field(label: Label) -> bool:
    """The label's text is kept under a field."""
    return label.name in FIELD
