"""For every test: none is judged by how long it takes, since a machine may have much else to do."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
