"""Names that the documents have: titles, institutions, people; countries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.asking.entities import Link, is_cased
from bot.asking.lattice import (
    COMPARING,
    Lattice,
    Mention,
    is_capitals,
    once,
    phrase_ends,
    typed_name,
    weights,
)
from bot.asking.normalise import Token, forms
from bot.asking.passages import alternatives, institution_names
from bot.records.countries import country_named, country_of, country_of_adjective, regions, stranger_named
from bot.records.frozen import dataclass, replace
from bot.records.names import EMPTY_WORDS, abbreviations, goes_on, name_key
from bot.records.search_queries import Name

_MOST_NAMES = 8
_PLACEHOLDERS = frozenset(
    {"none specified", "not specified", "unclear", "nr", "nd", "na", "n a", "no data", "none", "unspecified"}
)


@dataclass(frozen=True, slots=True)
class NamedEntity:
    """Names that some words mean, and how much of the first was said (0 to 1).

    `spelt` are the spellings of one institution that are meant alike, where there are several.
    """

    names: tuple[Name, ...]
    recall: float
    spelt: tuple[str, ...] = ()


def find_names(made: Lattice) -> Iterator[Mention]:
    """The names that some words mean: of commitments, of institutions, of people."""
    taken = {at for one in made.mentions if one.kind in ("code", "contact") for at in range(one.start, one.end)}
    free = [at not in taken for at in range(len(made.tokens))]
    light = EMPTY_WORDS | made.light
    places = [one for one in made.mentions if one.kind == "place" and not one.cost and not one.repairs]
    placed = {made.tokens[at].folded for one in places for at in range(one.start, one.end)}
    known = made.lexicon.known | placed  # "Portugal" is no misspelt "portal"
    titled = _in_english(made, places)
    titles = made.linker.candidates("title", titled, free, light, known, made.lexicon.words("intent", "negation"))
    yield from _grouped(made, titles, "title")
    short = made.lexicon.data.get("abbreviations", {})
    spelt = [
        replace(t, folded=short[t.folded], forms=forms(short[t.folded])) if t.folded in short else t
        for t in made.tokens
    ]
    called = list(_translated_bodies(made, places))
    yield from called
    same = {(one.start, one.end) for one in called}  # such a one means what is so written too
    bodies = _grouped(made, made.linker.candidates("institution", spelt, free, light, known), "body")
    nouns = {*made.lexicon.words("empty", "commitments")}
    asked = {at for at, token in enumerate(made.tokens) if token.folded in nouns}
    # no name runs over what it leads: "which plans have commitments on budgets?"
    yield from (one for one in bodies if (one.start, one.end) not in same and asked.isdisjoint(_inside(one)))
    cost = weights()["tile"]
    people = made.linker.people(made.tokens, free, known)
    for link in _equals(people):
        repairs = typed_name(made, link) if link.repaired else ()
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


def _inside(one: Mention) -> range:
    """The words of a mention but for its first and its last one."""
    return range(one.start + 1, one.end - 1)


def _in_english(made: Lattice, places: Sequence[Mention]) -> list[Token]:
    """The words with those of English titles among their forms: of countries, and of what is typed as a name.

    "Brasil Transparente" is "Brazil Transparent" too.
    """
    if made.lexicon.language == "en":
        return list(made.tokens)
    called = {one.start: [name_key(str(one.value[0]))] for one in places if one.end - one.start == 1}
    named = not made.lexicon.capital_nouns and is_cased(made.tokens)
    for at, token in enumerate(made.tokens) if named else ():
        if at and token.text[:1].isupper() and at not in called:
            called[at] = list(alternatives([token.folded], made.lexicon.language, placed=False)[0][1:])
    return [
        replace(
            token, forms=tuple(dict.fromkeys((*token.forms, *(one for one in called.get(at, ()) if " " not in one))))
        )
        for at, token in enumerate(made.tokens)
    ]


def _translated_bodies(made: Lattice, places: Sequence[Mention]) -> Iterator[Mention]:
    """Institutions called by what they are in the question's language: "Ministério da Saúde", "Justizministerium".

    Documents have them in English, "Ministry of Health", or in their own, "Ministerio de Salud", and all are meant.
    English ones are looked for in other languages where a country is named whose documents have them so.
    """
    language = made.lexicon.language
    home = {prefix for place in places for prefix in place.value[1]}
    if language == "en" and not home:
        return
    for start, end in _called_institutions(made):
        words = [token.folded for token in made.tokens[start:end]]
        said = dict.fromkeys(words if end - start > 1 else (words[0], *made.tokens[start].forms))
        readings = [words] if end - start > 1 else [[word] for word in said]
        called = [one for reading in readings for one in institution_names(reading, language)]
        keys = dict.fromkeys((name_key(" ".join(words)), *map(name_key, called)) if called else ())
        names = [
            name
            for key in keys
            if len(key.split()) > 1
            for name in made.store.names_with(tuple(key.split()), "institution")
            if name.key == key or (language == "en" and f" {key} " in f" {name.key} ")
        ]
        if language == "en":
            own = name_key(" ".join(words))
            homes = made.store.homes([name.id for name in names])
            there = [name for name in names if not home.isdisjoint(homes[name.id])]
            if not there or any(own in name.key for name in there):
                continue  # the country calls it in English
            names = [*there, *(name for name in names if name.key == own)]
        if names:
            found = _bodies(made, tuple(dict.fromkeys(names)), True)
            yield Mention(start, end, "body", NamedEntity(found, 1.0), weights()["tile"]["body"])


_LONGEST_INSTITUTION = 7
"""Words: "ministerio de trabajo y previsión social"."""


def _called_institutions(made: Lattice) -> Iterator[tuple[int, int]]:
    """Where an institution may be called by what it is: single words of Korean and compounds, else head and rest."""
    heads = frozenset(made.lexicon.words("head", "institution"))
    for at, token in enumerate(made.tokens):
        if made.lexicon.particles:
            if not token.text.isascii():
                yield at, at + 1
            continue
        if made.lexicon.capital_nouns and token.text[:1].isupper():
            yield at, at + 1
        if heads.isdisjoint((token.folded, *token.forms)):
            continue
        for end in range(at + 2, min(at + _LONGEST_INSTITUTION, len(made.tokens)) + 1):
            if made.broken(end - 1, end - 1):
                break
            if made.tokens[end - 1].folded not in EMPTY_WORDS:
                yield at, end


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
        if kind == "body" and (_is_elsewhere(made, link) or _is_home_said(made, link)):
            continue
        seen.add(link.used)
        used = set(link.used)
        spelt: tuple[str, ...] = ()
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
            meant = tuple(dict.fromkeys(name for one in held for name in one.names))
            others = _spellings(made, meant[0])
            names = _bodies(made, (*meant, *others), bool(whole))
            spelt = (meant[0].name, *(name.name for name in others)) if others else ()
        repairs = typed_name(made, link) if link.repaired else ()
        recall = max(link.recall, _CALLED) if kind == "title" and _is_called(link) else link.recall
        dear = cost[kind] + cost[f"{kind}_unsaid"] * (1 - recall) + cost["stray"] * (1 - link.precision)
        dear += cost["repaired"] * bool(repairs) + cost["common"] * _is_common(made, link)
        if kind == "title":
            inside = set(range(link.start, link.end)) - set(link.used)
            dear += cost["strayed"] * any(_is_strange(made, at) for at in inside)
        ors = {*made.lexicon.words("intent", "or")} - set(link.names[0].key.split())
        dear += 0.7 * any(made.tokens[at].folded in ors for at in range(link.start, link.end))  # two topics, no name
        if kind == "title":  # "open data commitments in Canada" speaks of several
            words = made.lexicon.words  # so does "what Canada promised on open data"
            several = {*words("empty", "commitments"), *words("grammar", "promising")}
            several -= {*words("empty", "commitment"), *link.names[0].key.split()}
            dear += 0.7 * any(made.tokens[at].folded in several for at in range(link.start, link.end))
        elif link.end - link.start == 1 and made.tokens[link.start].text.islower():
            dear += 0.4
        yield Mention(link.start, link.end, kind, NamedEntity(names, recall, spelt), dear, repairs=repairs)


def _is_home_said(made: Lattice, link: Link) -> bool:
    """Whether a name ends in the country where it is called so without it: "Ministry of Justice *of Georgia*".

    There the name without it means all that hold it, and the country is named by itself. Where no other country has it,
    both are spellings of one (`_spellings`).
    """
    for one in made.mentions:
        place = one.kind == "place" and not (one.cost or one.repairs) and link.start <= one.start < one.end <= link.end
        if not place or not set(range(one.start, one.end)) <= set(link.used):
            continue
        key = name_key(" ".join(made.tokens[at].folded for at in link.used if not one.start <= at < one.end))
        names = made.store.names_with(tuple(key.split()), "institution") if " " in key else []
        homes = made.store.homes([name.id for name in (*names, *link.names)])
        own = {home for name in link.names for home in homes[name.id]}
        if any(name.key == key and not homes[name.id] <= own and homes[name.id] & own for name in names):
            return True
    return False


def _is_elsewhere(made: Lattice, link: Link) -> bool:
    """Whether a place stands among the words of a name that is none of its: "the bank *of Uruguay* (central bank)"."""
    used = set(link.used)
    inside = [
        one
        for one in made.mentions
        if one.kind == "place"
        and not (one.cost or one.repairs)
        and link.start <= one.start < one.end <= link.end
        and used.isdisjoint(range(one.start, one.end))
    ]
    homes = made.store.homes([name.id for name in link.names]) if inside else {}
    return any(one.value[1] and not homes[name.id].intersection(one.value[1]) for one in inside for name in link.names)


def _is_strange(made: Lattice, at: int) -> bool:
    """Whether a word means something that the lexicon does not read: no word for commitments, a field or a value."""
    read = any(one.start <= at < one.end for one in made.mentions if one.kind == "phrase" and not one.cost)
    return made.content(at) and made.tokens[at].folded.isalpha() and not read


_QUOTED = re.compile(r"[“«\"]([^”»\"]+)[”»\"]")
_CALLED = 0.95
"""How much of a title is said where what stands in quotation marks in it is said whole."""


def _is_called(link: Link) -> bool:
    """Whether the name in quotation marks that a title gives was said, in whatever language: "Brasil Transparente"."""
    if link.repaired or link.precision < _CALLED or len(link.used) < _TELLING:
        return False
    return any(len(name_key(name).split()) == len(link.used) for name in _QUOTED.findall(link.names[0].name))


def _numbered(made: Lattice, link: Link) -> bool:
    """Whether all of a title was said but for the number before it: "5.3. Software Público Nacional"."""
    said = {form for at in link.used for form in made.tokens[at].forms}
    return (
        all(part in said or part.isdigit() or len(part) == 1 for part in link.names[0].key.split())
        and not link.repaired
    )


_TELLING = 2
"""Words of an institution's name beside those of its country that tell it from others."""


def _spellings(made: Lattice, name: Name) -> list[Name]:
    """The other spellings of an institution that is named with its country: of the same words, and of that country.

    "Treasury Board of Canada Secretariat" is "Treasury Board Secretariat" too; the latter, said alone, is meant alone.
    """
    homes = made.store.homes([name.id])[name.id]
    places = {word for letters in homes for word in _words_of_country(letters)}
    core = set(name.key.split()) - places
    if len(core) < _TELLING or len(core) == len(name.key.split()):
        return []
    same = [
        other
        for other in made.store.names_with(tuple(sorted(core)), "institution")
        if other.key != name.key and set(other.key.split()) - places == core
    ]
    theirs = made.store.homes([other.id for other in same])
    return [other for other in same if theirs[other.id] <= homes]  # a "Ministry of Justice" is that of others too


def _words_of_country(letters: str) -> set[str]:
    country = country_of(letters)
    called = (country.name, *country.aliases, *country.demonyms) if country else ()
    return {word for one in called for word in name_key(one).split()}


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
        homes = made.store.homes([name.id for name in (*found, *others)])
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
    homes = made.store.homes([name.id for name in names])
    taken = {home for name in names if name.key == key for home in homes[name.id]}
    return [name for name in names if name not in wider or not homes[name.id] <= taken]


def _is_name(made: Lattice, link: Link, kind: str) -> bool:
    """Whether enough of a name was said for it to be meant."""
    telling = [at for at in link.used if made.tokens[at].folded not in EMPTY_WORDS]
    if kind == "title" and len(telling) > 1 and link.recall > 0.999 and link.precision > 0.999 and not link.repaired:
        return True  # "we the people": said whole, though of ordinary words
    content = [at for at in telling if made.content(at) or is_capitals(made, at)]
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
    if is_capitals(made, link.start):
        return False
    return not made.lexicon.ordinary.isdisjoint(token.forms) or token.folded in made.light or len(token.text) < 3


def titled(made: Lattice, ids: Sequence[int]) -> tuple[str, ...]:
    """The commitments with one of these titles, in the order of the titles."""
    order = {one: number for number, one in enumerate(ids)}
    uses = sorted(made.store.uses(list(ids), ("title",)), key=lambda use: (order[use[2]], use[0]))
    return tuple(dict.fromkeys(code for code, _field, _id in uses))


_PLACE_WORDS = 6


def find_places(made: Lattice) -> Iterator[Mention]:
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
            if not prefixes and (_is_typed_as_name(made, at) or len(names & made.lexicon.ordinary) < len(names)):
                elsewhere = next((c for n in sorted(names) if (c := country_named(n) or country_of_adjective(n))), None)
                if elsewhere and elsewhere.parent and not _is_typed_as_name(made, at):
                    elsewhere = None  # "austin" and "paris" in small letters are words of texts too
                if elsewhere:  # the corpus may have it under a name that only the table of members knows
                    prefixes = tuple(prefix for prefix, _name in here if country_of(prefix) == elsewhere)
            state = None
            if not prefixes and not elsewhere and made.lexicon.known.isdisjoint(names):  # "수단" is any means too
                state = next((state for name in sorted(names) if (state := stranger_named(name))), None)
            if prefixes or elsewhere or state:
                name = names_of[prefixes[0]] if prefixes else elsewhere.name if elsewhere else state or ""
                article = at > 0 and made.tokens[at - 1].folded in made.lexicon.words("grammar", "definite")
                common = said[0].folded in made.light or not made.lexicon.ordinary.isdisjoint(said[0].forms)
                small = short and common and not said[0].text.isupper() and not article
                yield Mention(at, end, "place", (name, prefixes), weights()["tile"]["short_place"] * small)
                if prefixes and not small and (span := _with_government(made, at, end)):
                    yield Mention(*span, "place", (name, prefixes), _GOVERNMENT)


_GOVERNMENT = 0.05
"""What it costs that a government is its country, where an institution may have the same name."""


def _with_government(made: Lattice, start: int, end: int) -> tuple[int, int] | None:
    """A country with the word for its government: "the *Irish government*", "el *gobierno de Chile*"."""
    words, tokens = made.lexicon.words, made.tokens
    governments = words("grammar", "government")
    if end < len(tokens) and tokens[end].folded in governments and not made.broken(end, end):
        return start, end + 1
    between = {*words("grammar", "genitive"), *words("grammar", "definite")}
    first = start - 1
    while first >= 0 and first > start - 3 and tokens[first].folded in between:
        first -= 1
    named = 0 <= first < start - 1 and tokens[first].folded in governments
    return (first, end) if named and not any(made.broken(at, at) for at in range(first + 1, start + 1)) else None


def _is_typed_as_name(made: Lattice, at: int) -> bool:
    text = made.tokens[at].text
    return text[:1].isupper() or not text.isascii()


def find_continents(made: Lattice) -> Iterator[Mention]:
    """The members of this corpus on a continent or in a part of one: "outside Europe", "Central American ones"."""
    for continent, letters in regions().items():
        called = made.lexicon.data.get("continents", {}).get(continent, ())
        for start, end in phrase_ends(made, made.lexicon.words("continents", continent)):
            if end < len(made.tokens) and _goes_on_as_name(made, end):
                continue
            homes = ((prefix, country_of(prefix)) for prefix, _name in made.linker.members())
            prefixes = tuple(prefix for prefix, home in homes if home and (home.parent or home.prefix) in letters)
            yield Mention(start, end, "place", (called[0], prefixes))


def _goes_on_as_name(made: Lattice, at: int) -> bool:
    """Whether a word is typed as the next one of a name: "European *Union*", "African *Development* Bank"."""
    nouns = {*made.lexicon.words("empty", "commitments"), *made.lexicon.words("empty", "commitment")}
    token = made.tokens[at]
    union = token.folded in ("union", "commission", "kommission", "comision", "comissao", "uniao")
    written = token.text[:1].isupper() and made.lexicon.language != "de" and token.folded not in nouns
    return union or (written and not made.broken(at, at) and not made.question.text.isupper())


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
