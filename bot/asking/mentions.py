"""Which commitments a text of people names, whatever else it is about: codes, and titles that are said whole."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.asking.spotting import spot
from bot.asking.subjects import titled
from bot.records.store import Store

LOOKED_AT = 4_000  # characters
_SENTENCES = 60
_SAID = 0.85  # of a title and of what is said: part of one in running text may be chance
_END = re.compile(r"[\n\r]+|(?<=[.!?;。])\s+")


@dataclass(frozen=True, slots=True)
class Mentions:
    """The commitments that a text names, in its order, and codes in it that no document has."""

    codes: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def mentions(store: Store, text: str, as_of: date) -> Mentions:
    """The commitments that the first `LOOKED_AT` characters of a text name."""
    codes: list[str] = []
    unknown: list[str] = []
    sentences = [part for part in _END.split(text[:LOOKED_AT]) if part.strip()]
    for sentence in sentences[:_SENTENCES]:
        spotted = spot(sentence, store, as_of)
        found: list[tuple[int, tuple[str, ...]]] = []
        for start, _end, span in spotted.codes:
            if span.exists:
                found.append((start, (span.code,)))
            else:
                unknown.append(span.code)
        for link in spotted.links:
            if link.kind == "title" and min(link.recall, link.precision) >= _SAID:
                found.append((link.start, titled(store, link.names[:1], ())))
        codes += [code for _start, several in sorted(found) for code in several]
    return Mentions(tuple(dict.fromkeys(codes)), tuple(dict.fromkeys(unknown)))
