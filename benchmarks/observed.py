"""The cost of the server's metrics: the same page with and without them, in one process."""

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from statistics import median
from tempfile import TemporaryDirectory
from unittest.mock import patch

import uvloop
from prometheus_client import Counter, Gauge, Histogram, Summary

from benchmarks.data import Data, prepared
from benchmarks.in_process import asking, both_applications, processor_time
from benchmarks.options import Options
from benchmarks.table import ratio, table
from benchmarks.work import page

TIMES = 50
"""Requests in a turn."""
TURNS = 20
"""
Turns with and without metrics in each round. The fastest counts, which other programs have disturbed least.
"""
Taken = tuple[list[float], list[float]]
"""For each round, the seconds of a request with metrics, and without."""


def observed(options: Options) -> list[str]:
    with prepared(options.data, options.tasks) as data, TemporaryDirectory() as directory:
        rows = []
        # In a new process, because prometheus_client decides at import whether several processes share metrics.
        for title, shared in (("one process", {}), ("several", {"PROMETHEUS_MULTIPROC_DIR": directory})):
            with patch.dict(os.environ, shared), ProcessPoolExecutor(1, get_context("spawn")) as process:
                ours, theirs = process.submit(taken, data, options.rounds).result()
            more = median(mine - other for mine, other in zip(ours, theirs, strict=True))
            rows.append([title, f"{median(theirs) * 1e6:,.0f}", f"{more * 1e6:,.1f}", ratio(ours, theirs)])
    return [
        "The first page of 50 completed tasks in one process, measured and not, in turns: microseconds of its "
        f"processor time, in each round the least of {TURNS} turns of {TIMES}.",
        "",
        *table(["measuring", "not measured", "more", "ratio"], rows),
    ]


def taken(data: Data, rounds: int) -> Taken:
    return uvloop.run(in_turns(data, rounds))


async def in_turns(data: Data, rounds: int) -> Taken:
    found: Taken = ([], [])
    async with both_applications(data) as (app, _):
        ask = asking(app, page("")["ours"], data.token)
        await processor_time(ask, TIMES)
        for _ in range(rounds):
            least = [float("inf")] * 2
            for _ in range(TURNS):
                least[0] = min(least[0], await processor_time(ask, TIMES))
                with unmeasured():
                    least[1] = min(least[1], await processor_time(ask, TIMES))
            for one, seconds in zip(found, least, strict=True):
                one.append(seconds)
    return found


@contextmanager
def unmeasured() -> Iterator[None]:
    """Record no metrics within the context."""

    def nothing(*_: object) -> None:
        pass

    with (
        patch.object(Counter, "inc", nothing),
        patch.multiple(Gauge, inc=nothing, dec=nothing),
        patch.object(Histogram, "observe", nothing),
        patch.object(Summary, "observe", nothing),
    ):
        yield
