"""Pictures of an answer: its dates as a timeline, its groups as bars. Slack takes 1,000 characters to describe one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.asking.answer import Answer
from bot.charts.bars import bars
from bot.charts.picture import Picture
from bot.charts.timeline import Span, timeline
from bot.slack.buttons import GROUPS, Page


def answer_timeline(answer: Answer, spans: Sequence[Span], page: Page | None) -> Picture:
    """The commitments that are shown, each from its start to its end; the rest of the list is counted."""
    rest = page.total - (page.last - page.first + 1) if page else 0
    return timeline(spans, date.fromisoformat(answer.as_of), rest=rest, language=answer.lang)


def answer_chart(answer: Answer, number: int) -> Picture:
    """The groups from those of the page on, with their counts."""
    counts = list(((answer.result or {}).get("value") or {}).items())[(number - 1) * GROUPS :]
    title = answer.lead[0].rstrip(": ") if answer.lead else answer.query
    return bars(title, counts, language=answer.lang)
