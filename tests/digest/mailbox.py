"""A small SMTP server on this machine that keeps what it is given; it can be told to refuse and to encrypt."""

from __future__ import annotations

import base64
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default


@dataclass(slots=True)
class Kept:
    """What one message came with."""

    sender: str
    recipients: list[str]
    message: EmailMessage
    raw: bytes
    encrypted: bool
    login: tuple[str, str] | None


@dataclass
class Mailbox:
    """What the server does, and what it got. `heard` is every line that came unencrypted."""

    port: int = 0
    users: dict[str, str] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()
    full_after: int = 1_000
    context: ssl.SSLContext | None = None
    kept: list[Kept] = field(default_factory=list)
    heard: list[bytes] = field(default_factory=list)


@contextmanager
def listening(box: Mailbox, host: str = "127.0.0.1") -> Iterator[Mailbox]:
    """The server, as long as the block runs."""

    class Handler(_Session):
        mailbox = box

    with socketserver.ThreadingTCPServer((host, 0), Handler) as server:
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.005,))
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()


class _Session(socketserver.StreamRequestHandler):
    mailbox: Mailbox

    def handle(self) -> None:
        self.encrypted = False
        self.login: tuple[str, str] | None = None
        self.sender = ""
        self.recipients: list[str] = []
        try:
            self.say("220 ready")
            while (line := self.rfile.readline()) and self.answer(line):
                pass
        except (ssl.SSLError, ConnectionError):
            pass  # the client does not trust us

    def finish(self) -> None:
        for file in (self.wfile, self.rfile):
            with suppress(OSError):
                file.close()
        self.request.close()

    def say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")
        self.wfile.flush()

    def answer(self, line: bytes) -> bool:
        if not self.encrypted:
            self.mailbox.heard.append(line)
        verb, _, rest = line.decode().strip().partition(" ")
        box = self.mailbox
        match verb.upper():
            case "EHLO":
                offers = ["STARTTLS"] if box.context and not self.encrypted else []
                offers += ["AUTH PLAIN"] if box.users else []
                lines = ["here", *offers, "SIZE 10000000"]
                for number, said in enumerate(lines):
                    self.say(f"250{' ' if number == len(lines) - 1 else '-'}{said}")
            case "STARTTLS":
                assert box.context
                self.say("220 go ahead")
                self.request = box.context.wrap_socket(self.request, server_side=True)
                self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb")
                self.encrypted = True
            case "AUTH":
                _, user, password = base64.b64decode(rest.split()[1]).decode().split("\0")
                if box.users.get(user) != password:
                    self.say(f"535 no such user or password: {password}")
                    return True
                self.login = user, password
                self.say("235 welcome")
            case "MAIL":
                self.sender, self.recipients = rest[len("FROM:<") :].partition(">")[0], []
                self.say("250 ok")
            case "RCPT":
                recipient = rest[len("TO:<") :].partition(">")[0]
                self.recipients += [recipient] if recipient not in box.refused else []
                self.say("250 ok" if recipient not in box.refused else "550 nobody of that name")
            case "DATA" if len(box.kept) >= box.full_after:
                self.say("452 full")
            case "DATA":
                self.say("354 go on")
                self.keep()
                self.say("250 kept")
            case "QUIT":
                self.say("221 bye")
                return False
            case _:
                self.say("250 ok")
        return True

    def keep(self) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b"."))
        message = message_from_bytes(b"".join(lines), policy=default)
        self.mailbox.kept.append(
            Kept(self.sender, self.recipients, message, b"".join(lines), self.encrypted, self.login)
        )
