"""Answers that give no value: what to choose from, what is not stated, what can be asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.asking.answer import Draft, Finding, Item, Note, Option, Scope
from bot.asking.evidence import REASON, Evidence
from bot.asking.frames import ALL, Choose, Condition, Has, Refuse, all_of, conjuncts
from bot.asking.passages import SUPPORTING, held_of, stems, unscoped
from bot.records.document_queries import PASSAGE, Unread
from bot.records.fields import FIELD

_FEW, _SHOWN, _LABEL_WORDS = 3, 2, 8
"""Commitments whose unread passages are looked through, passages that are shown, words of a label."""
_NAMES = 12
"""Countries that are named where it is asked which one is meant."""
OPTIONS = 10
"""Options of a clarify (the contract)."""


def choice(frame: Choose, evidence: Evidence) -> Draft:
    """The commitments to choose from, or that none was named."""
    titles = evidence.titles(frame.codes)
    shown = frame.codes[:OPTIONS]
    years = evidence.store.columns(list(shown), ("cycle",)) if len(set(titles.values())) < len(titles) else {}
    options = tuple(Option(code, _called(code, titles, years)) for code in shown)
    total = len(frame.codes) if frame.where == ALL else len(evidence.sides(frame.where)[0])
    said = {"named": frame.named, "what": frame.where, "count": total, "shown": len(options)}
    if frame.reason == "no_antecedent" and frame.named == "country":
        names = [name for _prefix, name in evidence.store.countries()]
        lead = Note("which_country", {"countries": ", ".join(names[:_NAMES]), "more": max(len(names) - _NAMES, 0)})
    elif frame.reason == "no_antecedent":
        lead = Note("no_antecedent")
    else:
        lead = Note("several" if frame.where == ALL else "several_of", said)
    return Draft("clarify", lead=(lead,), reason=frame.reason, options=options, options_total=total)


def _called(code: str, titles: Mapping[str, str], years: Mapping[str, Mapping[str, Any]]) -> str:
    """A commitment by its code and title; of two with one title by the year of its plan too, where that differs."""
    title = titles[code]
    alike = {str(years[other]["cycle"] or "") for other, called in titles.items() if called == title and other in years}
    year = years[code]["cycle"] if len(alike) > 1 else None
    return " · ".join(filter(None, (code, f"{title} ({year})" if title and year else title)))


def refusal(frame: Refuse, evidence: Evidence) -> Draft:
    """Why a question is not answered, and what is known all the same; what was not read may answer it."""
    unread = _unread(frame, evidence)
    if unread:
        return _not_read(frame, unread, evidence)
    code = frame.codes[0] if frame.codes else ""
    words = {
        "words": ", ".join(frame.words),
        "code": code,
        "title": evidence.titles(frame.codes).get(code, ""),
        "fields": ", ".join(frame.fields),
    }
    lead = [Note(frame.sentence or frame.reason, words)]
    if frame.reason == "field_unknown":
        lead.append(Note("fields_kept"))
    return Draft("abstain", lead=tuple(lead), notes=nearest(frame.where, evidence), reason=frame.reason, confidence=0.9)


def nearest(where: Condition, evidence: Evidence) -> tuple[Note, ...]:
    """How many commitments mention the rarest of several words, where none mentions all of them."""
    parts = conjuncts(where)
    texts = [one for one in parts if isinstance(one, Has) and one.op == "mentions"]
    queries = [query for one in texts for query in _WORDS.split(unscoped(one.values[0]))]
    if len(queries) < 2 or len(queries) > _MOST_WORDS:
        return ()
    rest = all_of(*(one for one in parts if one not in texts))
    found = []
    for query in dict.fromkeys(queries):
        test = Has("text", "mentions", (f"{{title prose}} : ({query})",), query)
        if count := len(evidence.sides(all_of(rest, test))[0]):
            found.append((count, query))
    said = _QUOTED.search(min(found)[1]) if found else None
    return (Note("nearest", {"count": min(found)[0], "word": said[1]}),) if said else ()


_WORDS = re.compile(r" AND ")  # between what is looked for; inside of one such thing words only stand side by side
_QUOTED = re.compile(r'"([^"]+)"')
_MOST_WORDS = 6


def _unread(frame: Refuse, evidence: Evidence) -> list[Unread]:
    """What was not read of the commitments that a question is about, where it holds most of its words.

    Of what no field holds also the passages whose labels are of no field: nobody knows whether they say it.
    """
    if frame.reason not in ("field_unknown", "not_stated") or not 0 < len(frame.codes) <= _FEW:
        return []
    wanted = stems(frame.words)
    found = [one for passages in evidence.store.unread(frame.codes).values() for one in passages]
    held = (
        {one: len(held_of(wanted, stems([_beside(one, evidence), one.raw]))) / len(wanted) for one in found}
        if wanted
        else {}
    )
    most = max(held.values(), default=0)
    if most >= SUPPORTING:
        return [one for one, share in held.items() if share == most][:1]
    if frame.reason == "field_unknown":
        return [one for one in found if not one.fields and _labelled(one)][:_SHOWN]
    return []


def _beside(one: Unread, evidence: Evidence) -> str:
    """What a passage stands beside: in a table what its column is called, elsewhere the words before it."""
    place = evidence.store.cell_place(one.document_id, one.line, one.column) if one.column else None
    return place.heading if place else one.before


def _labelled(one: Unread) -> bool:
    if one.column:
        return True
    label = one.before.rstrip() if one.before.strip() else one.raw.partition(":")[0] + ":" * (":" in one.raw)
    return label.endswith(":") and len(label.split()) <= _LABEL_WORDS


def _not_read(frame: Refuse, unread: Sequence[Unread], evidence: Evidence) -> Draft:
    titles = evidence.titles(frame.codes)
    items = tuple(evidence.passage(one, titles[one.code]) for one in unread)
    about = {"words": ", ".join(frame.words), "code": items[0].code, "title": items[0].title}
    lead = (Note("not_read_words", about), *passages(items))
    return Draft("abstain", lead=lead, items=items, reason="not_read", listed=frame.codes, confidence=0.9)


def nothing(first: Finding, findings: Sequence[Finding], titles: dict[str, str], scope: Scope) -> Draft:
    """No value that is asked for: say of each commitment and field which of the facts it is.

    Quoted are the label that is blank, and the passage that was not read and may say it.
    """
    reason = REASON.get(first.state)
    if reason is None:  # stated, but not to the day that the question needs
        return Draft("abstain", lead=(Note("dates_too_vague", {"code": first.code}),), reason="not_stated", scope=scope)
    items = tuple(dict.fromkeys(item for one in findings if one.state in ("blank", "not_read") for item in one.items))
    fields: dict[tuple[str, str], dict[str, None]] = {(first.code, reason): {first.field: None}}
    for one in findings:
        if (said := REASON.get(one.state)) is not None:  # a value is there: nothing is said of it
            fields.setdefault((one.code, said), {})[one.field] = None
    lead = [
        Note(said, {"code": code, "title": titles.get(code, ""), "fields": tuple(names)})
        for (code, said), names in fields.items()
    ]
    lead += passages(items)
    listed = tuple(dict.fromkeys(code for code, _said in fields))
    return Draft("abstain", lead=tuple(lead), items=items, reason=reason, listed=listed, scope=scope)


def passages(items: Sequence[Item]) -> list[Note]:
    """What stands in the passages among `items`, which nobody understood and which may say what is asked."""
    return [
        Note("unread_cell", {"raw": item.said or item.raw, "doc": item.doc, "row": item.row, "column": item.heading})
        if item.heading
        else Note("unread_passage", {"raw": _label_before(item) + item.raw, "doc": item.doc, "item": item})
        for item in items
        if item.field == PASSAGE
    ]


def _label_before(item: Item) -> str:
    """The label that stands before a passage in its line."""
    label = re.split(r"[.;!?|]\s", item.before.lstrip("… "))[-1]
    return label if label.rstrip().endswith((":", "：")) else ""


def not_understood(finding: Finding) -> bool:
    """Whether a field states something that has a normal form, and none of it could be understood."""
    typed = FIELD[finding.field].kind in ("date", "choice", "yesno") if finding.field in FIELD else False
    return typed and finding.state == "value" and all(one.value is None for one in finding.own)


def undecided(codes: Sequence[str], key: str = "undecided_set") -> tuple[Note, ...]:
    """A note on commitments for which the documents do not say enough, none where there are none.

    `key`: what is left open of them, as a sentence of the wording table.
    """
    return (Note(key, {"count": len(codes)}),) if codes else ()
