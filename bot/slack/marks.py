"""Marks that tell states apart by their shape, so that neither colour nor the words alone have to.

None of these characters is an emoji: Slack would show a picture instead. The words always follow.
"""

from __future__ import annotations

from bot.asking.evidence import Finding

_NOTHING = "–"
_OPEN = "◌"
_UNCLEAR = "?"
_MARKS: dict[str, dict[str, str]] = {
    "status": {"Active": "▸", "Inactive": "■", "Withdrawn": "✕", "Complete": "●"},
    "completion": {
        "No Evidence Available": _UNCLEAR,
        "Not Started": "○",
        "Limited": "◔",
        "Substantial": "◕",
        "Complete": "●",
        "Withdrawn": "✕",
    },
    "early_results": {
        "No early results to report yet": _OPEN,
        "Worsened": "▼",
        "Did Not Change": "=",
        "Marginal": "△",
        "Major": "▲",
        "Outstanding": "★",
    },
}
COLOURS = {"▸": "blue", "●": "green", "◕": "green", "▲": "green", "★": "green", "◔": "yellow", "▼": "red", "✕": "red"}
"""The colour that Slack gives a mark's value where it colours values; gray where it has none."""
_COMMON = {"Unclear": _UNCLEAR, "No IRM Data": _UNCLEAR, "No Data": _UNCLEAR, "Pending IRM Review": _OPEN}


def mark(finding: Finding) -> str:
    """The mark of what a record says of a state, empty for other fields and for words that have none."""
    own = _MARKS.get(finding.field)
    if own is None:
        return ""
    if finding.state == "blank":
        return _NOTHING
    value = finding.items[0].value if finding.state == "value" else None
    return own.get(value or "") or _COMMON.get(value or "", "")
