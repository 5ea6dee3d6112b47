"""What reaches a terminal, a pipe or a log: UTF-8, and no character in it that steers the screen or hides.

The streams themselves are cleaned, so that no door, library or traceback can pass by.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable
from typing import TextIO

from bot.records.text import cleaned


def prepare_streams() -> None:
    """Have standard output and error cleaned, and all three in UTF-8 where they are no terminal.

    Documents hold every script: a terminal set to another encoding gets `\\uXXXX` instead of a failure.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
        if stream is not None and not isinstance(stream, _Cleaned):
            setattr(sys, name, _Cleaned(stream))
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding=None if sys.stdin.isatty() else "utf-8", errors="replace")


def colourful(stream: TextIO) -> TextIO:
    """The stream that takes our own colours as well; whoever writes to it has cleaned the text between them."""
    return stream.below if isinstance(stream, _Cleaned) else stream


def takes_colours(stream: TextIO) -> bool:
    """Whether a stream is a terminal whose reader has not said that it shall have no colours (NO_COLOR, TERM=dumb)."""
    return stream.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


class _Cleaned:
    """A text stream through which only what is safe to show is written; in all else it is the stream below."""

    def __init__(self, below: TextIO) -> None:
        self.below = below

    def write(self, text: str) -> int:
        self.below.write(cleaned(text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> object:
        return getattr(self.below, name)
