"""Labelled fields inside prose: what a Description, or an IRM summary, says behind the labels of its template."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bot.reading.labels import LabelTree
from bot.reading.members import members_of
from bot.reading.passages import Findings, Passage, UnknownLabel, lines_of, paragraphs, trim
from bot.reading.prose_labels import Hit, find_labels
from bot.records.folding import fold
from bot.records.values import split_date_range

_ONE_LINED = frozenset(
    {"person", "person_title", "email", "phone", "email_phone", "dates", "start", "end", "newness", "completion"}
)
# `; Indicators of success:` inside a value, or a line of its own, is a label that the tables do not know
_UNKNOWN_INLINE = re.compile(r";\s{0,3}(?P<label>[^\W\d_a-zß-ÿ][^;:.?\r\n]{1,70}?)[^\S\r\n]?\??[^\S\r\n]?[:：](?=\s)")
_UNKNOWN_LINE = re.compile(
    r"(?<=[\r\n])[^\S\r\n]*(?P<label>[^\W\d_a-zß-ÿ][^;:.?!\r\n]{2,70}?|[¿A-ZÀ-Þ][^;:.?!\r\n]{8,160}?(?=[^\S\r\n]?\?))"
    r"[^\S\r\n]*+(?:(?P<colon>[:：?])[^\S\r\n]*+)?(?:\r\n|\r|\n)(?P<gap>[^\S\r\n]*(?:\r\n|\r|\n))?[^\S\r\n]*(?=(?P<next>\S[^\r\n]*))"
)
_MOST_WORDS, _WINDOW = 8, 80


def read_description(text: str, place: Passage, prefix: str, title: str, tree: LabelTree | None = None) -> Findings:
    """The fields of a Description, by the labels of `tree` if given; its unlabelled beginning is the summary."""
    hits = find_labels(text, place, tree)
    found = Findings()
    lead_end = hits[0].start if hits else place.end
    _lead(text, Passage(place.start, lead_end), prefix, title, bool(hits), found)
    found.add(_labelled(text, hits, place.end, prefix))
    return found


def read_summary(text: str, place: Passage, prefix: str) -> Findings:
    """The fields inside an IRM summary: only labels with a colon or a line of their own count there."""
    hits = [hit for hit in find_labels(text, place) if hit.behind == "colon"]
    return _labelled(text, hits, place.end, prefix)


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
            value = _first_block(text, value)
        found.values += members_of(name, text, value, prefix)
    return found


def _first_block(text: str, value: Passage) -> Passage:
    """`value` up to its first empty line: a telephone number does not go on behind one."""
    match = re.search(r"(?:\r\n|\r|\n)[^\S\r\n]*(?:\r\n|\r|\n)", text[value.start : value.end])
    return trim(text, value.start, value.start + match.start(), ";|") if match else value


def _value_place(text: str, hit: Hit, limit: int) -> Passage:
    value = trim(text, hit.end, limit, ";|*_")
    if trim(text, value.start, value.end, ".,:;"):  # the full stop of a sentence is no value: "Email:. Phone:."
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
            label = match["label"].strip()
            above = trim(text, max(0, match.start() - _WINDOW), match.start())
            if text[above.end - 1 : above.end] in '.!?;:”"' and _heads(label, match):
                cuts.append((match.start(), UnknownLabel(label.lstrip("¿"), match.start("label"))))
                break
    if not cuts:
        return value
    cut, label_found = min(cuts)
    found.unknown += [unknown for _, unknown in cuts]
    found.claimed.append(Passage(label_found.start, label_found.start))
    return trim(text, value.start, cut, ";|*_")


def _heads(label: str, match: re.Match[str]) -> bool:
    """A line that asks, that ends in a colon, or that is short and stands right above a longer sentence."""
    following = match["next"].rstrip()
    if match["colon"] == "?":
        return True
    if len(label.split()) > _MOST_WORDS or len(following) <= len(label):
        return False
    return bool(match["colon"]) or (not match["gap"] and following[-1:] in ".!?")


def _lead(text: str, place: Passage, prefix: str, title: str, labelled: bool, found: Findings) -> None:
    """The text before the first label: a date line, a title said again, and the summary."""
    for paragraph in islice(_lead_parts(text, trim(text, *place, ";")), _MOST_PARAGRAPHS):
        bare = trim(text, *paragraph, ";*_#|")
        words = text[bare.start : bare.end]
        if not bare:
            continue
        if len(words) <= _LONGEST_TITLE and fold(words).strip(" .") == fold(title).strip(" ."):
            found.claimed.append(bare)
        elif _is_date_line(words):
            found.values += members_of("dates", text, bare, prefix)
        else:
            first = _UNKNOWN_INLINE.search(text, *bare) if labelled else None
            if first:
                found.unknown.append(UnknownLabel(first["label"], first.start("label")))
                bare = trim(text, bare.start, first.start(), ";")
            found.values += members_of("summary", text, bare, prefix)


def _lead_parts(text: str, place: Passage) -> Iterator[Passage]:
    """The paragraphs of `place`, a date line being one by itself even where no empty line parts it from others."""
    start = place.start
    for line in lines_of(text, *place):
        bare = trim(text, *line, ";*_#|")
        if bare and bare.end - bare.start <= _LONGEST_DATE_LINE and _is_date_line(text[bare.start : bare.end]):
            yield from paragraphs(text, start, line.start)
            yield bare
            start = line.end
    yield from paragraphs(text, start, place.end)


_LONGEST_DATE_LINE, _LONGEST_TITLE, _MOST_PARAGRAPHS = 80, 600, 50


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
