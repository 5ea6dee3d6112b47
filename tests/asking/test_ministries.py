"""Ministries, countries and verbs in the words of any language: what documents have in another is found."""

from __future__ import annotations

import pytest

from bot.records.store import Store
from tests.asking.conftest import in_thread, listed, tabled

TABLE = (
    "Code,Title,Brief,Lead,Done,Star,Year,End\n"
    "BR0001,Health Councils,Councils join,Ministry of Health,Limited,No,2013,2014-01-31\n"
    "BR0002,Digital Cities Project,Towns are linked,Ministry of Communications,Substantial,No,2013,2014-12-31\n"
    "BR0003,“Brazil Transparent” Program,Offices publish,Comptroller,Complete,No,2012,2013-12-31\n"
    "CL0001,Portal ciudadano de salud,Se publica,Ministerio de Salud,Limited,No,2013,2013-06-30\n"
    "GE0001,Court portal,Rulings are published,Ministry of Justice of Georgia,Complete,No,2013,2014-01-31\n"
    "GE0002,Notary register,Deeds are kept,Ministry of Justice,Limited,No,2013,2014-02-28\n"
    "MX0001,Padrón de empresas,Se publica,Secretaría de Economía,Limited,No,2013,2013-06-30\n"
    "NL0001,Open spending,Spending is shown,Ministry of the Interior,Complete,No,2013,2013-12-31\n"
    "RS0001,Budget monitoring,Funds are watched,Ministry of Finance,Complete,No,2013,2014-06-30\n"
    "RS0002,Protection of whistleblowers,Workers may speak up,Ministry of Justice,Limited,Yes,2013,2014-02-28\n"
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A database of ten commitments of six countries."""
    return tabled(tmp_path_factory.mktemp("tables"), TABLE)


@pytest.mark.parametrize(
    "question",
    [
        "quais compromissos do Brasil são do Ministério da Saúde?",
        "compromisos de Brasil que son del Ministerio de Salud",
        "quels engagements du Brésil sont pilotés par le ministère de la Santé ?",
        "welche Verpflichtungen aus Brasilien leitet das Gesundheitsministerium?",
        "welche Verpflichtungen aus Brasilien leitet das Ministerium für Gesundheit?",
        "브라질에서 보건부가 이끄는 공약",
        "which brazilian commitments are led by the ministry of health?",
    ],
)
def test_a_ministry_is_found_by_what_it_is_in_any_language(question: str, store: Store) -> None:
    """A ministry that documents have in English is meant by its name in the question's language."""
    assert listed(store, question) == ("BR0001",)


@pytest.mark.parametrize(
    "question", ["compromissos do Chile do Ministério da Saúde", "engagements du Chili du ministère de la Santé"]
)
def test_a_ministry_that_documents_have_in_spanish_is_meant_too(question: str, store: Store) -> None:
    """Whoever names a ministry in one language means it as well where documents have it in a third."""
    assert listed(store, question) == ("CL0001",)


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("which Chilean commitments are led by the Ministry of Health?", "CL0001"),
        ("what does the Ministry of Health lead in Chile?", "CL0001"),
        ("what does the Ministry of Economy do in Mexico?", "MX0001"),
        ("qué lidera el Ministerio de Economía de México?", "MX0001"),
        ("commitments led by the Ministry of Health in Brazil", "BR0001"),
    ],
)
def test_an_english_name_finds_what_a_country_writes_otherwise(question: str, code: str, store: Store) -> None:
    """“Ministry of Economy” is the “Secretaría de Economía” of Mexico."""
    assert listed(store, question) == (code,)


@pytest.mark.parametrize(
    "question",
    ["commitments led by the Ministry of Justice in Georgia", "what does Georgia's Ministry of Justice lead?"],
)
def test_a_ministry_beside_its_country_is_found_however_it_is_written(question: str, store: Store) -> None:
    """“Ministry of Justice in Georgia” means those of Georgia that are written without the country as well."""
    assert listed(store, question) == ("GE0001", "GE0002")


@pytest.mark.parametrize(
    "turns",
    [
        ("Verpflichtungen von Serbien", "nur die vom Justizministerium"),
        ("Verpflichtungen von Serbien", "nur die des Justizministeriums"),
        ("compromissos da Sérvia", "só os do Ministério da Justiça"),
        ("compromisos de Serbia", "solo los del Ministerio de Justicia"),
    ],
)
def test_a_set_is_narrowed_to_those_of_a_ministry(turns: tuple[str, str], store: Store) -> None:
    """“Only those of the …” narrows what was listed, also where the ministry is a compound."""
    assert listed(store, *turns) == ("RS0002",)


def test_a_list_that_was_to_be_narrowed_does_not_come_again(store: Store) -> None:
    """Where the word to narrow a set by is not known, that is said, and the set is not listed once more."""
    answer = in_thread(store, "Verpflichtungen von Serbien", "nur die vom Zorpelministerium")
    assert (answer.outcome, answer.reason) == ("abstain", "not_understood"), answer.text
    assert "Zorpelministerium" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "quais compromissos do Brasil venciam antes de março de 2014?",
        "quais compromissos do Brasil expiravam antes de março de 2014?",
        "quais compromissos do Brasil venceriam antes de março de 2014?",
        "qué compromisos de Brasil caducaban antes de marzo de 2014?",
        "quels engagements du Brésil expiraient avant mars 2014 ?",
        "welche Verpflichtungen aus Brasilien waren vor März 2014 fällig?",
        "2014년 3월 전에 만료되던 브라질 공약은?",
    ],
)
def test_verbs_of_being_due_are_known_in_their_tenses(question: str, store: Store) -> None:
    """What was to end before a day is listed by its last day, whatever tense the verb is in."""
    assert listed(store, question) == ("BR0003", "BR0001")


@pytest.mark.parametrize(
    ("question", "verb"),
    [
        ("quais compromissos do Brasil zurupavam antes de março de 2014?", "zurupavam"),
        ("qué compromisos de Chile zurrupaban antes de marzo de 2014?", "zurrupaban"),
        ("quels engagements du Brésil zorpaient avant mars 2014 ?", "zorpaient"),
        ("welche Verpflichtungen aus Serbien zorpten vor März 2014?", "zorpten"),
    ],
)
def test_an_unknown_verb_is_no_text_to_look_for(question: str, verb: str, store: Store) -> None:
    """A verb that nobody knows is said not to be understood; nothing is said to be found nowhere for it."""
    answer = in_thread(store, question)
    assert (answer.outcome, answer.reason) == ("abstain", "not_understood"), answer.text
    assert verb in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "o que o Brasil prometeu sobre as cidades digitais?",
        "o que foi prometido pelo Brasil sobre cidades digitais?",
        "quem responde pelas cidades digitais no Brasil?",
        "o compromisso das cidades digitais foi concluído?",
        "¿qué prometía Brasil sobre ciudades digitales?",
    ],
)
def test_a_promise_is_found_by_what_it_is_in_the_language_of_the_question(question: str, store: Store) -> None:
    """A commitment with an English title is found by the words of another language, in verbs of any tense."""
    answer = in_thread(store, question)
    assert answer.outcome == "answer", answer.text
    assert "BR0002" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "qual o nome do contato do programa Brasil Transparente?",
        "cuál es el nombre del contacto del programa Brasil Transparente?",
        "quel est le nom du contact du programme Brasil Transparente ?",
    ],
)
def test_what_a_programme_is_called_is_no_persons_name(question: str, store: Store) -> None:
    """The contact of a programme is asked of the commitment so called, and nobody of that name is looked for."""
    answer = in_thread(store, question)
    assert answer.reason != "no_such_person", answer.text
    assert "BR0003" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "Répartition des engagements des Pays-Bas par niveau d'achèvement",
        "engagements des Pays-Bas par achèvement",
        "compromisos de los Países Bajos por nivel de cumplimiento",
        "compromissos dos Países Baixos por conclusão",
    ],
)
def test_a_word_in_the_name_of_a_country_asks_for_nothing(question: str, store: Store) -> None:
    """“Pays-Bas” is a country, and no question for one."""
    answer = in_thread(store, question)
    assert answer.intent == "group", answer.text
    assert "Complete: 1" in answer.text.replace(" :", ":")


def test_a_country_is_no_misspelt_word_of_a_title(store: Store) -> None:
    """A country that no document is of is told so, not taken for a word of a title that is like its name."""
    answer = in_thread(store, "o que Portugal promete sobre saúde?")
    assert answer.reason == "no_such_country", answer.text


@pytest.mark.parametrize(
    "question",
    [
        "Which single country has the largest number of commitments?",
        "which country contains the largest number of commitments?",
        "¿qué único país tiene más compromisos?",
        "qual único país tem mais compromissos?",
        "welches einzelne Land hat die meisten Verpflichtungen?",
        "어느 나라 하나에 공약이 가장 많아요?",
    ],
)
def test_a_word_for_one_changes_nothing_of_which(question: str, store: Store) -> None:
    """“Which single country has the most …?” asks what it asks without that word."""
    answer = in_thread(store, question)
    assert answer.outcome == "answer", answer.text
    assert "Brazil: 3" in answer.text


def test_submitted_is_said_of_all_commitments(store: Store) -> None:
    """That commitments were submitted narrows nothing: the year with the most of them is named."""
    for question in ("Qual ano teve mais compromissos apresentados?", "¿qué año tuvo más compromisos presentados?"):
        assert "2013: 9" in in_thread(store, question).text


def test_none_of_a_few_states_what_is_asked(store: Store) -> None:
    """Where none of a few commitments states a field, that is told of each."""
    answer = in_thread(store, "phone of BR0001 and CL0001")
    assert answer.outcome == "abstain"
    assert "BR0001" in answer.text
    assert "CL0001" in answer.text
