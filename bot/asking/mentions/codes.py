"""What is one thing by its shape: codes of commitments, addresses and telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.asking.codes import codes_in
from bot.asking.lattice import Lattice, Mention, covering

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[A-Za-z0-9-]+)+")  # a Korean particle may be glued to it
_PHONE = re.compile(r"(?<![\w.,])\+?\(?\d[\d ().\-/]{5,}\d(?!\w)")
_DATE_SHAPE = re.compile(r"(?:19|20)\d\d(?:\D{0,3}\d{1,4}){0,2}|\d{1,2}\D{1,3}\d{1,2}\D{1,3}(?:19|20)\d\d")


def find_codes(made: Lattice) -> Iterator[Mention]:
    """Codes of commitments, as typed and as the documents have them."""
    for span in codes_in(made.question.text, made.store, made.lexicon.known):
        start, end = covering(made.tokens, span.start, span.end)
        if start < end:
            repairs = ((span.typed, span.code),) if span.typed.upper() != span.code and span.exists else ()
            yield Mention(start, end, "code", span, 0.0, repairs=repairs)


def find_contacts(made: Lattice) -> Iterator[Mention]:
    """Addresses and telephone numbers."""
    for name, pattern in (("email", _EMAIL), ("phone", _PHONE)):
        for match in pattern.finditer(made.question.text):
            start, end = covering(made.tokens, *match.span())
            digits = sum(char.isdigit() for char in match[0])
            if start < end and not (name == "phone" and (digits < 7 or _DATE_SHAPE.fullmatch(match[0].strip()))):
                yield Mention(start, end, "contact", (name, match[0].strip()), 0.0)
