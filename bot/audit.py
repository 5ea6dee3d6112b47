"""The audit: who was shown whose contact in Slack, as lines for people, as CSV or as JSON."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict, fields
from datetime import UTC, datetime

from bot.records.text import cleaned_json
from bot.settings import SettingError, Settings
from bot.state.audit import Showing, showings
from bot.state.database import StateError, open_state
from bot.state.retention import prune
from bot.state.tables import AUDIT

COLUMNS = ("at", *(field.name for field in fields(Showing) if field.name != "at"))


def report(settings: Settings, form: str, since: str, code: str, user: str) -> str:
    """What was shown since a day (ISO 8601), of one commitment, to one person where given; `text`, `csv` or `json`.

    What is older than AUDIT_DAYS is deleted first. SettingError where the state database cannot be used.
    """
    try:
        state = open_state(settings.state_db)
    except StateError as error:
        raise SettingError(str(error)) from error
    try:
        prune(state, settings, datetime.now(UTC), [AUDIT])
        rows = [asdict(one) for one in showings(state, since, code.upper(), user)]
    finally:
        state.dispose()
    ordered = [{name: row[name] for name in COLUMNS} for row in rows]
    if form == "json":
        return cleaned_json(ordered, indent=2)
    if form == "csv":
        out = io.StringIO()
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(ordered)
        return out.getvalue().rstrip("\n")
    lines = [f"{row['at']}  {row['user']} in {row['channel']} of {row['team']}: {_what(row)}" for row in ordered]
    return "\n".join(lines) or "Nobody was shown a contact in that time."


def _what(row: dict[str, str]) -> str:
    return f"{row['field']} of {row['code'] or 'several'} ({row['question']})"
