"""The lexicons: no phrase asks for two things, languages have the same tables, each sentence can be put together."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations

import pytest

from bot.asking.lexicon import detect, lexicon, phrase_words
from bot.asking.mentions.intervals import UNITS
from bot.asking.normalise import normalise
from bot.records.fields import FIELD
from bot.records.languages import LANGUAGES, file_of, is_complete, missing_words, unread_words
from bot.records.text import fold
from bot.records.vocabulary import canonical, terms

COMPLETE = tuple(filter(is_complete, LANGUAGES))
"""The languages that have to have every list of words; another that is there is still being written."""

# Tables whose lists are matched against the words of a question.
MATCHED = (
    "ask", "intent", "thread", "value", "unkept", "unstated", "question", "empty", "head", "grammar", "command",
    "about", "asking",
)  # fmt: skip


def _phrases(language: str) -> dict[tuple[str, ...], set[tuple[str, str]]]:
    found: dict[tuple[str, ...], set[tuple[str, str]]] = defaultdict(set)
    for first in lexicon(language).phrases:
        for words, role, says in lexicon(language).beginning(first):
            found[words].add((role, says))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phrase_asks_for_one_entry_of_fields(language: str) -> None:
    """A phrase may mean several things, weighed by its question; which fields it asks for is settled by itself."""
    clashes = [
        f"“{' '.join(words)}”: {one} and {other}"
        for words, claims in sorted(_phrases(language).items())
        for one, other in combinations(sorted(said for role, said in claims if role == "ask"), 2)
    ]

    assert clashes == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_stands_twice_in_a_list(language: str) -> None:
    """Each phrase stands once under a table and key, so that taking it out is one change."""
    data = lexicon(language).data

    twice = [
        f"{table}.{rule}: {phrase}"
        for table in MATCHED
        for rule, listed in data.get(table, {}).items()
        for phrase, times in Counter(one for one in listed if isinstance(one, str)).items()
        if times > 1
    ]

    assert twice == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_short_words_of_names_stand_for_words_as_they_are_compared(language: str) -> None:
    """Each short word of a name stands for one word, without accents."""
    short = lexicon(language).data.get("abbreviations", {})

    wrong = [word for word in short.values() if fold(word) != word or " " in word]
    assert wrong == [], f"{file_of(language, 'lexicon')}, [abbreviations]: one word each, small and without accents"


@pytest.mark.parametrize("language", COMPLETE)
def test_a_language_has_every_table_and_list_of_english(language: str) -> None:
    """What can be asked in English can be asked in every complete language: no list of words is missing."""
    lacks = [f"[{table}] {key}".strip() for table, key in missing_words(language)]

    advice = "write them, or take `complete` out of its language.toml until they are written"
    assert not lacks, f"{file_of(language, 'lexicon')} lacks {', '.join(lacks)}: {advice}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_list_of_words_is_read(language: str) -> None:
    """No lexicon has a table or a list that nothing reads, as one with a mistyped name would be."""
    told = unread_words(language)

    assert not told, "\n".join(told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_asked_for_are_fields(language: str) -> None:
    """Every entry of `ask` names fields of the table of fields, or the code."""
    names = {name for entry in lexicon(language).data.get("ask", {}) for name in entry.split(",")}

    assert names - set(FIELD) <= {"code"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_values_are_terms_of_their_vocabulary(language: str) -> None:
    """Every entry of `value` is a field and one of its canonical terms, or (`!`) what is other than that."""
    entries = [entry.replace("=!", "=").split("=") for entry in lexicon(language).data.get("value", {})]

    unknown = [f"{name}={term}" for name, term in entries if term not in terms(name) and canonical(name, term) != term]

    assert unknown == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "number"), [("months", 12), ("weekdays", 7)])
def test_a_year_has_twelve_months_and_a_week_seven_days(language: str, name: str, number: int) -> None:
    """Months and weekdays are counted by their place in the list, so none may be missing once there is a list."""
    listed = lexicon(language).data.get("date", {}).get(name, [])

    told = f"{file_of(language, 'lexicon')}, [date] {name}: a list of {number} lists, not {len(listed)}"
    assert len(listed) == number or (not listed and language not in COMPLETE), told


@pytest.mark.parametrize("language", COMPLETE)
def test_every_unit_of_time_has_a_word(language: str) -> None:
    """The units that dates are reckoned in are known in every complete language."""
    dates = lexicon(language).data.get("date", {})

    lacks = [unit for unit in UNITS if not dates.get(unit)]
    assert not lacks, f"{file_of(language, 'lexicon')}, [date] has no word for {', '.join(lacks)}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_has_a_word_to_match(language: str) -> None:
    """A phrase of signs alone would never be found."""
    data = lexicon(language).data
    phrases = [
        phrase
        for table in ("ask", "intent", "value", "unkept", "unstated", "question", "empty", "head")
        for listed in data.get(table, {}).values()
        for phrase in listed
    ]

    assert [phrase for phrase in phrases if not phrase_words(phrase)] == []


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("who leads KR0032?", "en"),
        ("when does Plan de acción para la ciudadanía end?", "en"),
        ("what about Plataforma de los Datos Abiertos?", "en"),
        ("quien dirige Disclosure of the Amount of Harmful Substance", "es"),
        ("¿Cuándo termina Citizen Services Application?", "es"),
        ("correo KR0029", "es"),
        ("qui dirige Disclosure of the Amount of Harmful Substance ?", "fr"),
        ("l'adresse e-mail de KR0029", "fr"),
        ("KR0029 est-il actif ?", "fr"),
        ("KR0032 담당자 전화번호 알려줘", "ko"),
        ("Citizen Services Application 언제 끝나?", "ko"),
        ("was endet 2018?", "de"),
        ("frist KR0032", "de"),
        ("E-Mail von KR0029", "de"),
        ("wer ist fuer Citizen Services Application zustaendig", "de"),
        ("what was due in 2018?", "en"),
    ],
)
def test_the_language_of_a_question_is_that_of_its_question_words(question: str, language: str) -> None:
    """A title of another language does not change the language of the question around it."""
    tokens = [token for token in normalise(question).tokens if token.is_word]

    assert detect(tokens) == language


def test_a_question_without_telling_words_keeps_the_language_of_its_thread() -> None:
    """A bare code is answered in the language that the thread was in."""
    tokens = [token for token in normalise("KR0029?").tokens if token.is_word]

    assert detect(tokens, "fr") == "fr"


@pytest.mark.parametrize(
    ("language", "typed", "plain"),
    [
        ("fr", "l'adresse", "adresse"),
        ("fr", "d’anti-corruption", "anti"),
        ("fr", "qu'il", "il"),
        ("ko", "담당자의", "담당자"),
        ("ko", "공약들은", "공약"),
        ("ko", "언제까지", "언제까지"),  # a phrase of its own, so its ending is no particle
        ("es", "responsable", "responsable"),
        ("de", "Ueberfaellige", "uberfallig"),
        ("de", "überfälligen", "uberfallig"),
        ("en", "O'Brien", "o'brien"),
    ],
)
def test_what_a_language_glues_to_a_word_is_taken_off(language: str, typed: str, plain: str) -> None:
    """Elided articles and particles do not hide the word that they are glued to."""
    token = lexicon(language).plain([token for token in normalise(typed).tokens if token.is_word])[0]

    assert plain in (token.folded, *token.forms)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("wann läuft KR0029 aus", {"end"}),
        ("wann läuft KR0029 aus und wer leitet sie", {"end"}),
        ("wie läuft KR0029 aus Korea", set()),
    ],
)
def test_a_verb_is_joined_to_its_part_at_the_end_of_the_clause(typed: str, says: set[str]) -> None:
    """`läuft … aus` is found as `ausläuft`, and a preposition is no part of a verb."""
    words = lexicon("de")
    tokens = words.plain([token for token in normalise(typed).tokens if token.is_word])

    assert {hit.says for hit in words.hits(tokens, 1) if hit.role == "ask"} & {"end"} == says


@pytest.mark.parametrize(("typed", "found"), [("wer hat KR0029 bewertet", True), ("bewertet", False)])
def test_a_phrase_of_two_parts_needs_both(typed: str, found: bool) -> None:
    """`wer … bewertet` is said by its second part, where the first stands before it."""
    words = lexicon("de")
    tokens = words.plain([token for token in normalise(typed).tokens if token.is_word])

    hits = list(words.hits(tokens, len(tokens) - 1))
    assert any((hit.role, hit.says) == ("unkept", "reviewer") for hit in hits) is found


@pytest.mark.parametrize(("typed", "means"), [("é", {"yes_no"}), ("e", {"yes_no", "and"})])
def test_an_accent_that_is_typed_tells_two_words_apart(typed: str, means: set[str]) -> None:
    """Portuguese `é` (“is”) is no `e` (“and”); who types no accents may mean either."""
    words = lexicon("pt")

    assert {hit.says for hit in words.hits(words.plain(normalise(typed).tokens), 0)} & {"yes_no", "and"} == means
