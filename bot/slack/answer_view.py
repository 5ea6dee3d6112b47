"""An answer in a modal: the same blocks as in a message where a modal takes them, its words where not.

And all that is known of one commitment, which a modal has room for.
"""

from __future__ import annotations

from typing import Any

from bot.asking.answer import Answer
from bot.records.languages import fill
from bot.slack.answers import answer_message
from bot.slack.blocks import TEXT, Block, context, header, modal, section
from bot.slack.doors import words
from bot.slack.text import bold, fitted, literal, parts
from bot.slack.text import words as button_words
from bot.slack.values import Values, inline_sources, source_lines

_TAKEN = frozenset({"header", "section", "context", "divider", "image", "input", "actions"})
_STATEMENT = 9_000
_FIELD = 9_000
_BLOCKS = 95  # of the 100 that a view has room for
_VIEW = 200_000  # bytes; Slack takes a view of 250,000


def answer_view(answer: Answer, title: str) -> dict[str, Any]:
    """A modal that shows an answer with its sources."""
    blocks = answer_message(answer).blocks
    if any(block["type"] not in _TAKEN for block in blocks):  # a modal has no tables
        said = fitted(literal(answer.statement.strip() or answer.text), _STATEMENT)
        blocks = [*map(section, parts(said, TEXT)), *inline_sources(answer)]
    return modal(title, blocks, words(answer.lang)["close"])


def record_view(answer: Answer, title: str) -> dict[str, Any]:
    """A modal of a commitment's every field: what its documents say, whole, with the sources of each below it."""
    values, lines, room = Values.of(answer), source_lines(answer), _VIEW
    blocks: list[Block] = []
    findings = [finding for entry in answer.entries for finding in entry.findings]
    for number, finding in enumerate(findings):
        said = f"{bold(values.label(finding.field))}\n{fitted(literal(values.said(finding, _FIELD)), _FIELD)}"
        field = [section(part) for part in parts(said, TEXT)]
        cited = "\n".join(dict.fromkeys(lines[values.number(item) - 1] for item in finding.items))
        field += [context(part) for part in parts(cited, TEXT)]
        room -= len(str(field).encode())
        if room < 0 or len(blocks) + len(field) > _BLOCKS:
            blocks.append(
                context(fill(button_words(answer.lang)["record_rest"], answer.lang, count=len(findings) - number))
            )
            break
        blocks += field
    named = [header(entry.title) for entry in answer.entries[:1] if entry.title]
    shown = [*named, *blocks] or [section(fitted(literal(answer.statement), TEXT))]
    return modal(title, shown, words(answer.lang)["close"])
