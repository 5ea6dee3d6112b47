"""People in text: whom a contact label names, and when two spellings are one name."""

from __future__ import annotations

import re

from bot.records.contacts import TextSpan
from bot.records.folding import fold
from bot.records.patterns import compiled

_HONORIFICS = frozenset(
    "mr mrs ms miss mx dr dra doc prof professor sir dame madam hon honourable honorable hble rev capt"
    " col gen lt amb eng engr ing arq lic licda licdo lcdo lcda abg mtro mtra cp cpa sr sra srta don dona"
    " sres m mm mme mlle me monsieur madame mademoiselle maitre docteur doctor doctora senor senora"
    " senorita ingeniero ingeniera licenciado licenciada magister mg phd ph mba msc bsc llm llb esq jr alhaji"
    " hajiya mallam mni barr barrister chief atty attorney ust datuk ssi nim kasa".split()
)
# The labels of addresses and numbers, folded: none is a name, and none belongs to the name before it.
_CONTACT_WORDS = frozenset(
    "email emails mail correo courriel tel tels telephone telephones telefono telefonos telefone phone phones fax faxes"
    " telefax facsimile telecopie telecopieur mobile mob cell cellphone celular movil portable fixe hotline website web"
    " url address oficina ext no none тел телефон факс пошта ел электронная 전화 팩스 이메일".split()
)
# What stands where a name should, when nobody is named.
UNSTATED = frozenset(
    (
        "nr",
        "n/r",
        "na",
        "n/a",
        "nd",
        "tbd",
        "none",
        "none specified",
        "not specified",
        "no especificado",
        "to be confirmed",
        "to be determined",
        "-",
    )
)
"""Folded texts that state nothing."""
_ROLE = (
    r"\b(?:director\w*|deputy|minist\w*|vice\w*|officers?|secretar\w*|heads?|chiefs?|coordina\w*|managers?|jef[ea]s?|asesor\w*"
    r"|advis[eo]rs?|directeur|directrice|chef(?:fe)?s?|chargée?s?|conseill\w*|responsables?|analyst\w*|analista|specialist\w*|especialista"
    r"|commission\w*|departa?e?ment\w*|division|unit|office|oficina|bureau|unidad|agency|agencia|agence|council|service|servicio"
    r"|president\w*|président\w*|chair\w*|encargad[oa]|expert\w*|executive|lead|focal|point|general|consultant\w*|inspector\w*"
    r"|project|programme?|policy|senior|adjoint\w*|sous|subsecretar\w*|governor|mayor|alcald\w*|maire|commissaire|team|assistant\w*)\b"
)
_JOINT = re.compile(r"[;\n|•●·]|\s[/&]\s|\s(?:and|AND|et|y(?!\s{1,3}\w+\s{0,3}(?:[,;(\n]|$))|e(?=\s{1,3}H?[IÍ]))\s")
_LITTLE_WORDS = re.compile(
    r"(?:(?:or|ou|and|by|via|at|y|o|et|e|u|por|par|al|au)\b\s*)+"
)  # “or by” before a telephone number
_EDGES = " \t\xa0-–:./"
_BRACKET = re.compile(r"[(\[]")
_POSITION = re.compile(r"\s*(?:,|\(|[-–—](?=\s))\s*(?P<position>[^\W\d_][^,;:()\n@\d]{2,70}?)\s*(?=[,;)\n]|$)")
_GIVEN = re.compile(r"[^\W\d_][\w'’.-]*(?:\s[^\W\d_][\w'’.-]*){0,2}")


def split_people(text: str) -> list[TextSpan]:
    """The people whom `text`, the value of a contact label, names; positions and bodies beside them are left out.

    `Lee, hyo soon` is one person (family name first), `Ana Ruiz, Luis Gil` are two.
    """
    spans: list[TextSpan] = []
    at = 0
    for match in [*_JOINT.finditer(text), None]:
        end = match.start() if match else len(text)
        spans += _people(text, at, end)
        at = match.end() if match else end
    return spans


def _people(text: str, start: int, end: int) -> list[TextSpan]:
    """The people between two strong separators, where only commas are left to tell."""
    parts: list[TextSpan] = []
    for match in re.finditer(r"[^,]+", text[start:end]):
        written = _unbracketed(match[0])
        lead = len(written) - len(written.lstrip(" \t\xa0-–:."))
        tail = _without_contact_words(written)
        if tail > lead:
            parts.append(TextSpan(start + match.start() + lead, start + match.start() + tail))
    people: list[TextSpan] = []
    index = 0
    while index < len(parts):
        part = parts[index]
        after = parts[index + 1] if index + 1 < len(parts) else None
        if after and _family_first(text[part.start : part.end], text[after.start : after.end]):
            people.append(TextSpan(part.start, after.end))
            index += 2
            continue
        if _is_name(text[part.start : part.end]):
            people.append(part)
        index += 1
    return people


def _without_contact_words(written: str) -> int:
    """Where `written` ends without the labels of addresses and numbers behind it, `Ana Ruiz Tel.`."""
    end = len(written.rstrip(_EDGES))
    while end and fold((written[:end].split() or [""])[-1]).replace("-", "").strip(".:()/") in _CONTACT_WORDS:
        end = len(written[: end - len(written[:end].split()[-1])].rstrip(_EDGES))
    return end


def names_somebody(text: str) -> bool:
    """`text` has words besides the labels of addresses and numbers.

    >>> names_somebody("E-mail: , Tel."), names_somebody("Tel: , the registrar")
    (False, True)
    """
    words = re.findall(r"[^\W\d_]{3,}", fold(text).replace("-", ""))
    return any(word not in _CONTACT_WORDS for word in words)


def find_positions(text: str, people: list[TextSpan]) -> list[TextSpan]:
    """The position that stands right behind each of `people` in `text`: `Ana Ruiz, head of unit`, `Ana Ruiz (head)`."""
    spans = []
    for person in people:
        match = _POSITION.match(text, person.end)
        if match and compiled(_ROLE).search(match["position"]):
            spans.append(TextSpan(*match.span("position")))
    return spans


def _family_first(family: str, given: str) -> bool:
    if not _GIVEN.fullmatch(given) or not _is_name(family) or not _is_name(given):
        return False
    if len(_bare(family)) > 1 and not _compound(family, given):
        return False
    if re.fullmatch(r"[가-힣]{2,}", family):
        return False  # a Korean name in Hangul is one word, family and given name together
    # an acronym or a degree behind a name is no given name
    return not (given.isupper() and len(given) <= 5 and not family.isupper()) and bool(_bare(given))


def _compound(family: str, given: str) -> bool:
    """Whether several words before a comma are one family name: `GARCÍA LÓPEZ, María`, `García López, María`.

    Two people side by side have two words each, in the same letters.
    """
    capitals = family.isupper() and not given.isupper()
    return len(_bare(family)) <= 3 and (capitals or len(_bare(given)) == 1)


def _is_name(text: str) -> bool:
    name = " ".join(_bare(text))
    if not any(char.isalpha() for char in name) or fold(text) in UNSTATED:
        return False
    if fold(name.split()[0]).replace("-", "").strip(".:") in _CONTACT_WORDS or _LITTLE_WORDS.fullmatch(name):
        return False
    return not any(char.isdigit() for char in name) and "@" not in name and not compiled(_ROLE).search(name)


def _unbracketed(text: str) -> str:
    """`text` up to its first bracket: a body or a position stands there; `Dr. (Mrs.) Ann Bo` stays."""
    before = _BRACKET.split(text, maxsplit=1)[0]
    return before if _bare(before) or not before.strip() else text


def _bare(name: str) -> list[str]:
    """The words of a name as written, without honorifics."""
    return [word for word in name.split() if fold(word).strip(".,()").replace(".", "") not in _HONORIFICS]


def person_name(raw: str) -> str | None:
    """A name without honorifics, given name first where `Family, given` is written; letters' case is kept."""
    name = " ".join(_unbracketed(raw).split()).strip(" ,;.-")
    if fold(name) in UNSTATED:
        return None
    family, comma, given = name.partition(",")
    if comma and _family_first(family.strip(), given.strip()):
        name = f"{given.strip()} {family.strip()}"
    return " ".join(_bare(name)) or (name or None)


def person_key(name: str) -> tuple[str, ...]:
    """The folded parts of a name in alphabetical order, without honorifics: equal for all ways to write one name.

    >>> person_key("Lee, hyo-soon") == person_key("Ms. Hyo Soon LEE")
    True
    """
    parts = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", fold(" ".join(_bare(_unbracketed(name).replace(",", " ")))))
    return tuple(sorted(parts))
