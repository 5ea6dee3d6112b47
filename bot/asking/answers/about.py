"""Questions about the bot and its data, answered from the store as far as it knows, and small talk."""

from __future__ import annotations

from bot.asking.answer import Draft, Note
from bot.asking.answers.groups import distinct
from bot.asking.conditions import Sql
from bot.asking.evidence import Evidence
from bot.asking.frames import About, Talk
from bot.records.fields import FIELDS

_NAMED = 5
"""Documents that are named; the rest is counted."""
_AREAS = 15
_EVERYTHING: Sql = ("1", [])


def about(frame: About, evidence: Evidence) -> Draft:
    """What is known of the corpus, or how the bot works: `topic` names its sentence, `about_sources` and so on."""
    answer = {
        "sources": _documents, "documents": _documents, "current": _current, "coverage": _coverage,
        "countries": _countries, "areas": _areas, "fields": _fields,
    }.get(frame.topic)  # fmt: skip
    return answer(frame.topic, evidence) if answer else Draft("help", lead=(Note(f"about_{frame.topic}"),))


def talk(frame: Talk, evidence: Evidence) -> Draft:
    """What can be asked, with examples from this corpus between, in the language of the answer; or a kind word."""
    if frame.kind not in ("help", "greeting"):
        return Draft("help", lead=(Note(frame.kind),), confidence=1.0)
    total, pages = evidence.store.totals()
    lead, notes = (Note(frame.kind, {"count": total, "total": total, "pages": pages}),), (Note("go_on"),)
    return Draft("help", lead=lead, notes=notes, confidence=1.0, offers_examples=True)


def _documents(topic: str, evidence: Evidence) -> Draft:
    documents = [name for name, _day in evidence.store.documents()]
    values: dict[str, object] = {"count": len(documents), "names": ", ".join(documents[:_NAMED])}
    values["more"] = max(len(documents) - _NAMED, 0)
    return _counted(topic, values, len(documents), evidence)


def _current(topic: str, evidence: Evidence) -> Draft:
    days = sorted(day for _name, day in evidence.store.documents())
    read = evidence.store.fact("as_of") or (days[-1] if days else "")
    lead = Note(
        f"about_{topic}", {"read": read, "day": days[-1] if days else read, "today": evidence.as_of.isoformat()}
    )
    return Draft("answer", lead=(lead,), result={"type": "date", "value": read}, scope=evidence.scope(undecided=0))


def _coverage(topic: str, evidence: Evidence) -> Draft:
    total, pages = evidence.store.totals()
    years = sorted(year for year, _count in distinct("cycle", _EVERYTHING, evidence))
    values: dict[str, object] = {
        "total": total,
        "pages": pages,
        "index": total - pages,
        "countries": len(evidence.store.countries()),
        "plans": len(distinct("action_plan", _EVERYTHING, evidence, members=True)),
        "first": years[0] if years else "?",
        "last": years[-1] if years else "?",
    }
    return _counted(topic, values, total, evidence)


def _countries(topic: str, evidence: Evidence) -> Draft:
    names = [name for _prefix, name in evidence.store.countries()]
    return _counted(topic, {"count": len(names), "names": ", ".join(names)}, len(names), evidence)


def _areas(topic: str, evidence: Evidence) -> Draft:
    rows = sorted(distinct("policy_areas", _EVERYTHING, evidence), key=lambda row: (-row[1], row[0]))
    lead = (
        Note(f"about_{topic}", {"count": len(rows)}),
        *(Note("group_row", {"key": name, "count": number}) for name, number in rows[:_AREAS]),
        *((Note("more_groups", {"count": len(rows) - _AREAS}),) if len(rows) > _AREAS else ()),
    )
    return Draft("answer", lead=lead, result={"type": "group", "value": dict(rows)}, scope=evidence.scope(undecided=0))


def _fields(topic: str, evidence: Evidence) -> Draft:
    lead = Note(f"about_{topic}", {"count": len(FIELDS), "fields": tuple(field.name for field in FIELDS)})
    return Draft("help", lead=(lead,), scope=evidence.scope(undecided=0))


def _counted(topic: str, values: dict[str, object], number: int, evidence: Evidence) -> Draft:
    lead = Note(f"about_{topic}", values)
    return Draft("answer", lead=(lead,), result={"type": "count", "value": number}, scope=evidence.scope(undecided=0))
