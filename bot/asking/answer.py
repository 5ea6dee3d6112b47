"""Query + store → a draft of the answer: one function an intent, each value with its source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.asking.conditions import BODIES, condition
from bot.asking.draft import Draft, Entry, Note
from bot.asking.evidence import REASON, Evidence, Finding
from bot.asking.glossary import define
from bot.asking.passages import find_passages
from bot.asking.query import Clarify, Filter, Item, Option, Query, Unknown
from bot.asking.understand import CARD_FIELDS, Frame
from bot.records.fields import FIELD
from bot.records.store import Store

SHOWN = 15
"""Commitments of a list that are shown at once: a Slack message holds about as many."""
OPTIONS = 10
"""Options of a clarify (the contract)."""
_NAMED = 8


def draft(frame: Frame, store: Store, as_of: date, language: str) -> Draft:
    """The answer to a frame, before it is put into words."""
    evidence = Evidence(store)
    if isinstance(frame, Clarify):
        return _clarify(frame, evidence)
    if isinstance(frame, Unknown):
        return _unknown(frame, evidence)
    made = _INTENTS[frame.intent](frame, evidence, as_of, language)
    corrections = tuple(Note("corrected", {"typed": c.typed, "taken": c.taken}) for c in frame.corrections)
    inherited: tuple[Note, ...] = ()
    return replace(made, notes=(*made.notes, *corrections, *inherited))


# -- no answer ---------------------------------------------------------------------------------------------------


def _clarify(frame: Clarify, evidence: Evidence) -> Draft:
    titles = evidence.titles(frame.codes)
    options = tuple(Option(code, f"{code} · {titles[code]}" if titles[code] else code) for code in frame.codes[:OPTIONS])
    if frame.reason == "no_antecedent":
        return Draft("clarify", lead=(Note("no_antecedent"),), reason=frame.reason, options=options, options_total=len(frame.codes))
    lead = Note("several", {"named": frame.named, "count": len(frame.codes), "shown": len(options)})
    return Draft("clarify", lead=(lead,), reason=frame.reason, options=options, options_total=len(frame.codes))


def _unknown(frame: Unknown, evidence: Evidence) -> Draft:
    codes = frame.query.codes
    titles = evidence.titles(codes)
    code = codes[0] if codes else ""
    words = {"words": ", ".join(frame.words), "code": code, "title": titles.get(code, ""), "fields": ", ".join(frame.query.fields)}
    key = frame.reason
    if frame.reason == "not_stated" and not code:
        key = "not_understood"
    lead = [Note(key, words)]
    if frame.reason == "field_unknown":
        lead.append(Note("fields_kept"))
    notes = tuple(Note("corrected", {"typed": c.typed, "taken": c.taken}) for c in frame.query.corrections)
    return Draft("abstain", lead=tuple(lead), notes=notes, reason=frame.reason, confidence=0.9)


def _help(query: Query, evidence: Evidence, as_of: date, language: str) -> Draft:
    total, pages = evidence.store.totals()
    sample = evidence.store.select("c.has_page = 1 AND coalesce(c.person, '') <> ''", []) or evidence.store.select("1", [])
    title = evidence.titles(sample[:1]).get(sample[0], "") if sample else ""
    country = next((name for _prefix, name in evidence.store.countries()), "")
    values = {"total": total, "pages": pages, "code": sample[0] if sample else "KR0032", "title": title, "country": country}
    return Draft("help", lead=(Note("help", values),), confidence=1.0)


# -- one commitment ----------------------------------------------------------------------------------------------


def _lookup(query: Query, evidence: Evidence, as_of: date, language: str) -> Draft:
    card = query.fields == CARD_FIELDS
    found = evidence.findings(query.codes, query.fields)
    total, pages = evidence.store.totals()
    titles = evidence.titles(query.codes)
    if len(query.codes) > 1:
        found = _without_repeats(found)
    entries = []
    for code, findings in found.items():
        kept = [one for one in findings if not card or one.state in ("value", "blank")]
        if kept:
            entries.append(Entry(code, titles[code], tuple(kept)))
    stated = [one for entry in entries for one in entry.findings if one.state == "value"]
    items = tuple(item for entry in entries for one in entry.findings for item in one.items)
    scope = {"considered": total, "decidable": pages}
    if stated:
        notes: list[Note] = []
        if card and any(one.state == "no_page" for one in found[query.codes[0]]):
            notes.append(Note("index_only", {"code": query.codes[0]}))
        return Draft("answer", entries=tuple(entries), notes=tuple(notes), items=items, result=_result(stated), listed=query.codes, **scope)
    first = next(iter(found.values()))[0]
    return _nothing(first, [one for findings in found.values() for one in findings], titles, scope)


def _without_repeats(found: dict[str, list[Finding]]) -> dict[str, list[Finding]]:
    """One person's contact that several commitments state alike is shown once, with the first of them."""
    seen: set[tuple[str, ...]] = set()
    kept: dict[str, list[Finding]] = {}
    for code, findings in found.items():
        said = tuple(item.value or item.raw for one in findings for item in one.items)
        if said not in seen and any(said):
            seen.add(said)
            kept[code] = findings
    return kept or found


def _nothing(first: Finding, findings: Sequence[Finding], titles: dict[str, str], scope: dict[str, int]) -> Draft:
    """No value at all: say which of the three facts it is, the label quoted where it is blank."""
    reason = REASON[first.state]
    items = tuple(item for one in findings if one.state == "blank" for item in one.items)
    values = {"code": first.code, "title": titles.get(first.code, ""), "fields": tuple(dict.fromkeys(one.field for one in findings))}
    return Draft("abstain", lead=(Note(reason, values),), items=items, reason=reason, listed=(first.code,), **scope)  # type: ignore[arg-type]


def _result(stated: Sequence[Finding]) -> dict[str, object]:
    items = [item for one in stated for item in one.items]
    if len(items) == 1:
        item = items[0]
        kind = FIELD[item.field].kind
        return {"type": kind if kind in ("date", "email", "phone") else "text", "value": item.value or item.raw}
    return {"type": "values", "value": [item.value or item.raw for item in items]}


def _duration(query: Query, evidence: Evidence, as_of: date, language: str) -> Draft:
    total, pages = evidence.store.totals()
    titles = evidence.titles(query.codes)
    found = evidence.findings(query.codes, ("start", "end"))
    entries, results = [], []
    for code, findings in found.items():
        length = _length(evidence, code)
        missing = [one for one in findings if one.state != "value"]
        if length is None or missing:
            if len(query.codes) == 1:
                scope = {"considered": total, "decidable": pages}
                return _nothing((missing or findings)[0], missing or findings, titles, scope) if missing else Draft(
                    "abstain", lead=(Note("dates_too_vague", {"code": code}),), reason="not_stated", **scope)
            continue
        entries.append(Entry(code, titles[code], tuple(findings)))
        results.append(length)
    items = tuple(item for entry in entries for one in entry.findings for item in one.items)
    if not results:
        return Draft("abstain", lead=(Note("dates_too_vague", {"code": query.codes[0]}),), reason="not_stated")
    lead = tuple(Note("lasts", {"code": entry.code, "length": length}) for entry, length in zip(entries, results, strict=True))
    return Draft("answer", lead=lead, entries=tuple(entries), items=items, listed=query.codes, considered=total, decidable=pages,
                 result={"type": "duration", "value": results[0] if len(results) == 1 else results})


def _length(evidence: Evidence, code: str) -> str | None:
    """Whole months where it is whole months, days otherwise; None where a day is not known."""
    row = evidence.store.columns([code], ("start_from", "start_to", "end_from", "end_to")).get(code)
    if not row or row["start_from"] is None or row["end_to"] is None:
        return None
    if row["start_from"] != row["start_to"] or row["end_from"] != row["end_to"]:
        return None
    start, end = date.fromisoformat(row["start_from"]), date.fromisoformat(row["end_to"]) + timedelta(1)
    if end <= start:
        return None
    months = (end.year - start.year) * 12 + end.month - start.month
    if start.day == end.day and months:
        return f"{months} months" if months > 1 else "1 month"
    return f"{(end - start).days} days"


# -- yes or no ---------------------------------------------------------------------------------------------------


def _verify(query: Query, evidence: Evidence, as_of: date, language: str) -> Draft:
    if query.words == ("same",):
        return _same(query, evidence)
    if query.words == ("first",):
        return _first_of_two(query, evidence)
    total, pages = evidence.store.totals()
    titles = evidence.titles(query.codes)
    sql, params = condition(query.filters, query.codes)
    true = set(evidence.store.select(sql, params))
    undecided = set(evidence.store.select(f"({sql}) IS NULL", params))
    fields = _evidence_fields(query, evidence)
    found = evidence.findings(query.codes, fields)
    scope = {"considered": total, "decidable": pages}
    if undecided:
        code = sorted(undecided)[0]
        stated = [one for one in found[code] if one.state == "value"]
        if not stated:
            return _nothing(found[code][0], found[code], titles, scope)
        entries = tuple(Entry(c, titles[c], tuple(f)) for c, f in found.items())
        items = tuple(item for one in stated for item in one.items)
        return Draft("answer", lead=(Note("undecided", {"code": code}),), entries=entries, items=items, listed=query.codes,
                     unknown=tuple(sorted(undecided)), result={"type": "verify", "value": None}, **scope)
    verdict = len(true) == len(query.codes)
    entries = tuple(Entry(c, titles[c], tuple(one for one in f if one.state in ("value", "blank"))) for c, f in found.items())
    items = tuple(item for entry in entries for one in entry.findings for item in one.items)
    return Draft("answer", lead=(Note("yes" if verdict else "no"),), entries=entries, items=items, listed=query.codes,
                 result={"type": "verify", "value": verdict}, **scope)


def _evidence_fields(query: Query, evidence: Evidence) -> tuple[str, ...]:
    fields: list[str] = []
    for one in query.filters:
        if one.field in ("running",):
            fields += ["start", "end"]
        elif one.op == "overdue":
            fields += ["end", "status", "completion"]
        elif one.field == "body":
            uses = evidence.store.uses([int(value) for value in one.values], BODIES)
            fields += sorted({name for code, name, _id in uses if code in query.codes}) or ["lead_institution", "support_institutions"]
        elif one.field in FIELD:
            fields.append(one.field)
    return tuple(dict.fromkeys(fields)) or ("title",)


def _same(query: Query, evidence: Evidence) -> Draft:
    total, pages = evidence.store.totals()
    titles = evidence.titles(query.codes)
    fields = query.fields[:1]
    found = evidence.findings(query.codes, fields)
    firsts = [findings[0] for findings in found.values()]
    missing = [one for one in firsts if one.state != "value"]
    scope = {"considered": total, "decidable": pages}
    if missing:
        return _nothing(missing[0], missing, titles, scope)
    said = {tuple(sorted((item.value or item.raw).casefold() for item in one.items)) for one in firsts}
    entries = tuple(Entry(code, titles[code], tuple(findings)) for code, findings in found.items())
    items = tuple(item for one in firsts for item in one.items)
    verdict = len(said) == 1
    return Draft("answer", lead=(Note("yes" if verdict else "no"),), entries=entries, items=items, listed=query.codes,
                 result={"type": "verify", "value": verdict}, **scope)


def _first_of_two(query: Query, evidence: Evidence) -> Draft:
    """Whether the first of two commitments is later, earlier, longer or shorter than the second."""
    total, pages = evidence.store.totals()
    fields = ("start", "end") if query.order == "duration" else (query.order or "end",)
    found = evidence.findings(query.codes, fields)
    titles = evidence.titles(query.codes)
    scope = {"considered": total, "decidable": pages}
    missing = [one for findings in found.values() for one in findings if one.state != "value"]
    if missing:
        return _nothing(missing[0], missing, titles, scope)
    key = _KEYS[query.order or "end"]
    best = evidence.store.extreme(key, *condition((), query.codes), highest=query.descending)
    entries = tuple(Entry(code, titles[code], tuple(findings)) for code, findings in found.items())
    items = tuple(item for entry in entries for one in entry.findings for item in one.items)
    verdict = best == [query.codes[0]]
    return Draft("answer", lead=(Note("yes" if verdict else "no"),), entries=entries, items=items, listed=query.codes,
                 result={"type": "verify", "value": verdict}, **scope)


# -- sets --------------------------------------------------------------------------------------------------------


def _list(query: Query, evidence: Evidence, as_of: date, language: str) -> Draft:
    sql, params = condition(query.filters, query.codes)
    order = _list_order(query)
    codes = evidence.store.select(sql, params, order)
    return _listing(query, evidence, codes, sql, params, Note("found", {"count": len(codes)}))


def _list_order(query: Query) -> str:
    if query.order in _KEYS:
        key = _KEYS[query.order]
        return f"{key} IS NULL, {key}{' DESC' if query.descending else ''}"
    dated = next((one.field for one in query.filters if one.field in ("start", "end") and one.op == "within"), None)
    return f"c.{dated}_to" if dated else ""


def _listing(query: Query, evidence: Evidence, codes: Sequence[str], sql: str, params: Sequence[object], lead: Note) -> Draft:
    if query.limit and query.order:
        codes = codes[: query.limit]
    true, false, open_ = evidence.store.tally(f"({sql})", params)
    unknown = evidence.store.select(f"({sql}) IS NULL", params) if open_ else []
    shown = list(codes[: query.limit or SHOWN])
    sorting = ("start", "end") if query.order == "duration" else (query.order,) if query.order in ("start", "end") else ()
    fields = tuple(dict.fromkeys(("title", *query.fields, *_told_by(query), *sorting)))
    found = evidence.findings(shown, fields)
    titles = evidence.titles(shown)
    entries = tuple(
        Entry(code, titles[code], tuple(one for one in findings if one.field != "title")) for code, findings in found.items()
    )
    items = tuple(item for findings in found.values() for one in findings for item in one.items if one.state == "value" or one.field != "title")
    notes = []
    if len(codes) > len(shown):
        notes.append(Note("more", {"count": len(codes) - len(shown)}))
    if unknown:
        notes.append(Note("undecided_set", {"count": len(unknown), "codes": ", ".join(unknown[:_NAMED]), "more": max(len(unknown) - _NAMED, 0)}))
    return Draft("answer", lead=(lead,), entries=entries, notes=tuple(notes), items=items, unknown=tuple(unknown), listed=tuple(codes),
                 considered=true + false + open_, decidable=true + false, result={"type": "set", "value": list(codes)})


def _told_by(query: Query) -> list[str]:
    """Fields that the filters speak of: shown beside each commitment, so that one sees why it is there."""
    fields: list[str] = []
    for one in query.filters:
        if one.op == "missing" or one.field in ("country", "cycle", "page", "text"):
            continue
        if one.field == "running":
            fields += ["start", "end"]
        elif one.field in ("start", "end", "status", "completion", "early_results") or (one.field in FIELD and FIELD[one.field].kind in ("choice", "yesno")):
            fields.append(one.field)
    return fields


def _count(query: Query, evidence: Evidence, as_of: date, language: str) -> Draft:
    sql, params = condition(query.filters, query.codes)
    made = _listing(replace(query, limit=5), evidence, evidence.store.select(sql, params), sql, params, Note("", {}))
    count = len(made.listed)
    notes = tuple(note for note in made.notes if note.key != "more")
    return replace(made, lead=(Note("count", {"count": count}),), entries=made.entries if count <= 5 else (), notes=notes,
                   items=made.items if count <= 5 else (), result={"type": "count", "value": count})


def _reverse(query: Query, evidence: Evidence, as_of: date, language: str) -> Draft:
    kind, typed = query.words[0], query.words[1]
    if kind == "person":
        return _list(query, evidence, as_of, language)
    codes = _holders(kind, typed, evidence)
    if not codes:
        return Draft("abstain", lead=(Note("no_such_contact", {"words": typed}),), reason="no_such_person")
    if query.fields == ("title",):
        made = _listing(query, evidence, codes, "c.code IS NOT NULL", [], Note("found", {"count": len(codes)}))
        return replace(made, unknown=())
    fields = query.fields
    found = evidence.findings(codes, fields)
    titles = evidence.titles(codes)
    total, pages = evidence.store.totals()
    shown = evidence.findings(codes, (*fields, kind))
    stated = [one for findings in found.values() for one in findings if one.state == "value"]
    if not stated:
        first = next(iter(found.values()))[0]
        return _nothing(first, [first], titles, {"considered": total, "decidable": pages})
    entries = tuple(Entry(code, titles[code], tuple(one for one in f if one.state == "value")) for code, f in list(shown.items())[:SHOWN])
    items = tuple(item for entry in entries for one in entry.findings for item in one.items)
    return Draft("answer", entries=entries, items=items, listed=tuple(codes), considered=total, decidable=pages, result=_result(stated))


def _holders(kind: str, typed: str, evidence: Evidence) -> list[str]:
    if kind == "email":
        return evidence.store.holders("email", [typed.lower()])
    digits = "".join(char for char in typed if char.isdigit()).lstrip("0")
    return sorted(
        {code for code, _raw, value in evidence.store.contacts("phone") if len(digits) >= 7 and _same_number(digits, value)}
    )


def _same_number(digits: str, value: str) -> bool:
    stored = "".join(char for char in value if char.isdigit())
    return stored == digits or (stored.endswith(digits) and len(stored) - len(digits) <= 4)


# -- counts and extremes -----------------------------------------------------------------------------------------


_KEYS = {"start": "c.start_from", "end": "c.end_to", "duration": "(julianday(c.end_to) - julianday(c.start_from))"}


def _superlative(query: Query, evidence: Evidence, as_of: date, language: str) -> Draft:
    if query.order == "count":
        return _most(query, evidence)
    sql, params = condition(query.filters, query.codes)
    key = _KEYS[query.order or "end"]
    known = "c.start_from = c.start_to AND c.end_from = c.end_to" if query.order == "duration" else f"c.{query.order}_from = c.{query.order}_to"
    codes = evidence.store.extreme(key, f"({sql}) AND {known}", params, highest=query.descending)
    fields = ("start", "end") if query.order == "duration" else (query.order or "end",)
    undecided = evidence.store.select(f"(({sql}) AND ({known})) IS NULL", params)
    if not codes:
        return Draft("abstain", lead=(Note("none_dated"),), reason="not_stated", unknown=tuple(undecided))
    made = _listing(replace(query, fields=fields), evidence, codes, f"({sql}) AND {known}", params, Note("extreme", {"count": len(codes)}))
    return made


def group_key(field: str) -> tuple[str, str]:
    """(SQL expression, joins) by which commitments are counted for a field."""
    if field in ("policy_areas", "ogp_values", "person"):
        joins = (
            f"LEFT JOIN name_uses u ON u.code = c.code AND u.field = '{field}'"
            " LEFT JOIN names n ON n.id = u.name_id"
        )
        return f"coalesce(n.name, {_gap(field)})", joins
    if field == "country":
        return "coalesce(p.name, c.prefix)", "LEFT JOIN countries p ON p.prefix = c.prefix"
    if field in ("start", "end"):
        return f"coalesce(substr(c.{field}_to, 1, 4), {_gap(field)})", ""
    return f"coalesce(NULLIF(c.\"{field}\", ''), {_gap(field)})", ""


def _gap(field: str) -> str:
    return f"CASE WHEN c.\"{field}\" = '' THEN '(blank)' WHEN c.has_page THEN '(not in record)' ELSE '(no page)' END"


def _group(query: Query, evidence: Evidence, as_of: date, language: str) -> Draft:
    sql, params = condition(query.filters, query.codes)
    key, joins = group_key(query.group or "country")
    rows = evidence.store.groups(key, sql, params, joins)
    rows.sort(key=lambda row: (-row[1], str(row[0])) if query.group not in ("cycle", "start", "end") else (str(row[0]),))
    true, false, open_ = evidence.store.tally(f"({sql})", params)
    unknown = evidence.store.select(f"({sql}) IS NULL", params) if open_ else []
    notes = (Note("undecided_set", {"count": len(unknown), "codes": ", ".join(unknown[:_NAMED]), "more": max(len(unknown) - _NAMED, 0)}),) if unknown else ()
    lead = (Note("grouped", {"count": true, "field": query.group}), *(Note("group_row", {"key": k, "count": n}) for k, n in rows[:40]))
    return Draft("answer", lead=lead, notes=notes, unknown=tuple(unknown), considered=true + false + open_, decidable=true + false,
                 result={"type": "group", "value": {str(k): n for k, n in rows}})


def _most(query: Query, evidence: Evidence) -> Draft:
    sql, params = condition(query.filters, query.codes)
    key, joins = group_key(query.group or "country")
    rows = [row for row in evidence.store.groups(key, sql, params, joins) if not str(row[0]).startswith("(")]
    if query.words == ("index",):
        rows = evidence.store.index_areas(sql, params)
    if not rows:
        return Draft("abstain", lead=(Note("none_dated"),), reason="not_stated")
    best = (max if query.descending else min)(count for _key, count in rows)
    keys = sorted(str(key) for key, count in rows if count == best)
    true, false, open_ = evidence.store.tally(f"({sql})", params)
    lead = tuple(Note("group_row", {"key": key, "count": best}) for key in keys)
    return Draft("answer", lead=lead, considered=true + false + open_, decidable=true + false,
                 result={"type": "group", "value": keys[0] if len(keys) == 1 else keys})


# -- changes, definitions, text ----------------------------------------------------------------------------------


def _changes(query: Query, evidence: Evidence, as_of: date, language: str) -> Draft:
    codes: Sequence[str] | None = query.codes or None
    if query.filters:
        sql, params = condition(query.filters, query.codes)
        codes = evidence.store.select(sql, params)
    rows = evidence.store.changes(query.since, query.until or as_of.isoformat(), codes)
    rows = [row for row in rows if not query.fields or row[1] in query.fields]
    titles = evidence.titles(sorted({row[0] for row in rows}))
    items: list[Item] = []
    for code, name, old, new, at, _document in rows:
        now = evidence.findings([code], [name])[code][0]
        said = "\n".join(item.raw for item in now.items)
        if now.items and said == (new or ""):
            items.append(replace(now.items[0], old=old, at=at))
    entries = tuple(
        Entry(code, titles[code], tuple(Finding(code, item.field, "change", (item,)) for item in items if item.code == code))
        for code in dict.fromkeys(item.code for item in items)
    )
    scope = {"considered": evidence.store.totals()[0], "decidable": evidence.store.totals()[0]}
    if not items:
        if query.words == ("previous",):
            return Draft("abstain", lead=(Note("no_earlier_value", {"codes": ", ".join(query.codes)}),), reason="not_stated", **scope)
        return Draft("answer", lead=(Note("nothing_changed", {"since": query.since or ""}),), result={"type": "changes", "value": []}, **scope)
    value: object = items[0].old if query.words == ("previous",) and len(items) == 1 else list(dict.fromkeys(item.code for item in items))
    return Draft("answer", lead=(Note("changed", {"count": len(items)}),), entries=entries, items=tuple(items), listed=tuple(dict.fromkeys(i.code for i in items)),
                 result={"type": "changes", "value": value}, **scope)


def _define(query: Query, evidence: Evidence, as_of: date, language: str) -> Draft:
    found = define(query.words, query.fields, language)
    if not found:
        return Draft("abstain", lead=(Note("no_definition", {"words": ", ".join(query.words)}),), reason="out_of_scope")
    lead = tuple(Note("definition", {"term": term, "text": text}) for term, text in found)
    return Draft("answer", lead=lead, notes=(Note("glossary"),), result={"type": "define", "value": " ".join(text for _term, text in found)})


def _search(query: Query, evidence: Evidence, as_of: date, language: str) -> Draft:
    if any(one.op == "mentions" for one in query.filters):
        made = _list(query, evidence, as_of, language)
        return replace(made, result={"type": "set", "value": list(made.listed)})
    found = find_passages(query.words, query.codes, evidence.store)
    if not found:
        reason = "not_stated" if query.codes else "out_of_scope"
        frame = Unknown(reason, replace(query, words=()), query.words)
        return _unknown(frame, evidence)
    titles = evidence.titles([passage.code for passage in found])
    items, entries, lead = [], [], []
    for passage in found:
        item = evidence.item(passage.stored, titles[passage.code])
        items.append(item)
        lead.append(Note("passage", {"code": passage.code, "title": titles[passage.code], "sentence": passage.sentence}))
        entries.append(Entry(passage.code, titles[passage.code], ()))
    codes = tuple(dict.fromkeys(passage.code for passage in found))
    return Draft("answer", lead=tuple(lead), items=tuple(items), listed=codes, confidence=0.6,
                 result={"type": "search", "value": list(codes)}, considered=evidence.store.totals()[0], decidable=evidence.store.totals()[1])


_INTENTS: dict[str, Callable[[Query, Evidence, date, str], Draft]] = {
    "lookup": _lookup,
    "compare": _lookup,
    "reverse": _reverse,
    "list": _list,
    "count": _count,
    "group": _group,
    "superlative": _superlative,
    "verify": _verify,
    "duration": _duration,
    "define": _define,
    "changes": _changes,
    "search": _search,
    "help": _help,
}

__all__ = ["Filter", "draft"]
