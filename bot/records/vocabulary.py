"""Closed vocabularies and known names: from the words of a page, in any language, to one canonical English term.

Terms and names with their wordings are data, in `terms.py`. `Pending IRM Review`, `NR`, `NA`, `No Data` and their like
are terms of their own: none is blank, none is “No”.
"""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from functools import cache, lru_cache
from pathlib import Path

from bot.records.fields import FIELD
from bot.records.kept import derived
from bot.records.languages import LANGUAGES, files_of, own
from bot.records.terms import AREAS, COMMON, NO_INSTITUTION, PENDING, PLACEHOLDERS, RATING, TERMS, VALUES
from bot.records.text import compiled, fold

# `b. Limited` is how the partnership's export codes a term.
_CODED = re.compile(r"[a-f]\.\s+")
_NO_FINDINGS = ("No Data", "No IRM Data", "NR", "NA")
_MOST_PENDING = 8  # words of a text that only says that a review is pending
_MARKS = " .:;,*()[]\"'"
_NAMES = {"policy_areas": AREAS, "ogp_values": VALUES}
_CUT = r"[,;|\n\r•●·]+"


def canonical(field_name: str, raw: str) -> str | None:
    """The canonical term of `raw` for a field with a closed vocabulary, None where the vocabulary does not know it.

    Case, accents and a doubling of the whole value (`Major Major`) do not matter.

    >>> canonical("early_results", "mayor Mayor")
    'Major'
    """
    known = _terms(field_name)
    text = _CODED.sub("", fold(raw).strip(_MARKS), count=1)
    if text in known:
        return known[text]
    halves = [word for word in text.split() if word not in RATING]
    if (bare := " ".join(halves)) in known:
        return known[bare]
    middle = len(halves) // 2
    first, second = " ".join(halves[:middle]).strip(_MARKS), " ".join(halves[middle:]).strip(_MARKS)
    if first and known.get(first) and known.get(first) == known.get(second):
        return known[first]
    pending, reviewers = PENDING
    if known and len(halves) <= _MOST_PENDING and pending & set(halves) and reviewers & set(halves):
        return "Pending IRM Review"
    return None


def terms(field_name: str) -> tuple[str, ...]:
    """The canonical terms of a field with a closed vocabulary or known names, in their own order; empty for others."""
    if field_name in _NAMES:
        return tuple(dict.fromkeys(_names(field_name).values()))
    rows = (*_rows(TERMS[field_name]), *_rows(COMMON)) if field_name in TERMS else ()
    return tuple(term for term, _ in rows)


@lru_cache(maxsize=16384)
def is_placeholder(field_name: str, raw: str) -> bool:
    """Whether a value only says that nothing is stated: “None Specified”, “NR”, “-”; it is quoted all the same.

    >>> is_placeholder("lead_institution", "None specified"), is_placeholder("completion", "Unclear")
    (True, False)
    """
    said = fold(canonical(field_name, raw) or raw).strip()
    return bool(said) and bool({said, said.strip(" ."), said.strip(" .()[]")} & _placeholders(field_name))


def placeholders(field_name: str) -> tuple[str, ...]:
    """The values of a field's column that say that nothing is stated; they are compared without regard to case."""
    said = _placeholders(field_name)
    return tuple(sorted(f'["{word}"]' for word in said) if field_name in _NAMES else sorted(said))


@cache
def _placeholders(field_name: str) -> frozenset[str]:
    """The wordings, as they are written and folded."""
    kind = FIELD[field_name].kind
    if field_name == "title":
        return frozenset()
    said = f"{PLACEHOLDERS}; {NO_INSTITUTION}" if kind == "institution" else PLACEHOLDERS
    words = {word.strip() for word in said.split(";")}
    if kind in ("choice", "yesno", "list"):
        words -= _findings()
    return frozenset(words.union(map(fold, words), map(fold, _NO_FINDINGS)))


@cache
def _findings() -> frozenset[str]:
    """What reviewers find by any closed vocabulary, such as “Unclear” and “None”: it says more than nothing."""
    return frozenset(word for name in TERMS for word, term in _terms(name).items() if term not in _NO_FINDINGS)


def wordings(field_name: str) -> dict[str, str]:
    """Every folded wording of a field's terms or names → its canonical term, to be looked for in questions."""
    return dict(_names(field_name) if field_name in _NAMES else _terms(field_name))


@lru_cache(maxsize=4096)
def find_members(field_name: str, raw: str) -> tuple[tuple[int, int, str], ...]:
    """The members of a list as (start, end, canonical name), in order; a name that is not known stays as written.

    Known names are found longest first, so that neither a comma inside a name nor a missing one between two names
    matters. A stretch between two commas that known names do not fill is one member as a whole.

    >>> find_members("ogp_values", "Access to Information Civic Participation , Technology")
    ((0, 21, 'Access to Information'), (22, 41, 'Civic Participation'), (44, 54, 'Technology'))
    >>> find_members("policy_areas", "Water, Sanitation, and Hygiene, Health")
    ((0, 30, 'Water, Sanitation & Hygiene'), (32, 38, 'Health'))
    """
    if field_name not in _NAMES:
        return tuple((start, end, " ".join(raw[start:end].split())) for start, end in _stretches(raw, []))
    known, pattern = _names(field_name), _pattern(field_name)
    folded, places = _folded(raw)
    found = [
        (places[match.start()], places[match.end() - 1] + 1, known[_key(match[0])])
        for match in pattern.finditer(folded)
    ]
    members: list[tuple[int, int, str]] = []
    waiting = deque(found)
    for start, end in _stretches(raw, [(start, end) for start, end, _ in found]):
        inside = []
        while waiting and waiting[0][1] <= end:
            inside.append(waiting.popleft())
        rest = list(raw[start:end])
        for first, last, _ in inside:
            rest[first - start : last - start] = [" "] * (last - first)
        if inside and not re.search(r"[^\W_]", re.sub(r"\b(?:and|y|e|et)\b", "", "".join(rest), flags=re.IGNORECASE)):
            members += inside
        else:
            members.append((start, end, " ".join(raw[start:end].split())))
    return tuple(members)


def _stretches(raw: str, names: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches of `raw` between separators that lie in no name, without the white space around them."""
    stretches = []
    start = 0
    covering = iter(names)
    name = next(covering, None)
    for match in [*compiled(_CUT, 0).finditer(raw), None]:
        end = match.start() if match else len(raw)
        while name and name[1] <= end:
            name = next(covering, None)
        if match and name and name[0] < end:
            continue
        text = raw[start:end]
        if text.strip():
            stretches.append((start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())))
        start = match.end() if match else end
    return stretches


def _terms(field_name: str) -> dict[str, str]:
    return _kept().get(field_name, {})


def _names(field_name: str) -> dict[str, str]:
    return _kept()[field_name]


@cache
def _kept() -> dict[str, dict[str, str]]:
    """Field → folded wording → canonical term or name."""
    here = Path(__file__)
    makers: list[str | Path] = [
        here,
        here.with_name("terms.py"),
        here.with_name("text.py"),
        *files_of("names"),
    ]
    return derived(here, makers, _made)


def _made() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for field_name, table in TERMS.items():
        rows = (*_rows(table), *_rows(COMMON))
        # a field's own meaning of a word goes before the common one
        found[field_name] = {fold(wording): term for term, others in reversed(rows) for wording in (*others, term)}
    for field_name, table in _NAMES.items():
        names = found[field_name] = {}
        for name, others in (*_rows(table), *_rows(COMMON)):
            for wording in (name, *others):
                names.setdefault(_key(fold(wording)), name)
    for language in LANGUAGES:
        for name, others in own(language, "names").get("areas", {}).items():
            for wording in others:
                found["policy_areas"].setdefault(_key(fold(wording)), name)
    return found


@cache
def _pattern(field_name: str) -> re.Pattern[str]:
    """Every known name, the longest first."""
    patterns = []
    for key in sorted(_names(field_name), key=len, reverse=True):
        words = [r"(?:&|and)" if word == "and" else re.escape(word) for word in key.split()]
        patterns.append(r"[\s-]+".join(words).replace(r"[\s-]+(?:&|and)", r",?[\s-]+(?:&|and)"))
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)")


def _rows(table: str) -> list[tuple[str, tuple[str, ...]]]:
    rows = []
    for line in table.strip().replace("\n  ", " ").splitlines():
        name, _, others = line.partition("=")
        rows.append((name.strip(), tuple(word.strip() for word in others.split(";") if word.strip())))
    return rows


def _key(folded: str) -> str:
    """A folded name with the differences taken out that pages make at random: hyphens, `&` for `and`, a comma there."""
    return " ".join(folded.replace("&", " and ").replace("-", " ").split()).replace(", and ", " and ")


def _folded(raw: str) -> tuple[str, list[int]]:
    """`raw` folded, and for each of its characters where it comes from."""
    chars: list[str] = []
    places: list[int] = []
    for place, char in enumerate(raw):
        if char.isspace():
            plain = " "
        elif char.isascii():
            plain = char.lower()
        elif unicodedata.combining(char):
            continue
        else:
            plain = fold(char)
        chars.append(plain)
        places += [place] * len(plain)
    return "".join(chars), places
