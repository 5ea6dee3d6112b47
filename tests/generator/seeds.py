"""The truth about the two documents of `corpus/` and their index, in the form of the generated truth."""

from __future__ import annotations

import re
import tomllib
from datetime import datetime
from pathlib import Path

from tests.generator.corpus import Entry
from tests.generator.layouts import Placed

_INDEX = re.compile(r"^-\n(?P<title>.+)\n(?P<code>KR\d{4}), (?P<cycle>\d{4}),(?: (?P<area>.+))?$", re.MULTILINE)


def seeds(corpus: Path) -> dict[str, Entry]:
    """The entries of all Korean commitments that the documents of `corpus` tell of."""
    pages = tomllib.loads(Path(__file__).with_name("seeds.toml").read_text("utf-8"))
    known = {}
    for line in _INDEX.finditer((corpus / "KR0029.txt").read_text("utf-8")):
        code = line["code"]
        page = f"{code}.txt" if code in pages else None
        fields = {name: _placed(name, raw) for name, raw in pages.get(code, {}).items()}
        known[code] = Entry(
            code, "KR", "Republic of Korea", line["title"], line["cycle"], line["area"] or "", page, fields
        )
    return known


def _placed(name: str, raw: str | list[str]) -> list[Placed]:
    """Values without their places: the documents are not generated, so only what they say is known here."""
    values = [raw] if isinstance(raw, str) else raw
    if name in ("start", "end"):
        return [Placed(one, -1, -1, datetime.strptime(one, "%d %B %Y").date().isoformat(), "day") for one in values]
    return [Placed(one, -1, -1) for one in values]
