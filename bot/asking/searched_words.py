"""The words that a question looks for in the text of documents: "which commitments mention budget transparency?".

What stands behind such a verb (in Korean before it), or in quotation marks behind a weaker one, is looked for as it
is: there no word of it is a field, an area, a date or a typing error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.asking.entities import Linker
from bot.asking.lexicon import Lexicon, phrase_words
from bot.asking.normalise import Token
from bot.asking.spotted import Searched, Spotted
from bot.records.folding import fold
from bot.records.names import EMPTY_WORDS

_KOREAN = 4  # words before a Korean verb that may be its object
_ENDING = frozenset({"intent overdue", "intent over", "intent begun", "intent negation", "intent missing"})


def find_searched(spotted: Spotted, linker: Linker) -> Searched | None:
    """What a question looks for in texts, without words where nothing stands behind its verb; None without a verb."""
    tokens = spotted.tokens
    said = _phrases(spotted, spotted.lexicon.words("grammar", "says_text"))
    verbs = _joined([span for span in said if not any(spotted.claim[slice(*span)])], tokens)
    if found := _quoted_words(spotted, verbs):
        return found
    for verb in verbs:
        start, end = _object(spotted, verb, linker)
        sides = tuple(side for side in _sides(spotted, start, end) if side)
        if sides:
            return Searched(start, end, sides)
    return Searched(verbs[0][1], verbs[0][1], ()) if verbs else None


def _quoted_words(spotted: Spotted, verbs: Sequence[tuple[int, int]]) -> Searched | None:
    """What stands in quotation marks behind such a verb, or where commitments are asked for and nothing else is."""
    quoted = _quoted(spotted)
    if quoted is None:
        return None
    tokens, lexicon, (start, end) = spotted.tokens, spotted.lexicon, quoted
    words = ((spotted.words(start, end),),)
    verb = next((one for one in verbs if one[1] <= start), None)
    if verb:  # "with the word “…”": the verb's own words are looked for nowhere
        light = all(token.folded in EMPTY_WORDS for token in tokens[verb[1] : start])
        return Searched(verb[0] if light else start, end, words)
    hits = [hit for at in range(len(tokens)) for hit in lexicon.hits(tokens, at)]
    behind = any(hit.says == "mention" and hit.end == start for hit in hits)
    several = any(token.folded in lexicon.words("empty", "commitments") for token in tokens)
    named = any(hit.role in ("ask", "value") for hit in hits)
    return Searched(start, end, words) if behind or (several and not named) else None


def _phrases(spotted: Spotted, phrases: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where one of the phrases stands, the longest at each place."""
    wanted = sorted(map(phrase_words, phrases), key=len, reverse=True)
    for at in range(len(spotted.tokens)):
        for words in wanted:
            said = spotted.tokens[at : at + len(words)]
            if len(said) == len(words) and all(
                word in spotted.lexicon.forms(token) for word, token in zip(words, said, strict=True)
            ):
                yield at, at + len(words)
                break


def _joined(verbs: Sequence[tuple[int, int]], tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Verbs and what belongs to them as one: "contain the word …"."""
    found: list[tuple[int, int]] = []
    for start, end in verbs:
        gap = tokens[found[-1][1] : start] if found else ()
        if found and start >= found[-1][0] and all(token.folded in EMPTY_WORDS for token in gap):
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def _quoted(spotted: Spotted) -> tuple[int, int] | None:
    """The word tokens within the first quotation marks."""
    for text in spotted.question.quoted:
        first = spotted.question.text.find(text)
        inside = [at for at, one in enumerate(spotted.tokens) if first <= one.start and one.end <= first + len(text)]
        if inside:
            return inside[0], inside[-1] + 1
    return None


def _object(spotted: Spotted, verb: tuple[int, int], linker: Linker) -> tuple[int, int]:
    """The word tokens of what is looked for: up to what begins another part of the sentence."""
    tokens = spotted.tokens
    if spotted.lexicon.particles:
        start = verb[0]
        while (
            start > max(verb[0] - _KOREAN, 0)
            and not spotted.claim[start - 1]
            and not _is_place(tokens[start - 1], linker)
        ):
            start -= 1
        return start, verb[0]
    end = verb[1]
    while end < len(tokens) and not spotted.claim[end] and not _ends(spotted, end, linker):
        end += 1
    return verb[1], end


def _ends(spotted: Spotted, at: int, linker: Linker) -> bool:
    """Whether another part of the sentence begins here: "… and were completed", "… in Kenya", "… before 2016"."""
    tokens, lexicon = spotted.tokens, spotted.lexicon
    before = spotted.question.text[tokens[at - 1].end : tokens[at].start]
    if any(sign in before for sign in "?!;.") or tokens[at].folded in lexicon.words("grammar", "text_ends"):
        return True
    following = tokens[at + 1 : at + 2]
    if tokens[at].folded in (*lexicon.words("intent", "and"), *lexicon.words("intent", "or")) and following:
        says = {f"{hit.role} {hit.says}" for hit in lexicon.hits(tokens, at + 1)}
        return following[0].folded in lexicon.words("grammar", "text_ends") or any(
            one in _ENDING or one.startswith("value ") for one in says
        )
    prepositions = {
        word for name in ("in", "before", "after", "since", "until") for word in lexicon.words("date", name)
    }
    if tokens[at].folded not in (
        *prepositions,
        *(word for name in ("by", "of_place") for word in lexicon.words("grammar", name)),
    ):
        return False
    return bool(following) and (_is_place(following[0], linker) or _is_dated(following[0], lexicon))


def _is_place(token: Token, linker: Linker) -> bool:
    return any(len(form) > 2 and form in linker.countries() for form in token.forms)


def _is_dated(token: Token, lexicon: Lexicon) -> bool:
    year = token.folded.isdecimal() and len(token.folded) == 4
    return year or token.folded in lexicon.ordered.get("months", {})


def _sides(spotted: Spotted, start: int, end: int) -> list[tuple[str, ...]]:
    """The words of each side of an "or", without light ones; what is written in one piece stays one: `e-Government`."""
    joiners = spotted.lexicon.words("intent", "or")
    light = {*spotted.lexicon.words("intent", "and"), *EMPTY_WORDS}
    sides: list[list[str]] = [[]]
    last = -1
    for at in range(start, end):
        token = spotted.tokens[at]
        between = spotted.question.text[last : token.start] if last >= 0 else " "
        last = token.end
        if token.folded in joiners:
            sides.append([])
        elif not between and token.text in spotted.lexicon.particles:
            continue
        elif between in ("", "-", "'", "’", "_") and sides[-1]:
            sides[-1][-1] += f" {bare(token)}" if between else token.text
        elif token.folded not in light:
            sides[-1].append(bare(token))
    return [tuple(side) for side in sides]


def bare(token: Token) -> str:
    """A word as it is looked for: without the elided article or the Korean particle that is glued to it."""
    if "'" in fold(token.text) and "'" not in token.folded:  # the lexicon took an elision off
        return re.split("['’]", token.text, maxsplit=1)[-1]
    if not "가" <= token.text[:1] <= "힣":
        return token.text
    return min((form for form in token.forms if len(form) > 1), key=len, default=token.text)
