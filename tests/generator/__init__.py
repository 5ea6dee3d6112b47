"""Invented commitment pages with known truth: any number of them, always the same for the same seed.

`python -m tests.generator OUT --seed 3 --pages 60` writes them; `generate` gives them one by one.
"""

from tests.generator.corpus import Change, Entry, Generated, Pages, generate, write

__all__ = ["Change", "Entry", "Generated", "Pages", "generate", "write"]
