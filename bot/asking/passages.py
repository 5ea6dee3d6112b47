"""Sentences of the documents that hold what was asked: for questions of fact that no field answers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from bot.asking.normalise import singular
from bot.records.folding import fold
from bot.records.folding import words as fold_words
from bot.records.frozen import dataclass
from bot.records.store import Store, Stored

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
class Passage:
    """A sentence that answers, and the stored value that it is part of."""

    code: str
    sentence: str
    stored: Stored
    share: float


def find_passages(asked: Sequence[str], near: Sequence[str], codes: Sequence[str], store: Store) -> list[Passage]:
    """The sentences that hold most of the asked words, of `codes` or of the whole corpus; none if none holds enough.

    `near` are all words that such a sentence may hold: of sentences that hold as many asked words, they choose.
    """
    wanted = [_stem(word) for text in asked for word in fold_words(text)]
    wanted = list(dict.fromkeys(word for word in wanted if word))
    if not 0 < len(wanted) <= _MOST:  # no sentence holds most of so many
        return []
    beside = [word for word in dict.fromkeys(_stem(word) for text in near for word in fold_words(text)) if word]
    pool = list(codes) or store.search_any(any_of((*asked, *near)), 25)
    found: list[Passage] = []

    def supports(text: str) -> bool:
        return bool(text) and len(may_hold(plain(text), wanted)) >= SUPPORTING * len(wanted)

    for code, stored in store.values(store.having(pool, PROSE, supports), PROSE).items():
        for one in stored:
            if not supports(one.raw):
                continue
            sentences = [(said, {_stem(word) for word in fold_words(said)}) for said in _sentences(one.raw)]
            sentences = [(said, held) for said, held in sentences if len(held - {*held_of(held, wanted)}) >= _NEW]
            shares = [len(held_of(wanted, held)) / len(wanted) for _said, held in sentences]
            if (top := max(shares, default=0.0)) < SUPPORTING:
                continue
            most = [sentence for sentence, share in zip(sentences, shares, strict=True) if share == top]
            near_them, said = max((len(held_of(beside or wanted, held)), said) for said, held in most)
            found.append(Passage(code, said, one, top + near_them / len(beside or wanted) / 10))
    if not any(passage.share >= ENOUGH * 1.1 for passage in found):
        return []
    top = max(passage.share for passage in found)
    codes_found = {passage.code for passage in found if passage.share >= top - 0.01}
    best_passages = [passage for passage in found if passage.code in codes_found]
    if len({passage.code for passage in best_passages}) > 3:
        return []
    return sorted(best_passages, key=lambda passage: (-passage.share, passage.code, passage.stored.start))


def any_of(asked: Sequence[str]) -> list[str]:
    """The terms of a full-text query for any of the words."""
    return list(map(term, dict.fromkeys(word for text in asked for word in fold_words(text))))


def term(word: str) -> str:
    """One word of a full-text query, so that no sign in it is read as the query's own.

    Korean glues particles to a word (`회의록을`): there the word is one that a longer one begins with.
    """
    quoted = '"' + word.replace('"', '""') + '"'
    return f"{quoted} *" if any("가" <= char <= "힣" for char in word) else quoted


def _sentences(text: str) -> list[str]:
    return [found.strip() for found in _SENTENCE.findall(text) if found.strip()] or [text]


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
    return list(dict.fromkeys(stem for text in texts for word in fold_words(text) if (stem := _stem(word))))


def _stem(word: str) -> str:
    return singular(word)
