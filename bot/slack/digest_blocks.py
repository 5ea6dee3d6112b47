"""Digest → message: Block Kit blocks within Slack's limits by construction, values linked to their documents."""

from __future__ import annotations

from collections.abc import Sequence

from bot.digest.gathering import SHOWN
from bot.digest.model import Digest, Item, Section
from bot.digest.text import DigestWording
from bot.slack.blocks import FALLBACK, Block, Message, actions, button
from bot.slack.mrkdwn import bold, fitted, link, literal
from bot.slack.subscription_blocks import CHANGE, UNSUBSCRIBE, followed, say
from bot.state.subscriptions import Subscription

SECTION = 1_650  # characters of one section: six of them and the rest stay below what Slack takes in one message
LINE = 400
ALL = "digest:all"  # a button's action_id is `digest:all:overdue`, …: unique in its message, as Slack wants


def digest_message(digest: Digest, one: Subscription, token: str) -> Message:
    """A digest with its buttons; the fallback text is its heading and the counts of its sections.

    `token` names what it was composed from: a section that is longer than its lines has a button for the whole.
    """
    wording = DigestWording(one.language)
    heading = wording.heading(digest)
    counts = ", ".join(wording.section(section) for section in digest.sections) or str(wording.words["nothing"])
    blocks = [section_block(bold(heading) + "\n" + literal(followed(one)))]
    for section in digest.sections:
        lines = _lines(section, wording)
        hidden = wording.hidden(section, len(lines))
        head = bold(wording.section(section))
        blocks.append(section_block("\n".join([head, *lines, *([literal(hidden)] if hidden else [])])))
        if hidden:
            label = wording.everything("button", count=section.count)
            blocks.append({"type": "actions", "elements": [page_button(section.name, label, token)]})
    if not digest.sections:
        blocks.append(section_block(literal(str(wording.words["nothing"]))))
    blocks.append(_context(fitted(literal("\n".join(wording.footer(digest))), 900)))
    blocks.append(_actions(one, (CHANGE, UNSUBSCRIBE)))
    return Message(fitted(literal(f"{heading}: {counts}"), FALLBACK), blocks)


def section_block(markup: str) -> Block:
    """A section of text."""
    return {"type": "section", "text": _mrkdwn(fitted(markup, 3_000))}


def page_button(section: str, label: str, token: str, skip: int = 0) -> Block:
    """A button for the items of a section after its first `skip`, as its digest had them."""
    text = {"type": "plain_text", "text": fitted(label, 75), "emoji": False}
    return {
        "type": "button",
        "action_id": f"{ALL}:{section}:{skip}",
        "text": text,
        "value": f"{token} {section} {skip}",
    }


def read_page_button(value: str) -> tuple[str, str, int]:
    """The token, the section and how many items to skip; ValueError where `value` is none of ours."""
    token, section, skip = value.split()
    return token, section, int(skip)


def _lines(section: Section, wording: DigestWording) -> list[str]:
    """A section's lines, while there is room for them."""
    lines: list[str] = []
    room = SECTION - len(wording.section(section)) - 60
    for item in section.items[:SHOWN]:
        line = item_line(section.name, item, wording)
        room -= len(line) + 1
        if room < 0:
            break
        lines.append(line)
    return lines


def item_line(name: str, item: Item, wording: DigestWording) -> str:
    """One item; its code is the link to the document, which is named where it has no address."""
    title = fitted(literal(item.title), 100)
    url = item.source.url if item.source else None
    code = link(url, literal(item.code))
    place = "" if url or not item.source else f" ({literal(item.source.doc)})"
    said = fitted(literal(wording.value(name, item)), LINE)
    return f"• {code} · {title} — {said}{place}" if title else f"• {code} — {said}{place}"


def _actions(one: Subscription, names: Sequence[str]) -> Block:
    labels = say(one.language)["button"]
    return actions([button(name, labels[name.rpartition(":")[2]], one.id) for name in names])


def _context(markup: str) -> Block:
    return {"type": "context", "elements": [_mrkdwn(markup)]}


def _mrkdwn(markup: str) -> Block:
    # verbatim: Slack links no address, name or channel that we did not link ourselves
    return {"type": "mrkdwn", "text": markup, "verbatim": True}
