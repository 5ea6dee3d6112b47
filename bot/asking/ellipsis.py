"""The last question asked again of what a follow-up names: “and in France?”, “KR0029?”, “the second plan?”, “more”."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.asking.anaphora import is_scoped
from bot.asking.constructions.form import Candidate, FrameSubject
from bot.asking.frames import (
    ALL,
    Compare,
    Condition,
    Count,
    Group,
    Has,
    Listing,
    Lookup,
    Rank,
    Refuse,
    Share,
    all_of,
    among,
    any_of,
    conjuncts,
    tests,
)
from bot.asking.lattice import ordinals, weights
from bot.asking.pieces import Pieces
from bot.asking.thread import Thread, Turn, codes_of, merged, slots_of, where_of, with_codes, with_where
from bot.records.frozen import replace
from bot.records.periods import days_later


def continued(p: Pieces, thread: Thread) -> Iterator[Candidate]:
    """The last question asked again of what this one names: "and in France?", "KR0029?", "the second plan?"."""
    last = next((turn for turn in reversed(thread.turns) if _goes_on(turn)), None)
    cost = weights()["thread"]
    if last is not None and isinstance(last.frame, Listing) and len(p.items) <= 3 and not p.groups and not p.named:
        whole = p.said("thread", "whole")
        if (
            said := p.said("thread", "more") | whole
        ):  # "more", "all": the next page of the last list, or the whole of it
            page = None if whole or last.frame.page is None else last.frame.page + 1
            yield Candidate(
                "more",
                frozenset(said) | p.said("intent", "list", "every"),
                0.0,
                replace(last.frame, page=page),
                inherited=("filters",),
            )
    swap = p.said("thread", "swap", "correction", "one") | p.said("intent", "only", "and")
    if thread.options and thread.pending is not None and p.named and not p.groups and not p.asks:
        pending = thread.pending
        yield Candidate(
            "chosen",
            frozenset(set().union(*(one.uses for one in p.named)) | swap | p.denied),
            0.0,
            None,
            FrameSubject(tuple(p.named)),
            lambda codes: with_codes(pending, codes),
            inherited=("fields",),
        )
    if thread.options and thread.pending is not None and p.groups and not p.named:
        where = all_of(among(thread.options), *(test for test, _c in p.groups))
        pending = thread.pending
        uses = frozenset(p.cond_uses | swap | p.said("thread", "pronoun"))
        yield Candidate(
            "chosen",
            uses,
            0.0,
            None,
            FrameSubject(described=where),
            lambda codes: with_codes(pending, codes) or Lookup(codes, ("title",), card=True),
            inherited=("codes",),
        )
    if thread.options and thread.pending is not None and p.named and not p.groups and not p.asks:
        waiting = thread.pending  # "KR0029", "the first one": one is chosen by its name
        yield Candidate(
            "chosen",
            frozenset(set().union(*(one.uses for one in p.named)) | swap | p.denied),
            0.0,
            None,
            FrameSubject(tuple(p.named)),
            lambda codes: with_codes(waiting, codes) or Lookup(codes, ("title",), card=True),
            inherited=("fields",),
        )
    if last is None or p.asks:
        return
    frame = last.frame
    what = p.made.lexicon.words("question", "what")
    begins = next((token.folded for token in p.made.tokens), "")
    if isinstance(frame, Count) and begins in what and not p.said("intent", "count"):
        frame = Listing(frame.where)  # "how many has it?", "which ones are starred?"
    if p.named and not p.groups and with_codes(frame, ("?",)) is not None:
        uses = frozenset(set().union(*(one.uses for one in p.named)) | swap | p.denied)
        yield Candidate(
            "continued",
            uses,
            cost["pointer"] if swap else cost["ellipsis"] - 0.1,
            None,
            FrameSubject(tuple(p.named)),
            lambda codes: with_codes(frame, codes),
            inherited=("fields",),
        )
    yield from _beside(p, thread, swap)
    if isinstance(frame, Rank) and not p.groups and not p.named:  # "the top 5?", "and who comes second?"
        numbers = {n for n, m in enumerate(p.items) if m.kind == "number" and 0 < m.value < 100}
        places = {n for n, m in enumerate(p.items) if [k for k in ordinals(m) if k > 1]}
        more = frozenset(
            numbers
            | places
            | swap
            | p.said("intent", "top", "list", "most", "fewest")
            | p.said("question")
            | p.said("thread", "one")
        )
        if numbers:
            yield Candidate(
                "continued",
                more,
                cost["pointer"],
                replace(frame, limit=p.items[min(numbers)].value, place=1),
                inherited=("filters",),
            )
        elif places:
            place = next(k for k in ordinals(p.items[min(places)]) if k > 1)
            yield Candidate(
                "continued", more, cost["pointer"], replace(frame, place=place, limit=1), inherited=("filters",)
            )
    old = where_of(frame)
    later, earlier = p.said("intent", "later"), p.said("intent", "earlier")
    placed = all(all(c.kind == "place" for c in conds) for _t, conds in p.groups)
    if old is not None and placed and not p.named and (later or earlier):
        old = merged(old, [test for test, _c in p.groups], narrow=False)
        for part in conjuncts(old):
            if (
                isinstance(part, Has)
                and part.op == "within"
                and part.field in ("start", "end")
                and part.values[1 if later else 0]
            ):
                day = date.fromisoformat(part.values[1 if later else 0])
                moved = days_later(day, 1 if later else -1).isoformat()
                span = (moved, "") if later else ("", moved)
                where = all_of(
                    *(other for other in conjuncts(old) if other != part),
                    Has(part.field, "within", span, f"{'>' if later else '<'} {day}"),
                )
                yield Candidate(
                    "continued",
                    frozenset(
                        later
                        | earlier
                        | swap
                        | p.said("thread", "pronoun", "plural")
                        | p.cond_uses
                        | p.said("question")
                    ),
                    cost["pointer"],
                    Listing(where),
                    inherited=("filters",),
                )
    if old is not None and not p.groups and not p.named and any(test.op == "plan" for test in tests(old)):
        for number, one in enumerate(p.items):
            for k in ordinals(one):
                again = with_where(frame, merged(old, [Has("action_plan", "plan", (str(k),), str(k))], narrow=False))
                if again is not None:
                    yield Candidate(
                        "continued", frozenset({number} | swap), cost["pointer"] - 0.02, again, inherited=("filters",)
                    )
    if p.named or not p.groups:
        return
    own = [test for test, _c in p.groups]
    dear = cost["pointer"] if p.said("thread", "swap", "correction") else cost["ellipsis"]
    own_words = {
        Rank: ("most", "fewest", "more", "fewer"),
        Count: ("count",),
        Group: ("group",),
        Listing: ("list",),
        Share: ("share",),
    }.get(type(frame), ())
    told = [
        name
        for name in ("count", "group", "list", "most", "fewest", "share")
        if name not in own_words and p.said("intent", name)
    ]
    dear += 0.35 * bool(p.said("noun", "plural") and not p.said("thread", "swap")) + 1.0 * bool(told)
    uses = frozenset(
        p.cond_uses | swap | p.said("thread", "pronoun", "plural") | p.said("intent", "everywhere", *own_words)
    )
    if isinstance(frame, Compare):
        if p.made.lexicon.particles:
            most, fewest = p.said("intent", "more", "most"), p.said("intent", "fewer", "fewest")
            frame = replace(frame, asks="most" if most else "fewest" if fewest else frame.asks)
            uses |= frozenset(most | fewest | p.said("intent", "compare") | p.said("thread", "sides", "both"))
        shared = [part for part in conjuncts(frame.sets[0]) if all(part in conjuncts(one) for one in frame.sets)]
        sides = [[part for part in conjuncts(one) if part not in shared] for one in frame.sets]
        slots = {slot for side in sides for part in side for slot in slots_of(part)}
        if any(slots_of(test) & slots for test in own):
            sets = (*frame.sets, *(all_of(*shared, test) for test in own))
            labels = (*frame.labels, *(next(iter(tests(test))).label for test in own))
        else:
            base = (
                [part for part in shared if slots_of(part) & {"country", "action_plan", "cycle"}]
                if p.said("thread", "swap")
                else shared
            )
            sets = tuple(
                all_of(merged(all_of(*base), own, narrow=False) if base else all_of(*own), *side) for side in sides
            )
            labels = frame.labels
        yield Candidate("continued", uses, dear, Compare(sets, labels, frame.asks), inherited=("filters",))
        return
    if old is not None and isinstance(frame, Rank | Group) and p.said("thread", "swap"):  # "and by withdrawn ones?"
        kept = (
            [part for part in conjuncts(old) if slots_of(part) & {"country", "action_plan", "cycle"}]
            if old != ALL
            else []
        )
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
    elif with_codes(frame, ("?",)) is not None:
        before = last.where
        if before is None and placed and len(codes_of(frame)) == 1:  # "I meant Sarnholm's": of the same title
            code = codes_of(frame)[0]
            title = str(p.made.store.columns([code], ("title",))[code]["title"] or "")
            before = Has("title", "is", (title,), title)
        if before is None:
            return
        where = merged(before, own, narrow=False)
        yield Candidate(
            "continued",
            uses,
            dear,
            None,
            FrameSubject(described=where),
            lambda codes: with_codes(frame, codes),
            inherited=("fields", "filters"),
        )


def _beside(p: Pieces, thread: Thread, swap: set[int]) -> Iterator[Candidate]:
    """ "which of the two has more?", "how many each?", "together?": the sets last spoken of, one after the other."""
    pointers = p.said("thread", "sides", "both")
    more, fewer = p.said("intent", "more", "most"), p.said("intent", "fewer", "fewest")
    total = p.said("intent", "total")
    if (
        p.named
        or not (pointers or total)
        or not (more or fewer or total or p.said("intent", "count", "group", "compare"))
    ):
        return
    sides = _sides(thread)
    if len(sides) < 2:
        return
    shared, parts = sides[0][0], [part for _shared, part in sides]
    own = [test for test, _c in p.groups]
    base = merged(shared, own, narrow=False) if own else shared
    uses = frozenset(
        p.cond_uses
        | pointers
        | more
        | fewer
        | total
        | swap
        | p.said("intent", "count", "group", "compare", "list", "or")
        | p.said("question")
        | p.said("intent", "present")
        | {n for n in p.asks if p.asks[n][0] in ("country", "action_plan")}
    )
    sets = tuple(all_of(base, part) for part in parts)
    labels = tuple(", ".join(test.label for test in tests(part)) for part in parts)
    cost = weights()["thread"]["pointer"]
    if total and not more and not fewer:
        yield Candidate("beside", uses, cost, Count(all_of(base, any_of(*parts))), inherited=("filters",))
    else:
        yield Candidate(
            "beside",
            uses,
            cost,
            Compare(sets, labels, "most" if more else "fewest" if fewer else ""),
            inherited=("filters",),
        )


def _sides(thread: Thread) -> list[tuple[Condition, Condition]]:
    """What was exchanged from turn to turn, with what stayed: Chile, then Argentina, of those complete."""
    wheres = [where for turn in thread.turns if (where := where_of(turn.frame)) is not None]
    if not wheres:
        return []
    last = conjuncts(wheres[-1])
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
