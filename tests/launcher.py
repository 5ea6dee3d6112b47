"""Has a command of this project forked by `tests/forking.py`, and stands for it: its exit code, its signals, its end.

It is started in place of the interpreter, in a fraction of the time that the command's imports take.
"""

import json
import os
import signal
import socket
import struct
import sys
from typing import NoReturn

_HARMLESS = ("PYTHONPATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "PYTHONSAFEPATH")
_LOCALES = ("", "C", "POSIX", "C.UTF-8", "C.utf8")
"""In these the interpreter takes all text for UTF-8, with the same way out where it is not."""


def main() -> NoReturn:
    """Have the command forked, and end as it ends."""
    address, *command = sys.argv[1:]
    if not _can_be_forked(command):
        os.execv(sys.executable, [sys.executable, *command])
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(address)
        asked = json.dumps([command, dict(os.environ), os.getcwd()])  # noqa: PTH109 - pathlib takes long to import
        network = os.open("/proc/self/ns/net", os.O_RDONLY)
        socket.send_fds(line, [struct.pack("!I", len(asked))], [0, 1, 2, network])
        line.sendall(asked.encode())
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda got, _frame: line.sendall(bytes([got])))
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nothing, stream)
        told = line.recv(4, socket.MSG_WAITALL)
    code = os.waitstatus_to_exitcode(struct.unpack("!i", told)[0]) if told else 1
    if code < 0:
        if -code != signal.SIGKILL:
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(code)


def _can_be_forked(command: list[str]) -> bool:
    """Whether a command is one of the project's, and its interpreter would begin as that which forks."""
    if command[0] not in ("-m", "-c") and not command[0].endswith(".py"):
        return False
    if [name for name in os.environ if name.startswith("PYTHON") and name not in _HARMLESS]:
        return False
    named = [os.environ.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG")]
    return next(filter(None, named), "") in _LOCALES


main()
