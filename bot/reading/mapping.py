"""What the columns of a CSV file mean: a mapping, read from TOML (docs/csv.md describes the format)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from bot.records.dates import Order
from bot.records.fields import FIELD


class MappingError(ValueError):
    """A mapping file is wrong; the message is a sentence that names the file and what to change."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """The meaning of a CSV file's columns.

    A commitment's code stands in `code`, or is made of the columns `country`, `plan` and `number`. `columns` gives each
    field its columns, of which the first that states something counts. `flags` gives a list field its columns of 0 and
    1: column → the member that a 1 means. `unstated` are the cells that state nothing, `omitted` the fields that are
    left out altogether where nothing is stated, `terms` wordings of this file's own: field → wording → canonical term.
    """

    name: str
    columns: Table[str, tuple[str, ...]]
    code: str | None = None
    country: str | None = None
    plan: str | None = None
    number: str | None = None
    flags: Table[str, Table[str, str]] = field(default_factory=dict)
    unstated: frozenset[str] = frozenset()
    omitted: frozenset[str] = frozenset()
    terms: Table[str, Table[str, str]] = field(default_factory=dict)
    delimiter: str = ","
    order: Order | None = None

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns without which no row is a commitment."""
        made = (self.country, self.plan, self.number)
        return (self.code,) if self.code else tuple(column for column in made if column)

    @property
    def named(self) -> tuple[str, ...]:
        """Every column that the mapping names, once each."""
        columns = [column for several in self.columns.values() for column in several]
        columns += [column for table in self.flags.values() for column in table]
        return tuple(dict.fromkeys((*self.needed, *columns)))


_TABLES = {"code", "columns", "flags", "terms", "cells"}


def read_mapping(text: str, name: str) -> Mapping:
    """The mapping that the TOML `text` of the file `name` describes; MappingError says what is wrong with it."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingError(f"{name} is not valid TOML: {error}.") from error
    for key, table in data.items():
        if key not in _TABLES:
            raise MappingError(f"{name} has a table “{key}”, which is not known here; use {_listed(sorted(_TABLES))}.")
        if not isinstance(table, dict):
            raise MappingError(
                f"{name} sets “{key}” to a value, but it must be a table: write [{key}] above its lines."
            )
    code, cells = data.get("code", {}), data.get("cells", {})
    made = [key for key in ("country", "plan", "number") if key not in code]
    if "column" not in code and made:
        raise MappingError(
            f"{name} does not say where codes come from: set “column” in [code], or {_listed(made)} too."
        )
    columns = {key: _columns(name, key, value) for key, value in data.get("columns", {}).items()}
    for key in (*columns, *data.get("flags", {}), *data.get("terms", {}), *cells.get("omitted", [])):
        if key not in FIELD:
            raise MappingError(
                f"{name} names the field “{key}”, which does not exist; the fields are {_listed(list(FIELD))}."
            )
    if "title" not in columns:
        raise MappingError(f"{name} names no column for “title” in [columns]; a commitment needs one.")
    order = cells.get("dates")
    if order not in (None, "dm", "md"):
        raise MappingError(f"{name} sets “dates” to “{order}”; it must be “dm” (day first) or “md” (month first).")
    delimiter = cells.get("delimiter", ",")
    if not isinstance(delimiter, str) or len(delimiter) != 1 or delimiter in '"\r\n':
        raise MappingError(f"{name} sets “delimiter” to “{delimiter}”; it must be one character, such as “;” or a tab.")
    return Mapping(
        name=name,
        columns=columns,
        code=code.get("column"),
        country=code.get("country"),
        plan=code.get("plan"),
        number=code.get("number"),
        flags=data.get("flags", {}),
        unstated=frozenset(cells.get("unstated", [])),
        omitted=frozenset(cells.get("omitted", [])),
        terms=data.get("terms", {}),
        delimiter=delimiter,
        order=order,
    )


@cache
def export_mapping() -> Mapping:
    """The mapping of the partnership's own export of 2017."""
    text = files("bot.reading").joinpath("ogp_export.toml").read_text(encoding="utf-8")
    return read_mapping(text, "ogp_export.toml")


def _columns(name: str, key: str, value: Any) -> tuple[str, ...]:
    several = [value] if isinstance(value, str) else value
    if not isinstance(several, list) or not several or not all(isinstance(column, str) for column in several):
        raise MappingError(f"{name} gives “{key}” no column name; write it in quotes, several as a list in brackets.")
    return tuple(several)


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
