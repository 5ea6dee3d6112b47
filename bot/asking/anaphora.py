"""What a question points back at: “its lead”, “those”, “this ministry”, “the second one”, and what it leaves unsaid.

A follow-up has readings of its own and readings completed from its thread; they are scored together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bot.asking.conditions import condition, fits
from bot.asking.frames import (
    ALL,
    Condition,
    Extreme,
    Has,
    Lookup,
    Not,
    Rank,
    all_of,
    among,
    conjuncts,
    tests,
)
from bot.asking.grouped import group_pointed
from bot.asking.lattice import Lattice, Mention, ordinals, weights
from bot.asking.pieces import Cond, NamedCommitments, Pieces
from bot.asking.thread import (
    BODY_FIELDS,
    FINDINGS,
    SCOPE,
    Thread,
    codes_of,
    focus,
    last_set,
    merged,
    slots_of,
    where_of,
)
from bot.records.frozen import dataclass, replace
from bot.records.names import name_key


def _inherited(part: Condition) -> Cond:
    """An inherited condition as a piece: it expresses no word of the question."""
    slots = slots_of(part)
    fields = {test.field for test in tests(part)}
    kind = (
        "place"
        if "country" in slots
        else "plan"
        if "action_plan" in slots
        else "cycle"
        if "cycle" in slots
        else "body"
        if "body" in slots
        else "person"
        if "person" in slots
        else "text"
        if "text" in fields
        else "area"
        if "topic" in slots
        else "date"
        if slots & {"start", "end", "running"}
        else "value"
    )
    return Cond(part, -1, -1, frozenset(), kind)


@dataclass(frozen=True, slots=True)
class Completed:
    """Pieces with what the thread adds to them, the mentions that point back, and what that costs.

    `several`: what they speak of is a set, and describes no single commitment.
    """

    pieces: Pieces
    uses: frozenset[int]
    cost: float
    inherited: tuple[str, ...]
    several: bool = False


def completed(p: Pieces, thread: Thread) -> Iterator[Completed]:
    """The ways to complete a question from its thread."""
    if not thread.turns and not thread.options:
        return
    ways = [*_pointed(p, thread)]
    if apart := _apart(p, thread):
        test, uses = apart
        alone = p.groups and not p.said("thread", "pronoun", "person", "country")
        for way in (*([Completed(p, frozenset(), 0.0, ("filters",))] if alone else []), *ways):
            groups = [*way.pieces.groups, (test.test, (test,))]
            made = replace(way.pieces, groups=groups, conds=[*way.pieces.conds, test])
            yield replace(way, pieces=made, uses=way.uses | uses, cost=way.cost - weights()["thread"]["pointer"])
    yield from ways


def _apart(p: Pieces, thread: Thread) -> tuple[Cond, set[int]] | None:
    """What leaves out the commitment last spoken of: "which *other commitments* of Ghana are about health?"."""
    named = codes_of(thread.turns[-1].frame) if thread.turns else ()
    words = p.made.lexicon.words("grammar", "other")
    nouns = [one for one in p.made.mentions if one.kind == "phrase" and one.says("noun", "plural") and one.start]
    ends = {one.end for one in nouns if p.made.tokens[one.start - 1].folded in words}
    uses = {n for n, one in enumerate(p.items) if any(one.start < end and one.end >= end - 1 for end in ends)}
    if len(named) != 1 or not ends or p.named:
        return None
    return Cond(Not(among(named)), -1, -1, frozenset(), "value"), uses


def _pointed(p: Pieces, thread: Thread) -> Iterator[Completed]:
    yield from _singular(p, thread)
    yield from _group_pointed(p, thread)
    yield from _country_pointed(p, thread)
    yield from _person_pointed(p, thread)
    yield from _body_pointed(p, thread)
    yield from _plural(p, thread)


def _group_pointed(p: Pieces, thread: Thread) -> Iterator[Completed]:
    """ "list those of the second country": of the groups that were last counted."""
    for where, cond, asks in group_pointed(p, thread):
        before = [(part, (_inherited(part),)) for part in (conjuncts(where) if where != ALL else ())]
        conds = [*(one for _part, (one,) in before), cond, *p.conds]
        made = replace(
            p,
            groups=[*before, (cond.test, (cond,)), *p.groups],
            conds=conds,
            asks={n: names for n, names in p.asks.items() if n not in asks},
        )
        uses = cond.uses | p.said("thread", "plural", "one", "swap") | p.said("intent", "only")
        yield Completed(made, frozenset(uses), weights()["thread"]["pointer"], ("filters",), several=True)


def _body_pointed(p: Pieces, thread: Thread) -> Iterator[Completed]:
    """ "which other commitments does this ministry lead?": the institution of the commitment last spoken of."""
    spoken = focus(thread)
    roles = {n: next((r for r in p.asks[n] if r in ("lead_institution", "support_institutions")), "") for n in p.asks}
    roles = {n: r for n, r in roles.items() if r}
    pointers = _pointing(p) | p.said("thread", "person") | p.said("head") | p.said("thread", "plural")
    if not roles or not thread.turns or p.named or any(c.kind == "body" for c in p.conds) or not pointers:
        return
    if not (p.said("noun", "plural") or p.said("intent", "list", "only", "rest") or p.said("question", "what")):
        return
    code, home = spoken[0][0] if spoken else "", None
    role = next(iter(roles.values()))
    last = last_set(thread)
    told = next((t for t in tests(last[0]) if t.field in BODY_FIELDS), None) if last else None
    if told is not None and (not spoken or last is None or last[1] <= spoken[0][1]):
        ids, label = told.values, told.label
    else:
        uses = sorted(p.made.store.uses_of((code,), ("lead_institution",))) if code else []
        if not uses:
            return
        row = p.made.store.columns([code], ("lead_institution", "prefix"))[code]
        label, prefix = str(row["lead_institution"] or ""), str(row["prefix"] or "")
        country = dict(p.made.store.countries()).get(prefix, prefix)
        ids = _home_names(p.made, [str(name_id) for _code, _field, name_id in uses], label, country)
        if not any(c.kind == "place" for c in p.conds):  # another country's ministry has the same name
            home = Cond(Has("country", "is", (prefix,), country), -1, -1, frozenset(), "place")
    cond = Cond(Has(role, "is", ids, label), -1, -1, frozenset(), "body")
    other = p.said("thread", "other") | {
        n for n, m in enumerate(p.items) if p.words(n).casefold() in p.made.lexicon.words("grammar", "other")
    }
    groups = [(cond.test, (cond,)), *([(home.test, (home,))] if home else []), *p.groups]
    if other and code:
        apart = Cond(Not(among((code,))), -1, -1, frozenset(), "value")
        groups.append((apart.test, (apart,)))
    asks = {n: names for n, names in p.asks.items() if n not in roles}
    yield Completed(
        replace(p, groups=groups, conds=[cond, *([home] if home else []), *p.conds], asks=asks),
        frozenset(pointers | set(roles) | other | p.said("thread", "one")),
        weights()["thread"]["pointer"] + 0.05,
        ("filters",),
    )


def _home_names(made: Lattice, ids: Sequence[str], label: str, country: str) -> tuple[str, ...]:
    """The names of an institution in its country: "Ministry of Justice of Georgia" is called so without the country."""
    key = name_key(label).removesuffix(f" of {name_key(country)}")
    found = made.store.names_with(tuple(key.split()), "institution") if " " in key else []
    return tuple(dict.fromkeys((*ids, *(str(name.id) for name in found if f" {key} " in f" {name.key} "))))


def _country_of_set(thread: Thread) -> str:
    """The letters of the only country that the set last spoken of is of; empty: of none or of several."""
    last = last_set(thread)
    told = {code for test in tests(last[0]) if test.field == "country" for code in test.values} if last else set()
    return told.pop() if len(told) == 1 else ""


def _country_pointed(p: Pieces, thread: Thread) -> Iterator[Completed]:
    """ "how many does that country have?": that of the commitment last spoken of."""
    pointers, spoken = p.said("thread", "country"), focus(thread)
    if not pointers or p.named:
        return
    if spoken:
        row = p.made.store.columns([spoken[0][0]], ("prefix",))
        prefix = str(next(iter(row.values()), {}).get("prefix") or "")
    else:
        prefix = _country_of_set(thread) if p.made.lexicon.particles else ""
    if not prefix:
        return
    name = dict(p.made.store.countries()).get(prefix, prefix)
    cond = Cond(Has("country", "is", (prefix,), name), -1, -1, frozenset(), "place")
    asks = {n: names for n, names in p.asks.items() if n not in pointers and names != ("country",)}
    yield Completed(
        replace(p, groups=[(cond.test, (cond,)), *p.groups], conds=[cond, *p.conds], asks=asks),
        frozenset(pointers | (set(p.asks) - set(asks))),
        weights()["thread"]["pointer"],
        ("filters",),
    )


def _person_pointed(p: Pieces, thread: Thread) -> Iterator[Completed]:
    """ "which commitments is she responsible for?": the person last spoken of."""
    pointers = p.said("thread", "person")
    roles = {n for n in p.asks if set(p.asks[n]) & {"person", "lead_institution"}}
    if (
        not pointers
        or p.named
        or not (p.said("noun", "plural") or p.said("intent", "list", "rest") or p.said("question", "what"))
        or not roles
    ):
        return
    last = next(
        (
            t
            for turn in reversed(thread.turns)
            if turn.where is not None or where_of(turn.frame) is not None
            for t in tests(turn.where if turn.where is not None else where_of(turn.frame) or ALL)
            if t.field == "person"
        ),
        None,
    )
    spoken = focus(thread)
    if last is None and spoken:
        uses = sorted(p.made.store.uses_of((spoken[0][0],), ("person",)))
        label = str(p.made.store.columns([spoken[0][0]], ("person",))[spoken[0][0]]["person"] or "")
        last = Has("person", "is", tuple(str(name_id) for _c, _f, name_id in uses), label) if uses else None
    if last is None:
        return
    cond = Cond(last, -1, -1, frozenset(), "person")
    other = {n for n in range(len(p.items)) if p.words(n).casefold() in p.made.lexicon.words("grammar", "other")}
    groups = [(cond.test, (cond,)), *p.groups]
    if other and spoken:
        apart = Cond(Not(among((spoken[0][0],))), -1, -1, frozenset(), "value")
        groups.append((apart.test, (apart,)))
    asks = {n: names for n, names in p.asks.items() if n not in roles}
    yield Completed(
        replace(p, groups=groups, conds=[cond, *p.conds], asks=asks),
        frozenset(pointers | roles | other | p.said("question")),
        weights()["thread"]["pointer"],
        ("filters",),
    )


def _pointing(p: Pieces) -> set[int]:
    return p.said("thread", "pronoun", "person")


def _singular(p: Pieces, thread: Thread) -> Iterator[Completed]:
    """ "its lead?", "the second one", "the other one", "and 3.5"."""
    cost = weights()["thread"]
    spoken = focus(thread)
    swap = p.said("thread", "swap", "correction")
    listed = _listed(thread)
    for number, one in enumerate(p.items):
        plan = number + 1 < len(p.items) and p.items[number + 1].says("ask", "action_plan")
        for k in ordinals(one) if not plan else ():
            if k <= len(listed):
                yield _with(
                    p,
                    (listed[k - 1],),
                    {number} | p.said("thread", "one") | swap,
                    cost["pointer"] + 0.4 * (not _the(p, one) and bool(one.says("intent", "first")) and _day_asked(p)),
                )
            elif not listed and k <= len(spoken):
                yield _with(
                    p,
                    (list(reversed(spoken))[k - 1][0],),
                    {number} | p.said("thread", "one") | swap,
                    cost["pointer"] + 0.1,
                )
        short = len(p.items) <= 2 or bool(p.said("thread", "one"))
        short &= p.made.tokens[one.start].folded not in p.made.lexicon.words("thread", "one")  # "starred ones?"
        if one.kind == "number" and 0 < one.value <= len(listed) and short:
            yield _with(p, (listed[one.value - 1],), {number} | swap, cost["pointer"])
        if one.kind in ("number", "word", "text") and spoken and (code := _sibling(p, one, spoken[0][0])):
            yield _with(p, (code,), {number} | swap, cost["pointer"] + 0.1)
    if (
        last := p.said("thread", "last_one") or (p.said("intent", "last") if p.said("thread", "one") else set())
    ) and listed:
        yield _with(p, (listed[-1],), last | p.said("thread", "one"), cost["pointer"])
    if p.named or not spoken:
        return
    if (both := p.said("thread", "both")) and len(spoken) > 1:
        yield _with(p, tuple(code for code, _ago in reversed(spoken[:2])), both | swap, cost["pointer"])
    pair = listed if len(listed) == 2 else tuple(code for code, _ago in reversed(spoken[:2]))
    for role, place in (("former", 0), ("latter", 1)):
        if (said := p.said("thread", role)) and len(pair) == 2:
            yield _with(p, (pair[place],), said | swap, cost["pointer"])
    if len(listed) > 1 and p.said("thread", "one", "pronoun"):  # "the later one": of those last listed
        for name, called, latest in (("later", "newer", True), ("earlier", "older", False)):
            if said := p.said("intent", name) | p.said("thread", called):
                best = p.made.store.extreme("c.end_to", *condition(among(listed)), highest=latest)
                if len(best) == 1:
                    yield _with(p, (best[0],), said | p.said("thread", "one") | swap, cost["pointer"])
    if other := p.said("thread", "other"):
        pair = listed if len(listed) == 2 else tuple(code for code, _ago in spoken[:2])
        if len(pair) == 2:
            rest = [code for code in pair if code != spoken[0][0]] or [pair[1]]
            yield _with(p, (rest[0],), other | swap, cost["pointer"])
        elif len(rest := _others_read(p, spoken[0][0])) == 1:
            yield _with(p, (rest[0],), other | swap | p.said("thread", "one"), cost["pointer"])
        if p.said("thread", "one"):
            return  # "the other one" is never the same one
    pointers = _pointing(p)
    one_said = pointers or p.said("thread", "one") or p.said("noun", "singular")
    if not one_said and any(cond.kind == "place" for cond in p.conds):
        return  # "who is the point of contact of Korea?" is asked of Korea, whatever was spoken of
    code, ago = spoken[0]
    set_ago = (last_set(thread) or (ALL, 99))[1]
    telling = any(cond.kind in ("text", "area", "body", "person", "place") for cond in p.conds)
    dear = cost["pointer"] if pointers else cost["ellipsis"]
    dear += cost["far"] * ago + (0.3 if set_ago < ago else 0.0)
    dear += 0.6 * telling + 0.5 * bool(p.said("noun", "plural"))
    group = [c for c, a in spoken if a == ago]
    before = thread.turns[-1 - ago].frame
    tied = isinstance(before, Extreme) and not before.limit
    if tied or (isinstance(before, Lookup) and before.once):  # of somebody who is responsible for several: all of them
        yield _with(p, tuple(group), pointers | swap, dear)
        return
    plural = p.said("thread", "plural") | (p.said("thread", "sides") & p.said("intent", "every"))  # "who leads *each*?"
    yield _with(p, (code,), pointers | swap, dear + 0.3 * bool(len(group) > 1 and plural))
    if len(group) > 1 and len(group) <= 12:
        yield _with(
            p,
            tuple(group),
            plural | swap | p.said("thread", "both"),
            (cost["pointer"] if plural else cost["ellipsis"]) + cost["far"] * ago,
        )


def _others_read(p: Pieces, code: str) -> list[str]:
    """The other commitments of a commitment's country that have a page: "and *the other Estonian one*?"."""
    prefix = p.made.store.columns([code], ("prefix",)).get(code, {}).get("prefix")
    where = all_of(Has("country", "is", (str(prefix),), ""), Has("page", "page", ("yes",)), Not(among((code,))))
    return p.made.store.select(*fits(where))[:2] if prefix else []


def _the(p: Pieces, one: Mention) -> bool:
    """Whether an article, and no noun, stands around an ordinal: "when did the first start"."""
    tokens, words = p.made.tokens, p.made.lexicon.words
    nouns = {*words("empty", "commitment"), *words("empty", "commitments")}
    after = tokens[one.end].folded if one.end < len(tokens) else ""
    return bool(one.start) and tokens[one.start - 1].folded in words("grammar", "definite") and after not in nouns


def _day_asked(p: Pieces) -> bool:
    return any(set(names) <= {"start", "end"} for names in p.asks.values())


def _listed(thread: Thread) -> tuple[str, ...]:
    """The commitments of the last list, in its order."""
    if thread.options:
        return thread.options
    for turn in reversed(thread.turns):
        named = codes_of(turn.frame)
        if len(turn.listed) > 1:
            return turn.listed
        if len(named) > 1:
            return named
    return ()


def _sibling(p: Pieces, one: Any, code: str) -> str:
    """A commitment of the same plan whose number alone is said: "and 4.3?"."""
    if "-" not in code:
        return ""
    start = code.rsplit("-", 1)[0]
    said = p.made.words(one.start, one.end)
    found = p.made.store.existing([f"{start}-{said}"])
    return next(iter(found), "")


def _with(p: Pieces, codes: tuple[str, ...], uses: set[int], dear: float) -> Completed:
    named = [*p.named, *(NamedCommitments((code,), -1, frozenset(), code, exact=True) for code in codes)]
    conds = [cond for cond in p.conds if not (cond.uses and cond.uses <= uses)]
    groups = [(t, c) for t, c in p.groups if not all(x.uses and x.uses <= uses for x in c)]
    return Completed(replace(p, named=named, conds=conds, groups=groups), frozenset(uses), dear, ("codes",))


def _plural(p: Pieces, thread: Thread) -> Iterator[Completed]:
    """ "how many of those are complete?", "by country?", "and in Ukraine?", "the rest?"."""
    found = last_set(thread)
    if found is None or p.named:
        return
    old, ago = found
    cost = weights()["thread"]
    ranked = thread.turns[-1 - ago].frame
    if isinstance(ranked, Rank) and (ranked.by,) in p.asks.values() and not p.said("thread", "plural"):
        old = ranked.where  # "and which countries have the fewest?": of all that were ranked
    pointers = p.said("thread", "plural") | p.said("intent", "only") | p.said("thread", "one")
    if not p.said("noun", "plural"):
        counted = p.said("intent", "count") if p.made.lexicon.particles else set()  # "몇 건" asks for a number
        pointers |= p.said("thread", "that_many") - counted
    swap = p.said("thread", "swap", "correction")
    own = [test for test, _c in p.groups]
    narrow = bool(p.said("thread", "plural")) or any(
        p.items[n].says("intent", "only") and p.items[n].end - p.items[n].start > 1 for n in p.said("intent", "only")
    )
    if swap:
        narrow = False
    uses = pointers | swap
    where = merged(old, own, narrow=narrow)
    where = all_of(
        *(part for part in conjuncts(where) if not any(slots_of(part) & slots_of(gone) for gone in p.dropped))
    )
    if everywhere := p.said("intent", "everywhere"):
        where = all_of(*(part for part in conjuncts(where) if "country" not in slots_of(part)))
        uses |= everywhere
    denied: set[int] = p.said("intent", "negation") if not own and not p.asks else set()
    last = max((p.items[n].end for n in denied), default=0)
    ends = bool(denied) and 0 not in denied and last >= len(p.made.tokens) - 1  # no "for which don't you know?"
    if ends and (narrowed := narrowed_last(thread)):  # "and the ones that weren't?"
        takes = denied | pointers | swap | p.said("intent", "list") | p.said("question")
        yield _set(p, all_of(narrowed[0], _opposite(narrowed[1])), takes, cost["pointer"])
        return
    dear = cost["far"] * ago
    if pointers or swap or everywhere:
        dear += cost["pointer"]
    elif not p.said("noun", "plural"):
        dear += cost["ellipsis"]
    else:
        dear += cost["bare"]
    if is_scoped(p, own):
        dear += cost["scoped"]  # "and which Slovak ones were completed?": who names the country again begins anew
    yield _set(p, where, uses, dear)
    found_by = [part for part in conjuncts(old) if slots_of(part) & FINDINGS] if old != ALL else []
    if found_by and own and all(slots_of(test) & FINDINGS for test in own) and not p.said("thread", "plural"):
        stays = all_of(*(part for part in conjuncts(old) if part not in found_by), *own)
        exchanged = cost["exchanged"] * (not p.said("thread", "instead"))
        exchanged += cost["exchanged_unsaid"] * (not (swap or p.said("intent", "and")))
        yield _set(p, stays, uses, dear + exchanged)  # "and which were starred?": not of those withdrawn
    if len(own) > 1 and p.said("noun", "plural"):
        return
    if rest := p.said("intent", "rest") or (p.said("thread", "other") if p.said("intent", "list") else set()):
        spoken = focus(thread)
        if spoken and spoken[0][1] < ago:  # "list the others": all but the one last spoken of
            yield _set(p, all_of(old, Not(among((spoken[0][0],)))), rest | swap, cost["pointer"])
        narrowed = narrowed_last(thread)
        if narrowed:
            whole, part = narrowed
            yield _set(p, all_of(whole, _opposite(part)), rest | swap, cost["pointer"])
    if any_plan := p.said("intent", "any_plan"):
        free = all_of(*(part for part in conjuncts(where) if "action_plan" not in slots_of(part)))
        yield _set(p, free, uses | any_plan, dear if pointers or swap else cost["pointer"])
    if (undo := p.said("intent", "undo")) and own:  # "drop the civic participation bit"
        slots = set().union(*(slots_of(part) for part in own))
        if not any(slots_of(part) & slots for part in conjuncts(old)):  # "drop the completed ones": all but these
            bare = replace(p, groups=[], conds=[], connectives=set())
            yield _set(
                bare,
                all_of(old, _opposite(all_of(*own))),
                undo | swap | p.cond_uses | p.said("intent", "list") | p.said("thread", "one"),
                cost["pointer"],
            )
        less = all_of(*(part for part in conjuncts(old) if not slots_of(part) & slots))
        if less != old:
            bare = replace(p, groups=[], conds=[], connectives=set())
            yield _set(bare, less, undo | swap | p.cond_uses | p.said("intent", "list"), cost["pointer"])
    if undo := p.said("intent", "undo"):
        narrowed = narrowed_last(thread)
        if narrowed:
            yield _set(p, narrowed[0], undo | swap | p.said("intent"), cost["pointer"])


def _opposite(where: Condition) -> Condition:
    return where.part if isinstance(where, Not) else Not(where)


def is_scoped(p: Pieces, own: list[Condition]) -> bool:
    """Whether a question names a country and more by itself, and does not point back."""
    return len(own) > 1 and any("country" in slots_of(test) for test in own) and not p.said("thread", "plural")


def narrowed_last(thread: Thread) -> tuple[Condition, Condition] | None:
    """The set before the last was narrowed, and what narrowed it."""
    sets = [where for turn in thread.turns if (where := where_of(turn.frame)) is not None]
    if not sets:
        return None
    last = conjuncts(sets[-1])
    for before in reversed(sets[:-1]):
        parts = conjuncts(before) if before != ALL else ()
        more = [part for part in last if part not in parts]
        if more and all(part in last for part in parts):
            return before, all_of(*more)
    # "starred commitments of Liberia", "the others?": the country stays, whatever the order
    telling = [part for part in last if not slots_of(part) & SCOPE] or list(last)
    return (all_of(*(part for part in last if part != telling[-1])), telling[-1]) if len(last) > 1 else None


def _set(p: Pieces, where: Condition, uses: set[int], dear: float) -> Completed:
    own = dict(p.groups)
    groups = [(part, own.get(part, (_inherited(part),))) for part in (conjuncts(where) if where != ALL else ())]
    kept = [cond for _t, conds in groups for cond in conds if cond.uses]
    inherited = [cond for _t, conds in groups for cond in conds if not cond.uses]
    made = replace(p, conds=[*inherited, *kept], groups=groups)
    return Completed(made, frozenset(uses), dear, ("filters",))
