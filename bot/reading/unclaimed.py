"""What no rule claimed, in passages that a person can be shown, each with the fields that it is likely to be of."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cache, lru_cache

from bot.reading.labels import WORD, fold_word, label_tables
from bot.reading.spans import CharSpan, lines_of, trim
from bot.records.contacts import find_emails, find_phones
from bot.records.dates import find_dates
from bot.records.fields import FIELD, FIELDS
from bot.records.model import Span, UnreadPassage
from bot.records.text import fold
from bot.records.vocabulary import canonical

_MOST, LONGEST, _FEWEST = 200, 2000, 5
"""Passages of a document and characters of one that are kept; letters and digits that one has at least."""
_LABEL = re.compile(r"(?P<label>[^\W_][^:：\r\n.;!?]{1,80}?)[^\S\r\n]*[\u00a0]?[:：](?=\s|[*_|]|$)")
_NEW_LABEL = re.compile(
    r"(?:^|(?<=[\r\n])|(?<=;\s))[^\S\r\n]*[*_#|]*(?=[^\W\d_a-zß-ÿ][^:：\r\n.;!?]{1,60}?[:：](?:\s|[*_]|$))"
)
_MOST_WORDS, _SHORT = 10, 60
_LIKE, _SPELT = 0.88, 5
"""How like the letters of two words are that are the same but for a fault, and how many they have at least."""
_LEAST, _SHARED, _AS_GOOD = 0.35, 0.6, 0.8
"""Share of what their words tell that two labels that are alike have in common: of each, of both, of the best."""
_WORDS = re.compile(r"[^\W\d_]{2}|\d{5}")
_NUMBER = re.compile(r"^\s*\(?\d{1,2}(?:[.)]\d{0,2})*[.)]?\s+")
_SEVERAL = {"dates": ("start", "end"), "contacts": ("person", "email", "phone")}
"""What stands behind labels that are of several fields."""
_TEXTS = ("problem", "objective", "brief", "summary", "challenge", "relevance", "ambition_statement", "milestones")
_CLOSED = tuple(field.name for field in FIELDS if field.kind in ("choice", "yesno"))


def unread_passages(text: str, unread: Iterable[Span]) -> tuple[UnreadPassage, ...]:
    """The passages of a text that its `unread` stretches are made of, without marks and single letters."""
    found: list[UnreadPassage] = []
    for span in unread:
        for place in _parted(text, span):
            if sum(map(str.isalnum, text[place.start : place.end])) >= _FEWEST:
                end = min(place.end, place.start + LONGEST)
                found.append(UnreadPassage(place.start, end, _fields(text, place)))
            if len(found) >= _MOST:
                return tuple(found)
    return tuple(found)


def _parted(text: str, span: Span) -> Iterator[CharSpan]:
    """A stretch in its parts: one begins with each line that begins with a label and a colon."""
    cuts = [match.start() for match in _NEW_LABEL.finditer(text, span.start, span.end)]
    for start, end in zip([span.start, *cuts], [*cuts, span.end], strict=True):
        if place := trim(text, start, end, ";|*_#"):
            yield place


def _fields(text: str, place: CharSpan) -> tuple[str, ...]:
    """The fields that a passage is likely to be of, by its label and by what it holds, the likeliest first."""
    said = text[place.start : min(place.end, place.start + LONGEST)]
    label = _label(text, place, said)
    found = dict.fromkeys(like_fields(label))
    found |= dict.fromkeys(contacts_in(said))
    if len(said) <= _SHORT:
        found |= dict.fromkeys(name for name in _CLOSED if not label and canonical(name, said))
        if not label and find_dates(said):
            found |= dict.fromkeys(("start", "end"))
    elif not found and not label:
        found |= dict.fromkeys(_TEXTS)
    return tuple(found)


@lru_cache(maxsize=8192)  # most columns say the same few things again and again
def cell_fields(heading: str, said: str, known: frozenset[str]) -> tuple[str, ...] | None:
    """The fields that a table's cell is likely to be of; None where it says nothing, such as a bare number.

    A column's heading is like a field's label, or holds one whole. `known` are the fields that have a column of their
    own: they stand there and nowhere else.
    """
    found = dict.fromkeys((*column_fields(heading), *contacts_in(said)))
    if not found and len(said) <= _SHORT and any(map(str.isdigit, said)) and find_dates(said):
        found |= dict.fromkeys(("start", "end"))
    fields = tuple(name for name in found if name not in known)
    return fields if fields or _WORDS.search(said) else None


@lru_cache(maxsize=1024)
def column_fields(heading: str) -> tuple[str, ...]:
    """The fields that a column of this heading is likely to be of, the likeliest first."""
    words = set(_words(heading))
    within = (names for wording, names in _by_words(frozenset(words)) if wording <= words)
    return tuple(dict.fromkeys((*like_fields(heading), *(name for names in within for name in names))))


def contacts_in(said: str) -> tuple[str, ...]:
    """The fields of the addresses and numbers that a text holds."""
    return ("email",) * bool(find_emails(said)) + ("phone",) * bool(find_phones(said))


def _label(text: str, place: CharSpan, said: str) -> str:
    """What a passage is headed by: its own beginning, what stands before it in its line, or the short line above."""
    if (match := _LABEL.match(said)) and len(match["label"].split()) <= _MOST_WORDS:
        return match["label"]
    lines = list(lines_of(text, max(0, place.start - 2 * _SHORT), place.start))
    before = text[slice(*trim(text, *lines[-1]))] if lines else ""
    if before.endswith((":", "：")):
        return re.split(r"[.;!?]\s", before)[-1].rstrip(":： ")
    first = said.splitlines()[0]
    if len(said.splitlines()) > 1 and len(first.split()) <= _MOST_WORDS and first[-1:] not in ".;,":
        return first
    if not before:
        above = next((text[slice(*bare)] for line in reversed(lines[:-1]) if (bare := trim(text, *line, "*_#|:"))), "")
        if above and len(above.split()) <= _MOST_WORDS and above[-1:] not in ".;,":
            return above
    return ""


@lru_cache(maxsize=4096)
def like_fields(label: str) -> tuple[str, ...]:
    """The fields whose labels, in any language, are most like `label`, the likeliest first.

    Labels are alike that share most of what their words tell: the fewer fields have a word, the more it tells.
    """
    label = _NUMBER.sub("", label)
    if any(map(str.isdigit, label)) or len(label.split()) > 2 * _MOST_WORDS:
        return ()  # "Commitment 9" is a heading
    weights, spellings = _weights(), _words(label)
    words = {_nearest(word) or word for word in spellings}
    whole = sum(weights.get(word, _unknown_weight()) for word in words)
    shares: dict[str, float] = {}
    for wording, names in _by_words(frozenset(words)):
        shared = sum(weights[word] for word in words & wording)
        of_label, of_wording = shared / whole, shared / sum(weights[word] for word in wording)
        share = (of_label + of_wording) / 2 if min(of_label, of_wording) >= _LEAST else 0
        for name in names:
            shares[name] = max(share, shares.get(name, 0))
    best = max(shares.values(), default=0)
    likely = sorted((-share, name) for name, share in shares.items() if share >= max(_SHARED, best * _AS_GOOD))
    return tuple(name for _share, name in likely)


@lru_cache(maxsize=4096)
def _nearest(word: str) -> str | None:
    """The word of a label that is written like `word`."""
    if word in _weights():
        return word
    near = get_close_matches(word, _weights(), n=1, cutoff=_LIKE) if len(word) >= _SPELT else []
    return near[0] if near else None


def _words(text: str) -> list[str]:
    found = [fold_word(match[0]) for match in WORD.finditer(text)]
    return [word.removesuffix("s") if len(word) >= _SPELT else word for word in found if word]


@cache
def _wordings() -> dict[str, tuple[str, ...]]:
    """Folded label → the fields that stand behind it."""
    return {
        fold(label.text): names
        for label in label_tables().wordings
        if (names := _SEVERAL.get(label.name or "") or ((label.name,) if label.name in FIELD else ()))
    }


@cache
def _indexed() -> tuple[list[tuple[frozenset[str], tuple[str, ...]]], dict[str, list[int]]]:
    rows = [(frozenset(_words(wording)), names) for wording, names in _wordings().items()]
    places: dict[str, list[int]] = defaultdict(list)
    for number, (words, _names) in enumerate(rows):
        for word in words:
            places[word].append(number)
    return rows, places


def _by_words(words: frozenset[str]) -> Iterator[tuple[frozenset[str], tuple[str, ...]]]:
    """The wordings that share a word with these."""
    rows, places = _indexed()
    for number in {number for word in words for number in places.get(word, ())}:
        yield rows[number]


@cache
def _weights() -> dict[str, float]:
    """How much each word of labels tells: the fewer fields have it, the more."""
    fields: dict[str, set[str]] = defaultdict(set)
    for wording, names in _wordings().items():
        for word in _words(wording):
            fields[word] |= set(names)
    return {word: math.log(1 + len(FIELD) / len(names)) for word, names in fields.items()}


def _unknown_weight() -> float:
    """A word that no label has tells as much as one that a single field has."""
    return math.log(1 + len(FIELD))
