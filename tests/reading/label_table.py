"""The table of labels in docs/reading.md: every label, in every way of writing, among known and unknown ones.

python -m tests.reading.label_table --write    # into docs/reading.md
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from bot.reading import read
from bot.reading.label_tables import label_tables
from bot.reading.label_tree import Label, expand
from bot.records.fields import FIELD

SENTENCE = (
    "Every office will publish its register each month, so that whoever wants to know who decided what can look it up."
)
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
DOCUMENT = Path(__file__).parents[2] / "docs" / "reading.md"
BEGIN, END = "<!-- labels: made by tests/reading/label_table.py -->", "<!-- /labels -->"
SEVERAL = {"dates": ("start", "end"), "contacts": ("person", "email", "phone")}
WAYS = {"`Label: value`": "{}: {}", "on a line of its own": "{}\n{}", "without a colon": "{} {}"}
NEIGHBOURS = {"known": ("Main objective", "Relevance of the commitment"), "unknown": ("Ferry quota", "Bridge levy")}
BEFORE, AFTER = "Roads will be mended sooner than they are today.", "It opens what was closed until now."
UNKNOWN = (
    "Ward champion", "Audit trail reference", "Funding of last resort", "Meeting stipend",
    "Gender marker", "Peer reviewer", "Legal caveat", "Translation pool",
    "Hotline owner", "Security clearance level", "Línea presupuestaria", "Veeduría ciudadana",
    "Contraparte técnica", "Validación por pares", "Enlace territorial", "Base juridique",
    "Marqueur genre", "Langue de travail", "Éditeur de logiciel", "Comité de suivi",
    "Mesa de seguimiento", "Ufficio di contatto", "Custo previsto", "Beneficiary count",
)  # fmt: skip
"""Labels that no table knows, of one word to five, in five languages."""


UNKNOWN_LABEL = Label(None, "unkept", "", 0)


class Case(NamedTuple):
    """A label on a page: how it is written, among which others, and what became of it.

    `fate` is its field where its value is that field's, `known` where no field keeps such text, `reported` where the
    report names it, `swallowed` where it stands in another value or nothing is said.
    """

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
    between = ((before, BEFORE), (label, value), (after, AFTER))
    # a known label begins and ends it, so that its template can be told
    rows = (("Brief description", SENTENCE), *between, ("Status quo or problem addressed by the commitment", AFTER))
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
    # a wording may be of one field in one language and of another in the next: `Responsable`
    names = dict.fromkeys([name, *(one.name for one in known_as(label))])
    for one in names:
        if any(value.field in SEVERAL.get(one or "", (one,)) for value in held):
            return one or "known"
    if held:
        return "known" if name is None and held[0].field == "irm_summary" else "swallowed"
    said = any(f"“{label}”" in problem.message for problem in reading.problems)
    return "reported" if said else "known" if known_as(label) else "swallowed"


def known_as(label: str) -> list[Label]:
    """The labels of the tables that `label` is, whatever its case and marks."""
    found = label_tables().description.at(label.lstrip("¿"), 0, len(label))
    return [one for one, end in found if end >= len(label.rstrip(" ?:")) - (label[:1] == "¿")]


def cases(labels: Iterable[Label]) -> Iterator[Case]:
    """Each label in each way, among known and unknown labels."""
    for label in labels:
        for way in WAYS:
            for neighbours in NEIGHBOURS:
                fate = fate_of(label.text.rstrip(" :"), value_of(label), label.name, way, neighbours)
                yield Case(label.text, label.name or "(no field)", way, neighbours, fate)


@cache
def rows() -> list[Label]:
    """Each row of the tables of labels once, in its longest wording."""
    longest: list[Label] = []
    for language in sorted(files("bot.reading").joinpath("languages").iterdir(), key=lambda entry: entry.name):
        if language.name.endswith(".toml"):
            table = tomllib.loads(language.read_text(encoding="utf-8"))
            for role in ("description", "groups", "unkept"):
                for name, written in table.get(role, {}).items():
                    for row in written:
                        text = max(("".join(way.split("…")).strip(" :") for way in expand(row)), key=len)
                        known = known_as(" ".join(text.split()))
                        longest += [one for one in known if one.name == (None if role == "unkept" else name)][:1]
    return list(dict.fromkeys(longest))


def template_labels() -> dict[str, list[Label]]:
    """The labels of real plans by template; a label that the tables do not have is of no field."""
    table = tomllib.loads((Path(__file__).parent / "template_labels.toml").read_text(encoding="utf-8"))
    return {
        f"{template} ({row['language']})": [
            replace((known_as(text) or [UNKNOWN_LABEL])[0], text=text) for text in row["labels"]
        ]
        for template, row in table.items()
    }


def unknown_labels() -> list[Label]:
    """Labels that no table has."""
    return [replace(UNKNOWN_LABEL, text=text) for text in UNKNOWN]


def render() -> str:
    """The table as it stands in docs/reading.md."""
    return "\n".join([*by_label(), *by_field()]) + "\n"


def by_label() -> list[str]:
    """The lines of the labels of real plans, and of labels that no table knows."""
    lines = [f"| label | {' | '.join(WAYS)} |", "|---" * (len(WAYS) + 1) + "|"]
    groups = {**template_labels(), "labels that no table knows": unknown_labels()}
    for group, labels in groups.items():
        lines.append(f"| **{group}** |" + " |" * len(WAYS))
        for label in labels:
            fates = [
                " / ".join(
                    dict.fromkeys(fate_of(label.text, value_of(label), label.name, way, one) for one in NEIGHBOURS)
                )
                for way in WAYS
            ]
            lines.append(f"| {label.text} | {' | '.join(fates)} |")
    return lines


def by_field() -> list[str]:
    """The lines of every row of the tables, by field."""
    lines = ["| **every row of the tables, by field** |" + " |" * len(WAYS)]
    told: dict[str, Counter[str]] = defaultdict(Counter)
    for case in cases(rows()):
        told[case.name][case.way] += case.fate != "swallowed"
    for name, count in sorted(Counter(label.name or "(no field)" for label in rows()).items()):
        cells = [f"{told[name][way]} of {count * len(NEIGHBOURS)}" for way in WAYS]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


def write() -> None:
    """Put the table of today into docs/reading.md."""
    text = DOCUMENT.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    DOCUMENT.write_text(f"{before}{BEGIN}\n\n{render()}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    write() if "--write" in sys.argv else print(render(), end="")
