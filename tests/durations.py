"""The recorded durations of long tests, whose modules come first: no worker is left with one at the end."""

import json
from collections import defaultdict
from itertools import chain
from pathlib import Path

import pytest
from _pytest.terminal import TerminalReporter

RECORDED = Path(__file__).with_name("durations.json")
LONG_SECONDS, OTHERS_SECONDS = 1.0, 0.2
"""Of tests that are recorded, at least; of others, on average."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record-durations", action="store_true", help="write tests/durations.json")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the module that takes longest: a worker of xdist that is free is given the next module, whole."""
    recorded = json.loads(RECORDED.read_text())
    seconds = defaultdict[Path, float](float)
    for item in items:
        seconds[item.path] += recorded.get(item.nodeid, OTHERS_SECONDS)
    items.sort(key=lambda item: -seconds[item.path])


def pytest_terminal_summary(terminalreporter: TerminalReporter, config: pytest.Config) -> None:
    if config.option.record_durations:
        seconds = defaultdict[str, float](float)
        for report in chain.from_iterable(terminalreporter.stats.values()):
            if isinstance(report, pytest.TestReport):
                seconds[report.nodeid] += report.duration
        ranked = sorted(seconds.items(), key=lambda each: -each[1])
        long = {test: round(taken, 1) for test, taken in ranked if taken >= LONG_SECONDS}
        RECORDED.write_text(json.dumps(long, indent=1, ensure_ascii=False) + "\n")
