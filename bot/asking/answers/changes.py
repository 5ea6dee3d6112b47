"""What the documents say otherwise than before."""

from __future__ import annotations

from collections.abc import Sequence

from bot.asking.answer import Item
from bot.asking.conditions import fits
from bot.asking.draft import Draft, Entry, Note
from bot.asking.evidence import Evidence, Finding
from bot.asking.frames import ALL, Changes, Has, conjuncts
from bot.records.contradictions import DISPUTED
from bot.records.frozen import replace


def changes(frame: Changes, evidence: Evidence) -> Draft:
    """Fields that changed in a time, or what one of them said before; the new value quoted, the old beside it."""
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
    if not items:
        lead = Note("nothing_changed", {"since": frame.since})
        return Draft("answer", lead=(lead,), result={"type": "changes", "value": []}, scope=scope)
    codes = list(dict.fromkeys(item.code for item in items))
    return Draft(
        "answer",
        lead=(Note("changed", {"count": len(items)}),),
        entries=entries,
        items=items,
        listed=tuple(codes),
        result={"type": "changes", "value": items[0].old if frame.previous and len(items) == 1 else codes},
        scope=scope,
    )
