"""
Whether a request costs more than it did: `python -m benchmarks.guard` measures the processor time of one task and of a
page as a ratio to the hand-written handler's, and fails when one is a tenth above the ratio in guard.json. `--write`
writes the ratios that it measures there.
"""

import argparse
import json
import sys
import tempfile
from math import inf
from pathlib import Path

import uvloop

from benchmarks.data import Data, prepared
from benchmarks.environment import HERE
from benchmarks.in_process import asking, both_applications, processor_time
from benchmarks.work import works

TASKS = 2_000
GUARDED = ("task", "page")
TURNS, TIMES = 300, 10
"""Turns of each, in alternation, and requests in a turn: the least disturbed of many short turns counts."""
TOLERANCE = 1.1
RATIOS = HERE / "guard.json"


async def measured(data: Data) -> dict[str, float]:
    """Return the ratio of the least processor times, ours to the hand-written handler's, for each kind of work."""
    ratios: dict[str, float] = {}
    async with both_applications(data) as (ours, theirs):
        for work in works(data):
            if work.name in GUARDED:
                applications = {"ours": ours, "handwritten": theirs}
                asks = [asking(app, work.requests[name], data.token) for name, app in applications.items()]
                for ask in asks:
                    if b'"errors"' in (answer := await ask()):
                        sys.exit(f"{work.name} is not answered, so that what it costs says nothing: {answer[:1000]!r}")
                least = [inf, inf]
                for _ in range(TURNS):
                    for number, ask in enumerate(asks):
                        least[number] = min(least[number], await processor_time(ask, TIMES))
                ratios[work.name] = round(least[0] / least[1], 3)
    return ratios


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.guard", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the ratios to guard.json")
    options = parser.parse_args()
    with prepared(Path(tempfile.gettempdir()) / "task-record-benchmarks", TASKS) as data:
        ratios = uvloop.run(measured(data))
    if options.write:
        RATIOS.write_text(json.dumps(ratios, indent=2) + "\n")
    kept = json.loads(RATIOS.read_text())
    for name, ratio in ratios.items():
        print(f"{name}: {ratio} of the hand-written handler's processor time; {kept[name]} in {RATIOS.name}")
    if any(ratio > kept[name] * TOLERANCE for name, ratio in ratios.items()):
        sys.exit(
            f"A request costs over a tenth more than it did. Find out why, or `--write` the new ratio to {RATIOS.name}."
        )


if __name__ == "__main__":
    main()
