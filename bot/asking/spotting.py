"""Spotting: which words of a question are codes, contacts, names, dates, fields … Each find consumes its words.

The order is that of the design notes: codes, contacts, whole names, phrases of the lexicon, dates, areas, countries,
parts of names. What is left at the end and carries meaning is what was not understood.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.asking.codes import codes_in
from bot.asking.dates import find_intervals
from bot.asking.entities import Linker
from bot.asking.lexicon import Hit, Lexicon, detect, lexicon
from bot.asking.name_spotting import (
    spot_areas,
    spot_misspelt_places,
    spot_parts,
    spot_places,
    spot_whole_names,
)
from bot.asking.normalise import Question, Token, forms, normalise
from bot.asking.phrases import phrases_in, repairs_in
from bot.asking.searched_words import find_searched
from bot.asking.spotted import Contact, Spotted
from bot.records.store import Store

_NAMED = 0.9  # of the words that a name would explain, how many are its own
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[A-Za-z0-9-]+)+")  # a Korean particle may be glued to it
_PHONE = re.compile(r"(?<![\w.])\+?\(?\d[\d ().\-/]{5,}\d(?!\w)")
_DATE_SHAPE = re.compile(r"(?:19|20)\d\d(?:\D{0,3}\d{1,4}){0,2}|\d{1,2}\D{1,3}\d{1,2}\D{1,3}(?:19|20)\d\d")


def spot(text: str, store: Store, as_of: date, language: str = "auto", carried: str = "en") -> Spotted:
    """Find in a question all that the corpus and the lexicon know. `carried` is the thread's language so far."""
    question = normalise(text)
    tokens = [token for token in question.tokens if token.is_word]
    linker = Linker(store)
    chosen = _language(question, tokens, linker, carried) if language == "auto" else language
    tokens = lexicon(chosen).plain(tokens)
    spotted = _pass(question, tokens, lexicon(chosen), linker, store, as_of)
    repaired = repairs_in(spotted, linker)
    if repaired:
        tokens = [
            replace(token, folded=to, forms=forms(to)) if (to := repaired.get(at)) else token
            for at, token in enumerate(tokens)
        ]
        spotted = _pass(question, tokens, lexicon(chosen), linker, store, as_of)
        spotted.repairs += [(question.text[tokens[at].start : tokens[at].end], to) for at, to in repaired.items()]
    spot_misspelt_places(spotted, linker)
    spot_parts(spotted, linker)
    return spotted


def _language(question: Question, tokens: list[Token], linker: Linker, carried: str) -> str:
    """The language of a question's own words: those of codes and of names tell nothing of it."""
    codes = [code for code in codes_in(question.text, linker.store) if code.exists or code.typed.isupper()]
    words = [one for one in tokens if not any(code.start < one.end and one.start < code.end for code in codes)]
    chosen = detect(words, carried)
    if chosen == "en" or detect(words[:1], "") != "en":
        return chosen
    plain, free = lexicon(chosen).plain(words), [True] * len(words)
    named: set[int] = set()
    for kind in ("title", "institution"):
        best = next(iter(linker.candidates(kind, plain, free)), None)
        if best and best.precision >= _NAMED and len(best.used) > 1:
            named |= set(range(best.start, best.end))
    own = [word for at, word in enumerate(words) if at not in named]
    return detect(own, carried) if own else chosen


def _pass(
    question: Question, tokens: list[Token], words: Lexicon, linker: Linker, store: Store, as_of: date
) -> Spotted:
    spotted = Spotted(question, tokens, words, [""] * len(tokens))
    _spot_codes(spotted, store)
    _spot_contacts(spotted)
    spotted.searched = find_searched(spotted, linker)
    if spotted.searched:
        spotted.take(spotted.searched.start, spotted.searched.end, "text")
    spot_whole_names(spotted, linker)
    spot_areas(spotted, linker, shortest=2)
    spotted.hits = phrases_in(spotted)
    for hit in spotted.hits:
        if hit.role in ("ask", "unkept"):
            spotted.take(hit.start, hit.end, f"{hit.role} {hit.says}")
    spotted.intervals = find_intervals(
        question.text, tokens, words, as_of, [c.startswith(("ask", "unkept")) or not c for c in spotted.claim]
    )
    for interval in spotted.intervals:
        spotted.take(interval.start, interval.end, "date")
    if not any(hit.says == "help" and hit.size == len(tokens) for hit in spotted.hits):
        spot_areas(spotted, linker, shortest=1)  # "ayuda" alone asks for help, not for the area Aid
    spot_places(spotted, linker)
    # a phrase that lost its last word to a date gives way to the shorter ones that it hid
    standing = {hit for hit in spotted.hits if _stands(hit, spotted)}
    held = {at for hit in standing for at in range(hit.start, hit.end)}
    for hit in spotted.hits:
        spotted.release(at for at in range(hit.start, hit.end) if at not in held and hit not in standing)
    spotted.hits = sorted(
        standing.union(phrases_in(spotted)), key=lambda hit: (hit.start, -hit.size, hit.role, hit.says)
    )
    for hit in spotted.hits:
        for at in range(hit.start, hit.end):
            spotted.claim[at] = spotted.claim[at] or f"{hit.role} {hit.says}"
    _release_searched(spotted)
    return spotted


def _release_searched(spotted: Spotted) -> None:
    """ "mention legal aid": a word of an area beside a word that nobody knows is one of the words searched for."""
    left = set(spotted.leftover())
    for area in list(spotted.areas):
        searched = any(hit.end <= area.start for hit in spotted.of("intent", "mention"))
        if searched and area.end - area.start == 1 and {area.start - 1, area.end} & left:
            spotted.areas.remove(area)
            spotted.claim[area.start] = ""


def _stands(hit: Hit, spotted: Spotted) -> bool:
    """Whether a phrase is still one after dates, areas and places took their words."""
    return all(not claim or claim.split()[0] in ("ask", "unkept") for claim in spotted.claim[hit.start : hit.end])


def _spot_codes(spotted: Spotted, store: Store) -> None:
    for span in codes_in(spotted.question.text, store, spotted.lexicon.known):
        start, end = _covering(spotted.tokens, span.start, span.end)
        if start < end:
            spotted.codes.append((start, end, span))
            spotted.take(start, end, f"code {span.code}")


def _covering(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int]:
    inside = [at for at, token in enumerate(tokens) if token.start < end and token.end > start]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def _spot_contacts(spotted: Spotted) -> None:
    for name, pattern in (("email", _EMAIL), ("phone", _PHONE)):
        for match in pattern.finditer(spotted.question.text):
            start, end = _covering(spotted.tokens, *match.span())
            digits = sum(char.isdigit() for char in match[0])
            if start >= end or any(spotted.claim[start:end]):
                continue
            if name == "phone" and (digits < 7 or _DATE_SHAPE.fullmatch(match[0].strip())):
                continue
            spotted.contacts.append(Contact(name, start, end, match[0].strip()))
            spotted.take(start, end, name)
