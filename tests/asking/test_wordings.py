"""Wordings of one kind in every language: how far something was done, its size, who takes part, and what it is."""

from __future__ import annotations

import pytest

from bot.records.store import Store
from tests.asking.conftest import in_thread, listed, tabled

TABLE = (
    "Code,Title,Lead,Support,Done,Impact,Year,End\n"
    "CL0001,Portal de Transparencia,Ministry of Justice,None,Complete,Moderate,2012,2013-06-30\n"
    "CL0002,Portal de Transparencia 2,Ministry of Justice,None,Limited,Minor,2014,2015-06-30\n"
    "HU0001,Publicity of contracts,Ministry of Justice,UNESCO,Limited,Moderate,2013,2014-06-30\n"
    "HU0002,Searchable procurement,Ministry of Justice,UNESCO,Complete,Minor,2013,2014-06-30\n"
    "HU0003,Fiscal data,Ministry of Finance,Transparency International,Substantial,Minor,2013,2014-06-30\n"
    "NL0001,ACTION 8: More transparency through Volgdewet.nl,Netwerk,None,Complete,Minor,2013,2014-06-30\n"
    "NL0002,ACTION 9: Strengthening of the council (RVS),Netwerk,None,Complete,Minor,2013,2014-06-30\n"
    "UY0001,4.3.Catastro Abierto,Ministry of Land,None,Complete,Moderate,2014,2016-06-30\n"
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A database of eight commitments of four countries."""
    return tabled(tmp_path_factory.mktemp("tables"), TABLE)


@pytest.mark.parametrize(
    "question",
    [
        "which Hungarian commitments were only partly implemented?",
        "¿qué compromisos de Hungría se cumplieron sólo parcialmente?",
        "quels engagements hongrois ont été réalisés en partie ?",
        "quais compromissos da Hungria foram parcialmente executados?",
        "Welche ungarischen Zusagen wurden nur eingeschränkt umgesetzt?",
        "헝가리 공약 중 부분적으로 이행된 것은?",
    ],
)
def test_a_degree_beside_a_verb_of_being_done_is_one_value(question: str, store: Store) -> None:
    """A word of degree and the verb that it belongs to tell one level of completion, not one or the other."""
    assert listed(store, question) == ("HU0001",)


@pytest.mark.parametrize(
    "question",
    [
        "Hungarian commitments of moderate scope",
        "compromisos de Hungría de alcance moderado",
        "engagements hongrois de portée modérée",
        "compromissos da Hungria de alcance moderado",
        "ungarische Zusagen von mittlerer Tragweite",
        "헝가리 공약 중 파급력이 보통인 것",
    ],
)
def test_the_size_of_an_effect_is_its_potential_impact(question: str, store: Store) -> None:
    """Scope, reach and the like are words for the potential impact."""
    assert listed(store, question) == ("HU0001",)


@pytest.mark.parametrize(
    "question",
    [
        "in which commitments does UNESCO appear as a partner?",
        "¿En qué compromisos aparece la UNESCO como organización de apoyo?",
        "Dans quels engagements l'UNESCO figure-t-elle comme partenaire ?",
        "Em quais compromissos a UNESCO aparece como parceira?",
        "In welchen Zusagen taucht die UNESCO als Partner auf?",
    ],
)
def test_who_appears_as_a_partner_supports(question: str, store: Store) -> None:
    """To appear, figure or take part as a partner is to be a supporting institution."""
    assert listed(store, question) == ("HU0001", "HU0002")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("in which commitments does UNESCO appear as a partner?", "how many are there?"),
        ("¿En qué compromisos aparece la UNESCO como socia?", "¿cuántos son?"),
        ("Em quais compromissos a UNESCO aparece como parceira?", "quantos são?"),
    ],
)
def test_how_many_of_them_counts_the_set_before(first: str, second: str, store: Store) -> None:
    """Behind a list “how many are there?” counts that list."""
    answer = in_thread(store, first, second)
    assert answer.result is not None
    assert answer.result["value"] == 2


@pytest.mark.parametrize(
    "question",
    [
        "Quantos compromissos da Hungria ficaram com execução limitada?",
        "¿cuántos compromisos de Hungría quedaron limitados?",
        "how many Hungarian commitments ended up limited?",
        "Wie viele ungarische Zusagen blieben begrenzt?",
    ],
)
def test_to_end_up_says_nothing_more(question: str, store: Store) -> None:
    """Verbs of ending up and remaining add no condition of their own."""
    answer = in_thread(store, question)
    assert answer.result is not None, answer.text
    assert answer.result["value"] == 1


@pytest.mark.parametrize(
    "question",
    [
        "Que percentual dos compromissos húngaros foi concluído?",
        "qual a taxa de compromissos concluídos na Hungria?",
        "¿cuál es la tasa de compromisos cumplidos en Hungría?",
        "Wie hoch ist die Quote der umgesetzten Zusagen in Ungarn?",
    ],
)
def test_words_of_share_ask_for_a_share(question: str, store: Store) -> None:
    """A rate, a quota or a percentage of commitments is a share of them."""
    answer = in_thread(store, question)
    assert answer.frame["kind"] == "share"


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("en Uruguay había algo para abrir los datos del catastro, ¿en qué quedó?", "UY0001"),
        ("No Uruguai havia algo para abrir os dados do catastro; em que deu?", "UY0001"),
        (
            "Wer ist federführend bei der niederländischen Aktion zum Nachverfolgen von Gesetzen im Netz (Volgdewet)?",
            "NL0001",
        ),
    ],
)
def test_a_rare_word_of_a_title_tells_which_one_is_described(question: str, code: str, store: Store) -> None:
    """A description in other words than the title's means the one commitment of the country that has its rare word."""
    assert in_thread(store, question).frame["codes"] == [code]


@pytest.mark.parametrize(
    "question",
    [
        "When did Chile submit its plan?",
        "¿Cuándo presentó Chile su plan?",
        "quand le Chili a-t-il présenté son plan ?",
        "quando o Chile apresentou o seu plano?",
        "Wann hat Chile seinen Plan vorgelegt?",
    ],
)
def test_a_plan_was_submitted_in_its_cycle(question: str, store: Store) -> None:
    """When a plan was submitted is told by its cycle, and not by the dates of its commitments."""
    answer = in_thread(store, question)
    assert answer.frame["group"] == "cycle"
    assert answer.result is not None
    assert "2014" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "¿Cuánto costó el portal de transparencia de Chile?",
        "quanto custou o portal da transparência do Chile?",
        "combien a coûté le portail de transparence du Chili ?",
    ],
)
def test_what_no_document_states_is_refused_whichever_is_meant(question: str, store: Store) -> None:
    """Nobody is asked which of several commitments is meant where the answer is the same of all."""
    assert in_thread(store, question).reason == "field_unknown"


@pytest.mark.parametrize(
    "question",
    [
        "What is the email of the contact point of the RVS?",
        "Qual é o e-mail do ponto de contato da RVS?",
        "¿Cuál es el correo del punto de contacto de la RVS?",
        "Wie lautet die E-Mail-Adresse der Kontaktperson der RVS?",
        "RVS 담당자 이메일은 뭐야?",
    ],
)
def test_letters_whose_contact_is_asked_are_a_body(question: str, store: Store) -> None:
    """An abbreviation that stands in one title is a body's name, whose contact is not that commitment's."""
    assert in_thread(store, question).reason == "no_such_institution"
