"""Messages of several parts: what tells, what asks, and what may not be left out of either."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.asking import Answer

Asks = Callable[..., Answer]

LEAD = "Ministry of the Interior"
END = "31 December 2017"


@pytest.mark.parametrize(
    ("message", "code", "value"),
    [
        ("I gather KR0032 did not set the world alight. When was it to end?", "KR0032", END),
        ("My panel wants to hear of KR0032, so may I please know which ministry leads it?", "KR0032", LEAD),
        ("Which ministry leads KR0032, since the minutes must be finished by noon?", "KR0032", LEAD),
        ("Korea promised an application for citizen services, I recall. Who leads it?", "KR0032", LEAD),
        ("My cousin writes poems about bees: when does KR0032 end?", "KR0032", END),
        ("Mi colega prepara un viaje al sur. ¿Quién lidera KR0032?", "KR0032", LEAD),
        ("Mon voisin collectionne les timbres. Qui dirige KR0032 ?", "KR0032", LEAD),
    ],
)
def test_the_part_that_asks_is_answered_of_what_another_part_names(
    asked: Asks, message: str, code: str, value: str
) -> None:
    """What is told before or behind a question does not keep it from being answered, of the commitment it names."""
    answer = asked(message)
    assert (answer.outcome, {item.code for item in answer.items}) == ("answer", {code})
    assert value in [item.raw for item in answer.items]


def test_a_message_that_only_names_a_commitment_gets_no_record_for_an_answer(asked: Asks) -> None:
    """A question that is not understood is not answered with the whole record of what it names."""
    answer = asked("KR0032: anything worth writing home about?")
    assert (answer.outcome, answer.reason, answer.items) == ("abstain", "not_understood", ())


def test_the_code_of_one_part_is_never_exchanged_for_a_described_commitment(asked: Asks) -> None:
    """Words beside a code describe no commitment in its place."""
    answer = asked("I gather KR0029 had an application for citizen services in mind. What was its end date?")
    assert "KR0029" in {item.code for item in answer.items}


@pytest.mark.parametrize(
    "message",
    [
        "I study the zebras of Narnia: how many commitments?",
        "who all is a zebra keeper - which comimtments have one as contact",
    ],
)
def test_what_was_told_is_not_dropped_for_all_commitments(asked: Asks, message: str) -> None:
    """Words that nobody knows are not left out of a question that is then asked of everything."""
    answer = asked(message)
    assert answer.outcome != "answer" or "zebra" in (answer.reading + answer.text)


@pytest.mark.parametrize(
    "question",
    [
        "email of the deputy of KR0032",
        "KR0032's spokesperson: phone?",
        "the backup contact's email for KR0032",
        "email of the registrar for KR0032",
        "phone of the EU delegation for KR0032",
        "what is the phone number of her assistant at KR0032?",
        "correo del suplente de KR0032",
        "le téléphone du porte-parole de KR0032",
    ],
)
def test_a_contact_of_somebody_else_is_not_answered_with_the_one_on_record(asked: Asks, question: str) -> None:
    """The email or phone of another person than the one responsible is not known, and none is shown."""
    answer = asked(question)
    assert answer.outcome == "abstain"
    assert "@" not in answer.text and "+82" not in answer.text


def test_what_is_measured_must_be_known(asked: Asks) -> None:
    """An unknown word behind "more" is no number of commitments."""
    answer = asked("Is Korea more corrupt than Japan?")
    assert answer.outcome != "answer"


@pytest.mark.parametrize(
    "message",
    [
        "Good morning from Seoul",
        "Asante sana, you saved my evening!",
        "Buenas tardes, espero que esté bien",
        "수고 많으십니다.",
    ],
)
def test_a_kind_word_gets_a_kind_word(asked: Asks, message: str) -> None:
    """A greeting, thanks or praise asks nothing, in whatever words."""
    assert asked(message).outcome == "help"


@pytest.mark.parametrize(
    "message", ["hello, anything about privacy", "thanks, KR0032 phone", "good morning, who leads KR0032"]
)
def test_a_greeting_before_a_question_is_no_small_talk(asked: Asks, message: str) -> None:
    """What is asked behind a greeting is answered."""
    assert asked(message).outcome != "help"


@pytest.mark.parametrize(
    ("message", "number"),
    [
        ("Who leads KR0032 and how many commitments has Korea?", 48),
        ("How many commitments has Korea, and who leads KR0032?", 48),
        ("Who leads KR0032? And which Korean commitments are about aid?", 2),
        ("Tell me who leads KR0032 and how many commitments are about aid", 2),
        ("¿Quién lidera KR0032 y cuántos compromisos tiene Corea?", 48),
        ("Qui dirige KR0032 et combien d'engagements a la Corée ?", 48),
        ("Wer leitet KR0032 und wie viele Verpflichtungen hat Korea?", 48),
        ("Quem lidera KR0032 e quantos compromissos tem a Coreia?", 48),
        ("KR0032는 누가 주관하나요? 한국의 공약은 몇 개인가요?", 48),
    ],
)
def test_two_questions_of_one_message_are_both_answered(asked: Asks, message: str, number: int) -> None:
    """Of two questions joined by an “and” or in two sentences neither is dropped."""
    answer = asked(message)
    parts = [part["value"] for part in (answer.result or {})["parts"]]
    assert number in [one if isinstance(one, int) else len(one) for one in parts]
    assert LEAD in [item.raw for item in answer.items]


def test_a_total_and_what_it_is_of_are_two_numbers(asked: Asks) -> None:
    """How many there are in total and of how many countries: both are told."""
    answer = asked("How many commitments does the database have in total and of how many countries?")
    assert [part["value"] for part in (answer.result or {})["parts"]] == [48, 1]


def test_a_question_that_is_not_understood_beside_another_is_told(asked: Asks) -> None:
    """Where only one of two questions is understood, the words of the other are said to be left out."""
    answer = asked("How many commitments has Korea? What is the capital of Korea?")
    assert (answer.result or {})["value"] == 48
    assert "What is the capital of Korea" in answer.text


def test_what_one_reading_says_of_both_questions_is_said_once(asked: Asks) -> None:
    """Two fields of one commitment are one look-up."""
    answer = asked("Who leads KR0032 and when does it end?")
    assert answer.frame["kind"] == "lookup"
    assert {LEAD, END} <= {item.raw for item in answer.items}


_STORIES = {
    "en": (
        "Morning all! Quick one before my flight, the wifi is awful here. We had drinks with the team last night and "
        "they kept going on about how proud they were, how nothing else had ever changed so much in the first place, "
        "and so on. So what I need is simply this: {} Thanks a million, I owe you a coffee."
    ),
    "es": (
        "Hola equipo, disculpen que escriba tanto: estoy preparando una presentación para el viceministro, que quiere "
        "empezar con algo que llame la atención, y ya descarté tres ideas porque nadie supo confirmar nada. Me acordé "
        "de ustedes anoche. {} Con eso me basta, gracias."
    ),
    "fr": (
        "Bonjour à tous, je prépare une note pour ma directrice, qui veut une réponse claire avant midi. J'ai déjà lu "
        "beaucoup de choses, mais entre les traductions et les versions contradictoires je m'y perds un peu. Dites-moi "
        "donc : {} Merci mille fois, et bonne journée."
    ),
    "pt": (
        "Oi pessoal, tudo bem? Estou ajudando uma colega que perdeu o acesso ao arquivo bem no dia do fechamento, e o "
        "chefe dela não para de ligar. Enquanto isso não se resolve, e já pedindo desculpa pela mensagem comprida, {} "
        "É só isso mesmo, obrigado!"
    ),
    "de": (
        "Guten Tag, ich schreibe gerade an meiner Dissertation und komme mit den vielen Tabellen nicht ganz klar; mein "
        "Betreuer meinte, ich solle einfach fragen. Nach drei Stunden Suche im Archiv habe ich aufgegeben. Mich "
        "interessiert eigentlich nur eines: {} Vielen Dank und ein schönes Wochenende!"
    ),
}


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "how many commitments does Korea have?"),
        ("es", "¿Cuántos compromisos tiene Corea?"),
        ("fr", "combien d'engagements la Corée a-t-elle ?"),
        ("pt", "vocês podem me dizer quantos compromissos tem a Coreia?"),
        ("de", "Wie viele Verpflichtungen hat Korea?"),
    ],
)
def test_of_a_long_message_the_sentence_that_asks_is_read(asked: Asks, language: str, question: str) -> None:
    """Words of a story around a question do not count for it, and the answer tells what was read."""
    answer = asked(_STORIES[language].format(question))
    assert (answer.outcome, (answer.result or {}).get("value")) == ("answer", 48)
    assert question.rstrip(" ?.") in answer.text


@pytest.mark.parametrize(
    "question", ["how many commitments are complete?", "can you tell me when that Korean commitment ends?"]
)
def test_of_a_long_message_nothing_is_read_that_the_story_may_tell(asked: Asks, question: str) -> None:
    """Where the story names a code and the question none, or it points at what was told, nothing is answered of it."""
    told = (
        "It was all about KR0032 and Brazil, as you may well imagine, and my boss did not like it at all. " + question
    )
    answer = asked(_STORIES["en"].format(told))
    assert "Of your long message" not in answer.text
    assert answer.outcome != "answer" or "KR0032" in {item.code for item in answer.items}


@pytest.mark.parametrize(
    ("message", "either"),
    [
        ("commitments about aid and e-petitions", ("commitments about aid", "commitments about e-petitions")),
        ("compromisos sobre aid y e-petitions", ("commitments about aid", "commitments about e-petitions")),
    ],
)
def test_two_topics_that_no_commitment_has_both_of_are_either(
    asked: Asks, message: str, either: tuple[str, str]
) -> None:
    """What is about one topic and another, and is nowhere about both, is about either."""
    codes = [{item.code for item in asked(one).items} for one in either]
    assert all(codes)
    assert not codes[0] & codes[1]
    assert {item.code for item in asked(message).items} == codes[0] | codes[1]


@pytest.mark.parametrize(
    "message",
    [
        "commitments about both aid and e-petitions",
        "which commitments are about aid and also about e-petitions",
        "is there a commitment about aid and e-petitions?",
    ],
)
def test_where_both_topics_are_meant_one_is_not_enough(asked: Asks, message: str) -> None:
    """“Both”, “also about” and a question for a yes or no ask for what is about each topic."""
    assert asked(message).items == ()
