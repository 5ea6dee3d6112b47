"""Text before it means anything: folded to be compared, made safe to show, and counted in lines.

Folding gives one comparable form for the many ways in which the same words are written. Cleaning is for every edge:
terminals and logs (`bot/output.py`), JSON, and whatever is sent to Slack; nothing in text of documents, file names and
people then steers a screen or hides from its reader.

A line ends with LF, CR LF or CR alone, as text editors count and as the reader takes documents apart; a form feed, a
NUL or U+2028 is a character within its line. Places are found here and never by SQLite, whose text functions end at
the first NUL and read a text from its beginning each time.
"""

from __future__ import annotations

import json
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

Spot = tuple[int, ...]
"""From which offset of a document's text on which place of its file: (offset, page, line) in a PDF, (offset, table,
row, cell) or (offset, paragraph) in a Word document, all counted from 1."""


@cache
def compiled(source: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    """`source` as a pattern, by default without regard to case; made when first needed, since an answer needs few."""
    return re.compile(source, flags)


_PLAIN = {
    **dict.fromkeys("‘’‚‛´`ʼ′", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
    **dict.fromkeys("\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NO-BREAK SPACE}", ""),
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ı": "i",
    "œ": "oe",
    "æ": "ae",
}
_ODD = re.compile(f"[{''.join(_PLAIN)}]")  # where few of many characters change, quicker than a translation of all
# what NFKD takes off letters; U+034F, which stands among them, is no accent
_NO_ACCENT = re.compile("[^\\x00-\x7f\u0300-\u034e\u0350-\u036f]")
_POSSESSIVE = re.compile(r"'s?$")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def fold(text: str) -> str:
    """`text` without case, accents, typographic quotes and dashes, and with single spaces: `Büro ` → `buro`.

    >>> fold("GARCÍA  López’s")
    "garcia lopez's"
    """
    if text.isascii():
        return " ".join(text.lower().replace("`", "'").split())
    # folding case may make letters that can be taken apart again, and capitals have to be small for the table
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", _plain(text)).casefold())
    if not _NO_ACCENT.search(decomposed):
        return " ".join(decomposed.encode("ascii", "ignore").decode().replace("`", "'").split())
    bare = "".join([char for char in _plain(decomposed) if not unicodedata.combining(char)])
    # NFKD takes Hangul apart too; NFC puts it together again
    return " ".join(unicodedata.normalize("NFC", bare).split())


def _plain(text: str) -> str:
    return _ODD.sub(lambda found: _PLAIN[found[0]], text)


def is_slip(typed: str, meant: str) -> bool:
    """Whether one letter too many, too few or wrong, or two that changed places, part two words.

    >>> is_slip("implementng", "implementing"), is_slip("novmeber", "november"), is_slip("agency", "agency")
    (True, True, False)
    """
    if typed == meant or abs(len(typed) - len(meant)) > 1:
        return False
    start = next((at for at, (one, other) in enumerate(zip(typed, meant, strict=False)) if one != other), None)
    if start is None:
        return True
    one, other = typed[start:], meant[start:]
    return one[1:] == other or one == other[1:] or one[1:] == other[1:] or one[:2] + one[2:] == other[1::-1] + other[2:]


def words(text: str) -> list[str]:
    """The folded words of `text`, possessive endings dropped: `citizens’ e-People` → `citizens`, `e`, `people`."""
    found = _WORD.findall(fold(text).replace("s' ", "s "))
    return [_POSSESSIVE.sub("", word).replace("'", "") if "'" in word else word for word in found]


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


BEFORE, AFTER = 50, 26
"""The most characters that are kept before and after a value: a little more than answers show, since every one of them
is in the database once a value."""

_END = re.compile(r"\r\n|\r|\n")
_COUNTED = {2: ("paragraph",), 3: ("page", "line"), 4: ("table", "row", "cell")}
_COUNT = re.compile(r"\b([a-z]+) (\d+)")


_new = tuple.__new__  # half the time of a named tuple's own constructor: every value has a place


class LinePlace(NamedTuple):
    """The line (from 1) in which a stretch begins, and the characters around the stretch in its line."""

    line: int
    before: str
    after: str


class Lines:
    """The lines of one text, found once; each place then takes the same time wherever it is."""

    def __init__(self, text: str, spots: Sequence[Spot] = ()) -> None:
        self._text = text
        self._spots = spots
        self._starts = [0, *(end.end() for end in _END.finditer(text))]

    def number(self, at: int) -> int:
        """The number of the line that the character `at` is on, from 1."""
        return bisect_right(self._starts, at)

    def start(self, number: int) -> int:
        """Where the line of this number begins."""
        return self._starts[min(number, len(self._starts)) - 1]

    def where(self, at: int) -> str | None:
        """Where in its file the character `at` stands (`page 17, line 3`), None where the text's own lines tell."""
        if not self._spots:
            return None
        number = bisect_right(self._spots, at, key=lambda spot: spot[0])
        if not number:
            return None
        _, *counts = spot = self._spots[number - 1]
        return ", ".join(f"{name} {count}" for name, count in zip(_COUNTED[len(spot)], counts, strict=True))

    def place(self, start: int, end: int) -> LinePlace:
        """Where `text[start:end]` stands; of a stretch of several lines, `after` is the rest of the last."""
        text, number = self._text, bisect_right(self._starts, start)
        begin = self._starts[number - 1]
        before = text[begin if begin > start - BEFORE else start - BEFORE : start]
        after = text[end : end + AFTER]
        if "\n" in after or "\r" in after:
            after = after.partition("\n")[0].partition("\r")[0]
        return _new(LinePlace, (number, "" if before[-1:] == "\r" else before, after))


def counts_of(where: str | None) -> dict[str, int]:
    """What a place in a file counts: `page 17, line 3` → page: 17, line: 3."""
    return {name: int(count) for name, count in _COUNT.findall(where or "")}


def line_of(text: str, at: int) -> int:
    """The number of the line that the character `at` is on, from 1."""
    return _lines(text).number(at)


@lru_cache(maxsize=1)
def _lines(text: str) -> Lines:
    """The lines of the text at hand: to count them anew for each place would take the square of its size."""
    return Lines(text)
