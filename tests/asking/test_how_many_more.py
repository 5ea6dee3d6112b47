"""What stands beside a few that are shown: how many more there are, how many are near, and in which order."""

from __future__ import annotations

import pytest

from bot.records.store import Store
from tests.asking.conftest import in_thread, tabled

TABLE = "Code,Title,Star,Year,End\n" + "".join(
    f"KE000{number},{title},1,{2014 - number % 3},201{6 + number % 2}-12-31\n"
    for number, title in enumerate(
        ["Lobbying law", "Lobbying code", "Lobbying rules", "Lobbying data", "Lobbying fines", "Company registers"], 1
    )
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A database of six commitments of one country."""
    return tabled(tmp_path_factory.mktemp("tables"), TABLE)


@pytest.mark.parametrize(
    ("question", "more"),
    [
        ("are there commitments about lobbying?", "… and 2 more"),
        ("¿hay compromisos sobre lobbying?", "… y 2 más"),
        ("y a-t-il des engagements sur le lobbying ?", "… et 2 de plus"),
        ("há compromissos sobre lobbying?", "… e mais 2"),
        ("gibt es verpflichtungen zu lobbying?", "… und 2 weitere"),
        ("lobbying에 관한 공약이 있나요?", "2건 더"),
    ],
)
def test_a_yes_says_how_many_more_there_are(question: str, more: str, store: Store) -> None:
    """A yes that names three of five says how many it does not name."""
    assert more in in_thread(store, question).text


@pytest.mark.parametrize("word", ["more", "all"])
def test_more_behind_a_yes_lists_all(word: str, store: Store) -> None:
    """More behind a yes is all that it is of."""
    answer = in_thread(store, "are there commitments about lobbying?", word)
    assert answer.result == {"type": "set", "value": [f"KE000{number}" for number in range(1, 6)]}


@pytest.mark.parametrize(
    ("question", "near"),
    [
        ("anything about lobbying registers?", "1 commitment mentions “registers”."),
        ("any commitments on lobbying registers?", "1 commitment mentions “registers”."),
        ("is there anything on lobbying registers in kenya?", "1 commitment mentions “registers”."),
        ("quelque chose sur lobbying registers ?", "1 engagement mentionne « registers »."),
    ],
)
def test_what_is_near_is_told_where_nothing_has_all_words(question: str, near: str, store: Store) -> None:
    """Where no commitment mentions all words, the rarest that some mention is named with their number."""
    assert near in in_thread(store, question).text


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("starred commitments of kenya", "sort them by year"),
        ("compromisos destacados de kenia", "ordénalos por año"),
        ("engagements étoilés du kenya", "trie-les par année"),
        ("compromissos com estrela do quênia", "ordena-os por ano"),
        ("케냐의 별표 공약을 보여줘", "연도순으로 정렬해줘"),
    ],
)
def test_by_year_is_by_cycle(first: str, then: str, store: Store) -> None:
    """A list that is to be sorted by year stands in the order of the cycles, and not of the ends."""
    answer = in_thread(store, first, then)
    assert answer.result is not None
    assert answer.result["value"] == ["KE0002", "KE0005", "KE0001", "KE0004", "KE0003", "KE0006"], answer.text


@pytest.mark.parametrize(
    "question",
    [
        "commitments by year of submission",
        "número de compromisos por año de presentación",
        "nombre d'engagements par année de soumission",
        "número de compromissos por ano de submissão",
        "anzahl der verpflichtungen nach einreichungsjahr",
        "제출 연도별 공약 수",
    ],
)
def test_the_year_of_submission_is_the_cycle(question: str, store: Store) -> None:
    """Plans are submitted in the year of their cycle."""
    answer = in_thread(store, question)
    assert answer.result == {"type": "group", "value": {"2012": 2, "2013": 2, "2014": 2}}, answer.text
