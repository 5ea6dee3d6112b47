"""The chat, at a terminal and through a pipe, with a small program that answers."""

from __future__ import annotations

import dataclasses
import fcntl
import io
import os
import pty
import re
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from select import select

import pytest

from bot.asking.answer import Answer, Option
from bot.output import takes_colours
from bot.terminal import FAILED, picked, render

ROOT = Path(__file__).parents[2]
PROMPT = r"\?(\x1b\[0m)? "

# Answers with the question itself, fails at "fail", and at "clear" quotes what would clear the screen.
PROGRAM = """
from bot.asking.answer import Answer
from bot.terminal import chat

def respond(question):
    if question == "fail":
        raise RuntimeError("inside")
    said = "\\x1b[2J" if question == "clear" else f"You asked: {question}"
    return Answer(question, "2026-11-21", "en", "answer", "lookup", {}, said, said + "\\n[1] a source")

raise SystemExit(chat(respond, "A notice."))
"""


def piped(text: bytes) -> subprocess.CompletedProcess[bytes]:
    """The chat with `text` on its standard input."""
    return subprocess.run(
        [sys.executable, "-c", PROGRAM], input=text, capture_output=True, cwd=ROOT, timeout=30, check=False
    )


def test_a_pipe_gets_answers_only() -> None:
    """Through a pipe the output holds one answer a line asked, without colours, and no greeting."""
    done = piped(b"first\n\n  last  ")
    assert done.stdout.decode() == ("You asked: first\n[1] a source\n\nYou asked: last\n[1] a source\n\n")
    assert done.stderr.decode().startswith("A notice.\nAsk about the commitments")
    assert done.returncode == 0


@pytest.mark.parametrize("word", ["quit", "QUIT", "exit", " bye! "])
def test_quit_ends(word: str) -> None:
    """“quit” and its like end the chat before the input does."""
    assert piped(f"{word}\nmore\n".encode()).stdout == b""


def test_no_input_is_an_end() -> None:
    """An empty input ends the chat at once, without an answer."""
    done = piped(b"")
    assert (done.stdout, done.returncode) == (b"", 0)


def test_a_failure_is_said_and_logged_and_the_chat_goes_on() -> None:
    """A question that makes the bot fail gets a sentence, the log the traceback, the next its answer."""
    done = piped(b"fail\nnext\n")
    assert done.stdout.decode() == f"{FAILED}\n\nYou asked: next\n[1] a source\n\n"
    assert b"RuntimeError: inside" in done.stderr


def test_a_document_cannot_steer_the_terminal() -> None:
    """Escape sequences of a document are shown as replacement characters."""
    assert b"\x1b" not in piped(b"clear\n").stdout


def test_windows_line_ends_are_line_ends() -> None:
    """A quotation with carriage returns is shown with plain line ends."""
    answer = Answer("q", "2026-11-21", "en", "answer", None, {}, "a\r\nb", "a\r\nb\rc")
    assert render(answer, colours=False) == "a\nb\nc"


CLARIFY = Answer(
    "q",
    "2026-11-21",
    "en",
    "clarify",
    "lookup",
    {},
    "Which?",
    "Which?",
    pending="{}",
    options=(Option("KR0026", "one"), Option("KR0047", "two")),
)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1", "KR0026"),
        ("2.", "KR0047"),
        ("#2", "KR0047"),
        ("kr0047", "KR0047"),
        ("3", None),
        ("who?", None),
        ("", None),
    ],
)
def test_an_option_is_picked_by_number_or_code(typed: str, code: str | None) -> None:
    """After a question back, an option's number or code picks it; anything else is a new question."""
    assert picked(CLARIFY, typed) == code


def test_nothing_is_picked_where_nothing_was_offered() -> None:
    """A number or a code without an open choice is a question like any other."""
    assert picked(None, "1") is None
    assert picked(dataclasses.replace(CLARIFY, pending=None), "1") is None


@dataclass
class Terminal:
    """Our end of a pseudo-terminal that a chat runs in."""

    descriptor: int
    process: subprocess.Popen[bytes]
    seen: str = ""

    def type(self, keys: str) -> None:
        """Press `keys`."""
        os.write(self.descriptor, keys.encode())

    def wait_for(self, pattern: str) -> str:
        """What appeared up to `pattern`; a failure names what was there instead."""
        deadline = time.monotonic() + 20
        while not (found := re.search(pattern, self.seen)):
            ready, _, _ = select([self.descriptor], [], [], max(0, deadline - time.monotonic()))
            assert ready, f"no {pattern!r} in {self.seen!r}"
            try:
                self.seen += os.read(self.descriptor, 4096).decode()
            except OSError:  # Linux reports the end of a terminal as an input/output error
                pytest.fail(f"ended without {pattern!r}: {self.seen!r}")
        before, self.seen = self.seen[: found.end()], self.seen[found.end() :]
        return before

    def press_until(self, key: str, pattern: str) -> None:
        """Press `key` again each second until `pattern` appears, as people do with a Ctrl-C that seems unheard.

        One that arrives while readline shows a character is heard at the next key only, and the kernel may drop
        what the chat shows right after it.
        """
        for _ in range(20):
            self.type(key)
            while select([self.descriptor], [], [], 1)[0]:
                self.seen += os.read(self.descriptor, 4096).decode()
                if found := re.search(pattern, self.seen):
                    self.seen = self.seen[found.end() :]
                    return
        pytest.fail(f"no {pattern!r} in {self.seen!r}")

    def end(self) -> int:
        """Read what is left; the exit code."""
        with suppress(OSError):  # as above
            while select([self.descriptor], [], [], 20)[0] and os.read(self.descriptor, 4096):
                pass
        return self.process.wait(20)


def _take_the_terminal() -> None:
    """Make standard input the terminal that Ctrl-C is heard from: a new session has none of itself.

    Whoever runs these tests in the background ignores Ctrl-C, and what they start would too.
    """
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.default_int_handler)


@contextmanager
def terminal(home: Path, **environ: str) -> Iterator[Terminal]:
    """A chat in a pseudo-terminal, with its history under `home`."""
    ours, theirs = pty.openpty()
    env = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    env |= {"TERM": "xterm", "XDG_STATE_HOME": str(home), "LC_ALL": "C.UTF-8", **environ}
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=ROOT,
        env=env,
        close_fds=True,
        start_new_session=True,
        preexec_fn=_take_the_terminal,
    )
    os.close(theirs)
    try:
        yield Terminal(ours, process)
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def test_a_terminal_gets_colours_and_ctrl_d_ends(tmp_path: Path) -> None:
    """At a terminal the answer is bold and its sources dim; Ctrl-D at the prompt ends with exit code 0."""
    with terminal(tmp_path) as screen:
        screen.wait_for(r"Ctrl-D ends")
        screen.wait_for(PROMPT)
        screen.type("hello\r")
        screen.wait_for(r"\x1b\[1mYou asked: hello\x1b\[0m\x1b\[2m\r\n\[1\] a source\x1b\[0m")
        screen.wait_for(PROMPT)
        screen.type("\x04")
        assert screen.end() == 0


def test_no_color_is_honoured(tmp_path: Path) -> None:
    """With NO_COLOR set a terminal gets no colours."""
    with terminal(tmp_path, NO_COLOR="1") as screen:
        screen.type("hello\r")
        assert "\x1b[1m" not in screen.wait_for(r"You asked: hello\r\n\[1\] a source\r\n")


@pytest.mark.parametrize(
    ("at_terminal", "environ", "takes"),
    [
        (True, {}, True),
        (True, {"NO_COLOR": ""}, False),
        (True, {"TERM": "dumb"}, False),
        (False, {}, False),
    ],
)
def test_colours_are_for_terminals(
    at_terminal: bool, environ: dict[str, str], takes: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only a terminal takes colours, and none where NO_COLOR is set or it can show none."""
    stream = io.StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: at_terminal)
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in ({"TERM": "xterm"} | environ).items():
        monkeypatch.setenv(name, value)

    assert takes_colours(stream) is takes


def test_a_line_can_be_edited(tmp_path: Path) -> None:
    """Ctrl-A goes to the start of the line, as readline does everywhere."""
    with terminal(tmp_path) as screen:
        screen.wait_for(r"Ctrl-D ends")
        screen.wait_for(PROMPT)
        screen.type("world\x01hello \r")
        screen.wait_for(r"You asked: hello world\x1b")


def test_ctrl_c_gives_up_the_line_and_not_the_chat(tmp_path: Path) -> None:
    """Ctrl-C drops what is being typed; the chat goes on."""
    with terminal(tmp_path) as screen:
        screen.wait_for(r"Ctrl-D ends")
        screen.wait_for(PROMPT)
        screen.type("half a ques")
        screen.wait_for("half a ques")
        screen.press_until("\x03", PROMPT)
        screen.type("whole\r")
        screen.wait_for(r"You asked: whole\x1b")


def test_the_arrow_key_brings_back_a_question_of_an_earlier_chat(tmp_path: Path) -> None:
    """Questions are remembered from one chat to the next, in a file that only the user can read."""
    with terminal(tmp_path) as screen:
        screen.wait_for(r"Ctrl-D ends")
        screen.wait_for(PROMPT)
        screen.type("remember me\r")
        screen.wait_for("a source")
        screen.type("quit\r")
        assert screen.end() == 0
    assert (tmp_path / "commitment-bot" / "history").stat().st_mode & 0o077 == 0
    with terminal(tmp_path) as screen:
        screen.wait_for(r"Ctrl-D ends")
        screen.wait_for(PROMPT)
        screen.type("\x1b[A\x1b[A\r")
        screen.wait_for(r"You asked: remember me\x1b")
