"""One commitment at a glance: its title as the heading, short values in two columns, long ones below."""

from __future__ import annotations

from bot.asking.answer import Answer
from bot.asking.draft import Entry
from bot.slack.blocks import Block, columns, context, header, section
from bot.slack.mrkdwn import bold, fitted, literal
from bot.slack.values import Values

FIELDS = 4
"""Fields from which on a commitment is a card; fewer read better as lines."""
_COLUMNS = 10  # fields of a section, at most
_SHORT = 160  # characters that a column holds without becoming a wall
_LONG = 700
_WIDE = 3  # long values that find room


def is_card(answer: Answer) -> bool:
    """Whether an answer is shown as the card of one commitment."""
    if len(answer.entries) != 1:
        return False
    findings = answer.entries[0].findings
    return len(findings) >= FIELDS and all(finding.state != "change" for finding in findings)


def card(entry: Entry, values: Values) -> list[Block]:
    """The card of a commitment."""
    code = literal(entry.code)
    title = values.title(entry)
    number = literal(title.removeprefix(entry.title))
    blocks = [header(entry.title or entry.code), context(f"*{code}*{number}")] if entry.title else [header(entry.code)]
    short: list[str] = []
    wide: list[Block] = []
    for finding in entry.findings:
        if finding.field == "title":
            continue
        label = bold(values.label(finding.field))
        said = values.said(finding, _LONG)
        if len(said) <= _SHORT:
            short.append(f"{label}\n{literal(said)}")
        elif len(wide) < _WIDE:
            wide.append(section(f"{label}\n{fitted(literal(said), _LONG + 100)}"))
        else:
            short.append(f"{label}\n{literal(values.said(finding, _SHORT))}")
    blocks += [columns(short[at : at + _COLUMNS]) for at in range(0, len(short), _COLUMNS)]
    return blocks + wide
