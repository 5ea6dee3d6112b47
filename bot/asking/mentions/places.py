"""Countries, and their action plans by number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.asking.entities import is_cased
from bot.asking.lattice import COMPARING, Lattice, Mention, covering, once, ordinals, stretches, weights
from bot.records.countries import country_named, country_of, country_of_adjective

_PLACE_WORDS = 6
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_KOREAN_PLAN = re.compile(r"(?:제\s?)?(?<!\d)(\d{1,2})\s?차")


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


def find_plans(made: Lattice) -> Iterator[Mention]:
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
    for start, end in stretches(made.tokens, 2):  # "P2", "plan2"
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


_DIGITS = 3


def find_numbered(made: Lattice) -> Iterator[Mention]:
    """The commitment of a country's plan that has a number there: "commitment 3 of the Kenyan plan"."""
    prefixes = {prefix for one in made.mentions if one.kind == "place" and not one.cost for prefix in one.value[1]}
    signs = made.lexicon.words("grammar", "number_sign")
    for noun in [one for one in made.mentions if prefixes and one.says("noun", "singular")]:
        at = noun.end + (noun.end < len(made.tokens) and made.tokens[noun.end].folded in signs)
        number = made.tokens[at].folded if at < len(made.tokens) else ""
        if not number.isdecimal() or len(number) > _DIGITS:
            continue
        starts = [f"{prefix}-P" for prefix in sorted(prefixes)]
        known = {code: code for start in starts for code in made.store.beginning(start)}
        for start in starts:
            known |= made.store.tied(start)  # the plan's numbers hold under the codes of its pages too
        fitting = (code for key, code in known.items() if key.rpartition("-")[2] == str(int(number)))
        codes = tuple(dict.fromkeys(fitting))
        if not known:
            continue
        yield Mention(noun.start, at + 1, "numbered", codes, 0.05)
        for plan in [one for one in made.mentions if one.says("ask", "action_plan") and one.start > at]:
            yield Mention(plan.start, plan.end, "struck", None, 0.0)  # it tells which commitment, and asks nothing
