"""Every word the bot knows, as data: a `lexicon.toml` for each language, and what is made of it for matching."""

from __future__ import annotations

import marshal
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from itertools import zip_longest
from typing import Any

from bot.asking import normalise
from bot.asking.normalise import Token, folded_words, forms, singular
from bot.records import languages, text
from bot.records.countries import languages_calling
from bot.records.frozen import dataclass, field, replace
from bot.records.kept import derived
from bot.records.languages import LANGUAGES, file_of, own
from bot.records.text import fold

_PLAIN_ENGLISH = 0.75
"""Share of words that the English lexicon must know for no other to be asked."""

# The tables whose lists of words become phrases, and the role that a phrase of each has.
_ROLES = ("ask", "intent", "thread", "value", "unkept", "unstated", "question", "empty", "head")


_STEM = 5
"""Letters of a word that an ending may be taken off: "seit" is none of "Seiten"."""

Phrase = tuple[tuple[str, ...], str, str]
"""Its words, its role, and what it says."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase of the lexicon found at word tokens `start:end`: its role (`ask`, `intent`) and what it says there."""

    start: int
    end: int
    role: str
    says: str

    @property
    def size(self) -> int:
        """How many words it has."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language's words.

    `phrases` maps a phrase's first word to what `beginning` gives of it, packed: of thousands, a question needs few.
    `apart` has those of two parts (“wer hat … bewertet”) by the first word of the second part, each with its first.
    `longest` is how many words the longest has; `known` is every single word of them, what spelling is repaired
    against, and `ordinary` the same as they are written (“does”, where `known` has “doe”).
    `dated` has the phrases of the `date` table by list, `dated_from` by their first word too, `date_starts` all that
    something in it may begin with, numbers among them; `ordered` has its lists of lists (months, weekdays) as word →
    position, `lists` every list of words by its table and name, folded; `numbers` are words for numbers. `particles`
    are glued to the end of a word (Korean `담당자의`), `elisions` to its beginning (French `l'adresse`). `endings` are
    those that a word has in its other forms (German `inaktiven`), `spellings` what is written for a letter with an
    accent where a keyboard has none (`ue` for `ü`), `accented` the words that are others without their accent
    (Portuguese `é`), by that other, `chat` what friends write (`xq`) and what it stands for, `separable` the parts of
    verbs that stand apart (`läuft … aus`). Where `capital_nouns`, a capital makes no name. `signs` tell the language
    from others, `opening` words do where a question begins with one, `marks` are signs of its own.
    """

    language: str
    data: Mapping[str, Any]
    phrases: Mapping[str, bytes]
    longest: int
    signs: frozenset[str]
    particles: tuple[str, ...] = ()
    elisions: frozenset[str] = frozenset()
    opening: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    scripts: frozenset[str] = frozenset()
    spaced: bool = False
    endings: tuple[str, ...] = ()
    spellings: Mapping[str, str] = field(default_factory=dict)
    accented: Mapping[str, str] = field(default_factory=dict)
    chat: Mapping[str, str] = field(default_factory=dict)
    separable: frozenset[str] = frozenset()
    capital_nouns: bool = False
    apart: Mapping[str, Sequence[tuple[tuple[str, ...], Phrase]]] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    ordinary: frozenset[str] = frozenset()
    dated: Mapping[str, Sequence[tuple[str, ...]]] = field(default_factory=dict)
    dated_from: Mapping[str, Mapping[str, Sequence[tuple[str, ...]]]] = field(default_factory=dict)
    date_starts: frozenset[str] = frozenset()
    ordered: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    lists: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)

    def beginning(self, word: str) -> tuple[Phrase, ...]:
        """The phrases that begin with a word."""
        packed = self.phrases.get(word)
        return _unpacked(packed) if packed else ()

    def hits(self, tokens: Sequence[Token], at: int) -> Iterator[Hit]:
        """Every phrase that begins at word token `at`."""
        follows = self.forms(tokens[at + 1]) if at + 1 < len(tokens) else ()
        for form in self.forms(tokens[at]):
            for words, role, says in self.beginning(form):
                end = at + len(words)
                if len(words) > 1 and (words[1] not in follows or end > len(tokens)):
                    continue
                if all(word in self.forms(token) for word, token in zip(words[2:], tokens[at + 2 : end], strict=True)):
                    yield Hit(at, end, role, says)
            for head, (words, role, says) in self.apart.get(form, ()):
                begins = range(at - len(head) + 1)
                if self._stands(words, tokens, at) and any(self._stands(head, tokens, begin) for begin in begins):
                    yield Hit(at, at + len(words), role, says)

    def _stands(self, words: Sequence[str], tokens: Sequence[Token], at: int) -> bool:
        """Whether words stand at a place."""
        there = tokens[at : at + len(words)]
        return len(there) == len(words) and all(map(lambda word, token: word in self.forms(token), words, there))

    def forms(self, token: Token) -> tuple[str, ...]:
        """The comparable forms of a token of a question that `plain` has gone over."""
        return token.forms

    def plain(self, tokens: Sequence[Token]) -> list[Token]:
        """The tokens of a question, each without what this language glues to a word: `l'adresse` → `adresse`.

        A particle is taken off for good where what is left is a word of the lexicon; elsewhere (a name) the word
        without it becomes one more of the token's forms. So do the forms of a word as the lexicon has it.
        """
        if self.particles or self.elisions:
            parts = [part for token in tokens for part in self._parts(token)] if self.particles else tokens
            tokens = [self._plain(token) for token in parts]
        if self.endings or self.accented:
            tokens = [self._varied(token) for token in tokens]
        return self._joined(list(tokens)) if self.separable else list(tokens)

    def spelled_out(self, tokens: Sequence[Token], text: str) -> list[Token]:
        """The words of a question, what friends write for them said in full: `q prometió` has `que`, `xq` two words.

        What is a part of something longer (`3-Q`, `5G`) or is typed in capitals among small letters is left as it is.
        """
        found: list[Token] = []
        for at, token in enumerate(tokens):
            said = self.chat.get(token.folded, "")
            beside = text[max(0, token.start - 1) : token.start] + text[token.end : token.end + 1]
            capital = at and token.text.isupper() and not text.isupper()
            if not said or capital or any(sign.isalnum() or sign in "-–/_&+" for sign in beside):
                found.append(token)
                continue
            words = said.split()
            for number, word in enumerate(words):
                start = token.start + number
                end = token.end if number == len(words) - 1 else start + 1
                other = token.forms if len(words) == 1 else ()
                spelled = tuple(dict.fromkeys((*forms(word), *other)))
                found.append(Token(text[start:end], word, start, end, spelled))
        return found

    def _joined(self, tokens: list[Token]) -> list[Token]:
        """The words with each verb joined to its part that ends the clause: `läuft KR0029 aus` has `ausläuft`."""
        small = {*self.words("intent", "and"), *self.words("intent", "or"), *self.words("empty", "polite")}
        for at, part in enumerate(tokens):
            following = tokens[at + 1] if at + 1 < len(tokens) else None
            ends = following is None or following.start > part.end + 1 or following.folded in small
            if part.folded not in self.separable or not ends:
                continue
            for place in range(at - 1, -1, -1):
                whole = tuple(joined for form in tokens[place].forms if self._has(joined := part.folded + form))
                if whole:
                    tokens[place] = replace(tokens[place], folded=whole[0], forms=whole)
                    break
        return tokens

    def _varied(self, token: Token) -> Token:
        """A word with the forms that the lexicon has of it: `ueberfaelligen` is `uberfallig` there."""
        if word := self.accented.get(token.folded):
            own = token.text.casefold()
            return (
                replace(token, folded=own, forms=(own,)) if own == word else replace(token, forms=(*token.forms, word))
            )
        said = token.folded
        for written, letter in self.spellings.items():
            said = said.replace(written, letter)
        folded = said if said != token.folded and self._has(said) and not self._has(token.folded) else token.folded
        stems = [
            stem
            for word in dict.fromkeys((token.folded, said))
            for ending in self.endings
            if word.endswith(ending) and len(stem := word.removesuffix(ending)) >= _STEM and self._has(stem)
        ]
        spelled = forms(said) if self._has(said) else ()
        return replace(token, folded=folded, forms=tuple(dict.fromkeys((*token.forms, *spelled, *stems))))

    def _parts(self, token: Token) -> Iterator[Token]:
        """The words that were typed as one, where one of them is the word for a commitment: `별표공약목록`."""
        word = token.folded
        ends = self._ends(word) if not word.isascii() and len(word) == len(token.text) else ()
        for first, last in zip((0, *ends), (*ends, len(word)), strict=True):
            text = token.text[first:last]
            yield (
                replace(
                    token,
                    text=text,
                    folded=word[first:last],
                    start=token.start + first,
                    end=token.start + last,
                    forms=forms(word[first:last]),
                )
                if ends
                else token
            )

    def _ends(self, word: str) -> tuple[int, ...]:
        """Where a word is to be parted: before and behind the word for a commitment, behind `2차`."""
        if self._has(word) or any(map(self._has, self.stripped(word))):
            return ()
        sign = next((sign for sign in self.words("grammar", "plan_sign") if word.startswith(sign)), "")
        if sign and self._all_known(word[len(sign) :]) is not None:
            rest = self._all_known(word[len(sign) :]) or ()
            return (len(sign), *(len(sign) + end for end in rest))
        for noun in self.words("empty", "commitments"):
            at = word.find(noun)
            if at == 1 or at < 0 or " " in noun:  # a single syllable before it is part of a longer word
                continue
            behind = self._all_known(word[at + len(noun) :])
            if behind is not None:
                before = (self._all_known(word[:at]) or ()) if at else ()
                ends = (*before, at, at + len(noun), *(at + len(noun) + end for end in behind))
                return tuple(end for end in dict.fromkeys(ends) if 0 < end < len(word))
        return ()

    def _all_known(self, word: str) -> tuple[int, ...] | None:
        """Where a word is parted so that all parts are known, the last one with its particle; None: it cannot be."""
        if not word:
            return ()
        if self._has(word) or word in self.particles or any(map(self._has, self.stripped(word))):
            return ()
        for size in range(len(word) - 1, 1, -1):
            if word[:size] in self.known and (rest := self._all_known(word[size:])) is not None:
                return (size, *(size + end for end in rest))
        return None

    def _plain(self, token: Token) -> Token:
        head, _apostrophe, rest = token.folded.partition("'")
        if rest and head in self.elisions:
            return replace(token, folded=rest, forms=tuple(dict.fromkeys((*token.forms, *forms(rest)))))
        if token.text.isascii() or not self.particles:
            return token
        stripped = tuple(self.stripped(token.folded))
        known = tuple(form for form in stripped if self._has(form))
        if self._has(token.folded):
            return replace(token, forms=(*token.forms, *known))
        if known:
            return replace(token, folded=known[0], forms=(token.folded, *known[::-1]))
        return replace(token, forms=(*token.forms, *stripped))

    def stripped(self, word: str) -> Iterator[str]:
        """The word without each particle that it ends in, the longest particle first."""
        return (
            word.removesuffix(particle)
            for particle in self.particles
            if word.endswith(particle) and len(word) > len(particle)
        )

    def shows(self, token: Token) -> bool:
        """Whether a word tells this language from others."""
        return shows(self.language, token)

    def _has(self, word: str) -> bool:
        """Whether some table has this word, so that its ending is no particle."""
        return (
            word in self.known
            or word in self.numbers
            or any(word in ordered for ordered in self.ordered.values())
            or any(word in words for listed in self.dated.values() for words in listed)
        )

    def words(self, table: str, name: str) -> tuple[str, ...]:
        """The words of one list, folded."""
        return self.lists.get(table, {}).get(name, ())


@cache
def _unpacked(packed: bytes) -> tuple[Phrase, ...]:
    found: tuple[Phrase, ...] = marshal.loads(packed)  # noqa: S302  # packed below
    return found


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language; KeyError for one that is not there. What it has no words for is not understood."""
    data, file = own(language, "lexicon"), file_of(language, "lexicon")
    writing = _writing(language)
    makers = (__file__, normalise.__file__, text.__file__, file_of(language, "language"))
    made = (
        derived(file, makers, lambda: _comparables(data, {*writing["accented"].values()})) if data else _comparables({})
    )
    return Lexicon(language, data, **writing, **made)


@cache
def _writing(language: str) -> dict[str, Any]:
    """How a language is told from others and writes its words: small, so that each question may look at all of them."""
    file, makers = file_of(language, "language"), (__file__, languages.__file__, text.__file__)

    def make() -> dict[str, Any]:
        data = own(language, "language")
        return {
            "signs": frozenset(map(fold, data.get("signs", ()))),
            "particles": tuple(sorted(data.get("particles", ()), key=len, reverse=True)),
            "elisions": frozenset(data.get("elisions", ())),
            "opening": frozenset(map(fold, data.get("opening", ()))),
            "scripts": frozenset(data.get("scripts", ())),
            "marks": frozenset(data.get("marks", ())),
            "spaced": bool(data.get("spaced", False)),
            "endings": tuple(sorted(data.get("endings", ()), key=len, reverse=True)),
            "spellings": {written: fold(letter) for letter, written in data.get("spellings", {}).items()},
            "capital_nouns": bool(data.get("capital_nouns", False)),
            "separable": frozenset(map(fold, data.get("separable", ()))),
            "accented": {fold(word): word for word in data.get("accented", ())},
            "chat": {fold(short): fold(words) for short, words in data.get("chat", {}).items()},
        }

    return derived(file, makers, make)


def shows(language: str, token: Token) -> bool:
    """Whether a word tells a language from others."""
    writing = _writing(language)
    head, apostrophe, _rest = token.folded.partition("'")
    return token.folded in writing["signs"] or bool(apostrophe and head in writing["elisions"])


def spaced(language: str) -> bool:
    """Whether a language sets a space before a question mark."""
    return bool(_writing(language)["spaced"])


def scripts(language: str) -> frozenset[str]:
    """The scripts that a language is written in, where that is not the Latin one, as Unicode names their letters."""
    found: frozenset[str] = _writing(language)["scripts"]
    return found


def _comparables(data: Mapping[str, Any], accented: Collection[str] = ()) -> dict[str, Any]:
    """What a lexicon is matched by, made of its words; those `accented` keep their accents."""
    phrases: dict[str, list[Phrase]] = {}
    apart: dict[str, list[tuple[tuple[str, ...], Phrase]]] = {}
    written: set[str] = set()
    for table in _ROLES:
        for says, listed in data.get(table, {}).items():
            for number, entry in enumerate(listed):
                for phrase in [entry] if isinstance(entry, str) else entry:
                    written.update(folded_words(phrase, accented))
                    *before, words = (phrase_words(part, accented) for part in phrase.split(" … "))
                    said = says if isinstance(entry, str) else f"{says}:{number + 1}"
                    if before:
                        apart.setdefault(words[0], []).append((before[0], (words, table, said)))
                    else:
                        phrases.setdefault(words[0], []).append((words, table, said))
    dates = data.get("date", {})
    dated = {
        name: tuple(words for entry in listed if isinstance(entry, str) and (words := phrase_words(entry, accented)))
        for name, listed in dates.items()
    }
    ordered = {
        name: {fold(word): number for number, words in enumerate(listed) for word in words}
        for name, listed in dates.items()
        if listed and isinstance(listed[0], list)
    }
    numbers = {
        **{phrase_words(word)[0]: number for number, word in enumerate(data.get("numbers", {}).get("words", ()))},
        **{fold(word): int(number) for word, number in data.get("numbers", {}).get("units", {}).items()},
    }
    return {
        "phrases": {first: marshal.dumps(tuple(dict.fromkeys(rows))) for first, rows in phrases.items()},
        "longest": max((len(words) for rows in phrases.values() for words, _role, _says in rows), default=0),
        "apart": {first: tuple(rows) for first, rows in apart.items()},
        "known": frozenset(word for rows in phrases.values() for words, _role, _says in rows for word in words)
        | frozenset(word for rows in apart.values() for head, phrase in rows for word in (*head, *phrase[0])),
        "ordinary": frozenset(written),
        "dated": dated,
        "dated_from": {
            name: {first: tuple(words for words in listed if words[0] == first) for first, *_rest in listed}
            for name, listed in dated.items()
        },
        "date_starts": frozenset(
            {words[0] for listed in dated.values() for words in listed}
            | {word for words in ordered.values() for word in words}
            | numbers.keys()
        ),
        "ordered": ordered,
        "numbers": numbers,
        "lists": {
            table: {
                name: tuple(dict.fromkeys(one for word in listed for one in _listed(word, accented)))
                for name, listed in rows.items()
                if isinstance(listed, list) and all(isinstance(word, str) for word in listed)
            }
            for table, rows in data.items()
            if isinstance(rows, dict)
        },
    }


def _listed(phrase: str, accented: Collection[str]) -> tuple[str, ...]:
    """A phrase of a list folded, and with the accents that it keeps: without them it may be typed too."""
    folded = fold(phrase)
    return (folded,) if phrase.isascii() or not accented else (folded, " ".join(folded_words(phrase, accented)))


def phrase_words(phrase: str, accented: Collection[str] = ()) -> tuple[str, ...]:
    """The comparable words of a phrase of the lexicon."""
    return _comparable(folded_words(phrase, accented))


def _comparable(folded: Sequence[str]) -> tuple[str, ...]:
    return tuple([singular(word.replace("'", "")) for word in folded])


_FIRST = 3
"""Words that the language of the first telling word is ahead by: a title of another language comes after it."""


def marked(text: str) -> str:
    """The language whose own sign opens a sentence: "¿cómo le fue a Ghana?"; empty where none does."""
    return next((language for language in LANGUAGES if not _writing(language)["marks"].isdisjoint(text)), "")


def detect(tokens: Sequence[Token], carried: str = "en") -> str:
    """The language of a question: the one whose lexicon knows most of its words, its telling words counting more.

    Where several know as many, the thread's own (`carried`), then English. The other lexicons are only read when the
    English one leaves much open.
    """
    for language, written in _by_script(tokens):
        latin = [token for token in tokens if token not in written and token.folded.isalpha()]
        its = lexicon(language)
        asks = any(not its.known.isdisjoint((*token.forms, *its.stripped(token.folded))) for token in written)
        if asks or not any(_shows(token) for token in latin):
            return language
        tokens = latin  # only a name is written so
    words = [
        token
        for token, following in zip_longest(tokens, tokens[1:])
        if (token.folded.isalpha() or "'" in token.folded) and not (following and following.start == token.end)
    ]  # the letters of a code are no word
    words = [token for number, token in enumerate(words) if not _is_in_a_name(words, number)]
    english = _share(words, "en")
    if (
        english >= _PLAIN_ENGLISH * len(words)
        and all(token.text.isascii() for token in words)
        and (words or carried == "en")
    ):
        return "en"
    told = [_shows(token) for token in words]
    first = next((shown for shown in told if len(shown) == 1), frozenset())
    homes = (
        [] if any(told) or len(words) < 2 else [frozenset(languages_calling(token.folded)) for token in words]
    )  # "e-salud, España"
    opening = words[0].folded if words else ""
    # a word that several languages have ("services") speaks for none that no word tells
    scores = {
        language: _share(words, language)
        + (_FIRST if language in first else 0)
        + 0.5 * (opening in _writing(language)["opening"])
        + sum(language in called for called in homes)
        for language in LANGUAGES
        if language in ("en", carried) or any(language in shown for shown in (*told, *homes))
    }
    return max(scores, key=lambda language: (scores[language], language == carried, language == "en"))


def _by_script(tokens: Sequence[Token]) -> list[tuple[str, list[Token]]]:
    """(language, the words in its script) for each script but the Latin; of several languages, who knows most."""
    written: dict[str, list[Token]] = {}
    for token in tokens:
        if not token.folded.isascii() and (script := _script(token.folded)):
            written.setdefault(script, []).append(token)
    found = []
    for script, listed in written.items():
        known = [language for language in LANGUAGES if script in scripts(language)]
        if known:
            found.append((max(known, key=lambda name: _share(listed, name)) if len(known) > 1 else known[0], listed))
    return found


def _script(word: str) -> str:
    """The script of a word's first letter that is not Latin, as Unicode names it: `HANGUL`; empty where all are."""
    names = (unicodedata.name(char, "").partition(" ")[0] for char in word if char.isalpha() and not char.isascii())
    return next((name for name in names if name != "LATIN"), "")


def _is_in_a_name(words: Sequence[Token], at: int) -> bool:
    """Whether a small word stands between two that are written as a name's: "Anneke *de* Vries" tells no language."""
    beside = [words[n].text for n in (at - 1, at + 1) if 0 <= n < len(words)]
    short = words[at].text.islower() and len(words[at].text) < _PARTICLE
    return short and len(beside) == 2 and all(text[:1].isupper() and text[1:].islower() for text in beside)


_PARTICLE = 4
"""Letters: "de", "van", "da"."""


def _shows(token: Token) -> frozenset[str]:
    """The languages that a word tells; one that English has too ("date") tells nothing of another.

    What tells English and another ("was") tells neither from the other.
    """
    told = {language for language in LANGUAGES if shows(language, token)}
    return frozenset() if token.folded in lexicon("en").known and "en" not in told else frozenset(told)


def _is_chat(token: Token, its: Lexicon) -> bool:
    """Whether friends write a word so in a language; a single letter ("y", "q") tells none."""
    return len(token.folded) > 1 and token.folded in its.chat


def told_apart(tokens: Sequence[Token]) -> frozenset[str]:
    """The languages that some word tells from all others."""
    return frozenset().union(*(shown for token in tokens if len(shown := _shows(token)) == 1))


def _share(words: Sequence[Token], language: str) -> float:
    """How many of the words a language's lexicon knows, and half as many again that tell it from the others."""
    its = lexicon(language)
    known = sum(not its.known.isdisjoint(its.forms(token)) or _is_chat(token, its) for token in words)
    return known + 0.5 * sum(its.shows(token) and not {"en"} < _shows(token) for token in words)
