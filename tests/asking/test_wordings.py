"""Wordings of one kind in every language: how far something was done, its size, who takes part, and what it is."""

from __future__ import annotations

import pytest

from bot.asking.lexicon import detect
from bot.asking.normalise import tokenise
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


# -- topics, and what is asked of them --

TOPICS = (
    "Code,Title,Brief,Lead,Done,Star,End\n"
    "UK0001,Whistleblower channels,Protection of whistleblowers.,Home Office,Complete,1,2013-06-30\n"
    "UK0002,Whistleblower law,Protection of whistleblowers.,Home Office,Limited,0,2013-06-30\n"
    "UK0003,Open schools,The 2014 World Cup in stadiums was audited by citizens.,Home Office,Complete,1,2013-06-30\n"
    "UK0004,Open hospitals,Beds.,Home Office,Limited,1,2015-06-30\n"
    "LV0001,Whistleblower office,Protection of whistleblowers.,Riga,Not Started,0,2013-06-30\n"
    "ES0009,9: e-salud,Recetas.,Sanidad,Complete,0,2013-12-01\n"
    "ES0005,5: e-justicia,Juzgados.,Justicia,Complete,0,2014-12-01\n"
    "ES0006,6: La salud de los mares,Salud de los mares y justicia.,Sanidad,Limited,0,2012-12-01\n"
    "BR0003,3.3. “Brazil Transparent” Program,Towns.,CGU,Complete,0,2013-12-01\n"
    "BR0004,4. Transparent purchases,Transparent prices.,CGU,Complete,0,2013-12-01\n"
    "BR0008,2.8. Open Educational Data,Schools.,CGU,Complete,0,2013-12-01\n"
    "DO0001,Portal de Datos Abiertos,Datos.,DIGEIG,Limited,0,2013-12-01\n"
    "NO0004,Pension fund,Funds.,Norges Bank (Norway's Central Bank),Complete,0,2013-12-01\n"
    "UY0004,Catastro,Land.,Land office,Complete,0,2013-12-01\n"
)


@pytest.fixture(scope="module")
def topics(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A database of fourteen commitments of seven countries."""
    return tabled(tmp_path_factory.mktemp("topics"), TOPICS)


@pytest.mark.parametrize(
    "question",
    [
        "which countries have commitments about whistleblowers?",
        "¿qué países tienen compromisos sobre whistleblowers?",
        "quels pays ont des engagements sur les whistleblowers ?",
        "Welche Länder haben Verpflichtungen zu Whistleblower?",
        "Quais países têm compromissos sobre whistleblowers?",
    ],
)
def test_a_topic_narrows_which_countries(question: str, topics: Store) -> None:
    """Which countries, with a topic, are those that have commitments about it."""
    answer = in_thread(topics, question)
    assert answer.result is not None, answer.text
    assert set(answer.result["value"]) == {"United Kingdom", "Latvia"}


@pytest.mark.parametrize(
    "question",
    [
        "how many starred commitments does the United Kingdom have and how many of those are complete?",
        "how many starred commitments does the UK have, and of those how many are complete?",
        "¿cuántos compromisos con estrella tiene Reino Unido y cuántos de esos están completos?",
        "combien d'engagements étoilés a le Royaume-Uni et combien d'entre eux sont achevés ?",
        "quantos compromissos com estrela tem o Reino Unido e quantos desses foram concluídos?",
    ],
)
def test_how_many_of_those_counts_among_the_first(question: str, topics: Store) -> None:
    """The second of two numbers is one of those counted first where it points at them."""
    assert ": 3." in (text := in_thread(topics, question).text), text
    assert ": 2." in text


def test_a_number_that_is_asked_about_is_held(topics: Store) -> None:
    """A sentence on 2014 is no answer to what is asked of 2022."""
    assert "audited" in in_thread(topics, "who audited the world cup stadiums in 2014?").text
    assert "audited by citizens" not in in_thread(topics, "who audited the world cup stadiums in 2022?").text


@pytest.mark.parametrize(
    "question", ["who won the world cup in 2022", "quién ganó el mundial de 2014", "qui a gagné la coupe en 2014 ?"]
)
def test_who_won_is_not_of_commitments(question: str, topics: Store) -> None:
    """Who won something is told by no document."""
    assert in_thread(topics, question).outcome == "abstain"


def test_words_of_portuguese_alone_tell_it_from_spanish(topics: Store) -> None:
    """A question that begins with a word for “the” that Spanish has as “or” is Portuguese."""
    assert in_thread(topics, "o programa Brasil Transparente está concluído?").lang == "pt"


def test_a_letter_and_a_hyphen_are_part_of_a_word(topics: Store) -> None:
    """A word with a letter and a hyphen before it is another word than without them."""
    thread = ("e-salud, España", "cuando terminaba?")
    assert "2013" in in_thread(topics, *thread).text
    assert "2014" in in_thread(topics, *thread, "y el de e-justicia?").text


def test_a_country_tells_the_language_of_a_few_words() -> None:
    """Where no word tells the language, the name of a country does; alone it does not."""
    said = [
        [token for token in tokenise(text) if token.is_word] for text in ("salud, España", "España", "Spain health")
    ]
    assert [detect(words) for words in said] == ["es", "en", "en"]


def test_no_title_is_made_of_words_with_another_between(topics: Store) -> None:
    """Words with another word of weight between them are no misspelt title."""
    assert "DO0001" not in in_thread(topics, "Dados educacionais abertos").text


@pytest.mark.parametrize(
    "question",
    [
        "whistle blower protection: what has actually been completed?",
        "whistleblower protection - what is finished?",
    ],
)
def test_what_is_so_behind_a_topic_lists(question: str, topics: Store) -> None:
    """Behind a topic, what is complete asks which of its commitments are."""
    assert listed(topics, question) == ("UK0001",)


@pytest.mark.parametrize(
    "question",
    [
        "does the bank of Uruguay (central bank) lead anything?",
        "which commitments does the bank of Uruguay (central bank) lead?",
    ],
)
def test_no_bank_of_another_country_is_taken(question: str, topics: Store) -> None:
    """An institution that is named with a country is none of another, nor is the whole country meant."""
    text = in_thread(topics, question).text
    assert "NO0004" not in text
    assert "UY0004" not in text
