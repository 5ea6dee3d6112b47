"""The documents' door: paths and addresses → `commitments.db`, a report, an exit code."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from functools import cache
from pathlib import Path

from bot.reading import read
from bot.reading.document import read_pages
from bot.records.build import BuildError, build
from bot.records.model import Document, Problem, Value
from bot.records.report import Arrival, Report
from bot.settings import SettingError, read_settings

SUFFIXES = frozenset({".txt", ".html", ".htm", ".md", ".markdown", ".csv", ".xhtml"})


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; the exit code is 0 (all read), 1 (something could not be read) or 2 (usage, database)."""
    try:
        settings = read_settings()
    except SettingError as error:
        print(f"ingest: {error}", file=sys.stderr)
        return 2
    parser = _parser(settings.commitments_db)
    args = parser.parse_args(argv)
    paths = args.paths or [str(settings.corpus)]
    try:
        report = build(args.db, _arrivals(paths), read, _reread, as_of=args.as_of, prune=args.prune)
    except BuildError as error:
        print(f"ingest: {error}", file=sys.stderr)
        return 2
    for problem in report.problems:
        print(_sentence(problem), file=sys.stderr)
    print(json.dumps(_as_json(report), ensure_ascii=False) if args.json else _as_text(report))
    return 1 if report.unreadable or (args.strict and report.problems) else 0


def _reread(document: Document) -> tuple[Value, ...]:
    return read_pages(document)[0]


def _parser(db: Path) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ingest.py", description="Read commitment documents into a database.")
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders; without any: the corpus")
    parser.add_argument("--db", type=Path, default=db, help="the database (default: %(default)s)")
    parser.add_argument("--as-of", type=_day, default=date.today(), metavar="DATE", help="the day of this ingest")
    parser.add_argument("--json", action="store_true", help="the report as JSON")
    parser.add_argument("--prune", action="store_true", help="remove what came from documents that are gone")
    parser.add_argument("--strict", action="store_true", help="exit 1 on any problem at all")
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}” is no date like 2026-11-21") from error


@cache
def reader_version() -> str:
    """A name for the rules that read: another one means that unchanged documents are read again."""
    digest = hashlib.sha256()
    root = Path(__file__).parent / "bot"
    for path in sorted([*root.glob("reading/**/*"), *root.glob("records/**/*")]):
        if path.suffix in (".py", ".toml"):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _arrivals(paths: Sequence[str]) -> Iterator[Arrival]:
    for given in paths:
        root = Path(given)
        if root.is_dir():
            found = sorted(p for p in root.rglob("*") if p.is_file() and not _hidden(p.relative_to(root)))
            for path in found:
                yield _arrival(path, path.relative_to(root).as_posix())
        elif root.is_file():
            yield _arrival(root, root.name)
        else:
            why = Problem(given, None, None, "there is no such file or folder: look at the path", "error")
            yield Arrival(given, given, None, problem=why)


def _hidden(relative: Path) -> bool:
    return any(part.startswith(".") for part in relative.parts)


def _arrival(path: Path, name: str) -> Arrival:
    origin = str(path.resolve())
    try:
        return Arrival(name, origin, path.read_bytes(), reader=reader_version())
    except OSError as error:
        why = Problem(name, None, None, f"cannot be opened ({error.strerror}): look at its permissions", "error")
        return Arrival(name, origin, None, problem=why)


def _sentence(problem: Problem) -> str:
    place = problem.document + (f":{problem.line}" if problem.line else "")
    named = f" {problem.field}:" if problem.field else ""
    return f"{problem.severity}: {place}:{named} {problem.message}"


def _as_json(report: Report) -> dict[str, object]:
    return {
        "documents": report.documents,
        "commitments": report.commitments,
        "index_only": report.index_only,
        "fields": report.fields,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "problems": [asdict(problem) for problem in report.problems],
        "changes": [asdict(change) for change in report.changes],
    }


def _as_text(report: Report) -> str:
    read_now = report.documents - report.unchanged
    lines = [
        f"{report.documents} documents: {read_now} read, {report.unchanged} unchanged"
        + (f", {report.unreadable} could not be read" if report.unreadable else ""),
        f"{report.commitments} commitments ({report.index_only} known from an index only), {report.fields} values",
    ]
    if report.removed:
        lines.append(f"{report.removed} documents are gone, and what came from them")
    if report.problems:
        lines.append(f"{len(report.problems)} problems, named above")
    for change in report.changes:
        old, new = (("nothing" if text is None else f"“{text}”") for text in (change.old, change.new))
        lines.append(f"changed: {change.code} {change.field}: {old} → {new} ({change.document}, {change.at})")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
