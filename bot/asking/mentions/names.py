"""Names that the documents have: titles, institutions, people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.asking.entities import Link
from bot.asking.lattice import (
    COMPARING,
    Lattice,
    Mention,
    is_capitals,
    once,
    typed_name,
    weights,
)
from bot.asking.lexicon import lexicon
from bot.asking.normalise import forms
from bot.asking.passages import alternatives
from bot.records.frozen import dataclass, replace
from bot.records.names import EMPTY_WORDS, abbreviations, goes_on, name_key
from bot.records.search_queries import Name

_MOST_NAMES = 8
_PLACEHOLDERS = frozenset(
    {"none specified", "not specified", "unclear", "nr", "nd", "na", "n a", "no data", "none", "unspecified"}
)


@dataclass(frozen=True, slots=True)
class NamedEntity:
    """Names that some words mean, and how much of the first was said (0 to 1)."""

    names: tuple[Name, ...]
    recall: float


def find_names(made: Lattice) -> Iterator[Mention]:
    """The names that some words mean: of commitments, of institutions, of people."""
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
            yield Mention(at, at + 1, "body", NamedEntity(found, 1.0), weights()["tile"]["body"])


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
        repairs = typed_name(made, link) if link.repaired else ()
        dear = cost[kind] + cost[f"{kind}_unsaid"] * (1 - link.recall) + cost["stray"] * (1 - link.precision)
        dear += cost["repaired"] * bool(repairs) + cost["common"] * _is_common(made, link)
        if kind == "title":  # "open data commitments in Canada" speaks of several
            plural = {*made.lexicon.words("empty", "commitments")} - set(link.names[0].key.split())
            dear += 0.7 * any(made.tokens[at].folded in plural for at in range(link.start, link.end))
        elif link.end - link.start == 1 and made.tokens[link.start].text.islower():
            dear += 0.4
        yield Mention(link.start, link.end, kind, NamedEntity(names, link.recall), dear, repairs=repairs)


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
