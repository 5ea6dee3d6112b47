"""Files that are no text: which of them can be read, and why another cannot."""

from __future__ import annotations

_JUNK = b"\xef\xbb\xbf \t\r\n\0"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class RefusedError(ValueError):
    """Nothing of a file can be read; the message is the sentence that tells a person why and what to do."""


def office_kind(data: bytes) -> str | None:
    """`pdf` or `docx` where a file is one, None where it is neither."""
    if data[:1024].lstrip(_JUNK).startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04") and b"word/document" in data:
        return "docx"
    return None


def old_office(data: bytes) -> str | None:
    """A sentence about an office document in the container of old versions, None where it is none."""
    if not data.startswith(_OLE):
        return None
    if _named("EncryptedPackage", data):
        return "The document is locked with a password: save a copy of it without one, and give that."
    if _named("WordDocument", data):
        return "This is an old Word document (.doc), which cannot be read: open it and save it as .docx."
    return "This is an old office document, which cannot be read: open it and save it in the form of today."


def _named(stream: str, data: bytes) -> bool:
    """Whether the container has a stream of this name."""
    return stream.encode("utf-16-le") in data
