"""The lexicons: each word says one thing, every language has the same tables, every sentence can be put together."""

from __future__ import annotations

import string
from collections import defaultdict
from itertools import combinations

import pytest

from bot.asking.date_words import UNITS
from bot.asking.lexicon import LANGUAGES, detect, lexicon, phrase_words
from bot.asking.normalise import normalise
from bot.records.fields import FIELD
from bot.records.vocabulary import canonical, terms

OTHERS = tuple(language for language in LANGUAGES if language != "en")

# Roles that may have a word in common, since a rule looks at one of them only: a word of no weight may be part of
# anything, a thread's words count where something was said before, a word of grammar counts beside what is asked.
SHARED_ROLES = {
    frozenset(pair)
    for role in ("ask", "intent", "thread", "value", "unkept", "unstated", "question", "empty", "head")
    for pair in ((role, "empty"), (role, "thread"), (role, "question"))
} | {
    frozenset(("ask", "intent")),  # "ends" asks for a date, and tells of an interval what it is of
    frozenset(("intent", "value")),  # "ongoing" is a status of a plan and "running"
    frozenset(("intent", "unstated")),  # "before", "late": what is unstated gives way to a field that is asked for
    frozenset(("ask", "unstated")),  # "why" asks for the problem, and for causes that nobody states
    frozenset(("ask", "value")),  # "implemented": how far, or "implemented ones"
    frozenset(("ask", "head")),  # "ministry": which one, or part of a name
    frozenset(("unkept", "head")),  # "fund"
    frozenset(("intent", "unkept")),  # "best": no rating is kept; "top" orders
}
# Roles in which two rules may have the same words, since something else of the question decides between them:
# a value's field is the one that is asked for, a pronoun's antecedent is what the thread holds.
DECIDED_ROLES = frozenset({"value", "thread", "question", "intent", "empty", "unstated"})
# Of intents, these sets alone may share words: their rules ask for different things besides.
DECIDED_INTENTS = (
    {"first", "last", "top", "earlier", "later", "newest"},  # with a number, with two commitments, or alone
    {"longest", "longer"},
    {"shortest", "shorter"},
    {"most", "longest", "longer", "first", "last", "top"},
    {"fewest", "shortest", "shorter"},
    {"earlier", "previous", "first"},
    {"list", "only", "overview", "group", "mention", "define", "changes", "compare"},
    {"missing", "negation", "no_page", "fewest"},
    {"present", "with_page"},
    {"running", "begun", "due", "over", "overdue", "changes"},
    {"and", "or", "same", "compare", "list", "only"},
    {"count", "duration", "most", "list"},
    {"code_of", "overview"},
    {"no_page", "index", "only"},
    {"define", "help"},
    {"mention", "running"},
    {"previous", "earlier"},
)


def _phrases(language: str) -> dict[tuple[str, ...], set[tuple[str, str]]]:
    found: dict[tuple[str, ...], set[tuple[str, str]]] = defaultdict(set)
    for rows in lexicon(language).phrases.values():
        for words, role, says in rows:
            found[words].add((role, says))
    return found


def _may_share(one: tuple[str, str], other: tuple[str, str]) -> bool:
    if one[0] != other[0]:
        return frozenset((one[0], other[0])) in SHARED_ROLES
    if one[0] == "intent":
        return any({one[1], other[1]} <= together for together in DECIDED_INTENTS)
    return one[0] in DECIDED_ROLES


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_claimed_by_two_rules_of_the_same_strength(language: str) -> None:
    """Two rules have the same words only where something else of the question decides between them."""
    clashes = [
        f"“{' '.join(words)}”: {one[0]} {one[1]} and {other[0]} {other[1]}"
        for words, claims in sorted(_phrases(language).items())
        for one, other in combinations(sorted(claims), 2)
        if not _may_share(one, other)
    ]

    assert clashes == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_every_table_and_rule_of_english(language: str) -> None:
    """What can be said in English can be said in every other language: no rule of theirs is missing or invented."""
    english, own = lexicon("en").data, lexicon(language).data
    tables = set(english) - {"labels", "language", "date", "numbers"}

    missing = {
        f"{table}.{rule}"
        for table in tables
        for rule in english[table]
        if table != "value" and rule not in own.get(table, {})
    }
    invented = {
        f"{table}.{rule}" for table in tables for rule in own[table] if table != "value" and rule not in english[table]
    }

    assert (missing, invented) == (set(), set())


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_asked_for_are_fields(language: str) -> None:
    """Every entry of `ask` names fields of the table of fields, or the code."""
    names = {name for entry in lexicon(language).data["ask"] for name in entry.split(",")}

    assert names - set(FIELD) <= {"code"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_values_are_terms_of_their_vocabulary(language: str) -> None:
    """Every entry of `value` is a field and one of its canonical terms."""
    entries = [entry.split("=") for entry in lexicon(language).data["value"]]

    unknown = [f"{name}={term}" for name, term in entries if term not in terms(name) and canonical(name, term) != term]

    assert unknown == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_field_has_a_label_in_every_language(language: str) -> None:
    """An answer never names a field in English in the middle of another language."""
    assert set(FIELD) == set(lexicon(language).data["labels"])


def _placeholders(sentence: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_translated_with_its_placeholders(language: str) -> None:
    """Each sentence of an answer exists in every language and takes the same values."""
    english, own = lexicon("en").data["say"], lexicon(language).data["say"]

    assert {key: _placeholders(text) for key, text in own.items()} == {
        key: _placeholders(text) for key, text in english.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_can_be_put_together(language: str) -> None:
    """No sentence has a brace that stands for nothing: each formats with its placeholders filled."""
    for key, text in lexicon(language).data["say"].items():
        filled = text.format(**dict.fromkeys(_placeholders(text), "x"))

        assert "{" not in filled, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_year_has_twelve_months_and_a_week_seven_days(language: str) -> None:
    """Months and weekdays are counted by their place in the list, so none may be missing."""
    dates = lexicon(language).data["date"]

    assert (len(dates["months"]), len(dates["weekdays"])) == (12, 7)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_unit_of_time_has_a_word(language: str) -> None:
    """The units that dates are reckoned in are known in every language."""
    dates = lexicon(language).data["date"]

    assert [unit for unit in UNITS if not dates.get(unit)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_has_a_word_to_match(language: str) -> None:
    """A phrase of signs alone would never be found."""
    data = lexicon(language).data
    phrases = [
        phrase
        for table in ("ask", "intent", "value", "unkept", "unstated", "question", "empty", "head")
        for listed in data[table].values()
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
        ("en", "O'Brien", "o'brien"),
    ],
)
def test_what_a_language_glues_to_a_word_is_taken_off(language: str, typed: str, plain: str) -> None:
    """Elided articles and particles do not hide the word that they are glued to."""
    token = lexicon(language).plain([token for token in normalise(typed).tokens if token.is_word])[0]

    assert token.folded == plain
