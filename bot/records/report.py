"""What comes to the documents' door, and what an ingest says of it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from bot.records.model import Change, Problem
from bot.records.text import fold

STAYS = "What was known from it stays."
FAULT = f"The reader failed on this document, which is a fault of the program: the log says where. {STAYS}"

NO_KNOWN_LABEL = " looks like a label, but it is not a known one."
"""How a problem goes on behind the words, in quotation marks, that may be a label that the tables lack."""
_NO_KNOWN_LABEL = re.compile(f"“(.+?)”{re.escape(NO_KNOWN_LABEL)}", re.DOTALL)

DocumentState = Literal["read", "unchanged", "refused", "removed"]


@dataclass(frozen=True, slots=True)
class Arrival:
    """One document at the door: how it is cited, where it came from, its bytes (None, and a problem that says why).

    `reader` names the version of the rules that it is to be read by: a document whose bytes are as before is read again
    only where that differs. `gone` is a document that its site says it no longer has.
    """

    name: str
    origin: str
    data: bytes | None
    url: str | None = None
    reader: str = ""
    problem: Problem | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """What one document gave: the commitments it describes, how many others it lists, its values, what was not read.

    `values` are those of the described commitments, `blank` how many of them are labels with nothing behind them;
    `unread` counts characters, `unread_places` the stretches that they stand in, `characters` those of the whole text.
    """

    document: str
    state: DocumentState
    commitments: tuple[str, ...] = ()
    listed: int = 0
    values: int = 0
    blank: int = 0
    unread: int = 0
    unread_places: int = 0
    problems: tuple[Problem, ...] = ()
    characters: int = 0

    @property
    def understood(self) -> float | None:
        """The share of its text that a rule claimed, 0 to 1; None where nothing could be read."""
        return 1 - self.unread / self.characters if self.characters else None


class ReadError(Exception):
    """One document cannot be read; the message is the sentence to say, `traceback` what belongs into the log."""

    def __init__(self, said: str, traceback: str | None = None) -> None:
        super().__init__(said)
        self.traceback = traceback


@dataclass(slots=True)
class Report:
    """What one ingest did: what came in, document by document, and what the database then holds."""

    documents: int = 0
    unchanged: int = 0
    unreadable: int = 0
    removed: int = 0
    commitments: int = 0
    index_only: int = 0
    fields: int = 0
    problems: list[Problem] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    by_document: list[DocumentReport] = field(default_factory=list)


def unknown_labels(report: Report) -> list[tuple[str, int]]:
    """What looks like a label and is none that is known, with the number of documents that have it, the most first."""
    counts: Counter[str] = Counter()
    spelt: dict[str, str] = {}
    for one in report.by_document:
        found = [match[1] for problem in one.problems if (match := _NO_KNOWN_LABEL.match(problem.message))]
        keys = {fold(label): label for label in reversed(found)}
        counts.update(keys.keys())
        for key, label in keys.items():
            spelt.setdefault(key, label)
    return [(spelt[key], count) for key, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))]
