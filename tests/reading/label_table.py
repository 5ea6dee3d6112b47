"""The table of labels in docs/reading.md: every label, in every way of writing, among known and unknown ones.

    python -m tests.reading.label_table    # prints the table
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from bot.reading import read
from bot.reading.labels import Label, label_tables
from bot.records.fields import FIELD

SENTENCE = "Every office will publish its register each month, so that whoever wants to know who decided what can look it up."
"""What stands behind a label whose field holds prose."""
VALUES = {
    "date": "July 2018",
    "person": "Ann Bo",
    "email": "ann.bo@roads.example",
    "phone": "+254 20 5569055",
    "choice": "Complete",
    "yesno": "Yes",
    "institution": "Ministry of Roads and Bridges",
    "dates": "1 July 2016 ~ 31 December 2017",
    "contacts": "Ann Bo, ann.bo@roads.example",
    "person_title": "Head of the Register",
}
WAYS = {"`Label: value`": "{}: {}", "on a line of its own": "{}\n{}", "without a colon": "{} {}"}
NEIGHBOURS = {"known": ("Main objective", "Relevance of the commitment"), "unknown": ("Ferry quota", "Bridge levy")}
BEFORE, AFTER = "Roads will be mended sooner than they are today.", "It opens what was closed until now."
UNKNOWN = (
    "Ward champion", "Audit trail reference", "Funding of last resort", "Meeting stipend", "Gender marker", "Peer reviewer",
    "Legal caveat", "Translation pool", "Hotline owner", "Security clearance level", "Línea presupuestaria", "Veeduría ciudadana",
    "Contraparte técnica", "Validación por pares", "Enlace territorial", "Base juridique", "Marqueur genre", "Langue de travail",
    "Éditeur de logiciel", "Comité de suivi", "Mesa de seguimiento", "Ufficio di contatto", "Custo previsto", "Beneficiary count",
)  # fmt: skip
"""Labels that no table knows, of one word to five, in five languages."""


class Case(NamedTuple):
    """One way to write a label, what was before and after it, and what became of it: `claimed`, `reported` or `swallowed`."""

    label: str
    name: str
    way: str
    neighbours: str
    fate: str


def value_of(label: Label) -> str:
    """A value such as stands behind a label of its field."""
    name = label.name or ""
    kind = FIELD[name].kind if name in FIELD else name
    return VALUES.get(name) or VALUES.get(kind) or SENTENCE


def page(label: str, value: str, way: str, neighbours: str) -> str:
    """A page whose Description has the label between two others, all three written in one way."""
    before, after = NEIGHBOURS[neighbours]
    rows = ((before, BEFORE), (label, value), (after, AFTER))
    # a known label begins and ends it, so that its template can be told
    rows = (("Brief description", SENTENCE), *rows, ("Status quo or problem addressed by the commitment", AFTER))
    body = "\n\n".join(WAYS[way].format(*row) for row in rows)
    return f"Open Roads (KR0044)\nAction Plan: Plan 2018-2020\nStatus: Active\n\nDescription\n\n{body}\n"


def fate_of(label: str, value: str, name: str | None, way: str, neighbours: str) -> str:
    """What reading makes of the label on its page."""
    reading = read("KR0044.txt", page(label, value, way, neighbours).encode())
    assert reading.document is not None
    text = reading.document.text
    start = text.index("\n\n" + WAYS[way].format(label, value)) + 2
    end = start + len(WAYS[way].format(label, value))
    behind = end - len(value)
    held = [one for one in reading.values if one.raw and one.start < end and one.end > start]
    if any(one.start < behind for one in held) or any(one.start <= start and one.end > start for one in held):
        return "swallowed"
    fields = {"dates": ("start", "end"), "contacts": ("person", "email", "phone")}.get(name or "", (name,))
    if any(one.field in fields for one in held):
        return "claimed"
    if held:
        return "swallowed"
    said = any(f"“{label}”" in problem.message for problem in reading.problems)
    return "reported" if said else "claimed" if name is None else "swallowed"


def cases(labels: list[Label]) -> Iterator[Case]:
    """Each label in each way, among known and unknown labels."""
    for label in labels:
        for way in WAYS:
            for neighbours in NEIGHBOURS:
                fate = fate_of(label.text, value_of(label), label.name, way, neighbours)
                yield Case(label.text, label.name or "(no field)", way, neighbours, fate)


def known_labels() -> list[Label]:
    """Every label of a Description that the tables have."""
    return [label for label in label_tables().wordings if label.role in ("description", "group", "unkept")]


def unknown_labels() -> list[Label]:
    """Labels that no table has."""
    return [Label(None, "unkept", text, len(text.split())) for text in UNKNOWN]
