"""Answer → message: Block Kit blocks and the fallback text, within every limit of Slack by construction.

Slack's limits: 50 blocks a message, 3,000 characters a text, 75 a button's label and 2,000 its value; and a
message is refused as too long from about 11,000 characters in all. The shares below add up to less than that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.asking.query import Answer, Option
from bot.slack.feedback_blocks import Buttons, feedback_row
from bot.slack.mrkdwn import bold, fitted, link, literal, parts

Block = dict[str, Any]

TEXT = 3_000
STATEMENT = 4_500
QUESTION = 1_500  # a statement that has options to choose from
HEADING = 200
OPTION = 100
OPTIONS = 10
VALUE = 2_000
VALUES = 4_000  # the values of all buttons together
SOURCES = 2_400
SOURCE = 400
FALLBACK = 600

CHOOSE = "choose"  # a button's action_id is `choose:0`, `choose:1`, …: unique in its message, as Slack wants


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted: the blocks, and the text that notifications and screen readers get instead of them."""

    text: str
    blocks: list[Block]


def answer_message(answer: Answer, key: str | None = None, feedback: Buttons = "plain") -> Message:
    """The answer in words, the places it is quoted from, and a button for each commitment to choose from.

    `key` is the id under which the question is kept: what buttons under the answer carry. `feedback` says which
    buttons it is judged with.
    """
    statement = answer.statement.strip() or answer.text.strip() or "I have no words for this answer."
    room = QUESTION if answer.outcome == "clarify" else STATEMENT
    blocks = [_section(part) for part in parts(fitted(_statement(answer, statement), room), TEXT)]
    blocks += _choices(answer)
    sources = _sources(answer)
    if sources:
        blocks.append(_context(sources))
    blocks += feedback_row(key, answer.lang, feedback)
    return Message(fitted(literal(statement), FALLBACK), blocks)


def notice(sentence: str) -> Message:
    """One sentence of our own, such as a refusal or the news of a failure; it may hold Slack markup."""
    return Message(sentence, [_section(sentence)])


def choice(value: str) -> tuple[str, str]:
    """The pending question and the code that a button's value carries; ValueError where it carries none."""
    code, found, pending = value.partition("\n")
    if not found:
        raise ValueError("this button carries no choice")
    return pending, code


def _statement(answer: Answer, statement: str) -> str:
    """The statement's lines: a commitment's heading in bold, and no option that has a line of its own below."""
    options = {f"• {option.label}" for option in answer.options} if answer.outcome == "clarify" else set()
    lines = [line for line in statement.splitlines() if line not in options] or [statement]
    headings = tuple(f"{item.code} · " for item in answer.items)
    return "\n".join(
        bold(line) if line.startswith(headings) and len(line) < HEADING else literal(line) for line in lines
    )


def _sources(answer: Answer) -> str:
    """The numbered sources as the answer words them, a document linked where its address is known."""
    statement, text = answer.statement.strip(), answer.text.strip()
    lines = text.removeprefix(statement).strip().splitlines() if statement and text.startswith(statement) else []
    addresses = {item.doc: item.url for item in answer.items}
    shown: list[str] = []
    room = SOURCES
    for line in filter(None, map(str.strip, lines)):
        markup = _linked(fitted(literal(line), SOURCE), addresses)
        if len(markup) + 1 > room:
            more = len(lines) - len(shown)
            return "\n".join([*shown, f"… and {more} more {'source' if more == 1 else 'sources'}"])
        room -= len(markup) + 1
        shown.append(markup)
    return "\n".join(shown)


def _linked(line: str, addresses: dict[str, str | None]) -> str:
    for name, address in addresses.items():
        label = literal(name)
        if label and label in line:
            return line.replace(label, link(address, label), 1)
    return line


def _choices(answer: Answer) -> Iterator[Block]:
    """A line for each option, with its button while the values of all buttons stay within their share."""
    if answer.outcome != "clarify":
        return
    room = VALUES
    for number, option in enumerate(answer.options[:OPTIONS]):
        label = option.label.strip() or option.code.strip() or "?"
        value = f"{option.code}\n{answer.pending}"
        if answer.pending and len(value) <= min(room, VALUE):
            room -= len(value)
            named = label.removeprefix(f"{option.code} · ").strip() or label  # the button names the code
            yield _section(fitted(literal(named), OPTION)) | {"accessory": _button(f"{CHOOSE}:{number}", option, value)}
        else:
            yield _section(fitted(literal(label), OPTION))


def _button(action: str, option: Option, value: str) -> Block:
    label = {"type": "plain_text", "text": option.code.strip()[:20] or "?", "emoji": False}
    return {"type": "button", "action_id": action, "text": label, "value": value}


def _section(markup: str) -> Block:
    return {"type": "section", "text": _mrkdwn(markup)}


def _context(markup: str) -> Block:
    return {"type": "context", "elements": [_mrkdwn(markup)]}


def _mrkdwn(markup: str) -> Block:
    # verbatim: Slack links no address, name or channel that we did not link ourselves
    return {"type": "mrkdwn", "text": markup, "verbatim": True}
