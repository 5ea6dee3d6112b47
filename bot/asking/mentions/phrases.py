"""What stands in a list: phrases, dates and numbers of the lexicon, policy areas, OGP values; also misspelt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from bot.asking.entities import Link
from bot.asking.lattice import Lattice, Mention, Sense, once, phrase_ends, stretches, typed_name, weights
from bot.asking.lexicon import lexicon
from bot.asking.mentions.dates import find_intervals
from bot.asking.mentions.text import quoted
from bot.asking.normalise import Token, forms
from bot.asking.passages import translated_words
from bot.records.condition_queries import BLANK
from bot.records.fields import FIELD
from bot.records.frozen import replace
from bot.records.names import EMPTY_WORDS, name_key
from bot.records.text import words as folded
from bot.records.vocabulary import terms, wordings


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
    nones: dict[int, set[int]] = {}
    if tokens is made.tokens:
        for start, end in phrase_ends(made, (*words("grammar", "none"), *words("grammar", "single"))):
            nones.setdefault(start, set()).add(end)
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
        for end in nones.get(at, ()):
            found.setdefault((at, end), set()).add(("grammar", "none"))
        if token.folded in by:
            found.setdefault((at, at + 1), set()).add(("grammar", "by"))
        if token.folded in made.light or token.folded in EMPTY_WORDS:
            found.setdefault((at, at + 1), set()).add(("empty", "words"))
    if tokens is made.tokens:
        for start, end in stretches(tokens, 3):
            for sense in _closed().get(" ".join(t.folded for t in tokens[start:end]), ()):
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


def find_versus(made: Lattice) -> Iterator[Mention]:
    """A sign that compares what it stands between, where that are two places: "Brazil *x* Mexico"."""
    signs = frozenset(made.lexicon.words("grammar", "versus"))
    places = [one for one in made.mentions if one.kind == "place"]
    starts, ends = {one.start for one in places}, {one.end for one in places}
    for at, token in enumerate(made.tokens):
        if token.folded in signs and at in ends and at + 1 in starts:
            yield Mention(at, at + 1, "phrase", None, 0.0, frozenset({("intent", "compare")}))


@cache
def _closed() -> dict[str, tuple[Sense, ...]]:
    """Every wording of a term of the closed vocabularies, as pages in all languages have it."""
    found: dict[str, list[Sense]] = {}
    for name in ("completion", "status", "potential_impact", "early_results", "specificity"):
        for wording, term in wordings(name).items():
            if len(wording) > 4 and term not in ("Pending IRM Review", "No IRM Data", "No Data", "NR", "NA"):
                found.setdefault(wording, []).append(("value", f"{name}={term}"))
    return {wording: tuple(senses) for wording, senses in found.items()}


_BESIDE, _VALUE_WORDS = 4, 4


def find_stated(made: Lattice) -> Iterator[Mention]:
    """The values of a field beside its word, as the corpus has them: "status in progress"; in quotes as they are typed.

    They go before what the same words say elsewhere: there "in progress" is what is under way today.
    """
    asks: dict[str, list[Mention]] = {}
    for one in made.mentions:
        for said in one.all("ask") if one.kind == "phrase" and not one.cost else ():
            name = said.split(",")[0]
            if name in FIELD and FIELD[name].kind == "choice":
                asks.setdefault(name, []).append(one)
    for name, said_by in asks.items():
        groups = made.store.field_groups(name, "1", [])
        values = {tuple(folded(str(value))): str(value) for value, _count in groups if value not in (None, BLANK)}
        in_quotes = {(start, end) for start, end in quoted(made) if end - start <= _VALUE_WORDS}
        size = len(made.tokens)
        spans = [(at, end) for at in range(size) for end in range(at + 1, min(at + _VALUE_WORDS, size) + 1)]
        for start, end in spans:
            beside = any(0 <= start - one.end <= _BESIDE or 0 <= one.start - end <= 1 for one in said_by)
            value = values.get(tuple(token.folded for token in made.tokens[start:end]), "")
            back = _QUOTED if (start, end) in in_quotes else _STATED
            if not value and (start, end) in in_quotes and any(_is_said_of(made, one, start) for one in said_by):
                value = made.words(start, end)
            if beside and value and "=" not in value and not value.startswith("!"):
                yield Mention(start, end, "phrase", None, -back, frozenset({("value", f"{name}={value}")}))


def _is_said_of(made: Lattice, ask: Mention, start: int) -> bool:
    """Whether nothing but a verb stands between a field and a value: "status is …", not "status of the …"."""
    between = {token.folded for token in made.tokens[ask.end : start]}
    verbs = {*made.lexicon.words("question", "yes_no"), *made.lexicon.words("asking", "telling")}
    return ask.end <= start and between <= verbs


_STATED, _QUOTED = 0.05, 0.3
"""What a value beside the word of its field, and one in quotes, is cheaper than the same words without it."""


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


# -- policy areas, said whole or in part, and OGP values ---------------------------------------------------------------

AREA_WORDS = 8


def find_areas(made: Lattice, tokens: Sequence[Token] | None = None) -> Iterator[Mention]:
    """Policy areas: the keys of the names that the words cover."""
    tokens = tokens or made.tokens
    known = made.linker.areas()
    values = _ogp_keys()
    for at, end in stretches(tokens, AREA_WORDS):
        said = [token for token in tokens[at:end] if token.folded not in EMPTY_WORDS]
        wordings = (" ".join(t.folded for t in said), " ".join(t.forms[-1] for t in said))
        key = next((known[words] for words in wordings if words in known), None)
        if key is not None:
            keys = tuple(sorted({k for k in known.values() if k == key or k.startswith(f"{key} ")}))
            dear = weights()["tile"]["cut_off"] * made.cut_off(at)
            yield Mention(at, end, "area", (keys, key if key in values else ""), dear)


def find_parts_of_areas(made: Lattice) -> Iterator[Mention]:
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
        sharing = _sharing(made, link, links)
        if sharing and (link.start, link.end) not in exact and link is sharing[0]:
            keys = tuple(dict.fromkeys(known.get(one.names[0].key, one.names[0].key) for one in sharing))
            yield Mention(link.start, link.end, "area", (keys, ""), 0.45 * (1 - link.recall))
            continue
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
        repairs = typed_name(made, link) if stems else ()
        dear = 0.45 * (1 - link.recall) + cost["repaired"] * bool(repairs) + cost["cut_off"] * made.cut_off(link.start)
        yield Mention(link.start, link.end, "area", ((key,), ""), dear, repairs=repairs)


_MOST_SHARING = 4
_LONG_WORD = 6
"""Letters of a word that tells an area by itself."""


def _sharing(made: Lattice, link: Link, links: Sequence[Link]) -> list[Link]:
    """The few areas that have the one telling word that was said: "*procurement*" is of "Public Procurement" too."""
    if len(link.used) != 1 or link.repaired or link.precision < 0.99 or any(m.kind == "code" for m in made.mentions):
        return []  # "did KR0032 reduce corruption?" asks for no area
    word = made.tokens[link.used[0]].folded
    if len(word) < _LONG_WORD or word in made.lexicon.known:
        return []
    found = [
        one for one in links if one.used == link.used and not one.repaired and one.names[0].key.split()[-1] == word
    ]
    return found if 1 < len(found) <= _MOST_SHARING else []


def find_ogp_values(made: Lattice) -> Iterator[Mention]:
    """OGP values that are no areas too."""
    values = _ogp_keys()
    known = made.linker.areas()
    for at, end in stretches(made.tokens, 5):
        key = " ".join(t.folded for t in made.tokens[at:end] if t.folded not in EMPTY_WORDS)
        if key in values and key not in known and len(key) > 3:
            yield Mention(at, end, "ogp", (key,), 0.2 if end - at == 1 else 0.0)


@cache
def _ogp_keys() -> frozenset[str]:
    return frozenset(name_key(term) for term in terms("ogp_values"))


# -- typing errors: what words that nobody knows may be meant for ------------------------------------------------------

_LONG_DEMONYM = 7
"""Letters of a word that may be a misspelt country though some document has it so: "ukranian"."""


def find_repaired(made: Lattice) -> Iterator[Mention]:
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
        if not made.linker.knows(token.folded) and token.folded not in translated_words(made.lexicon.language):
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
        longest = max(AREA_WORDS, made.lexicon.longest)
        first = max(0, at - longest)
        tokens = list(made.tokens[first : at + longest])  # no phrase that has the word reaches further
        tokens[at - first] = replace(token, folded=to, forms=forms(to))
        for source in (find_phrases, find_areas):
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
            for one in find_dates(replace(made, tokens=tuple(again))):
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
    areas = made.linker.vocabulary("area").counts
    known = {*made.lexicon.known, *(word for word in made.lexicon.ordinary if word.endswith("ies"))}  # "countires"
    return sorted({*known, *nouns, *_dated(made), *(word for word in areas if len(word) > 4)})
