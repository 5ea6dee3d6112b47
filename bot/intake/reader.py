"""How a document is read: the rules, the name of their version, and the process of its own in which it is done.

Nothing in a document can end an ingest or hold it up. A limit within one process would not hold for every document: a
parser written in C looks at no clock, and a fault in it or the end of memory is no exception. So the operating system
itself ends the process that takes too long; whatever ended it is told as the problem of the document at hand, and the
next document gets a new process.
"""

from __future__ import annotations

import gc
import hashlib
import os
import resource
import signal
import subprocess
import sys
import traceback
from dataclasses import replace
from functools import cache
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from types import TracebackType
from typing import Self

import bot.reading
from bot.reading.document import read_pages
from bot.reading.export import is_export, read_export
from bot.reading.formats import open_document
from bot.reading.mapping import Mapping, MappingError, PlanMapping, is_plan_mapping, read_mapping, read_plan_mapping
from bot.reading.table import FORMATS
from bot.records.model import FAULT, STAYS, Document, DocumentReading, ReadError, Value

_ROOMS = ("reading", "records")
_TABLES = (".csv", ".tsv", ".tab", ".json", ".jsonl", ".ndjson", ".xlsx", ".xlsm")


class Rules:
    """How this ingest reads: by the project's rules, and the mapping that it was given, of columns or labels."""

    def __init__(self, mapping: Path | None = None) -> None:
        """MappingError where the mapping file cannot be used."""
        self._mapping: Mapping | None = None
        self._plan: PlanMapping | None = None
        self._mapped = ""
        if mapping is not None:
            try:
                text = mapping.read_text("utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise MappingError(f"{mapping} cannot be read as a mapping ({error}): check the path.") from error
            if is_plan_mapping(text):
                self._plan = read_plan_mapping(text, mapping.name)
            else:
                self._mapping = read_mapping(text, mapping.name)
            self._mapped = "-" + hashlib.sha256(text.encode()).hexdigest()[:8]

    def version(self, name: str) -> str:
        """The version of the rules that read the document `name`: another one means that it is read again."""
        of_table = name.lower().endswith(_TABLES)
        return reader_version() + (self._mapped if of_table == (self._plan is None) else "")

    def read(self, name: str, data: bytes, url: str | None) -> DocumentReading:
        """Everything that a document says."""
        if self._mapping is not None:
            opened = open_document(name, data, url)
            document = opened.document
            if document and document.format in FORMATS and not is_export(document):
                found = read_export(document, self._mapping)
                return replace(found, problems=(*opened.problems, *found.problems))
        return bot.reading.read(name, data, url, self._plan)


def reread(document: Document) -> tuple[Value, ...]:
    """The values of a page as it is stored, for what its index lists."""
    return read_pages(document)[0]


@cache
def reader_version() -> str:
    """A name for all the rules that read, which is another one whenever one of them is."""
    digest = hashlib.sha256()
    root = Path(__file__).parents[1]
    for room in _ROOMS:
        for path in sorted((root / room).rglob("*")):
            if path.suffix in (".py", ".toml"):
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


# -- a process of its own --------------------------------------------------------------------------------------------


SECONDS = 20.0
"""Processor seconds for one document. A commitment's page takes about five thousandths of one."""
SECONDS_A_MEGABYTE = 5.0
"""So many more for each megabyte. Nothing but labels, which takes longest, takes about three on a slow machine."""
MEMORY = 2 << 30
"""Bytes that the process may take: a document of 50 MB takes about a fifth. HTML can make a parser take any number."""
_WAIT = 10
"""How many times its processor seconds a document may take by the clock: other programs may keep the processors busy,
but a machine that is out of memory may hardly go on at all."""


class Reader:
    """Reads documents by `rules` in another process, which is started when it is first needed.

    Every failure is a ReadError, whose message is the sentence to say. To be closed, or used in a `with` statement.
    """

    def __init__(self, rules: Rules, seconds: float = SECONDS) -> None:
        self._rules = rules
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._line: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the process, if there is one."""
        if self._line is not None:
            self._line.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._line = self._process = None

    def read(self, name: str, data: bytes, url: str | None) -> DocumentReading:
        """Everything that a document says; ReadError where it cannot be read."""
        reading = self._ask("read", (name, data, url), len(data))
        assert isinstance(reading, DocumentReading)
        return reading

    def reread(self, document: Document) -> tuple[Value, ...]:
        """The values of a page as it is stored; ReadError where it cannot be read."""
        values = self._ask("reread", (document,), len(document.text))
        assert isinstance(values, tuple)
        return values

    def _ask(self, what: str, given: tuple[object, ...], size: int) -> object:
        seconds = self._seconds + SECONDS_A_MEGABYTE * size / 2**20
        if self._process and self._process.poll() is not None:
            self.close()  # it ended between two documents, which this one has no part in
        try:
            line = self._line or self._start()
            line.send((what, given, seconds))
            done, answer = _received(line) if line.poll(_WAIT * seconds) else (None, _late(seconds))
        except (EOFError, OSError) as error:
            ended = self._process.wait() if self._process else 0
            self.close()
            raise ReadError(_late(seconds) if ended == -signal.SIGPROF else _broken(ended)) from error
        except BaseException:
            # the answer that is still under way would be taken for that to the next question
            self.close()
            raise
        if done is None:
            self.close()
            raise ReadError(str(answer or _HUGE))
        if not done:
            raise ReadError(FAULT, str(answer))
        return answer

    def _start(self) -> Connection:
        """The line to a new process, which finds the same modules, and which a Ctrl-C here does not reach."""
        self._line, theirs = Pipe()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - this program itself
                [sys.executable, "-c", f"from {__name__} import main; main()", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(os.path.abspath(path) for path in sys.path)},  # noqa: PTH100
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        self._line.send(self._rules)
        return self._line


def _received(line: Connection) -> tuple[bool | None, object]:
    """What the other process answers; while it comes, nobody looks for circles among its values (see `serve`)."""
    looked = gc.isenabled()
    gc.disable()
    try:
        done, answer = line.recv()
    finally:
        if looked:
            gc.enable()
    return done, answer


def _late(seconds: float) -> str:
    return f"The document was not read within {seconds:,.3g} seconds, which no page takes: look what it holds. {STAYS}"


def _broken(ended: int) -> str:
    name = signal.Signals(-ended).name if ended < 0 else f"exit code {ended}"
    return f"The document brought the process that read it to an end ({name}): look what it holds. {STAYS}"


_HUGE = f"The document takes more than {MEMORY >> 30} GB of memory to be read: look what it holds. {STAYS}"


def serve(line: Connection) -> None:
    """Answer what is asked over `line` until its other end is closed."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    rules = line.recv()
    answers = {"read": rules.read, "reread": reread}
    while True:
        what, given, seconds = line.recv()
        # the system ends the process when the time is over, whatever it is at
        signal.setitimer(signal.ITIMER_PROF, seconds)
        answer: tuple[bool | None, object]
        # nothing that is read goes in circles, and to look for circles among a million values takes as long as to read
        gc.disable()
        try:
            answer = True, answers[what](*given)
        except MemoryError:
            answer = None, None
        except Exception:  # noqa: BLE001 - an edge: the other process logs the traceback and tells the person
            answer = False, traceback.format_exc()
        signal.setitimer(signal.ITIMER_PROF, 0)
        line.send(answer)
        del answer
        gc.enable()


def main() -> None:
    """The process: it answers over the line whose number is its argument."""
    try:
        serve(Connection(int(sys.argv[1])))
    except (EOFError, BrokenPipeError):
        sys.exit()
