"""Slack markup, Unicode and typing noise → plain text and tokens."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from bot.records.frozen import dataclass
from bot.records.text import compiled, fold

# Slack's escapes: <@U…>, <!here>, <#C…|name>, <mailto:a@b|label>, <https://…|label>
_MARKUP = r"<([@!#]?)([^<>|]*)(?:\|([^<>]*))?>"
_ADDRESSED = r"\A\s*(?:<@[UWB][A-Z0-9]+(?:\|[^<>]*)?>[\s,:]*)+"
# the address of a commitment's page (docs/reading.md), which ends in its code
_PAGE = r"https?://[^\s<>|]{1,300}/commitments/([A-Za-z]{2,5}\d{4})(?![^\s/?#>|.,;:!)])[^\s<>|]*"
_PERCENT = r"(?:(?<=\s)|^)%(?=\s|$)|(?<=\d)\s%"  # a sign by itself is a word: "what % of them"
_NUMBER_SIGN = r"\b[Nn]\s?°\s?(?=\d)"  # as French writes it; "nº" and "№" are "no" by themselves
_EMOJI = r":[a-z0-9_+'-]+:(?=\W|$)"
_STYLE = r"(?<![\w*_~`])([*_~`]{1,3})(?=\S)(.+?)(?<=\S)\1(?![\w*_~`])"
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"))
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»「」『』", '"') | dict.fromkeys("‘’‚‛´`ʼ", "'") | {"…": " … "})
# somebody of Slack, an e-mail address, a number with its signs, Hangul, a word (with inner apostrophes), or one sign
_TOKEN = re.compile(
    r"(?<![\w.+-])@[\w-]+|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+|\d+(?:[.,]\d+)*%?|[\uac00-\ud7a3\u1100-\u11ff]+"
    r"|[^\W\d_\uac00-\ud7a3]+(?:'[^\W\d_\uac00-\ud7a3]+)*|[^\w\s]|_"
)
# a Korean particle is glued to the sign: 'broadband'라는
_QUOTED = re.compile(r'"([^"]{2,200})"|(?<!\w)\'([^\']{2,200})\'(?![^\W\uac00-\ud7a3])')
# "who's" and "isn't" are two words each; a name's possessive ("Lee's") is not touched
_CONTRACTIONS = (
    (r"\b(who|what|when|where|how|it|that|there|he|she|which)'s\b", r"\1 is"),
    (r"\bcan't\b", "can not"),
    (r"\bwon't\b", "will not"),
    (r"\b(\w+)n't\b", r"\1 not"),
    (r"\b(who|they|you|we|what)'re\b", r"\1 are"),
    (r"\b(\w+)'ll\b", r"\1 will"),
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
        return self.folded[:1].isalnum() or self.is_mention

    @property
    def is_mention(self) -> bool:
        """Whether it is somebody of Slack, of whom no document knows: `@lee`."""
        return len(self.folded) > 1 and self.folded[0] == "@"


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is understood from: `text` free of markup, its tokens, whatever was in quotation marks."""

    text: str
    tokens: tuple[Token, ...]
    quoted: tuple[str, ...]


def normalise(text: str) -> Question:
    """Free a message of Slack's markup and typing noise. The address of a commitment's page is its code.

    >>> normalise("<@U012AB3CD> *KR0029* end date pls :pray:").text
    'KR0029 end date pls'
    """
    plain = text[:MAX_QUESTION]
    if "<" in plain:
        plain = compiled(_MARKUP, 0).sub(_unmark, compiled(_ADDRESSED, 0).sub("", plain))
    if "://" in plain:
        plain = compiled(_PAGE).sub(r" \1 ", plain)
    if "&" in plain:
        from html import unescape  # with a table of all that may be escaped

        plain = unescape(plain)
    if ":" in plain:
        plain = compiled(_EMOJI, 0).sub(" ", plain)
    for _depth in range(3 if any(sign in plain for sign in "*_~`") else 0):
        plain = compiled(_STYLE, re.DOTALL).sub(r"\2", plain)
    # one sign may stand for many: ﷺ for eighteen letters
    plain = unicodedata.normalize("NFKC", plain.translate(_QUOTES))[:MAX_QUESTION].translate(_QUOTES | _DASHES)
    plain = "".join(char for char in plain if char.isspace() or unicodedata.category(char)[0] != "C")
    if "°" in plain:
        plain = compiled(_NUMBER_SIGN, 0).sub("no ", plain)
    if "×" in plain:
        plain = plain.replace("×", " x ")
    if "%" in plain:
        plain = compiled(_PERCENT, 0).sub(" percent ", plain)
    plain = " ".join(plain.split())
    for contraction, words in _CONTRACTIONS if "'" in plain else ():
        plain = compiled(contraction).sub(words, plain)
    quoted = tuple(found.strip() for found in _QUOTED.findall(plain) for found in found if found.strip())
    return Question(plain, tuple(tokenise(plain)), quoted)


def tokenise(text: str) -> list[Token]:
    """The tokens of plain text, each with its place in it."""
    return [_token(match[0], match.start()) for match in _TOKEN.finditer(text)]


def folded_words(text: str, accented: Collection[str] = ()) -> list[str]:
    """The words and numbers among the tokens of plain text, folded: what a lexicon is made of.

    The words `accented` keep their accents.
    """
    if text.isascii() and text.replace(" ", "").isalpha():
        return text.lower().split()
    words = (word if (word := match[0].casefold()) in accented else fold(word) for match in _TOKEN.finditer(text))
    return [word for word in words if word[:1].isalnum()]


def _token(text: str, start: int) -> Token:
    folded = fold(text)
    return Token(text, folded, start, start + len(text), forms(folded))


def _unmark(match: re.Match[str]) -> str:
    sign, target, label = match[1], match[2], match[3]
    if sign == "@":
        return f" @{(label or target).lstrip('@').replace(' ', '-')} "
    if sign == "#":
        return f" {label or ' '} "
    if sign:  # `<!here>` speaks to people; a date or a group has its words behind the bar
        return f" {label or ' '} "
    page = compiled(_PAGE).match(target)
    return f" {page[1] if page else target.removeprefix('mailto:') if label is None else label} "


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
