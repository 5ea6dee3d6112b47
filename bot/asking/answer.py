"""The answer as data: the values that are shown and their places, the draft before it is put into words, the whole.

Free of language and of Slack. The JSON of an answer and of its frame is the contract's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from bot.asking.frames import (
    ALL,
    INTENTS,
    Choose,
    Compare,
    Condition,
    Define,
    FindText,
    Frame,
    Has,
    Holder,
    Listing,
    Lookup,
    Not,
    Rank,
    Reachable,
    Reading,
    Refuse,
    Same,
    Several,
    Share,
    Verify,
    tests,
)
from bot.records.frozen import dataclass, field
from bot.records.text import counts_of

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
class Finding:
    """What a commitment's record says of one field, and behind it what other documents say against it.

    `state` is `value`, `blank` (left blank on the page), `absent` (no such label), `not_read` (no such label, but a
    part of its documents that nobody understood may say it) or `no_page` (the commitment is known from an index only).
    A blank has one item with an empty `raw`, at its label; what was not read has the likeliest passage, if any is
    likely, as an item of the field `passage`. `doubts` name sentences that stand behind the values: `differs` between
    two documents; `earlier`, `read_earlier`: a later document of the commitment does not say; `misfit`: a country that
    the code's letters are not of; `placeholder`: what is written only says that nothing is stated. `day` is that of the
    earlier document, or that of its ingest where it names none.
    """

    code: str
    field: str
    state: str
    items: tuple[Item, ...] = ()
    doubts: tuple[str, ...] = ()
    day: str = ""

    @property
    def own(self) -> tuple[Item, ...]:
        """The items without those of documents that say otherwise; all where none of them goes first."""
        if "contested" in self.doubts:
            return self.items
        return tuple(item for item in self.items if item.document_id == self.items[0].document_id)


@dataclass(frozen=True, slots=True)
class Scope:
    """How many commitments were considered, and for how many of them the question can be decided."""

    considered: int = 0
    decidable: int = 0


NO_SCOPE = Scope()


# -- before it is put into words ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence of the wording table with what it speaks of: `Note("corrected", {"typed": …, "taken": …})`."""

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """One commitment in an answer, with what is shown of it."""

    code: str
    title: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """What an answer says. `lead` are sentences before the entries, `notes` those after.

    `parts` are answers of their own, said in turn, whose items are its items; `offers_examples`: questions to begin
    with stand behind the lead.
    """

    outcome: Outcome
    lead: tuple[Note, ...] = ()
    entries: tuple[Entry, ...] = ()
    notes: tuple[Note, ...] = ()
    items: tuple[Item, ...] = ()
    result: Mapping[str, Any] | None = None
    unknown: Sequence[str] = ()
    scope: Scope = NO_SCOPE
    reason: str | None = None
    options: tuple[Option, ...] = ()
    options_total: int = 0
    confidence: float = 0.97
    listed: Sequence[str] = ()
    parts: tuple[Draft, ...] = ()
    offers_examples: bool = False


# -- the whole ---------------------------------------------------------------------------------------------------------


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

    @property
    def is_group(self) -> bool:
        """Whether it counts commitments by groups."""
        value = (self.result or {}).get("value")
        return self.outcome == "answer" and (self.result or {}).get("type") == "group" and isinstance(value, dict)

    @property
    def is_shares(self) -> bool:
        """Whether it tells the share that commitments have of each of several groups."""
        return self.outcome == "answer" and (self.result or {}).get("type") == "shares"

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


# -- what it says of its frame -----------------------------------------------------------------------------------------


def intent_of(frame: Frame) -> Intent | None:
    """The contract's intent of a frame; that of what is pending where a choice is open."""
    if isinstance(frame, Choose):
        return intent_of(frame.pending)
    if isinstance(frame, Several):
        return intent_of(frame.parts[0])
    if isinstance(frame, Lookup) and len(frame.codes) > 1 and not frame.once:
        return "compare"
    if isinstance(frame, Listing):
        fields = {(one.field, one.op) for one in tests(frame.where)}
        return "search" if ("text", "mentions") in fields else "reverse" if ("person", "is") in fields else "list"
    if isinstance(frame, Refuse) and frame.reason in ("out_of_scope", "refused"):
        return "help"
    return INTENTS.get(type(frame))  # type: ignore[return-value]


def frame_json(reading: Reading) -> dict[str, Any]:
    """A reading as the contract's JSON shows it; of a choice, what waits for it."""
    frame = reading.frame
    shown: Frame = frame.pending if isinstance(frame, Choose) else frame
    out: dict[str, Any] = {
        "kind": type(frame).__name__.lower(),
        "codes": list(_codes(shown)),
        "fields": list(_fields(shown)),
        "filters": [one for where in _conditions(shown) for one in _filters(where)],
        "inherited": list(reading.inherited),
        "corrections": [{"from": one.typed, "to": one.taken} for one in reading.corrections],
        "ignored_words": list(reading.ignored),
    }
    if by := getattr(shown, "by", None):
        out["group"] = by
    if order := "count" if isinstance(shown, Rank) else getattr(shown, "order", ""):
        out["order"] = order
    for name in ("limit", "since", "until"):
        if value := getattr(shown, name, None):
            out[name] = value
    if words := _words(shown):
        out["words"] = list(words)
    if isinstance(frame, Several):
        out["parts"] = [frame_json(Reading(part)) for part in frame.parts]
    return out


def _codes(frame: Frame) -> tuple[str, ...]:
    if isinstance(frame, Reachable):
        return (frame.code,)
    named = [one.values for where in _conditions(frame) for one in tests(where) if one.op == "among"]
    return getattr(frame, "codes", None) or (named[0] if len(named) == 1 else ())


def _fields(frame: Frame) -> tuple[str, ...]:
    if isinstance(frame, Same | Reachable):
        return (frame.field,)
    return getattr(frame, "fields", ())


def _words(frame: Frame) -> tuple[str, ...]:
    if isinstance(frame, Define):
        return frame.terms
    if isinstance(frame, Holder | Reachable):
        return (frame.typed,)
    return frame.words if isinstance(frame, FindText) else ()


def _conditions(frame: Frame) -> tuple[Condition, ...]:
    """Every condition that a frame speaks of."""
    where = getattr(frame, "where", ALL)
    if isinstance(frame, Share | Verify):
        return where, frame.part if isinstance(frame, Share) else frame.of
    return (*frame.sets, frame.part) if isinstance(frame, Compare) else (where,)


def _filters(where: Condition, *, negated: bool = False) -> list[dict[str, Any]]:
    """Each test of a condition, but that of codes, which have a place of their own."""
    if isinstance(where, Has):
        if where.op == "among":
            return []
        shown = [where.label] if where.label else list(where.values)
        return [{"field": where.field, "op": where.op, "values": shown, "negated": negated}]
    if isinstance(where, Not):
        return _filters(where.part, negated=not negated)
    return [one for part in where.parts for one in _filters(part, negated=negated)]
