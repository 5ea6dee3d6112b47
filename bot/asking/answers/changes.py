"""What the documents say otherwise than before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.asking.conditions import condition
from bot.asking.draft import Draft, Entry, Note
from bot.asking.evidence import Evidence, Finding
from bot.asking.query import Item, Query


def changes(query: Query, evidence: Evidence) -> Draft:
    """Fields that changed in a time, or what one of them said before; the new value quoted, the old beside it."""
    codes: Sequence[str] | None = query.codes or None
    if query.filters:
        sql, params = condition(query.filters, query.codes)
        codes = evidence.store.select(sql, params)
    rows = evidence.store.changes(query.since, query.until or evidence.as_of.isoformat(), codes)
    rows = [row for row in rows if not query.fields or row[1] in query.fields]
    titles = evidence.titles(sorted({row[0] for row in rows}))
    items: list[Item] = []
    for code, name, old, new, at, _document in rows:
        now = evidence.findings([code], [name])[code][0]
        said = "\n".join(item.raw for item in now.own)
        if now.items and said == (new or ""):
            items.append(replace(now.items[0], old=old, at=at))
    entries = tuple(
        Entry(
            code,
            titles[code],
            tuple(Finding(code, item.field, "change", (item,)) for item in items if item.code == code),
        )
        for code in dict.fromkeys(item.code for item in items)
    )
    scope = evidence.scope(undecided=0)
    if not items:
        if query.words == ("previous",):
            return Draft(
                "abstain",
                lead=(Note("no_earlier_value", {"codes": ", ".join(query.codes)}),),
                reason="not_stated",
                scope=scope,
            )
        return Draft(
            "answer",
            lead=(Note("nothing_changed", {"since": query.since or ""}),),
            result={"type": "changes", "value": []},
            scope=scope,
        )
    value: object = (
        items[0].old
        if query.words == ("previous",) and len(items) == 1
        else list(dict.fromkeys(item.code for item in items))
    )
    return Draft(
        "answer",
        lead=(Note("changed", {"count": len(items)}),),
        entries=entries,
        items=tuple(items),
        listed=tuple(dict.fromkeys(i.code for i in items)),
        result={"type": "changes", "value": value},
        scope=scope,
    )
