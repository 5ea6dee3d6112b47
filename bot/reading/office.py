"""Files that are no text: which of them can be read and why another cannot, and the parts of an office document."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

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


# -- the parts of an office document, unpacked only as far as it can reasonably be -----------------------------------


MOST_UNPACKED = 64 * 1024 * 1024
"""Bytes of one part. The text of a plan of 300 pages takes about 5 MB."""
_CHUNK = 64 * 1024
_MAIN = re.compile(rb'<Relationship\b[^>]*?/officeDocument"[^>]*>')
_TARGET = re.compile(rb'Target="/?([^"]+)"')
_DAMAGED = "The document is damaged and cannot be unpacked: get it again from where it came from."
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


class Archive:
    """The parts of an office document by name. Whatever cannot be unpacked is a RefusedError."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self.names = frozenset(self._zip.namelist())
        except _FAULTS as error:
            raise RefusedError(_DAMAGED) from error

    def main(self) -> str:
        """The name of the part that holds the document itself; empty where none says that it does."""
        try:
            relations = b"".join(self.chunks("_rels/.rels"))
        except KeyError:
            return ""
        found = _MAIN.search(relations)
        target = _TARGET.search(found.group()) if found else None
        return target.group(1).decode("utf-8", "replace") if target else ""

    def chunks(self, name: str) -> Iterator[bytes]:
        """A part, piece by piece; KeyError where there is none of this name."""
        info = self._zip.getinfo(name)
        if info.flag_bits & 1:
            raise RefusedError("The document is locked with a password: save a copy of it without one, and give that.")
        # what the directory says may be untrue, so the bytes are counted as well
        left = MOST_UNPACKED
        try:
            with self._zip.open(info) as part:
                while info.file_size <= MOST_UNPACKED and (chunk := part.read(_CHUNK)):
                    left -= len(chunk)
                    if left < 0:
                        break
                    yield chunk
        except _FAULTS as error:
            raise RefusedError(_DAMAGED) from error
        if info.file_size > MOST_UNPACKED or left < 0:
            raise RefusedError(
                f"The document unpacks to more than {MOST_UNPACKED >> 20} MB of text, which no plan has: look what it "
                "holds, or split it."
            )
