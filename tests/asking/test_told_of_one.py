"""One commitment that is described: what it is about, what follows of it, and two questions of which one lacks it."""

from __future__ import annotations

import pytest

from bot.records.store import Store
from tests.asking.conftest import in_thread, tabled

TABLE = (
    "Code,Title,Brief,Lead,Done,Year,End\n"
    "ES0001,9: e-salud,Digital health records of patients,Ministry of Health,Limited,2012,2013-12-31\n"
    "ES0002,Waiting lists,How long health centres make wait,Ministry of Health,Complete,2014,2015-06-30\n"
    "ES0003,Transparency Portal,One place for what is published,Ministry of Justice,Complete,2014,2014-12-31\n"
    "IE0001,Regulation of Lobbying,A law on lobbyists,Department of Reform,Complete,2014,2016-03-31\n"
    "IE0002,Protection of Whistleblowers,,Department of Reform,Limited,2014,2016-04-30\n"
    "UK0001,Protection of Whistleblowers,Workers may speak up,Department for Business,Limited,2013,2015-12-31\n"
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A database of six commitments of three countries."""
    return tabled(tmp_path_factory.mktemp("tables"), TABLE)


@pytest.mark.parametrize(
    "question",
    [
        "what is the irish regulation of lobbying about?",
        "what is IE0001 about?",
        "¿de qué trata el compromiso regulation of lobbying de irlanda?",
        "de quoi parle le projet regulation of lobbying en irlande ?",
        "do que trata o compromisso regulation of lobbying da irlanda?",
        "worum geht es bei regulation of lobbying in irland?",
        "IE0001은 무슨 내용인가요?",
    ],
)
def test_what_one_is_about_is_its_description(question: str, store: Store) -> None:
    """Whoever asks what a commitment is about is shown what its record says so, in every language."""
    answer = in_thread(store, question)
    assert ("brief", "A law on lobbyists") in {(item.field, item.raw) for item in answer.items}, answer.text


def test_a_title_comes_before_a_policy_area(store: Store) -> None:
    """A hyphened title that has the word of a policy area is that commitment, and not all of the area."""
    answer = in_thread(store, "de que trata el compromiso de e-salud en españa?")
    assert {item.code for item in answer.items} == {"ES0001"}


def test_that_no_description_is_stated_is_said(store: Store) -> None:
    """Where no text of a record says what it is about, that is said beside what the record has."""
    answer = in_thread(store, "what is IE0002 about?")
    assert answer.outcome == "answer"
    assert "description" in answer.text


@pytest.mark.parametrize(
    ("first", "then", "field"),
    [
        ("¿quién dirige ES0003?", "y como va?", "completion"),
        ("wer leitet ES0003?", "und bis wann lief das?", "end"),
        ("qui dirige ES0003 ?", "et jusqu'à quand ?", "end"),
        ("quem lidera ES0003?", "e até quando?", "end"),
        ("who leads ES0003?", "what is it about?", "brief"),
    ],
)
def test_short_words_ask_of_the_one_spoken_of(first: str, then: str, field: str, store: Store) -> None:
    """How it goes, until when it ran and what it is about are asked of the commitment spoken of."""
    answer = in_thread(store, first, then)
    assert {item.code for item in answer.items} == {"ES0003"}
    assert field in {item.field for item in answer.items}


@pytest.mark.parametrize("word", ["transparenzportal", "transparenzportals", "Transparenzportal"])
def test_a_german_compound_is_sought_by_its_parts(word: str, store: Store) -> None:
    """A compound of two words that the translations know finds a title that has both."""
    answer = in_thread(store, f"wie weit ist spanien mit dem {word}?")
    assert {item.code for item in answer.items} == {"ES0003"}


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("is the irish regulation of lobbying completed? and its lead?", {"completion", "lead_institution"}),
        ("아일랜드 regulation of lobbying은 완료됐나요? 그리고 주관 기관은요?", {"completion", "lead_institution"}),
        ("what is IE0001 about? when does it end", {"brief", "end"}),
        ("what is IE0001 about and when does it end?", {"brief", "end"}),
    ],
)
def test_a_second_question_may_lack_its_commitment(question: str, told: set[str], store: Store) -> None:
    """Of two questions in one message both are answered, though the second names nothing."""
    answer = in_thread(store, question)
    assert {item.code for item in answer.items} == {"IE0001"}
    assert told <= {item.field for item in answer.items}


@pytest.mark.parametrize(
    "question",
    [
        "who leads the whistleblowers commitment in the uk, and is there one in ireland too?",
        "¿quién dirige el compromiso sobre whistleblowers en reino unido, y hay uno en irlanda?",
        "wer leitet die verpflichtung zu whistleblowers in großbritannien, und gibt es eine in irland?",
        "quem lidera o compromisso sobre whistleblowers no reino unido, e há um na irlanda?",
    ],
)
def test_of_two_countries_both_are_told(question: str, store: Store) -> None:
    """Whether another country has one too is answered beside what was asked of the first."""
    assert {item.code for item in in_thread(store, question).items} == {"UK0001", "IE0002"}


@pytest.mark.parametrize(
    "question",
    [
        "IE0001 어떻게 됐어?",
        "IE0001은 어찌 됐나요?",
        "아일랜드의 IE0001 공약은 어떻게 되었나요?",
        "how did IE0001 turn out?",
        "¿en qué terminó IE0001?",
        "qu'a donné IE0001 ?",
        "no que deu o IE0001?",
        "was ist mit IE0001 passiert?",
    ],
)
def test_what_became_of_one_is_its_state(question: str, store: Store) -> None:
    """Whoever asks what became of a commitment is told its completion, in every language."""
    answer = in_thread(store, question)
    assert ("completion", "Complete") in {(item.field, item.raw) for item in answer.items}, answer.text


@pytest.mark.parametrize(
    "question",
    [
        "who was on the hook for the regulation of lobbying in ireland",
        "who has to answer for the regulation of lobbying in ireland",
        "¿quién tiene que responder por IE0001?",
        "à qui incombe IE0001 ?",
        "quem responde pelo IE0001?",
        "wer hat IE0001 zu verantworten?",
    ],
)
def test_who_answers_for_one_is_who_leads_it(question: str, store: Store) -> None:
    """Whoever asks who has to answer for a commitment is told its lead institution."""
    answer = in_thread(store, question)
    assert "Department of Reform" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "what completion did the IRM give to Ireland's pledge to pass a regulation of lobbying",
        "what completion did the reviewers give to the Irish regulation of lobbying?",
        "quel achèvement l'IRM a-t-il attribué à IE0001 ?",
        "que grau de conclusão o IRM deu ao IE0001?",
    ],
)
def test_what_the_reviewers_gave_is_asked_for_alone(question: str, store: Store) -> None:
    """That the reviewers gave a rating asks for the rating, and for no report of theirs."""
    answer = in_thread(store, question)
    assert [item.raw for item in answer.items] == ["Complete"], answer.text


@pytest.mark.parametrize(
    "question",
    [
        "c'est quoi la date de fin ?",
        "¿qué es la fecha de fin?",
        "o que é a data de término?",
        "was ist das Enddatum?",
        "what is the end date?",
        "종료일이 뭐예요?",
    ],
)
def test_a_field_with_its_article_is_looked_up_of_the_one_spoken_of(question: str, store: Store) -> None:
    """In a thread “what is the end date?” asks for that of its commitment, and for no definition."""
    answer = in_thread(store, "IE0001", question)
    assert [item.raw for item in answer.items] == ["2016-03-31"], answer.text


@pytest.mark.parametrize("question", ["c'est quoi un impact potentiel ?", "¿qué significa impacto potencial?"])
def test_a_term_without_its_article_is_defined_in_a_thread_too(question: str, store: Store) -> None:
    """What a term means is told though a commitment was spoken of."""
    assert "Potential Impact" in in_thread(store, "IE0001", question).text
