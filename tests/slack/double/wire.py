"""The line between the app and Slack: a proxy on 127.0.0.1 that passes on what both say, until it goes bad."""

from __future__ import annotations

import socket
import struct
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Condition, Event, Thread
from typing import Literal, Self

Fault = Literal["close", "reset", "half-close", "stall", "deaf"]
FAULTS: dict[Fault, str] = {
    "close": "the connection is closed without a word of WebSocket's",
    "reset": "the connection is reset",
    "half-close": "Slack's half of the connection is closed, the app's is still read",
    "stall": "nothing comes through any more, either way, and nothing is closed",
    "deaf": "Slack hears nothing any more, but is heard",
}
_PATIENCE = 60.0


@dataclass(frozen=True)
class _Line:
    """A connection of the app's (`near`) and ours to Slack for it; what is not `heard` or `said` any more is lost."""

    near: socket.socket
    far: socket.socket
    lame: bool
    deaf: Event = field(default_factory=Event)
    mute: Event = field(default_factory=Event)
    threads: list[Thread] = field(default_factory=list)

    def start(self) -> None:
        for source, sink, lost in ((self.near, self.far, self.deaf), (self.far, self.near, self.mute)):
            self.threads.append(Thread(target=self._pass_on, args=(source, sink, lost)))
            self.threads[-1].start()

    def end(self, *, reset: bool = False) -> None:
        """Close both ends; the app hears of it as of an end, or as of a reset."""
        self.deaf.set()
        self.mute.set()
        for end, how in ((self.near, socket.SHUT_RD), (self.far, socket.SHUT_RDWR)):
            with suppress(OSError):
                end.shutdown(how)  # wakes who reads there
        for thread in self.threads:
            thread.join()
        if reset:
            self.near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.near.close()
        self.far.close()

    def _pass_on(self, source: socket.socket, sink: socket.socket, lost: Event) -> None:
        """What one end says to the other, until it ends; what is lost is read all the same."""
        with suppress(OSError):
            while content := source.recv(4_096):
                if not lost.is_set():
                    sink.sendall(content)
                if self.lame and source is self.far:
                    lost.set()
        if not lost.is_set():
            with suppress(OSError):
                sink.shutdown(socket.SHUT_WR)


class Wire:
    """Passes connections on to `port`. A fault meets the newest one; those after it are good, unless it is `lame`."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._lines: list[_Line] = []
        self._changed = Condition()
        self._thread = Thread(target=self._accept)
        self.lame = False
        """New connections are taken, and of what Slack says only the handshake comes through."""
        self.shut = False
        """New connections are closed at once, and counted as `refused`."""
        self.refused = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join()
        for line in self._lines:
            line.end()

    def until(self, count: int) -> None:
        """Wait until there have been so many connections."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self._lines) >= count, _PATIENCE), "no connection came"

    def meet(self, fault: Fault) -> None:
        """Let the newest connection meet a fault."""
        line = self._lines[-1]
        match fault:
            case "close" | "reset":
                line.end(reset=fault == "reset")
            case "half-close":
                line.mute.set()
                line.near.shutdown(socket.SHUT_WR)
            case "stall":
                line.deaf.set()
                line.mute.set()
            case "deaf":
                line.deaf.set()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _address = self._listening.accept()
                if self.shut:
                    near.close()
                    self.refused += 1
                    continue
                line = _Line(near, socket.create_connection(("127.0.0.1", self._port)), self.lame)
                line.start()
                with self._changed:
                    self._lines.append(line)
                    self._changed.notify_all()
