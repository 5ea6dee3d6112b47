"""Two countries beside each other, and the rest of what one condition chose among the commitments of one."""

from __future__ import annotations

import pytest

from bot.asking.answer import Answer
from bot.records.store import Store
from tests.asking.conftest import in_thread, tabled

TABLE = (
    "Code,Title,Done,Star\n"
    "BR0001,Roads,Complete,1\n"
    "BR0002,Courts,Complete,0\n"
    "BR0003,Taxes,Limited,0\n"
    "MX0001,Budgets,Complete,0\n"
    "MX0002,Water,Limited,0\n"
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A database of five commitments of two countries."""
    return tabled(tmp_path_factory.mktemp("tables"), TABLE)


def result_of(answer: Answer) -> object:
    """What an answer says, for a program."""
    assert answer.result is not None, answer.text
    return answer.result["value"]


@pytest.mark.parametrize(
    "question",
    [
        "brazil x mexico completed commitments",
        "brazil × mexico, completed commitments",
        "brazil versus mexico completed commitments",
        "brasil x mexico en compromisos completados",
        "brasil x mexico em compromissos concluidos",
        "brésil x mexique, engagements achevés",
        "brasilien x mexiko bei abgeschlossenen verpflichtungen",
        "브라질 대 멕시코 완료된 공약",
        "브라질 vs 멕시코 완료된 공약",
    ],
)
def test_a_sign_between_two_places_compares(question: str, store: Store) -> None:
    """An x, a versus or a 대 between two countries sets them side by side, in every language."""
    assert result_of(in_thread(store, question)) == {"Brazil": 2, "Mexico": 1}


@pytest.mark.parametrize(
    "question",
    [
        "who did better at finishing, brazil or mexico?",
        "which of the two completed more, brazil or mexico?",
        "¿quién cumplió mejor, brasil o méxico?",
        "qui a mieux terminé, brésil ou mexique ?",
        "quem concluiu mais, brasil ou méxico?",
        "wer hat besser abgeschlossen, brasilien oder mexiko?",
        "브라질과 멕시코 중 어디가 더 많이 완료했나요?",
    ],
)
def test_better_at_completing_is_having_completed_more(question: str, store: Store) -> None:
    """Who of two did better at finishing has completed more; the day of the end is not asked."""
    assert result_of(in_thread(store, question)) == {"Brazil": 2, "Mexico": 1}


@pytest.mark.parametrize(
    "question",
    [
        "which country did best at finishing?",
        "who is best at completing commitments?",
        "¿qué país cumplió mejor?",
        "quel pays a le mieux terminé ?",
        "qual país concluiu mais?",
        "welches land hat am besten abgeschlossen?",
        "완료를 제일 잘한 나라는?",
    ],
)
def test_the_best_at_completing_has_completed_most(question: str, store: Store) -> None:
    """Which country did best at finishing is the one with the most completed commitments."""
    assert result_of(in_thread(store, question)) == "Brazil"


@pytest.mark.parametrize(
    "question", ["brazil roads mexico commitments", "commitments of brazil that compare in mexico"]
)
def test_no_set_is_of_two_countries_at_once(question: str, store: Store) -> None:
    """Two countries that stand in one question are never joined to a set that is empty by what they are."""
    where = in_thread(store, question).frame.get("where", {})
    countries = [one for one in where.get("parts", ()) if one.get("field") == "country"]
    assert len(countries) < 2


@pytest.mark.parametrize(
    ("first", "others"),
    [
        (
            "which brazilian commitments are starred?",
            ["the others?", "others?", "and the others?", "show me the others"],
        ),
        ("starred commitments of brazil", ["the others?"]),
        ("¿qué compromisos de brasil están destacados?", ["los demás?", "¿y los demás?", "los otros?"]),
        ("quels engagements du brésil sont étoilés ?", ["les autres ?", "et les autres ?"]),
        ("quais compromissos do brasil têm estrela?", ["os outros?", "e os outros?"]),
        ("welche verpflichtungen von brasilien sind ausgezeichnet?", ["die anderen?", "und die anderen?"]),
        ("브라질 공약 중 별표 공약은?", ["나머지는요?", "나머지는?"]),
    ],
)
def test_the_others_are_those_of_the_same_place(first: str, others: list[str], store: Store) -> None:
    """Behind a list that one condition narrowed, the others are those of the country without it."""
    for question in others:
        assert result_of(in_thread(store, first, question)) == ["BR0002", "BR0003"], question


@pytest.mark.parametrize(
    "question", ["which brazilian commitments mention mexico?", "brazilian commitments about mexico"]
)
def test_a_place_that_is_mentioned_is_no_alternative(question: str, store: Store) -> None:
    """Commitments of one country that mention another are none of the other's."""
    assert result_of(in_thread(store, question)) == []
