"""Codes as people type them: `kr 32`, `KR-0O32`, `#KR0032`, look-alike letters; never another code by likeness.

A code is a member's letters and a number of four digits (the partnership's pages). What is repaired here is how it is
written (spaces, zeros, letters for digits), which letters and which number it is are never changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

# Cyrillic and Greek letters that look like Latin ones
_LETTERS = str.maketrans(
    {
        **dict(zip("АВЕКМНОРСТУХЅІЈ", "ABEKMHOPCTYXSIJ", strict=True)),
        **dict(zip("авекмнорстухѕіј", "ABEKMHOPCTYXSIJ", strict=True)),
        **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True)),
    }
)
# letters that are typed for digits
_DIGITS = str.maketrans(
    {
        **dict.fromkeys("OoQОоΟο", "0"),
        **dict.fromkeys("Iil|ІіӀ", "1"),
        **dict.fromkeys("ЗзƷ", "3"),
        **dict.fromkeys("Ss", "5"),
        "B": "8",
        "Z": "2",
    }
)
_DIGIT = r"[0-9OoQОоΟοIil|ІіӀЗзƷSsBZ]"
_SHAPE = re.compile(
    # letters together (`KR`) or each by itself (`K R`), then digits together (`0O32`) or each by itself (`0 0 3 2`)
    r"(?<![^\W_])(?P<letters>[^\W\d_]{2,5}?|[^\W\d_](?:[ ._-][^\W\d_]){1,4}?)(?P<gap>[\s._#:/–—-]{0,4})"
    rf"(?={_DIGIT}*[0-9])(?P<digits>\d(?:\s\d){{2,5}}|{_DIGIT}{{1,6}})(?![A-Za-z0-9])"
)
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class CodeSpan:
    """A code at `text[start:end]`: how it was typed, and the code that it is (existing or not)."""

    start: int
    end: int
    typed: str
    code: str
    exists: bool


def find_codes(
    text: str,
    prefixes: Collection[str],
    by_number: Callable[[str, int], list[str]],
    ordinary: Collection[str] = (),
) -> list[CodeSpan]:
    """Every code in a question. `prefixes` are the known letters; `ordinary` are words such as `in` and `is`.

    >>> [span.code for span in find_codes("kr 32", {"KR"}, lambda prefix, number: ["KR0032"])]
    ['KR0032']
    """
    found: list[CodeSpan] = []
    at = 0
    while match := _SHAPE.search(text, at):
        span = _read(match, prefixes, by_number, ordinary)
        if span is None:
            at = match.start() + 1
            while at < len(text) and text[at - 1].isalnum() and text[at].isalpha():
                at += 1
            at = max(at, match.start() + 1)
            continue
        found.append(span)
        at = span.end
    return found


def _read(
    match: re.Match[str],
    prefixes: Collection[str],
    by_number: Callable[[str, int], list[str]],
    ordinary: Collection[str],
) -> CodeSpan | None:
    typed = match[0]
    glued = not match["gap"]
    for split in _splits(match["letters"], match["digits"]) if glued else [(match["letters"], match["digits"])]:
        letters, digits = split
        prefix = re.sub(r"[ ._-]", "", letters).translate(_LETTERS).upper()
        number = re.sub(r"\s", "", digits).translate(_DIGITS)
        if not number.isdigit() or not any(char.isdigit() for char in match["digits"]):
            continue
        strict = glued and len(number) == 4 and letters.isupper() and letters.isascii()
        if prefix not in prefixes and not (strict and len(prefix) >= 2):
            continue
        if (
            not glued
            and (prefix.lower() in ordinary or _YEAR.fullmatch(number))
            and not (letters.isupper() and number.startswith("0") and len(number) == 4)
        ):
            continue
        if glued and not letters.isupper() and prefix.lower() in ordinary and len(number) != 4:
            continue
        existing = by_number(prefix, int(number))
        code = existing[0] if len(existing) == 1 else f"{prefix}{int(number):04d}"
        return CodeSpan(match.start(), match.end(), typed, code, code in existing)
    return None


def _splits(letters: str, digits: str) -> list[tuple[str, str]]:
    """Where the letters end: `KRO029` is KR and O029 when KRO is no member, `XLPI0006` is XLPI when XLP is none."""
    splits = [(letters, digits)]
    for size in range(1, min(len(digits), 6 - len(letters))):
        if not digits[:size].isalpha():
            break
        splits.append((letters + digits[:size], digits[size:]))
    bare = letters
    while len(bare) > 2 and re.fullmatch(_DIGIT, bare[-1]):
        bare = bare[:-1].rstrip(" ._-")
        splits.append((bare, letters[len(bare) :].strip(" ._-") + digits))
    return splits
