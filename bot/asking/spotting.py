"""Spotting: which words of a question are codes, contacts, names, dates, fields … Each find consumes its words.

The order is that of the design notes: codes, contacts, whole names, phrases of the lexicon, dates, areas, countries,
parts of names. What is left at the end and carries meaning is what was not understood.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.asking.codes import CodeSpan, find_codes
from bot.asking.dates import Interval, find_intervals
from bot.asking.entities import Link, Linker, closest
from bot.asking.lexicon import Hit, Lexicon, detect, lexicon
from bot.asking.normalise import Question, Token, forms, normalise
from bot.records.countries import country_named, members
from bot.records.names import EMPTY_WORDS
from bot.records.store import Store

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w.])\+?\(?\d[\d ().\-/]{5,}\d(?!\w)")
_DATE_SHAPE = re.compile(r"(?:19|20)\d\d(?:\D{0,3}\d{1,4}){0,2}|\d{1,2}\D{1,3}\d{1,2}\D{1,3}(?:19|20)\d\d")
# How much of a name must be said, and how much of what is said must be in it, to take it before anything else.
_WHOLE_NAME = (0.75, 0.75)
_WHOLE_BODY = (0.85, 0.8)


@dataclass(frozen=True, slots=True)
class Contact:
    """An email address or a telephone number in a question, at word tokens `start:end`."""

    field: str
    start: int
    end: int
    typed: str


@dataclass(frozen=True, slots=True)
class Area:
    """A policy area named at word tokens `start:end`: the keys of the names that it covers."""

    start: int
    end: int
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A member of the partnership named at word tokens `start:end`; no prefixes: known, but not in this corpus."""

    start: int
    end: int
    name: str
    prefixes: tuple[str, ...]


@dataclass(slots=True)
class Spotted:
    """All that was found in a question; `claim[i]` says what word token i was taken for, empty: nothing yet."""

    question: Question
    tokens: list[Token]
    lexicon: Lexicon
    claim: list[str]
    codes: list[tuple[int, int, CodeSpan]] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    intervals: list[Interval] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    repairs: list[tuple[str, str]] = field(default_factory=list)

    def free(self) -> list[bool]:
        """Which word tokens nothing has claimed yet."""
        return [not claim for claim in self.claim]

    def take(self, start: int, end: int, what: str) -> None:
        """Claim word tokens."""
        for at in range(start, end):
            self.claim[at] = what

    def of(self, role: str, says: str | None = None) -> list[Hit]:
        """The hits of a role of the lexicon, or those that say one thing."""
        return [hit for hit in self.hits if hit.role == role and (says is None or hit.says == says)]

    def has(self, role: str, says: str) -> bool:
        """Whether a phrase says this."""
        return any(hit.role == role and hit.says == says for hit in self.hits)

    def words(self, start: int, end: int) -> str:
        """The question's own words at word tokens `start:end`."""
        if start >= end:
            return ""
        return self.question.text[self.tokens[start].start : self.tokens[end - 1].end]

    def leftover(self) -> list[int]:
        """Word tokens that nothing claimed and that carry meaning."""
        return [at for at, claim in enumerate(self.claim) if not claim and not self._empty(at)]

    def _empty(self, at: int) -> bool:
        return self.tokens[at].folded in EMPTY_WORDS or len(self.tokens[at].folded) == 1


def spot(text: str, store: Store, as_of: date, language: str = "auto", carried: str = "en") -> Spotted:
    """Find in a question all that the corpus and the lexicon know. `carried` is the thread's language so far."""
    question = normalise(text)
    tokens = [token for token in question.tokens if token.is_word]
    chosen = detect(tokens, carried) if language == "auto" else language
    linker = Linker(store)
    spotted = _pass(question, tokens, lexicon(chosen), linker, store, as_of)
    repaired = _repair(spotted, linker)
    if repaired:
        tokens = [
            replace(token, folded=to, forms=forms(to)) if (to := repaired.get(at)) else token
            for at, token in enumerate(tokens)
        ]
        spotted = _pass(question, tokens, lexicon(chosen), linker, store, as_of)
        spotted.repairs = [(question.text[tokens[at].start : tokens[at].end], to) for at, to in repaired.items()]
    _parts(spotted, linker)
    return spotted


def _pass(
    question: Question, tokens: list[Token], words: Lexicon, linker: Linker, store: Store, as_of: date
) -> Spotted:
    spotted = Spotted(question, tokens, words, [""] * len(tokens))
    _spot_codes(spotted, store)
    _spot_contacts(spotted)
    _spot_whole_names(spotted, linker)
    _spot_areas(spotted, linker, shortest=2)
    spotted.hits = _phrases(spotted)
    for hit in spotted.hits:
        if hit.role in ("ask", "unkept"):
            spotted.take(hit.start, hit.end, f"{hit.role} {hit.says}")
    spotted.intervals = find_intervals(
        question.text, tokens, words, as_of, [c.startswith(("ask", "unkept")) or not c for c in spotted.claim]
    )
    for interval in spotted.intervals:
        spotted.take(interval.start, interval.end, "date")
    _spot_areas(spotted, linker, shortest=1)
    _spot_places(spotted, linker)
    spotted.hits = [hit for hit in spotted.hits if _stands(hit, spotted)]
    for hit in spotted.hits:
        for at in range(hit.start, hit.end):
            spotted.claim[at] = spotted.claim[at] or f"{hit.role} {hit.says}"
    return spotted


def _stands(hit: Hit, spotted: Spotted) -> bool:
    """Whether a phrase is still one after dates, areas and places took their words."""
    return all(not claim or claim.split()[0] in ("ask", "unkept") for claim in spotted.claim[hit.start : hit.end])


# -- codes and contacts ------------------------------------------------------------------------------------------


def _spot_codes(spotted: Spotted, store: Store) -> None:
    prefixes = {prefix for prefix, _name in store.countries()} | {
        member.prefix for member in members() if member.prefix
    }
    ordinary = spotted.lexicon.known
    for span in find_codes(spotted.question.text, prefixes, store.by_number, ordinary):
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


# -- names -------------------------------------------------------------------------------------------------------


def _spot_whole_names(spotted: Spotted, linker: Linker) -> None:
    """Names that are said (nearly) whole: they go before field words, which a title may well contain."""
    light = EMPTY_WORDS | set(spotted.lexicon.words("empty", "words"))
    while True:
        free = spotted.free()
        bodies = linker.candidates("institution", spotted.tokens, free, light, spotted.lexicon.known)
        titles = linker.candidates("title", spotted.tokens, free, light, spotted.lexicon.known)
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


def _said(link: Link, enough: tuple[float, float], spotted: Spotted) -> bool:
    """Whether enough of a name was said, in at least two words that mean something."""
    meaningful = [at for at in link.used if spotted.tokens[at].folded not in EMPTY_WORDS]
    if len(meaningful) == 1 and link.kind == "institution" and link.exact:  # an abbreviation: "the MICT"
        return sum(char.isupper() for char in spotted.tokens[meaningful[0]].text) >= 2
    return link.recall >= enough[0] and link.precision >= enough[1] and len(meaningful) >= 2


def _rival(link: Link, best: Link) -> bool:
    """Whether a name explains the same words just as well."""
    if link is best or link.kind != best.kind or link.start >= best.end or best.start >= link.end:
        return False
    if best.kind == "person":
        return abs(link.recall - best.recall) < 0.03
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
    said = any(f" {word} " in f" {before} " for word in spotted.lexicon.words("intent", "about_area"))
    indefinite = link.start and folded[link.start - 1] in spotted.lexicon.words("intent", "indefinite")
    return said or bool(indefinite) or any(word in folded for word in spotted.lexicon.words("empty", "commitments"))


def _spot_areas(spotted: Spotted, linker: Linker, *, shortest: int) -> None:
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


def _spot_places(spotted: Spotted, linker: Linker) -> None:
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
            prefixes = tuple(sorted({prefix for name in names for prefix in known.get(name, ())}))
            elsewhere = None if prefixes else _elsewhere(names, said)
            if prefixes or elsewhere:
                spotted.places.append(Place(at, end, elsewhere or spotted.words(at, end), prefixes))
                spotted.take(at, end, "country")
                at = end - 1
                break
        at += 1


def _elsewhere(names: set[str], said: Sequence[Token]) -> str | None:
    """A member of the partnership that this corpus does not have, named with a capital letter."""
    if not said[0].text[:1].isupper() and said[0].text.isascii():
        return None
    found = next((country for name in sorted(names) if (country := country_named(name))), None)
    return found.name if found else None


# -- phrases -----------------------------------------------------------------------------------------------------


def _phrases(spotted: Spotted) -> list[Hit]:
    """Phrases of the lexicon among the unclaimed words; a longer one hides the shorter ones inside it."""
    free = spotted.free()
    found = [
        hit
        for at in range(len(spotted.tokens))
        if free[at]
        for hit in spotted.lexicon.hits(spotted.tokens, at)
        if all(free[hit.start : hit.end])
    ]
    kept = []
    for hit in found:
        hidden = any(
            other.size > hit.size and other.start <= hit.start and hit.end <= other.end and _hides(other, hit)
            for other in found
        )
        if not hidden:
            kept.append(hit)
    # of two fields' phrases that overlap without one holding the other, the longer (then the first) stands
    asks = sorted((hit for hit in kept if hit.role == "ask"), key=lambda hit: (-hit.size, hit.start))
    standing: list[Hit] = []
    for hit in asks:
        if all(
            hit.end <= other.start or other.end <= hit.start or (hit.start, hit.end) == (other.start, other.end)
            for other in standing
        ):
            standing.append(hit)
    kept = [hit for hit in kept if hit.role != "ask" or hit in standing]
    return sorted(set(kept), key=lambda hit: (hit.start, -hit.size, hit.role, hit.says))


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


# -- repair and parts --------------------------------------------------------------------------------------------


def _repair(spotted: Spotted, linker: Linker) -> dict[int, str]:
    """Words that neither corpus nor lexicon has, each with the word of the lexicon that it is a misspelling of."""
    known = spotted.lexicon.known
    found: dict[int, str] = {}
    for at in spotted.leftover():
        token = spotted.tokens[at]
        if len(token.folded) < 3 or not token.folded.isalpha():
            continue
        if not known.isdisjoint(token.forms) or linker.knows(token.folded):
            continue
        if token.text[:1].isupper() and token.text[1:].islower() and at > 0:
            continue  # a name of somebody or something that is not known is no misspelling
        to = closest(token.folded, sorted(known))
        if (
            to is not None
            and (to[:1] == token.folded[:1] or sorted(to) == sorted(token.folded))
            and _makes_sense(to, at, spotted)
        ):
            found[at] = to
    return found


def _makes_sense(word: str, at: int, spotted: Spotted) -> bool:
    """Whether `word` in that place would be part of a phrase that asks for something."""
    tokens = list(spotted.tokens)
    tokens[at] = replace(tokens[at], folded=word, forms=forms(word))
    return any(
        hit.role in (("ask", "intent", "value") if len(word) > 3 else ("empty",)) and hit.start <= at < hit.end
        for start in range(max(at - 5, 0), at + 1)
        for hit in spotted.lexicon.hits(tokens, start)
    ) or any(word in names for names in spotted.lexicon.data.get("date", {}).get("months", ()))


def _parts(spotted: Spotted, linker: Linker) -> None:
    """What is left may be a part of a name: "the lobbying commitment", "Lee's phone"."""
    left = set(spotted.leftover())
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
    for at in sorted(left):
        people = linker.part_of_person(spotted.tokens[at])
        if people:
            spotted.links.append(Link("part of person", at, at + 1, people, 0.5, 1.0, False, (at,)))
