"""Which of day and month stands first in the slash dates of a CSV file, where the file itself proves it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from bot.records.dates import Order, slash_order

_SLASH = re.compile(r"\s*+(\d\d?)\s*+/\s*+(\d\d?)\s*+/\s*+\d{4}\s*+")


class DateColumn:
    """What one date column shows, plan by plan: plans were typed by different people, in different conventions.

    A date such as 30/6/2016 proves its plan's order, but nothing where the plan's dates are padded (06/01/2016) in
    some rows and not in others: in the export of 2017 the padded ones are months that a spreadsheet wrote month first,
    beside days that were typed day first.
    """

    def __init__(self) -> None:
        self._written: dict[str, set[str]] = defaultdict(set)
        self._orders: dict[str, Order | None] = {}

    def learn(self, plan: str, cells: Iterable[str]) -> None:
        """Take the cells of one row of `plan` as evidence."""
        self._written[plan].update(cell for cell in cells if "/" in cell)
        self._orders.pop(plan, None)

    def order(self, plan: str) -> Order | None:
        """The order of `plan`'s slash dates, None where nothing or too much was proved."""
        if plan not in self._orders:
            written = self._written.get(plan, set())
            styles = {style for date in written if (style := _style(date))}
            self._orders[plan] = slash_order(sorted(written)) if len(styles) < 2 else None
        return self._orders[plan]


def is_ambiguous(text: str) -> bool:
    """Whether `text` is a slash date in which either number could be the month."""
    match = _SLASH.fullmatch(text)
    if match is None:
        return False
    first, second = int(match[1]), int(match[2])
    return first != second and 0 < first < 13 and 0 < second < 13


def _style(text: str) -> str | None:
    """`padded` (06/01/2016) or `bare` (6/1/2016); None where neither number is below ten."""
    match = _SLASH.fullmatch(text)
    if match is None:
        return None
    small = [part for part in match.groups() if int(part) < 10]
    if not small:
        return None
    return "padded" if all(len(part) == 2 for part in small) else "bare"
