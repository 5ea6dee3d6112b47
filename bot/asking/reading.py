"""From a question to the reading that is answered: candidates are scored, the best few tried on the documents.

A score is a cost (`weights.toml`): of the tiling, of each word that the frame does not express, of what the thread
adds, and of what the documents say. The least wins; above a threshold nothing is answered.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import accumulate, pairwise
from typing import Any, cast

from bot.asking.anaphora import Completed, completed
from bot.asking.conditions import fits
from bot.asking.constructions import CONSTRUCTIONS, Candidate, Subject, form
from bot.asking.coordination import pieces_of
from bot.asking.descriptions import likely
from bot.asking.ellipsis import continued
from bot.asking.evidence import fitting
from bot.asking.frames import (
    ALL,
    CARD_FIELDS,
    About,
    AllOf,
    AnyOf,
    Choose,
    Compare,
    Condition,
    Correction,
    Count,
    Define,
    Duration,
    Extreme,
    FindText,
    Frame,
    Group,
    Has,
    Listing,
    Lookup,
    Not,
    Rank,
    Reading,
    Refuse,
    Several,
    Share,
    Talk,
    Verify,
    all_of,
    among,
    conjuncts,
    tests,
)  # fmt: skip
from bot.asking.lattice import COMPARING, Lattice, Mention, once, tilings, weights
from bot.asking.mentions import build
from bot.asking.passages import find_passages, term
from bot.asking.pieces import Pieces
from bot.asking.thread import Thread, focus, last_set, where_of
from bot.records.condition_queries import HEAD
from bot.records.folding import words as folded
from bot.records.frozen import dataclass, field, replace
from bot.records.names import EMPTY_WORDS
from bot.records.store import Store


@dataclass(slots=True)
class Scored:
    """A candidate with its cost so far, what it is made of, and after `run` its frame and what the documents said.

    `pointing` are the mentions that what the thread added stands for: "that *institution*".
    """

    candidate: Candidate
    pieces: Pieces
    cost: float
    inherited: tuple[str, ...] = ()
    pointing: frozenset[int] = frozenset()
    frame: Frame | None = None
    where: Condition | None = None
    said: list[str] = field(default_factory=list)

    @property
    def unexplained(self) -> tuple[str, ...]:
        """The words of weight that nothing explains."""
        p = self.pieces
        left = [(n, m.start) for n, m in enumerate(p.items) if m.kind == "word" and p.made.content(m.start)]
        return tuple(p.words(n) for n, at in left if not p.made.is_participle(at))


@dataclass(frozen=True, slots=True)
class Understood:
    """A reading with how it came about."""

    reading: Reading
    made: Lattice
    ranked: tuple[Scored, ...]
    where: Condition | None = None


def read_whole(text: str, store: Store, thread: Thread, as_of: date, language: str = "auto") -> Understood:
    """The reading of a question in its thread, all of its words at once."""
    made = replace(
        build(text, store, as_of, language, thread.language),
        spoken=tuple(focus(thread)),
        scope=(last_set(thread) or (ALL, 0))[0],
    )
    ranked = _ranked(made, thread)
    best = _best(ranked)
    return Understood(_reading(best, ranked, made), made, tuple(ranked[:8]), best.where if best else None)


# -- scoring ----------------------------------------------------------------------------------------------------------


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
        else:
            dear = max(dear, cost.get(role, 0.2))
    return dear


def _weigh(made: Lattice) -> object:
    cost = weights()["tile"]

    counted = _counted(made)
    placed = {at for one in made.mentions if one.kind == "place" and not one.cost for at in range(one.start, one.end)}

    def weigh(one: Mention) -> float:
        if one.kind == "word":
            if made.is_participle(one.start):
                return cost["participle"]
            if made.content(one.start) or one.start in placed:  # "가나": Ghana, however short
                return cost["unknown"]
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

    return weigh


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


def _candidates(made: Lattice, thread: Thread) -> Iterator[Scored]:
    cost = weights()
    limit = int(cost["choose"]["tilings"])
    found = tilings(made, limit, _weigh(made))  # type: ignore[arg-type]
    least = found[0][0] if found else 0.0
    for price, items in found:
        if price > least + 2.5:
            continue
        if made.lexicon.particles and any(a.kind == b.kind == "struck" for a, b in pairwise(items)):
            continue  # of two names of one thing only one is left out
        weighed = [importance(one) for one in items]
        total = sum(weighed)
        aside: Asides | None = None
        for p in pieces_of(made, price, items):
            aside = aside or _asides(p)
            for candidate in _constructed(p):
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
                if thread.turns and _is_of_all(p, candidate):
                    dear += cost["run"]["everything"]  # "when does it end?" in other words is not asked of all
                if thread.turns and _at_bodies(p) - candidate.used:
                    dear += cost["thread"]["pointed"]  # "this ministry" is one spoken of
                if thread.turns and made.lexicon.particles and p.said("thread", "country"):
                    dear += cost["thread"]["pointed"]  # "그 나라" is one spoken of
                if (thread.turns or thread.options) and _elliptical(p, candidate):
                    dear += cost["thread"]["alone"] * (2 if candidate.name == "bare" else 1)
                    if _points_at_several(made) and candidate.name != "bare":
                        dear += cost["thread"]["pointed"]  # never of all, though what was pointed at is empty
                yield Scored(candidate, p, dear)
            if not (thread.turns or thread.options):
                continue
            for more in completed(p, thread):
                again = continued(more.pieces, thread) if more.inherited == ("codes",) and not more.pieces.asks else ()
                for candidate in (*_constructed(more.pieces), *again):
                    used = candidate.used | more.uses
                    dear = p.cost + total - sum(weighed[n] for n in used) + candidate.cost + more.cost
                    dear += _misfit(more, candidate, thread)
                    yield Scored(candidate, more.pieces, dear, more.inherited, more.uses)
            for candidate in continued(p, thread):
                dear = p.cost + total - sum(weighed[n] for n in candidate.used) + candidate.cost
                yield Scored(candidate, p, dear, candidate.inherited)


def _constructed(p: Pieces) -> Iterator[Candidate]:
    shape = form(p)
    for construction in CONSTRUCTIONS:
        yield from construction(shape)


def _elliptical(p: Pieces, candidate: Candidate) -> bool:
    """Whether a question lacks what would make it one of its own, so that it may go on with the last one."""
    if candidate.name == "bare":
        return True
    if candidate.name == "card":
        corrected = any(one.says("thread", "correction") for one in p.made.mentions)
        return (corrected or len(p.items) <= 3) and (not p.said("intent", "overview") or bool(p.said("thread", "swap")))
    if candidate.frame is None or where_of(candidate.frame) is None:
        return False
    if _points_at_several(p.made):
        return True
    texts = any(c.kind == "text" for c in p.conds) and not p.said("grammar", "says")  # "which mention monitor?"
    nouns = p.made.lexicon.words("empty", "commitments")  # "how many commitments" is one phrase
    return not (p.said("noun", "plural", "singular") or texts or any(t.folded in nouns for t in p.made.tokens))


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
    return {m.start for m in made.mentions if m.cost < 1 and (m.kind in _ENTITIES or _is_heavy(m))}


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


_ENTITIES = frozenset({"code", "title", "person", "body", "area", "ogp", "place", "plan", "date", "contact"})


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


def _forgiven(p: Pieces, candidate: Candidate) -> float:
    """What is given back for unknown words of a question for fields of a code or title: it is plain all the same.

    Nothing where one stands at the field's word, and may change what is asked ("the email of the deputy of KR0032"): it
    costs what it costs anywhere. A participle changes nothing: "the impact *ascribed* to it".
    """
    named = [one for one in p.named if one.exact and one.uses <= candidate.used]
    if candidate.name not in ("lookup", "verify") or not named:
        return 0.0
    asks = [p.items[n] for n in candidate.used & (set(p.asks) | p.cond_uses)]
    strange = [one for _n, one in _strange(p)]
    if not asks or not strange or any(_attached(p.made, one, ask) for one in strange for ask in asks):
        return 0.0
    cost = weights()["tile"]
    return max(0.0, len(strange) * cost["unknown"] - cost["strange"])


def _attached(made: Lattice, one: Mention, ask: Mention) -> bool:
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


def _ranked(made: Lattice, thread: Thread) -> list[Scored]:
    """The best candidates, each kind of frame once, tried on the documents, best first."""
    scored = sorted(_candidates(made, thread), key=lambda one: one.cost)
    cost = weights()["choose"]
    tried: list[Scored] = []
    seen: set[object] = set()
    for one in scored:
        name = one.candidate.name if one.candidate.frame is None else ""
        open_frame = one.candidate.make(("?",)) if one.candidate.make is not None else None
        key = (one.candidate.frame, one.candidate.subject, name, open_frame)
        if key in seen:
            continue
        seen.add(key)
        if tried and (len(tried) >= cost["run"] or one.cost > tried[0].cost + 2.0):
            break
        run(one, made)
        tried.append(one)
        tried.sort(key=lambda each: each.cost)
    return tried


# -- what the documents say -------------------------------------------------------------------------------------------


def run(one: Scored, made: Lattice) -> None:
    """Try a candidate on the documents: find its commitments, and add what they say to its cost."""
    cost = weights()["run"]
    candidate = one.candidate
    if candidate.subject is not None and candidate.make is not None:
        _resolve(one, candidate.subject, made)
        return
    frame = candidate.frame
    assert frame is not None
    if candidate.name == "no_such" and isinstance(frame, Refuse):
        one.cost += cost["denied"] * (frame.reason in ("no_such_institution", "no_such_title"))
        words = [word for word in folded(frame.words[0]) if word not in made.light]
        if words and made.store.search(term(" ".join(words)), 1):
            one.cost += 1.2  # some document has these words
    if isinstance(frame, FindText):
        found = find_passages(
            frame.words, frame.near, tuple(_select(made, frame.where)) if frame.where != ALL else (), made.store
        )
        if not found:
            one.cost += cost["nothing"]
            one.said.append("no sentence holds these words")
        one.frame = frame
        return
    wheres = frame.sets if isinstance(frame, Compare) else [w] if (w := where_of(frame)) is not None else []
    if isinstance(frame, Share):
        wheres = [frame.where, frame.part]
    opened: list[Condition] = []
    dear = 0.0
    for where in wheres:
        where, price, said = _tried(where, made)
        opened.append(where)
        dear = max(dear, price)
        one.said += said
    one.cost += dear
    one.frame = _replaced(frame, wheres, opened)
    one.where = where_of(one.frame)
    if (
        isinstance(one.frame, Rank) and one.frame.by == "country" and one.frame.limit == 1
    ):  # "how many is that?" is of the one that stands out
        one.where = _winner(one.frame, made)
    announced = one.pieces.said("noun", "plural") or one.pieces.said("grammar", "says")
    if isinstance(one.frame, Listing) and dear >= cost["nothing"] and _only_text(one.frame.where) and not announced:
        labels = tuple(test.label for test in tests(one.frame.where) if test.op == "mentions")
        one.cost += 0.2 - cost["nothing"] * 0.5
        one.frame = Refuse("not_stated", labels, sentence="no_mention")


def _winner(frame: Rank, made: Lattice) -> Condition:
    """The set of a ranking's one country."""
    counts = made.store.groups("c.prefix", *fits(frame.where))
    if not counts:
        return frame.where
    best = (max if frame.descending else min)(number for _key, number in counts)
    first = [str(key) for key, number in counts if number == best]
    names = dict(made.store.countries())
    return (
        all_of(frame.where, Has("country", "is", tuple(first), names.get(first[0], first[0])))
        if len(first) == 1
        else frame.where
    )


def _only_text(where: Condition) -> bool:
    return all(isinstance(part, Has) and part.op in ("mentions", "is") for part in conjuncts(where)) and any(
        test.op == "mentions" for test in tests(where)
    )


def _replaced(frame: Frame, wheres: list[Condition] | tuple[Condition, ...], opened: list[Condition]) -> Frame:
    """The frame with its conditions as they were found to mean something."""
    if list(wheres) == opened or not wheres:
        return frame
    if isinstance(frame, Compare):
        return replace(frame, sets=tuple(opened))
    if isinstance(frame, Share):
        return replace(frame, where=opened[0], part=opened[1])
    if isinstance(frame, Verify):
        return replace(frame, where=opened[0], of=ALL) if frame.quantity == "any" else frame
    return cast(Frame, replace(cast(Any, frame), where=opened[0]))


def _tried(where: Condition, made: Lattice) -> tuple[Condition, float, list[str]]:
    """A condition as it means something, what it costs, and what was found."""
    cost = weights()["run"]
    if where == ALL:
        return where, 0.0, []
    dear, said = 0.0, []
    for test in dict.fromkeys(tests(where)):
        if not _any(made, test):
            if test.op == "mentions" and _any(made, wider := _anywhere(test)):
                where = _exchange(where, test, wider)
                dear += 0.15
                continue
            void = (test.op == "is" and test.field != "country") or test.op == "mentions"
            price = cost["nothing"] if test.op == "mentions" else cost["void"] if void else cost["empty"]
            if test.op == "mentions" and any(_any(made, other) for other in _alternatives(where, test)):
                price = cost["empty"]  # "about alerts or nutrition": there are some of the one
            dear = max(dear, price)
            said.append(f"no commitment has {test.field} {test.label or test.values}")
    if any(_is_no_limit(made, where, part) for part in conjuncts(where)):
        dear += cost["everything"]
        said.append("a condition is true of all")
    if not said and not _any(made, where):
        dear += cost["empty"] + 0.5 * any(test.op == "mentions" for test in tests(where))
        said.append("no commitment meets all")
    return where, dear, said


def _is_no_limit(made: Lattice, where: Condition, part: Condition) -> bool:
    """Whether a missing field is missing in all of a set: "the *missing persons* database of Mexico" tells no field."""
    if not (isinstance(part, Has) and part.op == "missing") or part == where:
        return False
    rest = all_of(*(other for other in conjuncts(where) if other != part))
    return not _any(made, all_of(rest, Not(part)))


def _alternatives(where: Condition, test: Has) -> Iterator[Condition]:
    """What stands beside a test in an "or"."""
    for part in conjuncts(where):
        if isinstance(part, AnyOf) and test in part.parts:
            yield from (other for other in part.parts if other != test)


def _anywhere(test: Has) -> Has:
    """A text test over every column of the index: institutions and people too."""
    return replace(test, values=(test.values[0].removeprefix("{title prose} : "),))


def _exchange(where: Condition, old: Has, new: Has) -> Condition:
    if where == old:
        return new
    if isinstance(where, Not):
        return Not(_exchange(where.part, old, new))
    if isinstance(where, AllOf | AnyOf):
        return replace(where, parts=tuple(_exchange(part, old, new) for part in where.parts))
    return where


CARD = Lookup((), CARD_FIELDS, card=True)


def _select(made: Lattice, where: Condition) -> list[str]:
    return made.store.select(*fits(where))


def _any(made: Lattice, where: Condition) -> bool:
    """Whether some commitment meets a condition."""
    known = made.linker.kept.met
    if where not in known:
        if len(known) > 5_000:
            known.clear()
        if isinstance(where, Has) and where.op == "mentions":
            known[where] = made.store.mentions(where.values[0])
        else:
            known[where] = made.store.has_any(*fits(where))
    return known[where]


def _resolve(one: Scored, subject: Subject, made: Lattice) -> None:
    """Find the commitments of a candidate: those named, within what restricts them, or the one described."""
    cost, make = weights()["run"], one.candidate.make
    assert make is not None
    if subject.described is not None:
        _describe(one, subject.described, made)
        return
    codes: list[str] = []
    for named in subject.named:
        fitting = list(named.codes)
        if subject.restrict != ALL:
            inside = set(_select(made, all_of(among(named.codes), subject.restrict)))
            fitting = [code for code in fitting if code in inside]
            if not fitting:
                if len(subject.named) > 1 and not named.exact:
                    continue
                one.cost += cost["mismatch"]
                one.said.append("the named commitment is not there")
                fitting = list(named.codes)
        open_frame = make(()) if len(fitting) > 1 else None
        if isinstance(open_frame, Lookup) and open_frame.once:
            codes += fitting  # what is one and the same for all of them: a person's title and phone
            continue
        if len(fitting) > 1:
            one.cost += cost["several"] * (not named.exact)
            one.frame = Choose("several_entities", tuple(fitting[:50]), open_frame or CARD, named.label)
            one.where = among(tuple(fitting))
            return
        codes += fitting
    codes = list(dict.fromkeys(codes))
    if not codes:
        one.cost += cost["mismatch"]
        one.frame = Refuse("no_such_title", (one.candidate.name,))
        return
    _finish(one, tuple(codes), made)


def _finish(one: Scored, codes: tuple[str, ...], made: Lattice) -> None:
    """The frame of found commitments, and whether their records state what is asked."""
    assert one.candidate.make is not None
    cost = weights()["run"]
    frame = one.candidate.make(codes) or Lookup(codes, CARD_FIELDS, card=True)
    if isinstance(frame, Lookup) and not frame.card:
        frame, silent = _stated(frame, made)
        one.cost += cost["silent"] * silent
    elif isinstance(frame, FindText):
        if not find_passages(frame.words, frame.near, codes, made.store):
            one.cost += cost["nothing"]
            one.said.append("no sentence holds these words")
    elif isinstance(frame, Verify) and any(test.op == "mentions" for test in tests(frame.where)):
        if not _any(made, all_of(among(codes), frame.where)):
            one.cost += cost["nothing"]  # "No" would say more than that the words were not found
            one.said.append("no text of them holds these words")
    elif where_of(frame) is not None:
        where, dear, said = _tried(where_of(frame) or ALL, made)
        one.cost += min(dear, cost["empty"])
        one.said += said
        one.where = where
    one.frame = frame


def _stated(frame: Lookup, made: Lattice) -> tuple[Lookup, bool]:
    """The look-up, asking the institution in charge where no person is named; and whether nothing is stated."""
    values = made.store.values(frame.codes, frame.fields)
    stated = {one.field for rows in values.values() for one in rows if one.raw}
    if frame.fields[:2] == ("person", "lead_institution"):  # who is responsible: the person, else the institution
        kept = "person" if "person" in stated or "lead_institution" not in stated else "lead_institution"
        fields = tuple(name for name in frame.fields if name == kept or name not in ("person", "lead_institution"))
        return replace(frame, fields=fields), not stated & set(fields)
    instead = {"other_actors": ("support_institutions",), "summary": ("brief", "objective")}
    for name in instead.get(frame.fields[0], ()) if len(frame.fields) == 1 and not stated else ():
        # who asks for partners of the one kind takes those of the other
        if any(row.raw for rows in made.store.values(frame.codes, (name,)).values() for row in rows):
            return replace(frame, fields=(*frame.fields, name)), False
    if stated & set(frame.fields):
        return frame, False
    return frame, True


def _describe(one: Scored, where: Condition, made: Lattice) -> None:
    """The commitment that a description fits; of several, those whose titles have its words."""
    cost = weights()["run"]
    where, dear, said = _tried(where, made)
    one.said += said
    few = fitting(made.store, where)[:HEAD] if not said else []
    codes = few
    one.where = where
    label = " ".join(test.label for test in tests(where))
    if not codes and (likely := _likely(where, made)):
        codes, dear = likely, 0.3
        one.said.append(_BY_MOST)
        one.where = None
    if not codes:
        one.cost += max(dear, cost["nothing"])
        one.frame = Refuse("no_such_title", tuple(test.label for test in tests(where) if test.label))
        return
    one.cost += min(dear, cost["empty"])
    if len(codes) > 1:
        many = len(few) == HEAD  # of these only the first are read
        found = where if many else among(tuple(codes))
        spoken = [code for code, _ago in made.spoken]
        meant = set(_select(made, all_of(found, among(tuple(spoken))))) if spoken else set()
        spoken = [code for code in spoken if code in meant]
        within = _select(made, all_of(made.scope, found)) if made.scope != ALL else []  # of the set last spoken of
        if not many:
            inside = set(within)
            within = [code for code in codes if code in inside]
        codes = (
            spoken[:1]
            or (_titled_in(few, where, made) if many and not within else [])
            or (_titled_so(within or codes, where, made) or codes)
        )
    assert one.candidate.make is not None
    if len(codes) > 1:
        made_of = one.candidate.make(())
        if isinstance(made_of, Lookup) and made_of.once and len(_people(where)) < 2:
            _finish(one, tuple(_select(made, where) if codes is few else codes), made)  # one and the same for all
            return
        if isinstance(made_of, Lookup) and made_of.card and one.where is not None:
            one.cost += 0.1
            one.frame = Listing(one.where)
            return
        one.cost += cost["several"] + (0.35 if len(codes) > 12 else 0.0)
        one.frame = Choose("several_entities", tuple(codes[:50]), made_of or CARD, label)
        return
    _finish(one, tuple(codes), made)


def _people(where: Condition) -> set[str]:
    """The people that a description may mean."""
    return {value for test in tests(where) if test.field == "person" and test.op == "is" for value in test.values}


_BY_MOST = "by most of the words"


def _likely(where: Condition, made: Lattice) -> list[str]:
    """The commitments that most words of a description fit: "missing persons database in Mexico"."""
    parts = conjuncts(where)
    topics = [
        part
        for part in parts
        if isinstance(part, Has) and (part.op == "mentions" or part.field in ("policy_areas", "ogp_values"))
    ]
    rest = [part for part in parts if part not in topics]
    if any(isinstance(part, Not) for part in parts):
        return []
    if any(
        part.values[0].startswith('{title prose} : ("') and part.label.count(" ") and " AND " not in part.values[0]
        for part in topics
        if part.op == "mentions"
    ):
        return []  # in quotation marks: these very words
    words = [word for part in topics for word in folded(part.label) if word not in made.light]
    return likely(words, all_of(*rest), made)


def _wanted(where: Condition) -> list[str]:
    """The words that are looked for."""
    said = [test for test in tests(where) if test.op == "mentions" or test.field == "policy_areas"]
    return [word for test in said for word in folded(test.label)]


def _titled_in(few: list[str], where: Condition, made: Lattice) -> list[str]:
    """Those of very many whose title holds the words that are looked for; without any, the `few` that come first.

    Only titles with all of the words are read, or else those with any.
    """
    wanted = _wanted(where)
    if not wanted:
        return few
    if not EMPTY_WORDS.isdisjoint(wanted):  # no index of titles has these
        return _titled_so(_select(made, where), where, made)
    said = [made.linker.title_words(made.linker.stem(word)) for word in dict.fromkeys(wanted)]
    each = [f"({' OR '.join(map(term, words))})" for words in said if words]
    for query in ((" AND ".join(each) if len(each) == len(said) else ""), " OR ".join(each)):
        titled = _select(made, all_of(where, Has("text", "mentions", (f"{{title}} : ({query})",)))) if query else []
        if titled:
            return _titled_so(titled, where, made)
    return few


def _titled_so(codes: list[str], where: Condition, made: Lattice) -> list[str]:
    """Those whose title holds the words that are looked for."""
    wanted = [made.linker.stem(word) for word in _wanted(where)]
    if not wanted:
        return codes
    titles = made.store.columns(codes, ("title",))
    found = []
    for code in codes:
        held = {made.linker.stem(word) for word in folded(str(titles[code]["title"] or ""))}
        found.append(sum(word in held for word in wanted))
    most = max(found)
    return [code for code, held in zip(codes, found, strict=True) if held == most] if most else codes


# -- choosing ---------------------------------------------------------------------------------------------------------


def _best(ranked: list[Scored]) -> Scored | None:
    return ranked[0] if ranked else None


def _reading(best: Scored | None, ranked: list[Scored], made: Lattice) -> Reading:
    cost = weights()["choose"]
    if best is None or best.frame is None:
        words = tuple(made.tokens[at].text for at in range(len(made.tokens)) if made.content(at))
        return Reading(Refuse("not_understood", words[:8]) if words else _nothing_asked(made))
    ignored = best.unexplained
    limit = cost["answer"] - 0.9 * bool(ignored) * _is_vague(best) + cost["surer"] * _is_sure(best)
    changed = _of_another(best) or _unmeasured(best)
    if best.cost > limit or changed:
        left = changed or ignored or _left(best) or _sought(best)
        return Reading(
            Refuse("not_understood", left[:8]) if left else _nothing_asked(made),
            ignored=left,
            others=_others(ranked, None),
        )
    repairs = tuple(
        Correction(typed, taken)
        for n, one in enumerate(best.pieces.items)
        for typed, taken in one.repairs
        if n in best.candidate.used | best.pointing or one.kind != "phrase"
    )
    return Reading(
        best.frame,
        repairs,
        best.inherited or best.candidate.inherited,
        ignored,
        _confidence(best, ranked),
        _others(ranked, best),
    )


_CONTACT = frozenset({"person", "person_title", "email", "phone"})


def _of_another(best: Scored) -> tuple[str, ...]:
    """The unknown words at a contact's field: "the email of the *deputy* of KR0032" may be of somebody else.

    A wrong address is worse than none, so nothing is answered, whatever the reading costs.
    """
    frame, p = best.frame, best.pieces
    if not isinstance(frame, Lookup) or frame.card or _CONTACT.isdisjoint(frame.fields):
        return ()
    asks = [p.items[n] for n in best.candidate.used & set(p.asks)]
    left = [(n, one) for n, one in enumerate(p.items) if n not in best.candidate.used and _is_somebody(one)]
    near = [(n, one) for n, one in (*_strange(p), *left) if any(_attached(p.made, one, ask) for ask in asks)]
    before = {ask.start for ask in asks}
    return tuple(p.words(n) for n, one in near if one.end in before or any(one.start >= ask.end for ask in asks))


def _is_somebody(one: Mention) -> bool:
    """Whether some words name a body or an office: "the email of the *registrar* of KR0032"."""
    return one.kind in ("body", "person", "text") or (one.kind == "phrase" and (one.says("head") or one.says("unkept")))


def _unmeasured(best: Scored) -> tuple[str, ...]:
    """The unknown word behind one that compares: "more *corrupt* than Armenia" is no number of commitments."""
    p = best.pieces
    if not isinstance(best.frame, Compare | Rank | Extreme):
        return ()
    ends = {p.items[n].end for n in p.said("intent", *COMPARING)}
    return tuple(p.words(n) for n, one in _strange(p) if one.start in ends)


def _strange(p: Pieces) -> list[tuple[int, Mention]]:
    """The words of weight that nothing explains."""
    return [(n, one) for n, one in enumerate(p.items) if one.kind == "word" and p.made.content(one.start)]


def _is_vague(best: Scored) -> bool:
    """Whether a frame says little of what was asked, so that words that it leaves out may change it."""
    frame = best.frame
    if isinstance(frame, Lookup):
        return frame.card
    return not best.pieces.named and not isinstance(frame, Verify | Duration | Define)


def _is_sure(best: Scored) -> bool:
    """Whether what is asked for was understood: fields, values or numbers, not sentences or a whole record."""
    if isinstance(best.frame, Lookup):
        return not best.frame.card and _BY_MOST not in best.said
    told = [test for test in tests(where_of(best.frame) or ALL) if test.op != "mentions"] if best.frame else []
    if isinstance(best.frame, Listing) and best.unexplained and len(told) < 2:
        return False  # "which party does she belong to?"
    return isinstance(best.frame, Listing | Count | Group | Rank | Extreme | Share | Compare | Verify) and bool(told)


def _left(best: Scored) -> tuple[str, ...]:
    p = best.pieces
    return tuple(p.words(n) for n, m in enumerate(p.items) if n not in best.candidate.used and importance(m) > 0.5)


def _sought(best: Scored) -> tuple[str, ...]:
    """The words that were looked for in vain in what was named: "wer leitet KR0032?"."""
    p = best.pieces
    return tuple(p.words(n) for n in p.of_kind("text")) if p.named else ()


def _nothing_asked(made: Lattice) -> Frame:
    if any(one.kind in ("code", "title", "contact") for one in made.mentions):  # one is named: it is not asked back
        words = tuple(made.tokens[at].text for at in range(len(made.tokens)) if made.searchable(at))
        return Refuse("not_understood", words[:8])
    if any(one.kind == "phrase" and one.says("ask") for one in made.mentions) or any(
        one.says("thread") for one in made.mentions
    ):
        fields = tuple(
            dict.fromkeys(
                name
                for one in made.mentions
                if one.says("ask")
                for said in one.all("ask")[:1]
                for name in said.split(",")
            )
        )
        return Choose("no_antecedent", (), Lookup((), fields or CARD_FIELDS, card=not fields))
    return Talk("help") if not made.tokens else Refuse("out_of_scope", tuple(t.text for t in made.tokens)[:8])


def _confidence(best: Scored, ranked: list[Scored]) -> float:
    gap = ranked[1].cost - best.cost if len(ranked) > 1 else 1.0
    return max(0.3, min(1.0, 1.0 - best.cost / 6 + min(gap, 0.5) / 5))


def _others(ranked: list[Scored], best: Scored | None) -> tuple[Frame, ...]:
    """Readings that are possible too."""
    limit = (best.cost if best else 99.0) + 0.8
    frames = [one.frame for one in ranked if one is not best and one.frame is not None and one.cost < limit]
    kept = [
        frame
        for frame in frames
        if not isinstance(frame, Refuse | Talk | About | Several) and (best is None or frame != best.frame)
    ]
    return tuple(dict.fromkeys(kept))[:3]
