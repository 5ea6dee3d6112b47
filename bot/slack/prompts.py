"""Questions that the messages tab offers to press, drawn from the corpus."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.slack.doors import words
from bot.slack.mrkdwn import plain

PROMPTS = 4
"""Prompts that Slack shows at most."""


def suggested(questions: Sequence[str], language: str) -> dict[str, Any]:
    """What `assistant.threads.setSuggestedPrompts` is told: the first of the questions, each pressed as it reads."""
    prompts = [{"title": question, "message": question} for question in map(plain, questions[:PROMPTS])]
    return {"prompts": prompts, "title": words(language)["prompts"]["title"]}
