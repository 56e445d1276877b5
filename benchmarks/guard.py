"""
Whether a request costs more than before. `python -m benchmarks.guard` measures the processor time of one task and of a
page as a ratio to the hand-written handler's. It fails if one is a tenth above the ratio in guard.json. `--write`
writes the measured ratios to that file.
"""

import argparse
import json
import multiprocessing
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from math import inf
from pathlib import Path
from statistics import median

import uvloop

from benchmarks.data import Data, prepared
from benchmarks.environment import HERE
from benchmarks.in_process import asking, both_applications, processor_time
from benchmarks.work import works

TASKS = 2_000
GUARDED = ("task", "page")
APPLICATIONS = ("ours", "handwritten")
PROCESSES = 11
"""
Processes that measure, one after the other. The layout of memory and other programs change the ratio of one process by
a tenth and more, the median by a few hundredths.
"""
TURNS, TIMES = 40, 10
"""Alternating turns of each application in a process, and requests in a turn. The fastest turn counts."""
TOLERANCE = 1.1
RATIOS = HERE / "guard.json"
Seconds = dict[tuple[str, str], float]
"""The least processor time of a request, by kind of work and application."""


async def measured(data: Data) -> Seconds:
    """Measure both applications in this process."""
    least: Seconds = {}
    async with both_applications(data) as applications:
        for work in works(data):
            if work.name in GUARDED:
                asks = {
                    (work.name, name): asking(application, work.requests[name], data.token)
                    for name, application in zip(APPLICATIONS, applications, strict=True)
                }
                for ask in asks.values():
                    if b'"errors"' in (answer := await ask()):
                        sys.exit(f"{work.name} is not answered, so that what it costs says nothing: {answer[:1000]!r}")
                for _ in range(TURNS):
                    for key, ask in asks.items():
                        least[key] = min(least.get(key, inf), await processor_time(ask, TIMES))
    return least


def in_new_process(data: Data) -> Seconds:
    return uvloop.run(measured(data))


def ratios() -> Iterator[tuple[str, float]]:
    spawned = multiprocessing.get_context("spawn")
    one_by_one = ProcessPoolExecutor(1, spawned, max_tasks_per_child=1)
    with prepared(Path(tempfile.gettempdir()) / "task-record-benchmarks", TASKS) as data, one_by_one as processes:
        all_measured = list(processes.map(in_new_process, [data] * PROCESSES))
    for name in GUARDED:
        yield name, round(median(one[name, "ours"] / one[name, "handwritten"] for one in all_measured), 3)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.guard", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the ratios to guard.json")
    found = dict(ratios())
    if parser.parse_args().write:
        RATIOS.write_text(json.dumps(found, indent=2) + "\n")
    kept = json.loads(RATIOS.read_text())
    for name, ratio in found.items():
        print(f"{name}: {ratio} of the hand-written handler's processor time; {kept[name]} in {RATIOS.name}")
    if any(ratio > kept[name] * TOLERANCE for name, ratio in found.items()):
        sys.exit(
            f"A request costs over a tenth more than it did: find out why, or `--write` the ratios to {RATIOS.name}."
        )


if __name__ == "__main__":
    main()
