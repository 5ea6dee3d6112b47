"""What changed of a commitment, and what only of its page: facts are compared, not texts. Pure.

A page that is saved in another language, capitals, a typo, a label that the site no longer prints: none of them says
anything new of the promise. They are notes about pages.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.digest.model import FieldChange
from bot.records.contacts import person_key
from bot.records.countries import letters_of
from bot.records.dates import find_dates
from bot.records.fields import FIELD
from bot.records.institutions import institution_key, packaged_rules
from bot.records.known_contacts import MARK
from bot.records.periods import PROGRESS
from bot.records.text import fold
from bot.records.values import normalise
from bot.records.vocabulary import find_members

FACT, CONTACT = "fact", "contact"
LANGUAGE, WORDING, LABEL, SITE = "language", "wording", "label", "site"
NOTES = (LANGUAGE, WORDING, LABEL, SITE)
"""Why a difference is only one of the page: another language, another writing, a label that is gone, a new one."""

_OF_THE_SITE = 5
"""Pages that print a label anew within one digest: then it is the site that changed, not so many commitments."""
_ALWAYS_FACTS = (*PROGRESS, "start", "end")
_TRANSLATED = ("text", "institution", "rows", "list")
_SLIP_FROM = 6  # letters of a word; in shorter ones a swap often makes another: three and there, form and from
_REAL = frozenset(  # words that are other words with two letters swapped
    "complaint compliant trials trails marital martial united untied compiled complied casual causal signing "
    "singing treaties treatise farming framing farmers framers salaire salarie salaires salaries cuatro cuarto "
    "precios preciso prejuicio perjuicio prejuicios perjuicios concretar concertar faible fiable faibles fiables "
    "annuel annule annuels annules partie patrie traiter traitre tirage triage concret concert".split()
)
_BRACKETED = re.compile(r"\([^()\d]{1,80}\)")
_SHORT_FORM = re.compile(r"\s?\(([^\W\d]{2,10})\)")
_WORDS = {
    "en": "the of and to for in is will with by on that this are be from",
    "es": "el la los las de del y para en con por que una un se es al su",
    "fr": "le la les des du de et pour dans avec par que une un est au aux en sur",
    "pt": "o a os as do da dos das e para em com por que uma um na no ao",
    "it": "il lo la i gli le di del della e per in con che una un nel alla",
}
_OWN = {
    language: frozenset(words.split())
    - frozenset(word for other, said in _WORDS.items() if other != language for word in said.split())
    for language, words in _WORDS.items()
}
_SCRIPTS = {"HANGUL": "ko", "CYRILLIC": "cyrillic", "ARABIC": "arabic", "GEORGIAN": "ka", "ARMENIAN": "hy"}


@dataclass(frozen=True, slots=True)
class Difference:
    """What a field of a commitment said before (None: no label) and says now, the day of its last change, and its kind.

    `kind` is `FACT`, `CONTACT` (both texts are masked), or one of `NOTES`.
    """

    code: str
    field: str
    old: str | None
    new: str | None
    at: str
    kind: str


def changed_fields(changes: Sequence[FieldChange]) -> dict[tuple[str, str], FieldChange]:
    """(code, field) → what stood there before the first of its changes, with the day of the last."""
    found: dict[tuple[str, str], FieldChange] = {}
    for change in changes:
        first = found.get((change.code, change.field), change)
        found[change.code, change.field] = replace(first, at=change.at)
    return found


def differences(
    changed: Mapping[tuple[str, str], FieldChange], now: Mapping[tuple[str, str], str], printed: Mapping[str, int]
) -> list[Difference]:
    """What the `changed` fields come to, in their order; `now` is what each says, without an entry where no label is.

    What went there and back is no difference. `printed` says of how many pages, followed or not, each label is new.
    """
    found = [
        Difference(
            code, field, change.old, now.get((code, field)), change.at, _kind(code, change, now.get((code, field)))
        )
        for (code, field), change in changed.items()
        if change.old == MARK or _plain(change.old) != _plain(now.get((code, field)))
    ]
    return list(_of_the_site(_translated(found), printed))


def _plain(text: str | None) -> str | None:
    return None if text is None else " ".join(text.split())


def _kind(code: str, change: FieldChange, new: str | None) -> str:
    if change.old == MARK or FIELD[change.field].kind in ("email", "phone"):
        return CONTACT
    if new is None:
        return LABEL
    return WORDING if change.old and new and is_same(change.field, change.old, new, letters_of(code)) else FACT


def is_same(field: str, old: str, new: str, prefix: str = "") -> bool:
    """Whether two texts of a field say the same: normalised where they can be, else by their letters.

    >>> is_same("end", "2026-12-31", "31 December 2026"), is_same("verifiable", "Yes", "Yes ℹ")
    (True, True)
    >>> is_same("title", "Open Data Portal (ODP)", "Open data portla"), is_same("title", "Open Data 2", "Open Data 3")
    (True, False)
    """
    kind = FIELD[field].kind
    if kind in ("list", "rows") or FIELD[field].many:
        one, other = ({_key(field, part, prefix) for part in _parts(field, text)} for text in (old, new))
        return one == other
    one_key, other_key = _key(field, old, prefix), _key(field, new, prefix)
    return one_key == other_key or ((field == "title" or kind == "institution") and _slipped(one_key, other_key))


def _parts(field: str, text: str) -> Iterable[str]:
    if FIELD[field].kind == "list":
        return [name for _start, _end, name in find_members(field, text)]
    return text.split("\n")


@lru_cache(4096)
def _key(field: str, text: str, prefix: str) -> str:
    """What the writings of one value have in common."""
    kind = FIELD[field].kind
    if kind in ("date", "choice", "yesno", "year"):
        return (
            normalise(FIELD[field], text, prefix)[0]
            or normalise(FIELD[field], _spoken(text), prefix)[0]
            or _letters(text)
        )
    if kind == "institution":
        return institution_key(_SHORT_FORM.sub(_if_not_short, text), packaged_rules())
    if kind == "person":
        return " ".join(sorted(person_key(text)))
    if kind == "rows":  # a milestone with its dates, however those are written
        text, days = _dated(text)
        return " ".join([_letters(text), *days])
    return _letters(_BRACKETED.sub(" ", text)) or _letters(text)


def _if_not_short(bracketed: re.Match[str]) -> str:
    """What stands in brackets behind a name; nothing where its letters stand in the name: 행정안전부 (행안부)."""
    letters = iter(fold(bracketed.string[: bracketed.start()]))
    return "" if all(letter in letters for letter in fold(bracketed[1])) else bracketed[0]


def _dated(text: str) -> tuple[str, list[str]]:
    """A text without its dates, and these, normalised, in their order."""
    found = find_dates(text)
    days = [one.value or fold(text[one.start : one.end]) for one in found]
    for one in reversed(found):
        text = f"{text[: one.start]} {text[one.end :]}"
    return text, days


def _spoken(text: str) -> str:
    """A text without signs that stand for no word: a site's ℹ behind a term, which Unicode counts among the letters."""
    return "".join(
        char for char in text if not (unicodedata.category(char).startswith("S") or "\u2100" <= char <= "\u214f")
    ).strip()


def _letters(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(_spoken(text))))


def _slipped(one: str, other: str) -> bool:
    """Whether two names have the same words but for one in which two letters beside each other are swapped.

    No other difference of letters is taken for a slip: one letter makes other words (passed and parsed, county and
    country, junio and julio), and more so in the first place (nuclear and unclear). Where there is doubt, it is news.
    """
    words, others = one.split(), other.split()
    apart = [pair for pair in zip(words, others, strict=False) if pair[0] != pair[1]]
    return len(words) == len(others) and len(apart) == 1 and _swapped(*apart[0]) and not _REAL.issuperset(apart[0])


def _swapped(one: str, other: str) -> bool:
    """Whether a word is another with two letters swapped that stand beside each other, neither of them the first."""
    swaps = (one[:at] + one[at + 1] + one[at] + one[at + 2 :] for at in range(1, len(one) - 1))
    return len(one) >= _SLIP_FROM and one.isalpha() and other in swaps


def _translated(found: Sequence[Difference]) -> Iterator[Difference]:
    """Texts of a commitment of which one is in another language now: all of them were saved anew."""
    codes = {
        one.code
        for one in found
        if one.kind == FACT
        and FIELD[one.field].kind in _TRANSLATED
        and one.old
        and one.new
        and None not in (before := language_of(one.old), after := language_of(one.new))
        and before != after
    }
    for one in found:
        whole = one.code in codes and one.kind == FACT and one.old and one.new
        yield replace(one, kind=LANGUAGE) if whole and FIELD[one.field].kind in _TRANSLATED else one


def _of_the_site(found: Iterable[Difference], printed: Mapping[str, int]) -> Iterator[Difference]:
    """A label that many pages print which did not before: a new generation of the site."""
    for one in found:
        own = one.field not in _ALWAYS_FACTS and printed.get(one.field, 0) >= _OF_THE_SITE
        site = one.kind == FACT and one.old is None and own
        yield replace(one, kind=SITE) if site else one


@lru_cache(4096)
def language_of(text: str) -> str | None:
    """The language of some words, by their script or their little words; None where that is not clear.

    >>> language_of("El portal de datos de los ministerios"), language_of("Open Data")
    ('es', None)
    """
    for char in text[:40]:
        script = unicodedata.name(char, "").partition(" ")[0]
        if script in _SCRIPTS:
            return _SCRIPTS[script]
    words = Counter(fold(text).split())
    counts = sorted(((sum(words[word] for word in own), language) for language, own in _OWN.items()), reverse=True)
    (most, language), (second, _other) = counts[:2]
    return language if most > second else None
