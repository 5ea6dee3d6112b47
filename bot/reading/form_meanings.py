"""Which of the things that a form's label may mean it means here, by its value and by what was found above it.

Most labels mean one thing. A meaning that depends is a row of `_MEANS`: `Name` is the commitment's or somebody's,
`Responsible` a person or a body, `State` a country or how far it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from typing import NamedTuple

from bot.reading.form_contacts import names_somebody
from bot.reading.form_title import LONGEST_TITLE, is_form_name
from bot.reading.label_tables import Phrases, label_tables
from bot.reading.label_tree import words_of
from bot.reading.prose_labels import is_body
from bot.reading.siblings import CODE
from bot.reading.spans import FoundValue
from bot.records.contacts import find_emails, find_phones, is_role
from bot.records.countries import country_named
from bot.records.dates import find_dates
from bot.records.fields import FIELD
from bot.records.text import fold
from bot.records.vocabulary import canonical, is_placeholder, wordings

OF_CONTACTS = frozenset({"person", "person_title", "email", "phone", "email_phone", "contacts"})
NOTHING = ""
"""The label means nothing that is kept."""
_SHORT, _SHORTER, _FEW_LETTERS = 80, 40, 3
_OFFICE = re.compile(
    r"offic(?:e|es)\b|oficina|bureau|büro|\bunit|department|secretar[iy]|registry|division", re.IGNORECASE
)
_POST = re.compile(
    r"(?:the\s)?(?:deputy|assistant|associate|acting|senior|chief|vice|sub|permanent|principal|director|directora|head"
    r"|manager|officer|secretary|minister|coordinator|coordinador|coordinadora|jefe|jefa|encargad[oa]|commissioner"
    r"|registrar|chair\w*|president\w*|leiter\w*|direct(?:eur|rice)|chef(?:fe)?)\b",
    re.IGNORECASE,
)
"""What a position begins with, and the name of no body."""
_OTHERS = frozenset({"support_institutions", "other_actors", "other_government"})
_BODIES = frozenset({"support_institutions", "lead_institution"})


class Seen(NamedTuple):
    """What stands above a label, and beside it: its other meanings, the fields found, the field of the row above.

    `titled`: a title was found; `ended`: another label of the page is that of an end.
    """

    names: tuple[str | None, ...]
    fields: AbstractSet[str]
    last: str
    titled: bool
    ended: bool

    @property
    def stated(self) -> bool:
        """Whether something that a commitment has was found, besides its title and country."""
        return bool(self.fields - {"title", "country"})


def meant(said: str, seen: Seen) -> str | None:
    """The field, or another name of the tables, that a label with the value `said` is for; None for nothing."""
    for name in seen.names:
        decide = _MEANS.get(name or "", _plain)
        if (found := decide(name or "", said, seen)) is not None:
            return found or None
    first = seen.names[0]
    return first if first in FIELD else None


_Decide = Callable[[str, str, Seen], "str | None"]
"""(meaning, value, what was seen) → what is meant, `NOTHING`, or None where another meaning of the label is."""


def _is_short(said: str) -> bool:
    return 0 < len(said) <= _SHORT and not said.endswith(".")


def tells_state(said: str) -> bool:
    """What stands behind `Current status` begins with how far it is: `Delayed – a law is before the Senate.`"""
    first = re.split(r"[,.;:(\n]|\s[–—-]\s", said, maxsplit=1)[0]
    known = canonical("completion", first) is not None or canonical("status", first) is not None
    return known or tuple(words_of(first)) in _states()


@cache
def _states() -> Phrases:
    return frozenset(phrase for table in label_tables().words for phrase in table.get("states", ()))


def _plain(name: str, said: str, seen: Seen) -> str | None:
    closed = name in FIELD and FIELD[name].kind in ("choice", "yesno")
    if closed and len(seen.names) > 1 and said and not _is_short(said):
        return None
    return name


def _name(name: str, said: str, seen: Seen) -> str:  # noqa: ARG001 - of one shape
    below = bool({"lead_institution", "country"} & seen.fields)
    return "person" if below and names_somebody(said) else "title"


def _code(name: str, said: str, seen: Seen) -> str:
    """A number, or the title behind it: `Action point 9: Open Roads`."""
    titled = seen.titled or any(map(str.isdigit, said)) or len(said.split()) == 1 or len(said) > LONGEST_TITLE
    return name if titled else "title"


def _heading(name: str, said: str, seen: Seen) -> str:  # noqa: ARG001
    return "person_title" if "person" in seen.fields else "title"


def _commitment(name: str, said: str, seen: Seen) -> str:  # noqa: ARG001
    if seen.stated and re.search(CODE, said):
        return NOTHING  # a related one, below the rows
    short = len(said) <= LONGEST_TITLE and not said.endswith(".") and "\n" not in said
    return "title" if short and not seen.titled else "brief"


def _responsible(name: str, said: str, seen: Seen) -> str:  # noqa: ARG001
    first = said.split("\n")[0]
    if find_emails(first) or find_phones(first):
        return "contacts"
    if "lead_institution" in seen.fields and is_placeholder("person", said):
        return "person"  # who is still to be named, below the body that leads
    if "person" in seen.names:  # `Commitment lead`: a person, unless a body is named
        body = is_body(first) and not (names_somebody(first) or _POST.match(first) or is_placeholder("person", said))
        return ("lead_institution" if "lead_institution" not in seen.fields else NOTHING) if body else "person"
    return "person" if names_somebody(first) else "lead_institution"


def _contacts(name: str, said: str, seen: Seen) -> str:  # noqa: ARG001
    return name if said else "group"


def _person(name: str, said: str, seen: Seen) -> str | None:
    return None if _BODIES & {*seen.names} and not names_somebody(said) else name


def _lead(name: str, said: str, seen: Seen) -> str:
    """The body that leads; somebody with a position is none: `Commitment holder: Ana Ruiz, Head of Unit`."""
    first = said.split("\n")[0]
    _, comma, position = first.partition(",")
    somebody = bool(comma) and is_role(position) and not _OFFICE.search(position) and names_somebody(first)
    return "person" if somebody and "person" not in seen.fields else name


def _supporting(name: str, said: str, seen: Seen) -> str | None:
    return None if "person" in seen.names and names_somebody(said) else name


def _is_day(said: str) -> bool:
    """A date and nothing else, which is no status: `Stand: 11. Februar 2025`, `Status (as of): May 2024`."""
    days = list(find_dates(said))
    rest = said
    for day in reversed(days):
        rest = rest[: day.start] + rest[day.end :]
    return bool(days) and sum(map(str.isalpha, rest)) <= _FEW_LETTERS


def _status(name: str, said: str, seen: Seen) -> str | None:
    if _is_day(said):
        return NOTHING
    done = canonical("status", said) is None and canonical("completion", said)
    return "completion" if done else _plain(name, said, seen)


def _completion(name: str, said: str, seen: Seen) -> str | None:
    if _is_day(said):
        return NOTHING
    figure = len(said) <= _SHORT and not re.search(r"[^\W\d_]|\d\s?%|^-?$", said)  # `4`: a rating of another kind
    if figure:
        return None
    state = "problem" in seen.names and tells_state(said)
    return name if state else _plain(name, said, seen)


def _state(name: str, said: str, seen: Seen) -> str:  # noqa: ARG001
    if country_named(said):
        return "country"
    if seen.last in _OTHERS and is_body(said):
        return "other_government"  # `Government: the Mint`, of the other actors
    if _is_day(said):
        return NOTHING
    first = said.split("\n")[0]
    known = canonical("completion", first) is not None
    return "completion" if known or (len(said) <= _SHORTER and not is_body(said)) else NOTHING


def _dates(name: str, said: str, seen: Seen) -> str:
    one = len(list(find_dates(said))) == 1
    return "start" if one and (seen.ended or "start" in seen.names) else name


def _policy_areas(name: str, said: str, seen: Seen) -> str | None:
    if is_form_name(said) or "`" in said:
        return NOTHING  # `Category: OGP`, and the labels of a tool
    among = "person_title" in seen.names and seen.last in OF_CONTACTS  # `Area` is an office there
    known = wordings(name)
    area = any(fold(part).strip() in known for part in re.split(r"[,;]", said))
    return None if among and not area else name


def _problem(name: str, said: str, seen: Seen) -> str | None:
    state = "completion" in seen.names and (_is_short(said) or tells_state(said))
    return None if state else name


def _brief(name: str, said: str, seen: Seen) -> str | None:
    """`Ambition` is a rating, or where the text stands elsewhere what the commitment aims at."""
    if "ambition" not in seen.names:
        return _plain(name, said, seen)
    if canonical("ambition", said) is not None:
        return "ambition"
    return "ambition_statement" if seen.fields & {"brief", "objective"} else name


_MEANS: Mapping[str, _Decide] = {
    "name": _name,
    "code": _code,
    "heading": _heading,
    "commitment": _commitment,
    "responsible": _responsible,
    "person": _person,
    "lead_institution": _lead,
    "support_institutions": _supporting,
    "contacts": _contacts,
    "status": _status,
    "completion": _completion,
    "state": _state,
    "dates": _dates,
    "policy_areas": _policy_areas,
    "problem": _problem,
    "brief": _brief,
}


def state_beside_share(text: str, values: list[FoundValue], shared: bool = False) -> None:
    """Make the status what stands under another label of completion than a share: `En cours`, beside `50%`.

    `shared`: its table has a column of shares, whether or not one stands in it here. Where a commitment has a status,
    or all that its labels of completion say is a share or none is, nothing changes.
    """
    done = [one for one in values if one.field == "completion" and one.end > one.start]
    shares = [one for one in done if SHARE.fullmatch(text, one.start, one.end)]
    if (
        not (shares or shared)
        or len(shares) == len(done)
        or any(one.field == "status" and one.end > one.start for one in values)
    ):
        return
    for one in done:
        if one not in shares and one.end - one.start <= _SHORT:
            values[values.index(one)] = FoundValue("status", one.start, one.end)


SHARE = re.compile(r"\d{1,3}(?:[.,]\d{1,2})?\s?%?")
