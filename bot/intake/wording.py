"""An ingest's report in words, and as JSON; and the line that shows its progress on a terminal."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TextIO

from bot.output import colourful
from bot.records.cleaning import cleaned
from bot.records.lines import counts_of
from bot.records.model import Change, Problem
from bot.records.report import DocumentReport, Report

_MOST_LINES = 100
_WIDTH = 70
_OFTEN = 10
_CLEAR = "\r\x1b[K"


class Progress:
    """One line on standard error that is written over and over, where that is a terminal; nothing elsewhere."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or colourful(sys.stderr)
        self._shown = self._stream.isatty()

    def __call__(self, done: int, name: str) -> None:
        """Show the document that is being read, and how many were."""
        if self._shown and done % _OFTEN == 0:
            self._stream.write(f"{_CLEAR}{done + 1:,} {cleaned(name)[:_WIDTH]}")
            self._stream.flush()

    def end(self) -> None:
        """Take the line away."""
        if self._shown:
            self._stream.write(_CLEAR)
            self._stream.flush()


def sentence(problem: Problem) -> str:
    """A problem as a line that names document, line and field."""
    at = f", {problem.place}" if problem.place else f":{problem.line}" if problem.line else ""
    place = problem.document + at
    named = f" {problem.field}:" if problem.field else ""
    return f"{problem.severity}: {place}:{named} {problem.message}"


def as_json(report: Report) -> dict[str, object]:
    """The report as the contract has it, with a row a document beside it."""
    return {
        "documents": report.documents,
        "commitments": report.commitments,
        "index_only": report.index_only,
        "fields": report.fields,
        "unchanged": report.unchanged,
        "unreadable": report.unreadable,
        "removed": report.removed,
        "problems": [_problem_as_json(problem) for problem in report.problems],
        "changes": [asdict(change) for change in report.changes],
        "by_document": [_document_as_json(one) for one in report.by_document],
    }


def as_text(report: Report) -> str:
    """The report as lines: each document that was read, what changed, and the whole."""
    news = [one for one in report.by_document if one.state != "unchanged"]
    shown = news if len(news) <= _MOST_LINES else [one for one in news if one.problems or one.state != "read"]
    lines = [_document_as_text(one) for one in shown[:_MOST_LINES]]
    if len(news) > len(lines):
        lines.append(f"… and {len(news) - len(lines):,} more documents: --json tells of each")
    lines += [_change_as_text(change) for change in report.changes]
    return "\n".join([*lines, *_totals(report)])


def _problem_as_json(problem: Problem) -> dict[str, object]:
    """A problem; what counts in a file without lines (`page`, `line`) where it stands in one."""
    told = asdict(problem)
    return told | counts_of(told.pop("place"))


def _document_as_json(one: DocumentReport) -> dict[str, object]:
    return {
        "document": one.document,
        "state": one.state,
        "commitments": list(one.commitments),
        "listed": one.listed,
        "values": one.values,
        "blank": one.blank,
        "unread": {"characters": one.unread, "places": one.unread_places},
        "problems": len(one.problems),
    }


def _document_as_text(one: DocumentReport) -> str:
    if one.state == "refused":
        return f"{one.document}: could not be read"
    if one.state == "removed":
        return f"{one.document}: is gone, and what only it said"
    codes = ", ".join(one.commitments[:3]) + (f" and {len(one.commitments) - 3:,} more" * (len(one.commitments) > 3))
    parts = [codes] if codes else []
    if one.values:
        parts.append(_count(one.values, "value") + (f" ({one.blank:,} blank)" if one.blank else ""))
    if one.listed:
        parts.append(f"lists {_count(one.listed, 'commitment')}")
    if one.unread:
        parts.append(f"{_count(one.unread, 'character')} not read, in {_count(one.unread_places, 'place')}")
    if one.problems:
        parts.append(_count(len(one.problems), "problem"))
    return f"{one.document}: {'; '.join(parts)}"


def _change_as_text(change: Change) -> str:
    old, new = (("nothing" if text is None else f"“{text}”") for text in (change.old, change.new))
    return f"changed: {change.code} {change.field}: {old} → {new} ({change.document}, {change.at})"


def _totals(report: Report) -> list[str]:
    read_now = report.documents - report.unchanged
    refused = f"; {report.unreadable:,} could not be read" if report.unreadable else ""
    gone = f"; {report.removed:,} gone" if report.removed else ""
    index_only = f"{report.index_only:,} known from an index only"
    lines = [
        f"{_count(report.documents, 'document')}: {read_now:,} read, {report.unchanged:,} unchanged{refused}{gone}",
        f"{_count(report.commitments, 'commitment')} ({index_only}), {_count(report.fields, 'value')}",
    ]
    if report.problems:
        lines.append(f"{_count(len(report.problems), 'problem')}, named above")
    return lines


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
