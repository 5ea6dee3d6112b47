"""For every test: none is judged by how long it takes, since a machine may have much else to do.

Documents are read within the test's own process, but in the rooms that are about the other one: to start that takes
longer than most tests. In the rooms that only show what was read, the same page is read once. Statements are compiled
once for all files that hold a state.
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy.engine import URL

from bot.intake import reader
from bot.records.model import FAULT, ReadError
from bot.state import database

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

WORKERS_A_PROCESSOR = 1.5  # a third of the time of all tests is spent on waiting: for Slack, for processes, for a clock

ABOUT_THE_READER = ("ingest", "growth", "faults")
SHOWING = ("slack", "digest")
_ask = reader.Reader._ask
_here = _once = False
_read: dict[tuple[object, ...], object] = {}


def _ask_here(self: reader.Reader, what: str, given: tuple[object, ...], size: int) -> object:
    if not _here:
        return _ask(self, what, given, size)
    try:
        return _read_once(self._rules, *given) if what == "read" else reader.reread(*given)  # type: ignore[arg-type]
    except Exception as error:  # as the other process tells of it
        raise ReadError(FAULT, traceback.format_exc()) from error


def _read_once(rules: reader.Rules, name: str, data: bytes, url: str | None) -> object:
    if not _once:
        return rules.read(name, data, url)
    key = rules.version(name), name, data, url
    if key not in _read:
        _read[key] = rules.read(name, data, url)
    return _read[key]


reader.Reader._ask = _ask_here  # type: ignore[method-assign]

_engine = database._engine
_first: list[database.State] = []


def _engine_that_shares(url: URL) -> database.State:
    engine = _engine(url)
    if engine.dialect.name == "sqlite":
        _first.extend([] if _first else [engine])
        engine.dialect, engine._compiled_cache = _first[0].dialect, _first[0]._compiled_cache
    return engine


database._engine = _engine_that_shares


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Whether a test, and the fixtures that it is the first to ask for, read documents within this process."""
    global _here, _once
    room = item.path.relative_to(Path(__file__).parent).parts[0]
    _here, _once = room not in ABOUT_THE_READER, room in SHOWING
    return (yield)


def pytest_xdist_auto_num_workers() -> int:
    """How many processes `-n auto` means."""
    return round(WORKERS_A_PROCESSOR * (os.cpu_count() or 1))
