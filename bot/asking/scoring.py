"""Every reading of a question with its cost (`weights.toml`).

A cost is that of the tiling, of each word that the frame does not express, and of what the thread adds. The least wins.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise

from bot.asking.anaphora import Completed, completed
from bot.asking.constructions import constructed
from bot.asking.constructions.form import Candidate, forecasts
from bot.asking.coordination import pieces_of
from bot.asking.ellipsis import continued
from bot.asking.frames import (
    ALL,
    About,
    Compare,
    Condition,
    Count,
    Define,
    Exceeds,
    Extreme,
    Frame,
    Group,
    Listing,
    Rank,
    Share,
    Talk,
    Verify,
    tests,
)
from bot.asking.lattice import Lattice, Mention, once, says, tilings, weights
from bot.asking.mentions.text import listed, unsearched
from bot.asking.pieces import Pieces
from bot.asking.thread import Thread, where_of
from bot.records.frozen import dataclass, field


@dataclass(slots=True)
class Scored:
    """A candidate with its cost so far, what it is made of, and after `run` its frame and what the documents said.

    `pointing` are the mentions that what the thread added stands for: "that *institution*". `alone`: it is one without
    the thread that it may well go on with. `emptied` is what it costs that its conditions are met by no commitment.
    """

    candidate: Candidate
    pieces: Pieces
    cost: float
    inherited: tuple[str, ...] = ()
    pointing: frozenset[int] = frozenset()
    frame: Frame | None = None
    where: Condition | None = None
    said: list[str] = field(default_factory=list)
    alone: bool = False
    emptied: float = 0.0

    @property
    def unexplained(self) -> tuple[str, ...]:
        """The words of weight that nothing explains."""
        p = self.pieces
        left = [(n, m.start) for n, m in enumerate(p.items) if m.kind == "word" and p.made.content(m.start)]
        return tuple(p.words(n) for n, at in left if not p.made.is_participle(at))


def importance(one: Mention) -> float:
    """What it costs to leave a mention out of a reading."""
    cost = weights()["unused"]
    if one.kind != "phrase":
        return cost.get(one.kind, 0.0)
    if one.says("empty") and not (one.says("unkept") or one.says("head") or one.says("thread", "correction")):
        return min(0.12, cost["question"]) if any(r in ("ask", "intent", "value") for r, _s in one.senses) else 0.0
    dear = 0.0
    for role, said in one.senses:
        if role == "intent":
            dear = max(dear, cost.get(f"intent_{said}", cost["intent"]))
        elif role == "thread" and said.startswith("ordinal"):
            dear = max(dear, cost["ordinal"])
        elif (role, said) == ("thread", "correction"):
            dear = max(dear, cost["correction"])
        elif (role, said) == ("grammar", "says"):
            dear = max(dear, cost["says"])
        elif (role, said) == ("grammar", "none"):
            dear = max(dear, cost["none"])
        else:
            dear = max(dear, cost.get(role, 0.2))
    return dear


def _piece_cost(made: Lattice) -> Callable[[Mention], float]:
    """What each mention costs as a piece of a tiling."""
    cost = weights()["tile"]
    counted, shut = _counted(made), unsearched(made)
    names = [one for one in made.mentions if not one.cost and (one.kind == "place" or _is_long_area(one))]
    placed = {at for one in names for at in range(one.start, one.end)}

    def cost_of(one: Mention) -> float:
        if one.kind == "word":
            if made.is_participle(one.start):
                return cost["participle"]
            if made.content(one.start) or one.start in placed:  # "가나": Ghana, however short
                return cost["unknown"] + cost["undone"] * (one.start in shut)
            if made.tokens[one.start].folded.isdecimal() or one.start in counted:
                return cost["figure"]
            return 0.0 if len(made.tokens[one.start].folded) <= 4 else cost["weak"]
        if one.kind == "phrase" and one.end - one.start == 1 and one.start in counted and one.says("empty"):
            return cost["figure"]
        if one.kind == "phrase" and all(role == "empty" for role, _said in one.senses):
            if one.start in placed:
                return cost["unknown"]
            return 0.0 if one.end - one.start > 1 or len(made.tokens[one.start].folded) <= 4 else cost["weak"]
        return cost["piece"]

    return cost_of


def _is_long_area(one: Mention) -> bool:
    """Whether some words together name a policy area: "human rights", of which neither word is an empty one."""
    return one.kind == "area" and one.end - one.start > 1 and not one.repairs


def _is_one_thing(made: Lattice, other: Mention) -> bool:
    """Whether a stretch says in brackets what the one before it does: "the portal (el portal)"."""
    return bool(made.lexicon.particles) or "(" in made.between(other.start, other.start)


def _counted(made: Lattice) -> set[int]:
    """The numbers in words that a Korean counter stands behind: "국가 세 곳"."""
    counters = {*made.lexicon.words("numbers", "counters")}
    return {
        one.start
        for one in made.mentions
        if counters
        and one.kind == "number"
        and one.value > 1
        and one.end < len(made.tokens)
        and not counters.isdisjoint(made.tokens[one.end].forms)
    }


def candidates(made: Lattice, thread: Thread) -> Iterator[Scored]:
    """The readings of a question by itself and in its thread, each with what it costs before it is tried."""
    cost = weights()
    limit = int(cost["choose"]["tilings"])
    found = tilings(made, limit, _piece_cost(made))
    least = found[0][0] if found else 0.0
    for price, items in found:
        if price > least + cost["choose"]["behind"]:
            continue
        if any(a.kind == b.kind == "struck" and _is_one_thing(made, b) for a, b in pairwise(items)):
            continue  # of two names of one thing only one is left out
        weighed = [importance(one) for one in items]
        total = sum(weighed)
        aside: Asides | None = None
        for p in pieces_of(made, price, items):
            aside = aside or _asides(p)
            for candidate in constructed(p):
                if _foretells(made, candidate) or (p.either and not isinstance(candidate.frame, Listing)):
                    continue
                if candidate.whole:
                    yield Scored(candidate, p, candidate.cost)
                    continue
                dear = (
                    p.cost
                    + total
                    - sum(weighed[n] for n in candidate.used)
                    + candidate.cost
                    - _set_aside(p, candidate, aside)
                    - _forgiven(p, candidate)
                )
                if _is_of_set(candidate) and _denials(p) - candidate.used:
                    dear += cost["unused"]["denial"]  # "which were not assessed?" is no list of all
                if _institutions_of_places(made) - {p.items[n].start for n in candidate.used}:
                    dear += cost["unused"]["body_of_place"]
                if thread.turns and _is_of_all(p, candidate):
                    dear += cost["run"]["everything"]  # "when does it end?" in other words is not asked of all
                if thread.turns and _at_bodies(p) - candidate.used:
                    dear += cost["thread"]["pointed"]  # "this ministry" is one spoken of
                if thread.turns and made.lexicon.particles and p.said("thread", "country"):
                    dear += cost["thread"]["pointed"]  # "그 나라" is one spoken of
                alone = bool(thread.turns or thread.options) and _elliptical(p, candidate)
                if alone:
                    dear += cost["thread"]["alone"] * (2 if candidate.name == "bare" else 1)
                    if _points_at_several(made) and candidate.name != "bare":
                        dear += cost["thread"]["pointed"]  # never of all, though what was pointed at is empty
                yield Scored(candidate, p, dear, alone=alone)
            if not (thread.turns or thread.options):
                continue
            for more in completed(p, thread):
                again = continued(more.pieces, thread) if more.inherited == ("codes",) and not more.pieces.asks else ()
                for candidate in (*constructed(more.pieces), *again):
                    if _foretells(made, candidate) or (more.pieces.either and not isinstance(candidate.frame, Listing)):
                        continue
                    first = isinstance(candidate.frame, Extreme) and candidate.used & more.uses
                    if more.several and (candidate.subject is not None or first):
                        continue
                    used = candidate.used | more.uses
                    dear = p.cost + total - sum(weighed[n] for n in used) + candidate.cost + more.cost
                    dear += _misfit(more, candidate, thread)
                    yield Scored(candidate, more.pieces, dear, more.inherited, more.uses)
            for candidate in continued(p, thread):
                dear = p.cost + total - sum(weighed[n] for n in candidate.used) + candidate.cost
                yield Scored(candidate, p, dear, candidate.inherited)


def _is_of_set(candidate: Candidate) -> bool:
    """Whether a frame tells which commitments there are, how many, or whether there is any."""
    frame = candidate.frame
    return isinstance(frame, Listing | Count | Group) or (
        isinstance(frame, Verify) and frame.quantity in ("any", "these")
    )


def _denials(p: Pieces) -> set[int]:
    """The words that deny what stands right behind them, but for a "not" that ends the question."""
    ends = {n for n in p.said("intent", "negation") if p.items[n].end < len(p.made.tokens) and n + 1 not in p.cond_uses}
    return ends | {n for n in p.said("intent", "missing") - p.cond_uses if n + 1 in p.cond_uses}


def _foretells(made: Lattice, candidate: Candidate) -> bool:
    """Whether a frame would answer yes or no to what nobody knows yet."""
    if not forecasts(made) or any(one.kind == "code" for one in made.mentions):
        return False  # of one that is named the day that it states is quoted
    open_ = candidate.make(("?",)) if candidate.make is not None else candidate.frame
    return isinstance(open_, Verify | Exceeds)


def _elliptical(p: Pieces, candidate: Candidate) -> bool:
    """Whether a question lacks what would make it one of its own, so that it may go on with the last one."""
    if candidate.name == "bare":
        return True
    if candidate.name == "card":
        corrected = says(p.made, "thread", "correction")
        return (corrected or len(p.items) <= 3 or _exchanges(p.made)) and (
            not p.said("intent", "overview") or bool(p.said("thread", "swap"))
        )
    if candidate.frame is None or where_of(candidate.frame) is None:
        return False
    if _points_at_several(p.made):
        return True
    # "which mention monitor?", "which are about oil?"
    asks = p.said("grammar", "says") or p.made.tokens[0].folded in p.made.lexicon.words("question", "what")
    texts = any(c.kind == "text" for c in p.conds) and not asks
    nouns = p.made.lexicon.words("empty", "commitments")  # "how many commitments" is one phrase
    return not (p.said("noun", "plural", "singular") or texts or any(t.folded in nouns for t in p.made.tokens))


@once
def _institutions_of_places(made: Lattice) -> frozenset[int]:
    """Where an institution is named by its country alone: "does *the bank of Uruguay* lead anything?"."""
    words = made.lexicon.words
    places = {one.start for one in made.mentions if one.kind == "place" and not one.cost}
    found = set()
    for one in made.mentions:
        definite = one.start and made.tokens[one.start - 1].folded in words("grammar", "definite")
        if one.kind == "phrase" and one.says("head", "institution") and definite and one.end < len(made.tokens):
            of_place = made.tokens[one.end].folded in words("grammar", "genitive") and one.end + 1 in places
            if of_place and one.end - one.start == 1:
                found.add(one.start)
    return frozenset(found)


@once
def _exchanges(made: Lattice) -> bool:
    """Whether a phrase that begins the question asks the last one again of something else: "*y el de* e-justicia?"."""
    return any(not one.start and one.end > 1 and not one.cost and one.says("thread", "swap") for one in made.mentions)


@once
def _points_at_several(made: Lattice) -> bool:
    """Whether some words point back at a set, also inside of a longer phrase: "which of *those* are starred?"."""
    return any(one.kind == "phrase" and one.says("thread", "plural") for one in made.mentions)


def _is_of_all(p: Pieces, candidate: Candidate) -> bool:
    """Whether a field is asked of all commitments there are, or of all that state one, though nothing says "all"."""
    frame = candidate.frame
    if not isinstance(frame, Listing) or not frame.fields or p.said("intent", "every"):
        return False
    return all(test.op == "missing" for test in tests(frame.where)) and (frame.where == ALL or not p.said("noun"))


def _at_bodies(p: Pieces) -> set[int]:
    """Where words point at an institution that was spoken of: "which does *this* ministry lead?"."""
    heads, made = p.made.lexicon.words("head", "institution"), p.made
    pointing = p.said("thread", "pronoun", "person")
    ends = {n: p.items[n].end for n in pointing}
    return {n for n, end in ends.items() if end < len(made.tokens) and made.tokens[end].folded in heads}


# -- what is beside the question ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asides:
    """Which part of the sentence each mention of a tiling stands in, and which parts may be beside the question.

    `asking` are the parts that end in a question mark where others do not, `empty` those that say nothing of weight.
    """

    parts: tuple[int, ...]
    asking: frozenset[int] = frozenset()
    empty: frozenset[int] = frozenset()


def _asides(p: Pieces) -> Asides:
    parts = tuple(accumulate(int(bool(one.start and p.made.parted(one.start))) for one in p.items))
    if not parts or not parts[-1]:
        return Asides(parts)
    heavy = _heavy(p.made)
    told = {parts[n] for n, one in enumerate(p.items) if not heavy.isdisjoint(range(one.start, one.end))}
    return Asides(parts, frozenset(_asking_parts(p, parts)), frozenset(set(parts) - told))


@once
def _heavy(made: Lattice) -> set[int]:
    """The words at which something begins that a question may be of."""
    heavy = {m.start for m in made.mentions if m.cost < 1 and (m.kind in ENTITIES or _is_heavy(m))}
    return heavy.union(*listed(made))


def _is_heavy(one: Mention) -> bool:
    counts = one.says("intent", "count", "group", "mention")
    return one.says("ask") or one.says("value") or counts or one.says("thread", "one")


def _asking_parts(p: Pieces, parts: Sequence[int]) -> set[int]:
    """The parts of the sentences that end in a question mark, where others do not: these tell, they ask nothing."""
    text = p.made.question.text
    sentences = [m.span() for m in re.finditer(r"[^.!?\n]+[.!?\n]*", text) if m[0].strip()]
    asking = [(start, end) for start, end in sentences if "?" in text[start:end]]
    if not asking or len(asking) == len(sentences):
        return set()
    starts, found = [start for start, _end in asking], set()
    for n, one in enumerate(p.items):
        place = p.made.tokens[one.start].start
        at = bisect_right(starts, place) - 1
        if at >= 0 and place < asking[at][1]:
            found.add(parts[n])
    return found


ENTITIES = frozenset({"code", "title", "person", "body", "area", "ogp", "place", "plan", "date", "contact"})


def _set_aside(p: Pieces, candidate: Candidate, aside: Asides) -> float:
    """What is given back for parts that are beside the question: "quick one before the call: …"."""
    parts, asked = aside.parts, aside.asking
    if not parts or not parts[-1]:
        return 0.0
    strong = {parts[n] for n in candidate.used if importance(p.items[n]) > 0.5}
    if not strong or (candidate.frame is not None and where_of(candidate.frame) == ALL):
        return 0.0
    cost, back = weights()["tile"], 0.0
    idle = {*aside.empty, *(set(parts) - asked if asked & strong else ())}
    tellers = {part for part in idle if asked and part not in asked}
    for n, one in enumerate(p.items):
        if (
            parts[n] in tellers
            and parts[n] not in strong
            and n not in candidate.used
            and one.kind in ("phrase", "number", "date")
        ):
            back += 0.9 * importance(one)
            continue
        if parts[n] not in strong and n not in candidate.used and parts[n] in idle:
            if one.kind == "word" and p.made.content(one.start):
                back += 0.8 * cost["unknown"]
            elif one.kind in ("phrase", "number", "word"):
                back += 0.8 * importance(one) + (
                    0.7 * cost["figure"] if one.kind == "word" and p.made.tokens[one.start].folded.isdecimal() else 0.0
                )
    return back


# -- words that nothing explains, and frames that do not fit -----------------------------------------------------------


def _forgiven(p: Pieces, candidate: Candidate) -> float:
    """What is given back for unknown words of a question for fields of a code or title: it is plain all the same.

    Nothing where one stands at the field's word, and may change what is asked ("the email of the deputy of KR0032"): it
    costs what it costs anywhere. A participle changes nothing: "the impact *ascribed* to it".
    """
    named = [one for one in p.named if one.exact and one.uses <= candidate.used]
    if candidate.name not in ("lookup", "verify") or not named:
        return 0.0
    asks = [p.items[n] for n in candidate.used & (set(p.asks) | p.cond_uses)]
    strange = [one for _n, one in strange_words(p)]
    if not asks or not strange or any(is_attached(p.made, one, ask) for one in strange for ask in asks):
        return 0.0
    cost = weights()["tile"]
    return max(0.0, len(strange) * cost["unknown"] - cost["strange"])


def strange_words(p: Pieces) -> list[tuple[int, Mention]]:
    """The words of weight that nothing explains."""
    return [(n, one) for n, one in enumerate(p.items) if one.kind == "word" and p.made.content(one.start)]


def is_attached(made: Lattice, one: Mention, ask: Mention) -> bool:
    """Whether nothing but light words stands between an unknown word and a field's."""
    if made.tokens[one.start].folded.endswith(tuple(made.lexicon.words("grammar", "participle"))):
        return False
    first, second = sorted((one, ask), key=lambda each: each.start)
    between = range(first.end, second.start)
    return not any(made.broken(at, at) for at in (*between, second.start)) and not any(map(made.content, between))


def _misfit(more: Completed, candidate: Candidate, thread: Thread) -> float:
    """What a completed reading costs whose frame does not use what the thread added, or asks something else unsaid."""
    if candidate.name == "card" and not more.pieces.said("intent", "overview"):
        return 0.45
    last = thread.turns[-1].frame if thread.turns else None
    if (
        isinstance(candidate.frame, Listing)
        and isinstance(last, Count | Compare | Group | Rank | Share)
        and not candidate.frame.fields
    ):
        p = more.pieces
        plural = p.said("noun", "plural") and not p.said("thread", "swap")
        if not (p.said("intent", "list") or p.said("question", "what") or plural):
            return 0.3  # "and starred ones?", "and for the starred commitments?": after a comparison it compares
    if isinstance(candidate.frame, Talk | About | Define):
        return 1.0
    if more.inherited == ("filters",) and candidate.frame is not None and where_of(candidate.frame) is None:
        return 1.0
    return 0.0 if candidate.subject or candidate.frame is None or more.inherited == ("filters",) else 0.3
