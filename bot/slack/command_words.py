"""The slash command's words: which command is typed, in any writing, and what is left of them. Pure.

A command is understood as a question would be: signs, markup and spaces of any kind around its words are no part of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bot.records.languages import LANGUAGES, own

_WORD = re.compile(
    r"[\s*_`~\"']{0,20}(?P<word>[^\W\d_]{1,40})(?P<signs>[\s*_`~\"'.:;,!?]{0,20})(?P<rest>.*)\Z", re.DOTALL
)
_ME = "me"
_WITH_WORDS = frozenset(("subscribe", "unsubscribe", "mute", "unmute"))
"""Commands that more words may follow; with more words any other is the beginning of a question."""


@cache
def _commands() -> Mapping[str, str]:
    """word → the command that it stands for, in every language; `me` is for the person alone."""
    tables = [own(language, "lexicon").get("commands", {}) for language in LANGUAGES]
    return {word.casefold(): verb for table in tables for verb, words in table.items() for word in words}


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its `verb`, the words behind it, and whether it is for the person alone. A question has no verb."""

    verb: str
    rest: str = ""
    alone: bool = False


def read_command(text: str) -> Command:
    """What is typed behind `/commitment`; nothing at all asks for help.

    >>> read_command("subscribe: me KR0032")
    Command(verb='subscribe', rest='KR0032', alone=True)
    """
    found = _WORD.match(text)
    if not text.strip():
        return Command("help")
    verb = _commands().get(found["word"].casefold(), "") if found else ""
    verb = "" if verb == _ME else verb
    rest = found["rest"].strip() if found else ""
    if not verb or (rest and verb not in _WITH_WORDS):
        return Command("", text)
    # what stands between the verb and the rest may be the rest's own: `subscribe *KR0032*`
    rest = (found["signs"].lstrip(" \t\r\n\u00a0.:;,!?") + rest).strip() if found and rest else rest
    if verb == "subscribe" and (person := _WORD.match(rest)) and _commands().get(person["word"].casefold()) == _ME:
        return Command(verb, (person["signs"].lstrip(" \t\r\n\u00a0.:;,!?") + person["rest"]).strip(), True)
    return Command(verb, rest)
