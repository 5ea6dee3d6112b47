"""Office documents are ZIP archives: their parts, unpacked only as far as a document can reasonably be."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from bot.reading.refusal import RefusedError

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
