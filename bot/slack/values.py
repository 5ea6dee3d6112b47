"""What records say, in the words of an answer: labels, marks, values, the numbers of their sources; and their tables.

And where they are quoted from: short lists of sources stand under the answer, long ones open on a press. A table has
several commitments, or groups of them, one in a message; a few groups are Slack's own bars.

Slack's limits: a `data_table`, which people sort, filter, page and copy, has 200 rows below its header, 20 columns and
20,000 characters; a `table` 100 rows, 20 columns and 10,000 characters. No cell may be empty. The cells of a `table`
are rich text, those of a data table plain: what a document says is literal in both. A chart's title has 50 characters,
the name of its axis as many, a label 20.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from bot.asking.answer import Answer, Entry, Finding, Item
from bot.asking.wording import Wording
from bot.records.fields import FIELD
from bot.records.languages import fill
from bot.slack.blocks import (
    TEXT,
    Block,
    bold,
    button,
    context,
    fitted,
    link,
    literal,
    modal,
    plain,
    rich_text,
    section,
    text_part,
    web_address,
    words,
)

_NOTHING = "–"
_OPEN = "◌"
_UNCLEAR = "?"
_MARKS: dict[str, dict[str, str]] = {
    "status": {"Active": "▸", "Inactive": "■", "Withdrawn": "✕", "Complete": "●"},
    "completion": {
        "No Evidence Available": _UNCLEAR,
        "Not Started": "○",
        "Limited": "◔",
        "Substantial": "◕",
        "Complete": "●",
        "Withdrawn": "✕",
    },
    "early_results": {
        "No early results to report yet": _OPEN,
        "Worsened": "▼",
        "Did Not Change": "=",
        "Marginal": "△",
        "Major": "▲",
        "Outstanding": "★",
    },
}
COLOURS = {"▸": "blue", "●": "green", "◕": "green", "▲": "green", "★": "green", "◔": "yellow", "▼": "red", "✕": "red"}
"""The colour that Slack gives a mark's value where it colours values; gray where it has none."""
_COMMON = {"Unclear": _UNCLEAR, "No IRM Data": _UNCLEAR, "No Data": _UNCLEAR, "Pending IRM Review": _OPEN}


def mark(finding: Finding) -> str:
    """The mark of what a record says of a state, empty for other fields and for words that have none."""
    own = _MARKS.get(finding.field)
    if own is None:
        return ""
    if finding.state == "blank":
        return _NOTHING
    value = finding.items[0].value if finding.state == "value" else None
    return own.get(value or "") or _COMMON.get(value or "", "")


Key = tuple[str, str, int, int, int]


@dataclass(frozen=True, slots=True)
class Values:
    """The values of one answer; each is numbered as the answer's own text numbers it."""

    wording: Wording
    numbers: Mapping[Key, int]

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """Those of an answer, in its language."""
        numbers: dict[Key, int] = {}
        for number, item in enumerate(answer.items, 1):
            numbers.setdefault(_key(item), number)
        return cls(Wording(answer.lang), numbers)

    def label(self, field: str) -> str:
        """What a field is called where it begins a line."""
        return self.wording.heading(field)

    def line(self, finding: Finding, length: int, *, short: bool = False) -> str:
        """A field with what the record says of it; `short` in the middle of a line."""
        if finding.state == "change":
            return self.wording.change(finding, self.number)
        name = self.wording.label(finding.field) if short else self.label(finding.field)
        return self.wording.put_in("field_line", label=name, values=self.said(finding, length))

    def said(self, finding: Finding, length: int) -> str:
        """What a record says of a field, in about `length` characters: its mark, its values, their numbers."""
        each = finding.items if finding.state == "value" else ()
        plain = replace(finding, doubts=())
        one_by_one = [self.wording.values(replace(plain, items=(item,)), self.number, length) for item in each]
        joined = _joined(one_by_one, length) if each else self.wording.values(plain, self.number)
        values = self.wording.doubted(joined, finding)
        shape = mark(finding)
        return f"{shape} {values}" if shape else values

    def title(self, entry: Entry) -> str:
        """The title of a commitment with the number of its source, where the answer quotes it."""
        number = next((n for key, n in self.numbers.items() if key[:2] == (entry.code, "title")), None)
        return f"{entry.title} [{number}]" if number and entry.title else entry.title

    def number(self, item: Item) -> int:
        """The number of a value's source."""
        return self.numbers[_key(item)]


def _key(item: Item) -> Key:
    return item.code, item.field, item.document_id, item.start, item.end


def _joined(values: list[str], length: int) -> str:
    """The first of the values that fit, one at least, and how many more there are."""
    kept, room = values[:1], length - len(values[0])
    for value in values[1:]:
        room -= len(value) + 2
        if room < 0:
            return "; ".join([*kept, f"… (+{len(values) - len(kept)})"])
        kept.append(value)
    return "; ".join(kept)


# -- sources ------------------------------------------------------------------------------------------------------

INLINE = 3
"""Sources that stand under the answer; more of them are a button."""
_ROOM = 2_400
_SOURCE = 400
_NAME = 200
_LINKED = 1_000
_VIEW = 200_000  # bytes; Slack takes a view of 250,000
_BLOCKS = 95  # of the 100 that a view has room for


def inline_sources(answer: Answer, *, cited: bool = False) -> list[Block]:
    """The numbered sources as small text; those that find no room are counted.

    `cited`: as Slack's own citations, where every one of a few has the address of its page.
    """
    if cited and answer.sources and len(answer.items) <= INLINE and all(web_address(one.url) for one in answer.items):
        lines = zip(answer.items, answer.sources, strict=True)
        return [rich_text(part for number, one in enumerate(lines, 1) for part in _citation(*one, number))]
    shown: list[str] = []
    room = _ROOM
    for line in source_lines(answer):
        if len(line) + 1 > room:
            shown.append(fill(words(answer.lang)["sources_rest"], answer.lang, count=len(answer.sources) - len(shown)))
            break
        room -= len(line) + 1
        shown.append(line)
    return [context("\n".join(shown))] if shown else []


def _citation(item: Item, line: str, number: int) -> Iterator[Block]:
    """A source's line with its document as a citation, which shows the quote."""
    flat, name = " ".join(line.split()), " ".join(item.doc.split())
    told = flat.partition("] ")[2]
    after = told.removeprefix(name) if told.startswith(name) else f" {told}"
    shown = fitted(plain(name), _NAME) or "…"
    quote = fitted(plain(item.shown), _SOURCE) or shown
    details = {"citation_type": "web", "display_name": shown, "title": shown, "snippet": quote}
    yield text_part(f"[{number}] " if number == 1 else f"\n[{number}] ")
    yield {"type": "citation", "url": web_address(item.url), "text": shown, "index": number, "details": details}
    yield text_part(fitted(plain(after), _SOURCE) or " ")


def sources_view(answer: Answer) -> dict[str, Any]:
    """A modal of all sources, by commitment; what a view has no room for is counted."""
    said = words(answer.lang)
    blocks: list[Block] = []
    room, shown = _VIEW, 0
    for heading, lines in _by_commitment(answer):
        for part in _packed([heading, *lines]):
            block = section(part)
            size = len(str(block).encode())
            if size > room or len(blocks) == _BLOCKS:
                blocks.append(context(fill(said["sources_more"], answer.lang, count=len(answer.sources) - shown)))
                return modal(said["sources_title"], blocks, said["close"])
            room -= size
            blocks.append(block)
        shown += len(lines)
    return modal(said["sources_title"], blocks, said["close"])


def _by_commitment(answer: Answer) -> Iterator[tuple[str, list[str]]]:
    """The lines of each commitment in turn, under its code and title."""
    heads: dict[str, list[str]] = {}
    for item, line in zip(answer.items, source_lines(answer), strict=True):
        name = f"{item.code} · {item.title}" if item.title else item.code
        heads.setdefault(bold(name) if len(name) < _SOURCE else fitted(literal(name), _SOURCE), []).append(line)
    yield from heads.items()


def _packed(lines: list[str]) -> Iterator[str]:
    """The lines in texts that each fit a section; none is cut, for it may hold a link."""
    text = ""
    for line in lines:
        if text and len(text) + len(line) + 1 > TEXT:
            yield text
            text = ""
        text = f"{text}\n{line}" if text else line
    yield text


def source_lines(answer: Answer) -> list[str]:
    """The sources as the answer words them: the document's name, linked where its address is known, place and quote."""
    if not answer.sources:
        return []
    return [_linked(line, item) for item, line in zip(answer.items, answer.sources, strict=True)]


def _linked(line: str, item: Item) -> str:
    """A source's line; a long name is cut before the place in the document would be."""
    flat, name = " ".join(line.split()), " ".join(item.doc.split())
    number, _, told = flat.partition("] ")
    if not name or not told.startswith(name):
        return fitted(literal(flat), _SOURCE)
    before, shown = f"{literal(number)}] ", fitted(literal(name), _NAME)
    after = fitted(literal(told.removeprefix(name)), _SOURCE - len(before) - len(shown))
    linked = f"{before}{link(item.url, shown)}{after}"
    return linked if len(linked) <= _LINKED else f"{before}{shown}{after}"


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
        rows.append([_code_link(entry), *map(_cell, cells)])
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


def _code_link(entry: Entry) -> Block:
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
