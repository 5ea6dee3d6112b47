"""Write a corpus of generated pages: `python -m tests.generator OUT --seed 3 --pages 60`."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.generator.corpus import write


def main() -> None:
    """Write the pages, the earlier pages and the truth about them."""
    parser = argparse.ArgumentParser(prog="python -m tests.generator", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--pages", type=int, default=60)
    wanted = parser.parse_args()
    write(wanted.out, wanted.seed, wanted.pages)


main()
