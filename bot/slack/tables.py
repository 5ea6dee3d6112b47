"""Several commitments, or groups of them, as a table: Slack's table block, 100 rows of 20 cells, one in a message.

Every cell is rich text that is not empty: what a document says is literal there, and Slack takes no empty cell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.asking.draft import Entry
from bot.slack.blocks import Block
from bot.slack.mrkdwn import plain, web_address
from bot.slack.values import Values

ROWS, CELLS = 100, 20
ROOM = 6_000
"""Characters of one table, of about 10,000 that Slack takes; the message around it needs the rest."""
SIDE_BY_SIDE = 4
"""Commitments that stand beside each other; more of them stand below each other."""
_LEAST, _MOST = 20, 160  # characters that a cell is cut to
_GAP = "–"


def list_table(entries: Sequence[Entry], order: Sequence[str], values: Values, said: Mapping[str, str]) -> Block:
    """A row a commitment, a column a field; the fields in `order`, others behind."""
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


def count_table(head: tuple[str, str], counts: Sequence[tuple[str, int]]) -> Block:
    """A row a group with its count."""
    length = _length(2 * len(counts))
    rows = [[_bold(head[0]), _bold(head[1])]]
    rows += [[_cell(_cut(key, length)), _cell(f"{count}")] for key, count in counts[: ROWS - 1]]
    return _table(rows, [{"is_wrapped": True}, {"align": "right"}])


def _fields(entries: Sequence[Entry], order: Sequence[str]) -> list[str]:
    """The fields that any of them shows, as they were asked for; the title has a place of its own."""
    shown = dict.fromkeys(finding.field for entry in entries for finding in entry.findings if finding.field != "title")
    return sorted(shown, key=lambda name: order.index(name) if name in order else len(order))


def _length(cells: int) -> int:
    """What each of so many cells may be long, so that all of them fit."""
    return max(_LEAST, min(_MOST, ROOM // max(cells, 1)))


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
    return _rich({"type": "link", "url": url, "text": plain(entry.code) or _GAP})


def _bold(text: str) -> Block:
    return _rich({"type": "text", "text": plain(text) or _GAP, "style": {"bold": True}})


def _cell(text: str) -> Block:
    return _rich({"type": "text", "text": plain(text) or _GAP})


def _rich(part: Block) -> Block:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [part]}]}


def _cut(text: str, length: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[: length - 1].rstrip() + "…"
