"""No document takes the square of its size to be read and stored."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import process_time

import pytest

from bot.intake.reader import Rules, reread
from bot.records.build import build
from bot.records.model import Arrival
from tests.thorough import some

from .documents import DOCUMENTS, PLACES, UNITS, Made

FEW, MANY = 1000, 4000
"""Characters of the hostile part whose calls are counted."""
COUNTED = 5
"""How many times more calls MANY characters, four times the FEW, may make."""
SMALL, LARGE = 4000, 16_000
"""And of the one whose time is compared."""
HTML = 8
"""How many times larger HTML is for that: a parser written in C is fast, also where it takes a square."""
LINEAR = 8
"""How many times longer the LARGE one, four times the SMALL one, may take: a square takes sixteen times as long."""
FREE = 3000
"""Calls that are made for whatever document, or for the first of a kind."""
WORTH_A_LOOK = 0.12
"""Processor seconds for the LARGE document below which no square can have been taken."""

HERE: dict[str, dict[str, Callable[[int], Made]]] = {
    place: {repr(unit): lambda size, unit=unit, made=made: made(unit, size) for unit in UNITS}  # type: ignore[misc]
    for place, made in PLACES.items()
}


def ingest(document: Made) -> None:
    """Read and store a document, in this process."""
    name, text = document
    with tempfile.TemporaryDirectory() as folder:
        arrival = Arrival(name, name, text.encode())
        build(Path(folder) / "c.db", [arrival], Rules().read, reread, as_of=date(2026, 11, 21))


def calls(document: Made) -> int:
    """How many functions and methods are called."""
    count = 0

    def counted(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        ingest(document)
    finally:
        sys.setprofile(before)
    return count


def seconds(document: Made) -> float:
    """How long it takes."""
    began = process_time()
    ingest(document)
    return process_time() - began


def outgrowing(made: Callable[[int], Made]) -> str | None:
    """What grows faster than a document does: the calls, or each of three times the time; None where nothing does."""
    for _ in range(2):  # what is made ready once, for the first document of its kind, is not counted again
        few, many = calls(made(FEW)), calls(made(MANY))
        if many <= COUNTED * few + FREE:
            break
    else:
        return f"{few} calls for {FEW} characters, {many} for {MANY}"
    times = HTML if made(FEW)[0].endswith(".html") else 1
    for _ in range(3):
        large = seconds(made(times * LARGE))
        if large < WORTH_A_LOOK:
            return None
        small = seconds(made(times * SMALL))
        if large <= LINEAR * small:
            return None
    return f"{small:.3f} s for {times * SMALL} characters, {large:.3f} s for {times * LARGE}"


@pytest.mark.parametrize("place", [*PLACES, "documents"])
def test_work_grows_with_the_size_of_a_document(place: str) -> None:
    """Four times as much of anything, at whatever place, is at most about four times the work."""
    ingest(("KR0001.txt", "Open Data (KR0001)\nOverview\nStatus: Active\nStart date: 1 July 2016\n"))
    tried = (DOCUMENTS if place == "documents" else HERE[place]).items()
    found = {what: outgrowing(made) for what, made in some(tried, 6 if place == "documents" else 18)}
    assert {what: said for what, said in found.items() if said} == {}
