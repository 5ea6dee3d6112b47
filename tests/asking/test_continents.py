"""Continents: sets of countries, by their names and adjectives in every language."""

from __future__ import annotations

from datetime import date

import pytest

from bot.asking import ask
from bot.asking.answer import Answer
from bot.asking.lexicon import lexicon
from bot.intake.reader import Rules, reread
from bot.records.build import build
from bot.records.countries import continents, members, regions
from bot.records.languages import LANGUAGES
from bot.records.model import Arrival
from bot.records.store import Store

CODES = ("BR0001", "ES0001", "GE0001", "GH0001", "KR0001", "NZ0001", "US0001", "ZA0001")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A database of a table with a commitment of each of eight countries."""
    folder = tmp_path_factory.mktemp("tables")
    (folder / "m.toml").write_text('[code]\ncolumn = "Code"\n[columns]\ntitle = "Title"\n', "utf-8")
    rules = Rules(folder / "m.toml")
    table = "Code,Title\n" + "".join(f"{code},Roads {code[:2]}\n" for code in CODES)
    arrivals = [Arrival("plan.csv", "plan.csv", table.encode(), reader="1")]
    build(folder / "a.db", arrivals, rules.read, reread, as_of=date(2026, 11, 26))
    return Store(folder / "a.db")


def codes_of(question: str, store: Store) -> list[str]:
    """The letters of the commitments that a question lists."""
    answer: Answer = ask(store, question, as_of=date(2026, 11, 26))[0]
    assert answer.result is not None, answer.text
    return sorted(code[:2] for code in answer.result["value"])


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("commitments in Africa", ["GH", "ZA"]),
        ("African commitments", ["GH", "ZA"]),
        ("Latin American commitments", ["BR"]),
        ("commitments of the Americas", ["BR", "US"]),
        ("commitments in Oceania", ["NZ"]),
        ("European and Asian commitments", ["ES", "GE", "KR"]),
        ("commitments of South Africa", ["ZA"]),
        ("compromisos de América Latina", ["BR"]),
        ("compromisos de países africanos", ["GH", "ZA"]),
        ("engagements en Europe", ["ES", "GE"]),
        ("Verpflichtungen in Asien", ["KR"]),
        ("compromissos da África", ["GH", "ZA"]),
        ("아시아 공약", ["KR"]),
    ],
)
def test_a_continent_is_its_countries(question: str, found: list[str], store: Store) -> None:
    """A continent stands for all members of the corpus that lie there."""
    assert codes_of(question, store) == found


@pytest.mark.parametrize(
    "question",
    [
        "commitments outside Europe",
        "compromisos fuera de Europa",
        "engagements hors d'Europe",
        "Verpflichtungen außerhalb Europas",
        "compromissos fora da Europa",
        "유럽 밖의 공약",
    ],
)
def test_what_lies_outside_a_continent_is_all_the_others(question: str, store: Store) -> None:
    """The words for "outside" deny a continent."""
    assert codes_of(question, store) == ["BR", "GH", "KR", "NZ", "US", "ZA"]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("commitments in Africa, say Ghana", ["GH"]),
        ("commitments in the Americas? well, just Brazil", ["BR"]),
        ("commitments in Africa except Ghana", ["ZA"]),
        ("commitments in Asia and Ghana", ["GH", "KR"]),
    ],
)
def test_a_country_beside_its_continent_is_meant(question: str, found: list[str], store: Store) -> None:
    """A country narrows its continent, unless a word joins or denies them."""
    assert codes_of(question, store) == found


def test_the_heading_names_the_continent(store: Store) -> None:
    """A set of many countries is called as it was asked for."""
    assert ask(store, "commitments in Africa", as_of=date(2026, 11, 26))[0].reading == "Commitments of Africa"


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("commitments in West Africa", ["GH"]),
        ("South American commitments", ["BR"]),
        ("commitments of the Caucasus", ["GE"]),
        ("compromisos de América del Sur", ["BR"]),
        ("compromisos de los países sudamericanos", ["BR"]),
        ("engagements en Afrique de l'Ouest", ["GH"]),
        ("compromissos da África Ocidental", ["GH"]),
        ("westafrikanische Verpflichtungen", ["GH"]),
        ("동아시아 공약", ["KR"]),
    ],
)
def test_a_part_of_a_continent_is_its_countries(question: str, found: list[str], store: Store) -> None:
    """A region within a continent stands for all members of the corpus that lie there."""
    assert codes_of(question, store) == found


@pytest.mark.parametrize(
    "question",
    [
        "commitments in Central America",
        "compromisos de Centroamérica",
        "engagements d'Amérique centrale",
        "compromissos da América Central",
        "mittelamerikanische Verpflichtungen",
        "중앙아메리카 공약",
    ],
)
def test_a_region_without_a_document_is_told(question: str, store: Store) -> None:
    """Where no member of a region has a document, that is said, and no word is looked for in texts."""
    assert ask(store, question, as_of=date(2026, 11, 26))[0].reason == "no_such_country"


@pytest.mark.parametrize(
    "question",
    [
        "commitments of India",
        "¿cuántos compromisos tiene la India?",
        "combien d'engagements achevés en Inde ?",
        "quantos compromissos tem a Índia?",
        "Welche Verpflichtungen hat Indien?",
        "인도의 공약은 몇 개야?",
    ],
)
def test_a_state_that_is_no_member_has_no_document(question: str, store: Store) -> None:
    """Every state of the world is known by its name in every language, member or not."""
    assert ask(store, question, as_of=date(2026, 11, 26))[0].reason == "no_such_country"


def test_another_country_takes_the_place_of_one_without_documents(store: Store) -> None:
    """A question of a state without documents is asked again of the one that is named next."""
    thread = ask(store, "how many commitments does India have?", as_of=date(2026, 11, 26))[1]
    answer = ask(store, "sorry, I meant Brazil", thread=thread, as_of=date(2026, 11, 26))[0]
    assert answer.reading == "How many commitments of Brazil are there"


def test_every_region_has_members_and_a_name_in_every_language() -> None:
    """A region is of national members only, and each language calls it by a name of its own."""
    national = {member.prefix for member in members() if member.parent is None}
    assert all(national >= set(letters) for letters in regions().values())
    for language in LANGUAGES:
        assert set(lexicon(language).data["continents"]) == set(regions()), language


def test_every_national_member_lies_on_one_continent() -> None:
    """Latin America is a part of the Americas; no other member lies on two, and none on no continent."""
    placed = [letters for name, listed in continents().items() if name != "latin_america" for letters in listed]
    assert sorted(placed) == sorted(member.prefix for member in members() if member.parent is None)
    assert set(continents()["latin_america"]) < set(continents()["americas"])
