"""The whole of a digest's section as a modal: pages of items, and what is said about them.

Slack's limits: 100 blocks a modal, 3,000 characters a text, 24 a title, 250 KB a view.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.digest.text import DigestWording
from bot.digest.whole_section import WholeSection
from bot.slack.blocks import TEXT, Block, actions, context, modal
from bot.slack.digest_blocks import item_line, line_text, page_button, section_block
from bot.slack.kit import PLAIN, Kit
from bot.slack.mrkdwn import fitted, literal

PAGE = 40
"""Items of one page."""
TEXTS = 20
"""Texts of one page: more than the longest lines of `PAGE` items take, unless many members of lists changed."""
_NAMED = 20  # codes of what changed since


def section_modal(
    page: WholeSection, token: str, skip: int, wording: DigestWording, channel: str, sentence: str = ""
) -> dict[str, Any]:
    """The items after the first `skip`, with buttons to the pages before and after; `channel` travels along.

    `sentence` stands below the items.
    """
    window, section = page.digest.window, page.section
    blocks = [_small(wording.everything("as_then", as_of=wording.day(window.as_of), since=wording.day(window.since)))]
    if page.changed:
        blocks.append(_small(wording.everything("changed", codes=_codes(page.changed, wording))))
    blocks += [section_block(text) for text in _packed(page, wording)]
    if not section.items and not page.lines:
        blocks.append(section_block(literal(str(wording.words["quiet"]))))
    if sentence:
        blocks.append(_small(sentence))
    blocks += _turning(page, token, skip, wording)
    return modal(wording.part(section.name, page.digest), blocks, "Close", private_metadata=channel)


def sentence_modal(sentence: str, channel: str, kit: Kit = PLAIN, level: str = "warning") -> dict[str, Any]:
    """One sentence in place of a section; it may hold Slack markup."""
    return modal("Digest", kit.notice(sentence, level), "Close", private_metadata=channel)


def _packed(page: WholeSection, wording: DigestWording) -> list[str]:
    """The items' lines, as many to a text as it has room for; where the texts are used up, how many more there are."""
    texts: list[str] = []
    as_of = page.digest.window.as_of
    lines = [item_line(page.section.name, item, wording, as_of) for item in page.section.items]
    lines += [line_text(line, page.digest, wording) for line in page.lines]
    for number, line in enumerate(lines):
        if texts and len(texts[-1]) + 1 + len(line) <= TEXT:
            texts[-1] += f"\n{line}"
        elif len(texts) < TEXTS:
            texts.append(line)
        else:
            left = len(lines) - number
            return [*texts, literal(str(wording.words["more"]).format(count=left))]
    return texts


def _turning(page: WholeSection, token: str, skip: int, wording: DigestWording) -> Iterator[Block]:
    """Which items these are, and the buttons; a list's members share the number of their commitment."""
    section, last = page.section, min(skip + PAGE, page.section.count)
    if not section.count or (not skip and last == section.count):
        return
    yield _small(wording.everything("page", first=skip + 1, last=last, count=section.count))
    buttons = []
    if skip:
        buttons.append(page_button(section.name, wording.everything("back"), token, max(skip - PAGE, 0)))
    if last < section.count:
        buttons.append(page_button(section.name, wording.everything("on"), token, last))
    yield actions(buttons)


def _codes(codes: tuple[str, ...], wording: DigestWording) -> str:
    named, rest = ", ".join(codes[:_NAMED]), len(codes) - _NAMED
    return wording.everything("more", codes=named, count=rest) if rest > 0 else named


def _small(text: str) -> Block:
    return context(fitted(literal(text), TEXT))
