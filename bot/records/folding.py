"""Folding: one comparable form for the many ways in which the same words are written."""

from __future__ import annotations

import re
import unicodedata

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛´`ʼ′", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
        "\N{SOFT HYPHEN}": None,
        "\N{ZERO WIDTH SPACE}": None,
        "\N{ZERO WIDTH NO-BREAK SPACE}": None,
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ı": "i",
        "œ": "oe",
        "æ": "ae",
    }
)
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def fold(text: str) -> str:
    """`text` without case, accents, typographic quotes and dashes, and with single spaces: `Büro ` → `buro`.

    >>> fold("GARCÍA  López’s")
    "garcia lopez's"
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    # NFKD takes Hangul apart too; NFC puts it together again
    return _SPACE.sub(" ", unicodedata.normalize("NFC", bare).casefold()).strip()


def words(text: str) -> list[str]:
    """The folded words of `text`, possessive endings dropped: `citizens’ e-People` → `citizens`, `e`, `people`."""
    return [re.sub(r"'s?$", "", word).replace("'", "") for word in _WORD.findall(fold(text).replace("s' ", "s "))]
