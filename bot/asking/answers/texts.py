"""Definitions, and sentences of the documents."""

from __future__ import annotations

from bot.asking.answer import Draft, Entry, Note
from bot.asking.answers.refusals import refusal
from bot.asking.conditions import fits
from bot.asking.evidence import Evidence
from bot.asking.frames import ALL, Define, FindText, Refuse, conjuncts, tests
from bot.asking.glossary import define
from bot.asking.passages import find_passages


def definitions(frame: Define, _evidence: Evidence) -> Draft:
    """What a term means, from the glossary of the project."""
    found = define(frame.terms, frame.fields)
    if not found:
        return Draft("abstain", lead=(Note("no_definition", {"words": ", ".join(frame.terms)}),), reason="out_of_scope")
    lead = tuple(Note("definition", {"term": term, "text": text}) for term, text in found)
    return Draft(
        "answer",
        lead=lead,
        notes=(Note("glossary"),),
        result={"type": "define", "value": " ".join(text for _term, text in found)},
    )


def find_text(frame: FindText, evidence: Evidence) -> Draft:
    """The sentences that answer a question of fact."""
    codes = () if frame.where == ALL else tuple(evidence.store.select(*fits(frame.where)))
    if frame.where != ALL and not codes:
        return _nothing_found(frame, evidence)
    found = find_passages(frame.words, frame.near, codes, evidence.store)
    if not found:
        return _nothing_found(frame, evidence)
    titles = evidence.titles([passage.code for passage in found])
    named = tuple(dict.fromkeys(passage.code for passage in found))
    return Draft(
        "answer",
        lead=tuple(
            Note("passage", {"code": one.code, "title": titles[one.code], "sentence": one.sentence}) for one in found
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
