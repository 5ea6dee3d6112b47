"""Tables of a commitment's milestones: their columns are labels too, but of each milestone."""

from __future__ import annotations

from collections.abc import Iterator

from bot.reading.form_labels import form_label
from bot.reading.label_tables import label_tables
from bot.reading.spans import CharSpan, Line, lines_of, trim

_OF_STEPS = frozenset(
    "start end dates person responsible completion status lead_institution support_institutions".split()
)
_FEWEST_COLUMNS, _LONGEST_LABEL = 3, 60
_NUMBER = frozenset({"", "#", "n", "no", "nr", "n°", "nº", "№"})


def step_tables(text: str, place: CharSpan) -> Iterator[tuple[CharSpan, CharSpan]]:
    """The label and the whole of each table in `text[place]` whose columns are a milestone, its dates and the like."""
    lines = list(lines_of(text, *place)) if "\t" in text[place.start : place.end] else []
    number = 0
    while number < len(lines):
        label = _heads_steps(text, lines[number])
        last = number
        if label:
            while last + 1 < len(lines) and _goes_on(text, lines[last + 1]):
                last += 1
        if label and any(len(_cells(text, line)) >= _FEWEST_COLUMNS for line in lines[number + 1 : last + 1]):
            yield label, CharSpan(lines[number].start, lines[last].end)
        number = last + 1


def _goes_on(text: str, line: Line) -> bool:
    """A line below a table's head is one of its rows, or of a cell with several lines: no label with its value."""
    if not trim(text, *line):
        return False
    cells = _cells(text, line)
    if len(cells) >= _FEWEST_COLUMNS:
        return True
    first = cells[0]
    return not label_tables().description.at(text, *first) and form_label(text[slice(*first)]) is None


def _heads_steps(text: str, line: Line) -> CharSpan | None:
    """The cell that says that a row heads milestones, where another is a label of what each of them has."""
    if text.count("\t", *line) < _FEWEST_COLUMNS - 1:
        return None
    cells = _cells(text, line)
    if cells and text[slice(*cells[0])].casefold().strip(". ") in _NUMBER:
        cells = cells[1:]
    if len(cells) < _FEWEST_COLUMNS - 1 or any(cell.end - cell.start > _LONGEST_LABEL for cell in cells):
        return None
    first, *others = (form_label(text[slice(*cell)]) for cell in cells)
    if first is None or "milestones" not in first.names:
        return None
    return cells[0] if any(other and _OF_STEPS & {*other.names} for other in others) else None


def _cells(text: str, line: Line) -> list[CharSpan]:
    cells = []
    start = line.start
    for part in text[line.start : line.end].split("\t"):
        cells.append(trim(text, start, start + len(part), "*_"))
        start += len(part) + 1
    return cells
