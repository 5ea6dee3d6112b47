"""The documents' door: paths and addresses → `commitments.db`, a report, an exit code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path

from bot.intake.reader import Reader, Rules
from bot.intake.sources import arrivals, changed_files
from bot.intake.wording import Progress, as_json, as_text, explain, sentences
from bot.logs import configure
from bot.output import colourful, prepare_streams, takes_colours
from bot.reading.fetch import FetchSettings
from bot.reading.mapping import MappingError
from bot.reading.plans import explain_mapping
from bot.records.build import build
from bot.records.model import ReadError, Report
from bot.records.snapshots import BuildError, publish
from bot.records.text import cleaned, cleaned_json
from bot.settings import SettingError, Settings, read_settings


def main(argv: Sequence[str] | None = None, name: str = "ingest.py") -> int:
    """Run the command; the exit code is 0 (all read), 1 (something could not be read) or 2 (usage, database)."""
    prepare_streams()
    try:
        settings = read_settings()
        configure(settings.log_level, settings.log_format)
        args = _parser(name, settings.commitments_db).parse_args(argv)
        rules = Rules(args.mapping)
        if args.explain:
            return _explain(args.explain, rules, propose=args.mapping is None)
        given = args.given or [str(settings.corpus)]
        with Reader(rules) as reader:
            code = _ingest(given, args, rules, reader, settings)
            if args.watch:
                _watch(given, args, rules, reader, settings)
    except (SettingError, MappingError, BuildError) as error:
        print(f"ingest: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("ingest: stopped; the database is as it was before.", file=sys.stderr)
        return 130
    return code


def _parser(name: str, db: Path) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=name, description="Read commitment documents into a database.")
    parser.add_argument(
        "given",
        nargs="*",
        metavar="PATH or URL",
        help="files, folders, addresses, or a file that lists addresses; without any: the corpus",
    )
    parser.add_argument("--db", type=Path, default=db, metavar="FILE", help="the database (default: %(default)s)")
    parser.add_argument("--as-of", type=_day, metavar="DATE", help="the day of this ingest (default: today)")
    parser.add_argument("--json", action="store_true", help="the report as JSON")
    parser.add_argument("--mapping", type=Path, metavar="FILE", help="what a table's columns or a plan's labels mean")
    parser.add_argument("--prune", action="store_true", help="remove what came from documents that are gone")
    parser.add_argument("--strict", action="store_true", help="exit 1 on any problem at all")
    parser.add_argument("--watch", action="store_true", help="go on, and read what changes")
    parser.add_argument("--publish", type=Path, metavar="DIR", help="copy the database into a folder of snapshots")
    parser.add_argument("--explain", type=Path, metavar="FILE", help="show how a document is understood, and stop")
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}” is no date like 2026-11-21") from error


def _ingest(
    given: Sequence[str],
    args: argparse.Namespace,
    rules: Rules,
    reader: Reader,
    settings: Settings,
    only: Collection[Path] | None = None,
) -> int:
    progress = Progress()
    fetching = FetchSettings(
        contact=settings.fetch_contact, cache=settings.fetch_cache, allow_private=settings.fetch_private
    )
    coming = arrivals(given, rules.version, fetching, only, progress.expect)
    day = args.as_of or date.today()
    try:
        report = build(
            args.db, coming, reader.read, reader.reread,
            as_of=day, prune=args.prune, progress=progress, trust=settings.trust,
        )  # fmt: skip
    finally:
        progress.end()
    _say(report, as_json_line=args.json)
    code = 1 if report.unreadable or (args.strict and report.problems) else 0
    if args.publish and not (args.strict and code):
        print(f"Published as {publish(args.db, args.publish)}.", file=sys.stderr)
    return code


def _say(report: Report, *, as_json_line: bool) -> None:
    for said in sentences(report.problems):
        print(said, file=sys.stderr)
    print(cleaned_json(as_json(report)) if as_json_line else as_text(report), flush=True)


def _watch(given: Sequence[str], args: argparse.Namespace, rules: Rules, reader: Reader, settings: Settings) -> None:
    """Read what changes until the person stops it; a database that cannot be written now may be later."""
    print("Watching; Ctrl-C ends it.", file=sys.stderr, flush=True)
    for paths in changed_files(given):
        try:
            _ingest(given, args, rules, reader, settings, paths)
        except BuildError as error:
            print(f"ingest: {error}", file=sys.stderr)


def _explain(path: Path, rules: Rules, *, propose: bool) -> int:
    try:
        data = path.read_bytes()
    except OSError as error:
        print(f"ingest: {path} cannot be opened ({error.strerror}): check the path.", file=sys.stderr)
        return 1
    try:
        with Reader(rules) as reader:
            reading = reader.read(path.name, data, None)
    except ReadError as error:
        print(f"ingest: {path.name}: {error}", error.traceback or "", sep="\n", file=sys.stderr)
        return 1
    print(explain(reading, colours=takes_colours(sys.stdout)), file=colourful(sys.stdout))
    document = reading.document if propose else None
    if document and document.format != "csv" and (mapping := explain_mapping(document)):
        said = "The labels of this action plan that are not known; a mapping to begin with (docs/reading.md):"
        print(f"\n{said}\n\n{cleaned(mapping)}")
    return 0 if reading.document else 1


if __name__ == "__main__":
    sys.exit(main())
