"""The buttons under an answer: its sources, the rest of a card, and what else can be made of it.

Each carries the id under which the question is kept: whoever presses has it asked again.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.asking.answer import Answer
from bot.records.fields import FIELD
from bot.records.languages import fill
from bot.slack.blocks import Block, button
from bot.slack.cards import is_card
from bot.slack.kit import Kit
from bot.slack.tables import OPEN
from bot.slack.text import words
from bot.slack.values import INLINE

SOURCES, CSV, TIMELINE, CHART = "answer:sources", "answer:csv", "answer:timeline", "answer:chart"

_CHARTED = ("choice", "yesno", "date")
FEW = 4
"""Groups from which on they are a table or bars: fewer read better as a sentence (Slack's guide)."""
_MOST = 6  # bars; more of them read better as a sorted table
_LABEL = 20  # characters that Slack takes below a bar


def is_list(answer: Answer) -> bool:
    """Whether an answer is a list of commitments."""
    return answer.outcome == "answer" and (answer.result or {}).get("type") == "set"


def is_group(answer: Answer) -> bool:
    """Whether an answer counts commitments by groups."""
    value = (answer.result or {}).get("value")
    return answer.outcome == "answer" and (answer.result or {}).get("type") == "group" and isinstance(value, dict)


def counts(answer: Answer) -> list[tuple[str, int]]:
    """The groups of an answer with their numbers, in its order."""
    return list(((answer.result or {}).get("value") or {}).items()) if is_group(answer) else []


def is_charted(answer: Answer) -> bool:
    """Whether Slack's own chart reads well: a few groups of a state, or of years, with short names."""
    name, found = str(answer.frame.get("group")), counts(answer)
    field = FIELD.get(name)
    kind = field.kind if field else ""
    short = all(0 < len(key) <= _LABEL and count for key, count in found)
    return (kind in _CHARTED or name == "cycle") and FEW <= len(found) <= _MOST and short


def has_dates(answer: Answer) -> bool:
    """Whether an answer shows dates enough for a picture: one alone is said faster than drawn."""
    dates = [item for item in answer.items if item.field in ("start", "end") and item.value]
    return answer.outcome == "answer" and len(dates) > 1


def buttons(answer: Answer, key: str, kit: Kit) -> Iterator[Block]:
    """The buttons that make sense under an answer."""
    said = words(answer.lang)
    if len(answer.sources) > INLINE:
        yield button(SOURCES, fill(said["sources"], answer.lang, count=len(answer.sources)), key)
    if is_card(answer):
        code = answer.entries[0].code
        yield button(OPEN, said["record"], f"{answer.lang} {code}", said["record_label"].format(code=code))
    counted = is_group(answer) and bool(counts(answer))
    if counted or (is_list(answer) and answer.entries):
        yield button(CSV, said["csv"], key, said["csv_label"])
    if kit.pictures and has_dates(answer):
        yield button(TIMELINE, said["timeline"], key, said["timeline_label"])
    if kit.pictures and counted and not (kit.chart and is_charted(answer)):
        yield button(CHART, said["chart"], key, said["chart_label"])
