"""Run the measurements and print their ratios."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pkgutil import iter_modules

import bench


def main() -> int:
    """Measure the subjects that are named, all without a name; 2 for a subject that there is not."""
    subjects = sorted(module.name for module in iter_modules(bench.__path__) if not module.name.startswith("_"))
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measures, each figure beside a reference.")
    parser.add_argument("subject", nargs="*", metavar="SUBJECT", help=f"one of {', '.join(subjects)} (default: all)")
    wanted = parser.parse_args().subject or subjects
    if unknown := set(wanted) - set(subjects):
        parser.error(f"no such subject: {', '.join(sorted(unknown))}")
    for subject in wanted:
        for row in import_module(f"bench.{subject}").measure():
            figures = f"{row.figure:,.4g} {row.unit} against {row.reference:,.4g}"
            print(f"{subject:10} {row.ratio:8.2f} ×  {row.what} / {row.against}: {figures}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
