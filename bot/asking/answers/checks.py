"""Yes or no, with the values that say so."""

from __future__ import annotations

from dataclasses import replace

from bot.asking.answers.holders import holders
from bot.asking.answers.refusals import nothing
from bot.asking.conditions import BODIES, ORDER_KEYS, condition
from bot.asking.draft import Draft, Entry, Note
from bot.asking.evidence import Evidence, Scope
from bot.asking.query import Query
from bot.records.fields import FIELD
from bot.records.overdue import PROGRESS


def verify(query: Query, evidence: Evidence) -> Draft:
    """Whether what a question claims is so: yes, no, or undecided, with the values that tell."""
    if query.words == ("same",):
        return _same(query, evidence)
    if query.words[:1] == ("contact",):
        return _contact(query, evidence)
    if query.words == ("first",):
        return _first_of_two(query, evidence)
    titles = evidence.titles(query.codes)
    true, undecided = evidence.sides(query.filters, query.codes)
    fields = _evidence_fields(query, evidence)
    found = evidence.findings(query.codes, fields)
    scope = evidence.scope()
    if undecided:
        code = sorted(undecided)[0]
        unstated = [one for one in found[code] if one.state != "value"]
        if unstated:
            made = nothing(unstated[0], unstated, titles, scope)
        else:  # stated, but not so that it decides: a year where a day is asked for, “pending”
            items = tuple(item for one in found[code] for item in one.items)
            told = Entry(code, titles[code], tuple(found[code]))
            lead = (Note("undecided", {"code": code}),)
            made = Draft("abstain", lead=lead, entries=(told,), items=items, reason="not_stated", scope=scope)
        return replace(made, unknown=tuple(sorted(undecided)))
    verdict = len(true) == len(query.codes)
    entries = tuple(
        Entry(c, titles[c], tuple(one for one in f if one.state in ("value", "blank"))) for c, f in found.items()
    )
    made = _verdict(verdict, query.codes, entries, scope)
    by_end = any(one.field == "end" and one.label.startswith("<") for one in query.filters)
    return replace(made, notes=(*made.notes, Note("by_end"))) if by_end else made


def _contact(query: Query, evidence: Evidence) -> Draft:
    """Whether an address or a number is the one that a commitment names."""
    _kind, name, typed = query.words
    code = query.codes[0]
    titles = evidence.titles(query.codes)
    finding = evidence.findings([code], (name,))[code][0]
    if finding.state != "value":
        return nothing(finding, [finding], titles, evidence.scope())
    verdict = code in holders(name, typed, evidence)
    return _verdict(verdict, (code,), (Entry(code, titles[code], (finding,)),), evidence.scope())


def _evidence_fields(query: Query, evidence: Evidence) -> tuple[str, ...]:
    fields: list[str] = []
    for one in query.filters:
        if one.field in ("running",):
            fields += ["start", "end"]
        elif one.op == "overdue" or (one.label.startswith("<") and one.field == "end"):
            fields += ["end", *PROGRESS]  # "is it over?": the date tells, and how far it came
        elif one.field == "body":
            uses = evidence.store.uses([int(value) for value in one.values], BODIES)
            fields += sorted({name for code, name, _id in uses if code in query.codes}) or [
                "lead_institution",
                "support_institutions",
            ]
        elif one.field in FIELD:
            fields.append(one.field)
    return tuple(dict.fromkeys(fields)) or ("title",)


def _same(query: Query, evidence: Evidence) -> Draft:
    titles = evidence.titles(query.codes)
    fields = query.fields[:1]
    found = evidence.findings(query.codes, fields)
    firsts = [findings[0] for findings in found.values()]
    missing = [one for one in firsts if one.state != "value"]
    scope = evidence.scope()
    if missing:
        return nothing(missing[0], missing, titles, scope)
    said = {tuple(sorted((item.value or item.raw).casefold() for item in one.own)) for one in firsts}
    entries = tuple(Entry(code, titles[code], tuple(findings)) for code, findings in found.items())
    return _verdict(len(said) == 1, query.codes, entries, scope)


def _first_of_two(query: Query, evidence: Evidence) -> Draft:
    """Whether the first of two commitments is later, earlier, longer or shorter than the second."""
    fields = ("start", "end") if query.order == "duration" else (query.order or "end",)
    found = evidence.findings(query.codes, fields)
    titles = evidence.titles(query.codes)
    scope = evidence.scope()
    missing = [one for findings in found.values() for one in findings if one.state != "value"]
    if missing:
        return nothing(missing[0], missing, titles, scope)
    key = ORDER_KEYS[query.order or "end"]
    best = evidence.store.extreme(key, *condition((), query.codes), highest=query.descending)
    entries = tuple(Entry(code, titles[code], tuple(findings)) for code, findings in found.items())
    return _verdict(best == [query.codes[0]], query.codes, entries, scope)


def _verdict(verdict: bool, codes: tuple[str, ...], entries: tuple[Entry, ...], scope: Scope) -> Draft:
    """Yes or no about `codes`, with every value of `entries` as evidence."""
    return Draft(
        "answer",
        lead=(Note("yes" if verdict else "no"),),
        entries=entries,
        items=tuple(item for entry in entries for one in entry.findings for item in one.items),
        listed=codes,
        result={"type": "verify", "value": verdict},
        scope=scope,
    )
