"""Text to values: the normalised form of every typed field, by its kind; what is written stays `raw`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import lru_cache

from bot.records.contacts import email_address, find_emails, find_phones, person_name, phone_number
from bot.records.countries import region_of
from bot.records.dates import read_date
from bot.records.fields import Field, Kind
from bot.records.model import Precision
from bot.records.vocabulary import canonical, find_members, is_placeholder

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def normalise(field: Field, raw: str, prefix: str | None) -> tuple[str | None, Precision | None]:
    """The normalised value of `raw` for `field`, and a date's precision.

    `prefix` is the letters of the commitment's code; it gives telephone numbers their country. Blank text, text of a
    kind without a normal form, and text that does not read as its kind all give (None, None).
    """
    if field.kind == "date":
        return read_date(raw) if raw.strip() else (None, None)
    read = _BY_KIND.get(field.kind)
    if read is None or not (text := " ".join(raw.split())):
        return None, None
    return read(field, text, prefix), None


def _year(field: Field, text: str, prefix: str | None) -> str | None:  # noqa: ARG001
    match = _YEAR.search(text)
    return match[0] if match else None


def _email(field: Field, text: str, prefix: str | None) -> str | None:  # noqa: ARG001
    return _one_or_list([email_address(text[span.start : span.end]) for span in find_emails(text)])


def _phone(field: Field, text: str, prefix: str | None) -> str | None:  # noqa: ARG001
    region = region_of(prefix)
    return _one_or_list([phone_number(text[span.start : span.end], region) for span in find_phones(text)])


def _term(field: Field, text: str, prefix: str | None) -> str | None:  # noqa: ARG001
    return canonical(field.name, text)


def _list(field: Field, text: str, prefix: str | None) -> str | None:  # noqa: ARG001
    return _members(field.name, text)


@lru_cache(maxsize=4096)
def _members(name: str, text: str) -> str | None:
    names = [name for _, _, name in find_members(name, text)]
    return json.dumps(list(dict.fromkeys(names)), ensure_ascii=False) if names else None


def _person(field: Field, text: str, prefix: str | None) -> str | None:  # noqa: ARG001
    return person_name(text)


def _institution(field: Field, text: str, prefix: str | None) -> str | None:  # noqa: ARG001
    return None if is_placeholder(field.name, text) else text


def _one_or_list(values: list[str | None]) -> str | None:
    """One value as it is, several as a JSON list: a page may write two addresses behind one label."""
    known = [value for value in values if value]
    return json.dumps(known, ensure_ascii=False) if len(known) > 1 else (known[0] if known else None)


_BY_KIND: dict[Kind, Callable[[Field, str, str | None], str | None]] = {
    "year": _year,
    "email": _email,
    "phone": _phone,
    "yesno": _term,
    "choice": _term,
    "list": _list,
    "person": _person,
    "institution": _institution,
}
