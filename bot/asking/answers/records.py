"""Answers that quote the documents: fields of named commitments, how long they last, what changed, sentences.

And who is behind an address or a number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from bot.asking.answer import Draft, Entry, Finding, Item, Note
from bot.asking.answers.numbers import SHOWN_GROUPS
from bot.asking.answers.refusals import nothing, refusal
from bot.asking.answers.sets import listing
from bot.asking.conditions import fits
from bot.asking.evidence import BREAK, Evidence
from bot.asking.frames import (
    ABOUT_FIELDS,
    ALL,
    CARD_FIELDS,
    TEXT_FIELDS,
    Changes,
    Duration,
    FindText,
    Has,
    Holder,
    Listing,
    Lookup,
    Refuse,
    among,
    conjuncts,
    tests,
)
from bot.asking.passages import passages_of
from bot.records.fields import FIELD
from bot.records.frozen import replace
from bot.records.periods import days_later
from bot.records.revisions import DISPUTED

Length = tuple[int, str]
"""How many, of which unit: `month` or `day`."""
_YEAR = 364
"""Days between the first and the last of a date that is known to the year."""
LEADERS = ("lead_institution", "person")


def lookup(frame: Lookup, evidence: Evidence) -> Draft:
    """Fields of named commitments: what each record says, or which of the three facts it is that it does not."""
    fields = frame.fields or CARD_FIELDS
    card = frame.card or not frame.fields
    found = {
        code: _with_local_bodies(code, one, evidence) for code, one in evidence.findings(frame.codes, fields).items()
    }
    if frame.fields == ABOUT_FIELDS:
        found = {code: _with_first_text(findings) for code, findings in found.items()}
    titles = evidence.titles(frame.codes)
    if frame.blank:
        return _left_blank(found, titles, evidence)
    if len(frame.codes) > 1 and frame.once:
        found = _without_repeats(found)
    entries = []
    for code, findings in found.items():
        kept = [one for one in findings if not card or one.state in ("value", "blank")]
        if kept:
            entries.append(Entry(code, titles[code], tuple(kept)))
    stated = [one for entry in entries for one in entry.findings if one.state == "value"]
    if fields == LEADERS and len(frame.codes) == 1 and not any(one.field == LEADERS[0] for one in stated):
        stated = []  # "who leads": the person in charge is no substitute for the body that leads
    items = tuple(item for entry in entries for one in entry.findings for item in one.items)
    scope = evidence.scope()
    if stated and not card and all("placeholder" in one.doubts for one in stated):
        named = [
            Note(
                "placeholder_cell" if one.items[0].heading else "placeholder_says",
                {
                    "code": one.code,
                    "title": titles[one.code],
                    "fields": (one.field,),
                    "raw": one.items[0].raw,
                    "doc": ", ".join(filter(None, (one.items[0].doc, one.items[0].sheet))),
                    "item": one.items[0],
                    "row": f"{one.items[0].row or 0:,}",
                    "column": one.items[0].heading,
                },
            )
            for one in stated
        ]
        return Draft("abstain", lead=tuple(named), reason="not_stated", listed=frame.codes, scope=scope)
    if stated:
        notes: list[Note] = []
        if frame.fields == ABOUT_FIELDS:
            notes += [
                Note("not_in_record", {"code": code, "title": titles[code], "fields": TEXT_FIELDS[:3]})
                for code, findings in found.items()
                if not any(one.field in TEXT_FIELDS and one.state == "value" for one in findings)
            ]
        if card and any(one.state == "no_page" for one in found[frame.codes[0]]):
            notes.append(Note("index_only", {"code": frame.codes[0]}))
        return Draft(
            "answer",
            entries=tuple(entries),
            notes=tuple(notes),
            items=items,
            result={"type": "set", "value": list(frame.codes)} if frame.code else result_of(stated),
            listed=frame.codes,
            scope=scope,
        )
    first = next(iter(found.values()))[0]
    return nothing(first, [one for findings in found.values() for one in findings], titles, scope)


def _left_blank(found: Mapping[str, list[Finding]], titles: Mapping[str, str], evidence: Evidence) -> Draft:
    """The fields of commitments that are left blank on their pages, or that none is."""
    blanks = {code: tuple(one for one in findings if one.state == "blank") for code, findings in found.items()}
    none = [Note("none_blank", {"code": code, "title": titles[code]}) for code, blank in blanks.items() if not blank]
    entries = [Entry(code, titles[code], blank) for code, blank in blanks.items() if blank]
    return Draft(
        "answer",
        lead=tuple(none),
        entries=tuple(entries),
        items=tuple(item for entry in entries for one in entry.findings for item in one.items),
        listed=tuple(found),
        scope=evidence.scope(),
    )


def _with_first_text(findings: list[Finding]) -> list[Finding]:
    """What a record says, of its texts the first alone that says what a commitment is about, right behind its title."""
    texts = [one for one in findings if one.field in TEXT_FIELDS]
    stated = [one for one in texts if one.state == "value" and "placeholder" not in one.doubts][:1]
    return [one for one in findings if one not in texts or one in stated]


def _with_local_bodies(code: str, findings: list[Finding], evidence: Evidence) -> list[Finding]:
    """Pages of local members name the institutions involved and no lead: these are shown for it."""
    silent = len(findings) == 1 and findings[0].state in ("absent", "not_read")
    if not silent or findings[0].field != "lead_institution":
        return findings
    local = evidence.findings([code], ("institutions",))[code]
    return local if local[0].state == "value" else findings


def _without_repeats(found: dict[str, list[Finding]]) -> dict[str, list[Finding]]:
    """One person's contact that several commitments state alike is shown once, with the first of them."""
    from bot.records.known_contacts import MARK  # only where a person was named

    seen: set[tuple[str, ...]] = set()
    kept: dict[str, list[Finding]] = {}
    for code, findings in found.items():
        said = tuple(item.value or item.raw for one in findings for item in one.items)
        if MARK in said or (said not in seen and any(said)):  # what is withheld is not compared
            seen.add(said)
            kept[code] = findings
    return kept or found


def result_of(stated: Sequence[Finding]) -> dict[str, object]:
    """The machine-readable result of a look-up: one value, or all of them in their order."""
    items = [item for one in stated for item in one.items]
    if len(items) == 1:
        item = items[0]
        kind = FIELD[item.field].kind
        return {"type": kind if kind in ("date", "email", "phone") else "text", "value": item.value or item.raw}
    return {"type": "values", "value": [item.value or item.raw for item in items]}


def duration(frame: Duration, evidence: Evidence) -> Draft:
    """How long commitments last, from start and end where both are known to the day or month.

    Of dates whose month could be either number the least and the most that they leave open.
    """
    if frame.left:
        return _time_left(frame, evidence)
    titles = evidence.titles(frame.codes)
    found = evidence.findings(frame.codes, ("start", "end"))
    told = {code: _lengths(evidence, code) for code in found}
    missing = {code: [one for one in findings if one.state != "value"] for code, findings in found.items()}
    known = [code for code in found if told[code] and not missing[code]]
    if not known:
        code, scope = frame.codes[0], evidence.scope()
        if missing[code] and len(frame.codes) == 1:
            return nothing(missing[code][0], missing[code], titles, scope)
        return Draft("abstain", lead=(Note("dates_too_vague", {"code": code}),), reason="not_stated", scope=scope)
    entries = tuple(Entry(code, titles[code], tuple(found[code])) for code in known)
    lengths = ["/".join(_told(count, unit) for count, unit in told[code]) for code in known]
    return Draft(
        "answer",
        lead=tuple(_lasts(code, *told[code]) for code in known),
        entries=entries,
        items=tuple(item for entry in entries for one in entry.findings for item in one.items),
        listed=frame.codes,
        scope=evidence.scope(),
        result={"type": "duration", "value": lengths[0] if len(lengths) == 1 else lengths},
    )


def _lasts(code: str, least: Length, most: Length | None = None) -> Note:
    if most is None:
        return Note("lasts", {"code": code, "count": least[0], "unit": least[1]})
    return Note("lasts_between", {"code": code, "least": least, "most": most})


def _time_left(frame: Duration, evidence: Evidence) -> Draft:
    """The days from the day of asking to the end of a commitment."""
    code = frame.codes[0]
    titles = evidence.titles(frame.codes)
    finding = evidence.findings([code], ("end",))[code][0]
    if finding.state != "value":
        return nothing(finding, [finding], titles, evidence.scope())
    row = evidence.store.columns([code], ("end_from", "end_to"))[code]
    if row["end_to"] is None or row["end_from"] != row["end_to"]:
        return Draft("abstain", lead=(Note("dates_too_vague", {"code": code}),), reason="not_stated")
    days = (date.fromisoformat(row["end_to"]) - evidence.as_of).days
    lead = (
        Note("days_left", {"code": code, "count": days})
        if days >= 0
        else Note("days_ago", {"code": code, "count": -days})
    )
    return Draft(
        "answer",
        lead=(lead,),
        entries=(Entry(code, titles[code], (finding,)),),
        items=finding.items,
        listed=(code,),
        scope=evidence.scope(),
        result={"type": "duration", "value": _told(days, "day")},
    )


def _told(count: int, unit: str) -> str:
    """A length as the answer object has it, in any language: `18 months`."""
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


def _lengths(evidence: Evidence, code: str) -> tuple[Length, ...]:
    """How long a commitment lasts; the least and the most where a month could be either number; none where unknown."""
    columns = ("start_from", "start_to", "end_from", "end_to")
    row = evidence.store.columns([code], columns).get(code)
    if not row or any(row[name] is None for name in columns):
        return ()
    first, start, end, last = (date.fromisoformat(row[name]) for name in columns)
    if end < start or (start - first).days >= _YEAR or (last - end).days >= _YEAR:
        return ()
    return tuple(dict.fromkeys((_length(start, end), _length(first, last))))


def _length(start: date, end: date) -> Length:
    """Whole months where it is whole months, days otherwise."""
    after = days_later(end, 1)
    months = (after.year - start.year) * 12 + after.month - start.month
    if start.day == after.day and months:
        return months, "month"
    return (after - start).days, "day"


# -- what the documents say otherwise than before ----------------------------------------------------------------------


def changes(frame: Changes, evidence: Evidence) -> Draft:
    """Fields that changed in a time, or what one of them said before; the new value quoted, the old beside it."""
    if frame.only == "added":
        return _added(frame, evidence)
    if frame.only == "removed":
        return _removed(frame, evidence)
    codes: Sequence[str] | None = None if frame.where == ALL else evidence.store.select(*fits(frame.where))
    rows = evidence.store.changes(frame.since or None, frame.until or evidence.as_of.isoformat(), codes)
    rows = [row for row in rows if not frame.fields or row[1] in frame.fields]
    titles = evidence.titles(sorted({row[0] for row in rows}))
    found: list[tuple[Item, tuple[str, ...]]] = []
    for code, name, old, new, at, _document in rows:
        now = evidence.findings([code], [name])[code][0]
        said = "\n".join(item.raw for item in now.own)
        if now.items and said == (new or ""):
            disputed = tuple(one for one in now.doubts if one in DISPUTED)
            found.append((replace(now.items[0], old=old, at=at), disputed))
    items = tuple(item for item, _doubts in found)
    entries = tuple(
        Entry(
            code,
            titles[code],
            tuple(Finding(code, item.field, "change", (item,), doubts) for item, doubts in found if item.code == code),
        )
        for code in dict.fromkeys(item.code for item in items)
    )
    scope = evidence.scope(undecided=0)
    if not items and frame.previous:
        named = [one for one in conjuncts(frame.where) if isinstance(one, Has) and one.op == "among"]
        lead = Note("no_earlier_value", {"codes": ", ".join(code for one in named for code in one.values)})
        return Draft("abstain", lead=(lead,), reason="not_stated", scope=scope)
    removed = _gone(frame, evidence) if not (frame.fields or frame.previous) else {}
    notes = (Note("removed_too", {"count": len(removed), "codes": ", ".join(removed)}),) if removed else ()
    if not items:
        told = frame.where != ALL or frame.fields
        lead = Note("none_changed" if told or removed else "nothing_changed", {"since": frame.since, "reading": frame})
        return Draft("answer", lead=(lead,), notes=notes, result={"type": "changes", "value": []}, scope=scope)
    codes = list(dict.fromkeys(item.code for item in items))
    return Draft(
        "answer",
        lead=(Note("changed", {"count": len(items)}),),
        entries=entries,
        notes=notes,
        items=items,
        listed=tuple(codes),
        result={"type": "changes", "value": items[0].old if frame.previous and len(items) == 1 else codes},
        scope=scope,
    )


def _gone(frame: Changes, evidence: Evidence) -> dict[str, tuple[str, str]]:
    """code → (title, day) of what no document describes any more, where nothing but a country restricts it."""
    countries = [one for one in conjuncts(frame.where) if isinstance(one, Has) and one.field == "country"]
    if frame.where != ALL and len(countries) < len(conjuncts(frame.where)):
        return {}
    rows = evidence.store.changes(frame.since or None, frame.until or evidence.as_of.isoformat())
    left = {code: (old, at) for code, name, old, new, at, _document in rows if name == "title" and old and not new}
    prefixes = [tuple(one.values) for one in countries]
    here = evidence.store.existing(left)
    return {
        code: told
        for code, told in sorted(left.items())
        if code not in here and all(re.match(r"[^\W\d_]+", code)[0] in among for among in prefixes)  # type: ignore[index]
    }


def _removed(frame: Changes, evidence: Evidence) -> Draft:
    """The commitments that no document describes any more, each with its last title and since when."""
    found = _gone(frame, evidence)
    what = {"count": len(found), "reading": frame}
    rows = [Note("removed_row", {"code": code, "title": title, "day": day}) for code, (title, day) in found.items()]
    more = (Note("more_groups", {"count": len(rows) - SHOWN_GROUPS}),) if len(rows) > SHOWN_GROUPS else ()
    return Draft(
        "answer",
        lead=(Note("told", what), *rows[:SHOWN_GROUPS], *more),
        result={"type": "changes", "value": list(found)},
        scope=evidence.scope(undecided=0),
    )


def _added(frame: Changes, evidence: Evidence) -> Draft:
    """The commitments that were first read in a time."""
    since, until = frame.since or "", frame.until or evidence.as_of.isoformat()
    sql, given = fits(frame.where)
    codes = evidence.store.codes((f"{sql} AND c.first_seen BETWEEN ? AND ?", [*given, since, until]))
    lead = Note("told", {"count": len(codes), "reading": frame})
    made = listing(Listing(frame.where), evidence, codes, (), lead)
    return replace(made, result={"type": "changes", "value": list(codes)})


# -- sentences of the documents ----------------------------------------------------------------------------------------


def find_text(frame: FindText, evidence: Evidence) -> Draft:
    """The sentences that answer a question of fact."""
    found = passages_of(frame, evidence.store)
    if not found:
        return _nothing_found(frame, evidence)
    titles = evidence.titles([passage.code for passage in found])
    named = tuple(dict.fromkeys(passage.code for passage in found))
    return Draft(
        "answer",
        lead=tuple(
            Note(
                "passage",
                {
                    "code": one.code,
                    "title": titles[one.code],
                    "sentence": " ".join(BREAK.sub(" ", one.sentence).split()),
                },
            )
            for one in found
        ),
        entries=tuple(Entry(one.code, titles[one.code], ()) for one in found),
        items=tuple(evidence.item(one.stored, titles[one.code]) for one in found),
        listed=named,
        confidence=0.6,
        result={"type": "search", "value": list(named)},
        scope=evidence.scope(),
    )


def _nothing_found(frame: FindText, evidence: Evidence) -> Draft:
    named = next((one for one in tests(frame.where) if one.op == "among" and one in conjuncts(frame.where)), None)
    if named is None:
        return refusal(Refuse("out_of_scope", frame.words), evidence)
    return refusal(Refuse("not_stated", frame.words, named.values, sentence="not_found"), evidence)


# -- who is behind a contact -------------------------------------------------------------------------------------------


def holder(frame: Holder, evidence: Evidence) -> Draft:
    """Whom an address or a number belongs to, or the commitments that state it."""
    kind, typed, fields = frame.field, frame.typed, frame.fields
    codes = holders(kind, typed, evidence)
    if not codes:
        return Draft("abstain", lead=(Note("no_such_contact", {"words": typed}),), reason="no_such_person")
    if fields == ("title",):
        lead = Note("found", {"count": len(codes), "what": among(tuple(codes))})
        return listing(Listing(ALL), evidence, codes, (), lead)
    found = evidence.findings(codes, fields)
    titles = evidence.titles(codes)
    shown = evidence.findings(codes, (*fields, kind))
    stated = [one for findings in found.values() for one in findings if one.state == "value"]
    if not stated:
        first = next(iter(found.values()))[0]
        return nothing(first, [first], titles, evidence.scope())
    entries = tuple(
        Entry(code, titles[code], tuple(one for one in f if one.state == "value"))
        for code, f in list(shown.items())[: evidence.rows]
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
