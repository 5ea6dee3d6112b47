"""What an ingest tells: its report in words and as JSON, its progress, a document as it was understood."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from typing import TextIO

from bot.output import colourful
from bot.records.fields import FIELDS
from bot.records.model import Change, DocumentReading, DocumentReport, Problem, Report, Value, unknown_labels
from bot.records.text import cleaned, counts_of

_MOST_LINES = 100
_WIDTH = 70
_BETWEEN, _SOON, _FEW, _MINUTES = 0.1, 1.0, 20, 100
"""Seconds between two lines, those (and the documents) before the first estimate, those from which it is in minutes."""
_MOST_LABELS = 10
_CLEAR = "\r\x1b[K"


class Progress:
    """One line on standard error that is written over and over, where that is a terminal; nothing elsewhere.

    It tells how many documents of how many were read, and about how long the rest takes; `clock` gives seconds.
    """

    def __init__(self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream or colourful(sys.stderr)
        self._shown = self._stream.isatty()
        self._clock = clock
        self._began = clock()
        self._last = self._began - _BETWEEN
        self._total = 0

    def expect(self, total: int) -> None:
        """So many documents are to come; what was done before they were found is no part of the time they take."""
        self._total, self._began = total, self._clock()

    def __call__(self, done: int, name: str) -> None:
        """Show the document that is being read, and how many were; without a name, that all were."""
        now = self._clock()
        if not self._shown or (name and now - self._last < _BETWEEN):
            return
        self._last = now
        said = f"{done + 1:,}{self._outlook(done, now)} {cleaned(name)[:_WIDTH]}"
        self._stream.write(_CLEAR + (said if name else f"{_count(done, 'document')} read; putting all together"))
        self._stream.flush()

    def _outlook(self, done: int, now: float) -> str:
        """` of 20,000 (35 %), about 2 min left:`; no time is told before some documents show how long they take."""
        if done >= self._total:
            return ""
        said = f" of {self._total:,} ({100 * done // self._total} %)"
        spent = now - self._began
        if spent < _SOON or done < _FEW:
            return f"{said}:"
        left = spent / done * (self._total - done)
        return f"{said}, about {f'{left / 60:.0f} min' if left >= _MINUTES else f'{left:.0f} s'} left:"

    def end(self) -> None:
        """Take the line away."""
        if self._shown:
            self._stream.write(_CLEAR)
            self._stream.flush()


_ALIKE, _NAMED = 5, 3


def sentences(problems: Sequence[Problem]) -> Iterator[str]:
    """A line for each problem that names document, line and field; one for all where more than a few say the same."""
    alike: dict[tuple[str, ...], list[Problem]] = {}
    for one in problems:
        alike.setdefault((one.severity, one.field or "", one.message), []).append(one)
    for one in problems:
        same = alike[one.severity, one.field or "", one.message]
        if len(same) <= _ALIKE or one.severity == "error":  # what could not be read is named, each
            yield _sentence(one)
        elif one is same[0]:
            others = ", ".join(map(_place, same[1 : 1 + _NAMED]))
            yield f"{_sentence(one)} So it is at {len(same) - 1:,} more places: {others}, … (--json names all)"


def _sentence(problem: Problem) -> str:
    named = f" {problem.field}:" if problem.field else ""
    return f"{problem.severity}: {_place(problem)}:{named} {problem.message}"


def _place(problem: Problem) -> str:
    at = f", {problem.place}" if problem.place else f":{problem.line}" if problem.line else ""
    return problem.document + at


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
        "understood": _rounded(_understood(report.by_document)),
        "unknown_labels": [
            {"label": label, "documents": count} for label, count in unknown_labels(report)[:_MOST_LABELS]
        ],
    }


def as_text(report: Report) -> str:
    """The report as lines: each document that was read, what changed, and the whole."""
    news = [one for one in report.by_document if one.state != "unchanged"]
    shown = news if len(news) <= _MOST_LINES else [one for one in news if one.problems or one.state != "read"]
    lines = [_document_as_text(one) for one in shown[:_MOST_LINES]]
    if len(news) > len(lines):
        lines.append(f"… and {len(news) - len(lines):,} more documents: --json tells of each")
    lines += [_change_as_text(change) for change in report.changes]
    return "\n".join([*lines, *_totals(report), *_shares(report), *_labels(report)])


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
        "characters": one.characters,
        "understood": _rounded(one.understood),
        "problems": len(one.problems),
    }


def _document_as_text(one: DocumentReport) -> str:
    if one.state == "refused":
        return f"{one.document}: could not be read"
    if one.state == "removed":
        return f"{one.document}: is gone, and so is what no other document says"
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
    if report.gone:
        lines.append(
            f"{_count(report.gone, 'document')} read before, not there any more: what they say stays until --prune"
        )
    if report.problems:
        lines.append(f"{_count(len(report.problems), 'problem')}, named above")
    return lines


def _shares(report: Report) -> list[str]:
    """The share of each document that was understood, the least first; those of which all was, together."""
    known = [(one.understood, one.document) for one in report.by_document if one.understood is not None]
    if not known:
        return []
    partly = sorted(one for one in known if one[0] < 1)
    whole = len(known) - len(partly)
    of_all = f"{_percent(_understood(report.by_document))} of the text of {_count(len(known), 'document')}"
    lines = [f"understood: {of_all}" + (f", and {whole:,} of them as a whole" if partly and whole else "")]
    lines += [f"  {_percent(share):>6} {document}" for share, document in partly[:_MOST_LINES]]
    if len(partly) > _MOST_LINES:
        next_share = _percent(partly[_MOST_LINES][0])
        lines.append(f"  … and {len(partly) - _MOST_LINES:,} more, {next_share} or more of each")
    return lines


def _labels(report: Report) -> list[str]:
    found = unknown_labels(report)
    if not found:
        return []
    shown = found[:_MOST_LABELS]
    head = f"the {len(shown)} most frequent of {len(found):,} labels" if len(found) > len(shown) else "the labels"
    lines = [f"  {_count(count, 'document'):>16} “{label}”" for label, count in shown]
    return [f"{head} that are not known (docs/reading.md tells how to add one):", *lines]


def _understood(documents: list[DocumentReport]) -> float | None:
    """The share of all the text of these documents that was understood."""
    characters = sum(one.characters for one in documents)
    return 1 - sum(one.unread for one in documents) / characters if characters else None


def _rounded(share: float | None) -> float | None:
    return None if share is None else math.floor(share * 10_000) / 10_000


def _percent(share: float | None) -> str:
    """Rounded down, so that only the whole is 100 %."""
    return f"{math.floor((share or 0) * 1000) / 10:g} %"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


# -- a document shown as it was understood ---------------------------------------------------------------------------


_RESET = "\x1b[0m"
_COLOURS = (31, 32, 33, 34, 35, 36, 91, 92, 93, 94, 95, 96)
_COLOUR = {field.name: _COLOURS[number % len(_COLOURS)] for number, field in enumerate(FIELDS)}


def explain(reading: DocumentReading, *, colours: bool = True) -> str:
    """The document's text with every value in its field's colour (ANSI), followed by what the colours mean.

    Without `colours` a value stands in brackets, `⟨start: July 2018⟩`. A blank is shown as `⟨field: blank⟩` at its
    place. A value inside another takes its own colour there. Characters that would steer the terminal are shown as `�`.
    """
    problems = [cleaned(f"{problem.severity}: {problem.message}") for problem in reading.problems]
    if reading.document is None:
        return "\n".join(problems)
    text = reading.document.text
    spans = sorted(reading.values, key=lambda value: (value.start, -value.end))
    parts: list[str] = []
    place = 0
    open_values: list[Value] = []

    def end() -> str:
        if not colours:
            return "⟩"
        return _RESET + (_colour(open_values[-1].field) if open_values else "")

    def close(until: int) -> None:
        nonlocal place
        while open_values and open_values[-1].end <= until:
            value = open_values.pop()
            parts.append(cleaned(text[place : value.end]) + end())
            place = value.end

    for value in spans:
        close(value.start)
        parts.append(cleaned(text[place : value.start]))
        place = value.start
        begin = _colour(value.field) if colours else f"⟨{value.field}: "
        if value.blank:
            blank = f"⟨{value.field}: blank⟩"
            parts.append(f"{begin}{blank}{end()}" if colours else blank)
        else:
            parts.append(begin)
            open_values.append(value)
    close(len(text))
    parts.append(cleaned(text[place:]))
    told = [_legend(reading, colours=colours), *problems]
    return "".join(parts).rstrip("\n") + "\n\n" + "\n".join(told)


def _colour(field: str) -> str:
    return f"\x1b[{_COLOUR.get(field, 37)}m"


def _legend(reading: DocumentReading, *, colours: bool) -> str:
    """The fields that were found, each in its colour, and how much was not read."""
    names = list(dict.fromkeys(value.field for value in reading.values))
    found = ", ".join(f"{_colour(name)}{name}{_RESET}" if colours else name for name in names) or "nothing"
    left = sum(span.end - span.start for span in reading.unread)
    places = "1 place" if len(reading.unread) == 1 else f"{len(reading.unread)} places"
    return f"Found: {found}. Not read: {left} characters in {places}."
