"""The question banks of the languages besides English: every wording gets the answer that the documents give."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from bot.asking import ask
from bot.asking.lexicon import lexicon
from bot.asking.mentions.dates import find_intervals
from bot.asking.normalise import normalise
from bot.records.languages import LANGUAGES, is_complete
from bot.records.store import Store
from tests.asking.conftest import ROOT
from tests.generator.seeds import seeds
from tests.questions.asked import converse
from tests.questions.bank import AS_OF, Case, load
from tests.questions.citations import misleading
from tests.questions.judgement import complaints
from tests.thorough import some

OTHERS = LANGUAGES[1:]
CASES = [case for language in OTHERS for case in load(language)]
TRUTH = seeds(ROOT / "corpus")
TEXTS = {path.name: path.read_bytes().decode("utf-8") for path in (ROOT / "corpus").glob("*.txt")}
ENOUGH = 30


@pytest.mark.parametrize("case", some(CASES, 2), ids=lambda case: case.id)
def test_the_bank_is_answered(case: Case, store: Store) -> None:
    """A question of the bank gets the right answer in its own language, and every quote stands in its document."""
    given = converse(store, [*case.thread, case.question])
    answer = given.to_json()

    assert complaints(case, answer, TRUTH) == []
    assert answer["lang"] == case.id[:2]
    assert misleading(given, TEXTS) == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_bank_has_enough_wordings_and_repeats_none(language: str) -> None:
    """Each complete language is asked enough different questions, and none asks one twice."""
    counted = Counter((case.thread, case.question) for case in load(language))

    enough = ENOUGH if is_complete(language) else 0
    assert len(counted) >= enough, f"tests/questions/{language}.toml asks {len(counted)} questions, not {enough}"
    assert [asked for asked, times in counted.items() if times > 1] == []


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("¿cuándo termina KR0029?", "Fecha de fin: 30 June 2018"),
        ("quand se termine KR0029 ?", "Date de fin : 30 June 2018"),
        ("KR0029는 언제 끝나나요?", "종료일: 30 June 2018"),
        ("wann läuft KR0029 aus?", "Enddatum: 30 June 2018"),
    ],
)
def test_an_answer_is_worded_in_the_language_of_its_question(question: str, statement: str, store: Store) -> None:
    """Labels are in the reader's language, values as they stand in the document."""
    answer, _thread = ask(store, question, as_of=AS_OF)

    assert statement in answer.statement


@pytest.mark.parametrize(
    ("language", "said", "first", "last"),
    [
        ("en", "before 30 June 2018", None, "2018-06-29"),
        ("en", "between 1 May and 30 June 2018", "2018-05-01", "2018-06-30"),
        ("en", "in Q4 2016", "2016-10-01", "2016-12-31"),
        ("en", "in the second quarter of 2015", "2015-04-01", "2015-06-30"),
        ("en", "next 90 days", "2026-11-21", "2027-02-19"),
        ("en", "last quarter", "2026-07-01", "2026-09-30"),
        ("en", "since Monday", "2026-11-16", None),
        ("en", "3 months ago", "2026-08-01", "2026-08-31"),
        ("es", "antes del 30 de junio de 2018", None, "2018-06-29"),
        ("es", "entre el 1 de mayo y el 30 de junio de 2018", "2018-05-01", "2018-06-30"),
        ("es", "entre enero y marzo de 2027", "2027-01-01", "2027-03-31"),
        ("es", "en el primer trimestre de 2018", "2018-01-01", "2018-03-31"),
        ("es", "en los próximos 90 días", "2026-11-21", "2027-02-19"),
        ("es", "el mes pasado", "2026-10-01", "2026-10-31"),
        ("es", "el año que viene", "2027-01-01", "2027-12-31"),
        ("es", "la próxima semana", "2026-11-23", "2026-11-29"),
        ("es", "este trimestre", "2026-10-01", "2026-12-31"),
        ("es", "hace 3 meses", "2026-08-01", "2026-08-31"),
        ("es", "desde el lunes", "2026-11-16", None),
        ("es", "a partir de 2018", "2018-01-01", None),
        ("es", "después de marzo de 2018", "2018-04-01", None),
        ("es", "hasta 2017", None, "2017-12-31"),
        ("fr", "avant le 30 juin 2018", None, "2018-06-29"),
        ("fr", "entre le 1er mai et le 30 juin 2018", "2018-05-01", "2018-06-30"),
        ("fr", "au deuxième trimestre 2018", "2018-04-01", "2018-06-30"),
        ("fr", "dans les 90 prochains jours", "2026-11-21", "2027-02-19"),
        ("fr", "le mois dernier", "2026-10-01", "2026-10-31"),
        ("fr", "la semaine prochaine", "2026-11-23", "2026-11-29"),
        ("fr", "cette année", "2026-01-01", "2026-12-31"),
        ("fr", "il y a 3 mois", "2026-08-01", "2026-08-31"),
        ("fr", "depuis lundi", "2026-11-16", None),
        ("fr", "lundi dernier", "2026-11-16", "2026-11-16"),
        ("fr", "jusqu'en 2017", None, "2017-12-31"),
        ("fr", "d'octobre 2017", "2017-10-01", "2017-10-31"),
        ("fr", "à partir du 1er août 2020", "2020-08-01", None),
        ("ko", "2018년 6월 30일 이전", None, "2018-06-29"),
        ("ko", "2018년 5월 1일부터 2018년 6월 30일까지", "2018-05-01", "2018-06-30"),
        ("ko", "2016년과 2018년 사이", "2016-01-01", "2018-12-31"),
        ("ko", "2027년 1월에서 3월 사이", "2027-01-01", "2027-03-31"),
        ("ko", "2017년에", "2017-01-01", "2017-12-31"),
        ("ko", "2017년부터", "2017-01-01", None),
        ("ko", "2017년까지", None, "2017-12-31"),
        ("ko", "2018년 이후", "2018-01-01", None),
        ("ko", "2018년 1분기에", "2018-01-01", "2018-03-31"),
        ("ko", "2018년 하반기", "2018-07-01", "2018-12-31"),
        ("ko", "앞으로 90일", "2026-11-21", "2027-02-19"),
        ("ko", "90일 이내", "2026-11-21", "2027-02-19"),
        ("ko", "지난달", "2026-10-01", "2026-10-31"),
        ("ko", "다음 달", "2026-12-01", "2026-12-31"),
        ("ko", "지난주 월요일", "2026-11-09", "2026-11-09"),
        ("ko", "월요일부터", "2026-11-16", None),
        ("ko", "올해", "2026-01-01", "2026-12-31"),
        ("ko", "3개월 전", "2026-08-01", "2026-08-31"),
        ("ko", "6월 30일", "2026-06-30", "2026-06-30"),
        ("de", "vor dem 30. Juni 2018", None, "2018-06-29"),
        ("de", "zwischen dem 1. Mai und dem 30. Juni 2018", "2018-05-01", "2018-06-30"),
        ("de", "vom 1. Mai bis zum 30. Juni 2018", "2018-05-01", "2018-06-30"),
        ("de", "im zweiten Quartal 2015", "2015-04-01", "2015-06-30"),
        ("de", "im 2. Halbjahr 2018", "2018-07-01", "2018-12-31"),
        ("de", "in den nächsten 90 Tagen", "2026-11-21", "2027-02-19"),
        ("de", "in den naechsten drei Monaten", "2026-11-21", "2027-02-21"),
        ("de", "letzten Monat", "2026-10-01", "2026-10-31"),
        ("de", "nächste Woche", "2026-11-23", "2026-11-29"),
        ("de", "dieses Jahr", "2026-01-01", "2026-12-31"),
        ("de", "vor 3 Monaten", "2026-08-01", "2026-08-31"),
        ("de", "seit Montag", "2026-11-16", None),
        ("de", "ab März 2018", "2018-03-01", None),
        ("de", "nach Maerz 2018", "2018-04-01", None),
        ("de", "bis Ende 2017", None, "2017-12-31"),
        ("de", "Ende Juni 2018", "2018-06-01", "2018-06-30"),
    ],
)
def test_days_are_reckoned_from_the_words_of_each_language(
    language: str, said: str, first: str | None, last: str | None
) -> None:
    """A stretch of days is the same whichever language says it, and each has its own order of words."""
    question = normalise(said)
    words = lexicon(language)
    tokens = words.plain([token for token in question.tokens if token.is_word])

    found = find_intervals(question.text, tokens, words, date(2026, 11, 21), [True] * len(tokens))

    assert [(one.first, one.last) for one in found] == [(first, last)]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "may I have the email"),
        ("es", "30 de febrero"),
        ("fr", "mars et Jupiter"),
        ("ko", "월급"),
        ("de", "auf diesen Seiten"),
        ("en", "31 June"),
    ],
)
def test_words_that_name_no_day_are_no_date(language: str, said: str) -> None:
    """A verb, a name, or a day that the calendar does not have is not taken for a date."""
    question = normalise(said)
    words = lexicon(language)
    tokens = words.plain([token for token in question.tokens if token.is_word])

    assert find_intervals(question.text, tokens, words, date(2026, 11, 21), [True] * len(tokens)) == []
