"""Whether a message that names nobody asks the bot, or is what people say to each other in its thread.

It asks where one of its sentences has the form of a question, an order or a follow-up, is understood, says itself what
of the documents it is about, and does not speak of the people who talk ("we", "you"). The words that tell are data: the
table `[asking]` of each lexicon. Everything else is left to people: whoever is not understood can name the bot.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date
from functools import cache, cached_property

from bot.asking.frames import (
    ALL,
    About,
    Choose,
    Compare,
    Count,
    Define,
    Duration,
    FindText,
    Frame,
    Group,
    Lookup,
    Rank,
    Refuse,
    Talk,
    Verify,
)
from bot.asking.lattice import Lattice, Mention, phrase_ends
from bot.asking.lexicon import lexicon
from bot.asking.normalise import normalise
from bot.asking.reading import Understood, read_whole
from bot.asking.scoring import Scored, importance
from bot.asking.thread import Thread, where_of
from bot.records.frozen import dataclass
from bot.records.store import Store

_SENTENCE = re.compile(r"(?<=[.!?…。？！])\s+")
_MOST = 4
"""Sentences: a longer message tells people something."""
_LONGEST = 40
"""Words of a sentence that asks."""
_MARKED, _UNMARKED = 3, 1
"""Words that may be left over in a question that names what it is of, with its mark and without."""
_HEAVY = 0.3
_NAMES = frozenset({"code", "title", "person", "body", "contact"})
_SETS = frozenset({"place", "area", "ogp", "plan", "date"})
_SILENT = frozenset({"not_understood", "out_of_scope", "no_such_title", "refused"})
_QUOTED = ("&gt;", ">")
"""What begins a line that repeats somebody's words."""
_MOST_OF_IT = 0.6
"""Of a title's words: fewer may be chance."""
_NO_POINTERS = frozenset({"swap", "more", "whole", "correction", "instead"})
_TYPED = re.compile(r"[A-Z]{2,5}[ -]?\d{4}")
_YEAR = re.compile(r"\d{4}")


def asks(store: Store, text: str, thread: Thread, as_of: date, lang: str = "auto") -> bool:
    """Whether a message of a thread asks the bot, though it does not name it."""
    said = "\n".join(line for line in text.splitlines() if not line.startswith(_QUOTED))
    sentences = [one for one in _SENTENCE.split(normalise(said).text) if any(map(str.isalnum, one))]
    if len(sentences) > _MOST:
        return False
    return any(_asks(read_whole(one, store, thread, as_of, lang), one, thread) for one in sentences)


def _asks(found: Understood, sentence: str, thread: Thread) -> bool:
    if sentence.endswith("!") or not found.ranked or len(found.made.tokens) > _LONGEST:
        return False
    if not _is_understood(found.reading.frame):
        return False
    said = _Sentence(found.made, found.ranked[0], found.reading.frame, sentence.endswith(("?", "？")))
    return said.is_impersonal and said.is_about(thread) and said.has_form


def _is_understood(frame: Frame) -> bool:
    """Whether a frame is of the documents: it is answered, or it is known why it cannot be."""
    if isinstance(frame, Choose):
        return frame.reason != "no_antecedent"
    if isinstance(frame, Refuse):
        return frame.reason not in _SILENT and not frame.sentence
    return not isinstance(frame, Talk | About)


@cache
def _question_words(language: str) -> tuple[str, ...]:
    words = lexicon(language).words
    named = ("who", "when", "what", "where", "how", "whose")
    return (*(word for name in named for word in words("question", name)), *words("intent", "count"))


@dataclass(frozen=True)
class _Sentence:
    """A sentence with its best reading; `marked`: it ends in a question mark."""

    made: Lattice
    best: Scored
    frame: Frame
    marked: bool

    # -- its words ---------------------------------------------------------------------------------------------------

    def starts(self, *names: str) -> set[int]:
        """Where phrases of some lists of `[asking]` begin."""
        return {start for start, _end in self._phrases(names)}

    def inside(self, *names: str) -> set[int]:
        """The words that are part of phrases of some lists of `[asking]`."""
        return _inside(self._phrases(names))

    def _phrases(self, names: Iterable[str]) -> list[tuple[int, int]]:
        words = self.made.lexicon.words
        return list(phrase_ends(self.made, [phrase for name in names for phrase in words("asking", name)]))

    @cached_property
    def head(self) -> int:
        """Where the question begins, behind "ok, and could you tell me"."""
        ends = dict(sorted(self._phrases(("courtesy", "lead_in"))))  # the longest phrase that begins there
        at = 0
        while at in ends and ends[at] < len(self.made.tokens):
            at = ends[at]
        return at

    @cached_property
    def question_words(self) -> list[tuple[int, int]]:
        """Where question words stand."""
        return list(phrase_ends(self.made, _question_words(self.made.lexicon.language)))

    @property
    def starts_of_questions(self) -> set[int]:
        """Where question words begin that are no part of a title."""
        titles = {at for one in self.used if one.kind == "title" for at in range(one.start, one.end)}
        return {start for start, _end in self.question_words} - titles

    @property
    def _starts_of_named_questions(self) -> set[int]:
        """Those of them that are no words of a count."""
        counts = {start for start, _end in phrase_ends(self.made, self.made.lexicon.words("intent", "count"))}
        return (self.starts_of_questions | self.starts("inverted")) - counts

    @cached_property
    def _open_words(self) -> list[tuple[int, int]]:
        """The question words that ask for whatever else is said: "what", "which", not "who" and "where"."""
        words = self.made.lexicon.words
        return list(phrase_ends(self.made, (*words("question", "what"), *words("intent", "count"))))

    @cached_property
    def used(self) -> list[Mention]:
        """The mentions that the frame expresses."""
        items = self.best.pieces.items
        return [items[n] for n in sorted(self.best.candidate.used | self.best.pointing) if 0 <= n < len(items)]

    def uses(self, role: str, *names: str) -> bool:
        """Whether the frame expresses a phrase that says this."""
        return any(one.says(role, *names) for one in self.used)

    # -- whose words they are ----------------------------------------------------------------------------------------

    @property
    def is_impersonal(self) -> bool:
        """Whether nothing speaks of whoever talks or is talked to, but "can you tell me" and its like."""
        names = {at for one in self.used if one.kind in _NAMES for at in range(one.start, one.end)}
        return self.inside("people") <= self.inside("courtesy", "follow_up") | names  # US-P2-2 is not us

    # -- what it is about --------------------------------------------------------------------------------------------

    @cached_property
    def names(self) -> bool:
        """Whether it says itself which commitments it is of: a name, or a year."""
        return any(
            one.kind in _NAMES | _SETS
            and (one.kind != "title" or self._is_itself(one) or one.end - one.start > 1)
            and (one.kind != "date" or _YEAR.search(self.made.words(one.start, one.end)))
            for one in self.used
        )

    @cached_property
    def explicit(self) -> bool:
        """Whether it can be of nothing else: a code, a title, or "commitments"."""
        return any(map(self._is_itself, self.used)) or bool(self.inside("noun"))

    def _is_itself(self, one: Mention) -> bool:
        """Whether words are a code, and typed as one where there is none such, or most of a title."""
        if one.kind == "code":
            return bool(one.value.exists or _TYPED.fullmatch(one.value.typed))
        return one.kind == "title" and bool(one.value.recall >= _MOST_OF_IT)

    def is_about(self, thread: Thread) -> bool:
        """Whether it says itself what of the documents is asked for: "what is that?" is asked of anything."""
        if isinstance(self.frame, Refuse | Choose | FindText):
            return self.explicit
        if isinstance(self.frame, Verify) and not (self.frame.codes or self.explicit or self.marked):
            return False
        if isinstance(self.frame, Lookup) and self.frame.card:
            return self.names or bool(thread.options and self.uses("thread"))
        if self.names or self.asks or self.explicit or isinstance(self.frame, Define) or self.uses("intent", "mention"):
            return True
        if isinstance(self.frame, Verify):
            return False  # "are they done?"
        some = isinstance(self.frame, Count | Compare) or where_of(self.frame) not in (None, ALL)
        points = any(said not in _NO_POINTERS for one in self.used for said in one.all("thread"))
        return some and (points or self.uses("noun"))

    @cached_property
    def asks(self) -> bool:
        """Whether it says which field or value is asked for."""
        everyday = self.inside("everyday") if not self.names else set()
        if self.marked and isinstance(self.frame, Verify | Lookup) and self.uses("thread", "pronoun"):
            everyday -= self.inside("states")  # "is it finished?": what was spoken of
        said = [one for one in self.used if one.says("ask") or one.says("value") or one.says("question", "when")]
        return any(not everyday.issuperset(range(one.start, one.end)) for one in said)

    def left(self, *, strictly: bool) -> int:
        """How many words the frame does not express; `strictly`: light words too, but for the lightest."""
        small = self.inside("small", "lead_in", "courtesy", "follow_up") | _inside(self._open_words)
        return sum(
            any(self.made.tokens[at].is_word and at not in small for at in range(max(one.start, self.head), one.end))
            for one in self.best.pieces.items
            if (one not in self.used or one.kind == "word" or self._is_chance(one) or (strictly and one.repairs))
            and (strictly or importance(one) > _HEAVY or (one.kind == "word" and self.made.content(one.start)))
        )

    def _is_chance(self, one: Mention) -> bool:
        """Whether words are only looked for in texts, though nothing says that commitments are spoken of."""
        nouns = self.uses("noun") or self.uses("thread", "plural", "one") or self.uses("intent", "mention")
        fields = self.names and self.uses("ask")  # "Kenya's complaints portal: completion?"
        return one.kind == "text" and not (self.explicit or nouns or fields)

    # -- its form ----------------------------------------------------------------------------------------------------

    @property
    def has_form(self) -> bool:
        """Whether it asks by its form: a question, an order, or what goes on with the last question."""
        if not self.marked and self.inside("exclaiming"):
            return False
        orders = self.starts("order")
        ordered = any(at <= self.head for at in orders) or self._is_opened_by(orders)
        opened = self._is_opened_by(self.starts_of_questions) or self._is_inverted
        if opened and not self.marked and self._is_listed and not self._is_opened_by(self._starts_of_named_questions):
            opened = False  # "total commitments, complete, not started": what somebody writes down
        if self.marked and self.explicit and self.left(strictly=False) == 0:
            return True
        ordered = ordered or self._ends_in_courtesy
        asked = ordered or opened or (self.marked and bool(self.starts_of_questions)) or self._ends_in("asking_ending")
        if not asked and self._ends_in("telling_ending") and not self.marked:
            return False
        if asked:
            most = 0 if not self.explicit else _MARKED if self.marked or ordered else _UNMARKED
            return self.left(strictly=not (self.explicit or self._is_named)) <= most
        return self.left(strictly=True) == 0 and self._goes_on

    @property
    def _goes_on(self) -> bool:
        """Whether it asks without a question word: "and her phone number", "KR0029 end date?"."""
        named = any(one.kind in ("code", "title") for one in self.used)
        if isinstance(self.frame, Verify) or self._tells:
            return self.marked and isinstance(self.frame, Verify) and named
        if self._is_swap:
            return self.marked or self.asks or not self._is_listed
        if self.marked:
            return (
                self.asks
                or self.explicit
                or self.uses("noun")
                or self.uses("intent", "group", "count", "compare", "mention")
            )
        if any(one.kind == "text" for one in self.used):
            return False  # prose is made of words that are looked for, too
        fields = any(one.says("ask") and not one.says("value") for one in self.used)
        points = self.uses("thread", "pronoun", "person") or any(one.kind == "person" for one in self.used)
        listed = where_of(self.frame) not in (None, ALL) and self.names
        placed = any(one.kind in _SETS - {"date"} for one in self.used)
        ranked = isinstance(self.frame, Group | Rank) and self.explicit
        lasting = isinstance(self.frame, Duration) and named
        return (
            (fields and (named or points)) or (listed and (self.explicit or (fields and placed))) or ranked or lasting
        )

    @property
    def _tells(self) -> bool:
        """Whether a verb says something of what is named, and not which one it is: "those that *are* complete"."""
        which = self.inside("relative")
        values = {at for one in self.used if one.says("value") for at in range(one.start, one.end)}
        telling = self.inside("telling") - self.inside("passive") - values
        return any(at > self.head and at - 1 not in which for at in telling)

    @property
    def _is_listed(self) -> bool:
        """Whether commas stand in it behind its beginning: "only two, access to information and lobbying"."""
        return any(self.made.parted(at) for at in range(self.head + 1, len(self.made.tokens)))

    @property
    def _is_swap(self) -> bool:
        """Whether it begins as what goes on with the last question: "and", "same for", "only"."""
        return any(start <= self.head <= end for start, end in self._phrases(("follow_up",)))

    @property
    def _is_inverted(self) -> bool:
        """Whether a verb begins it, or stands right behind a name and a comma: "is it starred", "KR0029, is it …?"."""
        return any(
            at == self.head or (self.made.parted(at) and self._is_opened_by({at}, self.inside("noun")))
            for at in self.starts("inverted")
        )

    def _is_opened_by(self, openers: Iterable[int], beside: Collection[int] = ()) -> bool:
        """Whether one of these begins the sentence, or stands right behind names: "KR0032: who leads it?"."""
        names = {at for one in self.best.pieces.items if one.kind in _NAMES | _SETS for at in range(one.start, one.end)}
        first = min((at for at in openers if at >= self.head and at not in names), default=None)
        if first is None:
            return False
        before = names | set(beside) | (self.inside("small") - self.inside("telling"))
        return before.issuperset(range(self.head, first))

    @property
    def _is_named(self) -> bool:
        """Whether it names something of the documents, and not only a country, an area or a year."""
        return any(one.kind in _NAMES for one in self.used)

    @property
    def _ends_in_courtesy(self) -> bool:
        """Whether it ends in "please": "her email too please"."""
        return any(end == len(self.made.tokens) for _start, end in self._phrases(("please",)))

    def _ends_in(self, name: str) -> bool:
        """Whether the last word has one of these endings."""
        last = [token.folded for token in self.made.tokens if token.is_word][-1:]
        return bool(last) and last[0].endswith(self.made.lexicon.words("asking", name))


def _inside(phrases: Iterable[tuple[int, int]]) -> set[int]:
    return {at for start, end in phrases for at in range(start, end)}
