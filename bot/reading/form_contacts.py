"""The contacts of a form: who is named, in which position, with which address and number, one after another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.reading.label_tables import label_tables
from bot.reading.label_tree import WORD, fold_word
from bot.reading.members import members_of
from bot.reading.prose_labels import is_body
from bot.reading.spans import CharSpan, FoundValue, lines_of, trim
from bot.records.contacts import EXTENSION, TextSpan, find_emails, find_phones, is_fax, split_people
from bot.records.dates import find_dates
from bot.records.text import fold
from bot.records.vocabulary import is_placeholder

_APART = re.compile(r"[;\n\t|•·()<>]|,(?=\s)(?!\s(?:[JS]r|I{2,3}|IV)\.?\s{0,2}(?:[,;(|\n]|$))|\s[–—/-]\s|:(?=\s|$)")
_NUMBERS = re.compile(
    # a slash behind the few digits of an area is the number's own: `06/5550177`
    r"(?<!\b\d\d)(?<!\b\d\d\d)(?<!\b\d\d\d\d)/|[;|\n]"
    rf"|,(?!\s{{0,2}}(?i:{EXTENSION})\b)|\s(?:or|and|o|y|ou|et|e)\s"
)
_NUMBER = re.compile(
    r"(?:[^\W\d_]{1,8}\.?\s?:?\s?)?(?P<number>(?:\(?\d{2,4}\)?/)?\(?\+?[\d(][\d\s().\u2010-\u2013-]{4,24}\d"
    rf"(?:[\s,–-]{{0,3}}(?i:{EXTENSION})\.?\s?\d[\d-]{{0,6}}|\s?\((?i:{EXTENSION})\.?\s?\d[\d-]{{0,6}}\))?)\s*"
)
_SUFFIX = re.compile(r",\s[JS]r$")
_SMALL = frozenset("de del la las los da do dos das van von der den di al el bin ibn y e of".split())
_ARTICLES = frozenset("the les der die das los las os as gli im not noch en em sin por am auf".split())
"""What no name begins with: `Im Zeitplan`, `En Proceso`."""
_SHORT = frozenset("dr dra mr mrs ms ing lic prof mtro mtra eng engr arq abg usec mme mlle sr sra m cpc atty".split())
# A family name and two syllables, which are no ministry or unit: `박지윤`, not `고용부`.
_HANGUL_NAME = re.compile(
    r"(?:[김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진나지엄채원천방공현함변염여추]"
    r"|[도소석선설마길연위표명기반왕금옥육인맹제모]|남궁|황보|선우|제갈)[가-힣](?!(?:부|처|청|과|국|실|팀|원|장|관|회)$)[가-힣]"
    r"|[김이박최][가-힣]{2}"
)
# The rank that stands behind a Korean name without a comma: `박지윤 사무관`, `김하늘 정책과장`.
_HANGUL_RANK = re.compile(r"\s{1,2}(?=[가-힣]{0,6}(?:관|장|원|사|보|수|표|위원|팀장|담당|대리|교수|대표)(?![가-힣]))")
_RANKED = re.compile(rf"(?:{_HANGUL_NAME.pattern}){_HANGUL_RANK.pattern}")
_HONORIFIC = re.compile(r"\((?:Mrs|Mr|Ms|Miss|Sra|Sr|Mme|Dra|Dr|Eng|Ing|Prof)\.?\)")
_WITH_POSITION = re.compile(
    r"[\s•*–-]{0,6}(?P<name>[^\W\d_][^()\r\n,;@]{2,60}?)\s{0,2}\((?P<position>[^()\r\n\d@]{3,100})\)[\s,;.]{0,3}"
)
_MOST_WORDS, _LONGEST = 6, 2000
_FEWEST_DIGITS, _MOST_DIGITS = 6, 15
_SEVERAL = {"email_phone": ("email", "phone"), "contacts": ("person", "email", "phone")}


def is_unstated(name: str, words: str) -> bool:
    """A value that only says that there is none yet, or none at all: `TBD`, `Por definir`, `-`, `____`."""
    return not any(char.isalnum() for char in words) or is_placeholder(name, words)


def unstated(names: Iterable[str], text: str, place: CharSpan) -> list[FoundValue]:
    """What fields hold whose value says that there is none: these words; a line to fill in is blank."""
    said = text[slice(*place)]
    end = place.end if any(map(str.isalnum, said)) or is_placeholder("person", said) else place.start
    return [FoundValue(name, place.start, end) for name in names]


def numbers(text: str, place: CharSpan) -> list[CharSpan] | None:
    """The telephone numbers behind a label for them; None where one of several cannot be read, and none is sure."""
    found: list[CharSpan] = []
    start = place.start
    for match in [*_NUMBERS.finditer(text, *place), None]:
        part = trim(text, start, match.start() if match else place.end)
        start = match.end() if match else place.end
        if not part:
            continue
        written = _NUMBER.fullmatch(text, *part)
        digits = sum(char.isdigit() for char in written["number"]) if written else 0
        if written and is_fax(text, written.start("number")):
            continue
        if written and _FEWEST_DIGITS <= digits <= _MOST_DIGITS + 6:
            found.append(CharSpan(*written.span("number")))
        elif spans := find_phones(text[part.start : part.end], faxes=False):
            found += [CharSpan(part.start + span.start, part.start + span.end) for span in spans]
        elif sum(char.isdigit() for char in text[part.start : part.end]) >= _FEWEST_DIGITS:
            return None
    return found


def contacts_of(name: str, text: str, place: CharSpan, prefix: str) -> list[FoundValue]:
    """People, positions, addresses and numbers behind a label for `name`, or for all of them (`contacts`)."""
    place = CharSpan(place.start, min(place.end, place.start + _LONGEST))
    words = text[place.start : place.end]
    fields = _SEVERAL.get(name, (name,))
    if not place or is_unstated(fields[0], words):
        return unstated(fields, text, place)
    if name == "phone" and not find_emails(words):
        if (spans := numbers(text, place)) is None:
            return []
        if spans:
            return [FoundValue("phone", *span) for span in spans]
    if name == "person_title" and not find_emails(words) and not find_phones(words):
        return members_of(name, text, place, prefix)
    if name in ("email", "phone", "email_phone"):
        found = [one for one in members_of("contacts", text, place, prefix) if one.field in ("email", "phone")]
        return found or (members_of(name, text, place, prefix) if name == "email" else _whole("phone", text, place))
    return _people(name, text, place, prefix)


def _whole(name: str, text: str, place: CharSpan) -> list[FoundValue]:
    digits = any(char.isdigit() for char in text[place.start : place.end])
    return [FoundValue(name, *place)] if digits else []


def _lines_of_people(text: str, place: CharSpan) -> list[FoundValue]:
    """Lines that each hold a name and in brackets the position, in which a comma may stand; none where one does not."""
    lines = [line for line in lines_of(text, *place) if trim(text, *line)]
    found: list[FoundValue] = []
    for line in lines if len(lines) > 1 else ():
        match = _WITH_POSITION.fullmatch(text, *line)
        if not match or not _is_name(match["name"]) or _HONORIFIC.search(match[0]):
            return []
        found.append(FoundValue("person", *match.span("name")))
        found.append(FoundValue("person_title", *match.span("position")))
    return found


_BESIDE = re.compile(r"(?:[;,\n]+|\s(?:and|y|et|e|und|&|/)\s)(?![^()]{0,120}\))")


def _with_positions(rest: str, offset: int) -> list[FoundValue]:
    """Several people, each with the position in brackets: `Ana Ruiz (Head, Roads) and Luis Gil (Clerk)`; else none."""
    found: list[FoundValue] = []
    start = 0
    for mark in [*_BESIDE.finditer(rest), None]:
        part = trim(rest, start, mark.start() if mark else len(rest), ",;")
        start = mark.end() if mark else len(rest)
        match = _WITH_POSITION.fullmatch(rest, *part) if part else None
        if match and _is_name(match["name"]):
            found.append(FoundValue("person", offset + match.start("name"), offset + match.end("name")))
            found.append(FoundValue("person_title", offset + match.start("position"), offset + match.end("position")))
        elif part:
            return []
    return found if len(found) > len(("person", "person_title")) else []


def _people(name: str, text: str, place: CharSpan, prefix: str) -> list[FoundValue]:
    """Each name with what stands behind it, up to the next name behind an address or a number."""
    if listed := _lines_of_people(text, place):
        return listed
    raw = text[place.start : place.end]
    emails = find_emails(raw)
    rest = _without(raw, emails)
    phones = find_phones(rest, prefix, faxes=False)
    phones += _plain_numbers(_without(rest, phones))
    rest = _HONORIFIC.sub(lambda match: match[0].replace("(", " ").replace(")", " "), _without(rest, phones))
    listed = _with_positions(rest, place.start)
    reached = [span.start for span in (*emails, *phones)]
    found = [
        FoundValue(field, place.start + span.start, place.start + span.end)
        for field, spans in (("email", emails), ("phone", phones))
        for span in spans
    ]
    if listed:
        return [*found, *listed]
    parts = _with_family_name(rest, list(_parts(rest)))
    parts = [part for part in parts if fold(rest[slice(*part)].split()[-1]) not in _LEADING]
    if not parts:
        return found
    ranked = _RANKED.search(rest) is not None
    several = len(split_people(rest)) > 1 and not reached and not ranked
    if several or (len(parts) == 1 and not is_body(rest) and not _is_name(rest[slice(*parts[0])])):
        known = members_of(name, text, place, prefix)
        return [one for one in known if one.field != "person" or not _is_sentence(text[one.start : one.end])]
    named: list[CharSpan] = []
    position: CharSpan | None = None
    floor, sure = 0, True
    for part in parts:
        said = rest[slice(*part)]
        contact = any(floor <= at < part.start for at in reached)
        another = position is not None and _HANGUL_NAME.fullmatch(said) is not None
        if (not named or contact or another) and (_is_name(said) or "," in said):
            if position:
                found.append(_position(rest, position, place.start))
            named.append(part)
            position = None
        elif position and ")" in rest[position.end : part.start]:
            pass  # a bracket holds all of the position: `Ana Ruiz (head of unit): write to …`
        elif named and not contact:
            position = CharSpan(position.start if position else part.start, part.end)
        elif not named:
            sure = False
        floor = part.end
    if position and named:
        found.append(_position(rest, position, place.start))
    found += [FoundValue("person", place.start + one.start, place.start + one.end) for one in named]
    if named:
        return found
    known = members_of(name, text, place, prefix)
    return [one for one in known if sure or one.field in ("email", "phone")] or found or known


def _position(rest: str, position: CharSpan, offset: int) -> FoundValue:
    """A position with the bracket that ends it: `Deputy Director (Monitoring)`."""
    said = rest[slice(*position)]
    end = position.end + (said.count("(") > said.count(")") and rest[position.end : position.end + 1] == ")")
    return FoundValue("person_title", offset + position.start, offset + end)


_FAMILY_FIRST = re.compile(r"[^\W\d_]{1,30},\s[^\W\d_]{1,30}(?:[-\s][^\W\d_]{1,30})?(?=\s{0,3}(?:[;(|]|$))")
_LEADING = frozenset("to at on via by an unter bei a al au aux par por em su".split())
"""The last words of what only leads to an address or a number: `write to`."""
_WORDS_OF_ADDRESS = frozenset(
    "email emails mail courriel correo correio posta phone telefono telefone telephone".split()
)
_BEFORE_NAMES = _LEADING | frozenset("and or y o e ou et und oder with para con com".split())


def _with_family_name(rest: str, parts: list[CharSpan]) -> list[CharSpan]:
    """The parts with a name whose family name stands first as one of them: `Park, ji-won`."""
    first = next(iter(split_people(rest)), None)
    if first is None or not parts or parts[0].start != first.start or not _FAMILY_FIRST.match(rest, first.start):
        return parts
    return [CharSpan(first.start, first.end), *(part for part in parts if part.start >= first.end)]


def _plain_numbers(rest: str) -> Iterator[TextSpan]:
    """Numbers that fill the place between separators, which in running text could be counts: `; 71 555 014`."""
    start = 0
    for match in [*_APART.finditer(rest), None]:
        part = trim(rest, start, match.start() if match else len(rest), ",.")
        start = match.end() if match else len(rest)
        written = _NUMBER.fullmatch(rest, *part) if part else None
        if written and sum(map(str.isdigit, written["number"])) > _FEWEST_DIGITS and not find_dates(written["number"]):
            yield TextSpan(*written.span("number"))


def _without(text: str, spans: Iterable[TextSpan]) -> str:
    for span in spans:
        text = text[: span.start] + ";" * (span.end - span.start) + text[span.end :]
    return text


_WORD_OF_CONTACT = frozenset(
    "tel tels telef tlf tfno telephone telefono telefone phone mobile mob cel tlm email mail correo courriel ext anexo"
    " fax fono fonos fijo celular movil ramal durchwahl gsm and y et e or contact contacto contato whatsapp".split()
)


def _parts(rest: str) -> Iterator[CharSpan]:
    """The stretches of words between separators, without the labels of addresses and numbers."""
    start = 0
    for match in [*_APART.finditer(rest), None]:
        part = _without_leading(rest, trim(rest, start, match.start() if match else len(rest), ".,-–—/:"))
        start = match.end() if match else len(rest)
        name = _HANGUL_NAME.match(rest, *part)
        if name and (gap := _HANGUL_RANK.match(rest, name.end(), part.end)):
            yield CharSpan(part.start, name.end())
            part = CharSpan(gap.end(), part.end)
        if _SUFFIX.search(rest, *part) and rest[part.end : part.end + 1] == ".":
            part = CharSpan(part.start, part.end + 1)
        words = [fold(word).strip(".-") for word in rest[part.start : part.end].split()]
        if (
            part
            and any(word.replace("-", "") not in _WORD_OF_CONTACT for word in words)
            and any(map(str.isalpha, rest[slice(*part)]))
        ):
            yield part


def _without_leading(rest: str, part: CharSpan) -> CharSpan:
    """A stretch without the small words before a name: `To Ana Ruiz`, `or Luis Gil`."""
    for _ in range(2):
        first = WORD.match(rest, part.start, part.end)
        if first and rest[first.end() : part.end][:1].isspace() and fold(first[0]) in _BEFORE_NAMES:
            part = trim(rest, first.end(), part.end)
    return part


def _is_name(words: str) -> bool:
    """Two to six words that all begin as names do, none of which says a body or a position."""
    said = [word.strip(".,") for word in words.split()]
    said = [word for word in said if word]
    plain = [word for word in said if fold(word) not in _SHORT]
    if plain and fold(plain[0]) in _ARTICLES:
        return False
    if len(plain) == 1 and _HANGUL_NAME.fullmatch(plain[0]):
        return True
    if not 1 < len(plain) <= _MOST_WORDS or any(char.isdigit() for char in words) or is_position(words):
        return False
    if not all(word[0].isupper() or word.casefold() in _SMALL for word in plain):
        return False
    return not is_body(fold(" ".join(plain)).title())


def _is_sentence(words: str) -> bool:
    """`For press`, `Write to`: no name begins with a word of sentences before small letters, or ends in one."""
    first = WORD.search(words)
    said = [fold(word).replace("-", "") for word in words.split()]
    if said[-1] in _LEADING or _WORDS_OF_ADDRESS & {*said}:
        return True  # `Envie um e-mail`
    tables = label_tables()
    if any(word.islower() and fold_word(word) in tables.opening and word not in _SMALL for word in words.split()[1:]):
        return True  # `Call her`
    return first is not None and words.split()[-1].islower() and fold_word(first[0]) in tables.opening


def is_position(words: str) -> bool:
    """Words that name a position or a body rather than somebody."""
    return not split_people(words)


def names_somebody(words: str) -> bool:
    """`words` begin with the name of a person."""
    first = next((words[slice(*part)] for part in _parts(words)), "")
    return _is_name(first)


def first_line(text: str, place: CharSpan) -> CharSpan:
    """The first line of a value."""
    line = next(lines_of(text, *place), None)
    return trim(text, *line) if line else place
