"""A document shown as it was understood: each value in the colour of its field, what was not read left plain."""

from __future__ import annotations

from bot.records.cleaning import cleaned
from bot.records.fields import FIELDS
from bot.records.model import Reading, Value

_RESET = "\x1b[0m"
_COLOURS = (31, 32, 33, 34, 35, 36, 91, 92, 93, 94, 95, 96)
_COLOUR = {field.name: _COLOURS[number % len(_COLOURS)] for number, field in enumerate(FIELDS)}


def explain(reading: Reading) -> str:
    """The document's text with every value in its field's colour (ANSI), followed by what the colours mean.

    A blank is shown as `⟨field: blank⟩` at its place. A value inside another takes its own colour there. Characters
    that would steer the terminal are shown as `�`.
    """
    problems = [cleaned(f"{problem.severity}: {problem.message}") for problem in reading.problems]
    if reading.document is None:
        return "\n".join(problems)
    text = reading.document.text
    spans = sorted(reading.values, key=lambda value: (value.start, -value.end))
    parts: list[str] = []
    place = 0
    open_values: list[Value] = []

    def close(until: int) -> None:
        nonlocal place
        while open_values and open_values[-1].end <= until:
            value = open_values.pop()
            parts.append(
                cleaned(text[place : value.end]) + _RESET + (_colour(open_values[-1].field) if open_values else "")
            )
            place = value.end

    for value in spans:
        close(value.start)
        parts.append(cleaned(text[place : value.start]))
        place = value.start
        if value.blank:
            parts.append(
                f"{_colour(value.field)}⟨{value.field}: blank⟩{_RESET}"
                + (_colour(open_values[-1].field) if open_values else "")
            )
        else:
            parts.append(_colour(value.field))
            open_values.append(value)
    close(len(text))
    parts.append(cleaned(text[place:]))
    return "".join(parts).rstrip("\n") + "\n\n" + _legend(reading) + ("\n" + "\n".join(problems) if problems else "")


def _colour(field: str) -> str:
    return f"\x1b[{_COLOUR.get(field, 37)}m"


def _legend(reading: Reading) -> str:
    """The fields that were found, each in its colour, and how much was not read."""
    names = list(dict.fromkeys(value.field for value in reading.values))
    found = ", ".join(f"{_colour(name)}{name}{_RESET}" for name in names) or "nothing"
    left = sum(span.end - span.start for span in reading.unread)
    places = "1 place" if len(reading.unread) == 1 else f"{len(reading.unread)} places"
    return f"Found: {found}. Not read: {left} characters in {places}."
