"""The commitments to choose from where a question fits several, each with its button."""

from __future__ import annotations

from collections.abc import Iterator

from bot.asking.answer import Answer
from bot.slack.blocks import VALUE, Block, button, section
from bot.slack.mrkdwn import fitted, literal

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
