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
    progress = Progress(stream, iter(range(10)).__next__)
    progress(0, "KR0029.txt")
    progress(1250, "KR0032.txt")
    progress.end()
    assert "1,251 KR0032.txt" in stream.getvalue()
    assert stream.getvalue().endswith("\r\x1b[K")


def test_a_terminal_sees_how_long_the_rest_takes() -> None:
    """Of 20,000 documents, 5,000 in ten seconds leave 30; before the first of them nothing is told."""
    stream = Terminal()
    clock = iter((0.0, 100.0, 100.2, 110.0, 700.0)).__next__
    progress = Progress(stream, clock)
    progress.expect(20_000)
    progress(0, "KR0029.txt")
    progress(5_000, "KR0032.txt")
    progress(10_000, "KR0033.txt")
    shown = stream.getvalue().split("\r\x1b[K")[1:]
    assert shown == [
        "1 of 20,000 (0 %): KR0029.txt",
        "5,001 of 20,000 (25 %), about 30 s left: KR0032.txt",
        "10,001 of 20,000 (50 %), about 10 min left: KR0033.txt",
    ]


def test_the_line_is_written_a_few_times_a_second() -> None:
    """What is skipped at thousands a second does not wait for the terminal; the end is always told."""
    stream = Terminal()
    progress = Progress(stream, iter((0.0, 1.0, 1.01, 1.02)).__next__)
    for done, name in enumerate(("KR0029.txt", "KR0032.txt", "")):
        progress(done, name)
    assert "KR0032" not in stream.getvalue()
    assert stream.getvalue().endswith("2 documents read; putting all together")


def test_a_file_sees_nothing() -> None:
    """Standard error that goes into a file holds problems only."""
    stream = io.StringIO()
    progress = Progress(stream)
    progress.expect(2)
    progress(0, "KR0029.txt")
    progress(2, "")
    progress.end()
    assert stream.getvalue() == ""
