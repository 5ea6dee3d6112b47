"""The form of a question, and what every construction asks of its pieces: fields, subjects, conditions, uses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from bot.asking.frames import (
    ALL,
    CARD_FIELDS,
    WHOLE_FIELDS,
    Condition,
    Duration,
    Extreme,
    Frame,
    Reachable,
    Refuse,
    Stands,
    all_of,
    among,
)  # fmt: skip
from bot.asking.lattice import Lattice, Mention, once, phrase_ends
from bot.asking.normalise import folded_words
from bot.asking.pieces import RESTRICTING, Cond, NamedCommitments, Pieces
from bot.records.fields import FIELD
from bot.records.frozen import dataclass, field
from bot.records.text import fold

GROUPED = frozenset((
    "country", "policy_areas", "ogp_values", "lead_institution", "support_institutions", "person", "cycle",
    "action_plan", "start", "end", "email", "phone",
)) | {name for name, one in FIELD.items() if one.kind in ("choice", "yesno")}  # fmt: skip
"""Fields by which commitments are counted."""
MOST_DIMENSIONS = 12
"""Fields that a question asks for: by no later one are commitments counted, or a long list would cost its square."""
CONTACT_FIELDS = ("person", "person_title", "email", "phone")


@dataclass(frozen=True, slots=True)
class FrameSubject:
    """Commitments that a frame is about, until the store tells which: named ones, or what describes one."""

    named: tuple[NamedCommitments, ...] = ()
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
    subject: FrameSubject | None = None
    make: Callable[[tuple[str, ...]], Frame | None] | None = field(default=None, compare=False)
    whole: bool = False
    inherited: tuple[str, ...] = ()


Make = Callable[[tuple[str, ...]], Frame | None]


def make_extreme(order: str, descending: bool) -> Make:
    """Which of some commitments stand out by an order."""
    return lambda codes: Extreme(among(codes), order, descending)


def make_stands(order: str, descending: bool) -> Make:
    """Whether the first of some commitments stands out by an order."""
    return lambda codes: Stands(codes, order, descending)


def make_duration(left: bool) -> Make:
    """How long commitments last, or what is left of that."""
    return lambda codes: Duration(codes, left)


def make_reachable(field: str, typed: str) -> Make:
    """Whether an address or a number is the one that a commitment names."""
    return lambda codes: Reachable(codes[0] if codes else "", field, typed)


def make_refusal(reason: str, words: tuple[str, ...]) -> Make:
    """Why nothing is answered about commitments."""
    return lambda codes: Refuse(reason, words, codes)


# -- the form of a question -------------------------------------------------------------------------------------------


@dataclass(slots=True)
class QuestionForm:
    """What stands out in a question beside its pieces."""

    p: Pieces
    yes_no: bool
    plural: bool
    singular: bool
    wh: bool
    weak: set[int]


def form_of(p: Pieces) -> QuestionForm:
    """The form of a question."""
    made = p.made
    nouns = p.said("noun", "plural")
    ones = any(True for _span in phrase_ends(made, made.lexicon.words("grammar", "ones")))  # "the Irish *ones*"
    several = bool(nouns) or bool(p.said("thread", "plural")) or ones
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
    return QuestionForm(
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
            *words("question", "where"),
        }
        if any(not asks.isdisjoint(token.forms) for token in tokens) or any(
            one.says("intent", "count") for one in made.mentions
        ):
            return False
        return any(text.rstrip(" ?!.").endswith(ending) for ending in words("grammar", "yes_no_ending"))
    coded = [one for one in made.mentions if one.kind == "code" and not one.start]
    said = made.question.text
    after = said[tokens[coded[0].end - 1].end :] if coded else ""  # "us-p2-21 did it start"
    for part in (*re.split(r"[.:;!]\s+|,\s+|\?\s*", said), after):
        first = next((w for w in folded_words(part, made.lexicon.accented.values()) if w not in polite), "")
        if first and first in words("question", "yes_no"):
            return True
    return False


@once
def forecasts(made: Lattice) -> bool:
    """Whether it asks what will come true, which no document tells: "Will Ukraine finish it by 2030?"."""
    coming = [one for one in made.mentions if one.kind == "phrase" and one.says("unstated", "future")]
    return (is_yes_no(made) or _only_asked(made)) and any(one.start < _OPENING for one in coming)


def _only_asked(made: Lattice) -> bool:
    """Whether nothing but the question mark asks: "o Brasil vai cumprir o plano?"."""
    asking = ("who", "what", "when", "where", "how")
    asked = any(one.says("question", *asking) or one.says("intent", "count", "list") for one in made.mentions)
    return made.question.text.rstrip().endswith("?") and not asked


_OPENING = 4
"""Words that a question begins with: "Is the government going to …"."""


@once
def which_are_so(made: Lattice) -> range:
    """The last clause where it asks what of a topic is so: "open contracting - *what is finished?*"; else empty."""
    size = len(made.tokens)
    phrases = [one for one in made.mentions if one.kind == "phrase" and not one.cost]
    claims = {one.start for one in phrases if one.says("value") and one.end == size}
    for one in phrases:
        opens = one.says("question", "what") or one.says("intent", "overview")
        if not (one.start and opens and made.broken(one.start, one.start)):
            continue
        if any(one.end <= at and not any(map(made.content, range(one.end, at))) for at in claims):
            return range(one.start, size)
    return range(0)


# -- helpers ----------------------------------------------------------------------------------------------------------


def used_by(p: Pieces, *more: Iterable[int]) -> frozenset[int]:
    """The mentions that the conditions express, with the verbs before them of looking for something, and more."""
    starts, verbs = {cond.start for cond in p.conds}, looking_verbs(p)
    if not p.made.lexicon.particles:  # where verbs stand last they stand anywhere behind
        verbs = {n for n in verbs if not starts.isdisjoint(range(p.items[n].end, p.items[n].end + _TO_TOPIC))}
    return frozenset(p.cond_uses.union(verbs, *more))


_TO_TOPIC = 3
"""Words from a verb of looking for something to what is looked for: "mention *any of the* budgets"."""


def used_by_names(p: Pieces) -> set[int]:
    """The mentions that name commitments, or deny them."""
    return set().union(*(one.uses for one in p.named)) | p.denied


def restricted(p: Pieces) -> tuple[Condition, set[int]]:
    """The conditions that tell which commitment is meant, and the mentions that they express."""
    tests, uses = [], set[int]()
    for test, conds in p.groups:
        if all(cond.kind in RESTRICTING for cond in conds):
            tests.append(test)
            for cond in conds:
                uses |= cond.uses
    return all_of(*tests), uses


def claims_of(p: Pieces) -> tuple[list[tuple[Condition, tuple[Cond, ...]]], set[int]]:
    """The conditions that claim something, and the mentions that they express."""
    found = [(test, conds) for test, conds in p.groups if not all(cond.kind in RESTRICTING for cond in conds)]
    uses = set().union(*(cond.uses for _t, conds in found for cond in conds)) if found else set()
    return found, uses | p.connectives


def fields_asked(p: Pieces) -> tuple[tuple[str, ...], set[int]]:
    """The fields that are asked for, the more specific wording before the more general, and their mentions."""
    fields: list[str] = []
    for number in sorted(p.asks):
        names = p.asks[number]
        if names == ("code",) or _involves(p, number):
            continue
        for name in names:
            if name not in fields:
                fields.append(name)
    if p.made.lexicon.particles and len(p.asks) > 1:  # "구체성이 어떻게 됩니까?" is "what is the specificity?"
        how = p.made.lexicon.words("question", "how")
        vague = {n for n in p.asks if n - 1 in p.asks and p.made.tokens[p.items[n].start].folded in how}
        kept = {name for n, names in p.asks.items() if n not in vague for name in names}
        fields = [name for name in fields if name in kept]
    if "relevance" in fields and any(phrase_ends(p.made, p.made.lexicon.words("grammar", "reviewers"))):
        # what the reviewers call relevant is told by the values
        fields = [name for name in (*fields, "ogp_values") if name not in ("relevance", "irm_report")]
    said = [",".join(p.asks[number]) for number in sorted(p.asks)]
    single = {one for one in said if "," not in one}
    for ratings in (one.split(",") for one in said if "specificity" in one):
        if single & set(ratings):  # "how was its potential impact rated?"
            fields = [name for name in fields if name in single or name not in ratings]
    if "person,email,phone" in said and any(s in CONTACT_FIELDS for s in said):
        # "contact, phone and email": the person too; not in "email and phone of the contact"
        listed = _side_by_side(p)
        keep = {name for s in said if s != "person,email,phone" for name in s.split(",")}
        if not keep & {"email", "phone", "person_title"}:
            keep |= {"email", "phone"}  # "to reach the contact: the name"
        fields = [name for name in fields if name in keep or (listed and name == "person")]
    if "start,end" in said and any(s in ("start", "end", "duration") for s in said):
        fields = [name for name in fields if name not in ("start", "end") or name in said]
    if "title" in fields and len(fields) > 1 and any(name in CONTACT_FIELDS for name in fields):
        word = next(p.made.tokens[p.items[n].start].forms[-1] for n in p.asks if "title" in p.asks[n])
        name = "person" if word in p.made.lexicon.words("grammar", "name") else "person_title"
        fields = [one for one in fields if one != "title"]
        if name not in fields:
            fields.insert(0, name)
    if set(fields) & {"email", "phone", "person_title"} and _asks_of_whom(p) and not _side_by_side(p):
        fields = [name for name in fields if name not in ("person", "lead_institution")]
    if set(fields) & {"email", "phone", "person_title"} and "person" in fields and not _side_by_side(p):
        specific = [n for n in p.asks if set(p.asks[n]) & {"email", "phone", "person_title"}]
        if specific and all(set(p.asks[n]) <= {*CONTACT_FIELDS} for n in p.asks):
            fields = [
                name
                for name in fields
                if name != "person"
                or ("person", "email", "phone") in p.asks.values()
                or any("person" in p.asks[n] and len(p.asks[n]) > 1 for n in p.asks)
            ]
    if fields and fares_too(p.made):
        fields += [name for name in FARED if name not in fields]
    return tuple(fields), set(p.asks)


_ROLES = 3
"""Roles of institutions that the verb of involving means at once."""


def _involves(p: Pieces, number: int) -> bool:
    """Whether the verb of involving tells which commitments are sought: "which commitments *involve* citizens?"."""
    one, names = p.items[number], p.asks[number]
    nouns = [p.items[n] for n in p.said("noun", "plural")]
    after = any(0 <= one.start - noun.end <= 1 for noun in nouns)
    told = any(cond.kind in ("text", "area", "body") and 0 <= cond.start - one.end <= _ROLES for cond in p.conds)
    return len(names) >= _ROLES and "lead_institution" in names and after and told


def of_countries(p: Pieces, fields: tuple[str, ...]) -> bool:
    """Whether it is asked which countries something is of: that is a topic, though a title has its words too."""
    several = {at for span in phrase_ends(p.made, p.made.lexicon.words("grammar", "countries")) for at in range(*span)}
    said = {at for n in p.asks for at in range(p.items[n].start, p.items[n].end)}
    return fields == ("country",) and not several.isdisjoint(said)


def _asks_of_whom(p: Pieces) -> bool:
    """Whether who leads is not asked, but whose contact is meant: "the phone of *whoever answers* for it"."""
    leading = [n for n, names in p.asks.items() if set(names) <= {"person", "lead_institution"} and n]
    who = p.made.lexicon.words("question", "who")
    before = [p.made.tokens[p.items[n].start - 1].folded for n in leading if p.items[n].start]
    return ("person", "lead_institution") in p.asks.values() or not frozenset(who).isdisjoint(before)


def _side_by_side(p: Pieces) -> bool:
    """Whether a person is asked for beside other fields: "name, title and e-mail"; not "the contact's email"."""
    made, joins = p.made, frozenset(p.made.lexicon.words("intent", "and"))
    people = [p.items[n] for n, names in p.asks.items() if "person" in names]
    others = [p.items[n] for n, names in p.asks.items() if "person" not in names]
    for one in people:
        for other in others:
            first, second = sorted((one, other), key=lambda each: each.start)
            if any(first.end <= p.items[n].start < second.start for n in p.asks):
                continue  # "email *and* phone of the contact"
            between = made.tokens[first.end - 1].text, *(t.folded for t in made.tokens[first.end : second.start])
            signs = made.question.text[made.tokens[first.end - 1].end : made.tokens[second.start].start]
            if re.search(r"[,;+&/?]|[.:]\s", signs) or not joins.isdisjoint(between[1:]):
                return True
            if made.lexicon.particles and any(between[0].endswith(end) for end in joins if len(end) < 3):
                return True
    return False


def subject_of(p: Pieces) -> tuple[FrameSubject, set[int]]:
    """The named commitments within what restricts them, and the mentions that say so."""
    restrict, uses = restricted(p)
    return FrameSubject(tuple(p.named), restrict), uses | used_by_names(p)


def noun_cost(f: QuestionForm) -> float:
    """What a set costs that no noun speaks of."""
    p = f.p
    if f.plural or p.said("thread", "one") or p.said("intent", "only"):
        return 0.0
    return 0.12 if p.said("intent", "list", "every", "exists", "total") else 0.3


def gist_said(p: Pieces) -> set[int]:
    """The words that ask what something is about."""
    return {n for n in p.said("intent", "gist") if _asks_gist(p.made, p.items[n])}


def asks_gist(made: Lattice) -> bool:
    """Whether it is asked what something is about."""
    return any(_asks_gist(made, one) for one in made.mentions if one.kind == "phrase" and one.says("intent", "gist"))


def _asks_gist(made: Lattice, one: Mention) -> bool:
    """Whether some words ask what something is about; a single one ("about", "say") only where nothing follows it."""
    last = one.end == len(made.tokens) or made.broken(one.end, one.end)
    return one.end - one.start > 1 or last


def looking_verbs(p: Pieces) -> set[int]:
    """The verbs of looking for something, where something is looked for."""
    if any(cond.kind == "text" for cond in p.conds):
        return p.said("intent", "mention") | p.said("grammar", "says")
    return p.said("intent", "mention") - p.said("grammar", "says")


def card_fields(p: Pieces) -> tuple[str, ...]:
    """What an overview shows: all that the record holds where that is asked for, "*everything* about KR0032"."""
    whole = p.made.lexicon.words("grammar", "whole_record")
    said = (at for n in p.said("intent", "overview") for at in range(p.items[n].start, p.items[n].end))
    return WHOLE_FIELDS if any(p.made.tokens[at].folded in whole for at in said) else CARD_FIELDS


FARED = ("completion", "early_results")
"""What tells how a commitment got on: "how did it do?"."""


def fares(made: Lattice, last: int) -> bool:
    """Whether it is asked how something got on, whose words end at `last`: "*how is* Albania *doing*?"."""
    return any(True for _start in _faring(made, last))


def fares_too(made: Lattice) -> bool:
    """Whether that is asked besides something else: "who leads it, *and how did it do*?"."""
    joins = made.lexicon.words("intent", "and")
    return any(at and (made.tokens[at - 1].folded in joins or made.broken(at, at)) for at in _faring(made, 0))


def _faring(made: Lattice, last: int) -> Iterator[int]:
    """Where the words begin that ask how something got on."""
    for said in made.lexicon.words("grammar", "faring"):
        head, _between, tail = said.partition(" ... ")
        heads = list(phrase_ends(made, [head]))
        tails = [start for start, _end in phrase_ends(made, [tail])] if tail else []
        for start, end in heads:
            if not tail or any(at >= max(last, end) for at in tails):
                yield start
