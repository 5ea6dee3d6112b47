"""Contacts taken out of what is about to be shown: pure functions, Answer → Answer and Digest → Digest.

A contact is an email address or a telephone number: a value of those fields, and whatever reads as one, or is one of
the contacts stored for the same commitments, wherever it stands: in a sentence, in the words around a quote, in an old
value, in part at the edge of an excerpt. Names and positions of responsible persons are none: documents name them so
that it is known who answers for a commitment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from bot.asking.query import Answer, Item
from bot.digest.model import Digest, Said, Source
from bot.digest.model import Item as DigestItem
from bot.records.values import find_emails, find_phones

FIELDS = ("email", "phone")
Found = frozenset[tuple[str, str]]
"""(code, field) of every contact that was found; the code is empty where no value of the answer holds it."""

Patterns: TypeAlias = tuple[tuple[str, re.Pattern[str]], ...]
"""(field, what finds stored contacts of it)."""

_TOGETHER = 200  # commitments whose stored contacts are looked for at once: more than any message shows
_SHORTEST = 7  # digits of what `find_phones` takes for a number
_TELLING = 5  # digits that make a stored text a telephone number rather than an extension


@dataclass(frozen=True, slots=True)
class Contacts:
    """What counts as a contact besides what reads as one: patterns of what is stored, by commitment and for all.

    `mask` is shown in the place of each.
    """

    own: Mapping[str, Patterns]
    every: Patterns
    mask: str

    @classmethod
    def of(cls, known: Mapping[str, Mapping[str, str]], mask: str) -> Contacts:
        """With the stored contacts of each commitment, each with its field."""
        own = {code: _patterns(texts) for code, texts in known.items()}
        together = {text: field for code in list(known)[:_TOGETHER] for text, field in known[code].items()}
        return cls(own, _patterns(together), mask)

    def hide(self, text: str, code: str = "") -> str:
        """`text`, of a commitment's document or of several, with every contact masked."""
        out, at = [], 0
        for start, end, _field in self.spans(text, code):
            out += [text[at:start], self.mask]
            at = end
        return "".join([*out, text[at:]])

    def fields(self, text: str | None, code: str = "") -> set[str]:
        """Of which fields the contacts in `text` are."""
        return {field for _start, _end, field in self.spans(text or "", code)}

    def spans(self, text: str, code: str = "") -> list[tuple[int, int, str]]:
        """(start, end, field) of every contact, in order, those that touch or overlap as one."""
        merged: list[tuple[int, int, str]] = []
        for start, end, field in sorted(self._all(text, code)):
            if merged and start <= merged[-1][1]:
                first, last, kind = merged[-1]
                merged[-1] = first, max(last, end), kind
            else:
                merged.append((start, end, field))
        return merged

    def _all(self, text: str, code: str) -> Iterator[tuple[int, int, str]]:
        begin = 0
        for line in text.splitlines(keepends=True):  # no number goes on in the next line
            yield from ((begin + span.start, begin + span.end, "email") for span in find_emails(line))
            if sum(map(str.isdigit, line)) >= _SHORTEST:
                yield from ((begin + span.start, begin + span.end, "phone") for span in find_phones(line))
            begin += len(line)
        for field, pattern in self.own.get(code, ()) if code else self.every:
            yield from ((*match.span(), field) for match in pattern.finditer(text))


def withhold(answer: Answer, contacts: Contacts) -> tuple[Answer, Found]:
    """The answer without any contact, and which there were; the answer itself where there were none.

    Everything stays in its place, so that numbers go on naming their sources.
    """
    hide = contacts.hide
    statement, sources = _parted(answer)
    lines = sources.splitlines()
    for number, item in enumerate(answer.items, 1):
        if item.field in FIELDS and item.raw.strip():  # it may read as anything
            raw = " ".join(item.raw.split())
            statement = statement.replace(f"{raw} [{number}]", f"{contacts.mask} [{number}]")
            lines = [line.replace(raw, contacts.mask) if line.startswith(f"[{number}] ") else line for line in lines]
        if item.field in FIELDS and item.old:
            statement = statement.replace(f"“{' '.join(item.old.split())}”", f"“{contacts.mask}”")
    statement, sources = hide(statement), hide("\n".join(lines))
    found = {pair for item in answer.items for pair in _in_item(item, contacts)}
    changed = replace(
        answer,
        statement=statement,
        text="\n".join(filter(None, (statement, sources))),
        items=tuple(_item(item, contacts) for item in answer.items),
        result=None if _anywhere(answer.result, contacts) else answer.result,
        options=tuple(replace(one, label=hide(one.label)) for one in answer.options),
    )
    elsewhere = contacts.fields(answer.statement) | contacts.fields(answer.text) if not found else set()
    found |= {("", field) for field in elsewhere}
    return (changed if found else answer), frozenset(found)


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
        answer, outcome="abstain", reason="refused", statement=sentence, text=sentence, items=(), result=None,
        unknown=(), options=(), options_total=0, pending=None,
    )  # fmt: skip


def with_sentence(answer: Answer, sentence: str) -> Answer:
    """The answer with a sentence at the end of its statement."""
    statement, sources = _parted(answer)
    said = f"{statement}\n{sentence}"
    return replace(answer, statement=said, text="\n".join(filter(None, (said, sources))))


def withhold_from_digest(digest: Digest, contacts: Contacts) -> tuple[Digest, Found]:
    """The digest without any contact, and which there were; the digest itself where there were none."""
    found: set[tuple[str, str]] = set()
    for one in (item for section in digest.sections for item in section.items):
        texts = (one.raw, one.old, one.title, *(said.raw for said in one.beside))
        fields = {one.field} if one.field in FIELDS and (one.raw or one.old) else set()
        found |= {(one.code, field) for text in texts for field in fields | contacts.fields(text, one.code)}
    if not found:
        return digest, frozenset()
    sections = tuple(
        replace(section, items=tuple(_digest_item(item, contacts) for item in section.items))
        for section in digest.sections
    )
    return replace(digest, sections=sections), frozenset(found)


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
    for text in (item.raw, item.old, item.before, item.after):
        yield from ((item.code, field) for field in contacts.fields(text, item.code))


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


def _anywhere(value: Any, contacts: Contacts) -> bool:
    """Whether a result holds a contact."""
    if isinstance(value, Mapping):
        return value.get("type") in FIELDS or any(_anywhere(one, contacts) for pair in value.items() for one in pair)
    if isinstance(value, list | tuple):
        return any(_anywhere(one, contacts) for one in value)
    return isinstance(value, str) and bool(contacts.fields(value))


def _patterns(known: Mapping[str, str]) -> Patterns:
    found = []
    for field in FIELDS:
        # an alternation takes the first that fits: the whole before its parts
        texts = sorted((one for one, own in known.items() if own == field and _telling(one)), key=len, reverse=True)
        forms = [form for number in (0, 1) for text in texts for form in _forms(text)[number]]
        if forms:
            found.append((field, re.compile("|".join(forms), re.IGNORECASE)))
    return tuple(found)


def _telling(contact: str) -> bool:
    """Whether a stored text tells a contact at all: fields also hold “none” and dashes."""
    return bool(find_emails(contact)) or sum(map(str.isdigit, contact)) >= _TELLING


def _forms(contact: str) -> tuple[list[str], list[str]]:
    """(a pattern of a stored contact, however its words are spaced; those of its parts at the edge of an excerpt)."""
    words = [re.escape(word) for word in contact.split()]
    gap = r"\s+"
    ends = [rf"(?<=…\s){gap.join(words[at:])}" for at in range(1, len(words))]
    beginnings = [rf"{gap.join(words[:at])}(?=\s…)" for at in range(len(words) - 1, 0, -1)]
    return [gap.join(words)], ends + beginnings
