"""Names that a question can use: what of a value can be named, and the key by which spellings are compared."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.records.fields import FIELD
from bot.records.folding import words
from bot.records.values import person_key

# Words that carry no meaning in a name: "Ministry of the Interior" and "Interior Ministry" have the same others.
EMPTY_WORDS = frozenset(
    "the of and for in on a an to at with by & de del la las el los y en du des le les l d et da do dos das".split()
)
_MEMBERS = re.compile(r"[;\n•|]|(?<=\s)/(?=\s)|<br\s?/?>")
_ABBREVIATION = re.compile(r"\(([A-Z][\w-]+)\)")
_MEMBERS_LOOSE = re.compile(r"[;,\n•|]|(?<=\s)/(?=\s)|<br\s?/?>")
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
    parts = words(name)
    return " ".join([part for part in parts if part not in EMPTY_WORDS] or parts)


def names_in(field: str, raw: str, members: list[str] | None = None) -> Iterator[tuple[str, str, str]]:
    """(kind, name, key) of everything that can be named in one value; `members` are a list's canonical names.

    A long list of institutions gives its parts as well as the whole, for finding only: what is shown stays whole.
    """
    kind = KIND_OF_FIELD.get(field)
    if kind is None or not raw:
        return
    if kind == "person":
        if key := " ".join(person_key(raw)):
            yield kind, raw, key
        return
    found = set(members) if members else {raw}
    if FIELD[field].kind == "institution":
        splitter = _MEMBERS if field == "lead_institution" else _MEMBERS_LOOSE
        found |= {part for part in map(str.strip, splitter.split(raw)) if len(part) > 2}
        found |= {bare for part in found if len(bare := _IN_BRACKETS.sub("", part)) > 2}  # "AGESIC (Agencia …)"
        found |= set(_ABBREVIATION.findall(raw))
    for name in sorted(found):
        if key := name_key(name):
            yield kind, name, key
