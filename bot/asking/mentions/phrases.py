"""What the lexicon has: its phrases, and the dates and numbers that are said in its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from bot.asking.lattice import Lattice, Mention, Sense, phrase_ends, stretches, weights
from bot.asking.lexicon import lexicon
from bot.asking.mentions.dates import find_intervals
from bot.asking.normalise import Token
from bot.records.names import EMPTY_WORDS
from bot.records.vocabulary import wordings


def find_phrases(made: Lattice, tokens: Sequence[Token] | None = None) -> Iterator[Mention]:
    """Phrases of the lexicon: all senses of the same words are one mention."""
    tokens = tokens or made.tokens
    words = made.lexicon.words
    nouns = {
        "plural": frozenset(words("empty", "commitments")),
        "singular": frozenset(words("empty", "commitment")),
    }
    by = words("grammar", "by")
    says: dict[int, set[int]] = {}
    if tokens is made.tokens:
        for start, end in phrase_ends(made, words("grammar", "says_text")):
            says.setdefault(start, set()).add(end)
    found: dict[tuple[int, int], set[Sense]] = {}
    for at, token in enumerate(tokens):
        for hit in made.lexicon.hits(tokens, at):
            parted = any(made.broken(inside, inside) for inside in range(hit.start + 1, hit.end))
            if tokens is not made.tokens or hit.role not in ("ask", "value") or not parted:  # "contact, phone": two
                found.setdefault((hit.start, hit.end), set()).add((hit.role, hit.says))
        for name, listed in nouns.items():
            if token.folded in listed or (made.lexicon.elisions and not listed.isdisjoint(token.forms)):
                found.setdefault((at, at + 1), set()).add(("noun", name))
        for end in says.get(at, ()):
            found.setdefault((at, end), set()).add(("grammar", "says"))
        if token.folded in by:
            found.setdefault((at, at + 1), set()).add(("grammar", "by"))
        if token.folded in made.light or token.folded in EMPTY_WORDS:
            found.setdefault((at, at + 1), set()).add(("empty", "words"))
    if tokens is made.tokens:
        for start, end in stretches(tokens, 3):
            for sense in _worded(" ".join(t.folded for t in tokens[start:end])):
                if tokens[start].folded not in made.light and made.lexicon.language != "en":
                    found.setdefault((start, end), set()).add(sense)
    meant = [
        span
        for span, senses in found.items()
        if span[1] - span[0] > 1 and any(r not in ("empty", "thread", "question", "noun") for r, _s in senses)
    ]
    hidden = {
        (s, e)
        for start, end in meant
        for s in range(start, end)
        for e in range(s + 1, end + 1)
        if (s, e) != (start, end)
    }
    dear = weights()["tile"]["hidden"]
    for (start, end), senses in sorted(found.items()):
        yield Mention(start, end, "phrase", None, dear * ((start, end) in hidden), frozenset(senses))


def find_english(made: Lattice) -> Iterator[Mention]:
    """Fields and values that are said in English in another language's question: "별표(starred)"."""
    english = lexicon("en")
    own = {at for one in made.mentions if one.kind == "phrase" for at in range(one.start, one.end)}
    for at, token in enumerate(made.tokens):
        if not token.text.isascii() or at in own:
            continue
        found: dict[tuple[int, int], set[Sense]] = {}
        for hit in english.hits(made.tokens, at):
            if hit.role in ("ask", "value") and not any(place in own for place in range(hit.start, hit.end)):
                found.setdefault((hit.start, hit.end), set()).add((hit.role, hit.says))
        for (start, end), senses in found.items():
            yield Mention(start, end, "phrase", None, 0.15, frozenset(senses))


@cache
def _closed() -> dict[str, tuple[Sense, ...]]:
    """Every wording of a term of the closed vocabularies, as pages in all languages have it."""
    found: dict[str, list[Sense]] = {}
    for name in ("completion", "status", "potential_impact", "early_results", "specificity"):
        for wording, term in wordings(name).items():
            if len(wording) > 4 and term not in ("Pending IRM Review", "No IRM Data", "No Data", "NR", "NA"):
                found.setdefault(wording, []).append(("value", f"{name}={term}"))
    return {wording: tuple(senses) for wording, senses in found.items()}


def _worded(text: str) -> tuple[Sense, ...]:
    return _closed().get(text, ())


def find_dates(made: Lattice) -> Iterator[Mention]:
    """Dates and spans of time."""
    free = [True] * len(made.tokens)
    for interval in find_intervals(made.question.text, made.tokens, made.lexicon, made.as_of, free):
        alone = interval.end - interval.start == 1
        dear = 0.6 if alone and interval.said == "today" else 0.0
        yield Mention(interval.start, interval.end, "date", interval, dear)


def find_numbers(made: Lattice) -> Iterator[Mention]:
    """Numbers, in figures and in words."""
    for at, token in enumerate(made.tokens):
        number = int(token.folded) if token.folded.isdecimal() and len(token.folded) < 6 else None
        if number is None:
            number = next((made.lexicon.numbers[form] for form in token.forms if form in made.lexicon.numbers), None)
        if number is not None:
            yield Mention(at, at + 1, "number", number, weights()["tile"]["number"])
