"""Commands of this project as processes of their own, without the second or two that each spends on importing.

A process that has imported all of it waits beside each worker of the tests, and forks one for every command: that has
arguments, environment, folder, streams and network of its own, and runs, is killed and ends as any other. `python()`
stands for the interpreter in a command. Forked ones share the seed of their hashes: what must not depend on that, on
what is imported, or on how the interpreter begins, is tested with `sys.executable`.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import io
import json
import logging
import os
import pkgutil
import runpy
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).parents[1]
_LAUNCHER = Path(__file__).with_name("launcher.py")
_CLONE_NEWNET = 0x40000000


@cache
def python() -> tuple[str, ...]:
    """How a command begins that is forked: instead of the interpreter's path."""
    folder = tempfile.mkdtemp(prefix="forking-")
    address = f"{folder}/socket"
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(address)
    listener.listen(64)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.forking", str(listener.fileno())],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        pass_fds=[listener.fileno()],
    )
    listener.close()

    def end() -> None:
        with process:  # closes the stream, by which it knows that we are gone
            pass
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(end)
    return sys.executable, "-I", "-S", str(_LAUNCHER), address


def main() -> None:
    """Import all there is, fork whoever is asked for, and be it."""
    with socket.socket(fileno=int(sys.argv[1])) as listener:
        for module in pkgutil.walk_packages([str(ROOT / "bot")], "bot."):
            with suppress(ImportError):  # of what is not installed
                if not module.name.endswith("__main__"):
                    import_module(module.name)
        _read_all()
        gc.collect()
        gc.freeze()
        asked = _forked(listener)
    if asked:
        _be(*asked)


def _read_all() -> None:
    """Read a document and answer a question: so the words, labels and patterns that both go by are read."""
    from bot.asking import EMPTY, ask
    from bot.records.store import Store
    from ingest import main as ingest

    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "commitments.db"
        ingest([str(ROOT / "corpus"), "--db", str(database)])
        with Store(database) as store:
            ask(store, "who leads KR0032?", thread=EMPTY, as_of=date(2026, 11, 21))
    logging.root.handlers.clear()
    logging.root.setLevel(logging.WARNING)


def _forked(listener: socket.socket) -> tuple[list[str], dict[str, str], str] | None:
    """In the process of each command, what that is; nothing once nobody asks any more."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while sys.stdin.fileno() not in select.select([listener.fileno(), sys.stdin.fileno()], [], [])[0]:
        line, _ = listener.accept()
        with line:
            if os.fork() == 0:
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                return _watched(line)
    return None


def _watched(line: socket.socket) -> tuple[list[str], dict[str, str], str]:
    """The same, once more forked: this process stays, passes signals on, and tells how that one ended."""
    size, given, *_ = socket.recv_fds(line, 4, 4)
    asked: tuple[list[str], dict[str, str], str] = json.loads(
        line.recv(struct.unpack("!I", size)[0], socket.MSG_WAITALL)
    )
    pid = os.fork()
    if pid == 0:
        line.close()
        _use(given)
        return asked
    for each in given:
        os.close(each)
    ended = os.pidfd_open(pid)
    while ended not in select.select([ended, line.fileno()], [], [])[0]:
        got = line.recv(1)
        os.kill(pid, got[0] if got else signal.SIGKILL)
        if not got:  # who asked was killed
            break
    with suppress(OSError):
        line.sendall(struct.pack("!i", os.waitpid(pid, 0)[1]))
    os._exit(0)


def _use(given: list[int]) -> None:
    """Take over the streams and the network of who asked."""
    *streams, network = given
    if os.fstat(network).st_ino != Path("/proc/self/ns/net").stat().st_ino:
        ctypes.CDLL(None).setns(network, _CLONE_NEWNET)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    for each in given:
        os.close(each)


def _be(command: list[str], environ: dict[str, str], folder: str) -> None:
    """Run as the interpreter would."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environ)
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        before = getattr(sys, name)
        raw = io.FileIO(number, "w" if number else "r", closefd=False)
        buffered = io.BufferedWriter(raw) if number else io.BufferedReader(raw)
        stream = io.TextIOWrapper(buffered, before.encoding, before.errors)
        stream.reconfigure(line_buffering=number == 2 or stream.isatty())
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    code: object = 0
    try:
        if command[0] == "-m":
            sys.path[0], sys.argv = folder, command[1:]
            runpy.run_module(command[1], run_name="__main__", alter_sys=True)
        elif command[0] == "-c":
            sys.path[0], sys.argv = folder, ["-c", *command[2:]]
            exec(compile(command[1], "<string>", "exec"), {"__name__": "__main__"})
        else:
            sys.path[0], sys.argv = str(Path(command[0]).resolve().parent), command
            runpy.run_path(command[0], run_name="__main__")
    except SystemExit as ended:
        code = ended.code or 0
    if isinstance(code, int):
        _end(code)
    sys.exit(str(code))


def _end(code: int) -> NoReturn:
    """End as the interpreter would, but for taking all modules down one by one."""
    threading._shutdown()  # type: ignore[attr-defined]  # waits for threads
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        sys.exit(code)  # which tells of it
    os._exit(code)


if __name__ == "__main__":
    main()
