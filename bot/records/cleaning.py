"""Text of documents, file names and people made safe to show: nothing in it steers a screen or hides from its reader.

Every edge uses it: terminals and logs (`bot/output.py`), JSON, and whatever is sent to Slack.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from bot.records.patterns import compiled

_LINE_END = re.compile("\r\n?|[\u2028\u2029]")
# C0 but tab and line feed, DEL, C1 and lone surrogates: as they are, an escape sequence would act on the terminal
_CONTROL = "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff"
# Characters without a shape (Unicode's category Cf) that turn the order of a line, hide text in it or keep two equal
# looking texts apart: bidirectional marks, embeddings, overrides and isolates, zero width spaces and joiners of words,
# soft hyphens, invisible operators, annotations, shorthand and musical controls, tags. Left alone are the others:
# ZWNJ and ZWJ, without which Persian, the scripts of India and emoji are misspelt, the Mongolian vowel separator, the
# joiners of hieroglyphs, and signs that have a shape (the Arabic number sign …).
_HIDDEN = (
    "\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"
)
_CONTROLS, _HIDDENS = re.compile(f"[{_CONTROL}]"), re.compile(f"[{_HIDDEN}]")
_SHAPELESS = f"[\u034f\u115f\u1160\u180b-\u180f\u200c\u200d\u3164\ufe00-\ufe0f\uffa0{_HIDDEN}]"
_UNSAFE = f"[{_CONTROL}{_HIDDEN}\u2028\u2029]"


def cleaned(text: str) -> str:
    """`text` as it is shown: `�` for each control character, nothing for what has no shape, `\\n` as the line's end.

    >>> cleaned("plain \\x1b[31mred\\x1b[0m, \\u202edesrever\\u202c")
    'plain �[31mred�[0m, desrever'
    """
    return _HIDDENS.sub("", _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", _LINE_END.sub("\n", text)))


def without_shape(text: str) -> list[int]:
    """The places of the characters of `text` that its reader does not see; joiners are among them."""
    if text.isascii():
        return []
    return [found.start() for found in compiled(_SHAPELESS, 0).finditer(text)]


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless_cell(text: str) -> str:
    """`text` for a cell of a spreadsheet: what it would compute begins with an apostrophe (OWASP, CSV injection)."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def cleaned_json(value: Any, *, indent: int | None = None) -> str:
    """`value` as JSON that is as safe to show and still parses to exactly `value`: what is unsafe is escaped.

    >>> cleaned_json("\\x9b1m한국어\\u202e")
    '"\\\\u009b1m한국어\\\\u202e"'
    """
    return escaped(json.dumps(value, ensure_ascii=False, indent=indent), lambda char: json.dumps(char)[1:-1])


def escaped(text: str, escape: Callable[[str], str]) -> str:
    """`text` with what `escape` makes of each character that is not safe to show, for formats with escapes."""
    return compiled(_UNSAFE, 0).sub(lambda found: escape(found[0]), text)
