"""The words of a lexicon's `date` table, looked for at places among the tokens of a question."""

from __future__ import annotations

from collections.abc import Sequence

from bot.asking.lexicon import Lexicon, phrase_words
from bot.asking.normalise import Token
from bot.records.folding import fold

UNITS = ("day", "week", "month", "quarter", "half", "year")


class DateWords:
    """Matches the lists of the `date` table of one language in one question."""

    def __init__(self, tokens: Sequence[Token], lexicon: Lexicon) -> None:
        self.tokens = tokens
        self.lexicon = lexicon

    def at(self, place: int, name: str) -> int:
        """How many words of the list `name` stand at `place`: the longest phrase, 0 for none."""
        longest = 0
        listed = self.lexicon.dated_from.get(name, {})
        for form in self.lexicon.forms(self.tokens[place]) if place < len(self.tokens) else ():
            for words in listed.get(form, ()):
                stretch = self.tokens[place : place + len(words)]
                if len(words) > longest and len(stretch) == len(words) and self._match(words, stretch):
                    longest = len(words)
        return longest

    def begins(self, place: int) -> bool:
        """Whether anything of the `date` table, or a number, may begin at `place`."""
        token = self.tokens[place]
        return token.folded.isdecimal() or not self.lexicon.date_starts.isdisjoint(self.lexicon.forms(token))

    def _match(self, words: Sequence[str], stretch: Sequence[Token]) -> bool:
        return all(word in self.lexicon.forms(token) for word, token in zip(words, stretch, strict=True))

    def before(self, place: int, name: str) -> int:
        """How many words of the list `name`, and an article after them, end just before `place`."""
        skipped = 1 if place and self.at(place - 1, "articles") else 0
        for article in sorted({0, skipped}):
            for size in range(min(4, place - article), 0, -1):
                if self.at(place - article - size, name) == size:
                    return size + article
        return 0

    def after(self, place: int, name: str) -> int | None:
        """How many words of the list `name` stand at `place`; 0: one is glued to the word before; None: neither.

        Korean has its prepositions behind the date, most of them glued to it: `2017년부터`.
        """
        if place < len(self.tokens) and (size := self.at(place, name)):
            return size
        if not self.lexicon.particles or not place:
            return None
        last = fold(self.tokens[place - 1].text)
        glued = any(
            len(words) == 1 and last != words[0] and last.endswith((words[0], f"{words[0]}인", f"{words[0]}의"))
            for words in self.lexicon.dated.get(name, ())
        )
        return 0 if glued else None

    def number(self, place: int) -> int | None:
        """The number that stands at `place`, in digits or words."""
        if place >= len(self.tokens):
            return None
        token = self.tokens[place]
        if token.folded.isdecimal():
            return int(token.folded)
        return next(
            (self.lexicon.numbers[form] for form in self.lexicon.forms(token) if form in self.lexicon.numbers), None
        )

    def ordinal(self, place: int) -> int | None:
        """The number that an ordinal word at `place` gives (`first`: 1), from the lexicon's `thread` table."""
        for number, phrases in enumerate(self.lexicon.data.get("thread", {}).get("ordinal", ()), 1):
            if any(
                self._match(words, self.tokens[place : place + 1])
                for words in map(phrase_words, phrases)
                if len(words) == 1
            ):
                return number
        return None

    def unit(self, place: int) -> str | None:
        """The unit of time that stands at `place`."""
        return next((unit for unit in UNITS if place < len(self.tokens) and self.at(place, unit)), None)

    def named(self, place: int, name: str) -> int | None:
        """The position, in a list of lists (months, weekdays), of the word at `place`."""
        if place >= len(self.tokens):
            return None
        ordered = self.lexicon.ordered.get(name, {})
        return next((ordered[form] for form in self.lexicon.forms(self.tokens[place]) if form in ordered), None)

    def in_full(self, place: int, name: str) -> bool:
        """Whether the word at `place` is unabbreviated: "Sun" and "Mon" are people's names too."""
        forms = self.lexicon.forms(self.tokens[place])
        return any(fold(names[0]) in forms for names in self.lexicon.data.get("date", {}).get(name, ()))
