"""Definitions of the fields and terms, in plain words, from the project's own glossary file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from bot.asking.normalise import singular
from bot.records.folding import words
from bot.records.kept import table

FILE = "glossary.toml"


def define(terms: Sequence[str], fields: Sequence[str]) -> list[tuple[str, str]]:
    """(term, definition) of what is asked; empty where the glossary has none of it."""
    entries = _entries()
    by_name = {name: entry for entry in entries for name in entry[0]}
    found: list[tuple[str, str]] = []
    for term in terms:
        key = _key(term)
        entry = by_name.get(key) or max(
            (one for name, one in by_name.items() if _inside(name, key)), key=lambda one: len(one[1]), default=None
        )
        if entry and (entry[1], entry[2]) not in found:
            found.append((entry[1], entry[2]))
    if not found and fields:
        found = [(entry[1], entry[2]) for entry in entries if fields[0] == entry[3]]
    return found


def in_glossary(term: str) -> bool:
    """Whether the glossary has this very term."""
    return _key(term) in _names()


@cache
def _names() -> frozenset[str]:
    return frozenset(name for names, _term, _text, _field in _entries() for name in names)


def _inside(name: str, key: str) -> bool:
    return bool(name) and f" {name} " in f" {key} "


def _key(text: str) -> str:
    return " ".join(singular(word) for word in words(text) if word not in ("the", "a", "an"))


@cache
def _entries() -> tuple[tuple[tuple[str, ...], str, str, str], ...]:
    data = table(Path(__file__).with_name(FILE))
    return tuple(
        (tuple(_key(name) for name in (term, *entry.get("also", ()))), term, entry["text"], entry.get("field", ""))
        for term, entry in data.items()
    )
