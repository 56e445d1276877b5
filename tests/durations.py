"""The recorded durations of long tests, which xdist's workers begin with: none is left with one at the end."""

import json
import os
from collections import defaultdict
from itertools import chain, islice
from pathlib import Path

import pytest
from _pytest.terminal import TerminalReporter

RECORDED = Path(__file__).with_name("durations.json")
LONG_SECONDS = 1.0


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record-durations", action="store_true", help="write tests/durations.json")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Spread the long tests evenly over xdist's workers, each of which begins with its longest.

    At first, xdist gives each worker a part of the list, all of one length; the long tests come first in each part.
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    seconds = json.loads(RECORDED.read_text())
    long = sorted((item for item in items if item.nodeid in seconds), key=lambda item: -seconds[item.nodeid])
    others = iter([item for item in items if item.nodeid not in seconds])
    ends = [len(items) * worker // workers for worker in range(1, workers + 1)]
    items.clear()
    for worker, end in enumerate(ends):
        items += long[worker::workers]
        items += islice(others, max(end - len(items), 0))


def pytest_terminal_summary(terminalreporter: TerminalReporter, config: pytest.Config) -> None:
    if config.option.record_durations:
        seconds = defaultdict[str, float](float)
        for report in chain.from_iterable(terminalreporter.stats.values()):
            if isinstance(report, pytest.TestReport):
                seconds[report.nodeid] += report.duration
        ranked = sorted(seconds.items(), key=lambda each: -each[1])
        long = {test: round(taken, 1) for test, taken in ranked if taken >= LONG_SECONDS}
        RECORDED.write_text(json.dumps(long, indent=1, ensure_ascii=False) + "\n")
