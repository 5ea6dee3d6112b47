"""Measurements: one module a subject, each with `measure() -> Iterable[Ratio]`. See `python -m bench --help`.

Machines differ, so a time means little by itself: every figure stands beside a reference that ran in the same
run, and their ratio is what to compare between versions.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ratio:
    """A figure and its reference, in the same `unit` (`ms`, `documents/s`, …), and what each of them is."""

    what: str
    figure: float
    against: str
    reference: float
    unit: str

    @property
    def ratio(self) -> float:
        """How many times the reference the figure is."""
        return self.figure / self.reference
