"""The question bank: wordings as people type them, each with what a right answer must say, reckoned from the truth.

A case of `<language>.toml` has a question `q`, the earlier questions of its thread in `thread`, and one expectation; a
conversation has such cases as `turns`, each of which follows those before it in one thread:

`get`      `"XL0002 phone email; XT0005 end"`: these values, quoted; where the page has none, an abstention that says so
           (`or_clarify`: asking which of them is meant is as right)
`set`      the commitments for which all conditions hold (see `tests.generator.conditions`), in any order
`ranked`   these commitments, in this order
`count`    how many commitments meet the conditions
`group`    the field to count by; `of`: conditions on what is counted
`verify`   true or false; `get` beside it: the evidence
`top`      `"last end"`, `"first start"`, `"longest"`, `"shortest"`, ties included; `of`: conditions
`says`     one of these texts stands in a quoted value or in the result
`define`   a definition in which each of these words stands
`changes`  the commitments whose changes are shown
`clarify`  the commitments to choose from, by conditions; `"?"`: nothing that the question points back to
`reason`   why nothing is answered; several, where each is right
`outcome`  only the outcome

`open` names what a question does not pass yet, `answer` or tests of `test_metamorphic`: these are expected to fail, and
must be taken off the list as soon as they pass.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from _pytest.mark.structures import ParameterSet

AS_OF = date(2026, 11, 21)


@dataclass(frozen=True, slots=True)
class Case:
    """One question with its expectation; `open`: what is not answered right yet."""

    id: str
    family: str
    question: str
    thread: tuple[str, ...]
    expected: Mapping[str, Any]
    open: frozenset[str] = frozenset()


def load(language: str) -> list[Case]:
    """The cases of one language's file, in its order; none of a language that has no file."""
    file = Path(__file__).with_name(f"{language}.toml")
    return read(file) if file.is_file() else []


def read(file: Path) -> list[Case]:
    """The cases of a file, in its order; each is named after the file."""
    families, language = tomllib.loads(file.read_text("utf-8")), file.stem
    cases = []
    for family, rows in families.items():
        for number, row in enumerate(rows, start=1):
            thread = tuple(row.get("thread", ()))
            for turn, one in enumerate(row.get("turns", [row]), start=1):
                expected = {name: value for name, value in one.items() if name not in ("q", "thread", "open")}
                name = f"{language}-{family}-{number}" + (f"-{turn}" if "turns" in row else "")
                cases.append(Case(name, family, one["q"], thread, expected, frozenset(one.get("open", ()))))
                thread += (one["q"],)
    return cases


def marked(cases: list[Case], test: str) -> list[ParameterSet]:
    """The cases as parameters; those that `test` is open for are expected to fail."""
    known = pytest.mark.xfail(reason=f"{test}: open", strict=True)
    return [pytest.param(case, id=case.id, marks=known if test in case.open else ()) for case in cases]
