"""Questions about the bot and its data are answered with what the database holds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.asking import ask
from bot.records.store import Store
from tests.asking.conftest import TODAY, Asks
from tests.present import present
from tests.questions.asked import ingested


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The store of the corpus of the bank."""
    with Store(ingested(tmp_path_factory.mktemp("about")).database) as opened:
        yield opened


def test_coverage_counts_what_there_is(generated: Store) -> None:
    """What is covered is told in commitments, countries, plans and the first and last year of these."""
    years = sorted(key for key, _count in generated.groups("c.cycle", "1", []) if key)
    total, pages = generated.totals()
    statement = ask(generated, "what do you cover?", as_of=TODAY)[0].statement
    assert statement.startswith(f"Commitments: {total}; countries: {len(generated.countries())}; action plans: ")
    assert f"of the years {years[0][:4]} to {years[-1][:4]}. With a page or a row of their own: {pages}" in statement
    assert f"known from an index only: {total - pages}." in statement


def test_the_most_frequent_areas_are_told_and_the_others_counted(generated: Store, asked: Asks) -> None:
    """Fifteen areas are told, the rest is counted; where there are fewer, nothing is said of more."""
    many = ask(generated, "which policy areas are there?", as_of=TODAY)[0]
    assert len(present(many.result)["value"]) == 33
    assert [line[:1] for line in many.lead[1:]] == ["•"] * 15 + ["…"]
    assert many.lead[-1] == "… and 18 more groups."
    few = asked("which policy areas are there?")
    told = len(present(few.result)["value"])
    assert 0 < told <= 15
    assert len(few.lead) == 1 + told


@pytest.mark.parametrize(
    "question",
    [
        "hi, new to this. how do I ask you something?",
        "hello, first time here, what do I do?",
        "Hola, soy nueva aquí, ¿cómo te hago una pregunta?",
        "bonjour, je débute, comment on s'y prend pour te poser une question svp",
        "bom dia, estou começando agora, como faço uma pergunta?",
        "ich bin Anfänger, wie stelle ich dir eine Frage?",
        "처음 써 보는데 어떻게 질문하면 돼요?",
    ],
)
def test_newcomers_are_told_what_can_be_asked(question: str, asked: Asks) -> None:
    """Whoever says that all this is new to them gets help, whatever field their words may name elsewhere."""
    assert asked(question).outcome == "help"


@pytest.mark.parametrize(
    "question",
    [
        "Good morning, I'm new here. What exactly is an action plan and what can you tell me?",
        "Buenas tardes, soy nueva en esto. ¿Qué es exactamente un plan de acción y qué me puedes contar?",
        "Bonjour, je suis nouvelle ici, qu'est-ce qu'un plan d'action ?",
        "Olá, sou nova nisto. O que é um plano de ação e o que você sabe?",
        "Hallo, ich bin neu hier. Was ist eigentlich ein Aktionsplan und was kannst du mir sagen?",
        "안녕하세요, 처음 왔는데요. 실행계획이 정확히 뭔가요?",
    ],
)
def test_a_term_that_a_newcomer_asks_for_is_defined(question: str, asked: Asks) -> None:
    """A newcomer who asks what a term means is told its meaning."""
    assert "Action Plan" in asked(question).text


def test_a_newcomers_question_of_commitments_is_answered(asked: Asks) -> None:
    """What a newcomer asks of commitments is answered as it is of others."""
    assert asked("I'm new here, who leads KR0032?").items[0].raw == "Ministry of the Interior"
    assert asked("soy nueva en esto, ¿cuántos compromisos hay?").intent == "count"


@pytest.mark.parametrize(
    "question",
    [
        "What do the letters and numbers in something like KR0032 stand for?",
        "what's the meaning of the digits in KR0032?",
        "qué significan las letras y los números de KR0032?",
        "que veulent dire les lettres et les chiffres dans KR0032 ?",
        "o que significam as letras e os números em KR0032?",
        "was bedeuten die Buchstaben und Zahlen in KR0032?",
        "KR0032에서 글자와 숫자는 무슨 뜻이에요?",
    ],
)
def test_what_a_code_is_made_of_is_told(question: str, asked: Asks) -> None:
    """The letters and numbers of a code are explained; no phone is looked up and no letter searched for."""
    answer = asked(question)
    assert answer.outcome == "help", answer.text
    assert not answer.items


@pytest.mark.parametrize(
    "question",
    [
        "where does your info come from and how recent is it?",
        "¿de dónde sale la información y qué tan reciente es?",
        "d'où viennent vos informations et de quand datent-elles ?",
        "de onde vêm os dados e quão recentes são?",
        "woher kommen die Daten und wie aktuell sind sie?",
        "정보는 어디서 왔고 얼마나 최신인가요?",
    ],
)
def test_sources_and_their_age_are_both_told(question: str, asked: Asks) -> None:
    """Whoever asks where the data is from and how recent it is is told both."""
    text = asked(question).text
    assert "KR0029.txt" in text
    assert "2026-11-20" in text
