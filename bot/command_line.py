"""The commands of `python -m bot`, their options and what these take; nothing that a command needs is imported."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path

_FORMATS = ("text", "slack", "html", "ics", "atom")


def languages() -> tuple[str, ...]:
    """What `--lang` takes: `auto`, and each language that is there."""
    from bot.records.languages import LANGUAGES

    return ("auto", *LANGUAGES)


def program() -> str:
    """How this program was called, for lines of usage."""
    script = Path(sys.argv[0]).name
    return script if script == "commitment-bot" else "python -m bot"


def parser_of(command: str) -> argparse.ArgumentParser:
    """The parser of the command line; of the commands only `command`, where it is one: most have no say."""
    unmeasured = partial(argparse.HelpFormatter, width=80)  # how wide the terminal is only help has to know
    parser = argparse.ArgumentParser(
        prog=program(),
        description="Answers questions about open-government commitments with values quoted from documents.",
        formatter_class=unmeasured,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
    parser.add_argument(
        "--print-completion", action=_Completion, choices=("bash", "zsh"), help="print what completes it in a shell"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    parser.formatter_class = argparse.HelpFormatter
    for name, (about, add_options) in _COMMANDS.items():
        if name == command or command not in _COMMANDS:
            one = commands.add_parser(name, help=about, formatter_class=unmeasured)
            add_options(one)
            one.formatter_class = argparse.HelpFormatter
    return parser


class _Version(argparse.Action):
    """Says the version when it is asked for: looking it up takes longer than most answers."""

    def __call__(self, parser: argparse.ArgumentParser, *_others: object) -> None:
        from importlib.metadata import version

        print(f"commitment-bot {version('commitment-bot')}")
        parser.exit()


class _Completion(argparse.Action):
    """Prints the script that lets a shell complete commands, options and the names of files."""

    def __call__(self, parser: argparse.ArgumentParser, _namespace: object, shell: object, *_others: object) -> None:
        import shtab

        parser.prog = "commitment-bot"  # a module of Python cannot be completed
        commands = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
        for command in (parser, *(each for one in commands for each in one.choices.values())):
            for action in command._actions:
                if action.metavar == "FILE":
                    action.complete = shtab.FILE
        print(shtab.complete(parser, str(shell)))
        parser.exit()


def _add_database(command: argparse.ArgumentParser) -> None:
    command.add_argument("--db", type=Path, metavar="FILE", help="default: COMMITMENTS_DB or commitments.db")


def _add_asking(command: argparse.ArgumentParser) -> None:
    _add_database(command)
    command.add_argument("--as-of", type=_day, metavar="DATE", help="the day that “overdue” is reckoned from: today")
    command.add_argument("--lang", choices=languages(), default="auto", help="the question's language (auto)")


def _add_ask(ask: argparse.ArgumentParser) -> None:
    _add_asking(ask)
    ask.add_argument("question", nargs="*", metavar="QUESTION")
    ask.add_argument("--json", action="store_true", help="one JSON object instead of text")
    ask.add_argument("--explain", action="store_true", help="why it is answered so")
    ask.add_argument("--csv", metavar="FILE", help="the whole answer as CSV, a row a value; - is standard output")
    ask.add_argument("--batch", metavar="FILE", help="a JSON object a line in and out; - is standard input")


def _add_digest(digest: argparse.ArgumentParser) -> None:
    _add_database(digest)
    digest.add_argument("--as-of", type=_day, metavar="DATE", help="the day of the digest: today")
    digest.add_argument("--since", type=_day, metavar="DATE", help="the first day of its news: a week before")
    digest.add_argument("--days", type=_days, metavar="N", help="how many days ahead is “soon”: 30; in a calendar 365")
    for kind in ("country", "area", "institution", "code"):
        digest.add_argument(f"--{kind}", action="append", metavar="NAME", help=f"only those of this {kind}")
    digest.add_argument("--lang", choices=languages()[1:], default="en", help="the digest's language (en)")
    way = digest.add_mutually_exclusive_group()
    way.add_argument("--format", choices=_FORMATS, default="text", help="as text, or as another program reads it")
    way.add_argument("--json", action="store_true", help="one JSON object instead of text")
    way.add_argument("--mail", type=_mail_address, action="append", metavar="ADDRESS", help="send it by e-mail, once")
    way.add_argument("--send", action="store_true", help="send every subscription's digest that is due, for cron")
    digest.add_argument("--at", type=_moment, metavar="TIME", help="with --send: due at this moment, not now")


def _add_slack(slack: argparse.ArgumentParser) -> None:
    slack.add_argument("--http", type=_port, metavar="PORT", help="listen for signed requests on this port")


def _add_feedback(feedback: argparse.ArgumentParser) -> None:
    feedback.add_argument("--since", type=_day, metavar="DATE", help="only from this day on")
    feedback.add_argument("--verdict", choices=("good", "bad", "unanswered"), help="only these")
    instead = feedback.add_mutually_exclusive_group()
    instead.add_argument("--json", action="store_true", help="a JSON object a line instead of text")
    instead.add_argument("--export", type=Path, metavar="FILE", help="write them as candidate test questions (TOML)")
    instead.add_argument("--forget", metavar="USER", help="remove what this Slack user had put their name to")


def _add_audit(audit: argparse.ArgumentParser) -> None:
    audit.add_argument("--since", type=_day, metavar="DATE", help="from this day on: all that is kept")
    audit.add_argument("--code", default="", metavar="C", help="only of this commitment")
    audit.add_argument("--user", default="", metavar="ID", help="only to this person (Slack's id)")
    form = audit.add_mutually_exclusive_group()
    form.add_argument("--csv", dest="form", action="store_const", const="csv", default="text", help="as CSV")
    form.add_argument("--json", dest="form", action="store_const", const="json", help="as JSON")


def _add_export(export: argparse.ArgumentParser) -> None:
    _add_database(export)
    export.add_argument("--format", choices=("csv", "jsonl", "xlsx"), default="csv", help="csv where none is given")
    export.add_argument("--output", type=Path, metavar="FILE", help="default: standard output; XLSX needs a file")
    export.add_argument("--values", action="store_true", help="a row a value with its place, not a row a commitment")


def _add_nothing(_command: argparse.ArgumentParser) -> None:
    """For a command without options."""


_COMMANDS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "ask": ("answer one question, or a file of them", _add_ask),
    "chat": ("the terminal chat: one thread, line in, answer out", _add_asking),
    "digest": ("what changed, is overdue, is due soon, is not stated", _add_digest),
    "slack": ("the Slack app: Socket Mode, or signed HTTP", _add_slack),
    "feedback": ("what people said of answers, and what found none", _add_feedback),
    "audit": ("who was shown whose contact in Slack, and when", _add_audit),
    "export": ("all commitments, or all their values, for other programs", _add_export),
    "mcp": ("the same answers as tools of an MCP server, on standard input and output", _add_nothing),
    "ingest": ("read documents into the database: the same as ingest.py, for whoever has no checkout", _add_nothing),
    "run": ("ingest what is new, then start Slack, or the terminal chat without its tokens", _add_nothing),
    "prepare": ("ingest the corpus when the database is missing or older", _add_nothing),
    "doctor": ("say what is wrong with the set-up and what to do", _add_database),
}


def _day(text: str) -> date:
    from bot.terminal import parse_day

    try:
        return parse_day(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _mail_address(text: str) -> str:
    from bot.digest.mail import is_address

    if not is_address(text):
        raise argparse.ArgumentTypeError(f"“{text}” is no e-mail address: write it as name@example.org.")
    return text


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}” is no moment: write it as 2026-11-21T09:00+02:00.") from error
    return moment if moment.tzinfo else moment.astimezone()


def _days(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 36_500:
        raise argparse.ArgumentTypeError(f"“{text}” is no number of days: give one from 0 to 36500.")
    return int(text)


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"“{text}” is no port: give a number from 1 to 65535.")
    return int(text)
