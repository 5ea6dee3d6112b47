"""Answer → message: the shape that fits what is answered, within every limit of Slack by construction.

A message is refused as too long from about 11,000 characters in all: the shares of lead, body, notes and sources add
up to less. What would exceed its share takes the plainest shape, lines of text, which can be cut.
"""

from __future__ import annotations

import re

from bot.asking.answer import Answer
from bot.asking.draft import Entry
from bot.slack.blocks import FALLBACK, TEXT, Block, Message, button_rows, context, section
from bot.slack.buttons import GROUPS, Page, buttons, is_group, is_list
from bot.slack.cards import FIELDS, card, is_card
from bot.slack.feedback_blocks import Buttons, feedback_row
from bot.slack.mrkdwn import bold, fitted, literal, parts
from bot.slack.options import options
from bot.slack.sources import INLINE, inline_sources
from bot.slack.tables import ROOM, SIDE_BY_SIDE, comparison, count_table, list_table
from bot.slack.values import Values
from bot.slack.words import words

_LEAD = 600
_BODY = 4_500
_NOTES = 1_000
_QUESTION = 1_500  # a statement that has options to choose from
_HEADING = 200
_VALUE = 600
_LONG = 200  # characters of a value from which on it is no cell of a table
_STATED = ("value", "blank", "change")  # a list does not say of each commitment what it lacks
_JUDGED = ("answer", "abstain")  # a greeting, or a question back, is neither right nor wrong
_NUMBER = re.compile(r" \[\d+\]")


def answer_message(
    answer: Answer, key: str | None = None, page: int = 1, *, charts: bool = False, feedback: Buttons = "plain"
) -> Message:
    """The answer as it is posted, with its sources, or a button for each commitment to choose from.

    `key` is the id under which the question is kept: without it there are no buttons, and the sources stand below.
    `page` is which one of a long list it is; `charts` whether pictures can be drawn here; `feedback` which
    buttons the answer is judged with.
    """
    message = _shaped(answer, key, page, charts=charts)
    judges = feedback_row(key, answer.lang, feedback) if answer.outcome in _JUDGED else []
    return Message(message.text, [*message.blocks, *judges])


def _shaped(answer: Answer, key: str | None, page: int, *, charts: bool) -> Message:
    """The answer in its shape, with the buttons that give more of it."""
    if answer.outcome == "clarify":
        blocks = [*_text("\n".join(answer.lead).strip() or _statement(answer), _QUESTION), *options(answer)]
        return Message(_fallback(answer), blocks)
    shown = Page.of(answer, page)
    blocks = _body(answer, shown)
    if shown and shown.total > shown.last - shown.first + 1:
        place = {"first": shown.first, "last": shown.last, "total": shown.total}
        blocks.append(context(words(answer.lang)["range"].format(**place)))
    if key is None or len(answer.sources) <= INLINE:
        blocks += inline_sources(answer)
    if key is not None:
        blocks += button_rows(list(buttons(answer, key, shown, charts=charts)))
    return Message(_fallback(answer), blocks)


def _body(answer: Answer, page: Page | None) -> list[Block]:
    """Lead, entries and notes; the statement as it is where there are no entries to lay out."""
    lead, notes = _text("\n".join(answer.lead), _LEAD), _text("\n".join(answer.notes), _NOTES)
    if is_group(answer) and page and page.total > 1:
        lead = _text(answer.lead[0], _LEAD) if answer.lead else []
        return [*lead, _groups(answer, page), *notes]
    if not any(entry.findings for entry in answer.entries) and not is_list(answer):
        return _text(_statement(answer), _BODY)
    return [*lead, *_entries(answer, Values.of(answer)), *notes] or _text(_statement(answer), _BODY)


def _entries(answer: Answer, values: Values) -> list[Block]:
    """The commitments of an answer: a card, a comparison, a table or lines."""
    entries, said, order = answer.entries, words(answer.lang), list(answer.frame.get("fields") or ())
    findings = [finding for entry in entries for finding in entry.findings]
    changed = any(finding.state == "change" for finding in findings)
    if is_card(answer):
        return card(entries[0], values)
    if len(entries) > 1 and not changed and all(len(values.said(one, _VALUE)) <= _LONG for one in findings):
        fields = {finding.field for finding in findings} - {"title"}
        if len(fields) >= FIELDS - 1 and len(entries) <= SIDE_BY_SIDE:
            table = comparison(entries, order, values, said)
        else:
            table = list_table(entries, order, values, said)
        if fields and _size(table) <= ROOM + ROOM // 4:
            return [table]
    lines = (line for entry in entries for line in _lines(entry, values, listed=is_list(answer)))
    return _markup("\n".join(lines), _BODY)


def _lines(entry: Entry, values: Values, *, listed: bool) -> list[str]:
    """A commitment as lines of text: its heading, and a line a field."""
    if listed:
        told = "; ".join(values.line(one, _LONG, short=True) for one in entry.findings if one.state in _STATED)
        line = " · ".join(filter(None, (f"*{literal(entry.code)}*", literal(values.title(entry)))))
        return [f"• {line} — {literal(told)}" if told else f"• {line}"]
    name = f"{entry.code} · {entry.title}" if entry.title else entry.code
    shown = [one for one in entry.findings if one.field != "title" or len(entry.findings) == 1]
    head = [bold(name) if len(name) < _HEADING else literal(name)] if shown else []
    return head + [literal(values.line(one, _VALUE)) for one in shown]


def _groups(answer: Answer, page: Page) -> Block:
    values = Values.of(answer)
    counts = list(((answer.result or {}).get("value") or {}).items())[page.first - 1 : page.first - 1 + GROUPS]
    head = values.label(str(answer.frame.get("group") or "country"))
    return count_table((head, words(answer.lang)["count"]), counts)


def _statement(answer: Answer) -> str:
    """The answer in words."""
    return answer.statement.strip() or answer.text.strip() or "I have no words for this answer."


def _text(text: str, limit: int) -> list[Block]:
    return _markup(literal(text), limit)


def _markup(markup: str, limit: int) -> list[Block]:
    return [section(part) for part in parts(fitted(markup, limit), TEXT)]


def _size(value: object) -> int:
    """The characters of text in a block."""
    if isinstance(value, dict):
        return sum(len(one) if name == "text" and isinstance(one, str) else _size(one) for name, one in value.items())
    return sum(map(_size, value)) if isinstance(value, list) else 0


def _fallback(answer: Answer) -> str:
    """The answer for notifications and screen readers, which have no use for the numbers of sources."""
    return fitted(literal(_NUMBER.sub("", _statement(answer)) if answer.sources else _statement(answer)), FALLBACK)
