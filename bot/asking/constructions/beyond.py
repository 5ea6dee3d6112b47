"""Sets that are likened to a named commitment, and what is not reckoned: averages, things counted in each of a set."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator

from bot.asking.constructions.form import GROUPED, Candidate, FrameSubject, Make, QuestionForm, used_by_names
from bot.asking.frames import (
    Condition,
    Frame,
    Has,
    Listing,
    Lookup,
    Not,
    Refuse,
    all_of,
    among,
    any_of,
)  # fmt: skip
from bot.asking.grouped import points_at_country
from bot.asking.lattice import Lattice, Mention, once, ordinals, says
from bot.asking.pieces import Cond, Pieces
from bot.records.fields import FIELD

_DATED = ("start", "end")
_YEAR, _MONTH = 4, 7
"""Characters of an ISO date that tells no more than that."""
_NAMING = ("person", "lead_institution", "support_institutions", "policy_areas", "ogp_values")


def likened(f: QuestionForm) -> Iterator[Candidate]:
    """The commitments that state the same as a named one: "which start on the same day as KR0032?"."""
    p = f.p
    said = same_as_one(f)
    if not said:
        return
    names = {n: ns[0] for n, ns in p.asks.items() if len(ns) == 1}
    past = {n for cond in p.conds if cond.kind == "past" for n in cond.uses}
    running = p.said("intent", "running") | p.said("value", "status=Active")
    fields = tuple(dict.fromkeys(names.values())) or ("running",) * bool(running)
    uses = said | set(names) | p.said("intent", "list", "only", "every") | p.said("question") | p.said("noun") | running
    uses |= p.said("grammar", "other") | past
    rest = [(test, conds) for test, conds in p.groups if not any(_is_compared(cond, uses) for cond in conds)]
    kept = frozenset(uses | used_by_names(p) | p.connectives).union(*(c.uses for _t, conds in rest for c in conds))
    if len(fields) != 1 or not _is_likened(fields[0]):
        words = tuple(p.words(n) for n in sorted(said))
        yield Candidate("likened", kept, 0.1, Refuse("not_understood", words))
        return
    where = all_of(*(test for test, _conds in rest))
    make = _alike(p.made, fields[0], where)
    yield Candidate("likened", kept, 0.0, None, FrameSubject(tuple(p.named)), make)


def same_as_one(f: QuestionForm) -> set[int]:
    """The words by which commitments are sought that are like a named one in what else is said; or none."""
    p = f.p
    said = p.said("intent", "same")
    if not said or not likens(f):
        return set()
    together = any(p.items[n].end - p.items[n].start > 1 for n in said)
    told = p.asks or p.said("intent", "running") or p.said("value", "status=Active")
    return said if told or together else set()


def likens(f: QuestionForm) -> bool:
    """Whether commitments are sought that are like one that is named, so that nothing is asked of that one."""
    p = f.p
    if len(p.named) != 1 or len(p.named[0].codes) != 1:
        return False
    # some words are also one phrase with the noun: "commitments end"
    several = f.plural or says(p.made, "noun", "plural")
    same = any(one.says("intent", "same") and one.end - one.start > 1 for one in p.made.mentions)
    return several and (same or bool(p.said("intent", "same") and p.asks))


def _is_compared(cond: Cond, uses: set[int]) -> bool:
    """Whether a condition is made of the very words that say what is the same."""
    return cond.uses <= uses


def _is_likened(name: str) -> bool:
    return name in (*_DATED, "running", "country") or name in _NAMING or _is_term(name)


def _is_term(name: str) -> bool:
    return name in FIELD and FIELD[name].kind in ("choice", "yesno")


def _alike(made: Lattice, name: str, where: Condition) -> Make:
    """The others of which a field says what it says of one; that field of it, where it says nothing."""

    def listed(codes: tuple[str, ...]) -> Frame:
        test = _test(made, codes[0], name) if codes else None
        if test is None:
            return Lookup(codes, _DATED if name == "running" else (name,))
        return Listing(all_of(where, test, Not(among(codes))))

    return listed


def _test(made: Lattice, code: str, name: str) -> Condition | None:
    """What the documents of one commitment say of a field, as a condition on others."""
    store = made.store
    if name in (*_DATED, "running"):
        begins, ends = ("start", "end") if name == "running" else (name, name)
        row = store.columns([code], (begins, f"{begins}_from", f"{ends}_to")).get(code)
        if not row or None in row.values():
            return None
        first, last = row[f"{begins}_from"], row[f"{ends}_to"]
        words = made.lexicon.words
        units = {unit for unit in ("month", "year") if any(f" {word} " in made.text for word in words("date", unit))}
        said = len(str(row[name])) if name != "running" else 0  # "2016-07": a month
        if said == _YEAR or (said and "year" in units):
            first, last = f"{first[:4]}-01-01", f"{last[:4]}-12-31"
        elif said == _MONTH or (said and "month" in units):
            first, last = f"{first[:7]}-01", f"{last[:7]}-{monthrange(int(last[:4]), int(last[5:7]))[1]}"
        return Has(name, "within", (first, last), f"{first} – {last}")
    if name in _NAMING:
        ids = tuple(dict.fromkeys(number for _code, _field, number in store.uses_of([code], (name,))))
        found = store.names_by_id(ids)
        keyed = name in ("policy_areas", "ogp_values")
        tests = [Has(name, "is", (one.key if keyed else str(one.id),), one.name) for one in found]
        return any_of(*tests) if tests else None
    column = "prefix" if name == "country" else name
    value = store.columns([code], (column,)).get(code, {}).get(column)
    return Has(name, "is", (str(value),), str(value)) if value else None


# -- what is not reckoned ----------------------------------------------------------------------------------------------


def beyond(f: QuestionForm) -> Iterator[Candidate]:
    """What is understood and yet not reckoned: an average, things counted in each commitment, values without any."""
    p = f.p
    average = p.said("intent", "average", "median")
    unbounded = set() if f.yes_no or p.asks else (bound_said(p) or ("", 0, set[int]()))[2]
    words = (
        average
        or (p.none_of[1] if p.none_of else set())
        or counted_in_each(p)
        or valueless(p)
        or unbounded
        or _more_than_one(f)
        or later_than_nothing(f)
        or _no_such_group(p)
        or (
            (longest_plan(p.made) if not p.said("intent", "most", "fewest") else set())
            and {n for n, one in enumerate(p.items) if one.start in longest_plan(p.made)}
        )
    )
    if not words or not (f.plural or f.singular or p.conds or p.named or p.asks):
        return
    takes = set(p.asks) | p.said("intent") | p.said("question") | p.said("noun") | p.said("thread")
    told = {n for cond in p.conds if cond.kind != "text" for n in cond.uses}
    dear = 1.3 if p.none_of and any(cond.kind != "text" for cond in p.conds) else 0.1
    yield Candidate(
        "beyond",
        frozenset(takes | told | p.connectives | used_by_names(p)),
        dear,
        Refuse("not_understood", tuple(p.words(n) for n in sorted(words))),
    )


_VERB = 1
"""Words between a commitment and the most of something: "has", "with"."""
_MANNER = 3
"""Words between "no" and "commitments" that say which: "no starred commitments"."""


def counted_in_each(p: Pieces) -> set[int]:
    """The words for the most, or fewest, of what one commitment has: "the commitment with the most milestones"."""
    nouns = [p.items[n] for n in p.said("noun")]
    for number in sorted(p.said("intent", "most", "fewest")):
        one = p.items[number]
        if p.made.lexicon.particles:  # what is counted stands before the word, and the commitment behind it
            beside = {n for n in p.asks if p.items[n].end == one.start}
            has = any(0 <= noun.start - one.end <= _VERB for noun in nouns)
        else:
            beside = {n for n in p.asks if 0 <= p.items[n].start - one.end <= _VERB}
            before = [noun for noun in nouns if 0 <= one.start - noun.end <= _VERB]
            has = any(not p.made.broken(noun.end, one.start) for noun in before)
            has &= all(noun.start < one.start for noun in nouns)
        counted = any(name in GROUPED for n in beside for name in p.asks[n])
        if beside and (has or not counted):  # by nothing else are commitments counted
            return {number, *beside}
    return set()


_BOUNDS = (("at_most", "<="), ("at_least", ">="), ("more_than", ">"), ("fewer_than", "<"))
_LIKELY = 0.4
"""The least cost of a word that was mistyped."""


def _more_than_one(f: QuestionForm) -> set[int]:
    """The words for more, or fewer, than a single country has: "which countries have *more than* Ghana?"."""
    p = f.p
    said = p.said("intent", "more_than", "fewer_than")
    places = [cond for cond in p.conds if cond.kind == "place"]
    if not said or f.yes_no or len(places) != 1 or ("country",) not in p.asks.values():
        return set()
    return {n for n in said if p.items[n].end == places[0].start}


def _no_such_group(p: Pieces) -> set[int]:
    """The ordinal of a country where none has such a place: "the commitments of the *second country*"."""
    ranked = p.said("intent", "most", "fewest", "more", "fewer", "rank", "top", "first", "last")
    said = {n for n, one in enumerate(p.items) if ordinals(one)} - p.cond_uses
    return said if said and points_at_country(p.made) and not ranked else set()


@once
def longest_plan(made: Lattice) -> set[int]:
    """Where the words stand for how long an action plan is, which no document tells: "the *longest action plan*"."""
    said = [one for one in made.mentions if one.kind == "phrase" and one.says("intent", "longest", "shortest")]
    plans = [one for one in made.mentions if one.kind == "phrase" and one.says("ask", "action_plan")]
    spans = [(plan.start, plan.end) for plan in plans]
    nouns = [one for one in made.mentions if one.kind == "phrase" and one.says("noun")]
    nouns = [one for one in nouns if not any(start <= one.start and one.end <= end for start, end in spans)]
    for one in said:
        if any(noun.start == one.end or noun.end == one.start for noun in nouns):
            continue
        for plan in plans:
            before = 0 <= one.start - plan.end <= _COPULA and not any(noun.start < plan.start for noun in nouns)
            if plan.start == one.end or before:
                return {one.start, plan.start}
    return set()


_COPULA = 2
"""Words between a plan and what is said of it: "is the longest"."""


def later_than_nothing(f: QuestionForm) -> set[int]:
    """The words for later, or earlier, where several are sought and nothing is said to compare with.

    The latest of them is nobody's meaning: "which Irish commitments end *later*?".
    """
    p = f.p
    said = p.said("intent", "later", "earlier") - p.said("intent", "last", "first") - p.cond_uses
    several = says(p.made, "noun", "plural") and not f.singular
    compared = p.named or p.said("thread", "plural", "one", "both", "sides") or any(cond.start < 0 for cond in p.conds)
    return said if several and not compared else set()


@once
def bounds(made: Lattice) -> tuple[str, int, int, int] | None:
    """How many commitments are the least or the most, and where that stands: "*at least 50* commitments".

    What is counted stands behind; in Korean, before it.
    """
    likely = [one for one in made.mentions if one.cost < _LIKELY]
    nouns = [one for one in likely if one.kind == "phrase" and one.says("noun")]
    numbers = [one for one in likely if one.kind == "number"]
    before = bool(made.lexicon.particles)
    for intent, sign in _BOUNDS:
        for one in (m for m in likely if m.kind == "phrase" and m.says("intent", intent)):
            for other in numbers:  # "at least 50", "50 or more", "50개 이상"
                first, last = sorted((one, other), key=lambda each: each.start)
                if not 0 <= last.start - first.end <= before or made.broken(first.end, last.start):
                    continue
                gaps = [first.start - noun.end if before else noun.start - last.end for noun in nouns]
                if any(0 <= gap <= _MANNER for gap in gaps):
                    return sign, other.value, first.start, last.end
    return None


def bound_said(p: Pieces) -> tuple[str, int, set[int]] | None:
    """Such a bound with the mentions that say it, where they say nothing else."""
    found = bounds(p.made)
    if found is None:
        return None
    sign, number, start, end = found
    uses = {n for n, one in enumerate(p.items) if start <= one.start and one.end <= end}
    told = [n for n in uses if p.items[n].kind == "number"]
    intent = next(name for name, one in _BOUNDS if one == sign)
    return (sign, number, uses) if told and p.said("intent", intent) & uses else None


def _is_mark(one: Mention) -> bool:
    return any(name in FIELD and FIELD[name].kind == "yesno" for name in one.all("ask"))


def valueless(p: Pieces) -> set[int]:
    """The words for values that no commitment has: "which *countries* have *no commitments* about health?"."""
    missing = sorted(p.said("intent", "missing", "negation"))
    if not missing:
        return set()
    grouped = [m for m in p.items if {name for said in m.all("ask") for name in said.split(",")} & GROUPED]
    nouns = [m for m in p.made.mentions if m.says("noun", "plural")] if grouped else []
    for number in missing:
        one = p.items[number]
        for other in nouns:
            if p.made.lexicon.particles:
                told = other.end == one.start and any(m.start == one.end for m in grouped)
            else:
                told = 0 <= other.start - one.end <= _MANNER and any(0 <= one.start - m.end <= _VERB for m in grouped)
                told = told and not any(one.end <= m.start < other.start and not _is_mark(m) for m in grouped)
            if told:
                return {number} | {n for n, m in enumerate(p.items) if m.start <= other.start < m.end}
    return set()
