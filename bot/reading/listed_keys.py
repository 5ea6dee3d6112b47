"""The objects that a text in YAML lists, as far as exports of data write it: keys, values, lists, one in another.

Each key and value has its place in the text, as the cells of a table have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.reading.spans import CharSpan, lines_of, trim
from bot.reading.table import Cell, ObjectRow

_KEY = re.compile(r"(?P<quote>[\"']?)(?P<key>[^\W\d_][^:#\"'\[\]{}\r\n]{0,60}?)(?P=quote)[^\S\r\n]*:(?=\s|$)")
_ITEM = re.compile(r"-(?:[^\S\r\n]+|$)")
_NOTE = re.compile(r"(?:^|[^\S\r\n])#[^\r\n]*$")
_FLOW = re.compile(r"(?:\"[^\"\r\n]*\"|'[^'\r\n]*'|[^,\[\]{}\r\n])+")
_BLOCK = re.compile(r"[|>][+-]?\d?")
_NULLS = frozenset({"~", "null", "Null", "NULL", '""', "''", "[]", "{}"})
_MOST_LINES, _DEEPEST = 5000, 6

Fields = list[tuple[str, Cell, Cell]]


class Listed(NamedTuple):
    """What stands beside the list, and its objects."""

    around: Fields
    rows: list[ObjectRow]


class _Row(NamedTuple):
    """A line without its note: how far in its words stand, where they are, whether an item of a list begins there."""

    column: int
    place: CharSpan
    item: bool


def read_listed(text: str) -> Listed | None:
    """The first list of objects in a text that is keys, lists and values; None where there is none."""
    rows = list(_rows(text))
    if not rows or len(rows) > _MOST_LINES:
        return None
    around: Fields = []
    found: list[ObjectRow] = []
    for block in [rows] if rows[0].item else _blocks(text, rows):
        inside = block if block[0].item else block[1:]
        if inside and inside[0].item and _KEY.match(text, *inside[0].place) and not found:
            found = [ObjectRow(one[0].place.start, tuple(_fields(text, one, ""))) for one in _items(inside)]
        else:
            around += _fields(text, block, "")
    return Listed(around, found) if found else None


def _rows(text: str) -> Iterator[_Row]:
    for line in lines_of(text, 0, len(text)):
        note = _NOTE.search(text, *line)
        bare = trim(text, line.start, note.start() if note else line.end)
        if bare and text[slice(*bare)] not in ("---", "..."):
            item = _ITEM.match(text, *bare)
            start = item.end() if item else bare.start
            yield _Row(start - line.start, CharSpan(start, bare.end), item is not None)


def _blocks(text: str, rows: list[_Row]) -> Iterator[list[_Row]]:
    """The rows of each key that stands as far in as the first, with what is below it."""
    block: list[_Row] = []
    for row in rows:
        if block and not row.item and row.column <= rows[0].column and _KEY.match(text, *row.place):
            yield block
            block = []
        block.append(row)
    if block:
        yield block


def _items(rows: list[_Row]) -> Iterator[list[_Row]]:
    """The rows of each item of a list, its first as one of its keys."""
    block: list[_Row] = []
    for row in rows:
        if row.item and row.column == rows[0].column:
            if block:
                yield block
            block = [row._replace(item=False)]
        else:
            block.append(row)
    yield block


def _fields(text: str, rows: list[_Row], above: str) -> Iterator[tuple[str, Cell, Cell]]:
    """The keys of one object with their values; a key within another has the names of both."""
    for first, *below in _blocks(text, rows):
        match = _KEY.match(text, *first.place)
        if not match:
            continue
        name = f"{above}.{match['key']}" if above else match["key"]
        value = trim(text, match.end(), first.place.end)
        deeper = above.count(".") < _DEEPEST and not value and bool(below) and not below[0].item
        if deeper and _KEY.match(text, *below[0].place):
            yield from _fields(text, below, name)
        elif text.startswith("{", value.start, value.end) and text[slice(*value)] not in _NULLS:
            yield from _of_flow(text, value, name)
        else:
            yield name, _cell(text, CharSpan(*match.span("key"))), _value(text, value, below)


def _value(text: str, value: CharSpan, below: list[_Row]) -> Cell:
    if below and below[0].item and not value:
        members = tuple(_cell(text, row.place) for row in below if row.item)
        return _several(text, CharSpan(below[0].place.start, below[-1].place.end), members)
    said = text[slice(*value)]
    if below:
        start = below[0].place.start if not value or _BLOCK.fullmatch(said) else value.start
        return _cell(text, CharSpan(start, below[-1].place.end))
    if said.startswith("[") and said not in _NULLS:
        parts = [_cell(text, CharSpan(*match.span())) for match in _FLOW.finditer(text, value.start + 1, value.end - 1)]
        return _several(text, value, tuple(parts))
    return _cell(text, value)


def _of_flow(text: str, value: CharSpan, name: str) -> Iterator[tuple[str, Cell, Cell]]:
    for part in _FLOW.finditer(text, value.start + 1, value.end - 1):
        bare = trim(text, *part.span())
        if match := _KEY.match(text, *bare):
            key = _cell(text, CharSpan(*match.span("key")))
            yield f"{name}.{match['key']}", key, _cell(text, CharSpan(match.end(), bare.end))


def _several(text: str, place: CharSpan, members: tuple[Cell, ...]) -> Cell:
    kept = tuple(one for one in members if one.raw)
    return Cell(*place, text[slice(*place)], 0, 0, "; ".join(one.raw for one in kept), kept)


def _cell(text: str, place: CharSpan) -> Cell:
    """A value without its quotes; nothing where it says that there is none."""
    place = trim(text, *place)
    said = text[slice(*place)]
    if said in _NULLS:
        return Cell(place.start, place.start, "", 0, 0)
    if len(said) > 1 and said[0] in "\"'" and said[-1] == said[0]:
        place = trim(text, place.start + 1, place.end - 1)
    return Cell(*place, text[slice(*place)], 0, 0)
