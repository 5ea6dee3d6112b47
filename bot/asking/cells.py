"""Values that stand in tables: what people are shown for a cell, and the name of its place."""

from __future__ import annotations

import json
import re

from bot.asking.answer import Item
from bot.records.fields import FIELD
from bot.records.frozen import replace
from bot.records.store import Store

BREAK = re.compile(r"<br\s?/?>|\u2028", re.IGNORECASE)
_CODED = ("choice", "yesno")
"""Kinds of fields of which a table has a code, `d. Complete` or 1, that stands for a term."""
_WRITTEN = ("text", "institution", "rows")


def in_table(item: Item, store: Store) -> Item:
    """An item with the name of its place and what it says, where it stands in a table."""
    if item.row is None or item.column is None or item.line is None:
        return item
    place = store.cell_place(item.document_id, item.line, item.column)
    if place is None:
        return item
    kind = FIELD[item.field].kind if item.field in FIELD else ""
    marked = kind == "list" and (place.heads or item.raw == place.heading)
    if marked and item.value:
        said = "; ".join(map(str, json.loads(item.value)))
    else:
        said = _said(item, kind, escaped=place.format == "json")
    return replace(item, heading=place.heading, sheet=place.sheet, heads=marked, said=said)


def _said(item: Item, kind: str, *, escaped: bool) -> str:
    """What a cell says; empty where that is what is written."""
    if kind in _CODED and item.value:
        return item.value
    text = item.value if kind in _WRITTEN and item.value else unescaped(item.raw) if escaped else item.raw
    lines = [" ".join(line.split()) for line in BREAK.split(text)]
    shown = "\n".join(filter(None, lines))
    return "" if shown == item.raw else shown


def unescaped(raw: str) -> str:
    """What a string of JSON says."""
    try:
        return str(json.loads(f'"{raw}"', strict=False)) if "\\" in raw else raw
    except ValueError:  # a number, or an array as it is written
        return raw
