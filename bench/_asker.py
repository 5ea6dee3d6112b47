"""A process that does nothing but ask: reads a question a line, prints what it took.

`python -m bench._asker DATABASE` answers JSON lines: the question's milliseconds of processor time for each
`{"question": …}`, its peak memory in MiB for `{}`.
"""

from __future__ import annotations

import json
import resource
import sys
from datetime import date
from time import process_time

from bot.asking import ask
from bot.records.store import Store

TODAY = date(2026, 11, 21)


def main(database: str) -> None:
    """Answer the lines of the input."""
    for line in sys.stdin:
        given = json.loads(line)
        if not given:
            print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, flush=True)
            continue
        began = process_time()
        with Store(database) as store:  # opened anew, as the bot does for each question
            ask(store, given["question"], as_of=TODAY, rows=given["rows"], named=False)
        print(json.dumps({"bot": (process_time() - began) * 1000}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
