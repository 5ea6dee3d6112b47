"""Constructions about one set: lists, counts, groups, rankings, extremes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from bot.asking.conditions import fits
from bot.asking.constructions.beyond import (
    bound_said,
    bounds,
    counted_in_each,
    later_than_nothing,
    longest_plan,
    valueless,
)
from bot.asking.constructions.form import (
    CONTACT_FIELDS,
    GROUPED,
    MOST_DIMENSIONS,
    Candidate,
    QuestionForm,
    asks_gist,
    fares,
    fields_asked,
    looking_verbs,
    noun_cost,
    used_by,
    which_are_so,
)
from bot.asking.constructions.named import orders_said
from bot.asking.frames import (
    Condition,
    Count,
    Extreme,
    Frame,
    Group,
    Has,
    Listing,
    Not,
    Rank,
    Several,
    all_of,
    conjuncts,
)
from bot.asking.lattice import ordinals
from bot.asking.pieces import RESTRICTING, Cond, Pieces
from bot.records.fields import CONTACTS, FIELD
from bot.records.frozen import replace
from bot.records.text import fold


def listing(f: QuestionForm) -> Iterator[Candidate]:
    """The commitments of a set."""
    p = f.p
    if p.named or valueless(p) or not (p.groups or f.plural or p.said("intent", "list", "every")):
        return
    fields, asks = fields_asked(p)
    takes = (
        p.said("intent", "list", "only", "every", "total", "exists", "everywhere")
        | p.said("question", "what")
        | looking_verbs(p)  # "on how far along they are"
    )
    if clause := which_are_so(p.made):
        takes |= {
            n for n in p.said("intent", "overview") | p.said("thread", "correction") if p.items[n].start in clause
        }
    code = {n for n, names in p.asks.items() if names == ("code",)}
    order, descending, sorted_by = _sorting(p)
    limit, numbers = limit_said(p) if order else (None, set())
    dear = noun_cost(f)
    if not p.groups:
        dear += 0.25 if f.plural or p.said("thread", "plural") else 0.9
        pointed = any(one.says("thread", "plural", "person") for one in p.made.mentions if one.kind == "phrase")
        dear += 1.2 * (pointed and not p.said("intent", "every"))  # "who leads them?" is not asked of all
    if f.singular and not f.plural:
        dear += 0.15
    dear += 1.2 * _asks_why(p)
    dear += 0.9 * (asks_gist(p.made) and not f.plural)  # "what is the lobbying one about?"
    if f.yes_no:
        dear += 0.45
    if p.said("question", "who") and not fields:
        dear += 0.35
    if fields and not sorted_by:
        dear += 0.12 if f.plural else 0.55
        if fields == ("title",):
            dear -= 0.1
        if fields == ("country",):
            dear += 0.3
        marks = any(FIELD[name].kind == "yesno" for name in fields if name in FIELD)
        dear += 0.3 * (marks and f.plural and not f.wh)  # "starred Swedish commitments?" are those that are starred
    if any(len(conds) > 1 for _t, conds in p.groups):
        dear += 0.3 * bool(p.said("intent", "group") & p.said("thread", "sides", "both"))  # "A or B: complete in each?"
    if all(cond.kind == "text" for cond in p.conds) and p.conds and not (f.plural or f.singular or takes):
        dear += 0.1 * len(p.made.tokens)
    yield Candidate(
        "listing",
        used_by(p, takes, asks, code, sorted_by, numbers),
        dear,
        Listing(
            p.where,
            tuple(n for n in fields if n != "title" and (not sorted_by or n != order)),
            order,
            descending,
            limit,
        ),
    )


def _asks_why(p: Pieces) -> bool:
    """Whether nothing but "why" asks for a field: of a set, it asks for a reason, and not for the problems."""
    why = p.made.lexicon.words("grammar", "why")
    asking = [p.items[n] for n in p.asks if "problem" in p.asks[n]]
    return bool(asking) and all(" ".join(t.folded for t in p.made.tokens[one.start : one.end]) in why for one in asking)


def _sorting(p: Pieces) -> tuple[str, bool, set[int]]:
    if said := p.said("intent", "alphabetical"):
        return "title", False, said
    said = p.said("intent", "sorted")
    if not said:
        return "", False, set()
    names = {name for ns in p.asks.values() for name in ns}
    order = next((name for name in ("start", "end", "title", "cycle") if name in names), "end")
    down = p.said("intent", "last")
    return (
        order,
        bool(down),
        said
        | down
        | p.said("intent", "first")
        | {n for n, ns in p.asks.items() if set(ns) <= {"start", "end", "title", "cycle"}},
    )


def limit_said(p: Pieces) -> tuple[int | None, set[int]]:
    """How many are wanted: "top 5", "the three …"."""
    for number, one in enumerate(p.items):
        if one.kind == "number" and 0 < one.value < 1000:
            return one.value, {number}
    return None, set()


def count(f: QuestionForm) -> Iterator[Candidate]:
    """How many commitments a set has, or how many different countries, institutions, plans."""
    p = f.p
    said = p.said("intent", "count") | p.said("thread", "that_many")
    if not said or p.named or valueless(p):
        return
    takes = (
        said | p.said("intent", "total", "only", "list", "exists", "every", "everywhere") | p.said("thread", "plural")
    )
    _fields, asks = fields_asked(p)
    behind = [
        n for n in asks if p.asks[n][0] in GROUPED and any(0 <= p.items[n].start - p.items[s].end <= 1 for s in said)
    ]
    if behind:
        name = p.asks[behind[0]][0]
        if name in ("country", "lead_institution", "policy_areas", "action_plan", "person", "cycle", "ogp_values"):
            rest = {n for n in asks if n not in behind and p.asks[n][0] in ("lead_institution", "country")}
            counted = any(p.items[n].start - p.items[s].end == 0 for n in p.said("noun") for s in said)
            yield Candidate("count", used_by(p, takes, behind, rest), 0.05 + 0.3 * counted, Count(p.where, name))
        elif name in CONTACT_FIELDS and sum(m.says("intent", "count") and not m.cost for m in p.made.mentions) == 1:
            # "how many emails do you know in Ghana?": so many commitments state one
            stated = Not(Has(name, "missing", (), name))
            knows = p.said("intent", "present", "exists")
            yield Candidate("count", used_by(p, takes, behind, knows), 0.05, Count(all_of(p.where, stated)))
    dear = 0.0 if f.plural or not (said & p.said("thread", "that_many")) else 0.1
    dear += 0.8 * (sides_counted(p) is not None or _counted_within(p, _how_many(p)))
    if not p.groups:
        dear += 0.05 if f.plural or p.said("thread", "plural") or p.said("intent", "total") else 0.5
    yield Candidate("count", used_by(p, takes), dear, Count(p.where))


def average(f: QuestionForm) -> Iterator[Candidate]:
    """How many commitments each country, plan or institution has on average."""
    p = f.p
    said = p.said("intent", "average")
    if not said or p.named or any(names[0] not in _AVERAGED for names in p.asks.values()):
        return
    takes = said | p.said("intent", "count", "every", "total", "group", "present", "exists")
    takes |= p.said("question", "what", "how")
    takes |= p.said("grammar", "by", "each")
    for number, names in sorted(p.asks.items())[:MOST_DIMENSIONS]:
        yield Candidate("average", used_by(p, takes, {number}), -0.3, Count(p.where, names[0], average=True))
    counted = p.said("intent", "count")
    if counted and not p.asks and f.plural and not any(cond.kind in ("place", "plan") for cond in p.conds):
        yield Candidate("average", used_by(p, takes), 0.3, Count(p.where, "country", average=True))


_AVERAGED = ("country", "action_plan", "lead_institution", "policy_areas", "cycle")
"""Fields by whose values a number of commitments has an average."""


def _says_countries(p: Pieces, cond: Cond) -> bool:
    """Whether a condition is a region with the word for countries: "*African countries*"."""
    return _is_region(cond) and any(p.items[n].says("ask", "country") for n in cond.uses)


def _is_region(cond: Cond) -> bool:
    return cond.kind == "place" and isinstance(cond.test, Has) and len(cond.test.values) > 1


def _by_two(p: Pieces, takes: set[int]) -> Iterator[Candidate]:
    """The groups by each of two fields, one after the other: "how many *by country and year*?"."""
    joints = {p.items[n].start for n in p.said("intent", "and")}
    asked = [(n, name) for n, names in p.asks.items() if (name := next((one for one in names if one in GROUPED), ""))]
    for (first, one), (second, other) in pairwise(asked):
        ends, begins = p.items[first].end, p.items[second].start
        after_by = any(p.items[n].end == p.items[first].start for n in p.said("grammar", "by"))
        if after_by and one != other and ends in joints and begins - ends in (1, 2):
            frames = Several((Group(p.where, one), Group(p.where, other)))
            yield Candidate("group", used_by(p, takes, {first, second}), 0.0, frames)


def group(f: QuestionForm) -> Iterator[Candidate]:
    """How many commitments of a set each value of a field has."""
    p = f.p
    if p.none_of and not p.named and any(cond.kind != "text" for cond in p.conds):
        # that none *mentions* something is not told: its documents may say it in other words
        dimension, none = p.none_of
        takes = p.said("intent", "list", "count", "present", "exists", "every", "total") | p.said("question")
        yield Candidate("group", used_by(p, takes, none), 0.0, Group(p.where, dimension, "=", 0))
    if p.named or valueless(p):
        return
    if region := [cond for cond in p.conds if _is_region(cond)]:  # "which African countries?", "countries of Africa"
        asks = {n for n, names in p.asks.items() if names == ("country",)}
        near = any(
            abs(p.items[n].start - one.end) <= 1 or abs(one.start - p.items[n].end) <= 2 for n in asks for one in region
        )
        if not f.plural and (near or any(_says_countries(p, cond) for cond in region)) and len(asks) == len(p.asks):
            takes = p.said("intent", "list", "count", "present", "exists", "every", "everywhere") | p.said("question")
            yield Candidate("group", used_by(p, takes, asks), 0.1, Group(p.where, "country"))
    yield from _bounded(p)
    yield from _fared(f)
    yield from _years_of_plans(f)
    yield from _over_the_years(f)
    by = p.said("intent", "group") | p.said("grammar", "by")
    count_words = p.said("intent", "count")
    spelt = {n for n in p.asks if by_glued(p, n)}
    for number, names in list(p.asks.items())[:MOST_DIMENSIONS]:
        name = next((n for n in names if n in GROUPED), "")
        if not name:
            continue
        one = p.items[number]
        beside = {
            n
            for n in by
            if abs(one.start - p.items[n].end) <= 2
            or abs(p.items[n].start - one.end) <= 2
            or p.items[n].says("intent", "group")
        }
        glued = number in spelt
        takes = beside | p.said("intent", "list", "only", "total", "every", "everywhere", "and") | count_words
        told = {cond.field for cond in p.conds}
        rest = {n for n in p.asks if n != number and (p.asks[n][0] == name or set(p.asks[n]) & told)}
        needless = 0.0 if p.groups or f.plural or count_words or p.said("thread") or p.said("question", "what") else 0.6
        needless += 0.3 * bool(spelt and not glued)  # "국가별 별표 공약": by country, not by star
        free = [t for t, c in p.groups if any(x.uses for x in c) or name not in {x.field for x in c}]
        if beside or glued:
            yield Candidate("group", used_by(p, takes, {number}, rest), needless, Group(all_of(*free), name))
        elif (p.groups or f.plural) and name in (
            "country",
            "lead_institution",
            "policy_areas",
            "action_plan",
            "ogp_values",
        ):
            # "which countries have whistleblower commitments?"
            asked = {
                n for n in p.said("question", "what") if p.items[n].end <= one.start and one.start - p.items[n].end <= 1
            }
            which = p.made.lexicon.words("question", "what")
            within = any(token.folded in which for token in p.made.tokens[one.start : one.end])  # "in which country"
            several = name == "action_plan" and p.made.tokens[one.end - 1].folded.endswith("s")  # "which *plans* …?"
            if asked or within or (count_words and name != "country"):
                yield Candidate(
                    "group",
                    used_by(p, takes, {number}, asked, p.said("intent", "present", "exists")),
                    0.15 + 0.15 * (not f.plural) + 0.3 * (name != "country" and not several),
                    Group(p.where, name),
                )
    yield from _by_two(p, by | count_words | p.said("intent", "list", "total", "every", "and"))
    for number in p.said("intent", "group"):  # Korean: one word for "by country"
        words = p.made.words(p.items[number].start, p.items[number].end)
        for name, listed in p.made.lexicon.data.get("grouped", {}).items():
            if any(word in words for word in listed):
                yield Candidate(
                    "group", used_by(p, {number}, p.said("intent", "count", "list", "total")), 0.0, Group(p.where, name)
                )


def _fared(f: QuestionForm) -> Iterator[Candidate]:
    """How far a set's commitments got: "*how is* Albania *doing* overall?", "¿*cómo le fue a* Chile con su plan?"."""
    p, made = f.p, f.p.made
    scopes = all(cond.kind in RESTRICTING or cond.field == "policy_areas" for cond in p.conds)
    summed = {n for n, names in p.asks.items() if names == ("summary",)}  # "a short summary of how Mongolia did"
    if len(summed) < len(p.asks) or not p.conds or not scopes:
        return
    if p.said("intent", "count", "most", "fewest", "share", "list"):
        return
    last = max((cond.end for cond in p.conds), default=0)
    if fares(made, last):
        takes = p.said("question", "how", "where") | p.said("noun") | p.said("intent", "total", "every")
        yield Candidate(
            "group", used_by(p, takes, summed, p.said("thread", "pronoun")), -0.05, Group(p.where, "completion")
        )


def _years_of_plans(f: QuestionForm) -> Iterator[Candidate]:
    """The cycles of a country's plans, which are when these were submitted: "when did Chile submit its plan?"."""
    p = f.p
    fields, asks = fields_asked(p)
    plans = "action_plan" in fields or any(cond.kind == "plan" for cond in p.conds)
    placed = any(cond.kind == "place" for cond in p.conds)
    told = placed and all(cond.kind in ("place", "plan") for cond in p.conds)
    when = p.said("question", "when")  # by itself it asks for dates, which are those of commitments
    others = set(fields) - {"cycle", "action_plan"} - ({"start", "end"} if when else set())
    if told and plans and "cycle" in fields and not others and not f.plural:
        takes = when | p.said("question", "what") | p.said("thread", "pronoun") | p.said("intent", "list")
        known = p.made.store.has_any(*fits(p.where))
        frame = Group(p.where, "cycle") if known else Listing(p.where)
        yield Candidate("group", used_by(p, asks, takes), 0.0, frame)


def _over_the_years(f: QuestionForm) -> Iterator[Candidate]:
    """How a number of commitments changed, by the years of their plans: "between 2012 and 2014", "over the years"."""
    p = f.p
    moved, counted = p.said("intent", "changes"), p.said("intent", "count")
    yearly = {n for n, names in p.asks.items() if "cycle" in names}
    if moved and counted and len(p.asks) == len(yearly):
        takes = p.said("question", "how", "what") | p.said("grammar", "by") | p.said("intent", "total", "group")
        yield Candidate("group", used_by(p, moved, counted, yearly, takes), 0.0, Group(p.where, "cycle"))


def _bounded(p: Pieces) -> Iterator[Candidate]:
    """The countries, institutions or areas that have so many: "which countries have at least 50 commitments?"."""
    bound = bound_said(p)
    if bound is None:
        return
    sign, limit, uses = bound
    leads = {n for n, names in p.asks.items() if names[0] in ("lead_institution", "support_institutions")}
    for number, names in list(p.asks.items())[:MOST_DIMENSIONS]:
        name = next((n for n in names if n in GROUPED), "")
        if not name or (FIELD.get(name) and FIELD[name].kind == "yesno"):
            continue
        same = {n for n, other in p.asks.items() if n != number and name in other}
        role = leads if name in ("lead_institution", "country", "person") else set[int]()
        takes = p.said("intent", "count", "list", "total", "present", "exists", "every", "only", "everywhere")
        used = used_by(p, takes, uses, {number}, same, role, p.said("question", "who", "what"))
        yield Candidate("group", used, 0.0, Group(p.where, name, sign, limit))


def by_glued(p: Pieces, number: int) -> bool:
    """Whether Korean "by" is glued to the word for a field: "이행 정도별"."""
    one, glued = p.items[number], p.made.lexicon.words("grammar", "glued_by")
    return p.made.words(one.start, one.end).endswith(glued)


def rank(f: QuestionForm) -> Iterator[Candidate]:
    """The countries, institutions or areas with the most or fewest commitments of a set."""
    p = f.p
    most, fewest = p.said("intent", "most"), p.said("intent", "fewest")
    if p.said("question", "what", "who") and not most and not fewest and p.asks:
        most, fewest = p.said("intent", "more"), p.said("intent", "fewer")
    if p.made.lexicon.particles and not (most or fewest) and any(max(ordinals(one), default=0) > 1 for one in p.items):
        most, fewest = p.said("intent", "more"), p.said("intent", "fewer")  # "두 번째로 많은"
    if p.said("question", "who") or ("country",) in p.asks.values():
        better, worse = done_better(p)
        most, fewest = most | better, fewest | worse
    ranked = p.said("intent", "rank")
    if p.named or not (most or fewest or ranked) or counted_in_each(p) or bounds(p.made):
        return
    limit, numbers = limit_said(p)
    place, ordinal = 1, set[int]()
    for number, one in enumerate(p.items):
        if found := [k for k in ordinals(one) if k > 1]:
            place, ordinal = found[0], {number}
    whole = bool(ranked) and not (most or fewest or numbers or ordinal)  # "rank the years by their commitments"
    takes = (
        most
        | fewest
        | ranked
        | numbers
        | ordinal
        | p.said("intent", "count", "list", "total", "top", "group", "present", "everywhere", "only")
        | p.said("grammar", "by")
    )
    descending = bool(most or ranked) and not fewest
    dims = [(number, next((n for n in names if n in GROUPED), "")) for number, names in sorted(p.asks.items())]
    yearly = any(token.folded in p.made.lexicon.words("date", "year") for token in p.made.tokens)
    dims = [(number, name) for number, name in dims if name not in ("start", "end") or yearly]
    dims = [(number, name) for number, name in dims if name and not (FIELD.get(name) and FIELD[name].kind == "yesno")]
    dims = [one for one in dims[:MOST_DIMENSIONS] if one[1] not in CONTACTS]  # nobody is ranked by an address
    where = p.where
    for number, name in dims:
        alike = (name, "cycle") if name in ("start", "end") else (name,)  # "*what year* did most commitments end?"
        others = {n for n, other in dims if n != number and other in alike}
        role = {
            n
            for n in p.asks
            if n != number
            and p.asks[n][0] in ("lead_institution", "support_institutions")
            and name in ("lead_institution", "country")
        }
        dear = 0.0 if name in ("country", "lead_institution", "policy_areas", "person") else 0.1
        dear += 0.3 * bool(p.said("intent", "share", "rate"))  # "the highest share of starred ones": not the most
        if name == "action_plan" and longest_plan(p.made):  # "the longest plan, I mean the one with most commitments"
            role |= p.said("intent", "longest" if descending else "shortest")
        several = not (limit or ordinal) and _asks_for_several(p, number)
        one_way = Rank(where, name, descending, limit or (_LEADING if several else 1), place)
        both_ways = bool(most - fewest and fewest - most) and not limit and place == 1
        ranking: Frame = Group(where, name) if whole else one_way
        if both_ways:  # "which has the most, and which the fewest?"
            ranking = Several((replace(one_way, descending=True), replace(one_way, descending=False)))
        yield Candidate("rank", used_by(p, takes, {number}, others, role), dear, ranking)
    if not dims:
        who = p.said("question", "who", "what")
        places = [conds for _t, conds in p.groups if all(c.kind == "place" for c in conds) and len(conds) > 1]
        if who or ranked or places or f.plural:
            if p.said("question", "who") and any(c.kind == "place" for c in p.conds) and not places:
                yield Candidate("rank", used_by(p, takes), 0.2, Rank(where, "person", descending, limit or 1, place))
            yield Candidate(
                "rank",
                used_by(p, takes),
                0.25 if who or places else 0.5,
                Rank(where, "country", descending, limit or (len(places[0]) if places else 1), place),
            )


_LEADING = 5
"""Values that are told where several are asked for, and not how many: "which countries have the most …?"."""


def _asks_for_several(p: Pieces, number: int) -> bool:
    """Whether the word for what is ranked is one of several: "which *countries*", French "*quels* pays"."""
    words, one = p.made.lexicon.words("grammar", "several"), p.items[number]
    return any(token.folded in words for token in p.made.tokens[max(0, one.start - 1) : one.end])


def done_better(p: Pieces) -> tuple[set[int], set[int]]:
    """The words for having completed more, and fewer: "who did *better* at finishing, the UK or the USA?"."""
    if not any(cond.field == "completion" for cond in p.conds):
        return set(), set()
    return p.said("intent", "higher"), p.said("intent", "lower")


def extreme(f: QuestionForm) -> Iterator[Candidate]:
    """The commitments of a set that end or start first or last, or last longest."""
    p = f.p
    if p.named or later_than_nothing(f) or longest_plan(p.made):
        return
    limit, numbers = limit_said(p)
    for order, descending, uses in orders_said(p):
        takes = (
            uses
            | p.said("intent", "list", "top", "newest", "sorted", "due", "over", "begun")
            | p.said("thread", "one")
            | p.said("question", "when")
        )
        dear = 0.1 if not (f.plural or f.singular or p.said("thread", "one", "plural")) else 0.0
        if (
            order != "duration"
            and not any(set(ns) <= {"start", "end"} for ns in p.asks.values())
            and not p.said("intent", "over", "due", "begun", "newest")
        ):
            dear += 0.35
        denied = [cond for test, conds in p.groups if isinstance(test, Not) for cond in conds]
        told = [
            cond
            for cond in p.conds
            if (cond.kind == "past" or (cond.kind == "value" and cond.uses <= uses)) and cond not in denied
        ]
        past = {n for cond in told for n in cond.uses}
        groups = [(t, c) for t, c in p.groups if not all(x in told for x in c)]
        where = all_of(*(t for t, _c in groups))
        if (coming := p.said("intent", "upcoming")) and order in ("start", "end") and not descending:
            today = p.made.as_of.isoformat()  # "the next to end" ends from today on
            where = all_of(where, Has(order, "within", (today, ""), f"≥ {today}"))
            takes |= coming
        yield Candidate(
            "extreme",
            used_by(p, takes, past, numbers),
            dear + 0.2 * bool(numbers and not limit),
            Extreme(where, order, descending, limit, _says_by_nothing(p)),
        )


def _says_by_nothing(p: Pieces) -> bool:
    """Whether the newest or oldest are sought, and no word says by which day: "which is the *most recent*?"."""
    dated = any(set(names) & {"start", "end"} for names in p.asks.values())
    begun = {*p.made.lexicon.words("intent", "begun")}
    return bool(p.said("intent", "newest")) and not dated and begun.isdisjoint(token.folded for token in p.made.tokens)


def sides_counted(p: Pieces) -> tuple[tuple[Condition, ...], tuple[str, ...]] | None:
    """The sets that are counted apart, and their labels: "*how many* are complete and *how many* have not started?".

    What only one of them says of a country or a plan, or all that the first one claims, holds of the others too.
    """
    starts = _how_many(p)
    behind = bool(p.made.lexicon.particles)  # where what is counted stands before the word
    if len(starts) < 2 or p.named or _counted_within(p, starts):
        return None

    def side_of(cond: Cond) -> int:
        return bisect_right(starts, cond.start) - (not behind)

    shared: list[Condition] = []
    sides: list[list[tuple[Condition, tuple[Cond, ...]]]] = [[] for _start in starts]
    asked = [
        Cond(test, p.items[n].start, p.items[n].end, frozenset({n}), "gap")
        for n, names in p.asks.items()
        if (test := what_states(names[0]))  # "… and how many a phone?"
    ]
    for test, conds in [*p.groups, *((cond.test, (cond,)) for cond in asked)]:
        parted = len(set(map(side_of, conds))) > 1
        if parted and isinstance(test, Not):
            return None
        for one, told in [(cond.test, (cond,)) for cond in conds] if parted else [(test, conds)]:
            at = side_of(told[0])
            if not 0 <= at < len(sides):
                shared.append(one)
            else:
                sides[at].append((one, told))
    if not all(sides):
        return None
    sets = []
    for side in sides:
        kinds = {cond.kind for _test, told in side for cond in told}
        rest = []
        for other in sides:
            for test, told in other if other is not side else ():
                theirs = {cond.kind for cond in told}
                scope = theirs <= RESTRICTING
                if (scope and not kinds & theirs) or (not scope and other is sides[0] and kinds <= RESTRICTING):
                    rest.append(test)
        sets.append(all_of(*shared, *rest, *(test for test, _told in side)))
    common = set(conjuncts(sets[0])).intersection(*map(conjuncts, sets[1:]))
    labels = [", ".join(label_of(p, test, told) for test, told in side if test not in common) for side in sides]
    return (tuple(sets), tuple(labels)) if all(labels) and len(set(sets)) == len(sets) else None


def _how_many(p: Pieces) -> list[int]:
    """Where it is asked how many, each time."""
    return sorted(p.items[n].start for n in asked_how_many(p))


def _counted_within(p: Pieces, starts: list[int]) -> bool:
    """Whether a later number is one of those counted first: "how many have stars, how many *of those* are done?"."""
    articles = p.made.lexicon.words("grammar", "definite")
    several = [
        one
        for one in p.made.mentions
        if one.kind == "phrase"
        and not one.cost
        and (one.says("thread", "plural") or (one.says("intent", "only") and one.end - one.start > 1))
        and p.made.tokens[one.start].folded not in articles
    ]
    return any(one.end == start or start < one.start < start + _OF_THOSE for start in starts[1:] for one in several)


_OF_THOSE = 5
"""Words from "how many" within which those are pointed at: "combien d'entre eux"."""


def what_states(name: str) -> Condition | None:
    """What a field that is counted asks of a commitment: that it states a contact, or bears a mark."""
    if name in CONTACT_FIELDS:
        return Not(Has(name, "missing", (), name))
    marks = name in FIELD and FIELD[name].kind == "yesno"
    return Has(name, "is", ("yes",), name) if marks else None


def asked_how_many(p: Pieces) -> set[int]:
    """The words that ask how many, each time that it is asked; "just the number" asks for no further one."""
    asks = [f" {phrase} " for phrase in p.made.lexicon.words("thread", "that_many")]
    said = p.said("thread", "that_many")
    return said | {n for n in p.said("intent", "count") if any(one in f" {fold(p.words(n))} " for one in asks)}


def label_of(p: Pieces, test: Condition, told: tuple[Cond, ...]) -> str:
    """How a side of a comparison is called: by its value, else by the words of the question."""
    valued = isinstance(test, Has) and test.op == "is"
    return test.label if valued else p.made.words(told[0].start, told[-1].end)  # type: ignore[union-attr]
