"""What the labels of a form mean: a page that marks its labels itself may call them as it likes.

Where the page's own writing shows what is a label, one word is enough (`Owner`, `Temas`), which in running text would
be an ordinary word. Such wordings stand under `[form]` in the language files. Besides the fields there stand:
`code`, `title`; `commitment` (a title, or the text where it is long), `name` (of the commitment, or below an
institution of a person), `heading` (the title of the commitment, or the position of a person named above),
`responsible` (a person or a body, as the value says), `state` (a country, or how far it is), `email_phone`, `unkept`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from bot.reading.label_tables import Phrases, holds, label_tables
from bot.reading.label_tree import WORD, Label, LabelTree, fold_word, words_of
from bot.records.text import fold

_MARKS = " \t\xa0*_|#:：.?？¿•·–—-="
_NUMBER = re.compile(r"(?:\(?\d{1,2}[.)]\s*|[a-zA-Z][.)]\s+)|[\s_](?:n[.°º]*\s?)?\d{1,2}$")
_NOTE = re.compile(r"\s?\([^()]{0,60}\)$")
_STOPS = re.compile(r"(?<=\w)\.\s")
_PARTED = re.compile(r"\s?[/&,–—-]\s|/|\s(?:and|y|et|e)\s")
_CORE = frozenset(
    "title country lead_institution support_institutions person person_title email phone email_phone contacts dates"
    " start end status completion policy_areas responsible".split()
)
_LONGEST, _MOST_WORDS, _LONGEST_AFFIX = 160, 8, 5
_PERCENT = re.compile(r"%\s?|\bPorcentaje\s|\bPourcentage\s|\bPercentual\s|\bPercentuale\s", re.IGNORECASE)
_NUMERO = re.compile(r"\b[Nn]\.?\s?[°º]\.?\s?")
_PARTICLES = frozenset("de del d du des da do di of the la le l".split())


_KINDS = {
    **dict.fromkeys(("role", "position", "post"), "person_title"),
    **dict.fromkeys(("phone", "tel", "telephone", "mobile"), "phone"),
    "name": "responsible",
    "email": "email",
    "mail": "email",
}
_CAMEL = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])")
_OF_ALL = frozenset("commitment compromiso compromisso engagement impegno record item date period".split())
"""What the keys of a commitment's data may all begin with: `commitment_lead`."""
_OF_NO_FIELD = frozenset({"form", "form_nouns", "duty", "states"})
_OF_SOMEBODY = frozenset({"person_title", "email", "phone"})
_EDGES = frozenset({"start", "end"})
_OF_WORDS = frozenset({"label", "value", "text"})
"""Keys of what the key above them holds in words."""
_ARTICLES = frozenset("the la el los las le l les o a os as der die das il lo gli".split())
_OF_PEOPLE = frozenset({"person", "contacts", "responsible", "lead_institution"})


class FormLabel(NamedTuple):
    """What a label may mean, the likeliest first; None is a text that no field keeps."""

    names: tuple[str | None, ...]

    @property
    def core(self) -> str | None:
        """The field, where it is one that nearly every form of a commitment has."""
        return next((name for name in self.names if name in _CORE), None)


@cache
def _trees() -> tuple[LabelTree, LabelTree, LabelTree]:
    """The labels of forms alone, those of the page's header, those of descriptions."""
    form, header, description = LabelTree(), LabelTree(), LabelTree()
    for label in label_tables().form:
        form.add(label)
    for label in label_tables().wordings:
        if label.role == "header":
            header.add(label)
        elif label.role != "heading":
            description.add(label)
    return form, header, description


@lru_cache(maxsize=8192)
def form_label(written: str) -> FormLabel | None:
    """What a label says, without its marks and number; None where no table knows it.

    >>> form_label("**Lead agency:**").names, form_label("Tide table")
    (('lead_institution',), None)
    """
    words = _PERCENT.sub("percentage ", _NUMERO.sub("numero ", " ".join(written.split()).strip(_MARKS)))
    if not words or len(words) > _LONGEST:
        return None
    unstopped = _STOPS.sub(" ", words)  # `Réf. OGP`, `El. pošta`
    tried = (words, _NOTE.sub("", words), _NUMBER.sub("", words).strip(_MARKS), unstopped, _core_of(words))
    for said in dict.fromkeys(tried):
        if names := _names(said):
            return FormLabel(names)
    if name := _of_person(words):
        return FormLabel((name,))
    parts = [part.strip(_MARKS) for part in _PARTED.split(words)]
    if len(parts) != 2 or not all(parts):
        return None
    one, other = (_names(part) for part in parts)
    if not one or not other:
        # a label with its translation, of which one is known
        translated = " / " in words and "?" not in words and len(words.split()) <= _MOST_WORDS
        return FormLabel(one or other) if translated and (one or other) else None
    both = {one[0], other[0]}
    if "dates" in both and both & {"start", "end"}:
        return FormLabel(tuple(both - {"dates"}))
    if both == {"start", "end"}:
        return FormLabel(("dates",))
    if both == {"email", "phone"}:
        return FormLabel(("email_phone",))
    return FormLabel(one)


def _core_of(words: str) -> str:
    """A label without what may stand before and behind it: `Nombre del punto focal`, `E-mail institucional`."""
    places = [match.span() for match in WORD.finditer(words)]
    said = [fold_word(words[start:end]) for start, end in places]
    tables = label_tables()
    first, last = 0, len(said)
    for length in range(min(_LONGEST_AFFIX, last - 1), 0, -1):
        if tuple(said[:length]) in tables.before:
            first = length
            break
    for length in range(min(_LONGEST_AFFIX, last - first - 1), 0, -1):
        if tuple(said[last - length :]) in tables.behind:
            last -= length
            break
    return words[places[first][0] : places[last - 1][1]] if places else words


def _of_person(words: str) -> str | None:
    """The position, address or number of somebody who is meant by a word for the responsible: `Cargo de la delegada`.

    >>> _of_person("Focal point job title"), _of_person("Correo del enlace"), _of_person("Correo del sitio")
    ('person_title', 'email', None)
    """
    places = [match.span() for match in WORD.finditer(words)]
    said = words_of(words)
    if not 1 < len(places) <= _MOST_WORDS or len(said) != len(places) or holds(said, label_tables().others):
        return None
    for number in range(1, len(places)):
        left, right = words[: places[number - 1][1]], words[places[number][0] :]
        if words[places[number - 1][1] : places[number][0]].strip(" '’-"):
            continue  # `Contact: name, position`
        if said[number] in _PARTICLES and number + 1 < len(places):
            after = number + 1 + (said[number + 1] in _PARTICLES | _ARTICLES)
            name = _OF_SOMEBODY & {*_names(left)} if after < len(places) else set()
            if name and means_person(words[places[after][0] :]):
                return min(name)
        elif (
            said[number - 1] not in _PARTICLES
            and (name := _OF_SOMEBODY & {*_names(right)})
            and means_person(re.sub(r"['’]s?$", "", left))
        ):
            return min(name)
    return None


def means_person(words: str) -> bool:
    """A label for a person, or a word of one: `enlace`, `the officer in charge`."""
    names = {*_names(words)}
    if {"person", "responsible"} & names or (names and names != {"support_institutions"}):
        return bool({"person", "responsible"} & names)
    phrases = frozenset(phrase for table in label_tables().words for phrase in table.get("person", ()))
    return holds(words_of(words), phrases)


def asks(words: str) -> bool:
    """A label asks for something that a commitment has: `Which ministry is in charge`."""
    return holds(words_of(words)[:2], label_tables().asking) and tells(words)


def tells(words: str) -> bool:
    """A label has a word for something that a commitment has: `Departments assisting`."""
    return holds(words_of(words), _telling())


@cache
def _telling() -> Phrases:
    kinds = [words[name] for words in label_tables().words for name in words if name not in _OF_NO_FIELD]
    return frozenset(phrase for phrases in kinds for phrase in phrases)


@cache
def _keys() -> dict[str, tuple[str | None, ...]]:
    """What the keys of data mean, which leave out small words: `fecha_inicio`, `instituciones_apoyo`."""
    found: dict[str, tuple[str | None, ...]] = {}
    for label in (*label_tables().form, *label_tables().wordings):
        if label.role != "heading":
            name = None if label.name == "unkept" else label.name
            known = found.setdefault(_key(label.text), ())
            found[_key(label.text)] = (*known, *(() if name in known else (name,)))
    return found


def _key(words: str) -> str:
    said = [fold(match[0]) for match in WORD.finditer(words.replace("_", " "))]
    return " ".join(word for word in said if word not in _PARTICLES) or " ".join(said)


def key_label(written: str) -> FormLabel | None:
    """What a key of the data at the head of a file, or a column's name, says: `fecha_inicio`, `leadAgency`.

    >>> key_label("fecha_inicio").names, key_label("commitment_lead").names, key_label("officer_tel").names
    (('start',), ('lead_institution',), ('phone',))
    """
    words = re.sub(r"[-_.\s]+", " ", _CAMEL.sub(" ", written)).strip()
    of, _, kind = words.rpartition(" ")
    if kind.casefold() in _KINDS and of and _means_somebody(of):
        person = kind.casefold() == "name" and means_person(of)
        return FormLabel(("person" if person else _KINDS[kind.casefold()],))  # `owner_email`
    if kind.casefold() in _OF_WORDS and (above := _names(of)):
        return FormLabel(above)  # `progress.label`
    for over, _, one in ((of, "", kind), _CAMEL.sub(" ", written).rpartition(".")):
        if over and (edge := _EDGES & {*_names(one)}) and "dates" in _names(over):
            return FormLabel((min(edge),))  # `timeframe.from`, `timeline.startsOn`
    first, _, rest = words.partition(" ")
    short = rest if first.casefold() in _OF_ALL else ""
    for said in filter(None, (words, short, f"{rest} {first}" if " " not in rest else "")):
        if known := form_label(said):  # `date_from` is `From date`
            more = form_label(short) if short and said == words else None
            return FormLabel(tuple(dict.fromkeys((*known.names, *(more.names if more else ())))))
        if names := _keys().get(_key(said)):
            return FormLabel(names)
    return key_label(short) if short else None


def label_or_key(written: str) -> FormLabel | None:
    """What a label says, or a key of data that a page shows as one: `commitment_lead`."""
    return key_label(written) if "_" in written.strip("_") else form_label(written)


def _means_somebody(words: str) -> bool:
    meaning = form_label(words)
    return bool(_OF_PEOPLE & {*meaning.names}) if meaning else means_person(words)


def _names(words: str) -> tuple[str | None, ...]:
    found = [label for tree in _trees() for label in _whole(tree, words)]
    return tuple(dict.fromkeys(None if label.name == "unkept" else label.name for label in found))


def _whole(tree: LabelTree, words: str) -> list[Label]:
    first = WORD.search(words)
    if not first or first.start() > 1:
        return []
    return [label for label, stop in tree.at(words, first.start(), len(words)) if not words[stop:].strip("()" + _MARKS)]
