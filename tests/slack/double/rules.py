"""Rules about a JSON value: each gives the complaints that Slack would answer with, and where the value stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Rule = Callable[[Any, str], Iterator[str]]
"""A value and its JSON pointer → complaints such as `must be less than 76 characters [json-pointer:/blocks/0]`."""


def complaint(sentence: str, pointer: str) -> str:
    """A complaint as Slack words it."""
    return f"{sentence} [json-pointer:{pointer}]"


def string(most: int, least: int = 1) -> Rule:
    """Text of so many characters."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield complaint("must be a string", pointer)
        elif len(value) > most:
            yield complaint(f"must be less than {most + 1} characters", pointer)
        elif len(value) < least:
            yield complaint(f"must be more than {least - 1} characters", pointer)

    return check


def boolean(value: Any, pointer: str) -> Iterator[str]:
    """True or false."""
    if not isinstance(value, bool):
        yield complaint("must be a boolean", pointer)


def integer(low: int, high: int) -> Rule:
    """A whole number between two others, both included."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield complaint("must be an integer", pointer)
        elif not low <= value <= high:
            yield complaint(f"must be from {low} to {high}", pointer)

    return check


def number(above: float | None = None) -> Rule:
    """A number; greater than `above` where that is given."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, int | float) or isinstance(value, bool):
            yield complaint("must be a number", pointer)
        elif above is not None and value <= above:
            yield complaint(f"must be greater than {above}", pointer)

    return check


def one_of(*allowed: Any) -> Rule:
    """One of these values."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if value not in allowed:
            yield complaint(f"must be a valid enum value: {', '.join(map(str, allowed))}", pointer)

    return check


def array(of: Rule, most: int, least: int = 1) -> Rule:
    """A list of so many values, for each of which a rule holds."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield complaint("must be an array", pointer)
            return
        if len(value) > most:
            yield complaint(f"no more than {most} items allowed", pointer)
        if len(value) < least:
            yield complaint(f"no less than {least} items allowed", pointer)
        for place, one in enumerate(value):
            yield from of(one, f"{pointer}/{place}")

    return check


def shape(
    required: Mapping[str, Rule] | None = None,
    optional: Mapping[str, Rule] | None = None,
    any_of: tuple[str, ...] = (),
) -> Rule:
    """An object with these properties, at least one of `any_of`, and no other property."""
    must, may = dict(required or {}), dict(optional or {})

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield complaint("must be an object", pointer)
            return
        for name in must:
            if value.get(name) is None:
                yield complaint(f"missing required field: {name}", pointer)
        if any_of and not any(value.get(name) for name in any_of):
            yield complaint(f"missing required field: {' or '.join(any_of)}", pointer)
        for name, one in value.items():
            rule = must.get(name) or may.get(name)
            if name == "type":
                continue
            if rule is None:
                yield complaint(f"invalid additional property: {name}", pointer)
            elif one is not None:
                yield from rule(one, f"{pointer}/{name}")

    return check


def typed(rules: Mapping[str, Rule]) -> Rule:
    """An object whose `type` says which rule holds for it."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield complaint("must be an object", pointer)
        elif value.get("type") not in rules:
            yield complaint(f"unsupported type: {value.get('type')}", f"{pointer}/type")
        else:
            yield from rules[value["type"]](value, pointer)

    return check


def all_of(*rules: Rule) -> Rule:
    """A value for which each of these rules holds."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        for rule in rules:
            yield from rule(value, pointer)

    return check
