"""Words that are looked for in the documents: full-text terms, stems, other languages; and sentences that hold them.

Sentences answer questions of fact that no field does.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from pathlib import Path

from bot.asking import normalise
from bot.asking.conditions import fits
from bot.asking.frames import ALL, FindText
from bot.asking.normalise import singular
from bot.records import names, text
from bot.records.frozen import dataclass
from bot.records.kept import derived, table
from bot.records.languages import LANGUAGES, file_of, own
from bot.records.names import EMPTY_WORDS
from bot.records.store import Store, Stored
from bot.records.text import fold
from bot.records.text import words as fold_words

PROSE = (
    "summary", "problem", "objective", "brief", "challenge", "relevance", "ambition_statement", "milestones",
    "irm_summary", "support_institutions", "other_actors",
)  # fmt: skip
_SENTENCE = re.compile(r"[^.;!?]*(?:[.;!?](?!\s|$)[^.;!?]*)*(?:[.;!?](?=\s|$)|$)")
ENOUGH = 0.6
"""Share of the asked words that a sentence must hold before it is shown as an answer."""
_MOST = 40  # words that a sentence may be asked to hold
_NEW = 2
"""Words of a sentence that were not asked, at least: one of fewer says the question again."""
SUPPORTING = 0.5
"""Share that suffices for a further sentence of the same commitment."""


@dataclass(frozen=True, slots=True)
class FoundSentence:
    """A sentence that answers, and the stored value that it is part of."""

    code: str
    sentence: str
    stored: Stored
    share: float


def passages_of(frame: FindText, store: Store) -> list[FoundSentence]:
    """The sentences that answer a question of fact, of the commitments that it speaks of."""
    codes = () if frame.where == ALL else tuple(store.select(*fits(frame.where)))
    return [] if frame.where != ALL and not codes else find_passages(frame.words, frame.near, codes, store)


def find_passages(asked: Sequence[str], near: Sequence[str], codes: Sequence[str], store: Store) -> list[FoundSentence]:
    """The sentences that hold most of the asked words, of `codes` or of the whole corpus; none if none holds enough.

    `near` are all words that such a sentence may hold: of sentences that hold as many asked words, they choose. A
    number that is asked about stands in the sentence or in its commitment's title: that of 2014 tells nothing of 2022.
    """
    wanted = [singular(word) for text in asked for word in fold_words(text)]
    wanted = list(dict.fromkeys(word for word in wanted if word))
    if not 0 < len(wanted) <= _MOST:  # no sentence holds most of so many
        return []
    beside = [word for word in dict.fromkeys(singular(word) for text in near for word in fold_words(text)) if word]
    numbers = {word for word in wanted if word.isdecimal()}
    pool = list(codes) or store.search_any(any_of((*asked, *near)), 25)
    found: list[FoundSentence] = []

    def supports(text: str) -> bool:
        return bool(text) and len(may_hold(plain(text), wanted)) >= SUPPORTING * len(wanted)

    for code, stored in store.values(store.having(pool, PROSE, supports), PROSE).items():
        for one in stored:
            if not supports(one.raw):
                continue
            sentences = [(said, {singular(word) for word in fold_words(said)}) for said in _sentences(one.raw)]
            sentences = [(said, held) for said, held in sentences if len(held - {*held_of(held, wanted)}) >= _NEW]
            if numbers:
                left = numbers.difference(_title_words(code, store))
                sentences = [(said, held) for said, held in sentences if left <= held]
            shares = [len(held_of(wanted, held)) / len(wanted) for _said, held in sentences]
            if (top := max(shares, default=0.0)) < SUPPORTING:
                continue
            most = [sentence for sentence, share in zip(sentences, shares, strict=True) if share == top]
            near_them, said = max((len(held_of(beside or wanted, held)), said) for said, held in most)
            found.append(FoundSentence(code, said, one, top + near_them / len(beside or wanted) / 10))
    if not any(passage.share >= ENOUGH * 1.1 for passage in found):
        return []
    top = max(passage.share for passage in found)
    codes_found = {passage.code for passage in found if passage.share >= top - 0.01}
    best_passages = [passage for passage in found if passage.code in codes_found]
    if len({passage.code for passage in best_passages}) > 3:
        return []
    return sorted(best_passages, key=lambda passage: (-passage.share, passage.code, passage.stored.start))


def _title_words(code: str, store: Store) -> list[str]:
    return [word for stored in store.values([code], ("title",)).get(code, ()) for word in fold_words(stored.raw)]


def _sentences(text: str) -> list[str]:
    return [found.strip() for found in _SENTENCE.findall(text) if found.strip()] or [text]


# -- words of full-text queries and their stems ------------------------------------------------------------------------


def any_of(asked: Sequence[str]) -> list[str]:
    """The terms of a full-text query for any of the words."""
    return list(map(term, dict.fromkeys(word for text in asked for word in fold_words(text))))


def term(word: str) -> str:
    """One word of a full-text query, so that no sign in it is read as the query's own.

    Korean glues particles to a word (`회의록을`): there the word is one that a longer one begins with.
    """
    quoted = '"' + word.replace('"', '""') + '"'
    return f"{quoted} *" if any("가" <= char <= "힣" for char in word) else quoted


def unscoped(query: str) -> str:
    """A full-text query without the columns that it is of, and the brackets behind these."""
    scope, found, inner = query.partition(" : (")
    return inner.removesuffix(")") if found and scope.startswith("{") else query


def held_of(wanted: Iterable[str], held: Collection[str]) -> list[str]:
    """The wanted stems that one of those held is alike."""
    begun = {other[:4] for other in held}  # words that are alike begin so at least
    return [
        word for word in wanted if word in held or (word[:4] in begun and any(alike(word, other) for other in held))
    ]


def may_hold(text: str, wanted: Iterable[str]) -> list[str]:
    """The wanted stems whose beginning stands anywhere in a text that `plain` gave: it can hold no others."""
    return [word for word in wanted if word[:-1][:4] in text]  # "agencies" has the stem "agency"


def plain(text: str) -> str:
    """A text folded as far as the beginnings of stems need it."""
    folded = text.lower() if text.isascii() else fold(text)
    return folded.replace("'", "").replace("`", "")


def alike(word: str, other: str) -> bool:
    """Whether two words are the same but for their endings."""
    if word == other:
        return True
    shared = min(len(word), len(other))
    return shared >= 5 and word[: max(shared - 2, 4)] == other[: max(shared - 2, 4)]


def stems(texts: Iterable[str]) -> list[str]:
    """The stems of the words of some texts, each once."""
    return list(dict.fromkeys(stem for text in texts for word in fold_words(text) if (stem := singular(word))))


# -- in another language: most documents are written in English --------------------------------------------------------

_ELIDED = re.compile(r"\b(?:[ldnsc]|qu)'")


@cache
def _table(name: str) -> dict[str, tuple[str, ...]]:
    file = file_of(name, "translations")
    makers = (__file__, normalise.__file__, text.__file__, names.__file__)
    return derived(file, makers, lambda: _made(file)) if file.is_file() else {}


def _made(file: Path) -> dict[str, tuple[str, ...]]:
    return {_bare(key): tuple(values) for key, values in table(file).items()}


def _bare(text: str) -> str:
    """Folded words without their elided articles, empty words and plural endings: "lanceurs d'alerte"."""
    said = [singular(word) for word in _ELIDED.sub("", fold(text)).split()]
    return " ".join([word for word in said if word not in EMPTY_WORDS] or said)


def alternatives(words: Sequence[str], language: str, *, placed: bool) -> list[tuple[str, ...]]:
    """The words in their order, those that a phrase of the table covers as one, each with what else it may be called.

    From English only where a place is named (`placed`), into Spanish: some countries' documents are written in it.
    """
    known = _table(language) if language != "en" or placed else {}
    found: list[tuple[str, ...]] = []
    at = 0
    while at < len(words):
        for end in range(min(len(words), at + 5), at, -1):
            said = " ".join(words[at:end])
            if (other := known.get(_bare(said))) is not None:
                found.append((said, *other))
                at = end
                break
        else:
            found.append((words[at], *(_of_parts(language, _bare(words[at])) if known else ())))
            at += 1
    return found


@cache
def translated_words(language: str) -> frozenset[str]:
    """The single words of the phrases of a language's table: none of them is a misspelling."""
    return frozenset(word for said in _table(language) for word in said.split())


_PART = 4
"""Letters of the shortest part of a compound."""


@cache
def _of_parts(language: str, word: str) -> tuple[str, ...]:
    """What a compound of two known words may be called, by its parts: "transparenzportal" is a transparency portal.

    Also what a word is called that is known without its ending.
    """
    writing = own(language, "language")
    if whole := _unbent(language, word):
        return whole
    for at in range(_PART, len(word) - _PART + 1) if "linking" in writing else ():
        first, last = word[:at], _unbent(language, word[at:])
        heads = [first.removesuffix(link) for link in writing["linking"] if first.endswith(link)]
        head = next((found for one in heads if (found := _table(language).get(one))), ())
        if head and last:
            pairs = [(one, other) for one in head for other in last]
            return tuple(said for one, other in pairs for said in (f"{one} {other}", f"{other} of {one}"))
    return ()


def _unbent(language: str, word: str) -> tuple[str, ...]:
    """What a word is called as it is, else without one of the language's endings; empty where it is not known."""
    endings = sorted(own(language, "language").get("endings", ()), key=len, reverse=True)
    bare = [word.removesuffix(one) for one in endings if word.endswith(one) and len(word) - len(one) >= _PART]
    return next((known for one in (word, *bare) if (known := _table(language).get(one))), ())


# -- institutions called by what they are ------------------------------------------------------------------------------


@cache
def _head_words(language: str) -> frozenset[str]:
    return frozenset(map(fold, own(language, "lexicon").get("head", {}).get("institution", ())))


@cache
def _linking_words(language: str) -> frozenset[str]:
    """The small words between an institution's head and what it is for: "Ministério *da* Saúde"."""
    grammar = own(language, "lexicon").get("grammar", {})
    return EMPTY_WORDS.union(
        *(map(fold, grammar.get(name, ())) for name in ("definite", "genitive", "institution_for"))
    )


def institution_names(words: Sequence[str], language: str) -> tuple[str, ...]:
    """What an institution that is called by these folded words is called in English, then in the other languages.

    It stands in the table of the language as a whole ("법무부"), or its head and what it is for do ("Ministério" and
    "Saúde"), or both are one compound ("Justizministerium"). Empty where they are no name of an institution.
    """
    english = (" ".join(words),) if language == "en" else _in_english(tuple(words), language)
    others = [name for called in english for name in _called_alike().get(_bare(called), ())]
    return tuple(dict.fromkeys((*english, *others)))


@cache
def _in_english(words: tuple[str, ...], language: str) -> tuple[str, ...]:
    heads = _head_words("en")
    found = alternatives(words, language, placed=False)
    called = list(found[0][1:]) if len(found) == 1 else []
    if len(words) > 1 and not called:  # the head with what it is for
        first, rest = alternatives(words[:1], language, placed=False)[0][1:], " ".join(words[1:])
        inner = [word for word in _ELIDED.sub("", rest).split() if word not in _linking_words(language)]
        behind = alternatives(inner, language, placed=False)
        if len(behind) == 1:
            called = [f"{head} of {one}" for head in first for one in behind[0][1:]]
    return tuple(one for one in called if " " in one and not heads.isdisjoint(one.split()))


def _by_each_head(called: str, language: str) -> tuple[str, ...]:
    """A ministry's name with each word for one: "Ministerio de Economía" is a "Secretaría de Economía" in Mexico."""
    heads = list(map(fold, own(language, "lexicon").get("grammar", {}).get("ministry", ())))
    first, _space, rest = called.partition(" ")
    return tuple(dict.fromkeys((called, *(f"{head} {rest}" for head in heads if first in heads))))


@cache
def _called_alike() -> dict[str, tuple[str, ...]]:
    """The names of institutions in other languages by their bare English one: “ministry health” has three."""
    found: dict[str, list[str]] = {}
    for language in (one for one in LANGUAGES if one != "en"):
        heads = _head_words(language)
        for called, english in _table(language).items():
            if " " not in called or called.split()[0] not in heads:
                continue
            for one in english:
                if not _head_words("en").isdisjoint(one.split()):
                    found.setdefault(_bare(one), []).extend(_by_each_head(called, language))
    return {name: tuple(dict.fromkeys(listed)) for name, listed in found.items()}
