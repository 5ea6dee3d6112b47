"""The tables of a form: rows of a label and its value, two of them side by side, or labels above one row of values."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.reading.contact_owner import Owner, owner
from bot.reading.form_labels import label_or_key
from bot.reading.spans import CharSpan, Line, trim
from bot.records.text import fold

_WORDS_OF_VALUES = frozenset(
    "value values content contents details detail answer response information valor valores contenido contenidos"
    " detalle respuesta conteudo resposta valeur valeurs contenu reponse inhalt wert angabe angaben antwort valore"
    " contenuto risposta inhoud waarde valoare continut 내용 값".split()
)
"""What heads the column of values, beside the one of labels: no value of any label."""
_RULE = re.compile(r"[\s|:+-]+$")
_MOST, _SHARE, _FEWEST_COLUMNS, _PAIR, _ONE_OF = 120, 0.6, 3, 2, 4
_OF_OTHERS = frozenset({"support_institutions", "other_actors", "other_government"})
_OF_STEPS = frozenset(
    {"milestones", "start", "end", "dates", "person", "responsible", "completion", "status", "unkept"}
)


class TableRow(NamedTuple):
    """A label in a cell, the column of the cell, and where its value begins; `end` where a cell ends it.

    `group` is the cell that spans it and others.
    """

    start: int
    label: CharSpan
    column: int
    value: int
    end: int | None
    group: CharSpan | None = None


class TableRead(NamedTuple):
    """The labels of a table, or the whole of one that holds several rows of something else."""

    rows: list[TableRow]
    left: list[CharSpan]


def read_table(text: str, block: list[Line]) -> TableRead:
    """The labels in consecutive lines whose cells are parted by tabs or bars."""
    ruled = [number for number, line in enumerate(block) if _RULE.match(text, *line)]
    lines = [line for number, line in enumerate(block) if number not in ruled]
    cells = _unnumbered(text, [_cells(text, line) for line in lines])
    if not lines:
        return TableRead([], [])
    if column := _value_column(text, cells):
        parties = [
            TableRow(line.start, row[0], 0, row[column].start, row[column].end)
            for line, row in zip(lines[1:], cells[1:], strict=True)
            if row[0] and len(row) > column
        ]
        return TableRead(parties, [CharSpan(*lines[0])])
    if (
        len(cells) == _PAIR == len(cells[0]) == len(cells[1])
        and all(_known(text, cells[0]))
        and not any(_known(text, cells[1]))
    ):
        # two labels side by side above one row
        return TableRead(
            [
                TableRow(label.start, label, -1, value.start, end)
                for label, value, end in zip(*cells, (cells[1][0].end, None), strict=True)
            ],
            [],
        )
    if heads_record(text, block[0]):
        record = _over_lines(cells)
        lines, cells = (lines[:2], [cells[0], record]) if record else (lines, cells)
    rows: list[TableRow] = []
    left: list[CharSpan] = []
    number = 0
    while number < len(lines):
        if _leads_group(text, cells[number:]):
            group, label, value = cells[number]
            last = number + 1 == len(lines)
            if _means(text, group) in _OF_OTHERS:
                label = group  # `Other actors | State | Ministry of Roads`
            rows.append(TableRow(lines[number].start, label, 0, value.start, None if last else value.end, group))
            number += 1
            continue
        if _heads(text, cells[number]):
            stop = _under(text, cells, number)
            below = [row for row in cells[number + 1 : stop] if len(row) == len(cells[number])]
            steps = all((_means(text, cell) or "unkept") in _OF_STEPS for cell in cells[number])
            if len(below) != 1 or steps:
                left.append(CharSpan(lines[number].start, lines[stop - 1].end))
            else:
                rows += [
                    TableRow(label.start, label, -1, value.start, value.end)
                    for label, value in zip(cells[number], below[0], strict=True)
                    if label
                ]
            number = stop
            continue
        # a head without a meaning, `Field | Content` above a rule
        head = number == 0 and len(cells[0]) == 2 and fold(text[slice(*cells[0][1])]) in _WORDS_OF_VALUES
        head |= number == 0 and ruled[:1] == [1] and not _means(text, cells[0][0]) if cells[0] else False
        if not head:
            rows += _of_line(text, lines[number], cells[number])
        number += 1
    return TableRead(rows, left)


def _unnumbered(text: str, cells: list[list[CharSpan]]) -> list[list[CharSpan]]:
    """The rows without the first column, where that only counts pairs of a label and a value."""
    counted = [row for row in cells if text[slice(*row[0])].strip(".) ").isdigit()]
    numbers = [int(text[slice(*row[0])].strip(".) ")) for row in counted]
    known = sum(_means(text, row[1]) is not None for row in counted if len(row) > 1)
    if (
        len(counted) < max(_FEWEST_COLUMNS, len(cells) - 1)
        or any(len(row) != _PAIR + 1 for row in cells)
        or numbers != list(range(numbers[0], numbers[0] + len(numbers)))
        or known < _SHARE * len(counted)
    ):
        return cells
    return [row[1:] for row in cells]


def _under(text: str, cells: list[list[CharSpan]], head: int) -> int:
    """Where what stands under the labels side by side ends: at a label with one value behind it, at labels again."""
    for number in range(head + 2, len(cells)):
        row = cells[number]
        pair = len(row) == _PAIR != len(cells[head]) and _means(text, row[0]) is not None
        if pair or (len(row) >= _FEWEST_COLUMNS and all(_known(text, row))):
            return number
    return len(cells)


def heads_record(text: str, line: Line) -> bool:
    """Labels side by side that head records, and no steps of a plan."""
    if "\t" not in text[line.start : line.end]:
        return False
    cells = _cells(text, line)
    strange = sum(not known for known in _known(text, cells))
    if not _heads(text, cells) or strange * _ONE_OF > len(cells):
        return False
    return not all((_means(text, cell) or "unkept") in _OF_STEPS for cell in cells)


def _over_lines(cells: list[list[CharSpan]]) -> list[CharSpan] | None:
    """The cells of the one row below labels, of which some hold several lines; None where something else stands there.

    The last cell of a line goes on in the first of the next.
    """
    if len(cells) < _FEWEST_COLUMNS or len(cells[1]) == len(cells[0]):
        return None
    joined: list[CharSpan] = []
    for row in cells[1:]:
        if joined:
            joined[-1] = CharSpan(joined[-1].start, row[0].end)
        joined += row[1:] if joined and row is not cells[1] else row
    return joined if len(joined) == len(cells[0]) else None


def _value_column(text: str, cells: list[list[CharSpan]]) -> int | None:
    """The column that holds the commitment's values, in a table whose first row heads several: `Government`, `NGOs`.

    It is the first that is not headed by a word for others; None where the first row heads nothing.
    """
    head, below = cells[0], cells[1:]
    labels = [row for row in below if _means(text, row[0]) is not None]
    if len(head) < _FEWEST_COLUMNS or len(labels) < max(2, _SHARE * len(below)):
        return None
    if not all(head[1:]) or any(len(row) != len(head) for row in below):
        return None
    if any(_means(text, cell) for row in labels for cell in row[1:]) or (head[0] and _means(text, head[0])):
        return None
    free = [number for number, cell in enumerate(head) if number and owner(text[slice(*cell)]) is not Owner.OTHER]
    return free[0] if free else None


def _of_line(text: str, line: Line, cells: list[CharSpan]) -> list[TableRow]:
    bar = text[trim(text, *line).start] == "|"
    if len(cells) > 2:
        odd = sum(_means(text, cell) is not None for cell in cells[1::2])
        even = sum(_means(text, cell) is not None for cell in cells[::2])
        if len(cells) % 2 or even <= odd:
            return [] if len(cells) > 3 else _pair(text, line, cells, bar)
        last = len(cells) // 2 - 1  # its value may go on in the lines below
        return [
            TableRow(
                label.start if number else line.start,
                label,
                2 * number,
                value.start,
                None if number == last and value and not bar else value.end,
            )
            for number, (label, value) in enumerate(zip(cells[::2], cells[1::2], strict=True))
            if label and label.end - label.start <= _MOST
        ]
    return _pair(text, line, cells, bar)


def _pair(text: str, line: Line, cells: list[CharSpan], bar: bool) -> list[TableRow]:
    if len(cells) < 2 or not cells[0] or cells[0].end - cells[0].start > _MOST:
        return []
    label = trim(text, *cells[0], "*_:•")
    return [TableRow(line.start, label, 0, cells[1].start, line.end if bar else None)] if label else []


def _known(text: str, cells: list[CharSpan]) -> list[bool]:
    return [_means(text, cell) is not None for cell in cells]


def _heads(text: str, cells: list[CharSpan]) -> bool:
    """Labels side by side: nearly all cells are known, in a row of three or more."""
    known = [_means(text, cell) for cell in cells]
    named = [one for one in known if one is not None]
    if len(cells) < 3 or len(named) < 2 or len(named) < _SHARE * len(cells):
        return False
    return not (len(cells) % 2 == 0 and all(one is None for one in known[1::2]))


def _leads_group(text: str, cells: list[list[CharSpan]]) -> bool:
    """The row's first cell spans those below, so that it has one more: `In charge | Name | Ana` over `Post | Head`."""
    row, below = cells[0], cells[1] if len(cells) > 1 else []
    if len(row) != _FEWEST_COLUMNS or _means(text, row[-1]):
        return False
    if _means(text, row[0]) is None:  # `Institutions | Executing | The Mint` over `Assisting | The Treasury`
        known = _means(text, row[1]) is not None and len(below) == _FEWEST_COLUMNS - 1
        return known and row[0].end > row[0].start and (_means(text, below[0]) is not None)
    # lines of the last cell may stand between the rows
    return len(below) == _FEWEST_COLUMNS - 1 or (not below and _means(text, row[1]) in _OF_OTHERS)


def _means(text: str, cell: CharSpan) -> str | None:
    if not cell or cell.end - cell.start > _MOST:
        return None
    meaning = label_or_key(text[cell.start : cell.end])
    return (meaning.names[0] or "unkept") if meaning else None


def _cells(text: str, line: Line) -> list[CharSpan]:
    bare = trim(text, *line, " ")
    mark = "|" if text[bare.start] == "|" else "\t"
    start, end = (bare.start + 1, bare.end) if mark == "|" else line  # a first cell may be empty
    end -= mark == "|" and text[end - 1] == "|"
    cells = []
    while True:
        stop = text.find(mark, start, end)
        place = trim(text, start, stop if stop >= 0 else end, "*_")
        cells.append(place if place else CharSpan(start, start))
        if stop < 0:
            return cells
        start = stop + 1
