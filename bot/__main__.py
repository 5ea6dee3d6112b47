"""The people's door: ask, chat, digest, slack, audit, feedback, run, doctor. Each imports what it needs alone."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.command_line import languages, parser_of, program
from bot.output import prepare_streams
from bot.records.text import cleaned_json
from bot.settings import SettingError, Settings, read_settings

if TYPE_CHECKING:
    from bot.asking.answer import Answer
    from bot.digest.model import Digest
    from bot.records.store import Store
    from bot.terminal import Request

_ENVIRONMENT = "type “. .venv/bin/activate” first, after “make run” made that environment (README.md)."


class UsageError(Exception):
    """What was asked for cannot be done; the message is a sentence that says what to do."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code.

    0: done, whatever the answer is; 1: doctor found something wrong, or the bot failed;
    2: bad arguments, settings or database.
    """
    prepare_streams()
    given = sys.argv[1:] if argv is None else argv
    if given[:1] == ["ingest"]:
        import ingest

        return ingest.main(given[1:], f"{program()} ingest")
    options = parser_of(given[0] if given else "").parse_args(given)
    if options.command == "ask" and not options.batch:
        gc.disable()  # one question leaves little behind, and looking for it takes a while
    if options.command == "doctor":
        from bot.doctor import examine

        return examine(options.db)
    from bot.records.store import StoreError

    try:
        return _run(options, read_settings())
    except (SettingError, StoreError, UsageError) as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130  # as a shell reports a program that Ctrl-C ended
    except BrokenPipeError:
        # whoever read our output is gone, such as `head`; without this, Python complains again as it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as error:  # the last edge: people get a sentence and the traceback
        import logging

        if isinstance(error, ModuleNotFoundError) and (error.name or "bot").partition(".")[0] != "bot":
            print(f"{sys.executable} has no package “{error.name}”: {_ENVIRONMENT}", file=sys.stderr)
            return 2

        logging.getLogger("bot").exception("This is a fault of the bot; please report it with the lines below.")
        return 1


def _run(options: argparse.Namespace, settings: Settings) -> int:
    if options.command != "ask" or options.batch:
        from bot.logs import configure

        configure(settings.log_level, settings.log_format)
    database = getattr(options, "db", None)
    match options.command:
        case "ask":
            return _ask(options, database or settings.database)
        case "chat":
            return _chat(database or settings.database, options.as_of, options.lang)
        case "digest" if options.send:
            return _send(settings, options.at)
        case "digest":
            return _digest(options, settings, database or settings.database)
        case "slack":
            return _slack(settings, options.http)
        case "feedback":
            return _feedback(options, settings)
        case "audit":
            return _audit(settings, options)
        case "mcp":
            return _mcp(settings)
        case "export":
            return _export(options, database or settings.database)
        case "prepare":
            from bot.doctor import prepare

            return prepare(settings)
        case _:
            return _start(settings)


def _ask(options: argparse.Namespace, database: Path) -> int:
    from bot.records.store import Store
    from bot.terminal import Request, clean, render

    if bool(options.question) == bool(options.batch):
        raise UsageError('Give one question (ask "who leads KR0032?") or a file of them (ask --batch FILE).')
    if options.csv and (options.batch or options.json or options.explain):
        raise UsageError("--csv is for one question, without --json, --explain or --batch.")
    day = options.as_of or date.today()
    with Store(database) as store:
        if options.batch:
            store.assure()
            return _ask_batch(store, options.batch, day, options.lang)
        if options.explain:
            from bot.asking.explain import explain

            store.assure()
            print(explain(store, clean(" ".join(options.question)), as_of=day, lang=options.lang))
            return 0
        request = Request(clean(" ".join(options.question)), day, options.lang)
        if options.csv:
            return _ask_csv(store, request, options.csv)
        answer = _answer(store, request, named=options.json)
    print(cleaned_json(answer.to_json()) if options.json else render(answer, colours=False))
    gc.freeze()  # nor is it looked for as Python ends
    return 0


def _ask_csv(store: Store, request: Request, name: str) -> int:
    """Write the whole of an answer to a file, or to standard output where its name is “-”."""
    from bot.asking.spreadsheet import csv_file
    from bot.terminal import render

    answer = _answer(store, request, whole=True)
    if not (answer.items or answer.entries or answer.is_group or answer.is_shares):
        print(render(answer, colours=False), "There is nothing to write to a file.", sep="\n", file=sys.stderr)
        return 1
    written = csv_file(answer)
    if name == "-":
        sys.stdout.buffer.write(written)
        return 0
    try:
        Path(name).write_bytes(written)
    except OSError as error:
        raise UsageError(f"{name} cannot be written: {error.strerror}.") from error
    print(*(render(answer, colours=False).splitlines()[:1]), f"All of it is in {name}.", sep="\n")
    return 0


def _ask_batch(store: Store, name: str, day: date, lang: str) -> int:
    from bot.terminal import answer_lines

    try:
        lines = sys.stdin.buffer if name == "-" else Path(name).open("rb")  # noqa: SIM115 - closed just below
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {error.strerror}.") from error
    with lines:
        answers = answer_lines(lines, lambda one: _answer(store, one), as_of=day, lang=lang, langs=languages())
        for entry in answers:
            print(cleaned_json(entry), flush=True)
    return 0


def _answer(store: Store, request: Request, *, named: bool = True, whole: bool = False) -> Answer:
    from bot.asking import ask
    from bot.asking.evidence import SHOWN
    from bot.asking.thread import EMPTY

    thread = EMPTY
    for earlier in request.earlier:
        _, thread = ask(store, earlier, thread=thread, as_of=request.as_of, lang=request.lang, named=False)
    rows = None if whole else SHOWN
    day, lang = request.as_of, request.lang
    return ask(store, request.question, thread=thread, as_of=day, lang=lang, rows=rows, named=named)[0]


def _chat(database: Path, as_of: date | None, lang: str, notice: str = "") -> int:
    from bot.asking import ask, choose
    from bot.asking.thread import EMPTY
    from bot.records.store import Store
    from bot.terminal import chat, clean, picked

    thread = EMPTY
    last: Answer | None = None
    Store(database).close()  # better to hear of it now than at the first question

    def respond(typed: str) -> Answer:
        nonlocal thread, last
        day = as_of or date.today()  # an open chat may see midnight, and another database
        with Store(database) as store:
            code = picked(last, typed)
            if last and last.pending and code:
                last, thread = choose(store, last.pending, code, thread=thread, as_of=day, lang=lang)
            else:
                last, thread = ask(store, clean(typed), thread=thread, as_of=day, lang=lang, named=False)
        return last

    return chat(respond, notice)


def _digest(options: argparse.Namespace, settings: Settings, database: Path) -> int:
    from bot.digest.forms import report
    from bot.digest.gathering import composed
    from bot.digest.selection import Selection, SelectionError
    from bot.records.store import Store
    from bot.records.withholding import WithholdingStore

    kinds = ("country", "area", "institution", "code")
    wanted = [Selection(kind, value) for kind in kinds for value in getattr(options, kind) or ()]
    form = "mail" if options.mail else "json" if options.json else options.format
    # what goes to a screen shows all that the documents say; what goes elsewhere, no contact
    kept = Store if form in ("text", "json") else WithholdingStore
    try:
        with kept(database) as store:
            as_of = options.as_of or date.today()
            made = composed(store, wanted, as_of=as_of, since=options.since, ahead=options.days, form=form)
    except SelectionError as error:
        raise UsageError(str(error)) from error
    if form == "mail":
        _mail(settings, made, options.lang, options.mail)
    elif form == "slack":
        from dataclasses import asdict

        from bot.slack.digest_blocks import printed_message

        print(cleaned_json(asdict(printed_message(made, options.lang, ", ".join(one.value for one in wanted)))))
    else:
        shown = report(made, options.lang, form, wanted)
        if isinstance(shown, str):
            print(shown)
        else:  # bytes that a program reads: their line ends and their encoding are a part of the format
            sys.stdout.flush()
            sys.stdout.buffer.write(shown)
    return 0


def _mail(settings: Settings, made: Digest, language: str, recipients: Sequence[str]) -> None:
    from bot.digest.mail import MailError, Server, message, send

    for name, value in (("SMTP_URL", settings.smtp_url), ("SMTP_FROM", settings.smtp_from)):
        if not value:
            raise UsageError(f"{name} is not set: see “Other ways out” in docs/digest.md for what it is.")
    now = datetime.now().astimezone()
    each = dict.fromkeys(recipients)
    try:
        send(Server.at(settings.smtp_url), [message(made, language, settings.smtp_from, one, now) for one in each])
    except MailError as error:
        raise UsageError(str(error)) from error
    print(f"Sent to {', '.join(each)}.")


def _send(settings: Settings, at: datetime | None) -> int:
    from dataclasses import asdict

    from bot.doctor import prepare
    from bot.slack.digest_courier import send_digests

    tally = send_digests(settings, lambda: prepare(settings), at)
    print(", ".join(f"{name.replace('_', ' ')} {count}" for name, count in asdict(tally).items()))
    return 0


def _slack(settings: Settings, http_port: int | None) -> int:
    from bot.digest.deliver import every_minute
    from bot.doctor import prepare
    from bot.slack.digest_courier import send_digests
    from bot.slack.serve import run

    with every_minute(lambda: send_digests(settings, lambda: prepare(settings), None)):
        return run(settings, http_port)


def _feedback(options: argparse.Namespace, settings: Settings) -> int:
    from bot.review import FeedbackError, candidates, forgotten, listing

    try:
        if options.forget:
            print(forgotten(settings, options.forget))
        elif options.export:
            print(candidates(settings, options.since, options.verdict, options.export))
        elif shown := listing(settings, options.since, options.verdict, as_json=options.json):
            print(shown)
    except FeedbackError as error:
        raise UsageError(str(error)) from error
    return 0


def _audit(settings: Settings, options: argparse.Namespace) -> int:
    from bot.review import report

    since = options.since.isoformat() if options.since else ""
    print(report(settings, options.form, since, options.code, options.user))
    return 0


def _mcp(settings: Settings) -> int:
    try:
        from bot.mcp_server import server
    except ImportError as error:
        raise UsageError("This needs the extra “mcp”: pip install 'commitment-bot[mcp]'.") from error
    server(settings).run("stdio")
    return 0


def _export(options: argparse.Namespace, database: Path) -> int:
    from bot.export import ExportError, export
    from bot.records.store import Store

    try:
        with Store(database) as store:
            said = export(store, options.format, options.output, values=options.values)
    except ExportError as error:
        raise UsageError(str(error)) from error
    if said:
        print(said)
    return 0


def _start(settings: Settings) -> int:
    from bot.doctor import CONNECT, prepare

    code = prepare(settings)
    if code:
        return code
    if settings.token("SLACK_APP_TOKEN") and (settings.token("SLACK_BOT_TOKEN") or settings.by_oauth):
        return _slack(settings, None)
    return _chat(settings.database, None, "auto", notice=_missing(settings) or CONNECT)


def _missing(settings: Settings) -> str:
    """Which of the tokens is missing where others are set; nothing where none is."""
    bot = "SLACK_CLIENT_ID" if settings.token("SLACK_CLIENT_ID") else "SLACK_BOT_TOKEN"
    given = [name for name in (bot, "SLACK_APP_TOKEN") if settings.token(name)]
    if not given:
        return ""
    other = ({bot, "SLACK_APP_TOKEN"} - set(given)).pop()
    return f"This is the terminal chat: {given[0]} is set, {other} is not. See “Connect Slack” in README.md."


if __name__ == "__main__":
    sys.exit(main())
