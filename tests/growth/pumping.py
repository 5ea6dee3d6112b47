"""Hostile texts for a pattern: what its own repetitions match, and what people type, many times over."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator, Sequence
from re import _constants as op  # type: ignore[attr-defined]  # not of the public library: it has no types
from re import _parser  # type: ignore[attr-defined]
from time import process_time
from typing import Any, NamedTuple

UNITS = (
    "a|A|0|-|.|. |, |; |: |a |A |a-|1.|1 |1-|(1|(|[|{|<|&|@|a@|@a|a@a.|a%|*|*a|_|~|`|:a:|'|\"|é|가|a_|Aa; |"
    "a at |a (at) a.|a dot |+1|00|(1)-|2016-|2016 |1/|1 January |and |¿|?|• |KR00|http://a|<a |<!--|&lt;|"
    "a'|A A|A:\n|- "
).split("|")
SPACES = (" ", "\t", "\n", "\r\n", "\n ", "\u200b", "A\n")
TAILS = ("", "!", "\n")
SLOW = 1.0
"""Seconds after which a single run is given up: it is slow at any rate."""


class Pump(NamedTuple):
    """A text that can be made of any size."""

    before: str
    unit: str
    after: str

    def text(self, size: int) -> str:
        """The text with `size` characters of its unit."""
        return self.before + (self.unit * (size // len(self.unit) + 1))[:size] + self.after


def pumps(pattern: str, flags: int) -> Iterator[Pump]:
    """The texts that a pattern is tried on."""
    tree = _parser.parse(pattern, flags)
    made = {Pump("", unit, tail) for unit in (*UNITS, *SPACES) for tail in TAILS}
    if whole := _sample(tree, {}):
        made |= {Pump("", whole, "")}
    for before, unit in _repeated(tree, "", {}):
        made |= {Pump(start, unit, tail) for start in ("", before) for tail in ("", "\0") if unit}
    yield from sorted(made)


def seconds(pattern: re.Pattern[str], methods: Sequence[str], text: str) -> float:
    """How long the ways in which a pattern is used take on `text`; SLOW where they take longer than that."""

    def stop(_signal: int, _frame: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, SLOW)
    began = process_time()
    try:
        for method in methods or ("search",):
            if method in ("match", "fullmatch"):
                getattr(pattern, method)(text)
            else:
                for _ in pattern.finditer(text):
                    pass
    except TimeoutError:
        return SLOW
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    return process_time() - began


# -- what a pattern's own parts match ------------------------------------------------------------------------------

_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
_MANY = 20
"""Repetitions of up to so many are no loop over a text."""
_KINDS = {"DIGIT": str.isdigit, "SPACE": str.isspace, "WORD": lambda char: char.isalnum() or char == "_"}
_POOL = "a1 A-.é(\n\t;:0x,/'\"_가@\r<=*#|"


def _holds(items: Any, char: str) -> bool:
    """Whether a set of characters, as the parser gives it, holds `char`."""
    found = False
    for kind, value in items:
        if kind is op.LITERAL:
            found |= ord(char) == value
        elif kind is op.RANGE:
            found |= value[0] <= ord(char) <= value[1]
        elif kind is op.CATEGORY:
            name = str(value).rpartition("_")[2]
            found |= _KINDS[name](char) != ("_NOT_" in str(value))
    return found != (items[0][0] is op.NEGATE)


def _members(items: Any) -> list[str]:
    """A few characters of a set."""
    named = [chr(value if kind is op.LITERAL else value[0]) for kind, value in items if kind in (op.LITERAL, op.RANGE)]
    return [char for char in (*named, *_POOL) if _holds(items, char)] or ["a"]


def _sample(tree: Any, groups: dict[int | None, str]) -> str:
    """Something that a parsed pattern, or nearly, matches."""
    parts: list[str] = []
    for kind, value in tree:
        if kind is op.LITERAL:
            parts.append(chr(value))
        elif kind is op.NOT_LITERAL:
            parts.append("a" if value != ord("a") else "b")
        elif kind is op.ANY:
            parts.append("a")
        elif kind is op.IN:
            parts.append(_members(value)[0])
        elif kind in _REPEATS:
            parts.append(_sample(value[2], groups) * max(value[0], min(value[1], 1)))
        elif kind is op.SUBPATTERN:
            groups[value[0]] = _sample(value[3], groups)
            parts.append(groups[value[0]])
        elif kind is op.ATOMIC_GROUP or (kind is op.ASSERT and value[0] < 0):
            parts.append(_sample(value if kind is op.ATOMIC_GROUP else value[1], groups))
        elif kind is op.BRANCH:
            parts.append(_sample(value[1][0], groups))
        elif kind is op.GROUPREF:
            parts.append(groups.get(value, ""))
    return "".join(parts)


def _repeated(tree: Any, before: str, groups: dict[int | None, str]) -> Iterator[tuple[str, str]]:
    """What each long repetition of a parsed pattern matches, and what leads to it."""
    for kind, value in tree:
        inside: list[Any] = []
        if kind in _REPEATS:
            body = value[2]
            if value[1] > _MANY:
                yield before, _sample(body, groups)
                if len(body) == 1 and body[0][0] is op.IN:
                    yield from ((before, char) for char in _members(body[0][1])[:12])
            inside = [body]
        elif kind is op.SUBPATTERN:
            inside = [value[3]]
        elif kind is op.ATOMIC_GROUP:
            inside = [value]
        elif kind is op.BRANCH:
            inside = value[1][:40]
        elif kind in (op.ASSERT, op.ASSERT_NOT):
            inside = [value[1]]
        for part in inside:
            yield from _repeated(part, before, groups)
        before += _sample([(kind, value)], groups)
