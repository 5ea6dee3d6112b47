"""What is said beside the question and may be left out.

Corrections, preambles, introductions, purposes, captions, parentheses; and words that say again what others say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from bot.asking.lattice import Lattice, Mention, covering, once, phrase_ends

_LONGEST_NAMED = 8
"""Words before a parenthesis that it may be another name of."""
_MEANT = frozenset({"code", "title", "place", "area", "person", "body"})
_SURE = 0.5
"""What a mention costs at most to be taken for what is meant."""
_PARENTHESIS = re.compile(r"\(([^()]*)\)|, ([^,()]*)(?=,)| [-–—]+ ([^()–—]*?) [-–—]+ ")


def find_struck(made: Lattice) -> Iterator[Mention]:
    """What is taken back in the same breath: "human… sorry, education commitments"."""
    for one in list(made.mentions):
        follows = any(map(made.content, range(one.end, len(made.tokens))))  # else nothing takes its place
        if one.kind == "phrase" and one.start and follows and one.says("thread", "correction"):
            first = max(0, one.start - 8)
            begin = max((at for at in range(first, one.start - 1) if made.broken(at, at)), default=first)
            apart = any(made.broken(at, at) for at in (one.start, one.end))
            for start in range(begin, one.start):
                if apart or _replaced(made, start, one):
                    yield Mention(start, one.end, "struck", None, 0.25 + 0.1 * (one.start - start))


def _replaced(made: Lattice, start: int, said: Mention) -> bool:
    """Whether behind a correction stands what stood before it: one country for another.

    Else it takes nothing back: "how many of Ireland's were actually finished".
    """
    before: set[str] = set()
    after: set[str] = set()
    for one in made.mentions:
        if one.cost < _SURE and (start <= one.start < one.end <= said.start or one.start >= said.end):
            kinds = [value.partition("=")[0] for role, value in one.senses if role == "value"]
            (before if one.end <= said.start else after).update(kinds if one.kind == "phrase" else [one.kind])
    return not before.isdisjoint(after)


def find_preambles(made: Lattice) -> Iterator[Mention]:
    """What leads up to a question and asks nothing: "I am writing a story and would like to know which …"."""
    for _start, end in phrase_ends(made, made.lexicon.words("grammar", "preamble")):
        begin = _breaks(made)[end - 1]
        if end - begin > (1 if made.lexicon.particles else 3):
            yield Mention(begin, end, "struck", None, 0.2 + 0.02 * (end - begin))


def find_introductions(made: Lattice) -> Iterator[Mention]:
    """What somebody says of themselves to begin with: "Soy nueva en esto", which asks for no commitment that is new."""
    for start, end in introductions(made):
        yield Mention(start, end, "struck", None, 0.0)


@once
def introductions(made: Lattice) -> list[tuple[int, int]]:
    """Where somebody says that all this is new to them, each such stretch whole."""
    found = list(phrase_ends(made, made.lexicon.words("grammar", "newcomer")))
    return [
        (start, end)
        for start, end in found
        if not any(first <= start and end <= last and last - first > end - start for first, last in found)
    ]


def find_soles(made: Lattice) -> Iterator[Mention]:
    """The word that one is sought, beside a noun that says so too: "which *single* action plan has the most …?"."""
    sole = frozenset(made.lexicon.words("grammar", "sole"))
    nouns = [one for one in made.mentions if one.kind == "phrase" and not one.cost and one.says("ask")]
    before = {one.end for one in made.mentions if one.kind == "phrase" and one.says("question", "what", "who")}
    starts, ends = {one.start for one in nouns}, {one.end for one in nouns}
    for at, token in enumerate(made.tokens):
        if sole.isdisjoint((token.folded, *token.forms)) or made.broken(at, at):
            continue
        beside = at in ends if made.lexicon.particles else at in before and at + 1 in starts
        if beside:
            yield Mention(at, at + 1, "struck", None, 0.0)


_RATED = frozenset(
    {"completion", "potential_impact", "specificity", "ogp_values", "early_results", "starred", "ambition"}
)


def find_givers(made: Lattice) -> Iterator[Mention]:
    """The reviewers as those who say what is asked for, which only they do: "the impact that *the IRM gave* it".

    So are they behind a word for whose word it is: "starred *by the IRM*", "*according to the reviewers*".
    """
    if not any(_is_rated(one) for one in made.mentions):
        return
    words = made.lexicon.words
    verbs = list(phrase_ends(made, (*words("grammar", "gives"), *words("grammar", "opines"))))
    agents = {end: start for start, end in phrase_ends(made, words("grammar", "agent"))}
    definite = {*words("grammar", "definite")}
    for start, end in phrase_ends(made, words("grammar", "reviewers")):
        before = start - (start > 0 and made.tokens[start - 1].folded in definite)
        if (begin := agents.get(before, agents.get(start))) is not None:
            yield Mention(begin, end, "struck", None, 0.0)
        for first, last in verbs:
            begin, stop = min(start, first), max(end, last)
            between = range(end, first) if first >= end else range(last, start)
            if len(between) <= _GIVEN and not any(map(made.content, between)) and not made.broken(begin + 1, stop - 1):
                yield Mention(begin, stop, "struck", None, 0.0)


def _is_rated(one: Mention) -> bool:
    """Whether some words ask for what the reviewers rate, or say what they found."""
    if one.kind != "phrase" or one.cost:
        return False
    told = {name.partition("=")[0] for name in one.all("value")}
    return not _RATED.isdisjoint({*",".join(one.all("ask")).split(","), *told})


_GIVEN = 3
"""Words between the reviewers and what they do: "l'IRM *a-t-il* attribué"."""


def find_undertakings(made: Lattice) -> Iterator[Mention]:
    """What is to be done with a thing, behind the word for a promise: "Tanzania's promise *to pass* a law on …"."""
    words = made.lexicon.words
    leads, ends = frozenset(words("grammar", "undertaking")), tuple(words("grammar", "infinitive"))
    promises = {one.end for one in made.mentions if one.kind == "phrase" and one.says("noun", "singular")}
    promises |= {end for _start, end in phrase_ends(made, words("grammar", "promising"))}
    for at in range(1, len(made.tokens) - 1):
        verb, before = made.tokens[at], made.tokens[at - 1]
        elided = before.end == verb.start or "'" in verb.text  # "d'adopter"
        begin = at if elided and before.folded not in leads else at - 1
        led = before.folded in leads or (elided and verb.text.casefold().startswith("d'"))
        near = any(end in promises for end in range(max(begin - _PROMISER, 0), begin + 1))
        if (
            led
            and near
            and verb.folded.endswith(ends)
            and made.content(at)
            and any(map(made.content, range(at + 1, len(made.tokens))))
        ):
            yield Mention(begin, at + 1, "struck", None, 0.2)


_PROMISER = 3
"""Words between a promise and what is undertaken: "promesa *de Tanzania* de aprobar"."""


def find_containing(made: Lattice) -> Iterator[Mention]:
    """The verb of having before the most, or the fewest, commitments: "which plan *contains* the most …"."""
    nouns = {one.start for one in made.mentions if one.kind == "phrase" and one.says("noun", "plural")}
    most = [one for one in made.mentions if one.kind == "phrase" and one.says("intent", "most", "fewest")]
    counted = {one.start for one in most if not one.cost and nouns & set(range(one.start, one.end + 3))}
    articles = frozenset(made.lexicon.words("grammar", "definite"))
    for start, end in phrase_ends(made, made.lexicon.words("grammar", "says_text")):
        behind = end + (end < len(made.tokens) and made.tokens[end].folded in articles)
        if (end in counted or behind in counted) and start and made.tokens[start - 1].folded not in articles:
            yield Mention(start, end, "struck", None, 0.0)


def find_purposes(made: Lattice) -> Iterator[Mention]:
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
    asking = {one.end for one in made.mentions if one.kind == "phrase" and not one.cost and one.says("ask")}
    for start, behind in {**told, **opened}.items():
        if start in asking and not made.broken(start, start):
            continue  # "who is responsible *for the publication* of …": what is asked is of that
        end = next((at for at in range(start + 1, len(made.tokens)) if breaks[at] > start), len(made.tokens))
        named = [at for at in range(behind, min(end, behind + 5)) if made.tokens[at].folded in occasions]
        if any(made.tokens[at].folded in many for at in range(start, end)):
            continue
        first = breaks[start] == start
        # "For tomorrow's call with them I need …", "I write a note on GE-P2-12"
        asks = [at for at in range(behind + 1, end) if at in begins or at in fixed]
        end = min([end, *asks])
        named = [at for at in named if at < end]
        place = _place_meant(made, start, end) if first and start in told else None
        asked = any(one.says("ask") and one.start >= (place or end) for one in made.mentions)
        if place and asked and any(at < place for at in named):
            yield Mention(start, place, "struck", None, 0.0)  # "I write a letter to the contacts: who are they?"
            continue
        if start in told and start not in opened and (not _speaks_of(made, start, end) or _points(made, start, end)):
            continue
        if _names_within(made, start, end) and _points(made, start, end):
            continue  # "for my profile of Hungary, which of *its* commitments …"
        aside = start in told and _asked_elsewhere(made, start, end)
        colon = ":" in made.between(end, end) and start in opened and end < len(made.tokens)
        if (first and (named or colon or aside)) or (named and start in opened and end == len(made.tokens)):
            place = _place_meant(made, start, end)
            far = 0.0 if place or (named and colon) else 0.1 + 0.02 * (end - start)
            yield Mention(start, place or end, "struck", None, far)


def _place_meant(made: Lattice, start: int, end: int) -> int | None:
    """Where a purpose names the only place of a message: "I prepare a note on *Tunisia*: how many commitments …"."""
    places = [one for one in made.mentions if one.kind == "place" and not one.cost and one.end - one.start <= 4]
    by_country = any(one.says("ask", "country") for one in made.mentions if one.kind == "phrase" and not one.cost)
    if by_country or any(one.end <= start or one.start >= end for one in places):
        return None
    return min((one.start for one in places if start < one.start), default=None)


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


def find_captions(made: Lattice) -> Iterator[Mention]:
    """What a colon sets before a question of codes: "Two laws on the same: which is further, GE-P2-1 or GE-P2-2?"."""
    coded = [one.start for one in made.mentions if one.kind == "code"]
    end = next((at for at in range(1, len(made.tokens)) if ":" in made.between(at, at)), 0)
    asks = any(
        one.kind == "phrase" and (one.says("ask") or one.says("question")) and one.end <= end for one in made.mentions
    )
    if end and coded and min(coded) >= end and not asks:
        yield Mention(0, end, "struck", None, 0.1 + 0.02 * end)


def find_parentheses(made: Lattice) -> Iterator[Mention]:
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
    named = {at for one in made.mentions if one.kind in ("code", "contact") for at in range(one.start, one.end)}
    named |= {one.start for one in made.mentions if one.kind == "place" and made.tokens[one.start].text[-2:-1] in "'’"}
    inserted = made.lexicon.words("grammar", "inserted")
    including = {*made.lexicon.words("grammar", "including")}
    for found in _PARENTHESIS.finditer(made.question.text):
        start, end = covering(made.tokens, *found.span(found.lastindex or 0))
        if not found[0].startswith("(") and not any(at == start for at, _end in phrase_ends(made, inserted)):
            continue
        if 0 < start < end and not including.isdisjoint(form for form in made.tokens[end - 1].forms):
            yield Mention(start, end, "struck", None, 0.0)  # "2017년 이후(2017년 포함)"
        value = any((one.start, one.end) == (start, end) and one.says("value") for one in made.mentions)
        if value and found[0].startswith("(") and start and made.content(start - 1) and start - 1 not in fixed:
            yield Mention(start - 1, start, "struck", None, 0.3)  # "stalled (not started)"
        if not 0 < start < end or not fixed.isdisjoint(range(start, end)):
            continue
        coded = any(one.kind == "code" and one.end == start for one in made.mentions)
        yield Mention(start, end, "struck", None, 0.1 if coded or _is_other_name(made, start, end) else 0.35)
        if not found[0].startswith("("):
            continue
        latin = _is_other_name(made, start, end)
        called = found[1].strip()[:1] in _QUOTES and found[1].strip()[-1:] in _QUOTES
        for first in range(start - 1, max(_breaks(made)[start - 1], start - _LONGEST_NAMED) - 1, -1):
            if first in (named if called else fixed) and not (latin and first in unkept):
                break
            if made.content(first):
                far = 0.05 + 0.15 * (start - first - 1) if latin or called else 0.35 + 0.03 * (start - first)
                yield Mention(first, start, "struck", None, far)


_QUOTES = "\"'“”„«»‘’"
"""Around what something is called: "Mexico's open spending ('Gasto abierto') commitment"."""


def _is_other_name(made: Lattice, start: int, end: int) -> bool:
    """Whether a parenthesis says in English what the Korean before it says: "사회 감사(Social Audit)"."""
    if not made.lexicon.particles or made.between(start, start) != "(":
        return False
    return all(t.text.isascii() for t in made.tokens[start:end]) and not made.tokens[start - 1].text.isascii()


def find_set_apart(made: Lattice) -> Iterator[Mention]:
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
