"""The frame that the rules under `rules/` make; `legacy` gives it the form that is answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from bot.asking.answer import Intent
from bot.asking.frames import Correction

__all__ = ["Clarify", "Correction", "Filter", "Intent", "Query", "Unknown"]


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
