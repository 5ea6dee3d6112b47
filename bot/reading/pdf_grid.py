"""The tables of a page by the lines drawn between their cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from bot.reading.pdf_pages import Box, Page, Word

_NEAR = 3.0
"""Points by which lines that are meant to meet may miss each other."""
_MOST_LINES = 500
_LOWEST = 4.0
_Line = tuple[float, float, float]


class GridCell(NamedTuple):
    """A cell, and the words in it."""

    box: Box
    words: list[Word]


class Grid(NamedTuple):
    """A table: its rows from above, each with its cells from the left."""

    top: float
    bottom: float
    rows: list[list[GridCell]]


def grids_of(page: Page, words: Sequence[Word]) -> tuple[list[Grid], list[Word]]:
    """The tables of a page with more than one column, from above, and the words that stand in none."""
    across, down = _joined(page.across), _joined(page.down)
    found = [grid for part in _parts(across, down) if (grid := _grid(*part))]
    rows = [_Reach(*_heights(row), row) for grid in found for row in grid.rows]
    left = []
    for word in words:
        cell = _cell_at(rows, (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2)
        if cell is None:
            left.append(word)
        else:
            cell.words.append(word)
    kept = []
    for grid in sorted(found):
        filled = [row for row in grid.rows if any(cell.words for cell in row)]
        if filled:
            kept.append(grid._replace(rows=filled))
    return kept, left


class _Reach(NamedTuple):
    """A row of a table and from where to where its cells reach."""

    top: float
    bottom: float
    cells: list[GridCell]


def _heights(row: Sequence[GridCell]) -> tuple[float, float]:
    return min((cell.box[1] for cell in row), default=0), max((cell.box[3] for cell in row), default=0)


def _cell_at(rows: Iterable[_Reach], x: float, y: float) -> GridCell | None:
    for top, bottom, cells in rows:
        if top <= y <= bottom:
            for cell in cells:
                if cell.box[0] <= x <= cell.box[2] and cell.box[1] <= y <= cell.box[3]:
                    return cell
    return None


def _joined(lines: Iterable[_Line]) -> list[_Line]:
    """Lines whose parts, drawn cell by cell, are put together again; of too many, the longest."""
    found: list[list[float]] = []
    at = -_NEAR
    for place, low, high in sorted(lines):
        at = place if place - at > _NEAR / 2 else at
        found.append([at, low, high])
    joined: list[list[float]] = []
    for place, low, high in sorted(found):
        if joined and joined[-1][0] == place and low <= joined[-1][2] + _NEAR:
            joined[-1][2] = max(joined[-1][2], high)
        else:
            joined.append([place, low, high])
    longest = sorted(joined, key=lambda line: line[1] - line[2])[:_MOST_LINES]
    return [(place, low, high) for place, low, high in longest]


def _parts(across: list[_Line], down: list[_Line]) -> Iterable[tuple[list[_Line], list[_Line]]]:
    """The lines in groups that touch each other."""
    owner = list(range(len(across) + len(down)))

    def root(n: int) -> int:
        while owner[n] != n:
            owner[n] = owner[owner[n]]
            n = owner[n]
        return n

    for i, (y, left, right) in enumerate(across):
        for j, (x, top, bottom) in enumerate(down, len(across)):
            if left - _NEAR <= x <= right + _NEAR and top - _NEAR <= y <= bottom + _NEAR:
                owner[root(i)] = root(j)
    groups: dict[int, tuple[list[_Line], list[_Line]]] = defaultdict(lambda: ([], []))
    for n, line in enumerate([*across, *down]):
        groups[root(n)][n >= len(across)].append(line)
    return groups.values()


def _grid(across: list[_Line], down: list[_Line]) -> Grid | None:
    """The cells between lines; None where they make no two columns."""
    if not down or not across:
        return None
    ys = _apart([*(y for y, *_ in across), *(end for _, *ends in down for end in ends)])
    left, right = min(line[1] for line in across), max(line[2] for line in across)
    rows: list[list[GridCell]] = []
    above: list[tuple[list[GridCell], int]] = []  # the rows in which the cells above begin, and where in them
    for top, bottom in pairwise(ys):
        if bottom - top < _LOWEST:
            continue
        middle = (top + bottom) / 2
        xs = _apart([left, right, *(x for x, high, low in down if high <= middle <= low)])
        row: list[GridCell] = []
        standing: list[tuple[list[GridCell], int]] = []
        grown = False
        for x0, x1 in pairwise(xs):
            spanning = next((place for place in above if _same(place[0][place[1]].box, x0, x1)), None)
            if spanning and not any(abs(y - top) <= _NEAR and low <= (x0 + x1) / 2 <= high for y, low, high in across):
                begun, at = spanning
                begun[at] = GridCell((x0, begun[at].box[1], x1, bottom), begun[at].words)
                standing.append(spanning)
                row.append(GridCell((x0, top, x1, top), []))
                grown = True
            else:
                standing.append((row, len(row)))
                row.append(GridCell((x0, top, x1, bottom), []))
        above = standing
        if not grown or any(cell.box[3] > cell.box[1] for cell in row):
            rows.append(row)
    if all(len(row) < 2 for row in rows):
        return None
    return Grid(ys[0], ys[-1], rows)


def _same(box: Box, left: float, right: float) -> bool:
    return abs(box[0] - left) <= _NEAR and abs(box[2] - right) <= _NEAR


def _apart(places: Iterable[float]) -> list[float]:
    """Places in order, each that is as good as the one before it left out."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _NEAR:
            found.append(place)
    return found
