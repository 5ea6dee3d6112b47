"""Documents whose every text would steer a screen or hide what it says, and what of that must never be shown."""

from __future__ import annotations

import unicodedata
from pathlib import Path

ROOT = Path(__file__).parents[1]
CLEAR, TITLE, CSI = "\x1b[2J", "\x1b]0;owned\x07", "\x9b31m"
OVERRIDE, ISOLATE, MARK, ARABIC_MARK = "\u202e", "\u2067", "\u200f", "\u061c"
HIDING = "\u200b\ufeff\u00ad\U000e0041\U000e007f"
NASTY = f"{CLEAR}{CSI}{OVERRIDE}{ISOLATE}{MARK}{ARABIC_MARK}{HIDING}\x7f\x85"
"""Of each kind one; no bell, of which a document has few."""
FILE = f"KR0032{CLEAR}{CSI}{OVERRIDE}{HIDING}.txt"
ADDRESS = f"https://example.org/{CLEAR}{OVERRIDE}KR0032"


def write(folder: Path) -> Path:
    """The corpus with such characters in titles, values, labels, prose and a file name; and a file that is no text."""
    folder.mkdir(parents=True)
    for code in ("KR0029", "KR0032"):
        text = (ROOT / "corpus" / f"{code}.txt").read_text("utf-8")
        for word in ("Application", "Interior", "31 December 2017", "Design", "Pending IRM Review", "Lee, hyo soon"):
            text = text.replace(word, f"{word}{NASTY}", 1 if word == "Design" else 4)
        text = text.replace("Description\n", f"Description\n\nStrange{NASTY}label: a{NASTY}b\n\n", 1)
        (folder / (FILE if code == "KR0032" else f"{code}.txt")).write_text(text, "utf-8", newline="")
    (folder / f"broken{NASTY}.txt").write_bytes(b"\x00\x01\x02\xff" * 50)
    return folder


def unsafe(text: str, *, allowed: str = "") -> list[str]:
    """What of `text` would steer or hide: controls but tab and line feed, and marks without a shape but joiners."""
    return [
        f"U+{ord(char):04X} after {text[max(0, at - 40) : at]!r}"
        for at, char in enumerate(text)
        if char not in f"\t\n\u200c\u200d{allowed}" and unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    ]
