"""What counts as a contact in any text: what reads as one, and what some document states as one, however it looks."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.records.cleaning import without_shape
from bot.records.contacts import find_emails, find_phones
from bot.records.fields import CONTACTS
from bot.records.folding import fold
from bot.records.names import KIND_OF_FIELD, name_key
from bot.records.people import UNSTATED, person_key

MARK = "▒▒▒"
"""Stands in the place of a contact: in no language, and of no letters, so that it is no word of anything."""

Spans = list[tuple[int, int, str]]
"""(start, end, field) of contacts in a text."""

# without one of these there is no address, without seven digits no number: most texts need no closer look
_SIGN = re.compile(r"[@＠]|[(\[{<]\s?(?:at|arroba|arobase|a)\s?[)\]}>]|\s(?:AT|arroba)\s")
_DIGITS = re.compile(r"\d(?:\D{0,8}\d){6}")
_AT = re.compile(r"[@＠]")
_EDGES = frozenset("""<>|"'“”()[]{},;:@＠""")
_NUMBER = re.compile(r"\d(?:[\s().\-\u2010-\u2013/]{0,3}\d){6,}")
_NUMBER_BEGINS = re.compile(r"(?:\d[\s().+/-]{0,3}){5,20}\Z")
_NUMBER_ENDS = re.compile(r"\A(?:[\s().+/-]{0,3}\d){5,20}")
_WORD = re.compile(r"[^\W_]+")
_PARTS = re.compile(r"[;,|/\n\"\[\]]|\s(?:and|or|y|o|et|ou|및)\s")
_HANGUL = re.compile(r"\A[가-힣]+\Z")
_FEWEST = 5  # letters and digits of what is looked for in other texts: less is a dash, “none”, an extension
_NATIONAL = 8  # digits of a number that is written without its country and area
_PREFIX = 4  # digits of those


@dataclass(frozen=True, slots=True)
class KnownContacts:
    """Finds contacts in texts: `texts` are those that look like nothing of the kind, by their first word.

    `numbers` are the digits of telephone numbers, which a text may separate in any way; `beginnings` and `ends` what
    `texts` of several words begin and end with.
    """

    texts: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]] = field(default_factory=dict)
    numbers: frozenset[str] = frozenset()
    beginnings: frozenset[tuple[str, ...]] = frozenset()
    ends: frozenset[tuple[str, ...]] = frozenset()

    @classmethod
    def of(
        cls, stated: Iterable[tuple[str, str]], is_ordinary: Callable[[str], bool] = lambda _: False
    ) -> KnownContacts:
        """With (field, text) of what documents state; a text that `is_ordinary` tells nothing where else it stands."""
        texts: dict[tuple[str, ...], str] = {}
        numbers: set[str] = set()
        for name, text in set(stated):
            for part in {text, *_PARTS.split(text)}:
                if len(digits := _digits(part)) >= _NATIONAL - 1:
                    numbers |= {digits[cut:] for cut in range(_PREFIX + 1) if not cut or len(digits) - cut >= _NATIONAL}
                elif _tells(part) and not _reads_as_one(part) and not is_ordinary(part):
                    texts[_words(part)] = name
        first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for words, name in sorted(texts.items(), key=lambda one: -len(one[0])):
            first.setdefault(words[0], []).append((words, name))
        return cls(
            {word: tuple(found) for word, found in first.items()},
            frozenset(numbers),
            frozenset(words[:size] for words in texts for size in range(1, len(words))),
            frozenset(words[-size:] for words in texts for size in range(1, len(words))),
        )

    def spans(self, text: str, more: Iterable[tuple[int, int, str]] = (), *, numbers: bool = True) -> Spans:
        """Every contact in `text` and the spans `more`, in order, those that touch or overlap as one.

        Without `numbers`, what merely reads as a number is none: the name of a file may.
        """
        found: Iterable[tuple[int, int, str]] = self._found(text, numbers)
        if unseen := set(without_shape(text)):  # a contact that holds such is whole to who reads it
            seen = [at for at in range(len(text)) if at not in unseen]
            plain = "".join(text[at] for at in seen)
            found = [(seen[start], seen[end - 1] + 1, name) for start, end, name in self._found(plain, numbers)]
        merged: Spans = []
        for start, end, name in sorted([*found, *more]):
            if merged and start <= merged[-1][1]:
                merged[-1] = merged[-1][0], max(merged[-1][1], end), merged[-1][2]
            else:
                merged.append((start, end, name))
        return merged

    def cut_off(self, text: str, *, after: bool) -> Spans:
        """What is left of a contact at the end of the words `after` a value, or at the beginning of those before it."""
        if number := (_NUMBER_BEGINS if after else _NUMBER_ENDS).search(text):
            return [(*number.span(), "phone")]
        words = list(_WORD.finditer(text))
        known = self.beginnings if after else self.ends
        for size in range(len(words), 0, -1):
            part = words[-size:] if after else words[:size]
            if tuple(match[0].casefold() for match in part) in known:
                return [(part[0].start(), part[-1].end(), "email")]
        return []

    def hide(self, text: str, mark: str = MARK) -> str:
        """`text` with a mark in the place of each contact."""
        return hidden(text, self.spans(text), mark)

    def fields(self, text: str | None) -> set[str]:
        """Of which fields the contacts in `text` are."""
        return {name for _start, _end, name in self.spans(text or "")}

    def _found(self, text: str, numbers: bool) -> Iterator[tuple[int, int, str]]:
        if _SIGN.search(text):
            yield from ((span.start, span.end, "email") for span in find_emails(text))
            yield from ((start, end, "email") for start, end in _around_at(text))
        if _DIGITS.search(text):
            if numbers:
                yield from _phones(text)
            if self.numbers:
                yield from (
                    (*match.span(), "phone") for match in _NUMBER.finditer(text) if _digits(match[0]) in self.numbers
                )
        if self.texts:
            yield from self._stated(text)

    def _stated(self, text: str) -> Iterator[tuple[int, int, str]]:
        words = [(match[0].casefold(), match) for match in _WORD.finditer(text)]
        for at, (first, begin) in enumerate(words):
            for wanted, name in self.texts.get(first, ()) or self.texts.get(_unglued(first, self.texts), ()):
                said = [word for word, _ in words[at : at + len(wanted)]]
                if said[:-1] == list(wanted[:-1]) and len(said) == len(wanted) and _is_word(said[-1], wanted[-1]):
                    yield begin.start(), words[at + len(wanted) - 1][1].end(), name
                    break


def hidden(text: str, spans: Spans, mark: str = MARK) -> str:
    """`text` with a mark in the place of each of its `spans`."""
    out, at = [], 0
    for start, end, _name in spans:
        out += [text[at:start], mark]
        at = end
    return "".join([*out, text[at:]])


def load(connection: sqlite3.Connection) -> KnownContacts:
    """All that documents state as contacts, and stated before."""
    held = ", ".join(f"'{name}'" for name in CONTACTS)
    row = "json_extract(j.value, '$[{}]')".format
    stated = connection.execute(
        f"SELECT field, raw FROM field_values WHERE field IN ({held})"
        f" UNION SELECT field, value FROM field_values WHERE field IN ({held})"
        f" UNION SELECT {row(0)}, {row(2)} FROM history h, json_each(h.says) j WHERE {row(0)} IN ({held})"
        f" UNION SELECT field, old FROM changes WHERE field IN ({held})"
        f" UNION SELECT field, new FROM changes WHERE field IN ({held})"
    )

    def is_ordinary(text: str) -> bool:
        """Whether it is the name of something besides, or but a word of one: that stands where it likes."""
        words = name_key(text).split()
        if len(words) == 1:
            return bool(connection.execute("SELECT 1 FROM name_words WHERE word = ? LIMIT 1", words).fetchone())
        kinds = ", ".join(f"'{kind}'" for kind in sorted(set(KIND_OF_FIELD.values())))
        keys = (" ".join(words), " ".join(person_key(text)))
        sql = f"SELECT 1 FROM names WHERE kind IN ({kinds}) AND key IN (?, ?) LIMIT 1"
        return bool(connection.execute(sql, keys).fetchone())

    return KnownContacts.of(((name, text) for name, text in stated if text), is_ordinary)


def _around_at(text: str) -> Iterator[tuple[int, int]]:
    """Whatever stands around an @ without a space, such as `名前@例え.jp`: an address, whatever its letters."""
    for at in _AT.finditer(text):
        start, end = at.span()
        while start and _is_of_address(text[start - 1]):
            start -= 1
        while end < len(text) and _is_of_address(text[end]):
            end += 1
        end -= len(text[at.end() : end]) - len(text[at.end() : end].rstrip("."))
        if start < at.start() and at.end() < end:
            yield start, end


def _is_of_address(char: str) -> bool:
    return not char.isspace() and char not in _EDGES


def _phones(text: str) -> Iterator[tuple[int, int, str]]:
    begin = 0
    for line in text.splitlines(keepends=True):  # no number goes on in the next line
        yield from ((begin + span.start, begin + span.end, "phone") for span in find_phones(line))
        begin += len(line)


def _reads_as_one(text: str) -> bool:
    """Whether a text is an address from its beginning to its end: it needs not be known to be found."""
    return any(end - start == len(text.strip()) for start, end in _around_at(text))


def _tells(text: str) -> bool:
    return sum(map(str.isalnum, text)) >= _FEWEST and fold(text) not in UNSTATED


def _words(text: str) -> tuple[str, ...]:
    return tuple(match[0].casefold() for match in _WORD.finditer(text))


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text)).lstrip("0")


def _is_word(said: str, wanted: str) -> bool:
    """Whether a word is the one that is wanted, or that with a Korean particle."""
    return said == wanted or (said.startswith(wanted) and bool(_HANGUL.match(said[len(wanted) :])))


def _unglued(word: str, texts: Mapping[str, object]) -> str:
    """The one-word contact that a word is with a Korean particle."""
    return next((word[:-cut] for cut in (1, 2, 3) if word[:-cut] in texts and _HANGUL.match(word[-cut:])), "")
