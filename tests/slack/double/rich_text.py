"""Rich text: sections, lists, quotes and preformatted text, and what stands in them."""

from __future__ import annotations

from tests.slack.double.limits import ADDRESS, BLOCK_ID, TEXT
from tests.slack.double.rules import Rule, array, boolean, integer, one_of, shape, string, typed

_MANY = 1_000  # Slack documents no number; the length of all text is what bounds a message
_STYLE = shape({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline", "highlight", "unlink"), boolean))
_STYLED: dict[str, Rule] = {"style": _STYLE}
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
