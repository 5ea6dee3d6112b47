"""The answer object: what is answered, with every value that is shown and its place; free of language and of Slack."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from bot.records.frozen import dataclass
from bot.records.lines import counts_of

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
class Item:
    """A value that is shown, with the place that it is quoted from: `documents.text[start:end] == quote == raw`.

    `line` counts from 1; `before` and `after` are the words around the quote in that line. `row` and `column` are the
    place of a value that stands in a table, from 1, `heading` what its column is called and `sheet` its sheet; a value
    that `heads` its column is marked in the commitment's row. `said` is what people are shown for `raw`: the term of a
    coded cell, a text without its escapes.
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
    place: str | None = None
    heading: str = ""
    sheet: str = ""
    heads: bool = False
    said: str = ""

    @property
    def shown(self) -> str:
        """The value as people read it."""
        return self.said or self.raw

    def to_json(self) -> dict[str, Any]:
        """The item as the contract's JSON."""
        out: dict[str, Any] = {"code": self.code, "field": self.field, "raw": self.raw, "value": self.value}
        out["precision"] = self.precision
        if self.at is not None:
            out |= {"old": self.old, "at": self.at}
        out["source"] = {"doc": self.doc, "start": self.start, "end": self.end, "quote": self.raw}
        places = {"line": self.line, "row": self.row, "column": self.column} | counts_of(self.place)
        out["source"] |= {name: place for name, place in places.items() if place is not None}
        named = {"sheet": self.sheet, "heading": self.heading, "url": self.url}
        out["source"] |= {name: text for name, text in named.items() if text}
        return out


@dataclass(frozen=True, slots=True)
class Option:
    """One commitment to choose from when a question fits several."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another reading of a question: its words, and the frame that `answer_pending` answers."""

    text: str
    pending: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question gets.

    `reading` is the question as it was read, in words; `alternatives` are other readings, the nearest first.

    `statement` is the answer in words without its sources; `text` is the statement followed by numbered sources. The
    same for who lays it out anew: `lead`, `entries` and `notes` in their order, and `sources`, a line an item.
    `total` is how many commitments a list has, `first` the place in it of the first one that is shown, from 1;
    `undecided` how many may belong to it. Their codes are in `result` and `unknown` where they are `named`.
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
    total: int = 0
    first: int = 0
    undecided: int = 0
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
    reading: str = ""
    alternatives: tuple[Alternative, ...] = ()
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
            "reading": self.reading,
            "alternatives": [{"text": one.text, "pending": one.pending} for one in self.alternatives],
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
