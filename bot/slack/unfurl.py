"""A commitment page's address in a message: which commitment it is, and a compact card of it. Pure.

Slack's limits (`chat.unfurl`): five links a message, each with blocks as a message has them.
"""

from __future__ import annotations

import re

from bot.asking.answer import Answer
from bot.asking.draft import Entry
from bot.asking.evidence import Finding
from bot.asking.wording import Wording
from bot.records.known_contacts import MARK
from bot.slack.blocks import Block, columns, context, section
from bot.slack.marks import mark
from bot.slack.mrkdwn import bold, fitted, link, literal

DOMAIN = "www.opengovpartnership.org"
LINKS = 5
FIELDS = ("title", "lead_institution", "start", "end", "status", "completion", "policy_areas")
"""What a card shows: nothing of persons, since nobody asked for it and everybody sees it."""
_PAGE = re.compile(
    rf"https?://(?:www\.)?{re.escape(DOMAIN.removeprefix('www.'))}/(?:(?P<language>es|fr)/)?"
    r"members/[^/?#\s]+/commitments/(?P<code>[A-Za-z]{2,5}\d{4})/?(?:[?#]\S*)?",
    re.IGNORECASE,
)
_TITLE, _VALUE, _SOURCES = 300, 200, 600
_ADDRESS = 1_000


def page_of(address: str) -> tuple[str, str] | None:
    """The code and the language of a commitment page's address; None for any other address."""
    found = _PAGE.fullmatch(address)
    return (found["code"].upper(), (found["language"] or "en").lower()) if found else None


def card(answer: Answer, address: str) -> list[Block]:
    """The card of the one commitment that is answered without contacts; empty where nothing of it is stated.

    A value or a title in which one was withheld is left out.
    """
    if len(answer.entries) != 1:
        return []
    entry = answer.entries[0]
    stated = [one for one in entry.findings if one.state == "value" and not any(MARK in item.raw for item in one.items)]
    if not stated:
        return []
    wording = Wording(answer.lang)
    cells = [f"{bold(wording.heading(one.field))}\n{_said(one)}" for one in stated if one.field != "title"]
    sources = ", ".join(dict.fromkeys(literal(item.doc) for one in stated for item in one.items))
    blocks = [section(_heading(entry, address)), *([columns(cells)] if cells else [])]
    return [*blocks, context(fitted(sources, _SOURCES))]


def _heading(entry: Entry, address: str) -> str:
    title = "" if MARK in entry.title else fitted(literal(entry.title), _TITLE)
    return f"*{link(address if len(address) <= _ADDRESS else None, literal(entry.code))}*" + (
        f" · {title}" if title else ""
    )


def _said(finding: Finding) -> str:
    values = "; ".join(" ".join(item.shown.split()) for item in finding.items)
    shape = mark(finding)
    return fitted(literal(f"{shape} {values}" if shape else values), _VALUE)
