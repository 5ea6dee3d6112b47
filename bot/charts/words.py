"""The words in and about pictures; they are data (`charts.toml`)."""

from __future__ import annotations

from bot.records.languages import Texts, fill, read


def chart_words(language: str) -> Texts:
    """The words of one language."""
    return read(language, "charts")


def more_than_shown(language: str, count: int) -> str:
    """That so many more are not shown."""
    return fill(chart_words(language)["more"], language, count=count)


def one_line(text: str) -> str:
    """`text` on one line."""
    return " ".join(text.split())


def shortened(text: str, limit: int) -> str:
    """`text` on one line, at most `limit` characters, cut at a word where it is longer."""
    flat = one_line(text)
    return flat if len(flat) <= limit else flat[: limit - 1].rsplit(" ", 1)[0] + "…"
