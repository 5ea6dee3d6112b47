"""Definitions, and sentences of the documents."""

from __future__ import annotations

from dataclasses import replace

from bot.asking.answers.refusals import refusal
from bot.asking.answers.sets import list_commitments
from bot.asking.conditions import condition
from bot.asking.draft import Draft, Entry, Note
from bot.asking.evidence import Evidence
from bot.asking.glossary import define
from bot.asking.passages import find_passages
from bot.asking.query import Query, Unknown


def definitions(query: Query, _evidence: Evidence) -> Draft:
    """What a term means, from the glossary of the project."""
    found = define(query.words, query.fields)
    if not found:
        return Draft("abstain", lead=(Note("no_definition", {"words": ", ".join(query.words)}),), reason="out_of_scope")
    lead = tuple(Note("definition", {"term": term, "text": text}) for term, text in found)
    return Draft(
        "answer",
        lead=lead,
        notes=(Note("glossary"),),
        result={"type": "define", "value": " ".join(text for _term, text in found)},
    )


def search_text(query: Query, evidence: Evidence) -> Draft:
    """The commitments whose text holds some words, or the sentences that answer a question of fact."""
    if any(part.op == "mentions" for one in query.filters for part in (one, *one.parts)):
        made = list_commitments(query, evidence)
        return replace(made, result={"type": "set", "value": list(made.listed)})
    codes = query.codes
    if query.filters and not (codes := tuple(evidence.store.select(*condition(query.filters, codes)))):
        return _nothing_found(query, evidence)
    found = find_passages(query.words, query.near, codes, evidence.store)
    if not found:
        return _nothing_found(query, evidence)
    titles = evidence.titles([passage.code for passage in found])
    items, entries, lead = [], [], []
    for passage in found:
        item = evidence.item(passage.stored, titles[passage.code])
        items.append(item)
        lead.append(
            Note("passage", {"code": passage.code, "title": titles[passage.code], "sentence": passage.sentence})
        )
        entries.append(Entry(passage.code, titles[passage.code], ()))
    codes = tuple(dict.fromkeys(passage.code for passage in found))
    return Draft(
        "answer",
        lead=tuple(lead),
        items=tuple(items),
        listed=codes,
        confidence=0.6,
        result={"type": "search", "value": list(codes)},
        scope=evidence.scope(),
    )


def _nothing_found(query: Query, evidence: Evidence) -> Draft:
    reason = "not_stated" if query.codes else "out_of_scope"
    return refusal(Unknown(reason, replace(query, words=()), query.words), evidence)
