"""The lattice: every plausible reading of every stretch of words, each with its cost, and the best tilings.

Nothing is consumed: a word may be a part of a title, of a phrase of the lexicon and of a text that is looked for, all
at once. A tiling covers the words with mentions that do not overlap; every word is accounted for.
"""

from __future__ import annotations

import heapq
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property, wraps
from itertools import accumulate
from typing import Any, TypeVar

from bot.asking.codes import codes_in
from bot.asking.dates import find_intervals
from bot.asking.entities import Link, Linker, is_cased
from bot.asking.frames import ALL, Condition
from bot.asking.lexicon import Lexicon, detect, lexicon
from bot.asking.normalise import Question, Token, forms, normalise
from bot.asking.translations import alternatives
from bot.asking.weights import weights
from bot.records.countries import country_named, country_of, country_of_adjective
from bot.records.names import EMPTY_WORDS, abbreviations, goes_on, name_key
from bot.records.store import Name, Store
from bot.records.vocabulary import terms, wordings

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[A-Za-z0-9-]+)+")  # a Korean particle may be glued to it
_PHONE = re.compile(r"(?<![\w.,])\+?\(?\d[\d ().\-/]{5,}\d(?!\w)")
_DATE_SHAPE = re.compile(r"(?:19|20)\d\d(?:\D{0,3}\d{1,4}){0,2}|\d{1,2}\D{1,3}\d{1,2}\D{1,3}(?:19|20)\d\d")
_BREAK = re.compile(r"[,;:?!()\n]|\s/\s|\.(?:\s|$)|\s[-–—]\s")
_PART = re.compile(r"[;:?!\n]|\.(?:\s|$)|,\s|\s[-–—]+\s|\.\.\.")
_PLACEHOLDERS = frozenset(
    {"none specified", "not specified", "unclear", "nr", "nd", "na", "n a", "no data", "none", "unspecified"}
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_NAMED = 0.9  # of the words that a name would explain, how many are its own
_LONGEST_TEXT = 6
_LONG_DEMONYM = 7
"""Letters of a word that may be a misspelt country though some document has it so: "ukranian"."""
_SURE = 0.5
_MOST_NAMES = 8
_AREA_WORDS, _PLACE_WORDS = 8, 6

Sense = tuple[str, str]
"""The role of a phrase of the lexicon (`ask`, `intent`, `value` …) and what it says there."""


@dataclass(frozen=True, slots=True)
class Mention:
    """The words `start:end` read as one thing.

    `kind`: code, contact, title, person, body, area, ogp, place, plan, date, number, phrase, text, word (unknown).
    `value` depends on it; `senses` are those of a phrase. `repairs` are (typed, taken).
    """

    start: int
    end: int
    kind: str
    value: Any = None
    cost: float = 0.0
    senses: frozenset[Sense] = frozenset()
    repairs: tuple[tuple[str, str], ...] = ()

    def says(self, role: str, *names: str) -> bool:
        """Whether it has a sense of this role (and one of these names)."""
        if len(names) == 1:
            return (role, names[0]) in self.senses
        for r, said in self.senses:  # noqa: SIM110  # asked of every mention, and a generator takes twice as long
            if r == role and (not names or said in names):
                return True
        return False

    def all(self, role: str) -> list[str]:
        """What its senses of a role say."""
        return sorted([said for r, said in self.senses if r == role])


@dataclass(frozen=True)
class Lattice:
    """A question with all its mentions."""

    question: Question
    tokens: tuple[Token, ...]
    lexicon: Lexicon
    store: Store
    as_of: date
    linker: Linker
    mentions: list[Mention] = field(default_factory=list)
    spoken: tuple[tuple[str, int], ...] = ()
    scope: Condition = ALL
    kept: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    def words(self, start: int, end: int) -> str:
        """The question's own words."""
        return self.question.text[self.tokens[start].start : self.tokens[end - 1].end] if start < end else ""

    def between(self, before: int, after: int) -> str:
        """The text from the end of the word before token `before` to the start of token `after`."""
        text = self.question.text
        begin = self.tokens[before - 1].end if before else 0
        return text[begin : self.tokens[after].start if after < len(self.tokens) else len(text)]

    def broken(self, before: int, after: int) -> bool:
        """Whether a sign that parts a sentence stands somewhere between two tokens."""
        return bool(_BREAK.search(self.between(before, after))) if before < after or before == after else False

    def parted(self, at: int) -> bool:
        """Whether a new part of the sentence begins at a token."""
        return bool(_PART.search(self.between(at, at)))

    def content(self, at: int) -> bool:
        """Whether a word carries meaning by itself."""
        token = self.tokens[at]
        heavy = len(token.folded) > 1 and not token.is_mention
        return heavy and token.folded not in EMPTY_WORDS and token.folded not in self.light

    def searchable(self, at: int) -> bool:
        """Whether a word may begin or end what is looked for in texts."""
        return self.content(at) or self.tokens[at].folded in self.lexicon.words("grammar", "telling")

    def is_participle(self, at: int) -> bool:
        """Whether a word is a verb's participle behind an auxiliary, which seldom says more than the verb "to be"."""
        words = self.lexicon.words
        if not at or not self.tokens[at].folded.endswith(tuple(words("grammar", "participle"))):
            return False
        before = [self.tokens[n].folded for n in range(max(0, at - 2), at) if not self.broken(at, at)]
        return bool(before) and not frozenset(words("grammar", "auxiliary")).isdisjoint(before[-1:])

    def glued(self, at: int) -> bool:
        """Whether no sign stands between a word and the one before it: `5G` is two tokens and one word."""
        return at > 0 and not self.between(at, at)

    @cached_property
    def light(self) -> frozenset[str]:
        """The words of the language that carry no meaning of their own."""
        return light_words(self.lexicon.language)

    @cached_property
    def text(self) -> str:
        """The folded words, for looking whether a phrase stands somewhere."""
        return f" {' '.join(token.folded for token in self.tokens)} "


T = TypeVar("T")


def once(read: Callable[[Lattice], T]) -> Callable[[Lattice], T]:
    """What is read of a whole question is read once, however many of its tilings ask for it."""

    @wraps(read)
    def kept(made: Lattice) -> T:
        if read not in made.kept:
            made.kept[read] = read(made)
        found: T = made.kept[read]
        return found

    return kept


@cache
def light_words(language: str) -> frozenset[str]:
    """Function words, politeness, question words and the words for a commitment itself."""
    words = lexicon(language).words
    found = {
        *words("empty", "words"),
        *words("empty", "polite"),
        *words("empty", "courtesy"),
        *words("empty", "filler"),
    }
    found |= {*words("empty", "commitment"), *words("empty", "commitments")}
    for name in ("who", "what", "when", "where", "how", "yes_no", "whose"):
        found |= set(words("question", name))
    for name in ("negation", "and", "or"):
        found |= set(words("intent", name))
    return frozenset(found - set(words("grammar", "telling")))


# -- building ---------------------------------------------------------------------------------------------------------


def build(text: str, store: Store, as_of: date, language: str = "auto", carried: str = "en") -> Lattice:
    """The lattice of a question. `carried` is the thread's language so far."""
    question = normalise(text)
    words = [token for token in question.tokens if token.is_word]
    linker = Linker(store)
    chosen = _language(question, words, linker, carried) if language == "auto" else language
    tokens = _without_greeting(tuple(lexicon(chosen).plain(words)), question, chosen)
    made = Lattice(question, tokens, lexicon(chosen), store, as_of, linker)
    for source in (_codes, _contacts, _phrases, _dates, _numbers, _areas, _ogp_values, _places):
        made.mentions.extend(source(made))
    if made.lexicon.language != "en":
        made.mentions.extend(_english(made))
    made.mentions.extend(_repaired(made))
    made.mentions.extend(_parts_of_areas(made))
    made.mentions.extend(_plans(made))
    made.mentions.extend(_struck(made))
    made.mentions.extend(_preambles(made))
    made.mentions.extend(_purposes(made))
    made.mentions.extend(_captions(made))
    apart = list(_set_apart(made))
    spans = {(one.start, one.end) for one in apart}  # "leave" by itself says nothing
    made.mentions[:] = [one for one in made.mentions if (one.start, one.end) not in spans] + apart
    made.mentions.extend(_parentheses(made))
    made.mentions.extend(_names(made))
    made.mentions.extend(_texts(made))
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
    return detect(own, carried) if own else chosen


def _foreign(words: Sequence[Token], linker: Linker, text: str) -> str:
    """The language of the words around an English name: "Regulation of Lobbying, quel impact potentiel"; or empty."""
    english = lexicon("en")
    if any(token.folded in english.signs and token.folded not in EMPTY_WORDS for token in words):
        return ""
    own = [t for t in words if len(t.folded) > 1 and (t.folded.isalpha() or "'" in t.folded)]
    own = [t for t in own if english.known.isdisjoint(t.forms) and t.folded not in light_words("en")]
    own = [t for t in own if not any(map(linker.knows, t.forms))]
    if not own:
        return ""
    told = {name: sum(not lexicon(name).known.isdisjoint(t.forms) for t in own) for name in ("es", "fr")}
    spaced = " ?" in text or " !" in text  # as French sets them
    best = max(told, key=lambda name: (told[name], (name == "fr") == spaced))
    return best if told[best] else ""


def covering(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int]:
    """The word tokens of a stretch of text."""
    first = bisect_right(tokens, start, key=lambda token: token.end)
    last = bisect_left(tokens, end, first, key=lambda token: token.start)
    return (first, last) if first < last else (0, 0)


def _codes(made: Lattice) -> Iterator[Mention]:
    for span in codes_in(made.question.text, made.store, made.lexicon.known):
        start, end = covering(made.tokens, span.start, span.end)
        if start < end:
            repairs = ((span.typed, span.code),) if span.typed.upper() != span.code and span.exists else ()
            yield Mention(start, end, "code", span, 0.0, repairs=repairs)


def _contacts(made: Lattice) -> Iterator[Mention]:
    for name, pattern in (("email", _EMAIL), ("phone", _PHONE)):
        for match in pattern.finditer(made.question.text):
            start, end = covering(made.tokens, *match.span())
            digits = sum(char.isdigit() for char in match[0])
            if start < end and not (name == "phone" and (digits < 7 or _DATE_SHAPE.fullmatch(match[0].strip()))):
                yield Mention(start, end, "contact", (name, match[0].strip()), 0.0)


def _phrases(made: Lattice, tokens: Sequence[Token] | None = None) -> Iterator[Mention]:
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
        for start, end in _stretches(tokens, 3):
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


def _english(made: Lattice) -> Iterator[Mention]:
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


def _dates(made: Lattice) -> Iterator[Mention]:
    free = [True] * len(made.tokens)
    for interval in find_intervals(made.question.text, made.tokens, made.lexicon, made.as_of, free):
        alone = interval.end - interval.start == 1
        dear = 0.6 if alone and interval.said == "today" else 0.0
        yield Mention(interval.start, interval.end, "date", interval, dear)


def _numbers(made: Lattice) -> Iterator[Mention]:
    for at, token in enumerate(made.tokens):
        number = int(token.folded) if token.folded.isdecimal() and len(token.folded) < 6 else None
        if number is None:
            number = next((made.lexicon.numbers[form] for form in token.forms if form in made.lexicon.numbers), None)
        if number is not None:
            yield Mention(at, at + 1, "number", number, weights()["tile"]["number"])


def _areas(made: Lattice, tokens: Sequence[Token] | None = None) -> Iterator[Mention]:
    """Policy areas: the keys of the names that the words cover."""
    tokens = tokens or made.tokens
    known = made.linker.areas()
    values = _ogp_keys()
    for at, end in _stretches(tokens, _AREA_WORDS):
        said = [token for token in tokens[at:end] if token.folded not in EMPTY_WORDS]
        wordings = (" ".join(t.folded for t in said), " ".join(t.forms[-1] for t in said))
        key = next((known[words] for words in wordings if words in known), None)
        if key is not None:
            keys = tuple(sorted({k for k in known.values() if k == key or k.startswith(f"{key} ")}))
            yield Mention(at, end, "area", (keys, key if key in values else ""))


def _parts_of_areas(made: Lattice) -> Iterator[Mention]:
    """Areas that are said in part or in another form: "whistleblower", "media and telecoms", "social audit"."""
    cost = weights()["tile"]
    taken = {
        at for one in made.mentions if one.kind in ("code", "contact", "place") for at in range(one.start, one.end)
    }
    free = [at not in taken and made.content(at) for at in range(len(made.tokens))]
    links = made.linker.candidates("area", made.tokens, free, EMPTY_WORDS, made.lexicon.known)
    exact = {(one.start, one.end) for one in made.mentions if one.kind == "area"}
    known = made.linker.areas()
    for link in links[:6]:
        used = set(link.used)
        rivals = [
            one
            for one in links
            if set(one.used) == used and one.recall >= link.recall - 0.02 and one.names[0].key != link.names[0].key
        ]
        alone = [one for one in links if set(one.used) >= used]
        words = [made.tokens[at].folded for at in link.used]
        if (
            link.precision < 0.99
            or link.recall < 0.45
            or rivals
            or (link.recall < 0.85 and len(alone) > 1)
            or (link.start, link.end) in exact
        ):
            continue
        if link.recall < 0.85 and all(len(word) < 6 or word in made.lexicon.known for word in words):
            continue
        if any(s <= link.start and link.end <= e for s, e in exact):
            continue
        key = known.get(link.names[0].key, link.names[0].key)
        stems = link.repaired and not all(
            any(
                made.linker.stem(word) == made.linker.stem(part) or part.startswith(word)
                for part in link.names[0].key.split()
            )
            for word in words
        )
        repairs = _typed(made, link) if stems else ()
        dear = 0.45 * (1 - link.recall) + cost["repaired"] * bool(repairs)
        yield Mention(link.start, link.end, "area", ((key,), ""), dear, repairs=repairs)


@cache
def _ogp_keys() -> frozenset[str]:
    return frozenset(name_key(term) for term in terms("ogp_values"))


def _ogp_values(made: Lattice) -> Iterator[Mention]:
    """OGP values that are no areas too."""
    values = _ogp_keys()
    known = made.linker.areas()
    for at, end in _stretches(made.tokens, 5):
        key = " ".join(t.folded for t in made.tokens[at:end] if t.folded not in EMPTY_WORDS)
        if key in values and key not in known and len(key) > 3:
            yield Mention(at, end, "ogp", (key,), 0.2 if end - at == 1 else 0.0)


def _stretches(tokens: Sequence[Token], longest: int) -> Iterator[tuple[int, int]]:
    """Stretches that neither begin nor end with an empty word."""
    full = [token.folded not in EMPTY_WORDS for token in tokens]
    for at in range(len(tokens)):
        if full[at]:
            for end in range(at + 1, min(at + longest, len(tokens)) + 1):
                if full[end - 1]:
                    yield at, end


def _places(made: Lattice) -> Iterator[Mention]:
    """Members of the partnership: (name, prefixes); no prefixes: not in this corpus."""
    known, here = made.linker.countries(), made.linker.members()
    names_of = dict(here)
    for at in range(len(made.tokens)):
        for end in range(at + 1, min(at + _PLACE_WORDS, len(made.tokens)) + 1):
            said = made.tokens[at:end]
            names = {" ".join(t.folded.replace("'", "") for t in said)}
            names |= {" ".join([*(t.folded for t in said[:-1]), form]) for form in said[-1].forms}
            short = all(len(name) <= 2 for name in names) and said[0].folded.isascii()  # "Sé" is no Sweden
            if short and not _is_letters(made, at):
                continue
            prefixes = tuple(sorted({prefix for name in names for prefix in known.get(name, ())}))
            elsewhere = None
            if not prefixes and (said[0].text[:1].isupper() or not said[0].text.isascii()):
                elsewhere = next((c for n in sorted(names) if (c := country_named(n) or country_of_adjective(n))), None)
                if elsewhere:  # the corpus may have it under a name that only the table of members knows
                    prefixes = tuple(prefix for prefix, _name in here if country_of(prefix) == elsewhere)
            if prefixes or elsewhere:
                name = names_of[prefixes[0]] if prefixes else elsewhere.name if elsewhere else ""
                article = at > 0 and made.tokens[at - 1].folded in made.lexicon.words("grammar", "definite")
                common = said[0].folded in made.light or not made.lexicon.ordinary.isdisjoint(said[0].forms)
                small = short and common and not said[0].text.isupper() and not article
                yield Mention(at, end, "place", (name, prefixes), weights()["tile"]["short_place"] * small)


def _is_letters(made: Lattice, at: int) -> bool:
    """Whether two letters are a country's (`UK`, `NZ`) and no word: `US`, `the us`."""
    token, before = made.tokens[at], made.tokens[at - 1].folded if at else ""
    if token.text.islower() and made.lexicon.language != "en":
        return False
    if made.lexicon.known.isdisjoint(token.forms) and token.folded not in made.light:
        return True
    written = token.text.isupper() and _cased(made)
    return (written or before in made.lexicon.words("grammar", "definite")) and bool(country_named(token.folded))


@once
def _cased(made: Lattice) -> bool:
    return is_cased(made.tokens)


def _plans(made: Lattice) -> Iterator[Mention]:
    """An action plan by its number: "second plan", "plan II", "2nd NAP", "latest plan"."""
    words = made.lexicon.words
    latest = {*words("grammar", "latest")}
    nouns = [one for one in made.mentions if one.kind == "phrase" and one.says("ask", "action_plan")]
    ending: dict[int, list[Mention]] = {}
    for one in made.mentions if nouns else ():
        if one.kind == "place" or one.says("thread"):
            ending.setdefault(one.end, []).append(one)
    for noun in nouns:
        before = [m for m in ending.get(noun.start, ()) if m.says("thread")]
        inside = [
            m
            for end in range(noun.start + 1, noun.end)
            for m in ending.get(end, ())
            if noun.start <= m.start and m.says("thread")
        ]
        for one in (*before, *inside):
            for number in ordinals(one):
                yield Mention(min(one.start, noun.start), noun.end, "plan", str(number))
        for place in [m for m in ending.get(noun.start, ()) if m.kind == "place"]:  # "the second Canadian plan"
            for one in [m for m in ending.get(place.start, ()) if m.says("thread")]:
                for number in ordinals(one):
                    yield Mention(one.start, one.end, "plan", str(number))
                    yield Mention(noun.start, noun.end, "struck", None, 0.0)
        if noun.start and made.tokens[noun.start - 1].folded in latest:
            yield Mention(noun.start - 1, noun.end, "plan", "latest")
        after = noun.end
        joined = {*words("grammar", "number_sign")}
        if after < len(made.tokens) and made.tokens[after].folded in joined:
            after += 1
        if after < len(made.tokens):
            token = made.tokens[after]
            number = int(token.folded) if token.folded.isdecimal() and len(token.folded) < 3 else 0
            number = number or _ROMAN.get(token.folded, 0) or made.lexicon.numbers.get(token.folded, 0)
            if number:
                yield Mention(noun.start, after + 1, "plan", str(number))
    joining = [one for one in made.mentions if nouns and one.says("intent", "or", "and", "compare", *COMPARING)]
    joins = {at for one in joining for at in range(one.start, one.end)}
    for one in (
        made.mentions if joins else ()
    ):  # "in its first plan or in the second", "the first versus the second plan"
        near = {*range(max(0, one.start - 3), one.start), *range(one.end, one.end + 2)}
        for number in ordinals(one) if one.says("thread") and not joins.isdisjoint(near) else ():
            yield Mention(one.start, one.end, "plan", str(number), 0.1)
    for start, end in _stretches(made.tokens, 2):  # "P2", "plan2"
        if end - start > 1 and not made.glued(end - 1):
            continue
        said = "".join(token.folded for token in made.tokens[start:end])
        if match := re.fullmatch(r"(?:p|plan|nap|ap)(\d{1,2})", said):
            yield Mention(start, end, "plan", str(int(match[1])), 0.1)
    ends = {one.start: one.end for one in nouns}
    for match in _KOREAN_PLAN.finditer(made.question.text) if made.lexicon.particles else ():
        start, end = covering(made.tokens, *match.span())
        if start < end and end in ends:  # without the noun it may be anything: "2차 회의"
            yield Mention(start, ends[end], "plan", str(int(match[1])))


_KOREAN_PLAN = re.compile(r"(?:제\s?)?(?<!\d)(\d{1,2})\s?차")


def ordinals(one: Mention) -> list[int]:
    """The numbers that a phrase gives as an ordinal: `second` is 2."""
    return [int(said.partition(":")[2]) for said in one.all("thread") if said.startswith("ordinal:")]


def _struck(made: Lattice) -> Iterator[Mention]:
    """What is taken back in the same breath: "human… sorry, education commitments"."""
    for one in list(made.mentions):
        follows = any(map(made.content, range(one.end, len(made.tokens))))  # else nothing takes its place
        if one.kind == "phrase" and one.start and follows and one.says("thread", "correction"):
            first = max(0, one.start - 8)
            begin = max((at for at in range(first, one.start - 1) if made.broken(at, at)), default=first)
            for start in range(begin, one.start):
                yield Mention(start, one.end, "struck", None, 0.25 + 0.1 * (one.start - start))


def _preambles(made: Lattice) -> Iterator[Mention]:
    """What leads up to a question and asks nothing: "I am writing a story and would like to know which …"."""
    for _start, end in phrase_ends(made, made.lexicon.words("grammar", "preamble")):
        begin = _breaks(made)[end - 1]
        if end - begin > (1 if made.lexicon.particles else 3):
            yield Mention(begin, end, "struck", None, 0.2 + 0.02 * (end - begin))


def _purposes(made: Lattice) -> Iterator[Mention]:
    """What a question is asked for: "For my briefing: …", "… for a panel on registers", "I am preparing a visit. …".

    It begins a part of the sentence, or is one, and names an occasion; or a colon ends it.
    """
    words = made.lexicon.words
    occasions, many = words("grammar", "occasion"), words("empty", "commitments")
    opened = dict(phrase_ends(made, words("grammar", "purpose")))
    told = dict(phrase_ends(made, words("grammar", "telling_of")))
    breaks = _breaks(made)
    fixed = {at for one in made.mentions if one.kind == "code" for at in range(one.start, one.end)}
    begins = set(told) | {one.start for one in made.mentions if one.says("question") or one.says("intent", "list")}
    for start, behind in {**told, **opened}.items():
        end = next((at for at in range(start + 1, len(made.tokens)) if breaks[at] > start), len(made.tokens))
        named = [at for at in range(behind, min(end, behind + 5)) if made.tokens[at].folded in occasions]
        if any(made.tokens[at].folded in many for at in range(start, end)):
            continue
        first = breaks[start] == start
        # "For tomorrow's call with them I need …", "I write a note on GE-P2-12"
        asks = [at for at in range(behind + 1, end) if at in begins or at in fixed]
        end = min([end, *asks])
        named = [at for at in named if at < end]
        if start in told and start not in opened and (not _speaks_of(made, start, end) or _points(made, start, end)):
            continue
        if _names_within(made, start, end) and _points(made, start, end):
            continue  # "for my profile of Hungary, which of *its* commitments …"
        aside = start in told and _asked_elsewhere(made, start, end)
        colon = ":" in made.between(end, end) and start in opened and end < len(made.tokens)
        if (first and (named or colon or aside)) or (named and start in opened and end == len(made.tokens)):
            yield Mention(start, end, "struck", None, 0.1 + 0.02 * (end - start))


_MEANT = frozenset({"code", "title", "place", "area", "person", "body"})


def _speaks_of(made: Lattice, start: int, end: int) -> bool:
    """Whether what stands outside of a stretch names commitments: else the stretch may name them."""
    return any(
        (one.kind in _MEANT and one.cost < _SURE) or one.says("noun")
        for one in made.mentions
        if one.end <= start or one.start >= end
    )


def _names_within(made: Lattice, start: int, end: int) -> bool:
    """Whether a stretch names what a pronoun elsewhere may mean."""
    return any(one.kind in _MEANT and one.cost < _SURE and start <= one.start < end for one in made.mentions)


def _asked_elsewhere(made: Lattice, start: int, end: int) -> bool:
    """Whether a sentence tells and another asks, without pointing back at it."""
    ends = made.between(end, end)
    if "?" in ends or not re.search(r"[.!?;\n]", ends + made.between(start, start)):
        return False
    return "?" in made.question.text and not _points(made, start, end)


def _points(made: Lattice, start: int, end: int) -> bool:
    """Whether something outside of a stretch points back, and may mean what it tells."""
    others = [one for one in made.mentions if one.kind == "phrase" and not start <= one.start < end]
    return any(one.says("thread", "pronoun", "one", "person", "plural") for one in others)


def _captions(made: Lattice) -> Iterator[Mention]:
    """What a colon sets before a question of codes: "Two laws on the same: which is further, GE-P2-1 or GE-P2-2?"."""
    coded = [one.start for one in made.mentions if one.kind == "code"]
    end = next((at for at in range(1, len(made.tokens)) if ":" in made.between(at, at)), 0)
    asks = any(
        one.kind == "phrase" and (one.says("ask") or one.says("question")) and one.end <= end for one in made.mentions
    )
    if end and coded and min(coded) >= end and not asks:
        yield Mention(0, end, "struck", None, 0.1 + 0.02 * end)


_LONGEST_NAMED = 8


def _parentheses(made: Lattice) -> Iterator[Mention]:
    """One thing under two names: "GE-P1-4.2 (the e-declarations)", "the diamonds (les diamants)": one may be left out.

    Whichever is found in the documents is the better reading. Nothing is left out that is a field or a condition.
    """
    weighty = ("ask", "value", "intent", "question", "unkept", "unstated")
    fixed = {
        at
        for one in made.mentions
        if one.kind in ("code", "place", "date", "contact") or (one.kind == "phrase" and any(map(one.says, weighty)))
        if one.kind != "place" or not one.cost
        for at in range(one.start, one.end)
    }
    unkept = {
        at
        for one in made.mentions
        if one.kind == "phrase" and one.says("unkept") and not any(map(one.says, ("ask", "value", "intent")))
        for at in range(one.start, one.end)
    }  # "정당 자금(Transparent Party Financing)": no money is asked for
    inserted = made.lexicon.words("grammar", "inserted")
    including = {*made.lexicon.words("grammar", "including")}
    for found in _PARENTHESIS.finditer(made.question.text):
        start, end = covering(made.tokens, *found.span(found.lastindex or 0))
        if not found[0].startswith("(") and not any(at == start for at, _end in phrase_ends(made, inserted)):
            continue
        if 0 < start < end and not including.isdisjoint(form for form in made.tokens[end - 1].forms):
            yield Mention(start, end, "struck", None, 0.0)  # "2017년 이후(2017년 포함)"
        if not 0 < start < end or not fixed.isdisjoint(range(start, end)):
            continue
        coded = any(one.kind == "code" and one.end == start for one in made.mentions)
        yield Mention(start, end, "struck", None, 0.1 if coded or _is_other_name(made, start, end) else 0.35)
        if not found[0].startswith("("):
            continue
        latin = _is_other_name(made, start, end)
        for first in range(start - 1, max(_breaks(made)[start - 1], start - _LONGEST_NAMED) - 1, -1):
            if first in fixed and not (latin and first in unkept):
                break
            if made.content(first):
                far = 0.05 + 0.15 * (start - first - 1) if latin else 0.35 + 0.03 * (start - first)
                yield Mention(first, start, "struck", None, far)


def _is_other_name(made: Lattice, start: int, end: int) -> bool:
    """Whether a parenthesis says in English what the Korean before it says: "사회 감사(Social Audit)"."""
    if not made.lexicon.particles or made.between(start, start) != "(":
        return False
    return all(t.text.isascii() for t in made.tokens[start:end]) and not made.tokens[start - 1].text.isascii()


_PARENTHESIS = re.compile(r"\(([^()]*)\)|, ([^,()]*)(?=,)| [-–—]+ ([^()–—]*?) [-–—]+ ")


def _set_apart(made: Lattice) -> Iterator[Mention]:
    """What is said around what is left out: "*leave* Norway *out*" is a negation and its end."""
    for said in made.lexicon.words("grammar", "leave_out"):
        head, _between, tail = said.partition(" ... ")
        heads, tails = list(phrase_ends(made, [head])), list(phrase_ends(made, [tail]))
        for start, end in heads:
            for first, last in tails:
                if end < first <= end + 6 and not any(made.broken(at, at) for at in range(end, first + 1)):
                    yield Mention(start, end, "phrase", None, 0.0, frozenset({("intent", "negation")}))
                    yield Mention(first, last, "struck", None, 0.0)


@once
def _breaks(made: Lattice) -> list[int]:
    """Where the stretch of the sentence begins that each word stands in."""
    return list(accumulate((at * made.broken(at, at) for at in range(len(made.tokens))), max))


# -- typing errors ----------------------------------------------------------------------------------------------------


def _repaired(made: Lattice) -> Iterator[Mention]:
    """What words that nobody knows may be meant for: phrases of the lexicon, areas and members. Never a code."""
    dear = weights()["tile"]["repaired"]
    covered = {
        at
        for one in made.mentions
        if one.kind in ("code", "contact", "place", "date", "area")
        for at in range(one.start, one.end)
    }
    names = dict(made.linker.members())
    for at, token in enumerate(made.tokens):
        if at in covered or not token.folded.isalpha() or len(token.folded) < 3 or token.is_mention:
            continue
        if not made.lexicon.known.isdisjoint(token.forms) or token.folded in made.light:
            continue
        if not made.linker.knows(token.folded):
            yield from _misspelt_phrase(made, at, dear)
        for start, end in ((at - 1, at + 1), (at, at + 2), (at, at + 1)):
            rare = made.linker.knows(token.folded) and (end - start > 1 or len(token.folded) < _LONG_DEMONYM)
            if start < 0 or end > len(made.tokens) or rare:
                continue
            said = " ".join([*(t.folded for t in made.tokens[start : end - 1]), made.tokens[end - 1].forms[-1]])
            if prefixes := made.linker.country_near(said):
                typed = made.words(start, end).removesuffix("'s")
                yield Mention(
                    start, end, "place", (names[prefixes[0]], prefixes), dear, repairs=((typed, names[prefixes[0]]),)
                )


def _misspelt_phrase(made: Lattice, at: int, dear: float) -> Iterator[Mention]:
    from bot.asking.likeness import closest  # only a word that nobody knows needs repair

    token = made.tokens[at]
    if at and token.text[:1].isupper() and token.text[1:].islower():
        return  # a name of somebody or something that is not known is no misspelling
    for to in closest(token.folded, _spellings(made)):
        if to[:1] != token.folded[:1] and sorted(to) != sorted(token.folded):
            continue
        longest = max(_AREA_WORDS, made.lexicon.longest)
        first = max(0, at - longest)
        tokens = list(made.tokens[first : at + longest])  # no phrase that has the word reaches further
        tokens[at - first] = replace(token, folded=to, forms=forms(to))
        for source in (_phrases, _areas):
            for one in source(made, tokens):
                if one.start <= at - first < one.end and any(
                    role not in ("empty", "question") for role, _said in one.senses or {("area", "")}
                ):
                    yield replace(
                        one,
                        start=one.start + first,
                        end=one.end + first,
                        cost=one.cost + dear,
                        repairs=((token.text, to),),
                    )
        if to in _dated(made):
            again = [*made.tokens[:at], replace(token, folded=to, forms=forms(to)), *made.tokens[at + 1 :]]
            for one in _dates(replace(made, tokens=tuple(again))):
                if one.start <= at < one.end:
                    yield replace(one, cost=one.cost + dear, repairs=((token.text, to),))


@once
def _dated(made: Lattice) -> set[str]:
    """The words that tell of dates, long enough to be known when they are misspelt."""
    listed = (word for words in made.lexicon.dated.values() for phrase in words for word in phrase)
    return {word for word in listed if len(word) > 4 and word.isalpha()}


@once
def _spellings(made: Lattice) -> list[str]:
    """The words that one that nobody knows may be meant for."""
    words = made.lexicon.words
    nouns = {*words("empty", "commitments"), *words("empty", "commitment")}
    areas = made.linker.vocabulary("area").weights
    known = {*made.lexicon.known, *(word for word in made.lexicon.ordinary if word.endswith("ies"))}  # "countires"
    return sorted({*known, *nouns, *_dated(made), *(word for word in areas if len(word) > 4)})


# -- names ------------------------------------------------------------------------------------------------------------


def _names(made: Lattice) -> Iterator[Mention]:
    taken = {at for one in made.mentions if one.kind in ("code", "contact") for at in range(one.start, one.end)}
    free = [at not in taken for at in range(len(made.tokens))]
    light = EMPTY_WORDS | made.light
    known = made.lexicon.known
    titles = made.linker.candidates("title", made.tokens, free, light, known, made.lexicon.words("intent", "negation"))
    yield from _grouped(made, titles, "title")
    short = made.lexicon.data.get("abbreviations", {})
    spelt = [
        replace(t, folded=short[t.folded], forms=forms(short[t.folded])) if t.folded in short else t
        for t in made.tokens
    ]
    yield from _grouped(made, made.linker.candidates("institution", spelt, free, light, known), "body")
    yield from _translated_bodies(made)
    cost = weights()["tile"]
    people = made.linker.people(made.tokens, free, known)
    for link in _equals(people):
        repairs = _typed(made, link) if link.repaired else ()
        yield Mention(
            link.start,
            link.end,
            "person",
            link.names,
            cost["person"] + (1 - link.recall) + cost["repaired"] * bool(repairs),
            repairs=repairs,
        )
    for at, token in enumerate(made.tokens):
        if not (free[at] and len(token.folded) > 2 and made.content(at) and known.isdisjoint(token.forms)):
            continue
        if names := made.linker.part_of_person(token):
            yield Mention(at, at + 1, "person", names, cost["person"] + 0.3)


def _translated_bodies(made: Lattice) -> Iterator[Mention]:
    """Institutions that a Korean question calls by what they are in Korean: "재무부" for "Ministry of Finance"."""
    if not made.lexicon.particles:
        return
    heads = {*lexicon("en").words("head", "institution")}
    for at, token in enumerate(made.tokens):
        if token.text.isascii():
            continue
        keys = [
            name_key(called)
            for word in dict.fromkeys((token.folded, *token.forms))
            for called in alternatives([word], made.lexicon.language, placed=False)[0][1:]
        ]
        names = [
            name
            for key in dict.fromkeys(keys)
            if " " in key and not heads.isdisjoint(key.split())
            for name in made.store.names_with(tuple(key.split()), "institution")
            if name.key == key
        ]
        if names:
            found = _bodies(made, tuple(dict.fromkeys(names)), True)
            yield Mention(at, at + 1, "body", Named(found, 1.0), weights()["tile"]["body"])


def _equals(links: Sequence[Link]) -> Iterator[Link]:
    """Links that explain the same words as well as the best of them, as one."""
    spans: dict[tuple[int, int], list[Link]] = {}
    for link in links:
        spans.setdefault((link.start, link.end), []).append(link)
    for group in spans.values():
        best = max(link.recall for link in group)
        equal = [link for link in group if link.recall >= best - 0.03]
        yield equal[0]._replace(names=tuple(dict.fromkeys(name for link in equal for name in link.names)))


def _grouped(made: Lattice, links: Sequence[Link], kind: str) -> Iterator[Mention]:
    """The names that explain some words best, as one mention: who says a part of a name may mean each that has it."""
    cost = weights()["tile"]
    seen: set[tuple[int, ...]] = set()
    for link in links:
        if len(seen) >= _MOST_NAMES:
            return
        if link.used in seen or link.names[0].key in _PLACEHOLDERS or not _is_name(made, link, kind):
            continue
        seen.add(link.used)
        used = set(link.used)
        same = [one for one in links if set(one.used) == used and one.precision >= link.precision - 0.01]
        whole = [one for one in same if one.recall > 0.999 or (kind == "title" and _numbered(made, one))]
        if kind == "title":
            near = whole or [one for one in same if one.recall >= link.recall - 0.06]
            names = tuple(dict.fromkeys(name for one in near for name in one.names))
            names = tuple(dict.fromkeys((*names, *made.linker.twins(link.names[0], links, 1 if whole else 2))))
        else:
            held = [one for one in links if set(one.used) >= used and one.precision > 0.99] or [link]
            if whole:
                held = whole
            names = _bodies(made, tuple(dict.fromkeys(name for one in held for name in one.names)), bool(whole))
        repairs = _typed(made, link) if link.repaired else ()
        dear = cost[kind] + cost[f"{kind}_unsaid"] * (1 - link.recall) + cost["stray"] * (1 - link.precision)
        dear += cost["repaired"] * bool(repairs) + cost["common"] * _is_common(made, link)
        if kind == "title":  # "open data commitments in Canada" speaks of several
            plural = {*made.lexicon.words("empty", "commitments")} - set(link.names[0].key.split())
            dear += 0.7 * any(made.tokens[at].folded in plural for at in range(link.start, link.end))
        elif link.end - link.start == 1 and made.tokens[link.start].text.islower():
            dear += 0.4
        yield Mention(link.start, link.end, kind, Named(names, link.recall), dear, repairs=repairs)


def _numbered(made: Lattice, link: Link) -> bool:
    """Whether all of a title was said but for the number before it: "5.3. Software Público Nacional"."""
    said = {form for at in link.used for form in made.tokens[at].forms}
    return (
        all(part in said or part.isdigit() or len(part) == 1 for part in link.names[0].key.split())
        and not link.repaired
    )


def _bodies(made: Lattice, names: tuple[Name, ...], whole: bool) -> tuple[Name, ...]:
    """The names of institutions with all that hold one of them and, by a document's word, are the same by letters.

    "Ministry of Finance" is meant by "Budget Office, Ministry of Finance" too; "Department … (DFID)" makes "DFID" the
    same in the countries that have it. Letters that stand for one name here and for another elsewhere stay apart.
    """
    found = dict.fromkeys(names)
    said = {name.key for name in names}
    for key in said if whole else ():
        found |= dict.fromkeys(_holding(made, key))
    pairs = {(name_key(short), name_key(long)) for name in found for short, long in abbreviations(name.name)}
    for brief, key in sorted(pairs):
        if whole and not said & {brief, key, f"{key} {brief}", f"{brief} {key}"}:
            continue
        others = [*_holding(made, brief), *_holding(made, key)]
        homes = _homes(made, [*found, *others])
        here = {home for name in found for home in homes[name.id]}
        found |= dict.fromkeys(other for other in others if homes[other.id] & here)
    return tuple(found)


def _holding(made: Lattice, key: str) -> list[Name]:
    """Institutions that have a name's words, one after the other; of an ordinary word only those so called.

    "Ministry of Justice and Home Affairs" is another one where a country has a "Ministry of Justice" as well.
    """
    if " " not in key and (not made.lexicon.ordinary.isdisjoint(forms(key)) or key in made.light):
        return []
    names = made.store.names_with(tuple(key.split()), "institution")
    names = [name for name in names if f" {key} " in f" {name.key} "]
    heads = {key.split()[0], *made.lexicon.words("head", "institution")}
    wider = [name for name in names if (more := goes_on(name.name, key)) and more not in heads]
    if not wider:
        return names
    homes = _homes(made, names)
    taken = {home for name in names if name.key == key for home in homes[name.id]}
    return [name for name in names if name not in wider or not homes[name.id] <= taken]


def _homes(made: Lattice, names: Sequence[Name]) -> dict[int, set[str]]:
    """The letters of the countries in which each name is used."""
    homes: dict[int, set[str]] = {name.id: set() for name in names}
    for code, _field, name_id in made.store.uses(sorted(homes)):
        homes[name_id].add(code.rstrip("0123456789").partition("-")[0])
    return homes


@dataclass(frozen=True, slots=True)
class Named:
    """Names that some words mean, and how much of the first was said (0 to 1)."""

    names: tuple[Name, ...]
    recall: float


def _is_name(made: Lattice, link: Link, kind: str) -> bool:
    """Whether enough of a name was said for it to be meant."""
    telling = [at for at in link.used if made.tokens[at].folded not in EMPTY_WORDS]
    if kind == "title" and len(telling) > 1 and link.recall > 0.999 and link.precision > 0.999 and not link.repaired:
        return True  # "we the people": said whole, though of ordinary words
    content = [at for at in telling if made.content(at) or _is_capitals(made, at)]
    if not content or link.precision < 0.55:
        return False
    if kind == "body" and not _comparing(made).isdisjoint(set(range(link.start, link.end)) - set(link.used)):
        return False  # "is Georgia more corrupt than …" names no council
    if len(telling) == 1:
        if link.recall > 0.999:
            return not link.repaired or len(made.tokens[telling[0]].text) >= 7
        at = telling[0]
        if kind == "title" and at and made.tokens[at - 1].folded == "e" and not made.between(at, at).strip("-–"):
            return f"e {made.tokens[at].folded}" in link.names[0].key and not link.repaired  # "e-immigration"
        return kind == "title" and link.recall > 0.85 and not link.repaired
    return link.recall >= (0.45 if kind == "title" else 0.34)


COMPARING = ("most", "fewest", "more", "fewer", "more_than", "fewer_than")


@once
def _comparing(made: Lattice) -> set[int]:
    """The words that compare: "more", "the fewest"."""
    told = [one for one in made.mentions if one.kind == "phrase" and one.says("intent", *COMPARING)]
    return {at for one in told for at in range(one.start, one.end)}


def _is_common(made: Lattice, link: Link) -> bool:
    """Whether a name of one word is an ordinary word that is not typed as a name: "who", "ones"."""
    if link.end - link.start > 1:
        return False
    token = made.tokens[link.start]
    if _is_capitals(made, link.start):
        return False
    return not made.lexicon.ordinary.isdisjoint(token.forms) or token.folded in made.light or len(token.text) < 3


def _is_capitals(made: Lattice, at: int) -> bool:
    """Whether a word is typed as an abbreviation is: "DoE", "ONE", in a question that is not all capitals."""
    return sum(char.isupper() for char in made.tokens[at].text) >= 2 and is_cased(made.tokens)


def _typed(made: Lattice, link: Link) -> tuple[tuple[str, str], ...]:
    return ((made.words(link.start, link.end), link.names[0].name),)


# -- text -------------------------------------------------------------------------------------------------------------


def _texts(made: Lattice) -> Iterator[Mention]:
    """Stretches that may be looked for as they are: any words are text."""
    cost = weights()["tile"]
    in_quotes = list(quoted(made))
    titles = {(one.start, one.end) for one in made.mentions if one.kind == "title" and one.cost < 0.45}
    for start, end in in_quotes:
        yield Mention(start, end, "text", "quoted", cost["text_said"] + 0.2 * ((start, end) in titles))
    for start, end in _capitals(made):
        yield Mention(start, end, "text", "quoted", cost["text_about"])
    says = _after(made, made.lexicon.words("grammar", "says_text"))
    about = _after(made, made.lexicon.words("grammar", "about_area"))
    about |= {one.end for one in made.mentions if one.says("intent", "mention") and one.end - one.start > 1}
    nouns = {one.start for one in made.mentions if one.says("noun")}
    nouns_after = {one.end for one in made.mentions if one.says("noun")}
    meant = _meant(made)
    breaks = [made.broken(at, at) for at in range(len(made.tokens))] + [True]
    fixed = {at for one in made.mentions if one.kind in ("code", "contact") for at in range(one.start, one.end)}
    placed = {
        at
        for one in made.mentions
        if one.kind == "place" and not one.repairs and one.cost < 0.1
        for at in range(one.start, one.end)
    }
    joiners = set(made.lexicon.words("intent", "or"))
    joined = set[int]()
    for at in sorted(says):  # "mention minutes or email": what is joined is looked for too
        behind = [n for n in range(at + 1, min(at + 4, len(made.tokens) - 1)) if made.tokens[n].folded in joiners]
        joined |= {n + 1 for n in behind[:1] if not any(made.broken(k, k) for k in range(at + 1, n + 2))}
    says |= joined
    korean = bool(made.lexicon.particles)
    verbs = _before(made, made.lexicon.words("grammar", "says_text")) if korean else set()
    verbs -= {one.end for one in made.mentions if one.kind == "plan"}  # "2차 실행계획에 포함된"
    topics = _before(made, made.lexicon.words("grammar", "about_area")) if korean else set()
    for start in range(len(made.tokens)):
        if (not made.searchable(start) and start not in says) or start in fixed:
            continue
        for end in range(start + 1, min(start + _LONGEST_TEXT, len(made.tokens)) + 1):
            if (end > start + 1 and breaks[end - 1]) or end - 1 in fixed or made.tokens[end - 1].folded in joiners:
                break
            if korean and end > start + 1 and made.tokens[end - 2].text.endswith(GLUED_OR):
                break  # "아동이나 청소년": either is looked for
            if not (made.searchable(end - 1) or (start in says and end > start + 1 and made.glued(end - 1))):
                continue
            known = sum(meant[at] for at in range(start, end)) + 2 * sum(at in placed for at in range(start, end))
            if start in says or end in verbs:
                meant_else = known > 0 and start not in joined
                dear = cost["text_said"] + 0.3 * cost["text_meant"] * meant_else + 0.02 * (end - start)
            else:
                near = start in about or end in nouns or end in topics or start in nouns_after
                dear = (cost["text_about"] if near else cost["text"]) + cost["text_word"] * (end - start - 1)
                dear += (
                    cost["text_meant"] * known
                    + 0.3 * any(not made.content(at) for at in (start, end - 1))
                    + 0.4 * all(made.tokens[at].folded.isdecimal() for at in range(start, end))
                )
            yield Mention(start, end, "text", "said" if start in says or end in verbs else "", dear)


GLUED_OR = ("이나", "거나", "든지", "든가")
"""How "or" is glued to a Korean word."""


def _capitals(made: Lattice) -> Iterator[tuple[int, int]]:
    """Light words that are typed as a name: "the completion of We the People"."""
    if not is_cased(made.tokens):
        return
    capital = [token.text[:1].isupper() for token in made.tokens]
    at = 1  # the first word of a question is a capital anyway
    while at < len(made.tokens):
        end = at
        while end < len(made.tokens) and (capital[end] or (end > at and made.tokens[end].folded in EMPTY_WORDS)):
            end += 1
            if made.broken(end, end):
                break
        while end > at and not capital[end - 1]:
            end -= 1
        if end - at > 2 and not any(map(made.content, range(at, end))):
            yield at, end
        at = max(end, at + 1)


def quoted(made: Lattice) -> Iterator[tuple[int, int]]:
    """The words that stand in quotation marks."""
    for text in made.question.quoted:
        first = made.question.text.find(text)
        start, end = covering(made.tokens, first, first + len(text))
        if start < end:
            yield start, end


def phrase_ends(made: Lattice, phrases: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where each of the phrases begins and ends among the words."""
    wanted = _by_first_word(tuple(phrases))
    for at, token in enumerate(made.tokens):
        for first in dict.fromkeys((token.folded, *token.forms)):
            for rest in wanted.get(first, ()):
                said = made.tokens[at + 1 : at + 1 + len(rest)]
                if len(said) == len(rest) and all(
                    w == t.folded or w in t.forms for w, t in zip(rest, said, strict=True)
                ):
                    yield at, at + 1 + len(rest)


@cache
def _by_first_word(phrases: tuple[str, ...]) -> dict[str, list[tuple[str, ...]]]:
    """The phrases that begin with a word, each without it."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for first, *rest in (phrase.split() for phrase in phrases if phrase.strip()):
        found.setdefault(first, []).append(tuple(rest))
    return found


def _after(made: Lattice, phrases: Iterable[str]) -> set[int]:
    """The tokens behind one of the phrases, an article between."""
    ends = {end for _start, end in phrase_ends(made, phrases)}
    articles = {*EMPTY_WORDS, *made.lexicon.words("grammar", "indefinite"), *made.lexicon.words("grammar", "definite")}
    for end in list(ends):
        while end < len(made.tokens) and made.tokens[end].folded in articles:
            end += 1
            ends.add(end)
    return ends


def _before(made: Lattice, phrases: Iterable[str]) -> set[int]:
    return {start for start, _end in phrase_ends(made, phrases)}


_MEANT_ROLES = frozenset(("ask", "value", "unkept", "unstated", "command", "noun"))
_WEAK_INTENTS = frozenset(
    (
        "list",
        "mention",
        "overview",
        "help",
        "and",
        "only",
        "present",
        "due",
        "running",
        "begun",
        "index",
        "changes",
        "define",
        "exists",
        "total",
        "over",
        "every",
    )
)


def _meant(made: Lattice) -> list[bool]:
    """Which words the lexicon reads as something that is asked or told."""
    meant = [False] * len(made.tokens)
    for one in made.mentions:
        if one.kind == "date" and not one.repairs:
            said = True
        elif one.kind == "phrase" and not one.repairs:
            said = any(r in _MEANT_ROLES or (r == "intent" and s not in _WEAK_INTENTS) for r, s in one.senses)
        else:
            continue
        if said:
            for at in range(one.start, one.end):
                meant[at] = True
    return meant


# -- tilings ----------------------------------------------------------------------------------------------------------

Tiling = tuple[float, tuple[Mention, ...]]


def tilings(made: Lattice, most: int, weigh: Callable[[Mention], float]) -> list[Tiling]:
    """The cheapest ways to cover all words, best first. `weigh` says what a mention costs as a piece."""
    size = len(made.tokens)
    by_start: list[list[tuple[float, Mention]]] = [[] for _ in range(size + 1)]
    cheapest: dict[tuple[int, int, str, str], tuple[float, Mention]] = {}
    coded = {at for one in made.mentions if one.kind == "code" for at in range(one.start, one.end)}
    within: set[tuple[int, int]] = set()
    for one in made.mentions:
        if one.kind in ("title", "body") and one.end - one.start > 1 and one.value.recall > 0.999 and one.cost < 0.2:
            inside = [(s, e) for s in range(one.start, one.end) for e in range(s + 1, one.end + 1)]
            within |= {*inside} - {(one.start, one.end)}
    letters = {
        one.start
        for one in made.mentions
        if one.end - one.start == 1
        and (
            (one.kind == "place" and not one.cost and len(made.tokens[one.start].folded) == 2)
            or (one.kind == "body" and one.value.recall > 0.999 and not one.repairs and _is_capitals(made, one.start))
        )
    }
    for one in made.mentions:
        key = (
            one.start,
            one.end,
            one.kind,
            str(one.value) if one.kind in ("plan", "title", "body", "person", "number") else "",
        )
        price = one.cost + weigh(one)
        if one.kind != "code" and not coded.isdisjoint(range(one.start, one.end)):
            price += 1.5  # nothing else is said by the letters and figures of a code
        if one.kind in ("phrase", "area", "text") and (one.start, one.end) in within:
            price += 0.35  # a word of a name that is said whole
        if one.kind == "phrase" and one.end - one.start == 1 and one.start in letters:
            price += 1.2  # "US commitments", "led by DoE": no pronoun, no verb
        if key not in cheapest or price < cheapest[key][0]:
            cheapest[key] = (price, one)
    for price, one in cheapest.values():
        by_start[one.start].append((price, one))
    for at in range(size):
        if not any(one.end == at + 1 and one.kind == "phrase" for _price, one in by_start[at]):
            word = Mention(at, at + 1, "word")
            by_start[at].append((weigh(word) + 1.5 * (at in coded), word))
    # a row: cost, pieces, (the last mention, the row before)
    best: list[list[tuple[float, int, Any]]] = [[] for _ in range(size + 1)]
    best[0] = [(0.0, 0, None)]
    for at in range(size):
        best[at] = heapq.nsmallest(most, best[at], key=_price)
        for row in best[at]:
            for price, one in by_start[at]:
                best[one.end].append((row[0] + price, row[1] + 1, (one, row)))
    found = []
    for row in heapq.nsmallest(most, best[size], key=_price):
        cost, tiling = row[0], []
        while row[2] is not None:
            one, row = row[2]
            tiling.append(one)
        found.append((cost, tuple(reversed(tiling))))
    return found


def _price(row: tuple[float, int, Any]) -> tuple[float, int]:
    return row[0], row[1]
