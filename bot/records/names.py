"""Names that a question can use: what of a value can be named, and the key by which spellings are compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from bot.records.fields import FIELD
from bot.records.text import compiled, words
from bot.records.vocabulary import is_placeholder

# Words that carry no meaning in a name: "Ministry of the Interior" and "Interior Ministry" have the same others.
EMPTY_WORDS = frozenset(
    "the of and for in on a an to at with by & de del la las el los y en du des le les l d et da do dos das".split()
)
_AND = frozenset("and & y e et und".split())
_BREAK = r"<br\s?/?>"
_MEMBERS = r"[;\n•|]|(?<=\s)/(?=\s)|<br\s?/?>"
_LABEL = r"(?:\A|(?<=\s))[^\W\d_]{4,}(?:\s?s)?\s?:\s"
_CUT_LABEL = r"s?\s?:"  # what a line break left of one
_JOINED = r"[;,]|\s(?:and|&|y|e|et|und)\s|\s/\s"
_BRACKETED = re.compile(r"\(([^()]{2,120})\)")
_LONGEST = 300
"""Letters before a bracket in which a name that it shortens is looked for, and of texts of which the names are kept."""
_LETTERS = re.compile(r"[A-Z][\w&.-]{1,9}")
_MEMBERS_LOOSE = r"[;,\n•|]|(?<=\s)/(?=\s)|<br\s?/?>"
_IN_BRACKETS = re.compile(r"\s\([^()]{1,200}\)\s?\Z")

KIND_OF_FIELD = {
    "title": "title",
    "person": "person",
    "lead_institution": "institution",
    "support_institutions": "institution",
    "institutions": "institution",
    "other_government": "institution",
    "other_actors": "institution",
    "policy_areas": "area",
    "ogp_values": "value",
    "action_plan": "plan",
    "irm_report": "report",
    "primary_sector": "sector",
}


def name_key(name: str) -> str:
    """The folded words of a name without empty ones, in their order: what two spellings have in common."""
    return (_name_key if len(name) <= _LONGEST else _name_key.__wrapped__)(name)


@lru_cache(maxsize=16384)  # few institutions have most commitments
def _name_key(name: str) -> str:
    parts = words(name)
    return " ".join([part for part in parts if part not in EMPTY_WORDS] or parts)


def goes_on(name: str, key: str) -> str:
    """The word that a name joins to a shorter one's by "and", without an article; empty where it joins none.

    >>> goes_on("Ministry of Justice and Home Affairs", "ministry justice")
    'home'
    """
    parts, wanted = words(name.replace("&", " and ")), key.split()
    for start in range(len(parts)):
        at, matched = start, 0
        while at < len(parts) and matched < len(wanted) and (parts[at] == wanted[matched] or parts[at] in EMPTY_WORDS):
            matched += parts[at] == wanted[matched]
            at += 1
        if matched == len(wanted) and at + 1 < len(parts) and parts[at] in _AND and parts[at + 1] not in EMPTY_WORDS:
            return parts[at + 1]
    return ""


def names_in(field: str, raw: str, members: Sequence[str] | None = None) -> tuple[tuple[str, str, str], ...]:
    """(kind, name, key) of everything that can be named in one value; `members` are a list's canonical names.

    A long list of institutions gives its parts as well as the whole, for finding only: what is shown stays whole.
    """
    found = _names_in if len(raw) <= _LONGEST else _names_in.__wrapped__
    return found(field, raw, tuple(members) if members else None)


@lru_cache(maxsize=8192)
def _names_in(field: str, raw: str, members: tuple[str, ...] | None) -> tuple[tuple[str, str, str], ...]:
    return tuple(_named(field, raw, members))


def _named(field: str, raw: str, members: tuple[str, ...] | None) -> Iterator[tuple[str, str, str]]:
    kind = KIND_OF_FIELD.get(field)
    if kind is None or not raw or is_placeholder(field, raw):
        return
    if kind == "person":
        from bot.records.contacts import person_key  # which the ingest needs, and no question

        if key := " ".join(person_key(raw)):
            yield kind, raw, key
        return
    found = set(members) if members else {raw}
    if FIELD[field].kind == "institution":
        splitter = _MEMBERS if field == "lead_institution" else _MEMBERS_LOOSE
        found |= {part for part in map(str.strip, compiled(splitter, 0).split(raw)) if len(part) > 2}
        found = {part for part in found if not compiled(_CUT_LABEL, 0).match(part)} | _behind_labels(raw)
        found |= {bare for part in found if len(bare := _IN_BRACKETS.sub("", part)) > 2}  # "AGESIC (Agencia …)"
        found |= {short for short, _long in abbreviations(raw)}
    if kind == "institution":
        found = {_unquoted(" ".join(compiled(_BREAK, 0).sub(" ", name).split())) for name in found}
        found = {name for name in found if not is_placeholder(field, name)}
    for name in sorted(found):
        if key := name_key(name):
            yield kind, name, key


def _unquoted(name: str) -> str:
    """A name without quotation marks that another one of the list left beside it: `"" UNDP`."""
    bare = name.strip("\"“”„«»' ")
    return name if sum(map(bare.count, '"“”„«»')) else bare or name


def _behind_labels(raw: str) -> set[str]:
    """What stands behind labels inside a value: "Responsable: CIDAC<br/>Corresponsables<br/>: Artículo 19 y GESOC"."""
    if ":" not in raw:
        return set()
    text = " ".join(compiled(_BREAK, 0).sub(" ", raw).split())
    _before, *behind = compiled(_LABEL, 0).split(text)
    return {part for piece in behind for part in map(str.strip, compiled(_JOINED, 0).split(piece)) if len(part) > 2}


def abbreviations(text: str) -> list[tuple[str, str]]:
    """(letters, name) of every institution that a text names in both ways: "Office of Audits (OA)", "OA (Office …)".

    The name begins where the letters, read from the last to the first, have each been met and the first begins a word
    (the rule of Schwartz and Hearst, 2003); letters that stand for a name in another language, "State Information
    System Authority (RIHA)", are those of what stands between the bracket and the sign before it.
    """
    text = re.sub(r"<br\s?/?>|\s+", " ", text)
    found = []
    for bracket in _BRACKETED.finditer(text):
        inside, before = bracket[1].strip(), text[max(0, bracket.start() - _LONGEST) : bracket.start()].rstrip()
        last = before.rpartition(" ")[2].lstrip("(,;")
        if _are_letters(inside):
            long = _spelt_out(inside, before) or before[max(map(before.rfind, ",;()")) + 1 :].strip()
            found.append((inside, long))
        elif _are_letters(last) and (long := _spelt_out(last, inside)):
            found.append((last, long))
    return [(short, long) for short, long in found if 1 < len(name_key(long).split()) <= len(short) + 5]


def _are_letters(word: str) -> bool:
    return bool(_LETTERS.fullmatch(word)) and sum(letter.isupper() for letter in word) > 1


def _spelt_out(short: str, text: str) -> str:
    """The end of a text that letters stand for; empty where they do not."""
    letters = [letter for letter in short.casefold() if letter.isalnum()]
    at = len(text)
    for number in range(len(letters) - 1, -1, -1):
        at -= 1
        while at >= 0 and (text[at].casefold() != letters[number] or (number == 0 and not _begins(text, at))):
            at -= 1
        if at < 0:
            return ""
    return text[at:]


def _begins(text: str, at: int) -> bool:
    """Whether a word that counts begins here: "of" begins no name."""
    words = re.match(r"\w+", text[at:])
    return not (at and text[at - 1].isalnum()) and words is not None and words[0].casefold() not in EMPTY_WORDS
