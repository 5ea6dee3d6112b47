"""The terminal chat: one thread, line in, answer out."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.asking.answer import Answer
from bot.output import colourful, takes_colours
from bot.records.cleaning import cleaned
from bot.records.store import StoreError

GREETING = "Ask about the commitments, for example: who leads KR0032?  “help” says more; “quit” or Ctrl-D ends."
FAILED = "Sorry, this question made the bot fail. The details are in the log; please try other words."
_QUIT = {"quit", "exit", "bye", ":q"}
_BOLD, _DIM, _RESET = "\x1b[1m", "\x1b[2m", "\x1b[0m"


def chat(respond: Callable[[str], Answer], notice: str = "") -> int:
    """Answer the lines of standard input with `respond` until it ends or “quit”; gives the exit code.

    `notice` is a sentence to show before the first question. Where there is a terminal: line editing, history
    and colours. Elsewhere the greeting goes to standard error, so that the output holds answers only.
    """
    at_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    colours = at_terminal and takes_colours(sys.stdout)
    out = sys.stdout if at_terminal else sys.stderr
    print(*filter(None, (notice, GREETING)), sep="\n", end="\n\n" if at_terminal else "\n", file=out)
    with _history() if at_terminal else _no_history():
        for line in _lines(_prompt(colours) if at_terminal else None):
            question = line.strip()
            if question.casefold().rstrip(".!") in _QUIT:
                break
            if question:
                print(_reply(respond, question, colours), end="\n\n", flush=True, file=colourful(sys.stdout))
    return 0


def render(answer: Answer, *, colours: bool) -> str:
    """The answer's text as a terminal shows it: the statement bold, its sources dim, no control characters.

    A document or a question may hold escape sequences; shown as they are, they would act on the terminal.
    """
    text, statement = cleaned(answer.text), cleaned(answer.statement)
    if not colours or not statement or not text.startswith(statement):
        return text
    sources = text[len(statement) :]
    return f"{_BOLD}{statement}{_RESET}" + (f"{_DIM}{sources}{_RESET}" if sources.strip() else "")


def picked(answer: Answer | None, typed: str) -> str | None:
    """The code of the option of `answer` that `typed` names by its number (from 1) or its code; None for none."""
    if answer is None or answer.pending is None:
        return None
    name = typed.strip(" .)#").upper()
    return next(
        (option.code for number, option in enumerate(answer.options, 1) if name in (str(number), option.code)), None
    )


def _reply(respond: Callable[[str], Answer], question: str, colours: bool) -> str:
    try:
        answer = respond(question)
        hint = f"\n(Pick one by its code or by a number, 1 to {len(answer.options)}.)" if answer.pending else ""
        return render(answer, colours=colours) + hint
    except KeyboardInterrupt:
        return "(stopped)"
    except StoreError as error:
        return str(error)
    except Exception:  # the edge: the asker gets a sentence, the log the traceback, and the chat goes on
        import logging  # which a question from the command line does without

        logging.getLogger(__name__).exception("a question of the chat could not be answered")
        return FAILED


def _lines(prompt: str | None) -> Iterator[str]:
    """The lines of standard input up to its end; Ctrl-C gives up the line being typed, as in a shell."""
    if prompt is None:
        yield from sys.stdin
        return
    while True:
        try:
            yield input(prompt)
        except KeyboardInterrupt:
            print()
        except EOFError:
            print()
            return


def _prompt(colours: bool) -> str:
    # \x01 and \x02 tell readline which characters take no room on the line
    return f"\x01{_BOLD}\x02?\x01{_RESET}\x02 " if colours else "? "


@contextmanager
def _no_history() -> Iterator[None]:
    yield


@contextmanager
def _history() -> Iterator[None]:
    """Line editing, with the questions of earlier chats under the arrow keys; without readline, neither."""
    import logging

    log = logging.getLogger(__name__)
    try:
        import readline
    except ImportError:
        yield
        return
    home = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
    file = home / "commitment-bot" / "history"
    readline.set_history_length(1000)
    try:
        readline.read_history_file(file)
    except OSError:
        log.debug("no history in %s", file)
    try:
        yield
    finally:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            readline.write_history_file(file)
        except OSError as error:
            log.warning("The chat's history could not be kept in %s: %s.", file, error.strerror or error)
