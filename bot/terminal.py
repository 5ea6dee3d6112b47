"""Asking without Slack: the terminal chat, line in, answer out; and many questions at once, as JSON (`ask --batch`).

A batch has a JSON object a line in, an answer object a line out.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from bot.asking.answer import Answer
from bot.output import colourful, takes_colours
from bot.records.frozen import dataclass
from bot.records.store import StoreError
from bot.records.text import cleaned

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


@dataclass(frozen=True, slots=True)
class Request:
    """One question of a batch; `earlier` are those asked before it in the same thread, oldest first."""

    question: str
    as_of: date
    lang: str
    earlier: tuple[str, ...] = ()
    id: Any = None


class LineError(ValueError):
    """A line is no request; the message says in a sentence what is wrong with it."""

    def __init__(self, message: str, entry: Any = None) -> None:
        super().__init__(message)
        self.entry = entry if isinstance(entry, dict) else {}


def parse_day(text: str) -> date:
    """A day written `YYYY-MM-DD`; ValueError with a sentence where it is not, or there is no such day."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise ValueError(f"“{text}” is no day: write it as 2026-11-21.")
    return day


def clean(text: str) -> str:
    """`text` without lone surrogates, which neither a database nor a terminal can hold."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def answer_lines(
    lines: Iterable[bytes],
    answer: Callable[[Request], Answer],
    *,
    as_of: date,
    lang: str,
    langs: tuple[str, ...],
) -> Iterator[dict[str, Any]]:
    """An answer object for each of `lines`, in order; a bad line gets one with the outcome `error`.

    `as_of` and `lang` hold for lines that name none; `langs` are the languages that a line may name.
    """
    for number, line in enumerate(lines, start=1):
        try:
            request = parse_line(line, as_of, lang, langs)
        except LineError as error:
            query = error.entry.get("q")
            shown = clean(query) if isinstance(query, str) else ""
            yield _error(f"Line {number}: {error}", shown, as_of, lang) | {"id": error.entry.get("id")}
            continue
        try:
            given = answer(request).to_json()
        except Exception:  # the edge: the asker gets a sentence, the log the traceback, the next line its answer
            import logging

            logging.getLogger(__name__).exception("line %d could not be answered", number)
            sentence = f"Line {number}: the bot failed on this question; its log says where."
            given = _error(sentence, request.question, request.as_of, request.lang)
        yield given | {"id": request.id}


def parse_line(line: bytes, as_of: date, lang: str, langs: tuple[str, ...]) -> Request:
    """The request that `line` holds; LineError where it holds none."""
    try:
        entry = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise LineError(f"this is not UTF-8 (byte {error.start + 1}).") from error
    except (ValueError, RecursionError) as error:
        raise LineError('this is no JSON object such as {"q": "who leads KR0032?"}.') from error
    if not isinstance(entry, dict):
        raise LineError(f"this is a JSON {_kind(entry)}, not an object.")
    if "q" not in entry:
        raise LineError("“q”, the question, is missing.", entry)
    question, thread = entry["q"], entry.get("thread") or []
    if not isinstance(question, str):
        raise LineError(f"“q” is a {_kind(question)}, not a text.", entry)
    if not isinstance(thread, list) or not all(isinstance(earlier, str) for earlier in thread):
        raise LineError("“thread” is not a list of earlier questions.", entry)
    wanted = lang if entry.get("lang") is None else entry["lang"]
    if wanted not in langs:
        raise LineError(f"“lang” is not one of {', '.join(langs)}.", entry)
    day = as_of
    if entry.get("as_of") is not None:
        try:
            day = parse_day(str(entry["as_of"]))
        except ValueError as error:
            raise LineError(f"“as_of”: {error}", entry) from error
    return Request(clean(question), day, wanted, tuple(map(clean, thread)), entry.get("id"))


def _error(sentence: str, query: str, as_of: date, lang: str) -> dict[str, Any]:
    answer = Answer(
        query=query,
        as_of=as_of.isoformat(),
        lang=lang,
        outcome="error",
        intent=None,
        frame={
            "codes": [],
            "fields": [],
            "filters": [],
            "inherited": [],
            "corrections": [],
            "ignored_words": [],
        },
        statement=sentence,
        text=sentence,
        reason=sentence,
    )
    return answer.to_json()


def _kind(value: object) -> str:
    names = {str: "text", bool: "true or false", int: "number", float: "number", list: "list", dict: "object"}
    return names.get(type(value), "null")
