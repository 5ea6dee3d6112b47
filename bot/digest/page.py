"""Digest → HTML: one page that loads nothing from anywhere, for browsers and for e-mail. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape

from bot.digest.gathering import SHOWN
from bot.digest.model import Digest, Line, Source
from bot.digest.text import DigestWording, quoted
from bot.records.cleaning import cleaned

_ADDRESS = re.compile(r"https?://[^\s<>\"'`{}|\\^]+", re.IGNORECASE)
_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:44em;margin:2em auto;padding:0 1em;color:#222}"
    "h1{font-size:1.3em}h2{font-size:1.1em;margin-top:1.5em}li{margin:.4em 0}.about,footer{color:#555;font-size:.9em}"
)


def page(digest: Digest, language: str) -> str:
    """The digest as a page of HTML, with what its text has, in the same order."""
    wording, sources, urls = DigestWording(language), dict[str, int](), _links(digest.news.ends.values())
    headline = _text(wording.headline(digest))
    body = [f"<h1>{headline}</h1>", f'<p class="about">{_text(wording.heading(digest))}</p>']
    for _name, title, lines, count in wording.parts(digest):
        shown = lines[:SHOWN]
        urls |= _addresses(shown)
        items = (f"<li>{line_html(line, digest, wording, sources)}</li>" for line in shown)
        body += [f"<h2>{_text(title)}</h2>", "<ul>", *items, "</ul>", *_paragraphs(wording.rest(count - len(shown)))]
    body += [*_paragraphs(wording.week(digest.news)), *_paragraphs(wording.fold(digest, sources)), "<footer>"]
    body += _paragraphs(wording.footer(digest))
    if sources:
        body += [f"<h2>{_text(wording.words['ways']['sources'])}</h2>", _list(sources, urls)]
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{language}">',
            f'<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{headline}</title>',
            f"<style>{_STYLE}</style></head>",
            "<body>",
            *body,
            "</footer>",
            "</body>",
            "</html>",
            "",
        ]
    )


def line_html(line: Line, digest: Digest, wording: DigestWording, sources: dict[str, int]) -> str:
    """One commitment's news; its title leads to its page. `sources` as in `DigestWording.news_line`."""
    title, url = _text(line.title or line.code), web_address(line.url)
    head = f'<a href="{escape(url)}">{title}</a>' if url else f"<strong>{title}</strong>"
    code = f" ({_text(line.code)})" if line.title else ""
    return f"{head}{code} — {_text(wording.said(line, digest, sources))}"


def line_sources(line: Line, sources: dict[str, int]) -> str:
    """A list of the `sources` of one line, each with a link to its document where that has an address."""
    return _list(sources, _addresses([line]))


def web_address(url: str | None) -> str | None:
    """`url` where it is an address of the web and nothing else, so that no reader can be led to run something."""
    return url if url and _ADDRESS.fullmatch(url) else None


def plain(text: str) -> str:
    """`text` without characters that steer a screen or that XML has no place for."""
    return re.sub("[\ufffe\uffff]", "", cleaned(text))


def _text(text: str) -> str:
    return escape(plain(text))


def _paragraphs(lines: Iterable[str]) -> Iterator[str]:
    return (f"<p>{_text(line)}</p>" for line in lines)


def _list(sources: dict[str, int], urls: dict[str, str]) -> str:
    rows = [f'<a href="{escape(urls[one])}">{_text(one)}</a>' if one in urls else _text(one) for one in sources]
    return "\n".join(["<ol>", *(f"<li>{row}</li>" for row in rows), "</ol>"])


def _addresses(lines: Iterable[Line]) -> dict[str, str]:
    """The sources of lines, in words, with the addresses of their documents."""
    return _links(one for line in lines for one in _sources(line))


def _links(sources: Iterable[Source]) -> dict[str, str]:
    return {quoted(one): url for one in sources if (url := web_address(one.url))}


def _sources(line: Line) -> Iterator[Source]:
    for one in (*line.told, *line.progress, line.lead, line.person):
        if one and one.source:
            yield one.source
