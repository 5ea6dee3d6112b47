"""Slack markup, Unicode and typing noise → plain text and tokens."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass

from bot.records.folding import fold

# Slack's escapes: <@U…>, <!here>, <#C…|name>, <mailto:a@b|label>, <https://…|label>
_MARKUP = re.compile(r"<([@!#]?)([^<>|]*)(?:\|([^<>]*))?>")
_EMOJI = re.compile(r":[a-z0-9_+'-]+:(?=\W|$)")
_STYLE = re.compile(r"(?<![\w*_~`])([*_~`]{1,3})(?=\S)(.+?)(?<=\S)\1(?![\w*_~`])", re.DOTALL)
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»「」『』", '"') | dict.fromkeys("‘’‚‛´`ʼ", "'") | {"…": " … "})
# an e-mail address, a number with its signs, Hangul, a word (with inner apostrophes), or one sign
_TOKEN = re.compile(
    r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+|\d+(?:[.,]\d+)*%?|[\uac00-\ud7a3\u1100-\u11ff]+"
    r"|[^\W\d_\uac00-\ud7a3]+(?:'[^\W\d_]+)*|[^\w\s]|_"
)
# "who's" and "isn't" are two words each; a name's possessive ("Lee's") is not touched
_CONTRACTIONS = (
    (re.compile(r"\b(who|what|when|where|how|it|that|there|he|she|which)'s\b", re.IGNORECASE), r"\1 is"),
    (re.compile(r"\bcan't\b", re.IGNORECASE), "can not"),
    (re.compile(r"\bwon't\b", re.IGNORECASE), "will not"),
    (re.compile(r"\b(\w+)n't\b", re.IGNORECASE), r"\1 not"),
    (re.compile(r"\b(who|they|you|we|what)'re\b", re.IGNORECASE), r"\1 are"),
    (re.compile(r"\b(\w+)'ll\b", re.IGNORECASE), r"\1 will"),
)
MAX_QUESTION = 3000
"""Characters of a question that are looked at: Slack's own limit for a text block."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign of a question; `forms` are its comparable forms, the plainest first."""

    text: str
    folded: str
    start: int
    end: int
    forms: tuple[str, ...]

    @property
    def is_word(self) -> bool:
        """Whether it is a word or a number rather than a sign."""
        return self.folded[:1].isalnum()


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is understood from: `text` free of markup, its tokens, whatever was in quotation marks."""

    text: str
    tokens: tuple[Token, ...]
    quoted: tuple[str, ...]


def normalise(text: str) -> Question:
    """Free a message of Slack's markup and typing noise.

    >>> normalise("<@U012AB3CD> *KR0029* end date pls :pray:").text
    'KR0029 end date pls'
    """
    plain = _MARKUP.sub(_unmark, text[:MAX_QUESTION])
    plain = html.unescape(plain)
    plain = _EMOJI.sub(" ", plain)
    for _depth in range(3):
        plain = _STYLE.sub(r"\2", plain)
    plain = unicodedata.normalize("NFKC", plain.translate(_QUOTES)).translate(_QUOTES)
    plain = "".join(char for char in plain if char.isspace() or unicodedata.category(char)[0] != "C")
    plain = " ".join(plain.split())
    for contraction, words in _CONTRACTIONS:
        plain = contraction.sub(words, plain)
    quoted = tuple(
        found.strip()
        for found in re.findall(r'"([^"]{2,200})"|(?<!\w)\'([^\']{2,200})\'(?!\w)', plain)
        for found in found
        if found.strip()
    )
    return Question(plain, tuple(tokenise(plain)), quoted)


def tokenise(text: str) -> list[Token]:
    """The tokens of plain text, each with its place in it."""
    return [_token(match[0], match.start()) for match in _TOKEN.finditer(text)]


def folded_words(text: str) -> list[str]:
    """The words and numbers among the tokens of plain text, folded: what a lexicon is made of."""
    if text.isascii() and text.replace(" ", "").isalpha():
        return text.lower().split()
    return [folded for match in _TOKEN.finditer(text) if (folded := fold(match[0]))[:1].isalnum()]


def _token(text: str, start: int) -> Token:
    folded = fold(text)
    return Token(text, folded, start, start + len(text), forms(folded))


def _unmark(match: re.Match[str]) -> str:
    sign, target, label = match[1], match[2], match[3]
    if sign:
        return " "
    if label is not None:
        return f" {label} "
    return f" {target.removeprefix('mailto:')} "


def forms(word: str) -> tuple[str, ...]:
    """The comparable forms of a folded word: as it is, and without possessive and plural endings."""
    bare = word.replace("'", "")
    found = [word, bare] if bare != word else [word]
    if word.endswith("'s"):
        found.append(word[:-2])
    stem = singular(bare)
    if stem != bare:
        found.append(stem)
    return tuple(dict.fromkeys(found))


def singular(word: str) -> str:
    """An English word without its plural ending: `commitments` → `commitment`, `agencies` → `agency`."""
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
