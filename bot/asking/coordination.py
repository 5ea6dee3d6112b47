"""From a tiling to its pieces: each combination of what its mentions may be, the cheapest first.

Conditions are joined here: not, or, neither, except.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from bot.asking.conditions import SCALES
from bot.asking.frames import Condition, Has, Not, any_of, tests
from bot.asking.lattice import Lattice, Mention, phrase_ends
from bot.asking.mentions.names import titled
from bot.asking.pieces import Cond, NamedCommitments, Pieces, Tiled, between, ending, start_of
from bot.asking.roles import MentionRole, roles_of
from bot.records.fields import CONTACTS, FIELD
from bot.records.frozen import replace
from bot.records.periods import days_later

_COMBINATIONS, _KEPT = 64, 5


def pieces_of(made: Lattice, tiling_cost: float, tiling: tuple[Mention, ...]) -> Iterator[Pieces]:
    """The cheapest combinations of what the mentions of a tiling may be."""
    items = Tiled(tiling)
    choices: list[list[tuple[int, MentionRole]]] = []
    for number, one in enumerate(items):
        options = sorted(roles_of(made, items, number, one), key=lambda option: option[0])[:3]
        if options:
            choices.append([(number, option) for option in options])
    combined = itertools.islice(itertools.product(*choices), _COMBINATIONS) if choices else iter([()])
    ranked = sorted(combined, key=lambda chosen: sum(option[0] for _n, option in chosen))[:_KEPT]
    for chosen in ranked:
        found = _assemble(made, tiling_cost, items, chosen)
        yield found
        if _joins_topics(found):
            yield _assemble(made, tiling_cost + _EITHER, items, chosen, either=True)


_EITHER = 0.3
"""What it costs to take "about health and hospitals" for either: both is meant where commitments have both."""
_TOPICS = frozenset({"policy_areas", "text"})


def _joins_topics(found: Pieces) -> bool:
    """Whether an "and" alone joins two topics, and nothing says that both are meant."""
    both = {*found.made.lexicon.words("thread", "both"), *found.made.lexicon.words("grammar", "inserted")}
    if any(token.folded in both for token in found.made.tokens):
        return False
    return any(
        {before.field, cond.field} <= _TOPICS
        and _joined(found, before, cond)[0] == "and"
        and cond.start - before.end == 1
        for before, cond in itertools.pairwise(found.conds)
    )


def _assemble(
    made: Lattice, tiling: float, items: Tiled, chosen: Sequence[tuple[int, MentionRole]], either: bool = False
) -> Pieces:
    found = Pieces(made, items, tiling + sum(option[0] for _n, option in chosen), either=either)
    flagged: set[int] = set()
    for number, (_cost, role, value) in chosen:
        one = items[number]
        if role in ("code", "numbered", "title"):
            codes, label, exact = _named(made, one, role, value)
            if codes or role == "title":
                found.named.append(NamedCommitments(codes, one.start, frozenset({number}), label, exact=exact))
            else:
                found.unknown_codes.append((label, number))
        elif role == "cond" and isinstance(value, Cond):
            found.conds.append(value)
            if value.kind == "flag":
                flagged.add(number)
        elif role == "elsewhere":
            found.elsewhere.append(number)
    found.named.sort(key=lambda one: one.start)
    _drop_covered(found)
    taken = {n for cond in found.conds if len(cond.uses) > 1 for n in cond.uses if items[n].kind == "phrase"}
    alone = {n for cond in found.conds if len(cond.uses) == 1 for n in cond.uses}
    for number, one in enumerate(items):
        if one.says("ask") and number not in taken and number not in flagged:
            said = min(one.all("ask"), key=lambda s: len(s.split(",")))
            if number not in alone:
                found.asks[number] = tuple(said.split(","))
    _bare_who(found)
    _left_open(found)
    _narrow(found)
    _none_of(found)
    _gaps(found)
    _later(found)
    _scales(found)
    _degrees(found)
    _deny_codes(found)
    _logic(found)
    return found


_LEFT_OPEN = 0.12
"""What it costs to take a value for a question: a title that is named goes before what is described."""


def _left_open(found: Pieces) -> None:
    """What is left open is asked of a set, and no condition on it: "Tanzania's citizens' budgets: *done or not*?"."""
    made = found.made
    size = len(made.tokens)
    spans = phrase_ends(made, made.lexicon.words("grammar", "or_not"))
    starts = {start for start, end in spans if end == size or made.broken(end, end)}  # not "or not started"
    if found.named or not starts or made.tokens[0].folded in made.lexicon.words("question", "yes_no"):
        return
    for cond in [one for one in found.conds if one.kind in ("value", "flag") and one.end in starts]:
        if len(found.conds) > 1:
            found.conds.remove(cond)
            found.asks[min(cond.uses)] = (cond.field,)
            found.cost += _LEFT_OPEN


def _bare_who(found: Pieces) -> None:
    """A "who" without a verb asks who leads and who is responsible: "media transparency: *who* and by when"."""
    made, items = found.made, found.items
    for number in () if made.lexicon.particles else found.said("question", "who"):
        one = items[number]
        ends = one.end == len(made.tokens) or made.broken(one.end, one.end)
        if number not in found.asks and (ends or items[number + 1].says("intent", "and")):
            found.asks[number] = ("lead_institution", "person")


def _named(made: Lattice, one: Mention, role: str, value: Any) -> tuple[tuple[str, ...], str, bool]:
    """The commitments that a mention names, its label, and whether it is exact; none where there is no such code."""
    if role == "code":
        return (value.code,) if value.exists else (), value.code, True
    label = made.words(one.start, one.end)
    if role == "numbered":
        return value, label if value else made.tokens[one.end - 1].text, True
    return titled(made, [name.id for name in value.names]), label, value.recall > 0.99


def _drop_covered(found: Pieces) -> None:
    """A condition whose words another one expresses too is no second condition."""
    using: dict[int, list[Cond]] = {}
    for cond in found.conds:
        for n in cond.uses:
            using.setdefault(n, []).append(cond)
    kept = [cond for cond in found.conds if not any(cond.uses < other.uses for other in using[min(cond.uses)])]
    once: dict[Condition, Cond] = {}
    for cond in kept:
        once[cond.test] = replace(once[cond.test], uses=once[cond.test].uses | cond.uses) if cond.test in once else cond
    found.conds = sorted(once.values(), key=lambda cond: cond.start)


def _narrow(found: Pieces) -> None:
    """A country beside its continent, nothing joining or denying them, is meant: "any from Europe? say Estonia"."""
    places = [cond for cond in found.conds if cond.kind == "place" and isinstance(cond.test, Has)]
    for wide in places:
        lands = frozenset(wide.test.values)  # type: ignore[union-attr]
        inner = [one for one in places if frozenset(one.test.values) < lands]  # type: ignore[union-attr]
        if not inner or wide not in found.conds:
            continue
        first, second = sorted((inner[0], wide), key=lambda one: one.start)
        inside = between(found.items, first.end, second.start)
        before = between(found.items, first.start - 2, first.start)
        joined = any(found.items[n].says("intent", "or", "and", "negation") for n in inside)
        if joined or any(found.items[n].says("intent", "negation") for n in before):
            continue
        found.conds[found.conds.index(inner[0])] = replace(inner[0], uses=inner[0].uses | wide.uses)
        found.conds.remove(wide)


# -- groups that have none ---------------------------------------------------------------------------------------------

_COUNTED = ("country", "lead_institution", "support_institutions", "policy_areas", "ogp_values", "action_plan")
"""Fields whose values may have no commitment of a set."""
_DENYING = 4
"""Words between the word for a group and "no", and between "no" and what there are none of."""


def _none_of(found: Pieces) -> None:
    """The word for a group, and those that say that it has none: "which *countries* have *no* completed commitment?".

    A mere "not" denies what stands behind it; with "any", "a single" or "a commitment" behind it, it says "none" too.
    """
    if found.named or not found.conds:
        return
    regions = {n: ("country",) for cond in found.conds if cond.kind == "place" for n in cond.uses}
    regions = {n: names for n, names in regions.items() if found.items[n].says("ask", "country")}  # "African countries"
    for number, names in (found.asks | regions).items():
        name = next((one for one in names if one in _COUNTED), "")
        uses = _saying_none(found, found.items[number]) if name else set[int]()
        if uses:
            found.none_of = (name, frozenset({number, *uses}))
            for n in (uses | {number}) & found.asks.keys():
                del found.asks[n]
            return


def _saying_none(found: Pieces, group: Mention) -> set[int]:
    items, made = found.items, found.made
    korean = bool(made.lexicon.particles)
    whats = frozenset(made.lexicon.words("question", "what"))
    which = not whats.isdisjoint(token.folded for token in made.tokens[group.start : group.end])
    begins = not any(map(made.content, range(group.start)))  # "countries without a completed commitment"
    asked = found.said("question", "what", "who") or found.said("intent", "list", "count", "exists")
    if not (korean or which or begins or asked):
        return set()
    valued = {n for cond in found.conds for n in cond.uses}
    words = frozenset(made.lexicon.words("grammar", "none"))
    nones = {n for n in found.said("grammar", "none") if not words.isdisjoint(_folded(made, items[n]))}
    denials = {
        n
        for n in found.said("intent", "missing", "negation") | nones | _zeros(found)
        if n not in valued
        and (-1 <= group.start - items[n].end <= 0 if korean else 0 <= items[n].start - group.end <= _DENYING)
        and not made.broken(*sorted((items[n].end, group.start)) if korean else (group.end, items[n].start))
    }
    if not denials:
        return set()
    first = min(items[n].start for n in denials)
    more = {n for n in found.said("intent", "missing") | found.said("grammar", "none") if first <= items[n].start}
    more -= valued
    if korean:
        nouns = [one for one in items if one.says("noun") and 0 <= first - one.end <= _DENYING]
        said = denials | found.said("grammar", "none")
        never = not said.isdisjoint(nones)  # "한 번도"
        return said if never or (nouns and denials & found.said("intent", "missing")) else set()
    said = denials | more
    if any(items[n].start - first > 2 * _DENYING for n in said):
        return set()
    last = max(items[n].end for n in said)
    alone = not said.isdisjoint(nones)
    asks = [one.start for n, one in enumerate(items) if n in found.asks and one is not group and one.start >= first]
    nouns = [one for one in made.mentions if one.says("noun") and first < one.end and one.start - last <= _DENYING]
    nouns = [one for one in nouns if one.end > last and not any(last <= ask < one.start for ask in asks)]
    none = bool(said & (found.said("intent", "missing") | _zeros(found))) or alone
    single = any(one.says("noun", "singular") and not one.says("noun", "plural") for one in nouns)
    return said if (nouns and (none or single)) or alone else set()


def _folded(made: Lattice, one: Mention) -> list[str]:
    """The words of a mention, and all of them together as they are typed."""
    return [*(token.folded for token in made.tokens[one.start : one.end]), made.words(one.start, one.end).casefold()]


def _zeros(found: Pieces) -> set[int]:
    return {n for n, one in enumerate(found.items) if one.kind == "number" and one.value == 0}


# -- fields that are to be missing, or stated --------------------------------------------------------------------------


def _gaps(found: Pieces) -> None:
    """Fields that are to be missing, or stated: "without an email", "end date unknown"."""
    items = found.items
    several = bool(found.said("noun", "plural")) or not found.named
    if not several:
        return
    quantified = found.none_of[1] if found.none_of else frozenset[int]()
    for number, one in enumerate(items):
        if number in quantified:
            continue
        missing = one.says("intent", "missing", "negation")
        bears = not one.says("intent", "present") and _bears_contact(found, number)
        present = (one.says("intent", "present") or bears) and not missing
        if not (missing or present):
            continue
        close = [*range(number, number + 5), *range(max(0, number - 4), number)]  # first those behind it
        for other in [n for n in close if n in found.asks]:
            ask, names = items[other], found.asks[other]
            if bears and names[0] not in _CONTACT:
                continue
            gap, back = ask.start - one.end, one.start - ask.end
            before = 0 <= gap <= 3 and not found.made.broken(one.end, ask.start)
            behind = 0 <= back <= 3 and one.says("intent", "missing") and not before
            behind |= present and back == 0 and bool(found.made.lexicon.particles)  # "담당자가 적힌"
            inside = between(items, min(one.end, ask.end), max(one.start, ask.start))
            if (
                not (before or behind)
                or any(items[n].kind != "phrase" for n in inside)
                or any(c.start >= one.end and c.end <= ask.start for c in found.conds)
            ):
                continue
            if (
                one.says("intent", "negation")
                and found.made.tokens[one.start].folded not in found.made.lexicon.words("grammar", "neither")
                and not one.says("intent", "missing")
                and FIELD.get(names[0])
                and FIELD[names[0]].kind in ("date",)
                and gap
            ):
                continue
            fields = [name for name in names if name in FIELD][:1]
            if not fields or FIELD[fields[0]].kind == "yesno":
                continue
            test: Condition = Has(fields[0], "missing", (), fields[0])
            uses = frozenset({number, other})
            if present:
                test = Not(test)
            found.conds.append(Cond(test, min(one.start, ask.start), max(one.end, ask.end), uses, "gap"))
            del found.asks[other]
            _more_gaps(found, other, missing=not present)
            break
    found.conds.sort(key=lambda cond: cond.start)


_CONTACT = frozenset(("person", "person_title", *CONTACTS))
_HELD = 2
"""Words between a word for having and a contact: "with *both a* phone and an email"."""


def _bears_contact(found: Pieces, number: int) -> bool:
    """Whether commitments are sought that have a contact: "how many are there *with* a phone number?"."""
    made, one = found.made, found.items[number]
    if made.tokens[one.start].folded not in made.lexicon.words("grammar", "bearing") or not found.said(
        "noun", "plural"
    ):
        return False
    asks = [found.items[n] for n, names in found.asks.items() if names[0] in _CONTACT]
    words = made.lexicon.words
    small = {*words("grammar", "indefinite"), *words("grammar", "definite"), *words("thread", "both")}
    for ask in (each for each in asks if 0 <= each.start - one.end <= _HELD):
        if small.issuperset(token.folded for token in made.tokens[one.end : ask.start]):
            return not made.broken(one.end, ask.start)  # not "with *their* phone"
    return False


def _more_gaps(found: Pieces, last: int, *, missing: bool) -> None:
    """ "no email and no phone", "neither an email nor a phone": what is joined to a gap is one too."""
    items = found.items
    for other in range(last + 1, len(items)):
        joins = range(last + 1, other)
        names = found.asks.get(other, ())
        both = names[:1] and names[0] in _CONTACT and any(items[n].says("intent", "and") for n in joins)
        if names and names[0] in FIELD and (both or any(items[n].says("intent", "or") for n in joins)):
            test: Condition = Has(names[0], "missing", (), names[0])
            found.conds.append(
                Cond(
                    test if missing else Not(test),
                    items[other].start,
                    items[other].end,
                    frozenset({other, *joins}),
                    "gap",
                )
            )
            del found.asks[other]
            last = other
        elif not (items[other].says("intent", "or", "and", "negation") or items[other].says("empty")):
            break


def _later(found: Pieces) -> None:
    """What is said of the days beyond a date: "open on 31 December 2015, *ending later*", "*later*, after 2015"."""
    if found.named:
        return
    for sign, side in (("later", 1), ("earlier", 0)):
        dated = [cond for cond in found.conds if cond.kind == "date" and isinstance(cond.test, Has)]
        for number in sorted(found.said("intent", sign)) if dated else ():
            one = found.items[number]
            told = min(dated, key=lambda cond: abs(cond.start - one.start))
            test = told.test
            if not isinstance(test, Has) or test.op != "within":
                continue
            open_ = test.values[side] == ""
            if open_ and test.field != "running":  # "finish later, after January 2016"
                found.conds[found.conds.index(told)] = replace(told, uses=told.uses | {number})
                continue
            if one.start < told.end or not test.values[side]:
                continue
            inside = [m for m in found.made.mentions if one.start <= m.start and m.end <= one.end]
            asks = {n for n in found.asks if abs(n - number) == 1 and set(found.asks[n]) <= {"start", "end"}}
            starts = any(m.says("ask", "start") or m.says("intent", "begun") for m in inside)
            name = "start" if starts or any(found.asks[n] == ("start",) for n in asks) else "end"
            if name == test.field:
                continue  # nothing ends in 2015 and earlier
            day = days_later(date.fromisoformat(test.values[side]), 1 if side else -1).isoformat()
            span = (day, "") if side else ("", day)
            bound = Has(name, "within", span, f"{'>' if side else '<'} {test.values[side]}")
            found.conds.append(Cond(bound, one.start, one.end, frozenset({number, *asks}), "date"))
            for n in asks:
                del found.asks[n]
    found.conds.sort(key=lambda cond: cond.start)


def _scales(found: Pieces) -> None:
    """ "At least substantial", "limited or worse": a finding with all on one side of it."""
    ors = {*found.made.lexicon.words("intent", "or")}
    for sign, up in (("at_least", True), ("at_most", False)):
        for number in sorted(found.said("intent", sign)):
            one = found.items[number]
            behind = found.made.tokens[one.start].folded in ors or bool(found.made.lexicon.particles)
            if behind and any(cond.start == one.end for cond in found.conds):
                continue  # "more minor *or more* moderate ones?"
            for at, cond in enumerate(found.conds):
                test = cond.test
                if cond.kind != "value" or not isinstance(test, Has) or test.op != "is" or len(test.values) != 1:
                    continue
                scale = SCALES.get(test.field, ())
                first, last = (cond.end, one.start) if behind else (one.end, cond.start)
                if test.values[0] not in scale or not 0 <= last - first <= _FROM_SIGN:
                    continue
                if any(found.items[n].kind != "phrase" for n in between(found.items, first, last)):
                    continue
                place = scale.index(test.values[0])
                values = scale[place:] if up else scale[: place + 1]
                found.conds[at] = replace(cond, test=replace(test, values=values, label=""), uses=cond.uses | {number})


def _degrees(found: Pieces) -> None:
    """How far something was done, beside the word that it was: "only *partly* implemented", "réalisé *en partie*"."""
    most = SCALES["completion"][-1]
    for before, cond in itertools.pairwise(tuple(found.conds)):
        both = (before.test, cond.test)
        said = [one.values for one in both if isinstance(one, Has) and one.field == "completion" and one.op == "is"]
        if len(said) < 2 or before.end > cond.start or found.made.broken(before.end, cond.start):
            continue
        between_them = [found.items[n] for n in between(found.items, before.end, cond.start)]
        if [*said].count((most,)) != 1 or any(not one.says("intent", "only") for one in between_them):
            continue
        whole, part = (before, cond) if said[0] == (most,) else (cond, before)
        if part.test.values[0] in SCALES["completion"][1:-1]:  # type: ignore[union-attr]
            found.conds[found.conds.index(part)] = replace(part, uses=part.uses | whole.uses)
            found.conds.remove(whole)


_FROM_SIGN = 3
"""Words between "at least" and what it bounds: "at least *a limited* completion"."""


# -- negation and coordination -----------------------------------------------------------------------------------------


def _deny_codes(found: Pieces) -> None:
    """ "not KR0029, I want KR0032": what is denied is not asked about, where something else is."""
    if len(found.named) < 2:
        return
    for one in list(found.named):
        first = min(one.uses)
        if first and found.items[first - 1].says("intent", "negation") and len(found.named) > 1:
            found.named.remove(one)
            found.denied |= {*one.uses, first - 1}


_EXCLUSIVE = frozenset(
    {
        "country",
        "completion",
        "status",
        "potential_impact",
        "specificity",
        "early_results",
        "cycle",
        "action_plan",
        "lead_institution",
        "starred",
        "ambition",
    }
)
"""Fields of which a commitment has one value: two of them beside each other are alternatives."""


def _logic(found: Pieces) -> None:
    """Join the conditions: "or" joins two neighbours, so does a list of values that none can have both of."""
    words = found.made.lexicon.words
    exclusion = set(words("grammar", "exclusion"))
    used = set().union(*(cond.uses for cond in found.conds), found.none_of[1] if found.none_of else ())
    ends = sorted(cond.end for cond in found.conds)
    denied = [_denied(found, number, exclusion, used, ends) for number in range(len(found.conds))]
    joints = _joints(found)
    for number, cond in enumerate(found.conds):
        before = found.conds[number - 1] if number else None
        joined, _uses = joints[number]
        if before is None or not joined:
            continue
        if (
            denied[number - 1]
            and not denied[number]
            and (joined == "or" or before.field == cond.field or denied[number - 1] == "exclusion")
        ):
            denied[number] = denied[number - 1]  # "not A or B", "neither A nor B", "except A and B"
        if denied[number] and joined == "beside" and _ends_in(found, before, "glued_too"):
            denied[number - 1] = denied[number]  # "완료도 철회도 아닌"
    groups: list[list[int]] = []
    for number, cond in enumerate(found.conds):
        before = found.conds[number - 1] if number else None
        joined, uses = joints[number]
        same = before is not None and before.field == cond.field and cond.field in _EXCLUSIVE
        gapped = before is not None and before.kind == cond.kind == "gap"
        if (
            before is not None
            and bool(denied[number]) == bool(denied[number - 1])
            and (
                (joined == "or" and not (denied[number] and gapped))
                or (same and joined in ("and", "beside") and not _range(before, cond))
            )
        ):
            groups[-1].append(number)
            found.connectives |= uses
        else:
            groups.append([number])
            found.connectives |= {
                n
                for n in uses
                if found.items[n].says("intent", "and") or (denied[number] and found.items[n].says("intent", "or"))
            }
    for group in groups:
        conds = tuple(found.conds[number] for number in group)
        test = any_of(*(cond.test for cond in conds))
        if denied[group[0]] and _not_only(found, conds[0]):  # "not only open data": no condition any more
            found.dropped.append(test)
            found.connectives |= {n for cond in conds for n in cond.uses}
            continue
        if denied[group[0]]:
            test = _not(test)
        if _redundant(test, found):
            found.connectives |= {n for cond in conds for n in cond.uses}
            continue
        found.groups.append((test, conds))
    _alternatives(found)


def _alternatives(found: Pieces) -> None:
    """Two countries are alternatives wherever they stand: no commitment is of both ("the UK x the USA")."""
    places = [(test, conds) for test, conds in found.groups if conds[0].kind == "place" and not isinstance(test, Not)]
    named = [{code for one in tests(test) for code in one.values} for test, _conds in places]
    if len(places) < 2 or sum(map(len, named)) > len(set().union(*named)):
        return
    ordered = sorted((cond for _test, told in places for cond in told), key=lambda cond: cond.start)
    if any(_is_told_of(found, before, cond) for before, cond in itertools.pairwise(ordered)):
        return
    found.scattered = True
    at = found.groups.index(places[0])
    found.groups = [one for one in found.groups if one not in places]
    conds = tuple(cond for _test, told in places for cond in told)
    found.groups.insert(at, (any_of(*(cond.test for cond in conds)), conds))


def _is_told_of(found: Pieces, before: Cond, cond: Cond) -> bool:
    """Whether a second place is told of what the first is of: "those of Estonia that *mention* Finland"."""
    items, made = found.items, found.made
    inside = between(items, before.end, cond.start)
    if any(
        items[n].says("intent", "mention") or items[n].says("ask") or (items[n].kind == "word" and made.content(at))
        for n in inside
        for at in (items[n].start,)
    ):
        return True
    genitive = made.lexicon.words("grammar", "genitive")  # "led by the embassy *of* Norway"
    said = [n for n in inside if items[n].kind == "text"]
    return bool(said) and items[said[-1]].end == cond.start - 1 and made.tokens[cond.start - 1].folded in genitive


def _redundant(test: Condition, found: Pieces) -> bool:
    """Whether a condition says nothing beside "overdue": what is overdue is not complete."""
    return (
        isinstance(test, Not)
        and isinstance(test.part, Has)
        and (test.part.field, test.part.values) == ("completion", ("Complete",))
        and any(isinstance(cond.test, Has) and cond.test.op == "overdue" for cond in found.conds)
    )


def _not_only(found: Pieces, cond: Cond) -> bool:
    """Whether "only" stands between a negation and what it denies."""
    listed = found.made.lexicon.words("grammar", "not_only")
    only = {
        n
        for n in ending(found.items, cond.start - 1, cond.start)
        if found.items[n].says("intent", "only") and found.words(n).casefold() in listed
    }
    negated = any(k and found.items[k - 1].says("intent", "negation") for k in only)
    if negated:
        found.connectives |= only
    return negated


def _not(test: Condition) -> Condition:
    return test.part if isinstance(test, Not) else Not(test)


def _range(before: Cond, cond: Cond) -> bool:
    """Whether both bound the same date, so that both have to hold: "started after 2012 and before 2014"."""
    return before.kind == cond.kind == "date"


def _joints(found: Pieces) -> list[tuple[str, set[int]]]:
    """What stands between each condition and the one before it; "or" holds for a list of topics before it too.

    "mining, oil or other natural resources" names three alternatives.
    """
    pairs = itertools.pairwise(found.conds)
    joints = [("", set[int]()), *(_joined(found, before, cond) for before, cond in pairs)]
    topics = [cond.field in _TOPICS for cond in found.conds]
    for number in range(len(joints) - 1, 0, -1):
        joined, uses = joints[number]
        if not (topics[number] and topics[number - 1]):
            continue
        listed = joined == "beside" and number + 1 < len(joints) and joints[number + 1][0] == "or"
        listed &= found.made.broken(found.conds[number].start, found.conds[number].start)
        if listed or (found.either and joined == "and"):
            joints[number] = ("or", uses)
    return joints


def _joined(found: Pieces, before: Cond, cond: Cond) -> tuple[str, set[int]]:
    """What stands between two conditions: `or`, `and`, `beside` (nothing but a comma), or nothing of these."""
    numbers = set(between(found.items, before.end, cond.start)) - before.uses - cond.uses
    either = found.made.lexicon.words("grammar", "either")
    ors = {n for n in numbers if found.items[n].says("intent", "or") and found.words(n).casefold() not in either}
    slash = "/" in found.made.between(before.end, cond.start) if before.end <= cond.start else False
    ands = {n for n in numbers if found.items[n].says("intent", "and")}
    weight = [
        n
        for n in numbers - ors - ands
        if not (
            found.items[n].says("empty")
            or found.items[n].says("intent", "negation")
            or found.items[n].says("noun")
            or found.items[n].says("thread")
            or found.items[n].says("question")
            or found.items[n].says("ask")
        )
    ]
    far = [n for n in numbers if found.items[n].says("noun") or found.items[n].says("question")]
    told_apart = far and "place" in (before.kind, cond.kind) and before.kind != cond.kind
    if ors and not weight and len(numbers) <= 6 and not told_apart:
        return "or", ors | {n for n in numbers if found.items[n].says("intent", "or")}
    if (
        slash
        and not weight
        and len(numbers) <= 1
        and before.kind in ("text", "area", "value", "place")
        and cond.kind in ("text", "area", "value", "place")
        and ("place" not in (before.kind, cond.kind) or before.kind == cond.kind)  # "Sweden / aid / plan 2"
    ):
        return "or", set()
    if not numbers and _ends_in(found, before, "glued_or"):
        return "or", set()
    if ands and not weight and not far:
        return "and", ands
    alike = before.kind == cond.kind or (
        {before.field, cond.field} <= _TOPICS and found.made.broken(cond.start, cond.start)
    )
    if not weight and not far and not ands and len(numbers) <= 1 and alike:
        return "beside", set()
    return "", set()


def _ends_in(found: Pieces, cond: Cond, glued: str) -> bool:
    """Whether a particle of this list is glued to the last word of a Korean condition."""
    made = found.made
    endings = made.lexicon.words("grammar", glued)
    return 0 < cond.end <= len(made.tokens) and made.words(cond.end - 1, cond.end).endswith(endings)


_DENIED_FROM = 8
"""Words between "not" and what it denies, at most: "do not relate to the value of access to information"."""


def _denied(found: Pieces, number: int, exclusion: set[str], used: set[int], ends: list[int]) -> str:
    """Whether a negation stands right before a condition (in Korean behind it), and of which kind.

    `used` are the mentions that the conditions express, `ends` where these end, in order.
    """
    made, cond = found.made, found.conds[number]
    items = found.items

    start, end = cond.start, max(items[n].end for n in cond.uses)
    if made.lexicon.particles:
        following = found.conds[number + 1].start if number + 1 < len(found.conds) else len(made.tokens)
        first = bisect_left(items, end, key=start_of)
        for n, m in enumerate(items[first : first + 7], first):
            if m.says("intent", "negation") and n not in used and m.start < following and m.start - end <= 6:
                found.connectives.add(n)
                return "not"
        return ""
    no = set(made.lexicon.words("intent", "negation"))
    earlier = bisect_right(ends, start)
    before = ends[earlier - 1] if earlier else 0
    for n in reversed(ending(items, start - _DENIED_FROM, start)):
        m = items[n]
        if not m.says("intent", "negation") or n in used or n in found.denied or not before <= m.start:
            continue
        if any(sign in made.between(m.end, start) for sign in ";:.!?,"):
            continue
        if cond.kind == "gap" and _is_parted(found, m.end, start):
            continue  # "not rated and have no end date": the two deny apart
        found.connectives.add(n)
        if made.words(m.start, m.end).casefold() in exclusion:
            return "exclusion"  # "except those not started"
        if cond.kind in ("flag", "value") and no & {token.folded for token in made.tokens[start : cond.end]}:
            return ""  # French "ne" before "pas vérifiables", which says no already
        return "not"

    return ""


def _is_parted(found: Pieces, start: int, end: int) -> bool:
    """Whether "and", "or" or a slash stands between two places."""
    joins = (found.items[n].says("intent", "and", "or") for n in between(found.items, start, end))
    return "/" in found.made.between(start, end) or any(joins)
