"""Titles, people, institutions, areas and members that a question names, whole or in part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.asking.entities import Link, Linker, is_cased
from bot.asking.normalise import Token
from bot.asking.spotted import Area, Place, Spotted
from bot.records.countries import Country, country_named, country_of, country_of_adjective
from bot.records.names import EMPTY_WORDS

# How much of a name must be said, and how much of what is said must be in it, to take it before anything else.
_WHOLE_NAME = (0.75, 0.75)
_WHOLE_BODY = (0.85, 0.8)
_LETTERS = 2  # of a country's shortest names
_MOST_NAMES = 12
"""Whole names that are looked for in one question: each is held against every word, and nobody asks for so many."""


def spot_whole_names(spotted: Spotted, linker: Linker) -> None:
    """Names that are said (nearly) whole: they go before field words, which a title may well contain."""
    light = EMPTY_WORDS | set(spotted.lexicon.words("empty", "words"))
    denials = spotted.lexicon.words("intent", "negation")
    for _name in range(_MOST_NAMES):
        free = spotted.free()
        bodies = linker.candidates("institution", spotted.tokens, free, light, spotted.lexicon.known)
        titles = linker.candidates("title", spotted.tokens, free, light, spotted.lexicon.known, denials)
        proposals = [link for link in bodies if _said(link, _WHOLE_BODY, spotted)]
        proposals += [link for link in titles if _said(link, _WHOLE_NAME, spotted)]
        proposals += linker.people(spotted.tokens, free, spotted.lexicon.known)
        if not proposals:
            return
        best = max(proposals, key=_strength)
        if _is_area(best, spotted, linker):
            return
        rivals = [link for link in proposals if _rival(link, best)]
        if best.kind == "title":
            if len(best.used) <= 2:  # so short a title is a part of others: none of them is meant for sure
                rivals += [link for link in titles if set(link.used) == set(best.used) and link.precision > 0.99]
            rivals += [replace(best, names=linker.twins(best.names[0], titles))]
        names = tuple(dict.fromkeys(name for link in [best, *rivals] for name in link.names))
        spotted.links.append(replace(best, names=names))
        spotted.take(best.start, best.end, f"{best.kind} {best.names[0].name}")
        if best.kind == "title":
            _take_denied_rest(best, titles, spotted, denials)


def _take_denied_rest(best: Link, titles: Sequence[Link], spotted: Spotted, denials: Sequence[str]) -> None:
    """ "the Open Status Portal, not Phase II": what "not" adds to a title names a longer one, which is not meant."""
    start = best.end
    if start >= len(spotted.tokens) or spotted.tokens[start].folded not in denials:
        return
    longer = [set(name.key.split()) for link in titles for name in link.names if name not in best.names]
    wanted = set(best.names[0].key.split())
    end = start + 1
    while end < len(spotted.tokens) and not spotted.claim[end]:
        said = {token.folded for token in spotted.tokens[start + 1 : end + 1]} - EMPTY_WORDS
        if not any(said <= words - wanted and wanted <= words for words in longer):
            break
        end += 1
    spotted.take(start, end if end > start + 1 else start, "denied title")


def _said(link: Link, enough: tuple[float, float], spotted: Spotted) -> bool:
    """Whether enough of a name was said, in at least two words that mean something."""
    meaningful = [at for at in link.used if spotted.tokens[at].folded not in EMPTY_WORDS]
    if len(meaningful) == 1 and link.kind == "institution" and link.exact:  # an abbreviation: "the MICT"
        token = spotted.tokens[meaningful[0]]
        capitals = sum(char.isupper() for char in token.text)
        if is_cased(spotted.tokens):
            return capitals >= 2
        # "does" is no DoE and "ones" no ONE, unless typed so
        return len(token.text) > 2 and spotted.lexicon.ordinary.isdisjoint(token.forms)
    return link.recall >= enough[0] and link.precision >= enough[1] and len(meaningful) >= 2


def _rival(link: Link, best: Link) -> bool:
    """Whether a name explains the same words just as well."""
    if link is best or link.kind != best.kind or link.start >= best.end or best.start >= link.end:
        return False
    if best.kind == "person":
        if best.recall > 0.999 and link.end - link.start < best.end - best.start:
            return False  # who says "Dana Sorell-Whit" does not mean Dana Sorell
        return link.recall > 0.999 if best.recall > 0.999 else abs(link.recall - best.recall) < 0.03
    if best.exact:
        return link.exact and set(link.used) == set(best.used)
    return set(link.used) == set(best.used) and link.recall >= best.recall - 0.06


def _strength(link: Link) -> tuple[float, ...]:
    return (
        round(
            len(link.used or range(link.start, link.end))
            * link.recall
            * link.precision
            * (1.0 if not link.repaired else 0.97),
            3,
        ),
        link.recall,
        {"institution": 2, "person": 1}.get(link.kind, 0),
    )


def _is_area(link: Link, spotted: Spotted, linker: Linker) -> bool:
    """Whether the words of a short title are an area's name too and several commitments are meant."""
    if link.kind != "title":
        return False
    key = " ".join(t.folded for t in spotted.tokens[link.start : link.end] if t.folded not in EMPTY_WORDS)
    if key not in linker.areas():
        return False
    folded = [token.folded for token in spotted.tokens]
    before = " ".join(folded[max(link.start - 4, 0) : link.start])
    said = any(f" {word} " in f" {before} " for word in spotted.lexicon.words("grammar", "about_area"))
    indefinite = link.start and folded[link.start - 1] in spotted.lexicon.words("grammar", "indefinite")
    return said or bool(indefinite) or any(word in folded for word in spotted.lexicon.words("empty", "commitments"))


def spot_areas(spotted: Spotted, linker: Linker, *, shortest: int) -> None:
    """Policy areas of at least `shortest` words, the longest name at each place."""
    known = linker.areas()
    at = 0
    while at < len(spotted.tokens):
        for end in range(min(at + 8, len(spotted.tokens)), at, -1):
            stretch = spotted.claim[at:end]
            if any(claim and not claim.startswith(("ask", "unkept")) for claim in stretch):
                continue
            if all(stretch) and end - at == 1 and spotted.claim[at].startswith("ask"):
                continue
            tokens = [token for token in spotted.tokens[at:end] if token.folded not in EMPTY_WORDS]
            if (
                len(tokens) < shortest
                or spotted.tokens[at].folded in EMPTY_WORDS
                or spotted.tokens[end - 1].folded in EMPTY_WORDS
            ):
                continue
            key = next(
                (k for k in (" ".join(t.folded for t in tokens), " ".join(t.forms[-1] for t in tokens)) if k in known),
                None,
            )
            if key is None:
                continue
            wanted = known[key]
            keys = tuple(sorted({k for k in known.values() if k == wanted or k.startswith(f"{wanted} ")}))
            spotted.areas.append(Area(at, end, keys))
            spotted.take(at, end, "area")
            at = end - 1
            break
        at += 1


def spot_places(spotted: Spotted, linker: Linker) -> None:
    """Members of the partnership: those of the corpus, and others that are named with a capital letter."""
    known = linker.countries()
    at = 0
    while at < len(spotted.tokens):
        for end in range(min(at + 6, len(spotted.tokens)), at, -1):
            if any(claim and not claim.startswith("unkept") for claim in spotted.claim[at:end]):
                continue
            said = spotted.tokens[at:end]
            names = {
                " ".join(t.folded.replace("'", "") for t in said),
                " ".join([*(t.folded for t in said[:-1]), said[-1].forms[-1]]),
            }
            names |= {" ".join([*(t.folded for t in said[:-1]), form]) for form in spotted.lexicon.forms(said[-1])}
            names = {name for name in names if len(name) > _LETTERS or _is_letters(at, spotted)}
            prefixes = tuple(sorted({prefix for name in names for prefix in known.get(name, ())}))
            elsewhere = None if prefixes else _elsewhere(names, said)
            if elsewhere:  # the corpus may have it under a name that only the table of members knows
                prefixes = tuple(
                    prefix for prefix, _name in linker.store.countries() if country_of(prefix) == elsewhere
                )
            if prefixes or elsewhere:
                spotted.places.append(Place(at, end, elsewhere.name if elsewhere else spotted.words(at, end), prefixes))
                spotted.take(at, end, "country")
                at = end - 1
                break
        at += 1


def _is_letters(at: int, spotted: Spotted) -> bool:
    """Whether two letters are a country's (`UK`, `NZ`) and no word.

    An ordinary word is one as a country is written, or behind an article, which no pronoun has: `US`, `the us`.
    """
    token, before = spotted.tokens[at], spotted.tokens[at - 1].folded if at else ""
    if spotted.lexicon.known.isdisjoint(token.forms) and token.folded not in spotted.lexicon.words("empty", "words"):
        return True
    written = token.text.isupper() and is_cased(spotted.tokens)
    return (written or before in spotted.lexicon.words("grammar", "definite")) and bool(country_named(token.folded))


def _elsewhere(names: set[str], said: Sequence[Token]) -> Country | None:
    """A member of the partnership that this corpus does not have, named with a capital letter."""
    if not said[0].text[:1].isupper() and said[0].text.isascii():
        return None
    for name in sorted(names):
        if country := country_named(name) or country_of_adjective(name):
            return country
    return None


def spot_misspelt_places(spotted: Spotted, linker: Linker) -> None:
    """Members of this corpus whose name holds a typing error: `Tarevnia`; what the corpus knows else is no error."""
    names = dict(linker.store.countries())
    for at in spotted.leftover():
        token = spotted.tokens[at]
        if spotted.claim[at] or not spotted.lexicon.known.isdisjoint(token.forms) or linker.knows(token.folded):
            continue
        for start, end in ((at - 1, at + 1), (at, at + 2), (at, at + 1)):
            if start < 0 or end > len(spotted.tokens) or any(spotted.claim[start:end]):
                continue
            said = [*(t.folded for t in spotted.tokens[start : end - 1]), spotted.tokens[end - 1].forms[-1]]
            prefixes = linker.country_near(" ".join(said))
            if prefixes:
                spotted.places.append(Place(start, end, names[prefixes[0]], prefixes))
                spotted.repairs.append((spotted.words(start, end).removesuffix("'s"), names[prefixes[0]]))
                spotted.take(start, end, "country")
                break
    spotted.places.sort(key=lambda place: place.start)


def spot_parts(spotted: Spotted, linker: Linker) -> None:
    """What is left may be a part of a name: "the lobbying commitment", "Lee's phone"."""
    heads = {at for at, claim in enumerate(spotted.claim) if claim.startswith("head ")}
    left = set(spotted.leftover()) | heads
    if not left:
        return
    free = [
        at in left or (not claim and spotted.tokens[at].folded in EMPTY_WORDS) for at, claim in enumerate(spotted.claim)
    ]
    links = [
        link
        for link in linker.candidates("title", spotted.tokens, free, known=spotted.lexicon.known)
        if set(link.used) & left
        and (len(link.used) > 1 or not link.repaired or len(spotted.tokens[link.start].text) >= 7)
    ]
    if links:
        best = links[0]
        group = [link for link in links if set(link.used) >= set(best.used)]
        names = tuple(dict.fromkeys(name for link in group for name in link.names))
        spotted.links.append(replace(best, kind="part of title", names=names))
    bodies = [link for link in linker.candidates("institution", spotted.tokens, free) if set(link.used) & left]
    if bodies:
        best = bodies[0]
        group = [link for link in bodies if set(link.used) >= set(best.used)]
        names = tuple(dict.fromkeys(name for link in group for name in link.names))
        spotted.links.append(replace(best, kind="part of institution", names=names))
    for at in sorted(left - heads):
        people = linker.part_of_person(spotted.tokens[at])
        if people:
            spotted.links.append(Link("part of person", at, at + 1, people, 0.5, 1.0, False, (at,)))
