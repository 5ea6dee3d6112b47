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
        "ł": "l",
        "đ": "d",
        "ı": "i",
        "œ": "oe",
        "æ": "ae",
    }
)
# what NFKD takes off letters; U+034F, which stands among them, is no accent
_ACCENTS = re.compile("[\u0300-\u034e\u0350-\u036f]+")
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
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.translate(_PLAIN)).casefold())
    bare = _ACCENTS.sub("", decomposed)
    if bare.isascii():
        return " ".join(bare.replace("`", "'").split())
    bare = "".join([char for char in decomposed.translate(_PLAIN) if not unicodedata.combining(char)])
    # NFKD takes Hangul apart too; NFC puts it together again
    return " ".join(unicodedata.normalize("NFC", bare).split())


def words(text: str) -> list[str]:
    """The folded words of `text`, possessive endings dropped: `citizens’ e-People` → `citizens`, `e`, `people`."""
    found = _WORD.findall(fold(text).replace("s' ", "s "))
    return [_POSSESSIVE.sub("", word).replace("'", "") if "'" in word else word for word in found]
