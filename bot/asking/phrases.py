"""Phrases of the lexicon in a question, and the repair of words that are nearly one of them."""

from __future__ import annotations

from dataclasses import replace

from bot.asking.entities import Linker
from bot.asking.lexicon import Hit
from bot.asking.normalise import forms
from bot.asking.spotted import Spotted


def phrases_in(spotted: Spotted) -> list[Hit]:
    """Phrases of the lexicon among the unclaimed words; a longer one hides the shorter ones inside it."""
    free = spotted.free()
    found = [
        hit
        for at in range(len(spotted.tokens))
        if free[at]
        for hit in spotted.lexicon.hits(spotted.tokens, at)
        if all(free[hit.start : hit.end])
    ]
    over: dict[int, list[Hit]] = {}  # token → the phrases that it is a word of
    for hit in found:
        for at in range(hit.start, hit.end):
            over.setdefault(at, []).append(hit)
    kept = [
        hit
        for hit in found
        if not any(
            other.size > hit.size and other.start <= hit.start and hit.end <= other.end and _hides(other, hit)
            for other in over[hit.start]
        )
    ]
    # of two fields' phrases that overlap without one holding the other, the longer (then the first) stands
    asks = sorted((hit for hit in kept if hit.role == "ask"), key=lambda hit: (-hit.size, hit.start))
    taken: dict[int, tuple[int, int]] = {}
    standing: set[Hit] = set()
    for hit in asks:
        span = hit.start, hit.end
        if all(taken.get(at, span) == span for at in range(*span)):
            standing.add(hit)
            taken.update(dict.fromkeys(range(*span), span))
    return sorted(
        {hit for hit in kept if hit.role != "ask" or hit in standing},
        key=lambda hit: (hit.start, -hit.size, hit.role, hit.says),
    )


def _hides(longer: Hit, shorter: Hit) -> bool:
    if longer.role == "empty":
        return False
    if longer.role == "thread":
        return False
    return not (
        longer.role == "intent"
        and longer.says in ("overview", "define", "list")
        and shorter.role in ("ask", "value", "question")
    )


def repairs_in(spotted: Spotted, linker: Linker) -> dict[int, str]:
    """Words that neither corpus nor lexicon has, each with the word of the lexicon that it is a misspelling of."""
    known = spotted.lexicon.known.union(_nouns(spotted))  # phrases are kept in the singular, these count
    found: dict[int, str] = {}
    for at in spotted.leftover():
        token = spotted.tokens[at]
        if len(token.folded) < 3 or not token.folded.isalpha():
            continue
        if not known.isdisjoint(token.forms) or linker.knows(token.folded):
            continue
        if token.text[:1].isupper() and token.text[1:].islower() and at > 0:
            continue  # a name of somebody or something that is not known is no misspelling
        from bot.asking.likeness import closest  # only a word that nobody knows needs repair

        near = [
            to
            for to in closest(token.folded, sorted(known))
            if to[:1] == token.folded[:1] or sorted(to) == sorted(token.folded)
        ]
        fitting = [to for to in near if _makes_sense(to, at, spotted)] if len(near) > 1 else near
        if len(fitting) == 1 and _makes_sense(fitting[0], at, spotted):
            found[at] = fitting[0]
    return found


def _nouns(spotted: Spotted) -> tuple[str, ...]:
    """What a commitment is called, and several of them."""
    return (*spotted.lexicon.words("empty", "commitments"), *spotted.lexicon.words("empty", "commitment"))


def _makes_sense(word: str, at: int, spotted: Spotted) -> bool:
    """Whether `word` in that place would be part of a phrase that asks for something, or name what is asked about."""
    if word in _nouns(spotted):
        return True
    tokens = list(spotted.tokens)
    tokens[at] = replace(tokens[at], folded=word, forms=forms(word))
    return any(
        hit.role in (("ask", "intent", "value") if len(word) > 3 else ("empty",)) and hit.start <= at < hit.end
        for start in range(max(at - 5, 0), at + 1)
        for hit in spotted.lexicon.hits(tokens, start)
    ) or any(word in names for names in spotted.lexicon.data.get("date", {}).get("months", ()))
