"""The query frame and the answer object: what a question means and what is answered, free of language and of Slack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from bot.asking.draft import Entry  # which is made of the items below

Intent = Literal[
    "lookup",
    "reverse",
    "list",
    "count",
    "group",
    "superlative",
    "compare",
    "verify",
    "duration",
    "define",
    "changes",
    "search",
    "help",
]
Outcome = Literal["answer", "clarify", "abstain", "help", "error"]


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition on commitments, three-valued: true, false, or undecided where the documents do not say.

    `op`: `is` (one of `values`), `within` (first and last day or year), `plan` (its number), `overdue`, `missing`,
    `page`, `named`, `mentions`, `either` (one of `parts`). `at` is the word of the question where it begins.
    """

    field: str
    op: str
    values: tuple[str, ...] = ()
    negated: bool = False
    label: str = ""
    at: int = -1
    parts: tuple[Filter, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The condition as the contract's JSON shows it."""
        shown = [self.label] if self.label else list(self.values)
        return {"field": self.field, "op": self.op, "values": shown, "negated": self.negated}


@dataclass(frozen=True, slots=True)
class Correction:
    """A repair of what was typed, always stated to the person who asked."""

    typed: str
    taken: str


@dataclass(frozen=True, slots=True)
class Query:
    """The frame of a question: what is asked of which commitments, free of language.

    `codes` are the commitments it is about, empty where `filters` choose them. `fields` are asked for, the main one
    first. `group` is a field to count by; `order` one of `start`, `end`, `duration`, `count` with `descending`.
    `words` are searched in the text or are the terms to define; `near` speak for a sentence that has them too. `page`
    of a long list counts from 1, None is the whole list. `since` and `until` bound changes (ISO days).
    """

    intent: Intent
    codes: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    group: str | None = None
    order: str | None = None
    descending: bool = False
    limit: int | None = None
    page: int | None = 1
    words: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    corrections: tuple[Correction, ...] = ()
    inherited: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    confidence: float = 1.0

    def to_json(self) -> dict[str, Any]:
        """The frame as the contract's JSON shows it."""
        out: dict[str, Any] = {
            "codes": list(self.codes),
            "fields": list(self.fields),
            "filters": [one.to_json() for one in self.filters],
            "inherited": list(self.inherited),
            "corrections": [{"from": one.typed, "to": one.taken} for one in self.corrections],
            "ignored_words": list(self.ignored),
        }
        for name in ("group", "order", "limit", "since", "until"):
            if getattr(self, name) is not None:
                out[name] = getattr(self, name)
        if self.words:
            out["words"] = list(self.words)
        if self.assumed:
            out["assumed"] = list(self.assumed)
        return out


@dataclass(frozen=True, slots=True)
class Clarify:
    """A question that fits several commitments, or none: `pending` is answered once one of `codes` is chosen."""

    reason: Literal["several_entities", "no_antecedent"]
    codes: tuple[str, ...]
    pending: Query
    named: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A question that is not answered, and why; `words` are what was not understood or does not exist."""

    reason: str
    query: Query
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A value that is shown, with the place that it is quoted from: `documents.text[start:end] == quote == raw`.

    `line` counts from 1; `before` and `after` are the words around the quote in that line. `row` and `column` are the
    place of a value that stands in a table, from 1.
    """

    code: str
    field: str
    raw: str
    doc: str
    start: int
    end: int
    value: str | None = None
    precision: str | None = None
    old: str | None = None
    at: str | None = None
    url: str | None = None
    line: int | None = None
    title: str = ""
    document_id: int = 0
    before: str = ""
    after: str = ""
    row: int | None = None
    column: int | None = None

    def to_json(self) -> dict[str, Any]:
        """The item as the contract's JSON."""
        out: dict[str, Any] = {"code": self.code, "field": self.field, "raw": self.raw, "value": self.value}
        out["precision"] = self.precision
        if self.at is not None:
            out |= {"old": self.old, "at": self.at}
        out["source"] = {"doc": self.doc, "start": self.start, "end": self.end, "quote": self.raw}
        places = {"line": self.line, "row": self.row, "column": self.column}
        out["source"] |= {name: place for name, place in places.items() if place is not None}
        if self.url:
            out["source"]["url"] = self.url
        return out


@dataclass(frozen=True, slots=True)
class Option:
    """One commitment to choose from when a question fits several."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question gets.

    `statement` is the answer in words without its sources; `text` is the statement followed by numbered sources. The
    same for who lays it out anew: `lead`, `entries` and `notes` in their order, and `sources`, a line an item.
    `pending` is what a later choice among `options` must be given back with (`choose`), a short JSON text.
    """

    query: str
    as_of: str
    lang: str
    outcome: Outcome
    intent: str | None
    frame: Mapping[str, Any]
    statement: str
    text: str
    items: tuple[Item, ...] = ()
    result: Mapping[str, Any] | None = None
    unknown: tuple[str, ...] = ()
    considered: int = 0
    decidable: int = 0
    reason: str | None = None
    options: tuple[Option, ...] = ()
    options_total: int = 0
    confidence: float = 0.0
    pending: str | None = None
    ms: float = 0.0
    lead: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    id: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The answer object, version 1 of the contract."""
        return {
            "v": 1,
            "id": self.id,
            "query": self.query,
            "as_of": self.as_of,
            "lang": self.lang,
            "outcome": self.outcome,
            "intent": self.intent,
            "frame": dict(self.frame),
            "items": [item.to_json() for item in self.items],
            "result": dict(self.result) if self.result is not None else None,
            "unknown": list(self.unknown),
            "scope": {"considered": self.considered, "decidable": self.decidable},
            "reason": self.reason,
            "options": [{"code": option.code, "label": option.label} for option in self.options],
            "confidence": round(self.confidence, 2),
            "ms": round(self.ms, 2),
            "text": self.text,
        }
