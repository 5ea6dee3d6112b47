"""Every pattern that the bot compiles, and how it is used, as JSON: run in a process of its own.

`re` is watched while all modules are imported, documents are ingested and questions asked, so that patterns which are
compiled late or made from the lexicon are found like the others.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import sys
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from tests.thorough import THOROUGH, some

ROOT = Path(__file__).parents[2]
METHODS = ("match", "fullmatch", "search", "finditer", "findall", "split", "sub", "subn")
_OURS = f"{ROOT}/bot/"
_COMPILE = re._compile  # type: ignore[attr-defined]
_PASSED_THROUGH = ("/re/__init__.py", "bot/records/text.py", "/functools.py")

used: dict[tuple[str, int], dict[str, Any]] = {}


class Watched:
    """A compiled pattern that notes which of its methods are called."""

    def __init__(self, real: re.Pattern[str], note: dict[str, Any]) -> None:
        self._real = real
        self._note = note

    def __getattr__(self, name: str) -> Any:
        if name in METHODS:
            self._note["methods"].add(name)
        return getattr(self._real, name)


def watched(pattern: Any, flags: Any = 0) -> Any:
    """What `re` compiles; watched where the bot asks for it."""
    if isinstance(pattern, Watched):
        return pattern
    real = _COMPILE(pattern, flags)
    frame = sys._getframe(1)
    while frame.f_back and frame.f_code.co_filename.endswith(_PASSED_THROUGH):
        frame = frame.f_back
    path = frame.f_code.co_filename
    if not isinstance(pattern, str) or not path.startswith(_OURS):
        return real
    place = f"{Path(path).relative_to(ROOT)}:{frame.f_lineno}"
    note = used.setdefault((pattern, int(flags)), {"place": place, "methods": set()})
    return Watched(real, note)


def exercise() -> None:
    """Import everything, ingest the sample pages, plans and tables, and ask a part of the question bank."""
    import bot

    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    from bot.asking import ask
    from bot.intake.reader import Rules, reread
    from bot.intake.sources import arrivals
    from bot.reading.export import is_ambiguous
    from bot.reading.fetch import FetchSettings
    from bot.records.build import build
    from bot.records.dates import RULES
    from bot.records.model import Arrival
    from bot.records.store import Store
    from tests.questions import bank

    for rule in RULES:
        rule.pattern(cut=True)
    is_ambiguous("1/2/2016")
    folders = [str(ROOT / "tests/reading/pages"), str(ROOT / "corpus"), "http://example.org/"]
    pages = some(arrivals(folders, lambda _name: "", FetchSettings("", Path())), 4)
    pages.append(Arrival("KR0001.html", "a", b"<html><body><p>Open Data (KR0001)</p><p>Status: Active</p>"))
    pages += _plans_and_tables()
    with tempfile.TemporaryDirectory() as folder:
        db = Path(folder) / "commitments.db"
        build(db, pages, Rules().read, reread, as_of=date(2026, 11, 20))
        with Store(db) as store:
            for language in ("en", "es", "fr", "ko"):
                for case in bank.load(language)[::48]:
                    ask(store, case.question, as_of=date(2026, 11, 21))


def _plans_and_tables() -> list[Any]:
    """Plans in every format, text copied from pages among them, and a table as JSON."""
    from bot.records.model import Arrival
    from tests.plans import make

    found = []
    for language in ("en", "es", "fr"):
        plan = make.load(ROOT / "tests/plans" / f"{language}.toml")
        pasted = replace(plan, layout=replace(plan.layout, text="pasted"))
        for ending, data in (
            (
                ("pdf", make.pdf(plan)),
                ("docx", make.docx(plan)),
                ("html", make.html(plan).encode()),
                ("txt", make.text(plan).encode()),
                ("pasted.txt", make.text(pasted).encode()),
            )
            if language == "en" or THOROUGH
            else (("pasted.txt", make.text(pasted).encode()),)
        ):
            found.append(Arrival(f"{language}.{ending}", "a", data))
    dated = "Open roads (KR0003)\nDescription\nStart and End Date: 15 March 2017 to 30 Feb 2018\n"
    found.append(Arrival("KR0003.txt", "a", dated.encode()))
    row = {"Code": "ZA0115", "Title": "Open roads", "Lead": "Ministry of Roads"}
    found.append(Arrival("rows.json", "a", json.dumps([row]).encode()))
    return found


def main() -> None:
    """Write a row a pattern: source, flags, where it is compiled, how it is used."""
    re._compile = watched  # type: ignore[attr-defined]
    exercise()
    rows = [[pattern, flags, note["place"], sorted(note["methods"])] for (pattern, flags), note in used.items()]
    json.dump(rows, sys.stdout)


if __name__ == "__main__":
    main()
