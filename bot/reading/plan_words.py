"""The words of whole action plans, `plan_languages/*.toml`: what heads a commitment, and what ends the last."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from bot.reading.labels import Label, LabelTree, label_tables, labels_of
from bot.records.text import fold

TITLE = "title"
# The page's header has labels for these, a plan has them among its other labels.
_FROM_HEADER = frozenset({"policy_areas", "support_institutions", "primary_sector"})


@dataclass(frozen=True, slots=True)
class PlanWords:
    """`commitment` and `part` match a numbered heading of a commitment, of a chapter that holds several.

    `quick` finds lines that `commitment` may match. `rest` and `contents` are folded headings, `name` finds what a plan
    is called, `ordinals` counts plans from 1.
    """

    commitment: re.Pattern[str]
    quick: re.Pattern[str]
    part: re.Pattern[str]
    rest: frozenset[str]
    contents: frozenset[str]
    name: re.Pattern[str]
    ordinals: Mapping[str, int]
    labels: tuple[Label, ...]


_NUMBER = r"(?P<number>\d{1,3}(?:\.\d{1,2}){0,3}|[IVXL]{1,6}(?![^\W_])|[A-Z](?:\.?\d{1,2})?(?![^\W_]))"
_HEAD = (
    r"[\s#*_>|]*(?:%s)[^\S\r\n]{1,3}(?:no\W[^\S\r\n]?|n\.?[ºª°]?s?\.?[^\S\r\n]?|num\w{0,5}\.?[^\S\r\n]|nro\.?[^\S\r\n]?|#[^\S\r\n]?)?"
    + _NUMBER
    + r"(?P<mark>[\s*_\\]*[.:)|–—\-][\s*_\\]*)?(?P<title>[^\r\n]*)"
)


@cache
def plan_words() -> PlanWords:
    """The tables of all languages, read once."""
    words: dict[str, list[str]] = {}
    ordinals: dict[str, int] = {}
    labels: list[Label] = []
    for language in sorted(files("bot.reading").joinpath("plan_languages").iterdir(), key=lambda entry: entry.name):
        if not language.name.endswith(".toml"):
            continue
        table: dict[str, Any] = tomllib.loads(language.read_text(encoding="utf-8"))
        for key in ("commitment", "part", "rest", "contents", "name"):
            words.setdefault(key, []).extend(label.text for label in labels_of("heading", {None: table.get(key, ())}))
        ordinals.update({fold(word): number for number, word in enumerate(table.get("ordinals", ()), 1)})
        labels += labels_of("description", {TITLE: table.get(TITLE, ())})
        labels += labels_of("description", table.get("description", {}))
        labels += labels_of("group", table.get("groups", {}))
        labels += labels_of("unkept", {None: table.get("unkept", {}).get("labels", ())})
    return PlanWords(
        commitment=re.compile(
            _HEAD % rf"(?:(?:{_any_of(words['part'])})\s[\w.]{{1,4}}[.:,–-]\s*)?(?:{_any_of(words['commitment'])})",
            re.IGNORECASE,
        ),
        quick=re.compile(
            rf"\n(?:[^\S\r\n]|[#*_>|])*+(?:{_any_of(words['commitment'])})\W{{1,3}}(?:n\w{{0,6}}\W{{1,3}})?[\dIVX]",
            re.IGNORECASE,
        ),
        part=re.compile(_HEAD % _any_of(words["part"]), re.IGNORECASE),
        rest=frozenset(map(fold, words["rest"])),
        contents=frozenset(map(fold, words["contents"])),
        name=re.compile(_any_of(words["name"]), re.IGNORECASE),
        ordinals=ordinals,
        labels=tuple(labels),
    )


def _any_of(words: list[str]) -> str:
    ways = {" ": r"\s+", "'": "['’]"}
    spelled = ("".join(ways.get(char) or re.escape(char) for char in word) for word in words)
    return "|".join(sorted(spelled, key=len, reverse=True))


@cache
def plan_labels() -> tuple[Label, ...]:
    """The labels of plans, those that only plans have before those of the pages' descriptions."""
    tables = label_tables()
    header = [
        Label(label.name, "description", label.text, label.words)
        for label in tables.wordings
        if label.role == "header" and label.name in _FROM_HEADER
    ]
    described = [label for label in tables.wordings if label.role in ("description", "group", "unkept")]
    return (*plan_words().labels, *described, *header)


@lru_cache(maxsize=8)
def tree_of(own: tuple[Label, ...] = ()) -> LabelTree:
    """The labels to look for in a plan: its `own` (of a mapping, or as they repeat) take the place of known ones."""
    tree = LabelTree()
    taken: dict[str, Label] = {}
    for label in (*own, *plan_labels()):
        key = fold(label.text)
        if taken.setdefault(key, label).name == label.name:
            tree.add(label)
    return tree
