"""A process that does nothing but ask: reads families of questions from its input, prints what each one took.

`python -m bench._asker DATABASE` writes JSON lines: first `{}` as soon as the first answer is there, then the times in
milliseconds by family, then its peak memory in MiB.
"""

from __future__ import annotations

import json
import resource
import sys
from datetime import date
from time import perf_counter

from bot.asking import ask
from bot.records.store import Store

TODAY = date(2026, 11, 21)


def main(database: str) -> None:
    """Ask the first question that a line of the input holds, then each family's."""
    _asked(database, json.loads(sys.stdin.readline()))
    print("{}", flush=True)
    families = json.loads(sys.stdin.readline())
    print(json.dumps({family: [_asked(database, one) for one in asked] for family, asked in families.items()}))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _asked(database: str, question: str) -> float:
    """Milliseconds, the database opened anew as the bot does for each question."""
    began = perf_counter()
    with Store(database) as store:
        ask(store, question, as_of=TODAY)
    return (perf_counter() - began) * 1000


if __name__ == "__main__":
    main(sys.argv[1])
