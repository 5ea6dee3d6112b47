"""Which commitments a text of people names, whatever else it is about: codes, and titles that are said whole."""

from __future__ import annotations

import re
from datetime import date

from bot.asking.lattice import Mention, weights
from bot.asking.mentions import build
from bot.asking.pieces import titled
from bot.records.frozen import dataclass
from bot.records.store import Store

LOOKED_AT = 4_000  # characters
_SENTENCES = 60
_SAID = 0.85  # of a title: a part of one in running text may be chance
_SURE = 0.5  # what such a title costs at most, typing errors apart: no strange words in it
_END = re.compile(r"[\n\r]+|(?<=[.!?;。])\s+")


@dataclass(frozen=True, slots=True)
class Citations:
    """The commitments that a text names, in its order, and codes in it that no document has."""

    codes: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def citations(store: Store, text: str, as_of: date) -> Citations:
    """The commitments that the first `LOOKED_AT` characters of a text name."""
    codes: list[str] = []
    unknown: list[str] = []
    sentences = [part for part in _END.split(text[:LOOKED_AT]) if part.strip()]
    for sentence in sentences[:_SENTENCES]:
        made = build(sentence, store, as_of)
        found: list[tuple[int, int, tuple[str, ...]]] = []
        for one in made.mentions:
            if one.kind == "code" and one.value.exists:
                found.append((one.start, one.end, (one.value.code,)))
            elif one.kind == "code":
                unknown.append(one.value.code)
            elif one.kind == "title" and one.value.recall >= _SAID and _strange(one) < _SURE:
                found.append((one.start, one.end, titled(made, [one.value.names[0].id])))
        for start, end, several in sorted(found):
            inside = any(s <= start and end <= e and e - s > end - start for s, e, _codes in found)
            codes += [] if inside else several
    return Citations(tuple(dict.fromkeys(codes)), tuple(dict.fromkeys(unknown)))


def _strange(one: Mention) -> float:
    """What a title costs for all but its typing errors."""
    return one.cost - weights()["tile"]["repaired"] * bool(one.repairs)
