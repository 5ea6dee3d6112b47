"""Which spellings are one institution: the rules of `institutions.toml`, within one country.

Names are kept as they are written; a rule only says which of them are counted and found together. What is likely but
not certain, a letter's difference or the same letters for two names, is told and not joined.
"""

from __future__ import annotations

import re
import sqlite3
import tomllib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.resources import files

from bot.records.countries import country_named
from bot.records.fields import FIELDS
from bot.records.model import Problem
from bot.records.names import abbreviations, name_key, names_in
from bot.records.schema import in_batches
from bot.records.vocabulary import is_placeholder

_BREAK = re.compile(r"<br\s?/?>", re.IGNORECASE)
_ENDS = " \t\n.,;:-–—￼"
_BRACKETED = re.compile(r"\s{0,4}\(([^()]{1,120})\)")
_AROUND = re.compile(r"\A([A-Z][\w&.-]{1,9})\s*\(([^()]{2,200})\)\Z")
_SHORTEST = 10
"""Letters of a key: of shorter ones, two that differ by one letter are more often two names than one misspelt."""
_LONGEST = 200
"""Letters of a key that is compared with others letter by letter: the work is their square."""


@dataclass(frozen=True, slots=True)
class InstitutionRules:
    """What `institutions.toml` says; `same` is country prefix → groups of names, `version` names the whole."""

    join: bool = True
    letters: bool = True
    words: Mapping[str, str] = field(default_factory=dict)
    endings: Mapping[str, str] = field(default_factory=dict)
    same: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    version: str = ""


@dataclass(frozen=True, slots=True)
class Resolution:
    """The institutions of one country: spelling → the name that it is counted under, and pairs that are only likely."""

    names: dict[str, str]
    likely: list[tuple[str, str]]


@cache
def packaged_rules() -> InstitutionRules:
    """The rules that come with the project."""
    return read_rules(files("bot.records").joinpath("institutions.toml").read_text(encoding="utf-8"))


def read_rules(text: str) -> InstitutionRules:
    """The rules that a TOML text describes."""
    data = tomllib.loads(text)
    on = data.get("rules", {})
    spellings = data.get("spellings", {}) if on.get("spellings", True) else {}
    same: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for group in data.get("same", []):
        known = country_named(group["country"])
        if known and known.prefix:
            same[known.prefix].append(tuple(group["names"]))
    return InstitutionRules(
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


def institution_key(name: str, rules: InstitutionRules) -> str:
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


def _respelt(word: str, rules: InstitutionRules) -> str:
    if word in rules.words:
        return rules.words[word]
    for ending, other in rules.endings.items():
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)] + other
    return word


def resolve(prefix: str, counts: Mapping[str, int], rules: InstitutionRules) -> Resolution:
    """The institutions of the country `prefix`, whose spellings so many commitments are led by."""
    if not rules.join:
        return Resolution({}, [])
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
    return Resolution(names, sorted({*likely, *unsure}))


def _letters(
    counts: Collection[str], keys: Mapping[str, str], rules: InstitutionRules
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


# -- in the database ---------------------------------------------------------------------------------------------


_BODIES = tuple(one.name for one in FIELDS if one.kind == "institution")
_NAMED = ", ".join(f"'{name}'" for name in _BODIES)
_LEAD = "lead_institution"
_MOST_TOLD = 20
"""Pairs that are only likely, of one country, that a report names."""


def resolve_institutions(
    connection: sqlite3.Connection, prefixes: Collection[str], rules: InstitutionRules
) -> list[Problem]:
    """Join the spellings of the countries `prefixes` anew; problems that tell of those that are only likely one.

    It follows from the commitments of each country alone, whichever came first.
    """
    told: list[Problem] = []
    columns = ", ".join(_BODIES)
    for prefix in sorted(prefixes):
        codes: list[str] = []
        leads: Counter[str] = Counter()
        stated: set[tuple[str, str]] = set()
        for code, *texts in connection.execute(f"SELECT code, {columns} FROM commitments WHERE prefix = ?", (prefix,)):
            codes.append(code)
            said = dict(zip(_BODIES, texts, strict=True))
            if said[_LEAD] and not is_placeholder(_LEAD, said[_LEAD]):
                leads[said[_LEAD]] += 1
            stated.update((field, text) for field, text in said.items() if text)
        names: dict[str, str] = {}
        for _kind, name, key in (one for place, text in stated for one in names_in(place, text)):
            names[key] = min(names.get(key, name), name)
        found = resolve(prefix, {**dict.fromkeys(names.values(), 0), **leads}, rules)
        labels = set(found.names.values())
        of_key = {key: label for key, name in names.items() if (label := found.names.get(name, name)) in labels}
        connection.execute("DELETE FROM institutions WHERE prefix = ?", (prefix,))
        connection.executemany(
            "INSERT INTO institutions VALUES (?,?,?)",
            sorted((prefix, said, name) for said, name in {**found.names, **of_key}.items()),
        )
        _write_uses(connection, codes, of_key)
        told += _told(connection, prefix, found.likely, leads)
    return told


def _write_uses(connection: sqlite3.Connection, codes: list[str], labels: dict[str, str]) -> None:
    """Let each spelling find what writes another one of the same institution; `labels` are by the names' keys."""
    uses: list[tuple[str, str, int, str]] = []
    for marks, part in in_batches(codes):
        connection.execute(f"DELETE FROM name_uses WHERE joined AND code IN ({marks})", part)
        found = connection.execute(
            "SELECT u.code, u.field, n.id, n.key FROM name_uses u JOIN names n ON n.id = u.name_id"
            f" WHERE u.code IN ({marks}) AND u.field IN ({_NAMED})",
            part,
        )
        uses += [(code, field, name_id, labels[key]) for code, field, name_id, key in found if key in labels]
    spellings: dict[str, set[int]] = defaultdict(set)
    for _code, _field, name_id, label in uses:
        spellings[label].add(name_id)
    rows = {(other, field, code, 1) for code, field, _id, label in uses for other in spellings[label]}
    connection.executemany("INSERT OR IGNORE INTO name_uses VALUES (?,?,?,?)", sorted(rows))


def _told(
    connection: sqlite3.Connection, prefix: str, likely: list[tuple[str, str]], leads: Counter[str]
) -> list[Problem]:
    """What is only likely, where both lead commitments, each with a document in which one of the two stands."""
    written = {shown(lead): lead for lead in leads}
    told = []
    for one, other in likely:
        if one not in written or other not in written:
            continue
        row = connection.execute(
            f"SELECT d.path, v.line FROM commitments c JOIN field_values v ON v.code = c.code AND v.field = '{_LEAD}'"
            f" JOIN documents d ON d.id = v.document_id WHERE c.prefix = ? AND c.{_LEAD} = ? ORDER BY d.path, v.line",
            (prefix, min((written[one], written[other]), key=lambda lead: (leads[lead], lead))),
        ).fetchone()
        if row is not None:
            message = (
                f"“{one}” and “{other}” may be one institution; they are counted as two. Where they are one, write so"
                " under [[same]] in bot/records/institutions.toml."
            )
            told.append(Problem(row[0], row[1], _LEAD, message, "info"))
    return told[:_MOST_TOLD]
