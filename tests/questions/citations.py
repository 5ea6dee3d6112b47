"""Whether an answer's numbers lead where they say: each to the value that it stands behind, in its document's line."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.asking.answer import Answer
from bot.records.languages import read
from bot.records.text import Lines

_NUMBER = re.compile(r" \[(\d+)\]")
_SHOWN = 40  # letters at the end of a value that are compared: a long one is cut


def misleading(answer: Answer, texts: Mapping[str, str]) -> list[str]:
    """The numbers of an answer's text that stand behind another value than that of their source, and wrong sources."""
    wrong = []
    blank = read(answer.lang, "answers")["say"]["blank"]
    for found in _NUMBER.finditer(answer.statement):
        item = answer.items[int(found[1]) - 1]
        said = answer.statement[: found.start()]
        value = " ".join(item.raw.split()) or blank
        if not (said.removesuffix("”").endswith(value[-_SHOWN:]) or said.endswith("…")):
            wrong.append(f"{said[-_SHOWN:]}{found[0]} is {item.field} of {item.code}: {value[:_SHOWN]}")
    for number, item in enumerate(answer.items, 1):
        text = texts[item.doc]
        if text[item.start : item.end] != item.raw:
            wrong.append(f"source {number} is no quotation: {item.raw[:_SHOWN]}")
        if item.line != Lines(text).number(item.start):
            wrong.append(f"source {number} is not in line {item.line} of {item.doc}")
    return wrong
