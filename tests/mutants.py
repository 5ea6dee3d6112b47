"""Do the tests notice a fault? `python -m tests.mutants` puts fifty into a room, each by itself, and runs its tests.

The room is `bot/asking`, or another one: `--room reading --count 20`. The faults are drawn with a fixed seed (another
draw: `--seed 12`), and one stays in the draw however the code around
its line changes: a comparison turned round, plus for minus, `and` for `or`, a `not` dropped, a
number changed, a branch that is always or never taken, a word dropped from what a construction listens for, a weight
set to nothing or doubled. Each lives in a temporary copy of the tree. What the tests fail without any fault is left out
first. Each verdict is printed with its number and seconds; `--only 3,17` tries these two again. Ends with “noticed N of
50”; the exit code is 1 where fewer than 85 of 100 are, and with `--only` where one of them is not noticed.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[1]
SEED, MUTANTS, ENOUGH = 11, 50, 0.85
WORKERS = 2
SECONDS, PATIENCE = 300, 1200
"""What a run may take: of processor time, which other work on the machine does not change, and by the clock."""
_OF_ASKING = """interval passages readings constructions frames thread explain codes search_form doubts rows bank
restatement""".split()
SUITES = {
    "asking": [f"tests/asking/test_{name}.py" for name in _OF_ASKING],
    "charts": ["tests/charts", "tests/digest"],
    "digest": ["tests/digest"],
    "intake": ["tests/ingest"],
    "reading": ["tests/reading"],
    "records": ["tests/records", "tests/ingest"],
    "slack": ["tests/slack", "--ignore=tests/slack/end_to_end"],
    "state": ["tests/state", "tests/digest"],
}
"""Room → what is run to notice a fault in it."""
BANK_STEP = 3
"""Of the bank every so-manieth question is asked."""
COPIED = ("bot", "tests", "corpus", "ingest.py", "pyproject.toml")

_FLIPPED = {
    ast.Lt: (rb"<", b">="), ast.LtE: (rb"<=", b">"), ast.Gt: (rb">", b"<="), ast.GtE: (rb">=", b"<"),
    ast.Eq: (rb"==", b"!="), ast.NotEq: (rb"!=", b"=="), ast.In: (rb"\bin\b", b"not in"),
    ast.NotIn: (rb"\bnot\s+in\b", b"in"), ast.Is: (rb"\bis\b", b"is not"), ast.IsNot: (rb"\bis\s+not\b", b"is"),
}  # fmt: skip
_IDLE = re.compile(rb"perf_counter|clear\(\)|assert |TYPE_CHECKING|__all__|@dataclass|@cache|import |lru_cache|_LISTED")
"""Lines on which a change is no fault: times, caches that are cut, assertions."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A fault: what is replaced in a file, and of which kind it is."""

    kind: str
    file: Path
    start: int
    end: int
    new: bytes

    def applied(self, source: bytes) -> bytes:
        """The file with the fault in it."""
        return source[: self.start] + self.new + source[self.end :]

    def lines(self) -> tuple[str, str]:
        """Its line before and after."""
        source = (ROOT / self.file).read_bytes()
        first = source.rfind(b"\n", 0, self.start) + 1
        last = source.find(b"\n", self.end)
        after = source[first : self.start] + self.new + source[self.end : last]
        return source[first:last].decode().strip(), after.decode().strip()

    def told(self) -> str:
        """Where it is, and its line before and after."""
        before, after = self.lines()
        number = (ROOT / self.file).read_bytes().count(b"\n", 0, self.start) + 1
        return f"{self.file}:{number} {self.kind}\n    - {before}\n    + {after}"

    def lot(self, seed: int) -> bytes:
        """Its place in a draw, which depends on nothing but what it changes."""
        return sha256("\n".join([str(seed), self.kind, str(self.file), *self.lines()]).encode()).digest()


# -- which faults there are -------------------------------------------------------------------------------------------


class _Source:
    """A module with the places of its nodes in bytes."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.text = (ROOT / file).read_bytes()
        self.lines = [0]
        for line in self.text.splitlines(keepends=True):
            self.lines.append(self.lines[-1] + len(line))
        self.tree = ast.parse(self.text)

    def span(self, node: ast.expr) -> tuple[int, int]:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.lines[node.lineno - 1] + node.col_offset, self.lines[node.end_lineno - 1] + node.end_col_offset

    def line(self, at: int) -> bytes:
        return self.text[self.text.rfind(b"\n", 0, at) + 1 : self.text.find(b"\n", at)]

    def mutant(self, kind: str, start: int, end: int, new: bytes) -> Iterator[Mutant]:
        if b"\n" not in self.text[start:end] and not _IDLE.search(self.line(start)):
            yield Mutant(kind, self.file, start, end, new)

    def between(self, kind: str, before: ast.expr, after: ast.expr, old: bytes, new: bytes) -> Iterator[Mutant]:
        """A sign between two expressions replaced by another."""
        first, last = self.span(before)[1], self.span(after)[0]
        if found := re.search(old, self.text[first:last]):
            yield from self.mutant(kind, first + found.start(), first + found.end(), new)


def _is_idle(node: ast.stmt) -> bool:
    """Whether a statement of a branch does nothing that an answer shows: a cache that has grown is emptied."""
    emptied = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    return isinstance(node, ast.Pass | ast.Delete) or (emptied and ast.unparse(node).endswith(".clear()"))


def _live(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a tree that do something: no annotations, no branches that are never taken or do nothing."""
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list") or (
            isinstance(node, ast.AnnAssign) and name == "target"
        ):
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST):
                continue
            idle = isinstance(child, ast.If) and all(map(_is_idle, child.body))
            never = isinstance(child, ast.IfExp) and isinstance(child.test, ast.Constant)
            if not (idle or never):
                yield from _live(child)


def _is_number(node: ast.expr) -> bool:
    """Whether an expression may be a number: no text, list or set stands in it."""
    if isinstance(node, ast.BinOp):
        return _is_number(node.left) and _is_number(node.right)
    for one in ast.walk(node):
        if isinstance(one, ast.JoinedStr | ast.Tuple | ast.List | ast.Dict | ast.Set | ast.ListComp | ast.SetComp):
            return False
        if isinstance(one, ast.Attribute) and one.attr == "said":
            return False
    return not (isinstance(node, ast.Constant) and not isinstance(node.value, int | float))


def _of_module(file: Path) -> Iterator[Mutant]:
    source = _Source(file)
    for node in _live(source.tree):
        match node:
            case ast.Compare(ops=[op]) if type(op) in _FLIPPED:
                old, new = _FLIPPED[type(op)]
                yield from source.between("comparison", node.left, node.comparators[0], old, new)
            case ast.BinOp(op=ast.Add() | ast.Sub()) if _is_number(node.left) and _is_number(node.right):
                old, new = (rb"\+", b"-") if isinstance(node.op, ast.Add) else (rb"-", b"+")
                yield from source.between("plus and minus", node.left, node.right, old, new)
            case ast.BoolOp():
                old, new = (rb"\band\b", b"or") if isinstance(node.op, ast.And) else (rb"\bor\b", b"and")
                yield from source.between("and and or", node.values[0], node.values[1], old, new)
            case ast.UnaryOp(op=ast.Not()):
                start = source.span(node)[0]
                yield from source.mutant("not", start, start + len(b"not "), b"")
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                more = number + 1 if isinstance(number, int) else number * 2 or 1.0
                yield from source.mutant("number", *source.span(node), str(more).encode())
            case ast.If(test=test) | ast.IfExp(test=test):
                if not any(isinstance(one, ast.NamedExpr | ast.Constant) for one in ast.walk(test)):
                    for value in (b"True", b"False"):
                        yield from source.mutant("branch", *source.span(test), value)
            case ast.Call(func=ast.Attribute(attr="said"), args=[_role, *names]) if len(names) > 1:
                for before, name in zip(node.args[1:], names[1:], strict=False):
                    yield from source.mutant("word", source.span(before)[1], source.span(name)[1], b"")


def _of_weights() -> Iterator[Mutant]:
    file = Path("bot/asking/weights.toml")
    text = (ROOT / file).read_bytes()
    code = "\n".join(one.read_text("utf-8") for one in (ROOT / file.parent).rglob("*.py"))
    at, table = 0, ""
    for line in text.splitlines(keepends=True):
        if head := re.match(rb"\[(\w+)\]", line):
            table = head[1].decode()
        elif (found := re.match(rb"(\w+) = ([\d.]+)", line)) and float(found[2]):
            name = found[1].decode()
            read = f'"{name}"' in code or table == "unused" or name.endswith("_unsaid") or name.startswith("date_")
            if read and tomllib.loads(text.decode())[table][name]:
                for value in (b"0", str(float(found[2]) * 2).encode()):
                    yield Mutant("weight", file, at + found.start(2), at + found.end(2), value)
        at += len(line)


def _changes_something(mutant: Mutant) -> bool:
    """Whether the file says something else with the fault, and is a file of its kind still."""
    source = (ROOT / mutant.file).read_bytes()
    changed = mutant.applied(source)
    if mutant.file.suffix == ".toml":
        return tomllib.loads(changed.decode()) != tomllib.loads(source.decode())
    return ast.dump(ast.parse(changed)) != ast.dump(ast.parse(source))


def drawn(room: str, count: int, seed: int = SEED) -> list[Mutant]:
    """The faults of a room that are tried: of each kind as many as of any other, as long as there are."""
    kinds: dict[str, list[Mutant]] = {}
    files = sorted(file.relative_to(ROOT) for file in (ROOT / "bot" / room).rglob("*.py"))
    weights = _of_weights() if room == "asking" else ()
    for mutant in [*(one for file in files for one in _of_module(file)), *weights]:
        kinds.setdefault(mutant.kind, []).append(mutant)
    each = [sorted(kinds[kind], key=lambda one: one.lot(seed)) for kind in sorted(kinds)]
    chosen: list[Mutant] = []
    while len(chosen) < count and any(each):
        chosen += filter(_changes_something, [mutants.pop() for mutants in each if mutants])
    return chosen[:count]


# -- running ----------------------------------------------------------------------------------------------------------


def copied(to: Path) -> Path:
    """A copy of the tree, compiled files too: those of unchanged modules stay valid."""
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, to / name)
        else:
            shutil.copy2(ROOT / name, to / name)
    return to


def _pytest(tree: Path, tests: Sequence[str], *arguments: str) -> int:
    command = [sys.executable, "-m", "pytest", "-q", f"--basetemp={tree / 'tmp'}", *arguments, *tests]
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    run = subprocess.run(
        command, cwd=tree, env=environment, timeout=PATIENCE, preexec_fn=_limited, check=False, capture_output=True
    )
    return run.returncode


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def left_out(folder: Path, tests: Sequence[str]) -> list[str]:
    """The tests that are not run: what fails without any fault, and all but a sample of the bank."""
    tree = copied(folder / "whole")
    _pytest(tree, tests, "-o", f"cache_dir={tree / 'cache'}")
    kept = tree / "cache/v/cache"
    failing = json.loads((kept / "lastfailed").read_text("utf-8")) if (kept / "lastfailed").exists() else {}
    every = json.loads((kept / "nodeids").read_text("utf-8"))
    bank = [one for one in every if "test_bank.py::test_the_bank_is_answered" in one]
    sample = set(bank[::BANK_STEP])
    shutil.rmtree(tree)
    print(f"{len(every)} tests; {len(failing)} that fail without any fault are left out", flush=True)
    return [*failing, *(one for one in bank if one not in sample and one not in failing)]


def judged(mutant: Mutant, tests: Sequence[str], folder: Path, apart: Path) -> tuple[bool, float]:
    """Whether a test fails on a copy with the fault, or does not come to an end; and after how many seconds."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(dir=folder) as made:
        tree = copied(Path(made))
        file = tree / mutant.file
        file.write_bytes(mutant.applied(file.read_bytes()))
        try:
            noticed = _pytest(tree, tests, "-x", "-p", "no:cacheprovider", f"@{apart}") != 0
        except subprocess.TimeoutExpired:
            noticed = True
    return noticed, time.monotonic() - began


def main() -> int:
    """Try the faults; 1 where too few of them are noticed."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--only", help="numbers of the faults to try, with commas between them")
    parser.add_argument("--seed", type=int, default=SEED, help="another draw of faults")
    parser.add_argument("--room", choices=SUITES, default="asking", help="where the faults are put")
    parser.add_argument("--count", type=int, default=MUTANTS, help="how many are tried")
    wanted = parser.parse_args()
    tests = SUITES[wanted.room]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(2))  # so that the copies are removed
    mutants = dict(enumerate(drawn(wanted.room, wanted.count, wanted.seed), start=1))
    tried = [int(number) for number in wanted.only.split(",")] if wanted.only else list(mutants)
    with tempfile.TemporaryDirectory(prefix="mutants-") as name:
        folder = Path(name)
        apart = folder / "apart"
        apart.write_text("".join(f"--deselect={one}\n" for one in left_out(folder, tests)), "utf-8")
        pool = ThreadPoolExecutor(WORKERS)
        noticed = 0
        try:
            judging = {pool.submit(judged, mutants[number], tests, folder, apart): number for number in tried}
            for done in as_completed(judging):
                seen, seconds = done.result()
                noticed += seen
                number = judging[done]
                verdict = "noticed" if seen else "NOT NOTICED"
                print(f"{number}: {verdict} in {seconds:.0f} s: {mutants[number].told()}", flush=True)
        finally:
            pool.shutdown(cancel_futures=True)
    print(f"noticed {noticed} of {len(tried)}")
    return 0 if noticed >= len(tried) * (1 if wanted.only else ENOUGH) else 1


if __name__ == "__main__":
    sys.exit(main())
