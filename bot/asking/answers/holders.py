"""Who is behind an email address or a telephone number, and which commitments name a person."""

from __future__ import annotations

from dataclasses import replace

from bot.asking.answers.records import result_of
from bot.asking.answers.refusals import nothing
from bot.asking.answers.sets import SHOWN, list_commitments, listing
from bot.asking.draft import Draft, Entry, Note
from bot.asking.evidence import Evidence
from bot.asking.query import Query


def reverse(query: Query, evidence: Evidence) -> Draft:
    """Who an email address or a number belongs to, or the commitments of a person."""
    kind, typed = query.words[0], query.words[1]
    if kind == "person":
        return list_commitments(query, evidence)
    codes = holders(kind, typed, evidence)
    if not codes:
        return Draft("abstain", lead=(Note("no_such_contact", {"words": typed}),), reason="no_such_person")
    if query.fields == ("title",):
        made = listing(query, evidence, codes, (), Note("found", {"count": len(codes)}))
        return replace(made, unknown=())
    fields = query.fields
    found = evidence.findings(codes, fields)
    titles = evidence.titles(codes)
    shown = evidence.findings(codes, (*fields, kind))
    stated = [one for findings in found.values() for one in findings if one.state == "value"]
    if not stated:
        first = next(iter(found.values()))[0]
        return nothing(first, [first], titles, evidence.scope())
    entries = tuple(
        Entry(code, titles[code], tuple(one for one in f if one.state == "value"))
        for code, f in list(shown.items())[:SHOWN]
    )
    items = tuple(item for entry in entries for one in entry.findings for item in one.items)
    return Draft(
        "answer",
        entries=entries,
        items=items,
        listed=tuple(codes),
        scope=evidence.scope(),
        result=result_of(stated),
    )


def holders(kind: str, typed: str, evidence: Evidence) -> list[str]:
    """The commitments that name an address or a number, however it is typed."""
    if kind == "email":
        return evidence.store.holders("email", [typed.lower()])
    digits = "".join(char for char in typed if char.isdigit()).lstrip("0")
    whole = typed.lstrip("( ").startswith(("+", "00"))
    return sorted(
        {
            code
            for code, _raw, value in evidence.store.contacts("phone")
            if len(digits) >= 7 and _same_number(digits, value, whole=whole)
        }
    )


def _same_number(digits: str, value: str, *, whole: bool) -> bool:
    """Whether `digits` are the number `value`; one typed without its country (not `whole`) may lack the beginning."""
    stored = "".join(char for char in value if char.isdigit())
    return stored == digits or (not whole and stored.endswith(digits) and len(stored) - len(digits) <= 4)
