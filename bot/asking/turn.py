"""One question in its thread: what was spotted in it, and the small things that rules ask of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date

from bot.asking.dates import Interval
from bot.asking.lexicon import Hit
from bot.asking.query import Clarify, Correction, Filter, Query, Unknown
from bot.asking.spotted import Spotted
from bot.asking.subjects import Subjects
from bot.asking.thread import Thread
from bot.records.store import Store

Frame = Query | Clarify | Unknown

CONTACT_FIELDS = ("person", "person_title", "email", "phone")
CARD_FIELDS = (
    "title", "lead_institution", "person", "start", "end", "status", "completion", "early_results", "policy_areas",
    "cycle",
)  # fmt: skip
STATUS_FIELDS = ("status", "completion", "early_results")
MAX_OPTIONS = 50


@dataclass(slots=True)
class Asked:
    """The fields that a question asks for, after words that belong to filters were taken out."""

    fields: list[str] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)


@dataclass(slots=True)
class Turn:
    """One question and what it is read with.

    `skip` is the word token where the question proper begins; `used` are phrases that filters took; `denied` the word
    tokens at which something denied begins.
    """

    spotted: Spotted
    store: Store
    thread: Thread
    as_of: date
    skip: int = 0
    used: set[Hit] = field(default_factory=set)
    denied: set[int] = field(default_factory=set)
    filters: list[Filter] = field(default_factory=list)
    subjects: Subjects = field(default_factory=Subjects)
    corrections: tuple[Correction, ...] = ()
    asked: Asked = field(default_factory=Asked)

    def query(self, intent: str, **more: object) -> Query:
        """A frame of an intent, with what was repaired so far."""
        query = Query(intent, corrections=self.corrections)  # type: ignore[arg-type]
        return replace(query, **more)  # type: ignore[arg-type]

    def has(self, *intents: str) -> bool:
        """Whether the question says one of these intents."""
        return any(self.spotted.has("intent", intent) for intent in intents)

    def hits(self, intent: str) -> list[Hit]:
        """Where the question says an intent."""
        return self.spotted.of("intent", intent)

    def left(self) -> list[int]:
        """Word tokens that carry meaning and that nothing used."""
        ranked = self.has("longest", "shortest", "first", "last", "top")
        return [at for at in self.spotted.leftover() if at >= self.skip and not (ranked and self.number(at))]

    def number(self, at: int) -> int | None:
        """The number that word token `at` is, in digits or words."""
        folded = self.spotted.tokens[at].folded
        if folded.isdecimal():
            return int(folded)
        numbers = self.spotted.lexicon.words("numbers", "words")
        return numbers.index(folded) if folded in numbers else None

    def left_words(self) -> tuple[str, ...]:
        """The words of `left`, as typed."""
        return tuple(self.spotted.tokens[at].text for at in self.left())

    def not_understood(self, query: Query) -> Unknown:
        """The words that carry meaning and that nothing used are what stands between the question and an answer."""
        words = self.left_words()
        return Unknown("not_understood", replace(query, ignored=words), words)

    @property
    def plural(self) -> bool:
        """Whether it speaks of commitments in the plural."""
        plurals = self.spotted.lexicon.words("empty", "commitments")
        return any(token.folded in plurals for token in self.spotted.tokens)

    @property
    def singular(self) -> bool:
        """Whether it speaks of one commitment."""
        words = self.spotted.lexicon.words("empty", "commitment")
        return any(token.folded in words for token in self.spotted.tokens)

    @property
    def yes_no(self) -> bool:
        """Whether it begins like a question that yes or no answers."""
        tokens = [token for token in self.spotted.tokens[self.skip :] if not self.is_polite(token.folded)]
        text = self.spotted.question.text.casefold()
        for tag in self.spotted.lexicon.words("grammar", "tag"):
            _before, said, after = text.rpartition(f", {tag}")
            if said and set(re.findall(r"\w+", after)) <= set(self.spotted.lexicon.words("empty", "words")):
                return True
        words = f" {' '.join(token.folded for token in self.spotted.tokens[self.skip :])} "
        if any(f" {phrase} " in words for phrase in self.spotted.lexicon.words("grammar", "yes_no")):
            return not self._asks_on()
        opens = bool(tokens) and any(
            form in self.spotted.lexicon.words("question", "yes_no") for form in tokens[0].forms[:1]
        )
        return opens and not self._asks_on()

    def _asks_on(self) -> bool:
        """Whether a field is asked for after a first question's mark: "did it finish? completion level?"."""
        mark = self.spotted.question.text.find("?")
        return mark >= 0 and any(self.spotted.tokens[hit.start].start > mark for hit in self.spotted.of("ask"))

    def is_polite(self, word: str) -> bool:
        """Whether a word is mere politeness."""
        return word in self.spotted.lexicon.words("empty", "polite") or word in ("and", "so", "but")

    def said(self, interval: Interval) -> str:
        """The words of a date in the question."""
        return self.spotted.words(interval.start, interval.end)

    def nothing_named(self) -> bool:
        """Whether it names no commitment, person, institution, place, date or value."""
        subjects = self.subjects
        return not (
            subjects.codes or subjects.unknown_codes or subjects.titles or subjects.people or subjects.bodies
            or self.filters or self.spotted.contacts or self.spotted.places or self.spotted.searched
        )  # fmt: skip

    def focus_codes(self) -> tuple[str, ...]:
        """The commitments a question names, by code, by a title that fits one alone, or by a person."""
        if self.subjects.codes:
            return self.subjects.codes
        if len(self.subjects.titles) == 1:
            return self.subjects.titles
        if len(self.subjects.people) == 1:
            return self.codes_of(self.subjects.people[0].id)
        return ()

    def codes_of(self, name_id: int) -> tuple[str, ...]:
        """The commitments that a person is responsible for."""
        return tuple(dict.fromkeys(code for code, _field, _id in self.store.uses([name_id], ("person",))))

    def asked_so_far(self) -> set[str]:
        """Every field that some phrase of the question asks for."""
        return {name for hit in self.spotted.of("ask") for name in hit.says.split(",")}

    def negated(self, start: int) -> bool:
        """Whether a "not", "except" or "without" speaks of what begins at word token `start`."""
        return start in self.denied
