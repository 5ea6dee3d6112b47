"""The buttons under an answer: its pages, its sources, the rest of a card, and what else can be made of it.

Each carries the id under which the question is kept, and a page: whoever presses has it asked again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from bot.asking.answer import Answer
from bot.slack.blocks import Block, button
from bot.slack.cards import is_card
from bot.slack.sources import INLINE
from bot.slack.words import words

BACK, NEXT = "answer:back", "answer:next"
SOURCES, CSV, TIMELINE, CHART = "answer:sources", "answer:csv", "answer:timeline", "answer:chart"
RECORD = "answer:record"
GROUPS = 20
"""Groups that are shown at once."""


@dataclass(frozen=True, slots=True)
class Page:
    """What is shown of a long list: from the commitment or group number `first` to `last`, of `total`."""

    number: int
    first: int
    last: int
    total: int

    @classmethod
    def of(cls, answer: Answer, number: int) -> Self | None:
        """The page that an answer shows; None where it is no list and no groups, or there is nothing on it."""
        value = (answer.result or {}).get("value")
        if isinstance(value, dict) and is_group(answer):
            first = (number - 1) * GROUPS + 1
            return cls(number, first, min(first + GROUPS - 1, len(value)), len(value)) if first <= len(value) else None
        if not is_list(answer) or not isinstance(value, list) or not answer.entries:
            return None
        if answer.entries[0].code not in value:
            return None
        first = value.index(answer.entries[0].code) + 1
        return cls(number, first, first + len(answer.entries) - 1, len(value))

    @property
    def size(self) -> int:
        """How much a full page shows."""
        return (self.first - 1) // (self.number - 1) if self.number > 1 else self.last


def is_list(answer: Answer) -> bool:
    """Whether an answer is a list of commitments."""
    return answer.outcome == "answer" and (answer.result or {}).get("type") == "set"


def is_group(answer: Answer) -> bool:
    """Whether an answer counts commitments by groups."""
    value = (answer.result or {}).get("value")
    return answer.outcome == "answer" and (answer.result or {}).get("type") == "group" and isinstance(value, dict)


def has_dates(answer: Answer) -> bool:
    """Whether an answer shows dates enough for a picture: one alone is said faster than drawn."""
    dates = [item for item in answer.items if item.field in ("start", "end") and item.value]
    return answer.outcome == "answer" and len(dates) > 1


def buttons(answer: Answer, key: str, page: Page | None, *, charts: bool) -> Iterator[Block]:
    """The buttons that make sense under an answer; `charts`: whether pictures can be drawn here."""
    said = words(answer.lang)
    number = page.number if page else 1
    if page and page.first > 1:
        first, last = max(page.first - page.size, 1), page.first - 1
        yield _turn(BACK, said["back"], said["back_label"], f"{key} {number - 1}", Page(0, first, last, page.total))
    if page and page.last < page.total:
        first, last = page.last + 1, min(page.last + page.size, page.total)
        yield _turn(NEXT, said["next"], said["next_label"], f"{key} {number + 1}", Page(0, first, last, page.total))
    if len(answer.sources) > INLINE:
        yield button(SOURCES, said["sources"].format(count=len(answer.sources)), f"{key} {number}")
    if is_card(answer):
        label = said["record_label"].format(code=answer.entries[0].code)
        yield button(RECORD, said["record"], f"{key} {number}", label)
    if page and page.total:
        yield button(CSV, said["csv"], f"{key} {number}", said["csv_label"])
    if charts and has_dates(answer):
        yield button(TIMELINE, said["timeline"], f"{key} {number}", said["timeline_label"])
    if charts and is_group(answer) and page and page.total:
        yield button(CHART, said["chart"], f"{key} {number}", said["chart_label"])


def pressed(value: str) -> tuple[str, int]:
    """The question's id and the page that a button's value carries; ValueError where it carries none."""
    key, _, number = value.partition(" ")
    return key, int(number)


def _turn(action: str, label: str, spoken: str, value: str, to: Page) -> Block:
    places = {"first": to.first, "last": to.last, "total": to.total}
    return button(action, label.format(**places), value, spoken.format(**places))
