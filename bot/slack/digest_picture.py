"""The picture of a digest's dates: drawn once for all who follow the same, and put into the digest's thread.

It is a reply of its own, not a block of the digest: Slack takes a file into a block only some time after it was
uploaded, and a digest does not wait.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from slack_sdk import WebClient

from bot.charts.picture import Picture
from bot.charts.timeline import timeline
from bot.digest.model import Digest, Timeline
from bot.slack.mrkdwn import plain
from bot.slack.retries import unrepeated

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
