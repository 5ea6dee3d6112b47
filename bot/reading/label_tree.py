"""Labels, what the pages call each field, and the tree by which they are found in a text.

A label is compared word by word, without case and accents, so that `Title, Department`, `TITLE / DEPARTMENT` and
`Title: Department` are one label. Words that the table parts by punctuation may be parted by punctuation or by
nothing; words that it parts by a space only, never by punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum
from functools import cache, lru_cache
from typing import Any, Literal

from bot.records.text import fold, is_slip

Role = Literal["header", "heading", "description", "group", "unkept"]

# soft hyphens, zero-width marks and combining accents belong to the word they stand in
WORD = re.compile(r"[\w\u0300-\u036f\u00ad\u200b-\u200d\ufeff]+")
_STEP = re.compile(rf"(?P<gap>[\s'’‘`´*&·ㆍ,:/|()–—\-]{{0,12}})(?P<word>{WORD.pattern})")
_PLAIN_GAP = re.compile(r"[\s'’‘`´*]*")
_LONGEST_WORD = 40
_SHORTEST_SLIP = 6
"""Letters of a word in which one may be mistyped: shorter ones are too often other words."""
_OPTION = re.compile(r"\[([^\[\]<>]*)\]|<([^\[\]<>]*)>")  # the innermost, so that one may stand in another


@dataclass(frozen=True, slots=True)
class Label:
    """One wording of one label.

    `name` is the field, or for a heading its section; None for a text that no field keeps. `bare`: in running text the
    value may follow without a colon. `words` counts its words. `slip`: a letter of one of its words is mistyped.
    """

    name: str | None
    role: Role
    text: str
    words: int
    bare: bool = False
    slip: bool = False


class _Joint(IntEnum):
    """What may stand between two words of a label, the later the more."""

    SPACE = 0
    MARK = 1
    COLON = 2


@dataclass(slots=True)
class _Node:
    """A place in the tree of labels: the next words, and for each where it leads by what may stand before it."""

    next: dict[str, list[_Node | None]] = field(default_factory=dict)
    labels: list[Label] = field(default_factory=list)


_WAYS = (slice(0, 3), slice(1, 3), slice(2, 3), slice(0, 1))
"""Of the joints of labels, in their order, those that a text may mean by its own, and by the end of a line."""
_BROKEN = 3


@dataclass(slots=True)
class _TreeState:
    """The places in the tree that the words of a text so far may have led to, and the labels that end there.

    `after`: for a next word the state by what stands before it, as they are first met.
    """

    nodes: list[_Node]
    labels: list[Label]
    after: dict[str, list[_TreeState]] = field(default_factory=dict)

    @classmethod
    def of(cls, nodes: list[_Node]) -> _TreeState:
        """The state in which a text may be at any of `nodes`."""
        return cls(nodes, [label for node in nodes for label in node.labels])

    def near(self, word: str) -> list[str]:
        """The words that lead on from here and that `word` is a slip of."""
        if len(word) < _SHORTEST_SLIP:
            return []
        return sorted({other for node in self.nodes for other in node.next if is_slip(word, other)})

    def after_any(self, words: Iterable[str]) -> list[_TreeState]:
        """The states that any of `words`, which lead on from here, leads to: a slip may be of two languages' words."""
        each = [states for word in words if (states := self.then(word))]
        return [_TreeState.of([node for states in each for node in states[way].nodes]) for way in range(len(_WAYS))]

    def then(self, word: str) -> list[_TreeState] | None:
        """The states that `word` leads to, in the order of `_WAYS`; None where it leads nowhere."""
        if states := self.after.get(word):
            return states
        following = [ways for node in self.nodes if (ways := node.next.get(word))]
        if not following:
            return None
        self.after[word] = states = [
            _TreeState.of([node for ways in following for node in ways[meant] if node]) for meant in _WAYS
        ]
        return states


@dataclass(slots=True)
class LabelTree:
    """All wordings of some labels, to be found in one pass over a text."""

    root: _Node = field(default_factory=_Node)
    _start: _TreeState | None = None
    _shortened: dict[str, list[str]] = field(default_factory=dict)
    _text: str = ""
    _found: dict[tuple[int, int], list[tuple[Label, int]]] = field(default_factory=dict)

    def add(self, label: Label) -> None:
        """Make `label` findable; what was found before is forgotten."""
        self._start, self._text, self._found, self._shortened = None, "", {}, {}
        node, end = self.root, 0
        for match in WORD.finditer(label.text):
            joint = _joint(label.text[end : match.start()]) if end else _Joint.SPACE
            ways = node.next.setdefault(fold_word(match[0]), [None] * len(_Joint))
            node = ways[joint] = ways[joint] or _Node()
            end = match.end()
        node.labels.append(label)
        node.labels.sort(key=lambda one: not one.bare)

    def at(self, text: str, start: int, end: int) -> list[tuple[Label, int]]:
        """The labels that begin at `start` (a word's first character), longest first, with the end of each.

        One word of a label may be mistyped. A line is looked at by several rules, so what was found in the text at
        hand is kept.
        """
        match = WORD.match(text, start, end)
        if not match:
            return []
        likely = [word] if (word := fold_word(match[0])) in self.root.next else self.meant(word)
        if not likely:
            return []
        if text is not self._text:
            self._text, self._found = text, {}
        elif (start, end) in self._found:
            return self._found[start, end]
        if self._start is None:
            self._start = _TreeState.of([self.root])
        states = self._start.then(word) if likely == [word] else self._start.after_any(likely)
        slip = likely != [word]
        written = 0
        found: list[tuple[Label, int]] = []
        while states and (state := states[written]).nodes:
            place = match.end()
            if state.labels:
                found[:0] = [(_mistyped(label) if slip else label, place) for label in state.labels]
            match = _STEP.match(text, place, end)
            if not match:
                break
            gap, word = match.groups()
            # a label may be wrapped, but an empty line ends it
            if len(word) > _LONGEST_WORD or gap.count("\n") > 1:
                break
            states = state.then(word := fold_word(word))
            if states is None and not slip and (likely := state.near(word)):
                states, slip = state.after_any(likely), True
            written = 0 if gap == " " else _written(gap)
        self._found[start, end] = [one for one in found if not one[0].slip or one[0].words > 1]
        return self._found[start, end]

    def meant(self, word: str) -> list[str]:
        """The words that a label begins with and that `word` is a slip of."""
        if len(word) < _SHORTEST_SLIP:
            return []
        if not self._shortened:
            for one in self.root.next:
                for less in _shortened(one):
                    self._shortened.setdefault(less, []).append(one)
        return sorted({one for less in _shortened(word) for one in self._shortened.get(less, ()) if is_slip(word, one)})


def _shortened(word: str) -> set[str]:
    """A word, and the same without one of its letters: two words of which one is a slip of the other share one."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


@cache
def _mistyped(label: Label) -> Label:
    return replace(label, slip=True)


def _written(gap: str) -> int:
    """Which of `_WAYS` a text means by what stands between two words."""
    joint = _joint(gap)
    # a line's end may wrap a label, but is no comma: `Email` over `Phone` is not `Email, phone`
    return _BROKEN if joint is _Joint.SPACE and ("\n" in gap or "\r" in gap) else joint


def _joint(gap: str) -> _Joint:
    if ":" in gap:
        return _Joint.COLON
    return _Joint.SPACE if _PLAIN_GAP.fullmatch(gap) else _Joint.MARK


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """The folded form in which words of labels are compared; underscores are Markdown's emphasis."""
    return fold(word[: _LONGEST_WORD + 1]).strip("_") if len(word) <= _LONGEST_WORD else ""


def words_of(text: str) -> list[str]:
    """The words of `text`, folded.

    >>> words_of("Contraparte de la Sociedad-Civil:")
    ['contraparte', 'de', 'la', 'sociedad', 'civil']
    """
    # of invisible characters alone nothing is left
    return [word for match in WORD.finditer(text) if (word := fold_word(match[0]))]


def labels_of(role: Role, table: Mapping[Any, Iterable[str]]) -> Iterator[Label]:
    """The labels of a table that is written as `languages/*.toml` are: field → rows in that notation."""
    for name, rows in table.items():
        for row in rows:
            for wording in expand(row):
                text = " ".join(wording.replace("…", " ").split())
                count = sum(1 for _ in WORD.finditer(text))
                bare = "…" in row or "?" in row or count > 3
                yield Label(name, role, text, count, bare)


def expand(row: str) -> Iterator[str]:
    """Every wording that a row of the tables stands for: `Main <aim|goal>[s]` → `Main aim`, `Main aims`, …"""
    match = _OPTION.search(row)
    if not match:
        yield row
        return
    choices = ["", match[1]] if match[1] is not None else match[2].split("|")
    for choice in choices:
        yield from expand(row[: match.start()] + choice + row[match.end() :])
