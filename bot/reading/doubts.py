"""What was not understood of a document: said to a person, never mended in silence.

What no rule claimed is kept in passages that can be shown, each with the fields that it is likely to be of. What was
read and looks wrong is a problem.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import PurePath
from typing import NamedTuple

from bot.reading.label_tables import label_tables
from bot.reading.label_tree import WORD, fold_word
from bot.reading.siblings import CODE, CODE_IN_ADDRESS, Title
from bot.reading.spans import CharSpan, OtherContact, UnknownLabel, lines_of, trim
from bot.records.contacts import find_emails, find_phones
from bot.records.countries import NAMING, country_named, country_of, home_of, letters_of, stranger
from bot.records.date_ranges import is_dateless
from bot.records.dates import find_dates
from bot.records.fields import FIELD, FIELDS
from bot.records.model import NO_KNOWN_LABEL, Document, Problem, Span, UnreadPassage, Value
from bot.records.text import Lines, fold, line_of
from bot.records.vocabulary import canonical, is_placeholder

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


_MOST_REPORTED, _LONGEST_SHOWN = 40, 80
_TYPED = ("date", "choice", "yesno")
_LAST_OF = {"year": "-99-99", "month": "-99", "day": ""}


def unknown_labels(document: Document, unknown: list[UnknownLabel]) -> list[Problem]:
    """Each label that the tables do not know, once, with what it might be; its text was kept, under no field."""
    problems = []
    seen: set[str] = set()
    for label in unknown:
        key = fold(label.text)
        if key in seen or len(seen) >= _MOST_REPORTED:
            continue
        seen.add(key)
        guess = next(iter(like_fields(label.text)), None)
        meant = f"It might be {FIELD[guess].label} ({guess})." if guess else "No known label is similar."
        message = f"“{label.text}”{NO_KNOWN_LABEL} {meant} Its text was kept as unread."
        problems.append(Problem(document.name, line_of(document.text, label.start), guess, message, "info"))
    return problems


_NUMBER_OR_ADDRESS = re.compile(r"\S{0,64}@|[+(]?\d{2}")


def other_contacts(document: Document, others: list[OtherContact]) -> list[Problem]:
    """Each label of a contact that was left unread, since it stands below words that name somebody else's."""
    problems = []
    for one in others[:_MOST_REPORTED]:
        heading = _NUMBER_OR_ADDRESS.split(one.heading)[0].strip(" ,;:(")[:_LONGEST_SHOWN]
        where = f"below “{heading}”" if heading else "above the title"
        message = f"“{one.label}” stands {where}, so it may be somebody else's: it was not taken for this commitment."
        problems.append(Problem(document.name, line_of(document.text, one.start), None, message, "info"))
    return problems


def foreign_blocks(document: Document, blocks: list[CharSpan]) -> list[Problem]:
    """Each block of a review whose heading names another commitment: its text is not the page's own."""
    problems = []
    for block in blocks:
        heading = document.text[block.start : block.end].strip().splitlines()[0].strip(" #*_")[:_LONGEST_SHOWN]
        message = f"“{heading}” heads a block of another commitment: nothing in it was taken for this page's own."
        problems.append(Problem(document.name, line_of(document.text, block.start), None, message, "info"))
    return problems


def doubts_of(document: Document, titles: list[Title], values: list[Value]) -> list[Problem]:
    """What looks wrong: an end before its start, an address without an @, a code that is not the file's."""
    problems = []
    by_code: dict[str, dict[str, list[Value]]] = {}
    for value in values:
        if value.origin == "page":
            by_code.setdefault(value.code, {}).setdefault(value.field, []).append(value)
    for fields in by_code.values():
        for start, end in zip(fields.get("start", []), fields.get("end", []), strict=False):
            if start.value and end.value and end.value + _LAST_OF[end.precision or "day"] < start.value:
                message = f"The commitment ends ({end.raw}) before it starts ({start.raw})."
                problems.append(_at(document, end, message))
        problems += [
            _at(
                document,
                value,
                f"“{value.raw[:_LONGEST_SHOWN]}” stands where an email address should, but has no @ in it.",
            )
            for value in fields.get("email", [])
            if value.raw and not value.value and "@" not in value.raw and not is_placeholder("email", value.raw)
        ]
    stem = PurePath(document.name.rstrip("/")).stem.upper()
    named = re.match(rf"({CODE})(?!\d)", stem)
    if named and titles and named[1] not in {title.code for title in titles}:
        line = line_of(document.text, titles[0].place.start)
        message = (
            f"The page is that of {titles[0].code}, but the document is called {document.name}. The title was trusted."
        )
        problems.append(Problem(document.name, line, "title", message))
    return problems


def is_not_understood(value: Value) -> bool:
    """Whether a field with a normal form says something that has none."""
    return value.value is None and bool(value.raw) and FIELD[value.field].kind in _TYPED


def not_understood(document: Document, values: Iterable[Value]) -> list[Problem]:
    """Each wording that a field with a normal form has and that nobody understands, once, with how often it stands."""
    met: dict[tuple[str, str], list[Value]] = {}
    for value in filter(is_not_understood, values):
        met.setdefault((value.field, fold(value.raw)), []).append(value)
    told = [held for (name, _), held in met.items() if not _says_nothing(name, held[0].raw)]
    return [
        replace(_at(document, held[0], _strange(held)), severity="info")
        for held in sorted(told, key=lambda held: (-len(held), held[0].start))[:_MOST_REPORTED]
    ]


def _says_nothing(name: str, raw: str) -> bool:
    """Whether a value only says that nothing is stated, or is a date without a day, such as “ongoing”."""
    return is_placeholder(name, raw) or (FIELD[name].kind == "date" and is_dateless(raw))


def _strange(held: list[Value]) -> str:
    first = held[0]
    often = f" ({len(held):,} times)" if len(held) > 1 else ""
    return (
        f"“{first.raw[:_LONGEST_SHOWN]}”{often} is not understood as {FIELD[first.field].label}: it is kept as it is "
        "written, and what is asked of it is undecided."
    )


def _at(document: Document, value: Value, message: str) -> Problem:
    return Problem(document.name, line_of(document.text, value.start), value.field, message)


# -- what a document names itself, where that does not fit the letters of its code -----------------------------------


_MEMBER = re.compile(r"/members?/([^/?#]+)", re.IGNORECASE)
_NO_NAME = re.compile(rf"{CODE}|[\W\d_]+", re.IGNORECASE)


class _ClaimedValue(NamedTuple):
    what: str
    said: str
    place: int
    field: str
    code: str


def may_misfit(document: Document) -> Callable[[Value], bool]:
    """Which values `misfits` can find anything by: of a large table these are few, and only they need to be kept."""
    outside = any(_outside(document))

    def tells(value: Value) -> bool:
        if value.field == "title":
            return outside
        return value.field in NAMING and stranger(letters_of(value.code), value.raw) is not None

    return tells


def misfits(document: Document, values: Iterable[Value]) -> list[Problem]:
    """A problem for each place at which the document speaks of another member than the letters of its code do."""
    claims = list(_claims(document, values))
    if not claims:
        return []
    lines = Lines(document.text)
    return [
        Problem(
            document.name,
            lines.number(one.place),
            one.field,
            f"The letters of {one.code} stand for {home.name}, but its {one.what} says “{one.said}”. The letters were "
            "trusted: check whether the document has a wrong code.",
        )
        for one in claims
        if (home := home_of(one.code))
    ]


def _claims(document: Document, values: Iterable[Value]) -> Iterator[_ClaimedValue]:
    titles: dict[str, Value] = {}
    for value in values:
        if value.origin == "index":
            continue
        if value.field == "title":
            titles.setdefault(value.code, value)
        elif value.field in NAMING and stranger(letters_of(value.code), value.raw):
            yield _ClaimedValue(FIELD[value.field].label, value.raw, value.start, value.field, value.code)
    outside = list(_outside(document))
    for code, title in titles.items() if outside else ():
        for what, said, member in outside:
            if stranger(letters_of(code), member):
                yield _ClaimedValue(what, said, title.start, "title", code)
                return  # one code of a table stands for all of them


def _outside(document: Document) -> Iterator[tuple[str, str, str]]:
    """(where it is said, as written, the member's name) of what the address and the file name say."""
    for what, place in (("address", document.url or ""), ("file name", document.name)):
        if what == "file name" and place == document.url:
            continue
        if match := _MEMBER.search(f"/{place}"):
            yield what, match[1], match[1]
        if (match := CODE_IN_ADDRESS.search(f"/{place}")) and (member := country_of(match[1])):
            yield what, match[1], member.name
    stem = PurePath(document.name.rstrip("/")).stem
    if (named := country_named(_NO_NAME.sub(" ", stem))) and named.parent is None:
        yield "file name", PurePath(document.name).name, named.name
