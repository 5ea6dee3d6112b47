"""Which spellings are one institution: the rules of `institutions.toml`, within one country.

Names are kept as they are written; a rule only says which of them are counted and found together. What is likely but
not certain, a letter's difference or the same letters for two names, is told and not joined.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.resources import files

from bot.records.countries import country_named
from bot.records.names import abbreviations, name_key

_BREAK = re.compile(r"<br\s?/?>", re.IGNORECASE)
_ENDS = " \t\n.,;:-–—￼"
_BRACKETED = re.compile(r"\s{0,4}\(([^()]{1,120})\)")
_AROUND = re.compile(r"\A([A-Z][\w&.-]{1,9})\s*\(([^()]{2,200})\)\Z")
_SHORTEST = 10
"""Letters of a key: of shorter ones, two that differ by one letter are more often two names than one misspelt."""
_LONGEST = 200
"""Letters of a key that is compared with others letter by letter: the work is their square."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What `institutions.toml` says; `same` is country prefix → groups of names, `version` names the whole."""

    join: bool = True
    letters: bool = True
    words: Mapping[str, str] = field(default_factory=dict)
    endings: Mapping[str, str] = field(default_factory=dict)
    same: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    version: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """The institutions of one country: spelling → the name that it is counted under, and pairs that are only likely."""

    names: dict[str, str]
    likely: list[tuple[str, str]]


@cache
def packaged_rules() -> Rules:
    """The rules that come with the project."""
    return read_rules(files("bot.records").joinpath("institutions.toml").read_text(encoding="utf-8"))


def read_rules(text: str) -> Rules:
    """The rules that a TOML text describes."""
    data = tomllib.loads(text)
    on = data.get("rules", {})
    spellings = data.get("spellings", {}) if on.get("spellings", True) else {}
    same: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for group in data.get("same", []):
        known = country_named(group["country"])
        if known and known.prefix:
            same[known.prefix].append(tuple(group["names"]))
    return Rules(
        join=on.get("join", True),
        letters=on.get("letters", True),
        words={one: other for one, other in spellings.items() if "…" not in one},
        endings={one.strip("…"): other.strip("…") for one, other in spellings.items() if "…" in one},
        same={prefix: tuple(groups) for prefix, groups in same.items()},
        version=sha256(text.encode()).hexdigest()[:16],
    )


def plain(name: str) -> str:
    """A name as it is shown: on one line, without what only ends it.

    >>> plain("Secretaría de<br/>Economía<br/>.")
    'Secretaría de Economía'
    """
    return " ".join(_BREAK.sub(" ", name).replace("￼", " ").split()).strip(_ENDS) or name


def shown(name: str) -> str:
    """The name that an institution is counted under: without an article before it."""
    text = plain(name)
    return text.removeprefix("The ") or text


def institution_key(name: str, rules: Rules) -> str:
    """What the certain spellings of one institution have in common.

    >>> institution_key("The Agency for Digitization (AFD)", packaged_rules())
    'agency digitization'
    """
    text = plain(name)
    if rules.letters:
        if (around := _AROUND.match(text)) and abbreviations(text):
            text = around[2]
        pairs = {short for short, long in abbreviations(text) if _initials(short, long)}
        text = _BRACKETED.sub(lambda found: "" if found[1].strip() in pairs else found[0], text)
    return " ".join(_respelt(word, rules) for word in name_key(text).split())


def _initials(short: str, long: str) -> bool:
    """Whether letters begin with the letter that the name does: those of another name are part of this one."""
    first = name_key(long)[:1]
    return bool(first) and name_key(short)[:1] == first


def _respelt(word: str, rules: Rules) -> str:
    if word in rules.words:
        return rules.words[word]
    for ending, other in rules.endings.items():
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)] + other
    return word


def join(prefix: str, counts: Mapping[str, int], rules: Rules) -> Joined:
    """The institutions of the country `prefix`, whose spellings so many commitments are led by."""
    if not rules.join:
        return Joined({}, [])
    keys = {name: institution_key(name, rules) for name in counts}
    stands, unsure = _letters(counts, keys, rules) if rules.letters else ({}, [])
    one = {key: stands.get(key, key) for key in keys.values()}
    for group in rules.same.get(prefix, ()):
        of_group = [one.get(key, key) for key in (institution_key(name, rules) for name in group)]
        one = {key: of_group[0] if to in of_group else to for key, to in one.items()}
    groups: dict[str, list[str]] = defaultdict(list)
    for name, key in keys.items():
        groups[one[key]].append(name)
    names: dict[str, str] = {}
    best: dict[str, str] = {}

    def order(name: str) -> tuple[bool, int, int, str]:
        """What is shown: no mere letters, else what is written most often, else the longer."""
        return keys[name] not in stands, counts[name], len(name_key(name)), name

    for key, several in groups.items():
        best[key] = shown(max(several, key=order))
        names |= {name: best[key] for name in several if name != best[key]}
    likely = [(best[one], best[other]) for one, other in _near(best)]
    return Joined(names, sorted({*likely, *unsure}))


def _letters(
    counts: Collection[str], keys: Mapping[str, str], rules: Rules
) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Key of letters → key of the one name that they are said to stand for; pairs of names with the same letters."""
    long_names: dict[str, dict[str, str]] = defaultdict(dict)
    for name in counts:
        for short, long in abbreviations(plain(name)):
            long_names[name_key(short)].setdefault(institution_key(long, rules), long)
    known = set(keys.values())
    sure = {short: next(iter(longs)) for short, longs in long_names.items() if len(longs) == 1 and short in known}
    unsure = [
        (first, other)
        for longs in long_names.values()
        for first, *others in [list(longs.values())]
        for other in others
        if {institution_key(first, rules), institution_key(other, rules)} <= known
    ]
    return sure, unsure


def _near(keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of keys that differ by one letter, which is no figure."""
    seen: dict[str, set[str]] = defaultdict(set)
    found: set[tuple[str, str]] = set()
    for key in sorted(keys):
        if not _SHORTEST <= len(key) <= _LONGEST:
            continue
        for at in range(len(key) + 1):
            less = key[:at] + key[at + 1 :]
            for other in seen[less]:
                if other != key and abs(len(other) - len(key)) < 2 and _figures(other) == _figures(key):
                    found.add((other, key))
            seen[less].add(key)
    yield from sorted(found)


def _figures(key: str) -> str:
    return "".join(char for char in key if char.isdigit())
