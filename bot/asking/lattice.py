"""The lattice: every plausible reading of every stretch of words, each with its cost, and the best tilings.

Nothing is consumed: a word may be a part of a title, of a phrase of the lexicon and of a text that is looked for, all
at once. A tiling covers the words with mentions that do not overlap; every word is accounted for.
"""

from __future__ import annotations

import heapq
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, cached_property, wraps
from pathlib import Path
from typing import Any, TypeVar

from bot.asking.entities import Link, Linker, is_cased
from bot.asking.frames import Condition
from bot.asking.lexicon import Lexicon, lexicon
from bot.asking.normalise import Question, Token
from bot.records.frozen import dataclass, field
from bot.records.kept import table
from bot.records.names import EMPTY_WORDS
from bot.records.store import Store

_BREAK = re.compile(r"[,;:?!()\n]|\s/\s|\.(?:\s|$)|\s[-–—]\s")
_PART = re.compile(r"[;:?!\n]|\.(?:\s|$)|,\s|\s[-–—]+\s|\.\.\.")

Sense = tuple[str, str]
"""The role of a phrase of the lexicon (`ask`, `intent`, `value` …) and what it says there."""


@dataclass(frozen=True, slots=True)
class Mention:
    """The words `start:end` read as one thing.

    `kind`: code, contact, title, person, body, area, ogp, place, plan, date, number, phrase, text, word (unknown).
    `value` depends on it; `senses` are those of a phrase. `repairs` are (typed, taken).
    """

    start: int
    end: int
    kind: str
    value: Any = None
    cost: float = 0.0
    senses: frozenset[Sense] = frozenset()
    repairs: tuple[tuple[str, str], ...] = ()

    def says(self, role: str, *names: str) -> bool:
        """Whether it has a sense of this role (and one of these names)."""
        if len(names) == 1:
            return (role, names[0]) in self.senses
        for r, said in self.senses:  # noqa: SIM110  # asked of every mention, and a generator takes twice as long
            if r == role and (not names or said in names):
                return True
        return False

    def all(self, role: str) -> list[str]:
        """What its senses of a role say."""
        return sorted([said for r, said in self.senses if r == role])


@dataclass(frozen=True)
class Lattice:
    """A question with all its mentions."""

    question: Question
    tokens: tuple[Token, ...]
    lexicon: Lexicon
    store: Store
    as_of: date
    linker: Linker
    mentions: list[Mention] = field(default_factory=list)
    spoken: tuple[tuple[str, int], ...] = ()
    scopes: tuple[Condition, ...] = ()
    kept: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    def words(self, start: int, end: int) -> str:
        """The question's own words."""
        return self.question.text[self.tokens[start].start : self.tokens[end - 1].end] if start < end else ""

    def between(self, before: int, after: int) -> str:
        """The text from the end of the word before token `before` to the start of token `after`."""
        text = self.question.text
        begin = self.tokens[before - 1].end if before else 0
        return text[begin : self.tokens[after].start if after < len(self.tokens) else len(text)]

    def broken(self, before: int, after: int) -> bool:
        """Whether a sign that parts a sentence stands somewhere between two tokens."""
        return bool(_BREAK.search(self.between(before, after))) if before < after or before == after else False

    def parted(self, at: int) -> bool:
        """Whether a new part of the sentence begins at a token."""
        return bool(_PART.search(self.between(at, at)))

    def content(self, at: int) -> bool:
        """Whether a word carries meaning by itself."""
        token = self.tokens[at]
        heavy = len(token.folded) > 1 and not token.is_mention
        return heavy and token.folded not in EMPTY_WORDS and token.folded not in self.light

    def searchable(self, at: int) -> bool:
        """Whether a word may begin or end what is looked for in texts."""
        return self.content(at) or self.tokens[at].folded in self.lexicon.words("grammar", "telling")

    def is_participle(self, at: int) -> bool:
        """Whether a word is a verb's participle behind an auxiliary, which seldom says more than the verb "to be"."""
        words = self.lexicon.words
        if not at or not self.tokens[at].folded.endswith(tuple(words("grammar", "participle"))):
            return False
        before = [self.tokens[n].folded for n in range(max(0, at - 2), at) if not self.broken(at, at)]
        return bool(before) and not frozenset(words("grammar", "auxiliary")).isdisjoint(before[-1:])

    def glued(self, at: int) -> bool:
        """Whether no sign stands between a word and the one before it: `5G` is two tokens and one word."""
        return at > 0 and not self.between(at, at)

    def cut_off(self, at: int) -> bool:
        """Whether a letter and a hyphen before a word are a part of it: "e-justicia" is more than "justicia"."""
        return (
            0 < at < len(self.tokens)
            and len(self.tokens[at - 1].folded) == 1
            and self.between(at, at) in ("-", "‐", "‑")
        )

    @cached_property
    def light(self) -> frozenset[str]:
        """The words of the language that carry no meaning of their own."""
        return light_words(self.lexicon.language)

    @cached_property
    def text(self) -> str:
        """The folded words, for looking whether a phrase stands somewhere."""
        return f" {' '.join(token.folded for token in self.tokens)} "


T = TypeVar("T")


def once(read: Callable[[Lattice], T]) -> Callable[[Lattice], T]:
    """What is read of a whole question is read once, however many of its tilings ask for it."""

    @wraps(read)
    def kept(made: Lattice) -> T:
        if read not in made.kept:
            made.kept[read] = read(made)
        found: T = made.kept[read]
        return found

    return kept


@once
def _senses(made: Lattice) -> frozenset[Sense]:
    """All that the mentions of a question say, in whatever tiling."""
    return frozenset(sense for one in made.mentions for sense in one.senses)


def says(made: Lattice, role: str, *names: str) -> bool:
    """Whether any words of a question have a sense of this role (and one of these names), in whatever tiling.

    For when all mentions are found: what they say is noted once.
    """
    if names:
        return any((role, name) in _senses(made) for name in names)
    return any(said == role for said, _name in _senses(made))


@cache
def light_words(language: str) -> frozenset[str]:
    """Function words, politeness, question words and the words for a commitment itself."""
    words = lexicon(language).words
    found = {
        *words("empty", "words"),
        *words("empty", "polite"),
        *words("empty", "courtesy"),
        *words("empty", "filler"),
    }
    found |= {*words("empty", "commitment"), *words("empty", "commitments")}
    for name in ("who", "what", "when", "where", "how", "yes_no", "whose"):
        found |= set(words("question", name))
    for name in ("negation", "and", "or"):
        found |= set(words("intent", name))
    return frozenset(found - set(words("grammar", "telling")))


# -- what several sources ask ------------------------------------------------------------------------------------------


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """Table → name → weight (`weights.toml`)."""
    return table(Path(__file__).with_name("weights.toml"))


COMPARING = ("most", "fewest", "more", "fewer", "more_than", "fewer_than")
"""The intents of words that compare."""


def ordinals(one: Mention) -> list[int]:
    """The numbers that a phrase gives as an ordinal: `second` is 2."""
    return [int(said.partition(":")[2]) for said in one.all("thread") if said.startswith("ordinal:")]


def covering(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int]:
    """The word tokens of a stretch of text."""
    first = bisect_right(tokens, start, key=lambda token: token.end)
    last = bisect_left(tokens, end, first, key=lambda token: token.start)
    return (first, last) if first < last else (0, 0)


def stretches(tokens: Sequence[Token], longest: int) -> Iterator[tuple[int, int]]:
    """Stretches that neither begin nor end with an empty word."""
    full = [token.folded not in EMPTY_WORDS for token in tokens]
    for at in range(len(tokens)):
        if full[at]:
            for end in range(at + 1, min(at + longest, len(tokens)) + 1):
                if full[end - 1]:
                    yield at, end


def phrase_ends(made: Lattice, phrases: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where each of the phrases begins and ends among the words."""
    wanted = _by_first_word(tuple(phrases))
    if wanted.keys().isdisjoint(_said(made)):
        return
    for at, token in enumerate(made.tokens):
        for first in dict.fromkeys((token.folded, *token.forms)):
            for rest in wanted.get(first, ()):
                said = made.tokens[at + 1 : at + 1 + len(rest)]
                if len(said) == len(rest) and all(
                    w == t.folded or w in t.forms for w, t in zip(rest, said, strict=True)
                ):
                    yield at, at + 1 + len(rest)


@once
def _said(made: Lattice) -> frozenset[str]:
    """All words of a question, in all their forms."""
    return frozenset(word for token in made.tokens for word in (token.folded, *token.forms))


@cache
def _by_first_word(phrases: tuple[str, ...]) -> dict[str, list[tuple[str, ...]]]:
    """The phrases that begin with a word, each without it."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for first, *rest in (phrase.split() for phrase in phrases if phrase.strip()):
        found.setdefault(first, []).append(tuple(rest))
    return found


def is_capitals(made: Lattice, at: int) -> bool:
    """Whether a word is typed as an abbreviation is: "DoE", "ONE", in a question that is not all capitals."""
    return sum(char.isupper() for char in made.tokens[at].text) >= 2 and is_cased(made.tokens)


def typed_name(made: Lattice, link: Link) -> tuple[tuple[str, str], ...]:
    """What was typed and the name that it is taken for, as the repair of a mention."""
    return ((made.words(link.start, link.end), link.names[0].name),)


# -- tilings -----------------------------------------------------------------------------------------------------------

Tiling = tuple[float, tuple[Mention, ...]]


def tilings(made: Lattice, most: int, cost_of: Callable[[Mention], float]) -> list[Tiling]:
    """The cheapest ways to cover all words, best first. `cost_of` says what a mention costs as a piece."""
    size = len(made.tokens)
    by_start: list[list[tuple[float, Mention]]] = [[] for _ in range(size + 1)]
    cheapest: dict[tuple[int, int, str, str], tuple[float, Mention]] = {}
    coded = {at for one in made.mentions if one.kind == "code" for at in range(one.start, one.end)}
    within: set[tuple[int, int]] = set()
    for one in made.mentions:
        long = one.end - one.start > 1 and one.cost < 0.2
        whole = one.kind in ("title", "body") and one.value.recall > 0.999
        if long and (whole or (one.kind == "area" and not one.repairs)):
            inside = [(s, e) for s in range(one.start, one.end) for e in range(s + 1, one.end + 1)]
            within |= {*inside} - {(one.start, one.end)}
    placed = {
        (start, end)
        for one in made.mentions
        if one.kind == "place" and one.end - one.start > 1 and not one.cost and not one.repairs
        for start in range(one.start, one.end)
        for end in range(start + 1, one.end + 1)
        if (start, end) != (one.start, one.end)
    }
    letters = {
        one.start
        for one in made.mentions
        if one.end - one.start == 1
        and (
            (one.kind == "place" and not one.cost and len(made.tokens[one.start].folded) == 2)
            or (one.kind == "body" and one.value.recall > 0.999 and not one.repairs and is_capitals(made, one.start))
        )
    }
    for one in made.mentions:
        key = (
            one.start,
            one.end,
            one.kind,
            str(one.value) if one.kind in ("plan", "title", "body", "person", "number") else "",
        )
        price = one.cost + cost_of(one)
        if one.kind != "code" and not coded.isdisjoint(range(one.start, one.end)):
            price += 1.5  # nothing else is said by the letters and figures of a code
        if one.kind in ("phrase", "area", "text") and (one.start, one.end) in within:
            price += 0.35  # a word of a name that is said whole
        if one.kind == "phrase" and (one.start, one.end) in placed:
            price += 1.2  # "Pays-Bas" asks for no country
        if one.kind == "phrase" and one.end - one.start == 1 and one.start in letters:
            price += 1.2  # "US commitments", "led by DoE": no pronoun, no verb
        if key not in cheapest or price < cheapest[key][0]:
            cheapest[key] = (price, one)
    for price, one in cheapest.values():
        by_start[one.start].append((price, one))
    for at in range(size):
        if not any(one.end == at + 1 and one.kind == "phrase" for _price, one in by_start[at]):
            word = Mention(at, at + 1, "word")
            by_start[at].append((cost_of(word) + 1.5 * (at in coded), word))
    # a row: cost, pieces, (the last mention, the row before)
    best: list[list[tuple[float, int, Any]]] = [[] for _ in range(size + 1)]
    best[0] = [(0.0, 0, None)]
    for at in range(size):
        best[at] = heapq.nsmallest(most, best[at], key=_price)
        for row in best[at]:
            for price, one in by_start[at]:
                best[one.end].append((row[0] + price, row[1] + 1, (one, row)))
    found = []
    for row in heapq.nsmallest(most, best[size], key=_price):
        cost, tiling = row[0], []
        while row[2] is not None:
            one, row = row[2]
            tiling.append(one)
        found.append((cost, tuple(reversed(tiling))))
    return found


def _price(row: tuple[float, int, Any]) -> tuple[float, int]:
    return row[0], row[1]
