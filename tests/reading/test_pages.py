"""Example pages of every generation, way of saving, description form and language, against the files beside them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bot.reading import read
from bot.records.model import DocumentReading, Value

PAGES = Path(__file__).parent / "pages"
NAMES = sorted(path.name.removesuffix(".json") for path in PAGES.glob("*.json"))


def page(name: str) -> tuple[dict[str, Any], DocumentReading]:
    """What a page says, and what the reader makes of it."""
    expected: dict[str, Any] = json.loads((PAGES / f"{name}.json").read_text(encoding="utf-8"))
    return expected, read(name, (PAGES / name).read_bytes())


def own(expected: dict[str, Any], reading: DocumentReading) -> list[Value]:
    """The values of the page's own commitment that the page itself states."""
    return [value for value in reading.values if value.code == expected["code"] and value.origin == "page"]


@pytest.mark.parametrize("name", NAMES)
def test_every_field_is_found_at_its_place(name: str) -> None:
    """Each expected value is there, as written, where the file says, in its normal form."""
    expected, reading = page(name)
    found = own(expected, reading)
    missing = [
        row
        for row in expected["fields"]
        if not any(all(getattr(value, key) == wanted for key, wanted in row.items()) for value in found)
    ]
    assert missing == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_found_where_no_label_stands(name: str) -> None:
    """A field whose label is nowhere on the page has no value, not even a blank."""
    expected, reading = page(name)
    assert {value.field for value in own(expected, reading)} & set(expected["absent"]) == set()


@pytest.mark.parametrize("name", NAMES)
def test_the_index(name: str) -> None:
    """The siblings of the index are those of the file, with title (None: lost), cycle and policy area."""
    expected, reading = page(name)
    rows: dict[str, dict[str, Any]] = {}
    for value in reading.values:
        if value.origin == "index":
            rows.setdefault(value.code, {"code": value.code, "title": None})[value.field] = value.raw
    assert list(rows.values()) == expected["index"]


@pytest.mark.parametrize("name", NAMES)
def test_positions_count_up(name: str) -> None:
    """The values of one field of one commitment are numbered from 0 without a gap."""
    _, reading = page(name)
    counts = Counter((value.code, value.field, value.origin) for value in reading.values)
    numbers = {(value.code, value.field, value.origin, value.position) for value in reading.values}
    assert numbers == {(*key, number) for key, count in counts.items() for number in range(count)}


SAVED_ANEW = {
    "CR LF line ends": lambda text: text.replace("\r\n", "\n").replace("\n", "\r\n").encode(),
    "a byte order mark": lambda text: ("\ufeff" + text).encode(),
    "UTF-16": lambda text: text.encode("utf-16"),
    "no-break spaces behind colons": lambda text: text.replace(": ", ":\xa0").encode(),
    "soft hyphens in labels": lambda text: text.replace("Institution", "Insti\xadtution").encode(),
    "empty lines between all lines": lambda text: text.replace("\r\n", "\n").replace("\n", "\n\n").encode(),
}


@pytest.mark.parametrize("how", SAVED_ANEW)
@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".txt")])
def test_saved_in_another_way(name: str, how: str) -> None:
    """The same page saved in another way has the same values."""
    expected, _ = page(name)
    text = (PAGES / name).read_bytes().decode("utf-8").removeprefix("\ufeff")
    found = {(value.field, plain(value.raw)) for value in own(expected, read(name, SAVED_ANEW[how](text)))}
    assert {(row["field"], plain(row["raw"])) for row in expected["fields"]} - found == set()
    assert {field for field, _ in found} & set(expected["absent"]) == set()


def plain(raw: str) -> str:
    """A value without the differences that the ways of saving make."""
    return " ".join(raw.replace("\xad", "").split())
