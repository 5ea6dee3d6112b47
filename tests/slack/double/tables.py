"""Tables and charts: the table, the data table that the client sorts and pages, the data visualization."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.slack.double.elements import BUTTON
from tests.slack.double.limits import (
    AXIS_LABEL,
    BLOCK_ID,
    CHART_LABEL,
    CHART_PARTS,
    CHART_POINTS,
    CHART_TITLE,
    DATA_TABLE_PAGE,
    DATA_TABLE_ROWS,
    DATA_TABLE_TEXT,
    TABLE_CELLS,
    TABLE_ROWS,
    TEXT,
)
from tests.slack.double.rich_text import RICH_TEXT
from tests.slack.double.rules import (
    Rule,
    all_of,
    array,
    boolean,
    complaint,
    integer,
    number,
    one_of,
    shape,
    string,
    typed,
)

_ID: dict[str, Rule] = {"block_id": string(BLOCK_ID)}
_PLAIN_CELL: dict[str, Rule] = {
    "raw_text": shape({"text": string(TEXT)}),
    "raw_number": shape({"value": number(), "text": string(TEXT)}),
}
_ACTION_CELL = shape({"element": typed({"button": BUTTON})}, {"fallback": typed(_PLAIN_CELL)})
_COLUMN = shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})


def _column(value: Any, pointer: str) -> Iterator[str]:
    if value is not None:  # null keeps a column as it is
        yield from _COLUMN(value, pointer)


TABLE = shape(
    {"rows": array(array(typed(_PLAIN_CELL | {"rich_text": RICH_TEXT}), TABLE_CELLS), TABLE_ROWS)},
    _ID | {"column_settings": array(_column, TABLE_CELLS)},
)


def _even(value: Any, pointer: str) -> Iterator[str]:
    """All rows are as long as the header, in which no rich text stands."""
    rows = value.get("rows") if isinstance(value, dict) else None
    if not isinstance(rows, list) or not rows or not all(isinstance(row, list) for row in rows):
        return
    for place, cell in enumerate(rows[0]):
        if isinstance(cell, dict) and cell.get("type") == "rich_text":
            yield complaint("rich_text is not allowed in the header row", f"{pointer}/rows/0/{place}/type")
    for place, row in enumerate(rows):
        if len(row) != len(rows[0]):
            yield complaint("all rows must have the same number of cells", f"{pointer}/rows/{place}")
    if text_of(rows) > DATA_TABLE_TEXT:
        yield complaint(f"must be less than {DATA_TABLE_TEXT + 1} characters", f"{pointer}/rows")


DATA_TABLE = all_of(
    shape(
        {
            "caption": string(TEXT),
            "rows": array(
                array(typed(_PLAIN_CELL | {"rich_text": RICH_TEXT, "action_cell": _ACTION_CELL}), TABLE_CELLS),
                DATA_TABLE_ROWS,
                least=2,
            ),
        },
        _ID | {"page_size": integer(1, DATA_TABLE_PAGE), "row_header_column_index": integer(0, TABLE_CELLS - 1)},
    ),
    _even,
)

_SEGMENT = shape({"label": string(CHART_LABEL), "value": number(above=0)})
_SERIES = shape(
    {
        "name": string(CHART_LABEL),
        "data": array(shape({"label": string(CHART_LABEL), "value": number()}), CHART_POINTS),
    }
)
_AXES = shape(
    {"categories": array(string(CHART_LABEL), CHART_POINTS)},
    {"x_label": string(AXIS_LABEL), "y_label": string(AXIS_LABEL)},
)


def _whole(value: Any, pointer: str) -> Iterator[str]:
    """Series have names of their own, and each has a point for every category."""
    series, axes = value.get("series"), value.get("axis_config")
    if not isinstance(series, list) or not isinstance(axes, dict):
        return
    names = [one.get("name") for one in series if isinstance(one, dict)]
    if len(set(names)) < len(names):
        yield complaint("series names must be unique", f"{pointer}/series")
    for place, one in enumerate(series):
        points = one.get("data") if isinstance(one, dict) else None
        labels = [point.get("label") for point in points or [] if isinstance(point, dict)]
        if sorted(map(str, labels)) != sorted(map(str, axes.get("categories") or [])):
            yield complaint("labels must match the categories", f"{pointer}/series/{place}/data")


_AXIAL = all_of(shape({"series": array(_SERIES, CHART_PARTS), "axis_config": _AXES}), _whole)
DATA_VISUALIZATION = shape(
    {
        "title": string(CHART_TITLE),
        "chart": typed(
            {"pie": shape({"segments": array(_SEGMENT, CHART_PARTS)}), "bar": _AXIAL, "area": _AXIAL, "line": _AXIAL}
        ),
    },
    _ID,
)


def text_of(value: Any) -> int:
    """How many characters of text a block, or a part of one, shows; an action's fallback is not shown beside it."""
    if isinstance(value, dict):
        own = value.get("text")
        others = sum(text_of(one) for name, one in value.items() if name != "fallback")
        return (len(own) if isinstance(own, str) else 0) + others
    return sum(map(text_of, value)) if isinstance(value, list) else 0
