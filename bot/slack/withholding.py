"""Contacts taken out of what is about to be shown: pure functions, Answer → Answer and Digest → Digest.

A contact is an email address or a telephone number: a value of those fields, and whatever reads as one, or is one of
the contacts stored for the same commitments, wherever it stands: in a sentence, in the words around a quote, in an old
value, in part at the edge of an excerpt. Names and positions of responsible persons are none: documents name them so
that it is known who answers for a commitment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from bot.asking.draft import Entry
from bot.asking.query import Answer, Item
from bot.digest.model import Digest, Said, Source
from bot.digest.model import Item as DigestItem
from bot.records.values import find_emails, find_phones
from bot.slack.contact_patterns import FIELDS, Contacts

Found = frozenset[tuple[str, str]]
"""(code, field) of every contact that was found; the code is empty where no value of the answer holds it."""

_NUMBERED = re.compile(r"\[(\d+)\] ")


def withhold(answer: Answer, contacts: Contacts) -> tuple[Answer, Found]:
    """The answer without any contact, and which there were; the answer itself where there were none.

    Everything stays in its place, so that numbers go on naming their sources.
    """
    hide = contacts.hide
    telling = {number: item for number, item in enumerate(answer.items, 1) if item.field in FIELDS}

    def said(text: str) -> str:
        """Words about several commitments, in which values stand with their numbers; they may read as anything."""
        for number, item in telling.items():
            if item.raw.strip():
                text = text.replace(f"{_flat(item.raw)} [{number}]", f"{contacts.mask} [{number}]")
            if item.old:
                text = text.replace(f"“{_flat(item.old)}”", f"“{contacts.mask}”")
        return hide(text)

    def cited(line: str, code: str = "") -> str:
        """A source, which begins with its number."""
        number = _NUMBERED.match(line)
        item = telling.get(int(number[1])) if number else None
        masked = line.replace(_flat(item.raw), contacts.mask) if item and item.raw.strip() else line
        return hide(masked, code)

    statement, sources = _parted(answer)
    found = {pair for item in answer.items for pair in _in_item(item, contacts)}
    found |= {pair for entry in answer.entries for pair in _in_entry(entry, contacts)}
    if not found:
        elsewhere = (
            contacts.fields(answer.statement) | contacts.fields(answer.text) | _fields_in(answer.result, contacts)
        )
        found = {("", field) for field in elsewhere}
    if not found:
        return answer, frozenset()
    statement, sources = said(statement), "\n".join(map(cited, sources.splitlines()))
    changed = replace(
        answer,
        query=hide(answer.query),
        statement=statement,
        text="\n".join(filter(None, (statement, sources))),
        items=tuple(_item(item, contacts) for item in answer.items),
        result=None if _fields_in(answer.result, contacts) else answer.result,
        options=tuple(replace(one, label=hide(one.label)) for one in answer.options),
        lead=tuple(map(said, answer.lead)),
        entries=tuple(_entry(entry, contacts) for entry in answer.entries),
        notes=tuple(map(said, answer.notes)),
        sources=tuple(cited(line, item.code) for line, item in zip(answer.sources, answer.items, strict=False)),
    )
    return changed, frozenset(found)


def asks_by_contact(answer: Answer) -> bool:
    """Whether the question names a contact: whose it is, or whether it is somebody's, is what a contact tells too."""
    words = [str(word) for word in answer.frame.get("words") or ()]
    if words[:1] == ["contact"] or (answer.intent == "reverse" and words[:1] and words[0] in FIELDS):
        return True
    values = [str(value) for one in answer.frame.get("filters") or () for value in one.get("values") or ()]
    return any(find_emails(word) or find_phones(word) for word in (*words, *values))


def refused(answer: Answer, sentence: str) -> Answer:
    """What is said instead of the answer to a question that names a contact, whatever the answer is."""
    return replace(
        answer, query="", frame={}, outcome="abstain", reason="refused", statement=sentence, text=sentence, items=(),
        result=None, unknown=(), options=(), options_total=0, pending=None, lead=(), entries=(), notes=(), sources=(),
    )  # fmt: skip


def with_sentence(answer: Answer, sentence: str) -> Answer:
    """The answer with a sentence at the end of its statement, and first among its notes."""
    statement, sources = _parted(answer)
    said = f"{statement}\n{sentence}"
    lead = (*answer.lead, sentence) if answer.outcome == "clarify" and answer.lead else answer.lead  # it shows no notes
    notes = (sentence, *answer.notes)
    return replace(answer, statement=said, text="\n".join(filter(None, (said, sources))), lead=lead, notes=notes)


def withhold_from_digest(digest: Digest, contacts: Contacts) -> tuple[Digest, Found]:
    """The digest without any contact, and which there were; the digest itself where there were none."""
    found: set[tuple[str, str]] = set()
    for one in (item for section in digest.sections for item in section.items):
        texts = (one.raw, one.old, one.title, *(said.raw for said in one.beside))
        fields = {one.field} if one.field in FIELDS and (one.raw or one.old) else set()
        found |= {(one.code, field) for text in texts for field in fields | contacts.fields(text, one.code)}
    spans = digest.timeline.spans
    found |= {(one.code, field) for one in spans for field in contacts.fields(one.title, one.code)}
    if not found:
        return digest, frozenset()
    shown = tuple(replace(one, title=contacts.hide(one.title, one.code)) for one in spans)
    sections = tuple(
        replace(section, items=tuple(_digest_item(item, contacts) for item in section.items))
        for section in digest.sections
    )
    return replace(digest, sections=sections, timeline=replace(digest.timeline, spans=shown)), frozenset(found)


# -- parts -------------------------------------------------------------------------------------------------------


def _parted(answer: Answer) -> tuple[str, str]:
    """(statement, the sources below it)."""
    if answer.statement and answer.text.startswith(answer.statement):
        return answer.statement, answer.text.removeprefix(answer.statement).lstrip("\n")
    return answer.statement, answer.text


def _item(item: Item, contacts: Contacts) -> Item:
    hide, own = _hiding(item.code, item.field, contacts)
    return replace(
        item,
        raw=own(item.raw),
        value=None if item.value and own(item.value) != item.value else item.value,
        old=own(item.old) if item.old else item.old,
        title=hide(item.title),
        before=hide(item.before),
        after=hide(item.after),
    )


def _in_item(item: Item, contacts: Contacts) -> Iterator[tuple[str, str]]:
    if item.field in FIELDS and (item.raw.strip() or item.old):
        yield item.code, item.field
    for text in (item.raw, item.old, item.title, item.before, item.after):
        yield from ((item.code, field) for field in contacts.fields(text, item.code))


def _entry(entry: Entry, contacts: Contacts) -> Entry:
    findings = (replace(one, items=tuple(_item(item, contacts) for item in one.items)) for one in entry.findings)
    return replace(entry, title=contacts.hide(entry.title, entry.code), findings=tuple(findings))


def _in_entry(entry: Entry, contacts: Contacts) -> Iterator[tuple[str, str]]:
    yield from ((entry.code, field) for field in contacts.fields(entry.title, entry.code))
    for finding in entry.findings:
        for item in finding.items:
            yield from _in_item(item, contacts)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _digest_item(item: DigestItem, contacts: Contacts) -> DigestItem:
    hide, own = _hiding(item.code, item.field, contacts)
    return replace(
        item,
        title=hide(item.title),
        raw=own(item.raw),
        value=None if item.value and own(item.value) != item.value else item.value,
        old=own(item.old) if item.old else item.old,
        source=_source(item.source, own) if item.source else None,
        beside=tuple(Said(one.field, hide(one.raw), _source(one.source, hide)) for one in item.beside),
    )


def _source(source: Source, hide: Callable[[str], str]) -> Source:
    return replace(source, quote=hide(source.quote))


def _hiding(code: str, field: str, contacts: Contacts) -> tuple[Callable[[str], str], Callable[[str], str]]:
    """(what hides the contacts of a text, what hides those of a value of `field`), of a commitment."""

    def hide(text: str) -> str:
        return contacts.hide(text, code)

    return hide, (lambda text: contacts.mask if text.strip() else text) if field in FIELDS else hide


def _fields_in(value: Any, contacts: Contacts) -> set[str]:
    """Of which fields the contacts in a result are."""
    if isinstance(value, Mapping):
        own = {str(value["type"])} if value.get("type") in FIELDS and value.get("value") else set()
        return own.union(*(_fields_in(one, contacts) for pair in value.items() for one in pair))
    if isinstance(value, list | tuple):
        return set().union(*(_fields_in(one, contacts) for one in value))
    return contacts.fields(value) if isinstance(value, str) else set()
