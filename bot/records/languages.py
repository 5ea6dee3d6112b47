"""The languages that are there, and what their files say: one folder a language, `bot/languages/<code>/`.

| file | holds |
|---|---|
| `language.toml` | its name, the words that tell it from others, and how it writes |
| `lexicon.toml` | the words that are understood |
| `answers.toml`, `digest.toml`, `charts.toml`, `slack.toml` | what is said: the texts, each with its `{placeholders}` |
| `names.toml` | what it calls countries and policy areas, where pages do not already |
| `translations.toml` | English words for its everyday ones |

A language is there when its folder has `language.toml`; no other file is needed. A text that it lacks is English.

A text that tells a number may be a table: a form for each plural category of the language (`one`, `few`, `many`,
`other`, … as Unicode's CLDR has them) and, where a number is said in its own way, for that number (`0`). `other` is
what holds for all that have no form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from bot.records.fields import FIELD
from bot.records.kept import derived, table

FOLDER = Path(__file__).parent.parent / "languages"
ENGLISH = "en"
SAID = ("answers", "digest", "charts", "slack")
"""The files whose texts are said; what a language lacks of them is English."""
_FIRST = (
    "say.field_line", "say.source", "say.at_line", "say.not_understood", "say.found", "say.not_in_record", "labels.",
    "restate.lookup", "restate.set", "say.yes", "say.no", "say.count", "say.undecided_set", "say.blank", "restate.",
)  # fmt: skip
"""Texts and whole tables (`labels.`) of answers that are said most often: the first that a new language needs."""
_TABLES = ("ask", "question", "intent", "empty", "date", "numbers", "value", "thread", "grammar", "head")
"""The tables of the lexicon that most questions need, in that order."""
_OWN_KEYS = ("value", "abbreviations", "expansions")
"""Tables whose keys each language chooses for itself."""
_SOME_HAVE = {
    "date": frozenset((
        "ago_before", "day_sign", "day_suffix", "first_half", "month_sign", "of", "second_half", "after_after",
        "and_after", "before_after", "between_after", "from_after", "in_after", "last_after", "next_after", "on_after",
        "this_after", *(f"{side}_{unit}" for side in ("last", "this", "next")
                        for unit in ("day", "week", "month", "quarter", "half", "year")),
    )),
    "grammar": frozenset(("glued_by", "glued_or", "glued_too", "yes_no_ending")),
    "grouped": frozenset(FIELD),
}  # fmt: skip
"""Lists of words that English does not have and another language may: what stands behind a date, what is glued."""
_CATEGORIES = ("zero", "one", "two", "few", "many", "other")
_LAST = 1000

Texts = Mapping[str, Any]
"""Key → a text, a list of texts, or more of the same."""


def found() -> tuple[str, ...]:
    """The codes of the languages that have a folder, English first."""
    others = sorted(file.parent.name for file in FOLDER.glob("*/language.toml"))
    return (ENGLISH, *(name for name in others if name != ENGLISH))


LANGUAGES: tuple[str, ...] = found()
"""The codes of the languages that are there (ISO 639), English first."""


def own(language: str, part: str) -> dict[str, Any]:
    """What a language's own file of a part says; nothing where it has none. KeyError for one that is not there."""
    if language not in LANGUAGES:
        raise KeyError(language)
    return _held(file_of(language, part))


@cache
def _held(file: Path) -> dict[str, Any]:
    """What a file holds, read once: a question asks for some tables with each of its words. Nobody changes it."""
    return table(file) if file.is_file() else {}


def name_of(language: str) -> str:
    """What a language calls itself.

    >>> name_of("es")
    'español'
    """
    return str(own(language, "language").get("name", language))


def file_of(language: str, part: str) -> Path:
    """Where a language has a part."""
    return FOLDER / language / f"{part}.toml"


def files_of(part: str) -> list[Path]:
    """The files of a part, of all languages that have one."""
    return [file for language in LANGUAGES if (file := file_of(language, part)).is_file()]


@cache
def read(language: str, part: str) -> Texts:
    """The texts of a part in a language, English key by key where it lacks them; all English if it is not there."""
    english = own(ENGLISH, part)
    return english if language not in LANGUAGES or language == ENGLISH else _over(own(language, part), english)


def _over(mine: Texts, english: Texts) -> Texts:
    both = dict(mine)
    for key, text in english.items():
        has = mine.get(key)
        if has is None:
            both[key] = text
        elif isinstance(text, dict) and isinstance(has, dict) and not is_plural(text) and not is_plural(has):
            both[key] = _over(has, text)
    return both


def missing(language: str, part: str) -> list[str]:
    """The texts of a part that English has and a language lacks, each by its keys: `home.kinds.code`.

    Those of answers that are said most often come first.
    """
    has = dict(texts(own(language, part)))
    wanted = [key for key, _text in texts(own(ENGLISH, part))]
    if part == "answers" and language != ENGLISH:  # in English a field's label is its own
        wanted += [f"labels.{name}" for name in FIELD]
    lacks = [key for key in wanted if not has.get(key)]
    if part == "answers":
        lacks.sort(key=_weight)
    return lacks


def _weight(key: str) -> int:
    """The place of a text among those that are said most often, the rest behind them all."""
    tables = (n for n, first in enumerate(_FIRST) if first.endswith(".") and key.startswith(first))
    return _FIRST.index(key) if key in _FIRST else next(tables, len(_FIRST))


def missing_words(language: str) -> list[tuple[str, str]]:
    """The lists of words that English has and a language lacks, each by its table and key, the weightiest first.

    Of a table whose keys a language chooses itself, the table without a key, where it is not there.
    """
    mine, lacks = own(language, "lexicon"), []
    for name, lists in own(ENGLISH, "lexicon").items():
        if name in _OWN_KEYS:
            lacks += [(name, "")] if not mine.get(name) else []
        else:
            lacks += [(name, key) for key in lists if key not in mine.get(name, {})]
    return sorted(lacks, key=lambda lack: _TABLES.index(lack[0]) if lack[0] in _TABLES else len(_TABLES))


def unread_words(language: str) -> list[str]:
    """A sentence for each table or list of a language's lexicon that nothing reads: file, table, key, known keys."""
    english, file = own(ENGLISH, "lexicon"), file_of(language, "lexicon")
    tables = sorted({*english, *_SOME_HAVE})
    told = []
    for name, lists in own(language, "lexicon").items():
        if name not in tables or not isinstance(lists, dict):
            told.append(f"{file}: nothing reads [{name}]. Tables are {', '.join(tables)}.")
        elif name not in _OWN_KEYS:
            known = {*english.get(name, ()), *_SOME_HAVE.get(name, ())}
            told += [
                f"{file}: nothing reads “{key}” of [{name}]. Known there are {', '.join(sorted(known))}."
                for key in lists
                if key not in known
            ]
    return told


def is_complete(language: str) -> bool:
    """Whether a language says of itself that every text and every list of words is there; English is the measure."""
    return language == ENGLISH or bool(own(language, "language").get("complete"))


def texts(said: Texts, path: str = "") -> Iterator[tuple[str, Any]]:
    """(keys, text) of every text; one in several forms is one text."""
    for key, text in said.items():
        if isinstance(text, dict) and not is_plural(text):
            yield from texts(text, f"{path}{key}.")
        else:
            yield f"{path}{key}", text


def is_plural(text: object) -> bool:
    """Whether a table is the forms of one text."""
    return isinstance(text, dict) and "other" in text and all(key in _CATEGORIES or key.isdecimal() for key in text)


def fill(text: str | Mapping[str, str], language: str, /, **values: object) -> str:
    """A text with its placeholders filled; of several forms the one for the number `count`.

    >>> fill({"one": "{count} day", "other": "{count} days"}, "en", count=1)
    '1 day'
    """
    if not isinstance(text, str):
        text = _form(text, language, values.get("count"))
    return text.format(**values)


def _form(forms: Mapping[str, str], language: str, count: object) -> str:
    if not isinstance(count, int):
        return forms["other"]
    return forms.get(str(count)) or forms.get(plural(language, abs(count))) or forms["other"]


def plural(language: str, number: int) -> str:
    """The plural category of a whole number in a language, by CLDR's rules; by English ones where CLDR has none.

    A rule looks at the last digits: beyond the numbers of its table a number goes by its last three. (That a full
    million has a category of its own in French is lost, and no corpus has so many commitments.)
    """
    if language == ENGLISH or language not in LANGUAGES:  # the first answer of all is not to wait for babel
        return "one" if number == 1 else "other"
    kept = _categories(language)
    return _CATEGORIES[kept[number if number < len(kept) else _LAST + number % _LAST]]


@cache
def _categories(language: str) -> bytes:
    """number → category, of so many numbers: babel takes longer to load its rules than an answer takes."""
    file = file_of(language, "language")
    found: bytes = derived(file, (__file__,), lambda: {"plural": _by_rule(language)}, "plural")["plural"]
    return found


def territories(language: str) -> dict[str, str]:
    """ISO 3166 alpha-2 → how a language calls the country, by CLDR; in English where CLDR has none of it."""
    from babel import Locale, UnknownLocaleError

    try:
        return dict(Locale(language).territories)
    except UnknownLocaleError:
        return dict(Locale(ENGLISH).territories)


def _by_rule(language: str) -> bytes:
    from babel import Locale, UnknownLocaleError

    try:
        rule = Locale(language).plural_form
    except UnknownLocaleError:
        rule = Locale(ENGLISH).plural_form
    return bytes(_CATEGORIES.index(rule(number)) for number in range(2 * _LAST))
