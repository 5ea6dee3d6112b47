"""The labels of all languages and what else their files hold, read once from `languages/*.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from bot.reading.label_tree import Label, LabelTree, expand, fold_word, labels_of, words_of
from bot.records.text import fold

Phrases = frozenset[tuple[str, ...]]
"""Words that stand together, folded."""


@dataclass(frozen=True, slots=True)
class LabelTables:
    """The labels of all languages: `header` with its headings, these alone, `description`, and the lines that are none.

    `starred` is what an index writes before the title of a starred commitment, as folded words. No label begins with a
    word of `opening`, and none holds one of `inside`: these are words of sentences, folded.

    For pages that mark their labels themselves: `form` are their labels; below a heading with a phrase of `others`
    stands somebody else's contact, and a line that begins with one of `credit` says who made the page; `letter` are
    the labels at the head of a letter; `before` and `behind` may stand at a label without changing what it means;
    `asking` begin a question; `words` are those by which a label or a question that no table holds may be known, by
    language and field, where a star stands for the rest of a word;
    `languages` are the numbers of those that have a wording, folded.
    """

    header: LabelTree
    heading: LabelTree
    description: LabelTree
    navigation: frozenset[str]
    starred: tuple[tuple[str, ...], ...]
    headings: tuple[Label, ...]
    wordings: tuple[Label, ...]
    opening: frozenset[str]
    inside: frozenset[str]
    form: tuple[Label, ...]
    others: Phrases
    credit: Phrases
    letter: Phrases
    before: Phrases
    behind: Phrases
    asking: Phrases
    words: tuple[dict[str, Phrases], ...]
    languages: dict[str, frozenset[int]]


@cache
def language_tables() -> tuple[dict[str, Any], ...]:
    """What stands in `languages/*.toml`, a table for each language, read once."""
    folder = files("bot.reading").joinpath("languages")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return tuple(tomllib.loads(folder.joinpath(name).read_text(encoding="utf-8")) for name in names)


@cache
def label_tables() -> LabelTables:
    """The labels of `languages/*.toml`, read once."""
    header, heading, description = LabelTree(), LabelTree(), LabelTree()
    navigation: set[str] = set()
    starred: set[str] = set()
    wordings: list[Label] = []
    opening: set[str] = set()
    inside: set[str] = set()
    form: list[Label] = []
    others: set[tuple[str, ...]] = set()
    credit: set[tuple[str, ...]] = set()
    letter: set[tuple[str, ...]] = set()
    before: set[tuple[str, ...]] = set()
    behind: set[tuple[str, ...]] = set()
    asking: set[tuple[str, ...]] = set()
    telling: list[dict[str, Phrases]] = []
    languages: dict[str, set[int]] = {}
    for number, table in enumerate(language_tables()):
        sections = dict(table.get("headings", {}))
        navigation.update(fold(line) for line in sections.pop("navigation", ()))
        others |= _phrases(table.get("others", {}).get("words", ()))
        credit |= _phrases(table.get("others", {}).get("credit", ()))
        letter |= _phrases(table.get("letter", {}).get("head", ()))
        before |= _phrases(table.get("affixes", {}).get("before", ()))
        behind |= _phrases(table.get("affixes", {}).get("behind", ()))
        telling.append({name: frozenset(_phrases(rows)) for name, rows in table.get("words", {}).items()})
        asking |= telling[-1].get("asking", frozenset())
        starred.update(table.get("index", {}).get("starred", ()))
        for words, known in (("opening", opening), ("inside", inside)):
            known.update(map(fold_word, table.get("prose", {}).get(words, "").split()))
        forms, others_before = len(form), len(wordings)
        form += labels_of("description", table.get("form", {}))
        wordings += labels_of("heading", sections)
        wordings += labels_of("header", table.get("header", {}))
        wordings += labels_of("description", table.get("description", {}))
        wordings += labels_of("group", table.get("groups", {}))
        wordings += labels_of("unkept", {None: table.get("unkept", {}).get("labels", ())})
        for label in (*form[forms:], *wordings[others_before:]):
            languages.setdefault(" ".join(words_of(label.text)), set()).add(number)
    unique = tuple(dict.fromkeys(wordings))
    for label in unique:
        (header if label.role in ("header", "heading") else description).add(label)
        if label.role == "heading":
            heading.add(label)
    return LabelTables(
        header=header,
        heading=heading,
        description=description,
        navigation=frozenset(navigation),
        starred=tuple(tuple(fold_word(word) for word in mark.split()) for mark in sorted(starred)),
        headings=tuple(label for label in unique if label.role == "heading"),
        wordings=unique,
        opening=frozenset(opening),
        inside=frozenset(inside),
        form=tuple(form),
        others=frozenset(others | credit),
        credit=frozenset(credit),
        letter=frozenset(letter),
        before=frozenset(before),
        behind=frozenset(behind),
        asking=frozenset(asking),
        words=tuple(telling),
        languages={wording: frozenset(numbers) for wording, numbers in languages.items()},
    )


def _phrases(rows: Iterable[str]) -> set[tuple[str, ...]]:
    """The phrases of rows in the notation of the tables; the last word of one may end in a star."""
    wordings = [wording for row in rows for wording in expand(row)]
    return {(*words_of(one)[:-1], words_of(one)[-1] + "*" * one.endswith("*")) for one in wordings}


def holds(said: list[str], phrases: Phrases) -> bool:
    """One of `phrases` stands among the words that are said."""
    longest, begun = _forms(phrases)
    if begun and any(word.startswith(begun) for word in said):
        return True
    sizes = range(1, longest + 1)
    parts = (tuple(said[at : at + size]) for at in range(len(said)) for size in sizes if at + size <= len(said))
    return any(part in phrases or (*part[:-1], part[-1] + "*") in phrases for part in parts)


@lru_cache(maxsize=512)
def _forms(phrases: Phrases) -> tuple[int, tuple[str, ...]]:
    """How many words the longest phrase has, and what words begin with that stand for all that do."""
    begun = tuple(phrase[0][:-1] for phrase in phrases if len(phrase) == 1 and phrase[0].endswith("*"))
    return max(map(len, phrases), default=0), begun
