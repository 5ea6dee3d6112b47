"""Constructions of what is described or told by a contact, not named; and of fields of which it is not said whose."""

from __future__ import annotations

from collections.abc import Iterator

from bot.asking.constructions.form import (
    CONTACT_FIELDS,
    Candidate,
    FrameSubject,
    QuestionForm,
    card_fields,
    fields_asked,
    gist_said,
    make_duration,
    make_reachable,
    of_countries,
    subject_of,
    used_by,
    which_are_so,
)
from bot.asking.frames import (
    ABOUT_FIELDS,
    CARD_FIELDS,
    Choose,
    Has,
    Holder,
    Lookup,
    Verify,
    all_of,
)
from bot.asking.lattice import Lattice, is_capitals, ordinals, phrase_ends
from bot.asking.pieces import Cond
from bot.records.fields import FIELD


def described(f: QuestionForm) -> Iterator[Candidate]:
    """Fields of the one commitment that is described: "the water one in the Netherlands: who leads it?"."""
    p = f.p
    if (
        p.named
        or not p.groups
        or (_asks_for_anything(p.made) and not f.singular)
        or not any(
            cond.kind in ("text", "area", "body", "person", "place", "plan", "value", "flag") for cond in p.conds
        )
    ):
        return
    fields, asks = fields_asked(p)
    fields = tuple(name for name in fields if FIELD.get(name) is None or FIELD[name].kind != "yesno" or len(fields) > 1)
    subject = FrameSubject(described=p.where)
    telling = any(cond.kind in ("text", "area", "body", "person") for cond in p.conds) and not p.scattered
    pointers = p.said("thread", "pronoun")
    several = bool(which_are_so(p.made)) and not (f.singular or p.said("thread", "one"))
    if fields:
        dear = (
            (0.25 if f.plural else 0.0)
            + (0.0 if telling else 0.8)
            + 0.4 * any(not isinstance(test, Has) for test, _c in p.groups)
        )
        dear += 0.3 * any(cond.kind == "person" for cond in p.conds)
        roles = {cond.field for cond in p.conds if cond.kind == "body"}
        dear += 0.8 * bool(roles & set(fields))  # "what is the ministry in charge of?" asks for no institution
        dear += 0.35 * any(_is_much_of_a_title(p.made, cond) for cond in p.conds)
        dear += 1.0 * _is_topic(f, asks)
        dear += 0.8 * several
        dear += 0.4 * (fields == ("country",) and (_is_of_several(f) or of_countries(p, fields)))
        dear += 1.2 * (set(fields) <= set(CONTACT_FIELDS) and is_abbreviated(f))
        yield Candidate(
            "described",
            used_by(p, asks, p.said("intent", "overview")),
            dear,
            None,
            subject,
            lambda codes: Lookup(codes, fields),
        )
    for intent, left in (("left", True), ("duration", False)):
        if said := p.said("intent", intent):
            yield Candidate(
                "described",
                used_by(
                    p, said, p.said("intent", "running"), {n for n, ns in p.asks.items() if set(ns) <= {"start", "end"}}
                ),
                0.1,
                None,
                subject,
                make_duration(left),
            )
    # "the Irish lobbying one: was it completed?": what is claimed stands last
    claims = [
        (test, conds)
        for test, conds in p.groups
        if all(c.kind in ("value", "flag", "past", "date", "state") for c in conds)
    ]
    rest = [(test, conds) for test, conds in p.groups if (test, conds) not in claims]
    known = any(c.kind in ("text", "area", "body", "person") for _t, conds in rest for c in conds)
    narrows = p.said("intent", "count") | {
        n for n in p.said("intent", "only") if p.items[n].end - p.items[n].start > _WHICH
    }  # "which of these are complete?"
    if claims and known and not fields and not f.plural and not narrows:
        where = all_of(*(test for test, _c in claims))
        others = FrameSubject(described=all_of(*(test for test, _c in rest)))
        values = {c.field for _t, conds in claims for c in conds if c.kind in ("value", "flag")}
        alternative = any(len(conds) > 1 for _t, conds in claims)
        last = max(c.start for _t, conds in claims for c in conds) > max(c.start for _t, conds in rest for c in conds)
        dear = 0.05 + 0.35 * (not last) + 0.25 * (not f.yes_no)
        dear += 0.8 * several
        if alternative and len(values) == 1:
            yield Candidate(
                "described", used_by(p, pointers), dear - 0.1, None, others, lambda codes: Lookup(codes, tuple(values))
            )
        else:
            yield Candidate("described", used_by(p, pointers), dear, None, others, lambda codes: Verify(where, codes))
    if (gist := gist_said(p)) and telling and not (f.plural or fields):
        one = p.said("thread", "one", "pronoun") | p.said("intent", "overview")
        yield Candidate(
            "described",
            used_by(p, gist, one),
            0.05 + 0.4 * any(_is_titled(p.made, cond) for cond in p.conds),
            None,
            subject,
            lambda codes: Lookup(codes, ABOUT_FIELDS, card=True),
        )
    elif (
        not f.plural
        and not fields
        and telling
        and not f.yes_no
        and not p.said("intent", "count", "list", "group", "most", "fewest", "share")
    ):
        one, shown = p.said("noun", "singular") | p.said("thread", "one", "pronoun"), card_fields(p)
        yield Candidate(
            "described",
            used_by(p, p.said("intent", "overview"), one - p.said("noun")),
            0.1 if one else 0.45,
            None,
            subject,
            lambda codes: Lookup(codes, shown, card=True),
        )


def _asks_for_anything(made: Lattice) -> bool:
    """Whether all that there is of something is asked for: "*anything* about budgets?"."""
    return any(True for _span in phrase_ends(made, made.lexicon.words("grammar", "anything")))


_WHICH = 2
"""Words of "which one", which may be a single commitment: "which of these" are several."""


def is_abbreviated(f: QuestionForm) -> bool:
    """Whether letters describe all: "the contact of the *CGU*" is that of a body, of no commitment that names it."""
    texts = [f.p.items[n] for cond in f.p.conds if cond.kind == "text" for n in cond.uses]
    alone = len(texts) == 1 and not f.singular and all(cond.kind in ("text", "place") for cond in f.p.conds)
    if not alone or texts[0].end - texts[0].start > 1:
        return False
    made, at = f.p.made, texts[0].start
    typed = made.tokens[at].text
    return is_capitals(made, at) or (bool(made.lexicon.particles) and typed.isascii() and typed.isupper())


def _is_of_several(f: QuestionForm) -> bool:
    """Whether nothing says that one commitment is meant: "participatory budgeting: *which countries*?"."""
    one = f.singular or f.p.said("thread", "one", "pronoun", "person")
    return not one and all(cond.kind in ("text", "area") for cond in f.p.conds)


def _is_topic(f: QuestionForm, asks: set[int]) -> bool:
    """Whether the words of fields only tell of what: "what did they promise *about* publishing *phone* tappings?"."""
    p = f.p
    about = min(p.said("intent", "mention"), default=len(p.items))
    if not asks or min(asks) < about or f.plural or p.said("question", "who", "when"):
        return False
    first, last = p.items[about].start, p.items[max(asks)].end
    opened = any(p.items[n].end <= first for n in p.said("question", "what") | p.said("intent", "overview"))
    told = any(cond.kind == "text" and cond.start >= first for cond in p.conds)
    return opened and told and not any(p.made.broken(at, at) for at in range(first + 1, last))


def _is_titled(made: Lattice, cond: Cond) -> bool:
    """Whether the words of a policy area stand in a longer title: "*e-salud*", which is no commitment on health."""
    titles = [one for one in made.mentions if one.kind == "title"] if cond.kind == "area" else []
    return any(one.start <= cond.start and cond.end <= one.end for one in titles)


def _is_much_of_a_title(made: Lattice, cond: Cond) -> bool:
    """Whether an institution's name is most of a title too: "To create a *Civil Society Board*"."""
    titles = [one for one in made.mentions if one.kind == "title"] if cond.kind == "body" else []
    return any((one.start, one.end) == (cond.start, cond.end) and one.value.recall > 0.5 for one in titles)


def holder(f: QuestionForm) -> Iterator[Candidate]:
    """Whose address or number it is, or whether it is a commitment's."""
    p = f.p
    for number in p.of_kind("contact"):
        name, typed = p.items[number].value
        fields, asks = fields_asked(p)
        if p.named and (f.yes_no or not fields):
            subject, used = subject_of(p)
            yield Candidate(
                "holder",
                frozenset(used | {number} | asks),
                0.1,
                None,
                subject,
                make_reachable(name, typed),
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
            used_by(p, {number}, asks, p.said("question", "whose", "who"), p.said("intent", "list")),
            0.0,
            Holder(name, typed, wanted),
        )


def person(f: QuestionForm) -> Iterator[Candidate]:
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
            used_by(p, p.said("intent", "overview")),
            0.0,
            None,
            FrameSubject(described=p.where),
            lambda codes: Lookup(codes, whole, once=True),
        )
    fields, asks = fields_asked(p)
    subject = FrameSubject(described=p.where)
    wanted = tuple(name for name in fields if name in CONTACT_FIELDS) or fields
    if wanted:
        role = bool(what) and set(fields) <= {"person", "lead_institution"}  # "what is she responsible for?"
        dear = 0.05 + 1.0 * role
        yield Candidate("person", used_by(p, asks), dear, None, subject, lambda codes: Lookup(codes, wanted, once=True))
    elif not f.plural:
        yield Candidate(
            "person",
            used_by(p, p.said("question", "who"), p.said("intent", "overview")),
            0.2 + 1.0 * bool(what),  # "what is she working on?" asks for a list
            None,
            subject,
            lambda codes: Lookup(codes, ("person", "person_title", "email", "phone"), once=True),
        )


def bare(f: QuestionForm) -> Iterator[Candidate]:
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
    fields, asks = fields_asked(p)
    if p.groups:
        claimed = {cond.kind for cond in p.conds} <= {"date", "value", "flag", "past", "state", "cycle"}
        if f.yes_no and claimed and p.said("thread", "pronoun") and not (f.plural or f.singular or p.made.spoken):
            pending = Choose("no_antecedent", (), Verify(p.where))  # "does it end in 2014?"
            yield Candidate("bare", used_by(p, asks, p.said("thread", "pronoun"), p.said("question")), 0.0, pending)
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
