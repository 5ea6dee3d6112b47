"""What can be asked: each construction makes frames of the pieces of a question, and says which words they express.

`constructions.toml` names them, says what each needs and gives examples; the functions here are what they do. A
construction may claim only words that its frame expresses: every other word of weight counts against it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from bot.asking.conditions import SCALES
from bot.asking.frames import (
    ALL,
    CARD_FIELDS,
    About,
    AllOf,
    AnyOf,
    Changes,
    Choose,
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
    Holder,
    Listing,
    Lookup,
    Not,
    Rank,
    Reachable,
    Refuse,
    Same,
    Share,
    Stands,
    Talk,
    Verify,
    all_of,
    among,
    conjuncts,
)  # fmt: skip
from bot.asking.glossary import in_glossary
from bot.asking.lattice import Lattice, Mention, once, quoted
from bot.asking.lexicon import lexicon
from bot.asking.pieces import RESTRICTING, Cond, Named, Pieces, ordinals, text_words
from bot.records.fields import FIELD
from bot.records.folding import fold

GROUPED = frozenset((
    "country", "policy_areas", "ogp_values", "lead_institution", "support_institutions", "person", "cycle",
    "action_plan", "start", "end", "email", "phone",
)) | {name for name, one in FIELD.items() if one.kind in ("choice", "yesno")}  # fmt: skip
"""Fields by which commitments are counted."""
_DIMENSIONS = 12
"""Fields that a question asks for: by no later one are commitments counted, or a long list would cost its square."""
_CONTACT = ("person", "person_title", "email", "phone")


@dataclass(frozen=True, slots=True)
class Subject:
    """Commitments that a frame is about, until the store tells which: named ones, or what describes one."""

    named: tuple[Named, ...] = ()
    restrict: Condition = ALL
    described: Condition | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A frame, or what makes one of commitments that are still to be found; `used` are the mentions that it expresses.

    `whole`: the question as a whole is of this kind, whatever its words are.
    """

    name: str
    used: frozenset[int]
    cost: float
    frame: Frame | None = None
    subject: Subject | None = None
    make: Callable[[tuple[str, ...]], Frame | None] | None = field(default=None, compare=False)
    whole: bool = False
    inherited: tuple[str, ...] = ()


Make = Callable[[tuple[str, ...]], Frame | None]


def _extreme(order: str, descending: bool) -> Make:
    return lambda codes: Extreme(among(codes), order, descending)


def _stands(order: str, descending: bool) -> Make:
    return lambda codes: Stands(codes, order, descending)


def _lasting(left: bool) -> Make:
    return lambda codes: Duration(codes, left)


def _reachable(field: str, typed: str) -> Make:
    return lambda codes: Reachable(codes[0] if codes else "", field, typed)


def _refusing(reason: str, words: tuple[str, ...]) -> Make:
    return lambda codes: Refuse(reason, words, codes)


# -- the form of a question -------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Form:
    """What stands out in a question beside its pieces."""

    p: Pieces
    yes_no: bool
    plural: bool
    singular: bool
    wh: bool
    weak: set[int]


def form(p: Pieces) -> Form:
    """The form of a question."""
    made = p.made
    nouns = p.said("noun", "plural")
    several = bool(nouns) or bool(p.said("thread", "plural"))
    weak = {
        n
        for n, m in enumerate(p.items)
        if m.kind == "phrase"
        and m.senses
        and all(
            r in ("empty", "question", "noun", "grammar")
            or (r == "thread" and not s.startswith("ordinal"))
            or (r == "intent" and s in ("and", "only", "list", "overview"))
            for r, s in m.senses
        )
    }
    return Form(
        p,
        is_yes_no(made),
        several,
        bool(p.said("noun", "singular")),
        bool(p.said("question", "who", "what", "when", "where", "how")),
        weak,
    )


@once
def is_yes_no(made: Lattice) -> bool:
    """Whether it begins or ends like a question that yes or no answers."""
    words = made.lexicon.words
    polite = {*words("empty", "polite"), *words("grammar", "lead_in"), "and", "so", "but"}
    tokens = list(made.tokens)
    text = fold(made.question.text)
    light = {*words("empty", "words")}
    for tag in words("grammar", "tag"):
        _before, said, after = text.rpartition(f", {tag}")
        if said and set(re.findall(r"\w+", after)) <= light:
            return True
    if any(f" {phrase} " in made.text for phrase in words("grammar", "yes_no")):
        return True
    if made.lexicon.particles:
        asks = {
            *words("question", "what"),
            *words("question", "who"),
            *words("question", "when"),
            *words("question", "how"),
        }
        if any(not asks.isdisjoint(token.forms) for token in tokens) or any(
            one.says("intent", "count") for one in made.mentions
        ):
            return False
        return any(text.rstrip(" ?!.").endswith(ending) for ending in words("grammar", "yes_no_ending"))
    coded = [one for one in made.mentions if one.kind == "code"]
    after = fold(made.question.text[tokens[coded[0].end - 1].end :]) if coded else ""  # "us-p2-21 did it start"
    for part in (*re.split(r"[.:;!]\s+|,\s+|\?\s*", text), after):
        first = next((w for w in re.findall(r"[\w']+", fold(part)) if w not in polite), "")
        if first and first in words("question", "yes_no"):
            return True
    return False


# -- helpers ----------------------------------------------------------------------------------------------------------


def _uses(p: Pieces, *more: Iterable[int]) -> frozenset[int]:
    return frozenset(p.cond_uses.union(*more))


def _named_uses(p: Pieces) -> set[int]:
    return set().union(*(one.uses for one in p.named)) | p.denied


def _restrict(p: Pieces) -> tuple[Condition, set[int]]:
    """The conditions that tell which commitment is meant, and the mentions that they express."""
    tests, uses = [], set[int]()
    for test, conds in p.groups:
        if all(cond.kind in RESTRICTING for cond in conds):
            tests.append(test)
            for cond in conds:
                uses |= cond.uses
    return all_of(*tests), uses


def _claims(p: Pieces) -> tuple[list[tuple[Condition, tuple[Cond, ...]]], set[int]]:
    """The conditions that claim something, and the mentions that they express."""
    found = [(test, conds) for test, conds in p.groups if not all(cond.kind in RESTRICTING for cond in conds)]
    uses = set().union(*(cond.uses for _t, conds in found for cond in conds)) if found else set()
    return found, uses | p.connectives


def _asked(p: Pieces) -> tuple[tuple[str, ...], set[int]]:
    """The fields that are asked for, the more specific wording before the more general, and their mentions."""
    fields: list[str] = []
    for number in sorted(p.asks):
        names = p.asks[number]
        if names == ("code",):
            continue
        for name in names:
            if name not in fields:
                fields.append(name)
    said = [",".join(p.asks[number]) for number in sorted(p.asks)]
    if "person,email,phone" in said and any(s in _CONTACT for s in said):
        # "contact, phone and email": the person too; not in "email and phone of the contact"
        listed = len(said) > 2 and _side_by_side(p)
        keep = {name for s in said if s != "person,email,phone" for name in s.split(",")}
        fields = [name for name in fields if name in keep or (listed and name == "person")]
    if "start,end" in said and any(s in ("start", "end", "duration") for s in said):
        fields = [name for name in fields if name not in ("start", "end") or name in said]
    if "title" in fields and len(fields) > 1 and any(name in _CONTACT for name in fields):
        word = next(p.made.tokens[p.items[n].start].forms[-1] for n in p.asks if "title" in p.asks[n])
        name = "person" if word in p.made.lexicon.words("grammar", "name") else "person_title"
        fields = [one for one in fields if one != "title"]
        if name not in fields:
            fields.insert(0, name)
    if set(fields) & {"email", "phone", "person_title"} and ("person", "lead_institution") in p.asks.values():
        fields = [name for name in fields if name not in ("person", "lead_institution")]
    if set(fields) & {"email", "phone", "person_title"} and "person" in fields and not _side_by_side(p):
        specific = [n for n in p.asks if set(p.asks[n]) & {"email", "phone", "person_title"}]
        if specific and all(set(p.asks[n]) <= {*_CONTACT} for n in p.asks):
            fields = [
                name
                for name in fields
                if name != "person"
                or ("person", "email", "phone") in p.asks.values()
                or any("person" in p.asks[n] and len(p.asks[n]) > 1 for n in p.asks)
            ]
    return tuple(fields), set(p.asks)


def _side_by_side(p: Pieces) -> bool:
    """Whether a person is asked for beside other fields: "name, title and e-mail"; not "the contact's email"."""
    made, joins = p.made, frozenset(p.made.lexicon.words("intent", "and"))
    people = [p.items[n] for n, names in p.asks.items() if "person" in names]
    others = [p.items[n] for n, names in p.asks.items() if "person" not in names]
    for one in people:
        for other in others:
            first, second = sorted((one, other), key=lambda each: each.start)
            between = made.tokens[first.end - 1].text, *(t.folded for t in made.tokens[first.end : second.start])
            signs = made.question.text[made.tokens[first.end - 1].end : made.tokens[second.start].start]
            if re.search(r"[,;+&/]", signs) or not joins.isdisjoint(between[1:]):
                return True
            if made.lexicon.particles and any(between[0].endswith(end) for end in joins if len(end) < 3):
                return True
    return False


def _subject(p: Pieces) -> tuple[Subject, set[int]]:
    restrict, uses = _restrict(p)
    return Subject(tuple(p.named), restrict), uses | _named_uses(p)


def _noun_cost(f: Form) -> float:
    """What a set costs that no noun speaks of."""
    p = f.p
    if f.plural or p.said("thread", "one") or p.said("intent", "only"):
        return 0.0
    return 0.12 if p.said("intent", "list", "every", "exists", "total") else 0.3


# -- named commitments ------------------------------------------------------------------------------------------------


_REVIEWED = frozenset({"ambition", "early_results", "completion", "starred", "verifiable", "potential_impact"})


def lookup(f: Form) -> Iterator[Candidate]:
    """Fields of named commitments, or all that an overview shows."""
    p = f.p
    if not p.named:
        return
    subject, used = _subject(p)
    fields, asks = _asked(p)
    if set(fields) & _REVIEWED:
        asks = asks | p.said("unkept", "reviewer")  # "what did the reviewers say about its early results?"
    if p.said("question", "whose") and fields and set(fields) <= {"email", "phone"}:
        fields, asks = ("person",), asks | p.said("question", "whose")
    people = [cond for cond in p.conds if cond.kind == "person"]
    if people and fields and set(fields) <= set(_CONTACT):  # "the email of Anneke de Vries for QS0006"
        subject = replace(subject, restrict=all_of(subject.restrict, *(cond.test for cond in people)))
        used = used.union(*(cond.uses for cond in people))
    code = {n for n, names in p.asks.items() if names == ("code",)} | p.said("intent", "code_of")
    coded = {m.start for m in p.items if m.kind == "code"}
    code -= {n for n in code if p.items[n].end in coded}  # "with the code US-P1-3.3"
    if code and not fields:
        yield Candidate(
            "lookup", frozenset(used | code), 0.0, None, subject, lambda codes: Lookup(codes, ("title",), code=True)
        )
        return
    flags = [cond for cond in p.conds if cond.kind == "flag"]
    if not fields and flags:
        return
    if fields:
        dear = 0.1 * (len(fields) > 5)
        if (
            f.yes_no
            and not p.said("question", "who", "when", "where")
            and all(name in ("start", "end") or (name in FIELD and FIELD[name].kind == "yesno") for name in fields)
        ):
            dear += 0.5  # "has it started?", "is it starred?": yes or no
        yield Candidate(
            "lookup",
            frozenset(used | asks),
            dear,
            None,
            subject,
            lambda codes: Lookup(codes, fields),
        )
    else:
        extra = p.said("intent", "overview") | p.said("intent", "compare")
        dear = (0.0 if len(p.items) <= len(used) + len(f.weak) else 0.25) + 0.5 * bool(p.said("noun", "plural"))
        yield Candidate(
            "card", frozenset(used | extra), dear, None, subject, lambda codes: Lookup(codes, CARD_FIELDS, card=True)
        )
    values = {cond.field for cond in p.conds if cond.kind in ("value", "body") and cond.field in FIELD}
    claims, claim_uses = _claims(p)
    if len(values) == 1 and all(c.kind in ("value", "body") for _t, conds in claims for c in conds):
        alternatives = any(len(conds) > 1 for _t, conds in claims) or "or not" in p.made.text
        if alternatives or (not f.yes_no and not any(c.kind == "body" for c in p.conds)):
            name = next(iter(values))
            more = tuple(dict.fromkeys((name, *fields)))
            yield Candidate(
                "lookup",
                frozenset(used | asks | claim_uses),
                0.1 if alternatives else 0.35,
                None,
                subject,
                lambda codes: Lookup(codes, more),
            )


def verify(f: Form) -> Iterator[Candidate]:
    """Whether what is claimed of named commitments is so."""
    p = f.p
    if not p.named:
        return
    subject, used = _subject(p)
    claims, claim_uses = _claims(p)
    asks = {n for n in p.asks if f.yes_no and p.asks[n][0] in {cond.field for cond in p.conds}}
    plain = not f.yes_no
    if not claims:
        where, restricting = _restrict(p)  # "is it part of the 2021 cycle?", "is it a Sarnholm commitment?"
        if f.yes_no and restricting and asks == set(p.asks):
            yield Candidate(
                "verify",
                frozenset(_named_uses(p) | restricting | asks),
                -0.1,
                None,
                Subject(tuple(p.named)),
                lambda codes: Verify(where, codes),
            )
        yield from _told_at_all(f, subject, used)
        if f.yes_no and set(p.asks.values()) == {("start",)} and not p.said("question", "when"):
            where = Has("start", "within", ("", p.made.as_of.isoformat()), f"≤ {p.made.as_of}")
            begun = _begun(where, p.made)  # "did it even start?"
            yield Candidate("verify", frozenset(used | set(p.asks)), -0.1, None, subject, begun)
        return
    where = all_of(*(test for test, _c in claims))
    flags = all(cond.kind == "flag" for cond in p.conds)
    others = [n for n in p.asks if n not in asks]
    dear = (0.15 if flags else 0.5) * plain + 0.8 * bool(others)
    if any(cond.kind == "text" for cond in p.conds):
        dear += 0.5 if p.said("grammar", "says") or p.said("intent", "mention") else 1.6
    if any(len(conds) > 1 and {c.field for c in conds} != {"text"} for _t, conds in claims):
        dear += 0.5
    if p.said("question", "who", "when", "where"):
        dear += 0.8
    yield Candidate("verify", frozenset(used | claim_uses | asks), dear, None, subject, _begun(where, p.made))


def _begun(where: Condition, made: Lattice) -> Make:
    """Whether a condition holds; what the reviewers found not started has not started, whatever its first day."""

    def verified(codes: tuple[str, ...]) -> Frame:
        if isinstance(where, Has) and where.field == "start" and where.values[0] == "":
            found = made.store.columns(codes, ("completion",))
            if codes and all(found[code]["completion"] == SCALES["completion"][0] for code in codes if code in found):
                return Verify(Not(Has("completion", "is", SCALES["completion"][:1], SCALES["completion"][0])), codes)
        return Verify(where, codes)

    return verified


def _told_at_all(f: Form, subject: Subject, used: set[int]) -> Iterator[Candidate]:
    """ "does KR0032 name a phone?", "is there an email for it?": whether a field is stated."""
    p = f.p
    told = p.said("intent", "present", "exists", "missing")
    fields, asks = _asked(p)
    stated = [name for name in fields if name in FIELD and FIELD[name].kind != "yesno"]
    if f.yes_no and told and stated and not p.said("question", "who", "what", "when", "where"):
        where = all_of(*(Not(Has(name, "missing", (), name)) for name in stated[:1]))
        yield Candidate("verify", frozenset(used | asks | told), 0.0, None, subject, lambda codes: Verify(where, codes))


def pick(f: Form) -> Iterator[Candidate]:
    """Which of several named commitments meet a condition, or stand out."""
    p = f.p
    if sum(len(one.codes) > 0 for one in p.named) < 2:
        return
    subject, used = _subject(p)
    claims, claim_uses = _claims(p)
    joins = p.said("intent", "or", "only") | p.said("thread", "both", "one")
    if claims:
        where = all_of(*(test for test, _c in claims))
        dear = 0.0 if p.said("question", "what") or p.said("intent", "only", "list") else 0.3
        if any(cond.kind == "text" for cond in p.conds) and not _says(p):
            dear += 1.6  # "frobnicate KR0032 KR0029"
        yield Candidate(
            "pick",
            frozenset(used | claim_uses | joins | p.said("intent", "list")),
            dear + 0.6 * f.yes_no,
            None,
            subject,
            lambda codes: Listing(all_of(among(codes), where)),
        )
    for order, descending, uses in _orders(p):
        more = frozenset(used | uses | joins)
        alternative = bool(p.said("intent", "or")) or not f.yes_no
        if alternative:
            yield Candidate("pick", more, 0.0, None, subject, _extreme(order, descending))
        else:
            yield Candidate("stands", more, 0.0, None, subject, _stands(order, descending))


def _orders(p: Pieces) -> Iterator[tuple[str, bool, set[int]]]:
    """By which date or length something stands out: (order, descending, mentions)."""
    for intents, order, descending in (
        (("longest", "longer"), "duration", True), (("shortest", "shorter"), "duration", False),
    ):  # fmt: skip
        if said := p.said("intent", *intents):
            yield (
                order,
                descending,
                said
                | {n for n, names in p.asks.items() if set(names) <= {"start", "end", "duration"}}
                | p.said("intent", "duration")
                | set(p.said("intent", "running")),
            )
    for said, descending in ((p.said("intent", "higher"), True), (p.said("intent", "lower"), False)):
        scaled = {n: ns[0] for n, ns in p.asks.items() if ns[0] in SCALES}
        if said and (scaled or len(p.named) > 1):  # "which is further along?": how far they came
            yield next(iter(scaled.values()), "completion"), descending, said | set(scaled)
    last, first = p.said("intent", "last", "later"), p.said("intent", "first", "earlier")
    if len(p.named) == 2 and p.named[0].start >= 0:  # "does A end before B?"
        words = p.made.lexicon.words
        between = [n for n, m in enumerate(p.items) if p.named[0].start < m.start < p.named[1].start]
        first = first | {n for n in between if p.words(n).casefold() in words("date", "before")}
        last = last | {n for n in between if p.words(n).casefold() in words("date", "after")}
    dated = {n: names for n, names in p.asks.items() if set(names) <= {"start", "end"}}
    dated |= {n: ("end",) for n, m in enumerate(p.items) if m.says("ask", "end") and m.says("value")}
    bounds = {cond.field for cond in p.conds if cond.kind == "date" and len(cond.uses) > 1}
    past = {n for n in p.said("intent", "over", "due", "begun") if n not in dated}
    for said, descending in ((last, True), (first, False)):
        if not said:
            continue
        names = {name for n, ns in dated.items() if len(ns) == 1 for name in ns}
        name = "start" if "start" in names or p.said("intent", "begun") & past else "end"
        if not names and not past:
            name = "end" if descending or p.said("intent", "earlier") else "start"
        newest = p.said("intent", "newest")
        if (newest & said and not names) or (bounds == {"start"} and not names):
            name = "start"
        yield name, descending, said | set(dated) | past


def same(f: Form) -> Iterator[Candidate]:
    """Whether commitments state the same of a field."""
    p = f.p
    said, (fields, asks) = p.said("intent", "same"), _asked(p)
    if not fields:
        asks = {n for n, m in enumerate(p.items) if m.says("ask", "end")}
        fields = ("end",) if asks else ()
    if said and fields and len(p.named) > 1:
        subject, used = _subject(p)
        yield Candidate(
            "same",
            frozenset(used | asks | said),
            0.0 if f.yes_no else 0.4,
            None,
            subject,
            lambda codes: Same(codes, fields[0]),
        )


def duration(f: Form) -> Iterator[Candidate]:
    """How long commitments last, or what is left of that."""
    p = f.p
    if not p.named:
        return
    subject, used = _subject(p)
    asks = {n for n, names in p.asks.items() if set(names) <= {"start", "end", "duration"}} | p.said(
        "intent", "running", "over"
    )
    for intent, left in (("left", True), ("duration", False)):
        if said := p.said("intent", intent):
            yield Candidate(
                "duration",
                frozenset(used | said | asks),
                0.0,
                None,
                subject,
                _lasting(left),
            )
            return


def find_text(f: Form) -> Iterator[Candidate]:
    """The sentences of commitments that hold the words that nothing else explains: a question of fact."""
    p = f.p
    texts = [cond for cond in p.conds if cond.kind == "text"]
    if not texts:
        return
    words = tuple(
        word
        for cond in texts
        for n in cond.uses
        if p.items[n].kind in ("text", "area", "title", "ogp")
        for word in text_words(p.made, p.items[n])
    )
    if not words:
        return
    others = [(test, conds) for test, conds in p.groups if not any(cond.kind == "text" for cond in conds)]
    where = all_of(*(test for test, _c in others))
    question = bool(f.wh or f.yes_no or p.said("intent", "count"))
    asks = set(p.asks)
    if p.named:
        subject, used = _subject(p)
        near = (*words, *(p.words(n) for n in sorted(asks)))
        yield Candidate(
            "find_text",
            frozenset(used | p.cond_uses | p.said("intent", "count") | _says(p)),
            0.5,
            None,
            subject,
            lambda codes: FindText(words, near, among(codes)),
        )
    elif question and len(words) >= 2 and len(p.made.tokens) >= 4:
        near = tuple(p.made.tokens[at].text for at in range(len(p.made.tokens)) if p.made.content(at))
        yield Candidate(
            "find_text", _uses(p, asks, p.said("intent", "count")), 0.9 + 0.3 * f.plural, FindText(words, near, where)
        )


def fact(f: Form) -> Iterator[Candidate]:
    """A question of fact: the sentence that holds most of its words, wherever it stands."""
    p, made = f.p, f.p.made
    if (
        not (f.wh or p.said("intent", "count"))
        or f.plural
        or p.said("intent", "most", "fewest", "share", "define", "group")
    ):
        return
    fixed = {at for m in p.items if m.kind in ("code", "place") for at in range(m.start, m.end)}
    content = tuple(made.tokens[at].text for at in range(len(made.tokens)) if made.searchable(at) and at not in fixed)
    if len(content) < 3:
        return
    placed = any(m.kind == "place" and not m.cost for m in p.items)
    if (any(len(one.codes) > 1 for one in p.named) and not placed) or any(
        cond.kind in ("value", "flag", "gap", "date", "plan", "cycle") for cond in p.conds
    ):
        return
    coded = {at for one in made.mentions if one.kind == "code" for at in range(one.start, one.end)}
    said = [m for m in made.mentions if m.kind == "place" and not m.cost and m.start not in coded and m.value[1]]
    prefixes = tuple(dict.fromkeys(prefix for m in said for prefix in m.value[1]))
    # a sentence of another country is no answer
    places: Condition = Has("country", "is", prefixes, said[0].value[0]) if said else ALL
    named = {at for one in p.named for n in one.uses for at in range(p.items[n].start, p.items[n].end)}
    told = any(  # what a field tells is no matter of sentences
        m.cost == 0 and m.says("ask") and not m.says("question") and named.isdisjoint(range(m.start, m.end))
        for m in made.mentions
        if m.kind == "phrase"
    )
    dear = 0.9 * told
    everything = frozenset(range(len(p.items)))
    if p.named:
        beside = [at for at in range(len(made.tokens)) if made.searchable(at) and at not in fixed | named]
        asked = tuple(made.tokens[at].text for at in beside) if len(beside) > 1 else content
        yield Candidate(
            "fact",
            everything,
            1.25 + dear,
            None,
            Subject(tuple(p.named), places),
            lambda codes: FindText(asked, content, among(codes)),
            whole=True,
        )
    else:
        yield Candidate("fact", everything, 1.35 + dear, FindText(content, content, places), whole=True)


# -- sets -------------------------------------------------------------------------------------------------------------


def listing(f: Form) -> Iterator[Candidate]:
    """The commitments of a set."""
    p = f.p
    if p.named or not (p.groups or f.plural or p.said("intent", "list", "every")):
        return
    fields, asks = _asked(p)
    takes = (
        p.said("intent", "list", "only", "every", "total", "exists", "everywhere")
        | p.said("question", "what")
        | _says(p)
    )
    code = {n for n, names in p.asks.items() if names == ("code",)}
    order, descending, sorted_by = _sorting(p)
    limit, numbers = _limit(p) if order else (None, set())
    dear = _noun_cost(f)
    if not p.groups:
        dear += 0.25 if f.plural or p.said("thread", "plural") else 0.9
        pointed = any(one.says("thread", "plural", "person") for one in p.made.mentions if one.kind == "phrase")
        dear += 1.2 * (pointed and not p.said("intent", "every"))  # "who leads them?" is not asked of all
    if f.singular and not f.plural:
        dear += 0.15
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
    if all(cond.kind == "text" for cond in p.conds) and p.conds and not (f.plural or f.singular or takes):
        dear += 0.1 * len(p.made.tokens)
    yield Candidate(
        "listing",
        _uses(p, takes, asks, code, sorted_by, numbers),
        dear,
        Listing(
            p.where,
            tuple(n for n in fields if n != "title" and (not sorted_by or n != order)),
            order,
            descending,
            limit,
        ),
    )


def _says(p: Pieces) -> set[int]:
    """The verbs of looking for something, where something is looked for."""
    if any(cond.kind == "text" for cond in p.conds):
        return p.said("intent", "mention") | p.said("grammar", "says")
    return p.said("intent", "mention") - p.said("grammar", "says")


def _sorting(p: Pieces) -> tuple[str, bool, set[int]]:
    if said := p.said("intent", "alphabetical"):
        return "title", False, said
    said = p.said("intent", "sorted")
    if not said:
        return "", False, set()
    names = {name for ns in p.asks.values() for name in ns}
    order = "start" if "start" in names else "title" if "title" in names else "end"
    down = p.said("intent", "last")
    return (
        order,
        bool(down),
        said
        | down
        | p.said("intent", "first")
        | {n for n, ns in p.asks.items() if set(ns) <= {"start", "end", "title"}},
    )


def _limit(p: Pieces) -> tuple[int | None, set[int]]:
    """How many are wanted: "top 5", "the three …"."""
    for number, one in enumerate(p.items):
        if one.kind == "number" and 0 < one.value < 1000:
            return one.value, {number}
    return None, set()


def described(f: Form) -> Iterator[Candidate]:
    """Fields of the one commitment that is described: "the water one in the Netherlands: who leads it?"."""
    p = f.p
    if (
        p.named
        or not p.groups
        or not any(
            cond.kind in ("text", "area", "body", "person", "place", "plan", "value", "flag") for cond in p.conds
        )
    ):
        return
    fields, asks = _asked(p)
    fields = tuple(name for name in fields if FIELD.get(name) is None or FIELD[name].kind != "yesno" or len(fields) > 1)
    subject = Subject(described=p.where)
    telling = any(cond.kind in ("text", "area", "body", "person") for cond in p.conds)
    pointers = p.said("thread", "pronoun")
    if fields:
        dear = (
            (0.25 if f.plural else 0.0)
            + (0.0 if telling else 0.8)
            + 0.4 * any(not isinstance(test, Has) for test, _c in p.groups)
        )
        dear += 0.3 * any(cond.kind == "person" for cond in p.conds)
        roles = {cond.field for cond in p.conds if cond.kind == "body"}
        dear += 0.8 * bool(roles & set(fields))  # "what is the ministry in charge of?" asks for no institution
        yield Candidate(
            "described",
            _uses(p, asks, p.said("intent", "overview")),
            dear,
            None,
            subject,
            lambda codes: Lookup(codes, fields),
        )
    for intent, left in (("left", True), ("duration", False)):
        if said := p.said("intent", intent):
            yield Candidate(
                "described",
                _uses(
                    p, said, p.said("intent", "running"), {n for n, ns in p.asks.items() if set(ns) <= {"start", "end"}}
                ),
                0.1,
                None,
                subject,
                _lasting(left),
            )
    # "the Irish lobbying one: was it completed?": what is claimed stands last
    claims = [
        (test, conds)
        for test, conds in p.groups
        if all(c.kind in ("value", "flag", "past", "date", "state") for c in conds)
    ]
    rest = [(test, conds) for test, conds in p.groups if (test, conds) not in claims]
    known = any(c.kind in ("text", "area", "body", "person") for _t, conds in rest for c in conds)
    if claims and known and not fields and not f.plural:
        where = all_of(*(test for test, _c in claims))
        others = Subject(described=all_of(*(test for test, _c in rest)))
        values = {c.field for _t, conds in claims for c in conds if c.kind in ("value", "flag")}
        alternative = any(len(conds) > 1 for _t, conds in claims)
        last = max(c.start for _t, conds in claims for c in conds) > max(c.start for _t, conds in rest for c in conds)
        dear = 0.05 + 0.35 * (not last) + 0.25 * (not f.yes_no)
        if alternative and len(values) == 1:
            yield Candidate(
                "described", _uses(p, pointers), dear - 0.1, None, others, lambda codes: Lookup(codes, tuple(values))
            )
        else:
            yield Candidate("described", _uses(p, pointers), dear, None, others, lambda codes: Verify(where, codes))
    if (
        not f.plural
        and not fields
        and telling
        and not f.yes_no
        and not p.said("intent", "count", "list", "group", "most", "fewest", "share")
    ):
        one = p.said("noun", "singular") | p.said("thread", "one", "pronoun")
        yield Candidate(
            "described",
            _uses(p, p.said("intent", "overview"), one - p.said("noun")),
            0.1 if one else 0.45,
            None,
            subject,
            lambda codes: Lookup(codes, CARD_FIELDS, card=True),
        )


def count(f: Form) -> Iterator[Candidate]:
    """How many commitments a set has, or how many different countries, institutions, plans."""
    p = f.p
    said = p.said("intent", "count") | p.said("thread", "that_many")
    if not said or p.named:
        return
    takes = (
        said
        | p.said("intent", "total", "only", "list", "exists", "every", "everywhere")
        | _says(p)
        | p.said("thread", "plural")
    )
    _fields, asks = _asked(p)
    behind = [
        n for n in asks if p.asks[n][0] in GROUPED and any(0 <= p.items[n].start - p.items[s].end <= 1 for s in said)
    ]
    if behind:
        name = p.asks[behind[0]][0]
        if name in ("country", "lead_institution", "policy_areas", "action_plan", "person", "cycle", "ogp_values"):
            rest = {n for n in asks if n not in behind and p.asks[n][0] in ("lead_institution", "country")}
            yield Candidate("count", _uses(p, takes, behind, rest), 0.05, Count(p.where, name))
    dear = 0.0 if f.plural or not (said & p.said("thread", "that_many")) else 0.1
    if not p.groups:
        dear += 0.05 if f.plural or p.said("thread", "plural") or p.said("intent", "total") else 0.5
    yield Candidate("count", _uses(p, takes), dear, Count(p.where))


def group(f: Form) -> Iterator[Candidate]:
    """How many commitments of a set each value of a field has."""
    p = f.p
    if p.named:
        return
    by = p.said("intent", "group") | p.said("grammar", "by")
    count_words = p.said("intent", "count")
    for number, names in list(p.asks.items())[:_DIMENSIONS]:
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
        glued = p.made.lexicon.particles and p.made.words(one.start, one.end).endswith(("별", "별로", "마다"))
        takes = (
            beside | p.said("intent", "list", "only", "total", "every", "everywhere", "and") | count_words | _says(p)
        )
        told = {cond.field for cond in p.conds}
        rest = {n for n in p.asks if n != number and (p.asks[n][0] == name or set(p.asks[n]) & told)}
        needless = 0.0 if p.groups or f.plural or count_words or p.said("thread") or p.said("question", "what") else 0.6
        free = [t for t, c in p.groups if any(x.uses for x in c) or name not in {x.field for x in c}]
        if beside or glued:
            yield Candidate("group", _uses(p, takes, {number}, rest), needless, Group(all_of(*free), name))
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
            begins = p.made.tokens[one.start].folded in p.made.lexicon.words("question", "what")
            if asked or begins or (count_words and name != "country"):
                yield Candidate(
                    "group",
                    _uses(p, takes, {number}, asked, p.said("intent", "present", "exists")),
                    0.15 + 0.15 * (not f.plural) + 0.3 * (name != "country"),
                    Group(p.where, name),
                )
    for number in p.said("intent", "group"):  # Korean: one word for "by country"
        for word, name in _BY_WORD.items():
            if word in p.made.words(p.items[number].start, p.items[number].end):
                yield Candidate(
                    "group", _uses(p, {number}, p.said("intent", "count", "list", "total")), 0.0, Group(p.where, name)
                )


_BY_WORD = {
    "기관별": "lead_institution",
    "부처별": "lead_institution",
    "연도별": "cycle",
    "년도별": "cycle",
    "주기별": "cycle",
    "분야별": "policy_areas",
    "주제별": "policy_areas",
    "국가별": "country",
    "나라별": "country",
    "상태별": "status",
    "담당자별": "person",
    "책임자별": "person",
}


def rank(f: Form) -> Iterator[Candidate]:
    """The countries, institutions or areas with the most or fewest commitments of a set."""
    p = f.p
    most, fewest = p.said("intent", "most"), p.said("intent", "fewest")
    if p.said("question", "what", "who") and not most and not fewest and p.asks:
        most, fewest = p.said("intent", "more"), p.said("intent", "fewer")
    ranked = p.said("intent", "rank")
    if p.named or not (most or fewest or ranked):
        return
    limit, numbers = _limit(p)
    place, ordinal = 1, set[int]()
    for number, one in enumerate(p.items):
        if found := [k for k in ordinals(one) if k > 1]:
            place, ordinal = found[0], {number}
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
    dims = dims[:_DIMENSIONS]
    where = p.where
    for number, name in dims:
        others = {n for n, other in dims if n != number and other == name}
        role = {
            n
            for n in p.asks
            if n != number
            and p.asks[n][0] in ("lead_institution", "support_institutions")
            and name in ("lead_institution", "country")
        }
        dear = 0.0 if name in ("country", "lead_institution", "policy_areas", "person") else 0.1
        yield Candidate(
            "rank", _uses(p, takes, {number}, others, role), dear, Rank(where, name, descending, limit or 1, place)
        )
    if not dims:
        who = p.said("question", "who", "what")
        places = [conds for _t, conds in p.groups if all(c.kind == "place" for c in conds) and len(conds) > 1]
        if who or ranked or places or f.plural:
            if p.said("question", "who") and any(c.kind == "place" for c in p.conds) and not places:
                yield Candidate("rank", _uses(p, takes), 0.2, Rank(where, "person", descending, limit or 1, place))
            yield Candidate(
                "rank",
                _uses(p, takes),
                0.25 if who or places else 0.5,
                Rank(where, "country", descending, limit or (len(places[0]) if places else 1), place),
            )


def extreme(f: Form) -> Iterator[Candidate]:
    """The commitments of a set that end or start first or last, or last longest."""
    p = f.p
    if p.named:
        return
    limit, numbers = _limit(p)
    for order, descending, uses in _orders(p):
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
        told = [cond for cond in p.conds if cond.kind == "past" or (cond.kind == "value" and cond.uses <= uses)]
        past = {n for cond in told for n in cond.uses}
        groups = [(t, c) for t, c in p.groups if not all(x in told for x in c)]
        where = all_of(*(t for t, _c in groups))
        if (coming := p.said("intent", "upcoming")) and order in ("start", "end") and not descending:
            today = p.made.as_of.isoformat()  # "the next to end" ends from today on
            where = all_of(where, Has(order, "within", (today, ""), f"≥ {today}"))
            takes |= coming
        yield Candidate(
            "extreme",
            _uses(p, takes, past, numbers),
            dear + 0.2 * bool(numbers and not limit),
            Extreme(where, order, descending, limit),
        )


def share(f: Form) -> Iterator[Candidate]:
    """What share of a set meets a further condition."""
    p = f.p
    said = p.said("intent", "share")
    if not said or p.named or not p.groups:
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
        if not claim:
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
    yield Candidate(
        "share", _uses(p, takes, asks, p.said("thread", "pronoun", "that_many", "plural")), 0.0, Share(where, part)
    )


def verify_set(f: Form) -> Iterator[Candidate]:
    """Whether a set has a member at all, or whether all of it meets a condition."""
    p = f.p
    if p.named or not p.groups or (not f.yes_no and not p.said("intent", "exists")):
        return
    takes = p.said("intent", "exists", "present", "list", "only") | _says(p) | p.said("noun")
    asks = {n for n in p.asks if p.asks[n][0] in {c.field for c in p.conds}}
    every = p.said("intent", "every")
    base = [(t, c) for t, c in p.groups if all(x.kind in ("place", "plan", "cycle", "body", "person") for x in c)]
    claim = [(t, c) for t, c in p.groups if (t, c) not in base]
    fields, field_uses = _asked(p)
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
            "verify_set", _uses(p, takes, field_uses, every), dear + 0.05, Verify(all_of(p.where, test), (), ALL, "any")
        )
    if every and base and claim:
        yield Candidate(
            "verify_set",
            _uses(p, takes, every, asks),
            dear,
            Verify(all_of(*(t for t, _c in claim)), (), all_of(*(t for t, _c in base)), "all"),
        )
    if p.said("intent", "more_than", "fewer_than", "at_least"):
        return
    yield Candidate(
        "verify_set",
        _uses(p, takes, asks, every if not base else ()),
        dear + 0.1 + 0.6 * bool(p.said("intent", "more", "fewer", "most", "fewest")),  # "have A or B more …?"
        Verify(p.where, (), ALL, "any"),
    )


def exceeds(f: Form) -> Iterator[Candidate]:
    """Whether a set has more, fewer or exactly so many members."""
    p = f.p
    limit, numbers = _limit(p)
    if p.named or limit is None or not f.yes_no:
        return
    for intent, sign in (("more_than", ">"), ("fewer_than", "<"), ("at_least", ">=")):
        if said := p.said("intent", intent):
            yield Candidate(
                "exceeds",
                _uses(p, said, numbers, p.said("intent", "present", "exists")),
                0.0,
                Exceeds(p.where, sign, limit),
            )


def compare(f: Form) -> Iterator[Candidate]:
    """Sets side by side by their number."""
    p = f.p
    if p.named:
        return
    versus = p.said("intent", "compare")
    than = {n for n in p.said("intent", "more_than", "fewer_than") if p.items[n].end - p.items[n].start > 1}
    more = p.said("intent", "most", "more") | (than & p.said("intent", "more_than"))
    fewer = p.said("intent", "fewest", "fewer") | (than & p.said("intent", "fewer_than"))  # "under" alone is none
    counted = p.said("intent", "count", "total", "group")
    if not (versus or more or fewer or (counted and p.said("intent", "or", "group"))):
        return
    asks = {n for n in p.asks if p.asks[n][0] in {c.field for c in p.conds} | {"country"}}
    alternatives: list[tuple[list[Cond], list[tuple[Condition, tuple[Cond, ...]]]]] = []
    for number, (_test, conds) in enumerate(p.groups):
        if len(conds) > 1 and not isinstance(_test, Not):
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
        | than
        | p.said("intent", "or", "and", "list", "present", "exists", "every")
        | p.said("question")
    )
    for sides, rest in alternatives:
        base = all_of(*(t for t, _c in rest))
        sets = tuple(all_of(base, cond.test) for cond in sides)
        labels = tuple(
            cond.test.label if isinstance(cond.test, Has) else p.made.words(cond.start, cond.end) for cond in sides
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
        if not asked and any(w in p.made.text for w in p.made.lexicon.words("grammar", "difference")):
            asked = "difference"
        dear = 0.0 if versus or more or fewer else 0.3
        if not (counted or more or fewer or f.plural or any(cond.kind in ("place", "plan") for cond in p.conds)):
            dear += 1.3  # "the difference between limited and substantial": what the words mean
        if (
            (more or fewer)
            and not (f.plural or counted or p.said("thread", "one"))
            and any(cond.kind == "text" for cond in p.conds)
        ):
            dear += 1.0  # "more corrupt than": no number of commitments
        yield Candidate("compare", _uses(p, takes, asks), dear, Compare(sets, labels, asked))


# -- people, contacts -------------------------------------------------------------------------------------------------


def holder(f: Form) -> Iterator[Candidate]:
    """Whose address or number it is, or whether it is a commitment's."""
    p = f.p
    for number in p.of_kind("contact"):
        name, typed = p.items[number].value
        fields, asks = _asked(p)
        if p.named and (f.yes_no or not fields):
            subject, used = _subject(p)
            yield Candidate(
                "holder",
                frozenset(used | {number} | asks),
                0.1,
                None,
                subject,
                _reachable(name, typed),
            )
        wanted = tuple(n for n in fields if n != name and n not in ("email", "phone"))
        if p.said("question", "whose") and not set(wanted) & {"person", "lead_institution", "title"}:
            wanted = ("person",)
        if not wanted:
            wanted = (
                ("title",)
                if f.plural or f.singular or (p.said("question", "what") and not p.said("question", "who"))
                else ("person",)
            )
        yield Candidate(
            "holder",
            _uses(p, {number}, asks, p.said("question", "whose", "who"), p.said("intent", "list")),
            0.0,
            Holder(name, typed, wanted),
        )


def person(f: Form) -> Iterator[Candidate]:
    """The contact of somebody, or what somebody is responsible for."""
    p = f.p
    people = [cond for cond in p.conds if cond.kind == "person"]
    if not people or p.named:
        return
    whats = p.made.lexicon.words("question", "what")
    what = any(token.folded in whats for token in p.made.tokens[:2]) and not p.said("question", "who")
    working = bool(what) and any(f" {phrase} " in p.made.text for phrase in p.made.lexicon.words("grammar", "works"))
    if p.said("intent", "overview") and not p.asks and not f.plural and not working:
        whole = ("person", "person_title", "email", "phone")
        yield Candidate(
            "person",
            _uses(p, p.said("intent", "overview")),
            0.0,
            None,
            Subject(described=p.where),
            lambda codes: Lookup(codes, whole, once=True),
        )
    fields, asks = _asked(p)
    subject = Subject(described=p.where)
    wanted = tuple(name for name in fields if name in _CONTACT) or fields
    if wanted:
        role = bool(what) and set(fields) <= {"person", "lead_institution"}  # "what is she responsible for?"
        dear = 0.05 + 1.0 * role
        yield Candidate("person", _uses(p, asks), dear, None, subject, lambda codes: Lookup(codes, wanted, once=True))
    elif not f.plural:
        yield Candidate(
            "person",
            _uses(p, p.said("question", "who"), p.said("intent", "overview")),
            0.2 + 1.0 * bool(what),  # "what is she working on?" asks for a list
            None,
            subject,
            lambda codes: Lookup(codes, ("person", "person_title", "email", "phone"), once=True),
        )


def bare(f: Form) -> Iterator[Candidate]:
    """A field without any commitment: it is asked which one is meant."""
    p = f.p
    pointed = p.said("thread", "plural", "person")
    pointers = (
        pointed
        | p.said("thread", "pronoun", "one", "other", "former", "latter", "last_one", "swap")
        | {n for n in p.said("thread") if ordinals(p.items[n])}
    )
    if p.named or p.unknown_codes or p.elsewhere or not (p.asks or pointers):
        return
    fields, asks = _asked(p)
    if p.groups:
        claimed = {cond.kind for cond in p.conds} <= {"date", "value", "flag", "past", "state", "cycle"}
        if f.yes_no and claimed and p.said("thread", "pronoun") and not (f.plural or f.singular or p.made.spoken):
            pending = Choose("no_antecedent", (), Verify(p.where))  # "does it end in 2014?"
            yield Candidate("bare", _uses(p, asks, p.said("thread", "pronoun"), p.said("question")), 0.0, pending)
        return
    if not asks and pointers == p.said("thread", "pronoun"):
        return
    if (f.plural and not (pointed and asks)) or p.said("intent", "count", "most", "fewest", "share", "group"):
        return
    used = frozenset(pointers | asks | p.said("intent", "overview") | p.said("question"))
    yield Candidate(
        "bare",
        used,
        0.55 if fields else 0.75,
        Choose("no_antecedent", (), Lookup((), fields or CARD_FIELDS, card=not fields)),
    )


# -- changes, definitions, talk, refusals -----------------------------------------------------------------------------


def changes(f: Form) -> Iterator[Candidate]:
    """What changed, or what a field said before."""
    p = f.p
    said, before = p.said("intent", "changes"), p.said("intent", "previous")
    if not (said or before):
        return
    fields, asks = _asked(p)
    dates = p.of_kind("date")
    interval = p.items[dates[0]].value if dates else None
    since, until = (interval.first or "", interval.last or "") if interval else ("", "")
    previous = bool(before) and not said
    if previous and (
        not fields
        or not p.named
        or len(p.named) > 1
        or any(one.start < 0 and before <= p.said("thread", "former") for one in p.named)
    ):
        return
    if interval and interval.said == "before":
        since = until = "" if previous else until
    if interval and p.said("intent", "compare"):
        until = ""
    dated = {n for cond in p.conds if cond.kind in ("date", "cycle", "past") for n in cond.uses}
    groups = [(t, c) for t, c in p.groups if not any(x.kind in ("date", "cycle", "past") for x in c)]
    where = all_of(*(t for t, _c in groups))
    takes = (
        said
        | before
        | set(dates)
        | dated
        | asks
        | p.said("intent", "list", "compare", "every", "exists")
        | p.said("question")
    )
    if p.named:
        subject, used = _subject(p)
        yield Candidate(
            "changes",
            frozenset(used | takes),
            0.0,
            None,
            subject,
            lambda codes: Changes(among(codes), fields, since, until, previous),
        )
    elif said:
        strong = any(p.items[n].end - p.items[n].start > 1 or p.items[n].cost == 0 for n in said)
        yield Candidate("changes", _uses(p, takes), 0.1 + 0.4 * (not strong), Changes(where, fields, since, until))


def define(f: Form) -> Iterator[Candidate]:
    """What a term means."""
    p = f.p
    said = p.said("intent", "define")
    overview = p.said("intent", "overview")
    made = p.made
    bare = (
        len(made.tokens) == 1
        and made.tokens[0].text.isupper()
        and in_glossary(made.tokens[0].text)
        and "?" in made.question.text
    )
    if p.named or p.unknown_codes or not (said or overview or bare or p.said("intent", "compare")):
        return
    terms = [
        n
        for n, m in enumerate(p.items)
        if m.kind in ("text", "area", "ogp") or m.says("ask") or m.says("value") or m.says("intent", "overdue")
    ]
    terms = [n for n in terms if n not in said]
    spans = [range(*span) for span in quoted(made)]
    in_quotes = [n for n in terms if any(p.items[n].start in span for span in spans)]
    terms = in_quotes if said and in_quotes else terms
    if not terms:
        return
    words = tuple(p.words(n) for n in terms)
    whole = made.words(p.items[min(terms)].start, p.items[max(terms)].end)
    fields = tuple(
        name for n in terms if p.items[n].says("ask") for name in min(p.items[n].all("ask"), key=len).split(",")
    )
    strange = any(p.items[n].kind == "text" for n in terms)  # "what is John Smith's phone?" asks for no term
    known = in_glossary(whole) or any(in_glossary(word) for word in words) or (bool(fields) and not strange)
    explicit = any(
        m.end - m.start > 1 or "define" in made.text or "mean" in made.text for m in (p.items[n] for n in said)
    )
    if any(
        m.says("ask", "lead_institution", "person,lead_institution", "support_institutions") for m in p.items
    ) and any(p.items[n].kind == "text" for n in terms):
        return
    dear = 0.0 if known and said else 0.1 if bare else 0.1 if known and len(p.items) <= 3 else 0.35 if known else 0.8
    if f.plural and not said:
        dear += 0.8
    if p.said("thread", "pronoun", "person", "plural"):
        dear += 1.2 if made.spoken else 0.6  # "what was its end date?"
    if not explicit and any(cond.kind in ("place", "body") for cond in p.conds):
        dear += 0.8
    if (
        any(made.tokens[at].folded in made.lexicon.words("grammar", "definite") for at in range(len(made.tokens)))
        and not said
    ):
        dear += 0.3
    used = frozenset(
        {
            *said,
            *overview,
            *terms,
            *p.said("intent", "compare"),
            *p.said("noun", "singular"),
            *p.said("question"),
            *(range(len(p.items)) if in_quotes else ()),
        }
    )
    listed = (whole,) if in_glossary(whole) else words
    if len(terms) <= 4:
        yield Candidate("define", used, dear, Define(listed, fields))


def about(f: Form) -> Iterator[Candidate]:
    """A question about the bot and its data: the words of a pattern of its topic all stand in the question."""
    made = f.p.made
    for topic, wanted, left in _topics(made):
        names = {"languages": ("place",), "codes": ("code",), "subscribe": ("place", "area", "body")}.get(topic, ())
        heavy = [
            m
            for m in f.p.items
            if m.kind in ("code", "title", "person", "place", "body", "contact")
            and m.kind not in names
            and wanted.isdisjoint(t.folded for t in made.tokens[m.start : m.end])
        ]
        left = [at for at in left if not any(m.kind in names and m.start <= at < m.end for m in f.p.items)]
        dear = 0.1 + 0.4 * len(left) + 1.2 * len(heavy) + 0.15 / len(wanted)
        yield Candidate("about", frozenset(range(len(f.p.items))), dear, About(topic), whole=True)


@cache
def _patterns(language: str, topic: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(pattern.split()) for pattern in lexicon(language).words("about", topic))


@once
def _topics(made: Lattice) -> list[tuple[str, frozenset[str], list[int]]]:
    """The topics of the bot that a question may be about, the words that say so, and the words of weight beside."""
    if len(made.tokens) > 24:
        return []
    found = []
    forms = {form for token in made.tokens for form in (token.folded, *token.forms)}
    content = [at for at in range(len(made.tokens)) if made.content(at)]
    for topic in made.lexicon.data.get("about", {}):
        patterns = _patterns(made.lexicon.language, topic)
        wanted = next((pattern for pattern in patterns if pattern <= forms), None)
        if wanted is not None and topic != "small_talk":
            left = [at for at in content if wanted.isdisjoint((made.tokens[at].folded, *made.tokens[at].forms))]
            found.append((topic, wanted, left))
    return found


_PLAIN_HELP = 3
"""Words: a longer phrase that asks for help does so whatever stands beside it ("what sort of things can I ask")."""


def talk(f: Form) -> Iterator[Candidate]:
    """A greeting, thanks, a call for help."""
    p = f.p
    help_ = p.said("intent", "help")
    if any(p.items[n].end - p.items[n].start > _PLAIN_HELP for n in help_) and not p.named:
        yield Candidate(
            "talk", frozenset(range(len(p.items))), 0.3, Talk("help"), whole=True
        )  # whatever is said beside
    if p.named or p.conds or p.unknown_codes:
        return
    polite = set(p.made.lexicon.words("empty", "polite"))
    everything = frozenset(range(len(p.items)))
    if not p.made.tokens:
        yield Candidate("talk", everything, 0.0, Talk("help" if not p.made.question.text.strip() else "polite"))
        return
    if help_ and not p.said("intent", "define", "changes", "count"):
        yield Candidate("talk", frozenset(help_) | frozenset(f.weak), 0.1, Talk("help"))
    small = set(p.made.lexicon.words("about", "small_talk"))
    counted = p.said("intent", "count", "rest", "undo") | p.said("thread", "that_many") | set(p.asks)
    first = next((t.folded for t in p.made.tokens), "")
    if (
        first in p.made.lexicon.words("grammar", "thanks")
        and "?" not in p.made.question.text
        and not counted
        and len(p.made.tokens) <= 12
    ):
        yield Candidate("talk", everything, 0.4, Talk("polite"), whole=True)
    greeted = any(token.folded in p.made.lexicon.words("grammar", "greeting") for token in p.made.tokens)
    kind = Talk("greeting" if greeted else "polite")
    if all(token.folded in polite for token in p.made.tokens) and not counted:
        yield Candidate("talk", everything, 0.0, kind, whole=True)
    elif all(token.folded in polite or token.folded in small for token in p.made.tokens):
        asks = bool(counted) or any(one.says("value") and not one.cost for one in p.made.mentions)  # "is it done?"
        yield Candidate("talk", everything, 0.35 + 0.8 * asks, kind, whole=True)


def refuse(f: Form) -> Iterator[Candidate]:
    """What this bot does not do, and what no document of this kind states."""
    p = f.p
    made = p.made
    everything = frozenset(range(len(p.items)))
    if word := commanded(made):
        yield Candidate(
            "refuse", everything, 0.15 + 0.75 * bool(p.said("intent", "undo")), Refuse("refused", (word,)), whole=True
        )
    fields, asks = _asked(p)
    subject, used = _subject(p)
    people = tuple(token.text for token in made.tokens if token.is_mention)
    if people and not p.named:
        unknown = Refuse("no_such_person", people, sentence="slack_mention")
        yield Candidate("refuse", everything, 0.2 + 1.0 * bool(p.conds), unknown, whole=True)
    sought = p.said("grammar", "says")
    if sought and max(p.items[n].end for n in sought) == len(made.tokens) and not (p.conds or p.named or asks):
        empty = Refuse("not_understood", tuple(p.words(n) for n in sorted(sought)), sentence="no_words")
        yield Candidate("refuse", _uses(p, sought, p.said("intent"), p.said("question")), 0.3, empty)
    for number in sorted(p.said("unkept", "world")):
        yield Candidate(
            "refuse",
            everything,
            0.1 + 0.35 * bool(p.conds) + 0.95 * bool(p.named),
            Refuse("out_of_scope", (p.words(number),)),
            whole=True,
        )
    for number in sorted(p.said("unkept") - p.said("unkept", "world")):
        reviewed = p.items[number].says("unkept", "reviewer") and set(fields) & {
            "ambition",
            "early_results",
            "completion",
            "starred",
            "verifiable",
            "potential_impact",
        }
        if reviewed:
            continue
        words = (p.words(number),)
        takes = {
            number,
            *p.said("unkept"),
            *asks,
            *p.said("intent", "count", "duration"),
            *p.said("unstated"),
            *p.said("question"),
        }
        if p.named:
            yield Candidate(
                "refuse",
                frozenset(used | takes | p.cond_uses),
                0.2,
                None,
                subject,
                _refusing("field_unknown", words),
            )
        elif p.conds or f.plural or f.singular or fields or p.said("thread", "pronoun"):
            had = {n for n in p.said("intent", "present") if 0 <= p.items[number].start - p.items[n].end <= 1}
            dear = 0.35 if had else 0.75  # "have a budget" asks for the field, "budget" may be a subject
            yield Candidate("refuse", _uses(p, takes, had), dear, Refuse("field_unknown", words))
        else:
            yield Candidate("refuse", _uses(p, takes), 1.7, Refuse("field_unknown", words))
    for number in sorted(p.said("unstated", "future", "cause")):
        words = (p.words(number),)
        cause = p.items[number].says("unstated", "cause")
        if p.named and (cause or p.conds or f.yes_no):
            yield Candidate(
                "refuse",
                frozenset(used | {number} | p.cond_uses | asks),
                0.15 if f.yes_no or cause else 0.3,
                None,
                subject,
                _refusing("not_stated", words),
            )
        elif p.conds or f.plural:
            told = any(cond.kind == "value" for cond in p.conds)
            yield Candidate(
                "refuse", _uses(p, {number}, asks), 0.2 if cause and told else 0.55, Refuse("not_stated", words)
            )
        elif len(made.tokens) <= 3:
            yield Candidate("refuse", everything, 0.3, Refuse("not_stated", words))
    if p.unknown_codes and not p.named:
        codes = tuple(code for code, _n in p.unknown_codes)
        yield Candidate(
            "refuse",
            _uses(p, {n for _c, n in p.unknown_codes}, asks, p.said("intent"), p.said("thread")),
            0.0,
            Refuse("no_such_code", codes, (), fields),
        )
    if p.elsewhere:
        asked = f.plural or f.singular or asks or p.said("intent", "list", "count", "exists", "group", "share")
        names = tuple(p.items[n].value[0] for n in p.elsewhere)
        yield Candidate(
            "refuse",
            _uses(p, p.elsewhere, asks, p.said("intent"), p.said("thread")),
            0.5 + 0.8 * (not asked and len(made.tokens) > 3),
            Refuse("no_such_country", names),
        )
    yield from _no_such(f)


def _no_such(f: Form) -> Iterator[Candidate]:
    """What is named and nobody has: "commitments of Atlantis", "phone of Homer Simpson"."""
    p, made = f.p, f.p.made
    texts = [
        (cond, p.items[n])
        for cond in p.conds
        if cond.kind == "text"
        for n in sorted(cond.uses)
        if p.items[n].kind in ("text", "area", "title", "ogp")
    ]
    if p.named or len(texts) != 1:
        return
    fields, asks = _asked(p)
    _cond, one = texts[0]
    label = re.sub(r"['’]s$", "", made.words(one.start, one.end))
    cased = (
        all(made.tokens[at].text[:1].isupper() for at in range(one.start, one.end) if made.searchable(at))
        and not made.question.text.isupper()
    )
    heads = {n for n in p.said("head") if abs(p.items[n].start - one.end) <= 2 or abs(one.start - p.items[n].end) <= 2}
    inside = any(
        made.tokens[at].folded in made.lexicon.words("head", "institution") for at in range(one.start, one.end)
    )
    takes = asks | heads | p.said("intent") | p.said("thread") | p.said("noun") | p.said("question")
    uses = _uses(p, takes)
    bodies = set(fields) & {"lead_institution", "support_institutions", "institutions"}
    single = one.end - one.start == 1
    works = any(f" {phrase} " in made.text for phrase in made.lexicon.words("grammar", "works"))
    article = one.start and made.tokens[one.start - 1].folded in (
        *made.lexicon.words("grammar", "definite"),
        *made.lexicon.words("grammar", "indefinite"),
    )
    words = (label,)
    if one.value == "quoted" and fields:
        yield Candidate("no_such", uses, 0.6, Refuse("no_such_title", words))
    elif (heads or inside) and bodies:
        first = min([one.start, *(p.items[n].start for n in heads)])
        last = max([one.end, *(p.items[n].end for n in heads)])
        yield Candidate("no_such", uses, 0.25, Refuse("no_such_institution", (made.words(first, last),)))
    if not cased or one.value == "quoted":
        return
    if heads or inside:
        return
    if (
        set(fields) & {"email", "phone", "person_title"}
        or (fields[:1] == ("person",) and not single)
        or (p.said("question", "who") and not fields and not single)
    ) or (
        not single
        and (
            (
                (p.said("question", "what") or p.said("intent", "overview"))
                and not p.said("question", "who")
                and fields[:1] == ("lead_institution",)
            )
            or (works and not f.plural)
        )
    ):
        yield Candidate("no_such", uses, 0.15, Refuse("no_such_person", words))
    elif not article and not fields and (f.plural or p.said("intent", "count")) and not heads:
        reason = "no_such_country" if single else "no_such_person"
        yield Candidate("no_such", uses, 0.15, Refuse(reason, words))
    elif fields and (article or f.singular or not single):
        yield Candidate("no_such", uses, 0.25, Refuse("no_such_title", words))


@once
def commanded(made: Lattice) -> str:
    """The order to do what this bot does not do (change, delete, send, write) with which a sentence begins."""
    words = made.lexicon.words
    polite, light = set(words("empty", "polite")), set(words("empty", "courtesy"))
    starts = [0, *(at for at in range(1, len(made.tokens)) if re.search(r"[.;!?:]\s", made.between(at, at)))]
    for start, end in zip(starts, [*starts[1:], len(made.tokens)], strict=True):
        sentence = [at for at in range(start, end) if made.tokens[at].folded not in polite]
        while sentence and made.tokens[sentence[0]].folded in light:
            sentence.pop(0)
        if not sentence:
            continue
        said = [made.tokens[at].folded for at in sentence]
        if any(one.start == sentence[0] and one.end - one.start > 2 and one.says("ask") for one in made.mentions):
            continue  # "drop a line to": a longer phrase asks for something
        text = " ".join(said)
        for phrase in words("command", "refuse"):
            if made.lexicon.particles and said[-1] == phrase:  # Korean verbs come last
                return phrase
            to = text.startswith(f"{phrase} to ") or (
                text.startswith(f"{phrase} me ") and phrase not in words("command", "for_me")
            )
            if text == phrase or (text.startswith(f"{phrase} ") and not to):
                return phrase
    return ""


CONSTRUCTIONS: tuple[Callable[[Form], Iterator[Candidate]], ...] = (
    lookup, verify, pick, same, duration, find_text, fact, listing, described, count, group, rank, extreme, share,
    verify_set, exceeds, compare, holder, person, bare, changes, define, about, talk, refuse,
)  # fmt: skip

__all__ = ["CONSTRUCTIONS", "AllOf", "AnyOf", "Candidate", "Form", "Mention", "Subject", "conjuncts", "form"]
