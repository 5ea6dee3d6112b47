"""What a thread remembers, and how a follow-up is completed from it.

A turn keeps its frame, the condition that chose its commitments, and those that it showed, in their order; never its
text. A follow-up has readings of its own and completed ones; they are scored together.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from bot.asking.conditions import condition
from bot.asking.constructions import Candidate, Subject
from bot.asking.frames import (
    ALL,
    AnyOf,
    Changes,
    Compare,
    Condition,
    Count,
    Define,
    Duration,
    Exceeds,
    Extreme,
    FindText,
    Frame,
    Group,
    Has,
    Listing,
    Lookup,
    Not,
    Rank,
    Refuse,
    Same,
    Share,
    Stands,
    Verify,
    all_of,
    among,
    any_of,
    conjuncts,
    from_data,
    tests,
    to_data,
)  # fmt: skip
from bot.asking.lattice import Lattice, Mention, ordinals, weights
from bot.asking.pieces import Cond, NamedCommitments, Pieces
from bot.records.fields import FIELD
from bot.records.frozen import dataclass, replace
from bot.records.names import name_key
from bot.records.periods import days_later

TURNS = 8
_LISTED = 300


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a thread: its frame, what chose its commitments, and those shown (`whole`: all there were)."""

    frame: Frame
    where: Condition | None = None
    listed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread's memory, the last turn last; `pending` waits for a choice among `options`."""

    turns: tuple[Turn, ...] = ()
    language: str = "en"
    pending: Frame | None = None
    options: tuple[str, ...] = ()

    def to_json(self) -> str:
        """The memory as a JSON text, for storing."""
        turns = [{"frame": to_data(t.frame), "where": to_data(t.where), "listed": list(t.listed)} for t in self.turns]
        data = {
            "version": 2,
            "turns": turns,
            "language": self.language,
            "pending": to_data(self.pending),
            "options": list(self.options),
        }
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Thread:
        """The memory that `to_json` wrote; ValueError where the text is none."""
        try:
            data = json.loads(text)
            turns = tuple(Turn(from_data(t["frame"]), from_data(t["where"]), tuple(t["listed"])) for t in data["turns"])
            return cls(turns, data["language"], from_data(data["pending"]), tuple(data["options"]))
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"this is no thread's memory: {error}") from error


EMPTY = Thread()


def remembered(thread: Thread, frame: Frame, where: Condition | None, listed: Sequence[str], language: str) -> Thread:
    """The memory with one more turn; commitments that are spoken of again are still those that were described."""
    if where is None and thread.turns and codes_of(frame) and codes_of(frame) == codes_of(thread.turns[-1].frame):
        where = thread.turns[-1].where
    return Thread((*thread.turns, Turn(frame, where, tuple(listed[:_LISTED])))[-TURNS:], language)


# -- what a follow-up may point at ------------------------------------------------------------------------------------


def codes_of(frame: Frame) -> tuple[str, ...]:
    """The commitments that a frame names."""
    return tuple(getattr(frame, "codes", ()) or ()) if not isinstance(frame, Refuse) or frame.codes else ()


def focus(thread: Thread) -> list[tuple[str, int]]:
    """The commitments spoken of, the latest first, each with how many turns ago that was."""
    found: dict[str, int] = {}
    for ago, turn in enumerate(reversed(thread.turns)):
        named = codes_of(turn.frame) or (turn.listed if len(turn.listed) == 1 else ())
        if isinstance(turn.frame, Extreme | Stands):
            named = turn.listed[:3]
        if isinstance(turn.frame, FindText):
            named = turn.listed[:1]
        whole = where_of(turn.frame)
        if named and whole is not None:  # one of several that were named: "and the other one?"
            named = (
                *named,
                *(code for test in tests(whole) if test.op == "among" for code in test.values if len(test.values) <= 3),
            )
        for code in named:
            found.setdefault(code, ago)
    return list(found.items())


def last_set(thread: Thread) -> tuple[Condition, int] | None:
    """The condition of the set last spoken of, and how many turns ago."""
    for ago, turn in enumerate(reversed(thread.turns)):
        where = _meant(turn.frame) or where_of(turn.frame)
        if where is not None:
            return (turn.where if isinstance(turn.frame, Rank) and turn.where is not None else where), ago
    return None


def _meant(frame: Frame) -> Condition | None:
    """The commitments that a mark is of whose meaning was asked: "what is starred?", "how many got one?"."""
    marks = [name for name in frame.fields if FIELD[name].kind == "yesno"] if isinstance(frame, Define) else []
    return Has(marks[0], "is", ("yes",), marks[0]) if marks else None


def where_of(frame: Frame) -> Condition | None:
    """The set that a frame speaks of, None where it is of named commitments."""
    if isinstance(frame, Listing | Count | Group | Rank | Extreme | Exceeds):
        return frame.where
    if isinstance(frame, Share):
        return all_of(frame.where, frame.part)
    if isinstance(frame, Verify) and not frame.codes:
        return all_of(frame.of, frame.where)
    if isinstance(frame, Compare):
        shared = [part for part in conjuncts(frame.sets[0]) if all(part in conjuncts(one) for one in frame.sets)]
        own = [part for one in frame.sets for part in conjuncts(one) if part not in shared]
        return all_of(*shared, AnyOf(tuple(dict.fromkeys(own)))) if own else all_of(*shared)
    return None


def with_where(frame: Frame, where: Condition) -> Frame | None:
    """The same question of another set."""
    if isinstance(frame, Listing):
        return replace(frame, where=where, page=1)
    if isinstance(frame, Count | Group | Rank | Extreme | Exceeds):
        return replace(frame, where=where)
    if isinstance(frame, Verify) and not frame.codes:
        return replace(frame, where=where, of=ALL, quantity="any") if frame.quantity == "any" else Listing(where)
    if isinstance(frame, Share):
        part = [one for one in conjuncts(frame.part) if one in conjuncts(where)]
        rest = [one for one in conjuncts(where) if one not in part]
        return Share(all_of(*rest), all_of(*part)) if part else Count(where)
    if isinstance(frame, Compare):
        return Count(where)
    return None


def with_codes(frame: Frame, codes: tuple[str, ...]) -> Frame | None:
    """The same question of other commitments."""
    if isinstance(frame, Lookup | Duration | Same | Stands):
        return replace(frame, codes=codes)
    if isinstance(frame, Verify) and frame.quantity == "each":
        return replace(frame, codes=codes)
    if isinstance(frame, Changes):
        return replace(frame, where=among(codes))
    if isinstance(frame, Refuse) and (frame.codes or frame.reason == "no_such_code"):
        return (
            Lookup(codes, frame.fields, card=False)
            if frame.fields
            else replace(frame, codes=codes)
            if frame.reason != "no_such_code"
            else None
        )
    return None


_FINDINGS = frozenset({"completion", "potential_impact", "specificity", "early_results", "starred", "status"})
_TOPIC = frozenset({"policy_areas", "text", "ogp_values"})
_BODY = frozenset(
    {"lead_institution", "support_institutions", "body", "institutions", "other_government", "other_actors"}
)


def _slot(test: Has) -> str:
    return "topic" if test.field in _TOPIC else "body" if test.field in _BODY else test.field


def _slots(where: Condition) -> set[str]:
    return {_slot(test) for test in tests(where)}


def merged(old: Condition, own: list[Condition], *, narrow: bool) -> Condition:
    """The old set with new conditions: one of the same kind is exchanged, unless the new ones only narrow it."""
    kept = []
    for part in conjuncts(old):
        exchanged = any(
            (isinstance(new, Not) and (new.part == part or part == new))
            or (isinstance(part, Not) and part.part == new)
            or (not narrow and not isinstance(new, Not) and _slots(new) & _slots(part))
            for new in own
        )
        if not exchanged:
            kept.append(part)
    return all_of(*kept, *own)


def _inherited(part: Condition) -> Cond:
    """An inherited condition as a piece: it expresses no word of the question."""
    slots = _slots(part)
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


# -- completing a follow-up -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Completed:
    """Pieces with what the thread adds to them, the mentions that point back, and what that costs."""

    pieces: Pieces
    uses: frozenset[int]
    cost: float
    inherited: tuple[str, ...]


def completed(p: Pieces, thread: Thread) -> Iterator[Completed]:
    """The ways to complete a question from its thread."""
    if not thread.turns and not thread.options:
        return
    yield from _singular(p, thread)
    yield from _country_pointed(p, thread)
    yield from _person_pointed(p, thread)
    yield from _body_pointed(p, thread)
    yield from _plural(p, thread)


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
    told = next((t for t in tests(last[0]) if t.field in _BODY), None) if last else None
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
        if one.kind == "number" and 0 < one.value <= len(listed) and (len(p.items) <= 2 or p.said("thread", "one")):
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
        for name, latest in (("later", True), ("earlier", False)):
            if said := p.said("intent", name):
                best = p.made.store.extreme("c.end_to", *_among_sql(listed), highest=latest)
                if len(best) == 1:
                    yield _with(p, (best[0],), said | p.said("thread", "one") | swap, cost["pointer"])
    if other := p.said("thread", "other"):
        pair = listed if len(listed) == 2 else tuple(code for code, _ago in spoken[:2])
        if len(pair) == 2:
            rest = [code for code in pair if code != spoken[0][0]] or [pair[1]]
            yield _with(p, (rest[0],), other | swap, cost["pointer"])
    pointers = _pointing(p)
    code, ago = spoken[0]
    set_ago = (last_set(thread) or (ALL, 99))[1]
    telling = any(cond.kind in ("text", "area", "body", "person", "place") for cond in p.conds)
    dear = cost["pointer"] if pointers else cost["ellipsis"]
    dear += cost["far"] * ago + (0.3 if set_ago < ago else 0.0)
    dear += 0.6 * telling + 0.5 * bool(p.said("noun", "plural"))
    group = [c for c, a in spoken if a == ago]
    before = thread.turns[-1 - ago].frame
    if isinstance(before, Lookup) and before.once:  # of somebody who is responsible for several: all of them
        yield _with(p, tuple(group), pointers | swap, dear)
        return
    plural = p.said("thread", "plural")
    yield _with(p, (code,), pointers | swap, dear + 0.3 * bool(len(group) > 1 and plural))
    if len(group) > 1 and len(group) <= 12:
        yield _with(
            p,
            tuple(group),
            plural | swap | p.said("thread", "both"),
            (cost["pointer"] if plural else cost["ellipsis"]) + cost["far"] * ago,
        )


def _the(p: Pieces, one: Mention) -> bool:
    """Whether an article, and no noun, stands around an ordinal: "when did the first start"."""
    tokens, words = p.made.tokens, p.made.lexicon.words
    nouns = {*words("empty", "commitment"), *words("empty", "commitments")}
    after = tokens[one.end].folded if one.end < len(tokens) else ""
    return bool(one.start) and tokens[one.start - 1].folded in words("grammar", "definite") and after not in nouns


def _day_asked(p: Pieces) -> bool:
    return any(set(names) <= {"start", "end"} for names in p.asks.values())


def _among_sql(codes: tuple[str, ...]) -> tuple[str, list[object]]:
    return condition(among(codes))


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
    where = all_of(*(part for part in conjuncts(where) if not any(_slots(part) & _slots(gone) for gone in p.dropped)))
    if everywhere := p.said("intent", "everywhere"):
        where = all_of(*(part for part in conjuncts(where) if "country" not in _slots(part)))
        uses |= everywhere
    dear = cost["far"] * ago
    if pointers or swap or everywhere:
        dear += cost["pointer"]
    elif not p.said("noun", "plural"):
        dear += cost["ellipsis"]
    else:
        dear += cost["bare"]
    if _scoped(p, own):
        dear += cost["scoped"]  # "and which Slovak ones were completed?": who names the country again begins anew
    yield _set(p, where, uses, dear)
    found_by = [part for part in conjuncts(old) if _slots(part) & _FINDINGS] if old != ALL else []
    if found_by and own and all(_slots(test) & _FINDINGS for test in own) and not p.said("thread", "plural"):
        stays = all_of(*(part for part in conjuncts(old) if part not in found_by), *own)
        exchanged = cost["exchanged"] * (not p.said("thread", "instead"))
        yield _set(p, stays, uses, dear + exchanged)  # "and which were starred?": not of those withdrawn
    if len(own) > 1 and p.said("noun", "plural"):
        return
    if rest := p.said("intent", "rest") or (p.said("thread", "other") if p.said("intent", "list") else set()):
        spoken = focus(thread)
        if spoken and spoken[0][1] < ago:  # "list the others": all but the one last spoken of
            yield _set(p, all_of(old, Not(among((spoken[0][0],)))), rest | swap, cost["pointer"])
        narrowed = _before(thread)
        if narrowed:
            whole, part = narrowed
            yield _set(
                p, all_of(whole, Not(part) if not isinstance(part, Not) else part.part), rest | swap, cost["pointer"]
            )
    if any_plan := p.said("intent", "any_plan"):
        free = all_of(*(part for part in conjuncts(where) if "action_plan" not in _slots(part)))
        yield _set(p, free, uses | any_plan, dear if pointers or swap else cost["pointer"])
    if (undo := p.said("intent", "undo")) and own:  # "drop the civic participation bit"
        slots = set().union(*(_slots(part) for part in own))
        if not any(_slots(part) & slots for part in conjuncts(old)):  # "drop the completed ones": all but these
            bare = replace(p, groups=[], conds=[], connectives=set())
            apart = Not(all_of(*own)) if len(own) > 1 or not isinstance(own[0], Not) else own[0].part
            yield _set(
                bare,
                all_of(old, apart),
                undo | swap | p.cond_uses | p.said("intent", "list") | p.said("thread", "one"),
                cost["pointer"],
            )
        less = all_of(*(part for part in conjuncts(old) if not _slots(part) & slots))
        if less != old:
            bare = replace(p, groups=[], conds=[], connectives=set())
            yield _set(bare, less, undo | swap | p.cond_uses | p.said("intent", "list"), cost["pointer"])
    if undo := p.said("intent", "undo"):
        narrowed = _before(thread)
        if narrowed:
            yield _set(p, narrowed[0], undo | swap | p.said("intent"), cost["pointer"])


def _scoped(p: Pieces, own: list[Condition]) -> bool:
    """Whether a question names a country and more by itself, and does not point back."""
    return len(own) > 1 and any("country" in _slots(test) for test in own) and not p.said("thread", "plural")


def _before(thread: Thread) -> tuple[Condition, Condition] | None:
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
    return (all_of(*last[:-1]), last[-1]) if len(last) > 1 else None


def _set(p: Pieces, where: Condition, uses: set[int], dear: float) -> Completed:
    own = dict(p.groups)
    groups = [(part, own.get(part, (_inherited(part),))) for part in (conjuncts(where) if where != ALL else ())]
    kept = [cond for _t, conds in groups for cond in conds if cond.uses]
    inherited = [cond for _t, conds in groups for cond in conds if not cond.uses]
    made = replace(p, conds=[*inherited, *kept], groups=groups)
    return Completed(made, frozenset(uses), dear, ("filters",))


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
            Subject(tuple(p.named)),
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
            Subject(described=where),
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
            Subject(tuple(p.named)),
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
            Subject(tuple(p.named)),
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
        slots = {slot for side in sides for part in side for slot in _slots(part)}
        if any(_slots(test) & slots for test in own):
            sets = (*frame.sets, *(all_of(*shared, test) for test in own))
            labels = (*frame.labels, *(next(iter(tests(test))).label for test in own))
        else:
            base = (
                [part for part in shared if _slots(part) & {"country", "action_plan", "cycle"}]
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
            [part for part in conjuncts(old) if _slots(part) & {"country", "action_plan", "cycle"}]
            if old != ALL
            else []
        )
        again = with_where(frame, merged(all_of(*kept), own, narrow=False))
        if again is not None:
            dearer = 0.1 if p.said("thread", "plural") else -0.02
            yield Candidate("continued", uses, dear + dearer, again, inherited=("filters",))
    if old is not None:
        again = with_where(frame, merged(old, own, narrow=False))
        if _scoped(p, own):
            dear += cost["scoped"]
        if isinstance(frame, Group) and all(frame.by in _slots(test) for test in own):
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
            Subject(described=where),
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
        mine = [part for part in last if slot in _slots(part)]
        rest = {part for part in last if part not in mine}
        if len(mine) != 1:
            continue
        found = [mine[0]]
        for where in reversed(wheres[:-1]):
            parts = conjuncts(where)
            other = [part for part in parts if slot in _slots(part)]
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


__all__ = [
    "EMPTY",
    "Completed",
    "Has",
    "Thread",
    "Turn",
    "completed",
    "continued",
    "remembered",
    "where_of",
    "with_codes",
    "with_where",
]
