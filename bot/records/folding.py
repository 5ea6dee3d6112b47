"""Folding: one comparable form for the many ways in which the same words are written."""

from __future__ import annotations

import re
import unicodedata

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
