"""The two documents of the corpus, every value and every row of the index, against the files in `corpus/`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.reading import read
from bot.records.model import DocumentReading

HERE = Path(__file__).parent
CORPUS = HERE.parents[1] / "corpus"


def reading_of(code: str) -> DocumentReading:
    """The corpus document of `code`, read."""
    return read(f"{code}.txt", (CORPUS / f"{code}.txt").read_bytes())


def expected(code: str) -> dict[str, Any]:
    """What the document of `code` says."""
    held: dict[str, Any] = json.loads((HERE / "corpus" / f"{code}.json").read_text(encoding="utf-8"))
    return held


@pytest.mark.parametrize("code", ["KR0029", "KR0032"])
def test_every_value_of_the_page(code: str) -> None:
    """Each value of the page has the text, place, number, normalised form and precision of the expected file."""
    values = [value for value in reading_of(code).values if value.origin == "page"]
    got = [
        {
            "field": value.field,
            "position": value.position,
            "raw": value.raw,
            "start": value.start,
            "end": value.end,
            "value": value.value,
            "precision": value.precision,
        }
        for value in sorted(values, key=lambda value: (value.start, value.end))
    ]
    assert got == expected(code)["values"]
    assert {value.code for value in values} == {code}


@pytest.mark.parametrize("code", ["KR0029", "KR0032"])
def test_every_row_of_the_index(code: str) -> None:
    """Each sibling has its title, cycle and policy area, with their places."""
    rows: dict[str, dict[str, Any]] = {}
    for value in reading_of(code).values:
        if value.origin == "index":
            rows.setdefault(value.code, {"code": value.code})[value.field] = [value.raw, value.start, value.end]
    assert list(rows.values()) == expected(code)["index"]


def test_the_index_has_48_rows() -> None:
    """KR0029's page lists 48 commitments, itself and KR0032 among them."""
    codes = {value.code for value in reading_of("KR0029").values if value.origin == "index"}
    assert len(codes) == 48
    assert {"KR0029", "KR0032"} <= codes


def test_a_blank_area_is_a_blank() -> None:
    """KR0008's policy area is a value with nothing in it, placed behind its comma."""
    reading = reading_of("KR0029")
    assert reading.document is not None
    (area,) = [value for value in reading.values if value.code == "KR0008" and value.field == "policy_areas"]
    assert area.blank
    assert reading.document.text[: area.start].endswith("KR0008, 2012,")


@pytest.mark.parametrize("code", ["KR0029", "KR0032"])
def test_nothing_is_left_unread(code: str) -> None:
    """The corpus is read to its last word, and nothing in it looks wrong."""
    reading = reading_of(code)
    assert reading.unread == ()
    assert reading.problems == ()
