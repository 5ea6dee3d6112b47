"""What counts as a contact in a text: what reads as an email address or a number, and what is stored as one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from bot.records.values import find_emails, find_phones

FIELDS = ("email", "phone")
Patterns: TypeAlias = tuple[tuple[str, re.Pattern[str]], ...]
"""(field, what finds stored contacts of it)."""

_TOGETHER = 200  # commitments whose stored contacts are looked for at once: more than any message shows
_SHORTEST = 7  # digits of what `find_phones` takes for a number
_TELLING = 5  # digits that make a stored text a telephone number rather than an extension


@dataclass(frozen=True, slots=True)
class Contacts:
    """What counts as a contact besides what reads as one: patterns of what is stored, by commitment and for all.

    `mask` is shown in the place of each.
    """

    own: Mapping[str, Patterns]
    every: Patterns
    mask: str

    @classmethod
    def of(cls, known: Mapping[str, Mapping[str, str]], mask: str) -> Contacts:
        """With the stored contacts of each commitment, each with its field."""
        own = {code: _patterns(texts) for code, texts in known.items()}
        together = {text: field for code in list(known)[:_TOGETHER] for text, field in known[code].items()}
        return cls(own, _patterns(together), mask)

    def hide(self, text: str, code: str = "") -> str:
        """`text`, of a commitment's document or of several, with every contact masked."""
        out, at = [], 0
        for start, end, _field in self.spans(text, code):
            out += [text[at:start], self.mask]
            at = end
        return "".join([*out, text[at:]])

    def fields(self, text: str | None, code: str = "") -> set[str]:
        """Of which fields the contacts in `text` are."""
        return {field for _start, _end, field in self.spans(text or "", code)}

    def spans(self, text: str, code: str = "") -> list[tuple[int, int, str]]:
        """(start, end, field) of every contact, in order, those that touch or overlap as one."""
        merged: list[tuple[int, int, str]] = []
        for start, end, field in sorted(self._all(text, code)):
            if merged and start <= merged[-1][1]:
                first, last, kind = merged[-1]
                merged[-1] = first, max(last, end), kind
            else:
                merged.append((start, end, field))
        return merged

    def _all(self, text: str, code: str) -> Iterator[tuple[int, int, str]]:
        begin = 0
        for line in text.splitlines(keepends=True):  # no number goes on in the next line
            yield from ((begin + span.start, begin + span.end, "email") for span in find_emails(line))
            if sum(map(str.isdigit, line)) >= _SHORTEST:
                yield from ((begin + span.start, begin + span.end, "phone") for span in find_phones(line))
            begin += len(line)
        for field, pattern in self.own.get(code, ()) if code else self.every:
            yield from ((*match.span(), field) for match in pattern.finditer(text))


def _patterns(known: Mapping[str, str]) -> Patterns:
    found = []
    for field in FIELDS:
        # an alternation takes the first that fits: the whole before its parts
        texts = sorted((one for one, own in known.items() if own == field and _telling(one)), key=len, reverse=True)
        forms = [form for number in (0, 1) for text in texts for form in _forms(text)[number]]
        if forms:
            found.append((field, re.compile("|".join(forms), re.IGNORECASE)))
    return tuple(found)


def _telling(contact: str) -> bool:
    """Whether a stored text tells a contact at all: fields also hold “none” and dashes."""
    return bool(find_emails(contact)) or sum(map(str.isdigit, contact)) >= _TELLING


def _forms(contact: str) -> tuple[list[str], list[str]]:
    """(a pattern of a stored contact, however its words are spaced; those of its parts at the edge of an excerpt)."""
    words = [re.escape(word) for word in contact.split()]
    gap = r"\s+"
    ends = [rf"(?<=…\s){gap.join(words[at:])}" for at in range(1, len(words))]
    beginnings = [rf"{gap.join(words[:at])}(?=\s…)" for at in range(len(words) - 1, 0, -1)]
    return [gap.join(words)], ends + beginnings
