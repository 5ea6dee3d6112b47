"""Contacts in text, each at its own place: emails, phone numbers, people; and what people write with them masked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from bot.records.text import compiled, fold
from bot.records.vocabulary import is_placeholder


class TextSpan(NamedTuple):
    """A contact at `text[start:end]`, as written."""

    start: int
    end: int


_DOT_WORD = r"(?:dot|Dot|DOT|punto|PUNTO|ponto|PONTO|point|POINT|punkt|Punkt|punt|punct)"
_IN_BRACKETS = rf"\s?[(\[{{<]\s?(?:{_DOT_WORD}|\.)\s?[)\]}}>]\s?"
_DOT = rf"(?:\.|\s\.\s?|{_IN_BRACKETS}|\s{_DOT_WORD}\s)"
_EMAIL = (
    r"(?<![\w.%+@-])[\w%+'’-]{1,64}(?:\.[\w%+'’-]{1,64}){0,8}"
    r"(?P<at>[@＠]|(?P<masked>\s?[(\[{<]\s?(?:at|AT|At|arroba|arobase|a|@)\s?[)\]}>]\s?)|\s{1,2}[@＠]\s{0,2}|[@＠]\s{1,2}"
    rf"|(?P<said>\s(?:AT|arroba|ARROBA|arobase|chiocciola)\s(?=[\w-]{{1,63}}(?:\s?\.|\s{_DOT_WORD}\s|{_IN_BRACKETS}))))"
    rf"[\w-]{{1,63}}(?:{_DOT}[A-Za-z0-9-]{{1,63}}){{0,8}}?{_DOT}"
    # a word may be glued to its end: `ceo@roads.exampleRoad`, `a@b.orgor by telephone`
    r"(?:(?:com|org|net|gov|edu|int|info|example|test|gob\.[a-z]{2}|gov\.[a-z]{2}|go\.[a-z]{2})(?=(?:or|ou|and|et|tel|phone|fax)(?![\w@.-]))"
    r"|[a-z]{2,62}(?=[A-ZÀ-Þ][^\W\d_])|[A-Za-z][A-Za-z0-9-]{1,62}(?![\w@]|\.[A-Za-z]))"
    # a part that goes on behind a masked dot is cut off by nothing
    rf"(?!{_IN_BRACKETS}[A-Za-z])(?(masked)(?!\s{_DOT_WORD}\s[A-Za-z])|)(?(said)(?!\s{_DOT_WORD}\s[A-Za-z])|)"
)
_NAME_BEFORE = rf"(?<![\w.%+@-])[\w%+'’-]{{1,64}}(?:{_IN_BRACKETS}|\s{_DOT_WORD}\s)$"
_LONGEST_NAME_BEFORE = 90
_AT = r"[@＠]"
SOME_AT = r"[@＠]|[(\[{<]\s?(?:at|AT|At|arroba|arobase|a)\s?[)\]}>]|\s(?:AT|arroba|ARROBA|arobase|chiocciola)\s"
_EDGES = frozenset("""<>|"'“”()[]{},;:@＠""")
EXTENSION = (
    r"(?:ext|extn|extension|anexo|int|interno|internal|poste|loc|local|ramal|durchwahl|toestel|doorkies|nebenstelle"
    r"|dw|доб|внутр|вн|x)"
)
"""What stands before the number of somebody's own line, folded as `re.IGNORECASE` does."""
_AREA = r"\(\s?\+?\d{1,5}(?:[-\s]\d{1,3})?\s?\)"
_PHONE = (
    rf"(?<![\w+./@-])(?:\+|00[-\s]?)?(?:{_AREA}[-.\s]{{0,2}})?\d{{1,15}}"
    rf"(?:[-.\s\u2010-\u2013]{{1,3}}\d{{1,12}}|[-.\s\u2010-\u2013]{{0,3}}{_AREA}[-.\s]{{0,2}}\d{{1,12}}){{0,7}}"
    rf"(?:,?\s?{EXTENSION}\.?\s?\d{{1,6}}|,?\s?\({EXTENSION}\.?\s?\d{{1,6}}\))?"
    r"(?![^\W\d_A-Z][\w@]|[\d@/]|[A-Z]{1,2}(?![a-z]))"
)
_EXTENSION = rf",?\s?\(?{EXTENSION}\.?\s?\d{{1,6}}\)?$"
_DATE_LIKE = (
    r"(?:19|20)\d\d\s?[-–.\s]{1,3}(?:(?:19|20)\d\d|\d\d?(?:[-.\s]{1,2}\d\d?)?)"
    r"|\d\d?[-.\s]{1,2}\d\d?[-.\s]{1,2}(?:19|20)\d\d|(?:(?:19|20)\d\d\s?)+|(?:19|20)\d\d\s?[-–]\s?(?:19|20)\d\d\b.*"
)
_PHONE_WORD = r"(?:tel|phone|t[ée]l[ée]fono|t[ée]l[ée]phone|m[óo]vil|mobile|cel|fax|전화)\w{0,5}\W{0,4}$|\d\s?[;,/]\s?$"
# `Tel/Fax: 555 0123` is a telephone's number too
_FAX_WORD = (
    r"(?<![/&]\s)(?<![/&])(?<!and\s)(?<!y\s)(?<!et\s)\b(?:tele)?(?:fax|facsimile|t[ée]l[ée]copieu?r?|факс|팩스)(?:es)?"
    r"(?:\s?(?:no|nos|number|numero|número)\b)?[^\w+(]{0,4}\+?\(?$"
)
_THOUSANDS = r"[1-9]\d{0,2}(?:[.\s]\d{3}){1,4}"


def find_emails(text: str) -> list[TextSpan]:
    """Every email address, in order, damaged ones (`name (at) domain.org`, `name@ domain.org`) as written."""
    if not compiled(SOME_AT, 0).search(text):
        return []  # as in most text, which the pattern of an address tries at every word
    found = [match for match in compiled(_EMAIL, 0).finditer(text) if not _is_pattern(match, text)]
    return [TextSpan(_name_start(match, text), match.end()) for match in found]


def _name_start(match: re.Match[str], text: str) -> int:
    """Where the name begins of an address whose dots are masked there too: `ana [dot] ruiz [at] …`."""
    start = match.start()
    while match["masked"] or match["said"]:
        floor = max(0, start - _LONGEST_NAME_BEFORE)
        before = compiled(_NAME_BEFORE, 0).search(text, floor, start)
        if before is None:
            break
        start = before.start()
    return start


_PATTERNS = frozenset(
    "firstnamelastname firstlast namesurname prenomnom nomprenom nombreapellido nomesobrenome nomeapelido nomecognome"
    " vornamenachname yourname yourlastname".split()
)


def is_email_pattern(text: str) -> bool:
    """`text` shows how addresses are made and is nobody's: `firstname.lastname@domain.org`."""
    match = compiled(_EMAIL, 0).fullmatch(text)
    return match is not None and _is_pattern(match, text)


def _is_pattern(match: re.Match[str], text: str) -> bool:
    return re.sub(r"[\W_]", "", fold(text[match.start() : match.start("at")])) in _PATTERNS


def find_around_at(text: str) -> Iterator[TextSpan]:
    """Whatever stands around an @ without a space, such as `名前@例え.jp`: an address, whatever its letters."""
    for at in compiled(_AT, 0).finditer(text):
        start, end = at.span()
        while start and _is_of_address(text[start - 1]):
            start -= 1
        while end < len(text) and _is_of_address(text[end]):
            end += 1
        end -= len(text[at.end() : end]) - len(text[at.end() : end].rstrip("."))
        if start < at.start() and at.end() < end:
            yield TextSpan(start, end)


def _is_of_address(char: str) -> bool:
    return not char.isspace() and char not in _EDGES


def email_address(raw: str) -> str | None:
    """The lower-case address that `raw` means, its damage mended; None where it is no address."""
    match = compiled(_EMAIL, 0).search(raw)
    if match is None or _is_pattern(match, raw):
        return None
    name, domain = raw[_name_start(match, raw) : match.start("at")], raw[match.end("at") : match.end()]
    name, domain = (compiled(rf"{_IN_BRACKETS}|\s{_DOT_WORD}\s|\s?\.\s?", 0).sub(".", part) for part in (name, domain))
    return f"{name}@{domain}".replace("’", "'").lower()


def find_phones(text: str, prefix: str | None = None, faxes: bool = True) -> list[TextSpan]:  # noqa: ARG001
    """Every stretch that reads as a telephone number, in order; whether it is a valid one, `normalise` says.

    Dates, spans of years and thousands are none; neither is a bare run of digits, unless it is all of `text`, begins
    with 0, or follows a word for telephone. `prefix` (the letters of the commitment's code) is not needed to find them.
    `faxes`: the numbers of fax machines are wanted too.
    """
    found: list[TextSpan] = []
    if not compiled(r"\d").search(text):
        return found
    for match in compiled(_PHONE).finditer(text):
        written = match[0]
        core = compiled(_EXTENSION).sub("", written).strip()
        digits = sum(char.isdigit() for char in core)
        if not 7 <= digits <= 15 or compiled(_DATE_LIKE).fullmatch(core):
            continue
        # a bare number in a sentence is rather a sum or a count
        plain = (core.isdigit() and not core.startswith("0")) or compiled(_THOUSANDS).fullmatch(core)
        before = text[max(0, match.start() - 20) : match.start()]
        if plain and core != text.strip() and not compiled(_PHONE_WORD).search(before):
            continue
        if not faxes and compiled(_FAX_WORD).search(before):
            continue
        found.append(TextSpan(match.start(), match.start() + len(written.rstrip())))
    return found


def is_fax(text: str, start: int) -> bool:
    """The number at `start` is a fax machine's, as the words before it say.

    >>> is_fax("Tel. 555 0123, Fax: 555 0124", 24), is_fax("Tel/Fax: 555 0123", 9)
    (True, False)
    """
    return compiled(_FAX_WORD).search(text[max(0, start - 20) : start]) is not None


def phone_number(raw: str, region: str | None) -> str | None:
    """`raw` in E.164 where it is a valid number, of `region` (ISO 3166 alpha-2) when it names no country itself."""
    import phonenumbers  # 60 ms that an answer on the command line does not spend

    core = compiled(_EXTENSION).sub("", raw.strip())
    core = re.sub(r"^00[-\s]?(?=[1-9])", "+", core)
    core = re.sub(r"^\(\+?(\d{2,3})\)(?=.{7})", r"+\1 ", core) if core.startswith("(+") else core
    # the trunk zero in brackets, `+44 (0)20 …`, is not dialled from abroad
    core = re.sub(r"^(\+\d{1,3}\s?)\(0\)", r"\1", core)
    try:
        number = phonenumbers.parse(core, None if core.startswith("+") else region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if not core.startswith("+"):
        # “2100-3418” lacks its area code, yet is a valid number elsewhere: what is written must be all of it
        national = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
        if _digits(core) not in (_digits(national), e164[1:]):
            return None
    return e164


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


# -- masking -----------------------------------------------------------------------------------------------------

EMAIL, PHONE, PERSON = "[email]", "[phone]", "[person]"

_LINK = r"<(?:mailto|tel):([^|>]*)(?:\|[^>]*)?>"  # as Slack marks what was typed
_MENTION = r"<@[UW][A-Z0-9]+(?:\|[^>]*)?>"
_NUMBER = r"(?<![A-Za-z0-9])[+＋(]{0,2}\d(?:[\s().\-\u2010-\u2013]{0,3}\d){6,}(?:\s?(?:ext|x)\.?\s?\d{1,6})?"
_DAYS = r"(?:19|20)\d\d[-.\s]?(?:0?[1-9]|1[0-2])[-.\s]?[0-3]?\d(?!\d)|[0-3]?\d[-.\s][01]?\d[-.\s](?:19|20)\d\d(?!\d)"
_YEARS = r"(?<!\d)(?:19|20)\d\d(?!\d)"
_CODES = r"0\d{3}(?:\s+0\d{3})*"  # the numbers of commitments, as in “kr 0029 0032”
_FEWEST = 7  # digits of a telephone number


def masked(text: str) -> str:
    """`text` with a mark in place of each email address, telephone number and mention of a person.

    This masks what merely looks like one: what is kept of people must not hold a contact, and a sum of money that is
    lost with it does no harm. What reads documents, above, decides the other way.
    """
    text = compiled(_MENTION, 0).sub(PERSON, compiled(_LINK, 0).sub(r"\1", text))
    text = _put(text, find_emails(text), lambda _written: EMAIL)
    # also `名前@例え.jp`, and an address with a Korean particle at its end
    text = _put(text, find_around_at(text), lambda _written: EMAIL)
    text = compiled(_NUMBER).sub(lambda found: _unless_dates(found[0]), text)
    return _put(text, find_phones(text), _unless_codes)


def _put(text: str, spans: Iterable[TextSpan], mark: Callable[[str], str]) -> str:
    """`text` with what `mark` makes of each of its spans, which are in order and do not overlap."""
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], mark(text[start:end])] if start >= at else []
        at = max(at, end)
    return "".join([*parts, text[at:]])


def masked_values(value: Any, mask: Callable[[str], str] = masked) -> Any:
    """What JSON holds, with every text in it masked."""
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, dict):
        return {name: masked_values(one, mask) for name, one in value.items()}
    return [masked_values(one, mask) for one in value] if isinstance(value, (list, tuple)) else value


def _unless_codes(written: str) -> str:
    return written if re.fullmatch(_CODES, written) else PHONE


def _unless_dates(written: str) -> str:
    rest = compiled(_YEARS, 0).sub(" ", compiled(_DAYS, 0).sub(" ", written))
    return PHONE if sum(char.isdigit() for char in rest) >= _FEWEST and not re.fullmatch(_CODES, written) else written


_HONORIFICS = frozenset(
    "mr mrs ms miss mx agr dr dra doc prof professor sir dame madam hon honourable honorable hble rev capt"
    " col gen lt amb eng engr ing arq lic licda licdo lcdo lcda abg mtro mtra cp cpa sr sra srta don dona"
    " sres m mm mme mlle me monsieur madame mademoiselle maitre docteur doctor doctora senor senora"
    " senorita ingeniero ingeniera licenciado licenciada magister mg phd ph mba msc bsc llm llb esq jr alhaji"
    " hajiya mallam mni barr barrister chief atty attorney ust datuk ssi nim kasa".split()
)
# The labels of addresses and numbers, folded: none is a name, and none belongs to the name before it.
_CONTACT_WORDS = frozenset(
    "email emails mail correo courriel tel tels telephone telephones telefono telefonos telefone phone phones fax "
    "faxes telefax facsimile telecopie telecopieur mobile mob cell cellphone celular movil fono fonos fijo "
    "durchwahl ramal portable fixe hotline website web url address oficina ext no none тел телефон факс пошта ел "
    "электронная 전화 팩스 이메일".split()
)
_ROLE = (
    r"\b(?:director\w*|diretor\w*|direttor\w*|\w*leiter(?:in)?|chefe|coordenador\w*|gerente|dirigente|funzionari\w*|deputy|minist\w*|vice\w*|officers?|secretar\w*|heads?|chiefs?|coordina\w*|managers?|jef[ea]s?|asesor\w*"
    r"|advis[eo]rs?|directeur|directrice|chef(?:fe)?s?|chargée?s?|conseill\w*|responsables?|analyst\w*|analista|specialist\w*|especialista"
    r"|commission\w*|departa?e?ment\w*|division|unit|office|oficina|bureau|unidad|agency|agencia|agence|council|service|servicio"
    r"|president\w*|président\w*|chair\w*|encargad[oa]|expert\w*|executive|lead|focal|point|general|consultant\w*|inspector\w*"
    r"|project|programme?|policy|senior|adjoint\w*|sous|subsecretar\w*|governor|mayor|alcald\w*|maire|commissaire|team|assistant\w*"
    r"|under-?secretar\w*|registrar|statistician|economist\w*|archivist\w*|superintend\w*|intendent\w*|referent\w*"
    r"|regierungsr\w*|ministerialr\w*|sachbearbeiter\w*|procurador\w*|contralor\w*|ouvidor\w*|auditor\w*|auditeur\w*"
    r"|rapporteur\w*|attachée?|técnic[oa]s?|tecnic[oa]s?|technicien\w*|funcionari[oa]s?|servidora?|liaison|permanent"
    r"|sub(?:direct|diret|gerent|jef|chef|coord|contralor|procurador|administrad|inspe)\w*|titular|abogad[oa]|ingenier[oa]"
    r"|delegad[oa]|profesional|beauftragte\w*|\w+leitung|responsabile|hoofd|programma\w+|beleids\w+|șef\w*|inspector-\w+"
    r"|principal|attorney|comptroller|ombuds\w*|supervis\w*|administrat\w*|administrador\w*|controller|treasurer|accountant"
    r"|lawyer|counsel|solicitor|engineer\w*|ingénieure?s?|engenheir[oa]|scientist|researcher|planner|surveyor|librarian"
    r"|magistrate|prosecutor|trésori\w*|greffi\w*|tesorer[oa]|contador[a]?|investigador[a]?|verwaltungs\w+|referats\w+)\b"
)
_JOINT = re.compile(r"[;\n|•●·]|\s[/&]\s|\s(?:and|AND|et|y(?!\s{1,3}\w+\s{0,3}(?:[,;(\n]|$))|e(?=\s{1,3}H?[IÍ]))\s")
_LITTLE_WORDS = re.compile(
    r"(?:(?:or|ou|and|by|via|at|y|o|et|e|u|por|par|al|au)\b\s*)+"
)  # “or by” before a telephone number
_AROUND = " \t\xa0-–:./"
_BRACKET = re.compile(r"[(\[]")
_IN_BRACKET = re.compile(r"(?<=[^\W_])\s{0,2}\([^()\n]{1,200}\)")
_ENDS = r"\s*(?=[,;)\n]|\s[–—-]\s*(?:\n|$)|$)"
_ENDS_AT_DASH = r"\s*(?=[,;)\n]|\s[–—-](?:\s|$)|$)"
_POSITION = re.compile(
    r"\s*(?:\(\s*(?P<inside>[^\W\d_][^;:()\n@\d]{2,100}?)\s*\)"
    rf"|(?P<dash>[-–—](?=\s))\s*(?P<behind>[^\W\d_][^,;:()\n@\d]{{2,70}}?){_ENDS_AT_DASH}"
    rf"|[,(]\s*(?P<position>[^\W\d_][^,;:()\n@\d]{{2,70}}?){_ENDS})"
)
_OF_POSITION, _OF_DASHED = (
    re.compile(rf",\s{{1,2}}(?P<part>[^\W\d_][^,;:()\n@\d]{{1,70}}?){ends}") for ends in (_ENDS, _ENDS_AT_DASH)
)
_OFFICE_BOX = re.compile(r"P\.?\s?O\b|B\.?\s?P\b|Box\b|Apdo\b|Apartado\b|Postfach\b", re.IGNORECASE)
_BETWEEN = re.compile(r",|\s[–—-](?=\s|$)")
_SUFFIX = re.compile(r"(?:[JS]r|I{2,3}|IV)\b\.?$")
"""What stands behind a comma and is of the name: `Jose Ramirez, Jr.`"""
_GIVEN = re.compile(r"[^\W\d_][\w'’.-]*(?:\s[^\W\d_][\w'’.-]*){0,2}")


def split_people(text: str) -> list[TextSpan]:
    """The people whom `text`, the value of a contact label, names; positions and bodies beside them are left out.

    `Lee, hyo soon` is one person (family name first), `Ana Ruiz, Luis Gil` are two.
    """
    spans: list[TextSpan] = []
    brackets = [match.span() for match in _IN_BRACKET.finditer(text)]
    joints = [
        match for match in _JOINT.finditer(text) if not any(start < match.start() < end for start, end in brackets)
    ]
    at, position = 0, 0
    for joint in [*joints, None]:
        end = joint.start() if joint else len(text)
        people, position = _people(text, at, end, bool(spans), position, brackets)
        spans += people
        if joint:
            at = joint.end()
            position = position if any(map(str.isalpha, joint[0])) or "&" in joint[0] else 0
    return spans


def _people(
    text: str, start: int, end: int, named: bool, goes_on: int, brackets: list[tuple[int, int]]
) -> tuple[list[TextSpan], int]:
    """The people between two strong separators, where only commas and dashes are left to tell.

    `named`: somebody stands before. `goes_on`: how many parts of a position stand right before, which the first words
    here may go on with (`Policy Manager, Electoral and Constitutional`); so many stand at the end, too.
    """
    parts: list[TextSpan] = []
    place = start
    for match in [*_BETWEEN.finditer(text, start, end), None]:
        stop = match.start() if match else end
        written = _unbracketed(text[place:stop])
        lead = len(written) - len(written.lstrip(" \t\xa0-–:."))
        tail = _without_contact_words(written)
        inside = any(one < place + lead < other for one, other in brackets)
        if tail > lead and not inside:
            parts.append(TextSpan(place + lead, place + tail))
        place = match.end() if match else end
    people: list[TextSpan] = []
    index, position = 0, goes_on
    while index < len(parts):
        part = parts[index]
        after = parts[index + 1] if index + 1 < len(parts) else None
        said = text[part.start : part.end]
        if _OFFICE_BOX.match(said):
            break  # an address goes on behind it
        if people and _SUFFIX.match(said) and people[-1] == parts[index - 1]:
            people[-1] = TextSpan(people[-1].start, min(part.end + text.startswith(".", part.end), end))
            parts[index] = people[-1]
            index += 1
            continue
        if after and "," in text[part.end : after.start] and _family_first(said, text[after.start : after.end]):
            people.append(TextSpan(part.start, after.end))
            index, position = index + 2, 0
            continue
        # `Ana Ruiz, Director, Information Services`: the last part goes on with the position
        behind = index > 0 and (named or bool(people)) and _is_role(text, parts[index - 1])
        behind |= index == 0 and (goes_on > 1 or (goes_on == 1 and len(_bare(said)) == 1))
        of_position = behind and not (after and _is_role(text, after))
        dashed = bool(people) and index > 0 and "," not in text[parts[index - 1].end : part.start]
        below = bool(people) and _begins_small(said) and not _begins_small(text[people[0].start : people[0].end])
        if _is_name(said) and not (of_position or below or dashed or (people and said.islower())):
            people.append(part)
            position = 0
        elif _is_role(text, part) or of_position:
            position = position + 1 if people or named else 0
        index += 1
    return people, position


_SMALL_IN_NAMES = frozenset("de del la las los da do dos das di du van von der den al el bin ibn y e ould ap d".split())


def _begins_small(said: str) -> bool:
    """Words that begin in small letters, as a position does: `voditeljica Službe`; not `de la Cruz`."""
    first = (said.split() or [""])[0]
    return first[:1].islower() and re.split(r"['’]", first)[0] not in _SMALL_IN_NAMES


def _is_role(text: str, part: TextSpan) -> bool:
    return is_role(text[part.start : part.end])


def is_role(words: str) -> bool:
    """Whether some words hold one of those that name a position or an office."""
    return compiled(_ROLE).search(words) is not None


def _without_contact_words(written: str) -> int:
    """Where `written` ends without the labels of addresses and numbers behind it, `Ana Ruiz Tel.`."""
    end = len(written.rstrip(_AROUND))
    while end and fold((written[:end].split() or [""])[-1]).replace("-", "").strip(".:()/") in _CONTACT_WORDS:
        end = len(written[: end - len(written[:end].split()[-1])].rstrip(_AROUND))
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
        limit = min((one.start for one in people if one.start > person.start), default=len(text))
        joint = next((match for match in _JOINT.finditer(text, person.end, limit) if match.end() == limit), None)
        match = _POSITION.match(text, person.end, joint.start() if joint else limit)
        name = next((name for name in ("inside", "behind") if match and match[name]), "position")
        if match and compiled(_ROLE).search(match[name]):
            end = (
                match.end(name)
                if name == "inside"
                else _end_of_position(text, match.end(name), people, _OF_DASHED if match["dash"] else _OF_POSITION)
            )
            spans.append(TextSpan(match.start(name), end))
    return spans


def _end_of_position(text: str, end: int, people: list[TextSpan], goes_on: re.Pattern[str]) -> int:
    """Where a position ends that goes on behind a comma: `Head, Companies Inspectorate`; a box is no part of it."""
    while (more := goes_on.match(text, end)) and not (
        any(one.start < more.end() and more.start() < one.end for one in people)
        or _OFFICE_BOX.match(more["part"])
        or _without_contact_words(more["part"]) < len(more["part"])
    ):
        end = more.end("part")
    return end


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
    if not any(char.isalpha() for char in name) or is_placeholder("person", text):
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
    if is_placeholder("person", name):
        return None
    family, comma, given = name.partition(",")
    if comma and _family_first(family.strip(), given.strip()):
        name = f"{given.strip()} {family.strip()}"
    return " ".join(_bare(name)).rstrip(" ,") or (name or None)


def person_key(name: str) -> tuple[str, ...]:
    """The folded parts of a name in alphabetical order, without honorifics: equal for all ways to write one name.

    >>> person_key("Lee, hyo-soon") == person_key("Ms. Hyo Soon LEE")
    True
    """
    parts = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", fold(" ".join(_bare(_unbracketed(name).replace(",", " ")))))
    return tuple(sorted(parts))
