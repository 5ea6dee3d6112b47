"""What was found in a question: each find, and which word was taken for what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.asking.codes import CodeSpan
from bot.asking.dates import Interval
from bot.asking.entities import Link
from bot.asking.lexicon import Hit, Lexicon
from bot.asking.normalise import Question, Token
from bot.records.names import EMPTY_WORDS


@dataclass(frozen=True, slots=True)
class Contact:
    """An email address or a telephone number in a question, at word tokens `start:end`."""

    field: str
    start: int
    end: int
    typed: str


@dataclass(frozen=True, slots=True)
class Area:
    """A policy area named at word tokens `start:end`: the keys of the names that it covers."""

    start: int
    end: int
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A member of the partnership named at word tokens `start:end`; no prefixes: known, but not in this corpus."""

    start: int
    end: int
    name: str
    prefixes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Searched:
    """What is looked for, at word tokens `start:end`: every word (or phrase, with its spaces) of one of `sides`."""

    start: int
    end: int
    sides: tuple[tuple[str, ...], ...]

    @property
    def words(self) -> tuple[str, ...]:
        """All the words, of whichever side."""
        return tuple(word for side in self.sides for word in side)


@dataclass(slots=True)
class Spotted:
    """All that was found in a question; `claim[i]` says what word token i was taken for, empty: nothing yet."""

    question: Question
    tokens: list[Token]
    lexicon: Lexicon
    claim: list[str]
    codes: list[tuple[int, int, CodeSpan]] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    intervals: list[Interval] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    repairs: list[tuple[str, str]] = field(default_factory=list)
    searched: Searched | None = None

    def free(self) -> list[bool]:
        """Which word tokens nothing has claimed yet."""
        return [not claim for claim in self.claim]

    def take(self, start: int, end: int, what: str) -> None:
        """Claim word tokens."""
        for at in range(start, end):
            self.claim[at] = what

    def release(self, places: Iterable[int]) -> None:
        """Give back word tokens that phrases took which are no phrases any more."""
        for at in places:
            if self.claim[at].startswith(("ask ", "unkept ")):
                self.claim[at] = ""

    def of(self, role: str, says: str | None = None) -> list[Hit]:
        """The hits of a role of the lexicon, or those that say one thing."""
        return [hit for hit in self.hits if hit.role == role and (says is None or hit.says == says)]

    def has(self, role: str, says: str) -> bool:
        """Whether a phrase says this."""
        return any(hit.role == role and hit.says == says for hit in self.hits)

    def words(self, start: int, end: int) -> str:
        """The question's own words at word tokens `start:end`."""
        if start >= end:
            return ""
        return self.question.text[self.tokens[start].start : self.tokens[end - 1].end]

    def leftover(self) -> list[int]:
        """Word tokens that nothing claimed and that carry meaning."""
        return [at for at, claim in enumerate(self.claim) if not claim and not self._empty(at)]

    def _empty(self, at: int) -> bool:
        return self.tokens[at].folded in EMPTY_WORDS or len(self.tokens[at].folded) == 1
