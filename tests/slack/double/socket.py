"""Socket Mode's other end: a WebSocket on 127.0.0.1 that hands out events, takes acknowledgements, and breaks off."""

from __future__ import annotations

import base64
import hashlib
import json
import socket
import struct
from contextlib import suppress
from queue import Queue
from threading import Condition, Thread
from typing import Any, Self

_MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455
_TEXT, _CLOSE, _PING, _PONG = 0x1, 0x8, 0x9, 0xA
_PATIENCE = 60.0  # seconds until a test gives up


class SocketMode:
    """Each connection is kept, the newest last; `acknowledged` holds the envelopes that the app took on."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.url = f"ws://127.0.0.1:{self.port}/link"
        self.acknowledged: Queue[str] = Queue()
        self._connections: list[socket.socket] = []
        self._changed = Condition()
        self._threads = [Thread(target=self._accept)]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for connection in self._connections:
            _break(connection)
        for thread in self._threads:
            thread.join()
        for connection in self._connections:
            connection.close()

    def until(self, count: int) -> None:
        """Wait until there have been so many connections."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self._connections) >= count, _PATIENCE), "no connection came"

    def send(self, envelope: dict[str, Any]) -> None:
        """Send something over the newest connection."""
        _write(self._connections[-1], _TEXT, json.dumps(envelope).encode())

    def event(self, envelope_id: str, payload: dict[str, Any], attempt: int = 0) -> None:
        """Hand out an event; `attempt` counts how often that was tried before."""
        envelope = {"type": "events_api", "envelope_id": envelope_id, "payload": payload, "retry_attempt": attempt}
        self.send(envelope | {"retry_reason": "timeout" if attempt else "", "accepts_response_payload": False})

    def refresh(self) -> None:
        """Ask the app to connect anew, as Slack does every few hours, and end this connection."""
        self.send({"type": "disconnect", "reason": "refresh_requested"})

    def drop(self) -> None:
        """Break the newest connection off."""
        _break(self._connections[-1])

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _address = self._listening.accept()
                thread = Thread(target=self._serve, args=(connection,))
                self._threads.append(thread)
                thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError, EOFError):
            _shake_hands(connection)
            _write(connection, _TEXT, b'{"type":"hello","num_connections":1}')
            with self._changed:
                self._connections.append(connection)
                self._changed.notify_all()
            while True:
                kind, content = _read(connection)
                if kind == _PING:
                    _write(connection, _PONG, content)
                elif kind == _CLOSE:
                    _break(connection)
                elif kind == _TEXT:
                    self.acknowledged.put(json.loads(content)["envelope_id"])


def _shake_hands(connection: socket.socket) -> None:
    head = b""
    while b"\r\n\r\n" not in head:
        head += _receive(connection, 1)
    lines = [line.partition(": ") for line in head.decode().splitlines()]
    key = next(value for name, _, value in lines if name.lower() == "sec-websocket-key")
    accept = base64.b64encode(hashlib.sha1((key + _MAGIC).encode()).digest()).decode()
    answer = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade"]
    connection.sendall("\r\n".join([*answer, f"Sec-WebSocket-Accept: {accept}", "", ""]).encode())


def _read(connection: socket.socket) -> tuple[int, bytes]:
    """A frame of the client's, which is always masked."""
    first, second = _receive(connection, 2)
    length = second & 0x7F
    if length == 126:
        (length,) = struct.unpack("!H", _receive(connection, 2))
    elif length == 127:
        (length,) = struct.unpack("!Q", _receive(connection, 8))
    mask = _receive(connection, 4)
    content = _receive(connection, length)
    return first & 0x0F, bytes(byte ^ mask[place % 4] for place, byte in enumerate(content))


def _write(connection: socket.socket, kind: int, content: bytes) -> None:
    length = len(content)
    size = bytes([length]) if length < 126 else b"\x7e" + struct.pack("!H", length)
    connection.sendall(bytes([0x80 | kind]) + size + content)


def _receive(connection: socket.socket, count: int) -> bytes:
    content = b""
    while len(content) < count:
        part = connection.recv(count - len(content))
        if not part:
            raise EOFError
        content += part
    return content


def _break(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
