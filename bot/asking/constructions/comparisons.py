"""Constructions about two sets: shares, whether all or any are so, whether one is larger, comparisons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.asking.constructions.beyond import bound_said, bounds
from bot.asking.constructions.form import (
    GROUPED,
    MOST_DIMENSIONS,
    Candidate,
    QuestionForm,
    fields_asked,
    used_by,
)
from bot.asking.constructions.sets import asked_how_many, by_glued, done_better, limit_said, sides_counted, what_states
from bot.asking.frames import (
    ALL,
    Compare,
    Condition,
    Exceeds,
    Group,
    Has,
    Not,
    Several,
    Share,
    Verify,
    all_of,
    tests,
)
from bot.asking.pieces import RESTRICTING, Cond, Pieces
from bot.records.fields import CONTACTS, FIELD
from bot.records.frozen import replace

Joined = tuple[Condition, Sequence[Cond]]
"""A condition, and the pieces that it is joined of."""


def share(f: QuestionForm) -> Iterator[Candidate]:
    """What share of a set meets a further condition, and whether that is so much: "did *more than half* start?"."""
    p = f.p
    rate = p.said("intent", "rate")
    held = p.of_kind("fraction")
    said = p.said("intent", "share") | rate | set(held)
    if not said or p.named or not (p.groups or rate) or len(held) > 1:
        return
    takes = (
        said
        | p.said("intent", "count", "list", "every", "total", "present", "only")
        | p.said("question", "what", "how")
    )
    asks = {n for n, names in p.asks.items() if names[0] in {c.field for c in p.conds}}
    inherited = [g for g in p.groups if all(not c.uses for c in g[1])]
    own = [g for g in p.groups if g not in inherited]
    if inherited:  # "how many percent of the Kenyan ones is that?"
        base = [g for g in own if all(c.kind in RESTRICTING for c in g[1])] or [
            g for g in inherited if all(c.kind in RESTRICTING for c in g[1])
        ]
        claim = [g for g in p.groups if g not in base]
        if not claim:
            base, claim = [], base
    else:
        base = [g for g in own if all(c.kind in RESTRICTING for c in g[1])]
        claim = [g for g in own if g not in base]
        topics = [g for g in claim if all(c.kind in ("area", "text") for c in g[1])]
        if (topics and len(topics) < len(claim)) or (topics and rate):  # "of those on health, what share is complete?"
            base, claim = [*base, *topics], [g for g in claim if g not in topics]
        if not claim and not rate:
            base, claim = base[:-1], base[-1:]
        places = [g for g in base if g[1][0].kind == "place"]
        if claim and places and p.said("intent", "every") and claim[0][1][0].start < places[0][1][0].start:
            base, claim = (
                [*claim, *(g for g in base if g not in places)],
                places,
            )  # "what share of all withdrawn ones is Slovak?"
        noun = min((p.items[n].start for n in p.said("noun")), default=None)
        if noun is not None and len(claim) > 1:
            before = [g for g in claim if g[1][0].start < noun]
            after = [g for g in claim if g[1][0].start > noun]
            if before and after:
                base, claim = [*base, *before], after
    where, part = all_of(*(t for t, _c in base)), all_of(*(t for t, _c in claim))
    if rate and not any(test.field == "completion" for test in tests(part)):
        part = all_of(part, Has("completion", "is", ("Complete",), "Complete"))
    uses = used_by(p, takes, asks, p.said("thread", "pronoun", "that_many", "plural"))
    frame = Share(where, part)
    if held:
        fraction = p.items[held[0]].value
        frame = replace(frame, comparison=fraction.sign, fraction=fraction.part)
        uses |= p.said("intent", "exists", "present")
    yield from _shares_of_each(f, frame, base, uses)
    yield from _shares_of_topics(f, frame, base, uses)
    bare = where == ALL and all(c.kind == "place" for _t, conds in claim for c in conds) and not inherited and not rate
    dear = 1.0 * (bare and not p.said("intent", "every", "total"))
    dear += 0.6 * bool(held and not (f.yes_no or p.said("intent", "share") or rate))  # "half of them": no question
    yield Candidate("share", uses, dear, frame)


def _shares_of_each(f: QuestionForm, frame: Share, base: Sequence[Joined], uses: frozenset[int]) -> Iterator[Candidate]:
    """The share of each side, or of each value of a field: "which one finished *a bigger share*?", "by country".

    Of a contact no share is told: lists of them have rules of their own.
    """
    p = f.p
    most, fewest = _highest_or_lowest(p)
    least = bound_said(p)
    limit, numbers = limit_said(p)
    if bounds(p.made) is not None and (least is None or least[0] not in (">=", ">")):
        return  # a bound that this reading does not take
    if least is not None:  # "with at least 20 commitments"
        frame = replace(frame, least=least[1] + (least[0] == ">"))
        uses, limit = uses | least[2], limit if limit != least[1] else None
        fewest, most = fewest - least[2], most - least[2]
    asks = "fewest" if fewest else "most" if most or limit else ""
    sides = next((conds for _test, conds in base if len(conds) > 1 and all(c.kind in SIDES for c in conds)), ())
    takes = most | fewest | numbers | p.said("intent", "rank", "top", "compare", "versus", "group", "more_than", "list")
    takes |= p.said("thread", "one", "both", "sides") | p.said("question", "who", "what")
    takes |= p.said("grammar", "by", "than")
    named = (
        p.said("intent", "group", "rank")
        | p.said("grammar", "by")
        | p.said("question", "what")
        | most
        | fewest
        | numbers
    )
    told, whats = {test.field for test in tests(frame.part)}, p.made.lexicon.words("question", "what")
    for number, names in sorted(p.asks.items())[:MOST_DIMENSIONS]:
        name = next((one for one in names if one in GROUPED and one not in told and one not in CONTACTS), "")
        begins, ends = p.items[number].start, p.items[number].end
        within = any(token.folded in whats for token in p.made.tokens[begins:ends])  # "which country"
        near = any(0 <= begins - p.items[n].end <= 2 or 0 <= p.items[n].start - begins <= 3 for n in named)
        if name == "policy_areas" and any(len(conds) > 1 and conds[0].kind == "area" for _test, conds in base):
            continue  # "which topic has the higher rate, health or education?": these two, and no others
        if name and FIELD[name].kind != "yesno" and (near or within or by_glued(p, number)):
            found = replace(frame, by=name, asks=asks, limit=limit or 1)
            yield Candidate("share", uses | takes | {number}, 0.0, found)
    if sides:
        found = replace(frame, by=SIDES[sides[0].kind], asks=asks)
        yield Candidate("share", uses | takes, 0.0, found)
    elif asks and p.said("question", "who"):
        yield Candidate("share", uses | takes, 0.2, replace(frame, by="country", asks=asks, limit=limit or 1))


def _highest_or_lowest(p: Pieces) -> tuple[set[int], set[int]]:
    """The words that ask for the highest share, and for the lowest."""
    return p.said("intent", "most", "more", "higher"), p.said("intent", "fewest", "fewer", "lower")


def _shares_of_topics(
    f: QuestionForm, frame: Share, base: Sequence[Joined], uses: frozenset[int]
) -> Iterator[Candidate]:
    """The share of each of several topics or institutions: "*health or education*: which has the higher rate?"."""
    p = f.p
    for kind in _TOPICS:
        sides = [g for g in base if all(c.kind == kind for c in g[1]) and not isinstance(g[0], Not)]
        conds = [cond for _test, conds in sides for cond in conds]
        if len(conds) < 2 or len({cond.field for cond in conds}) > 1:  # sides of a comparison
            continue
        most, fewest = _highest_or_lowest(p)
        takes = most | fewest | p.said("intent", "compare", "versus", "and", "or", "group", "more_than", "list")
        takes |= (
            p.said("thread", "one", "both", "sides") | p.said("question", "who", "what") | p.said("grammar", "than")
        )
        takes |= {n for n, names in p.asks.items() if names[0] == conds[0].field}
        rest = all_of(*(test for test, conds in base if (test, conds) not in sides))
        sets = tuple(all_of(rest, cond.test) for cond in conds)
        labels = tuple(p.made.words(cond.start, cond.end) for cond in conds)
        asks = "fewest" if fewest else "most" if most else ""
        told = asks or p.said("intent", "compare", "versus") or p.said("thread", "both", "sides")
        yield Candidate("share", uses | takes, 0.0 if told else 0.1, Compare(sets, labels, asks, frame.part))


_TOPICS = ("area", "text", "ogp", "body", "cycle")
SIDES = {"place": "country", "plan": "action_plan"}
"""What a side of a comparison of shares may be, and the field that tells the sides apart."""


def verify_set(f: QuestionForm) -> Iterator[Candidate]:
    """Whether a set has a member at all, or whether all of it meets a condition."""
    p = f.p
    asserted = (
        p.said("intent", "every") and not (f.wh or p.said("noun")) and p.made.question.text.rstrip().endswith("?")
    )
    if p.named or not p.groups or not (f.yes_no or p.said("intent", "exists") or asserted):
        return
    takes = p.said("intent", "exists", "present", "list", "only") | p.said("noun")
    asks = {n for n in p.asks if p.asks[n][0] in {c.field for c in p.conds}}
    every = p.said("intent", "every")
    base = [(t, c) for t, c in p.groups if all(x.kind in ("place", "plan", "cycle", "body", "person") for x in c)]
    claim = [(t, c) for t, c in p.groups if (t, c) not in base]
    fields, field_uses = fields_asked(p)
    dear = (
        (0.0 if f.yes_no else 0.35) + 0.5 * (f.wh and not f.yes_no) + 0.4 * bool(p.said("question", "who") and fields)
    )
    if (
        f.yes_no
        and fields
        and fields[0] in FIELD
        and FIELD[fields[0]].kind != "yesno"
        and p.said("intent", "exists", "present", "every")
        and not claim
    ):
        test = Not(Has(fields[0], "missing", (), fields[0]))
        yield Candidate(
            "verify_set",
            used_by(p, takes, field_uses, every),
            dear + 0.05,
            Verify(all_of(p.where, test), (), ALL, "any"),
        )
    if every and base and claim:
        yield Candidate(
            "verify_set",
            used_by(p, takes, every, asks),
            dear - 0.35 * bool(asserted),  # "Hungary - all of them limited?"
            Verify(all_of(*(t for t, _c in claim)), (), all_of(*(t for t, _c in base)), "all"),
        )
    if p.said("intent", "more_than", "fewer_than", "at_least", "at_most"):
        return
    if p.made.lexicon.particles and every and base and claim and f.yes_no and not p.said("intent", "exists"):
        dear += 0.5  # "칠레 공약은 모두 완료되었습니까?" asks of all of them
    if these := _these(f, base, claim):  # "did Canada complete *its* open data commitments?"
        yield Candidate(
            "verify_set", used_by(p, takes, asks, p.said("thread", "plural", "pronoun")), dear + 0.09, these
        )
    yield Candidate(
        "verify_set",
        used_by(p, takes, asks, every if not base else ()),
        dear + 0.1 + 0.6 * bool(p.said("intent", "more", "fewer", "most", "fewest")),  # "have A or B more …?"
        Verify(p.where, (), ALL, "any", f.yes_no and _asks_which(p)),
    )


_STATES = frozenset({"completion", "status"})
"""Fields that tell how far a commitment is."""


def _these(f: QuestionForm, base: Sequence[Joined], claim: Sequence[Joined]) -> Verify | None:
    """What is claimed of certain commitments: how far they are; None where it is asked whether there are any."""
    p, words = f.p, f.p.made.lexicon.words
    topics = [group for group in claim if all(c.kind in ("area", "text", "ogp") for c in group[1])]
    states = [group for group in claim if group not in topics]
    if not (f.yes_no and states and (base or topics)) or p.said("intent", "exists", "present", "every"):
        return None
    if any(test.field not in _STATES for state, _conds in states for test in tests(state)):
        return None
    said = p.made.tokens
    some = {*words("grammar", "single"), *words("grammar", "anything"), *words("grammar", "indefinite")}
    certain = {*words("grammar", "definite"), *words("grammar", "possessive")}
    owned = any(token.folded.endswith("'s") for token in said)
    if not some.isdisjoint(token.folded for token in said) or not (
        owned or p.made.lexicon.particles or not certain.isdisjoint(token.folded for token in said)
    ):
        return None
    of = all_of(*(test for test, _conds in (*base, *topics)))
    return Verify(all_of(*(test for test, _conds in states)), (), of, "these")


def _asks_which(p: Pieces) -> bool:
    """Whether it is asked too which they are: "are any starred? *which ones*?"."""
    words = p.made.lexicon.words("question", "what")
    return any(token.folded in words for token in p.made.tokens[1:])


def exceeds(f: QuestionForm) -> Iterator[Candidate]:
    """Whether a set has more, fewer or exactly so many members."""
    p = f.p
    limit, numbers = limit_said(p)
    if p.named or limit is None or not f.yes_no:
        return
    for intent, sign in (("more_than", ">"), ("fewer_than", "<"), ("at_least", ">="), ("at_most", "<=")):
        if said := p.said("intent", intent):
            yield Candidate(
                "exceeds",
                used_by(p, said, numbers, p.said("intent", "present", "exists")),
                0.0,
                Exceeds(p.where, sign, limit),
            )


def compare(f: QuestionForm) -> Iterator[Candidate]:
    """Sets side by side by their number."""
    p = f.p
    if p.named:
        return
    versus = p.said("intent", "compare")
    than = {n for n in p.said("intent", "more_than", "fewer_than") if p.items[n].end - p.items[n].start > 1}
    more = p.said("intent", "most", "more") | (than & p.said("intent", "more_than"))
    fewer = p.said("intent", "fewest", "fewer") | (than & p.said("intent", "fewer_than"))  # "under" alone is none
    better, worse = done_better(p)
    fared = set[int]() if better or worse else p.said("intent", "higher", "lower")  # "did Denmark do better than …?"
    more, fewer = more | better, fewer | worse
    counted = p.said("intent", "count", "total", "group")
    if counted_apart := sides_counted(p):
        uses = used_by(p, counted, p.said("intent", "and", "list", "present", "exists"), p.said("thread", "that_many"))
        uses |= {n for n, names in p.asks.items() if what_states(names[0])}
        yield Candidate("compare", uses, 0.0, Compare(*counted_apart))
    moved = p.said("intent", "changes") if p.said("intent", "count") else set()  # "how has the number changed from …?"
    each = p.said("thread", "sides") if p.made.lexicon.particles else set[int]()  # "칠레와 페루는 각각 몇 개"
    if not (versus or more or fewer or fared or moved or (counted and (each or p.said("intent", "or", "group")))):
        return
    asks = {n for n in p.asks if p.asks[n][0] in {c.field for c in p.conds} | {"country"}}
    alternatives: list[tuple[list[Cond], list[tuple[Condition, tuple[Cond, ...]]]]] = []
    for number, (_test, conds) in enumerate(p.groups):
        alike = len({cond.kind for cond in conds}) == 1 or versus
        if len(conds) > 1 and alike and not isinstance(_test, Not):
            alternatives.append((list(conds), [g for k, g in enumerate(p.groups) if k != number]))
    kinds: dict[tuple[str, str], list[int]] = {}
    for number, (test, conds) in enumerate(p.groups):
        if len(conds) == 1 and not isinstance(test, Not):
            kinds.setdefault((conds[0].kind, conds[0].field), []).append(number)
    for numbers in kinds.values():
        if len(numbers) > 1:
            alternatives.append(
                ([p.groups[k][1][0] for k in numbers], [g for k, g in enumerate(p.groups) if k not in numbers])
            )
    takes = (
        versus
        | more
        | fewer
        | counted
        | moved
        | than
        | p.said("intent", "or", "and", "list", "present", "exists", "every")
        | p.said("question")
    )
    for sides, rest in alternatives:
        base = all_of(*(t for t, _c in rest))
        sets = tuple(all_of(base, cond.test) for cond in sides)
        labels = tuple(
            cond.test.label
            if isinstance(cond.test, Has) and cond.test.op != "plan"  # a bare number says nothing
            else p.made.words(cond.start, cond.end)
            for cond in sides
        )
        asked = (
            "more"
            if than and f.yes_no and p.said("intent", "more_than")
            else "fewer"
            if than and f.yes_no
            else "most"
            if more
            else "fewest"
            if fewer
            else ""
        )
        placed = all(cond.kind in ("place", "plan") for cond in sides)
        placed &= not any(fared & cond.uses for _t, conds in rest for cond in conds)
        if fared and placed and not (versus or more or fewer or asks):
            uses = used_by(p, takes, fared, p.said("intent", "more_than"))
            yield Candidate("compare", uses, 0.2, Several(tuple(Group(where, "completion") for where in sets)))
            continue
        by_how_many = bool(asked_how_many(p) and (more or fewer)) and _says_than(f)  # "how many more … than …?"
        if by_how_many or (not asked and any(w in p.made.text for w in p.made.lexicon.words("grammar", "difference"))):
            asked = "difference"
        dear = 0.0 if versus or more or fewer or moved or p.said("thread", "both", "sides") else 0.3
        if not (counted or more or fewer or f.plural or any(cond.kind in ("place", "plan") for cond in p.conds)):
            dear += 1.3  # "the difference between limited and substantial": what the words mean
        dear -= 0.15 * bool(each and counted)
        if (
            (more or fewer)
            and not (f.plural or counted or p.said("thread", "one"))
            and any(cond.kind == "text" for cond in p.conds)
        ):
            dear += 1.0  # "more corrupt than": no number of commitments
        words = {(cond.start, cond.end) for _t, conds in rest for cond in conds if cond.kind == "text"}
        fields = {(m.start, m.end) for m in p.made.mentions if m.kind == "phrase" and m.says("ask") and not m.cost}
        dear += 1.2 * bool(versus and words & fields)  # "compare them *on completion*"
        yield Candidate("compare", used_by(p, takes, asks), dear, Compare(sets, labels, asked))


def _says_than(f: QuestionForm) -> bool:
    """Whether the word stands that what is compared with follows."""
    words = f.p.made.lexicon.words("grammar", "than")
    return any(token.folded in words for token in f.p.made.tokens)
