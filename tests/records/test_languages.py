"""Every language that is there says what English says; what it lacks is English, and listed."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from babel import Locale

from bot.records import languages
from bot.records.countries import country_named, country_of
from bot.records.languages import LANGUAGES, SAID, fill, missing, own, plural, read, texts
from bot.records.vocabulary import find_members

COMPLETE = tuple(name for name in LANGUAGES if own(name, "language").get("complete"))
PARTS = [(name, part) for name in LANGUAGES for part in SAID]
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


@pytest.mark.parametrize(("language", "part"), PARTS)
def test_what_a_language_says_english_says_too(language: str, part: str) -> None:
    """No text of a language is invented, and each takes values that the English one takes."""
    said = dict(texts(own(language, part)))
    labels = {key for key in said if part == "answers" and key.startswith("labels.")}
    assert set(said) - set(ENGLISH[part]) - labels == set()
    other = {
        key: placeholders(text) ^ placeholders(ENGLISH[part][key])
        for key, text in said.items()
        if key not in labels and placeholders(text) != placeholders(ENGLISH[part][key])
    }
    assert other == {}


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
    assert {part: missing(language, part) for part in SAID} == {part: [] for part in SAID}


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


@pytest.mark.parametrize("name", [*LANGUAGES, "pl", "ar", "sl", "lt"])
def test_plurals_follow_the_rules_of_the_language(
    name: str, polish: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A number has the category that CLDR gives it."""
    monkeypatch.setattr(languages, "LANGUAGES", (name,))
    monkeypatch.setattr(languages, "_categories", languages._categories.__wrapped__)
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
