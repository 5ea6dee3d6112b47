"""The lattice of a question: its language, and every source of mentions, one a file.

Also which commitments a text of people names, whatever else it is about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bot.asking.entities import Linker
from bot.asking.lattice import Lattice, Mention, covering, light_words, weights
from bot.asking.lexicon import detect, lexicon, marked, scripts, spaced, told_apart
from bot.asking.mentions.asides import (
    find_captions,
    find_containing,
    find_givers,
    find_introductions,
    find_parentheses,
    find_preambles,
    find_purposes,
    find_set_apart,
    find_soles,
    find_struck,
    find_undertakings,
)
from bot.asking.mentions.codes import (
    codes_in,
    find_codes,
    find_contacts,
    find_numbered,
    find_plans,
    find_plans_of_places,
)
from bot.asking.mentions.lengths import find_fractions, find_lengths
from bot.asking.mentions.names import (
    find_continents,
    find_names,
    find_places,
    titled,
)
from bot.asking.mentions.phrases import (
    find_areas,
    find_dates,
    find_english,
    find_numbers,
    find_ogp_values,
    find_parts_of_areas,
    find_phrases,
    find_repaired,
    find_stated,
    find_versus,
)
from bot.asking.mentions.text import find_texts
from bot.asking.normalise import Question, Token, normalise
from bot.records.frozen import dataclass
from bot.records.languages import LANGUAGES
from bot.records.names import EMPTY_WORDS
from bot.records.store import Store

_SHORT = 3  # letters: a typing error easily makes another language's word of so few ("wen dose it end")
_NAMED = 0.9  # of the words that a name would explain, how many are its own


def build(text: str, store: Store, as_of: date, language: str = "auto", carried: str = "en") -> Lattice:
    """The lattice of a question. `carried` is the thread's language so far."""
    question = normalise(text)
    words = [token for token in question.tokens if token.is_word]
    linker = Linker(store)
    chosen = _language(question, words, linker, carried) if language == "auto" else language
    words = lexicon(chosen).spelled_out(words, question.text)
    tokens = _without_greeting(tuple(lexicon(chosen).plain(words)), question, chosen)
    made = Lattice(question, tokens, lexicon(chosen), store, as_of, linker)
    for source in (
        find_codes,
        find_contacts,
        find_phrases,
        find_dates,
        find_numbers,
        find_lengths,
        find_fractions,
        find_areas,
        find_ogp_values,
        find_places,
        find_continents,
    ):
        made.mentions.extend(source(made))
    made.mentions.extend(find_versus(made))
    if made.lexicon.language != "en":
        made.mentions.extend(find_english(made))
    made.mentions.extend(find_stated(made))
    made.mentions.extend(find_repaired(made))
    made.mentions.extend(find_parts_of_areas(made))
    made.mentions.extend(find_plans(made))
    made.mentions.extend(find_numbered(made))
    made.mentions.extend(find_plans_of_places(made))
    made.mentions.extend(find_struck(made))
    made.mentions.extend(find_preambles(made))
    made.mentions.extend(find_introductions(made))
    made.mentions.extend(find_soles(made))
    made.mentions.extend(find_givers(made))
    made.mentions.extend(find_undertakings(made))
    made.mentions.extend(find_containing(made))
    made.mentions.extend(find_purposes(made))
    made.mentions.extend(find_captions(made))
    apart = list(find_set_apart(made))
    spans = {(one.start, one.end) for one in apart}  # "leave" by itself says nothing
    made.mentions[:] = [one for one in made.mentions if (one.start, one.end) not in spans] + apart
    made.mentions.extend(find_parentheses(made))
    made.mentions.extend(find_names(made))
    made.mentions.extend(find_texts(made))
    return made


def _without_greeting(tokens: tuple[Token, ...], question: Question, language: str) -> tuple[Token, ...]:
    """The words without a greeting before them and thanks behind them: "Hello! …", "… Thanks in advance!"."""
    words = lexicon(language).words
    greets = set(words("empty", "polite"))
    polite = {*greets, *words("empty", "greeting")}  # "all, please": "all" alone is no greeting
    signs = question.text
    first, last = 0, len(tokens)
    for at in range(1, min(len(tokens), 5)):
        said = {token.folded for token in tokens[:at]}
        parted = any(sign in signs[tokens[at - 1].end : tokens[at].start] for sign in "!.,;:—\n")
        if said <= polite and said & greets and parted:
            first = at
    for at in range(len(tokens) - 1, max(first, len(tokens) - 5), -1):
        said = {token.folded for token in tokens[at:]}
        capital = tokens[at].text[:1].isupper() and not tokens[at - 1].text[:1].isupper()
        apart = any(sign in signs[tokens[at - 1].end : tokens[at].start] for sign in "!?.,;:—\n") or capital
        if said <= polite and said & greets and apart:
            last = at
    return tokens[first:last]


def _language(question: Question, tokens: list[Token], linker: Linker, carried: str) -> str:
    """The language of a question's own words: those of codes and of names tell nothing of it."""
    if told := marked(question.text):
        return told
    codes = [code for code in codes_in(question.text, linker.store) if code.exists or code.typed.isupper()]
    coded = {at for code in codes for at in range(*covering(tokens, code.start, code.end))}
    words = [one for at, one in enumerate(tokens) if at not in coded]
    chosen = detect(words, carried)
    if chosen == "en":
        return _foreign(words, linker, question.text) or chosen
    if detect(words[:1], "") != "en":
        return chosen
    plain = lexicon(chosen).plain(words)
    words, free = (words if len(words) == len(plain) else plain), [True] * len(plain)
    named: set[int] = set()
    for kind in ("title", "institution"):
        best = next(iter(linker.candidates(kind, plain, free)), None)
        if best and best.precision >= _NAMED and len(best.used) > 1:
            named |= set(range(best.start, best.end))
    own = [word for at, word in enumerate(words) if at not in named]
    found = detect(own, carried) if own else chosen
    return found if found in ("en", *told_apart(own)) else chosen  # words that two languages have tell neither


def _foreign(words: Sequence[Token], linker: Linker, text: str) -> str:
    """The language of the words around an English name: "Regulation of Lobbying, quel impact potentiel"; or empty."""
    english = lexicon("en")
    if any(token.folded in english.signs and token.folded not in EMPTY_WORDS for token in words):
        return ""
    own = [t for t in words if len(t.folded) > _SHORT and (t.folded.isalpha() or "'" in t.folded)]
    own = [t for t in own if english.known.isdisjoint(t.forms) and t.folded not in light_words("en")]
    own = [t for t in own if not any(map(linker.knows, t.forms))]
    if not own:
        return ""
    others = [name for name in LANGUAGES if name != "en" and not scripts(name)]
    told = {name: sum(not lexicon(name).known.isdisjoint(t.forms) for t in own) for name in others}
    apart = " ?" in text or " !" in text  # as French sets them
    best = max(told, key=lambda name: (told[name], spaced(name) == apart))
    return best if told[best] else ""


# -- a text of people: codes in it, and titles that are said whole -----------------------------------------------------

LOOKED_AT = 4_000  # characters
_SENTENCES = 60
_SAID = 0.85  # of a title: a part of one in running text may be chance
_SURE = 0.5  # what such a title costs at most, typing errors apart: no strange words in it
_END = re.compile(r"[\n\r]+|(?<=[.!?;。])\s+")


@dataclass(frozen=True, slots=True)
class Citations:
    """The commitments that a text names, in its order, and codes in it that no document has."""

    codes: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def citations(store: Store, text: str, as_of: date) -> Citations:
    """The commitments that the first `LOOKED_AT` characters of a text name."""
    codes: list[str] = []
    unknown: list[str] = []
    sentences = [part for part in _END.split(text[:LOOKED_AT]) if part.strip()]
    for sentence in sentences[:_SENTENCES]:
        made = build(sentence, store, as_of)
        found: list[tuple[int, int, tuple[str, ...]]] = []
        for one in made.mentions:
            if one.kind == "code" and one.value.exists:
                found.append((one.start, one.end, (one.value.code,)))
            elif one.kind == "code":
                unknown.append(one.value.code)
            elif one.kind == "title" and one.value.recall >= _SAID and _strange(one) < _SURE:
                found.append((one.start, one.end, titled(made, [one.value.names[0].id])))
        for start, end, several in sorted(found):
            inside = any(s <= start and end <= e and e - s > end - start for s, e, _codes in found)
            codes += [] if inside else several
    return Citations(tuple(dict.fromkeys(codes)), tuple(dict.fromkeys(unknown)))


def _strange(one: Mention) -> float:
    """What a title costs for all but its typing errors."""
    return one.cost - weights()["tile"]["repaired"] * bool(one.repairs)
