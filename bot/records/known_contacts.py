"""What counts as a contact in any text: what reads as one, and what some document states as one, however it looks."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from bot.records.contacts import EXTENSION, SOME_AT, email_address, find_around_at, find_emails, find_phones
from bot.records.fields import CONTACTS
from bot.records.frozen import dataclass, field, replace
from bot.records.names import KIND_OF_FIELD
from bot.records.text import fold, without_shape
from bot.records.vocabulary import is_placeholder

MARK = "▒▒▒"
"""Stands in the place of a contact: in no language, and of no letters, so that it is no word of anything."""

Spans = list[tuple[int, int, str]]
"""(start, end, field) of contacts in a text."""
NameWords = tuple[str, ...]
T = TypeVar("T")

# without one of these there is no address, without six digits no number: most texts need no closer look
_SIGN = re.compile(SOME_AT)
_DIGITS = re.compile(r"\d(?:\D{0,8}\d){5}")
_GROUP = re.compile(r"\d+")
_BETWEEN = re.compile(r"[^\w\n]{0,3}|_")  # of two groups of digits that may be one number
_ANOTHER = re.compile(r"\s?/\s?\d{1,4}(?!\d)")  # "02-2100-3778/9": the end of another number
_NUMBER_BEGINS = re.compile(r"(?:\d[\s().+/-]{0,3}){5,20}\Z")
_NUMBER_ENDS = re.compile(r"\A(?:[\s().+/-]{0,3}\d){5,20}")
_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
_PARTS = re.compile(r"[;,|/\n\"\[\]]|\s(?:and|or|y|o|et|ou|및)\s")
_EXTENSION = re.compile(rf"\s?(?:\(|\b){EXTENSION}\.?\s?\d{{1,6}}\)?\s*\Z", re.IGNORECASE)
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_HANGUL = re.compile(r"\A[가-힣]+\Z")
_SPOKEN = frozenset(
    "at dot arroba arobase chiocciola chez punto ponto point punkt punt punct kropka 골뱅이 점 40 64".split()
)
"""What stands for the signs of an address (40 and 64 are how an @ is escaped in an address of the web and in HTML)."""
_FEWEST = 5  # letters and digits of what is looked for in other texts: less is a dash, “none”, an extension
_SHORTEST, _LONGEST = 6, 15  # digits of a telephone number
_NATIONAL = 7  # digits of a number that is written without its country and area
_PREFIX = 6  # digits of those
_COMMON = 3  # commitments whose names hold what is therefore no contact where it stands there


@dataclass(frozen=True, slots=True)
class KnownContacts:
    """Finds contacts in texts: `texts` are contacts that do not look like one, by their first word.

    `numbers` are the digits of telephone numbers, which a text may separate in any way; `mails` the words of addresses,
    by their first two; `beginnings` and `ends` what `texts` of several words begin and end with. `reach` is how long
    the longest contact, or passage that was not understood, is in its document.
    """

    texts: Mapping[str, tuple[tuple[NameWords, str], ...]] = field(default_factory=dict)
    numbers: frozenset[str] = frozenset()
    mails: Mapping[str, Mapping[str, tuple[NameWords, ...]]] = field(default_factory=dict)
    beginnings: frozenset[NameWords] = frozenset()
    ends: frozenset[NameWords] = frozenset()
    reach: int = 0

    @classmethod
    def of(
        cls, stated: Iterable[tuple[str, str]], is_ordinary: Callable[[str], bool] = lambda _: False
    ) -> KnownContacts:
        """With (field, text) of what documents state; a text that `is_ordinary` tells nothing where else it stands."""
        texts: dict[NameWords, str] = {}
        numbers: set[str] = set()
        mails: set[NameWords] = set()
        for name, text in set(stated):
            if is_ordinary(text):
                continue
            for part in {text, *_PARTS.split(text), *(text[span.start : span.end] for span in find_phones(text))}:
                numbers |= set(_forms_of_number(part))
                mails |= set(_forms_of_mail(part))
                letters = sum(map(str.isalpha, part))
                looks_so = _reads_as_one(part) or (not letters and len(_digits(part)) >= _SHORTEST)
                if _tells(part) and not looks_so and not is_ordinary(part):
                    texts[_words(part)] = name
        return cls(
            _by_first((words, (words, name)) for words, name in sorted(texts.items(), key=lambda one: -len(one[0]))),
            frozenset(numbers),
            {
                first: _by_first((words[1:], words) for words in found)
                for first, found in _by_first((words, words) for words in sorted(mails)).items()
            },
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
        known = self.beginnings if after else self.ends
        words = list(_WORD.finditer(text)) if known else []
        for size in range(len(words), 0, -1):
            part = words[-size:] if after else words[:size]
            if tuple(_folded(match[0]) for match in part) in known:
                return [(part[0].start(), part[-1].end(), "email")]
        return []

    def hide(self, text: str, mark: str = MARK) -> str:
        """`text` with a mark in the place of each contact."""
        return hidden(text, spans, mark) if text and (spans := self.spans(text)) else text

    def fields(self, text: str | None) -> set[str]:
        """Of which fields the contacts in `text` are."""
        return {name for _start, _end, name in self.spans(text or "")}

    def stated_in(self, text: str) -> Iterator[tuple[int, int, str, NameWords]]:
        """(start, end, field, words) of what documents state as a contact and looks like none."""
        if text.isascii() and not any(map(self._begins, _WORD.findall(text.lower()))):
            return  # as in most texts
        words = [(_folded(match[0]), match) for match in _WORD.finditer(text)]
        for at, (first, begin) in enumerate(words):
            for wanted, name in self.texts.get(first, ()) or self.texts.get(_unglued(first, self.texts), ()):
                said = [word for word, _ in words[at : at + len(wanted)]]
                if said[:-1] == list(wanted[:-1]) and len(said) == len(wanted) and _is_word(said[-1], wanted[-1]):
                    yield begin.start(), words[at + len(wanted) - 1][1].end(), name, wanted
                    break
            for wanted in self._mails(words, at) if first in self.mails else ():
                if (last := _spelt(words, at, wanted)) is not None:
                    yield begin.start(), words[last][1].end(), "email", wanted

    def _mails(self, words: list[tuple[str, re.Match[str]]], at: int) -> Iterator[NameWords]:
        """The addresses that word `at` begins and a word behind it goes on with: many begin with one first name."""
        known = self.mails[words[at][0]]
        for word, _match in words[at + 1 :]:
            for second in dict.fromkeys((word, word.removeprefix("40"), word.removeprefix("64"))):
                yield from known.get(second, ())
            if word not in _SPOKEN:
                return

    def _begins(self, word: str) -> bool:
        return word in self.mails or word in self.texts

    def _found(self, text: str, numbers: bool) -> Iterator[tuple[int, int, str]]:
        if _SIGN.search(text):
            yield from ((span.start, span.end, "email") for span in find_emails(text))
            yield from ((start, end, "email") for start, end in find_around_at(text))
        if _DIGITS.search(text):
            if numbers:
                yield from _phones(text)
            if self.numbers:
                yield from self._numbers(text)
        if self.texts or self.mails:
            yield from ((start, end, name) for start, end, name, _words in self.stated_in(text))

    def _numbers(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Known numbers, whatever stands between their digits and whatever other digits stand beside them."""
        groups = list(_GROUP.finditer(text))
        for at, first in enumerate(groups):
            digits, end = "", first.start()
            for group in groups[at:]:
                if digits and not _BETWEEN.fullmatch(text, end, group.start()):
                    break
                digits, end = digits + _ascii(group[0]), group.end()
                if len(digits) > _LONGEST + 2:
                    break
                if digits.lstrip("0") in self.numbers:
                    other = _ANOTHER.match(text, end)
                    yield first.start(), other.end() if other else end, "phone"


def hidden(text: str, spans: Spans, mark: str = MARK) -> str:
    """`text` with a mark in the place of each of its `spans`."""
    out, at = [], 0
    for start, end, _name in spans:
        out += [text[at:start], mark]
        at = end
    return "".join([*out, text[at:]])


def load(connection: sqlite3.Connection) -> KnownContacts:
    """All that documents state as contacts, and stated before, but for what is the name of somebody or something else.

    That is what is the whole name of a person or an institution, or stands in names of several commitments: whoever
    writes "Email: Ministry" makes no ministry a contact.
    """
    held = ", ".join(f"'{name}'" for name in CONTACTS)
    row = "json_extract(j.value, '$[{}]')".format
    stated = [
        (name, text)
        for name, text in connection.execute(
            f"SELECT field, raw FROM field_values WHERE field IN ({held})"
            f" UNION SELECT field, value FROM field_values WHERE field IN ({held})"
            f" UNION SELECT {row(0)}, {row(2)} FROM history h, json_each(h.says) j WHERE {row(0)} IN ({held})"
            f" UNION SELECT field, old FROM changes WHERE field IN ({held})"
            f" UNION SELECT field, new FROM changes WHERE field IN ({held})"
        )
        if text
    ]
    (reach,) = connection.execute(
        f'SELECT max(coalesce((SELECT max("end" - start) FROM field_values WHERE field IN ({held})), 0),'
        ' coalesce((SELECT max("end" - start) FROM unread_passages), 0))'
    ).fetchone()
    all_of_them = KnownContacts.of(stated)
    if not all_of_them.texts:
        return replace(all_of_them, reach=reach)
    ordinary = {words for words in _named(connection, all_of_them) if words}
    return replace(KnownContacts.of(stated, lambda text: _words(text) in ordinary), reach=reach)


def _named(connection: sqlite3.Connection, contacts: KnownContacts) -> Iterator[NameWords]:
    """The words of contacts that are names: whole ones, or such as stand in several."""
    holders: dict[NameWords, set[str]] = {}
    single = {known for rows in contacts.texts.values() for known, _field in rows if len(known) == 1}
    whole = {name for name, kind in KIND_OF_FIELD.items() if kind in ("person", "institution")}
    named = ", ".join(f"'{name}'" for name in KIND_OF_FIELD)
    for code, name, raw in connection.execute(f"SELECT code, field, raw FROM field_values WHERE field IN ({named})"):
        words = _words(raw)
        held = {found for _start, _end, _field, found in contacts.stated_in(raw)}
        for found in held | {(word,) for word in words if (word,) in single}:
            holders.setdefault(found, set()).add(code)
        if name in whole and words and any(words == known for known, _field in contacts.texts.get(words[0], ())):
            yield words
    yield from (words for words, codes in holders.items() if len(codes) >= _COMMON)


def _by_first(rows: Iterable[tuple[NameWords, T]]) -> dict[str, tuple[T, ...]]:
    first: dict[str, list[T]] = {}
    for words, row in rows:
        first.setdefault(words[0], []).append(row)
    return {word: tuple(found) for word, found in first.items()}


# -- numbers and addresses ---------------------------------------------------------------------------------------


def _forms_of_number(stated: str) -> Iterator[str]:
    """The digits of a number, with and without its extension, its country and its area."""
    for text in {stated, _EXTENSION.sub("", stated)}:
        digits = _digits(text)
        if _SHORTEST <= len(digits) <= _LONGEST and sum(map(str.isalpha, text)) < len(digits):
            yield digits
            yield from (digits[cut:] for cut in range(1, _PREFIX + 1) if len(digits) - cut >= _NATIONAL)


def _forms_of_mail(stated: str) -> Iterator[NameWords]:
    """The words of an address, whatever signs stand between them."""
    address = email_address(stated) or (stated if _reads_as_one(stated) else "")
    words = _words(address.replace("＠", "@"))
    if "@" in address.replace("＠", "@") and len(words) > 2:
        yield words


def _spelt(words: list[tuple[str, re.Match[str]]], at: int, wanted: NameWords) -> int | None:
    """Where an address that is spelt from word `at` on ends, None where it is another: "kim at korea dot kr"."""
    place = at
    for number, word in enumerate(wanted):
        while number and place < len(words) and words[place][0] in _SPOKEN and words[place][0] != word:
            place += 1
        said = words[place][0] if place < len(words) else ""
        last = number == len(wanted) - 1
        if not (said == word or said in (f"40{word}", f"64{word}") or (last and _is_word(said, word))):
            return None
        place += 1
    return place - 1


def _phones(text: str) -> Iterator[tuple[int, int, str]]:
    begin = 0
    for line in text.splitlines(keepends=True):  # no number goes on in the next line
        for span in find_phones(line):
            if len(_digits(_YEARS.sub(" ", line[span.start : span.end]))) >= _FEWEST:  # "22. 2014-2015" is none
                yield begin + span.start, begin + span.end, "phone"
        begin += len(line)


# -- words -------------------------------------------------------------------------------------------------------


def _reads_as_one(text: str) -> bool:
    """Whether a text is an address from its beginning to its end: it needs not be known to be found."""
    return any(end - start == len(text.strip()) for start, end in find_around_at(text))


def _tells(text: str) -> bool:
    return sum(map(str.isalnum, text)) >= _FEWEST and not is_placeholder("person", text)


def _folded(word: str) -> str:
    return word.lower() if word.isascii() else fold(word)


def _words(text: str) -> NameWords:
    return tuple(_folded(match[0]) for match in _WORD.finditer(text))


def _ascii(digits: str) -> str:
    """Digits of any script as those of ours: `３`, `٣`."""
    return digits if digits.isascii() else "".join(str(unicodedata.digit(char)) for char in digits)


def _digits(text: str) -> str:
    return "".join(_ascii(char) for char in text if char.isdecimal()).lstrip("0")


def _is_word(said: str, wanted: str) -> bool:
    """Whether a word is the one that is wanted, or that with a Korean particle."""
    return said == wanted or (said.startswith(wanted) and bool(_HANGUL.match(said[len(wanted) :])))


def _unglued(word: str, texts: Mapping[str, object]) -> str:
    """The one-word contact that a word is with a Korean particle."""
    return next((word[:-cut] for cut in (1, 2, 3) if word[:-cut] in texts and _HANGUL.match(word[-cut:])), "")
