"""Mappings that a person writes: what the columns of a table mean (docs/csv.md), what a plan calls its fields."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from bot.reading.doubts import like_fields
from bot.reading.label_tree import Label, LabelTree, labels_of
from bot.reading.plan_cover import tree_of
from bot.reading.plan_splitting import Part, split
from bot.reading.prose_labels import find_labels
from bot.reading.spans import CharSpan, lines_of, trim
from bot.records.countries import Country, country_named
from bot.records.dates import DayOrder
from bot.records.fields import FIELD
from bot.records.text import fold


class MappingError(ValueError):
    """A mapping file is wrong; the message is a sentence that names the file and what to change."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """The meaning of a CSV file's columns.

    A commitment's code stands in `code`, or is made of the columns `country`, `plan` and `number`. `columns` gives each
    field its columns, of which the first that states something counts. `flags` gives a list field its columns of 0 and
    1: column → the member that a 1 means. `unstated` are the cells that state nothing, `omitted` the fields that are
    left out altogether where nothing is stated, `terms` wordings of this file's own: field → wording → canonical term.
    """

    name: str
    columns: Table[str, tuple[str, ...]]
    code: str | None = None
    country: str | None = None
    plan: str | None = None
    number: str | None = None
    flags: Table[str, Table[str, str]] = field(default_factory=dict)
    unstated: frozenset[str] = frozenset()
    omitted: frozenset[str] = frozenset()
    terms: Table[str, Table[str, str]] = field(default_factory=dict)
    delimiter: str = ","
    order: DayOrder | None = None

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns without which no row is a commitment."""
        made = (self.country, self.plan, self.number)
        return (self.code,) if self.code else tuple(column for column in made if column)

    @property
    def named(self) -> tuple[str, ...]:
        """Every column that the mapping names, once each."""
        columns = [column for several in self.columns.values() for column in several]
        columns += [column for table in self.flags.values() for column in table]
        return tuple(dict.fromkeys((*self.needed, *columns)))


_TABLES = {"code", "columns", "flags", "terms", "cells"}


def read_mapping(text: str, name: str) -> Mapping:
    """The mapping that the TOML `text` of the file `name` describes; MappingError says what is wrong with it."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingError(f"{name} is not valid TOML: {error}.") from error
    for key, table in data.items():
        if key not in _TABLES:
            raise MappingError(f"{name} has a table “{key}”, which is not known here; use {_listed(sorted(_TABLES))}.")
        if not isinstance(table, dict):
            raise MappingError(
                f"{name} sets “{key}” to a value, but it must be a table: write [{key}] above its lines."
            )
    code, cells = data.get("code", {}), data.get("cells", {})
    made = [key for key in ("country", "plan", "number") if key not in code]
    if "column" not in code and made:
        raise MappingError(
            f"{name} does not say where codes come from: set “column” in [code], or {_listed(made)} too."
        )
    columns = {key: _columns(name, key, value) for key, value in data.get("columns", {}).items()}
    for key in (*columns, *data.get("flags", {}), *data.get("terms", {}), *cells.get("omitted", [])):
        if key not in FIELD:
            raise MappingError(
                f"{name} names the field “{key}”, which does not exist; the fields are {_listed(list(FIELD))}."
            )
    if "title" not in columns:
        raise MappingError(f"{name} names no column for “title” in [columns]; a commitment needs one.")
    order = cells.get("dates")
    if order not in (None, "dm", "md"):
        raise MappingError(f"{name} sets “dates” to “{order}”; it must be “dm” (day first) or “md” (month first).")
    delimiter = cells.get("delimiter", ",")
    if not isinstance(delimiter, str) or len(delimiter) != 1 or delimiter in '"\r\n':
        raise MappingError(f"{name} sets “delimiter” to “{delimiter}”; it must be one character, such as “;” or a tab.")
    return Mapping(
        name=name,
        columns=columns,
        code=code.get("column"),
        country=code.get("country"),
        plan=code.get("plan"),
        number=code.get("number"),
        flags=data.get("flags", {}),
        unstated=frozenset(cells.get("unstated", [])),
        omitted=frozenset(cells.get("omitted", [])),
        terms=data.get("terms", {}),
        delimiter=delimiter,
        order=order,
    )


@cache
def export_mapping() -> Mapping:
    """The mapping of the partnership's own export of 2017."""
    text = files("bot.reading").joinpath("ogp_export.toml").read_text(encoding="utf-8")
    return read_mapping(text, "ogp_export.toml")


def _columns(name: str, key: str, value: Any) -> tuple[str, ...]:
    several = [value] if isinstance(value, str) else value
    if not isinstance(several, list) or not several or not all(isinstance(column, str) for column in several):
        raise MappingError(f"{name} gives “{key}” no column name; write it in quotes, several as a list in brackets.")
    return tuple(several)


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


# -- what a plan calls its fields: a mapping (docs/reading.md), or one that what repeats proposes --------------------


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
    for key, written in table.items():
        several = [written] if isinstance(written, str) else written
        if not isinstance(several, list) or not all(isinstance(one, str) and one.strip() for one in several):
            raise MappingError(f"{name} gives “{key}” no label; write it in quotes, several as a list in brackets.")
        if key not in FIELD and key not in (*_PSEUDO, _UNKEPT):
            known = ", ".join((*FIELD, *_PSEUDO, _UNKEPT))
            raise MappingError(f"{name} names the field “{key}”, which does not exist; the fields are {known}.")
        rows.setdefault(None if key == _UNKEPT else key, []).extend(one.strip(" :：") for one in several)
    return tuple(label for field, written in rows.items() for label in labels_of("description", {field: written}))


def unknown_labels(text: str, places: Sequence[CharSpan], tree: LabelTree, least: float = 0.5) -> list[str]:
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
    lines = [CharSpan(*bare) for line in lines_of(text, 0, len(text)) if (bare := trim(text, *line, _MARKS))]
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
    parts = split(text, find_labels(text, CharSpan(0, len(text)), tree), breaks)
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
