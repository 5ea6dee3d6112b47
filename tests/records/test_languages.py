"""Every language that is there says what English says; what it lacks is English, and listed."""

from __future__ import annotations

import re
import string
from functools import cache
from pathlib import Path

import pytest
from babel import Locale

from bot.records import languages
from bot.records.countries import country_named, country_of
from bot.records.languages import (
    LANGUAGES,
    SAID,
    file_of,
    fill,
    is_complete,
    missing,
    missing_words,
    own,
    plural,
    read,
    texts,
    unread_words,
)
from bot.records.vocabulary import find_members

COMPLETE = tuple(filter(is_complete, LANGUAGES))
PARTS = [(name, part) for name in LANGUAGES for part in SAID]
DOCS = Path(__file__).parents[2] / "docs"
PAGES = [DOCS.with_name("README.md"), *sorted(DOCS.glob("*.md"))]
ENGLISH = {part: dict(texts(own("en", part))) for part in SAID}


def forms(text: object) -> list[str]:
    """Every wording of a text: of its plural forms, or of a list."""
    listed = text.values() if isinstance(text, dict) else text if isinstance(text, list) else [text]
    return list(map(str, listed))


def members(text: str) -> list[str]:
    """The policy areas that a text names."""
    return [name for _start, _end, name in find_members("policy_areas", text)]


def placeholders(text: object) -> set[str]:
    """The names that a text has a place for."""
    parts = (part for one in forms(text) for part in string.Formatter().parse(one))
    return {name for _text, name, _spec, _conversion in parts if name}


@pytest.fixture
def polish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """English, and a Polish that says one thing."""
    for name in ("en", "pl"):
        (tmp_path / name).mkdir()
    (tmp_path / "en/language.toml").write_text('name = "English"\n')
    (tmp_path / "en/slack.toml").write_text('[a]\nx = "one"\n[a.b]\ny = "two"\nz = "three"\n')
    (tmp_path / "pl/language.toml").write_text('name = "polski"\n')
    (tmp_path / "pl/slack.toml").write_text('[a.b]\nz = "trzy"\n')
    monkeypatch.setattr(languages, "FOLDER", tmp_path)
    monkeypatch.setattr(languages, "LANGUAGES", languages.found())
    monkeypatch.setattr(languages, "read", read.__wrapped__)
    monkeypatch.setattr(languages, "_held", languages._held.__wrapped__)


@pytest.mark.parametrize(("language", "part"), PARTS)
def test_what_a_language_says_english_says_too(language: str, part: str) -> None:
    """No text of a language is invented, and each takes values that the English one takes."""
    said = dict(texts(own(language, part)))
    labels = {key for key in said if part == "answers" and key.startswith("labels.")}
    invented = set(said) - set(ENGLISH[part]) - labels
    assert not invented, f"{file_of(language, part)}: English has no such text: {sorted(invented)}"
    other = {
        key: placeholders(text) ^ placeholders(ENGLISH[part][key])
        for key, text in said.items()
        if key not in labels and placeholders(text) != placeholders(ENGLISH[part][key])
    }
    assert other == {}, f"{file_of(language, part)}: other {{placeholders}} than the English text has"


@pytest.mark.parametrize(("language", "part"), PARTS)
def test_a_text_can_be_put_together(language: str, part: str) -> None:
    """No text has a brace that stands for nothing, and a list is as long as the English one."""
    for key, text in texts(own(language, part)):
        assert [one for one in forms(text) if "{" in one.format(**dict.fromkeys(placeholders(text), "x"))] == [], key
        if isinstance(text, list):
            assert len(text) == len(ENGLISH[part][key]), key


@pytest.mark.parametrize("language", COMPLETE)
def test_a_language_that_says_it_is_complete_lacks_nothing(language: str) -> None:
    """What is `complete` has every text."""
    lacks = [f"{part}.toml: {key}" for part in SAID for key in missing(language, part)]
    advice = "write them, or take `complete` out of its language.toml until they are written"
    assert not lacks, f"{file_of(language, '').parent} lacks {', '.join(lacks)}: {advice}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_lists_the_codes_of_languages(page: Path) -> None:
    """A list of codes would be old with the next language: a page says where they are found instead."""
    listed = re.findall(r".*\ben\b\W{1,8}\bes\b\W{1,8}\bfr\b.*", page.read_text("utf-8"))
    assert not listed, f"{page.name}: say “a language of bot/languages/” instead of “{listed[0]}”"


def test_the_page_of_languages_names_those_that_are_complete() -> None:
    """docs/languages.md begins with the names of the languages that are understood and answered."""
    first = (DOCS / "languages.md").read_text("utf-8").split("A language is one folder")[0]
    lacks = [name for code in COMPLETE if (name := Locale("en").languages[code]) not in first]
    assert not lacks, f"docs/languages.md, first sentence: {', '.join(lacks)}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_forms_of_a_text_are_those_of_its_language(language: str) -> None:
    """A plural form that the language does not have would never be said."""
    known = {*Locale(language).plural_form.tags, "other"}
    strange = {
        f"{part}.{key}.{form}"
        for part in SAID
        for key, text in texts(own(language, part))
        if isinstance(text, dict)
        for form in text
        if not form.isdecimal() and form not in known
    }
    assert strange == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_are_of_members_and_areas_that_there_are(language: str) -> None:
    """A name in a language's own file is another name of something known, and finds it."""
    names = own(language, "names")
    lost = [
        name
        for letters, listed in names.get("countries", {}).items()
        for name in listed
        if (found := country_named(name)) is None or found.prefix != letters
    ]
    lost += [letters for letters in names.get("demonyms", {}) if country_of(letters) is None]
    areas = names.get("areas", {})
    lost += [name for area, listed in areas.items() for name in (area, *listed) if members(name) != [area]]
    assert lost == []


@pytest.mark.usefixtures("polish")
def test_a_text_that_is_lacking_is_english() -> None:
    """Each text falls back by itself, and is named among those that are missing."""
    assert languages.LANGUAGES == ("en", "pl")
    assert languages.read("pl", "slack") == {"a": {"x": "one", "b": {"y": "two", "z": "trzy"}}}
    assert missing("pl", "slack") == ["a.x", "a.b.y"]
    assert languages.read("pl", "digest") == {}
    assert languages.read("sv", "slack") == languages.read("en", "slack")
    assert own("pl", "lexicon") == {}


@pytest.mark.usefixtures("polish")
def test_what_is_said_most_often_is_lacking_first(tmp_path: Path) -> None:
    """Of the texts of answers that are missing, those that nearly every answer needs come first, then the labels."""
    (tmp_path / "en/answers.toml").write_text('[say]\nrare = "x"\nno = "x"\nfield_line = "x"\n[restate]\nset = "x"\n')
    found = missing("pl", "answers")
    assert (found[0], found[-3:]) == ("say.field_line", ["restate.set", "say.no", "say.rare"])
    assert all(key.startswith("labels.") for key in found[1:-3])


@pytest.mark.usefixtures("polish")
def test_lists_of_words_that_are_lacking_and_such_as_nothing_reads(tmp_path: Path) -> None:
    """A list that English has is lacking; one that neither English nor a rule knows is told, with those that are known.

    A table whose keys a language chooses is lacking as a whole, and a list that some languages have is no fault.
    """
    english = '[thread]\nit = ["it"]\n[ask]\nend = ["end"]\nstart = []\n[abbreviations]\nmin = "ministry"\n'
    (tmp_path / "en/lexicon.toml").write_text(english)
    assert (missing_words("en"), unread_words("en"), unread_words("pl")) == ([], [], [])
    assert missing_words("pl") == [("ask", "end"), ("ask", "start"), ("thread", "it"), ("abbreviations", "")]
    polish = '[ask]\nend = []\n[thread]\nabout = ["o"]\n[date]\nago_before = []\n[dates]\n[abbreviations]\nmin = "x"\n'
    (tmp_path / "pl/lexicon.toml").write_text(polish)
    assert missing_words("pl") == [("ask", "start"), ("thread", "it")]
    assert [said.removeprefix(f"{tmp_path}/pl/lexicon.toml: ") for said in unread_words("pl")] == [
        "nothing reads “about” of [thread]. Known there are it.",
        "nothing reads [dates]. Tables are abbreviations, ask, date, grammar, grouped, thread.",
    ]


@pytest.mark.parametrize("name", [*LANGUAGES, "pl", "ar", "sl", "lt"])
def test_plurals_follow_the_rules_of_the_language(
    name: str, polish: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A number has the category that CLDR gives it."""
    monkeypatch.setattr(languages, "LANGUAGES", (name,))
    monkeypatch.setattr(languages, "_categories", cache(languages._categories.__wrapped__))
    (tmp_path / name).mkdir(exist_ok=True)
    (tmp_path / name / "language.toml").write_text('name = "x"\n')
    numbers = [*range(130), 1001, 1002, 1011, 2101, 5000, 12345]
    assert [plural(name, one) for one in numbers] == [Locale(name).plural_form(one) for one in numbers]


@pytest.mark.usefixtures("polish")
def test_a_number_chooses_the_form(monkeypatch: pytest.MonkeyPatch) -> None:
    """The form for a number itself goes before that of its category; what has no form is as any other number."""
    monkeypatch.setattr(languages, "_categories", languages._categories.__wrapped__)
    days = {"0": "dziś", "one": "{count} dzień", "few": "{count} dni!", "other": "{count} dnia"}
    assert [fill(days, "pl", count=one) for one in (0, 1, 3, 5)] == ["dziś", "1 dzień", "3 dni!", "5 dnia"]
    assert fill("{count} days", "pl", count=1) == "1 days"
    assert fill(days, "pl", count="some") == "some dnia"
