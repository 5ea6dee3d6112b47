"""An answer before it is put into words: what is shown, in which order, and what is to be said about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.asking.answer import Item, Option, Outcome
from bot.asking.evidence import NO_SCOPE, Finding, Scope
from bot.records.frozen import dataclass, field


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
