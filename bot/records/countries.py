"""The members of the partnership by the letters of their codes and by their names, and which of them a text names."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from bot.records.kept import derived
from bot.records.languages import ENGLISH, LANGUAGES, files_of, own, territories
from bot.records.text import fold


class Country(NamedTuple):
    """A member of the partnership: a state, or a local government whose `parent` is the letters of its state.

    `prefix` is the letters of its codes, not always ISO, and empty for a local member whose letters are not known.
    `region` is ISO 3166 alpha-2, for telephone numbers.
    """

    prefix: str
    name: str
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    region: str | None = None
    parent: str | None = None


_CAPITALS = re.compile(r"[A-Z]*")
_LETTERS = re.compile(r"\s*([A-Za-z]{2,5})(?=\d|-P|\s*$)")


@cache
def members() -> tuple[Country, ...]:
    """Every member, the national ones first."""
    return tuple(Country(*row) for row in _kept()["members"])


@cache
def _kept() -> dict[str, Any]:
    """The members, and at which place among them stands which folded name or adjective."""
    here = Path(__file__)
    makers: tuple[str | Path, ...] = (
        here,
        here.with_name("member_list.py"),
        here.with_name("text.py"),
        here.with_name("languages.py"),
        *files_of("names"),
    )
    return derived(here, makers, _made)


def _made() -> dict[str, Any]:
    national = _national()
    found = [*national, *_local({country.prefix: country for country in national})]
    named: dict[str, int] = {}
    for place, country in enumerate(found):
        for name in (country.name, *country.aliases):
            named.setdefault(fold(name), place)
    adjectives = {fold(word): place for place, country in enumerate(national) for word in country.demonyms}
    return {
        "members": tuple(map(tuple, found)),
        "names": named,
        "adjectives": adjectives,
        "strangers": _strangers(named),
        "tongues": _tongues(),
    }


def _tongues() -> dict[str, tuple[str, ...]]:
    """The languages that call some country so, by its folded name of one word, where English calls none so."""
    english = {fold(name) for name in territories(ENGLISH).values()}
    found: dict[str, tuple[str, ...]] = {}
    for language in LANGUAGES:
        listed = own(language, "names").get("countries", {}).values()
        called = {fold(name) for names in (territories(language).values(), *listed) for name in names}
        for name in sorted(called - english) if language != ENGLISH else ():
            if name.isalpha():
                found[name] = (*found.get(name, ()), language)
    return found


def languages_calling(word: str) -> tuple[str, ...]:
    """The languages other than English that a folded word is the name of a country in: "espana", "kenia"."""
    found: tuple[str, ...] = _kept()["tongues"].get(word, ())
    return found


def _strangers(members_named: dict[str, Any]) -> dict[str, str]:
    """The English names of states that are no members, by their folded names and adjectives in all languages."""
    from bot.records.member_list import STRANGERS

    english, found = territories(ENGLISH), {}
    for language in LANGUAGES:
        names, of_language = territories(language), own(language, "names")
        for letters in STRANGERS.split():
            others = (
                *of_language.get("countries", {}).get(letters, ()),
                *of_language.get("demonyms", {}).get(letters, ()),
            )
            for name in (names[letters], english[letters], *others):
                found[fold(name)] = english[letters]
    return {name: state for name, state in found.items() if name not in members_named}


def letters_of(code: str) -> str:
    """The member's letters that `code` begins with: `KR` of `KR0032` and of a made code such as `KR-P2-3.1`."""
    match = _CAPITALS.match(code)
    return match[0] if match else ""


def country_of(code: str | None) -> Country | None:
    """The member whose letters `code` (`KR0032`, or `KR` alone) begins with, None where no member has them."""
    match = _LETTERS.match(code) if code else None
    return _by_prefix().get(match[1].upper()) if match else None


_AUTONYMS = {
    "AF": "افغانستان",
    "AL": "Shqipëria, Shqipërisë, Shqipëri",
    "AM": "Հայաստան, Հայաստանի, Հայաստանի Հանրապետություն",
    "AZ": "Azərbaycan, Azərbaycanın",
    "BA": "Bosna i Hercegovina, Bosne i Hercegovine, Босна и Херцеговина",
    "BG": "България, Република България",
    "CV": "Cabo Verde",
    "CZ": "Česko, Česka, Česká republika, České republiky",
    "DE": "Deutschland, Deutschlands, Bundesrepublik Deutschland",
    "DK": "Danmark, Danmarks",
    "EE": "Eesti",
    "ES": "España, Espanya",
    "FI": "Suomi, Suomen, Finland",
    "GE": "საქართველო, საქართველოს",
    "GR": "Ελλάδα, Ελλάδας, Ελλάς",
    "HR": "Hrvatska, Hrvatske, Hrvatskoj, Republika Hrvatska, Republike Hrvatske",
    "HU": "Magyarország, Magyarországi",
    "IE": "Éire",
    "IL": "ישראל",
    "IS": "Ísland, Íslands",
    "IT": "Italia, Repubblica Italiana",
    "JO": "الأردن",
    "KG": "Кыргызстан, Кыргызстана, Кыргыз Республикасы, Кыргызской Республики, Кыргызская Республика",
    "LK": "ශ්‍රී ලංකාව, இலங்கை",
    "LT": "Lietuva, Lietuvos, Lietuvos Respublika, Lietuvos Respublikos",
    "LU": "Lëtzebuerg",
    "LV": "Latvija, Latvijas",
    "MD": "Republica Moldova, Republicii Moldova",
    "ME": "Crna Gora, Crne Gore, Црна Гора",
    "MK": "Македонија, Северна Македонија, Република Северна Македонија, Maqedonia e Veriut",
    "MN": "Монгол, Монгол Улс",
    "MO": "المغرب, Al Maghrib",
    "MV": "ދިވެހިރާއްޖެ",
    "NL": "Nederland, Nederlandse",
    "NO": "Norge, Norges, Noreg",
    "PH": "Pilipinas",
    "PK": "پاکستان",
    "RO": "România, României, Romaniei",
    "RS": "Srbija, Srbije, Србија, Србије, Србији, Република Србија, Republika Srbija, Republike Srbije",
    "SE": "Sverige, Sveriges",
    "SK": "Slovensko, Slovenska, Slovenská republika, Slovenskej republiky",
    "TN": "تونس",
    "TR": "Türkiye",
    "UA": "Україна, України, Україні",
    "XK": "Kosova, Kosovës",
}


def names_at_home(country: Country) -> tuple[str, ...]:
    """What a member is called in its own language, in the forms of a plan's name, where the bot does not speak it.

    They tell a page's country where its code does too, and are no words of questions.
    """
    return tuple(filter(None, _AUTONYMS.get(country.prefix or "", "").split(", ")))


def member_at_home(text: str) -> Country | None:
    """The member that `text` names as a whole, in any of its names or in its own language: `Hrvatska`.

    >>> member_at_home("Hrvatska").name, member_at_home("Kenya").name
    ('Croatia', 'Kenya')
    """
    return country_named(text) or country_of(_at_home().get(fold(text).strip(" .")))


@cache
def _at_home() -> dict[str, str]:
    return {fold(name): letters for letters, names in _AUTONYMS.items() for name in names.split(", ")}


def country_named(text: str) -> Country | None:
    """The member that `text` names as a whole, in any of its names; of `Makueni, Kenya` at least Kenya."""
    found = _by_name().get(fold(text).strip(" ."))
    if found is None and "," in text:
        found = _by_name().get(fold(text.rpartition(",")[2]).strip(" ."))
    return found


def stranger_named(text: str) -> str | None:
    """The English name of the state that `text` names in any language, where that state is no member."""
    found: str | None = _kept()["strangers"].get(fold(text).strip(" ."))
    return found


def country_of_adjective(text: str) -> Country | None:
    """The national member whose people or things are called `text`: `Brazilian`, `brésilienne`."""
    return _by_adjective().get(fold(text))


def home_of(code: str | None) -> Country | None:
    """The member whose letters a code has, or else the state of a local member that is not known yet.

    Codes of newer local members begin with their state's letters (`KENDC`, `NGKD`), so long letters that no member is
    known to have are taken for a local member of that state.
    """
    country = country_of(code)
    if country is None and code and re.match(r"[A-Z]{4,5}(?![A-Z])", code):
        country = _by_prefix().get(code[:2])
    return country


def region_of(code: str | None) -> str | None:
    """The ISO 3166 alpha-2 region of a code's telephone numbers."""
    country = home_of(code)
    return country.region if country else None


@cache
def continents() -> dict[str, tuple[str, ...]]:
    """The letters of the national members of each continent: `africa`, `americas`, `asia`, `europe` …"""
    from bot.records.member_list import CONTINENTS

    return {name: tuple(letters.split()) for name, letters in CONTINENTS.items()}


@cache
def regions() -> dict[str, tuple[str, ...]]:
    """The letters of the national members of each continent and of each part of one: `central_america`, `nordic` …"""
    from bot.records.member_list import REGIONS

    return continents() | {name: tuple(letters.split()) for name, letters in REGIONS.items()}


@cache
def _by_prefix() -> dict[str, Country]:
    return {country.prefix: country for country in members() if country.prefix}


@cache
def _by_adjective() -> dict[str, Country]:
    return {word: members()[place] for word, place in _kept()["adjectives"].items()}


@cache
def _by_name() -> dict[str, Country]:
    return {name: members()[place] for name, place in _kept()["names"].items()}


def _national() -> list[Country]:
    from bot.records.member_list import NATIONAL

    countries: list[Country] = []
    for line in NATIONAL.strip().splitlines():
        if line[0] in "=~":
            words = tuple(word for part in line[1:].split(",") if (word := part.strip()))
            last = countries[-1]
            if line[0] == "=":
                countries[-1] = last._replace(aliases=last.aliases + words)
            else:
                countries[-1] = last._replace(demonyms=last.demonyms + tuple(dict.fromkeys(words)))
            continue
        letters, _, name = line.partition(" ")
        prefix, _, region = letters.partition(":")
        countries.append(Country(prefix, name, region=region or prefix))
    return [_named_in_all_languages(country) for country in countries]


def _named_in_all_languages(country: Country) -> Country:
    """A member with its names and demonyms in the languages' own files."""
    aliases, demonyms = country.aliases, country.demonyms
    for language in LANGUAGES:
        names = own(language, "names")
        aliases += tuple(names.get("countries", {}).get(country.prefix, ()))
        demonyms += tuple(names.get("demonyms", {}).get(country.prefix, ()))
    return country._replace(aliases=aliases, demonyms=demonyms)


def _local(states: dict[str, Country]) -> list[Country]:
    from bot.records.member_list import LOCAL, WITHOUT_LETTERS

    countries = []
    for line in LOCAL.strip().splitlines():
        row, _, others = line.partition(" = ")
        prefix, parent, name = row.split(" ", 2)
        aliases = tuple(word.strip() for word in others.split(";") if word.strip())
        countries.append(Country(prefix, name, aliases, region=states[parent].region, parent=parent))
    for line in WITHOUT_LETTERS.strip().splitlines():
        parent, _, places = line.partition(" ")
        for place in places.split("; "):
            name = f"{place}, {states[parent].name}"
            countries.append(Country("", name, (place,), region=states[parent].region, parent=parent))
    return countries


# -- texts that name members --------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W_]+")
NAMING = ("country", "action_plan")
"""The fields whose values name the member that a commitment is of."""

_ELSEWHERE = frozenset({"america", "salvador"})
"""Names of members that are as often part of another place's."""
_SHORT = 3  # letters; “US” is also a word
_MOST_WORDS = 6


def named_in(text: str) -> list[Country]:
    """The members whose names stand in `text`, in order; of names within each other the longest: `Northern Ireland`."""
    words = _WORD.findall(fold(text))
    found: list[Country] = []
    at = 0
    while at < len(words):
        for size in range(min(_MOST_WORDS, len(words) - at), 0, -1):
            name = " ".join(words[at : at + size])
            if (member := _names().get(name)) and (size == len(words) or not _is_common(name)):
                found.append(member)
                break
        at += size
    return found


@lru_cache(maxsize=4096)
def stranger(code: str, text: str) -> Country | None:
    """The national member that `text` names where the letters of `code` are another's.

    None where one of the members that it names fits, or where nothing tells: the letters are nobody's, no member is
    named. A local member and its state fit each other (`SEO` and Korea, `KR` and Seoul); a city that is named without
    its state tells nothing, since places share names.
    """
    home = home_of(code)
    named = named_in(text) if home else []
    if home is None or any(member.region == home.region for member in named):
        return None
    return next((member for member in named if member.parent is None), None)


@cache
def _names() -> dict[str, Country]:
    """The members by their folded names; a local one by its place alone, its state is named for itself."""
    named: dict[str, Country] = {}
    for member in members():
        for name in (member.name, *member.aliases) if member.parent is None else member.aliases:
            named.setdefault(" ".join(_WORD.findall(fold(name))), member)
    return named


def _is_common(name: str) -> bool:
    """Whether a name is something else as often, where more words stand beside it."""
    return name in _ELSEWHERE or (name.isascii() and len(name) <= _SHORT)
