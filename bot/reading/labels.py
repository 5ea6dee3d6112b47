"""Labels: what the pages call each field, read from `languages/*.toml`, and where in a text or on a line one stands.

A label is compared word by word, without case and accents, so that `Title, Department`, `TITLE / DEPARTMENT` and
`Title: Department` are one label. Words that the table parts by punctuation may be parted by punctuation or by
nothing; words that it parts by a space only, never by punctuation.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple
from unicodedata import normalize

from bot.reading.spans import Line, content, trim
from bot.records.text import fold, is_slip

Role = Literal["header", "heading", "description", "group", "unkept"]

# soft hyphens, zero-width marks and combining accents belong to the word they stand in
WORD = re.compile(r"[\w\u0300-\u036f\u00ad\u200b-\u200d\ufeff]+")
_STEP = re.compile(rf"(?P<gap>[\s'’‘`´*&,:/|()–—\-]{{0,12}})(?P<word>{WORD.pattern})")
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


Phrases = frozenset[tuple[str, ...]]
"""Words that stand together, folded."""


@dataclass(frozen=True, slots=True)
class LabelTables:
    """The labels of all languages: `header` with its headings, these alone, `description`, and the lines that are none.

    `starred` is what an index writes before the title of a starred commitment, as folded words. No label begins with a
    word of `opening`, and none holds one of `inside`: these are words of sentences, folded.

    For pages that mark their labels themselves: `form` are their labels; below a heading with a phrase of `others`
    stands somebody else's contact; `letter` are the labels at the head of a letter; `before` and `behind` may stand
    at a label without changing what it means; `asking` begin a question; `words` are those by which a label or a
    question that no table holds may be known, by language and field, where a star stands for the rest of a word;
    `languages` are the numbers of those that have a wording, folded.
    """

    header: LabelTree
    heading: LabelTree
    description: LabelTree
    navigation: frozenset[str]
    starred: tuple[tuple[str, ...], ...]
    headings: tuple[Label, ...]
    wordings: tuple[Label, ...]
    opening: frozenset[str]
    inside: frozenset[str]
    form: tuple[Label, ...]
    others: Phrases
    letter: Phrases
    before: Phrases
    behind: Phrases
    asking: Phrases
    words: tuple[dict[str, Phrases], ...]
    languages: dict[str, frozenset[int]]


@cache
def language_tables() -> tuple[dict[str, Any], ...]:
    """What stands in `languages/*.toml`, a table for each language, read once."""
    folder = files("bot.reading").joinpath("languages")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return tuple(tomllib.loads(folder.joinpath(name).read_text(encoding="utf-8")) for name in names)


@cache
def label_tables() -> LabelTables:
    """The labels of `languages/*.toml`, read once."""
    header, heading, description = LabelTree(), LabelTree(), LabelTree()
    navigation: set[str] = set()
    starred: set[str] = set()
    wordings: list[Label] = []
    opening: set[str] = set()
    inside: set[str] = set()
    form: list[Label] = []
    others: set[tuple[str, ...]] = set()
    letter: set[tuple[str, ...]] = set()
    before: set[tuple[str, ...]] = set()
    behind: set[tuple[str, ...]] = set()
    asking: set[tuple[str, ...]] = set()
    telling: list[dict[str, Phrases]] = []
    languages: dict[str, set[int]] = {}
    for number, table in enumerate(language_tables()):
        sections = dict(table.get("headings", {}))
        navigation.update(fold(line) for line in sections.pop("navigation", ()))
        others |= _phrases(table.get("others", {}).get("words", ()))
        letter |= _phrases(table.get("letter", {}).get("head", ()))
        before |= _phrases(table.get("affixes", {}).get("before", ()))
        behind |= _phrases(table.get("affixes", {}).get("behind", ()))
        telling.append({name: frozenset(_phrases(rows)) for name, rows in table.get("words", {}).items()})
        asking |= telling[-1].get("asking", frozenset())
        starred.update(table.get("index", {}).get("starred", ()))
        for words, known in (("opening", opening), ("inside", inside)):
            known.update(map(fold_word, table.get("prose", {}).get(words, "").split()))
        forms, others_before = len(form), len(wordings)
        form += _labels("description", table.get("form", {}))
        wordings += _labels("heading", sections)
        wordings += _labels("header", table.get("header", {}))
        wordings += _labels("description", table.get("description", {}))
        wordings += _labels("group", table.get("groups", {}))
        wordings += _labels("unkept", {None: table.get("unkept", {}).get("labels", ())})
        for label in (*form[forms:], *wordings[others_before:]):
            languages.setdefault(" ".join(words_of(label.text)), set()).add(number)
    unique = tuple(dict.fromkeys(wordings))
    for label in unique:
        (header if label.role in ("header", "heading") else description).add(label)
        if label.role == "heading":
            heading.add(label)
    return LabelTables(
        header=header,
        heading=heading,
        description=description,
        navigation=frozenset(navigation),
        starred=tuple(tuple(fold_word(word) for word in mark.split()) for mark in sorted(starred)),
        headings=tuple(label for label in unique if label.role == "heading"),
        wordings=unique,
        opening=frozenset(opening),
        inside=frozenset(inside),
        form=tuple(form),
        others=frozenset(others),
        letter=frozenset(letter),
        before=frozenset(before),
        behind=frozenset(behind),
        asking=frozenset(asking),
        words=tuple(telling),
        languages={wording: frozenset(numbers) for wording, numbers in languages.items()},
    )


def _phrases(rows: Iterable[str]) -> set[tuple[str, ...]]:
    """The phrases of rows in the notation of the tables; the last word of one may end in a star."""
    wordings = [wording for row in rows for wording in _expand(row)]
    return {(*words_of(one)[:-1], words_of(one)[-1] + "*" * one.endswith("*")) for one in wordings}


def holds(said: list[str], phrases: Phrases) -> bool:
    """One of `phrases` stands among the words that are said."""
    longest, begun = _forms(phrases)
    if begun and any(word.startswith(begun) for word in said):
        return True
    sizes = range(1, longest + 1)
    parts = (tuple(said[at : at + size]) for at in range(len(said)) for size in sizes if at + size <= len(said))
    return any(part in phrases or (*part[:-1], part[-1] + "*") in phrases for part in parts)


@lru_cache(maxsize=512)
def _forms(phrases: Phrases) -> tuple[int, tuple[str, ...]]:
    """How many words the longest phrase has, and what words begin with that stand for all that do."""
    begun = tuple(phrase[0][:-1] for phrase in phrases if len(phrase) == 1 and phrase[0].endswith("*"))
    return max(map(len, phrases), default=0), begun


def words_of(text: str) -> list[str]:
    """The words of `text`, folded.

    >>> words_of("Contraparte de la Sociedad-Civil:")
    ['contraparte', 'de', 'la', 'sociedad', 'civil']
    """
    return [fold_word(match[0]) for match in WORD.finditer(text)]


def labels_of(role: Role, table: Mapping[Any, Iterable[str]]) -> Iterator[Label]:
    """The labels of a table that is written as `languages/*.toml` are: field → rows in that notation."""
    return _labels(role, table)


def _labels(role: Role, table: Mapping[Any, Iterable[str]]) -> Iterator[Label]:
    for name, rows in table.items():
        for row in rows:
            for wording in _expand(row):
                text = " ".join(wording.replace("…", " ").split())
                count = sum(1 for _ in WORD.finditer(text))
                bare = "…" in row or "?" in row or count > 3
                yield Label(name, role, text, count, bare)


def _expand(row: str) -> Iterator[str]:
    """Every wording that a row of the tables stands for: `Main <aim|goal>[s]` → `Main aim`, `Main aims`, …"""
    match = _OPTION.search(row)
    if not match:
        yield row
        return
    choices = ["", match[1]] if match[1] is not None else match[2].split("|")
    for choice in choices:
        yield from _expand(row[: match.start()] + choice + row[match.end() :])


# -- labels and headings that stand at a line's start, alone on a line, or glued to the value before them -------------


# What may follow a label: the bracket that it opened (`Support Institution(s)`), a note in brackets, then a colon, a
# tab or a table's bar.
_TAIL = re.compile(
    r"\)*+\.?[^\S\r\n]*(?:\((?:s|es|see [^()\r\n]{1,30}|[^()\r\n]{1,60}(?=\)[*_]{0,3}[^\S\r\n]{0,4}[:：]))\))?"
    r"[*_]{0,3}[^\S\r\n]{0,4}(?:[:：][*_]{0,3}|\t+|\|)"
)
LONGEST_HEADING = 160
_LONGEST_KEPT = 200
"""Characters of a line of which it is kept what heading it is."""
_JOINT = re.compile(r"\)?[^\S\r\n]?/[^\S\r\n]?(?=[^\W\d_])")


class HeaderHit(NamedTuple):
    """A header label: where it begins, where its value may begin, and whether a colon or a bar follows it."""

    label: Label
    start: int
    end: int
    marked: bool


def heading_of(text: str, line: Line) -> str | None:
    """The section that a line names when it is a heading and nothing else."""
    start, end = line
    if start == end:
        return None
    if end - start <= _LONGEST_KEPT:
        return _heading(text[start:end])
    return _heading.__wrapped__(text[start:end])


@lru_cache(maxsize=8192)  # a site's pages have many lines in common, and each is looked at by several rules
def _heading(text: str) -> str | None:
    bare = content(text, Line(0, len(text)))
    if bare and (text[bare.end - 1] == ":" or text[bare.start] == ":"):
        bare = trim(text, bare.start, bare.end, ":")
    if not bare or bare.end - bare.start > LONGEST_HEADING:
        return None
    return next((label.name for label, stop in label_tables().heading.at(text, *bare) if stop == bare.end), None)


def label_of(text: str, line: Line) -> HeaderHit | None:
    """The header label that a line begins with."""
    bare = content(text, line)
    return label_at(text, bare.start, trim(text, *line).end) if bare else None


def names_prose_label(text: str, line: Line) -> bool:
    """The line is a description's label by itself, or begins with one and a colon."""
    bare = content(text, line)
    return any(
        label.name is not None and (stop == bare.end or _TAIL.match(text, stop, bare.end))
        for label, stop in label_tables().description.at(text, bare.start, bare.end)
    )


def label_at(text: str, start: int, end: int) -> HeaderHit | None:
    """The header label that begins at `start`, on a line that ends at `end`."""
    for label, stop in label_tables().header.at(text, start, end):
        if label.role != "header":
            continue
        if joint := _JOINT.match(text, stop, end):
            # a label with its translation: `Institución líder / Lead Institution:`
            others = [
                stop for other, stop in label_tables().header.at(text, joint.end(), end) if other.role == "header"
            ]
            stop = others[0] if others else stop
        tail = _TAIL.match(text, stop, end)
        if tail:
            return HeaderHit(label, start, tail.end(), True)
        if not trim(text, stop, end, "*_|)"):
            return HeaderHit(label, start, end, False)
    return None


def _spelled(name: str) -> str:
    """A pattern for `name` in any of the ways in which its accents, apostrophes and spaces are encoded."""
    ways = {" ": r"\s", "'": "['’]"}
    return "".join(
        ways.get(char) or (re.escape(char) if char.isascii() else f"(?:{char}|{normalize('NFD', char)})")
        for char in name
    )


@cache
def _glued_heading() -> re.Pattern[str]:
    """A heading that stands right behind a value, its first letter making the only border: `…PolicyIRM Review`."""
    names = {label.text for label in label_tables().headings if label.name in ("header", "description", "irm")}
    wordings = "|".join(_spelled(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<=[^\W_A-Z]|[)\].,”’\"'])(?:{wordings})[^\S\r\n]*$")


@cache
def _ends_of_headings() -> tuple[str, ...]:
    """The last words of the headings that a value may be glued to, in both ways to write their accents."""
    last = {re.split(r"[^\w]", label.text)[-1] for label in label_tables().headings}
    return tuple({normalize(form, word) for word in last for form in ("NFC", "NFD")})


def glued_label(text: str, start: int, end: int) -> re.Match[str] | None:
    """The first header label inside a line, from `start` on; none is without a colon."""
    if text.find(":", start, end) < 0 and text.find("：", start, end) < 0:
        return None
    return _glued_labels().search(text, start, end)


@cache
def _glued_labels() -> re.Pattern[str]:
    """A header label inside a line: right behind a value, or parted from it by a bar or a gap.

    The gap is looked back at, not matched: a match from each of its places would take the square of a long one.
    """
    names = {label.text for label in label_tables().wordings if label.role == "header"}
    wordings = "|".join(_spelled(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?:(?<=[a-zß-ÿ0-9)\]|\t])|(?<=[|\s][^\S\r\n]))(?P<label>(?:{wordings}))(?=[^\S\r\n]?[:：])")


def cut_glued(text: str, line: Line) -> tuple[Line, str | None]:
    """A line without the heading glued to its end, and the section that heading names."""
    start = max(line.start, line.end - LONGEST_HEADING)
    if not text[start : line.end].rstrip().endswith(_ends_of_headings()):
        return line, None  # which spares most lines the pattern
    match = _glued_heading().search(text, start, line.end)
    if not match or match.start() <= trim(text, *line).start:
        return line, None
    return Line(line.start, match.start()), heading_of(text, Line(match.start(), line.end))
