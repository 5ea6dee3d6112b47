"""A plan's own labels: a mapping that a person writes (docs/reading.md), or that what repeats proposes."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.reading.labels import Label, LabelTree, labels_of
from bot.reading.mapping import MappingError
from bot.reading.passages import Passage, lines_of, trim
from bot.reading.plan_splitting import Part, split
from bot.reading.plan_words import tree_of
from bot.reading.prose_labels import find_labels
from bot.reading.unclaimed import like_fields
from bot.records.countries import Country, country_named
from bot.records.fields import FIELD
from bot.records.folding import fold

_PSEUDO = ("dates", "contacts", "email_phone")
_UNKEPT = "unkept"
_ROW = re.compile(
    r"(?P<label>[^\W\d_][^\t\r\n:：]{1,110}?|¿[^\t\r\n:：]{2,110}?)[*_\s]{0,4}(?:\t(?=[^\t\r\n]*$)|[:：][*_]*(?=\s|$)|(?P<alone>$))"
)
_MARKS = "*_#|•-–·\\>"
_MOST_WORDS, _MOST_ALONE, _FEWEST, _MOST_LABELS = 16, 10, 3, 40


@dataclass(frozen=True, slots=True)
class PlanMapping:
    """What a plan calls the fields, and what its cover does not say: the member whose plan it is, and its number."""

    name: str
    labels: tuple[Label, ...]
    country: Country | None = None
    number: int | None = None


def is_plan_mapping(text: str) -> bool:
    """The TOML `text` maps a plan's labels, not the columns of a table."""
    return bool(re.search(r"^\s*\[\s*labels\s*\]", text, re.MULTILINE))


def read_plan_mapping(text: str, name: str) -> PlanMapping:
    """The mapping that the TOML `text` of the file `name` describes; MappingError says what is wrong with it."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingError(f"{name} is not valid TOML: {error}.") from error
    if other := sorted(set(data) - {"plan", "labels"}):
        raise MappingError(f"{name} has a table “{other[0]}”, which is not known here; use [labels] and [plan].")
    plan, labels = data.get("plan", {}), data["labels"]
    if not isinstance(plan, dict) or not isinstance(labels, dict):
        raise MappingError(f"{name}: [plan] and [labels] must be tables.")
    country = country_named(str(plan["country"])) if "country" in plan else None
    if "country" in plan and country is None:
        raise MappingError(f"{name} names the country “{plan['country']}”, which is not a member of the partnership.")
    number = plan.get("number")
    if number is not None and not (isinstance(number, int) and 0 < number < 100):
        raise MappingError(f"{name} gives the plan the number “{number}”; write a whole number such as 3.")
    return PlanMapping(name, _labels(name, labels), country, number)


def _labels(name: str, table: Table[str, Any]) -> tuple[Label, ...]:
    rows: dict[str | None, list[str]] = {}
    for field, written in table.items():
        several = [written] if isinstance(written, str) else written
        if not isinstance(several, list) or not all(isinstance(one, str) and one.strip() for one in several):
            raise MappingError(f"{name} gives “{field}” no label; write it in quotes, several as a list in brackets.")
        if field not in FIELD and field not in (*_PSEUDO, _UNKEPT):
            known = ", ".join((*FIELD, *_PSEUDO, _UNKEPT))
            raise MappingError(f"{name} names the field “{field}”, which does not exist; the fields are {known}.")
        rows.setdefault(None if field == _UNKEPT else field, []).extend(one.strip(" :：") for one in several)
    return tuple(label for field, written in rows.items() for label in labels_of("description", {field: written}))


def unknown_labels(text: str, places: Sequence[Passage], tree: LabelTree, least: float = 0.5) -> list[str]:
    """What begins lines of at least that share of `places`, as a label does, and is none of `tree`.

    Before a colon or a tab, or alone on a line above lines that differ.
    """
    written: dict[str, str] = {}
    holders: dict[str, set[int]] = {}
    below: dict[str, set[str]] = {}
    for number, place in enumerate(places):
        lines = [bare for line in lines_of(text, *place) if (bare := trim(text, *line, _MARKS))]
        for line, after in zip(lines, [*lines[1:], None], strict=False):
            match = _ROW.fullmatch(text, *line) or _ROW.match(text, *line)
            if not match or not _like_label(match["label"], alone=match["alone"] is not None):
                continue
            if tree.at(text, match.start("label") + match["label"].startswith("¿"), match.end("label")):
                continue
            key = fold(match["label"])
            written.setdefault(key, match["label"].strip())
            holders.setdefault(key, set()).add(number)
            if match["alone"] is not None:
                below.setdefault(key, set()).add(text[after.start : after.end] if after else "")
    enough = max(2, least * len(places))
    return [
        label
        for key, label in written.items()
        if len(holders[key]) >= enough and (key not in below or len(below[key]) * 2 > len(holders[key]))
    ][:_MOST_LABELS]


def _like_label(written: str, *, alone: bool) -> bool:
    words = written.split()
    if not (written[0].isupper() or written[0] == "¿") or len(words) > (_MOST_ALONE if alone else _MOST_WORDS):
        return False
    return not alone or not (written.rstrip()[-1] in ".;,)" or any(char.isdigit() for char in written))


def repeating(text: str, breaks: frozenset[int]) -> tuple[list[str], list[Part]]:
    """The unknown labels that come again and again in a document, and the commitments that they would part it into."""
    counts: dict[str, int] = {}
    named: dict[str, str] = {}
    lines = [Passage(*bare) for line in lines_of(text, 0, len(text)) if (bare := trim(text, *line, _MARKS))]
    for line in lines:
        match = _ROW.fullmatch(text, *line) or _ROW.match(text, *line)
        if match and _like_label(match["label"], alone=match["alone"] is not None):
            key = fold(match["label"])
            counts[key] = counts.get(key, 0) + 1
            named.setdefault(key, match["label"].strip())
    often = [key for key, count in counts.items() if count >= _FEWEST]
    if len(often) < 2:
        return [], []
    tallies = sorted(counts[key] for key in often)
    usual = max(tallies, key=lambda one: sum(one * 0.7 <= other <= one * 1.3 for other in tallies))
    labels = [named[key] for key in often if usual * 0.5 <= counts[key] <= usual * 1.3][:_MOST_LABELS]
    own = tuple(Label(None, "unkept", label, len(label.split())) for label in labels)
    tree = tree_of(own)
    parts = split(text, find_labels(text, Passage(0, len(text)), tree), breaks)
    inside = [part.body for part in parts]
    kept = [
        label for label in labels if sum(fold(label) in fold(text[slice(*place)]) for place in inside) * 2 > len(inside)
    ]
    return (kept, parts) if len(parts) >= _FEWEST and len(kept) >= 2 else ([], [])


def proposal(labels: Sequence[str]) -> str:
    """The mapping to begin with for these labels: each under the field whose labels it is like, or under `unkept`."""
    fields: dict[str, list[str]] = {}
    for label in labels:
        fields.setdefault(next(iter(like_fields(label)), _UNKEPT), []).append(label)
    rows = [f"{field} = {json.dumps(names, ensure_ascii=False)}" for field, names in sorted(fields.items(), key=_last)]
    return "\n".join(["[plan]", '# country = "…"', "# number = 1", "", "[labels]", *rows]) + "\n"


def _last(row: tuple[str, list[str]]) -> bool:
    return row[0] == _UNKEPT
