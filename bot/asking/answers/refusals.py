"""Answers that give no value: what to choose from, what is not stated, what can be asked."""

from __future__ import annotations

from collections.abc import Sequence

from bot.asking.draft import Draft, Note
from bot.asking.evidence import REASON, Evidence, Finding, Scope
from bot.asking.query import Clarify, Option, Query, Unknown

NAMED = 8
"""Undecided commitments that are named; the rest is counted."""
OPTIONS = 10
"""Options of a clarify (the contract)."""


def clarification(frame: Clarify, evidence: Evidence) -> Draft:
    """The commitments to choose from, or that none was named."""
    titles = evidence.titles(frame.codes)
    options = tuple(
        Option(code, f"{code} · {titles[code]}" if titles[code] else code) for code in frame.codes[:OPTIONS]
    )
    if frame.reason == "no_antecedent":
        return Draft(
            "clarify",
            lead=(Note("no_antecedent"),),
            reason=frame.reason,
            options=options,
            options_total=len(frame.codes),
        )
    lead = Note("several", {"named": frame.named, "count": len(frame.codes), "shown": len(options)})
    return Draft("clarify", lead=(lead,), reason=frame.reason, options=options, options_total=len(frame.codes))


def refusal(frame: Unknown, evidence: Evidence) -> Draft:
    """Why a question is not answered, and what is known all the same."""
    codes = frame.query.codes
    titles = evidence.titles(codes)
    code = codes[0] if codes else ""
    words = {
        "words": ", ".join(frame.words),
        "code": code,
        "title": titles.get(code, ""),
        "fields": ", ".join(frame.query.fields),
    }
    key = (
        "not_found" if frame.reason == "not_stated" and frame.words and frame.query.intent == "search" else frame.reason
    )
    if frame.query.words == ("polite",):
        key = "polite"
    if frame.query.words == ("mention",):
        key = "slack_mention"
    if frame.query.words == ("search",):
        key = "no_words"
    lead = [Note(key, words)]
    if frame.reason == "field_unknown":
        lead.append(Note("fields_kept"))
    notes = tuple(Note("corrected", {"typed": c.typed, "taken": c.taken}) for c in frame.query.corrections)
    return Draft("abstain", lead=tuple(lead), notes=notes, reason=frame.reason, confidence=0.9)


def help_text(_query: Query, evidence: Evidence) -> Draft:
    """What can be asked; examples from this corpus come between, in the language of the answer."""
    total, pages = evidence.store.totals()
    return Draft("help", lead=(Note("help", {"total": total, "pages": pages}),), notes=(Note("go_on"),), confidence=1.0)


def nothing(first: Finding, findings: Sequence[Finding], titles: dict[str, str], scope: Scope) -> Draft:
    """No value at all: say which of the three facts it is, the label quoted where it is blank."""
    reason = REASON.get(first.state)
    if reason is None:  # stated, but not to the day that the question needs
        return Draft("abstain", lead=(Note("dates_too_vague", {"code": first.code}),), reason="not_stated", scope=scope)
    items = tuple(item for one in findings if one.state == "blank" for item in one.items)
    values = {
        "code": first.code,
        "title": titles.get(first.code, ""),
        "fields": tuple(dict.fromkeys(one.field for one in findings)),
    }
    return Draft("abstain", lead=(Note(reason, values),), items=items, reason=reason, listed=(first.code,), scope=scope)


def undecided(codes: Sequence[str], key: str = "undecided_set") -> tuple[Note, ...]:
    """A note on commitments for which the documents do not say enough, none where there are none.

    `key`: what is left open of them, as a sentence of the wording table.
    """
    if not codes:
        return ()
    named = ", ".join(codes[:NAMED])
    return (Note(key, {"count": len(codes), "codes": named, "more": max(len(codes) - NAMED, 0)}),)
