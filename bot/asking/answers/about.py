"""Questions about the bot, its data and its terms, answered from the store and the glossary; and small talk."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from bot.asking.answer import Draft, Note
from bot.asking.answers.numbers import distinct
from bot.asking.evidence import Evidence
from bot.asking.frames import About, Define, Talk
from bot.asking.normalise import singular
from bot.records.condition_queries import Sql
from bot.records.fields import FIELDS
from bot.records.kept import table
from bot.records.text import words

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


# -- what a term means -------------------------------------------------------------------------------------------------


def definitions(frame: Define, _evidence: Evidence) -> Draft:
    """What a term means, from the glossary of the project."""
    found = _defined(frame.terms, frame.fields)
    if not found:
        return Draft("abstain", lead=(Note("no_definition", {"words": ", ".join(frame.terms)}),), reason="out_of_scope")
    lead = tuple(Note("definition", {"term": term, "text": text}) for term, text in found)
    return Draft(
        "answer",
        lead=lead,
        notes=(Note("glossary"),),
        result={"type": "define", "value": " ".join(text for _term, text in found)},
    )


def _defined(terms: Sequence[str], fields: Sequence[str]) -> list[tuple[str, str]]:
    """(term, definition) of what is asked; empty where the glossary has none of it."""
    entries = _entries()
    by_name = {name: entry for entry in entries for name in entry[0]}
    found: list[tuple[str, str]] = []
    for term in terms:
        key = _key(term)
        entry = by_name.get(key) or max(
            (one for name, one in by_name.items() if _inside(name, key)), key=lambda one: len(one[1]), default=None
        )
        if entry and (entry[1], entry[2]) not in found:
            found.append((entry[1], entry[2]))
    if not found and fields:
        found = [(entry[1], entry[2]) for entry in entries if fields[0] == entry[3]]
    return found


def in_glossary(term: str) -> bool:
    """Whether the glossary has this very term."""
    return _key(term) in _terms()


@cache
def _terms() -> frozenset[str]:
    return frozenset(name for names, _term, _text, _field in _entries() for name in names)


def _inside(name: str, key: str) -> bool:
    return bool(name) and f" {name} " in f" {key} "


def _key(text: str) -> str:
    return " ".join(singular(word) for word in words(text) if word not in ("the", "a", "an"))


@cache
def _entries() -> tuple[tuple[tuple[str, ...], str, str, str], ...]:
    data = table(Path(__file__).parent.with_name("glossary.toml"))
    return tuple(
        (tuple(_key(name) for name in (term, *entry.get("also", ()))), term, entry["text"], entry.get("field", ""))
        for term, entry in data.items()
    )
