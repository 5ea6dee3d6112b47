"""Several commitments, or groups of them, as a table, one in a message; a few groups as Slack's own bars.

Slack's limits: a `data_table`, which people sort, filter, page and copy, has 200 rows below its header, 20 columns and
20,000 characters; a `table` 100 rows, 20 columns and 10,000 characters. No cell may be empty. The cells of a `table`
are rich text, those of a data table plain: what a document says is literal in both. A chart's title has 50 characters,
the name of its axis as many, a label 20.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.asking.answer import Entry, Finding
from bot.records.fields import FIELD
from bot.slack.blocks import Block, button, fitted, plain, rich_text, text_part, web_address, words
from bot.slack.values import Values

ROWS, CELLS = 100, 20
ROOM = 6_000
"""Characters of one table, of about 10,000 that Slack takes; the message around it needs the rest."""
_DATA_ROOM = 18_000
_NEVER = 99_999_999
_PAGE = 10  # rows of a data table that are seen at once
_CAPTION = 300
OPEN = "answer:record"
"""The button that opens a commitment; in a table its action_id is `answer:record:0`, …: unique in its block."""
SIDE_BY_SIDE = 4
"""Commitments that stand beside each other; more of them stand below each other."""
_LEAST, _MOST = 20, 160  # characters that a cell is cut to
_MARKED = 8  # characters of a mark and of a source's number
_GAP = "–"


def data_table(entries: Sequence[Entry], order: Sequence[str], values: Values, language: str, caption: str) -> Block:
    """A row a commitment, as many as find room, a column a field; the code opens the commitment. Dates sort."""
    fields, said = _fields(entries, order)[: CELLS - 2], words(language)
    head = [_raw(name) for name in (said["code"], said["title"], *map(values.label, fields))]
    told = [{finding.field: finding for finding in entry.findings} for entry in entries]
    most = _level(
        [len(entry.title) for entry in entries] + [_width(one, values) for row in told for one in row.values()]
    )
    rows = [head]
    room = _DATA_ROOM - characters(head)
    for number, (entry, row) in enumerate(zip(entries, told, strict=True)):
        cells = [_opening(entry, number, language), _raw(_title(entry, values, most))]
        cells += [_data_cell(name, row.get(name), values, most) for name in fields]
        room -= characters(cells)
        if room < 0:
            break
        rows.append(cells)
    return _data(rows, caption)


def list_table(entries: Sequence[Entry], order: Sequence[str], values: Values, said: Mapping[str, str]) -> Block:
    """The same as a plain table, where Slack has no data table; the code leads to the commitment's page."""
    fields = _fields(entries, order)[: CELLS - 2]
    length = _length(len(entries[: ROWS - 1]) * (len(fields) + 2))
    gap = values.wording.say["absent"]
    rows = [[_bold(name) for name in (said["code"], said["title"], *map(values.label, fields))]]
    for entry in entries[: ROWS - 1]:
        told = {finding.field: values.said(finding, length) for finding in entry.findings}
        cells = (_title(entry, values, length), *(told.get(name, gap) for name in fields))
        rows.append([_linked(entry), *map(_cell, cells)])
    return _table(rows, [{"align": "left"}, *[{"is_wrapped": True}] * (len(fields) + 1)])


def comparison(entries: Sequence[Entry], order: Sequence[str], values: Values, said: Mapping[str, str]) -> Block:
    """A column a commitment, a row a field; the fields in `order`, others behind."""
    fields = _fields(entries, order)[: ROWS - 1]
    shown = entries[: CELLS - 1]
    length = _length((len(fields) + 1) * (len(shown) + 1))
    told = [{finding.field: values.said(finding, length) for finding in entry.findings} for entry in shown]
    heads = [_bold(f"{entry.code} · {_title(entry, values, length)}" if entry.title else entry.code) for entry in shown]
    gap = values.wording.say["absent"]
    rows = [[_bold(said["field"]), *heads]]
    rows += [[_bold(values.label(name)), *(_cell(one.get(name, gap)) for one in told)] for name in fields]
    return _table(rows, [{"is_wrapped": True}] * (len(shown) + 1))


def count_table(head: tuple[str, str], counts: Sequence[tuple[str, int]], caption: str = "") -> Block:
    """A row a group with its count: a data table with a `caption`, a plain table without."""
    if caption:
        most = _level([len(key) for key, _count in counts])
        numbers = [{"type": "raw_number", "value": count, "text": f"{count}"} for _key, count in counts]
        cells = [_raw(_cut(key, most)) for key, _count in counts]
        return _data([[_raw(head[0]), _raw(head[1])], *map(list, zip(cells, numbers, strict=True))], caption, names=0)
    length = _length(2 * len(counts))
    rows = [[_bold(head[0]), _bold(head[1])]]
    rows += [[_cell(_cut(key, length)), _cell(f"{count}")] for key, count in counts[: ROWS - 1]]
    return _table(rows, [{"is_wrapped": True}, {"align": "right"}])


def characters(value: object) -> int:
    """The characters of text in a block, or in parts of one."""
    if isinstance(value, dict):
        own = sum(len(one) for name, one in value.items() if name == "text" and isinstance(one, str))
        return own + sum(map(characters, value.values()))
    return sum(map(characters, value)) if isinstance(value, list) else 0


def _fields(entries: Sequence[Entry], order: Sequence[str]) -> list[str]:
    """The fields that any of them shows, as they were asked for; the title has a place of its own."""
    shown = dict.fromkeys(finding.field for entry in entries for finding in entry.findings if finding.field != "title")
    return sorted(shown, key=lambda name: order.index(name) if name in order else len(order))


def _length(cells: int) -> int:
    """What each of so many cells may be long, so that all of them fit."""
    return max(_LEAST, min(_MOST, ROOM // max(cells, 1)))


def _level(sizes: Sequence[int]) -> int:
    """The length that cells may have so that all of them fit a data table: the short ones leave room to the long."""
    room = _DATA_ROOM - len(sizes) * _MARKED
    for number, size in enumerate(sorted(sizes)):
        share = room // (len(sizes) - number)
        if size > share:
            return min(max(share, _LEAST), _MOST)
        room -= size
    return _MOST


def _width(finding: Finding, values: Values) -> int:
    return min(len(values.said(finding, _MOST)), _MOST)


def _data_cell(name: str, finding: Finding | None, values: Values, length: int) -> Block:
    """What is said of a field; a date sorts by its day."""
    cell = _raw(values.said(finding, length) if finding else values.wording.say["absent"])
    if name not in FIELD or FIELD[name].kind != "date":
        return cell
    return {"type": "raw_number", "value": _sorting(finding), "text": cell["text"]}


def _sorting(finding: Finding | None) -> int:
    """A number by which a date sorts: 20180630; a month before its days, and what is not stated behind all."""
    value = next((item.value for item in finding.items if item.value), "") if finding else ""
    digits = "".join(filter(str.isdigit, value))[:8]
    return int(digits.ljust(8, "0")) if digits else _NEVER


def _opening(entry: Entry, number: int, language: str) -> Block:
    """The cell whose button opens the commitment."""
    spoken = words(language)["record_label"].format(code=entry.code)
    press = button(f"{OPEN}:{number}", entry.code or _GAP, f"{language} {entry.code}", spoken)
    return {"type": "action_cell", "element": press, "fallback": _raw(entry.code)}


def _data(rows: list[list[Block]], caption: str, names: int = 1) -> Block:
    """A data table; the column number `names` is what tells its rows apart to a screen reader."""
    told = fitted(plain(" ".join(caption.split())), _CAPTION) or _GAP
    return {
        "type": "data_table",
        "caption": told,
        "rows": rows,
        "page_size": _PAGE,
        "row_header_column_index": names,
    }


def _raw(text: str) -> Block:
    return {"type": "raw_text", "text": plain(" ".join(text.split())) or _GAP}


def _table(rows: list[list[Block]], settings: list[dict[str, Any]]) -> Block:
    return {"type": "table", "rows": rows, "column_settings": settings}


def _title(entry: Entry, values: Values, length: int) -> str:
    """The title, cut, with the number of its source."""
    return _cut(entry.title, length) + values.title(entry).removeprefix(entry.title)


def _linked(entry: Entry) -> Block:
    """The code, which leads to the commitment's document where its address is known."""
    address = next((item.url for finding in entry.findings for item in finding.items if item.url), None)
    url = web_address(address)
    if url is None:
        return _cell(entry.code)
    return rich_text([{"type": "link", "url": url, "text": plain(entry.code) or _GAP}])


def _bold(text: str) -> Block:
    return rich_text([text_part(plain(text) or _GAP, bold=True)])


def _cell(text: str) -> Block:
    return rich_text([text_part(plain(text) or _GAP)])


def _cut(text: str, length: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[: length - 1].rstrip() + "…"


_CHART_TITLE, _CHART_NAME = 50, 20


def chart_block(found: Sequence[tuple[str, int]], title: str, counted: str) -> Block:
    """The groups as Slack's own bars; `counted` is what their numbers count."""
    named = [(plain(key), count) for key, count in found]
    series = {"name": fitted(plain(counted), _CHART_NAME), "data": [{"label": key, "value": n} for key, n in named]}
    axes = {"categories": [key for key, _count in named], "y_label": fitted(plain(counted), _CHART_TITLE)}
    chart = {"type": "bar", "series": [series], "axis_config": axes}
    return {"type": "data_visualization", "title": fitted(plain(title), _CHART_TITLE), "chart": chart}
