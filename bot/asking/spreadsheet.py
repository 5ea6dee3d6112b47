"""An answer as a file for a spreadsheet: every value with the document, the place and the words it is quoted from."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from bot.asking.answer import Answer, Item
from bot.records.text import harmless_cell

COLUMNS = (
    "code", "title", "field", "state", "raw", "value", "precision",
    "document", "address", "line", "start", "end", "quote",
)  # fmt: skip


def csv_file(answer: Answer) -> bytes:
    """The whole answer as CSV in UTF-8, with the byte order mark by which spreadsheets know it.

    A row a value; `state` is `stated`, `blank` (left blank on the page), or `undecided` for a
    commitment of which the documents do not say whether it belongs to the list. A cell that a spreadsheet would take
    for a formula begins with an apostrophe (OWASP, CSV injection).
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    rows = _groups(answer) if answer.is_group else _shares(answer) if answer.is_shares else _values(answer)
    for row in rows:
        writer.writerow([harmless_cell(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig", "replace")


def _groups(answer: Answer) -> Iterator[tuple[str, ...]]:
    yield str(answer.frame.get("group") or "group"), "commitments"
    for key, count in ((answer.result or {}).get("value") or {}).items():
        yield str(key), str(count)


def _shares(answer: Answer) -> Iterator[tuple[str, ...]]:
    result = answer.result or {}
    yield str(answer.frame.get("group") or "group"), "commitments", "of", "percent"
    for key, percent in result["value"].items():
        yield str(key), str(result["count"][key]), str(result["of"][key]), f"{percent:g}"


def _values(answer: Answer) -> Iterator[tuple[str, ...]]:
    yield COLUMNS
    shown = {item.code for item in answer.items}
    for item in answer.items:
        yield _value(item)
    for entry in answer.entries:
        if entry.code not in shown:
            yield _bare(entry.code, entry.title, "")
    for code in answer.unknown:
        yield _bare(code, "", "undecided")


def _value(item: Item) -> tuple[str, ...]:
    quote = " ".join(f"{item.before}{item.raw}{item.after}".split())
    state = "stated" if item.raw else "blank"
    places = (item.place or ("" if item.line is None else str(item.line)), str(item.start), str(item.end))
    known = (item.value or "", item.precision or "", item.doc, item.url or "")
    return item.code, item.title, item.field, state, item.raw, *known, *places, quote


def _bare(code: str, title: str, state: str) -> tuple[str, ...]:
    return (code, title, "", state, *[""] * (len(COLUMNS) - 4))
