"""Digest → message, and the whole of a section → modal: within Slack's limits by construction, values linked.

Modals take no tables, and a line of news has a menu of its own, which no table's cell takes: both are lines of text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any

from bot.digest.gathering import SHOWN
from bot.digest.model import Digest, DigestItem, NewsLine
from bot.digest.subscriptions import WholeSection
from bot.digest.text import DigestWording
from bot.slack.blocks import (
    FALLBACK,
    TEXT,
    Block,
    Message,
    actions,
    bold,
    button,
    context,
    fitted,
    link,
    literal,
    modal,
    option,
    section,
)
from bot.slack.kit import PLAIN, Kit
from bot.slack.subscription_blocks import CHANGE, UNSUBSCRIBE, followed, say
from bot.state.subscriptions import Subscription

PART = 5_000
"""Characters, menus included, of one part of the news: Slack refuses a message from about 11,000 on."""
LINE = 400
"""Characters of what is told of one commitment."""
_HEADLINE = 500
ALL = "digest:all"  # a button's action_id is `digest:all:overdue`, …: unique in its message, as Slack wants
LINE_MENU = "digest:line"  # a menu's action_id is `digest:line:due:0`, …
DETAILS, CHECKED, WEEK, MONTH, MUTE = "details", "checked", "week", "month", "mute"
MENU = 5  # options that Slack takes in an overflow menu
_FOLDED = ("overdue", "due_soon", "not_stated")
PAGE = 40
"""Items of one page."""
TEXTS = 20
"""Texts of one page: more than the longest lines of `PAGE` items take, unless many members of lists changed."""
_NAMED = 20  # codes of what changed since


def digest_message(digest: Digest, one: Subscription, token: str) -> Message:
    """A digest with its buttons; its headline and the fallback text, which a notification shows, are the news.

    `token` names what it was composed from: what is folded, or longer than its lines, has a button for the whole.
    """
    wording = DigestWording(one.language)
    blocks = [_lead(digest, wording, followed(one))]
    for name, title, lines, count in wording.parts(digest):
        blocks.append(_text(bold(title)))
        shown = _fitting(_line_block(line, digest, one, f"{name}:{at}", wording) for at, line in enumerate(lines))
        blocks += shown
        if count > len(shown):
            whole = wording.everything("button", count=count)
            blocks.append(actions([page_button(name, whole, token)]))
    blocks += _standing(digest, wording)
    folded = [
        page_button(section.name, f"{wording.section(section)}", token)
        for section in digest.sections
        if section.name in _FOLDED
    ]
    if folded:
        blocks.append(actions(folded))
    blocks += [*_footer(digest, wording), _actions(one, (CHANGE, UNSUBSCRIBE))]
    return Message(fitted(literal(wording.headline(digest)), FALLBACK), blocks)


def printed_message(digest: Digest, language: str, about: str) -> Message:
    """A digest of what `about` names, without the buttons of a subscription, for whoever posts it otherwise."""
    wording = DigestWording(language)
    blocks = [_lead(digest, wording, about)]
    for _name, title, lines, count in wording.parts(digest):
        blocks.append(_text(bold(title)))
        shown = _fitting(_text(line_text(line, digest, wording)) for line in lines)
        blocks += [*shown, *(context(literal(more)) for more in wording.rest(count - len(shown)))]
    blocks += [*_standing(digest, wording), *_footer(digest, wording)]
    return Message(fitted(literal(wording.headline(digest)), FALLBACK), blocks)


def _lead(digest: Digest, wording: DigestWording, about: str) -> Block:
    """The news in one line, the days of the digest, and what it is `about`, where that is to be said."""
    below = literal(" · ".join(filter(None, (wording.heading(digest), about))))
    return _text(f"{bold(fitted(wording.headline(digest), _HEADLINE))}\n{below}")


def _standing(digest: Digest, wording: DigestWording) -> list[Block]:
    parts = (wording.week(digest.news), wording.fold(digest))
    return [_text(literal("\n".join(said))) for said in parts if said]


def _footer(digest: Digest, wording: DigestWording) -> list[Block]:
    said = wording.footer(digest)
    return [context(fitted(literal("\n".join(said)), 900))] if said else []


def _fitting(lines: Iterable[Block]) -> list[Block]:
    """The first lines of a part that a message has room for, at most as many as a text shows."""
    shown: list[Block] = []
    room = PART
    for block in islice(lines, SHOWN):
        room -= len(json.dumps(block, ensure_ascii=False))
        if room < 0 and shown:
            break
        shown.append(block)
    return shown


def line_text(line: NewsLine, digest: Digest, wording: DigestWording) -> str:
    """A commitment's news; its title leads to its page."""
    title = fitted(literal(line.title or line.code), 150)
    head = link(line.url, title) if line.url else bold(title)
    told = [wording.told(said, digest) for said in line.told] + wording.progress(line)
    whom = wording.whom(line)
    text = f"{head} ({literal(line.code)})\n{fitted(literal('; '.join(told)), LINE)}"
    if whom:
        text += f"\n_{fitted(literal(' · '.join(whom)).replace('_', ' '), 200)}_"
    return text


def _line_block(line: NewsLine, digest: Digest, one: Subscription, place: str, wording: DigestWording) -> Block:
    """A commitment's news with the menu of what can be done about it."""
    menu, gone = wording.words["menu"], any(one.kind == "gone" for one in line.told)
    options = [
        option(f"{verb} {one.id} {line.code}", str(menu[verb]))
        for verb in (DETAILS, CHECKED, WEEK, MONTH, MUTE)[: 1 if gone else MENU]
    ]
    accessory = {"type": "overflow", "action_id": f"{LINE_MENU}:{place}", "options": options}
    return _text(line_text(line, digest, wording)) | {"accessory": accessory}


def read_line_menu(value: str) -> tuple[str, str, str]:
    """What is to be done, the subscription and the code; ValueError where `value` is none of ours."""
    verb, key, code = value.split()
    return verb, key, code


def page_button(section: str, label: str, token: str, skip: int = 0) -> Block:
    """A button for the items of a section after its first `skip`, as its digest had them."""
    return button(f"{ALL}:{section}:{skip}", label, f"{token} {section} {skip}")


def read_page_button(value: str) -> tuple[str, str, int]:
    """The token, the section and how many items to skip; ValueError where `value` is none of ours."""
    token, section, skip = value.split()
    return token, section, int(skip)


def item_line(name: str, item: DigestItem, wording: DigestWording, as_of: date) -> str:
    """One item of a section; its code is the link to the document, which is named where it has no address."""
    title = fitted(literal(item.title), 100)
    url = item.source.url if item.source else None
    code = link(url, literal(item.code))
    place = "" if url or not item.source else f" ({literal(item.source.doc)})"
    said = fitted(literal(wording.value(name, item, as_of)), LINE)
    return f"• {code} · {title} — {said}{place}" if title else f"• {code} — {said}{place}"


def _actions(one: Subscription, names: Sequence[str]) -> Block:
    labels = say(one.language)["button"]
    return actions([button(name, labels[name.rpartition(":")[2]], one.id) for name in names])


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
    blocks += [_text(text) for text in _packed(page, wording)]
    if not section.items and not page.lines:
        blocks.append(_text(literal(str(wording.words["quiet"]))))
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
            return [*texts, literal(wording.rest(left)[0])]
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


def _text(markup: str) -> Block:
    return section(fitted(markup, TEXT))
