"""The frame that each question of the banks is read as, stored beside the tests, so that a diff shows what changed.

`python -m tests.asking.readings` tells which readings are others than those of `recorded/`; with `--write` it writes
these anew. A line is a request as `ask --batch` takes it, and what was read. It needs no document's number or place:
names stand for the numbers that a database gives them, so that the same documents, read again, give the same lines.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, redirect_stdout
from dataclasses import MISSING, dataclass, fields
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

import ingest
from bot.asking import EMPTY, Thread, ask
from bot.asking.answer import frame_json
from bot.asking.conditions import BODIES
from bot.asking.frames import AnyOf, Condition, Frame, Has, Not, Reading
from bot.asking.reading import read
from bot.records.languages import LANGUAGES
from bot.records.store import Store
from tests.questions.asked import CORPUS, ingested
from tests.questions.bank import AS_OF, load
from tests.thorough import some

RECORDED = Path(__file__).with_name("recorded")
GENERATED = ("en", "es_generated", "fr_generated", "ko_generated")
"""Banks that are asked of generated pages; the others of `corpus/` alone."""
BANKS = (*GENERATED, *(language for language in LANGUAGES[1:] if load(language)))
SHOWN = 20
"""Changes that are told one by one."""
_NUMBERED = frozenset({"person", "body", *BODIES})
"""Fields whose tests hold the numbers of names, which another database gives otherwise."""
_OF_READING = ("inherited", "corrections", "ignored_words")


@dataclass(frozen=True, slots=True)
class Change:
    """A question with what it was read as and what it is read as now; empty where it was or is not asked."""

    asked: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.asked}\n  - {self.old or '(not asked before)'}\n  + {self.new or '(not asked any more)'}"


# -- one reading ------------------------------------------------------------------------------------------------------


def told(reading: Reading, store: Store) -> dict[str, Any]:
    """A reading as it is recorded: its whole frame, and what `frame_json` says of the reading itself."""
    told_of = frame_json(reading)
    return _frame(reading.frame, store) | {name: told_of[name] for name in _OF_READING if told_of[name]}


def _frame(frame: Frame, store: Store) -> dict[str, Any]:
    """The kind of a frame and what it says otherwise than by default."""
    said: dict[str, Any] = {"is": type(frame).__name__}
    for one in fields(frame):
        value = getattr(frame, one.name)
        if one.default is MISSING or value != one.default:
            said[one.name] = _value(value, store)
    return said


def _value(value: Any, store: Store) -> Any:
    if isinstance(value, Condition.__args__):
        return _condition(value, store)
    if isinstance(value, Frame.__args__):
        return _frame(value, store)
    return [_value(one, store) for one in value] if isinstance(value, tuple) else value


def _condition(where: Condition, store: Store) -> Any:
    """A test as a text, “and” as a list, “or” and “not” as objects."""
    if isinstance(where, Has):
        values = list(where.values)
        if where.op == "is" and where.field in _NUMBERED:
            values = sorted(name.key for name in store.names_by_id([int(value) for value in values]))
        return f"{where.field} {where.op} {' | '.join(values)}".rstrip()
    if isinstance(where, Not):
        return {"not": _condition(where.part, store)}
    parts = [_condition(part, store) for part in where.parts]
    return {"any": parts} if isinstance(where, AnyOf) else parts


# -- all of a bank ----------------------------------------------------------------------------------------------------


def read_bank(bank: str, store: Store, one_in: int = 1) -> dict[str, str]:
    """One in so many questions (as JSON, with the earlier turns of its thread) → its reading (as JSON), sorted."""
    threads: dict[tuple[str, ...], Thread] = {(): EMPTY}
    found: dict[tuple[str, ...], tuple[str, str]] = {}
    for case in some(load(bank), one_in):
        for turn in range(len(case.thread)):
            said = case.thread[: turn + 1]
            if said not in threads:
                threads[said] = ask(store, said[-1], thread=threads[said[:-1]], as_of=AS_OF)[1]
        request = {"q": case.question} | ({"thread": list(case.thread)} if case.thread else {})
        reading = read(case.question, store, threads[case.thread], AS_OF).reading
        found[*case.thread, case.question] = (_json(request), _json(told(reading, store)))
    return dict(found[asked] for asked in sorted(found))


_json = partial(json.dumps, ensure_ascii=False)


def recorded(bank: str) -> dict[str, str]:
    """The same as it is recorded; nothing where there is no record."""
    file = RECORDED / f"{bank}.jsonl"
    found = {}
    for line in file.read_text("utf-8").splitlines() if file.exists() else ():
        record = json.loads(line)
        reading = record.pop("read")
        found[_json(record)] = _json(reading)
    return found


def write(bank: str, readings: Mapping[str, str]) -> None:
    """Record the readings of a bank."""
    RECORDED.mkdir(exist_ok=True)
    lines = (f'{asked.removesuffix("}")}, "read": {reading}}}\n' for asked, reading in readings.items())
    (RECORDED / f"{bank}.jsonl").write_text("".join(lines), "utf-8")


def changes(bank: str, new: Mapping[str, str]) -> list[Change]:
    """What is read otherwise than it is recorded."""
    old = recorded(bank)
    return [
        Change(asked, old.get(asked, ""), new.get(asked, ""))
        for asked in dict.fromkeys([*old, *new])
        if old.get(asked) != new.get(asked)
    ]


def report(found: list[Change]) -> str:
    """The changes in words, the first of them one by one, and how they are accepted."""
    shown = [str(change) for change in found[:SHOWN]]
    if len(found) > SHOWN:
        shown.append(f"… and {len(found) - SHOWN} more")
    end = "Are they right? `make readings` records them; read its diff before you commit it."
    return "\n".join([f"{len(found)} questions are read otherwise than recorded:", *shown, end])


# -- the command ------------------------------------------------------------------------------------------------------


@contextmanager
def stores(folder: Path) -> Iterator[dict[str, Store]]:
    """Bank → an open store of the documents that it asks of, made in a folder."""
    (folder / "pages").mkdir()
    seeds = folder / "corpus.db"
    assert ingest.main([str(CORPUS), "--db", str(seeds), "--as-of", "2026-11-20"]) == 0
    databases = dict.fromkeys(BANKS, seeds) | dict.fromkeys(GENERATED, ingested(folder / "pages").database)
    with ExitStack() as opened:
        each = {path: opened.enter_context(Store(path)) for path in set(databases.values())}
        yield {bank: each[path] for bank, path in databases.items()}


def main() -> int:
    """Compare the readings with the recorded ones, 1 where some are others; or record them."""
    parser = argparse.ArgumentParser(prog="python -m tests.asking.readings", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--write", action="store_true", help="record the readings as they are now")
    wanted = parser.parse_args()
    found: list[Change] = []
    with ExitStack() as made:
        folder = Path(made.enter_context(tempfile.TemporaryDirectory()))
        with redirect_stdout(StringIO()):
            opened = made.enter_context(stores(folder))
        for bank in BANKS:
            now = read_bank(bank, opened[bank])
            found += changes(bank, now)
            if wanted.write:
                write(bank, now)
    if wanted.write:
        print(f"recorded in {RECORDED}; {len(found)} readings changed")
        return 0
    print(report(found) if found else "all readings are those that are recorded")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
