"""What people type when they want to follow something, over real pages that were given to several countries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digest.selection import EVERYTHING, Selection, SelectionError, select
from bot.digest.selection_reading import codes_of, nearest, offers, read_selection, same_list
from bot.records.store import Store
from tests.digest.documents import ingest

ROOT = Path(__file__).parents[2]
DAY = date(2018, 6, 15)
LAW = "Kenya Law Reform Commission"
# code: (the lead institution in place of the Ministry of the Interior, the supporting ones)
PAGES = {
    "KR0032": ("Ministry of the Interior", "Central government ministries"),
    "GE0001": ("Ministry of the Interior", "Chamber of Control"),
    "GE0002": ("Chamber of Control", "Ministry of the Interior"),
    "KE0001": (LAW, "Registrar of Kenya"),
    "KE0002": ("Georgia Trust", LAW),
}


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of commitments of three countries, made of one real page."""
    folder = tmp_path_factory.mktemp("several")
    page = (ROOT / "corpus" / "KR0032.txt").read_text("utf-8")
    (folder / "corpus").mkdir()
    supporting = page.split("Support Institution(s): ")[1].split("\n")[0]
    for code, (lead, support) in PAGES.items():
        text = page.replace("KR0032", code).replace("Ministry of the Interior", lead).replace(supporting, support)
        (folder / "corpus" / f"{code}.txt").write_text(text, "utf-8")
    ingest(folder / "corpus", folder / "commitments.db", date(2017, 1, 15))
    return folder / "commitments.db"


@pytest.fixture
def store(several: Path) -> Iterator[Store]:
    """The database of several countries."""
    with Store(several) as opened:
        yield opened


def read(store: Store, text: str) -> list[tuple[str, str]]:
    """(kind, value) of what is understood."""
    return [(one.kind, one.value) for one in read_selection(store, text, DAY)]


def test_a_countrys_own_name_is_the_country(store: Store) -> None:
    """An institution that is only partly called like a country is no rival of it, in any of the country's names."""
    assert store.names_with(["kenya"], "institution")
    assert store.names_with(["georgia"], "institution")
    for name, prefix in store.country_names():
        assert [one.kind for one in read_selection(store, name, DAY)] == ["country"], name
        (one,) = read_selection(store, name, DAY)
        assert {code[:2] for code in codes_of(store, one, DAY)} == {prefix}


@pytest.mark.parametrize(
    "text",
    [
        "KR0032",
        "*KR0032*",
        "`KR0032`",
        "_KR0032_",
        "KR0032.",
        "to KR0032",
        "KR0032\u00a0",
        "\u00a0KR0032",
        "kr-0032",
        "kr 32",
        "#KR0032",
        "code: KR0032",
        "“KR0032”",
        "https://www.opengovpartnership.org/members/republic-of-korea/commitments/KR0032/",
        "<https://www.opengovpartnership.org/members/republic-of-korea/commitments/KR0032/>",
        "<https://www.opengovpartnership.org/members/republic-of-korea/commitments/KR0032/|a page>",
        "KR0032를",
    ],
)
def test_a_code_in_any_writing_is_the_code(store: Store, text: str) -> None:
    """What a question understands as a code is understood here, and kept by its canonical writing."""
    assert read(store, text) == [("code", "KR0032")]


@pytest.mark.parametrize("text", ["KR0032, GE0001", "GE0001 and KR0032", "kr 32; ge-1"])
def test_several_codes_are_one_list(store: Store, text: str) -> None:
    """Codes beside each other are followed together, in one order however they were typed."""
    assert read(store, text) == [("code", "GE0001, KR0032")]
    assert codes_of(store, Selection("code", "GE0001, KR0032"), DAY) == ["GE0001", "KR0032"]


def test_a_code_that_is_missing_is_named(store: Store) -> None:
    """Of several codes the one that there is not is named, and those that there are are near."""
    with pytest.raises(SelectionError, match="KR9999") as refused:
        read_selection(store, "KR0032 KR9999", DAY)
    assert refused.value.value == "KR9999"
    assert Selection("code", "KR0032") in nearest(store, "KR0032 KR9999", DAY)


@pytest.mark.parametrize(
    "text", ["to Kenya", "Kenya.", "the Kenya", "country: kenya", "país: Kenia", "케냐를", "*Kenya*"]
)
def test_words_around_a_country(store: Store, text: str) -> None:
    """Words that only lead to a name, signs, and the kind in another language leave the country."""
    assert read(store, text) == [("country", "Kenya")]


@pytest.mark.parametrize("text", ["", "everything", "ALL", "todo", "전체", "everything!"])
def test_everything(store: Store, text: str) -> None:
    """Nothing, and the words for everything, are everything."""
    assert read_selection(store, text, DAY) == (EVERYTHING,)


def test_an_institution_of_several_countries_is_asked_for(store: Store) -> None:
    """A name that institutions of two countries have is offered by country with what each leads and supports."""
    chosen = read_selection(store, "Ministry of the Interior", DAY)
    name = "Ministry of the Interior"
    assert [one.value for one in chosen] == [f"{name} (Georgia)", f"{name} (Republic of Korea)", name]
    told = [(one.count, one.countries, one.leads, one.supports) for one in offers(store, chosen, DAY)]
    assert told == [
        (2, ("Georgia",), 1, 1),
        (1, ("Republic of Korea",), 1, 0),
        (3, ("Georgia", "Republic of Korea"), 2, 1),
    ]
    assert read(store, f"{name}, Georgia") == [("institution", f"{name} (Georgia)")]
    assert read(store, f"institution: {name} (all)") == [("institution", name)]


@pytest.mark.parametrize(
    ("text", "kind", "codes"),
    [
        (f"led by {LAW}", "lead", ["KE0001"]),
        (f"led by: {LAW}", "lead", ["KE0001"]),
        (f"lead by {LAW}", "lead", ["KE0001"]),
        (f"{LAW} 주관", "lead", ["KE0001"]),
        (f"dirigé par {LAW}", "lead", ["KE0001"]),
        (f"supported by {LAW}", "support", ["KE0002"]),
        (f"apoyado por: {LAW}", "support", ["KE0002"]),
        (LAW, "institution", ["KE0001", "KE0002"]),
    ],
)
def test_leading_and_supporting_are_apart(store: Store, text: str, kind: str, codes: list[str]) -> None:
    """What an institution leads, what it supports, and either can each be followed."""
    (one,) = read_selection(store, text, DAY)
    assert (one.kind, one.value, codes_of(store, one, DAY)) == (kind, LAW, codes)


def test_a_role_in_one_country(store: Store) -> None:
    """A role and a country after the name go together."""
    (one,) = read_selection(store, "led by Ministry of the Interior (Georgia)", DAY)
    assert codes_of(store, one, DAY) == ["GE0001"]


def test_a_part_of_a_name_is_offered_and_not_taken(store: Store) -> None:
    """Institutions that only have the words are offered to choose from; a single one is followed."""
    assert read(store, "Law Reform") == [("institution", LAW)]
    assert len(read(store, "Interior Ministry")) > 1


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("who leads KR0032?", ("code", "KR0032")),
        ("how many commitments of Kenya are overdue?", ("question", "Commitments of Kenya that are overdue")),
        ("compare Kenya and Georgia", ("country", "Georgia")),
        ("who heads the Law Reform Commission?", ("lead", LAW)),
    ],
)
def test_a_question_that_is_no_list_has_near_ones(store: Store, text: str, near: tuple[str, ...]) -> None:
    """Whoever asks something else is offered the lists that it is about; each has commitments."""
    found = nearest(store, text, DAY)
    assert near in [(one.kind, one.value) for one in found]
    assert all(codes_of(store, one, DAY) for one in found)


def test_the_same_list_in_other_words(store: Store) -> None:
    """A code, a country and a question in other words are the same list; another list is another."""
    same = [("code", "kr-0032"), ("code", "KR0032")], [("country", "Kenya"), ("question", "commitments of Kenya")]
    for pair in same:
        one, other = (same_list(store, Selection(*each), DAY) for each in pair)
        assert one is not None
        assert one == other
    assert same_list(store, Selection("country", "Kenya"), DAY) != same_list(
        store, Selection("country", "Georgia"), DAY
    )
    assert same_list(store, Selection("code", "KR9999"), DAY) is None


_TYPED = st.text(st.sampled_from(" \u00a0:,.*`<>|()KRke0123 Kenya Law led by Ministry케냐를"), max_size=40)


@given(text=_TYPED | st.text(max_size=30))
def test_anything_typed_is_read_or_refused(several: Path, text: str) -> None:
    """Whatever is typed is a list that can be selected, a choice of lists, or a sentence."""
    with Store(several) as store:
        try:
            chosen = read_selection(store, text, DAY)
        except SelectionError as refused:
            assert str(refused)
            assert all(codes_of(store, one, DAY) for one in nearest(store, text, DAY))
            return
        for one in chosen:
            store.select(*select(store, [one], DAY))
