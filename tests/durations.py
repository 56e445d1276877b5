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
    """Spread the tests evenly over xdist's workers, each of which begins with the module that takes longest.

    At first, xdist gives each worker a part of the list, all of one length. A module stays with one worker, whose
    fixtures for it are set up once.
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    recorded = json.loads(RECORDED.read_text())
    modules = defaultdict[Path, list[pytest.Item]](list)
    for item in items:
        modules[item.path].append(item)
    seconds = {path: sum(recorded.get(item.nodeid, 0) for item in tests) for path, tests in modules.items()}
    sizes = [len(items) * (worker + 1) // workers - len(items) * worker // workers for worker in range(workers)]
    parts: list[list[pytest.Item]] = [[] for _ in sizes]
    loads = [0.0] * workers
    left: list[pytest.Item] = []
    for path in sorted(modules, key=lambda path: -seconds[path]):
        tests = modules[path]
        room = [worker for worker in range(workers) if len(parts[worker]) + len(tests) <= sizes[worker]]
        if room:
            worker = min(room, key=lambda worker: loads[worker])
            parts[worker] += tests
            loads[worker] += seconds[path]
        else:
            left += tests
    rest = iter(left)
    items[:] = chain.from_iterable(
        [*part, *islice(rest, size - len(part))] for part, size in zip(parts, sizes, strict=True)
    )


def pytest_terminal_summary(terminalreporter: TerminalReporter, config: pytest.Config) -> None:
    if config.option.record_durations:
        seconds = defaultdict[str, float](float)
        for report in chain.from_iterable(terminalreporter.stats.values()):
            if isinstance(report, pytest.TestReport):
                seconds[report.nodeid] += report.duration
        ranked = sorted(seconds.items(), key=lambda each: -each[1])
        long = {test: round(taken, 1) for test, taken in ranked if taken >= LONG_SECONDS}
        RECORDED.write_text(json.dumps(long, indent=1, ensure_ascii=False) + "\n")
