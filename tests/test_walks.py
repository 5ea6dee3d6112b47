"""The walks of docs/how-it-works.md are true: a real document, question, mention and digest go them, file by file."""

from __future__ import annotations

import ast
import gc
import re
import resource
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

from bot.asking import ask
from bot.digest.selection import Selection
from bot.digest.subscriptions import Order, subscribe
from bot.intake import reader
from bot.records.store import Store
from bot.settings import read_settings
from bot.slack.digest_courier import send_digests
from bot.slack.questions import FromDatabase
from bot.state.database import open_state
from tests.digest.documents import ingest
from tests.slack.conftest import Workspace
from tests.slack.double import ALICE, BOT_TOKEN, CHANNEL, TEAM, SlackDouble
from tests.test_rooms import MAY_IMPORT

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "how-it-works.md").read_text("utf-8")
WIDEST = 100
"""Columns of a picture."""
AS_OF = date(2026, 11, 21)
MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)  # 09:00 in Kyiv

# A walk, and in how many files it is told at most.
MOST_FILES = {
    "A document becomes records": 10,
    "A question becomes an answer": 10,
    "A mention in Slack is answered": 8,
    "A digest is sent": 10,
}


@dataclass(frozen=True)
class Step:
    """One step of a walk: a file, functions in it in the order of their first calls, and the types that they give."""

    file: str
    functions: tuple[str, ...]
    types: tuple[str, ...]


_STEP = re.compile(r"^\d+\. \[`(.+?)`\]\(\.\./(.+?)\): (.+?)(?: → (.+))?$", re.MULTILINE)
_CODE = re.compile(r"`([^`\n]+)`")


def section(walk: str) -> str:
    """What the page says of a walk."""
    return PAGE.split(f"\n## {walk}\n")[1].split("\n## ")[0]


def steps(walk: str) -> list[Step]:
    """The steps of a walk."""
    found = _STEP.findall(section(walk))
    assert all(shown == linked for shown, linked, _functions, _types in found)
    return [Step(file, tuple(_CODE.findall(said)), tuple(_CODE.findall(types))) for file, _, said, types in found]


@cache
def defined(file: str) -> frozenset[str]:
    """The names of the functions and classes of a file, methods as `Class.method`, those within functions bare."""

    def within(node: ast.AST, of: str) -> Iterator[str]:
        for child in ast.iter_child_nodes(node):
            inside = of
            if isinstance(child, ast.FunctionDef | ast.ClassDef):
                yield of + child.name
                inside = f"{child.name}." if isinstance(child, ast.ClassDef) else ""
            yield from within(child, inside)

    return frozenset(within(ast.parse((ROOT / file).read_text("utf-8")), ""))


# -- a walk that is gone ---------------------------------------------------------------------------------------------


@dataclass
class Trace:
    """The functions of ours that were called, the first of them first, from which file, and what they gave."""

    called: dict[tuple[str, str], str] = field(default_factory=dict)
    given: dict[tuple[str, str], set[str]] = field(default_factory=dict)

    def hook(self, frame: FrameType, event: str, arg: object) -> None:
        """Note a call, or what one gives; as `sys.setprofile` has it."""
        if event not in ("call", "return") or (key := _function(frame.f_code)) is None:
            return
        if event == "call" and key not in self.called:
            self.called[key] = _file_of_caller(frame)
        elif event == "return":
            self.given.setdefault(key, set()).update(_types(arg))


@cache
def _function(code: CodeType) -> tuple[str, str] | None:
    """The file and name of a function of ours, without the functions that it stands in."""
    path = Path(code.co_filename)
    if not path.is_relative_to(ROOT) or path.relative_to(ROOT).parts[0] not in ("bot", "ingest.py"):
        return None
    return path.relative_to(ROOT).as_posix(), code.co_qualname.rpartition("<locals>.")[2]


def _file_of_caller(frame: FrameType) -> str:
    """The nearest file of ours that a call comes from; empty where it comes from elsewhere."""
    caller = frame.f_back
    while caller is not None:
        if found := _function(caller.f_code):
            return found[0]
        caller = caller.f_back
    return ""


def _types(given: object, depth: int = 3) -> Iterator[str]:
    """The names of a value's type, and of what lies in it where it is a tuple or a list."""
    yield type(given).__name__
    if isinstance(given, tuple | list) and depth:
        for one in given:
            yield from _types(one, depth - 1)


@contextmanager
def traced() -> Iterator[Trace]:
    """What is called meanwhile, in threads that begin meanwhile too."""
    trace, before = Trace(), sys.getprofile()
    threading.setprofile(trace.hook)
    sys.setprofile(trace.hook)
    try:
        yield trace
    finally:
        sys.setprofile(before)
        threading.setprofile(None)


def faults(walk: str, trace: Trace) -> Iterator[str]:
    """What a walk says that is not so."""
    told = steps(walk)
    files = {step.file for step in told}
    called = list(trace.called)
    before = -1
    for number, step in enumerate(told):
        for name in step.functions:
            key = (step.file, name)
            if key not in trace.called:
                yield f"{step.file}: {name} is not called"
                continue
            if called.index(key) < before:
                yield f"{step.file}: {name} is called earlier than the walk says"
            before = called.index(key)
            if (caller := trace.called[key]) not in files and number:
                yield f"{step.file}: {name} is called from {caller or 'elsewhere'}, which the walk leaves out"
        given = {one for name in step.functions for one in trace.given.get((step.file, name), ())}
        yield from (f"{step.file}: no {one} is given" for one in step.types if one not in given)


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The process that reads is a thread of this one, which has no limits: nobody sees into another process."""
    threads: list[threading.Thread] = []

    def start(self: Any) -> Connection:
        self._line, theirs = Pipe()
        threads.append(threading.Thread(target=served, args=(theirs,)))
        threads[-1].start()
        self._line.send(self._rules)
        line: Connection = self._line
        return line

    def served(line: Connection) -> None:
        with line, pytest.raises(EOFError):
            reader.serve(line)

    monkeypatch.setattr(reader.Reader, "_start", start)
    monkeypatch.setattr(resource, "setrlimit", lambda *_: None)
    monkeypatch.setattr(signal, "setitimer", lambda *_: None)
    yield
    for thread in threads:
        thread.join()
    gc.enable()  # which two threads of one process switch off and on


Go = Callable[[int], None]


@contextmanager
def document(folder: Path) -> Iterator[Go]:
    """Ingest a page."""
    yield lambda time: ingest(ROOT / "corpus" / "KR0032.txt", folder / f"{time}.db", AS_OF)


@contextmanager
def question(folder: Path) -> Iterator[Go]:
    """Ask a question."""
    ingest(ROOT / "corpus", folder / "commitments.db", AS_OF)

    def go(_time: int) -> None:
        with Store(folder / "commitments.db") as store:
            assert ask(store, "who leads KR0032?", as_of=AS_OF)[0].outcome == "answer"

    yield go


@contextmanager
def mention(folder: Path) -> Iterator[Go]:
    """Mention the bot in Slack."""
    ingest(ROOT / "corpus", folder / "commitments.db", AS_OF)
    with SlackDouble() as slack:
        answering = FromDatabase(folder / "commitments.db", lambda: AS_OF)
        workspace = Workspace(slack, str(folder / "state.db"), answering)

        def go(time: int) -> None:
            workspace.mention("who leads KR0032?")
            assert len(slack.posts) == time

        yield go
        workspace.state.dispose()


@contextmanager
def digest(folder: Path) -> Iterator[Go]:
    """Send the digest of a new subscription."""
    ingest(ROOT / "corpus", folder / "commitments.db", date(2017, 1, 15))
    with SlackDouble() as slack:
        environ = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_API_URL": slack.address}
        environ |= {"STATE_DB": str(folder / "state.db"), "COMMITMENTS_DB": str(folder / "commitments.db")}
        state = open_state(environ["STATE_DB"])

        def go(time: int) -> None:
            order = Order(TEAM, CHANNEL, ALICE, Selection("code", "KR0032"), "Europe/Kyiv", "09:00", (0,))
            with Store(folder / "commitments.db") as store:
                subscribe(state, store, order, MONDAY)
            send_digests(read_settings(environ), lambda: None, MONDAY)
            assert len(slack.posts) == time

        yield go
        state.dispose()


GONE = dict(zip(MOST_FILES, (document, question, mention, digest), strict=True))


@pytest.mark.usefixtures("read_here")
@pytest.mark.parametrize("walk", MOST_FILES)
def test_a_walk_is_gone_as_the_page_says(walk: str, tmp_path: Path) -> None:
    """All that a walk names is called in its order, from a file of the walk, and gives what the walk says."""
    with GONE[walk](tmp_path) as go:
        go(1)  # what is made once in a process would be most of the trace
        with traced() as trace:
            go(2)
    assert list(faults(walk, trace)) == []


# -- a walk as it is told --------------------------------------------------------------------------------------------


def test_the_page_has_the_four_walks() -> None:
    """The page tells these walks and no other."""
    assert re.findall(r"^## (.+)$", PAGE, re.MULTILINE) == list(MOST_FILES)


@pytest.mark.parametrize("walk", MOST_FILES)
def test_a_walk_names_what_there_is(walk: str) -> None:
    """Each function of a step is defined in the file of the step."""
    named = [(step.file, name) for step in steps(walk) for name in step.functions]
    assert [(file, name) for file, name in named if name not in defined(file)] == []


@pytest.mark.parametrize("walk", MOST_FILES)
def test_a_walk_goes_through_few_files(walk: str) -> None:
    """A walk has no more files than one can keep in mind."""
    assert 0 < len({step.file for step in steps(walk)}) <= MOST_FILES[walk]


@pytest.mark.parametrize("walk", MOST_FILES)
def test_the_steps_are_numbered(walk: str) -> None:
    """The steps of a walk are counted from 1, and each is understood by these tests."""
    numbered = re.findall(r"^(\d+)\.", section(walk), re.MULTILINE)
    assert numbered == [str(number) for number in range(1, len(steps(walk)) + 1)]


@pytest.mark.parametrize("walk", MOST_FILES)
def test_a_picture_shows_its_walk(walk: str) -> None:
    """The picture of a walk has its files and no others."""
    picture = section(walk).split("```")[1]
    shown = set(re.findall(r"[\w/]+\.py", picture))
    files = {step.file for step in steps(walk)}
    assert {file for file in files if not any(f"/{file}".endswith(f"/{one}") for one in shown)} == set()
    assert {one for one in shown if not any(f"/{file}".endswith(f"/{one}") for file in files)} == set()


@pytest.mark.parametrize("walk", MOST_FILES)
def test_a_picture_is_not_too_wide(walk: str) -> None:
    """No line of a picture is wider than a page."""
    assert [line for line in section(walk).split("```")[1].splitlines() if len(line) > WIDEST] == []


def test_every_link_of_the_page_leads_somewhere() -> None:
    """Each file that the page links to exists."""
    links = re.findall(r"\]\(([^)#]+)", PAGE)
    assert [link for link in links if not (ROOT / "docs" / link).is_file()] == []


def test_every_name_of_the_page_is_in_the_code() -> None:
    """Whatever the page writes as code and looks like a function or class of ours is one, wherever it stands."""
    files = [ROOT / "ingest.py", *(ROOT / "bot").rglob("*.py")]
    ours = {name for file in files for name in re.findall(r"^ *(?:def|class) (\w+)", file.read_text("utf-8"), re.M)}
    named = {one for one in _CODE.findall(PAGE) if re.fullmatch(r"_?[A-Z]\w*(?:\.\w+)?|_?[a-z]+_\w+", one)}
    assert {one for one in named if not ours.issuperset(one.split("."))} == {"field_values"}


def test_the_rooms_are_those_that_are_held() -> None:
    """The page says of every room which others it may import, as the table of tests/test_rooms.py does."""
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$", PAGE, re.MULTILINE)
    told = {room: set(_CODE.findall(said)) for room, said in rows}
    told["slack"] = told.keys() - told["slack"] - {"slack"}  # "all of these but …"
    assert told == {room: others & told.keys() for room, others in MAY_IMPORT.items() if (ROOT / "bot" / room).is_dir()}
