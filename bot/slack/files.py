"""Pictures that are made of an answer or of a digest: of its dates, and of its counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from slack_sdk import WebClient

from bot.asking.answer import Answer
from bot.charts.drawings import TimelineSpan, bars, timeline
from bot.charts.picture import Picture
from bot.digest.model import Digest, Timeline
from bot.slack.answers import counts
from bot.slack.blocks import plain
from bot.slack.delivery import unrepeated


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
