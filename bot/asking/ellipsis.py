"""The last question asked again of what a follow-up names: “and in France?”, “KR0029?”, “the second plan?”, “more”."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bot.asking.anaphora import is_scoped, narrowed_last
from bot.asking.constructions.form import GROUPED, Candidate, FrameSubject, fields_asked
from bot.asking.frames import (
    ALL,
    AnyOf,
    Compare,
    Condition,
    Count,
    Frame,
    Group,
    Has,
    Listing,
    Lookup,
    Not,
    Rank,
    Refuse,
    Several,
    Share,
    Verify,
    all_of,
    among,
    any_of,
    conjuncts,
    tests,
)
from bot.asking.lattice import ordinals, weights
from bot.asking.pieces import Pieces
from bot.asking.thread import SCOPE, Thread, Turn, codes_of, merged, slots_of, where_of, with_codes, with_where
from bot.records.frozen import replace
from bot.records.periods import days_later


def continued(p: Pieces, thread: Thread) -> Iterator[Candidate]:
    """The last question asked again of what this one names: "and in France?", "KR0029?", "the second plan?"."""
    last = next((turn for turn in reversed(thread.turns) if _goes_on(turn)), None)
    swap = p.said("thread", "swap", "correction", "one") | p.said("intent", "only", "and")
    if last is not None and isinstance(last.frame, Listing):
        yield from _next_page(p, last.frame, thread)
    elif last is not None and isinstance(last.frame, Verify) and not last.frame.codes:
        yield from _whole_set(p, last.frame)
    yield from _chosen(p, thread, swap)
    if last is not None and isinstance(last.frame, Group):
        yield from _by_another(p, last, swap)
    if last is None or p.asks:
        return
    frame, cost = last.frame, weights()["thread"]
    who, codes = p.said("question", "who"), codes_of(frame)
    if who and codes and not p.groups and not p.named and not any(map(p.made.content, range(len(p.made.tokens)))):
        asked = Lookup(codes, ("lead_institution", "person"))
        yield Candidate("continued", frozenset(who | swap), cost["pointer"], asked, inherited=("codes",))
    what = p.made.lexicon.words("question", "what")
    begins = next((token.folded for token in p.made.tokens), "")
    if isinstance(frame, Count) and begins in what and not p.said("intent", "count"):
        frame = Listing(frame.where)  # "how many has it?", "which ones are starred?"
    if p.named and not p.groups and with_codes(frame, ("?",)) is not None:
        yield Candidate(
            "continued",
            _naming(p, swap),
            cost["pointer"] if swap else cost["ellipsis"] - 0.1,
            None,
            FrameSubject(tuple(p.named)),
            lambda codes: with_codes(frame, codes),
            inherited=("fields",),
        )
    yield from _beside(p, thread, swap)
    if isinstance(frame, Count | Listing) and not p.groups and not p.named:
        yield from _as_share(p, thread, swap)
    if isinstance(frame, Rank) and not p.groups and not p.named:
        yield from _ranked_further(p, frame, swap)
    old = where_of(frame)
    if old is not None and _is_placed(p) and not p.named and p.said("intent", "later", "earlier"):
        old = merged(old, [test for test, _c in p.groups], narrow=False)
        yield from _later_or_earlier(p, old, swap)
    if old is not None and not p.groups and not p.named and any(test.op == "plan" for test in tests(old)):
        yield from _of_another_plan(p, frame, old, swap)
    if p.groups and not p.named:
        yield from _of_others(p, replace(last, frame=frame), old, swap)


def _as_share(p: Pieces, thread: Thread, swap: set[int]) -> Iterator[Candidate]:
    """ "how many of those are complete?", "in percent?": of the set that was narrowed last."""
    said, narrowed = p.said("intent", "share"), narrowed_last(thread)
    if said and narrowed:
        uses = frozenset(said | swap | p.said("thread", "pronoun", "plural", "that_many") | p.said("question"))
        cost = weights()["thread"]["pointer"] - 0.05
        yield Candidate("continued", uses, cost, Share(*narrowed), inherited=("filters",))


def _by_another(p: Pieces, last: Turn, swap: set[int]) -> Iterator[Candidate]:
    """ "compare Chile and Colombia on completion", "and on impact?": the sets side by side by another field."""
    names = [name for each in p.asks.values() for name in each if name in GROUPED]
    frames = (*last.beside, last.frame)
    if len(p.asks) == len(names) == 1 and last.beside and not p.groups and not p.named:
        sets = tuple(replace(one, by=names[0]) for one in frames if isinstance(one, Group))
        uses = frozenset({*p.asks} | swap | p.said("intent", "group", "compare"))
        yield Candidate("continued", uses, weights()["thread"]["pointer"], Several(sets), inherited=("filters",))


def _naming(p: Pieces, swap: set[int]) -> frozenset[int]:
    """The mentions that name commitments, or deny them, and those that tell that these are exchanged."""
    return frozenset(set().union(*(one.uses for one in p.named)) | swap | p.denied)


def _is_placed(p: Pieces) -> bool:
    """Whether nothing but places is named as a condition."""
    return all(all(c.kind == "place" for c in conds) for _t, conds in p.groups)


def _is_topical(p: Pieces) -> bool:
    """Whether nothing but what a commitment is about is named as a condition."""
    return all(all(c.kind in ("area", "text") for c in conds) for _t, conds in p.groups)


def _country_of(p: Pieces, codes: Sequence[str]) -> Condition | None:
    """The country of some commitments; None where they are of several, or none is known."""
    rows = p.made.store.columns(list(codes), ("prefix",)).values()
    prefixes = {str(row["prefix"]) for row in rows}
    if len(prefixes) != 1:
        return None
    prefix = prefixes.pop()
    return Has("country", "is", (prefix,), dict(p.made.store.countries()).get(prefix, prefix))


def _only_claims(p: Pieces) -> bool:
    """Whether nothing but what may be true of a commitment is said: that it is finished, that it has a star."""
    return all(c.kind in ("value", "flag", "past") for _test, conds in p.groups for c in conds)


_SHOWN_WHOLE = 10
"""A list of so many has one page, in Slack too."""


def _next_page(p: Pieces, last: Listing, thread: Thread) -> Iterator[Candidate]:
    """ "more", "all": the next page of the last list, or the whole of it; of one that was shown whole, it again."""
    whole = p.said("thread", "whole")
    said = p.said("thread", "more") | whole
    if said and len(p.items) <= 3 and not p.groups and not p.named:
        shown = last.page == 1 and len(thread.turns[-1].listed) <= _SHOWN_WHOLE
        narrowed = len(thread.turns) > 1 or len(conjuncts(last.where)) > 1
        if shown and not whole and narrowed and p.said("intent", "rest"):
            return  # "the others?" are those that the last question left out
        page = None if whole or shown or last.page is None else last.page + 1
        uses = frozenset(said) | p.said("intent", "list", "every")
        yield Candidate("more", uses, 0.0, replace(last, page=page), inherited=("filters",))


def _whole_set(p: Pieces, last: Verify) -> Iterator[Candidate]:
    """ "more", "all" behind a yes or no that shows a few commitments of a set: all that it tells of."""
    said = p.said("thread", "more", "whole") - p.said("intent", "rest")
    if said and len(p.items) <= 3 and not p.groups and not p.named:
        told = Not(last.where) if last.quantity == "all" else last.where
        uses = frozenset(said) | p.said("intent", "list", "every")
        yield Candidate("more", uses, 0.0, Listing(all_of(last.of, told), page=None), inherited=("filters",))


_FEW_OPTIONS = 5
"""Commitments that were to be chosen from, of which a field is told of each."""


def _chosen(p: Pieces, thread: Thread, swap: set[int]) -> Iterator[Candidate]:
    """ "KR0029", "the first one", "the Irish one": one of those that a question waits for."""
    pending = thread.pending
    if not thread.options or pending is None:
        return
    fields, asks = fields_asked(p)
    if fields and not p.named and not p.groups and len(thread.options) <= _FEW_OPTIONS:
        uses = frozenset(asks | swap | p.said("thread", "pronoun", "plural") | p.said("intent", "list"))
        cost = weights()["thread"]["pointer"]  # "which one do you mean?", "give me the emails"
        yield Candidate("chosen", uses, cost, Lookup(thread.options, fields), inherited=("codes",))
    if p.named and not p.groups and not p.asks:
        uses, named = _naming(p, swap), FrameSubject(tuple(p.named))
        yield Candidate(
            "chosen", uses, 0.0, None, named, lambda codes: with_codes(pending, codes), inherited=("fields",)
        )
        yield Candidate(
            "chosen",
            uses,
            0.0,
            None,
            named,
            lambda codes: with_codes(pending, codes) or Lookup(codes, ("title",), card=True),
            inherited=("fields",),
        )
    elif p.groups and not p.named:
        yield Candidate(
            "chosen",
            frozenset(p.cond_uses | swap | p.said("thread", "pronoun")),
            0.0,
            None,
            FrameSubject(described=all_of(among(thread.options), *(test for test, _c in p.groups))),
            lambda codes: with_codes(pending, codes) or Lookup(codes, ("title",), card=True),
            inherited=("codes",),
        )


def _ranked_further(p: Pieces, frame: Rank, swap: set[int]) -> Iterator[Candidate]:
    """ "the top 5?", "and who comes second?", "and the fewest?"."""
    numbers = {n for n, m in enumerate(p.items) if m.kind == "number" and 0 < m.value < 100}
    places = {n for n, m in enumerate(p.items) if [k for k in ordinals(m) if k > 1]}
    more = numbers | places | swap | p.said("intent", "top", "list", "most", "fewest") | p.said("question")
    more |= p.said("thread", "one")
    most, fewest = p.said("intent", "most"), p.said("intent", "fewest")
    turned = bool(fewest if frame.descending else most) and not (fewest and most)
    if turned:
        frame = replace(frame, descending=not frame.descending)
    if numbers:
        again = replace(frame, limit=p.items[min(numbers)].value, place=1)
    elif places:
        again = replace(frame, place=next(k for k in ordinals(p.items[min(places)]) if k > 1), limit=1)
    elif turned:
        again = replace(frame, place=1)
    else:
        return
    yield Candidate("continued", frozenset(more), weights()["thread"]["pointer"], again, inherited=("filters",))


def _later_or_earlier(p: Pieces, old: Condition, swap: set[int]) -> Iterator[Candidate]:
    """ "and later?": what lies beyond the days that the set was bounded by."""
    later, earlier = p.said("intent", "later"), p.said("intent", "earlier")
    uses = later | earlier | swap | p.said("thread", "pronoun", "plural") | p.cond_uses | p.said("question")
    for part in conjuncts(old):
        if not (isinstance(part, Has) and part.op == "within" and part.field in ("start", "end")):
            continue
        bound = part.values[1 if later else 0]
        if not bound:
            continue
        day = date.fromisoformat(bound)
        moved = days_later(day, 1 if later else -1).isoformat()
        span = (moved, "") if later else ("", moved)
        where = all_of(
            *(other for other in conjuncts(old) if other != part),
            Has(part.field, "within", span, f"{'>' if later else '<'} {day}"),
        )
        cost = weights()["thread"]["pointer"]
        yield Candidate("continued", frozenset(uses), cost, Listing(where), inherited=("filters",))


def _of_another_plan(p: Pieces, frame: Frame, old: Condition, swap: set[int]) -> Iterator[Candidate]:
    """ "the second plan?", "the third?"."""
    dear = weights()["thread"]["pointer"] - 0.02
    for number, one in enumerate(p.items):
        for k in ordinals(one):
            again = with_where(frame, merged(old, [Has("action_plan", "plan", (str(k),), str(k))], narrow=False))
            if again is not None:
                yield Candidate("continued", frozenset({number} | swap), dear, again, inherited=("filters",))


_OWN_WORDS: dict[type, tuple[str, ...]] = {
    Rank: ("most", "fewest", "more", "fewer"),
    Count: ("count",),
    Group: ("group",),
    Listing: ("list",),
    Share: ("share",),
}
"""What is said of a kind of frame when it is asked for again."""


def _of_others(p: Pieces, last: Turn, old: Condition | None, swap: set[int]) -> Iterator[Candidate]:
    """ "and in France?", "and the completed ones?": the last question with other conditions."""
    frame, cost = last.frame, weights()["thread"]
    own = [test for test, _c in p.groups]
    dear = cost["pointer"] if p.said("thread", "swap", "correction") else cost["ellipsis"]
    own_words = _OWN_WORDS.get(type(frame), ())
    # "¿hay uno en Irlanda?" asks for one like it, and for no list
    there = p.said("intent", "exists") if p.said("thread", "one") else set()
    told = any(
        name not in own_words and p.said("intent", name) - there
        for name in ("count", "group", "list", "most", "fewest", "share")
    )
    dear += 0.35 * bool(p.said("noun", "plural") and not p.said("thread", "swap")) + 1.0 * told
    uses = frozenset(
        p.cond_uses | swap | p.said("thread", "pronoun", "plural") | p.said("intent", "everywhere", *own_words)
    )
    if isinstance(frame, Compare):
        yield _compared(p, frame, own, uses, dear)
        return
    if old is not None and isinstance(frame, Rank | Group) and p.said("thread", "swap"):  # "and by withdrawn ones?"
        kept = [part for part in conjuncts(old) if slots_of(part) & SCOPE] if old != ALL else []
        again = with_where(frame, merged(all_of(*kept), own, narrow=False))
        if again is not None:
            dearer = 0.1 if p.said("thread", "plural") else -0.02
            yield Candidate("continued", uses, dear + dearer, again, inherited=("filters",))
    if old is not None:
        again = with_where(frame, merged(old, own, narrow=False))
        if is_scoped(p, own):
            dear += cost["scoped"]
        if isinstance(frame, Group) and all(frame.by in slots_of(test) for test in own):
            again = Listing(merged(old, own, narrow=False))  # "just Slovakia": one of the groups
        if again is not None:
            yield Candidate("continued", uses, dear, again, inherited=("filters",))
        if last.beside and _is_placed(p) and not told:  # "how many are there, and how many finished?" > "and Italy?"
            each = (with_where(one, merged(where_of(one) or ALL, own, narrow=False)) for one in (*last.beside, frame))
            parts = tuple(one for one in each if one is not None)
            yield Candidate("continued", uses, dear - 0.03, Several(parts), inherited=("filters",))
    elif with_codes(frame, ("?",)) is not None:
        if _only_claims(p) and not p.said("thread", "one", "plural"):
            return  # "and was it finished or not?" claims something of the same commitment, and asks for no other
        before = last.where
        if before is None and _is_placed(p) and len(codes_of(frame)) == 1:  # "I meant Chile's": of the same title
            code = codes_of(frame)[0]
            row = p.made.store.columns([code], ("title", "prefix"))[code]
            title = str(row["title"] or "")
            if all(row["prefix"] not in test.values for test in own if isinstance(test, Has)):
                before = Has("title", "is", (title,), title)
        elif before is None and (one := p.said("thread", "one") | p.said("noun", "singular")) and _is_topical(p):
            before, uses = _country_of(p, codes_of(frame)), uses | one  # "what about the whistleblower one?"
            dear -= cost["same_place"] * bool(p.said("thread", "swap"))
        if before is not None:
            yield Candidate(
                "continued",
                uses,
                dear,
                None,
                FrameSubject(described=merged(before, own, narrow=False)),
                lambda codes: with_codes(frame, codes),
                inherited=("fields", "filters"),
            )


def _compared(p: Pieces, frame: Compare, own: list[Condition], uses: frozenset[int], dear: float) -> Candidate:
    """A comparison with one more side, or the same sides among others."""
    if p.made.lexicon.particles:
        most, fewest = p.said("intent", "more", "most"), p.said("intent", "fewer", "fewest")
        frame = replace(frame, asks="most" if most else "fewest" if fewest else frame.asks)
        uses |= most | fewest | p.said("intent", "compare") | p.said("thread", "sides", "both")
    shared = [part for part in conjuncts(frame.sets[0]) if all(part in conjuncts(one) for one in frame.sets)]
    sides = [[part for part in conjuncts(one) if part not in shared] for one in frame.sets]
    slots = {slot for side in sides for part in side for slot in slots_of(part)}
    if any(slots_of(test) & slots for test in own):
        sets = (*frame.sets, *(all_of(*shared, test) for test in own))
        labels = (*frame.labels, *(next(iter(tests(test))).label for test in own))
    else:
        base = [part for part in shared if slots_of(part) & SCOPE] if p.said("thread", "swap") else shared
        among_others = merged(all_of(*base), own, narrow=False) if base else all_of(*own)
        sets, labels = tuple(all_of(among_others, *side) for side in sides), frame.labels
    return Candidate("continued", uses, dear, replace(frame, sets=sets, labels=labels), inherited=("filters",))


def _beside(p: Pieces, thread: Thread, swap: set[int]) -> Iterator[Candidate]:
    """ "which of the two has more?", "how many each?", "together?": the sets last spoken of, one after the other."""
    pointers = p.said("thread", "sides", "both")
    more = p.said("intent", "more", "most", "higher")
    fewer = p.said("intent", "fewer", "fewest", "lower")
    total = p.said("intent", "total")
    which = p.said("question", "what") | p.said("intent", "only")
    asked = which if more or fewer else set[int]()  # "and which one has more?"
    if (
        p.named
        or not (pointers or total or asked)
        or not (more or fewer or total or p.said("intent", "count", "group", "compare"))
    ):
        return
    sides = _sides(thread)
    if len(sides) < 2:
        return
    shared, parts = sides[0][0], [part for _shared, part in sides]
    own = [test for test, _c in p.groups]
    base = merged(shared, own, narrow=False) if own else shared
    last = thread.turns[-1].frame
    claim = last.part if isinstance(last, Share) and not total and not own else ALL  # of two shares
    base = all_of(*(one for one in conjuncts(base) if claim == ALL or one not in conjuncts(claim)))
    uses = frozenset(
        p.cond_uses
        | pointers
        | more
        | fewer
        | total
        | swap
        | p.said("intent", "count", "group", "compare", "list", "or")
        | p.said("question")
        | asked
        | p.said("intent", "present")
        | {n for n in p.asks if p.asks[n][0] in ("country", "action_plan")}
    )
    sets = tuple(all_of(base, part) for part in parts)
    labels = tuple(", ".join(test.label for test in tests(part)) for part in parts)
    cost = 0.0 if asked and pointers else weights()["thread"]["pointer"]
    if total and not more and not fewer:
        yield Candidate("beside", uses, cost, Count(all_of(base, any_of(*parts))), inherited=("filters",))
    else:
        yield Candidate(
            "beside",
            uses,
            cost,
            Compare(sets, labels, "most" if more else "fewest" if fewer else "", claim),
            inherited=("filters",),
        )


def _sides(thread: Thread) -> list[tuple[Condition, Condition]]:
    """What was joined by “or”, or exchanged from turn to turn, with what stayed: Chile, Argentina; of the complete."""
    wheres = [where for turn in thread.turns if (where := where_of(turn.frame)) is not None]
    if not wheres:
        return []
    last = conjuncts(wheres[-1])
    if either := next((part for part in last if isinstance(part, AnyOf)), None):
        return [(all_of(*(part for part in last if part != either)), side) for side in either.parts]
    for slot in ("country", "action_plan", "topic", "body", "completion"):
        mine = [part for part in last if slot in slots_of(part)]
        rest = {part for part in last if part not in mine}
        if len(mine) != 1:
            continue
        found = [mine[0]]
        for where in reversed(wheres[:-1]):
            parts = conjuncts(where)
            other = [part for part in parts if slot in slots_of(part)]
            if len(other) != 1 or ({part for part in parts if part not in other} - rest and len(found) > 1):
                break
            if other[0] not in found:
                found.append(other[0])
        if len(found) > 1:
            return [(all_of(*(part for part in last if part in rest)), part) for part in reversed(found)]
    return []


def _goes_on(turn: Turn) -> bool:
    return (
        where_of(turn.frame) is not None
        or bool(codes_of(turn.frame))
        or (isinstance(turn.frame, Refuse) and bool(turn.frame.fields))
    )
