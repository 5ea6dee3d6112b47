"""Email addresses and telephone numbers taken out of what people write, before it is kept.

This masks what merely looks like one: what is kept of people must not hold a contact, and a sum of money that is lost
with it does no harm. What reads documents (`contacts`) decides the other way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from bot.records.contacts import TextSpan, find_around_at, find_emails, find_phones
from bot.records.patterns import compiled

EMAIL, PHONE, PERSON = "[email]", "[phone]", "[person]"

_LINK = r"<(?:mailto|tel):([^|>]*)(?:\|[^>]*)?>"  # as Slack marks what was typed
_MENTION = r"<@[UW][A-Z0-9]+(?:\|[^>]*)?>"
_NUMBER = r"(?<![A-Za-z0-9])[+＋(]{0,2}\d(?:[\s().\-\u2010-\u2013]{0,3}\d){6,}(?:\s?(?:ext|x)\.?\s?\d{1,6})?"
_DAYS = r"(?:19|20)\d\d[-.\s]?(?:0?[1-9]|1[0-2])[-.\s]?[0-3]?\d(?!\d)|[0-3]?\d[-.\s][01]?\d[-.\s](?:19|20)\d\d(?!\d)"
_YEARS = r"(?<!\d)(?:19|20)\d\d(?!\d)"
_CODES = r"0\d{3}(?:\s+0\d{3})*"  # the numbers of commitments, as in “kr 0029 0032”
_FEWEST = 7  # digits of a telephone number


def masked(text: str) -> str:
    """`text` with a mark in place of each email address, telephone number and mention of a person."""
    text = compiled(_MENTION, 0).sub(PERSON, compiled(_LINK, 0).sub(r"\1", text))
    text = _put(text, find_emails(text), lambda _written: EMAIL)
    # also `名前@例え.jp`, and an address with a Korean particle at its end
    text = _put(text, find_around_at(text), lambda _written: EMAIL)
    text = compiled(_NUMBER).sub(lambda found: _unless_dates(found[0]), text)
    return _put(text, find_phones(text), _unless_codes)


def _put(text: str, spans: Iterable[TextSpan], mark: Callable[[str], str]) -> str:
    """`text` with what `mark` makes of each of its spans, which are in order and do not overlap."""
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], mark(text[start:end])] if start >= at else []
        at = max(at, end)
    return "".join([*parts, text[at:]])


def masked_values(value: Any, mask: Callable[[str], str] = masked) -> Any:
    """What JSON holds, with every text in it masked."""
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, dict):
        return {name: masked_values(one, mask) for name, one in value.items()}
    return [masked_values(one, mask) for one in value] if isinstance(value, (list, tuple)) else value


def _unless_codes(written: str) -> str:
    return written if re.fullmatch(_CODES, written) else PHONE


def _unless_dates(written: str) -> str:
    rest = compiled(_YEARS, 0).sub(" ", compiled(_DAYS, 0).sub(" ", written))
    return PHONE if sum(char.isdigit() for char in rest) >= _FEWEST and not re.fullmatch(_CODES, written) else written
