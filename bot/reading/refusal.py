"""Why a file cannot be read at all."""

from __future__ import annotations


class RefusedError(ValueError):
    """Nothing of a file can be read; the message is the sentence that tells a person why and what to do."""
