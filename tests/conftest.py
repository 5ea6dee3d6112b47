"""For every test: none is judged by how long it takes, since a machine may have much else to do.

Documents are read within the test's own process, but in the rooms that are about the other one: to start that takes
longer than most tests.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from bot.intake import reader
from bot.records.model import FAULT, ReadError

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

ABOUT_THE_READER = ("ingest", "growth", "faults")
_ask = reader.Reader._ask
_here = False


def _ask_here(self: reader.Reader, what: str, given: tuple[object, ...], size: int) -> object:
    if not _here:
        return _ask(self, what, given, size)
    try:
        return self._rules.read(*given) if what == "read" else reader.reread(*given)  # type: ignore[arg-type]
    except Exception as error:  # as the other process tells of it
        raise ReadError(FAULT, traceback.format_exc()) from error


reader.Reader._ask = _ask_here  # type: ignore[method-assign]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Whether a test, and the fixtures that it is the first to ask for, read documents within this process."""
    global _here
    room = item.path.relative_to(Path(__file__).parent).parts[0]
    _here = room not in ABOUT_THE_READER
    return (yield)
