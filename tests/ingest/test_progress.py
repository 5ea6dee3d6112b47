"""Progress is shown to people at a terminal, and to nobody else."""

from __future__ import annotations

import io

from bot.intake.wording import Progress


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        """It is."""
        return True


def test_a_terminal_sees_the_document_and_how_many_were_read() -> None:
    """The line is written over and taken away at the end."""
    stream = Terminal()
    progress = Progress(stream)
    progress(0, "KR0029.txt")
    progress(1250, "KR0032.txt")
    progress.end()
    assert "1,251 KR0032.txt" in stream.getvalue()
    assert stream.getvalue().endswith("\r\x1b[K")


def test_a_file_sees_nothing() -> None:
    """Standard error that goes into a file holds problems only."""
    stream = io.StringIO()
    progress = Progress(stream)
    progress(0, "KR0029.txt")
    progress.end()
    assert stream.getvalue() == ""
