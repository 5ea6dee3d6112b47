"""Digest → e-mail: a message in text and HTML, and its way to an SMTP server."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, make_msgid, parseaddr
from urllib.parse import unquote, urlsplit

from bot.digest.forms import page, plain
from bot.digest.model import Digest
from bot.digest.text import DigestWording

_ADDRESS = re.compile(r"[^@\s,;:<>()\[\]\\\"]{1,64}@[^@\s,;:<>()\[\]\\\"]{1,255}")
_HERE = ("localhost", "127.0.0.1", "::1")
_PORTS = {"smtp": 587, "smtps": 465}
_SECONDS = 30  # that a server may take for one answer


class _Folding(EmailPolicy):
    """Folds a subject by the older rules of `email`: the newer ones lose spaces between words that they encode."""

    def fold(self, name: str, value: str) -> str:
        """A header as it is written."""
        if name.lower() != "subject":
            other: str = super().fold(name, value)
            return other
        charset = "us-ascii" if value.isascii() else "utf-8"
        return f"{name}: {Header(value, charset, header_name=name).encode(linesep=self.linesep)}{self.linesep}"

    def fold_binary(self, name: str, value: str) -> bytes:
        """The same in bytes."""
        return self.fold(name, value).encode("ascii") if name.lower() == "subject" else super().fold_binary(name, value)


_POLICY = _Folding(linesep="\r\n", cte_type="7bit")  # in which every server takes a message


class MailError(Exception):
    """A digest could not be sent; the message is a sentence that says why."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed in: `tls` from the first byte, otherwise STARTTLS where the server offers it."""

    host: str
    port: int
    tls: bool
    user: str
    password: str = field(repr=False)

    @classmethod
    def at(cls, address: str) -> Server:
        """The server of `smtp://user:password@host:port` or `smtps://…`; the settings have checked that it is one."""
        parts = urlsplit(address)
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.hostname or "", parts.port or _PORTS[parts.scheme], parts.scheme == "smtps", user, password)


def is_address(text: str) -> bool:
    """Whether a text is one address of e-mail, without a name."""
    return bool(_ADDRESS.fullmatch(text))


def message(digest: Digest, language: str, sender: str, recipient: str, at: datetime) -> EmailMessage:
    """The digest as a message to one person, who sees no other address: its text, and the same as HTML."""
    wording = DigestWording(language)
    made = EmailMessage(_POLICY)
    made["Subject"] = " ".join(plain(wording.headline(digest)).split())
    made["From"] = sender
    made["To"] = recipient
    made["Date"] = format_datetime(at)
    made["Message-ID"] = make_msgid(domain=parseaddr(sender)[1].rpartition("@")[2])
    made["Content-Language"] = language
    made["Auto-Submitted"] = "auto-generated"  # nobody's holiday notice answers it (RFC 3834)
    made.set_content(plain(wording.text(digest)) + "\n")
    made.add_alternative(page(digest, language), subtype="html")
    return made


def send(server: Server, messages: Sequence[EmailMessage]) -> None:
    """Hand messages to a server, each once; MailError where it does not take all of them.

    A password goes over an encrypted connection only, but for a server on this machine.
    """
    refused: list[str] = []
    taken: list[str] = []
    try:
        smtp = _connected(server)
        try:
            for one in messages:
                try:
                    smtp.send_message(one)
                    taken.append(str(one["To"]))
                except smtplib.SMTPRecipientsRefused:
                    refused.append(str(one["To"]))
        finally:
            with suppress(OSError):  # what was taken is taken; SMTP's own errors are of this kind too
                smtp.quit()
    except smtplib.SMTPAuthenticationError as error:
        raise MailError(f"{server.host} does not accept the user and the password of SMTP_URL.") from error
    except (OSError, UnicodeError) as error:
        before = f" It was sent before to {', '.join(taken)}." if taken else ""
        why = f"{server.host}:{server.port}: {_reason(error)}"
        raise MailError(f"The digest could not be sent by {why}.{before}") from error
    if refused:
        others = "; the others have it" if taken else ""
        raise MailError(f"{server.host} does not take mail for {', '.join(refused)}{others}.")


def _connected(server: Server) -> smtplib.SMTP:
    """A connection that is ready for messages."""
    context = ssl.create_default_context()
    smtp: smtplib.SMTP
    if server.tls:
        smtp = smtplib.SMTP_SSL(server.host, server.port, timeout=_SECONDS, context=context)
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=_SECONDS)
    try:
        smtp.ehlo_or_helo_if_needed()
        encrypted = server.tls
        if not encrypted and smtp.has_extn("starttls"):
            smtp.starttls(context=context)
            smtp.ehlo_or_helo_if_needed()
            encrypted = True
        if server.user:
            _log_in(smtp, server, encrypted=encrypted)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _log_in(smtp: smtplib.SMTP, server: Server, *, encrypted: bool) -> None:
    if not encrypted and server.host not in _HERE:
        raise MailError(f"{server.host} offers no encryption, so it gets no password: use a server that does.")
    smtp.login(server.user, server.password)


def _reason(error: Exception) -> str:
    """What went wrong, as the server or the system says it, in one line; never what was sent."""
    if isinstance(error, UnicodeError):  # whose own words would quote a part of it
        return "a name, an address or the password has characters that it does not take"
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        return " ".join(f"it answered {error.smtp_code} {text}".split()).rstrip(".")
    return " ".join((getattr(error, "strerror", None) or str(error) or type(error).__name__).split()).rstrip(".")
