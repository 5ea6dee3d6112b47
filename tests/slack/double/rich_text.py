"""Rich text: sections, lists, quotes and preformatted text, and what stands in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.slack.double.limits import ADDRESS, BLOCK_ID, TEXT
from tests.slack.double.rules import Rule, array, boolean, integer, one_of, shape, string, typed

_MANY = 1_000  # Slack documents no number; the length of all text is what bounds a message
_STYLE = shape({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline", "highlight", "unlink"), boolean))
_STYLED: dict[str, Rule] = {"style": _STYLE}
_COLORS = ("gray", "brown", "purple", "indigo", "blue", "green", "yellow", "orange", "red")
_DETAILS: dict[str, dict[str, Rule]] = {
    "file": {"descriptor": string(TEXT), "file_id": string(255)},
    "external": {"app_name": string(TEXT), "app_icon_url": string(ADDRESS)},
    "web": {"display_name": string(TEXT), "title": string(TEXT), "snippet": string(TEXT)},
}


def _details(value: Any, pointer: str) -> Iterator[str]:
    """What is said of a citation's source, by its kind: a file, an app's, or a page."""
    kind = value.get("citation_type") if isinstance(value, dict) else None
    kinds = one_of(*_DETAILS)
    yield from shape({"citation_type": kinds}, _DETAILS.get(str(kind), {}))(value, pointer)


_PARTS = typed(
    {
        "text": shape({"text": string(TEXT)}, _STYLED),
        "link": shape({"url": string(ADDRESS)}, _STYLED | {"text": string(TEXT), "unsafe": boolean}),
        "emoji": shape({"name": string(255)}, {"unicode": string(255)}),
        "user": shape({"user_id": string(255)}, _STYLED),
        "usergroup": shape({"usergroup_id": string(255)}, _STYLED),
        "channel": shape({"channel_id": string(255)}, _STYLED),
        "broadcast": shape({"range": one_of("here", "channel", "everyone")}),
        "color": shape({"value": string(50)}),
        "date": shape(
            {"timestamp": integer(0, 9_999_999_999), "format": string(255)},
            {"url": string(ADDRESS), "fallback": string(255)},
        ),
        "tag": shape({"text": string(TEXT)}, _STYLED | {"color": one_of(*_COLORS)}),
        "citation": shape(
            {"url": string(ADDRESS), "text": string(TEXT), "index": integer(0, 10_000), "details": _details},
            {"from_llm": boolean, "is_slack_url": boolean},
        ),
    }
)
_BORDER: dict[str, Rule] = {"border": integer(0, 1)}
_SECTION = shape({"elements": array(_PARTS, _MANY, least=0)})
RICH_TEXT = shape(
    {
        "elements": array(
            typed(
                {
                    "rich_text_section": _SECTION,
                    "rich_text_list": shape(
                        {
                            "style": one_of("bullet", "ordered"),
                            "elements": array(typed({"rich_text_section": _SECTION}), _MANY),
                        },
                        _BORDER | {"indent": integer(0, 8), "offset": integer(0, 10_000)},
                    ),
                    "rich_text_quote": shape({"elements": array(_PARTS, _MANY)}, _BORDER),
                    "rich_text_preformatted": shape(
                        {"elements": array(_PARTS, _MANY)}, _BORDER | {"language": string(50)}
                    ),
                }
            ),
            _MANY,
            least=0,
        )
    },
    {"block_id": string(BLOCK_ID)},
)
