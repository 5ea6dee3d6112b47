"""Answer → message: the shape that fits what is answered, within every limit of Slack by construction.

A message is refused as too long from about 11,000 characters in all, those of a data table aside: the shares of lead,
body, notes and sources add up to less. What would exceed its share takes the plainest shape, lines of text, which can
be cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.asking.answer import Answer, Entry
from bot.slack.blocks import FALLBACK, TEXT, VALUE, Block, Message, button, button_rows, context, section
from bot.slack.buttons import FEW, buttons, counts, is_charted, is_list
from bot.slack.cards import FIELDS, card, is_card
from bot.slack.feedback import feedback_row
from bot.slack.kit import PLAIN, Kit
from bot.slack.mrkdwn import bold, fitted, literal, parts
from bot.slack.pictures import chart_block
from bot.slack.sources import INLINE, inline_sources
from bot.slack.tables import ROOM, SIDE_BY_SIDE, characters, comparison, count_table, data_table, list_table
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


def answer_message(answer: Answer, key: str | None = None, kit: Kit = PLAIN) -> Message:
    """The answer as it is posted, with its sources, or a button for each commitment to choose from.

    `key` is the id under which the question is kept: without it there are no buttons, and the sources stand below.
    """
    message = _shaped(answer, key, kit)
    judges = feedback_row(key, answer.lang, kit.feedback) if answer.outcome in _JUDGED else []
    return Message(message.text, [*message.blocks, *judges])


def _shaped(answer: Answer, key: str | None, kit: Kit) -> Message:
    """The answer in its shape, with the buttons that give more of it."""
    if answer.outcome == "clarify":
        blocks = [*_text("\n".join(answer.lead).strip() or _statement(answer), _QUESTION), *options(answer)]
        return Message(_fallback(answer), blocks)
    blocks = _body(answer, kit)
    if key is None or len(answer.sources) <= INLINE:
        blocks += inline_sources(answer, cited=kit.rich)
    if key is not None:
        blocks += button_rows(list(buttons(answer, key, kit)))
    return Message(_fallback(answer), blocks)


def _body(answer: Answer, kit: Kit) -> list[Block]:
    """Lead, entries and notes; the statement as it is where there are no entries to lay out."""
    lead, notes = _text("\n".join(answer.lead), _LEAD), _text("\n".join(answer.notes), _NOTES)
    if len(counts(answer)) >= FEW and answer.intent != "compare":
        return [*_groups(answer, kit), *notes]
    if not any(entry.findings for entry in answer.entries) and not is_list(answer):
        return _text(_statement(answer), _BODY)
    return [*lead, *_entries(answer, Values.of(answer), kit), *notes] or _text(_statement(answer), _BODY)


def _entries(answer: Answer, values: Values, kit: Kit) -> list[Block]:
    """The commitments of an answer: a card, a comparison, a table or lines; which of a long list they are."""
    entries, said, order = answer.entries, words(answer.lang), list(answer.frame.get("fields") or ())
    findings = [finding for entry in entries for finding in entry.findings]
    listed = is_list(answer)
    if is_card(answer):
        return card(entries[0], values, kit)
    if len(entries) > 1 and all(finding.state != "change" for finding in findings):
        fields = {finding.field for finding in findings} - {"title"}
        short = all(len(values.said(one, _VALUE)) <= _LONG for one in findings)
        if short and len(fields) >= FIELDS - 1 and len(entries) <= SIDE_BY_SIDE:
            table = comparison(entries, order, values, said)
            if characters(table) <= ROOM + ROOM // 4:
                return [table]
        if kit.table and (listed or (short and fields)):
            caption = answer.reading or (answer.lead[0] if answer.lead else answer.query)
            table = data_table(entries, order, values, answer.lang, caption)
            return [table, *_which(answer, len(table["rows"]) - 1)]
        table = list_table(entries, order, values, said)
        if short and fields and characters(table) <= ROOM + ROOM // 4:
            return [table, *_which(answer, len(table["rows"]) - 1)]
    lines = (line for entry in entries for line in _lines(entry, values, listed=listed))
    return [*_markup("\n".join(lines), _BODY), *_which(answer, len(entries))]


def _which(answer: Answer, shown: int) -> list[Block]:
    """Which commitments of a long list are shown; nothing where all are."""
    if not is_list(answer) or not shown or shown >= answer.total:
        return []
    return [_range(answer, answer.first, answer.first + shown - 1, answer.total)]


def _range(answer: Answer, first: int, last: int, total: int) -> Block:
    return context(words(answer.lang)["range"].format(first=first, last=last, total=total))


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


def _groups(answer: Answer, kit: Kit) -> list[Block]:
    """Groups with their numbers: a few as lines, with bars where these read well, more as a table."""
    found, said = counts(answer), words(answer.lang)
    lead = _text(answer.lead[0], _LEAD) if answer.lead else []
    if kit.chart and is_charted(answer):
        return [*_text("\n".join(answer.lead), _LEAD), chart_block(answer, answer.lead[0].rstrip(": "), said["count"])]
    head = (Values.of(answer).label(str(answer.frame.get("group") or "country")), said["count"])
    caption = answer.reading or answer.query if kit.table else ""
    shown = found[: kit.rows]
    rest = [_range(answer, 1, len(shown), len(found))] if len(shown) < len(found) else []
    return [*lead, count_table(head, shown, caption), *rest]


def _statement(answer: Answer) -> str:
    """The answer in words."""
    return answer.statement.strip() or answer.text.strip() or "I have no words for this answer."


def _text(text: str, limit: int) -> list[Block]:
    return _markup(literal(text), limit)


def _markup(markup: str, limit: int) -> list[Block]:
    return [section(part) for part in parts(fitted(markup, limit), TEXT)]


def _fallback(answer: Answer) -> str:
    """The answer for notifications and screen readers, which have no use for the numbers of sources."""
    return fitted(literal(_NUMBER.sub("", _statement(answer)) if answer.sources else _statement(answer)), FALLBACK)


CHOOSE = "choose"  # a button's action_id is `choose:0`, `choose:1`, …: unique in its message, as Slack wants
_OPTION = 100
_OPTIONS = 10
_CODE = 20
_VALUES = 4_000  # the values of all buttons together


def options(answer: Answer) -> Iterator[Block]:
    """A line for each option, with its button while the values of all buttons stay within their share."""
    room = _VALUES
    for number, option in enumerate(answer.options[:_OPTIONS]):
        label = option.label.strip() or option.code.strip() or "?"
        value = f"{option.code}\n{answer.pending}"
        if answer.pending and len(value) <= min(room, VALUE):
            room -= len(value)
            named = label.removeprefix(f"{option.code} · ").strip() or label  # the button names the code
            shown = option.code.strip()[:_CODE] or "?"
            press = button(f"{CHOOSE}:{number}", shown, value, f"{shown}: {named}")
            yield section(fitted(literal(named), _OPTION)) | {"accessory": press}
        else:
            yield section(fitted(literal(label), _OPTION))


def choice(value: str) -> tuple[str, str]:
    """The pending question and the code that a button's value carries; ValueError where it carries none."""
    code, found, pending = value.partition("\n")
    if not found:
        raise ValueError("this button carries no choice")
    return pending, code
