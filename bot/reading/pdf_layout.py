"""A page's words in reading order: paragraphs, and rows of cells that stand beside each other, ruled or not."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from bot.reading.pdf_pages import Grid, PdfPage, Word, grids_of

_EM = 1.0
"""A gap of so many times the height of its line parts two columns …"""
_GUTTER = 6.0
"""… that stay apart by so many points over all of their lines."""
_SLACK = 1.0
_RAGGED = 15.0
_SEVERAL = 3
_BULLET = re.compile(r"[•●◦▪■□☐☒✓➢‣·*o–-]$|\(?(?:\d{1,2}|[a-z])[.)]$")
_SENTENCE_END = (".", ";", ":", "?", "!")
_LEADERS = re.compile(r"(?<![._…·])(?<![._…·]\s)(?:[._…·]\s?){4,}+\s?[\divxlc]*$")  # "Foreword ........ 2"

Spaces = Mapping[int, float]
"""Height of a line → the space that lines of a paragraph leave between them."""


class PdfLine(NamedTuple):
    """A line of a paragraph or cell: its page, its number on the page (both from 1), its place and its words."""

    page: int
    number: int
    left: float
    top: float
    right: float
    bottom: float
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """Its words; a hyphen that breaks the last one is left out."""
        *words, last = self.words
        said = [word.text + "-" * word.broken for word in words]
        return " ".join([*said, last.text[:-1] if self.broken and not last.broken else last.text])

    @property
    def broken(self) -> bool:
        """Whether its last word ends in a hyphen."""
        last = self.words[-1]
        return last.broken or (last.text[-1:] in "-\u2010" and last.text[-2:-1].isalnum())

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(word.bold for word in self.words)

    @property
    def height(self) -> float:
        """The height of its letters, which goes with their size."""
        return self.words[0].box[3] - self.words[0].box[1]


class PdfCell(NamedTuple):
    """Lines below each other, the edges between which they stand, and whether the edges are drawn."""

    left: float
    right: float
    lines: list[PdfLine]
    ruled: bool = False


PdfBlock = list[PdfCell]
"""A row of cells, or one cell: paragraphs."""


def lines_of(words: Iterable[Word], page: int, numbers: Mapping[Word, int] | None = None) -> list[PdfLine]:
    """Words as lines, from above; words overlap in height where they are of one line."""
    rows: list[list[Word]] = []
    middle = low = 0.0
    for word in sorted(words, key=lambda word: (word.box[1] + word.box[3], word.box[0])):
        _, top, _, bottom = word.box
        own = (top + bottom) / 2
        if rows and (own - middle < (bottom - top) * 0.4 or own < low - (bottom - top) * 0.3):
            rows[-1].append(word)
        else:
            rows.append([word])
            middle, low = own, bottom
    found = []
    for n, row in enumerate(rows, 1):
        row.sort(key=lambda word: word.box[0])
        left, top = min(word.box[0] for word in row), min(word.box[1] for word in row)
        right, bottom = max(word.box[2] for word in row), max(word.box[3] for word in row)
        found.append(PdfLine(page, numbers[row[0]] if numbers else n, left, top, right, bottom, tuple(row)))
    return found


def spaces_of(pages: Iterable[Sequence[PdfLine]]) -> Spaces:
    """The usual space between the lines of paragraphs, by the height of their letters: the smallest that is common."""
    seen: dict[int, Counter[float]] = defaultdict(Counter)
    for lines in pages:
        for above, below in pairwise(lines):
            if abs(above.height - below.height) < 0.5 and (space := below.top - above.bottom) < above.height:
                seen[round(above.height)][round(space * 2) / 2] += 1
    return {
        height: min(space for space, count in counts.items() if count >= 0.1 * counts.total())
        for height, counts in seen.items()
    }


def blocks_of(page: PdfPage, words: Sequence[Word], spaces: Spaces) -> list[PdfBlock]:
    """What stands on a page, in reading order."""
    lines = lines_of(words, page.number)
    numbers = {word: line.number for line in lines for word in line.words}
    grids, rest = grids_of(page, words)
    zones: list[list[Word]] = [[] for _ in range(len(grids) + 1)]
    for word in rest:
        middle = (word.box[1] + word.box[3]) / 2
        zones[sum(grid.top < middle for grid in grids)].append(word)
    right = _text_right(page, lines)
    blocks = _unruled(zones[0], page, numbers, right, spaces)
    for grid, zone in zip(grids, zones[1:], strict=True):
        blocks += _ruled(grid, page.number, numbers)
        blocks += _unruled(zone, page, numbers, right, spaces)
    return blocks


def _text_right(page: PdfPage, lines: Sequence[PdfLine]) -> float:
    """Where full lines end: where several do; of a page of short lines, as far from its edge as they begin."""
    end = max((line.right for line in lines), default=0.0)
    if sum(line.right > end - _RAGGED for line in lines) >= _SEVERAL:
        return end
    return max(end, page.width - min((line.left for line in lines), default=0.0))


def _ruled(grid: Grid, page: int, numbers: Mapping[Word, int]) -> list[PdfBlock]:
    blocks = []
    for row in grid.rows:
        block = []
        for (left, _, right, _), words in row:
            lines = lines_of(words, page, numbers)
            margin = min([line.left - left for line in lines], default=0.0)
            block.append(PdfCell(left, right - max(0.0, min(margin, 8.0)), lines, ruled=True))
        blocks.append(block)
    return blocks


# -- what stands beside each other without a line between ------------------------------------------------------------

_Spans = list[tuple[float, float]]


def _unruled(
    words: Sequence[Word], page: PdfPage, numbers: Mapping[Word, int], right: float, spaces: Spaces
) -> list[PdfBlock]:
    lines = lines_of(words, page.number, numbers)
    blocks: list[PdfBlock] = []
    plain: list[PdfLine] = []
    at = 0
    while at < len(lines):
        end, gutters = _beside(lines, at)
        if not gutters:
            plain.append(lines[at])
            at += 1
            continue
        if plain:
            blocks.append([PdfCell(min(line.left for line in plain), right, plain)])
            plain = []
        blocks += _columns(lines[at:end], gutters, page, numbers, right, spaces)
        at = end
    if plain:
        blocks.append([PdfCell(min(line.left for line in plain), right, plain)])
    return blocks


def _beside(lines: Sequence[PdfLine], start: int) -> tuple[int, _Spans]:
    """The end of the lines that share gutters with the line at `start`, and these gutters: none for a plain line."""
    first = lines[start]
    cover = _cover([(word.box[0], word.box[2]) for word in first.words], max(_EM * first.height, _GUTTER + 2))
    gutters = _gaps(cover, _GUTTER)
    end = start + 1
    while gutters and end < len(lines):
        line, before = lines[end], lines[end - 1]
        if line.top - before.bottom > 3 * first.height:
            break
        more = _cover([*cover, *((word.box[0], word.box[2]) for word in line.words)], _GUTTER)
        left = _gaps(more, _GUTTER)
        lost = [one for one in gutters if not any(low < one[1] and high > one[0] for low, high in left)]
        heading = line.bold and line.height > first.height + 1
        if heading or len(lost) == len(gutters) or any(_support(lines[start:end], one) > 1 for one in lost):
            break
        cover, gutters = more, left
        end += 1
    return end, gutters


def _cover(spans: Iterable[tuple[float, float]], gap: float) -> _Spans:
    """Spans put together where less than `gap` parts them."""
    found: _Spans = []
    for low, high in sorted(spans):
        if found and low - found[-1][1] < gap:
            found[-1] = found[-1][0], max(found[-1][1], high)
        else:
            found.append((low, high))
    return found


def _gaps(cover: _Spans, least: float) -> _Spans:
    return [(before[1], after[0]) for before, after in pairwise(cover) if after[0] - before[1] >= least]


def _support(lines: Iterable[PdfLine], gutter: tuple[float, float]) -> int:
    """How many lines have words on both sides of a gutter."""
    low, high = gutter
    return sum(line.left < low and line.right > high for line in lines)


def _columns(
    lines: Sequence[PdfLine],
    gutters: _Spans,
    page: PdfPage,
    numbers: Mapping[Word, int],
    right: float,
    spaces: Spaces,
) -> list[PdfBlock]:
    middles = [(low + high) / 2 for low, high in gutters]
    parts: list[list[list[Word]]] = []
    for line in lines:
        row: list[list[Word]] = [[] for _ in range(len(gutters) + 1)]
        for word in line.words:
            row[sum(word.box[0] > middle for middle in middles)].append(word)
        parts.append(row)
    edges = []
    for n in range(len(gutters) + 1):
        own = [word for row in parts for word in row[n]]
        ends = max(word.box[2] for word in own)
        edges.append((min(word.box[0] for word in own), max(ends, gutters[n][1] - 14) if n < len(gutters) else right))
    if _newspaper(parts, edges):
        columns = [
            lines_of([word for row in parts for word in row[n]], page.number, numbers) for n in range(len(edges))
        ]
        return [[PdfCell(*edge, column)] for edge, column in zip(edges, columns, strict=True)]
    blocks: list[PdfBlock] = []
    for group in _row_groups(lines, parts, edges, page, spaces):
        cells = []
        for n, edge in enumerate(edges):
            words = [word for row in group for word in row[n]]
            cells.append(PdfCell(*edge, lines_of(words, page.number, numbers)))
        blocks.append(cells)
    return blocks


def _newspaper(parts: Sequence[Sequence[Sequence[Word]]], edges: Sequence[tuple[float, float]]) -> bool:
    """Whether columns are each read to their end: alike in width, and full of lines that go on."""
    widths = [right - left for left, right in edges]
    if len(parts) < 6 or min(widths) < 0.7 * max(widths) or min(widths) < 100:
        return False
    for n, (left, right) in enumerate(edges):
        full = sum(bool(row[n]) and row[n][-1].box[2] - row[n][0].box[0] > 0.75 * (right - left) for row in parts)
        if full < 0.6 * len(parts):
            return False
    return True


def _row_groups(
    lines: Sequence[PdfLine],
    parts: list[list[list[Word]]],
    edges: Sequence[tuple[float, float]],
    page: PdfPage,
    spaces: Spaces,
) -> list[list[list[list[Word]]]]:
    """Lines as rows of a table: a row begins below a wider space or a drawn line, or with a label that is new."""
    gaps = [below.top - above.bottom for above, below in pairwise(lines)]
    usual = spaces.get(round(lines[0].height), min(gaps, default=0.0))
    usual = max(usual, min(gaps, default=0.0))
    wide = [gap > usual + 0.3 * lines[0].height for gap in gaps]
    groups = [[parts[0]]]
    for n in range(1, len(lines)):
        above, below = parts[n - 1][0], parts[n][0]
        drawn = any(lines[n - 1].bottom - 2 <= y <= lines[n].top + 2 for y, *_ in page.across)
        new = bool(below) and (
            not above or (not any(wide) and not _wraps(above[-1], below[0], edges[0][1], lines[n - 1].height))
        )
        if wide[n - 1] or drawn or new:
            groups.append([])
        groups[-1].append(parts[n])
    return groups


def _wraps(last: Word, first: Word, right: float, height: float) -> bool:
    """Whether a line ends after `last` because `first` found no room in it."""
    return last.box[2] + 0.2 * height + (first.box[2] - first.box[0]) > right - _SLACK


# -- paragraphs ------------------------------------------------------------------------------------------------------


def goes_on(above: PdfLine, below: PdfLine, right: float) -> bool:
    """Whether the line `below` goes on with the paragraph of the line above it, in a column that ends at `right`."""
    if above.broken:
        return True
    if abs(above.height - below.height) > 1.2 or (above.bold != below.bold and (above.bold or len(below.words) > 3)):
        return False
    if _LEADERS.search(above.text):
        return False
    first = below.words[0].text
    if _BULLET.match(first) and (not first[0].isalnum() or above.text.endswith(_SENTENCE_END)):
        return False
    return _wraps(above.words[-1], below.words[0], right, above.height)


def paragraphs_of(cell: PdfCell, spaces: Spaces) -> list[tuple[bool, list[PdfLine]]]:
    """The paragraphs of a cell, each with whether more space than between its lines stands above it."""
    found: list[tuple[bool, list[PdfLine]]] = []
    right = _own_right(cell)
    for line in cell.lines:
        above = found[-1][1][-1] if found else None
        if above is None:
            found.append((True, [line]))
            continue
        apart = line.page == above.page and line.top - above.bottom > spaces.get(round(above.height), 3.0) + 1.0
        styled = abs(above.height - line.height) > 1.2 or (above.bold and not line.bold)
        if not apart and goes_on(above, line, right):
            found[-1][1].append(line)
        else:
            found.append((apart or styled, [line]))
    return found


def _own_right(cell: PdfCell) -> float:
    """Where the lines of a cell end: of text that is set narrower than its column, where most of its lines do."""
    lines = cell.lines
    if len(lines) < 4:
        return cell.right
    own = max(line.right for line in lines)
    width = own - min(line.left for line in lines)
    full = median([line.right for line in lines[:-1]]) > own - 0.12 * width
    return own if full and own < cell.right else cell.right
