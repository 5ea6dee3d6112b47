"""The generated pages are what they claim to be, and the documents' door reads in them what the truth says."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import ingest
from bot.records.contacts import person_name
from bot.records.store import Store
from tests.generator import generate, write
from tests.generator.corpus import SIBLINGS
from tests.generator.layouts import Placed
from tests.thorough import THOROUGH

ROOT = Path(__file__).parents[2]
TEXTS = (".json", ".md", ".py", ".toml")


def test_the_same_seed_gives_the_same_pages() -> None:
    """Seed and number of pages decide everything; another seed gives other pages."""
    assert list(generate(5, 40)) == list(generate(5, 40))
    assert list(generate(6, 40)) != list(generate(5, 40))


@pytest.mark.parametrize("pages", [1, 7, 60, 300])
def test_as_many_pages_as_asked_for(pages: int) -> None:
    """Commitments that only an index knows come on top of the pages; no code is given twice."""
    made = list(generate(1, pages))
    assert sum(one.entry.page is not None for one in made) == pages
    assert len({one.entry.code for one in made}) == len(made)


def test_codes_stay_codes_in_a_large_corpus() -> None:
    """Also among very many pages a code has letters and four digits."""
    made = generate(1, 30_000 if THOROUGH else 3_000)
    assert all(re.fullmatch(r"[A-Z]{2,5}\d{4}", one.entry.code) for one in made)


def test_invented_names_stand_only_in_tests() -> None:
    """Code and docs take their examples from real pages: none names a country, person or code of a generated one."""
    members = tomllib.loads((ROOT / "tests" / "generator" / "material.toml").read_text("utf-8"))["members"]
    people = {said for one in members for name in one["people"] for said in (name, person_name(name) or name)}
    names = [*(one["name"] for one in members), *sorted(people)]
    codes = [f"{one['prefix']}[0-9]" for one in members]
    invented = re.compile(rf"\b(?:{'|'.join([*map(re.escape, names), *codes])})", re.IGNORECASE)
    files = [*ROOT.glob("*.md"), ROOT / "ingest.py", ROOT / "Makefile"]
    files += [one for folder in ("bot", "bench", "docs") for one in (ROOT / folder).rglob("*") if one.suffix in TEXTS]
    found = {file.relative_to(ROOT): invented.findall(file.read_text("utf-8")) for file in files}
    assert {file: said for file, said in found.items() if said} == {}


def test_the_truth_stands_where_it_says() -> None:
    """Each value of the truth is quoted from its place, and an index lists no more siblings than the limit."""
    for one in generate(3, 120):
        for places in one.entry.fields.values():
            assert all(one.text[place.start : place.end] == place.raw for place in places)
        assert one.text.count("\n-\n") <= SIBLINGS


def test_the_door_reads_what_the_pages_say(tmp_path: Path) -> None:
    """Every value of every layout is found where it stands, and nothing is found that the page does not say."""
    pages = write(tmp_path, 3, 72)
    database = tmp_path / "commitments.db"
    assert ingest.main([str(pages.now), "--db", str(database), "--as-of", "2026-11-20"]) == 0
    wrong = []
    with Store(database) as store:
        for entry in pages.truth.values():
            if entry.page is None:
                continue
            stored = store.values([entry.code])[entry.code]
            for name, places in entry.fields.items():
                found = [one for one in stored if one.field == name and one.origin == "page"]
                if not _agree(places, [(one.raw, one.start, one.end) for one in found]):
                    wrong.append((entry.code, name, [place.raw for place in places], [one.raw for one in found]))
    assert wrong == []


def _agree(places: list[Placed], found: list[tuple[str, int, int]]) -> bool:
    """The same values at the same places; a blank may be cited anywhere, and a list may stay one value."""
    if not places[0].raw:
        return [raw for raw, _, _ in found] == [""]
    if found == [(place.raw, place.start, place.end) for place in places]:
        return True
    return len(found) == 1 and (found[0][1], found[0][2]) == (places[0].start, places[-1].end)
