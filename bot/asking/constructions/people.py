"""Constructions about people and contacts, and fields of which it is not said whose."""

from __future__ import annotations

from collections.abc import Iterator

from bot.asking.constructions.form import (
    CONTACT_FIELDS,
    Candidate,
    Form,
    Subject,
    fields_asked,
    make_reachable,
    subject_of,
    used_by,
)
from bot.asking.frames import (
    CARD_FIELDS,
    Choose,
    Holder,
    Lookup,
    Verify,
)  # fmt: skip
from bot.asking.lattice import ordinals


def holder(f: Form) -> Iterator[Candidate]:
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
            used_by(p, p.said("intent", "overview")),
            0.0,
            None,
            Subject(described=p.where),
            lambda codes: Lookup(codes, whole, once=True),
        )
    fields, asks = fields_asked(p)
    subject = Subject(described=p.where)
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
