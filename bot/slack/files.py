"""Files that are made of an answer or of a digest: a spreadsheet of its values, and pictures of its dates and counts.

In the CSV file every value stands with the document, the place and the words that it is quoted from.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from slack_sdk import WebClient

from bot.asking.answer import Answer, Item
from bot.charts.drawings import TimelineSpan, bars, timeline
from bot.charts.picture import Picture
from bot.digest.model import Digest, Timeline
from bot.records.text import harmless_cell
from bot.slack.answers import counts, is_group
from bot.slack.blocks import plain
from bot.slack.delivery import unrepeated

COLUMNS = (
    "code", "title", "field", "state", "raw", "value", "precision",
    "document", "address", "line", "start", "end", "quote",
)  # fmt: skip


def csv_file(answer: Answer) -> bytes:
    """The whole answer as CSV in UTF-8, with the byte order mark by which spreadsheets know it.

    A row a value; `state` is `stated`, `blank` (left blank on the page), or `undecided` for a
    commitment of which the documents do not say whether it belongs to the list. A cell that a spreadsheet would take
    for a formula begins with an apostrophe (OWASP, CSV injection).
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in _groups(answer) if is_group(answer) else _values(answer):
        writer.writerow([harmless_cell(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig", "replace")


def _groups(answer: Answer) -> Iterator[tuple[str, ...]]:
    yield str(answer.frame.get("group") or "group"), "commitments"
    for key, count in ((answer.result or {}).get("value") or {}).items():
        yield str(key), str(count)


def _values(answer: Answer) -> Iterator[tuple[str, ...]]:
    yield COLUMNS
    shown = {item.code for item in answer.items}
    for item in answer.items:
        yield _value(item)
    for entry in answer.entries:
        if entry.code not in shown:
            yield _bare(entry.code, entry.title, "")
    for code in answer.unknown:
        yield _bare(code, "", "undecided")


def _value(item: Item) -> tuple[str, ...]:
    quote = " ".join(f"{item.before}{item.raw}{item.after}".split())
    state = "stated" if item.raw else "blank"
    places = (item.place or ("" if item.line is None else str(item.line)), str(item.start), str(item.end))
    known = (item.value or "", item.precision or "", item.doc, item.url or "")
    return item.code, item.title, item.field, state, item.raw, *known, *places, quote


def _bare(code: str, title: str, state: str) -> tuple[str, ...]:
    return (code, title, "", state, *[""] * (len(COLUMNS) - 4))


# -- pictures -----------------------------------------------------------------------------------------------------


def answer_timeline(answer: Answer, spans: Sequence[TimelineSpan]) -> Picture:
    """The first commitments that are shown, each from its start to its end; the rest of the list is counted."""
    rest = max(answer.total - len(spans), 0)
    return timeline(spans, date.fromisoformat(answer.as_of), rest=rest, language=answer.lang)


def answer_chart(answer: Answer) -> Picture:
    """The groups with their counts."""
    title = answer.lead[0].rstrip(": ") if answer.lead else answer.query
    return bars(title, counts(answer), language=answer.lang)


ALT = 1_000
"""Characters that Slack takes as the alternative text of a file (`files.getUploadURLExternal`)."""


def timeline_picture(digest: Digest, language: str) -> Picture:
    """The picture of a digest's dates; ImportError where none can be drawn, ValueError where it has no dates."""
    return _drawn(digest.timeline, digest.window.as_of, digest.window.ahead, language)


def upload(client: WebClient, picture: Picture, channel: str, thread_ts: str) -> None:
    """Put a picture into a thread, at most once. SlackApiError, SlackRequestError and OSError where it fails."""
    unrepeated(client).files_upload_v2(
        content=picture.png,
        filename="timeline.png",
        title=plain(picture.title),
        alt_txt=plain(picture.alt),
        channel=channel,
        thread_ts=thread_ts,
    )


@lru_cache(64)
def _drawn(shown: Timeline, today: date, ahead: int, language: str) -> Picture:
    most = len(shown.spans)
    return timeline(shown.spans, today, rest=shown.rest, most=most, language=language, alt=ALT, ahead=ahead)
