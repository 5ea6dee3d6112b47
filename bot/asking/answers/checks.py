"""Yes or no, with the values that say so."""

from __future__ import annotations

from collections.abc import Sequence

from bot.asking.answer import Draft, Entry, Note, Scope
from bot.asking.answers.records import holders
from bot.asking.answers.refusals import nearest, not_understood, nothing, undecided
from bot.asking.answers.sets import doubtful, entries_of, told_by, untitled, with_doubtful
from bot.asking.conditions import BODIES, ORDER_KEYS, condition
from bot.asking.evidence import Evidence
from bot.asking.frames import Condition, Has, Not, Reachable, Same, Stands, Verify, all_of, among, conjuncts, tests
from bot.records.condition_queries import Codes
from bot.records.fields import FIELD
from bot.records.frozen import replace
from bot.records.periods import PROGRESS, days_later

_MEMBERS = 3
"""Commitments that are shown as evidence of what is said of a set."""


def verify(frame: Verify, evidence: Evidence) -> Draft:
    """Whether what a question claims is so: yes, no, or undecided, with the values that tell."""
    if frame.quantity != "each":
        return _of_a_set(frame, evidence)
    titles = evidence.titles(frame.codes)
    true, open_ = evidence.sides(all_of(among(frame.codes), frame.where))
    fields = _evidence_fields(frame, evidence)
    found = evidence.findings(frame.codes, fields)
    scope = evidence.scope()
    silent = [code for code in frame.codes if code not in true] if _whether_stated(frame) else []
    if open_ or silent:  # "does it name a phone?": that it does not is told as it is of a question for the phone
        code = sorted(open_ or silent)[0]
        unstated = [one for one in found[code] if one.state != "value"]
        empty = [one for one in found[code] if "placeholder" in one.doubts]
        if empty and len(empty) == len(found[code]):
            named = {"code": code, "title": titles[code], "fields": tuple(one.field for one in empty)}
            made = Draft("abstain", lead=(Note("placeholder_only", named),), reason="not_stated", scope=scope)
        elif unstated:
            made = nothing(unstated[0], unstated, titles, scope)
        else:  # stated, but not so that it decides: a year where a day is asked for, “pending”
            items = tuple(item for one in found[code] for item in one.items)
            told = Entry(code, titles[code], tuple(found[code]))
            lead = (Note("undecided", {"code": code}),)
            reason = "not_read" if any(map(not_understood, found[code])) else "not_stated"
            made = Draft("abstain", lead=lead, entries=(told,), items=items, reason=reason, scope=scope)
        return replace(made, unknown=tuple(sorted(open_)))
    entries = tuple(
        Entry(c, titles[c], tuple(one for one in f if one.state in ("value", "blank"))) for c, f in found.items()
    )
    made = _verdict(len(true) == len(frame.codes), frame.codes, entries, scope)
    by_end = any(_is_over(one, evidence) for one in tests(frame.where))
    return replace(made, notes=(*made.notes, Note("by_end"))) if by_end else made


def _of_a_set(frame: Verify, evidence: Evidence) -> Draft:
    """Whether any or all of a set are so: how many are, and a few of them (of all: of those that are not)."""
    every = frame.quantity == "all"
    claimed = all_of(frame.of, frame.where)
    true, open_ = evidence.sides(claimed)
    if frame.quantity == "these" and true and (told := _of_some(frame, true, open_, evidence)):
        return told
    against = evidence.sides(all_of(frame.of, Not(frame.where)))[0] if every else ()
    if (every and not (true or against)) or (open_ and not true and _is_unknown(claimed, evidence)):
        none = Note("found", {"count": 0, "what": frame.of if not open_ else claimed})
        return Draft("abstain", lead=(none,), notes=undecided(open_), unknown=open_, reason="not_stated")
    if not true and (doubted := doubtful(claimed, open_, evidence)):
        made = Draft("abstain", lead=undecided(open_, "undecided_dates"), unknown=open_, reason="not_stated")
        return with_doubtful(made, doubted)
    verdict = not against if every else bool(true)
    shown = against if every else true
    what = all_of(frame.of, Not(frame.where)) if against else claimed
    fields = tuple(dict.fromkeys(("title", *told_by(frame.where))))
    size = (evidence.rows or len(shown)) if frame.listed else _MEMBERS
    entries = entries_of(shown[:size], fields, evidence)
    lead = (
        Note("yes_stated" if verdict and every and open_ else "yes" if verdict else "no"),
        Note("count", {"count": len(against or true), "what": what}),
    )
    after = len(shown) - size
    more = (Note("more", {"count": after}),) if after > 0 else () if shown else nearest(claimed, evidence)
    return Draft(
        "answer",
        lead=lead,
        entries=tuple(map(untitled, entries)),
        notes=(*more, *undecided(open_)),
        items=tuple(item for entry in entries for one in entry.findings for item in one.items),
        unknown=open_,
        listed=shown,
        scope=evidence.scope(undecided=len(open_)),
        result={"type": "set", "value": true} if true and not every else {"type": "verify", "value": verdict},
    )


def _of_some(frame: Verify, true: Codes, open_: Codes, evidence: Evidence) -> Draft | None:
    """What is claimed of those spoken of, where it is so of some: how many they are, and each with what tells it."""
    whole = evidence.sides(frame.of)[0]
    if not len(true) < len(whole):
        return None
    fields = tuple(dict.fromkeys(("title", *told_by(frame.where))))
    size = evidence.rows or len(whole)
    entries = entries_of(whole[:size], fields, evidence)
    after = len(whole) - size
    return Draft(
        "answer",
        lead=(
            Note("in_part", {"count": len(true), "whole": len(whole)}),
            Note("count", {"count": len(true), "what": all_of(frame.of, frame.where)}),
        ),
        entries=tuple(map(untitled, entries)),
        notes=(*((Note("more", {"count": after}),) if after > 0 else ()), *undecided(open_)),
        items=tuple(item for entry in entries for one in entry.findings for item in one.items),
        unknown=open_,
        listed=whole,
        scope=evidence.scope(undecided=len(open_)),
        result={"type": "set", "value": true},
    )


def _is_unknown(claimed: Condition, evidence: Evidence) -> bool:
    """Whether of none of the commitments that are meant (of a country, a plan) it is known that the claim is false."""
    parts = conjuncts(claimed)
    meant = [one for one in parts if isinstance(one, Has) and one.field in _MEANT]
    claims = [one for one in parts if one not in meant]
    return bool(meant and claims) and not evidence.sides(all_of(*meant, Not(all_of(*claims))))[0]


_MEANT = frozenset({"country", "action_plan", "cycle"})


def _whether_stated(frame: Verify) -> bool:
    """Whether it is asked if a field is stated at all."""
    return isinstance(frame.where, Not) and isinstance(frame.where.part, Has) and frame.where.part.op == "missing"


def _is_over(one: Has, evidence: Evidence) -> bool:
    """Whether a test asks if an end has passed by the day of asking: “is it over?”."""
    return one.field == "end" and one.op == "within" and one.values == ("", days_later(evidence.as_of, -1).isoformat())


def _evidence_fields(frame: Verify, evidence: Evidence) -> tuple[str, ...]:
    fields: list[str] = []
    for one in tests(frame.where):
        if one.field == "running":
            fields += ["start", "end"]
        elif one.op == "overdue" or _is_over(one, evidence):
            fields += ["end", *PROGRESS]  # "is it over?": the date tells, and how far it came
        elif one.field == "body":
            uses = evidence.store.uses([int(value) for value in one.values], BODIES)
            fields += sorted({name for code, name, _id in uses if code in frame.codes}) or [
                "lead_institution",
                "support_institutions",
            ]
        elif one.field in FIELD:
            fields.append(one.field)
    return tuple(dict.fromkeys(fields)) or ("title",)


def reachable(frame: Reachable, evidence: Evidence) -> Draft:
    """Whether an address or a number is the one that a commitment names."""
    titles = evidence.titles([frame.code])
    finding = evidence.findings([frame.code], (frame.field,))[frame.code][0]
    if finding.state != "value":
        return nothing(finding, [finding], titles, evidence.scope())
    verdict = frame.code in holders(frame.field, frame.typed, evidence)
    entry = Entry(frame.code, titles[frame.code], (finding,))
    return _verdict(verdict, (frame.code,), (entry,), evidence.scope())


def same(frame: Same, evidence: Evidence) -> Draft:
    """Whether commitments state the same of a field."""
    titles = evidence.titles(frame.codes)
    found = evidence.findings(frame.codes, (frame.field,))
    firsts = [findings[0] for findings in found.values()]
    missing = [one for one in firsts if one.state != "value"]
    scope = evidence.scope()
    if missing:
        return nothing(missing[0], missing, titles, scope)
    said = {tuple(sorted((item.value or item.raw).casefold() for item in one.own)) for one in firsts}
    entries = tuple(Entry(code, titles[code], tuple(findings)) for code, findings in found.items())
    return _verdict(len(said) == 1, frame.codes, entries, scope)


def stands(frame: Stands, evidence: Evidence) -> Draft:
    """Whether the first of some commitments is later, earlier, longer or shorter than the others."""
    fields = ("start", "end") if frame.order == "duration" else (frame.order,)
    found = evidence.findings(frame.codes, fields)
    titles = evidence.titles(frame.codes)
    scope = evidence.scope()
    missing = [one for findings in found.values() for one in findings if one.state != "value"]
    if missing:
        return nothing(missing[0], missing, titles, scope)
    sql, params = condition(among(frame.codes))
    best = evidence.store.extreme(ORDER_KEYS[frame.order], sql, params, highest=frame.descending)
    entries = tuple(Entry(code, titles[code], tuple(findings)) for code, findings in found.items())
    return _verdict(best == [frame.codes[0]], frame.codes, entries, scope)


def _verdict(verdict: bool, codes: Sequence[str], entries: tuple[Entry, ...], scope: Scope) -> Draft:
    """Yes or no about `codes`, with every value of `entries` as evidence."""
    return Draft(
        "answer",
        lead=(Note("yes" if verdict else "no"),),
        entries=entries,
        items=tuple(item for entry in entries for one in entry.findings for item in one.items),
        listed=tuple(codes),
        result={"type": "verify", "value": verdict},
        scope=scope,
    )
