"""One commitment at a glance: its title as the heading, short values in two columns, long ones below."""

from __future__ import annotations

from bot.asking.answer import Answer, Entry, Finding
from bot.slack.blocks import TEXT, Block, columns, container, context, header, rich_text, section, text_part
from bot.slack.kit import PLAIN, Kit
from bot.slack.mrkdwn import bold, fitted, literal, parts, plain
from bot.slack.values import Values, mark

FIELDS = 4
"""Fields from which on a commitment is a card; fewer read better as lines."""
_COLUMNS = 10  # fields of a section, at most
_SHORT = 160  # characters that a column holds without becoming a wall
_LONG = 700
_FOLDED = 1_500
_WIDE = 3  # long values that find room


def is_card(answer: Answer) -> bool:
    """Whether an answer is shown as the card of one commitment."""
    if len(answer.entries) != 1:
        return False
    findings = answer.entries[0].findings
    return len(findings) >= FIELDS and all(finding.state != "change" for finding in findings)


def card(entry: Entry, values: Values, kit: Kit = PLAIN) -> list[Block]:
    """The card of a commitment; where Slack has such, its states are tags, and what is long is folded."""
    title = values.title(entry)
    number = title.removeprefix(entry.title) if entry.title else ""
    findings = [finding for finding in entry.findings if finding.field != "title"]
    tagged = [finding for finding in findings if kit.rich and mark(finding)]
    tags = [part for finding in tagged for part in (text_part("  "), {"type": "tag", "text": _tag(finding, values)})]
    blocks = [header(entry.title or entry.code)]
    if tags:
        blocks.append(rich_text([text_part(plain(entry.code) or "?", bold=True), *_words(number), *tags]))
    elif entry.title:
        blocks.append(context(f"*{literal(entry.code)}*{literal(number)}"))
    short: list[str] = []
    wide: list[Block] = []
    for finding in findings:
        if finding in tagged:
            continue
        label, said = values.label(finding.field), values.said(finding, _LONG)
        if len(said) <= _SHORT:
            short.append(f"{bold(label)}\n{literal(said)}")
        elif len(wide) == _WIDE:
            short.append(f"{bold(label)}\n{literal(values.said(finding, _SHORT))}")
        elif kit.container:
            whole = values.said(finding, _FOLDED)
            inside = [section(part) for part in parts(fitted(literal(whole), _FOLDED), TEXT)]
            wide.append(container(label, inside, folded=len(whole) > _LONG))
        else:
            wide.append(section(f"{bold(label)}\n{fitted(literal(said), _LONG + 100)}"))
    blocks += [columns(short[at : at + _COLUMNS]) for at in range(0, len(short), _COLUMNS)]
    return blocks + wide


def _tag(finding: Finding, values: Values) -> str:
    return fitted(plain(f"{values.label(finding.field)}: {values.said(finding, _SHORT)}"), _LONG)


def _words(text: str) -> list[Block]:
    return [text_part(plain(text))] if text else []
